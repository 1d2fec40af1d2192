"""FigureTable of a chart → CSV that a spreadsheet opens as it is: UTF-8 with its mark, and no cell that could be taken for a formula."""

from __future__ import annotations

import csv
import io

from kyyeu.views.site.charts import FigureTable


def render_figures(figures: FigureTable) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_cell(words) for words in figures.head])
    writer.writerows([_cell(value) for value in row] for row in figures.rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _cell(value: str | float | None) -> str:
    """Numbers with a point, as CSV readers everywhere take them; unknown is empty."""
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
    return f"{value:g}" if abs(value) < 1e6 else f"{value:.15g}"
