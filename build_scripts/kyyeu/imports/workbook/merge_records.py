"""Merges the rows of a filled-in workbook into a unit's records; data that is not in the workbook stays.

The baseline has fingerprints of all values when the workbook was made. It tells whether the workbook, the
file or both have changed a value since.
"""

import copy

from kyyeu.imports.workbook.merge_lists import merge_list
from kyyeu.imports.workbook.merge_result import (
    ADDED,
    CHANGED,
    REMOVED,
    MergeResult,
    note_cell,
    put,
    set_value,
    takes_new,
)
from kyyeu.imports.workbook.sheet_layout import WorkbookRows
from kyyeu.outputs.workbook.baseline import Baseline, Fingerprints
from kyyeu.outputs.workbook.cell_text import cell_text
from kyyeu.outputs.workbook.sheets import SHEETS, WorkbookSheet, below
from kyyeu.outputs.workbook.terms import record_names
from kyyeu.outputs.workbook.unit_records import Tree, UnitRecords, cell_value, list_items


def merge(rows: WorkbookRows, source: UnitRecords, baseline: Baseline, *, delete: bool) -> MergeResult:
    """Returns the unit's records with the changes of a filled-in workbook.

    With `delete`, records and list items whose rows were deleted from the workbook are removed.
    """
    merged = MergeResult({code: dict(trees) for code, trees in source.records.items()})
    for sheet in (sheet for sheet in SHEETS if sheet.kind):
        own_rows = rows.records.get(sheet.code, {})
        with_list_rows = {key for child in below(sheet) for key in rows.lists.get(child.code, ())}
        for key in [*own_rows, *sorted(with_list_rows - set(own_rows))]:
            _merge_record(merged, rows, source, sheet, key, baseline.get((sheet.code, key)), delete=delete)
        _merge_emptied_lists(merged, rows, source, sheet, baseline, delete=delete)
        if sheet.code in rows.records and sheet.same:
            _merge_missing_records(merged, rows, sheet, source, baseline, delete=delete)
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
        return  # The row of a new record has an error, so the rows of its list items are not imported either.
    tree: Tree = copy.deepcopy(before or {})
    cells = merged.cells[sheet.code, key] = {}
    if row:
        cells[()] = row.place
        for column in sheet.columns:
            if column.key in row.places:
                note_cell(cells, column.keys, row.places[column.key])
            if column.key in row.values:
                new, old = row.values[column.key], cell_value(tree, column)
                old_text = cell_text(old, column, rows.terms)
                if takes_new(merged, marks, column.key, new, old, row.places[column.key], old_text):
                    set_value(tree, column, new)
    for child in below(sheet):
        if list_rows := rows.lists.get(child.code, {}).get(key):
            merge_list(merged, tree, child, list_rows, marks, cells, delete=delete)
    if before is None or tree != before:
        merged.records[sheet.code][key] = tree
        merged.changes[sheet.code, key] = ADDED if before is None else CHANGED


def _merge_emptied_lists(
    merged: MergeResult,
    rows: WorkbookRows,
    source: UnitRecords,
    sheet: WorkbookSheet,
    baseline: Baseline,
    *,
    delete: bool,
) -> None:
    """Handles lists of records, such as the awards of an exemplar, of which the workbook has no rows left.

    They are kept with a note to the user, or removed if `delete` is set.
    """
    names = record_names(sheet.code, source.records[sheet.code], rows.terms)
    kept_rows = rows.records.get(sheet.code)
    for child in below(sheet):
        if child.code not in rows.lists:
            continue
        for key, tree in source.records[sheet.code].items():
            if kept_rows is not None and key not in kept_rows:
                # The workbook has no row for the whole record. `_merge_missing_records` handles this case.
                continue
            marks = baseline.get((sheet.code, key))
            came_since = marks is not None and not marks.get(child.field)
            if key in rows.lists[child.code] or came_since or not list_items(tree, child):
                continue
            if delete and kept_rows is not None:
                merged.records[sheet.code][key] = copy.deepcopy(merged.records[sheet.code][key])
                put(merged.records[sheet.code][key], child.path, None)
                merged.changes.setdefault((sheet.code, key), CHANGED)
            else:
                merged.notes.append(
                    f"{child.title}: không còn dòng nào của “{names[key]}”; trong kho vẫn giữ. "
                    "Thêm --delete để bỏ."
                )


def _merge_missing_records(
    merged: MergeResult,
    rows: WorkbookRows,
    sheet: WorkbookSheet,
    source: UnitRecords,
    baseline: Baseline,
    *,
    delete: bool,
) -> None:
    """Handles records whose row was deleted from the workbook.

    They are kept with a note to the user, or removed if `delete` is set. Records that were added to the files
    after the workbook was made stay without a note.
    """
    names = record_names(sheet.code, source.records[sheet.code], rows.terms)
    for key in source.records[sheet.code]:
        if key in rows.records[sheet.code] or (baseline and (sheet.code, key) not in baseline):
            continue
        if delete:
            merged.records[sheet.code].pop(key)
            merged.changes[sheet.code, key] = REMOVED
        else:
            merged.notes.append(
                f"{sheet.title}: không còn dòng “{names[key]}”; trong kho vẫn giữ. Thêm --delete để xóa."
            )
