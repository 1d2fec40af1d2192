"""Runs `kyyeu build`, which builds site and booklets, and `kyyeu serve`, which repeats it on each edit."""

import argparse
import sys
from pathlib import Path
from typing import Any

from kyyeu.commands.command import DONE, PARALLEL, SHARED, Command, finish, messages, option, report, today
from kyyeu.problems import ContentError, UsageError
from kyyeu.work.machine import refusal


def _build(options: argparse.Namespace) -> int:
    from kyyeu import pipeline

    if options.offline:
        if options.out:
            raise UsageError("--out và --offline không dùng cùng nhau: bản sao chỉ đặt vào một thư mục")
        result = pipeline.build_copy(options.root, today(options), options.offline, **_how(options))
        finish(result, options)
        if not options.json:
            print(f"Bản sao ở {options.offline}: mở tệp index.html trong thư mục ấy.")
    else:
        result = pipeline.build(options.root, today(options), out=options.out, **_how(options))
        finish(result, options)
    return DONE


def _how(options: argparse.Namespace) -> dict[str, Any]:
    """Returns the values of --jobs, --strict and --wait as keyword arguments for functions in pipeline.py."""
    return {"jobs": options.jobs, "strict": options.strict, "wait": options.wait}


def _serve(options: argparse.Namespace) -> int:
    from kyyeu import pipeline
    from kyyeu.mkdocs_plugin import serve

    def build() -> None:
        try:
            finish(pipeline.build(options.root, today(options), **_how(options)), options)
        except ContentError as error:
            report(error.problems, options, error.library)

    def build_again() -> None:
        try:
            build()
        # After a failed build, the web server continues, and the next edit starts another build.
        except Exception as error:
            if not (reason := refusal(error)):
                raise
            print(f"kyyeu: {messages(options).text(reason)}", file=sys.stderr)

    build()
    serve(options.root, "127.0.0.1", options.port, build_again)
    return DONE


BUILD = Command(
    "build",
    "kiểm tra, dựng trang vào site/ và ấn phẩm vào print/",
    _build,
    (
        option(
            "--out", type=Path, metavar="THƯ_MỤC", help="nơi đặt trang (mặc định: site/ trong thư mục gốc)"
        ),
        option(
            "--offline",
            type=Path,
            metavar="THƯ_MỤC",
            help="chỉ dựng một bản sao vào đây, mở được từ USB không cần mạng",
        ),
    ),
    parents=(SHARED, PARALLEL),
)

SERVE = Command(
    "serve",
    "dựng rồi mở trang trên máy này, tự dựng lại khi sửa",
    _serve,
    (option("--port", type=int, default=8000, metavar="CỔNG", help="cổng trên máy này (mặc định: 8000)"),),
    parents=(SHARED, PARALLEL),
)
