"""Defines a Problem in the content: where something is wrong, what is wrong and what to do.

Other modules decide how a Problem is printed.
"""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How serious a problem is: an error stops a build, a warning does not."""

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
    """Something wrong in the content of a project.

    `code` names the kind of problem, in ASCII, and never changes once it is in use. `sentence` and `advice`
    are plain Vietnamese for a school secretary.
    """

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
        """Identifies a problem as (file, code, sentence), to compare two versions of the content.

        The line is left out, because an edit further up in the file would change it.
        """
        return self.place.file, self.code, self.sentence

    def __str__(self) -> str:
        label = "lỗi" if self.severity is Severity.ERROR else "cảnh báo"
        where = f"{self.place.file}:{self.place.line}:{self.place.column}"
        tail = f" → {self.advice}" if self.advice else ""
        return f"{where}: {label} [{self.code}] {self.sentence}{tail}"


def visible(text: str) -> str:
    """Returns a text with each control character as � and each line end as a space.

    The content may have control characters that a terminal would obey, or that reverse the writing direction.
    """
    return "".join(char if char.isprintable() else " " if char.isspace() else "\ufffd" for char in text)


def _make_visible(value: Place | Problem, name: str) -> None:
    text = getattr(value, name)
    if not text.isprintable():
        object.__setattr__(value, name, visible(text))


class ContentError(Exception):
    """Raised if a command cannot continue because of errors in the content.

    `problems` has all Problems found until then. `library` has the records that could be read, if any, which
    decide how the problems are worded for readers outside the office.
    """

    def __init__(self, problems: Iterable[Problem], library: object = None) -> None:
        self.problems, self.library = sorted(set(problems)), library
        super().__init__(f"{len(self.problems)} problems")


class UsageError(Exception):
    """Raised if a command was asked for something missing or not allowed; the message is in Vietnamese."""


def nearest(written: str, valid: Iterable[str], sure: bool = False) -> str:
    """Returns 'Có phải “x”?' (did you mean x?) with the valid value most similar to the written one.

    Returns '' if no valid value is similar enough. With `sure`, the most similar one is always suggested.
    """
    matches = difflib.get_close_matches(written, sorted(set(valid)), n=1, cutoff=0.0 if sure else 0.6)
    return f"Có phải “{matches[0]}”?" if matches else ""


def has_errors(problems: Iterable[Problem], strict: bool = False) -> bool:
    """Whether any of the problems is an error; if `strict` is true, warnings count as errors."""
    return any(strict or problem.severity is Severity.ERROR for problem in problems)
