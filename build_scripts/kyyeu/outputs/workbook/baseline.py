"""Stores fingerprints (short hashes) of a unit's values in a hidden sheet of its workbook.

When the filled-in workbook is imported, its values and those of the record files are compared with the
fingerprints. This shows whether a value was changed in the workbook or in the files since the workbook was
made.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from kyyeu.outputs.workbook.sheets import SHEETS, WorkbookSheet, below
from kyyeu.outputs.workbook.unit_records import UnitRecords, cell_value, list_items, value_at

# Fingerprints (short hashes) of the values of one record, by the key of the sheet's column. A list in the
# record has one fingerprint, by the list's name.
Fingerprints = Mapping[str, str]
# Fingerprints (short hashes) of all records in a workbook, by (code of the sheet, id of the record).
Baseline = Mapping[tuple[str, str], Fingerprints]


def fingerprint(value: Any) -> str:
    """Returns a short hash of a value as twelve hexadecimal digits, or "" for None."""
    if value is None:
        return ""
    return hashlib.blake2b(json.dumps(value, ensure_ascii=False).encode(), digest_size=6).hexdigest()


def item_values(item: Any, sheet: WorkbookSheet) -> list[Any]:
    """Returns the values of a list item in the order of the columns of the item's sheet.

    If the item contains an inner list, such as the people in a picture, the values of that list come last.
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
    """Returns fingerprints (short hashes) of a record's values, by the key of the column or name of the list.

    A list in the record that has a sheet of its own gets one fingerprint. Blank values have none.
    """
    values: dict[str, Any] = {column.key: cell_value(tree, column) for column in sheet.columns}
    for list_sheet in below(sheet):
        values[list_sheet.field] = [item_values(item, list_sheet) for item in list_items(tree, list_sheet)]
    return {key: fingerprint(value) for key, value in values.items() if value}


def baseline_rows(source: UnitRecords) -> list[tuple[str, str, str]]:
    """Returns the rows of the workbook's hidden sheet, one for each record of the unit.

    A row has the code of the record's sheet, the record's id, and its fingerprints (short hashes) as JSON.
    """
    return [
        (sheet.code, key, json.dumps(record_fingerprints(sheet, tree), separators=(",", ":")))
        for sheet in SHEETS
        if sheet.kind
        for key, tree in source.records[sheet.code].items()
    ]


def read_baseline(rows: Iterable[tuple[str, ...]]) -> Baseline:
    """Returns the fingerprints (short hashes) of records from the rows of a workbook's hidden sheet.

    Rows that `baseline_rows` cannot have written are ignored. A record without fingerprints cannot be
    compared, so on import the workbook's values replace those of the file.
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
