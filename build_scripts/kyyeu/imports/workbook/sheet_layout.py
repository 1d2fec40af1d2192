"""Recognises the sheets and columns of a workbook that a unit has filled in, and reads its rows.

Sheets and columns that Kỷ yếu did not put into the workbook are reported as warnings, unreadable cells as
errors.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kyyeu.imports.workbook.cell_values import CellError, read_cell
from kyyeu.imports.workbook.open_workbook import CellContent, SheetContent, cell_name, cell_range
from kyyeu.outputs.workbook.baseline import Baseline, read_baseline
from kyyeu.outputs.workbook.sheets import (
    BASELINE,
    BY_CODE,
    CATALOGUE,
    COLUMNS,
    FIRST,
    HEAD,
    INSTRUCTIONS,
    KEYS,
    PARENT,
    ROWS,
    SHEETS,
    SheetColumn,
    WorkbookSheet,
)
from kyyeu.outputs.workbook.terms import Terms, plain
from kyyeu.problems import Place, Problem, Severity, UsageError
from kyyeu.vietnamese import slug


@dataclass
class SheetLayout:
    """A sheet of a workbook that was recognised as one of the template's sheets.

    `columns` maps column numbers to columns, `rows` maps row numbers to cells by column number. All numbers
    count from 1. Only rows with records are included, not those above with labels.
    """

    sheet: WorkbookSheet
    content: SheetContent
    columns: Mapping[int, SheetColumn]
    rows: Mapping[int, Mapping[int, CellContent]]


@dataclass
class WorkbookLayout:
    """The sheets of a workbook that were recognised, by their code.

    `unit` is the id of the unit for which the workbook was made, "" if the workbook does not say. `baseline`
    has the fingerprints of all values when the workbook was made.
    """

    unit: str = ""
    sheets: dict[str, SheetLayout] = field(default_factory=dict)
    baseline: Baseline = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def cell_place(title: str, row: int, column: int) -> Place:
    """Returns the place of a cell for a problem message, with a file name such as `Sheet!B5`.

    No file of the project can have such a name, so that cells and files cannot be confused.
    """
    return Place(f"{title}!{cell_name(row, column)}", row, column)


def lay_out(sheets: Sequence[SheetContent]) -> WorkbookLayout:
    """Recognises every sheet of a workbook. Raises UsageError if none of its sheets is known."""
    layout = WorkbookLayout()
    for content in sheets:
        if content.title == BASELINE:
            layout.baseline = read_baseline(
                tuple(str(row[column].value) if column in row else "" for column in (1, 2, 3))
                for row in content.rows.values()
            )
        elif content.title not in (INSTRUCTIONS, CATALOGUE):
            _recognise(content, layout)
    if not layout.sheets:
        raise UsageError(
            "sổ này không có trang nào của mẫu. Lấy sổ bằng: kyyeu workbook ĐƠN_VỊ, rồi điền vào chính sổ ấy"
        )
    return layout


def _recognise(content: SheetContent, layout: WorkbookLayout) -> None:
    keys = {column: str(cell.value) for column, cell in content.rows.get(KEYS, {}).items()}
    # A hidden row holds the key of each column. The key in the first column names sheet, unit and field:
    # "exemplar@thpt-a:id".
    owner, _, first_key = keys.get(1, "").rpartition(":")
    code, _, unit = owner.partition("@")
    sheet = BY_CODE.get(code) or next(
        (each for each in SHEETS if plain(each.title) == plain(content.title)), None
    )
    if sheet is None or sheet.code in layout.sheets:
        if content.rows:
            why = "không thuộc mẫu" if sheet is None else "là bản thứ hai của một trang"
            layout.problems.append(
                Problem(
                    cell_place(content.title, 1, 1),
                    "sheet-unknown",
                    f"Trang “{content.title}” {why}, không nhập.",
                    "Nếu cần nhập, chép các dòng sang trang đúng của mẫu.",
                    Severity.WARNING,
                )
            )
        return
    if unit and layout.unit and unit != layout.unit:
        layout.problems.append(
            Problem(
                cell_place(content.title, KEYS, 1),
                "wrong-unit",
                f"Trang này là của đơn vị “{unit}”, các trang trước là của “{layout.unit}”.",
                "Mỗi sổ của một đơn vị; chép dòng vào sổ của đúng đơn vị.",
            )
        )
    layout.unit = layout.unit or unit
    recognised = _recognise_columns(sheet, content, {**keys, 1: first_key} if code in BY_CODE else {})
    layout.sheets[sheet.code] = recognised
    layout.problems += _unknown_columns(recognised)
    layout.problems += _unreadable_cells(recognised)


def _recognise_columns(sheet: WorkbookSheet, content: SheetContent, keys: Mapping[int, str]) -> SheetLayout:
    """Recognises a sheet's columns by their hidden keys, or by their labels if the keys were removed."""
    if keys:
        names, first_row = keys, FIRST
        known_columns = {column.key: column for column in sheet.heads}
    else:
        labels = content.rows.get(HEAD, {})
        names = {column: slug(str(cell.value).replace("(*)", "")) for column, cell in labels.items()}
        first_row = HEAD + 1
        known_columns = {slug(column.label): column for column in sheet.heads}
    columns = {number: known_columns[name] for number, name in names.items() if name in known_columns}
    rows = {number: row for number, row in content.rows.items() if number >= first_row}
    return SheetLayout(sheet, content, columns, rows)


