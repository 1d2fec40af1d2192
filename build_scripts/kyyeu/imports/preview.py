"""Loads and checks a project as it would be after some files change, without writing to the project.

Reports the problems that the changes would cause, and the problems that exist already.
"""

import tempfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path

from kyyeu.checks.run import run_checks
from kyyeu.loading.load import load
from kyyeu.problems import Problem


@dataclass(frozen=True)
class Preview:
    """The problems that a project would have after a change of some files.

    `loaded` are problems met while reading files, `checked` those reported by checks. `before` has the
    problems of the unchanged project, each as (file, code, sentence).
    """

    loaded: list[Problem]
    checked: list[Problem]
    before: Collection[tuple[str, str, str]]

    def is_old(self, problem: Problem) -> bool:
        """Returns whether the unchanged project has this problem already, even if on another line."""
        return problem.finding in self.before


def preview_changes(
    root: Path,
    texts: Mapping[str, str | None],
    pictures: Mapping[str, Path],
    removed: Collection[str],
    day: date,
) -> Preview:
    """Returns the problems that the project would have if `texts` and `pictures` were written to it.

    The keys of both are paths relative to the project folder. The values are new contents of text files, and
    paths of picture files to copy. A file counts as removed if its text is None or its path is in `removed`.
    Only a temporary folder is written to.
    """
    contents = {file: text.encode() for file, text in texts.items() if text is not None}
    contents |= {file: picture.read_bytes() for file, picture in pictures.items()}
    without = frozenset({*removed, *(file for file, text in texts.items() if text is None)})
    with tempfile.TemporaryDirectory() as folder:
        overlay = Path(folder)
        for file, content in contents.items():
            (overlay / file).parent.mkdir(parents=True, exist_ok=True)
            (overlay / file).write_bytes(content)
        loaded, checked = _load_and_check(root, day, overlay, without)
    before = chain(*_load_and_check(root, day, None, frozenset()))
    return Preview(loaded, checked, {problem.finding for problem in before})


def _load_and_check(
    root: Path, day: date, overlay: Path | None, without: frozenset[str]
) -> tuple[list[Problem], list[Problem]]:
    library, problems = load(
        root, memory=root / ".cache/pictures.json", may_write=False, over=overlay, without=without
    )
    return problems, run_checks(library, day) if library else []
