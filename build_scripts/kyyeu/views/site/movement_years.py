"""Phụ lục số 01 of a year for the whole sector: each movement once, in the year of its launching document (domain §4)."""

from __future__ import annotations

from dataclasses import dataclass

from kyyeu.model.reports import Cycle
from kyyeu.views import addresses
from kyyeu.views.appendices import MovementRow, appendix_01
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import Link


@dataclass(frozen=True, slots=True)
class Row:
    movement: Link
    document: str
    period: str


@dataclass(frozen=True, slots=True)
class MovementYearView:
    heading: str
    description: str
    year: int
    title: tuple[str, ...]
    rows: tuple[Row, ...]
    years: tuple[Link, ...]


def movement_years(catalogue: Catalogue) -> tuple[tuple[Cycle, int], ...]:
    """Every year of every cycle's appendix, once; the latest cycle that holds a year has it."""
    found = {
        year: cycle for cycle in catalogue.published.cycles.values() for year in cycle.appendix_years.years
    }
    return tuple((found[year], year) for year in sorted(found))


def movement_year(catalogue: Catalogue, cycle: Cycle, year: int) -> MovementYearView:
    appendix = appendix_01(catalogue.published, cycle)
    block = next((entry for entry in appendix.years if entry.year == year), None)
    return MovementYearView(
        heading=f"Phong trào thi đua năm {year}",
        description=f"Phụ lục số 01: các phong trào thi đua phát động năm {year} trong toàn ngành, mỗi phong trào tính một lần.",
        year=year,
        title=("Phụ lục số 01", *appendix.title),
        rows=rows(catalogue, block.rows if block else ()),
        years=tuple(
            Link(str(entry), addresses.movement_year(entry)) for _, entry in movement_years(catalogue)
        ),
    )


def rows(catalogue: Catalogue, found: tuple[MovementRow, ...]) -> tuple[Row, ...]:
    known = catalogue.published.movements
    return tuple(
        Row(
            Link(row.name, addresses.movement(row.movement) if row.movement in known else ""),
            row.document,
            row.period,
        )
        for row in found
    )
