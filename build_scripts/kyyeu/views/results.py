"""Turns the yearly results of a movement (emulation campaign) into a table of indicators by year.

An indicator is a quantity that was measured. The table also shows how it changed over the years.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from kyyeu.model.movements import YearResult
from kyyeu.vietnamese import number


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A row of a table of yearly results: the values of one indicator (measured quantity) over the years.

    `values` are texts, '–' for an unknown value. `numbers` are the same values as numbers, None for an
    unknown one. `change` compares the last known year with the first, such as '+38'.
    """

    indicator: str
    measure: str
    values: tuple[str, ...]
    change: str
    numbers: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class ResultTable:
    """A table of yearly results; every row has one value for each year in `years`."""

    years: tuple[str, ...]
    rows: tuple[ResultRow, ...]


def result_table(results: Sequence[YearResult]) -> ResultTable | None:
    """Returns yearly results as a table, or None if there are no results.

    The indicators are in the order in which they were entered.
    """
    if not results:
        return None
    years = sorted({result.year for result in results})
    indicators: dict[tuple[str, str], dict[int, float]] = {}
    for result in results:
        indicators.setdefault((result.indicator, result.measure or ""), {})[result.year] = result.value
    return ResultTable(
        tuple(str(year) for year in years),
        tuple(_row(indicator, measure, values, years) for (indicator, measure), values in indicators.items()),
    )


def _row(indicator: str, measure: str, values: dict[int, float], years: Sequence[int]) -> ResultRow:
    return ResultRow(
        indicator,
        measure,
        tuple(number(values[year]) if year in values else "–" for year in years),
        _change(values),
        tuple(values.get(year) for year in years),
    )


def _change(values: dict[int, float]) -> str:
    """Returns by how much an indicator changed from its first to its last known year, such as '+38'.

    The result is '' if the value of fewer than two years is known.
    """
    if len(values) < 2:
        return ""
    difference = round(values[max(values)] - values[min(values)], 6)
    sign = "+" if difference > 0 else "−" if difference < 0 else ""
    return f"{sign}{number(abs(difference))}"
