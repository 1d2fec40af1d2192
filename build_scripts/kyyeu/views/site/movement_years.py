"""Makes the page of Phụ lục số 01 (the table of movements) of the whole sector for one year.

Each movement (emulation campaign) appears once, in the year of the document that launched it (domain §4).
"""

from dataclasses import dataclass

from kyyeu.model.reports import Cycle
from kyyeu.views import addresses
from kyyeu.views.appendices import MovementRow, appendix_01
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import Link
from kyyeu.views.site.site_frame import PageView


@dataclass(frozen=True, slots=True)
class LinkedMovementRow:
    """A row of Phụ lục số 01 (the table of movements) with a link to the movement's page."""

    movement: Link
    document: str
    period: str


@dataclass(frozen=True, slots=True)
class MovementYearView(PageView):
    """The page of Phụ lục số 01 (the table of movements) for a year."""

    year: int
    title: tuple[str, ...]
    rows: tuple[LinkedMovementRow, ...]
    years: tuple[Link, ...]


def movement_years(catalogue: Catalogue) -> tuple[tuple[Cycle, int], ...]:
    """Returns (cycle, year) for each year that a Phụ lục số 01 (table of movements) covers.

    A year that belongs to two cycles counts for the later one.
    """
    cycles = {
        year: cycle for cycle in catalogue.published.cycles.values() for year in cycle.appendix_years.years
    }
    return tuple((cycles[year], year) for year in sorted(cycles))


def movement_year(catalogue: Catalogue, cycle: Cycle, year: int) -> MovementYearView:
    """Returns the page of Phụ lục số 01 (the table of movements) for a year."""
    appendix = appendix_01(catalogue.published, cycle)
    block = next((block for block in appendix.years if block.year == year), None)
    return MovementYearView(
        heading=f"Phong trào thi đua năm {year}",
        description=f"Phụ lục số 01: các phong trào thi đua phát động năm {year} trong toàn ngành, "
        "mỗi phong trào tính một lần.",
        year=year,
        title=("Phụ lục số 01", *appendix.title),
        rows=rows(catalogue, block.rows if block else ()),
        years=tuple(
            Link(str(other), addresses.movement_year(other)) for _, other in movement_years(catalogue)
        ),
    )


def rows(catalogue: Catalogue, appendix_rows: tuple[MovementRow, ...]) -> tuple[LinkedMovementRow, ...]:
    """Returns rows of Phụ lục số 01 (table of movements), linked to the movements' pages that exist."""
    known = catalogue.published.movements
    return tuple(
        LinkedMovementRow(
            Link(row.name, addresses.movement(row.movement) if row.movement in known else ""),
            row.document,
            row.period,
        )
        for row in appendix_rows
    )
