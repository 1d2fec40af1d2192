"""Runs `kyyeu editor`, which writes files generated from the record classes, such as JSON Schemas."""

import argparse
import json

from kyyeu.commands.command import CONTENT, DONE, Command, option
from kyyeu.loading.load import load
from kyyeu.model.library import Library
from kyyeu.model.privacy import SITE
from kyyeu.outputs.editor.generated import stale, write_generated
from kyyeu.outputs.editor.web_forms import web_configuration
from kyyeu.problems import ContentError, UsageError, nearest
from kyyeu.publishing.gate import publish
from kyyeu.reading import today


def _editor(options: argparse.Namespace) -> int:
    library, problems = load(options.root)
    if library is None:
        raise ContentError(problems)
    if options.unit:
        return _unit(library, options.unit)
    files = list(stale(options.root, library)) if options.check else write_generated(options.root, library)
    for file in files:
        print(file)
    state = "đã cũ, ghi lại bằng: kyyeu editor" if options.check else "được ghi lại"
    print(f"{len(files)} tệp {state}." if files else "Mọi tệp đều mới.")
    return CONTENT if options.check and files else DONE


def _unit(library: Library, unit: str) -> int:
    """Prints a configuration (JSON) for the web editor that offers the records of one unit only.

    The user saves it as config.json beside the web editor that `make editor` builds.
    """
    if unit not in library.units:
        raise UsageError(f"không có đơn vị “{unit}”. {nearest(unit, library.units)}".rstrip())
    configuration = web_configuration(publish(library, SITE, today()), today(), unit)
    print(json.dumps(configuration, ensure_ascii=False, indent=1))
    return DONE


COMMAND = Command(
    "editor",
    "ghi lại các tệp máy lập từ mô hình: lược đồ, cấu hình trình soạn thảo, bảng các trường",
    _editor,
    (
        option("--check", action="store_true", help="không ghi, chỉ liệt kê tệp đã cũ"),
        option(
            "--unit",
            default="",
            metavar="ĐƠN_VỊ",
            help="in config.json của trang biên tập, chỉ cho đơn vị này",
        ),
    ),
)
