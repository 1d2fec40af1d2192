"""Laid-out sheets → rows of values with their cells: which record each row is or belongs to, by id or by name, and every fault by cell."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from kyyeu.imports.workbook.list_rows import read_entries
from kyyeu.imports.workbook.sheet_layout import SheetLayout, WorkbookLayout
from kyyeu.imports.workbook.sheet_row import SheetRow, WorkbookRows, read_row
from kyyeu.loading.load import RESERVED_IDS
from kyyeu.model.fields import ID_LENGTH, is_id
from kyyeu.outputs.workbook.baseline import Baseline
from kyyeu.outputs.workbook.sheets import BY_CODE, SHEETS, WorkbookSheet, below
from kyyeu.outputs.workbook.terms import OWN, Terms, own_terms, plain
from kyyeu.outputs.workbook.unit_records import UnitRecords, cell_value, tidy
from kyyeu.vietnamese import slug, spelling

# Those first whose names others refer to.
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
    layout: WorkbookLayout, source: UnitRecords, terms: Terms, taken: frozenset[str]
) -> WorkbookRows:
    """`taken`: ids of movements anywhere, since they are global. Read twice: a conference names its speeches, and these name it."""
    return _read_all(layout, source, _read_all(layout, source, terms, taken).terms, taken)


def _read_all(
    layout: WorkbookLayout, source: UnitRecords, terms: Terms, taken: frozenset[str]
) -> WorkbookRows:
    found = WorkbookRows(terms)
    for code in _ORDER:
        if laid := layout.sheets.get(code):
            _read_records(found, laid, source, layout.base, taken if code == "launched" else frozenset())
        if code in OWN:
            found.terms = own_terms(found.terms, source.unit, _named(found, source))
        for sheet in below(BY_CODE[code]):
            if laid := layout.sheets.get(sheet.code):
                read_entries(found, laid, sheet, source, _named(found, source))
    return found


def _named(found: WorkbookRows, source: UnitRecords) -> dict[str, Mapping[str, Any]]:
    """Every record by its name: those of the files, with what the workbook calls them."""
    named: dict[str, Mapping[str, Any]] = {}
    for code in source.records:
        there = source.records[code]
        called = {
            key: {name: row.values[name] for name in BY_CODE[code].same if row.values.get(name)}
            for key, row in found.records.get(code, {}).items()
        }
        named[code] = {**there, **{key: {**there.get(key, {}), **names} for key, names in called.items()}}
    return named


def _read_records(
    found: WorkbookRows, laid: SheetLayout, source: UnitRecords, base: Baseline, taken: frozenset[str]
) -> None:
    sheet = laid.sheet
    there = source.records[sheet.code]
    records = found.records[sheet.code] = {}
    given = {
        tidy(str(cells[place].value))
        for place, column in laid.columns.items()
        if column.key == "id"
        for cells in laid.rows.values()
        if place in cells
    }
    used = (
        set(there)
        | taken
        | RESERVED_IDS
        | {str(alias) for tree in there.values() for alias in tree.get("aliases") or ()}
    )
    for number in laid.rows:
        row = read_row(found, laid, number)
        if all(value is None for value in row.values.values()) and len(row.values) == len(row.places):
            continue
        if not sheet.same:
            row.record = source.unit
        else:
            _identify(found, row, sheet, source, base, given)
        row.record = row.record or next(
            (key for key, other in records.items() if other.new and _same(row, other, sheet)), ""
        )
        if row.record in records:
            _doubled(found, row, records[row.record], sheet, used)
            continue
        if not row.record:
            row.record, row.new = _new_id(row, sheet, used), True
        row.new = row.new or row.record not in there
        used.add(row.record)
        records[row.record] = row


def _identify(
    found: WorkbookRows,
    row: SheetRow,
    sheet: WorkbookSheet,
    source: UnitRecords,
    base: Baseline,
    named: Collection[str],
) -> None:
    """The record that a row is, "" for a new one: by its id, else by its name. `named`: ids that rows of the sheet have."""
    there = source.records[sheet.code]
    given = row.values.get("id")
    alike = _alike(row, sheet, there)
    if not given:
        free = [key for key in alike if key not in found.records[sheet.code] and key not in named]
        row.record = (free or alike or [""])[0]
        return
    if given in there:
        row.record = given
        return
    if (sheet.code, given) in base:
        found.wrong(
            row.places["id"],
            "record-gone",
            f"Mã “{given}” không còn trong kho từ khi lấy sổ này.",
            "Hỏi người phụ trách: hồ sơ đã xóa hay đổi mã. Lấy sổ mới, hoặc xóa mã ở ô này để thêm lại.",
        )
    elif alike:
        found.wrong(
            row.places["id"],
            "id",
            f"Mã “{given}” không có, mà “{row.values.get(sheet.same[0])}” đã có mã “{alike[0]}”.",
            f"Ghi lại {alike[0]}, hoặc xóa trống ô này.",
        )
    elif sheet.code == "joined" or not is_id(given):
        found.wrong(
            row.places["id"],
            "id",
            f"“{given}” không dùng làm mã được.",
            "Xóa trống ô này; chương trình tự đặt mã.",
        )
    else:
        row.record = given


def _alike(row: SheetRow, sheet: WorkbookSheet, there: Mapping[str, Any]) -> list[str]:
    """Ids of records that a row's name, and what else tells them apart, fit."""
    columns = {column.key: column for column in sheet.columns}
    usual = {name: columns[name].field.default for name in sheet.same}  # what a file means that does not say
    wanted = [_told(row.values.get(key) or usual[key]) for key in sheet.same]
    return [
        key
        for key, tree in there.items()
        if wanted[0]
        and [_told(cell_value(tree, columns[name]) or usual[name]) for name in sheet.same] == wanted
    ]


