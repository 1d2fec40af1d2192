"""Step 4 of printing: joins the laid-out parts and the page furniture of a book into one PDF."""

from dataclasses import dataclass, replace

from kyyeu.outputs.booklets.chunks import lay_out_parts
from kyyeu.outputs.booklets.editions import IMPOSED, PRESS, Edition
from kyyeu.outputs.booklets.furniture import FurnishedBook, page_stamps
from kyyeu.outputs.booklets.joined_pdf import JoinPlan, PlacedPart, join_pdf
from kyyeu.outputs.booklets.metadata import PdfMetadata
from kyyeu.outputs.booklets.placement import place_parts
from kyyeu.outputs.booklets.print_shop import PrintShop
from kyyeu.views.print.book import Book, Imposition, Part
from kyyeu.work.job import Job


@dataclass(frozen=True, slots=True)
class JoinedBook:
    """A book joined into one PDF (the result of `job`).

    `chunks` are the layout jobs of the plan's parts, in the same order.
    """

    book: Book
    plan: JoinPlan
    chunks: tuple[Job, ...]
    furniture: Job
    job: Job


def join_book(shop: PrintShop, furnished: FurnishedBook, edition: Edition, name: str) -> JoinedBook:
    """Join the parts of a book into one PDF for an edition, in a job called `name`."""
    book = furnished.book
    cut_out = book.sheets is Imposition.CUT and edition in (PRESS, IMPOSED)
    marks = edition is PRESS or cut_out
    if marks:
        furnished = _with_bleed(shop, furnished)
    if cut_out:
        counts = {part: shop.page_count(chunk) for part, chunk in furnished.chunks.items()}
        furnished = replace(furnished, placement=place_parts(book, counts))
    plan = _plan(furnished, marks)
    chunks = tuple(furnished.chunks[part.name] for part in plan.parts)
    fonts = shop.fonts(book.official)
    job = shop.make(
        "booklet",
        name,
        join_pdf,
        (
            plan,
            [shop.path(chunk) for chunk in chunks],
            shop.path(furnished.furniture),
            shop.font_paths(book.official),
        ),
        plan,
        [source.key for source in (*chunks, furnished.furniture, *fonts.values())],
    )
    return JoinedBook(book, plan, chunks, furnished.furniture, job)


def _with_bleed(shop: PrintShop, furnished: FurnishedBook) -> FurnishedBook:
    """Lay out covers and dividers again with backgrounds that extend beyond the page edge (bleed)."""
    parts = [part for part in furnished.book.parts if part.bare and part.name in furnished.placement.first]
    bled = lay_out_parts(shop, furnished.book, parts, bleed=True)
    return replace(furnished, chunks={**furnished.chunks, **bled})


def _plan(furnished: FurnishedBook, marks: bool) -> JoinPlan:
    book, placement = furnished.book, furnished.placement
    return JoinPlan(
        PdfMetadata(book.title, book.author, book.subject, book.keywords, book.date),
        placement.pages,
        tuple(
            PlacedPart(
                part.name,
                part.bookmark.text if part.bookmark else "",
                placement.first[part.name],
                placement.counts[part.name],
                part.bare,
                part.landscape,
                _bookmark(part),
                part.bookmark.level if part.bookmark else 1,
                (part.piece.width, part.piece.height) if part.piece and marks else None,
            )
            for part in book.parts
            if part.name in placement.first
        ),
        page_stamps(book, placement),
        (book.page.width, book.page.height),
        book.bound,
        (book.printed.width, book.printed.height) if book.printed else None,
        book.reduced,
        marks,
        book.official,
    )


def _bookmark(part: Part) -> str:
    if part.bookmark is None:
        return ""
    return f"{part.bookmark.label}. {part.bookmark.text}" if part.bookmark.label else part.bookmark.text
