"""Produces the files of printed works: the editions of each book, and the Word and Excel files beside them.

For each book, the parts are laid out and get page numbers. Then they are joined into one PDF, which is
checked and turned into the editions.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kyyeu.model.conferences import Conference
from kyyeu.outputs.booklets.chunks import lay_out_book
from kyyeu.outputs.booklets.edition_files import edition_file
from kyyeu.outputs.booklets.editions import SCREEN, Edition, print_address, site_address
from kyyeu.outputs.booklets.furniture import FURNITURE, furnish_book
from kyyeu.outputs.booklets.join import JoinedBook, join_book
from kyyeu.outputs.booklets.placement import place_book
from kyyeu.outputs.booklets.preflight import edition_problems
from kyyeu.outputs.booklets.print_shop import PrintShop
from kyyeu.outputs.booklets.works import Work, books, papers
from kyyeu.problems import Problem
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.print.book import Book
from kyyeu.work.job import Job, code_version, job
from kyyeu.work.run import Worker


@dataclass(frozen=True, slots=True)
class FinishedBooklet:
    """Holds a finished edition of a printed work; its file is in the cache under `key`.

    `address` is the file's path within site/ or print/, `size` its size in bytes. `chunks` are the cache keys
    of the laid-out parts by part name; the page furniture has the name FURNITURE. `first` is the first page
    of every part, by part name.
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


@dataclass(frozen=True, slots=True)
class FinishedExtra:
    """Holds a finished Word or Excel file of a printed work, which is in the cache under `key`.

    `address` is the path of the file within print/.
    """

    address: str
    key: str


def booklet_files(
    worker: Worker,
    root: Path,
    catalogue: Catalogue,
    wanted: Callable[[Work, Conference], Sequence[Edition]],
    on_site: frozenset[str],
    folder: str = "print",
) -> tuple[FinishedBooklet, ...]:
    """Makes the selected editions of all printed works, or takes their files from the cache.

    `catalogue` contains the records that these editions may show. `wanted` returns the selected editions of a
    work for a conference. `on_site` lists the exemplars that have a page on the site. `root` is the project
    folder with the photos. `folder` is 'site' or 'print', depending on where the files will be put.
    """
    organiser = catalogue.published.site.organiser
    address_of = site_address if folder == "site" else partial(print_address, organiser=organiser)
    shop = PrintShop(worker, root, catalogue.published.attachments, catalogue.published.icc)
    booklets = []
    for work, conference, book in books(catalogue, on_site, lambda *work_of: bool(wanted(*work_of))):
        exemplars = [exemplar.ref for exemplar in work.holds(catalogue, conference)] if work.holds else []
        for joined, file in editions_of(shop, book, conference.ref, wanted(work, conference)):
            address, parts = address_of(work.id, joined.edition, conference), joined.plan.parts
            chunks = {part.name: chunk.key for part, chunk in zip(parts, joined.chunks, strict=True)}
            booklets.append(
                FinishedBooklet(
                    joined.edition,
                    work,
                    conference,
                    book,
                    address,
                    file.key,
                    worker.source(file).path.stat().st_size,
                    joined.plan.pages,
                    chunks | {FURNITURE: joined.furniture.key},
                    {part.name: part.first for part in parts},
                    edition_problems(shop, joined, exemplars, f"{folder}/{address}"),
                )
            )
    return tuple(booklets)


def editions_of(
    shop: PrintShop, book: Book, conference: str, editions: Iterable[Edition]
) -> Iterator[tuple[JoinedBook, Job]]:
    """Makes the editions of a book in five steps, from the layout of its parts to the files of the editions.

    Yields for each edition the joined book and the finished job that made the edition's file.
    """
    placed = place_book(shop, book, lay_out_book(shop, book))
    furniture = furnish_book(shop, placed)
    for edition in editions:
        name = f"{edition.id}/{book.work}/{conference}"
        joined = join_book(shop, placed, furniture, edition, name)
        yield joined, edition_file(shop, joined, name)


def extra_files(
    worker: Worker, catalogue: Catalogue, wanted: Callable[[Work, Conference], bool]
) -> tuple[FinishedExtra, ...]:
    """Makes the Word and Excel files of all selected printed works, or takes them from the cache.

    `catalogue` contains the records that the print channel may show.
    """
    organiser = catalogue.published.site.organiser
    jobs = {}
    for work, conference in papers(catalogue, wanted):
        for extra in work.extras:
            for suffix, view in extra.views(catalogue, conference):
                address = print_address(work.id, SCREEN, conference, organiser=organiser, suffix=suffix)
                name = f"{work.id}/{conference.ref}{suffix}"
                jobs[address] = job("chunk", name, extra.write, view, depends=(code_version(),))
    worker.run(jobs.values())
    return tuple(FinishedExtra(address, extra_job.key) for address, extra_job in jobs.items())


def preflight_warnings(printed: Iterable[FinishedBooklet | FinishedExtra]) -> list[Problem]:
    """Returns the warnings that preflight reported about finished booklets."""
    return [problem for file in printed if isinstance(file, FinishedBooklet) for problem in file.problems]
