"""Makes the backdrop (phông hội trường), the large cloth behind a conference's stage, as a PDF of one page.

The conference's title on it is as large as fits.
"""

import re
from dataclasses import dataclass, replace

from kyyeu.model.conferences import Conference, ConferenceStatus
from kyyeu.model.printing import PrintedWork, SymbolsAt
from kyyeu.vietnamese import fold, number
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import conference_day, conference_name, title_panel
from kyyeu.views.print.book import Book, Bookmark, Format, Part, conference_book

# A PDF page can be at most 5.08 m long. A backdrop is therefore drawn 10 times smaller than the cloth, and
# the PDF states this scale as its UserUnit.
SCALE = 10
DRAWN_METRE = 100  # Length in mm at which one metre of the backdrop cloth is drawn in the PDF.
# The backdrop's title is laid out in this type size (mm, the same as in the style sheet). The page has a size
# that the title just fits; it is then enlarged to the size of the cloth.
TITLE_SIZE = 4.0
# The width of a capital letter in the font Be Vietnam Pro 800 with letter spacing, divided by the type size.
# CAPITAL_WIDTH holds for most letters, LETTER_WIDTHS lists the letters with another width.
CAPITAL_WIDTH = 0.79
LETTER_WIDTHS = (("I.,:'“” ", 0.36), ("EFJLSTZ0123456789-–…", 0.72), ("MW", 1.0))
# SIZES gives the type size of each kind of line on a backdrop, divided by the type size of the title. HEIGHTS
# gives the height of each kind of line, divided by the line's own type size. Both must agree with the style
# sheet.
SIZES = {"governing": 0.3, "unit": 0.36, "lead": 0.74, "title": 1.0, "period": 0.46, "place": 0.3}
HEIGHTS = {"governing": 1.55, "unit": 1.55, "lead": 1.46, "title": 1.46, "period": 1.9, "place": 2.6}
# The lines of text may fill at most these shares of the width and height of the backdrop's title panel.
FILLED_WIDTH, FILLED_HEIGHT = (
    0.88,
    0.78,
)
# The shares of the backdrop's width and height that are kept free for the flags, emblem and bust on the
# stage. These stand beside the title panel or above it.
FREE_WIDTH, FREE_HEIGHT = 0.24, 0.3
# If the name of a unit (such as a school) or of the body above it has more letters than this, the backdrop
# shows it in two lines.
LONGEST_NAME = 44
_BREAKS = re.compile(r" (?=TỈNH |HUYỆN |THÀNH PHỐ |QUẬN |THỊ XÃ |XÃ |PHƯỜNG |VÀ )")


@dataclass(frozen=True, slots=True)
class BackdropLine:
    """A line of text on a stage backdrop. Its `kind`, a key of SIZES, decides its type size."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Backdrop:
    """Holds the lines of text on a backdrop (the cloth behind a stage), from top to bottom.

    `symbols` says where the flags, emblem and bust stand on the stage. The backdrop has no text behind them.
    """

    symbols: str
    bodies: tuple[BackdropLine, ...]
    title: tuple[BackdropLine, ...]
    place: str


def has_backdrop(_: Catalogue, conference: Conference) -> bool:
    """Returns whether a conference needs a stage backdrop, which is so unless the conference is postponed."""
    return conference.status is not ConferenceStatus.POSTPONED


def backdrop_book(catalogue: Catalogue, conference: Conference, _: frozenset[str]) -> Book:
    """Returns a Book of one page with the conference's backdrop, its title as large as the cloth allows."""
    day = conference_day(catalogue, conference)
    catalogue = catalogue.on(day)
    settings = catalogue.published.print_settings(PrintedWork.BACKDROP)
    cloth = Format(
        "",
        f"{number(settings.width)} × {number(settings.height)} m",
        settings.width * DRAWN_METRE,
        settings.height * DRAWN_METRE,
    )
    # On a wide, low backdrop, the title can have larger letters if it is set in a single line.
    views = [backdrop(catalogue, conference, settings.symbols, in_one_line) for in_one_line in (False, True)]
    view = max(views, key=lambda view: _title_size(view, cloth, settings.symbols))
    reduction = _title_size(view, cloth, settings.symbols) / TITLE_SIZE
    name = f"Phông {conference_name(catalogue, conference)}"
    book = conference_book(
        catalogue,
        conference,
        PrintedWork.BACKDROP,
        name,
        [Part("phong", "backdrop.html", view, Bookmark("Phông hội trường"), bare=True)],
        day,
        ("phông hội trường", cloth.name),
        subject=f"{name}; khổ {cloth.name}, vẽ theo tỉ lệ 1 : {SCALE}",
        page=Format("", "", round(cloth.width / reduction, 3), round(cloth.height / reduction, 3)),
    )
    return replace(book, printed=cloth, reduced=SCALE)


def backdrop(
    catalogue: Catalogue, conference: Conference, symbols: SymbolsAt, in_one_line: bool = False
) -> Backdrop:
    """Returns the lines of text on the stage backdrop.

    If `in_one_line` is true, the conference's title is a single line.
    """
    panel = title_panel(catalogue, conference)
    bodies = tuple(
        BackdropLine(kind, line)
        for kind, name in (("governing", panel.governing), ("unit", panel.unit))
        for line in _halves(name)
    )
    lead, *rest = (" ".join(panel.title),) if in_one_line else panel.title
    title = [BackdropLine("lead" if rest else "title", lead), *(BackdropLine("title", line) for line in rest)]
    if panel.period:
        title.append(BackdropLine("period", panel.period))
    return Backdrop(symbols.value, bodies, tuple(title), panel.place_and_date)


def _title_size(view: Backdrop, cloth: Format, symbols: SymbolsAt) -> float:
    """Returns the largest type size of the title at which all lines of text fit on the stage backdrop.

    The size is in mm on the drawing, which is smaller than the cloth.
    """
    beside = FREE_WIDTH if symbols in (SymbolsAt.LEFT, SymbolsAt.RIGHT) else 0
    above = FREE_HEIGHT if symbols is SymbolsAt.MIDDLE else 0
    lines = (*view.bodies, *view.title, BackdropLine("place", view.place))
    widest = max(_width(line.text) * SIZES[line.kind] for line in lines)
    highest = sum(SIZES[line.kind] * HEIGHTS[line.kind] for line in lines)
    return min(
        cloth.width * (1 - beside) * FILLED_WIDTH / widest,
        cloth.height * (1 - above) * FILLED_HEIGHT / highest,
    )


def _width(text: str) -> float:
    """Returns the width of a line of text in heavy capitals, as a multiple of its type size."""
    return sum(
        next((width for letters, width in LETTER_WIDTHS if letter in letters), CAPITAL_WIDTH)
        for letter in fold(text).upper()
    )


def _halves(name: str) -> tuple[str, ...]:
    """Returns a unit's name in one line, or in two lines if it is long.

    The name is broken near its middle: before the name of a place or 'VÀ' if possible, otherwise between any
    two words.
    """
    if len(name) <= LONGEST_NAME:
        return (name,) if name else ()
    breaks = [match.start() for match in _BREAKS.finditer(name)]
    breaks = breaks or [place for place, letter in enumerate(name) if letter == " "]
    middle = min(breaks, key=lambda place: abs(place - len(name) / 2))
    return name[:middle], name[middle + 1 :]
