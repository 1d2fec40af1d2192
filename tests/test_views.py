"""Tests the views that several outputs share, such as appendices, statistics and the completeness of reports.

Also tests in which order records are listed, how they are linked, and how documents and awards are worded.
"""

from datetime import date

import pytest
from kyyeu.facts.appendix_01 import stated_sums
from kyyeu.facts.words import award_name, award_year, citation, decision_words
from kyyeu.model.awards import Award
from kyyeu.model.fields import Prose
from kyyeu.model.library import Library
from kyyeu.model.privacy import SITE
from kyyeu.model.reports import Report
from kyyeu.publishing.gate import publish
from kyyeu.views.appendices import MovementRow, YearBlock, appendix_01, appendix_02
from kyyeu.views.catalogue import Catalogue, catalogue
from kyyeu.views.print.book import newest_day
from kyyeu.views.reports import report_completeness
from kyyeu.views.statistics import RewardRatio, reward_ratio, statistics

from tests.building import TODAY
from tests.many import edited

CYCLE = "2015-2020"
DOC_SACH = MovementRow("doc-sach", "Mỗi ngày mười trang sách", "2/CT-HOABAN, ngày 12/09/2016", "2016 - 2020")
VUON = MovementRow("vuon-truong", "Vườn trường bốn mùa", "5/KH-HOABAN, ngày 20/02/2017", "Từ tháng 3/2017")


def test_appendix_01_of_a_unit(shown: Catalogue) -> None:
    """Tests the rows of a school's Phụ lục 01, the table of emulation movements by year.

    Each year of the period has a row. A movement is listed under the year of the school's own document about
    it. Dots stand for unknown values.
    """
    appendix = appendix_01(shown.published, shown.published.cycles[CYCLE], "thpt-ban-trang")
    assert appendix.title == ("BIỂU TỔNG HỢP", "SỐ LƯỢNG PHONG TRÀO THI ĐUA GIAI ĐOẠN 2015 – 2019")
    assert appendix.attached == "(Kèm theo Báo cáo số /BC- ngày..... tháng năm 2020 của)"
    assert appendix.years == (
        YearBlock(
            2015,
            (
                MovementRow(
                    "giu-rung", "Giữ xanh rừng đầu nguồn", "9/KH-HOABAN, ngày 04/05/2015", "2015 - 2019"
                ),
            ),
        ),
        YearBlock(2016, ()),
        YearBlock(2017, (MovementRow("doc-sach", "Mỗi ngày mười trang sách", "…..", "….."), VUON)),
        YearBlock(2018, ()),
        YearBlock(
            2019, (MovementRow("doi-moi-day-hoc", "Đổi mới cách dạy, cách học", "…..", "Năm học 2019-2020"),)
        ),
    )
    assert appendix.count == 4


def test_appendix_01_of_the_sector_counts_a_movement_once(shown: Catalogue) -> None:
    """The department's table of movements lists a movement once, even if several units take part in it.

    It is listed under the year of its launch. If this year is unknown, it is the first year in which a unit
    took part.
    """
    appendix = appendix_01(shown.published, shown.published.cycles[CYCLE])
    assert appendix.years == (
        YearBlock(
            2015,
            (
                MovementRow(
                    "giu-rung", "Giữ xanh rừng đầu nguồn", "8/KH-HOABAN, ngày 02/04/2015", "2015 - 2019"
                ),
            ),
        ),
        YearBlock(2016, (DOC_SACH,)),
        YearBlock(2017, (VUON,)),
        YearBlock(2018, (MovementRow("doi-moi-day-hoc", "Đổi mới cách dạy, cách học", "…..", "….."),)),
        YearBlock(2019, ()),
    )
    assert appendix.count == len(shown.published.movements) == 4


def test_appendix_01_of_a_unit_with_nothing(shown: Catalogue) -> None:
    appendix = appendix_01(shown.published, shown.published.cycles[CYCLE], "th-suoi-may")
    assert ([block.year for block in appendix.years], appendix.count) == ([*range(2015, 2020)], 0)


def test_appendix_02_counts_a_model_that_is_an_exemplar_once(shown: Catalogue) -> None:
    cycle = shown.published.cycles[CYCLE]
    assert [row.name for row in appendix_02(shown, cycle, "th-thcs-suoi-may").rows] == [
        "Thư viện dưới tán cây",
        "Tiết học ngoài trời",
        "Lý Thanh Bình",
    ]
    first, *others = appendix_02(shown, cycle).rows
    # There are two models and seven exemplars, and one of the exemplars is also a model.
    assert len({row.name for row in (first, *others)}) == 1 + len(others) == 2 + 7 - 1
    assert (first.kind, first.unit, first.field, first.since_year, first.praised, first.replicated) == (
        "Mô hình dạy học",
        "Trường TH&THCS Suối Mây",
        "Dạy học",
        "2018",
        "Giới thiệu tại hội nghị của ngành (cấp ngành, 2020)",
        "03 trường trong tỉnh",
    )


