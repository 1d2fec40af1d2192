"""Books → finished PDFs by way of Jobs: faces and photos, one chunk a part, page furniture, then the join."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from build_scripts.model.conferences import Conference
from build_scripts.model.library import Image
from build_scripts.outputs.booklets.faces import face_jobs
from build_scripts.outputs.booklets.join import Placed, Plan, join
from build_scripts.outputs.booklets.layout import Sheet, lay_out
from build_scripts.outputs.booklets.metadata import Paper
from build_scripts.outputs.booklets.pictures import photo_job
from build_scripts.outputs.booklets.plan import Layout, furniture, place
from build_scripts.outputs.booklets.works import books
from build_scripts.views import addresses
from build_scripts.views.booklet import Book, Part, Role, contents
from build_scripts.views.catalogue import Catalogue
from build_scripts.views.ky_yeu_profile import Profile
from build_scripts.work.job import Job, code_version, hash_files, key
from build_scripts.work.run import Worker

THEME = Path(__file__).resolve().parents[3] / "theme"
WATERMARK = "MẪU"


@dataclass(frozen=True, slots=True)
class Edition:
    """`site`: what is put on the site, where web and print consent are needed; `press`: print consent alone, for the print folder."""

    id: str

    def address(self, work: str, conference: Conference, organiser: str) -> str:
        """Path of the PDF below the site's root, or below the print folder, where only the organiser's lie at the top. A
        conference's id tells two of one unit and cycle apart: the cycle, or the cycle and the form."""
        if self is SITE_EDITION:
            return addresses.booklet_file(conference.unit, work, conference.id)
        return f"{'' if conference.unit == organiser else f'{conference.unit}/'}{work}-{conference.id}.pdf"


SITE_EDITION, PRESS_EDITION = Edition("site"), Edition("press")


@dataclass(frozen=True, slots=True)
class FinishedBooklet:
    """A PDF in the cache under `key`; `address` is where it belongs, `size` in bytes, `date` the day of its newest content,
    `parts` the keys of what it is joined of: each has its FACTS beside its pages."""

    edition: str
    unit: str
    work: str
    cycle: str
    title: str
    address: str
    key: str
    size: int
    pages: int
    date: date
    parts: tuple[str, ...]


def booklet_files(
    worker: Worker, root: Path, catalogue: Catalogue, edition: Edition, on_site: frozenset[str],
) -> tuple[FinishedBooklet, ...]:
    """Every booklet of an edition, made or taken from the cache. `catalogue` is that of the library published for the edition
    (SITE_PDF or PRESS); `on_site` names the exemplars with a page on the site; `root` is where photos are found."""
    organiser, images = catalogue.library.site.organiser, catalogue.library.attachments
    return tuple(
        _finish(_Press(worker, root, images), book, edition, conference, edition.address(work.id, conference, organiser))
        for work, conference, book in books(catalogue, on_site))


def _finish(press: _Press, book: Book, edition: Edition, conference: Conference, address: str) -> FinishedBooklet:
    chunks = press.lay_out(book, [part for part in book.parts if part.role is not Role.CONTENTS])
    layout = _settle_contents(press, book, chunks)
    stamps = press.lay_out_furniture(book, layout)
    plan = _plan(book, layout)
    parts = [chunks[placed.name] for placed in plan.parts]
    faces = {name: press.worker.cache.path(job.key) / "bare.ttf" for name, job in press.faces.items()}
    paths = [press.worker.cache.path(job.key) for job in parts]
    made = Job("booklet", f"{edition.id}/{book.work}/{conference.ref}",
               key("booklet", plan, [job.key for job in parts], stamps.key, [job.key for job in press.faces.values()], code_version()),
               join, (plan, paths, press.worker.cache.path(stamps.key), faces))
    press.worker.run([made])
    size = press.worker.cache.path(made.key).stat().st_size
    return FinishedBooklet(
        edition.id, book.unit, book.work, book.cycle, book.title, address, made.key, size, plan.pages, book.date,
        (*(job.key for job in parts), stamps.key))


