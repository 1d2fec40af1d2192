"""Content → the Library with its Problems: all that needs nothing rendered."""

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

PICTURES = Path(".cache/pictures.json")  # what is known of picture files
TIMEZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True)
class Checked:
    """What `kyyeu check` says: Problems, how many records, and how many people of each unit are withheld."""

    problems: list[Problem]
    records: int
    withheld: Mapping[str, int] = field(default_factory=dict)


def today() -> date:
    """Today in Vietnam: the day on which consents and names are judged where no --date says otherwise."""
    return datetime.now(TIMEZONE).date()


def check(root: Path, day: date) -> Checked:
    processes = os.cpu_count() or 1
    library, problems = load(root, processes, root / PICTURES, may_write=False)
    if library is None:
        return Checked(problems, 0)
    problems += run_checks(library, day, processes)
    return Checked(problems, sum(map(len, library.declared.values())), count_withheld(library, SITE, day))


def sound(root: Path, day: date, strict: bool, processes: int = 1) -> tuple[Library, list[Problem]]:
    """The library and its warnings; stops with every Problem where there is an error."""
    library, problems = load(root, processes, root / PICTURES)
    if library is not None:
        problems = [*problems, *run_checks(library, day, processes)]
    if library is None or has_errors(problems, strict):
        raise ContentError(problems)
    return library, problems
