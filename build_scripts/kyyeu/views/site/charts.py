"""Counts and results → charts as plain data: labels, values, the words beside every figure, and the rows of the CSV file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kyyeu.vietnamese import number
from kyyeu.views.results import ResultTable
from kyyeu.views.statistics import LabelledCount

COLUMNS, ROWS, SHARE = "columns", "rows", "share"  # upright, by year; lying, by name; parts of one whole
_KINDS = {COLUMNS: "Biểu đồ cột", ROWS: "Biểu đồ thanh ngang", SHARE: "Biểu đồ tỷ lệ"}
SAID = 8  # so many figures a listener is told before the table


@dataclass(frozen=True, slots=True)
class Chart:
    """`head` and `measure` head the table's two columns; a value is None where it is not known, its words then '–'.

    `summary` is what a listener hears instead of the drawing; `csv` is the address of the same figures as a file."""

    id: str
    form: str
    title: str
    head: str
    measure: str
    labels: tuple[str, ...]
    values: tuple[float | None, ...]
    words: tuple[str, ...]
    summary: str
    csv: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """A table of plain values for a CSV file."""

    head: tuple[str, ...]
    rows: tuple[tuple[str | float | None, ...], ...]


def count_chart(
    id: str,
    form: str,
    title: str,
    head: str,
    measure: str,
    counts: Sequence[LabelledCount],
    csv: str,
    note: str = "",
) -> Chart | None:
    """None where nothing was counted. A share's words carry its per cent."""
    total = sum(entry.count for entry in counts)
    if not total:
        return None
    labels = tuple(entry.label for entry in counts)
    words = tuple(
        f"{number(entry.count)} ({number(round(100 * entry.count / total, 1))}%)"
        if form == SHARE
        else number(entry.count)
        for entry in counts
    )
    values = tuple(float(entry.count) for entry in counts)
    return Chart(
        id, form, title, head, measure, labels, values, words, _summary(form, labels, words), csv, note
    )


def result_charts(table: ResultTable | None, csv: str) -> tuple[Chart, ...]:
    """A chart an indicator, over the years; with fewer than two known years there is nothing to compare."""
    if table is None:
        return ()
    return tuple(
        Chart(
            f"bieu-do-{place}",
            COLUMNS,
            row.indicator,
            "Năm",
            row.measure or row.indicator,
            table.years,
            row.numbers,
            row.values,
            _summary(COLUMNS, table.years, row.values),
            csv,
        )
        for place, row in enumerate(table.rows, start=1)
        if sum(value is not None for value in row.numbers) > 1
    )


def chart_figures(chart: Chart) -> Figures:
    return Figures((chart.head, chart.measure), tuple(zip(chart.labels, chart.values, strict=True)))


def result_figures(table: ResultTable) -> Figures:
    """One line for each year of an indicator that is known, as a spreadsheet can pivot it."""
    rows = [
        (row.indicator, row.measure, year, value)
        for row in table.rows
        for year, value in zip(table.years, row.numbers, strict=True)
        if value is not None
    ]
    return Figures(("Chỉ tiêu", "Đơn vị tính", "Năm", "Giá trị"), tuple(rows))


def _summary(form: str, labels: Sequence[str], words: Sequence[str]) -> str:
    """'Biểu đồ cột. 2016: 212; 2017: 240.': a short series whole, of a long one the first figures; the table has the rest."""
    told = "; ".join(f"{label}: {word}" for label, word in list(zip(labels, words, strict=True))[:SAID])
    return f"{_KINDS[form]}. {told}{'; …' if len(labels) > SAID else ''}."
