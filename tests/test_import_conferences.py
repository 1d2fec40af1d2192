"""Tests `kyyeu import` of the conferences, speeches and news in a unit's workbook.

Mistakes must be reported at their cells, and no data of the workbook may be lost.
"""

import shutil
import unicodedata
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pytest
from kyyeu.outputs.workbook.sheets import BASELINE, FIRST
from PIL import Image

from tests.building import HOME, copy_sample, edit, tree
from tests.filling import UNIT, errors, import_json, import_text, row_of, run, sent_workbook

CONFERENCE = f"data/units/{UNIT}/conferences/2015-2020.yml"
NAMED = "Hội nghị điển hình tiên tiến của đơn vị 2015-2020"
NEWS = "2020-01-03-chuan-bi-hoi-nghi"
SAME = "Không có gì thay đổi.\n"


def text_of(root: Path, file: str) -> str:
    return (root / file).read_text(encoding="utf-8")


def copy_demonstration(folder: Path) -> Path:
    for name in ("data", "content"):
        shutil.copytree(HOME / name, folder / name)
    return folder


@pytest.mark.parametrize("project", [copy_sample, copy_demonstration], ids=["sample", "demonstration"])
def test_every_unit_s_workbook_comes_back_without_a_difference(project: Any, tmp_path: Path) -> None:
    """If units send back their workbooks unchanged, importing them changes no record.

    The workbook's hidden sheet of checksums is deleted first, so that the import has to compare every cell
    with the record files.
    """
    root = project(tmp_path / "project")
    before = tree(root)
    for unit in sorted(path.parent.name for path in (root / "data/units").glob("*/unit.yml")):
        filled = sent_workbook(root, unit)
        del filled.book[BASELINE]
        assert import_text(root, filled.save(tmp_path / "sent.xlsx")) == SAME, unit
    assert {path: data for path, data in tree(root).items() if ".cache" not in path} == before


def test_a_workbook_holds_all_that_its_files_say(root: Path) -> None:
    filled = sent_workbook(root)
    del filled.book[BASELINE]
    before = tree(root)
    speeches = f"content/units/{UNIT}/speeches/2015-2020"
    gone = [
        f"content/units/{UNIT}/news/{NEWS}.md",
        f"{speeches}-giu-lua-doc-sach.md",
        f"{speeches}-tieng-trong-truong.md",
        CONFERENCE,
    ]
    for file in gone:
        (root / file).unlink()
    result = import_json(root, filled)
    assert (errors(result), result["files"]) == ({}, gone)
    assert {file: tree(root)[file] for file in gone} == {file: before[file] for file in gone}


def test_an_agenda_as_a_secretary_types_it(root: Path, tmp_path: Path) -> None:
    note = "    note: Có một tiết mục văn nghệ"
    text = edit(
        root / CONFERENCE,
        ("  - code: exchange\n", "  # hỏi lại cô Lan\n  - code: exchange\n"),
        (f"{note}\n", f"{note}  # tạm\n    links:\n      attachments:\n        - san-khau.pdf\n"),
    )
    (root / f"content/units/{UNIT}/conferences/san-khau.pdf").write_bytes(b"%PDF-1.4\n")
    filled = sent_workbook(root)
    exchange = row_of(filled, "Chương trình", "minutes", 20)
    assert filled.cell("Chương trình", "note", exchange).value == "Có một tiết mục văn nghệ"
    filled.put(
        "Chương trình", exchange, {"minutes": 25, "start": "9h05", "presenters.name": "Mai Đông Phong"}
    )
    photograph = {
        "title": unicodedata.normalize("NFD", "Chụp ảnh  lưu niệm"),
        "minutes": "5",
        "presenters.titles": "Bí thư Đoàn trường; Tổ trưởng",
    }
    launch = {"title": "Phát động phong trào thi đua giai đoạn 2020 - 2025", "minutes": 3}
    filled.add({"Chương trình": [photograph, {"presenters.titles": "Hiệu trưởng"}, launch]})
    filled.put("Phiên họp", -1, {"end": "11 giờ 30 phút"})
    # Inserts a row between the second and the third programme item.
    filled.book["Chương trình"].insert_rows(5)
    filled.book["Chương trình"]["C5"] = "Trình chiếu ảnh cũ"
    file = filled.save(tmp_path / "a.xlsx")
    result = import_json(root, file, "--dry-run")
    assert (errors(result), result["files"]) == ({}, [CONFERENCE])
    assert text_of(root, CONFERENCE) == text
    assert import_json(root, file)["written"]
    expected = (
        text.replace('    end: "11:00"\n', '    end: "11:30"\n')
        .replace(
            "  - code: opening_speech\n",
            "  - code: trinh-chieu-anh-cu\n    title: Trình chiếu ảnh cũ\n  - code: opening_speech\n",
        )
        .replace(
            "    minutes: 20\n    optional: true\n",
            "    start: 09:05\n    minutes: 25\n    presenters:\n      - name: Mai Đông Phong\n"
            "    optional: true\n",
        )
        .replace(
            "counts:\n",
            "  - code: chup-anh-luu-niem\n    title: Chụp ảnh lưu niệm\n    minutes: 5\n"
            "    presenters:\n      - titles:\n          - Bí thư Đoàn trường\n          - Tổ trưởng\n"
            "      - titles:\n          - Hiệu trưởng\n"
            "  - code: launch\n    minutes: 3\ncounts:\n",
        )
    )
    assert text_of(root, CONFERENCE) == expected
    assert "# hỏi lại cô Lan\n" in expected and "# tạm\n" in expected and "- san-khau.pdf\n" in expected
    assert import_text(root, file) == import_text(root, file) == SAME


