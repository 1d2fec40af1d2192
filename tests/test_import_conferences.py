"""`kyyeu import`, the sheets of conferences, speeches and news: an agenda as a secretary types it, every fault by cell, nothing lost."""

import shutil
import unicodedata
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pytest
from kyyeu.outputs.workbook.sheets import BASELINE, FIRST
from PIL import Image

from tests.building import DAY, HOME, copy_sample, tree
from tests.filling import UNIT, brought, errors, opened, row_of, run

CONFERENCE = f"data/units/{UNIT}/conferences/2015-2020.yml"
NAMED = "Hội nghị điển hình tiên tiến của đơn vị 2015-2020"
NEWS = "2020-01-03-chuan-bi-hoi-nghi"
SAME = "Không có gì thay đổi.\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_sample(tmp_path / "sample")


def said(root: Path, file: Path, *options: str) -> str:
    return run(root, "import", str(file), "--date", DAY, *options)[1]


def text_of(root: Path, file: str) -> str:
    return (root / file).read_text(encoding="utf-8")


def put_text(root: Path, file: str, text: str) -> None:
    (root / file).write_text(text, encoding="utf-8")


def the_demonstration(folder: Path) -> Path:
    for name in ("data", "content"):
        shutil.copytree(HOME / name, folder / name)
    return folder


@pytest.mark.parametrize("project", [copy_sample, the_demonstration], ids=["sample", "demonstration"])
def test_every_unit_s_workbook_comes_back_without_a_difference(project: Any, tmp_path: Path) -> None:
    """Without its memory of the files too, so that every cell is held against its file."""
    root = project(tmp_path / "project")
    before = tree(root)
    for unit in sorted(path.parent.name for path in (root / "data/units").glob("*/unit.yml")):
        filled = opened(root, unit)
        del filled.book[BASELINE]
        assert said(root, filled.save(tmp_path / "sent.xlsx")) == SAME, unit
    assert {path: data for path, data in tree(root).items() if ".cache" not in path} == before


def test_a_workbook_holds_all_that_its_files_say(root: Path, tmp_path: Path) -> None:
    """Files that are lost come back from it byte by byte."""
    filled = opened(root)
    del filled.book[BASELINE]
    before = tree(root)
    gone = [
        CONFERENCE,
        *(
            f"content/units/{UNIT}/{path}"
            for path in (
                f"news/{NEWS}.md",
                "speeches/2015-2020-giu-lua-doc-sach.md",
                "speeches/2015-2020-tieng-trong-truong.md",
            )
        ),
    ]
    for file in gone:
        (root / file).unlink()
    found = brought(root, filled.save(tmp_path / "a.xlsx"))
    assert (errors(found), found["files"]) == ({}, sorted(gone))
    assert {file: tree(root)[file] for file in gone} == {file: before[file] for file in gone}


