"""Turns counts and results into the data of charts, and into the rows of the charts' CSV files."""

from collections.abc import Sequence
from dataclasses import dataclass

from kyyeu.vietnamese import number
from kyyeu.views import addresses
from kyyeu.views.results import ResultTable
from kyyeu.views.statistics import LabelledCount

# The forms of charts: columns by year, horizontal bars by name, one bar divided into shares of a whole.
COLUMNS, ROWS, SHARE = (
    "columns",
    "rows",
    "share",
)
_KINDS = {COLUMNS: "Biểu đồ cột", ROWS: "Biểu đồ thanh ngang", SHARE: "Biểu đồ tỷ lệ"}
FIGURES_IN_SUMMARY = 8


@dataclass(frozen=True, slots=True)
class Chart:
    """The data of a chart, and of the table beside it that shows the same figures.

    `head` and `measure` are the headings of the table's two columns. `words` are the values as texts; an
    unknown value is None, and its text is '–'. `summary` describes the chart for screen readers. `csv` is the
    address of a CSV file with the figures.
    """

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
class FigureTable:
    """A table of plain values that is written to a CSV file.

    `head` has the headings of its columns.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str | float | None, ...], ...]


def count_chart(
    id: str,
    form: str,
    title: str,
    head: str,
    measure: str,
    counts: Sequence[LabelledCount],
    note: str = "",
) -> Chart | None:
    """Returns a chart of counts for the statistics page, or None if nothing was counted.

    If the chart's form is SHARE (parts of a whole), it also shows each count's share in per cent.
    """
    total = sum(item.count for item in counts)
    if not total:
        return None
    labels = tuple(item.label for item in counts)
    words = tuple(
        f"{number(item.count)} ({number(round(100 * item.count / total, 1))}%)"
        if form == SHARE
        else number(item.count)
        for item in counts
    )
    return Chart(
        id,
        form,
        title,
        head,
        measure,
        labels,
        tuple(float(item.count) for item in counts),
        words,
        _summary(form, labels, words),
        addresses.figures(id),
        note,
    )


def result_charts(table: ResultTable | None, csv: str) -> tuple[Chart, ...]:
    """Returns a column chart over the years for each indicator of a movement's results.

    Indicators with fewer than two known years have no chart. `csv` is the address of the results' CSV file.
    """
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


def chart_figures(chart: Chart) -> FigureTable:
    """Returns the table of a chart's figures for its CSV file."""
    return FigureTable((chart.head, chart.measure), tuple(zip(chart.labels, chart.values, strict=True)))


def result_figures(table: ResultTable) -> FigureTable:
    """Returns a table for a CSV file, with one row for each known value of a result.

    A row consists of indicator, unit of measure, year and value. Such rows can be evaluated with a pivot
    table in a spreadsheet program.
    """
    rows = [
        (row.indicator, row.measure, year, value)
        for row in table.rows
        for year, value in zip(table.years, row.numbers, strict=True)
        if value is not None
    ]
    return FigureTable(("Chỉ tiêu", "Đơn vị tính", "Năm", "Giá trị"), tuple(rows))


def _summary(form: str, labels: Sequence[str], words: Sequence[str]) -> str:
    """Returns a description of a chart for screen readers: its form, and its first labels and figures."""
    figures = "; ".join(
        f"{label}: {word}" for label, word in list(zip(labels, words, strict=True))[:FIGURES_IN_SUMMARY]
    )
    return f"{_KINDS[form]}. {figures}{'; …' if len(labels) > FIGURES_IN_SUMMARY else ''}."
