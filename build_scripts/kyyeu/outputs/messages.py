"""Decides who reads what a command prints, and adapts the wording of messages to these readers.

All commands print their problems (messages about the content) through the class Messages.
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
# GROUP is the number of equal problems from which on they are printed as a group. EXAMPLES is the number of
# problems printed for a group. OF_ONE_FILE is the largest number of single problems printed for one file.
GROUP, EXAMPLES, OF_ONE_FILE = 6, 3, 20
_DIGITS = re.compile(r"\d+")
_UNTOLD = "(không nêu: có tên người chưa được đăng)"


class Audience(StrEnum):
    """Lists the two kinds of readers of messages.

    EDITOR is somebody of the department's office or of a school, at a computer that holds the files anyway.
    OUTSIDE is everybody else, such as readers of server logs, of pull request comments and of reports for
    other programs.
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
    """Returns who reads the output of a command: EDITOR if that is certain, otherwise OUTSIDE.

    `wished` is the value of the option --audience. Without it, the environment variable KYYEU_AUDIENCE is
    used. Without both, the reader is EDITOR if three conditions are met: the output goes to a terminal, it
    does not come from a server for continuous integration, and its `form` is text or json.
    """
    if wish := wished or environment.get(VARIABLE, ""):
        return Audience.EDITOR if wish == Audience.EDITOR else Audience.OUTSIDE
    if terminal is None:
        terminal = sys.stdout.isatty() and sys.stderr.isatty()
    own = terminal and not environment.get("CI") and form in ("text", "json")
    return Audience.EDITOR if own else Audience.OUTSIDE


@dataclass(frozen=True)
class Messages:
    """Words messages about a project so that they say nothing that their readers must not know.

    `read` returns the project's records, as far as they can be read; it is called only if a message needs
    them. People count as published if they are published on `day`. Unless `everything` is true, equal
    problems are grouped, and the number of problems for each file is limited.
    """

    reader: Audience
    read: Callable[[], Library | None]
    day: date
    everything: bool = False

    @cached_property
    def _wording(self) -> OutwardWording:
        return OutwardWording(self.read(), self.day)

    def problems(self, problems: Sequence[Problem]) -> list[Problem]:
        """Returns problems in words that their readers may see, for a format that other programs read."""
        if self.reader is Audience.EDITOR:
            return list(problems)
        return [self._wording.problem(problem) for problem in problems]

    def lines(self, problems: Sequence[Problem]) -> list[str]:
        """Returns problems as lines of text, with equal problems grouped under a few examples."""
        worded = self.problems(problems)
        return [_line(problem) for problem in worded] if self.everything else list(_grouped(worded))

    def text(self, text: str) -> str:
        """Returns any message other than a problem in words that its readers may see.

        Words that the user has typed on the command line may be repeated.
        """
        if self.reader is Audience.EDITOR:
            return text
        return self._wording.text(text, typed=frozenset(sys.argv)) or _UNTOLD

    def private(self, lines: Sequence[str]) -> Sequence[str]:
        """Returns lines that quote records.

        If the reader is OUTSIDE (not known to be an editor), a single line replaces them.
        """
        if self.reader is Audience.EDITOR or not lines:
            return lines
        return [f"({len(lines)} dòng nêu nội dung hồ sơ, chỉ in cho người làm nội dung: --audience editor)"]

    def file(self, file: str) -> str:
        """Returns a file's path, or another description if the path may name an unpublished person."""
        return file if self.reader is Audience.EDITOR else self._wording.file(file)

    def fault(self, error: BaseException) -> str:
        """Returns the traceback of a bug.

        If the reader is OUTSIDE (not known to be an editor), the error message and its values are left out.
        """
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
    """Returns a problem as a line of text; a problem's place in a workbook is written as `Sheet!Cell`."""
    place = problem.place
    if "!" not in place.file:
        return str(problem)
    return place.file + str(problem).removeprefix(f"{place.file}:{place.line}:{place.column}")


def _grouped(problems: Sequence[Problem]) -> Iterator[str]:
    """Yields problems as lines of text: single problems first, then groups of equal problems.

    At most OF_ONE_FILE single problems are shown of each file.
    """
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
    """Returns the first EXAMPLES problems of a group of equal problems, if possible from different files."""
    files = {problem.place.file: problem for problem in reversed(group)}
    return list(files.values())[: -EXAMPLES - 1 : -1] if len(files) >= EXAMPLES else group[:EXAMPLES]


def _nonzero(problems: Sequence[Problem]) -> str:
    return ", ".join(part for part in counted(problems).split(", ") if not part.startswith("0 "))


def _kind(problem: Problem) -> tuple[str, ...]:
    """Returns a key that equal problems share; their sentences may differ in numbers."""
    return problem.severity, problem.code, _DIGITS.sub("#", problem.sentence), problem.advice
