"""Reads the rows of workbook sheets that hold list items of records, such as an exemplar's awards.

Finds the record of every row. The row names the record, or is below a row that names it. Errors are reported
at their cell.
"""

from collections.abc import Mapping
from typing import Any

from kyyeu.imports.workbook.cell_values import CellError, read_cell
from kyyeu.imports.workbook.open_workbook import CellContent
from kyyeu.imports.workbook.sheet_layout import SheetLayout, SheetRow, WorkbookRows, read_row
from kyyeu.model.fields import ID_LENGTH
from kyyeu.outputs.workbook.sheets import BY_CODE, ID, ITEM, PARENT, WorkbookSheet
from kyyeu.outputs.workbook.terms import OWN, plain, record_names
from kyyeu.outputs.workbook.unit_records import UnitRecords
from kyyeu.problems import nearest
from kyyeu.vietnamese import slug


def read_list_rows(
    rows: WorkbookRows,
    layout: SheetLayout,
    sheet: WorkbookSheet,
    source: UnitRecords,
    renamed: Mapping[str, Mapping[str, Any]],
) -> None:
    """Reads the rows of a sheet that holds list items, such as awards, and adds them to `rows`.

    `renamed` has the unit's records with the names that the workbook gives them. A row with a paragraph of an
    article belongs to the record that is named in this row or nearest above it. If the unit has only one
    record that could have the list, rows need not name it.
    """
    lists = rows.lists[sheet.code] = {}
    names = record_names(sheet.parent, renamed[sheet.parent], rows.terms)
    old_names = record_names(sheet.parent, source.records[sheet.parent], rows.terms)
    parent_column = next((number for number, column in layout.columns.items() if column.key == PARENT), None)
    # The id of the record that the nearest row above names. It is None before the first such row, and "" if
    # no record has the name.
    last_record: str | None = None
    row_above: SheetRow | None = None
    for number, cells in layout.rows.items():
        row = read_row(rows, layout, number)
        parent_cell = cells.get(parent_column) if parent_column else None
        all_read = len(row.values) == len(layout.columns) - (parent_column is not None)
        if all_read and all(value is None for value in row.values.values()):
            if parent_cell and sheet.field != "body":
                rows.add_problem(
                    row.places[PARENT],
                    "row-empty",
                    "Dòng này chỉ có tên, các ô khác để trống.",
                    "Điền nốt, hoặc xóa dòng.",
                )
            elif parent_cell:
                last_record = _parent(rows, row, parent_cell, (names, old_names), sheet, source.unit)
            continue
        continues = _continues(row, sheet)
        if not BY_CODE[sheet.parent].same:
            row.record = source.unit
        elif parent_cell:
            row.record = _parent(rows, row, parent_cell, (names, old_names), sheet, source.unit)
        elif last_record is not None and (sheet.field == "body" or continues):
            row.record = last_record
        elif len(names) == 1:
            row.record = next(iter(names))
        else:
            _report_no_parent(rows, row, BY_CODE[sheet.parent].title, names)
        last_record = row.record if parent_cell or last_record is not None else None
        if sheet.inner and continues:
            if row_above and row_above.record == row.record:
                row_above.below.append(row)
            elif row.record:
                rows.add_problem(
                    row.place,
                    "row-loose",
                    f"Dòng này chỉ ghi “{sheet.inner.label}”, mà ngay trên không có dòng nào của cùng "
                    f"“{BY_CODE[sheet.parent].title}” để ghi tiếp.",
                    "Chuyển xuống ngay dưới dòng ấy, hoặc điền nốt các cột khác.",
                )
            continue
        row_above = row
        if sheet.code == "conference.programme":
            _complete_item_code(rows, row)
        if row.record:
            lists.setdefault(row.record, []).append(row)


def _continues(row: SheetRow, sheet: WorkbookSheet) -> bool:
    """Returns whether a row only adds to the inner list of the list item in the row above.

    An inner list belongs to one list item, such as the people in a picture to the picture. The row of the
    second person leaves the picture's own columns blank.
    """
    return sheet.inner is not None and all(
        column.key not in row.places or row.values.get(column.key, "wrong") is None
        for column in sheet.columns
    )


def _report_no_parent(rows: WorkbookRows, row: SheetRow, title: str, names: Mapping[str, str]) -> None:
    sentence, advice = f"Chưa ghi dòng này thuộc “{title}” nào.", "Chọn tên ở ô này."
    if not names:
        sentence = f"Trang “{title}” chưa có dòng nào để dòng này thuộc về."
        advice = f"Điền trang “{title}” trước."
    rows.add_problem(row.places.get(PARENT, row.place), "parent-missing", sentence, advice)


def _complete_item_code(rows: WorkbookRows, row: SheetRow) -> None:
    """Completes the code of a programme item in a row that has only a title.

    The code is that of the official programme item with the same title. If there is none, it is made from the
    title.
    """
    if row.values.get("code", "there") or "title" not in row.values:
        return
    title = row.values["title"]
    if not title:
        rows.add_problem(
            row.places["code"],
            "item-missing",
            "Dòng này chưa ghi là mục nào của chương trình.",
            "Chọn ở cột “Mục chính thức”, hoặc ghi tên mục riêng ở cột “Nội dung”.",
        )
        del row.values["code"]
    # An item that exists only in this conference is listed with its code as its name. Only an item with
    # another name is official.
    elif (official := rows.terms.ref(ITEM, title)) and rows.terms.name(ITEM, official) != official:
        row.values |= {"code": official, "title": None}
    else:
        row.values["code"] = slug(title)[:ID_LENGTH].strip("-")


def _parent(
    rows: WorkbookRows,
    row: SheetRow,
    cell: CellContent,
    known_names: tuple[Mapping[str, str], Mapping[str, str]],
    sheet: WorkbookSheet,
    unit: str,
) -> str:
    """Returns the id of the record that a cell names, or "" if the name fits no record or several.

    `known_names` has two mappings from record id to name: names in the workbook, and names in the files.
    After a record was renamed in one sheet, another sheet may still use its old name.
    """
    names = known_names[0]
    try:
        text = str(read_cell(ID, cell, rows.terms))
    except CellError as error:
        rows.add_problem(row.places[PARENT], *error.args)
        return ""
    if text in names:
        return text
    for named in known_names:
        for spelt in (plain, slug):
            matches = [key for key, name in named.items() if spelt(name) == spelt(text)]
            if len(matches) == 1:
                return matches[0]
    ref = rows.terms.ref(sheet.parent, text) if sheet.parent in OWN else None
    if ref and ref.startswith(f"{unit}/") and ref.removeprefix(f"{unit}/") in names:
        return ref.removeprefix(f"{unit}/")
    title = BY_CODE[sheet.parent].title
    if namesakes := [name for name in names.values() if plain(name).startswith(f"{plain(text)} (")]:
        sentence = f"Ở trang “{title}” có {len(namesakes)} dòng tên “{text}”."
        advice = f"Ghi rõ: {'; '.join(namesakes)}."
    else:
        sentence = f"Không có “{text}” ở trang “{title}”."
        expected = (
            " hoặc ".join(f"“{name}”" for name in names.values())
            if 0 < len(names) < 4
            else f"đúng tên như ở trang “{title}”"
        )
        advice = nearest(text, names.values()) or f"Ghi {expected}."
    rows.add_problem(row.places[PARENT], "parent", sentence, advice)
    return ""
