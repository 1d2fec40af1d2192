"""Declares the data of printed works: a Book consists of Parts, among them the table of contents and indexes.

A function makes the Book of any work about a conference, with the metadata that all these works share.
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
    """A page size in mm after trimming. The page is upright unless its width exceeds its height.

    `name` is the size's name in an order to a print shop.
    """

    id: str
    name: str
    width: float
    height: float


FORMATS = {size.value: Format(size.value, size.label, *PAGE_SIZES[size]) for size in PageFormat}
A5, A4 = FORMATS[PageFormat.A5], FORMATS[PageFormat.A4]
SHEETS_PER_PART = 10  # Ballots, cards and certificates are laid out in parts of at most this many sheets.
A4_WIDE, SCREEN_16_9 = Format("a4-ngang", "A4 ngang", 297, 210), Format("16x9", "16 : 9", 320, 180)


def piece_format(size: str) -> Format:
    """Returns the Format of a card that will be cut out of a sheet, for a size in mm such as '90x60'."""
    width, height = map(float, size.split("x"))
    return Format(size, f"{width:g} × {height:g} mm", width, height)


def batched(items: Sequence[_Item], size: int) -> tuple[tuple[_Item, ...], ...]:
    """Splits items into batches of `size`, in order; the last batch may be smaller."""
    return tuple(tuple(items[start : start + size]) for start in range(0, len(items), size))


class Imposition(Enum):
    """How the pages of a printed work are arranged on the sheets of an office printer.

    Each value is a Vietnamese phrase for the printing instructions. A FOLDED work is folded and stapled; a
    REDUCED work is made smaller before that. A CUT work consists of pieces to be cut out of a sheet. COPIES
    are several copies of one page on a sheet.
    """

    FOLDED = "gấp đôi, ghim giữa"
    REDUCED = "thu còn A5, gấp đôi, ghim giữa; đặt format: a4 thì giữ cỡ, in trên A3"
    CUT = "nhiều tấm một tờ A4, xén cả chồng là theo thứ tự"
    COPIES = "hai bản giống nhau một tờ A4, xén đôi"


class Role(Enum):
    """The role of a part in a printed book.

    Parts with the role CONTENTS or INDEX are filled last, when the page numbers of all TEXT parts are known.
    NOTES (pages for notes) and BACK (the back cover) complete the book's last sheet.
    """

    TEXT = "text"
    CONTENTS = "contents"
    INDEX = "index"
    NOTES = "notes"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A line of a book's table of contents and of the PDF's bookmarks.

    A line of level 0 is among the PDF's bookmarks only. `label` is printed before the text, such as 'Phần
    một'; `where` is printed after it in grey.
    """

    text: str
    level: int = 1
    label: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a printed book: the HTML template `template` in theme/print, filled with the data `view`.

    `name` is unique in the book. `head` is the running head of right-hand pages. A bare part, such as a
    cover, has no running head and no folio. The pages of a bare part are never shifted to the outer margin.

    If `opens_right` is true, the part begins on a right-hand page, after a blank page if necessary. If the
    view has a field `names`, each person's name in it is kept on one line. If it has a field `photos`, the
    layout cuts these photos to size first.

    If `copyfit` is true, the layout chooses a type size at which the text fills one or two pages well. If
    `within` is a number above 0, the layout chooses the largest type size at which the part has at most that
    many pages.

    `piece` is the size of the small pieces, such as badges, that are cut out of the part's sheets. In the
    press edition, for a print shop, each piece is a page of its own with bleed.
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
    """A printed work of a unit (such as a school) in a five-year cycle, as data before the layout.

    `date` is the newest date in the content; the PDF has this date.

    Parts are laid out at the page size `page`. If `printed` is set, the PDF is then enlarged to that size. A
    work that is too large for a PDF page, such as a backdrop, is drawn `reduced` times smaller.

    If `bound` is true, the book has running heads and folios, and blank pages fill its last sheet. Other
    works, such as a leaflet or a report, consist of the pages of their parts only. If `official` is true, the
    font is the one that the legal rules for official documents prescribe.

    `dpi` is the resolution of photos on the printed page. `icc` is the file of the printer's colour profile,
    or ''. `signature` is the number of sheets that are folded together, or None. `sheets` says how pages lie
    on the sheets of an office printer. `folded` is the page size to which pages
    are reduced before the sheets are folded.
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
        """Returns how many times wider a page is in print than in the layout; 1.0 if it is not enlarged."""
        return self.printed.width / self.page.width if self.printed else 1.0


@dataclass(frozen=True, slots=True)
class ContentsRow:
    """A line of the table of contents, which names a part of the book. `page` is that part's first page."""

    text: str
    level: int
    label: str
    where: str
    page: int
    part: str


@dataclass(frozen=True, slots=True)
class Contents:
    """The data of the part of a book that is its table of contents."""

    rows: tuple[ContentsRow, ...]


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A line of a book's index. In the index it stands under the initial `letter`.

    `parts` names the parts of the book about the person or unit on this line. `pages` holds the numbers of
    the first pages of these parts.
    """

    letter: str
    text: str
    note: str
    parts: tuple[str, ...]
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Index:
    """The data of the part of a book that is its index: pairs of a heading and the lines below it."""

    sections: tuple[tuple[str, tuple[IndexEntry, ...]], ...]


def with_pages(book: Book, part: Part, first_pages: Mapping[str, int]) -> Contents | Index:
    """Returns the data of a table of contents or an index, with the page numbers filled in.

    `first_pages` maps the name of every part of the book to its first page. The table of contents does not
    list the cover and itself.
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
    """The page furniture of one page: the running head on its outer side, and the folio (page number)."""

    left: bool
    landscape: bool
    bare: bool
    head: str
    folio: str


@dataclass(frozen=True, slots=True)
class FurnitureRun:
    """Holds the page furniture (running head and page number) of consecutive pages.

    `watermark` is the text of the watermark on all these pages.
    """

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
    """Returns a Book about a conference, which belongs to the unit that holds the conference.

    The default author is that unit, by its name on the day of the conference. By default, `subject` and
    `running_title` equal the title. `newest` is the newest date in the book's content.
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
    """Returns whether the five-year cycle of a conference is on record.

    The plan and the proof sheet of the conference need the cycle.
    """
    return conference.cycle in catalogue.published.cycles


def exemplars_of(catalogue: Catalogue, conference: Conference) -> list[Exemplar]:
    """Returns the exemplars (honoured people, groups and models) of the conference's five-year cycle.

    For the conference of a unit, such as a school, these are the unit's own exemplars. For a conference at a
    higher level they are those of all units.
    """
    of_unit = catalogue.by_unit.get(conference.unit, ())
    eligible = of_unit if conference.level is Level.UNIT else catalogue.exemplars
    return [exemplar for exemplar in eligible if exemplar.cycle == conference.cycle]


def newest_day(catalogue: Catalogue, conference: Conference) -> date:
    """Returns the newest date on which an exemplar of the conference was honoured or an award was decided.

    Dates after the catalogue's day do not count. If there is no such date after the conference, the
    conference's own day is returned.
    """
    exemplars = exemplars_of(catalogue, conference)
    days = [recognition.date for exemplar in exemplars for recognition in exemplar.recognitions]
    days += [decision_date(award, catalogue.published) for exemplar in exemplars for award in exemplar.awards]
    return max(
        [conference_day(catalogue, conference), *(day for day in days if day and day <= catalogue.day)]
    )
