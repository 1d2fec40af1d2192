"""Writes the figures of a chart as CSV that spreadsheets open correctly: UTF-8 with a byte order mark."""

from __future__ import annotations

import csv
import io

from kyyeu.outputs.exports.tables import BYTE_MARK, cell
from kyyeu.views.site.charts import FigureTable


def render_figures(figures: FigureTable) -> bytes:
    """Returns a chart's figures as the bytes of a CSV file."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(map(cell, figures.head))
    writer.writerows(map(cell, row) for row in figures.rows)
    return BYTE_MARK + out.getvalue().encode()