SPELLINGS: tuple[tuple[Any, Any], ...] = (
    ("3/9/2019", "7h30"),
    ("03.09.2019", "7g30"),
    (datetime(2019, 9, 3), time(7, 30)),
    ("2019-09-03", 0.3125),
    (43711, "7 giờ 30 phút"),
    ("ngày 3 tháng 9 năm 2019", "07:30:00"),
    ("03/09/2019", "7:30"),
    ("3-9-2019", "07h30'"),
)


def test_days_and_hours_with_one_possible_reading_are_taken(root: Path) -> None:
    sessions = [
        {"@": NAMED, "day": day, "start": start, "end": f"{row + 9}h", "venue": f"Lớp {row}"}
        for row, (day, start) in enumerate(SPELLINGS)
    ]
    assert import_json(root, sent_workbook(root).add({"Phiên họp": sessions}))["problems"] == []
    text = text_of(root, CONFERENCE)
    assert text.count("  - day: 2019-09-03\n    start: 07:30\n") == len(SPELLINGS)
    assert '    end: "16:00"\n    venue: Lớp 7\n' in text and "    end: 09:00\n    venue: Lớp 0\n" in text


MISTAKES: tuple[tuple[str, int, dict[str, Any], dict[str, str]], ...] = (
    # Each mistake: the sheet, the row, the wrong values by column, and the codes of the expected problems by
    # column.
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
        # The workbook has two conferences now, so each session must name its conference.
        {"@": "parent-missing"},
    ),
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


def test_every_mistake_is_named_by_its_cell_and_nothing_is_written(root: Path) -> None:
    filled = sent_workbook(root)
    expected = {}
    for sheet, row, values, codes in MISTAKES:
        filled.put(sheet, row, values)
        expected |= {filled.name(sheet, key, row): code for key, code in codes.items()}
    before = tree(root)
    result = import_json(root, filled)
    assert errors(result) == expected and len(expected) == 38
    assert all(problem["sentence"] and problem["advice"] for problem in result["problems"])
    by_cell = {problem["file"]: problem["advice"] for problem in result["problems"]}
    assert by_cell[filled.name("Phiên họp", "start", 0)] == "Ghi 07:30 nếu là giờ ấy."
    assert by_cell[filled.name("Chương trình", "code", 0)] == (
        "Có phải “Chào cờ”? Mục riêng của hội nghị: xóa trống ô này, ghi tên ở cột “Nội dung”."
    )
    assert (
        not result["written"]
        and {path: data for path, data in tree(root).items() if ".cache" not in path} == before
    )


