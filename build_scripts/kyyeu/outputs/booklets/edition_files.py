"""Step 5 of printing: makes the PDF or PNG file of an edition from the joined PDF of a book.

An edition is the form of a book for a screen, a press, an office printer or an LED wall. The joined PDF holds
all parts of the book.
"""

import io

import pypdfium2

from kyyeu.outputs.booklets.editions import IMPOSED, LED, PRESS
from kyyeu.outputs.booklets.impose import cut, impose, side_by_side, signature
from kyyeu.outputs.booklets.join import JoinedBook
from kyyeu.outputs.booklets.print_shop import PrintShop
from kyyeu.outputs.booklets.separate import separate
from kyyeu.views.print.book import Imposition, Role
from kyyeu.work.job import Job
from kyyeu.work.source import Source

# Name of the font for printing instructions. They stand at the foot of sheets on which an office prints
# several pages, for folding or cutting.
HINT_FONT = "sans-400"
# Width in pixels of the picture for an LED wall (large electronic screen). LED walls have fewer pixels, but
# their controllers scale pictures down.
LED_WIDTH = 3840


def edition_file(shop: PrintShop, joined: JoinedBook, name: str) -> Job:
    """Returns the finished job that makes the file of an edition from the book's joined PDF.

    An edition is for a screen, a press, an office printer or an LED wall. `name` is the name of the job that
    converts the joined PDF for it. The screen edition needs no conversion: its file is the joined PDF itself.
    """
    if joined.edition is PRESS and joined.book.icc:
        return _separate_inks(shop, joined, name)
    if joined.edition is IMPOSED:
        return _impose(shop, joined, name)
    if joined.edition is LED:
        return shop.make("booklet", name, draw_page, (shop.worker.source(joined.job),), joined.job.key)
    return joined.job


def _separate_inks(shop: PrintShop, joined: JoinedBook, name: str) -> Job:
    profile = shop.icc[joined.book.icc]
    assert profile is not None, "a check reports a colour profile that cannot be read, and stops the build"
    inks = Source(profile.digest, shop.root / joined.book.icc)
    arguments = shop.worker.source(joined.job), inks, joined.plan.metadata
    return shop.make("booklet", name, separate, arguments, joined.job.key, profile.digest)


def _impose(shop: PrintShop, joined: JoinedBook, name: str) -> Job:
    """Returns the finished job that arranges a book's pages on sheets for an office's own printer.

    The pages are folded, cut out or printed in two copies, as the book's field `sheets` says. For pieces to
    cut out, such as cards, the joined PDF already has bleed and crop marks.
    """
    book, plan, pdf = joined.book, joined.plan, shop.worker.source(joined.job)
    if book.sheets is Imposition.COPIES:
        counts = tuple(part.pages for part in plan.parts)
        return shop.make("booklet", name, side_by_side, (pdf, counts), counts, joined.job.key)
    font = shop.font_sources(official=False)[HINT_FONT]
    if book.sheets is Imposition.CUT:
        return shop.make("booklet", name, cut, (pdf, font), joined.job.key, font.digest)
    options = (
        book.signature or signature(plan.pages),
        (book.folded.width, book.folded.height) if book.folded else None,
        any(part.role is Role.BACK for part in book.parts),
    )
    return shop.make("booklet", name, impose, (pdf, font, *options), options, joined.job.key, font.digest)


def draw_page(source: Source) -> bytes:
    """Returns the first page of a PDF as a PNG picture for an LED wall, LED_WIDTH pixels wide."""
    with pypdfium2.PdfDocument(source.checked()) as book:
        page = book[0]
        picture = page.render(scale=LED_WIDTH / page.get_width()).to_pil().convert("RGB")
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()
