"""Tests the polite messages to units that are late: what is missing, and until when it is expected."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from kyyeu.model.library import Library
from kyyeu.views.office.reminders import NUMBERS, reminders

from tests.building import copy_sample, kyyeu, read_project
from tests.test_readiness import ready

SCHOOL, POSTPONED = "thpt-ban-trang", "th-thcs-suoi-may"


@pytest.fixture(scope="module")
def library() -> Library:
    """Returns the sample with only two exemplars, so that most reminders are about missing documents."""
    sample = read_project()
    refs = ("thpt-ban-trang/pham-ngan-ha", "th-thcs-suoi-may/vu-an-khe")
    return replace(sample, exemplars={ref: sample.exemplars[ref] for ref in refs})


def message(library: Library, day: date, until: date | None = None) -> str:
    """Returns the text of the first reminder to a unit that is written on a day."""
    return reminders(ready(library, day), until)[0].text


def messages(library: Library) -> dict[str, str]:
    """Returns the texts of today's reminder messages to units, by unit."""
    return {reminder.unit: reminder.text for reminder in reminders(ready(library))}


def test_a_whole_message(library: Library) -> None:
    assert message(replace(library, exemplars={}), date(2020, 2, 12)) == (
        "Kính gửi: Trường THPT Bản Trắng\n"
        "\n"
        "Đến ngày 12/02/2020, Sở Giáo dục và Đào tạo tỉnh Hoa Ban chưa nhận được của đơn vị "
        "(giai đoạn 2015 - 2020):\n"
        "- Kế hoạch tổ chức Hội nghị: hạn là trước ngày 10/02/2020, đã quá 3 ngày.\n"
        "\n"
        "Báo cáo tổng kết còn thiếu:\n"
        "- Phụ lục số 02 chưa có số liệu.\n"
        "\n"
        "Đề nghị đơn vị hoàn thành và gửi về Sở sớm nhất có thể.\n"
        "Nếu đơn vị đã gửi, xin báo lại số và ngày văn bản để đối chiếu.\n"
        "Cần hướng dẫn, xin liên hệ Văn phòng Sở, van-phong@hoa-ban.example.\n"
        "\n"
        "Trân trọng cảm ơn.\n"
    )


@pytest.mark.parametrize(
    ("day", "until", "sentence"),
    [
        (
            date(2020, 2, 8),
            None,
            "Đề nghị đơn vị hoàn thành và gửi về Sở trước ngày 10/02/2020; nhận đúng ngày này đã là muộn.",
        ),
        (date(2020, 2, 10), None, "Đề nghị đơn vị hoàn thành và gửi về Sở sớm nhất có thể."),
        (
            date(2020, 2, 10),
            date(2020, 2, 17),
            "Đề nghị đơn vị hoàn thành và gửi về Sở chậm nhất ngày 17/02/2020.",
        ),
    ],
)
def test_the_request_names_the_deadline(
    library: Library, day: date, until: date | None, sentence: str
) -> None:
    assert f"\n{sentence}\n" in message(library, day, until)


def test_a_unit_that_sent_all_papers_is_thanked(library: Library) -> None:
    texts = messages(library)
    assert "đã nhận đủ văn bản của đơn vị, xin cảm ơn" in texts[POSTPONED]
    assert "Nếu đơn vị đã gửi" not in texts[POSTPONED]
    assert "đã nhận đủ" not in texts[SCHOOL]


def test_withheld_records_are_numbered_and_withdrawn_consents_not_mentioned(library: Library) -> None:
    """A reminder names published people, numbers withheld records, and omits withdrawn consents.

    Phạm Ngân Hạ is published, Vũ An Khê has withdrawn consent; the draft added here is the fourth file of the
    unit.
    """
    texts = messages(library)
    assert (
        "- Phạm Ngân Hạ: bài ngắn: 18 chữ, cần từ 400 đến 900; 1 khen thưởng chưa có số quyết định.\n"
        in texts[SCHOOL]
    )
    assert NUMBERS not in texts[SCHOOL]
    assert "Vũ An Khê" not in texts[POSTPONED] and "rút lại" not in texts[POSTPONED]
    draft = read_project().exemplars[f"{SCHOOL}/duong-khac-nhu"]
    more = messages(replace(library, exemplars={**library.exemplars, draft.ref: draft}))
    assert "- Hồ sơ số 4: hồ sơ chưa được duyệt; " in more[SCHOOL] and NUMBERS in more[SCHOOL]


def test_a_unit_whose_conference_is_postponed_gets_no_message(library: Library) -> None:
    """Of the two units without any paper, the one whose conference is postponed gets no message."""
    assert list(messages(replace(library, submissions={}, reports={}, exemplars={}))) == [SCHOOL]


def test_the_command_gives_them_as_text_and_as_json(tmp_path: Path) -> None:
    root = copy_sample(tmp_path / "sample")
    text = kyyeu(root, "status", "--reminders", "--date", "2020-02-12", "--until", "2020-02-20").stdout
    assert text.count("Kính gửi: ") == text.count("Trân trọng cảm ơn.") == 2
    assert text.count("chậm nhất ngày 20/02/2020.") == 2
    printed = json.loads(
        kyyeu(root, "status", "--reminders", "--json", "--date", "2020-02-12", "--unit", SCHOOL).stdout
    )
    units = [(reminder["unit"], reminder["name"]) for reminder in printed["reminders"]]
    assert units == [(SCHOOL, "Trường THPT Bản Trắng")]
    out = tmp_path / "nhac.txt"
    kyyeu(root, "status", "--reminders", "--date", "2020-02-12", "--out", str(out))
    assert out.read_text("utf-8").startswith("Kính gửi: Trường THPT Bản Trắng\n")
