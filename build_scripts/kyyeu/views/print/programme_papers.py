"""Makes a conference's programme as a folded A5 leaflet and as an A4 poster."""

from dataclasses import dataclass, field, replace
from functools import partial
from itertools import accumulate, pairwise

from kyyeu.facts.words import joined
from kyyeu.model.conferences import Conference, ConferenceStatus
from kyyeu.model.printing import PrintedWork
from kyyeu.views import addresses
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import TitlePanel, conference_day, conference_name, title_panel
from kyyeu.views.print.book import A4, A5, Book, Bookmark, Part, Role, conference_book
from kyyeu.views.print.ky_yeu import phrases
from kyyeu.views.print.ky_yeu_programme import programme, programme_title, session_when
from kyyeu.views.texts import NOT_TEXT, UNKNOWN

LINE_LETTERS = 52  # This many letters fit on a line of a programme item's title in the leaflet.
# This many lines of the leaflet's text fit on a page, counted with the space between programme items.
PAGE_LINES = 40
HEADING_LINES = 3
# A leaflet page may be longer or shorter than planned by this fraction of a page if the next page can thereby
# begin with a new session.
TOLERANCE = 0.12


@dataclass(frozen=True, slots=True)
class LeafletItem:
    """A programme item as the leaflet shows it.

    `mark` is the item's time, or its number if the time is unknown. `session` and `when` are printed above
    the first item of a session. They are '' for the other items.
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
    """The text of the leaflet's cover. The poster shows the same text at its top."""

    kicker: str
    panel: TitlePanel
    theme: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeafletInside:
    """The inner pages of the leaflet, each with its programme items.

    `names` holds people's names; the layout keeps each on one line.
    """

    title: str
    pages: tuple[tuple[LeafletItem, ...], ...]
    names: tuple[str, ...] = field(metadata=NOT_TEXT)


@dataclass(frozen=True, slots=True)
class LeafletBack:
    """The back page of the leaflet: facts about the conference, its web address, and the contact.

    `facts` holds pairs of a label and the lines of its text.
    """

    name: tuple[str, ...]
    facts: tuple[tuple[str, tuple[str, ...]], ...]
    address: str = field(metadata=NOT_TEXT)
    address_words: str = field(metadata=NOT_TEXT)
    office: str
    email: str


@dataclass(frozen=True, slots=True)
class Poster:
    """The poster of a conference's programme.

    `facts`, at the foot, say when and where the conference takes place. They are empty if there are several
    sessions, because the headings of the sessions say this.
    """

    cover: LeafletCover
    items: tuple[LeafletItem, ...]
    facts: tuple[tuple[str, tuple[str, ...]], ...]
    back: LeafletBack
    names: tuple[str, ...] = field(metadata=NOT_TEXT)


def is_announced(catalogue: Catalogue, conference: Conference) -> bool:
    """Returns whether a programme can be announced: it is on record, the conference is not postponed."""
    return bool(conference.programme) and conference.status is not ConferenceStatus.POSTPONED


def leaflet(catalogue: Catalogue, conference: Conference, _: frozenset[str]) -> Book:
    """Returns the Book of the leaflet, which has four A5 pages, or eight if the programme needs them."""
    catalogue = catalogue.on(conference_day(catalogue, conference))
    title, items, names = _items(catalogue, conference)
    inside = LeafletInside(title, shared_out(items), names)
    return _book(
        catalogue,
        conference,
        PrintedWork.LEAFLET,
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
    """Returns the Book of the programme's poster, one A4 sheet for a door or a notice board."""
    catalogue = catalogue.on(conference_day(catalogue, conference))
    title, items, names = _items(catalogue, conference)
    several, reverse = any(item.session for item in items), back(catalogue, conference)
    items = items if several else tuple(replace(item, when="") for item in items)
    view = Poster(_cover(catalogue, conference), items, () if several else reverse.facts, reverse, names)
    return _book(
        catalogue,
        conference,
        PrintedWork.POSTER,
        (Part("ap-phich", "poster.html", view, Bookmark(title), bare=True, within=1),),
    )


def shared_out(items: tuple[LeafletItem, ...]) -> tuple[tuple[LeafletItem, ...], ...]:
    """Distributes the programme items over the two, four or six inner pages of the leaflet.

    The pages are about equally long. A page begins with a new session if that hardly changes the lengths.
    """
    heights = [_height(item) + (HEADING_LINES if place == 0 else 0) for place, item in enumerate(items)]
    # The heights at which the programme items end if all are laid out in one column. The first number is 0.
    ends = [0.0, *accumulate(heights)]
    whole = ends[-1]
    pages = next((count for count in (2, 4) if whole <= count * PAGE_LINES), 6)

    def misfit(place: int, ideal: float) -> float:
        """Returns how badly a leaflet page would end before item `place`; lower is better.

        `ideal` is the height at which the page should end. A page that ends with a session gets a better
        value.
        """
        begins_session = place < len(items) and items[place].first
        return abs(ends[place] - ideal) - (TOLERANCE * whole / pages if begins_session else 0)

    borders = [0]
    for page in range(1, pages):
        places = range(borders[-1], len(items) + 1)
        borders.append(min(places, key=partial(misfit, ideal=whole * page / pages)))
    borders.append(len(items))
    return tuple(items[start:end] for start, end in pairwise(borders) if start < end)


def _height(item: LeafletItem) -> float:
    """Returns the height of a programme item and of the space below it, in lines of an item's title."""
    heading = (2 if item.session else 0) + (1.5 if item.when else 0)
    title_lines = -(-len(item.title) // LINE_LETTERS)
    small_lines = sum(
        -(-len(text) // (LINE_LETTERS * 1.15)) for text in (item.detail, "; ".join(item.presenters))
    )
    return 0.8 + heading + title_lines + 0.85 * small_lines


def _items(
    catalogue: Catalogue, conference: Conference
) -> tuple[str, tuple[LeafletItem, ...], tuple[str, ...]]:
    """Returns the title of the programme, its items, and the people's names in them."""
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
    """Returns the data of the leaflet's back page. The delegates' handbook has the same back cover."""
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


def _book(catalogue: Catalogue, conference: Conference, work: PrintedWork, parts: tuple[Part, ...]) -> Book:
    """Returns the Book of a leaflet or a poster.

    The leaflet counts as a bound book, because it is folded and must fill its sheets. The poster is a single
    sheet.
    """
    return conference_book(
        catalogue,
        conference,
        work,
        f"Chương trình {conference_name(catalogue, conference)}",
        parts,
        conference_day(catalogue, conference),
        ("chương trình", "hội nghị điển hình tiên tiến"),
        bound=work is PrintedWork.LEAFLET,
        page=A5 if work is PrintedWork.LEAFLET else A4,
    )
