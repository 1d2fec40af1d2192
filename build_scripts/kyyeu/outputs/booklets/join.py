"""Step 4 of printing: joins the laid-out parts and the page furniture of a book into one PDF."""

from dataclasses import dataclass, replace

from kyyeu.outputs.booklets.chunks import lay_out_parts
from kyyeu.outputs.booklets.editions import IMPOSED, PRESS, Edition
from kyyeu.outputs.booklets.furniture import page_stamps
from kyyeu.outputs.booklets.joined_pdf import JoinPlan, PlacedPart, join_pdf
from kyyeu.outputs.booklets.pdf_file import PdfMetadata
from kyyeu.outputs.booklets.placement import PlacedBook, place_parts
from kyyeu.outputs.booklets.print_shop import PrintShop
from kyyeu.views.print.book import Book, Imposition
from kyyeu.work.job import Job


@dataclass(frozen=True, slots=True)
class JoinedBook:
    """Holds a book joined into one PDF, from which the file of an edition is made.

    The PDF is the result of `job`, and `plan` says how it was joined. `chunks` are the layout jobs of the
    parts listed in the plan, in the same order. `furniture` is the layout job of the running heads and
    folios.
    """

    book: Book
    edition: Edition
    plan: JoinPlan
    chunks: tuple[Job, ...]
    furniture: Job
    job: Job


def join_book(shop: PrintShop, placed: PlacedBook, furniture: Job, edition: Edition, name: str) -> JoinedBook:
    """Joins the parts of a book into one PDF for an edition, in a job called `name`.

    `placed` is the book whose parts have been laid out and given page numbers. `furniture` is the finished
    layout job of the running heads and folios.
    """
    book = placed.book
    cut_out = book.sheets is Imposition.CUT and edition in (PRESS, IMPOSED)
    marks = edition is PRESS or cut_out
    if marks:
        # For a press, covers and dividers are laid out again with backgrounds that extend beyond the page
        # edge (bleed).
        parts = [part for part in book.parts if part.bare and part.name in placed.placement.first]
        bled = lay_out_parts(shop, book, parts, bleed=True)
        placed = replace(placed, chunks={**placed.chunks, **bled})
    if cut_out:
        counts = {part: shop.page_count(chunk) for part, chunk in placed.chunks.items()}
        placed = replace(placed, placement=place_parts(book, counts))
    plan = _plan(placed, marks)
    chunks = tuple(placed.chunks[part.name] for part in plan.parts)
    job = shop.make(
        "booklet",
        name,
        join_pdf,
        (
            plan,
            [shop.worker.sources(chunk) for chunk in chunks],
            shop.worker.sources(furniture),
            shop.font_sources(book.official),
        ),
        plan,
        [source.key for source in (*chunks, furniture, *shop.fonts(book.official).values())],
    )
    return JoinedBook(book, edition, plan, chunks, furniture, job)


def _plan(placed: PlacedBook, marks: bool) -> JoinPlan:
    book, placement = placed.book, placed.placement
    return JoinPlan(
        PdfMetadata(book.title, book.author, book.subject, book.keywords, book.date),
        placement.pages,
        tuple(
            PlacedPart(
                part.name,
                part.bookmark,
                placement.first[part.name],
                placement.counts[part.name],
                part.bare,
                part.landscape,
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
