"""Tests charts, the tables and CSV files with the same figures, and the statistics page.

Also tests the histories of movements (patriotic emulation campaigns) and of units, which list events by year.
"""

import csv
import io
import re

import pytest
from kyyeu.model.movements import YearResult
from kyyeu.outputs.exports.tables import render_figures
from kyyeu.outputs.site.charts import draw
from kyyeu.outputs.site.typography import set_lines
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import Link
from kyyeu.views.results import result_table
from kyyeu.views.site.charts import (
    COLUMNS,
    ROWS,
    SHARE,
    FigureTable,
    chart_figures,
    count_chart,
    result_charts,
    result_figures,
)
from kyyeu.views.site.history import HistoryYear, movement_history, unit_history
from kyyeu.views.site.statistics_page import figures
from kyyeu.views.statistics import LabelledCount

RESULTS = (
    YearResult(year=2016, indicator="Sáng kiến", value=10, measure="sáng kiến"),
    YearResult(year=2018, indicator="Sáng kiến", value=20.5, measure="sáng kiến"),
    YearResult(year=2017, indicator="Bỏ học", value=3, measure="%"),
)


def test_columns_of_a_result() -> None:
    """A result of a movement that is known for one year only gets no chart.

    In the chart of a result, a year without a value keeps its place and shows a dash.
    """
    [chart] = result_charts(result_table(RESULTS), "x.csv")
    assert (chart.title, chart.measure, chart.labels, chart.values, chart.words) == (
        "Sáng kiến",
        "sáng kiến",
        ("2016", "2017", "2018"),
        (10, None, 20.5),
        ("10", "–", "20,5"),
    )
    assert chart.summary == "Biểu đồ cột. 2016: 10; 2017: –; 2018: 20,5."
    assert draw(chart) == (
        '<svg class="c c-columns" width="100%" height="11.9rem" role="img" '
        'aria-label="Biểu đồ cột. 2016: 10; 2017: –; 2018: 20,5.">'
        '<rect class="c-bar" x="9.67%" y="5.95rem" width="14%" height="4.15rem"/>'
        '<text class="c-n" x="16.67%" y="5.5rem">10</text>'
        '<text class="c-x" x="16.67%" y="11.45rem">2016</text><text class="c-n" x="50%" y="9.65rem">–</text>'
        '<text class="c-x" x="50%" y="11.45rem">2017</text>'
        '<rect class="c-bar c-top" x="76.33%" y="1.6rem" width="14%" height="8.5rem"/>'
        '<text class="c-n" x="83.33%" y="1.15rem">20,5</text>'
        '<text class="c-x" x="83.33%" y="11.45rem">2018</text>'
        '<line class="c-base" x1="0%" x2="100%" y1="10.1rem" y2="10.1rem"/></svg>'
    )


@pytest.mark.parametrize("form", [COLUMNS, ROWS, SHARE])
def test_drawings_hold_neither_styles_nor_scripts(form: str) -> None:
    """Charts in SVG hold no styles or scripts, even if a label contains HTML.

    Labels are escaped. Setting spans of years such as “2015 – 2020” adds no HTML to the SVG either.
    """
    labels = ('<script>alert("1")</script> & sons', "Giai đoạn 2015 - 2020", "Năm học 2015 – 2016")
    counts = [LabelledCount(str(count), label, count) for label, count in zip(labels, (3, 0, 5), strict=True)]
    chart = count_chart("id", form, "T", "H", "M", counts)
    svg = set_lines(str(draw(chart)))
    assert set(re.findall(r"</?(\w+)", svg)) <= {"svg", "rect", "text", "tspan", "line"}
    assert not re.search(r"style|fill|stroke|<script|\son\w+=", svg.replace("&lt;script", ""))
    assert "NaN" not in svg and "inf" not in svg


@pytest.mark.parametrize("values", [(-5.0, 3.0), (-2.0, -1.0), (0.0, 0.0)])
def test_negative_and_zero_values_stay_inside_the_drawing(values: tuple[float, ...]) -> None:
    [chart] = result_charts(
        result_table(
            [YearResult(year=year, indicator="x", value=value) for year, value in enumerate(values, 2016)]
        ),
        "x.csv",
    )
    tops = [float(top) for top in re.findall(r' y\d?="([\d.-]+)rem"', str(draw(chart)))]
    assert min(tops) >= 0 and max(tops) <= 11.9


