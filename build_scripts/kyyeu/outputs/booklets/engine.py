"""Books → finished PDFs by way of Jobs: faces and photos, one chunk a part, page furniture, then the join; sheets where asked for."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from kyyeu.model.conferences import Conference
from kyyeu.outputs.booklets.editions import (
    IMPOSED,
    LED,
    PRESS_RUN,
    SCREEN,
    Edition,
    print_address,
    site_address,
)
from kyyeu.outputs.booklets.join import Placed, Plan
from kyyeu.outputs.booklets.metadata import Paper
from kyyeu.outputs.booklets.plan import Layout, furniture, place, shared
from kyyeu.outputs.booklets.press import Made, Press
from kyyeu.outputs.booklets.works import WORKS, Work, books
from kyyeu.problems import Problem
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.print.book import Book, Imposition, Index, Part, Role, with_pages
from kyyeu.work.job import Job, code_version, key
from kyyeu.work.run import Worker

LATE = (Role.CONTENTS, Role.INDEX)  # laid out when the pages of all other parts are known


Wanted = Callable[[Work, Conference], Sequence[Edition]]


@dataclass(frozen=True, slots=True)
class FinishedBooklet:
    """A PDF in the cache under `key`; `address` is where it belongs in its folder, `size` in bytes, `date` the day of its newest
    content, `parts` the keys of what it is joined of: each has its FACTS beside its pages; `first` has the first page of `book`'s parts."""

    edition: Edition
    work: Work
    conference: Conference
    title: str
    address: str
    key: str
    size: int
    pages: int
    date: date
    parts: tuple[str, ...]
    book: Book
    first: Mapping[str, int]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class FinishedExtra:
    """A file beside a booklet, in the cache under `key`; `address` is where it belongs."""

    address: str
    key: str


def booklet_files(
    worker: Worker,
    root: Path,
    catalogue: Catalogue,
    wanted: Wanted,
    on_site: frozenset[str],
    folder: str = "print",
) -> tuple[FinishedBooklet, ...]:
    """Every booklet that is wanted, in the editions that are, made or taken from the cache. `catalogue` is that of the library
    published for them; `on_site` names the exemplars with a page on the site; `root` is where photos are found; `folder`, site or
    print, is where the files go."""
    address = (
        site_address
        if folder == "site"
        else partial(print_address, organiser=catalogue.library.site.organiser)
    )
    press = Press(worker, root, catalogue.library.attachments, catalogue.library.icc)
    found = []
    for work, conference, book in books(
        catalogue, on_site, lambda work, conference: bool(wanted(work, conference))
    ):
        published = [entry.ref for entry in work.holds(catalogue, conference)] if work.holds else []
        for edition, made in made_editions(press, book, conference.ref, wanted(work, conference)):
            place = address(work.id, edition, conference)
            size, seen = press.size(made.file), press.preflight(f"{folder}/{place}", made, published)
            found.append(
                FinishedBooklet(
                    edition,
                    work,
                    conference,
                    book.title,
                    place,
                    made.file.key,
                    size,
                    made.plan.pages,
                    book.date,
                    (*(job.key for job in made.parts), made.stamps.key),
                    book,
                    {placed.name: placed.first for placed in made.plan.parts},
                    seen,
                )
            )
    return tuple(found)


def warnings(made: Iterable[FinishedBooklet | FinishedExtra]) -> list[Problem]:
    """What preflight has to say of what was made."""
    return [problem for entry in made if isinstance(entry, FinishedBooklet) for problem in entry.problems]


def extra_files(
    worker: Worker, catalogue: Catalogue, wanted: Callable[[Work, Conference], bool]
) -> tuple[FinishedExtra, ...]:
    """What lies in print/ beside the screen editions. `catalogue` is that of the library published for print."""
    organiser = catalogue.library.site.organiser
    version, jobs, found = code_version(), [], []
    for work in WORKS:
        for conference in catalogue.conferences if work.extras else ():
            if not (wanted(work, conference) and work.applies(catalogue, conference)):
                continue
            for extra in work.extras:
                for suffix, view in extra.views(catalogue, conference):
                    name = f"{work.id}/{conference.ref}{suffix}"
                    jobs.append(
                        Job("chunk", name, key("extra", work.id, suffix, view, version), extra.make, (view,))
                    )
                    address = print_address(work.id, SCREEN, conference, organiser=organiser, suffix=suffix)
                    found.append(FinishedExtra(address, jobs[-1].key))
    worker.run(jobs)
    return tuple(found)