def test_an_agenda_as_a_secretary_types_it(root: Path, tmp_path: Path) -> None:
    text = text_of(root, CONFERENCE)
    text = text.replace("  - code: exchange\n", "  # hỏi lại cô Lan\n  - code: exchange\n").replace(
        "    note: Có một tiết mục văn nghệ\n",
        "    note: Có một tiết mục văn nghệ  # tạm\n    links:\n      attachments:\n        - san-khau.pdf\n",
    )
    put_text(root, CONFERENCE, text)
    (root / f"content/units/{UNIT}/conferences/san-khau.pdf").write_bytes(b"%PDF-1.4\n")
    filled = opened(root)
    page = filled.book["Chương trình"]
    exchange = row_of(filled, "Chương trình", "minutes", 20)
    assert filled.cell("Chương trình", "note", exchange).value == "Có một tiết mục văn nghệ"
    filled.put(
        "Chương trình", exchange, {"minutes": 25, "start": "9h05", "presenters.name": "Mai Đông Phong"}
    )
    filled.put(
        "Chương trình",
        0,
        {
            "title": unicodedata.normalize("NFD", "Chụp ảnh  lưu niệm"),
            "minutes": "5",
            "presenters.titles": "Bí thư Đoàn trường; Tổ trưởng",
        },
    )
    filled.put("Chương trình", 1, {"presenters.titles": "Hiệu trưởng"})
    filled.put(
        "Chương trình", 2, {"title": "Phát động phong trào thi đua giai đoạn 2020 - 2025", "minutes": 3}
    )
    filled.put("Phiên họp", -1, {"end": "11 giờ 30 phút"})
    page.insert_rows(5)  # between the first two items and the third
    page.cell(5, 3).value = "Trình chiếu ảnh cũ"
    found = brought(root, filled.save(tmp_path / "a.xlsx"), "--dry-run")
    assert (errors(found), found["files"]) == ({}, [CONFERENCE])
    assert text_of(root, CONFERENCE) == text
    assert brought(root, tmp_path / "a.xlsx")["written"]
    expected = (
        text.replace('    end: "11:00"\n', '    end: "11:30"\n')
        .replace(
            "  - code: opening_speech\n",
            "  - code: trinh-chieu-anh-cu\n    title: Trình chiếu ảnh cũ\n  - code: opening_speech\n",
        )
        .replace(
            "    minutes: 20\n    optional: true\n",
            "    start: 09:05\n    minutes: 25\n    presenters:\n      - name: Mai Đông Phong\n    optional: true\n",
        )
        .replace(
            "counts:\n",
            "  - code: chup-anh-luu-niem\n    title: Chụp ảnh lưu niệm\n    minutes: 5\n    presenters:\n      - titles:\n"
            "          - Bí thư Đoàn trường\n          - Tổ trưởng\n      - titles:\n          - Hiệu trưởng\n"
            "  - code: launch\n    minutes: 3\ncounts:\n",
        )
    )
    assert text_of(root, CONFERENCE) == expected
    assert "# hỏi lại cô Lan\n" in expected and "# tạm\n" in expected and "- san-khau.pdf\n" in expected
    assert said(root, tmp_path / "a.xlsx") == SAME
    assert said(root, tmp_path / "a.xlsx") == SAME


WAYS: tuple[tuple[Any, Any], ...] = (
    ("3/9/2019", "7h30"),
    ("03.09.2019", "7g30"),
    (datetime(2019, 9, 3), time(7, 30)),
    ("2019-09-03", 0.3125),
    (43711, "7 giờ 30 phút"),
    ("ngày 3 tháng 9 năm 2019", "07:30:00"),
    ("03/09/2019", "7:30"),
    ("3-9-2019", "07h30'"),
)


def test_days_and_hours_that_read_one_way_are_taken(root: Path, tmp_path: Path) -> None:
    filled = opened(root)
    for row, (day, start) in enumerate(WAYS):
        filled.put(
            "Phiên họp",
            row,
            {"@": NAMED, "day": day, "start": start, "end": f"{row + 9}h", "venue": f"Lớp {row}"},
        )
    found = brought(root, filled.save(tmp_path / "a.xlsx"))
    assert found["problems"] == []
    text = text_of(root, CONFERENCE)
    assert text.count("  - day: 2019-09-03\n    start: 07:30\n") == len(WAYS)
    assert '    end: "16:00"\n    venue: Lớp 7\n' in text and "    end: 09:00\n    venue: Lớp 0\n" in text


