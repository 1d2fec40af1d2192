"""Step 2 of printing: gives each part of a book its pages, and lays out table of contents and indexes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from kyyeu.outputs.booklets.chunks import NEED_PAGE_NUMBERS, LaidOutBook, lay_out_parts
from kyyeu.outputs.booklets.print_shop import PrintShop
from kyyeu.views.print.book import Book, Index, Opens, Part, Role, with_pages

SHEET_PAGES = 4  # pages on a folded sheet; the back cover is the last page of the last sheet
# estimated number of lines on a page of the table of contents and on a page of an index
CONTENTS_LINES, INDEX_LINES = 24, 34
ATTEMPTS = 6  # the most times that contents and indexes are laid out before their length must be right


@dataclass(frozen=True, slots=True)
class Placement:
    """First page (from 1) and page count of every part that is in the book, and the number of all pages."""

    first: Mapping[str, int]
    counts: Mapping[str, int]
    pages: int


@dataclass(frozen=True, slots=True)
class PlacedBook(LaidOutBook):
    """A book whose parts, including the table of contents, are all laid out and placed on pages."""

    placement: Placement


def place_book(shop: PrintShop, laid_out: LaidOutBook) -> PlacedBook:
    """Place all parts of a book, and lay out those that name pages: the table of contents and the indexes.

    Their own length moves the pages that they name. So they start from an estimated length, and are laid out
    again until their length no longer changes.
    """
    book, chunks = laid_out.book, dict(laid_out.chunks)
    counts = {name: shop.page_count(chunk) for name, chunk in chunks.items()}
    naming_pages = [part for part in book.parts if part.role in NEED_PAGE_NUMBERS]
    counts |= {part.name: _likely_pages(book, part) for part in naming_pages}
    for _ in range(ATTEMPTS):
        placement = place_parts(book, counts)
        numbered = [replace(part, view=with_pages(book, part, placement.first)) for part in naming_pages]
        fresh = lay_out_parts(shop, book, numbered)
        chunks |= fresh
        expected = counts
        counts = counts | {name: shop.page_count(chunk) for name, chunk in fresh.items()}
        if counts == expected:
            break
    return PlacedBook(book, chunks, place_parts(book, counts))


def _likely_pages(book: Book, part: Part) -> int:
    if isinstance(part.view, Index):
        pages = sum(len(entries) for _, entries in part.view.sections) / INDEX_LINES
    else:
        pages = sum(1 for listed in book.parts if listed.bookmark and listed.bookmark.level) / CONTENTS_LINES
    return max(1, math.ceil(pages))


def place_parts(book: Book, counts: Mapping[str, int]) -> Placement:
    """Where the parts of a book stand, one after another, given the page count of each.

    A part that opens on the right has an even page before it. Pages for notes and blank pages come before the
    back cover, so that the book fills its sheets; pages for notes only where two pages or more would stay
    empty otherwise.
    """
    first: dict[str, int] = {}
    back = sum(counts[part.name] for part in book.parts if part.role is Role.BACK)
    number = 1
    for part in book.parts:
        empty = -(number - 1 + back) % SHEET_PAGES if back else 0  # blank pages before the back cover
        if part.role is Role.NOTES and empty < 2:
            continue
        if part.role is Role.BACK:
            number += empty
        if part.opens is Opens.RIGHT and number % 2 == 0:
            number += 1
        first[part.name] = number
        number += counts[part.name]
    return Placement(first, {name: counts[name] for name in first}, number - 1)
