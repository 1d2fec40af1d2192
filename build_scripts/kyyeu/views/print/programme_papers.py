"""The programme of a conference as a folded leaflet and as a poster: published catalogue → Books. Rows are shared out over facing pages."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kyyeu.model.conferences import Conference, ConferenceForm, ConferenceStatus
from kyyeu.model.printing import PrintedWork
from kyyeu.views import addresses
from kyyeu.views.appendices import UNKNOWN
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import conference_day, conference_name, conference_title
from kyyeu.views.print.book import A4, A5, Book, Bookmark, Part, Role
from kyyeu.views.print.ky_yeu import phrases
from kyyeu.views.print.ky_yeu_programme import ProgrammeRow, programme, session_when
from kyyeu.views.title_panels import TitlePanel, title_panel

LEAFLET, POSTER = PrintedWork.LEAFLET.value, PrintedWork.POSTER.value
LETTERS = 52  # in a line of a leaflet set small
LINES = 40  # of such lines on a page, what lies between rows counted
HEADING = 3
NEAR = 0.12  # share of a page by which a page may be shorter so that the next begins with a session


@dataclass(frozen=True, slots=True)
class LeafletItem:
    """`mark` is the time, or the number where no hour is known. `session` and `when` stand over the first item of a session."""

    mark: str
    title: str
    detail: str
    presenters: tuple[str, ...]
    session: str
    when: str
    first: bool


@dataclass(frozen=True, slots=True)
class LeafletCover:
    kicker: str
    panel: TitlePanel
    theme: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeafletInside:
    title: str
    pages: tuple[tuple[LeafletItem, ...], ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeafletBack:
    """What the public needs: (label, lines) pairs, the conference's page and whom to write to."""

    name: tuple[str, ...]
    facts: tuple[tuple[str, tuple[str, ...]], ...]
    address: str
    address_words: str
    office: str
    email: str


@dataclass(frozen=True, slots=True)
class Poster:
    """When and where stand over the items of several sessions, else at the foot as `facts`."""

    cover: LeafletCover
    items: tuple[LeafletItem, ...]
    facts: tuple[tuple[str, tuple[str, ...]], ...]
    back: LeafletBack
    names: tuple[str, ...]


def is_announced(catalogue: Catalogue, conference: Conference) -> bool:
    """A postponed conference invites nobody yet."""
    return bool(conference.programme) and conference.status is not ConferenceStatus.POSTPONED


def leaflet(catalogue: Catalogue, conference: Conference, _: frozenset[str]) -> Book:
    """Four pages of A5; eight where the programme is too long for two."""
    catalogue = catalogue.on(conference_day(catalogue, conference))
    title, items, names = _items(catalogue, conference)
    inside = LeafletInside(title, shared_out(items), names)
    return _book(
        catalogue,
        conference,
        LEAFLET,
        (
            Part("bia", "leaflet_cover.html", _cover(catalogue, conference), Bookmark("Bìa", 0), bare=True),
            Part(
                "chuong-trinh",
                "leaflet_inside.html",
                inside,
                Bookmark(title),
                bare=True,
                within=len(inside.pages),
            ),
            Part("ghi-chep", "notes.html", None, role=Role.NOTES, bare=True),
            Part(
                "bia-sau",
                "leaflet_back.html",
                back(catalogue, conference),
                Bookmark("Thời gian, địa điểm"),
                role=Role.BACK,
                bare=True,
            ),
        ),
    )


def poster(catalogue: Catalogue, conference: Conference, _: frozenset[str]) -> Book:
    """One sheet of A4 for a door or a board."""
    catalogue = catalogue.on(conference_day(catalogue, conference))
    title, items, names = _items(catalogue, conference)
    several, reverse = any(item.session for item in items), back(catalogue, conference)
    items = items if several else tuple(replace(item, when="") for item in items)
    view = Poster(_cover(catalogue, conference), items, () if several else reverse.facts, reverse, names)
    return _book(
        catalogue,
        conference,
        POSTER,
        (Part("ap-phich", "poster.html", view, Bookmark(title), bare=True, within=1),),
    )


