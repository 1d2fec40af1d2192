"""What every printed work is made of: a Book of Parts in reading order, and its table of contents once pages are known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import Protocol, runtime_checkable

from kyyeu.facts.print_sizes import PAGE_SIZES
from kyyeu.model.printing import PageFormat
from kyyeu.views.pictures import PictureView


@dataclass(frozen=True, slots=True)
class Format:
    """A trimmed page, upright unless wider than high; in mm. `name` is what people ask a printer for."""

    id: str
    name: str
    width: float
    height: float


FORMATS = {size.value: Format(size.value, size.label, *PAGE_SIZES[size]) for size in PageFormat}
A5, A4 = FORMATS[PageFormat.A5], FORMATS[PageFormat.A4]
A4_WIDE, SCREEN_16_9 = Format("a4-ngang", "A4 ngang", 297, 210), Format("16x9", "16 : 9", 320, 180)


def piece_format(size: str) -> Format:
    """Of a piece that is cut out, '90x60'."""
    width, height = map(float, size.split("x"))
    return Format(size, f"{width:g} × {height:g} mm", width, height)


class Opens(Enum):
    """Where a part may begin: on the next page, or on a right-hand one (blanks are put before it)."""

    NEXT = "next"
    RIGHT = "right"


class Imposition(Enum):
    """How an office prints a work on its own sheets: what is bound, folded and stapled; a paper made smaller for that; what is cut
    out, different or alike."""

    FOLDED = "gấp đôi, ghim giữa"
    REDUCED = "thu còn A5, gấp đôi, ghim giữa; đặt format: a4 thì giữ cỡ, in trên A3"
    CUT = "nhiều tấm một tờ A4, xén cả chồng là theo thứ tự"
    COPIES = "hai bản giống nhau một tờ A4, xén đôi"


class Role(Enum):
    """A part laid out from its own view; contents and indexes, which wait for the pages of the others; or what closes a sheet: pages
    for notes, the back cover."""

    TEXT = "text"
    CONTENTS = "contents"
    INDEX = "index"
    NOTES = "notes"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A line of the contents and of the bookmarks. `label` stands before it ('Phần một'), `where` after it, in grey."""

    text: str
    level: int = 1
    label: str = ""
    where: str = ""


@runtime_checkable
class HasPhotos(Protocol):
    """A view that shows photos, which are cut to size before its part is laid out."""

    @property
    def photos(self) -> tuple[PictureView, ...]:
        """All photos that the part shows."""


@runtime_checkable
class HasNames(Protocol):
    """A view that contains names of people, which must not break across lines."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names as they stand in the text."""


@dataclass(frozen=True, slots=True)
class Part:
    """`name` is unique in its book; `template` in theme/print gets `view`; `head` runs on right-hand pages.

    A bare part (cover, divider) has no running head and no folio, and its page is never shifted to the outer margin.
    `copyfit` lets the engine choose a type size so that a text ends well on one page or two; `within` asks for the largest
    at which the part takes no more than so many pages. `piece`: its template sets pieces of that size on sheets, to be cut out; for a
    press it sets them alone, a page each, with their ground over the edge.
    """

    name: str
    template: str
    view: object
    bookmark: Bookmark | None = None
    head: str = ""
    opens: Opens = Opens.NEXT
    role: Role = Role.TEXT
    bare: bool = False
    landscape: bool = False
    copyfit: bool = False
    within: int = 0
    piece: Format | None = None


@dataclass(frozen=True, slots=True)
class Book:
    """A work of a unit in a cycle. `date` is the newest day of what it holds: the PDF's own date, never the clock's.

    Parts are laid out for `page`. A bound book has running heads, folios and blanks that fill its sheets; what is not bound
    (a leaflet, a report, cards) has its parts' own pages, one after another. `printed` is a larger format to which pages are enlarged,
    `reduced` says that it is drawn so many times smaller than it is. An official one is set in the face that the rules for
    documents ask for. Photos are cut to `dpi` of the page as it is printed; `icc` is the file of the press's
    colours, '' where it gave none; `signature` is how many sheets are folded together, where that was set; `sheets` is how an office
    prints it, with pages made smaller to the size `folded`.
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
        return self.printed.width / self.page.width if self.printed else 1.0


@dataclass(frozen=True, slots=True)
class ContentsRow:
    text: str
    level: int
    label: str
    where: str
    page: int
    part: str


@dataclass(frozen=True, slots=True)
class Contents:
    rows: tuple[ContentsRow, ...]


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """`letter` is the one it stands under, `parts` the names of the parts that tell of it; `pages` follow from these."""

    letter: str
    text: str
    note: str
    parts: tuple[str, ...]
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Index:
    """(heading, entries in order) of each index; the view of a part whose role is INDEX, without pages until these are known."""

    sections: tuple[tuple[str, tuple[IndexEntry, ...]], ...]


def with_pages(book: Book, part: Part, first_pages: Mapping[str, int]) -> Contents | Index:
    """The view of the contents or of an index, once the first page of every part is known."""
    if part.role is Role.CONTENTS:
        return contents(book, first_pages)
    assert isinstance(part.view, Index), "an index is the view of its part"
    return Index(
        tuple(
            (heading, tuple(_paged(entry, first_pages) for entry in entries))
            for heading, entries in part.view.sections
        )
    )


def _paged(entry: IndexEntry, first_pages: Mapping[str, int]) -> IndexEntry:
    return replace(
        entry, pages=tuple(sorted({first_pages[name] for name in entry.parts if name in first_pages}))
    )


def contents(book: Book, first_pages: Mapping[str, int]) -> Contents:
    """The table of contents, once the first page of every part is known. It does not list itself or the cover."""
    return Contents(
        tuple(
            ContentsRow(
                part.bookmark.text,
                part.bookmark.level,
                part.bookmark.label,
                part.bookmark.where,
                first_pages[part.name],
                part.name,
            )
            for part in book.parts
            if part.bookmark and part.bookmark.level and part.role in (Role.TEXT, Role.INDEX)
        )
    )


@dataclass(frozen=True, slots=True)
class Furniture:
    """What a page carries round its text: running head on the outer side, folio, and the word of a demonstration."""

    left: bool
    landscape: bool
    bare: bool
    head: str
    folio: str


@dataclass(frozen=True, slots=True)
class FurnitureRun:
    pages: tuple[Furniture, ...]
    watermark: str
