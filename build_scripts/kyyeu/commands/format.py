"""Runs `kyyeu format`, which rewrites every record file in the program's standard format."""

import argparse
from pathlib import Path

from kyyeu.commands.command import CONTENT, DONE, Command, messages, option, report
from kyyeu.loading.load import load
from kyyeu.loading.schema import schema_problem
from kyyeu.outputs.editor.format_files import format_files
from kyyeu.problems import ContentError, has_errors


def _format(options: argparse.Namespace) -> int:
    if problem := schema_problem(options.root):
        raise ContentError([problem])
    result = format_files(options.root, options.files, write=not options.check)
    if result.problems:
        report(result.problems, options, lambda: load(options.root)[0])
    wording = messages(options, lambda: load(options.root)[0])
    for file in result.changed:
        print(wording.file(file))
    verb = "chưa đúng dạng" if options.check else "được viết lại"
    print(f"{result.read} tệp, {len(result.changed)} tệp {verb}.")
    if options.check and result.changed:
        print("Viết lại cho đúng dạng bằng: kyyeu format")
    return CONTENT if has_errors(result.problems) or (options.check and result.changed) else DONE


COMMAND = Command(
    "format",
    "viết lại các tệp theo một dạng thống nhất; không đổi nội dung",
    _format,
    (
        option(
            "files",
            nargs="*",
            type=Path,
            metavar="TỆP",
            help="tệp hoặc thư mục; bỏ trống thì mọi tệp của content/ và data/",
        ),
        option("--check", action="store_true", help="không ghi, chỉ liệt kê tệp chưa đúng dạng"),
    ),
)