def _settle_contents(press: _Press, book: Book, chunks: dict[str, Job]) -> Layout:
    """Lay out the contents with the page numbers that their own length gives; begins with the length their lines suggest."""
    counts = {name: press.pages(job) for name, job in chunks.items()}
    listed = next((part for part in book.parts if part.role is Role.CONTENTS), None)
    if listed is None:
        return place(book, counts)
    counts[listed.name] = guess = max(1, -(-sum(1 for part in book.parts if part.entry and part.entry.level) // 30))
    for _ in range(4):
        layout = place(book, counts)
        chunks.update(press.lay_out(book, [listed], {listed.name: contents(book, layout.first)}))
        counts[listed.name] = press.pages(chunks[listed.name])
        if counts[listed.name] == guess:
            return layout
        guess = counts[listed.name]
    return place(book, counts)


def _plan(book: Book, layout: Layout) -> Plan:
    parts = tuple(
        Placed(part.name, part.entry.text if part.entry else "", layout.first[part.name], layout.counts[part.name], part.bare,
               part.landscape, _outline(part), part.entry.level if part.entry else 1)
        for part in book.parts if part.name in layout.first)
    stamped = tuple(bool(book.demonstration or not page.bare) for page in furniture(book, layout).pages)
    return Plan(Paper(book.title, book.author, book.subject, book.keywords, book.date), layout.pages, parts, stamped)


def _outline(part: Part) -> str:
    if part.entry is None:
        return ""
    return f"{part.entry.label}. {part.entry.text}" if part.entry.label else part.entry.text


class _Press:
    """The faces, the theme and the worker: turns parts into chunk Jobs and runs them."""

    def __init__(self, worker: Worker, root: Path, images: Mapping[str, Image | None]) -> None:
        self.worker, self.root, self.images = worker, root, images
        self.faces = face_jobs()
        self.theme_hash = hash_files(THEME, ("tokens.css", "print/**/*"))
        worker.run(self.faces.values())

    def lay_out(self, book: Book, parts: Sequence[Part], views: Mapping[str, Any] | None = None) -> dict[str, Job]:
        """Part's name → its Job, done. `views` stand in for the parts' own where they are known only now."""
        photos = {part.view.photo: photo_job(self.root, part.view.photo.file, part.view.photo.focus, self.images)
                  for part in parts if isinstance(part.view, Profile) and part.view.photo}
        self.worker.run(photos.values())
        jobs = {}
        for part in parts:
            view = (views or {}).get(part.name, part.view)
            photo = photos.get(view.photo) if isinstance(view, Profile) and view.photo else None
            given = ((f"photos/{view.photo.file}", self.worker.cache.path(photo.key)),) if photo else ()
            jobs[part.name] = self._chunk(book, part, view, given, photo.key if photo else "")
        self.worker.run(jobs.values())
        return jobs

    def lay_out_furniture(self, book: Book, layout: Layout) -> Job:
        part = Part("trang", "furniture.html", furniture(book, layout, WATERMARK if book.demonstration else ""))
        made = self._chunk(book, part, part.view, (), "", tagged=False)
        self.worker.run([made])
        return made

    def _chunk(self, book: Book, part: Part, view: Any, given: tuple[tuple[str, Path], ...], photo: str, tagged: bool = True) -> Job:
        """The key leaves out where files lie: the same part in another folder is the same chunk."""
        name = f"{book.work}/{book.unit}/{part.name}"
        title = part.entry.text if part.entry else book.title
        faces = tuple((f"fonts/{face}.ttf", self.worker.cache.path(job.key) / "full.ttf") for face, job in self.faces.items())
        sheet = Sheet(name, title, part.template, view, part.copyfit, tagged, THEME, self.theme_hash, (*faces, *given))
        depends = (self.theme_hash, tuple(job.key for job in self.faces.values()), photo, code_version())
        return Job("chunk", name, key("chunk", name, title, part.template, view, part.copyfit, tagged, depends), lay_out, (sheet,))

    def pages(self, job: Job) -> int:
        facts = json.loads((self.worker.cache.path(job.key) / "facts.json").read_bytes())
        return int(facts["pages"])
