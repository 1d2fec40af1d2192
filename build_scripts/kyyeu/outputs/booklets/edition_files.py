"""Step 5 of printing: makes the PDF or PNG file of an edition from the joined PDF of a book."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kyyeu.outputs.booklets.cut import cut, side_by_side
from kyyeu.outputs.booklets.editions import IMPOSED, LED, PRESS, Edition
from kyyeu.outputs.booklets.impose import impose, signature
from kyyeu.outputs.booklets.join import JoinedBook
from kyyeu.outputs.booklets.led_picture import draw_page
from kyyeu.outputs.booklets.print_shop import PrintShop
from kyyeu.outputs.booklets.separate import separate
from kyyeu.views.print.book import Imposition, Role
from kyyeu.work.job import Job

# Font of the printing instructions, which are printed on the sheets beside the imposed pages.
HINT_FONT = "sans-400"


@dataclass(frozen=True, slots=True)
class EditionFile:
    """The file of one edition of a book, such as the one for the press.

    `job` makes the file from `joined`, the book as one PDF.
    """

    edition: Edition
    joined: JoinedBook
    job: Job


def edition_file(shop: PrintShop, joined: JoinedBook, edition: Edition, name: str) -> EditionFile:
    """Makes the file of an edition (for screen, press, office printer or LED wall) from the book's PDF.

    `joined` is the PDF joined from the book's parts. `name` is the name of the job that converts it; the
    screen edition needs none.
    """
    if edition is PRESS and joined.book.icc:
        job = _separate_inks(shop, joined, name)
    elif edition is IMPOSED:
        job = _impose(shop, joined, name)
    elif edition is LED:
        job = shop.make("booklet", name, draw_page, (shop.path(joined.job),), joined.job.key)
    else:
        job = joined.job
    return EditionFile(edition, joined, job)


def _separate_inks(shop: PrintShop, joined: JoinedBook, name: str) -> Job:
    file = joined.book.icc
    profile = shop.icc[file]
    assert profile is not None, "a check reports a colour profile that cannot be read, and stops the build"
    arguments = shop.path(joined.job), shop.root / file, joined.plan.metadata
    return shop.make("booklet", name, separate, arguments, joined.job.key, profile.digest)


def _impose(shop: PrintShop, joined: JoinedBook, name: str) -> Job:
    """Arrange the pages of a book on sheets for an office's own printer.

    If the work consists of pieces to cut out, such as cards, the joined book already has bleed and crop
    marks.
    """
    book, plan = joined.book, joined.plan
    pdf, font = shop.path(joined.job), shop.fonts(official=False)[HINT_FONT]
    function: Callable[..., bytes]
    files: tuple[Path, ...]
    options: tuple[Any, ...]
    if book.sheets is Imposition.CUT:
        function, files, options = cut, (pdf, shop.path(font)), ()
    elif book.sheets is Imposition.COPIES:
        function, files, options = side_by_side, (pdf,), (tuple(part.pages for part in plan.parts),)
    else:
        reduced = (book.folded.width, book.folded.height) if book.folded else None
        covered = any(part.role is Role.BACK for part in book.parts)
        options = book.signature or signature(plan.pages), reduced, covered
        function, files = impose, (pdf, shop.path(font))
    return shop.make("booklet", name, function, (*files, *options), options, joined.job.key, font.key)
