"""Reads one row of a workbook's sheet into values by column; unreadable cells are reported as problems."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from kyyeu.imports.workbook.cell_values import CellError, read_cell
from kyyeu.imports.workbook.sheet_layout import SheetLayout, cell_place
from kyyeu.outputs.workbook.sheets import PARENT
from kyyeu.outputs.workbook.terms import Terms
from kyyeu.problems import Place, Problem


@dataclass
class SheetRow:
    """A row of a workbook's sheet.

    `values` are by column key: None for a blank cell, no key for a cell that cannot be read. `places` has the
    cell of every column; `record` is the id of the row's record, and `new` says whether that record is new.
    `below` are the rows that continue this row's inner list, such as the second person in a picture.
    """

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    record: str = ""
    new: bool = False
    below: list[SheetRow] = field(default_factory=list)

    @property
    def lines(self) -> list[SheetRow]:
        """Returns the row and the rows below it that continue its inner list, such as people in a picture."""
        return [self, *self.below]

    @property
    def place(self) -> Place:
        """The first cell of the row, at which a problem that concerns the whole row is reported."""
        return next(iter(self.places.values()))


@dataclass
class WorkbookRows:
    """All rows of a workbook, by the code of their sheet and the id of their record.

    A record has one row in `records`, and may have several rows in `lists`.
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

    The cell that names the record to which the row belongs is skipped.
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
            rows.add_problem(place, error.code, error.sentence, error.advice)
    return row