Mistake = tuple[str, int, dict[str, Any], dict[str, str]]
MISTAKES: tuple[Mistake, ...] = (
    # sheet, row, what is written there, codes of the Problems by column
    (
        "Hội nghị",
        0,
        {
            "cycle": "2015-2020",
            "form": "Hội nghị điển hình tiên tiến",
            "level": "Trường",
            "status": "Sẽ tổ chức",
        },
        {"cycle": "row-doubled"},
    ),
    (
        "Hội nghị",
        1,
        {
            "cycle": "2015-2020",
            "form": "Đại hội Thi đua yêu nước",
            "level": "Xã",
            "status": "Dự kiến",
            "reviews.since": 2020,
            "reviews.until": 2015,
        },
        {"level": "choice", "status": "choice", "reviews.since": "period"},
    ),
    ("Phiên họp", 0, {"@": NAMED, "day": "9/25/2019", "start": "7.30"}, {"day": "date", "start": "time"}),
    ("Phiên họp", 1, {"@": NAMED, "day": "tháng 9", "start": "7h30 - 11h"}, {"day": "date", "start": "time"}),
    (
        "Phiên họp",
        2,
        {"@": NAMED, "day": "3/9/19", "start": "2h chiều", "end": "25:00"},
        {"day": "date", "start": "time", "end": "time"},
    ),
    (
        "Phiên họp",
        3,
        {"@": NAMED, "day": "31/04/2019", "start": 7.5, "end": "=A1"},
        {"day": "date", "start": "time", "end": "formula"},
    ),
    (
        "Phiên họp",
        4,
        {"@": NAMED, "day": "03/09/2019", "start": datetime(2019, 9, 3, 7, 30), "end": 730, "kind": "Bế mạc"},
        {"start": "time", "end": "time", "kind": "choice"},
    ),
    ("Phiên họp", 5, {"@": "Đại hội chi bộ", "day": "03/09/2019", "start": "08:00"}, {"@": "parent"}),
    (
        "Phiên họp",
        6,
        {"day": "03/09/2019", "start": "08:00"},
        {"@": "parent-missing"},
    ),  # of which, now that there are two?
    (
        "Chương trình",
        0,
        {"@": NAMED, "code": "Chào cờ, hát Quốc ca", "minutes": "5 phút"},
        {"code": "reference", "minutes": "number"},
    ),
    ("Chương trình", 1, {"@": NAMED, "minutes": 30}, {"code": "item-missing"}),
    (
        "Chương trình",
        2,
        {
            "@": NAMED,
            "title": "Giải lao",
            "minutes": "1.250",
            "optional": "có thể",
            "links.exemplars": "Ông Không Có",
            "links.speech": "Bài lạ",
        },
        {
            "minutes": "number",
            "optional": "flag",
            "links.exemplars": "reference",
            "links.speech": "reference",
        },
    ),
    ("Cơ cấu đại biểu", 0, {"@": NAMED, "label": "Nữ", "count": "mười"}, {"count": "number"}),
    ("Tham luận", 0, {"title": "giữ lửa  đọc sách", "conference": NAMED}, {"title": "row-doubled"}),
    (
        "Tham luận",
        1,
        {"title": "Bài mới", "kind": "Bài vè", "conference": "Hội nghị trường"},
        {"kind": "choice", "conference": "reference"},
    ),
    ("Bài tham luận", 0, {"@": "Bài không có ở trang kia", "text": "Kính thưa hội nghị."}, {"@": "parent"}),
    ("Bài tham luận", 1, {"@": "Bài mới", "text": "=CONCATENATE(A1)"}, {"text": "formula"}),
    ("Tin", 0, {"title": "Tin một", "date": "10/1/20", "phase": "Sau"}, {"date": "date", "phase": "choice"}),
    (
        "Tin",
        1,
        {"title": "Tin hai", "date": "10/01/2020", "phase": "Sau hội nghị", "video": "hoa ban.example"},
        {"video": "url"},
    ),
    ("Ảnh tin", 0, {"@": "Tin hai", "file": "IMG 1.jpg", "alt": "Ảnh."}, {"file": "photo-missing"}),
    (
        "Ảnh tin",
        1,
        {"people.name": "Lại Quỳnh Sương", "people.consent.id": 12},
        {"people.consent.id": "text-number"},
    ),
    (
        "Ảnh tin",
        2,
        {"@": "Nhà trường chuẩn bị hội nghị", "people.name": "Lại Quỳnh Sương"},
        {"@": "row-loose"},
    ),
)


