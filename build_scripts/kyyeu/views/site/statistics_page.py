"""Makes the data of the statistics page, which has charts.

They show numbers of exemplars (honoured people and groups), awards, movements and delegates.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from kyyeu.model.awards import Level
from kyyeu.model.exemplars import Domain, Exemplar, Group
from kyyeu.model.movements import LaunchedBy, MovementKind
from kyyeu.model.units import UnitKind
from kyyeu.vietnamese import number
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import conference_name, period_words
from kyyeu.views.site.charts import COLUMNS, ROWS, SHARE, Chart, count_chart
from kyyeu.views.site.site_frame import PageView
from kyyeu.views.statistics import LabelledCount, Statistics, labelled, statistics

PEOPLE = "Số điển hình"
AWARDS = "Số lượt khen thưởng"
MOVEMENTS = "Số phong trào"
UNITS = "Số đơn vị"


@dataclass(frozen=True, slots=True)
class FiguresView(PageView):
    """The data of the statistics page.

    Each group has the HTML id of a subject, the subject's label, and its charts.
    """

    counts: tuple[tuple[str, str], ...]
    groups: tuple[tuple[str, str, tuple[Chart, ...]], ...]
    note: str


@lru_cache(maxsize=1)
def figures(catalogue: Catalogue) -> FiguresView:
    """Returns the data of the statistics page.

    The result is cached, because the CSV files of the statistics are made from the same charts.
    """
    cycle = catalogue.published.site.cycle
    totals = statistics(catalogue, cycle)
    exemplars = [exemplar for exemplar in catalogue.exemplars if exemplar.cycle == cycle]
    groups = (
        ("dien-hinh", "Điển hình", tuple(filter(None, _exemplars(catalogue, totals, exemplars)))),
        ("khen-thuong", "Khen thưởng", tuple(filter(None, _awards(catalogue, totals, exemplars)))),
        ("phong-trao", "Phong trào thi đua", tuple(filter(None, _movements(catalogue)))),
        ("dai-bieu", "Thành phần đại biểu", tuple(filter(None, _delegates(catalogue, cycle)))),
    )
    counts = [
        ("Cá nhân", totals.individuals),
        ("Tập thể", totals.collectives),
        ("Mô hình", totals.models),
        ("Lượt khen thưởng", totals.awards),
        ("Phong trào thi đua", len(catalogue.published.movements)),
    ]
    return FiguresView(
        heading="Thống kê",
        description=f"{period_words(catalogue, cycle)}: điển hình, khen thưởng và phong trào theo cấp, "
        "theo năm, theo nhóm và theo loại hình đơn vị; thành phần đại biểu các hội nghị.",
        counts=tuple((label, number(count)) for label, count in counts if count),
        groups=tuple((anchor, label, charts) for anchor, label, charts in groups if charts),
        note="Số liệu tính từ các hồ sơ đã được đồng ý công bố trên trang này, "
        "nên có thể nhỏ hơn số liệu trong báo cáo tổng kết.",
    )


def all_charts(catalogue: Catalogue) -> tuple[Chart, ...]:
    """Returns all charts of the statistics page."""
    return tuple(chart for _, _, charts in figures(catalogue).groups for chart in charts)


def _years(counts: Counter[int]) -> tuple[LabelledCount, ...]:
    """Returns the count of each year, from the first to the last year that has one.

    A year in between may have the count 0.
    """
    years = range(min(counts), max(counts) + 1) if counts else ()
    return tuple(LabelledCount(str(year), str(year), counts[year]) for year in years)


def _exemplars(catalogue: Catalogue, totals: Statistics, exemplars: list[Exemplar]) -> Iterable[Chart | None]:
    units = catalogue.published.units
    kinds = Counter(units[exemplar.unit].kind for exemplar in exemplars if exemplar.unit in units)
    honoured = Counter(
        step.date.year for exemplar in exemplars for step in exemplar.recognitions if step.date
    )
    yield count_chart("dien-hinh-theo-nhom", ROWS, "Theo nhóm", "Nhóm", PEOPLE, totals.by_group)
    yield count_chart(
        "dien-hinh-theo-loai-hinh-don-vi",
        ROWS,
        "Theo loại hình đơn vị",
        "Loại hình đơn vị",
        PEOPLE,
        labelled(UnitKind, kinds),
    )
    yield count_chart(
        "dien-hinh-theo-linh-vuc",
        ROWS,
        "Theo lĩnh vực",
        "Lĩnh vực",
        PEOPLE,
        labelled(Domain, Counter(exemplar.field for exemplar in exemplars)),
    )
    yield count_chart(
        "dien-hinh-theo-cap", ROWS, "Theo cấp cao nhất đã tôn vinh", "Cấp", PEOPLE, totals.by_level_reached
    )
    yield count_chart(
        "luot-ton-vinh-theo-nam",
        COLUMNS,
        "Lượt tôn vinh theo năm",
        "Năm",
        "Số lượt tôn vinh",
        _years(honoured),
        "Một điển hình được tôn vinh ở nhiều cấp tính một lượt mỗi cấp.",
    )


def _awards(catalogue: Catalogue, totals: Statistics, exemplars: list[Exemplar]) -> Iterable[Chart | None]:
    units = catalogue.published.units
    honoured = [exemplar for exemplar in exemplars for _ in exemplar.awards]
    kinds = Counter(units[exemplar.unit].kind for exemplar in honoured if exemplar.unit in units)
    yield count_chart("khen-thuong-theo-cap", ROWS, "Theo cấp", "Cấp", AWARDS, totals.awards_by_level)
    yield count_chart(
        "khen-thuong-theo-nam",
        COLUMNS,
        "Theo năm",
        "Năm",
        AWARDS,
        _years(Counter({int(year.code): year.count for year in totals.awards_by_year})),
    )
    yield count_chart(
        "khen-thuong-theo-hinh-thuc",
        ROWS,
        "Theo danh hiệu, hình thức",
        "Danh hiệu, hình thức",
        AWARDS,
        totals.awards_by_title,
    )
    yield count_chart(
        "khen-thuong-theo-nhom",
        ROWS,
        "Theo nhóm được khen",
        "Nhóm",
        AWARDS,
        labelled(Group, Counter(exemplar.group for exemplar in honoured)),
    )
    yield count_chart(
        "khen-thuong-theo-loai-hinh-don-vi",
        ROWS,
        "Theo loại hình đơn vị",
        "Loại hình đơn vị",
        AWARDS,
        labelled(UnitKind, kinds),
    )
    yield count_chart(
        "khen-thuong-lanh-dao-va-nguoi-truc-tiep",
        SHARE,
        "Cán bộ quản lý và người trực tiếp lao động",
        "Đối tượng",
        AWARDS,
        (
            LabelledCount("leaders", "Cán bộ quản lý", totals.ratio.leaders),
            LabelledCount("workers", "Nhà giáo, nhân viên trực tiếp", totals.ratio.workers),
        ),
        f"Chỉ tính cá nhân; không tính {Group.PUPIL.label.lower()}, học viên, sinh viên và tập thể.",
    )


def _movements(catalogue: Catalogue) -> Iterable[Chart | None]:
    published = catalogue.published
    records = published.movements.values()
    years = Counter(record.year for record in records if record.year)
    joining = Counter(
        published.units[unit].kind
        for unit, movements in published.unit_movements.items()
        if unit in published.units and (movements.joined or movements.launched)
    )
    yield count_chart(
        "phong-trao-theo-nam",
        COLUMNS,
        "Theo năm phát động",
        "Năm",
        MOVEMENTS,
        _years(years),
        "Phong trào chưa rõ năm phát động không có trong biểu đồ này."
        if sum(years.values()) < len(records)
        else "",
    )
    yield count_chart(
        "phong-trao-theo-cap-phat-dong",
        ROWS,
        "Theo cấp phát động",
        "Cấp phát động",
        MOVEMENTS,
        labelled(LaunchedBy, Counter(record.launched_by for record in records)),
    )
    yield count_chart(
        "phong-trao-theo-loai",
        ROWS,
        "Theo loại",
        "Loại",
        MOVEMENTS,
        labelled(MovementKind, Counter(record.kind for record in records)),
    )
    yield count_chart(
        "phong-trao-theo-pham-vi",
        ROWS,
        "Theo cấp áp dụng",
        "Cấp",
        MOVEMENTS,
        labelled(Level, Counter(record.level for record in records)),
    )
    yield count_chart(
        "don-vi-tham-gia-phong-trao",
        ROWS,
        "Đơn vị phát động, hưởng ứng theo loại hình",
        "Loại hình đơn vị",
        UNITS,
        labelled(UnitKind, joining),
    )


def _delegates(catalogue: Catalogue, cycle: str) -> Iterable[Chart | None]:
    """Yields charts of the delegates to the conferences of a cycle, and None for a chart without data.

    They use totals that people have entered, and never count the personal data of delegates (domain
    description, section 8).
    """
    records = [record for record in catalogue.conferences if record.cycle == cycle]
    for record in records:
        if record.level is not Level.UNIT and record.composition:
            yield count_chart(
                f"dai-bieu-{record.unit}-{record.id}",
                ROWS,
                conference_name(catalogue, record),
                "Thành phần",
                "Số đại biểu",
                tuple(
                    LabelledCount(str(place), row.label, row.count)
                    for place, row in enumerate(record.composition)
                ),
            )
    yield count_chart(
        "dai-bieu-chinh-thuc-va-moi",
        SHARE,
        "Đại biểu chính thức và đại biểu mời",
        "Đại biểu",
        "Số đại biểu",
        (
            LabelledCount(
                "official", "Đại biểu chính thức", sum(record.counts.official or 0 for record in records)
            ),
            LabelledCount("invited", "Đại biểu mời", sum(record.counts.invited or 0 for record in records)),
        ),
        "Cộng của mọi hội nghị trong giai đoạn; một người dự nhiều hội nghị được tính nhiều lần.",
    )
    totals: Counter[str] = Counter()
    for record in records:
        if record.level is Level.UNIT:
            totals.update({row.label: row.count for row in record.composition})
    yield count_chart(
        "dai-bieu-hoi-nghi-co-so",
        ROWS,
        "Thành phần dự hội nghị cấp cơ sở",
        "Thành phần",
        "Số đại biểu",
        tuple(LabelledCount(label, label, count) for label, count in totals.most_common()),
        "Cộng số liệu do các đơn vị ghi; cách chia thành phần có thể khác nhau.",
    )
