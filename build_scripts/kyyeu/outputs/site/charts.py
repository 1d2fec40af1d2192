"""Draws a chart as an inline SVG element.

Colours come from charts.css; the SVG contains no style and no script. Widths are in per cent and heights in
rem (the reader's text size). So a chart fills any width, and its text keeps its size.
"""

import re
import textwrap
from collections.abc import Callable, Iterator

from markupsafe import Markup, escape

from kyyeu.views.site.charts import COLUMNS, ROWS, SHARE, Chart

# Heights in a column chart, in rem: the area of the columns, the space above it for a number, the space below
# it for a year.
PLOT, TOP, FOOT = 8.5, 1.6, 1.8
# Widths in a column chart. The first is the greatest width of a column, in per cent of the chart. The second
# is the part of a column's space that the column itself fills; the rest is a gap.
WIDEST, FILLED = 14.0, 0.64
# Heights in a bar chart, in rem: a line of a bar's label, the bar, the space below the bar.
LINE, BAR, GAP = 1.3, 0.85, 0.8
# Numbers of characters that fit on one line of a phone: in a bar's label, and in a chart's legend.
LABEL_LETTERS, KEY_LETTERS = 40, 32
# Length of a bar chart's longest bar in per cent of the chart's width; the number beside the bar needs the
# rest.
LONGEST_BAR = 78.0
CROWDED = 8  # In a chart with more columns than this, phones show only every other label.
_RANGE = re.compile(r"(\d{4})(?= ?[–-])")


def draw(chart: Chart) -> Markup:
    """Returns a chart as an SVG element, with a summary in words for screen readers."""
    height, body = _FORMS[chart.form](chart)
    return Markup(
        f'<svg class="c c-{chart.form}" width="100%" height="{_n(height)}rem" role="img"'
        f' aria-label="{escape(chart.summary)}">{"".join(body)}</svg>'
    )


def _columns(chart: Chart) -> tuple[float, Iterator[str]]:
    known = [value for value in chart.values if value is not None]
    top, low = max(*known, 0.0), min(*known, 0.0)
    unit = PLOT / ((top - low) or 1)
    zero = TOP + top * unit
    share = 100 / len(chart.values)
    width = min(WIDEST, share * FILLED)

    def body() -> Iterator[str]:
        last = max(index for index, value in enumerate(chart.values) if value is not None)
        for index, (label, value, words) in enumerate(
            zip(chart.labels, chart.values, chart.words, strict=True)
        ):
            middle = share * (index + 0.5)
            thin = " c-thin" if len(chart.values) > CROWDED and index % 2 else ""
            if value is not None:
                up, down = min(zero, zero - value * unit), max(zero, zero - value * unit)
                yield _rect(
                    "c-bar c-top" if index == last else "c-bar", middle - width / 2, up, width, down - up
                )
                yield _text(f"c-n{thin}", middle, up - 0.45 if value >= 0 else down + 1.05, words)
            else:
                yield _text(f"c-n{thin}", middle, zero - 0.45, words)
            yield _text(f"c-x{thin}", middle, TOP + PLOT + FOOT - 0.45, label)
        yield f'<line class="c-base" x1="0%" x2="100%" y1="{_n(zero)}rem" y2="{_n(zero)}rem"/>'

    return TOP + PLOT + FOOT, body()


def _rows(chart: Chart) -> tuple[float, Iterator[str]]:
    wrapped = [textwrap.wrap(label, LABEL_LETTERS) or [""] for label in chart.labels]
    longest = max(*(abs(value or 0) for value in chart.values), 0.0) or 1

    def body() -> Iterator[str]:
        down = 0.0
        for lines, value, words in zip(wrapped, chart.values, chart.words, strict=True):
            for line in lines:
                down += LINE
                yield _text("c-l", 0, down - 0.3, line)
            width = LONGEST_BAR * abs(value or 0) / longest
            yield _rect("c-bar", 0, down, width, BAR)
            yield _text("c-v", width, down + BAR - 0.1, words, ' dx=".5rem"')
            down += BAR + GAP

    return sum(len(lines) * LINE + BAR + GAP for lines in wrapped), body()


def _share(chart: Chart) -> tuple[float, Iterator[str]]:
    """Returns the height in rem and the SVG elements of a chart that divides one bar into parts.

    The legend below the bar gives each part's colour, name and number.
    """
    total = sum(value or 0 for value in chart.values) or 1
    wrapped = [
        textwrap.wrap(f"{label}: {words}", KEY_LETTERS)
        for label, words in zip(chart.labels, chart.words, strict=True)
    ]

    def body() -> Iterator[str]:
        across, down = 0.0, 2.1
        for index, (lines, value) in enumerate(zip(wrapped, chart.values, strict=True)):
            width = 100 * (value or 0) / total
            yield _rect(f"c-part c-part-{index % 4}", across, 0, width, 1.5)
            across += width
            key_square = f'x="0" y="{_n(down + 0.45)}rem" width=".9rem" height=".9rem"'
            yield f'<rect class="c-part c-part-{index % 4}" {key_square}/>'
            for line in lines:
                down += LINE
                yield _text("c-l", 0, down, line, ' dx="1.4rem"')
            down += 0.2

    return 2.5 + sum(len(lines) * LINE + 0.2 for lines in wrapped), body()


_FORMS: dict[str, Callable[[Chart], tuple[float, Iterator[str]]]] = {
    COLUMNS: _columns,
    ROWS: _rows,
    SHARE: _share,
}


def _rect(kind: str, across: float, down: float, width: float, height: float) -> str:
    """Returns the SVG rectangle of a bar or column in a chart.

    A value of 0 is drawn as a thin line, so that it differs from an unknown value.
    """
    return (
        f'<rect class="{kind}" x="{_n(across)}%" y="{_n(down)}rem" '
        f'width="{_n(max(width, 0.3))}%" height="{_n(max(height, 0.06))}rem"/>'
    )


def _text(kind: str, across: float, down: float, words: str, more: str = "") -> str:
    """Returns an SVG text element for a chart.

    The first year of a span such as '2015 – 2019' is put into a <tspan>. Otherwise `set_lines`, which wraps
    spans of years in HTML elements, would put an HTML element into the SVG.
    """
    text = _RANGE.sub(r"<tspan>\1</tspan>", str(escape(words)))
    return f'<text class="{kind}" x="{_n(across)}%" y="{_n(down)}rem"{more}>{text}</text>'


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") or "0"