def test_every_mistake_is_named_by_its_cell_and_nothing_is_written(root: Path, tmp_path: Path) -> None:
    filled = opened(root)
    expected = {}
    for sheet, row, values, codes in MISTAKES:
        filled.put(sheet, row, values)
        expected |= {filled.name(sheet, key, row): code for key, code in codes.items()}
    before = tree(root)
    found = brought(root, filled.save(tmp_path / "a.xlsx"))
    assert {**errors(found)} == expected and len(expected) == 38
    assert all(problem["sentence"] and problem["advice"] for problem in found["problems"])
    by_cell = {problem["file"]: problem["advice"] for problem in found["problems"]}
    assert by_cell[filled.name("Phiên họp", "start", 0)] == "Ghi 07:30 nếu là giờ ấy."
    assert by_cell[filled.name("Chương trình", "code", 0)] == (
        "Có phải “Chào cờ”? Mục riêng của hội nghị: xóa trống ô này, ghi tên ở cột “Nội dung”."
    )
    assert (
        not found["written"]
        and {path: data for path, data in tree(root).items() if ".cache" not in path} == before
    )


def test_what_the_checks_find_stands_at_its_cell_in_words_of_the_workbook(root: Path, tmp_path: Path) -> None:
    filled = opened(root)
    speech = row_of(filled, "Chương trình", "links.speech", "Giữ lửa đọc sách")
    filled.put("Chương trình", speech, {"session": 3})
    filled.put("Phiên họp", -1, {"end": "7h"})
    filled.put("Tin", -1, {"date": "04/01/2020"})
    found = brought(root, filled.save(tmp_path / "a.xlsx"))
    assert errors(found) == {
        filled.name("Chương trình", "session", speech): "programme-session",
        filled.name("Phiên họp", "end", -1): "session-order",
        filled.name("Tin", "date", -1): "news-date",
    }
    assert all(
        "sessions" not in problem["advice"] and "tệp" not in problem["sentence"]
        for problem in found["problems"]
    )


def test_a_first_conference_with_its_speech_and_news_from_nothing(root: Path, tmp_path: Path) -> None:
    """Of a unit that has none: rows need not name the only conference; speech and agenda name each other."""
    unit = "thcs-suoi-may"
    photos = tmp_path / "photos"
    photos.mkdir()
    Image.new("RGB", (1200, 800), "#446688").save(photos / "Ảnh lớp 1.JPG", "JPEG")
    Image.new("RGB", (1200, 800), "#886644").save(photos / "IMG_0002.jpeg", "JPEG")
    filled = opened(root, unit)
    filled.put(
        "Hội nghị",
        0,
        {"cycle": "2015-2020", "level": "Trường", "status": "Đã tổ chức", "speeches": "Một giờ đọc"},
    )
    filled.put("Phiên họp", 0, {"day": "08/01/2020", "start": "7h30"})
    filled.put(
        "Chương trình",
        0,
        {"code": "Báo cáo tham luận của các điển hình tiên tiến", "links.speech": "Một giờ đọc"},
    )
    filled.put("Cơ cấu đại biểu", 0, {"label": "Nữ", "count": 12})
    filled.put(
        "Tham luận",
        0,
        {
            "title": "Một giờ đọc",
            "conference": "Hội nghị điển hình tiên tiến 2015-2020",
            "presenter.titles": "Tổ trưởng",
        },
    )
    for row, text in enumerate(
        ("Kính thưa hội nghị,", "## Bắt đầu từ một giá sách", "Giá sách có ba ngăn.\nNgăn nào cũng đầy.")
    ):
        filled.put("Bài tham luận", row, {"@": "Một giờ đọc" if row == 0 else None, "text": text})
    filled.put(
        "Tin",
        0,
        {
            "title": "Họp trù bị",
            "date": "05/01/2020",
            "phase": "Trước hội nghị",
            "conference": "Hội nghị điển hình tiên tiến của đơn vị 2015-2020",
        },
    )
    filled.put("Bài tin", 0, {"@": "Họp trù bị", "text": "Nhà trường họp trù bị."})
    filled.put(
        "Ảnh tin",
        0,
        {"@": "Họp trù bị", "file": "Ảnh lớp 1.JPG", "alt": "Một lớp học.", "people.name": "Lại Quỳnh Sương"},
    )
    filled.put(
        "Ảnh tin",
        1,
        {
            "people.name": "Mai Đông Phong",
            "people.consent.id": "HB-101",
            "people.consent.date": "03/11/2025",
            "people.consent.scope.web": "Có",
        },
    )
    filled.put("Ảnh hội nghị", 0, {"picture.file": "IMG_0002.jpeg", "picture.alt": "Hội trường."})
    filled.put("Ảnh hội nghị", 1, {"picture.file": "Ảnh lớp 1.JPG", "picture.alt": "Một lớp học."})
    file = filled.save(tmp_path / "a.xlsx")
    found = brought(root, file, "--photos", str(photos))
    content = f"content/units/{unit}"
    assert (errors(found), found["files"]) == (
        {},
        [
            f"{content}/conferences/2015-2020-2.jpg",
            f"{content}/conferences/2015-2020.jpg",
            f"{content}/news/2020-01-05-hop-tru-bi.jpg",
            f"{content}/news/2020-01-05-hop-tru-bi.md",
            f"{content}/speeches/2015-2020-mot-gio-doc.md",
            f"data/units/{unit}/conferences/2015-2020.yml",
        ],
    )
    assert text_of(root, f"data/units/{unit}/conferences/2015-2020.yml") == FIRST_CONFERENCE
    assert text_of(root, f"{content}/speeches/2015-2020-mot-gio-doc.md") == FIRST_SPEECH
    assert text_of(root, f"{content}/news/2020-01-05-hop-tru-bi.md") == FIRST_NEWS
    assert said(root, file, "--photos", str(photos)) == SAME
    assert said(root, opened(root, unit).save(tmp_path / "again.xlsx")) == SAME
    assert run(root, "format", "--check")[0] == 0


