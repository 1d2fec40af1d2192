"""A Book and its parts' page counts → the place of every part, the padding, and what each page carries round its text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kyyeu.views.print.book import Book, Furniture, FurnitureRun, Opens, Role

ORIGIN = "https://booklet.invalid/"  # where the files of a part lie for the engine; a link to part/<name> there is one within the book
DIGITS = "0123456789"
SIGNATURE = 4  # a folded sheet has four pages; the back cover is the last of one


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a worker needs to lay out a part. `size` is a page's in mm, where its template does not name another; with `bleed` its
    ground reaches over the edge. `given` are (name in the origin, file) pairs: faces and photos."""

    name: str
    title: str
    template: str
    view: Any
    copyfit: bool
    tagged: bool
    size: tuple[float, float]
    bleed: bool
    theme: Path
    theme_hash: str
    given: tuple[tuple[str, Path], ...]
    within: int = 0


@dataclass(frozen=True, slots=True)
class Layout:
    """First page (from 1) and page count of every part that is in the book, and the number of pages in all."""

    first: Mapping[str, int]
    counts: Mapping[str, int]
    pages: int


def place(book: Book, counts: Mapping[str, int]) -> Layout:
    """Parts follow one another; one that opens on the right has an even page before it. Pages for notes and blanks come
    before the back cover, so that the book fills its sheets; notes only where a page would stay empty otherwise."""
    first: dict[str, int] = {}
    number = 1
    for part in book.parts:
        if part.role is Role.NOTES:
            if _missing(book, counts, number) >= 2:
                first[part.name] = number
                number += counts[part.name]
            continue
        if part.role is Role.BACK:
            number += _missing(book, counts, number)
        if part.opens is Opens.RIGHT and number % 2 == 0:
            number += 1
        first[part.name] = number
        number += counts[part.name]
    return Layout(first, {name: counts[name] for name in first}, number - 1)


def _missing(book: Book, counts: Mapping[str, int], number: int) -> int:
    back = sum(counts[part.name] for part in book.parts if part.role is Role.BACK)
    return -(number - 1 + back) % SIGNATURE if back else 0


def furniture(book: Book, layout: Layout, watermark: str = "") -> FurnitureRun:
    """One Furniture a page; blanks are bare. What is not bound carries the word of a demonstration alone: one for all its pages."""
    if not book.bound:
        return FurnitureRun((Furniture(False, book.page.width > book.page.height, True, "", ""),), watermark)
    pages = {number: Furniture(number % 2 == 0, False, True, "", "") for number in range(1, layout.pages + 1)}
    for part in book.parts:
        if part.name not in layout.first:
            continue
        for number in range(layout.first[part.name], layout.first[part.name] + layout.counts[part.name]):
            left = number % 2 == 0
            head = "" if part.bare else book.running_title if left else part.head
            pages[number] = Furniture(left, part.landscape, part.bare, head, "" if part.bare else str(number))
    return FurnitureRun(tuple(pages[number] for number in sorted(pages)), watermark)


def shared(run: FurnitureRun) -> tuple[FurnitureRun, tuple[tuple[int, str], ...]]:
    """What pages have alike is laid out once. Gives the distinct Furnitures, with noughts for their numbers and after them the ten
    digits to be put there; and for every page its place among these (from 0) and its number."""
    alike = [replace(page, folio="0" * len(page.folio)) for page in run.pages]
    distinct = tuple(dict.fromkeys(alike))
    numbered = (Furniture(False, False, False, "", DIGITS),) if any(page.folio for page in run.pages) else ()
    places = {page: place for place, page in enumerate(distinct)}
    return replace(run, pages=(*distinct, *numbered)), tuple(
        (places[page], own.folio) for page, own in zip(alike, run.pages, strict=True)
    )
