"""Loads and checks a project's content; every command does this before it renders anything."""

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
from kyyeu.work.repeat import PICTURES

TIMEZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True)
class Checked:
    """The result of `kyyeu check`: the problems found, and the number of records.

    `withheld` says for each unit how many people and collectives may not be shown on the site. `library` has
    the records that could be read; it is None if data/site.yml could not be read.
    """

    problems: list[Problem]
    records: int
    withheld: Mapping[str, int] = field(default_factory=dict)
    library: Library | None = None


def today() -> date:
    """Returns today's date in Vietnam.

    Unless the option --date is given, this date decides which consent forms and unit names are valid.
    """
    return datetime.now(TIMEZONE).date()


def load_and_check(
    root: Path, day: date, processes: int = 1, memory: Path | None = None, may_write: bool = True
) -> tuple[Library | None, list[Problem]]:
    """Loads and checks the project in the folder `root`; returns its records (the library) and all problems.

    The library is None if data/site.yml cannot be read. `memory` is a file that caches facts about pictures.
    If `may_write` is false, this file is read but not updated.
    """
    library, problems = load(root, processes, memory, may_write=may_write)
    return library, [*problems, *(run_checks(library, day, processes) if library else ())]


def check(root: Path, day: date) -> Checked:
    """Loads the project in the folder `root` and checks it; consent forms are judged as on the day `day`.

    Checking continues after errors. No file is written.
    """
    library, problems = load_and_check(root, day, os.cpu_count() or 1, root / PICTURES, may_write=False)
    if library is None:
        return Checked(problems, 0)
    return Checked(
        problems, sum(map(len, library.declared.values())), count_withheld(library, SITE, day), library
    )


def load_checked(
    root: Path, day: date, strict: bool = False, processes: int = 1
) -> tuple[Library, list[Problem]]:
    """Returns all records of a project (the library), and the warnings about them.

    Raises ContentError with all problems if one of them is an error. If `strict` is true, a warning counts as
    an error.
    """
    library, problems = load_and_check(root, day, processes, root / PICTURES)
    if library is None or has_errors(problems, strict):
        raise ContentError(problems, library)
    return library, problems
