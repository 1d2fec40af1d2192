"""Defines what all commands share: a Vietnamese argument parser, exit codes, common options, and output."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from kyyeu import reading
from kyyeu.model.library import Library
from kyyeu.outputs.messages import Messages, audience, counted
from kyyeu.outputs.problem_formats import as_json
from kyyeu.problems import Problem

# Importing the module kyyeu.pipeline takes a second, so a command imports it only when it runs and needs it.
if TYPE_CHECKING:
    from kyyeu.pipeline import Built

DONE, CONTENT, USAGE, FAULT = 0, 1, 2, 3

# Describes an option or positional argument by its names and by its settings for argparse's add_argument.
Option = tuple[tuple[str, ...], dict[str, Any]]


def option(*names: str, **settings: Any) -> Option:
    """Returns the description of a command's option or positional argument, for argparse's add_argument."""
    return names, settings


class _Formatter(argparse.HelpFormatter):
    def add_usage(self, usage: str | None, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "Cách dùng: " if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """An argument parser whose help and error messages are in Vietnamese."""

    def __init__(self, options: Sequence[Option], add_help: bool = True, **settings: Any) -> None:
        super().__init__(add_help=False, formatter_class=_Formatter, **settings)
        self._positionals.title, self._optionals.title = "tham số", "tùy chọn"
        own_help = option("-h", "--help", action="help", help="in lời hướng dẫn này")
        for names, about in (own_help, *options) if add_help else options:
            self.add_argument(*names, **about)

    def error(self, message: str) -> NoReturn:
        """Prints in Vietnamese what is wrong with the command's arguments and exits with code 2."""
        for english, vietnamese in _PHRASES:
            message = message.replace(english, vietnamese)
        print(
            f"kyyeu: câu lệnh chưa đúng: {message}\nXem cách dùng: {self.prog} --help",
            file=sys.stderr,
        )
        raise SystemExit(USAGE)


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


def day(text: str) -> date:
    """Returns the date that the user wrote for an option, such as 2026-11-23.

    Raises ArgumentTypeError, with a Vietnamese message, if it is no date.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” không phải một ngày; viết dạng 2026-11-23") from None


def jobs(text: str) -> int:
    """Returns the number of processes, from 1 to 256, that the user wrote for the option --jobs.

    Raises ArgumentTypeError, with a Vietnamese message, if it is no such number.
    """
    if not text.isdigit() or not 1 <= int(text) <= 256:
        raise argparse.ArgumentTypeError(f"“{text}” không phải số tiến trình từ 1 đến 256")
    return int(text)


def seconds(text: str) -> int:
    """Returns the number of seconds, at most one week, that the user wrote for the option --wait.

    Raises ArgumentTypeError, with a Vietnamese message, if it is no such number.
    """
    if not (text.isascii() and text.isdigit()) or int(text) > 7 * 24 * 3600:
        raise argparse.ArgumentTypeError(f"“{text}” không phải số giây từ 0 đến {7 * 24 * 3600}")
    return int(text)


# The following options are shared by several commands.
WAIT = option(
    "--wait",
    type=seconds,
    metavar="GIÂY",
    help="chờ lệnh khác đang dùng dự án lâu nhất ngần này giây; 0: không chờ (mặc định: chờ đến khi xong)",
)
DATE = option(
    "--date", type=day, metavar="NGÀY", help="ngày xét phiếu đồng ý và tên đơn vị (mặc định: hôm nay)"
)
SHARED = Parser(
    (
        DATE,
        option("--strict", action="store_true", help="coi cảnh báo là lỗi"),
        option("--json", action="store_true", help="in kết quả dạng JSON cho máy đọc"),
        option("--all", action="store_true", help="in đủ từng lỗi, không gộp những lỗi như nhau"),
    ),
    add_help=False,
)
PARALLEL = Parser(
    (
        option(
            "--jobs",
            type=jobs,
            default=0,
            metavar="SỐ",
            help="số tiến trình chạy cùng lúc (mặc định: số nhân máy)",
        ),
        WAIT,
    ),
    add_help=False,
)


class Command(NamedTuple):
    """A command of `kyyeu`: its name, its help text, the function that runs it, and its options.

    The function returns the exit code. `parents` are parsers with options that several commands share.
    `needs_project` is False if the command works in any folder.
    """

    name: str
    help: str
    run: Callable[[argparse.Namespace], int]
    options: tuple[Option, ...] = ()
    parents: tuple[Parser, ...] = ()
    needs_project: bool = True


def today(options: argparse.Namespace) -> date:
    """Returns the date that the user gave with --date, or else today's date in Vietnam."""
    return options.date or reading.today()


def messages(options: argparse.Namespace, library: object = None, form: str = "text") -> Messages:
    """Returns an object that words a command's messages for the readers of its output.

    Readers outside the office must not learn who is withheld. Who reads the output follows from the option
    --audience and from the output format `form`. `library` has the project's records, or is a function that
    reads them; it is None if they could not be read.
    """

    def read() -> Library | None:
        records = library() if callable(library) else library
        return records if isinstance(records, Library) else None

    return Messages(
        audience(getattr(options, "audience", ""), form),
        read,
        getattr(options, "date", None) or reading.today(),
        getattr(options, "all", False),
    )


def report(problems: Sequence[Problem], options: argparse.Namespace, library: object = None) -> None:
    """Prints problems and their number, or with the option --json the problems as JSON.

    `library` has the project's records, or is a function that reads them; they are needed to word problems
    for readers outside the office.
    """
    wording = messages(options, library)
    if getattr(options, "json", False):
        print_json({"problems": [as_json(problem) for problem in wording.problems(problems)]})
    else:
        print(*wording.lines(problems), f"\n{counted(problems)}.", sep="\n")


def print_json(values: dict[str, Any]) -> None:
    """Prints a dict as indented JSON to standard output."""
    print(json.dumps(values, ensure_ascii=False, indent=2))


def finish(result: Built, options: argparse.Namespace) -> None:
    """Prints the result of a build to standard output, and its warnings and notes to standard error."""
    wording = messages(options, result.library)
    for line in (*wording.lines(sorted(set(result.problems))), *map(wording.text, result.notes)):
        print(line, file=sys.stderr)
    print(json.dumps(result.as_json(), ensure_ascii=False) if options.json else result.last_line())
