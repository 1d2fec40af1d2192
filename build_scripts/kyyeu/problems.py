"""A Problem: where something is wrong, what is wrong, what to do about it. Says nothing about how it is printed."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A position in a source file. `file` is relative to the project's root; line and column count from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __post_init__(self) -> None:
        _make_visible(self, "file")


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One finding. `code` is a stable ASCII name; `sentence` and `advice` are plain Vietnamese for a school secretary."""

    place: Place
    code: str
    sentence: str
    advice: str = ""
    severity: Severity = Severity.ERROR

    def __post_init__(self) -> None:
        _make_visible(self, "sentence")
        _make_visible(self, "advice")

    @property
    def finding(self) -> tuple[str, str, str]:
        """What it is, wherever it stands in its file: an edit above it moves its line."""
        return self.place.file, self.code, self.sentence

    def __str__(self) -> str:
        label = "lỗi" if self.severity is Severity.ERROR else "cảnh báo"
        where = f"{self.place.file}:{self.place.line}:{self.place.column}"
        tail = f" → {self.advice}" if self.advice else ""
        return f"{where}: {label} [{self.code}] {self.sentence}{tail}"


def visible(text: str) -> str:
    """Content may hold what a terminal obeys, or what turns the line round: in a sentence it shows as �, a line end as a space."""
    return "".join(char if char.isprintable() else " " if char.isspace() else "\ufffd" for char in text)


def _make_visible(value: Place | Problem, name: str) -> None:
    text = getattr(value, name)
    if not text.isprintable():
        object.__setattr__(value, name, visible(text))


class ContentError(Exception):
    """Raised where work can't go on because of the content; carries every Problem found so far."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__(f"{len(self.problems)} problems")


class UsageError(Exception):
    """A command asks for something that is not there or may not be; the sentence is Vietnamese."""


def nearest(found: str, valid: Iterable[str], sure: bool = False) -> str:
    """'Có phải “x”?' for the valid value nearest to what was found, else ''. `sure`: the valid ones are meant, however unlike."""
    match = difflib.get_close_matches(found, sorted(set(valid)), n=1, cutoff=0.0 if sure else 0.6)
    return f"Có phải “{match[0]}”?" if match else ""


def has_errors(problems: Iterable[Problem], strict: bool = False) -> bool:
    return any(strict or problem.severity is Severity.ERROR for problem in problems)
