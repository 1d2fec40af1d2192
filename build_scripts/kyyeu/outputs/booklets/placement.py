"""Step 2 of printing: gives each part of a book its pages, and lays out the table of contents and indexes."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from kyyeu.outputs.booklets.chunks import NEED_PAGE_NUMBERS, lay_out_parts
from kyyeu.outputs.booklets.print_shop import PrintShop
from kyyeu.views.print.book import Book, Index, Part, Role, with_pages
from kyyeu.work.job import Job

SHEET_PAGES = 4  # A folded sheet has four pages; the back cover is the last page of the last sheet.
# Estimated numbers of lines on a page of the table of contents, and on a page of an index.
CONTENTS_LINES, INDEX_LINES = 24, 34
# The table of contents and the indexes are laid out again until their number of pages no longer changes, but
# at most this many times.
ATTEMPTS = 6


@dataclass(frozen=True, slots=True)
class Placement:
    """Holds the first page (from 1) and page count of every part of a book, and the book's page count."""

    first: Mapping[str, int]
    counts: Mapping[str, int]
    pages: int


@dataclass(frozen=True, slots=True)
class PlacedBook:
    """Holds a book whose parts, including the table of contents, are laid out and have their page numbers.

    `chunks` are the finished layout jobs of the parts, by the part's name.
    """

    book: Book
    chunks: Mapping[str, Job]
    placement: Placement


def place_book(shop: PrintShop, book: Book, chunks: Mapping[str, Job]) -> PlacedBook:
    """Gives all parts of a book their page numbers, and lays out its table of contents and indexes.

    The lengths of contents and indexes shift the page numbers that are printed in them. So page numbers are
    first computed with an estimated length. Contents and indexes are then laid out again until their length
    no longer changes. `chunks` are the finished layout jobs of all other parts, by the part's name.
    """
    counts = {name: shop.page_count(chunk) for name, chunk in chunks.items()}
    naming_pages = [part for part in book.parts if part.role in NEED_PAGE_NUMBERS]
    counts |= {part.name: _likely_pages(book, part) for part in naming_pages}
    for _ in range(ATTEMPTS):
        placement = place_parts(book, counts)
        numbered = [replace(part, view=with_pages(book, part, placement.first)) for part in naming_pages]
        fresh = lay_out_parts(shop, book, numbered)
        chunks = {**chunks, **fresh}
        expected, counts = counts, counts | {name: shop.page_count(chunk) for name, chunk in fresh.items()}
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
    """Returns the first page of every part of a book, calculated from the parts' page counts.

    A part that opens on the right begins on an odd page. Blank pages are inserted before the back cover, so
    that the book fills its last sheet. Pages for notes are only included if two or more pages would be blank.
    """
    first: dict[str, int] = {}
    back, number = sum(counts[part.name] for part in book.parts if part.role is Role.BACK), 1
    for part in book.parts:
        # Number of blank pages that would have to stand before the back cover if it came next, to fill the
        # last sheet.
        empty = -(number - 1 + back) % SHEET_PAGES if back else 0
        if part.role is Role.NOTES and empty < 2:
            continue
        if part.role is Role.BACK:
            number += empty
        if part.opens_right and number % 2 == 0:
            number += 1
        first[part.name] = number
        number += counts[part.name]
    return Placement(first, {name: counts[name] for name in first}, number - 1)
