"""Runs `kyyeu new`, which writes a file for a new record, with comments that explain its fields."""

import argparse

from kyyeu.commands.command import DONE, Command, option
from kyyeu.outputs.editor.new_record import new_record
from kyyeu.reading import today


def _new(options: argparse.Namespace) -> int:
    print(new_record(options.root, options.kind, options.ref, today()))
    return DONE


COMMAND = Command(
    "new",
    "tạo tệp mẫu cho một bản ghi mới",
    _new,
    (
        option("kind", metavar="LOẠI", help="loại bản ghi, ví dụ exemplar, unit, conference"),
        option("ref", metavar="MÃ", help="mã của bản ghi; với loại thuộc đơn vị: đơn-vị/mã"),
    ),
)
