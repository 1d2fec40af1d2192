"""Loads and checks a project's content, which every command does before it renders anything."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from kyyeu.checks.run import run_checks
from kyyeu.loading.load import load
from kyyeu.model.library import Library
from kyyeu.model.privacy import SITE
from kyyeu.problems import ContentError, Problem, has_errors
from kyyeu.publishing.gate import count_withheld

# The file that caches what is known about picture files, such as their size.
PICTURES = Path(".cache/pictures.json")
TIMEZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True)
class Checked:
    """The result of `kyyeu check`: the problems, and how many records there are.

    It also counts the withheld people by unit.
    """

    problems: list[Problem]
    records: int
    withheld: Mapping[str, int] = field(default_factory=dict)


def today() -> date:
    """Returns today's date in Vietnam, which decides about consent and names if no --date is given."""
    return datetime.now(TIMEZONE).date()


def check(root: Path, day: date) -> Checked:
    """Loads and checks the project in the folder `root` for a day.

    Checking goes on after errors; no file is written.
    """
    processes = os.cpu_count() or 1
    library, problems = load(root, processes, root / PICTURES, may_write=False)
    if library is None:
        return Checked(problems, 0)
    problems += run_checks(library, day, processes)
    return Checked(problems, sum(map(len, library.declared.values())), count_withheld(library, SITE, day))


def load_checked(
    root: Path, day: date, strict: bool = False, processes: int = 1
) -> tuple[Library, list[Problem]]:
    """Returns the project's library of records and the warnings about it.

    Raises ContentError with all problems if one of them is an error. With `strict`, a warning counts as an
    error.
    """
    library, problems = load(root, processes, root / PICTURES)
    if library is not None:
        problems = [*problems, *run_checks(library, day, processes)]
    if library is None or has_errors(problems, strict):
        raise ContentError(problems)
    return library, problems
