"""A row of a laid-out sheet → its values by column, with its cells and every fault by cell."""

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
    """A row: `values` by column key (None = blank), the cells of all columns; those of faulty ones are not in `values`. `below` are the
    rows that go on with its list within."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    record: str = ""
    new: bool = False
    below: list[SheetRow] = field(default_factory=list)

    @property
    def lines(self) -> list[SheetRow]:
        return [self, *self.below]

    @property
    def place(self) -> Place:
        return next(iter(self.places.values()))


@dataclass
class WorkbookRows:
    """`records`: rows by sheet and record; `entries`: rows of the sheets below, by the record they belong to."""

    terms: Terms
    records: dict[str, dict[str, SheetRow]] = field(default_factory=dict)
    entries: dict[str, dict[str, list[SheetRow]]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, place: Place, code: str, sentence: str, advice: str) -> None:
        self.problems.append(Problem(place, code, sentence, advice))


def read_row(found: WorkbookRows, laid: SheetLayout, number: int) -> SheetRow:
    row = SheetRow(number)
    cells = laid.rows[number]
    for place, column in laid.columns.items():
        where = row.places[column.key] = cell_place(laid.page.title, number, place)
        if column.key == PARENT:
            continue
        try:
            row.values[column.key] = read_cell(column, cells[place], found.terms) if place in cells else None
        except CellError as fault:
            found.wrong(where, fault.code, fault.sentence, fault.advice)
    return row
