"""Results by year → a table of indicators against years, with the change over the period and the numbers a chart is drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kyyeu.model.movements import YearResult
from kyyeu.vietnamese import number


@dataclass(frozen=True, slots=True)
class ResultRow:
    """An unknown value reads '–'; `change` compares the last known year with the first."""

    indicator: str
    measure: str
    values: tuple[str, ...]
    change: str
    numbers: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class ResultTable:
    years: tuple[str, ...]
    rows: tuple[ResultRow, ...]


def result_table(results: Sequence[YearResult]) -> ResultTable | None:
    """Indicators in the order they were entered; None without any."""
    if not results:
        return None
    years = sorted({entry.year for entry in results})
    indicators = dict.fromkeys((entry.indicator, entry.measure or "") for entry in results)
    return ResultTable(
        tuple(str(year) for year in years),
        tuple(_row(results, years, *indicator) for indicator in indicators),
    )


def _row(results: Sequence[YearResult], years: Sequence[int], indicator: str, measure: str) -> ResultRow:
    known = {
        entry.year: entry.value
        for entry in results
        if entry.indicator == indicator and (entry.measure or "") == measure
    }
    return ResultRow(
        indicator,
        measure,
        tuple(number(known[year]) if year in known else "–" for year in years),
        _change(known),
        tuple(known.get(year) for year in years),
    )


def _change(known: dict[int, float]) -> str:
    """'+38' over the period; '' with fewer than two years."""
    if len(known) < 2:
        return ""
    difference = round(known[max(known)] - known[min(known)], 6)
    return f"{'+' if difference > 0 else '−' if difference < 0 else ''}{number(abs(difference))}"
