"""Reads the rows of a workbook's sheets, and finds the record of each row by its id or its name.

Every error is reported at its cell.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from kyyeu.imports.workbook.list_rows import read_list_rows
from kyyeu.imports.workbook.sheet_layout import SheetLayout, SheetRow, WorkbookLayout, WorkbookRows, read_row
from kyyeu.loading.load import RESERVED_IDS
from kyyeu.model.fields import ID_LENGTH, is_id
from kyyeu.outputs.workbook.baseline import Baseline
from kyyeu.outputs.workbook.sheets import BY_CODE, SHEETS, WorkbookSheet, below
from kyyeu.outputs.workbook.terms import OWN, Terms, own_terms, plain
from kyyeu.outputs.workbook.unit_records import Tree, UnitRecords, cell_value, tidy
from kyyeu.vietnamese import slug, spelling

# Codes of the sheets in the order of reading. A sheet comes before the sheets that refer to its records.
_ORDER = (
    "launched",
    "model",
    "exemplar",
    "conference",
    "speech",
    "news",
    "unit",
    "joined",
    "delegate",
    "submission",
)
assert set(_ORDER) == {sheet.code for sheet in SHEETS if sheet.kind}, (
    "a sheet of records is not in the order of reading"
)


def read_rows(
    layout: WorkbookLayout, source: UnitRecords, terms: Terms, movement_ids: frozenset[str]
) -> WorkbookRows:
    """Reads all rows of the workbook.

    `movement_ids` are the ids of existing movements, which a new movement of the unit must not repeat. The
    sheets are read twice, because a conference names its speeches and a speech names its conference.
    """
    terms = _read_all(layout, source, terms, movement_ids).terms
    return _read_all(layout, source, terms, movement_ids)


def _read_all(
    layout: WorkbookLayout, source: UnitRecords, terms: Terms, movement_ids: frozenset[str]
) -> WorkbookRows:
    rows = WorkbookRows(terms)
    for code in _ORDER:
        if records := layout.sheets.get(code):
            _read_records(
                rows, records, source, layout.baseline, movement_ids if code == "launched" else frozenset()
            )
        if code in OWN:
            rows.terms = own_terms(rows.terms, source.unit, _renamed_records(rows, source))
        for sheet in below(BY_CODE[code]):
            if list_layout := layout.sheets.get(sheet.code):
                read_list_rows(rows, list_layout, sheet, source, _renamed_records(rows, source))
    return rows


def _renamed_records(rows: WorkbookRows, source: UnitRecords) -> dict[str, dict[str, Tree]]:
    """Returns the unit's records by sheet and id, with the names that the workbook gives them.

    New records are included, but only with their names.
    """
    renamed = {code: dict(trees) for code, trees in source.records.items()}
    for code, trees in renamed.items():
        for key, row in rows.records.get(code, {}).items():
            names = {name: row.values[name] for name in BY_CODE[code].same if row.values.get(name)}
            trees[key] = {**trees.get(key, {}), **names}
    return renamed


def _read_records(
    rows: WorkbookRows, layout: SheetLayout, source: UnitRecords, baseline: Baseline, taken: frozenset[str]
) -> None:
    sheet = layout.sheet
    trees = source.records[sheet.code]
    records = rows.records[sheet.code] = {}
    written_ids = {
        tidy(str(cells[number].value))
        for number, column in layout.columns.items()
        if column.key == "id"
        for cells in layout.rows.values()
        if number in cells
    }
    aliases = {str(alias) for tree in trees.values() for alias in tree.get("aliases") or ()}
    used_ids = set(trees) | taken | RESERVED_IDS | aliases
    for number in layout.rows:
        row = read_row(rows, layout, number)
        if all(value is None for value in row.values.values()) and len(row.values) == len(row.places):
            continue
        if sheet.same:
            _identify(rows, row, sheet, trees, baseline, written_ids)
        else:
            row.record = source.unit
        same_new_records = (key for key, other in records.items() if other.new and _same(row, other, sheet))
        row.record = row.record or next(same_new_records, "")
        if row.record in records:
            _report_double(rows, row, records[row.record], sheet, used_ids)
            continue
        row.record = row.record or _new_id(row, sheet, used_ids)
        row.new = row.record not in trees
        used_ids.add(row.record)
        records[row.record] = row


def _identify(
    rows: WorkbookRows,
    row: SheetRow,
    sheet: WorkbookSheet,
    trees: Mapping[str, Any],
    baseline: Baseline,
    written_ids: Collection[str],
) -> None:
    """Finds the record that a row describes, by its id or else by its name, and sets `row.record`.

    For a new record, `row.record` becomes "". `written_ids` are the ids in all rows of the sheet. A record
    whose id is among them belongs to another row, and is matched by name only if no other record fits.
    """
    row_id = row.values.get("id")
    same_name = _same_name(row, sheet, trees)
    if not row_id:
        free = [key for key in same_name if key not in rows.records[sheet.code] and key not in written_ids]
        row.record = (free or same_name or [""])[0]
    elif row_id in trees:
        row.record = row_id
    elif (sheet.code, row_id) in baseline:
        rows.add_problem(
            row.places["id"],
            "record-gone",
            f"Mã “{row_id}” không còn trong kho từ khi lấy sổ này.",
            "Hỏi người phụ trách: hồ sơ đã xóa hay đổi mã. Lấy sổ mới, hoặc xóa mã ở ô này để thêm lại.",
        )
    elif same_name:
        rows.add_problem(
            row.places["id"],
            "id",
            f"Mã “{row_id}” không có, mà “{row.values.get(sheet.same[0])}” đã có mã “{same_name[0]}”.",
            f"Ghi lại {same_name[0]}, hoặc xóa trống ô này.",
        )
    elif sheet.code == "joined" or not is_id(row_id):
        rows.add_problem(
            row.places["id"],
            "id",
            f"“{row_id}” không dùng làm mã được.",
            "Xóa trống ô này; chương trình tự đặt mã.",
        )
    else:
        row.record = row_id


def _same_name(row: SheetRow, sheet: WorkbookSheet, trees: Mapping[str, Any]) -> list[str]:
    """Returns the ids of records that have the same name as a row.

    The name is the value of one or more identifying columns (`sheet.same`), which must all be equal.
    """
    columns = {column.key: column for column in sheet.columns}
    # The default values of the identifying columns. A blank cell counts as the default value.
    defaults = {name: columns[name].field.default for name in sheet.same}
    wanted = [_comparable(row.values.get(name) or defaults[name]) for name in sheet.same]
    return [
        key
        for key, tree in trees.items()
        if wanted[0]
        and [_comparable(cell_value(tree, columns[name]) or defaults[name]) for name in sheet.same] == wanted
    ]


def _same(row: SheetRow, other: SheetRow, sheet: WorkbookSheet) -> bool:
    """Returns whether two rows describe the same new record.

    They do if they have the same name, and `other` has no id.
    """
    names = [_comparable(row.values.get(key)) for key in sheet.same]
    other_names = [_comparable(other.values.get(key)) for key in sheet.same]
    return bool(names[0]) and not other.values.get("id") and names == other_names


def _comparable(value: Any) -> str:
    return " ".join(spelling(word) for word in plain(str(value or "")).split())


def _new_id(row: SheetRow, sheet: WorkbookSheet, used_ids: set[str]) -> str:
    names = [str(row.values.get(key) or "") for key in sheet.same]
    if sheet.code == "joined":
        return names[0] or f"#{row.number}"
    text = _ID_TEXTS[sheet.code](*names) if sheet.code in _ID_TEXTS else names[0]
    if sheet.code == "conference" and names[0] not in used_ids:
        text = names[0]
    return slug(slug(text)[: ID_LENGTH - 4].rstrip("-"), used_ids)


# For some sheets, the id of a new record is made from two columns. Each function returns the text of the id
# from the values of the two columns that identify the record.
_ID_TEXTS: Mapping[str, Callable[[str, str], str]] = {
    "submission": lambda cycle, item: f"{cycle} {item}",
    "conference": lambda cycle, form: f"{cycle} {form}".strip(),
    "speech": lambda title, conference: f"{conference.rpartition('/')[2]} {title}",
    "news": lambda title, day: f"{day} {title}",
}


def _report_double(
    rows: WorkbookRows, row: SheetRow, other: SheetRow, sheet: WorkbookSheet, used_ids: set[str]
) -> None:
    if not sheet.same:
        rows.add_problem(
            row.place,
            "row-doubled",
            f"Trang này chỉ có một dòng; dòng {other.number} đã ghi rồi.",
            "Xóa dòng này.",
        )
        return
    advice = "Xóa một dòng."
    if sheet.code == "conference":
        advice = "Xóa một dòng; đơn vị tổ chức cả hội nghị và đại hội thì chọn “Hình thức” khác nhau."
    elif sheet.code not in ("joined", "submission"):
        free_id = slug(row.record, used_ids)
        advice = f"Xóa một dòng; nếu là hai bản ghi khác nhau, ghi mã riêng ở cột “Mã”, ví dụ {free_id}."
    rows.add_problem(
        row.places.get(sheet.same[0], row.place),
        "row-doubled",
        f"Dòng này trùng với dòng {other.number}.",
        advice,
    )
