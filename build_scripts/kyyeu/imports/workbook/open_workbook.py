"""Reads an .xlsx file into plain cells by sheet, row and column, up to a fixed number of rows and columns.

Raises UsageError for a file that is damaged or not a workbook.
"""

import io
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import Enum
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries

from kyyeu.imports.office_file import EXCEL, LIBRARY_ERRORS, checked_content, refuse_damage, xml_elements
from kyyeu.outputs.workbook.sheets import COLUMNS, ROWS

_SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_CELL_NAME = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}")
_CELL_RANGE = re.compile(rf"{_CELL_NAME.pattern}(?::{_CELL_NAME.pattern})?")
# The library openpyxl returns one of these two values for a number that is too large for Python.
_NO_NUMBERS = (float("inf"), float("-inf"))
# At most this many ranges of merged cells, and cells outside the allowed rows and columns, are reported for a
# sheet.
_MOST_MERGED, _MOST_BEYOND = 100, 20


# The kinds of values that Excel stores in a cell, independently of how the cell is formatted.
CellType = Enum("CellType", ["TEXT", "NUMBER", "DAY", "FLAG", "FORMULA", "ERROR"])


@dataclass(frozen=True, slots=True)
class CellContent:
    """A cell of a workbook that is not blank.

    `format` is the pattern by which Excel shows a number or a date, such as 0% or m/d/yyyy.
    """

    type: CellType
    value: Any
    format: str = ""


@dataclass(frozen=True)
class SheetContent:
    """The content of a sheet of an .xlsx file.

    `rows` has the cells that are not blank, by row and column, both counted from 1. `merged` are the ranges
    of merged cells, `hidden` the numbers of hidden rows. `beyond` are the names of cells outside the allowed
    rows and columns.
    """

    title: str
    rows: Mapping[int, Mapping[int, CellContent]]
    merged: tuple[str, ...] = ()
    hidden: frozenset[int] = frozenset()
    beyond: tuple[str, ...] = ()


def open_workbook(path: Path) -> list[SheetContent]:
    """Returns every sheet of an .xlsx file, in order. Raises UsageError if the file cannot be used."""
    content = checked_content(path, EXCEL)
    with warnings.catch_warnings():
        # The library openpyxl warns about cell styles, drawings and validation rules, which the import does
        # not need.
        warnings.simplefilter("ignore")
        with refuse_damage(path, EXCEL, LIBRARY_ERRORS):
            book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        try:
            return [_sheet_content(content, path, sheet) for sheet in book.worksheets]
        finally:
            book.close()


def _sheet_content(content: bytes, path: Path, sheet: Any) -> SheetContent:
    sheet.reset_dimensions()
    with refuse_damage(path, EXCEL, LIBRARY_ERRORS):
        all_cells = list(sheet.iter_rows(max_row=ROWS, max_col=COLUMNS))
    rows: dict[int, dict[int, CellContent]] = {}
    for row_number, row in enumerate(all_cells, start=1):
        contents = ((column, _cell_content(path, cell)) for column, cell in enumerate(row, start=1))
        if cells := {column: content for column, content in contents if content}:
            rows[row_number] = cells
    merged, hidden, beyond = _read_directly(
        xml_elements(content, path, EXCEL, sheet._worksheet_path.lstrip("/"))
    )
    return SheetContent(sheet.title, rows, merged, hidden, beyond)


def _cell_content(path: Path, cell: Any) -> CellContent | None:
    value = cell.value
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if cell.data_type == "f":
        return CellContent(CellType.FORMULA, str(getattr(value, "text", value)))
    if cell.data_type == "e":
        return CellContent(CellType.ERROR, str(value))
    if isinstance(value, bool):
        return CellContent(CellType.FLAG, value)
    if not isinstance(value, int | float | date | time) or value in _NO_NUMBERS:
        return CellContent(CellType.TEXT, str(value))
    with refuse_damage(path, EXCEL, LIBRARY_ERRORS):
        number_format = cell.number_format or ""
    cell_type = CellType.NUMBER if isinstance(value, int | float) else CellType.DAY
    return CellContent(cell_type, value, number_format)


def _read_directly(
    elements: Iterable[Any],
) -> tuple[tuple[str, ...], frozenset[int], tuple[str, ...]]:
    """Reads merged ranges, hidden rows and cells beyond the allowed rows and columns from a sheet's XML.

    The library openpyxl does not report these in its read-only mode.
    """
    merged: list[str] = []
    hidden: set[int] = set()
    beyond: list[str] = []
    for element in elements:
        if element.tag == f"{_SPREADSHEET}mergeCell":
            if len(merged) < _MOST_MERGED and _CELL_RANGE.fullmatch(element.get("ref", "")):
                merged.append(element.get("ref"))
        elif element.tag == f"{_SPREADSHEET}row":
            if element.get("hidden") in ("1", "true") and element.get("r", "").isdecimal():
                hidden.add(int(element.get("r")))
            beyond += _cells_beyond(element)
            element.clear()
    return tuple(merged), frozenset(hidden), tuple(beyond[:_MOST_BEYOND])


def _cells_beyond(row: Any) -> Iterator[str]:
    for cell in row:
        name = cell.get("r", "")
        if _CELL_NAME.fullmatch(name) and any((node.text or "").strip() for node in cell.iter()):
            column, row_number, _, _ = cell_range(name)
            if row_number > ROWS or column > COLUMNS:
                yield name


def cell_name(row: int, column: int) -> str:
    """Returns the name of a cell: 'B5' for row 5 and column 2, both counted from 1."""
    return f"{get_column_letter(column)}{row}"


def cell_range(name: str) -> tuple[int, int, int, int]:
    """Returns first column, first row, last column and last row of a cell range such as 'B5:C7' or 'B5'."""
    first_column, first_row, last_column, last_row = range_boundaries(name)
    return int(first_column or 1), int(first_row or 1), int(last_column or 1), int(last_row or 1)
