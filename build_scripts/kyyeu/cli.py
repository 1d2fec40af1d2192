"""Defines the command line of the program `kyyeu` and runs its commands.

Exit codes: 0 success, 1 problems in the content, 2 wrong usage or a fault of the machine such as a full disk,
3 a bug of the program, 128 plus the signal's number if a signal such as Ctrl-C ended the program.
"""

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from kyyeu.commands import (
    addresses,
    build,
    check,
    comment,
    diff,
    editor,
    forget,
    format,
    imports,
    init,
    new,
    review,
    status,
    upgrade,
    workbook,
)
from kyyeu.commands import print as prints
from kyyeu.commands.command import CONTENT, FAULT, USAGE, Parser, messages, option, report
from kyyeu.loading.load import load
from kyyeu.outputs.messages import Audience, Messages
from kyyeu.problems import ContentError
from kyyeu.work.machine import refusal
from kyyeu.work.stopping import report_stop, stop_behind, stop_on_signals

COMMANDS = (
    check.COMMAND,
    build.BUILD,
    build.SERVE,
    prints.COMMAND,
    new.COMMAND,
    format.COMMAND,
    editor.COMMAND,
    workbook.COMMAND,
    imports.COMMAND,
    diff.COMMAND,
    review.COMMAND,
    comment.COMMAND,
    init.COMMAND,
    upgrade.COMMAND,
    status.COMMAND,
    addresses.COMMAND,
    forget.COMMAND,
)


def build_parser() -> argparse.ArgumentParser:
    """Returns the argument parser of all commands, with their help texts."""
    root = option(
        "--root",
        type=Path,
        default=Path(),
        metavar="THƯ_MỤC",
        help="thư mục chứa content/ và data/ (mặc định: thư mục hiện tại)",
    )
    reader = option(
        "--audience",
        choices=tuple(Audience),
        default="",
        metavar="AI",
        help="ai đọc lời báo. editor: người làm nội dung, trên máy của mình; outside: người ngoài, "
        "không nêu người chưa được đăng (mặc định: editor khi in ra cửa sổ lệnh, ngoài ra là outside)",
    )
    parser = Parser(
        [root, reader],
        prog="kyyeu",
        description="Kỷ yếu: từ văn bản trong git đến trang công khai và ấn phẩm in.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="LỆNH", parser_class=Parser)
    for command in COMMANDS:
        commands.add_parser(
            command.name, help=command.help, options=command.options, parents=command.parents
        ).set_defaults(run=command.run, needs_project=command.needs_project)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command of `kyyeu` and returns its exit code.

    `arguments` are by default the arguments of the command line.
    """
    stop_on_signals()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    options = build_parser().parse_args(arguments)
    # Makes Python collect garbage less often. The many records are needed until the program ends, and looking
    # for garbage among them would take a tenth of a build's time.
    gc.set_threshold(100_000, 50, 50)
    options.root = options.root.resolve()
    folders = (options.root / "content", options.root / "data")
    if options.needs_project and not any(folder.is_dir() for folder in folders):
        print(
            f"kyyeu: thư mục {options.root} không có content/ và data/.\n"
            "Chuyển vào thư mục của dự án, hoặc thêm --root THƯ_MỤC.",
            file=sys.stderr,
        )
        return USAGE
    try:
        code = int(options.run(options))
        sys.stdout.flush()
        return code
    except ContentError as error:
        report(error.problems, options, error.library or (lambda: load(options.root)[0]))
        return CONTENT
    except KeyboardInterrupt as stopped:
        return report_stop(stopped)
    # Python raises BrokenPipeError if the program that reads the output stops reading, as `head` does in
    # `kyyeu check | head`.
    except BrokenPipeError:
        _discard_output()
        return CONTENT
    except Exception as error:
        if stop := stop_behind(error):
            return report_stop(stop)
        # The message about the error cannot be printed if standard error is a file on a full disk.
        with suppress(OSError):
            return _fail(error, messages(options))
        return USAGE


def _fail(error: Exception, wording: Messages) -> int:
    """Prints why a command failed and returns the exit code: 3 for a bug of the program, otherwise 2."""
    if reason := refusal(error):
        print(f"kyyeu: {wording.text(reason)}", file=sys.stderr, flush=True)
        try:
            sys.stdout.flush()
        except OSError:
            _discard_output()
        return USAGE
    print(
        f"{wording.fault(error)}\n"
        "Đây là lỗi của chương trình, không phải của nội dung. Trang đã dựng vẫn trọn vẹn.\n"
        "Xin gửi nguyên văn đoạn trên cho người phụ trách.",
        file=sys.stderr,
    )
    return FAULT


def _discard_output() -> None:
    """Discards the output that could not be written to standard output.

    Otherwise Python would try again when the program ends, and report another error.
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