def _same(row: SheetRow, other: SheetRow, sheet: WorkbookSheet) -> bool:
    """Whether two new rows name one record, neither having an id."""
    told = [_told(row.values.get(key)) for key in sheet.same]
    return (
        bool(told[0])
        and not other.values.get("id")
        and told == [_told(other.values.get(key)) for key in sheet.same]
    )


def _told(value: Any) -> str:
    return " ".join(spelling(word) for word in plain(str(value or "")).split())


def _new_id(row: SheetRow, sheet: WorkbookSheet, used: set[str]) -> str:
    parts = [str(row.values.get(key) or "") for key in sheet.same]
    if sheet.code == "joined":
        return parts[0] or f"#{row.number}"
    text = _IDS[sheet.code](*parts) if sheet.code in _IDS else parts[0]
    if sheet.code == "conference" and parts[0] not in used:
        text = parts[0]
    short = slug(text)[: ID_LENGTH - 4].rstrip("-")
    return slug(short, used)


_IDS: Mapping[str, Callable[[str, str], str]] = {  # of a new record, by the columns that it is known by
    "submission": lambda cycle, item: f"{cycle} {item}",
    "conference": lambda cycle, form: f"{cycle} {form}".strip(),
    "speech": lambda title, conference: f"{conference.rpartition('/')[2]} {title}",
    "news": lambda title, day: f"{day} {title}",
}


def _doubled(
    found: WorkbookRows, row: SheetRow, other: SheetRow, sheet: WorkbookSheet, used: set[str]
) -> None:
    key = sheet.same[0] if sheet.same else next(iter(row.places))
    if not sheet.same:
        found.wrong(
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
        advice = f"Xóa một dòng; nếu là hai bản ghi khác nhau, ghi mã riêng ở cột “Mã”, ví dụ {slug(row.record, used)}."
    found.wrong(
        row.places.get(key, row.place), "row-doubled", f"Dòng này trùng với dòng {other.number}.", advice
    )