def made_editions(
    press: Press, book: Book, conference: str, editions: Sequence[Edition]
) -> Iterator[tuple[Edition, Made]]:
    chunks = press.lay_out(book, [part for part in book.parts if part.role not in LATE])
    layout = _settle(press, book, chunks)
    stamps, photos = (
        press.lay_out_furniture(book, layout),
        {photo.file: job for photo, job in press.photos(book, book.parts).items()},
    )
    for edition in editions:
        cut_out = book.sheets is Imposition.CUT and edition in (PRESS_RUN, IMPOSED)
        marked, parts, places = edition is PRESS_RUN or cut_out, chunks, layout
        if marked:
            parts = chunks | press.lay_out(
                book, [part for part in book.parts if part.bare and part.name in layout.first], bleed=True
            )
        if cut_out:
            places = place(book, {name: press.pages(job) for name, job in parts.items()})
        plan = _plan(book, places, marked)
        given, name = [parts[placed.name] for placed in plan.parts], f"{edition.id}/{book.work}/{conference}"
        file = joined = press.join(name, plan, given, stamps, book.official)
        if edition is PRESS_RUN and book.icc:
            file = press.separate(name, joined, book.icc, plan.paper)
        elif edition is IMPOSED:
            file = press.on_sheets(name, book, joined, plan)
        elif edition is LED:
            file = press.draw(name, joined)
        yield (
            edition,
            Made(
                file, joined, plan, given, stamps, photos, book.dpi if edition in (PRESS_RUN, IMPOSED) else 0
            ),
        )


def _settle(press: Press, book: Book, chunks: dict[str, Job]) -> Layout:
    """Lay out contents and indexes with the page numbers that their own length gives; begins with the length their lines suggest."""
    counts = {name: press.pages(job) for name, job in chunks.items()}
    late = [part for part in book.parts if part.role in LATE]
    lines = {
        Role.CONTENTS: sum(1 for part in book.parts if part.bookmark and part.bookmark.level) / 24,
        Role.INDEX: sum(
            len(entries) for part in late if isinstance(part.view, Index) for _, entries in part.view.sections
        )
        / 34,
    }
    for part in late:
        counts[part.name] = max(1, math.ceil(lines[part.role]))
    for _ in range(6 if late else 0):
        layout, guessed = place(book, counts), {part.name: counts[part.name] for part in late}
        chunks.update(
            press.lay_out(book, late, {part.name: with_pages(book, part, layout.first) for part in late})
        )
        counts |= {part.name: press.pages(chunks[part.name]) for part in late}
        if guessed == {part.name: counts[part.name] for part in late}:
            return layout
    return place(book, counts)


def _plan(book: Book, layout: Layout, marks: bool) -> Plan:
    parts = tuple(
        Placed(
            part.name,
            part.bookmark.text if part.bookmark else "",
            layout.first[part.name],
            layout.counts[part.name],
            part.bare,
            part.landscape,
            _outline(part),
            part.bookmark.level if part.bookmark else 1,
            (part.piece.width, part.piece.height) if part.piece and marks else None,
        )
        for part in book.parts
        if part.name in layout.first
    )
    run = furniture(book, layout)
    _, places = shared(run)
    stamps = tuple(
        place if book.demonstration or not page.bare else None
        for place, page in zip(places, run.pages, strict=True)
    )
    return Plan(
        Paper(book.title, book.author, book.subject, book.keywords, book.date),
        layout.pages,
        parts,
        stamps if book.bound else stamps * layout.pages,
        (book.page.width, book.page.height),
        book.bound,
        (book.printed.width, book.printed.height) if book.printed else None,
        book.reduced,
        marks,
        book.official,
    )


def _outline(part: Part) -> str:
    if part.bookmark is None:
        return ""
    return f"{part.bookmark.label}. {part.bookmark.text}" if part.bookmark.label else part.bookmark.text
