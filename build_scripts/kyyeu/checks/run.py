"""Runs every check over all records of a project; importing this module registers all checks."""

from collections.abc import Sequence
from datetime import date

from kyyeu.checks import (  # noqa: F401 - each import registers the checks of its subject
    awards,
    conferences,
    links,
    photos,
    printing,
    privacy,
    reports,
    site,
    text,
    times,
)
from kyyeu.checks.registry import CHECKS, Check
from kyyeu.facts.walk import all_texts, forget_texts
from kyyeu.model.library import Library
from kyyeu.problems import Problem, capped
from kyyeu.work.share import share

# A project with fewer records than this is checked in one process, because starting more would take too long.
WORTH_SHARING = 1_000


def run_checks(library: Library, day: date, processes: int = 1) -> list[Problem]:
    """Runs all checks over a project's records and returns the Problems; consent is judged on the day `day`.

    If there are many records, the checks run in `processes` processes.
    """
    # Collects all texts of the records before other processes are forked, so that these share the texts.
    all_texts(library)

    def problems_of(checks: Sequence[Check]) -> list[Problem]:
        return [problem for check in checks for problem in check.function(library, day)]

    few = sum(map(len, library.declared.values())) < WORTH_SHARING
    problems = [
        problem
        for batch in share("Kiểm tra", problems_of, CHECKS, 1, 1 if few else processes)
        for problem in batch
    ]
    forget_texts(library)
    return capped(problems)