def _unknown_columns(layout: SheetLayout) -> Iterator[Problem]:
    """Yields a warning for each filled column of a sheet that belongs to no field of the records."""
    filled = {column for row in layout.rows.values() for column in row}
    for column in sorted(filled - set(layout.columns)):
        label = layout.content.rows.get(HEAD, {}).get(column)
        name = f"Cột “{label.value}”" if label else "Một cột không có tên"
        yield Problem(
            cell_place(layout.content.title, HEAD, column),
            "column-unknown",
            f"{name} không thuộc mẫu, không nhập.",
            "Nếu cần nhập, chép sang cột đúng của mẫu.",
            Severity.WARNING,
        )


def _unreadable_cells(layout: SheetLayout) -> Iterator[Problem]:
    """Reports merged cells and cells outside the allowed rows and columns, and warns of each hidden row."""
    title = layout.content.title
    for span in layout.content.merged:
        column, row, _, last_row = cell_range(span)
        if last_row >= min(layout.rows, default=FIRST):
            yield Problem(
                cell_place(title, row, column),
                "merged",
                f"Các ô {span} bị gộp làm một.",
                "Bỏ gộp ô (Unmerge), rồi ghi giá trị vào từng dòng.",
            )
    for name in layout.content.beyond:
        column, row, _, _ = cell_range(name)
        yield Problem(
            cell_place(title, row, column),
            "too-far",
            f"Ô này nằm ngoài {ROWS} dòng, {COLUMNS} cột đầu, không đọc tới.",
            "Chuyển nội dung vào các dòng của bảng, xóa ô này.",
        )
    for row in sorted(layout.content.hidden & set(layout.rows)):
        yield Problem(
            cell_place(title, row, 1),
            "row-hidden",
            f"Dòng {row} đang bị ẩn nhưng vẫn được nhập.",
            "Hiện dòng để xem lại; xóa nếu không dùng.",
            Severity.WARNING,
        )


@dataclass
class SheetRow:
    """A row of a workbook's sheet.

    `values` maps column keys to cell values: a blank cell is None, an unreadable cell has no entry. `places`
    maps every column key to its cell's address, such as `Sheet!B7`. `record` is the id of the row's record,
    and `new` says whether that record is new. `below` are the rows that continue this row's inner list, such
    as the row of the second person in a picture.
    """

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    record: str = ""
    new: bool = False
    below: list[SheetRow] = field(default_factory=list)

    @property
    def lines(self) -> list[SheetRow]:
        """Returns this row and the rows below it that continue its inner list.

        An inner list is, for example, the list of the people in a picture, who have one row each.
        """
        return [self, *self.below]

    @property
    def place(self) -> Place:
        """Returns the address of the first cell, where a problem that concerns the whole row is shown."""
        return next(iter(self.places.values()))


@dataclass
class WorkbookRows:
    """All rows of a workbook, by the code of their sheet and the id of their record.

    A record has one row in `records`. In `lists` it may have several rows, one for each list item, such as
    its awards.
    """

    terms: Terms
    records: dict[str, dict[str, SheetRow]] = field(default_factory=dict)
    lists: dict[str, dict[str, list[SheetRow]]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def add_problem(self, place: Place, code: str, sentence: str, advice: str) -> None:
        """Reports an error at a cell of the workbook."""
        self.problems.append(Problem(place, code, sentence, advice))


def read_row(rows: WorkbookRows, layout: SheetLayout, number: int) -> SheetRow:
    """Reads the cells of a row; errors are added to `rows`.

    On a sheet of list items, the cell that names their record is not read.
    """
    row = SheetRow(number)
    cells = layout.rows[number]
    for column_number, column in layout.columns.items():
        place = row.places[column.key] = cell_place(layout.content.title, number, column_number)
        if column.key == PARENT:
            continue
        try:
            cell = cells.get(column_number)
            row.values[column.key] = read_cell(column, cell, rows.terms) if cell else None
        except CellError as error:
            rows.add_problem(place, *error.args)
    return row
