"""Stores fingerprints (short hashes) of a unit's values in a hidden sheet when its workbook is made.

An import compares them with the record files and the filled-in workbook, to see which of the two changed a
value.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from kyyeu.outputs.workbook.sheets import SHEETS, WorkbookSheet, below
from kyyeu.outputs.workbook.unit_records import UnitRecords, cell_value, list_items, value_at

# Fingerprints (short hashes) of a record's values, by the key of the column or the name of the list.
Fingerprints = Mapping[str, str]
# Fingerprints (short hashes) of the values of all records in a workbook, by a sheet's code and a record's id.
Baseline = Mapping[tuple[str, str], Fingerprints]


def fingerprint(value: Any) -> str:
    """Returns a short hash of a value as twelve hexadecimal digits, or "" for None."""
    if value is None:
        return ""
    return hashlib.blake2b(json.dumps(value, ensure_ascii=False).encode(), digest_size=6).hexdigest()


def item_values(item: Any, sheet: WorkbookSheet) -> list[Any]:
    """Returns a list item's values in the order of its sheet's columns.

    If the item contains an inner list with columns of its own, the values of the inner list's items come
    last.
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
    """Returns fingerprints of a record's columns, and of each of its lists that has a sheet of its own.

    Blank values have no fingerprint.
    """
    values: dict[str, Any] = {column.key: cell_value(tree, column) for column in sheet.columns}
    for list_sheet in below(sheet):
        values[list_sheet.field] = [item_values(item, list_sheet) for item in list_items(tree, list_sheet)]
    return {key: fingerprint(value) for key, value in values.items() if value}


def baseline_rows(source: UnitRecords) -> list[tuple[str, str, str]]:
    """Returns the rows of the hidden sheet: a sheet's code, a record's id, and its fingerprints as JSON."""
    return [
        (sheet.code, key, json.dumps(record_fingerprints(sheet, tree), separators=(",", ":")))
        for sheet in SHEETS
        if sheet.kind
        for key, tree in source.records[sheet.code].items()
    ]


def read_baseline(rows: Iterable[tuple[str, ...]]) -> Baseline:
    """Reads the hidden sheet's rows that `baseline_rows` wrote, and ignores all other rows.

    If a record has no fingerprints, an import cannot compare it, so the workbook's values replace those of
    the file.
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
