"""Rows of a sheet below another → which record each belongs to, by its name or by where it stands, and every fault by cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kyyeu.imports.workbook.cell_values import CellError, read_cell
from kyyeu.imports.workbook.open_workbook import CellContent
from kyyeu.imports.workbook.sheet_layout import SheetLayout
from kyyeu.imports.workbook.sheet_row import SheetRow, WorkbookRows, read_row
from kyyeu.model.fields import ID_LENGTH
from kyyeu.outputs.workbook.columns import ID
from kyyeu.outputs.workbook.sheets import BY_CODE, ITEM, PARENT, WorkbookSheet
from kyyeu.outputs.workbook.terms import OWN, plain, record_names
from kyyeu.outputs.workbook.unit_records import UnitRecords
from kyyeu.problems import nearest
from kyyeu.vietnamese import slug

NamedRecords = Mapping[str, Mapping[str, Any]]


def read_entries(
    found: WorkbookRows, laid: SheetLayout, sheet: WorkbookSheet, source: UnitRecords, named: NamedRecords
) -> None:
    """`named`: every record by its name. An article's paragraphs belong to the record named last above them; where a unit has one record
    only, rows need not name it."""
    entries = found.entries[sheet.code] = {}
    names = record_names(sheet.parent, named[sheet.parent], found.terms)
    before = record_names(sheet.parent, source.records[sheet.parent], found.terms)
    parent_place = next((place for place, column in laid.columns.items() if column.key == PARENT), None)
    last: str | None = None  # "" where it is somebody whom nobody knows
    above: SheetRow | None = None
    for number, cells in laid.rows.items():
        row = read_row(found, laid, number)
        cell = cells.get(parent_place) if parent_place else None
        if len(row.values) == len(laid.columns) - (parent_place is not None) and all(
            value is None for value in row.values.values()
        ):
            if cell and sheet.field != "body":
                found.wrong(
                    row.places[PARENT],
                    "row-empty",
                    "Dòng này chỉ có tên, các ô khác để trống.",
                    "Điền nốt, hoặc xóa dòng.",
                )
            elif cell:
                last = _parent(found, row, cell, (names, before), sheet, source.unit)
            continue
        goes_on = _goes_on(row, sheet)
        if not BY_CODE[sheet.parent].same:
            row.record = source.unit
        elif cell:
            row.record = _parent(found, row, cell, (names, before), sheet, source.unit)
        elif last is not None and (sheet.field == "body" or goes_on):
            row.record = last
        elif len(names) == 1:
            row.record = next(iter(names))
        else:
            _no_parent(found, row, BY_CODE[sheet.parent].title, names)
        last = row.record if cell or last is not None else None
        if sheet.inner and goes_on:
            if above and above.record == row.record:
                above.below.append(row)
            elif row.record:
                found.wrong(
                    row.place,
                    "row-loose",
                    f"Dòng này chỉ ghi “{sheet.inner.label}”, mà ngay trên không có dòng nào của cùng "
                    f"“{BY_CODE[sheet.parent].title}” để ghi tiếp.",
                    "Chuyển xuống ngay dưới dòng ấy, hoặc điền nốt các cột khác.",
                )
            continue
        above = row
        if sheet.code in _FILLED:
            _FILLED[sheet.code](found, row)
        if row.record:
            entries.setdefault(row.record, []).append(row)


def _goes_on(row: SheetRow, sheet: WorkbookSheet) -> bool:
    """Whether a row says nothing but of the list within the entry above it."""
    if sheet.inner is None:
        return False
    return all(
        column.key not in row.places or row.values.get(column.key, "wrong") is None
        for column in sheet.columns
    )


def _no_parent(found: WorkbookRows, row: SheetRow, title: str, names: Mapping[str, str]) -> None:
    sentence, advice = f"Chưa ghi dòng này thuộc “{title}” nào.", "Chọn tên ở ô này."
    if not names:
        sentence, advice = (
            f"Trang “{title}” chưa có dòng nào để dòng này thuộc về.",
            f"Điền trang “{title}” trước.",
        )
    found.wrong(row.places.get(PARENT, row.place), "parent-missing", sentence, advice)


def _item_code(found: WorkbookRows, row: SheetRow) -> None:
    """An item pasted by its official name is that one; another name is an item of the conference's own, whose code comes from it."""
    if row.values.get("code", "there") or "title" not in row.values:
        return
    title = row.values["title"]
    if not title:
        found.wrong(
            row.places["code"],
            "item-missing",
            "Dòng này chưa ghi là mục nào của chương trình.",
            "Chọn ở cột “Mục chính thức”, hoặc ghi tên mục riêng ở cột “Nội dung”.",
        )
        del row.values["code"]
    elif (official := found.terms.ref(ITEM, title)) and found.terms.name(
        ITEM, official
    ) != official:  # those of its own have no name
        row.values |= {"code": official, "title": None}
    else:
        row.values["code"] = slug(title)[:ID_LENGTH].strip("-")


_FILLED: Mapping[str, Callable[[WorkbookRows, SheetRow], None]] = {"conference.programme": _item_code}


def _parent(
    found: WorkbookRows,
    row: SheetRow,
    cell: CellContent,
    known: tuple[Mapping[str, str], ...],
    sheet: WorkbookSheet,
    unit: str,
) -> str:
    """Id of the record that a row belongs to, "" where its name fits none, or several. `known`: names that the workbook gives, then those
    of the files, since who renames a record in one sheet may not in all."""
    names = known[0]
    try:
        text = str(read_cell(ID, cell, found.terms))
    except CellError as fault:
        found.wrong(row.places[PARENT], fault.code, fault.sentence, fault.advice)
        return ""
    if text in names:
        return text
    for called in known:
        for spelt in (plain, slug):
            fit = [key for key, name in called.items() if spelt(name) == spelt(text)]
            if len(fit) == 1:
                return fit[0]
    ref = found.terms.ref(sheet.parent, text) if sheet.parent in OWN else None
    if ref and ref.startswith(f"{unit}/") and ref.removeprefix(f"{unit}/") in names:
        return ref.removeprefix(f"{unit}/")
    title = BY_CODE[sheet.parent].title
    also = [key for key, name in names.items() if plain(name).startswith(f"{plain(text)} (")]
    if also:
        found.wrong(
            row.places[PARENT],
            "parent",
            f"Ở trang “{title}” có {len(also)} dòng tên “{text}”.",
            f"Ghi rõ: {'; '.join(names[key] for key in also)}.",
        )
    else:
        few = " hoặc ".join(f"“{name}”" for name in names.values()) if 0 < len(names) < 4 else ""
        advice = nearest(text, names.values()) or (
            f"Ghi {few}." if few else f"Ghi đúng tên như ở trang “{title}”."
        )
        found.wrong(row.places[PARENT], "parent", f"Không có “{text}” ở trang “{title}”.", advice)
    return ""
