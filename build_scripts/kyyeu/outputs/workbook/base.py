"""What stood in the files when a workbook was made, as marks of its values: so an import knows who changed what since."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from kyyeu.outputs.workbook.sheets import SHEETS, Sheet, below
from kyyeu.outputs.workbook.source import Source, cell_value, entries_at, value_at

Marks = Mapping[str, str]  # column key or a list's name → mark
Base = Mapping[tuple[str, str], Marks]  # (sheet's code, record's id) → marks


def mark(value: Any) -> str:
    return (
        hashlib.blake2b(json.dumps(value, ensure_ascii=False).encode(), digest_size=6).hexdigest()
        if value is not None
        else ""
    )


def entry_value(tree: Any, sheet: Sheet) -> list[Any]:
    """An entry of a list as its cells say it; what its list within holds comes last."""
    own = [cell_value(tree, column) for column in sheet.columns]
    if not sheet.inner:
        return own
    found = value_at(tree, sheet.inner.path)
    return [
        *own,
        [
            [cell_value(one, column) for column in sheet.inner.columns]
            for one in (found if isinstance(found, list) else ())
        ],
    ]


def record_marks(sheet: Sheet, tree: Any) -> Marks:
    """Of every column, and of every list that has a sheet of its own."""
    lists = {
        entry.field: [entry_value(row, entry) for row in entries_at(tree, entry)] for entry in below(sheet)
    }
    cells = {column.key: cell_value(tree, column) for column in sheet.columns}
    return {key: found for key, value in {**cells, **lists}.items() if (found := mark(value or None))}


def base_rows(source: Source) -> list[tuple[str, str, str]]:
    """Rows of the hidden sheet: the sheet's code, the record's id, its marks as JSON."""
    return [
        (sheet.code, key, json.dumps(record_marks(sheet, tree), separators=(",", ":")))
        for sheet in SHEETS
        if sheet.kind
        for key, tree in source.records[sheet.code].items()
    ]


def read_base(rows: list[tuple[str, str, str]]) -> Base:
    """Rows that are not as `base_rows` writes them are passed over: without marks an import compares two ways instead of three."""
    found: dict[tuple[str, str], Marks] = {}
    for code, key, text in rows:
        try:
            marks = json.loads(text)
        except (ValueError, RecursionError):
            continue
        if isinstance(marks, dict) and all(isinstance(value, str) for value in marks.values()):
            found[code, key] = marks
    return found
