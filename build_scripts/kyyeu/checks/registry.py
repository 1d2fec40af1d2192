"""The table of checks. `@check(code, …)` enters a function and refuses a code twice; `run_checks` calls them all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from kyyeu.model.library import Library
from kyyeu.problems import Problem
from kyyeu.work.share import share

WORTH_SHARING = 1_000  # records: for fewer, forking takes longer than it saves


class Check(NamedTuple):
    """A rule: the codes of the Problems it can give, what it asks (shown in the guide), and its function."""

    codes: tuple[str, ...]
    asks: str
    function: Callable[[Library, date], Iterator[Problem]]


CHECKS: list[Check] = []


def check(
    *codes: str, asks: str
) -> Callable[[Callable[[Library, date], Iterator[Problem]]], Callable[[Library, date], Iterator[Problem]]]:
    """Register a check under the codes of its Problems; `asks` says in Vietnamese what it sees to."""
    taken = {code for entry in CHECKS for code in entry.codes}
    if doubled := taken & set(codes):
        raise ValueError(f"check codes registered twice: {sorted(doubled)}")

    def enter(
        function: Callable[[Library, date], Iterator[Problem]],
    ) -> Callable[[Library, date], Iterator[Problem]]:
        CHECKS.append(Check(codes, asks, function))
        return function

    return enter


def run_checks(library: Library, day: date, processes: int = 1) -> list[Problem]:
    """Every Problem of every check, as of `day`."""
    # Importing a subject's file enters its checks in the table.
    from kyyeu.checks import (  # noqa: F401
        awards,
        conferences,
        identity,
        links,
        names,
        photos,
        printing,
        privacy,
        reports,
        site,
        text,
        times,
    )
    from kyyeu.facts.walk import all_texts, forget_texts

    few = sum(map(len, library.declared.values())) < WORTH_SHARING
    all_texts(library)  # before any fork, so that it is walked once

    def problems(checks: Sequence[Check]) -> list[Problem]:
        return [problem for entry in checks for problem in entry.function(library, day)]

    found = [
        problem
        for part in share("Kiểm tra", problems, CHECKS, 1, 1 if few else processes)
        for problem in part
    ]
    forget_texts(library)
    return found
