"""Views before the outputs: both appendices, completeness, ratio, sums, backlinks, order, words."""

from dataclasses import replace
from datetime import date

import pytest
from kyyeu.facts.appendix_01 import stated_sums
from kyyeu.facts.words import award_name, award_year, citation, decision_words
from kyyeu.loading.load import load
from kyyeu.model.awards import Award
from kyyeu.model.fields import Prose
from kyyeu.model.library import Library
from kyyeu.model.privacy import SITE
from kyyeu.model.reports import Report
from kyyeu.publishing.gate import publish
from kyyeu.views.appendices import MovementRow, YearBlock, appendix_01, appendix_02
from kyyeu.views.catalogue import Catalogue, catalogue
from kyyeu.views.completeness import report_completeness
from kyyeu.views.statistics import RewardRatio, reward_ratio, statistics

from tests.building import DAY, SAMPLE

TODAY = date.fromisoformat(DAY)
CYCLE = "2015-2020"
DOC_SACH = MovementRow("doc-sach", "Mỗi ngày mười trang sách", "2/CT-HOABAN, ngày 12/09/2016", "2016 - 2020")
VUON = MovementRow("vuon-truong", "Vườn trường bốn mùa", "5/KH-HOABAN, ngày 20/02/2017", "Từ tháng 3/2017")


@pytest.fixture(scope="module")
def library() -> Library:
    found, _ = load(SAMPLE)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def shown(library: Library) -> Catalogue:
    return catalogue(publish(library, SITE, TODAY))


