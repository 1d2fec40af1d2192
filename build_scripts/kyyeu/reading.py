"""Loads and checks a project: what a command needs before anything is rendered."""

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

PICTURES = Path(".cache/pictures.json")  # remembers the facts about picture files
TIMEZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True)
class Checked:
    """What `kyyeu check` reports: problems, the number of records, and that of withheld people by unit."""

    problems: list[Problem]
    records: int
    withheld: Mapping[str, int] = field(default_factory=dict)


def today() -> date:
    """Today's date in Vietnam, which decides about consent and names if no --date is given."""
    return datetime.now(TIMEZONE).date()


def check(root: Path, day: date) -> Checked:
    """Load and check the project in `root` for a day; goes on after errors and writes nothing."""
    processes = os.cpu_count() or 1
    library, problems = load(root, processes, root / PICTURES, may_write=False)
    if library is None:
        return Checked(problems, 0)
    problems += run_checks(library, day, processes)
    return Checked(problems, sum(map(len, library.declared.values())), count_withheld(library, SITE, day))


def load_checked(
    root: Path, day: date, strict: bool = False, processes: int = 1
) -> tuple[Library, list[Problem]]:
    """The library and its warnings. Raises ContentError with every problem if one is an error.

    With `strict`, a warning counts as an error.
    """
    library, problems = load(root, processes, root / PICTURES)
    if library is not None:
        problems = [*problems, *run_checks(library, day, processes)]
    if library is None or has_errors(problems, strict):
        raise ContentError(problems)
    return library, problems
