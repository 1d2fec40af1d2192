"""Rows of a workbook and the trees of the files → trees as they should be, with what changed. Three ways: what stood in the file when the
workbook was made tells which side changed a value since. What a workbook does not hold stays as it is."""

from __future__ import annotations

import copy

from kyyeu.imports.workbook.merge_lists import merge_entries
from kyyeu.imports.workbook.merge_result import (
    ADDED,
    CHANGED,
    REMOVED,
    MergeResult,
    conflict,
    note_cell,
    put,
    set_value,
)
from kyyeu.imports.workbook.sheet_row import SheetRow, WorkbookRows
from kyyeu.outputs.workbook.baseline import Baseline, Fingerprints, fingerprint
from kyyeu.outputs.workbook.cell_text import cell_text
from kyyeu.outputs.workbook.columns import SheetColumn
from kyyeu.outputs.workbook.sheets import SHEETS, WorkbookSheet, below
from kyyeu.outputs.workbook.terms import record_names
from kyyeu.outputs.workbook.unit_records import Tree, UnitRecords, cell_value, list_items


def merge(rows: WorkbookRows, source: UnitRecords, base: Baseline, *, delete: bool) -> MergeResult:
    merged = MergeResult({code: dict(found) for code, found in source.records.items()})
    for sheet in SHEETS:
        if not sheet.kind:
            continue
        with_entries = {key for entry in below(sheet) for key in rows.entries.get(entry.code, ())}
        for key in [
            *rows.records.get(sheet.code, ()),
            *sorted(with_entries - set(rows.records.get(sheet.code, ()))),
        ]:
            _merge_record(merged, rows, source, sheet, key, base.get((sheet.code, key)), delete=delete)
        _missing_entries(merged, rows, source, sheet, base, delete=delete)
        if sheet.code in rows.records and sheet.same:
            _missing(merged, rows, sheet, source, base, delete=delete)
    return merged


def _merge_record(
    merged: MergeResult,
    rows: WorkbookRows,
    source: UnitRecords,
    sheet: WorkbookSheet,
    key: str,
    marks: Fingerprints | None,
    *,
    delete: bool,
) -> None:
    before = source.records[sheet.code].get(key)
    row = rows.records.get(sheet.code, {}).get(key)
    if before is None and row is None:
        return  # rows that belong to a record whose own row is wrong: said already
    tree: Tree = copy.deepcopy(before or {})
    cells = merged.cells[sheet.code, key] = {}
    if row:
        cells[()] = row.place
        for column in sheet.columns:
            if column.key in row.places:
                note_cell(cells, column.keys, row.places[column.key])
            if column.key in row.values:
                _merge_value(merged, rows, tree, column, row, marks)
    for entry in below(sheet):
        if found := rows.entries.get(entry.code, {}).get(key):
            merge_entries(merged, tree, entry, found, marks, cells, delete=delete)
    if tree != (before or {}) or before is None:
        merged.records[sheet.code][key] = tree
        merged.touched[sheet.code, key] = CHANGED if before is not None else ADDED


def _merge_value(
    merged: MergeResult,
    rows: WorkbookRows,
    tree: Tree,
    column: SheetColumn,
    row: SheetRow,
    marks: Fingerprints | None,
) -> None:
    new, old = row.values[column.key], cell_value(tree, column)
    if new == old or (marks is not None and fingerprint(new) == marks.get(column.key, "")):
        return
    if marks is not None and fingerprint(old) != marks.get(column.key, ""):
        merged.problems.append(conflict(row.places[column.key], cell_text(old, column, rows.terms)))
        return
    set_value(tree, column, new)


def _missing_entries(
    merged: MergeResult,
    rows: WorkbookRows,
    source: UnitRecords,
    sheet: WorkbookSheet,
    base: Baseline,
    *,
    delete: bool,
) -> None:
    """Lists of which a sheet that is there has no row any more."""
    names = record_names(sheet.code, source.records[sheet.code], rows.terms)
    for entry in below(sheet):
        if entry.code not in rows.entries:
            continue
        for key, tree in source.records[sheet.code].items():
            known = base.get((sheet.code, key))
            if sheet.code in rows.records and key not in rows.records[sheet.code]:
                continue  # gone as a whole: `_missing` says so
            if (
                key in rows.entries[entry.code]
                or not list_items(tree, entry)
                or (known is not None and not known.get(entry.field))
            ):
                continue
            if delete and key in rows.records.get(sheet.code, {}):
                now = copy.deepcopy(merged.records[sheet.code][key])
                put(now, entry.path, None)
                merged.records[sheet.code][key] = now
                merged.touched.setdefault((sheet.code, key), CHANGED)
            else:
                merged.said.append(
                    f"{entry.title}: không còn dòng nào của “{names[key]}”; trong kho vẫn giữ. Thêm --delete để bỏ."
                )


def _missing(
    merged: MergeResult,
    rows: WorkbookRows,
    sheet: WorkbookSheet,
    source: UnitRecords,
    base: Baseline,
    *,
    delete: bool,
) -> None:
    """Records that a workbook had, and has no row for any more. Those that came to the files since are none of its business."""
    names = record_names(sheet.code, source.records[sheet.code], rows.terms)
    for key in source.records[sheet.code]:
        if key in rows.records[sheet.code] or (base and (sheet.code, key) not in base):
            continue
        if delete:
            merged.records[sheet.code].pop(key)
            merged.touched[sheet.code, key] = REMOVED
        else:
            merged.said.append(
                f"{sheet.title}: không còn dòng “{names[key]}”; trong kho vẫn giữ. Thêm --delete để xóa."
            )