FIRST_CONFERENCE = """\
# yaml-language-server: $schema=../../../schemas/conference.schema.json
level: unit
cycle: 2015-2020
status: held
sessions:
  - day: 2020-01-08
    start: 07:30
programme:
  - code: papers
    links:
      speech: thcs-suoi-may/2015-2020-mot-gio-doc
composition:
  - label: Nữ
    count: 12
speeches:
  - thcs-suoi-may/2015-2020-mot-gio-doc
media:
  - picture:
      file: 2015-2020.jpg
      alt: Hội trường.
  - picture:
      file: 2015-2020-2.jpg
      alt: Một lớp học.
"""
FIRST_SPEECH = """\
---
title: Một giờ đọc
conference: thcs-suoi-may/2015-2020
presenter:
  titles:
    - Tổ trưởng
---

Kính thưa hội nghị,

## Bắt đầu từ một giá sách

Giá sách có ba ngăn.

Ngăn nào cũng đầy.
"""
FIRST_NEWS = """\
---
date: 2020-01-05
phase: before
title: Họp trù bị
conference: thcs-suoi-may/2015-2020
pictures:
  - file: 2020-01-05-hop-tru-bi.jpg
    alt: Một lớp học.
    people:
      - name: Lại Quỳnh Sương
      - name: Mai Đông Phong
        consent:
          id: HB-101
          scope:
            - web
          date: 2025-11-03
---

Nhà trường họp trù bị.
"""


def test_nobody_leaves_a_picture_unasked(root: Path, tmp_path: Path) -> None:
    """Who has no consent keeps a picture from being shown: a row that is gone takes nobody out of it."""
    file = f"content/units/{UNIT}/news/{NEWS}.md"
    text = text_of(root, file).replace(
        "    alt: Một buổi họp", "    focus:\n      - 40\n      - 60\n    alt: Một buổi họp"
    )
    put_text(root, file, text)
    run(root, "format")
    text = text_of(root, file)
    filled = opened(root)
    last = row_of(filled, "Ảnh tin", "people.name", "Lại Quỳnh Sương")
    filled.book["Ảnh tin"].delete_rows(filled.free["Ảnh tin"] + last)
    sent = filled.save(tmp_path / "a.xlsx")
    assert said(root, sent) == (
        "Lưu ý: Ảnh tin: dòng 4 bớt 1 người so với kho; vẫn giữ. Thêm --delete để bỏ.\n" + SAME
    )
    assert text_of(root, file) == text
    assert brought(root, sent, "--delete")["files"] == [file]
    assert text_of(root, file) == text.replace("      - name: Lại Quỳnh Sương\n", "")


