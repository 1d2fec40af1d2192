"""Defines a Problem in the content: where something is wrong, what is wrong and what to do.

Other modules decide how a Problem is printed.
"""

import difflib
import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

# At most this many errors, and at most this many warnings, are listed for one file.
MOST_OF_ONE_FILE = 1_000
# For at most this many wrong values in one file, the most similar valid value is sought and suggested.
_SEARCHES = 200
# To find the most similar valid value, a wrong value is compared letter by letter: with all valid values if
# there are at most _FEW, otherwise with the _COMPARED likeliest ones. Only its first _LETTERS letters count.
# One comparison takes about 50 µs.
_FEW, _COMPARED, _LETTERS = 40, 12, 100


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
        """Returns (file, code, sentence), by which the same problem is recognised in two versions of a file.

        The line number is left out, because an edit further up in the file would change it.
        """
        return self.place.file, self.code, self.sentence

    def __str__(self) -> str:
        label = "lỗi" if self.severity is Severity.ERROR else "cảnh báo"
        where = f"{self.place.file}:{self.place.line}:{self.place.column}"
        tail = f" → {self.advice}" if self.advice else ""
        return f"{where}: {label} [{self.code}] {self.sentence}{tail}"


def visible(text: str) -> str:
    """Returns a text in which � replaces each control character, and a space each line end.

    A terminal might obey control characters in the content, and some of them reverse the writing direction.
    """
    return "".join(char if char.isprintable() else " " if char.isspace() else "\ufffd" for char in text)


def _make_visible(value: Place | Problem, name: str) -> None:
    text = getattr(value, name)
    if not text.isprintable():
        object.__setattr__(value, name, visible(text))


class ContentError(Exception):
    """Raised if a command cannot continue because of errors in the content.

    `problems` has all Problems found until then. `library` has the records that could be read, if any. They
    are needed to word the problems for readers outside the office.
    """

    def __init__(self, problems: Iterable[Problem], library: object = None) -> None:
        self.problems, self.library = sorted(set(problems)), library
        super().__init__(f"{len(self.problems)} problems")


class UsageError(Exception):
    """Raised if a user asks a command for something missing or not allowed. The message is in Vietnamese."""


def nearest(written: str, valid: Iterable[str], sure: bool = False) -> str:
    """Returns 'Có phải “x”?' (did you mean x?) with the valid value x that is most similar to a wrong value.

    Returns '' if no valid value is similar enough. If `sure` is true, the most similar value is always
    suggested.
    """
    values, written = frozenset(valid), written[:_LETTERS]
    likely = _likely(written, values) if len(values) > _FEW else sorted(values)
    matches = difflib.get_close_matches(written, likely, n=1, cutoff=0.0 if sure else 0.6)
    return f"Có phải “{matches[0]}”?" if matches else ""


def _likely(written: str, values: frozenset[str]) -> list[str]:
    """Returns the few valid values that share most pairs of neighbouring letters with a wrong value."""
    index, shared = _by_pair(values), Counter[str]()
    for pair in _pairs(written):
        shared.update(index.get(pair, ()))
    return heapq.nlargest(
        _COMPARED, shared, key=lambda value: (shared[value] / (len(value) + len(written)), value)
    )


@lru_cache(maxsize=16)
def _by_pair(values: frozenset[str]) -> Mapping[str, Sequence[str]]:
    index: dict[str, list[str]] = defaultdict(list)
    for value in values:
        for pair in _pairs(value):
            index[pair].append(value)
    return index


def _pairs(text: str) -> set[str]:
    padded = f" {text} "
    return {padded[start : start + 2] for start in range(len(padded) - 1)}


class Effort:
    """Limits the time spent on the messages about each file, since nobody reads thousands of them."""

    def __init__(self) -> None:
        self._searches: Counter[str] = Counter()
        self._problems: Counter[str] = Counter()

    def is_worth_words(self, file: str) -> bool:
        """Counts one more problem of a file, and returns whether its message must be worded.

        After MOST_OF_ONE_FILE problems, no more are listed for a file, so they need no message.
        """
        self._problems[file] += 1
        return self._problems[file] <= MOST_OF_ONE_FILE

    def nearest(self, place: Place, written: str, valid: Iterable[str], sure: bool = False) -> str:
        """Returns 'Có phải “x”?' (did you mean x?) with the valid value x most similar to a wrong value.

        Returns "" if no value is similar, or after many searches for the file of `place`.
        """
        self._searches[place.file] += 1
        return nearest(written, valid, sure) if self._searches[place.file] <= _SEARCHES else ""


def capped(problems: Iterable[Problem]) -> list[Problem]:
    """Returns the problems, but for each file at most MOST_OF_ONE_FILE errors and as many warnings.

    If problems are left out, one further Problem says how many more there are.
    """
    kept: list[Problem] = []
    counts: Counter[tuple[str, Severity]] = Counter()
    first: dict[tuple[str, Severity], Problem] = {}
    for problem in problems:
        kind = problem.place.file, problem.severity
        counts[kind] += 1
        if counts[kind] <= MOST_OF_ONE_FILE:
            kept.append(problem)
        else:
            first.setdefault(kind, problem)
    for kind, problem in first.items():
        what = "lỗi" if problem.severity is Severity.ERROR else "cảnh báo"
        kept.append(
            Problem(
                problem.place,
                "more",
                f"… và {counts[kind] - MOST_OF_ONE_FILE} {what} nữa trong tệp này.",
                f"Sửa {MOST_OF_ONE_FILE} {what} đã nêu trước, rồi kiểm tra lại.",
                problem.severity,
            )
        )
    return kept


def has_errors(problems: Iterable[Problem], strict: bool = False) -> bool:
    """Returns whether any of the problems is an error. If `strict` is true, warnings count as errors."""
    return any(strict or problem.severity is Severity.ERROR for problem in problems)