def test_appendix_01_of_a_unit(shown: Catalogue) -> None:
    """Every year stands, empty ones too; a row stands in the year of the unit's own document; what is not known is dotted."""
    found = appendix_01(shown.published, shown.published.cycles[CYCLE], "thpt-ban-trang")
    assert found.title == ("BIỂU TỔNG HỢP", "SỐ LƯỢNG PHONG TRÀO THI ĐUA GIAI ĐOẠN 2015 – 2019")
    assert found.attached == "(Kèm theo Báo cáo số /BC- ngày..... tháng năm 2020 của)"
    assert found.years == (
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
    assert found.count == 4


def test_appendix_01_of_the_sector_counts_a_movement_once(shown: Catalogue) -> None:
    """Two units read, two changed their teaching: each movement stands once, in the year of its launch or of who joined first."""
    found = appendix_01(shown.published, shown.published.cycles[CYCLE])
    assert found.years == (
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
    assert found.count == len(shown.published.movements) == 4


def test_appendix_01_of_a_unit_with_nothing(shown: Catalogue) -> None:
    found = appendix_01(shown.published, shown.published.cycles[CYCLE], "th-suoi-may")
    assert [block.year for block in found.years] == [2015, 2016, 2017, 2018, 2019]
    assert found.count == 0


def test_appendix_02_counts_a_model_that_is_an_exemplar_once(shown: Catalogue) -> None:
    cycle = shown.published.cycles[CYCLE]
    assert [row.name for row in appendix_02(shown, cycle, "th-thcs-suoi-may").rows] == [
        "Thư viện dưới tán cây",
        "Tiết học ngoài trời",
        "Lý Thanh Bình",
    ]
    rows = appendix_02(shown, cycle).rows
    assert sorted(row.name for row in rows) == sorted({row.name for row in rows})
    assert len(rows) == 2 + 7 - 1  # models, exemplars shown, less the one that is both
    first = rows[0]
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


def test_a_whole_report_is_complete(shown: Catalogue) -> None:
    published = shown.published
    found = report_completeness(
        shown, published.reports["thpt-ban-trang/2015-2020"], published.cycles[CYCLE], "thpt-ban-trang"
    )
    assert [section.code for section in found.sections] == [
        "1.I.1",
        "1.I.2",
        "1.II.1.a",
        "1.II.1.b",
        "1.II.2",
        "1.II.5",
        "2.I.2",
    ]
    assert [section.lacks for section in found.sections] == [""] * 7
    assert found.appendices == (("01", True), ("02", True))
    assert found.complete


def test_a_report_says_what_it_lacks(shown: Catalogue) -> None:
    """A rule is no table of comparison, an empty section is not written, a report that has not come lacks everything."""
    published = shown.published
    report = published.reports["thpt-ban-trang/2015-2020"]
    bodies = {"1.II.1.a": "Có tiến bộ.\n\n---\n\nVẫn còn việc.", "1.II.5": "  "}
    poorer = report.model_copy(
        update={
            "sections": tuple(
                section.model_copy(update={"body": Prose(markdown=bodies[section.code])})
                if section.code in bodies
                else section
                for section in report.sections
                if section.code != "2.I.2"
            )
        }
    )
    found = report_completeness(shown, poorer, published.cycles[CYCLE], "thpt-ban-trang")
    assert {section.code: section.lacks for section in found.sections if section.lacks} == {
        "1.II.1.a": "thiếu bảng so sánh giai đoạn",
        "1.II.5": "chưa viết",
        "2.I.2": "chưa viết",
    }
    assert (found.done, found.complete) == (4, False)
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
    report = library.reports["thpt-ban-trang/2015-2020"]
    changed: Report = report.model_copy(
        update={
            "sections": tuple(
                section.model_copy(update={"body": Prose(markdown=text)})
                for section in report.sections
                if section.code in ("1.I.2", "1.II.5")
            )
        }
    )
    assert [(code, figure) for code, _, figure in stated_sums(library, changed)] == [
        ("1.I.2", figure) for figure in sums
    ]
    assert all(
        text[offset:].startswith(("04", "19", "3", "2")) for _, offset, _ in stated_sums(library, changed)
    )


def test_reward_ratio(shown: Catalogue) -> None:
    assert statistics(shown, CYCLE).ratio == RewardRatio(leaders=1, workers=1)
    assert RewardRatio(1, 1).share == 50.0
    assert RewardRatio(1, 2).share == 66.7
    assert RewardRatio(0, 0).share is None
    pupils_and_collectives = [entry for entry in shown.exemplars if entry.group in ("pupil", "collective")]
    assert reward_ratio(pupils_and_collectives) == RewardRatio(0, 0)


def test_statistics_of_a_cycle_and_a_unit(shown: Catalogue) -> None:
    found = statistics(shown, CYCLE)
    assert (found.exemplars, found.individuals, found.collectives, found.models, found.awards) == (
        7,
        5,
        1,
        1,
        4,
    )
    assert {count.code: count.count for count in found.by_group} == {
        "leader": 1,
        "teacher": 2,
        "staff": 1,
        "pupil": 1,
        "collective": 2,
    }
    assert [(count.code, count.count) for count in found.by_level_reached] == [("sector", 3), ("unit", 1)]
    assert [(count.label, count.count) for count in found.awards_by_year] == [("2019", 3), ("2020", 1)]
    assert sum(count.count for count in found.awards_by_title) == found.awards
    assert statistics(shown, CYCLE, "th-thcs-suoi-may").exemplars == 2
    assert statistics(shown, "1990-1995").exemplars == 0


def test_a_catalogue_seen_on_a_day_names_units_as_they_were_called(shown: Catalogue) -> None:
    for day in (date(2016, 1, 1), date(2018, 8, 15), date(2020, 3, 12), date(2026, 1, 1)):
        seen = shown.on(day)
        assert {ref: seen.unit_name(ref) for ref in shown.published.units} == {
            ref: unit.name_on(day) for ref, unit in shown.published.units.items()
        }


def test_the_catalogue_orders_and_links(shown: Catalogue) -> None:
    assert [entry.name for entry in shown.exemplars] == [
        "Lý Thanh Bình",
        "Phạm Ngân Hạ",
        "Âu Đức Long",
        "Thư viện dưới tán cây",
        "Tổ Ngoại ngữ",
        "Đặng Hương Trầm",
        "Tạ Minh Trúc",
    ]
    assert [unit for unit, _ in shown.joined["doi-moi-day-hoc"]] == ["th-thcs-suoi-may", "thpt-ban-trang"]
    assert [entry.name for entry in shown.by_movement["vuon-truong"]] == ["Lý Thanh Bình", "Phạm Ngân Hạ"]
    assert [entry.ref for entry in shown.conferences] == [
        "thpt-ban-trang/2015-2020",
        "so-gddt/2015-2020",
        "th-thcs-suoi-may/2015-2020",
    ]
    assert [entry.id[:10] for entry in shown.news] == ["2020-03-13", "2020-01-03"]
    assert shown.conference_day("so-gddt/2015-2020") == date(
        2020, 3, 12
    )  # the main session, not the one before it


def test_units_in_time(shown: Catalogue) -> None:
    exemplar = shown.published.exemplars["thpt-ban-trang/au-duc-long"]
    assert shown.unit_name("thpt-ban-trang", shown.honoured_on(exemplar)) == "Trường THPT Bản Trắng"
    assert shown.unit_name("thpt-ban-trang") == "Trường THPT Hoa Ban"
    assert shown.successors("th-suoi-may") == ("th-thcs-suoi-may",)
    assert shown.successors("th-thcs-suoi-may") == ()
    assert shown.unit_name("khong-co") == "khong-co"


def test_successors_of_a_circle_end(library: Library) -> None:
    merged, old = library.units["th-thcs-suoi-may"], library.units["th-suoi-may"]
    circle = merged.model_copy(
        update={"successors": (old.successors[0].model_copy(update={"unit": "th-suoi-may"}),)}
    )
    found = catalogue(publish(replace(library, units={**library.units, merged.id: circle}), SITE, TODAY))
    assert found.successors("th-suoi-may") == ()


def test_words(library: Library) -> None:
    documents = library.documents
    assert (
        citation(documents["chi-thi-doc-sach"])
        == "Chỉ thị số 2/CT-HOABAN ngày 12/9/2016 của Chủ tịch Ủy ban nhân dân tỉnh Hoa Ban"
    )
    assert citation(documents["quy-che-thi-dua"]) == "Quy chế năm 2014 của Ủy ban nhân dân tỉnh Hoa Ban"
    assert citation(documents["huong-dan-hoi-nghi"]) == "Hướng dẫn của Sở Giáo dục và Đào tạo tỉnh Hoa Ban"
    award = library.exemplars["thpt-ban-trang/au-duc-long"].awards[0]
    assert (award_name(award, library), award_year(award, library)) == (
        "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh",
        2020,
    )
    assert (
        decision_words(award, library)
        == "Quyết định số 61/QĐ-HOABAN ngày 05/03/2020 của Chủ tịch Ủy ban nhân dân tỉnh Hoa Ban"
    )
    order = Award.model_validate(
        {"title": "huan-chuong-lao-dong", "rank": "Hạng Ba", "school_year": "2018-2019"}
    )
    assert award_name(order, library) == "Huân chương Lao động hạng Ba"
    prize = library.award_titles["huan-chuong-lao-dong"].model_copy(
        update={"name": "Giải học sinh giỏi cấp tỉnh"}
    )
    renamed = replace(library, award_titles={**library.award_titles, "huan-chuong-lao-dong": prize})
    assert (
        award_name(order.model_copy(update={"rank": "Giải Nhất"}), renamed)
        == "Giải Nhất học sinh giỏi cấp tỉnh"
    )
    assert (award_year(order, library), decision_words(order, library)) == (2019, "")
