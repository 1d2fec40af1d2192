"""Tests that the sample (the project of an invented province) has no problem and the expected records."""

from datetime import date

import pytest
from kyyeu.loading.load import load
from kyyeu.reading import check

from tests.building import DAY, SAMPLE, TODAY, kyyeu


def test_the_sample_has_no_error_and_no_warning() -> None:
    run = kyyeu(SAMPLE, "check", "--strict", "--date", DAY)
    assert run.stdout.splitlines() == [
        "",
        "Chưa đăng 8 người và tập thể (bản thảo, thiếu hoặc hết hạn phiếu đồng ý), theo đơn vị:",
        "  th-thcs-suoi-may: 3",
        "  thpt-ban-trang: 5",
        "",
        "62 bản ghi: 0 lỗi, 0 cảnh báo.",
    ]
    assert run.stderr == ""


def test_the_sample_holds_every_kind_of_record() -> None:
    library, problems = load(SAMPLE)
    assert library is not None and problems == []
    assert {kind: len(refs) for kind, refs in library.declared.items()} == {
        "site": 1,
        "cycle": 1,
        "document": 5,
        "decision": 2,
        "award_title": 6,
        "movement": 4,
        "programme": 1,
        "outline": 1,
        "unit": 5,
        "unit_movements": 2,
        "model": 2,
        "conference": 3,
        "delegate": 3,
        "submission": 3,
        "exemplar": 13,
        "report": 1,
        "speech": 3,
        "news": 2,
        "booklet_prose": 2,
        "printing": 1,
        "edition": 1,
    }
    assert len(library.programmes["conference"].items) == 13
    assert [file.rpartition("/")[2] for file in library.pages] == ["gioi-thieu.md", "index.md"]
    assert all(image and image.format == "JPEG" for image in library.attachments.values())


@pytest.mark.parametrize(("day", "count"), [(date(2025, 12, 31), 6), (date(2025, 9, 30), 16), (TODAY, 8)])
def test_the_date_decides_how_many_are_withheld(day: date, count: int) -> None:
    """How many records are withheld depends on the day, because consent forms begin and end.

    On 30/09/2025 no consent form of the sample was in force. At the end of 2025 two were in force that later
    ended.
    """
    assert sum(check(SAMPLE, day).withheld.values()) == count
