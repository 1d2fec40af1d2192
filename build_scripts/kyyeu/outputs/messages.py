"""Decides who reads what a command prints, and writes problems and other messages for these readers.

Every output of problems goes through the class Messages.
"""

import os
import re
import sys
import traceback
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from kyyeu.model.library import Library
from kyyeu.problems import Problem, Severity
from kyyeu.publishing.outward import OutwardWording

VARIABLE = "KYYEU_AUDIENCE"
# From how many equal problems on they are a group, how many of it are shown, and how many of one file.
GROUP, EXAMPLES, OF_ONE_FILE = 6, 3, 20
_DIGITS = re.compile(r"\d+")
_UNTOLD = "(không nêu: có tên người chưa được đăng)"


class Audience(StrEnum):
    """Those who read messages.

    EDITOR is somebody of the office or of a unit at the own computer, who sees the files themselves anyway.
    OUTSIDE is everybody else: readers of a server's logs, of comments, of reports made for other programs.
    """

    EDITOR = "editor"
    OUTSIDE = "outside"


def audience(
    wished: str = "",
    form: str = "text",
    *,
    environment: Mapping[str, str] = os.environ,
    terminal: bool | None = None,
) -> Audience:
    """Decides who reads the output of a command; whoever is not known to be an editor counts as outside.

    `wished` is the value of the option --audience, which the environment variable KYYEU_AUDIENCE replaces.
    Output in a `form` that is made to be posted, output on a server for continuous integration, and output
    that does not go to a terminal are for outside.
    """
    if wish := wished or environment.get(VARIABLE, ""):
        return Audience.EDITOR if wish == Audience.EDITOR else Audience.OUTSIDE
    if terminal is None:
        terminal = sys.stdout.isatty() and sys.stderr.isatty()
    own = terminal and not environment.get("CI") and form in ("text", "json")
    return Audience.EDITOR if own else Audience.OUTSIDE


@dataclass(frozen=True)
class Messages:
    """Writes messages about a project for their readers.

    `read` returns the records that could be read, if any; it is called only if they are needed. On `day` it
    is judged who is published. Unless `everything` is true, texts for people group equal problems and limit
    the number for each file.
    """

    reader: Audience
    read: Callable[[], Library | None]
    day: date
    everything: bool = False

    @cached_property
    def _wording(self) -> OutwardWording:
        return OutwardWording(self.read(), self.day)

    def problems(self, problems: Sequence[Problem]) -> list[Problem]:
        """Returns problems in the words that the readers may see, for a format that other programs read."""
        if self.reader is Audience.EDITOR:
            return list(problems)
        return [self._wording.problem(problem) for problem in problems]

    def lines(self, problems: Sequence[Problem]) -> list[str]:
        """Returns problems as lines for people: one each, and equal ones in a group with a few examples."""
        worded = self.problems(problems)
        return [_line(problem) for problem in worded] if self.everything else list(_grouped(worded))

    def text(self, text: str) -> str:
        """Returns any other message in the words that the readers may see.

        What stands on the command line may be repeated.
        """
        if self.reader is Audience.EDITOR:
            return text
        return self._wording.text(text, typed=frozenset(sys.argv)) or _UNTOLD

    def private(self, lines: Sequence[str]) -> Sequence[str]:
        """Returns lines that quote records: for outside, one line in their place, if there are any."""
        if self.reader is Audience.EDITOR or not lines:
            return lines
        return [f"({len(lines)} dòng nêu nội dung hồ sơ, chỉ in cho người làm nội dung: --audience editor)"]

    def file(self, file: str) -> str:
        """Returns a file's path, or what the file is called if its name may tell who a withheld person is."""
        return file if self.reader is Audience.EDITOR else self._wording.file(file)

    def fault(self, error: BaseException) -> str:
        """Returns the report of a bug: a traceback, which for outside has no value, only lines of code."""
        if self.reader is Audience.EDITOR:
            return "".join(traceback.format_exception(error))
        frames = [
            f"  {'/'.join(Path(frame.filename).parts[-3:])}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(error.__traceback__)
        ]
        return "\n".join([*frames, type(error).__name__]) + "\n"


def counted(problems: Sequence[Problem]) -> str:
    """Returns the number of errors and warnings as a text such as '2 lỗi, 1 cảnh báo'."""
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    return f"{errors} lỗi, {len(problems) - errors} cảnh báo"


def _line(problem: Problem) -> str:
    """Returns a problem as a line; a workbook's cell has no line and column, so it stands as `Sheet!Cell`."""
    place = problem.place
    if "!" not in place.file:
        return str(problem)
    return place.file + str(problem).removeprefix(f"{place.file}:{place.line}:{place.column}")


def _grouped(problems: Sequence[Problem]) -> Iterator[str]:
    """Yields lines of problems: single ones first, of each file no more than OF_ONE_FILE, then the groups."""
    groups: dict[tuple[str, ...], list[Problem]] = defaultdict(list)
    for problem in problems:
        groups[_kind(problem)].append(problem)
    shown: Counter[str] = Counter()
    more: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        if len(groups[_kind(problem)]) >= GROUP:
            continue
        shown[problem.place.file] += 1
        if shown[problem.place.file] <= OF_ONE_FILE:
            yield _line(problem)
        else:
            more[problem.place.file].append(problem)
    for file, left in more.items():
        yield f"{file}: và {_nonzero(left)} nữa."
    for group in groups.values():
        if len(group) >= GROUP:
            yield f"{len(group)} chỗ như nhau, ví dụ:"
            yield from (f"  {_line(problem)}" for problem in _examples(group))
            yield f"  … và {len(group) - EXAMPLES} chỗ nữa."
    if more or any(len(group) >= GROUP for group in groups.values()):
        yield "Xem đủ từng chỗ: thêm --all vào lệnh kyyeu."


def _examples(group: Sequence[Problem]) -> Sequence[Problem]:
    """Returns the first problems of a group, if possible each in another file."""
    files = {problem.place.file: problem for problem in reversed(group)}
    return list(files.values())[: -EXAMPLES - 1 : -1] if len(files) >= EXAMPLES else group[:EXAMPLES]


def _nonzero(problems: Sequence[Problem]) -> str:
    return ", ".join(part for part in counted(problems).split(", ") if not part.startswith("0 "))


def _kind(problem: Problem) -> tuple[str, ...]:
    """Returns what equal problems have in common; figures in their sentences may differ."""
    return problem.severity, problem.code, _DIGITS.sub("#", problem.sentence), problem.advice