def test_pictures_go_with_their_rows_when_rows_are_deleted(root: Path, tmp_path: Path) -> None:
    filled = opened(root)
    page = filled.book["Ảnh tin"]
    while any(cell.value == "hop-to.jpg" for cell in page["B"]):
        page.delete_rows(
            next(cell.row for cell in page["B"] if cell.value == "hop-to.jpg"), 2
        )  # with the row that goes on below
    file = filled.save(tmp_path / "a.xlsx")
    assert "vẫn giữ" in said(root, file) and (root / f"content/units/{UNIT}/news/hop-to.jpg").is_file()
    found = brought(root, file, "--delete")
    assert found["files"] == [f"content/units/{UNIT}/news/{NEWS}.md", f"content/units/{UNIT}/news/hop-to.jpg"]
    assert not (root / f"content/units/{UNIT}/news/hop-to.jpg").exists()
    assert "san-truong.jpg" in text_of(root, f"content/units/{UNIT}/news/{NEWS}.md")


def test_a_news_that_is_gone_is_named_once_and_goes_with_its_pictures(root: Path, tmp_path: Path) -> None:
    filled = opened(root)
    for sheet in ("Tin", "Ảnh tin", "Bài tin"):
        filled.book[sheet].delete_rows(FIRST, 10)
    file = filled.save(tmp_path / "a.xlsx")
    assert said(root, file) == (
        "Lưu ý: Tin: không còn dòng “Nhà trường chuẩn bị hội nghị”; trong kho vẫn giữ. Thêm --delete để xóa.\n"
        + SAME
    )
    found = brought(root, file, "--delete")
    assert (found["problems"], found["kept"]) == ([], [])
    assert list((root / f"content/units/{UNIT}/news").iterdir()) == []


def test_both_sides_changed_an_agenda_since_the_workbook_was_made(root: Path, tmp_path: Path) -> None:
    filled = opened(root)
    put_text(
        root,
        CONFERENCE,
        text_of(root, CONFERENCE).replace("theme: Mỗi người một việc tốt", "theme: Việc nhỏ, làm thật"),
    )
    filled.put("Hội nghị", -1, {"leader": "Chánh Văn phòng Sở"})
    assert errors(brought(root, filled.save(tmp_path / "a.xlsx"))) == {}
    text = text_of(root, CONFERENCE)
    assert "theme: Việc nhỏ, làm thật\n" in text and "leader: Chánh Văn phòng Sở\n" in text
    put_text(root, CONFERENCE, text.replace("code: reply\n    minutes: 5", "code: reply\n    minutes: 6"))
    filled.put("Chương trình", -1, {"minutes": 12})
    found = brought(root, filled.save(tmp_path / "a.xlsx"))
    assert {*errors(found).values()} == {"conflict"} and not found["written"]


def test_people_in_a_portrait_have_a_sheet(root: Path, tmp_path: Path) -> None:
    filled = opened(root)
    filled.put(
        "Người trong ảnh",
        0,
        {
            "@": "Âu Đức Long",
            "name": "Mai Đông Phong",
            "consent.id": "HB-101",
            "consent.date": "03/11/2025",
            "consent.scope.print": "Có",
        },
    )
    file = filled.save(tmp_path / "a.xlsx")
    assert brought(root, file)["files"] == [f"content/units/{UNIT}/exemplars/au-duc-long.md"]
    assert (
        "  people:\n    - name: Mai Đông Phong\n      consent:\n        id: HB-101\n        scope:\n          - print\n"
        "        date: 2025-11-03\n"
    ) in text_of(root, f"content/units/{UNIT}/exemplars/au-duc-long.md")
    assert said(root, file) == SAME
