"""Parts → laid-out chunks, joined books and what is made of these, each a Job in the cache; the worker runs them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kyyeu.model.printing import PROFILE
from kyyeu.model.sources import Icc, Image
from kyyeu.outputs.booklets.cut import cut, side_by_side
from kyyeu.outputs.booklets.drawn import draw_page
from kyyeu.outputs.booklets.faces import face_jobs
from kyyeu.outputs.booklets.impose import impose, signature
from kyyeu.outputs.booklets.join import Plan, join
from kyyeu.outputs.booklets.metadata import Paper
from kyyeu.outputs.booklets.pictures import photo_job
from kyyeu.outputs.booklets.plan import Layout, Sheet, furniture, shared
from kyyeu.outputs.booklets.preflight import preflight, problems
from kyyeu.outputs.booklets.separate import separate
from kyyeu.problems import Problem
from kyyeu.resources import THEME
from kyyeu.views.pictures import PictureView
from kyyeu.views.print.book import Book, Imposition, Part, Role
from kyyeu.work.job import Job, code_version, hash_files, key
from kyyeu.work.run import Worker

WATERMARK = "MẪU"


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


def _lay_out(sheet: Sheet) -> Mapping[str, bytes]:
    """The layout engine takes most of a second to import: only where something is laid out."""
    from kyyeu.outputs.booklets.layout import lay_out

    return lay_out(sheet)


def _photos(view: Any) -> tuple[PictureView, ...]:
    """The portraits that a part shows: a view names them in `photos`."""
    return getattr(view, "photos", ())


class Press:
    """The faces, the theme and the worker: turns parts into chunk Jobs and runs them."""

    def __init__(
        self,
        worker: Worker,
        root: Path,
        images: Mapping[str, Image | None],
        icc: Mapping[str, Icc | None] | None = None,
    ) -> None:
        self.worker, self.root, self.images, self.icc = worker, root, images, icc or {}
        self.theme_hash = hash_files(THEME, ("tokens.css", "print/**/*"))
        self._faces: dict[bool, dict[str, Job]] = {}
        self._given: dict[bool, tuple[tuple[tuple[str, Path], ...], tuple[str, ...]]] = {}

    def faces(self, official: bool) -> dict[str, Job]:
        """Those that such a book is set in, made when the first one needs them."""
        if official not in self._faces:
            self._faces[official] = face_jobs(official)
            self.worker.run(self._faces[official].values())
        return self._faces[official]

    def _face_files(self, official: bool) -> tuple[tuple[tuple[str, Path], ...], tuple[str, ...]]:
        """The faces as a sheet is given them, and their keys: the same for all parts."""
        if official not in self._given:
            made = self.faces(official)
            self._given[official] = (
                tuple((f"fonts/{face}.ttf", self.worker.cache.path(job.key)) for face, job in made.items()),
                tuple(job.key for job in made.values()),
            )
        return self._given[official]

    def photos(self, book: Book, parts: Sequence[Part]) -> dict[PictureView, Job]:
        return {
            photo: photo_job(self.root, photo.file, photo.focus, self.images, book.dpi * book.enlarged)
            for part in parts
            for photo in _photos(part.view)
        }

    def lay_out(
        self, book: Book, parts: Sequence[Part], views: Mapping[str, Any] | None = None, bleed: bool = False
    ) -> dict[str, Job]:
        """Part's name → its Job, done. `views` stand in for the parts' own where they are known only now."""
        photos = self.photos(book, parts)
        self.worker.run(photos.values())
        jobs = {}
        for part in parts:
            view = (views or {}).get(part.name, part.view)
            own = {photo.file: photos[photo] for photo in _photos(view)}
            given = tuple((f"photos/{file}", self.worker.cache.path(job.key)) for file, job in own.items())
            jobs[part.name] = self._chunk(
                book, part, view, given, tuple(job.key for job in own.values()), bleed=bleed
            )
        self.worker.run(
            sorted(jobs.values(), key=lambda job: -len(repr(job.arguments)))
        )  # the longest first: none is waited for alone
        return jobs

    def lay_out_furniture(self, book: Book, layout: Layout) -> Job:
        run, _ = shared(furniture(book, layout, WATERMARK if book.demonstration else ""))
        part = Part("trang", "furniture.html", run)
        made = self._chunk(book, part, part.view, (), (), tagged=False)
        self.worker.run([made])
        return made

    def _chunk(
        self,
        book: Book,
        part: Part,
        view: Any,
        given: tuple[tuple[str, Path], ...],
        photos: tuple[str, ...],
        tagged: bool = True,
        bleed: bool = False,
    ) -> Job:
        """The key leaves out where files lie and whose book it is: the same part in another folder or book is the same chunk."""
        name, page = f"{book.work}/{part.name}", part.piece if bleed and part.piece else book.page
        size = page.width, page.height
        title = part.bookmark.text if part.bookmark else book.title
        faces, keys = self._face_files(book.official)
        sheet = Sheet(
            name,
            title,
            part.template,
            view,
            part.copyfit,
            tagged,
            size,
            bleed,
            THEME,
            self.theme_hash,
            (*faces, *given),
            part.within,
        )
        depends = (self.theme_hash, keys, photos, code_version())
        found = key(
            "chunk", name, title, part.template, view, part.copyfit, part.within, tagged, size, bleed, depends
        )
        return Job("chunk", f"{book.work}/{book.unit}/{part.name}", found, _lay_out, (sheet,))

    def join(self, name: str, plan: Plan, parts: Sequence[Job], stamps: Job, official: bool) -> Job:
        path, used = self.worker.cache.path, self.faces(official)
        faces = {name: path(job.key) for name, job in used.items()}
        depends = ([job.key for job in parts], stamps.key, [job.key for job in used.values()], code_version())
        made = Job(
            "booklet",
            name,
            key("booklet", plan, depends),
            join,
            (plan, [path(job.key) for job in parts], path(stamps.key), faces),
        )
        self.worker.run([made])
        return made

    def preflight(self, place: str, made: Made, published: Sequence[str]) -> tuple[Problem, ...]:
        """What is wrong with a book, asked once of what is joined, whatever is made of it; `place` is the file that is handed over."""
        path, marks = self.worker.cache.path, made.plan.marks
        profiles = [
            (placed.name.removeprefix(PROFILE), placed.pages)
            for placed in made.plan.parts
            if placed.name.startswith(PROFILE)
        ]
        photos = [(file, path(job.key)) for file, job in made.photos.items()]
        found = key("preflight", made.joined.key, marks, profiles, sorted(published), made.dpi)
        job = Job(
            "preflight",
            place,
            found,
            preflight,
            (
                path(made.joined.key),
                marks,
                profiles if published else [],
                published,
                [path(part.key) for part in made.parts],
                photos,
                made.dpi,
            ),
        )
        self.worker.run([job])
        return tuple(problems(self.worker.cache.bytes(job.key), place))

    def separate(self, name: str, book: Job, icc: str, paper: Paper) -> Job:
        profile = self.icc[icc]
        assert profile is not None, "a profile that can't be read stops the build"
        made = Job(
            "booklet",
            name,
            key("inks", book.key, profile.digest, code_version()),
            separate,
            (self.worker.cache.path(book.key), self.root / icc, paper),
        )
        self.worker.run([made])
        return made

    def on_sheets(self, name: str, book: Book, joined: Job, plan: Plan) -> Job:
        """For an office's own printer. Of what is cut out, `joined` is the press edition."""
        path, face = self.worker.cache.path(joined.key), self.faces(official=False)["sans-400"]
        leaves = tuple(placed.pages for placed in plan.parts)
        covered, folded = (
            any(part.role is Role.BACK for part in book.parts),
            book.folded and (book.folded.width, book.folded.height),
        )
        at = self.worker.cache.path(face.key)
        bound: tuple[Callable[..., bytes], tuple[Any, ...]] = (
            impose,
            (path, at, book.signature or signature(plan.pages), folded, covered),
        )
        others: dict[Imposition | None, tuple[Callable[..., bytes], tuple[Any, ...]]] = {
            Imposition.CUT: (cut, (path, at)),
            Imposition.COPIES: (side_by_side, (path, leaves)),
        }
        make, given = others.get(book.sheets, bound)
        made = Job(
            "booklet",
            name,
            key("sheets", make.__name__, given[2:], leaves, joined.key, face.key, code_version()),
            make,
            given,
        )
        self.worker.run([made])
        return made

    def draw(self, name: str, book: Job) -> Job:
        made = Job(
            "booklet",
            name,
            key("drawn", book.key, code_version()),
            draw_page,
            (self.worker.cache.path(book.key),),
        )
        self.worker.run([made])
        return made

    def size(self, job: Job) -> int:
        return self.worker.cache.path(job.key).stat().st_size

    def pages(self, job: Job) -> int:
        facts = json.loads((self.worker.cache.path(job.key) / "facts.json").read_bytes())
        return int(facts["pages"])
