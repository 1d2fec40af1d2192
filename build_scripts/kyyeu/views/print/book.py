"""Declares the dataclasses of which every printed work consists: a Book of Parts, contents and indexes.

A Book about a conference gets the metadata that all such Books have.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import TypeVar

from kyyeu.facts.print_sizes import PAGE_SIZES
from kyyeu.facts.words import decision_date
from kyyeu.model.awards import Level
from kyyeu.model.conferences import Conference
from kyyeu.model.exemplars import Exemplar
from kyyeu.model.printing import PageFormat, PrintedWork
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import conference_day

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Format:
    """A page size after trimming, in mm; it is upright unless the width exceeds the height.

    `name` is the size's name for ordering from a print shop.
    """

    id: str
    name: str
    width: float
    height: float


FORMATS = {size.value: Format(size.value, size.label, *PAGE_SIZES[size]) for size in PageFormat}
A5, A4 = FORMATS[PageFormat.A5], FORMATS[PageFormat.A4]
SHEETS_PER_PART = 10  # The most sheets of ballots, cards or certificates that are laid out together.
A4_WIDE, SCREEN_16_9 = Format("a4-ngang", "A4 ngang", 297, 210), Format("16x9", "16 : 9", 320, 180)


def piece_format(size: str) -> Format:
    """Returns the Format of a card that is to be cut out of a sheet, from its size in mm, such as '90x60'."""
    width, height = map(float, size.split("x"))
    return Format(size, f"{width:g} × {height:g} mm", width, height)


def batched(items: Sequence[_Item], size: int) -> tuple[tuple[_Item, ...], ...]:
    """Splits items into batches of `size`, in order; the last batch may be smaller."""
    return tuple(tuple(items[start : start + size]) for start in range(0, len(items), size))


class Imposition(Enum):
    """How the pages of a work are arranged on the sheets of an office printer.

    The values appear in the printing instructions. FOLDED works are folded and stapled; REDUCED works are
    first made smaller; CUT works are pieces to be cut out of a sheet; COPIES are several copies of one page
    on a sheet.
    """

    FOLDED = "gấp đôi, ghim giữa"
    REDUCED = "thu còn A5, gấp đôi, ghim giữa; đặt format: a4 thì giữ cỡ, in trên A3"
    CUT = "nhiều tấm một tờ A4, xén cả chồng là theo thứ tự"
    COPIES = "hai bản giống nhau một tờ A4, xén đôi"


class Role(Enum):
    """The role of a part in its book.

    CONTENTS and INDEX can only be filled when the page numbers of all TEXT parts are known. NOTES (pages for
    notes) and BACK (the back cover) complete the last sheet.
    """

    TEXT = "text"
    CONTENTS = "contents"
    INDEX = "index"
    NOTES = "notes"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A line of the table of contents and of the PDF's bookmarks; level 0 is only in the bookmarks.

    `label` is printed before the text ('Phần một'), `where` after it in grey.
    """

    text: str
    level: int = 1
    label: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a book: the HTML template `template` in theme/print is filled with the data `view`.

    `name` is unique in the book. `head` is the running head of right-hand pages. A bare part (cover, divider)
    has no running head and no folio, and its pages are never shifted to the outer margin.

    A part that `opens_right` begins on a right-hand page, after a blank one if necessary. People's names in a
    field `names` of the view must not break across lines; photos in a field `photos` are cut to size before
    the part is laid out.

    With `copyfit`, the layout chooses a type size at which the text fills one or two pages well. `within`
    asks for the largest type size at which the part has at most that many pages.

    `piece` is the size of the small pieces that the template puts on sheets, to be cut out. In the press
    edition each piece is a page of its own, with bleed.
    """

    name: str
    template: str
    view: object
    bookmark: Bookmark | None = None
    head: str = ""
    opens_right: bool = False
    role: Role = Role.TEXT
    bare: bool = False
    landscape: bool = False
    copyfit: bool = False
    within: int = 0
    piece: Format | None = None


@dataclass(frozen=True, slots=True)
class Book:
    """A printed work of a unit in a cycle, as data before any layout.

    `date` is the newest date in the content, and is used as the PDF's date.

    Parts are laid out at the page size `page`. If `printed` is set, the PDF is then enlarged to that size. A
    work too large for a PDF page, such as a backdrop, is drawn `reduced` times smaller than it is.

    A bound book has running heads, folios and blank pages that fill its sheets; other works (a leaflet, a
    report, cards) only have the pages of their parts. Official works are set in the font that
    the legal rules for official documents prescribe.

    Photos are cut to the resolution `dpi` of the printed page. `icc` is the file of the printer's colour
    profile, '' without one. `signature` is the number of sheets folded together, if it is set. `sheets` is
    how pages lie on the sheets of an office's printer, after each is reduced to the size `folded`.
    """

    work: str
    unit: str
    cycle: str
    title: str
    running_title: str
    author: str
    subject: str
    keywords: tuple[str, ...]
    date: date
    demonstration: bool
    parts: tuple[Part, ...]
    page: Format = A5
    bound: bool = True
    printed: Format | None = None
    official: bool = False
    reduced: int = 1
    dpi: int = 300
    icc: str = ""
    signature: int | None = None
    sheets: Imposition | None = None
    folded: Format | None = None

    @property
    def enlarged(self) -> float:
        """How many times wider the page is when printed than when it is laid out; 1 without enlargement."""
        return self.printed.width / self.page.width if self.printed else 1.0


@dataclass(frozen=True, slots=True)
class ContentsRow:
    """A line of the table of contents, with the first page number of the part that it refers to."""

    text: str
    level: int
    label: str
    where: str
    page: int
    part: str


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents, as the data of a book's part whose role is CONTENTS."""

    rows: tuple[ContentsRow, ...]


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A line of an index, listed under its initial `letter`.

    `parts` are the names of the book's parts about the line's subject; `pages` are the first pages of these
    parts.
    """

    letter: str
    text: str
    note: str
    parts: tuple[str, ...]
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Index:
    """The data of an index (a part whose role is INDEX): pairs of a heading and its lines in order."""

    sections: tuple[tuple[str, tuple[IndexEntry, ...]], ...]


def with_pages(book: Book, part: Part, first_pages: Mapping[str, int]) -> Contents | Index:
    """Returns a table of contents or an index with page numbers, taken from the first page of every part.

    The cover and the table of contents itself are not listed in it.
    """
    if part.role is Role.CONTENTS:
        return Contents(
            tuple(
                ContentsRow(line.text, line.level, line.label, line.where, first_pages[part.name], part.name)
                for part in book.parts
                if (line := part.bookmark) and line.level and part.role in (Role.TEXT, Role.INDEX)
            )
        )
    assert isinstance(part.view, Index), "an index is the view of its part"
    return Index(
        tuple(
            (heading, tuple(_with_pages(line, first_pages) for line in lines))
            for heading, lines in part.view.sections
        )
    )


def _with_pages(line: IndexEntry, first_pages: Mapping[str, int]) -> IndexEntry:
    pages = {first_pages[name] for name in line.parts if name in first_pages}
    return replace(line, pages=tuple(sorted(pages)))


@dataclass(frozen=True, slots=True)
class Furniture:
    """The page furniture of one page: the running head on the outer side and the folio (page number)."""

    left: bool
    landscape: bool
    bare: bool
    head: str
    folio: str


@dataclass(frozen=True, slots=True)
class FurnitureRun:
    """The page furniture of consecutive pages, with the watermark printed on all of them."""

    pages: tuple[Furniture, ...]
    watermark: str


def conference_book(
    catalogue: Catalogue,
    conference: Conference,
    work: PrintedWork,
    title: str,
    parts: Sequence[Part],
    newest: date,
    keywords: tuple[str, ...],
    *,
    author: str = "",
    subject: str = "",
    running_title: str | None = None,
    page: Format = A5,
    bound: bool = False,
    official: bool = False,
) -> Book:
    """Returns a Book whose owner is the unit that holds the conference.

    By default, the author is that unit's name on the conference's day, and `subject` and `running_title` are
    the same as the title. `newest` is the newest date in the book's content.
    """
    return Book(
        work=work.value,
        unit=conference.unit,
        cycle=conference.cycle,
        title=title,
        running_title=title if running_title is None else running_title,
        author=author or catalogue.unit_name(conference.unit, conference_day(catalogue, conference)),
        subject=subject or title,
        keywords=keywords,
        date=newest,
        demonstration=catalogue.published.site.demonstration,
        parts=tuple(parts),
        page=page,
        bound=bound,
        official=official,
    )


def has_cycle(catalogue: Catalogue, conference: Conference) -> bool:
    """Whether the conference's cycle (five-year period) is on record, as its plan and proof sheet require."""
    return conference.cycle in catalogue.published.cycles


def exemplars_of(catalogue: Catalogue, conference: Conference) -> list[Exemplar]:
    """Returns the exemplars (honoured people and groups) of the conference's cycle.

    For a unit's conference they are those of the unit; for one of a higher level, those of all units.
    """
    of_unit = catalogue.by_unit.get(conference.unit, ())
    eligible = of_unit if conference.level is Level.UNIT else catalogue.exemplars
    return [exemplar for exemplar in eligible if exemplar.cycle == conference.cycle]


def newest_day(catalogue: Catalogue, conference: Conference) -> date:
    """Returns the date of the newest recognition or award of the conference's exemplars.

    The date is never later than the catalogue's day and never earlier than the conference.
    """
    exemplars = exemplars_of(catalogue, conference)
    days = [recognition.date for exemplar in exemplars for recognition in exemplar.recognitions]
    days += [decision_date(award, catalogue.published) for exemplar in exemplars for award in exemplar.awards]
    return max(
        [conference_day(catalogue, conference), *(day for day in days if day and day <= catalogue.day)]
    )
