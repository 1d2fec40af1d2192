"""Writes a chart's numbers as CSV in UTF-8 with a byte order mark, without which Excel misreads accents."""

import csv
import io

from kyyeu.outputs.exports.tables import BYTE_MARK, cell
from kyyeu.views.site.charts import FigureTable


def render_figures(figures: FigureTable) -> bytes:
    """Returns a chart's numbers as the bytes of a CSV file."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(map(cell, figures.head))
    writer.writerows(map(cell, row) for row in figures.rows)
    return BYTE_MARK + out.getvalue().encode()