def test_appendix_02_knows_nobody_who_is_withheld(shown: Catalogue) -> None:
    assert "Hoàng Tú Nam" not in repr(appendix_02(shown, shown.published.cycles[CYCLE]))


def with_bodies(report: Report, bodies: dict[str, str]) -> Report:
    """Returns a report that has only the sections in `bodies`, a dict from section code to Markdown text."""
    sections = (
        section.model_copy(update={"body": Prose(markdown=bodies[section.code])})
        for section in report.sections
        if section.code in bodies
    )
    return report.model_copy(update={"sections": tuple(sections)})


def test_a_whole_report_is_complete(shown: Catalogue) -> None:
    published = shown.published
    completeness = report_completeness(
        shown, published.reports["thpt-ban-trang/2015-2020"], published.cycles[CYCLE], "thpt-ban-trang"
    )
    codes = ["1.I.1", "1.I.2", "1.II.1.a", "1.II.1.b", "1.II.2", "1.II.5", "2.I.2"]
    assert [(section.code, section.lacks) for section in completeness.sections] == [
        (code, "") for code in codes
    ]
    assert (completeness.appendices, completeness.complete) == ((("01", True), ("02", True)), True)


def test_a_report_says_what_it_lacks(shown: Catalogue) -> None:
    """A report lacks a section if its text is empty, or if the outline demands a table and the text has none.

    A horizontal rule in Markdown is no table. A report that does not exist lacks all sections.
    """
    published = shown.published
    report = published.reports["thpt-ban-trang/2015-2020"]
    bodies = {section.code: section.body.markdown for section in report.sections if section.code != "2.I.2"}
    bodies |= {"1.II.1.a": "Có tiến bộ.\n\n---\n\nVẫn còn việc.", "1.II.5": "  "}
    completeness = report_completeness(
        shown, with_bodies(report, bodies), published.cycles[CYCLE], "thpt-ban-trang"
    )
    assert {section.code: section.lacks for section in completeness.sections if section.lacks} == {
        "1.II.1.a": "thiếu bảng so sánh giai đoạn",
        "1.II.5": "chưa viết",
        "2.I.2": "chưa viết",
    }
    assert (completeness.done, completeness.complete) == (4, False)
    missing = report_completeness(shown, None, published.cycles[CYCLE], "th-suoi-may")
    assert (missing.done, missing.appendices, missing.complete) == (0, (("01", False), ("02", False)), False)


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        ("tổng số 04 phong trào", [4]),
        ("Tổng cộng 19 phong trào", [19]),
        ("tổng cộng có 3 phong trào và cả thảy 2 phong trào", [3, 2]),
        ("04 phong trào", []),
        ("tổng số 12 sáng kiến", []),
    ],
)
def test_sums_stated_in_prose(library: Library, text: str, sums: list[int]) -> None:
    stated = stated_sums(
        library, with_bodies(library.reports["thpt-ban-trang/2015-2020"], {"1.I.2": text, "1.II.5": text})
    )
    assert [(code, figure) for code, _, figure in stated] == [("1.I.2", figure) for figure in sums]
    assert all(text[offset:].startswith(("04", "19", "3", "2")) for _, offset, _ in stated)


def test_reward_ratio(shown: Catalogue) -> None:
    assert statistics(shown, CYCLE).ratio == RewardRatio(leaders=1, workers=1)
    assert [RewardRatio(1, 1).share, RewardRatio(1, 2).share, RewardRatio(0, 0).share] == [50.0, 66.7, None]
    assert reward_ratio(
        [exemplar for exemplar in shown.exemplars if exemplar.group in ("pupil", "collective")]
    ) == RewardRatio(0, 0)


def test_statistics_of_a_cycle_and_a_unit(shown: Catalogue) -> None:
    totals = statistics(shown, CYCLE)
    assert (totals.exemplars, totals.individuals, totals.collectives, totals.models, totals.awards) == (
        7,
        5,
        1,
        1,
        4,
    )
    assert {count.code: count.count for count in totals.by_group} == {
        "leader": 1,
        "teacher": 2,
        "staff": 1,
        "pupil": 1,
        "collective": 2,
    }
    assert [(count.code, count.count) for count in totals.by_level_reached] == [("sector", 3), ("unit", 1)]
    assert [(count.label, count.count) for count in totals.awards_by_year] == [("2019", 3), ("2020", 1)]
    assert sum(count.count for count in totals.awards_by_title) == totals.awards
    assert statistics(shown, CYCLE, "th-thcs-suoi-may").exemplars == 2
    assert statistics(shown, "1990-1995").exemplars == 0


