"""Compares two commits of a project, and reviews the commit of a pull request.

A comparison reports changed records, people who become public, changed pages and changed booklets.
"""

import os
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from kyyeu import pipeline
from kyyeu.model.library import Library
from kyyeu.model.privacy import PRINT, SITE
from kyyeu.outputs.review.changed_pages import BuiltFiles, changed_booklets, changed_pages
from kyyeu.outputs.review.comparison_pictures import booklet_pictures, page_pictures
from kyyeu.outputs.review.review_formats import Review
from kyyeu.problems import ContentError, Problem, has_errors
from kyyeu.publishing.gate import publish
from kyyeu.publishing.outward import OutwardWording
from kyyeu.reading import load_and_check
from kyyeu.views.office.record_changes import State, record_changes, telling_names
from kyyeu.work.git import changed_files, commit_of, common_ancestor, export
from kyyeu.work.place import put_in_place
from kyyeu.work.repeat import repeated_after_changes
from kyyeu.work.run import Worker

NOW = "HEAD"
_NAMED = "(một tệp có tên người chưa được đăng)"


@dataclass(frozen=True)
class RequestReview:
    """What the review of a pull request finds.

    `problems` are the problems that the pull request brings, `old` those that the main branch has already.
    `library` has the request's records. `changes` is None if one of the two sites' settings cannot be read.
    `has_preview` is False if the site could not be built.
    """

    problems: list[Problem]
    old: list[Problem]
    library: Library | None
    changes: Review | None
    has_preview: bool


@dataclass(frozen=True)
class _Side:
    """The project at one of the two compared commits: its folder, its records and its problems."""

    root: Path
    library: Library | None
    problems: list[Problem]


@dataclass(frozen=True)
class _Finished:
    """The finished files of a side, on the site and in print, and the problems found in them.

    `files` is None if the files were not made.
    """

    files: tuple[BuiltFiles, BuiltFiles] | None = None
    problems: Sequence[Problem] = ()


@repeated_after_changes
def review(
    root: Path,
    base: str,
    head: str,
    day: date,
    *,
    jobs: int = 0,
    wait: float | None = None,
    records_only: bool = False,
    pictures: Path | None = None,
) -> Review:
    """Returns what the commit `head` changes since it branched off from the commit `base`.

    If `head` is empty, the working folder as it is takes its place. `pictures` is a folder into which PNG
    files of changed pages are written. `wait` limits how many seconds to wait for another command. Raises
    ContentError if data/site.yml cannot be read at either commit.
    """
    ancestor, commit = _commits(root, base, head)
    with _opened(root, ancestor, commit, day, jobs) as sides:
        changes = _record_changes(sides, day, changed_files(root, ancestor, commit))
        if records_only or changes.not_rendered:
            return replace(changes, not_rendered=changes.not_rendered or "")
        with pipeline.working(root, jobs, wait) as worker:
            finished = [_finished(worker, side, day) for side in sides]
            return _with_pages(worker, changes, sides[1], finished, day, pictures)


@repeated_after_changes
def review_request(
    root: Path, base: str, head: str, day: date, out: Path, *, jobs: int = 0, wait: float | None = None
) -> RequestReview:
    """Reviews the commit `head` of a pull request to `base`; `root` is a clone of the main branch.

    Nothing of the pull request is run. Pictures of its changed pages are written into `out`/pictures, a
    preview of the site into `out`/site. `wait` is explained by `pipeline.working`.
    """
    ancestor, commit = _commits(root, base, head)
    changed = changed_files(root, ancestor, commit)
    with _opened(root, ancestor, commit, day, jobs) as sides, pipeline.working(root, jobs, wait) as worker:
        finished = [_finished(worker, side, day) for side in sides]
        before, after = (
            [*side.problems, *files.problems] for side, files in zip(sides, finished, strict=True)
        )
        new, old = _sorted_problems(after, before, frozenset(changed))
        changes = None
        if all(side.library for side in sides):
            changes = _record_changes(sides, day, changed)
            if not changes.not_rendered:
                changes = _with_pages(worker, changes, sides[1], finished, day, out / "pictures")
        preview = finished[1].files
        if preview:
            put_in_place(preview[0], out / "site", root / ".cache" / "placed")
        return RequestReview(new, old, sides[1].library, changes, has_preview=preview is not None)


def sort_problems(
    root: Path, base: str, day: date, problems: Sequence[Problem]
) -> tuple[list[Problem], list[Problem]]:
    """Returns the working folder's new problems, and those that were there when it left `base`."""
    ancestor, _ = _commits(root, base, "")
    with TemporaryDirectory(prefix="kyyeu-") as folder:
        export(root, ancestor, Path(folder))
        _, before = load_and_check(Path(folder), day, os.cpu_count() or 1)
    return _sorted_problems(problems, before, frozenset(changed_files(root, ancestor)))


