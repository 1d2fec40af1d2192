"""Makes the programme of a conference as a folded leaflet of A5 and as a poster of A4."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from itertools import accumulate, pairwise

from kyyeu.facts.words import joined
from kyyeu.model.conferences import Conference, ConferenceStatus
from kyyeu.model.printing import PrintedWork
from kyyeu.views import addresses
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import conference_day, conference_name
from kyyeu.views.print.book import A4, A5, Book, Bookmark, Part, Role
from kyyeu.views.print.conference_book import conference_book
from kyyeu.views.print.ky_yeu import phrases
from kyyeu.views.print.ky_yeu_programme import programme, programme_title, session_when
from kyyeu.views.text_fields import NOT_TEXT
from kyyeu.views.title_panels import TitlePanel, title_panel
from kyyeu.views.unknown import UNKNOWN

LEAFLET, POSTER = PrintedWork.LEAFLET.value, PrintedWork.POSTER.value
LINE_LETTERS = 52  # letters in a line of the leaflet's small type
PAGE_LINES = 40  # lines of the leaflet's small type on a page, with the space between items
HEADING_LINES = 3
# A page of the leaflet may be shorter or longer by this share of a page if the next page then begins with a
# session.
TOLERANCE = 0.12


@dataclass(frozen=True, slots=True)
class LeafletItem:
    """An item of the programme.

    `mark` is its time, or its number where no hour is known.

    `session` and `when` stand over the first item of a session, and are '' for the others.
    """

    mark: str
    title: str
    detail: str
    presenters: tuple[str, ...]
    session: str
    when: str
    first: bool


@dataclass(frozen=True, slots=True)
class LeafletCover:
    """The cover of the leaflet, and the head of the poster."""

    kicker: str
    panel: TitlePanel
    theme: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeafletInside:
    """The inner pages of the leaflet with their items; people's `names` never break across lines."""

    title: str
    pages: tuple[tuple[LeafletItem, ...], ...]
    names: tuple[str, ...] = field(metadata=NOT_TEXT)


@dataclass(frozen=True, slots=True)
class LeafletBack:
    """The back of the leaflet: (label, lines) facts for the public, the conference's page, the contact."""

    name: tuple[str, ...]
    facts: tuple[tuple[str, tuple[str, ...]], ...]
    address: str = field(metadata=NOT_TEXT)
    address_words: str = field(metadata=NOT_TEXT)
    office: str
    email: str


@dataclass(frozen=True, slots=True)
class Poster:
    """The poster. `facts` tell when and where at its foot, unless several sessions say so themselves."""

    cover: LeafletCover
    items: tuple[LeafletItem, ...]
    facts: tuple[tuple[str, tuple[str, ...]], ...]
    back: LeafletBack
    names: tuple[str, ...] = field(metadata=NOT_TEXT)


def is_announced(catalogue: Catalogue, conference: Conference) -> bool:
    """Whether the programme can be announced: there is one, and the conference is not postponed."""
    return bool(conference.programme) and conference.status is not ConferenceStatus.POSTPONED


def leaflet(catalogue: Catalogue, conference: Conference, _: frozenset[str]) -> Book:
    """The leaflet: four pages of A5, or eight if two pages cannot hold the programme."""
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
    """The poster: one sheet of A4 for a door or a board."""
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
    """The items of each inner page of the leaflet: two pages, else four or six.

    Pages are of about the same length; a page begins with a session if that changes lengths little.
    """
    heights = [_height(item) + (HEADING_LINES if place == 0 else 0) for place, item in enumerate(items)]
    ends = [0.0, *accumulate(heights)]  # heights at which the items end, after a first 0
    whole = ends[-1]
    pages = next((count for count in (2, 4) if whole <= count * PAGE_LINES), 6)

    def misfit(place: int, ideal: float) -> float:
        """How badly a page ends before the item at `place`, if it should end at the height `ideal`."""
        begins_session = place < len(items) and items[place].first
        return abs(ends[place] - ideal) - (TOLERANCE * whole / pages if begins_session else 0)

    borders = [0]
    for page in range(1, pages):
        places = range(borders[-1], len(items) + 1)
        borders.append(min(places, key=partial(misfit, ideal=whole * page / pages)))
    borders.append(len(items))
    return tuple(items[start:end] for start, end in pairwise(borders) if start < end)


def _height(item: LeafletItem) -> float:
    """Height of an item with the space below it, in lines of its title."""
    heading = (2 if item.session else 0) + (1.5 if item.when else 0)
    title_lines = -(-len(item.title) // LINE_LETTERS)
    small_lines = sum(
        -(-len(text) // (LINE_LETTERS * 1.15)) for text in (item.detail, "; ".join(item.presenters))
    )
    return 0.8 + heading + title_lines + 0.85 * small_lines


def _items(
    catalogue: Catalogue, conference: Conference
) -> tuple[str, tuple[LeafletItem, ...], tuple[str, ...]]:
    """Title of the programme, its items, and the people named in them."""
    printed = programme(catalogue, conference, programme_title(conference))
    items: list[LeafletItem] = []
    for session in printed.sessions:
        for place, row in enumerate(session.rows):
            first = place == 0
            heading = (session.name, session.when) if first else ("", "")
            mark = row.time or f"{len(items) + 1}."
            items.append(LeafletItem(mark, row.title, row.detail, row.presenters, *heading, first))
    return printed.title, tuple(items), printed.names


def _cover(catalogue: Catalogue, conference: Conference) -> LeafletCover:
    return LeafletCover(
        "CHƯƠNG TRÌNH",
        title_panel(catalogue, conference),
        phrases(f"“{conference.theme}”") if conference.theme else (),
    )


def back(catalogue: Catalogue, conference: Conference) -> LeafletBack:
    """The back of the leaflet, which is also the back cover of the handbook."""
    site = catalogue.published.site
    several = len(conference.sessions) > 1
    times = tuple(
        joined(session.kind.label if several else "", _hour(session_when(session), session.start), by=": ")
        for session in conference.sessions
    )
    venues = tuple(dict.fromkeys(session.venue for session in conference.sessions if session.venue))
    facts = [("Thời gian", times or (UNKNOWN,)), ("Địa điểm", venues or (UNKNOWN,))]
    if conference.attached_to:
        facts.append(("Tổ chức cùng", (conference.attached_to,)))
    address = f"{site.url}{addresses.conference(conference.ref)}"
    title = conference.title
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
    """A leaflet is bound, since it is folded and fills its sheets; a poster is a single sheet."""
    return conference_book(
        catalogue,
        conference,
        work,
        f"Chương trình {conference_name(catalogue, conference)}",
        parts,
        conference_day(catalogue, conference),
        ("chương trình", "hội nghị điển hình tiên tiến"),
        bound=work == LEAFLET,
        page=A5 if work == LEAFLET else A4,
    )