def shared_out(items: tuple[LeafletItem, ...]) -> tuple[tuple[LeafletItem, ...], ...]:
    """Two pages, or four or six where they would not hold all; each of about the same length, better begun with a session."""
    heights = [_lines(item) + (HEADING if place == 0 else 0) for place, item in enumerate(items)]
    whole = sum(heights)
    pages = next((count for count in (2, 4) if whole <= count * LINES), 6)
    borders = [0]
    for page in range(1, pages):
        ideal, rest = whole * page / pages, range(borders[-1], len(items) + 1)
        borders.append(
            min(
                rest,
                key=lambda place: (
                    abs(sum(heights[:place]) - ideal)
                    - (NEAR * whole / pages if place < len(items) and items[place].first else 0)
                ),
            )
        )
    found = tuple(items[start:end] for start, end in zip(borders, [*borders[1:], len(items)], strict=True))
    return tuple(page for page in found if page)


def _lines(item: LeafletItem) -> float:
    """How high an item stands, in lines of its title."""
    small = [text for text in (item.detail, "; ".join(item.presenters)) if text]
    heading = (2 if item.session else 0) + (1.5 if item.when else 0)
    return (
        0.8
        + heading
        + -(-len(item.title) // LETTERS)
        + sum(0.85 * -(-len(text) // (LETTERS * 1.15)) for text in small)
    )


def _items(
    catalogue: Catalogue, conference: Conference
) -> tuple[str, tuple[LeafletItem, ...], tuple[str, ...]]:
    title = "Chương trình Đại hội" if conference.form is ConferenceForm.CONGRESS else "Chương trình Hội nghị"
    found = programme(catalogue, conference, title)
    items: list[LeafletItem] = []
    for session in found.sessions:
        for place, row in enumerate(session.rows):
            first = place == 0
            items.append(
                _item(
                    row, len(items) + 1, session.name if first else "", session.when if first else "", first
                )
            )
    return title, tuple(items), found.names


def _item(row: ProgrammeRow, number: int, session: str, when: str, first: bool) -> LeafletItem:
    return LeafletItem(row.time or f"{number}.", row.title, row.detail, row.presenters, session, when, first)


def _cover(catalogue: Catalogue, conference: Conference) -> LeafletCover:
    return LeafletCover(
        "CHƯƠNG TRÌNH",
        title_panel(catalogue, conference),
        phrases(f"“{conference.theme}”") if conference.theme else (),
    )


def back(catalogue: Catalogue, conference: Conference) -> LeafletBack:
    site = catalogue.published.site
    several = len(conference.sessions) > 1
    times = tuple(
        f"{session.kind.label}: {_hour(session_when(session), session.start)}"
        if several
        else _hour(session_when(session), session.start)
        for session in conference.sessions
    )
    venues = tuple(dict.fromkeys(session.venue for session in conference.sessions if session.venue))
    facts = [("Thời gian", times or (UNKNOWN,)), ("Địa điểm", venues or (UNKNOWN,))]
    facts += [("Tổ chức cùng", (conference.attached_to,))] if conference.attached_to else []
    address = f"{site.url}{addresses.conference(conference.ref)}"
    title = conference_title(conference)
    name = (title, conference_name(catalogue, conference).removeprefix(title).strip())
    return LeafletBack(
        tuple(line for line in name if line),
        tuple(facts),
        address,
        address.partition("://")[2].removesuffix("/"),
        site.contact.office,
        site.contact.email,
    )


def _hour(when: str, start: str) -> str:
    hour, minutes = int(start[:2]), start[3:]
    return f"{hour} giờ{'' if minutes == '00' else f' {minutes} phút'}, {when[:1].lower()}{when[1:]}"


def _book(catalogue: Catalogue, conference: Conference, work: str, parts: tuple[Part, ...]) -> Book:
    """A leaflet is folded and fills its sheets, a poster is one."""
    name = f"Chương trình {conference_name(catalogue, conference)}"
    organiser = catalogue.unit_name(conference.unit)
    return Book(
        work=work,
        unit=conference.unit,
        cycle=conference.cycle,
        title=name,
        running_title=name,
        author=organiser,
        subject=name,
        keywords=("chương trình", "hội nghị điển hình tiên tiến"),
        date=conference_day(catalogue, conference),
        demonstration=catalogue.published.site.demonstration,
        parts=parts,
        bound=work == LEAFLET,
        page=A5 if work == LEAFLET else A4,
    )