def test_problems_of_the_checks_name_cells_in_words_of_the_workbook(root: Path) -> None:
    filled = sent_workbook(root)
    speech = row_of(filled, "Chương trình", "links.speech", "Giữ lửa đọc sách")
    filled.put("Chương trình", speech, {"session": 3})
    filled.put("Phiên họp", -1, {"end": "7h"})
    filled.put("Tin", -1, {"date": "04/01/2020"})
    result = import_json(root, filled)
    assert errors(result) == {
        filled.name("Chương trình", "session", speech): "programme-session",
        filled.name("Phiên họp", "end", -1): "session-order",
        filled.name("Tin", "date", -1): "news-date",
    }
    assert all(
        "sessions" not in problem["advice"] and "tệp" not in problem["sentence"]
        for problem in result["problems"]
    )


def test_a_first_conference_with_its_speech_and_news_from_nothing(root: Path, tmp_path: Path) -> None:
    """A unit's first conference can be imported together with its speech, programme and news.

    Rows need not name the conference, because the unit has only one. The speech and the item of the programme
    refer to each other.
    """
    unit = "thcs-suoi-may"
    photos = tmp_path / "photos"
    photos.mkdir()
    for colour, name in (("#446688", "Ảnh lớp 1.JPG"), ("#886644", "IMG_0002.jpeg")):
        Image.new("RGB", (1200, 800), colour).save(photos / name, "JPEG")
    filled = sent_workbook(root, unit).add(
        {
            "Hội nghị": [
                {"cycle": "2015-2020", "level": "Trường", "status": "Đã tổ chức", "speeches": "Một giờ đọc"}
            ],
            "Phiên họp": [{"day": "08/01/2020", "start": "7h30"}],
            "Chương trình": [
                {"code": "Báo cáo tham luận của các điển hình tiên tiến", "links.speech": "Một giờ đọc"}
            ],
            "Cơ cấu đại biểu": [{"label": "Nữ", "count": 12}],
            "Tham luận": [
                {
                    "title": "Một giờ đọc",
                    "conference": "Hội nghị điển hình tiên tiến 2015-2020",
                    "presenter.titles": "Tổ trưởng",
                }
            ],
            "Bài tham luận": [
                {"@": "Một giờ đọc", "text": "Kính thưa hội nghị,"},
                {"text": "## Bắt đầu từ một giá sách"},
                {"text": "Giá sách có ba ngăn.\nNgăn nào cũng đầy."},
            ],
            "Tin": [
                {
                    "title": "Họp trù bị",
                    "date": "05/01/2020",
                    "phase": "Trước hội nghị",
                    "conference": "Hội nghị điển hình tiên tiến của đơn vị 2015-2020",
                }
            ],
            "Bài tin": [{"@": "Họp trù bị", "text": "Nhà trường họp trù bị."}],
            "Ảnh tin": [
                {
                    "@": "Họp trù bị",
                    "file": "Ảnh lớp 1.JPG",
                    "alt": "Một lớp học.",
                    "people.name": "Lại Quỳnh Sương",
                },
                {
                    "people.name": "Mai Đông Phong",
                    "people.consent.id": "HB-101",
                    "people.consent.date": "03/11/2025",
                    "people.consent.scope.web": "Có",
                },
            ],
            "Ảnh hội nghị": [
                {"picture.file": "IMG_0002.jpeg", "picture.alt": "Hội trường."},
                {"picture.file": "Ảnh lớp 1.JPG", "picture.alt": "Một lớp học."},
            ],
        }
    )
    file = filled.save(tmp_path / "a.xlsx")
    result = import_json(root, file, "--photos", str(photos))
    content = f"content/units/{unit}"
    texts = {
        f"{content}/news/2020-01-05-hop-tru-bi.md": FIRST_NEWS,
        f"{content}/speeches/2015-2020-mot-gio-doc.md": FIRST_SPEECH,
        f"data/units/{unit}/conferences/2015-2020.yml": FIRST_CONFERENCE,
    }
    pictures = ("conferences/2015-2020-2", "conferences/2015-2020", "news/2020-01-05-hop-tru-bi")
    assert (errors(result), sorted(result["files"])) == (
        {},
        sorted([*(f"{content}/{name}.jpg" for name in pictures), *texts]),
    )
    assert {path: text_of(root, path) for path in texts} == texts
    assert import_text(root, file, "--photos", str(photos)) == SAME
    assert import_text(root, sent_workbook(root, unit).save(tmp_path / "again.xlsx")) == SAME
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
    """A person in a picture stays recorded even if an imported workbook lacks the person's row.

    Otherwise the picture could be published without this person's consent. Only --delete removes the person.
    """
    file = f"content/units/{UNIT}/news/{NEWS}.md"
    edit(root / file, ("    alt: Một buổi họp", "    focus:\n      - 40\n      - 60\n    alt: Một buổi họp"))
    run(root, "format")
    text = text_of(root, file)
    filled = sent_workbook(root)
    filled.book["Ảnh tin"].delete_rows(
        filled.free["Ảnh tin"] + row_of(filled, "Ảnh tin", "people.name", "Lại Quỳnh Sương")
    )
    sent = filled.save(tmp_path / "a.xlsx")
    assert import_text(root, sent) == (
        "Lưu ý: Ảnh tin: dòng 4 bớt 1 người so với kho; vẫn giữ. Thêm --delete để bỏ.\n" + SAME
    )
    assert text_of(root, file) == text
    assert import_json(root, sent, "--delete")["files"] == [file]
    assert text_of(root, file) == text.replace("      - name: Lại Quỳnh Sương\n", "")


