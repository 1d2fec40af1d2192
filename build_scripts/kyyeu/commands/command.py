"""What all commands share: a parser that speaks Vietnamese, exit codes, the date, how Problems and results are printed."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias

from kyyeu import reading
from kyyeu.outputs.problem_formats import as_json
from kyyeu.problems import Problem, Severity

if (
    TYPE_CHECKING
):  # what only some commands need is imported where they run: the engine of print takes a second
    from kyyeu.pipeline import Built

DONE, CONTENT, USAGE, FAULT = 0, 1, 2, 3


class _Formatter(argparse.HelpFormatter):
    def add_usage(self, usage: str | None, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "Cách dùng: " if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """Helps, and says what is wrong with a command, in Vietnamese."""

    def __init__(self, **options: Any) -> None:
        wants_help = options.pop("add_help", True)
        super().__init__(add_help=False, formatter_class=_Formatter, **options)
        self._positionals.title, self._optionals.title = "tham số", "tùy chọn"
        if wants_help:
            self.add_argument("-h", "--help", action="help", help="in lời hướng dẫn này")

    def error(self, message: str) -> NoReturn:
        print(
            f"kyyeu: câu lệnh chưa đúng: {_translated(message)}\nXem cách dùng: {self.prog} --help",
            file=sys.stderr,
        )
        raise SystemExit(USAGE)


Commands: TypeAlias = "argparse._SubParsersAction[Parser]"  # what a command adds itself to

_PHRASES = (
    ("the following arguments are required: ", "thiếu "),
    ("unrecognized arguments: ", "không hiểu "),
    ("invalid choice: ", "không có "),
    ("expected one argument", "cần một giá trị"),
    ("expected at least one argument", "cần ít nhất một giá trị"),
    ("invalid ", "sai "),
    (" value: ", ": "),
    ("argument ", "tham số "),
    ("choose from ", "chọn một trong "),
    ("not allowed with ", "không dùng cùng "),
)


def _translated(message: str) -> str:
    for english, vietnamese in _PHRASES:
        message = message.replace(english, vietnamese)
    return message


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” không phải một ngày; viết dạng 2026-11-23") from None


def jobs(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 256:
        raise argparse.ArgumentTypeError(f"“{text}” không phải số tiến trình từ 1 đến 256")
    return int(text)


def today(options: argparse.Namespace) -> date:
    return options.date or reading.today()


def report(problems: Sequence[Problem], options: argparse.Namespace) -> None:
    """Problems in file order and their count; as JSON on standard output where asked."""
    if getattr(options, "json", False):
        print(
            json.dumps({"problems": [as_json(problem) for problem in problems]}, ensure_ascii=False, indent=2)
        )
        return
    for problem in problems:
        print(problem)
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    print(f"\n{errors} lỗi, {len(problems) - errors} cảnh báo.")


def finish(result: Built, options: argparse.Namespace) -> None:
    for problem in sorted(set(result.problems)):
        print(problem, file=sys.stderr)
    for note in result.notes:
        print(note, file=sys.stderr)
    print(json.dumps(result.as_json(), ensure_ascii=False) if options.json else result.last_line())
