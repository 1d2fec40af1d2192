"""Runs every check over a library; importing this module registers all checks."""

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

# For libraries with fewer records than this, starting processes takes longer than it saves.
WORTH_SHARING = 1_000


def run_checks(library: Library, day: date, processes: int = 1) -> list[Problem]:
    """Returns every Problem of every check on `day`; a large library is checked in `processes` processes."""
    all_texts(library)  # Collects all texts once, before processes are forked, which then share them.

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
