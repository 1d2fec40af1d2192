"""Two commits of a project → what a reviewer has to know: records, people who become public, pages and booklet pages that change."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from kyyeu import pipeline
from kyyeu.checks.run import run_checks
from kyyeu.loading.load import load
from kyyeu.model.privacy import PRINT, SITE
from kyyeu.outputs.review.changed_pages import BuiltFiles, changed_booklets, changed_pages
from kyyeu.outputs.review.comparison_pictures import booklet_pictures, page_pictures
from kyyeu.outputs.review.review_formats import Review
from kyyeu.problems import ContentError, Problem, has_errors, visible
from kyyeu.publishing.gate import publish
from kyyeu.views.office.record_changes import State, record_changes
from kyyeu.work.git import changed_files, commit_of, common_ancestor, export
from kyyeu.work.place import lock
from kyyeu.work.run import Worker, start_worker

NOW = "HEAD"


def review(
    root: Path,
    base: str,
    head: str,
    day: date,
    *,
    jobs: int = 0,
    records_only: bool = False,
    pictures: Path | None = None,
) -> Review:
    """What `head`, or the folder as it lies where that is empty, changes since it parted from `base`; names of commits.

    `pictures` is a folder for PNGs of changed pages. Raises ContentError where data/site.yml of either can't be read.
    """
    with (
        TemporaryDirectory(prefix="kyyeu-") as folder,
        start_worker(root / ".cache" / "results", jobs) as worker,
    ):
        sides = _sides(root, base, head, Path(folder))
        states = [_state(side, day, worker.jobs) for side in sides]
        found = Review(
            record_changes(*(state for state, _ in states)), others=tuple(_others(root, base, head))
        )
        faulty = [
            words
            for words, (_, problems) in zip(("bản gốc", "bản sửa"), states, strict=True)
            if has_errors(problems)
        ]
        if faulty or records_only:
            return replace(
                found,
                not_rendered=f"Chưa so được trang và ấn phẩm: {' và '.join(faulty)} còn lỗi."
                if faulty
                else "",
            )
        with lock(root / ".cache"):
            try:
                rendered = [pipeline.rendered(worker, side, day) for side in sides]
            except ContentError as error:  # what only a finished page shows
                return replace(
                    found, not_rendered=f"Chưa so được trang và ấn phẩm: {error.problems[0].sentence}"
                )
            return _compared(worker, found, rendered, pictures)


def _others(root: Path, base: str, head: str) -> list[str]:
    parted = common_ancestor(root, commit_of(root, base), commit_of(root, head or NOW))
    changed = changed_files(root, parted, head and commit_of(root, head))
    return [visible(name) for name in changed if not name.startswith(("content/", "data/"))]


def _compared(
    worker: Worker, found: Review, rendered: Sequence[tuple[BuiltFiles, BuiltFiles]], pictures: Path | None
) -> Review:
    (old_site, old_print), (new_site, new_print) = rendered
    pages = changed_pages(old_site, new_site)
    booklets = changed_booklets(
        worker, {**old_site, **_below_print(old_print)}, {**new_site, **_below_print(new_print)}
    )
    drawn: list[tuple[str, str]] = []
    if pictures is not None:
        pictures.mkdir(parents=True, exist_ok=True)
        old_too = not found.changes.no_longer  # a page of before may name who is withdrawn
        drawn = [
            *page_pictures(pages, old_site, new_site, pictures, old_too=old_too),
            *booklet_pictures(booklets, pictures, old_too=old_too),
        ]
    return replace(found, pages=pages, booklets=booklets, pictures=tuple(drawn))


def _below_print(files: BuiltFiles) -> BuiltFiles:
    return {f"print/{name}": source for name, source in files.items()}


def _sides(root: Path, base: str, head: str, folder: Path) -> tuple[Path, Path]:
    """The folders of both states: commits are written out, the folder as it lies is taken as it is."""
    parted = common_ancestor(root, commit_of(root, base), commit_of(root, head or NOW))
    export(root, parted, folder / "base")
    if not head:
        return folder / "base", root
    export(root, commit_of(root, head), folder / "head")
    return folder / "base", folder / "head"


def _state(root: Path, day: date, processes: int) -> tuple[State, list[Problem]]:
    library, problems = load(root, processes)
    if library is None:
        raise ContentError(problems)
    return State(library, publish(library, SITE, day), publish(library, PRINT, day), day), [
        *problems,
        *run_checks(library, day, processes),
    ]


@dataclass(frozen=True)
class Sorted:
    """Problems that a request brings, those in files that it touches first, and those that stood before."""

    new: list[Problem]
    old: list[Problem]


def sort_problems(root: Path, base: str, day: date, problems: Sequence[Problem]) -> Sorted:
    """Set the problems of the folder as it lies apart from those that were there where it parted from `base`, wherever these stood."""
    parted = common_ancestor(root, commit_of(root, base), commit_of(root, NOW))
    touched = frozenset(changed_files(root, parted))
    processes = os.cpu_count() or 1
    with TemporaryDirectory(prefix="kyyeu-") as folder:
        export(root, parted, Path(folder))
        library, before = load(Path(folder), processes)
        known = {
            problem.finding
            for problem in [*before, *(run_checks(library, day, processes) if library else ())]
        }
    found = Sorted([], [])
    for problem in problems:
        (found.new if problem.place.file in touched or problem.finding not in known else found.old).append(
            problem
        )
    found.new.sort(key=lambda problem: (problem.place.file not in touched, problem))
    return found
