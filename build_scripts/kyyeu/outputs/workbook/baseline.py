"""What stood in the files when a workbook was made, as marks of its values: so an import knows who changed what since."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from kyyeu.outputs.workbook.sheets import SHEETS, WorkbookSheet, below
from kyyeu.outputs.workbook.unit_records import UnitRecords, cell_value, list_items, value_at

Fingerprints = Mapping[str, str]  # column key or a list's name → mark
Baseline = Mapping[tuple[str, str], Fingerprints]  # (sheet's code, record's id) → marks


def fingerprint(value: Any) -> str:
    return (
        hashlib.blake2b(json.dumps(value, ensure_ascii=False).encode(), digest_size=6).hexdigest()
        if value is not None
        else ""
    )


def item_values(tree: Any, sheet: WorkbookSheet) -> list[Any]:
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


def record_fingerprints(sheet: WorkbookSheet, tree: Any) -> Fingerprints:
    """Of every column, and of every list that has a sheet of its own."""
    lists = {
        entry.field: [item_values(row, entry) for row in list_items(tree, entry)] for entry in below(sheet)
    }
    cells = {column.key: cell_value(tree, column) for column in sheet.columns}
    return {key: found for key, value in {**cells, **lists}.items() if (found := fingerprint(value or None))}


def baseline_rows(source: UnitRecords) -> list[tuple[str, str, str]]:
    """Rows of the hidden sheet: the sheet's code, the record's id, its marks as JSON."""
    return [
        (sheet.code, key, json.dumps(record_fingerprints(sheet, tree), separators=(",", ":")))
        for sheet in SHEETS
        if sheet.kind
        for key, tree in source.records[sheet.code].items()
    ]


def read_baseline(rows: list[tuple[str, str, str]]) -> Baseline:
    """Rows that are not as `base_rows` writes them are passed over: without marks an import compares two ways instead of three."""
    found: dict[tuple[str, str], Fingerprints] = {}
    for code, key, text in rows:
        try:
            marks = json.loads(text)
        except (ValueError, RecursionError):
            continue
        if isinstance(marks, dict) and all(isinstance(value, str) for value in marks.values()):
            found[code, key] = marks
    return found
