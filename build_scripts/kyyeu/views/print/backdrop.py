"""The backdrop of a conference's stage (phông hội trường): its title panel as large as the cloth allows → a Book of one page at 1:10."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kyyeu.model.conferences import Conference, ConferenceStatus
from kyyeu.model.printing import PrintedWork, PrintSettings, SymbolsAt
from kyyeu.vietnamese import fold, number
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import conference_day, conference_name
from kyyeu.views.print.book import Book, Bookmark, Format, Part
from kyyeu.views.title_panels import title_panel

WORK = PrintedWork.BACKDROP.value
MILLI = 100  # mm of the drawing in a metre of cloth: it is drawn SCALE times smaller
SCALE = 10  # a page is drawn so many times smaller, and says so (UserUnit): PDF ends at 5.08 m
TITLE = 4.0  # mm: the title's letters as the stylesheet has them; the page is made as large round them as they allow
CAPITAL = 0.79  # of its size: the width of a capital in Be Vietnam Pro 800 with its spacing
WIDTHS = (("I.,:'“” ", 0.36), ("EFJLSTZ0123456789-–…", 0.72), ("MW", 1.0))  # those that differ
SIZES = {
    "governing": 0.3,
    "unit": 0.36,
    "lead": 0.74,
    "title": 1.0,
    "period": 0.46,
    "place": 0.3,
}  # of the title's letters
HEIGHTS = {
    "governing": 1.55,
    "unit": 1.55,
    "lead": 1.46,
    "title": 1.46,
    "period": 1.9,
    "place": 2.6,
}  # of a line, of its own size
ROOM = (0.88, 0.78)  # of the panel: what its lines may fill, across and down
BESIDE, ABOVE = 0.24, 0.3  # of the cloth: what is left free for flags, emblem and bust
LONG = 44  # letters of a body's name that stand in one line
_BEFORE = re.compile(r" (?=TỈNH |HUYỆN |THÀNH PHỐ |QUẬN |THỊ XÃ |XÃ |PHƯỜNG |VÀ )")


@dataclass(frozen=True, slots=True)
class BackdropLine:
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Backdrop:
    """`symbols` says where the stage's own flags, emblem and bust stand: nothing is drawn there (domain §8)."""

    symbols: str
    bodies: tuple[BackdropLine, ...]
    title: tuple[BackdropLine, ...]
    place: str


def has_backdrop(_: Catalogue, conference: Conference) -> bool:
    return conference.status is not ConferenceStatus.POSTPONED


def backdrop_book(catalogue: Catalogue, conference: Conference, _: frozenset[str]) -> Book:
    day = conference_day(catalogue, conference)
    catalogue = catalogue.on(day)
    settings = catalogue.published.printing.get(WORK) or PrintSettings(id=WORK)
    cloth = Format(
        "",
        f"{number(settings.width)} × {number(settings.height)} m",
        settings.width * MILLI,
        settings.height * MILLI,
    )
    views = [backdrop(catalogue, conference, settings.symbols, in_one) for in_one in (False, True)]
    view = max(
        views, key=lambda view: _letters(view, cloth, settings.symbols)
    )  # on a long low cloth the title in one line is larger
    smaller = _letters(view, cloth, settings.symbols) / TITLE
    page = Format("", "", round(cloth.width / smaller, 3), round(cloth.height / smaller, 3))
    name = f"Phông {conference_name(catalogue, conference)}"
    return Book(
        work=WORK,
        unit=conference.unit,
        cycle=conference.cycle,
        title=name,
        running_title=name,
        author=catalogue.unit_name(conference.unit),
        subject=f"{name}; khổ {cloth.name}, vẽ theo tỉ lệ 1 : {SCALE}",
        keywords=("phông hội trường", cloth.name),
        date=day,
        demonstration=catalogue.published.site.demonstration,
        parts=(Part("phong", "backdrop.html", view, Bookmark("Phông hội trường"), bare=True),),
        page=page,
        bound=False,
        printed=cloth,
        reduced=SCALE,
    )


def backdrop(
    catalogue: Catalogue, conference: Conference, symbols: SymbolsAt, in_one: bool = False
) -> Backdrop:
    """`in_one` joins the lines of the title."""
    panel = title_panel(catalogue, conference)
    names = (("governing", panel.governing), ("unit", panel.unit))
    bodies = tuple(BackdropLine(kind, line) for kind, name in names for line in _halves(name))
    lead, *rest = (" ".join(panel.title),) if in_one else panel.title
    title = [BackdropLine("lead" if rest else "title", lead), *(BackdropLine("title", line) for line in rest)]
    title += [BackdropLine("period", panel.period)] if panel.period else []
    return Backdrop(symbols.value, bodies, tuple(title), panel.place_and_date)


def _letters(view: Backdrop, cloth: Format, symbols: SymbolsAt) -> float:
    """Size of the title's letters, in mm as drawn: the largest at which every line stands whole in the panel."""
    across = cloth.width * (1 - BESIDE if symbols in (SymbolsAt.LEFT, SymbolsAt.RIGHT) else 1) * ROOM[0]
    down = cloth.height * (1 - ABOVE if symbols is SymbolsAt.MIDDLE else 1) * ROOM[1]
    lines = (*view.bodies, *view.title, BackdropLine("place", view.place))
    widest = max(_width(line.text) * SIZES[line.kind] for line in lines)
    return min(across / widest, down / sum(SIZES[line.kind] * HEIGHTS[line.kind] for line in lines))


def _width(text: str) -> float:
    """Of a line in heavy capitals, in its own size; spacing counted."""
    return sum(
        next((width for letters, width in WIDTHS if letter in letters), CAPITAL)
        for letter in fold(text).upper()
    )


def _halves(name: str) -> tuple[str, ...]:
    """A long name in two lines, before the place or the word nearest its middle."""
    if len(name) <= LONG:
        return (name,) if name else ()
    breaks = [match.start() for match in _BEFORE.finditer(name)] or [
        match.start() for match in re.finditer(" ", name)
    ]
    middle = min(breaks, key=lambda place: abs(place - len(name) / 2))
    return name[:middle], name[middle + 1 :]
