"""`kyyeu format`: every record file in its one canonical form."""

from __future__ import annotations

import argparse
from pathlib import Path

from kyyeu.commands.command import CONTENT, DONE, Commands, Parser, report
from kyyeu.outputs.editor.format_files import format_files
from kyyeu.problems import has_errors


def add(commands: Commands, shared: Parser, work: Parser) -> None:
    formats = commands.add_parser(
        "format", help="viết lại các tệp theo một dạng thống nhất; không đổi nội dung"
    )
    formats.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="TỆP",
        help="tệp hoặc thư mục; bỏ trống thì mọi tệp của content/ và data/",
    )
    formats.add_argument("--check", action="store_true", help="không ghi, chỉ liệt kê tệp chưa đúng dạng")
    formats.set_defaults(run=_format)


def _format(options: argparse.Namespace) -> int:
    found = format_files(options.root, options.files, write=not options.check)
    if found.problems:
        report(found.problems, options)
    for file in found.changed:
        print(file)
    verb = "chưa đúng dạng" if options.check else "được viết lại"
    print(f"{found.read} tệp, {len(found.changed)} tệp {verb}.")
    if options.check and found.changed:
        print("Viết lại cho đúng dạng bằng: kyyeu format")
    return CONTENT if has_errors(found.problems) or (options.check and found.changed) else DONE
