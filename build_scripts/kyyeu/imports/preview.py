"""Files as they would be → what loading and the checks would say of the whole project with them, beside what they say without."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kyyeu.checks.run import run_checks
from kyyeu.loading.load import load
from kyyeu.problems import Problem


@dataclass(frozen=True)
class Preview:
    """`loaded` and `checked`: what would be said; `before`: what is said now of any place, by file, code and sentence."""

    loaded: list[Problem]
    checked: list[Problem]
    before: Collection[tuple[str, str, str]]

    def is_old(self, problem: Problem) -> bool:
        return problem.finding in self.before


def preview_changes(
    root: Path,
    texts: Mapping[str, str | None],
    pictures: Mapping[str, Path],
    gone: Collection[str],
    day: date,
) -> Preview:
    """`texts` by path, None for a file that goes; `pictures` by the path where each will lie. Writes to a temporary folder only."""
    with tempfile.TemporaryDirectory() as folder:
        over = Path(folder)
        for file, text in texts.items():
            if text is not None:
                (over / file).parent.mkdir(parents=True, exist_ok=True)
                (over / file).write_text(text, encoding="utf-8")
        for file, picture in pictures.items():
            (over / file).parent.mkdir(parents=True, exist_ok=True)
            (over / file).write_bytes(picture.read_bytes())
        loaded, checked = _everything(
            root, day, over, frozenset({*gone, *(file for file, text in texts.items() if text is None)})
        )
    now = [problem for some in _everything(root, day, None, frozenset()) for problem in some]
    return Preview(loaded, checked, {problem.finding for problem in now})


def _everything(
    root: Path, day: date, over: Path | None, without: frozenset[str]
) -> tuple[list[Problem], list[Problem]]:
    library, problems = load(
        root, memory=root / ".cache/pictures.json", may_write=False, over=over, without=without
    )
    return problems, run_checks(library, day) if library else []
