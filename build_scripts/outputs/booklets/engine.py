"""Books → finished PDFs by way of Jobs: faces and photos, one chunk a part, page furniture, then the join; sheets where asked for."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from build_scripts.model.conferences import Conference
from build_scripts.model.library import Icc, Image
from build_scripts.model.printing import PROFILE
from build_scripts.outputs.booklets.drawn import draw_page
from build_scripts.outputs.booklets.editions import IMPOSED, LED, PRESS_RUN, SCREEN, Edition, print_address, site_address
from build_scripts.outputs.booklets.faces import face_jobs
from build_scripts.outputs.booklets.impose import impose, signature
from build_scripts.outputs.booklets.join import Placed, Plan, join
from build_scripts.outputs.booklets.layout import Sheet, lay_out
from build_scripts.outputs.booklets.metadata import Paper
from build_scripts.outputs.booklets.pictures import photo_job
from build_scripts.outputs.booklets.plan import Layout, furniture, place, shared
from build_scripts.outputs.booklets.preflight import preflight, problems
from build_scripts.outputs.booklets.separate import separate
from build_scripts.outputs.booklets.works import WORKS, Work, books
from build_scripts.problems import Problem
from build_scripts.views.booklet import Book, Index, Part, Role, with_pages
from build_scripts.views.catalogue import Catalogue
from build_scripts.views.ky_yeu_profile import PrintPhoto
from build_scripts.work.job import Job, code_version, hash_files, key
from build_scripts.work.run import Worker

THEME = Path(__file__).resolve().parents[3] / "theme"
WATERMARK = "MẪU"
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
    worker: Worker, root: Path, catalogue: Catalogue, wanted: Wanted, on_site: frozenset[str], folder: str = "print",
) -> tuple[FinishedBooklet, ...]:
    """Every booklet that is wanted, in the editions that are, made or taken from the cache. `catalogue` is that of the library
    published for them; `on_site` names the exemplars with a page on the site; `root` is where photos are found; `folder`, site or
    print, is where the files go."""
    address = site_address if folder == "site" else partial(print_address, organiser=catalogue.library.site.organiser)
    press = Press(worker, root, catalogue.library.attachments, catalogue.library.icc)
    found = []
    for work, conference, book in books(catalogue, on_site, lambda work, conference: bool(wanted(work, conference))):
        published = [entry.ref for entry in work.holds(catalogue, conference)] if work.holds else []
        for edition, made in made_editions(press, book, conference.ref, wanted(work, conference)):
            place = address(work.id, edition, conference)
            size, seen = press.size(made.file), press.preflight(f"{folder}/{place}", made, published)
            found.append(FinishedBooklet(
                edition, work, conference, book.title, place, made.file.key, size, made.plan.pages, book.date,
                (*(job.key for job in made.parts), made.stamps.key), book, {placed.name: placed.first for placed in made.plan.parts}, seen))
    return tuple(found)


def warnings(made: Iterable[FinishedBooklet | FinishedExtra]) -> list[Problem]:
    """What preflight has to say of what was made."""
    return [problem for entry in made if isinstance(entry, FinishedBooklet) for problem in entry.problems]


def extra_files(worker: Worker, catalogue: Catalogue, wanted: Callable[[Work, Conference], bool]) -> tuple[FinishedExtra, ...]:
    """What lies in print/ beside the screen editions. `catalogue` is that of the library published for print."""
    organiser = catalogue.library.site.organiser
    version, jobs, found = code_version(), [], []
    for work in WORKS:
        for conference in catalogue.conferences if work.extras else ():
            if not (wanted(work, conference) and work.applies(catalogue, conference)):
                continue
            for extra in work.extras:
                view, name = extra.view(catalogue, conference), f"{work.id}/{conference.ref}{extra.suffix}"
                jobs.append(Job("chunk", name, key("extra", work.id, extra.suffix, view, version), extra.make, (view,)))
                address = print_address(work.id, SCREEN, conference, organiser=organiser, suffix=extra.suffix)
                found.append(FinishedExtra(address, jobs[-1].key))
    worker.run(jobs)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Made:
    """An edition's `file`, the `joined` book that it is or is made of, and what went into that; `dpi` is what its `photos` must
    have, 0 where it is not for paper."""

    file: Job
    joined: Job
    plan: Plan
    parts: list[Job]
    stamps: Job
    photos: Mapping[str, Job]
    dpi: int


def made_editions(press: Press, book: Book, conference: str, editions: Sequence[Edition]) -> Iterator[tuple[Edition, Made]]:
    chunks = press.lay_out(book, [part for part in book.parts if part.role not in LATE])
    layout = _settle(press, book, chunks)
    stamps, photos = press.lay_out_furniture(book, layout), {photo.file: job for photo, job in press.photos(book, book.parts).items()}
    for edition in editions:
        marked, parts = edition is PRESS_RUN, chunks
        if marked:
            parts = chunks | press.lay_out(book, [part for part in book.parts if part.bare and part.name in layout.first], bleed=True)
        plan = _plan(book, layout, marked)
        given, name = [parts[placed.name] for placed in plan.parts], f"{edition.id}/{book.work}/{conference}"
        file = joined = press.join(name, plan, given, stamps, book.official)
        if marked and book.icc:
            file = press.separate(name, joined, book.icc, plan.paper)
        elif edition is IMPOSED:
            file = press.impose(name, joined, book.signature or signature(plan.pages))
        elif edition is LED:
            file = press.draw(name, joined)
        yield edition, Made(file, joined, plan, given, stamps, photos, book.dpi if edition in (PRESS_RUN, IMPOSED) else 0)


def _settle(press: Press, book: Book, chunks: dict[str, Job]) -> Layout:
    """Lay out contents and indexes with the page numbers that their own length gives; begins with the length their lines suggest."""
    counts = {name: press.pages(job) for name, job in chunks.items()}
    late = [part for part in book.parts if part.role in LATE]
    lines = {Role.CONTENTS: sum(1 for part in book.parts if part.entry and part.entry.level) / 24,
             Role.INDEX: sum(len(entries) for part in late if isinstance(part.view, Index) for _, entries in part.view.sections) / 34}
    for part in late:
        counts[part.name] = max(1, math.ceil(lines[part.role]))
    for _ in range(6 if late else 0):
        layout, guessed = place(book, counts), {part.name: counts[part.name] for part in late}
        chunks.update(press.lay_out(book, late, {part.name: with_pages(book, part, layout.first) for part in late}))
        counts |= {part.name: press.pages(chunks[part.name]) for part in late}
        if guessed == {part.name: counts[part.name] for part in late}:
            return layout
    return place(book, counts)


def _plan(book: Book, layout: Layout, marks: bool) -> Plan:
    parts = tuple(
        Placed(part.name, part.entry.text if part.entry else "", layout.first[part.name], layout.counts[part.name], part.bare,
               part.landscape, _outline(part), part.entry.level if part.entry else 1)
        for part in book.parts if part.name in layout.first)
    run = furniture(book, layout)
    _, places = shared(run)
    stamps = tuple(place if book.demonstration or not page.bare else None for place, page in zip(places, run.pages, strict=True))
    return Plan(Paper(book.title, book.author, book.subject, book.keywords, book.date), layout.pages, parts,
                stamps if book.bound else stamps * layout.pages,
                (book.page.width, book.page.height), book.bound, (book.printed.width, book.printed.height) if book.printed else None,
                book.reduced, marks, book.official)


def _outline(part: Part) -> str:
    if part.entry is None:
        return ""
    return f"{part.entry.label}. {part.entry.text}" if part.entry.label else part.entry.text


def _photos(view: Any) -> tuple[PrintPhoto, ...]:
    """The portraits that a part shows: a view names them in `photos`."""
    return getattr(view, "photos", ())


class Press:
    """The faces, the theme and the worker: turns parts into chunk Jobs and runs them."""

    def __init__(self, worker: Worker, root: Path, images: Mapping[str, Image | None], icc: Mapping[str, Icc | None] | None = None) -> None:
        self.worker, self.root, self.images, self.icc = worker, root, images, icc or {}
        self.theme_hash = hash_files(THEME, ("tokens.css", "print/**/*"))
        self._faces: dict[bool, dict[str, Job]] = {}

    def faces(self, official: bool) -> dict[str, Job]:
        """Those that such a book is set in, made when the first one needs them."""
        if official not in self._faces:
            self._faces[official] = face_jobs(official)
            self.worker.run(self._faces[official].values())
        return self._faces[official]

    def photos(self, book: Book, parts: Sequence[Part]) -> dict[PrintPhoto, Job]:
        return {photo: photo_job(self.root, photo.file, photo.focus, self.images, book.dpi * book.enlarged)
                for part in parts for photo in _photos(part.view)}

    def lay_out(self, book: Book, parts: Sequence[Part], views: Mapping[str, Any] | None = None, bleed: bool = False) -> dict[str, Job]:
        """Part's name → its Job, done. `views` stand in for the parts' own where they are known only now."""
        photos = self.photos(book, parts)
        self.worker.run(photos.values())
        jobs = {}
        for part in parts:
            view = (views or {}).get(part.name, part.view)
            own = {photo.file: photos[photo] for photo in _photos(view)}
            given = tuple((f"photos/{file}", self.worker.cache.path(job.key)) for file, job in own.items())
            jobs[part.name] = self._chunk(book, part, view, given, tuple(job.key for job in own.values()), bleed=bleed)
        self.worker.run(sorted(jobs.values(), key=lambda job: -len(repr(job.arguments))))  # the longest first: none is waited for alone
        return jobs

    def lay_out_furniture(self, book: Book, layout: Layout) -> Job:
        run, _ = shared(furniture(book, layout, WATERMARK if book.demonstration else ""))
        part = Part("trang", "furniture.html", run)
        made = self._chunk(book, part, part.view, (), (), tagged=False)
        self.worker.run([made])
        return made

    def _chunk(self, book: Book, part: Part, view: Any, given: tuple[tuple[str, Path], ...], photos: tuple[str, ...],
               tagged: bool = True, bleed: bool = False) -> Job:
        """The key leaves out where files lie and whose book it is: the same part in another folder or book is the same chunk."""
        name, size = f"{book.work}/{part.name}", (book.page.width, book.page.height)
        title = part.entry.text if part.entry else book.title
        made = self.faces(book.official)
        faces = tuple((f"fonts/{face}.ttf", self.worker.cache.path(job.key)) for face, job in made.items())
        sheet = Sheet(name, title, part.template, view, part.copyfit, tagged, size, bleed, THEME, self.theme_hash, (*faces, *given),
                      part.within)
        depends = (self.theme_hash, tuple(job.key for job in made.values()), photos, code_version())
        found = key("chunk", name, title, part.template, view, part.copyfit, part.within, tagged, size, bleed, depends)
        return Job("chunk", f"{book.work}/{book.unit}/{part.name}", found, lay_out, (sheet,))

    def join(self, name: str, plan: Plan, parts: Sequence[Job], stamps: Job, official: bool) -> Job:
        path, used = self.worker.cache.path, self.faces(official)
        faces = {name: path(job.key) for name, job in used.items()}
        depends = ([job.key for job in parts], stamps.key, [job.key for job in used.values()], code_version())
        made = Job("booklet", name, key("booklet", plan, depends), join, (plan, [path(job.key) for job in parts], path(stamps.key), faces))
        self.worker.run([made])
        return made

    def preflight(self, place: str, made: Made, published: Sequence[str]) -> tuple[Problem, ...]:
        """What is wrong with a book, asked once of what is joined, whatever is made of it; `place` is the file that is handed over."""
        path, marks = self.worker.cache.path, made.plan.marks
        profiles = [(placed.name.removeprefix(PROFILE), placed.pages) for placed in made.plan.parts if placed.name.startswith(PROFILE)]
        photos = [(file, path(job.key)) for file, job in made.photos.items()]
        found = key("preflight", made.joined.key, marks, profiles, sorted(published), made.dpi)
        job = Job("preflight", place, found, preflight, (
            path(made.joined.key), marks, profiles if published else [], published, [path(part.key) for part in made.parts],
            photos, made.dpi))
        self.worker.run([job])
        return tuple(problems(self.worker.cache.bytes(job.key), place))

    def separate(self, name: str, book: Job, icc: str, paper: Paper) -> Job:
        profile = self.icc[icc]
        assert profile is not None, "a profile that can't be read stops the build"
        made = Job("booklet", name, key("inks", book.key, profile.digest, code_version()), separate,
                   (self.worker.cache.path(book.key), self.root / icc, paper))
        self.worker.run([made])
        return made

    def impose(self, name: str, book: Job, sheets: int | None) -> Job:
        face = self.faces(official=False)["sans-400"]
        made = Job("booklet", name, key("sheets", book.key, face.key, sheets, code_version()), impose,
                   (self.worker.cache.path(book.key), self.worker.cache.path(face.key), sheets))
        self.worker.run([made])
        return made

    def draw(self, name: str, book: Job) -> Job:
        made = Job("booklet", name, key("drawn", book.key, code_version()), draw_page, (self.worker.cache.path(book.key),))
        self.worker.run([made])
        return made

    def size(self, job: Job) -> int:
        return self.worker.cache.path(job.key).stat().st_size

    def pages(self, job: Job) -> int:
        facts = json.loads((self.worker.cache.path(job.key) / "facts.json").read_bytes())
        return int(facts["pages"])
