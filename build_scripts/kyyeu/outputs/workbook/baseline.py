"""Notes in a hidden sheet what the files said when a workbook was made, as fingerprints of the values.

An import compares them with the files and the workbook, and so knows which side changed a value since.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from kyyeu.outputs.workbook.sheets import SHEETS, WorkbookSheet, below
from kyyeu.outputs.workbook.unit_records import UnitRecords, cell_value, list_items, value_at

Fingerprints = Mapping[str, str]  # by a column's key or a list's name
Baseline = Mapping[tuple[str, str], Fingerprints]  # by a sheet's code and a record's id


def fingerprint(value: Any) -> str:
    """Twelve hexadecimal digits that tell a value from others, or "" for None."""
    if value is None:
        return ""
    return hashlib.blake2b(json.dumps(value, ensure_ascii=False).encode(), digest_size=6).hexdigest()


def item_values(item: Any, sheet: WorkbookSheet) -> list[Any]:
    """A list item's values by column.

    If its sheet has an inner list, the values of that list's items come last.
    """
    values = [cell_value(item, column) for column in sheet.columns]
    if not sheet.inner:
        return values
    inner_items = value_at(item, sheet.inner.path)
    return [
        *values,
        [
            [cell_value(inner_item, column) for column in sheet.inner.columns]
            for inner_item in (inner_items if isinstance(inner_items, list) else ())
        ],
    ]


def record_fingerprints(sheet: WorkbookSheet, tree: Any) -> Fingerprints:
    """Fingerprints of a record's columns, and of each of its lists that has a sheet of its own.

    Blank values have none.
    """
    values: dict[str, Any] = {column.key: cell_value(tree, column) for column in sheet.columns}
    for list_sheet in below(sheet):
        values[list_sheet.field] = [item_values(item, list_sheet) for item in list_items(tree, list_sheet)]
    return {key: fingerprint(value) for key, value in values.items() if value}


def baseline_rows(source: UnitRecords) -> list[tuple[str, str, str]]:
    """Rows of the hidden sheet: a sheet's code, a record's id, and the record's fingerprints as JSON."""
    return [
        (sheet.code, key, json.dumps(record_fingerprints(sheet, tree), separators=(",", ":")))
        for sheet in SHEETS
        if sheet.kind
        for key, tree in source.records[sheet.code].items()
    ]


def read_baseline(rows: Iterable[tuple[str, ...]]) -> Baseline:
    """Reads what `baseline_rows` wrote and passes over all other rows.

    A record without fingerprints is compared without them: then the workbook overwrites the file.
    """
    baseline: dict[tuple[str, str], Fingerprints] = {}
    for code, key, text in rows:
        try:
            marks = json.loads(text)
        except (ValueError, RecursionError):
            continue
        if isinstance(marks, dict) and all(isinstance(value, str) for value in marks.values()):
            baseline[code, key] = marks
    return baseline