def test_nothing_counted_is_no_chart() -> None:
    assert count_chart("id", ROWS, "T", "H", "M", [LabelledCount("a", "A", 0)]) is None
    assert result_charts(None, "x.csv") == ()


def test_the_file_of_a_chart_opens_in_a_spreadsheet() -> None:
    """The CSV file of a chart opens correctly in a spreadsheet program.

    It has a byte order mark and decimal points, leaves the cells of unknown values empty, and holds no
    formula.
    """
    data = render_figures(
        FigureTable(
            ("Tên", "Số"), (('=HYPERLINK("x")', 1.0), ("@a, “b”", None), ("Đỗ", -2.5), ("lớn", 12345678.0))
        )
    )
    assert data.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(data.decode("utf-8-sig")))) == [
        ["Tên", "Số"],
        ['\'=HYPERLINK("x")', "1"],
        ["'@a, “b”", ""],
        ["Đỗ", "-2.5"],
        ["lớn", "12345678"],
    ]
    assert result_figures(result_table(RESULTS)).rows == (
        ("Sáng kiến", "sáng kiến", "2016", 10),
        ("Sáng kiến", "sáng kiến", "2018", 20.5),
        ("Bỏ học", "%", "2017", 3),
    )


def test_years_of_a_movement(shown: Catalogue) -> None:
    assert movement_history(shown, shown.published.movements["vuon-truong"]) == (
        HistoryYear(
            2017,
            (("Phát động", (Link("5/KH-HOABAN, ngày 20/02/2017"),)),),
            (("Luống rau, luống hoa", "12 luống"),),
        ),
        HistoryYear(
            2019,
            (("Hưởng ứng", (Link("Trường TH&THCS Suối Mây", "don-vi/th-thcs-suoi-may/"),)),),
            (("Luống rau, luống hoa", "20 luống"),),
        ),
    )
    ended = movement_history(shown, shown.published.movements["giu-rung"])
    assert [(year.year, [kind for kind, _ in year.events]) for year in ended] == [
        (2015, ["Phát động", "Hưởng ứng"]),
        (2019, ["Kết thúc"]),
    ]


def test_years_of_a_unit(shown: Catalogue) -> None:
    years = unit_history(shown, shown.published.units["thpt-ban-trang"])
    events = [
        (year.year, kind, tuple(link.text for link in links)) for year in years for kind, links in year.events
    ]
    assert {
        (2015, "Hưởng ứng", ("“Giữ xanh rừng đầu nguồn”",)),
        (2017, "Phát động", ("“Vườn trường bốn mùa”",)),
        (2020, "Hội nghị", ("Hội nghị điển hình tiên tiến",)),
    } <= set(events)
    assert [year.year for year in years] == sorted({year.year for year in years})


def test_statistics_count_what_is_published(shown: Catalogue) -> None:
    """Every chart of the statistics page has a CSV file, and a table with one row for each value.

    The values add up to the number of published exemplars (honoured people and groups) or of awards.
    """
    view = figures(shown)
    charts = {chart.id: chart for _, _, group in view.groups for chart in group}
    assert len(charts) == sum(len(group) for _, _, group in view.groups)
    exemplars = len(shown.exemplars)
    for name, total in (
        ("dien-hinh-theo-nhom", exemplars),
        ("dien-hinh-theo-loai-hinh-don-vi", exemplars),
        ("dien-hinh-theo-linh-vuc", exemplars),
        ("khen-thuong-theo-nhom", sum(len(exemplar.awards) for exemplar in shown.exemplars)),
    ):
        assert sum(value or 0 for value in charts[name].values) == total, name
    years = charts["phong-trao-theo-nam"]
    assert years.labels == tuple(str(year) for year in range(int(years.labels[0]), int(years.labels[-1]) + 1))
    for chart in charts.values():
        assert chart.csv == f"thong-ke/{chart.id}.csv"
        assert len(chart.labels) == len(chart.values) == len(chart.words) == len(chart_figures(chart).rows)
