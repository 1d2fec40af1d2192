"""What every printed work is made of: a Book of Parts in reading order, and its table of contents once pages are known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any


@dataclass(frozen=True, slots=True)
class Format:
    """A trimmed page, upright unless wider than high; in mm. `name` is what people ask a printer for."""

    id: str
    name: str
    width: float
    height: float


A5, MIDDLE, A4 = Format("a5", "A5", 148, 210), Format("19x27", "19 × 27 cm", 190, 270), Format("a4", "A4", 210, 297)
FORMATS = {entry.id: entry for entry in (A5, MIDDLE, A4)}


class Opens(Enum):
    """Where a part may begin: on the next page, or on a right-hand one (blanks are put before it)."""

    NEXT = "next"
    RIGHT = "right"


class Role(Enum):
    """A part laid out from its own view, the contents (known last), or what closes a sheet: pages for notes, the back cover."""

    TEXT = "text"
    CONTENTS = "contents"
    NOTES = "notes"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents and of the bookmarks. `label` stands before it ('Phần một'), `where` after it, in grey."""

    text: str
    level: int = 1
    label: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """`name` is unique in its book; `template` in theme/print gets `view`; `head` runs on right-hand pages.

    A bare part (cover, divider) has no running head and no folio, and its page is never shifted to the outer margin.
    `copyfit` lets the engine choose a type size so that a text ends well on one page or two.
    """

    name: str
    template: str
    view: Any
    entry: Entry | None = None
    head: str = ""
    opens: Opens = Opens.NEXT
    role: Role = Role.TEXT
    bare: bool = False
    landscape: bool = False
    copyfit: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """A work of a unit in a cycle. `date` is the newest day of what it holds: the PDF's own date, never the clock's.

    Parts are laid out for `page`. A bound book has running heads, folios and blanks that fill its sheets; what is not bound
    (a leaflet, a report, cards) has its parts' own pages, one after another. `enlarged` prints them so many times as large.
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
    enlarged: float = 1.0


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


def contents(book: Book, first_pages: Mapping[str, int]) -> Contents:
    """The table of contents, once the first page of every part is known. It does not list itself or the cover."""
    return Contents(tuple(
        ContentsRow(part.entry.text, part.entry.level, part.entry.label, part.entry.where, first_pages[part.name], part.name)
        for part in book.parts if part.entry and part.entry.level and part.role is Role.TEXT
    ))


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