@pytest.mark.parametrize("day", [date(2016, 1, 1), date(2018, 8, 15), date(2020, 3, 12), date(2026, 1, 1)])
def test_a_catalogue_of_a_date_names_units_as_they_were_called_then(shown: Catalogue, day: date) -> None:
    assert {ref: shown.on(day).unit_name(ref) for ref in shown.published.units} == {
        ref: unit.name_on(day) for ref, unit in shown.published.units.items()
    }


def test_the_catalogue_orders_and_links(shown: Catalogue) -> None:
    assert [exemplar.name for exemplar in shown.exemplars] == [
        "Lý Thanh Bình",
        "Phạm Ngân Hạ",
        "Âu Đức Long",
        "Thư viện dưới tán cây",
        "Tổ Ngoại ngữ",
        "Đặng Hương Trầm",
        "Tạ Minh Trúc",
    ]
    assert [unit for unit, _ in shown.joined["doi-moi-day-hoc"]] == ["th-thcs-suoi-may", "thpt-ban-trang"]
    assert [exemplar.name for exemplar in shown.by_movement["vuon-truong"]] == [
        "Lý Thanh Bình",
        "Phạm Ngân Hạ",
    ]
    assert [conference.ref for conference in shown.conferences] == [
        "thpt-ban-trang/2015-2020",
        "so-gddt/2015-2020",
        "th-thcs-suoi-may/2015-2020",
    ]
    assert [article.id[:10] for article in shown.news] == ["2020-03-13", "2020-01-03"]
    # A conference's day is the day of its main session, even if an earlier session prepares it.
    assert shown.conference_day("so-gddt/2015-2020") == date(2020, 3, 12)


def test_units_in_time(shown: Catalogue) -> None:
    exemplar = shown.published.exemplars["thpt-ban-trang/au-duc-long"]
    assert shown.unit_name("thpt-ban-trang", shown.honoured_on(exemplar)) == "Trường THPT Bản Trắng"
    assert shown.unit_name("thpt-ban-trang") == "Trường THPT Hoa Ban"
    assert shown.unit_name("khong-co") == "khong-co"
    assert (shown.successors("th-suoi-may"), shown.successors("th-thcs-suoi-may")) == (
        ("th-thcs-suoi-may",),
        (),
    )


def test_units_that_succeed_each_other_have_no_successors(library: Library) -> None:
    old = library.units["th-suoi-may"]
    back = old.successors[0].model_copy(update={"unit": old.id})
    published = publish(edited(library, "units", "th-thcs-suoi-may", successors=(back,)), SITE, TODAY)
    assert catalogue(published).successors("th-suoi-may") == ()


def test_words(library: Library) -> None:
    documents = ("chi-thi-doc-sach", "quy-che-thi-dua", "huong-dan-hoi-nghi")
    assert [citation(library.documents[document]) for document in documents] == [
        "Chỉ thị số 2/CT-HOABAN ngày 12/9/2016 của Chủ tịch Ủy ban nhân dân tỉnh Hoa Ban",
        "Quy chế năm 2014 của Ủy ban nhân dân tỉnh Hoa Ban",
        "Hướng dẫn của Sở Giáo dục và Đào tạo tỉnh Hoa Ban",
    ]
    award = library.exemplars["thpt-ban-trang/au-duc-long"].awards[0]
    assert (award_name(award, library), award_year(award, library), decision_words(award, library)) == (
        "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh",
        2020,
        "Quyết định số 61/QĐ-HOABAN ngày 05/03/2020 của Chủ tịch Ủy ban nhân dân tỉnh Hoa Ban",
    )
    order = Award.model_validate(
        {"title": "huan-chuong-lao-dong", "rank": "Hạng Ba", "school_year": "2018-2019"}
    )
    assert (award_name(order, library), award_year(order, library), decision_words(order, library)) == (
        "Huân chương Lao động hạng Ba",
        2019,
        "",
    )
    renamed = edited(library, "award_titles", "huan-chuong-lao-dong", name="Giải học sinh giỏi cấp tỉnh")
    assert (
        award_name(order.model_copy(update={"rank": "Giải Nhất"}), renamed)
        == "Giải Nhất học sinh giỏi cấp tỉnh"
    )


def test_a_work_without_dated_awards_has_the_day_of_its_conference(shown: Catalogue) -> None:
    conference = shown.published.conferences[f"thpt-ban-trang/{CYCLE}"]
    assert newest_day(shown.on(date(2000, 1, 1)), conference) == conference.main_day
