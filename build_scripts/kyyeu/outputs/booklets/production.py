"""Produces the PDF files of a book: lays out, places, joins and checks its parts, and makes its editions."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kyyeu.model.conferences import Conference
from kyyeu.outputs.booklets.chunks import lay_out_book
from kyyeu.outputs.booklets.edition_files import EditionFile, edition_file
from kyyeu.outputs.booklets.editions import Edition, print_address, site_address
from kyyeu.outputs.booklets.extra_files import FinishedExtra
from kyyeu.outputs.booklets.furniture import FURNITURE, furnish_book
from kyyeu.outputs.booklets.join import join_book
from kyyeu.outputs.booklets.placement import place_book
from kyyeu.outputs.booklets.preflight import edition_problems
from kyyeu.outputs.booklets.print_shop import PrintShop
from kyyeu.outputs.booklets.works import Work, books
from kyyeu.problems import Problem
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.print.book import Book
from kyyeu.work.run import Worker


@dataclass(frozen=True, slots=True)
class FinishedBooklet:
    """A finished edition of a printed work; its file is cached under `key`.

    `address` is the file's path within site/ or print/, `size` its size in bytes. `chunks` are the cache keys
    of the laid-out parts by part name, and of the page furniture under the name FURNITURE; `first` is the
    first page of every part.
    """

    edition: Edition
    work: Work
    conference: Conference
    book: Book
    address: str
    key: str
    size: int
    pages: int
    chunks: Mapping[str, str]
    first: Mapping[str, int]
    problems: tuple[Problem, ...] = ()


def booklet_files(
    worker: Worker,
    root: Path,
    catalogue: Catalogue,
    wanted: Callable[[Work, Conference], Sequence[Edition]],
    on_site: frozenset[str],
    folder: str = "print",
) -> tuple[FinishedBooklet, ...]:
    """Make the selected editions of all printed works, or take their files from the cache.

    `catalogue` contains the records that the editions' channel may show, `on_site` the exemplars with a page
    on the site. `root` is the project folder with the photos, `folder` is 'site' or 'print', where the files
    will be put.
    """
    organiser = catalogue.published.site.organiser
    address_of = site_address if folder == "site" else partial(print_address, organiser=organiser)
    shop = PrintShop(worker, root, catalogue.published.attachments, catalogue.published.icc)
    booklets = []
    for work, conference, book in books(catalogue, on_site, lambda *work_of: bool(wanted(*work_of))):
        exemplars = [exemplar.ref for exemplar in work.holds(catalogue, conference)] if work.holds else []
        for finished in editions_of(shop, book, conference.ref, wanted(work, conference)):
            address = address_of(work.id, finished.edition, conference)
            problems = edition_problems(shop, finished, exemplars, f"{folder}/{address}")
            booklets.append(_booklet(shop, finished, work, conference, address, problems))
    return tuple(booklets)


def editions_of(
    shop: PrintShop, book: Book, conference: str, editions: Iterable[Edition]
) -> Iterator[EditionFile]:
    """Make the editions of a book in six steps, from laying out its parts to preflight."""
    laid_out = lay_out_book(shop, book)
    placed = place_book(shop, laid_out)
    furnished = furnish_book(shop, placed)
    for edition in editions:
        name = f"{edition.id}/{book.work}/{conference}"
        joined = join_book(shop, furnished, edition, name)
        yield edition_file(shop, joined, edition, name)


def _booklet(
    shop: PrintShop,
    finished: EditionFile,
    work: Work,
    conference: Conference,
    address: str,
    problems: tuple[Problem, ...],
) -> FinishedBooklet:
    parts, joined = finished.joined.plan.parts, finished.joined
    chunks = {part.name: chunk.key for part, chunk in zip(parts, joined.chunks, strict=True)}
    return FinishedBooklet(
        finished.edition,
        work,
        conference,
        joined.book,
        address,
        finished.job.key,
        shop.path(finished.job).stat().st_size,
        joined.plan.pages,
        chunks | {FURNITURE: joined.furniture.key},
        {part.name: part.first for part in parts},
        problems,
    )


def preflight_warnings(printed: Iterable[FinishedBooklet | FinishedExtra]) -> list[Problem]:
    """Returns the warnings that preflight reported about finished booklets."""
    return [problem for file in printed if isinstance(file, FinishedBooklet) for problem in file.problems]
