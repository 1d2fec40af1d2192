"""Step 1 of printing: lays out each part of a book as a small PDF, called a chunk, in a job of its own."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kyyeu.outputs.booklets.layout_task import LayoutTask
from kyyeu.outputs.booklets.pictures import photo_job
from kyyeu.outputs.booklets.print_shop import PrintShop
from kyyeu.views.pictures import PictureView
from kyyeu.views.print.book import Book, Part, Role
from kyyeu.work.job import Job, code_version, key

# The table of contents and the indexes print page numbers of other parts, so they are laid out after all
# others.
NEED_PAGE_NUMBERS = (Role.CONTENTS, Role.INDEX)


def lay_out_book(shop: PrintShop, book: Book) -> dict[str, Job]:
    """Lays out all parts of a book except its table of contents and its indexes.

    Returns the finished layout job of each part, by the part's name.
    """
    return lay_out_parts(shop, book, [part for part in book.parts if part.role not in NEED_PAGE_NUMBERS])


def lay_out_parts(shop: PrintShop, book: Book, parts: Sequence[Part], bleed: bool = False) -> dict[str, Job]:
    """Lays out the given parts of a book, and returns the finished layout job of each part, by part name."""
    photos = photo_jobs(shop, book, parts)
    shop.worker.run(photos.values())
    chunks = {part.name: chunk_job(shop, book, part, photos, bleed=bleed) for part in parts}
    # The parts with the most data take longest, so they are started first. Otherwise the last part to be laid
    # out might be a long one, for which all other processes would wait.
    longest_first = sorted(parts, key=lambda part: len(repr(part.view)), reverse=True)
    shop.worker.run(chunks[part.name] for part in longest_first)
    return chunks


def photo_jobs(shop: PrintShop, book: Book, parts: Iterable[Part]) -> dict[PictureView, Job]:
    """Returns a dict from each photo in the given parts of a book to the job that cuts it for print."""
    return {
        photo: photo_job(shop.root, photo.file, photo.focus, shop.images, book.dpi * book.enlarged)
        for part in parts
        for photo in getattr(part.view, "photos", ())
    }


def chunk_job(
    shop: PrintShop,
    book: Book,
    part: Part,
    photos: Mapping[PictureView, Job],
    tagged: bool = True,
    bleed: bool = False,
) -> Job:
    """Returns the job that lays out one part of a book; its result is a folder with a PDF and facts about it.

    The facts are the number of pages, the glyphs used and the text. The job's cache key leaves out file paths
    and the unit (such as a school) that the book is about. So books of the same kind that contain the same
    part share one result.
    """
    page = part.piece if bleed and part.piece else book.page
    shown = {f"photos/{photo.file}": photos[photo] for photo in getattr(part.view, "photos", ())}
    fonts = ((f"fonts/{name}.ttf", font) for name, font in shop.font_sources(book.official).items())
    task = LayoutTask(
        f"{book.work}/{part.name}",
        part.bookmark.text if part.bookmark else book.title,
        part.template,
        part.view,
        shop.theme,
        (*fonts, *((name, shop.worker.source(job)) for name, job in shown.items())),
        (page.width, page.height),
        part.copyfit,
        part.within,
        tagged,
        bleed,
    )
    files = [job.key for job in (*shop.fonts(book.official).values(), *shown.values())]
    return Job(
        "chunk",
        f"{book.work}/{book.unit}/{part.name}",
        key("chunk", replace(task, files=()), files, code_version()),
        _lay_out,
        (task,),
    )


def _lay_out(task: LayoutTask) -> Mapping[str, bytes]:
    """Lays out one part of a book in a worker process.

    The layout engine is imported only here, because its import takes most of a second.
    """
    from kyyeu.outputs.booklets.layout import lay_out

    return lay_out(task)
