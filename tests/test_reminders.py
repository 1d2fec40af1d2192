"""Messages to units that are late or lack something: polite, with what is missing and until when."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from kyyeu.model.library import Library
from kyyeu.views.office.reminders import NUMBERS, reminders

from tests.building import DAY, copy_sample, kyyeu, read_project
from tests.test_readiness import ready

SCHOOL, POSTPONED = "thpt-ban-trang", "th-thcs-suoi-may"


@pytest.fixture(scope="module")
def library() -> Library:
    """With little but papers to be said of the school."""
    found = read_project()
    return replace(
        found,
        exemplars={
            ref: entry for ref, entry in found.exemplars.items() if entry.id in ("pham-ngan-ha", "vu-an-khe")
        },
    )


def message(library: Library, day: date, until: date | None = None) -> str:
    return reminders(ready(library, day), until)[0].text


def test_a_whole_message(library: Library) -> None:
    assert message(replace(library, exemplars={}), date(2020, 2, 12)) == (
        "Kính gửi: Trường THPT Bản Trắng\n"
        "\n"
        "Đến ngày 12/02/2020, Sở Giáo dục và Đào tạo tỉnh Hoa Ban chưa nhận được của đơn vị (giai đoạn 2015 - 2020):\n"
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
    ("day", "until", "words"),
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
def test_until_when(library: Library, day: date, until: date | None, words: str) -> None:
    assert f"\n{words}\n" in message(library, day, until)


def test_who_lacks_no_paper_is_thanked_for_them(library: Library) -> None:
    found = {entry.unit: entry.text for entry in reminders(ready(library, date.fromisoformat(DAY)))}
    assert "đã nhận đủ văn bản của đơn vị, xin cảm ơn" in found[POSTPONED]
    assert "Nếu đơn vị đã gửi" not in found[POSTPONED]
    assert "đã nhận đủ" not in found[SCHOOL]


def test_a_withheld_record_goes_by_its_number_and_who_withdrew_is_left_in_peace(library: Library) -> None:
    """Phạm Ngân Hạ is published; of the other unit's records one is withdrawn, and the file that is left is the fifth."""
    found = {entry.unit: entry.text for entry in reminders(ready(library, date.fromisoformat(DAY)))}
    assert (
        "- Phạm Ngân Hạ: bài ngắn: 18 chữ, cần từ 400 đến 900; 1 khen thưởng chưa có số quyết định.\n"
        in found[SCHOOL]
    )
    assert NUMBERS not in found[SCHOOL]
    assert "Vũ An Khê" not in found[POSTPONED]
    assert "rút lại" not in found[POSTPONED]
    draft = read_project().exemplars[f"{SCHOOL}/duong-khac-nhu"]
    more = {
        entry.unit: entry.text
        for entry in reminders(
            ready(
                replace(library, exemplars={**library.exemplars, draft.ref: draft}), date.fromisoformat(DAY)
            )
        )
    }
    assert "- Hồ sơ số 4: hồ sơ chưa được duyệt; " in more[SCHOOL]
    assert NUMBERS in more[SCHOOL]


def test_complete_units_and_those_that_wait_get_none(library: Library) -> None:
    after = ready(replace(library, submissions={}, reports={}, exemplars={}), date.fromisoformat(DAY))
    assert [entry.unit for entry in reminders(after)] == [SCHOOL]  # the other one's conference is postponed


def test_the_command_gives_them_as_text_and_as_json(tmp_path: Path) -> None:
    root = copy_sample(tmp_path / "sample")
    text = kyyeu(root, "status", "--reminders", "--date", "2020-02-12", "--until", "2020-02-20").stdout
    assert text.count("Kính gửi: ") == text.count("Trân trọng cảm ơn.") == 2
    assert text.count("chậm nhất ngày 20/02/2020.") == 2
    found = json.loads(
        kyyeu(root, "status", "--reminders", "--json", "--date", "2020-02-12", "--unit", SCHOOL).stdout
    )
    assert [(entry["unit"], entry["name"]) for entry in found["reminders"]] == [
        (SCHOOL, "Trường THPT Bản Trắng")
    ]
    out = tmp_path / "nhac.txt"
    kyyeu(root, "status", "--reminders", "--date", "2020-02-12", "--out", str(out))
    assert out.read_text("utf-8").startswith("Kính gửi: Trường THPT Bản Trắng\n")
