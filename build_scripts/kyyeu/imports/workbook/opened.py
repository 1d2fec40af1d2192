"""An .xlsx file → its sheets as plain cells, within bounds of size, rows and columns. Raises UsageError for what is no such file."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import iterparse

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries

from kyyeu.imports.office_file import BROKEN, EXCEL, broken, refuse_others
from kyyeu.outputs.workbook.sheets import COLUMNS, ROWS

_SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


class Holds(Enum):
    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    FLAG = "flag"
    FORMULA = "formula"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Cell:
    """`format` is how Excel shows a number or day: 0%, m/d/yyyy."""

    holds: Holds
    value: Any
    format: str = ""


@dataclass(frozen=True)
class Page:
    """A sheet: `rows` by number, then by column, from 1, blank cells left out; `merged` are cell ranges, `beyond` cells out of bounds."""

    title: str
    rows: Mapping[int, Mapping[int, Cell]]
    merged: tuple[str, ...] = ()
    hidden: frozenset[int] = frozenset()
    beyond: tuple[str, ...] = ()


def open_book(path: Path) -> list[Page]:
    refuse_others(path, EXCEL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # openpyxl says what it passes over: styles, drawings, validations
            book = load_workbook(path, read_only=True, keep_links=False)
            try:
                return [_page(path, page) for page in book.worksheets]
            finally:
                book.close()
    except BROKEN:
        raise broken(path, EXCEL) from None


def _page(path: Path, page: Any) -> Page:
    page.reset_dimensions()
    rows: dict[int, dict[int, Cell]] = {}
    for number, row in enumerate(page.iter_rows(max_row=ROWS, max_col=COLUMNS), start=1):
        cells = {
            place: cell for place, entry in enumerate(row, start=1) if (cell := _cell(entry)) is not None
        }
        if cells:
            rows[number] = cells
    merged, hidden, beyond = _around(
        path, page._worksheet_path
    )  # what openpyxl does not give when it only reads
    return Page(page.title, rows, merged, hidden, beyond)


def _cell(entry: Any) -> Cell | None:
    value = entry.value
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    shape = getattr(entry, "number_format", "") or ""
    if entry.data_type == "f":
        return Cell(Holds.FORMULA, str(getattr(value, "text", value)))
    if entry.data_type == "e":
        return Cell(Holds.ERROR, str(value))
    if isinstance(value, bool):
        return Cell(Holds.FLAG, value)
    if isinstance(value, int | float):
        return Cell(Holds.NUMBER, value, shape)
    if isinstance(value, datetime | date | time):
        return Cell(Holds.DAY, value, shape)
    return Cell(Holds.TEXT, str(value))


def _around(path: Path, part: str) -> tuple[tuple[str, ...], frozenset[int], tuple[str, ...]]:
    merged: list[str] = []
    hidden: set[int] = set()
    beyond: list[str] = []
    with zipfile.ZipFile(path) as packed, packed.open(part.lstrip("/")) as stream:
        for _, node in iterparse(stream):
            if node.tag == f"{_SPREADSHEET}mergeCell" and len(merged) < 100:
                merged.append(node.get("ref", ""))
            elif node.tag == f"{_SPREADSHEET}row":
                if node.get("hidden") in ("1", "true") and node.get("r", "").isdecimal():
                    hidden.add(int(node.get("r", "0")))
                beyond += _beyond(node)
                node.clear()
    return tuple(merged), frozenset(hidden), tuple(beyond[:20])


def _beyond(row: Any) -> Iterator[str]:
    for cell in row:
        name = cell.get("r", "")
        if not re.fullmatch(r"[A-Z]{1,3}[1-9][0-9]{0,6}", name) or not any(
            (part.text or "").strip() for part in cell.iter()
        ):
            continue
        column, line, _, _ = range_boundaries(name)
        if (line or 0) > ROWS or (column or 0) > COLUMNS:
            yield name


def cell_name(row: int, column: int) -> str:
    return f"{get_column_letter(column)}{row}"


def corner(span: str) -> tuple[int, int, int, int]:
    """'B5:C7' → first column, first row, last column, last row."""
    first_column, first_row, last_column, last_row = range_boundaries(span)
    return int(first_column or 1), int(first_row or 1), int(last_column or 1), int(last_row or 1)
