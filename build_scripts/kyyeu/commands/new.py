"""Runs `kyyeu new`, which writes a file with explaining comments for a new record."""

import argparse

from kyyeu.commands.command import DONE, Commands, Parser
from kyyeu.outputs.editor.new_record import new_record
from kyyeu.reading import today


def add(commands: Commands, shared: Parser, parallel: Parser) -> None:
    """Adds the command `kyyeu new` to the parser."""
    new = commands.add_parser("new", help="tạo tệp mẫu cho một bản ghi mới")
    new.add_argument("kind", metavar="LOẠI", help="loại bản ghi, ví dụ exemplar, unit, conference")
    new.add_argument("ref", metavar="MÃ", help="mã của bản ghi; với loại thuộc đơn vị: đơn-vị/mã")
    new.set_defaults(run=_new)


def _new(options: argparse.Namespace) -> int:
    print(new_record(options.root, options.kind, options.ref, today()))
    return DONE