def test_pictures_go_with_their_rows_when_rows_are_deleted(root: Path, tmp_path: Path) -> None:
    filled = sent_workbook(root)
    page = filled.book["Ảnh tin"]
    for row in [cell.row for cell in page["B"] if cell.value == "hop-to.jpg"][::-1]:
        # Each picture has two rows, one for each person in it.
        page.delete_rows(row, 2)
    file = filled.save(tmp_path / "a.xlsx")
    news, picture = (f"content/units/{UNIT}/news/{name}" for name in (f"{NEWS}.md", "hop-to.jpg"))
    assert "vẫn giữ" in import_text(root, file) and (root / picture).is_file()
    assert import_json(root, file, "--delete")["files"] == [news, picture]
    assert not (root / picture).exists() and "san-truong.jpg" in text_of(root, news)


def test_a_news_that_is_gone_is_named_once_and_goes_with_its_pictures(root: Path, tmp_path: Path) -> None:
    filled = sent_workbook(root)
    for sheet in ("Tin", "Ảnh tin", "Bài tin"):
        filled.book[sheet].delete_rows(FIRST, 10)
    file = filled.save(tmp_path / "a.xlsx")
    assert import_text(root, file) == (
        "Lưu ý: Tin: không còn dòng “Nhà trường chuẩn bị hội nghị”; trong kho vẫn giữ. "
        "Thêm --delete để xóa.\n" + SAME
    )
    result = import_json(root, file, "--delete")
    assert (result["problems"], result["kept"]) == ([], [])
    assert list((root / f"content/units/{UNIT}/news").iterdir()) == []


def test_both_sides_changed_an_agenda_since_the_workbook_was_made(root: Path) -> None:
    filled = sent_workbook(root)
    edit(root / CONFERENCE, ("theme: Mỗi người một việc tốt", "theme: Việc nhỏ, làm thật"))
    filled.put("Hội nghị", -1, {"leader": "Chánh Văn phòng Sở"})
    assert errors(import_json(root, filled)) == {}
    text = edit(root / CONFERENCE, ("code: reply\n    minutes: 5", "code: reply\n    minutes: 6"))
    assert "theme: Việc nhỏ, làm thật\n" in text and "leader: Chánh Văn phòng Sở\n" in text
    filled.put("Chương trình", -1, {"minutes": 12})
    result = import_json(root, filled)
    assert {*errors(result).values()} == {"conflict"} and not result["written"]


def test_people_in_a_portrait_have_a_sheet(root: Path, tmp_path: Path) -> None:
    person = {
        "@": "Âu Đức Long",
        "name": "Mai Đông Phong",
        "consent.id": "HB-101",
        "consent.date": "03/11/2025",
        "consent.scope.print": "Có",
    }
    exemplar = f"content/units/{UNIT}/exemplars/au-duc-long.md"
    file = sent_workbook(root).add({"Người trong ảnh": [person]}).save(tmp_path / "a.xlsx")
    assert import_json(root, file)["files"] == [exemplar]
    assert (
        "  people:\n    - name: Mai Đông Phong\n      consent:\n        id: HB-101\n"
        "        scope:\n          - print\n        date: 2025-11-03\n"
    ) in text_of(root, exemplar)
    assert import_text(root, file) == SAME
