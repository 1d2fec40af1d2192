"""Compares two commits of a project, for those who review a pull request.

The result lists changed records, people who become public, changed pages and changed booklets.
"""

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from kyyeu import pipeline
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
from kyyeu.work.repeat import repeated_after_changes
from kyyeu.work.run import Worker

NOW = "HEAD"
_NAMED = "(một tệp có tên người chưa được đăng)"


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
    with TemporaryDirectory(prefix="kyyeu-") as folder:
        sides = _sides(root, base, head, Path(folder))
        states = [_state(side, day, jobs or os.cpu_count() or 1) for side in sides]
        before, after = (state for state, _ in states)
        names = telling_names(before, after)
        others = tuple(_NAMED if names.are_in(name) else name for name in _others(root, base, head))
        result = Review(record_changes(before, after), others=others)
        faulty = [
            side
            for side, (_, problems) in zip(("bản gốc", "bản sửa"), states, strict=True)
            if has_errors(problems)
        ]
        if faulty:
            return replace(
                result, not_rendered=f"Chưa so được trang và ấn phẩm: {' và '.join(faulty)} còn lỗi."
            )
        if records_only:
            return replace(result, not_rendered="")
        with pipeline.working(root, jobs, wait) as worker:
            try:
                files = [pipeline.make_files(worker, side, day) for side in sides]
            # Some errors, such as a withheld person's name, are found only when finished files are searched.
            except ContentError as error:
                why = OutwardWording(after.whole, day).problem(error.problems[0]).sentence
                return replace(result, not_rendered=f"Chưa so được trang và ấn phẩm: {why}")
            return _compared(worker, result, files, pictures)


def _ancestor(root: Path, base: str, head: str) -> str:
    """Returns the commit at which `head` branched off from `base`; an empty `head` is the working folder."""
    return common_ancestor(root, commit_of(root, base), commit_of(root, head or NOW))


def _others(root: Path, base: str, head: str) -> tuple[str, ...]:
    """Returns the files outside content/ and data/ that a pull request changes."""
    changed = changed_files(root, _ancestor(root, base, head), head and commit_of(root, head))
    return tuple(name for name in changed if not name.startswith(("content/", "data/")))


def _compared(
    worker: Worker, result: Review, files: Sequence[tuple[BuiltFiles, BuiltFiles]], pictures: Path | None
) -> Review:
    """Returns a review with the changed pages and booklets added.

    `files` has, for the old and the new commit, the files of the site and the printed files. If `pictures` is
    a folder, pictures of what has changed are written into it.
    """
    (old_site, old_print), (new_site, new_print) = files
    pages = changed_pages(old_site, new_site)
    booklets = changed_booklets(
        worker, {**old_site, **_below_print(old_print)}, {**new_site, **_below_print(new_print)}
    )
    drawn: list[tuple[str, str]] = []
    if pictures is not None:
        pictures.mkdir(parents=True, exist_ok=True)
        # If somebody who was public in the old version may no longer be shown, no pictures of old pages are
        # made, because they may name that person.
        old_too = not result.changes.no_longer
        drawn = [
            *page_pictures(pages, old_site, new_site, pictures, old_too=old_too),
            *booklet_pictures(booklets, pictures, old_too=old_too),
        ]
    return replace(result, pages=pages, booklets=booklets, pictures=tuple(drawn))


def _below_print(files: BuiltFiles) -> BuiltFiles:
    return {f"print/{name}": source for name, source in files.items()}


def _sides(root: Path, base: str, head: str, folder: Path) -> tuple[Path, Path]:
    """Returns two folders with the project's files, one for each of the compared commits.

    The files of a commit are written below `folder`; for the working folder, `root` itself is returned.
    """
    export(root, _ancestor(root, base, head), folder / "base")
    if not head:
        return folder / "base", root
    export(root, commit_of(root, head), folder / "head")
    return folder / "base", folder / "head"


def _state(root: Path, day: date, processes: int) -> tuple[State, list[Problem]]:
    library, problems = load_and_check(root, day, processes)
    if library is None:
        raise ContentError(problems)
    return State(library, publish(library, SITE, day), publish(library, PRINT, day), day), problems


def sort_problems(
    root: Path, base: str, day: date, problems: Sequence[Problem]
) -> tuple[list[Problem], list[Problem]]:
    """Sorts the problems of the working folder into two lists: new ones and old ones.

    The working folder is compared with the commit at which it branched off from `base`. Every problem in a
    file changed since that commit counts as new, and is listed first. Any other problem is new if it did not
    exist at that commit.
    """
    ancestor = _ancestor(root, base, NOW)
    changed = frozenset(changed_files(root, ancestor))
    with TemporaryDirectory(prefix="kyyeu-") as folder:
        export(root, ancestor, Path(folder))
        _, before = load_and_check(Path(folder), day, os.cpu_count() or 1)
    known = {problem.finding for problem in before}

    def is_new(problem: Problem) -> bool:
        return problem.place.file in changed or problem.finding not in known

    new = sorted(filter(is_new, problems), key=lambda problem: (problem.place.file not in changed, problem))
    return new, [problem for problem in problems if not is_new(problem)]
