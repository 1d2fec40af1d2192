"""Step 3 of printing: lays out the page furniture of a book (running heads, folios and the watermark)."""

from dataclasses import replace

from kyyeu.outputs.booklets.chunks import chunk_job
from kyyeu.outputs.booklets.placement import PlacedBook, Placement
from kyyeu.outputs.booklets.print_shop import PrintShop
from kyyeu.views.print.book import Book, Furniture, FurnitureRun, Part
from kyyeu.work.job import Job

WATERMARK = "MẪU"
DIGITS = "0123456789"
# Name under which the page furniture (running heads, folios, watermark) is laid out, like a part of the book.
FURNITURE = "trang"

# Says what to draw over one page of a book: the index, from 0, of a page in the separately laid-out page
# furniture, and the folio (page number) to print.
FurnitureStamp = tuple[int, str]


def furnish_book(shop: PrintShop, placed: PlacedBook) -> Job:
    """Lays out the page furniture (running heads, folios, watermark) of a book, and returns the finished job.

    Pages with the same running head share one page of this job's PDF. Their page numbers are added later,
    when the book is joined.
    """
    distinct, _ = distinct_furniture(page_furniture(placed.book, placed.placement))
    run = FurnitureRun(distinct, WATERMARK if placed.book.demonstration else "")
    job = chunk_job(shop, placed.book, Part(FURNITURE, "furniture.html", run), {}, tagged=False)
    shop.worker.run([job])
    return job


def page_furniture(book: Book, placement: Placement) -> tuple[Furniture, ...]:
    """Returns the running head and folio for each page of a bound book, in page order.

    Blank pages show at most the watermark. If the book is not bound, the tuple has only one item, which
    applies to all pages and shows at most the watermark.
    """
    if not book.bound:
        return (Furniture(False, book.page.width > book.page.height, True, "", ""),)
    pages = {
        number: Furniture(number % 2 == 0, False, True, "", "") for number in range(1, placement.pages + 1)
    }
    for part in book.parts:
        first = placement.first.get(part.name, 0)
        for number in range(first, first + placement.counts.get(part.name, 0)):
            left = number % 2 == 0
            head = book.running_title if left else part.head
            shown = ("", "") if part.bare else (head, str(number))
            pages[number] = Furniture(left, part.landscape, part.bare, *shown)
    return tuple(pages.values())


def distinct_furniture(
    pages: tuple[Furniture, ...],
) -> tuple[tuple[Furniture, ...], tuple[FurnitureStamp, ...]]:
    """Returns the different sets of page furniture (running head and folio) in a book, and each page's stamp.

    A set is laid out once and drawn on all pages that need it. The stamp of a page (FurnitureStamp) is the
    index of its set and the folio to print. In the sets, folios are laid out as zeros. When the book is
    joined, the zeros are replaced by the right digits, which are taken from an extra set at the end.
    """
    unnumbered = [replace(page, folio="0" * len(page.folio)) for page in pages]
    numbers = {page: number for number, page in enumerate(dict.fromkeys(unnumbered))}
    stamps = tuple((numbers[page], numbered.folio) for page, numbered in zip(unnumbered, pages, strict=True))
    digits = (Furniture(False, False, False, "", DIGITS),) if any(page.folio for page in pages) else ()
    return (*numbers, *digits), stamps


def page_stamps(book: Book, placement: Placement) -> tuple[FurnitureStamp | None, ...]:
    """Returns for every page of a book which page furniture to draw over it, in page order.

    The FurnitureStamp of a page stands for its running head and its folio. A page without furniture has None.
    """
    pages = page_furniture(book, placement)
    _, stamps = distinct_furniture(pages)
    shown = tuple(
        stamp if book.demonstration or not page.bare else None
        for stamp, page in zip(stamps, pages, strict=True)
    )
    return shown if book.bound else shown * placement.pages
