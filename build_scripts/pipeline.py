"""The whole build on one screen: load → check → publish → views → jobs → files → one swap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from build_scripts.checks.registry import run_checks
from build_scripts.loading.load import load
from build_scripts.model.library import Library
from build_scripts.problems import ContentError, Problem, has_errors
from build_scripts.publishing.consent import PRESS, SITE, withheld


class UsageError(Exception):
    """The command asks for something that is not there; the sentence is Vietnamese."""


@dataclass(frozen=True)
class Checked:
    """What `kyyeu check` says: Problems, how many records, and how many people of each unit are withheld."""

    problems: list[Problem]
    records: int
    withheld: Mapping[str, int] = field(default_factory=dict)


def check(root: Path, day: date) -> Checked:
    library, problems = load(root)
    if library is None:
        return Checked(problems, 0)
    return Checked([*problems, *run_checks(library, day)], sum(len(refs) for refs in library.declared.values()), withheld(library, SITE, day))