def _sorted_problems(
    problems: Sequence[Problem], before: Sequence[Problem], changed: Collection[str]
) -> tuple[list[Problem], list[Problem]]:
    """Returns the new problems and the old ones.

    A problem in a file that was `changed` counts as new and comes first; any other problem counts as new only
    if no file had the same problem `before`.
    """
    known = {problem.finding for problem in before}

    def is_new(problem: Problem) -> bool:
        return problem.place.file in changed or problem.finding not in known

    new = sorted(filter(is_new, problems), key=lambda problem: (problem.place.file not in changed, problem))
    return new, [problem for problem in problems if not is_new(problem)]


def _commits(root: Path, base: str, head: str) -> tuple[str, str]:
    """Returns the ids of two commits: where `head` branched off from `base`, and `head` itself.

    An empty `head` is the working folder, which has no commit of its own: the second id is then ''.
    """
    commit = commit_of(root, head or NOW)
    return common_ancestor(root, commit_of(root, base), commit), commit if head else ""


@contextmanager
def _opened(root: Path, base: str, head: str, day: date, jobs: int) -> Iterator[tuple[_Side, _Side]]:
    """Context manager that yields the project at the commit `base`, and at the commit `head`.

    The files of a commit are written into a temporary folder; without `head`, the working folder is read.
    """
    with TemporaryDirectory(prefix="kyyeu-") as folder:
        before, after = Path(folder) / "base", Path(folder) / "head" if head else root
        export(root, base, before)
        if head:
            export(root, head, after)
        processes = jobs or os.cpu_count() or 1
        yield (
            _Side(before, *load_and_check(before, day, processes)),
            _Side(after, *load_and_check(after, day, processes)),
        )


def _finished(worker: Worker, side: _Side, day: date) -> _Finished:
    """Makes the files of a side if its records have no errors."""
    if side.library is None or has_errors(side.problems):
        return _Finished()
    try:
        files = pipeline.make_files(worker, side.root, side.library, day)
    # Some problems, such as a withheld person's name, are found only in the finished files.
    except ContentError as error:
        return _Finished(None, error.problems)
    return _Finished((files.site, files.printed), files.problems)


def _record_changes(sides: tuple[_Side, _Side], day: date, changed: Sequence[str]) -> Review:
    """Returns the changes of records, and those files among the `changed` ones that are not content.

    Raises ContentError if the settings of one of the sides cannot be read.
    """
    states = []
    for side in sides:
        if side.library is None:
            raise ContentError(side.problems)
        public, printed = (publish(side.library, channel, day) for channel in (SITE, PRINT))
        states.append(State(side.library, public, printed, day))
    names = telling_names(*states)
    faulty = [
        name for name, side in zip(("bản gốc", "bản sửa"), sides, strict=True) if has_errors(side.problems)
    ]
    return Review(
        record_changes(*states),
        others=tuple(
            _NAMED if names.are_in(name) else name
            for name in changed
            if not name.startswith(("content/", "data/"))
        ),
        not_rendered=f"Chưa so được trang và ấn phẩm: {' và '.join(faulty)} còn lỗi." if faulty else None,
    )


def _with_pages(
    worker: Worker,
    changes: Review,
    after: _Side,
    finished: Sequence[_Finished],
    day: date,
    pictures: Path | None,
) -> Review:
    """Adds changed pages and booklets to the review; `finished` has the files of both commits."""
    before_files, after_files = (each.files for each in finished)
    if before_files is None or after_files is None:
        faults = [problem for each in finished if each.files is None for problem in each.problems]
        why = OutwardWording(after.library, day).problem(faults[0]).sentence
        return replace(changes, not_rendered=f"Chưa so được trang và ấn phẩm: {why}")
    (old_site, old_print), (new_site, new_print) = before_files, after_files
    pages = changed_pages(old_site, new_site)
    booklets = changed_booklets(
        worker, {**old_site, **_below_print(old_print)}, {**new_site, **_below_print(new_print)}
    )
    drawn: list[tuple[str, str]] = []
    if pictures is not None:
        pictures.mkdir(parents=True, exist_ok=True)
        # If someone has withdrawn consent since the old version, its pages are not drawn, as they may name
        # that person.
        old_too = not changes.changes.no_longer
        drawn = [
            *page_pictures(pages, old_site, new_site, pictures, old_too=old_too),
            *booklet_pictures(booklets, pictures, old_too=old_too),
        ]
    return replace(changes, pages=pages, booklets=booklets, pictures=tuple(drawn))


def _below_print(files: BuiltFiles) -> BuiltFiles:
    return {f"print/{name}": source for name, source in files.items()}
