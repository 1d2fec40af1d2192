"""`kyyeu import` of a workbook: forty people filled in, thirty mistakes named by cell, nothing lost, the same twice."""

import shutil
import unicodedata
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from kyyeu.outputs.workbook.sheets import BASELINE

from tests.building import DAY, copy_sample, tree
from tests.filling import PEOPLE, UNIT, brought, errors, forty, opened, reopened, row_of, run

EXEMPLARS = f"content/units/{UNIT}/exemplars"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_sample(tmp_path / "sample")


def said(root: Path, file: Path, *options: str) -> str:
    return run(root, "import", str(file), "--date", DAY, *options)[1]


Mistake = tuple[str, str, int, Any, str]
MISTAKES: tuple[Mistake, ...] = (
    # sheet, column, row, what is written there, code of the Problem
    ("Điển hình", "consent.id", 0, 17, "text-number"),  # lost zeros
    ("Khen thưởng", "decision.number", 1, 0.5, "text-number"),
    ("Thành tích", "figure", 2, datetime(2018, 3, 2), "text-date"),  # “2-3” made a date
    ("Điển hình", "consent.date", 3, "9/25/2025", "date"),  # month first
    ("Điển hình", "consent.date", 4, "5/10/25", "date"),
    ("Điển hình", "consent.date", 5, "31/04/2025", "date"),
    ("Tôn vinh", "date", 6, "10-2020", "date"),
    ("Tôn vinh", "date", 7, "=TODAY()", "formula"),
    ("Điển hình", "summary", 8, '=A3&" giỏi"', "formula"),
    ("Điển hình", "summary", 9, None, "field-empty"),
    ("Điển hình", "type", 10, "Cá nhan nào", "choice"),
    ("Điển hình", "group", 11, "Cán bộ thư viện", "choice"),
    ("Điển hình", "field", 12, "Thể dục", "choice"),
    ("Điển hình", "cycle", 13, "2015-2021", "reference"),
    ("Điển hình", "movements", 14, "Mỗi ngày trăm trang sách", "reference"),
    ("Điển hình", "photo.file", 15, "không có.jpg", "photo-missing"),
    ("Điển hình", "photo.alt", 16, None, "field-empty"),
    ("Điển hình", "name", 17, PEOPLE[2], "row-doubled"),
    ("Điển hình", "consent.scope.web", 18, "chắc là có", "flag"),
    ("Thành tích", "year", 19, "1.250", "number"),
    ("Thành tích", "year", 20, 1066, "number-range"),
    ("Thành tích", "@", 21, "Đinh Thảo Ẩn Danh", "parent"),
    ("Khen thưởng", "title", 22, "Chiến sĩ thi đua cấp cơ sở", "reference"),  # unknown award
    ("Khen thưởng", "school_year", 24, "2017-2019", "school-year"),
    ("Khen thưởng", "decision.date", 26, "2018", "date"),
    ("Tôn vinh", "conference", 27, "th-thcs-suoi-may/2016-2021", "reference"),  # wrong unit
    ("Tôn vinh", "level", 28, "Quốc gia", "choice"),
    ("Điển hình", "id", 30, "Mã số 30", "id"),
    ("Khen thưởng", "rank", 63, "Hạng Nhất", "award-rank"),  # a check's, not the model's
    ("Điển hình", "summary", 33, "x" * 500, "too-long"),
)


def test_forty_people_thirty_mistakes_then_forty_files(root: Path, tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    filled = forty(root, photos)
    right = {}
    for sheet, key, row, wrong, _ in MISTAKES:
        cell = filled.cell(sheet, key, row)
        right[sheet, key, row], cell.value = cell.value, wrong
    before = tree(root)
    found = brought(root, filled.save(tmp_path / "wrong.xlsx"), "--photos", str(photos))
    expected = {filled.name(sheet, key, row): code for sheet, key, row, _, code in MISTAKES}
    assert len(expected) == 30
    # Rows of the person whose name was written over have nobody to belong to.
    for sheet, rows in (
        ("Thành tích", (17,)),
        ("Khen thưởng", (34, 35)),
        ("Tôn vinh", (17,)),
        ("Bài viết", (34,)),
    ):
        expected |= {filled.name(sheet, "@", row): "parent" for row in rows}
    assert errors(found) == expected
    assert all(problem["sentence"].endswith(".") and problem["advice"] for problem in found["problems"])
    assert tree(root) == before and not found["written"]

    for (sheet, key, row), value in right.items():
        filled.cell(sheet, key, row).value = value
    mended = filled.save(tmp_path / "mended.xlsx")
    dry = said(root, mended, "--photos", str(photos), "--dry-run")
    assert (
        dry.startswith("Điển hình: thêm 40 (Đinh Thảo Ân, ") and f"+++ b/{EXEMPLARS}/dinh-thao-an.md" in dry
    )
    assert tree(root) == before
    found = brought(root, mended, "--photos", str(photos))
    assert (found["problems"], found["written"], len(found["files"])) == ([], True, 80)
    after = tree(root)
    new = sorted(set(after) - set(before))
    assert [file for file in new if file.endswith(".md")] == found["files"][1::2] and len(new) == 80
    assert {file: after[file] for file in before} == before

    assert (root / EXEMPLARS / "dinh-thao-an.md").read_text(encoding="utf-8") == FIRST_FILE
    assert run(root, "format", "--check")[0] == 0
    assert run(root, "check", "--date", DAY)[0] == 0
    assert said(root, mended, "--photos", str(photos)) == "Không có gì thay đổi.\n"
    assert said(root, opened(root).save(tmp_path / "again.xlsx")) == "Không có gì thay đổi.\n"
    assert tree(root) == after


FIRST_FILE = """\
---
type: individual
group: teacher
name: Đinh Thảo Ân
form_of_address: thầy
titles:
  - Tổ trưởng
  - Giáo viên
cycle: 2015-2020
field: teaching
summary: Đinh Thảo Ân giữ một góc đọc sách trong lớp.
achievements:
  - text: Giờ dạy thử nghiệm
    figure: 2 giờ
    year: 2018
movements:
  - doi-moi-day-hoc
  - doc-sach
awards:
  - title: chien-si-thi-dua-co-so
    school_year: 2017-2018
    decision:
      number: 10/QĐ-HOABAN
      date: 2018-07-15
      issuer: Hiệu trưởng Trường THPT Bản Trắng
  - title: bang-khen-tinh
    year: 2019
    decision:
      number: 60/QĐ-HOABAN
      date: 2019-09-02
      issuer: Chủ tịch Ủy ban nhân dân tỉnh Hoa Ban
recognitions:
  - level: unit
    conference: thpt-ban-trang/2015-2020
    date: 2020-01-10
photo:
  file: dinh-thao-an.jpg
  alt: Ảnh chân dung của Đinh Thảo Ân.
consent:
  id: "0000"
  scope:
    - web
    - print
  date: 2025-10-05
status: approved
---

Góc sách của Đinh Thảo Ân có từ năm 2016.

Mỗi tuần thêm một cuốn.

Ai cũng được mượn.
"""


def test_what_reads_one_way_is_taken(root: Path, tmp_path: Path) -> None:
    ways: list[tuple[Any, str]] = [
        ("3/9/2025", "2025-09-03"),
        ("03-09-2025", "2025-09-03"),
        ("ngày 3 tháng 9 năm 2025", "2025-09-03"),
        (45903, "2025-09-03"),
        (datetime(2025, 9, 3), "2025-09-03"),
        ("2025-09-03", "2025-09-03"),
        ("Ngày\u00a003 tháng\u00a09 năm 2025", "2025-09-03"),
        ("45903", "2025-09-03"),
    ]
    filled = opened(root)
    for row, (written, _) in enumerate(ways):
        filled.put(
            "Điển hình",
            row,
            {
                "type": "  cá nhân ",
                "group": "NHÀ GIÁO",
                "name": unicodedata.normalize("NFD", f"Lường Bích Đào {row}"),
                "cycle": "2015-2020",
                "field": "teaching",
                "summary": "Dòng\u00a0một,_x000D_\ndòng hai\u200b",
                "titles": "Bí thư chi bộ; Hiệu trưởng",
                "consent.id": f"P-{row}",
                "consent.date": written,
                "consent.scope.web": "x",
                "consent.scope.data": "Không",
            },
        )
        if isinstance(written, datetime):
            filled.cell("Điển hình", "consent.date", row).number_format = "dd/mm/yyyy"
    filled.put(
        "Kết quả tham gia",
        0,
        {"@": "Mỗi ngày mười trang sách", "year": "2018", "indicator": "Lượt đọc", "value": "1.250,5"},
    )
    filled.put(
        "Kết quả tham gia",
        1,
        {
            "@": "mỗi ngày mười trang sách ",
            "year": 2019,
            "indicator": "Lượt đọc",
            "value": 97.4,
            "measure": "%",
        },
    )
    found = brought(root, filled.save(tmp_path / "a.xlsx"))
    assert found["problems"] == []
    for row, (_, day) in enumerate(ways):
        text = (root / EXEMPLARS / f"luong-bich-dao-{row}.md").read_text(encoding="utf-8")
        assert f"\n  date: {day}\n" in text and f"\nname: Lường Bích Đào {row}\n" in text
        assert (
            "\nsummary: Dòng một, dòng hai\n" in text
            and "\n  - Bí thư chi bộ\n  - Hiệu trưởng\n" in text
            and "- web\n  date" in text
        )
    text = (root / f"data/units/{UNIT}/movements.yml").read_text(encoding="utf-8")
    assert "        value: 1250.5\n" in text and '        value: 97.4\n        measure: "%"\n' in text


def test_a_date_that_the_machine_may_have_turned_round_is_asked_about(root: Path, tmp_path: Path) -> None:
    filled = opened(root)
    cell = filled.cell("Điển hình", "consent.date", -1)
    cell.value, cell.number_format = datetime(2025, 3, 9), "m/d/yyyy"
    found = brought(root, filled.save(tmp_path / "a.xlsx"))
    (problem,) = found["problems"]
    assert (problem["code"], problem["advice"]) == (
        "date",
        "Định dạng ô là Text rồi gõ 09/03/2025 hoặc 03/09/2025.",
    )


def test_nothing_is_lost_that_the_workbook_does_not_hold(root: Path, tmp_path: Path) -> None:
    path = root / EXEMPLARS / "au-duc-long.md"
    text = path.read_text(encoding="utf-8").replace(
        "\nfield: management", "\n# hỏi lại thầy về việc này\nfield: management  # tạm"
    )
    text = text.replace("\nstatus: approved", "\nstatus: approved\naliases:\n  - thay-long")
    text = text.replace("  alt: Ảnh chân dung", "  focus:\n    - 40\n    - 50\n  alt: Ảnh chân dung")
    path.write_text(text, encoding="utf-8")
    assert run(root, "format")[0] == 0
    before = path.read_text(encoding="utf-8")
    filled = opened(root)
    row = row_of(filled, "Điển hình", "id", "au-duc-long")
    filled.cell("Điển hình", "name", row).value = "Âu Đức Long Vân"
    filled.cell("Điển hình", "photo.alt", row).value = "Thầy Long ở cổng trường."
    award = row_of(filled, "Khen thưởng", "title", "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh")
    filled.cell("Khen thưởng", "reason", award).value = "Việc tốt"
    filled.cell("Đại biểu", "name", row_of(filled, "Đại biểu", "id", "au-duc-long")).value = "Âu Đức Long Vân"
    found = brought(root, filled.save(tmp_path / "a.xlsx"))  # rows below still bear the old name
    assert (errors(found), found["kept"]) == ({}, [])
    assert found["files"] == [f"{EXEMPLARS}/au-duc-long.md", f"data/units/{UNIT}/delegates.yml"]
    expected = (
        before.replace("name: Âu Đức Long", "name: Âu Đức Long Vân")
        .replace("alt: Ảnh chân dung thầy Âu Đức Long.", "alt: Thầy Long ở cổng trường.")
        .replace(
            "    decision: qd-hoi-nghi-nganh\n", "    decision: qd-hoi-nghi-nganh\n    reason: Việc tốt\n", 1
        )
    )
    assert path.read_text(encoding="utf-8") == expected
    assert "# hỏi lại" in expected and "# tạm" in expected and "focus:" in expected and "aliases:" in expected


def test_rows_that_are_gone_are_kept_and_said_or_deleted_when_asked(root: Path, tmp_path: Path) -> None:
    filled = opened(root)
    for sheet, key, value in (("Điển hình", "id", "hoang-tu-nam"), ("Nộp về Sở", "id", "2015-2020-time")):
        filled.book[sheet].delete_rows(filled.free[sheet] + row_of(filled, sheet, key, value))
    for sheet in ("Khen thưởng", "Bài viết"):
        while any(cell.value == "Hoàng Tú Nam" for cell in filled.book[sheet]["A"]):
            filled.book[sheet].delete_rows(
                next(cell.row for cell in filled.book[sheet]["A"] if cell.value == "Hoàng Tú Nam")
            )
    file = filled.save(tmp_path / "a.xlsx")
    before = tree(root)
    kept = said(root, file)
    assert (
        "Lưu ý: Điển hình: không còn dòng “Hoàng Tú Nam”; trong kho vẫn giữ. Thêm --delete để xóa.\n" in kept
    )
    assert kept.endswith("Không có gì thay đổi.\n") and tree(root) == before
    found = brought(root, file, "--delete")
    # The list of a decision names him: the check refuses, and nothing goes.
    assert {problem["file"] for problem in found["problems"]} >= {"data/decisions.yml"} and tree(
        root
    ) == before
    decisions = root / "data/decisions.yml"
    text = decisions.read_text(encoding="utf-8")
    start = text.index("    - person: thpt-ban-trang/hoang-tu-nam")
    decisions.write_text(text[:start] + text[text.index("    - unit:", start) :], encoding="utf-8")
    path = root / f"data/units/{UNIT}/conferences/2015-2020.yml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("        - thpt-ban-trang/hoang-tu-nam\n", ""),
        encoding="utf-8",
    )
    path = root / f"content/units/{UNIT}/speeches/2015-2020-tieng-trong-truong.md"
    path.write_text(
        path.read_text(encoding="utf-8").replace("exemplar: thpt-ban-trang/hoang-tu-nam\n", ""),
        encoding="utf-8",
    )
    assert [
        problem for problem in brought(root, file, "--delete")["problems"] if problem["severity"] == "error"
    ] == []
    after = tree(root)
    assert set(before) - set(after) == {f"{EXEMPLARS}/hoang-tu-nam.md", f"{EXEMPLARS}/hoang-tu-nam.jpg"}
    assert "2015-2020-time" not in (root / f"data/units/{UNIT}/submissions.yml").read_text(encoding="utf-8")


def test_both_sides_changed_since_the_workbook_was_made(root: Path, tmp_path: Path) -> None:
    filled = opened(root)
    path = root / EXEMPLARS / "au-duc-long.md"
    path.write_text(
        path.read_text(encoding="utf-8")
        .replace("form_of_address: thầy", "form_of_address: ông")
        .replace("summary: Người thầy", "summary: Nhà giáo"),
        encoding="utf-8",
    )
    now = path.read_text(encoding="utf-8")
    row = row_of(filled, "Điển hình", "id", "au-duc-long")
    filled.cell("Điển hình", "quote", row).value = "Tôi chỉ làm việc của mình."
    file = filled.save(tmp_path / "a.xlsx")
    assert errors(brought(root, file)) == {}
    assert path.read_text(encoding="utf-8") == now.replace(
        "\nachievements:", "\nquote: Tôi chỉ làm việc của mình.\nachievements:"
    )
    filled.cell("Điển hình", "summary", row).value = "Một người thầy có mặt trước giờ vào lớp."
    found = said(root, filled.save(file))
    where = filled.name("Điển hình", "summary", row)
    assert f"{where}: lỗi [conflict] Từ khi lấy sổ, chỗ này trong kho cũng đã sửa, nay ghi “Nhà giáo" in found


def test_strange_sheets_columns_and_hidden_rows_are_named_and_the_rest_is_taken(
    root: Path, tmp_path: Path
) -> None:
    filled = opened(root)
    filled.book.create_sheet("Nháp")["B2"] = "ghi nhớ"
    page = filled.book["Mô hình"]
    filled.put(
        "Mô hình",
        0,
        {
            "name": "Vườn thuốc nam",
            "kind": "Mô hình dạy học",
            "field": "Dạy học",
            "how": "Mỗi lớp một luống.",
            "results": "Có 12 luống.",
        },
    )
    page.cell(1, 20).value, page.cell(filled.free["Mô hình"], 20).value = "Ghi chú", "hỏi cô Lan"
    page.row_dimensions[filled.free["Mô hình"]].hidden = True
    found = brought(root, filled.save(tmp_path / "a.xlsx"))
    assert {problem["file"]: problem["code"] for problem in found["problems"]} == {
        "Nháp!A1": "sheet-unknown",
        "Mô hình!T1": "column-unknown",
        "Mô hình!A3": "row-hidden",
    }
    assert found["files"] == [f"data/units/{UNIT}/models.yml"]
    assert (root / f"data/units/{UNIT}/models.yml").read_text(encoding="utf-8") == (
        "# yaml-language-server: $schema=../../schemas/model.schema.json\nvuon-thuoc-nam:\n  name: Vườn thuốc nam\n"
        "  kind: Mô hình dạy học\n"
        "  field: teaching\n  how: Mỗi lớp một luống.\n  results: Có 12 luống.\n"
    )


def test_merged_cells_and_cells_far_away_are_faults(root: Path, tmp_path: Path) -> None:
    filled = opened(root)
    filled.book["Điển hình"].merge_cells("F3:F4")
    filled.book["Đại biểu"]["XFD1048576"] = "xa"
    found = brought(root, filled.save(tmp_path / "a.xlsx"))
    assert errors(found) == {"Điển hình!F3": "merged", "Đại biểu!XFD1048576": "too-far"}


def test_names_tell_new_people_apart_and_two_of_one_name_need_an_id(root: Path, tmp_path: Path) -> None:
    filled = opened(root)
    common = {
        "type": "Cá nhân",
        "group": "Nhà giáo",
        "cycle": "2015-2020",
        "field": "Dạy học",
        "summary": "Một câu.",
    }
    filled.put("Điển hình", 0, {**common, "name": "Lê Hoa Ban"})
    filled.put("Điển hình", 1, {**common, "name": "Lê Hòa Bân"})
    filled.put("Điển hình", 2, {**common, "name": "Lê  HOA ban"})
    file = tmp_path / "a.xlsx"
    ((where, code),) = errors(brought(root, filled.save(file))).items()
    assert (where, code) == (filled.name("Điển hình", "name", 2), "row-doubled")
    filled.put("Điển hình", 2, {"id": "le-hoa-ban-nu"})
    filled.put("Thành tích", 0, {"@": "Lê  HOA ban (le-hoa-ban-nu)", "text": "Việc"})
    assert errors(brought(root, filled.save(file))) == {}
    assert {path.stem for path in (root / EXEMPLARS).glob("le-ho*.md")} == {
        "le-hoa-ban",
        "le-hoa-ban-2",
        "le-hoa-ban-nu",
    }
    assert said(root, file) == "Không có gì thay đổi.\n"


def test_a_workbook_without_its_hidden_sheets_and_rows_still_reads(root: Path, tmp_path: Path) -> None:
    filled = opened(root)
    del filled.book[BASELINE]
    for page in filled.book.worksheets[1:-1]:
        page.delete_rows(2)
        page.row_dimensions[2].hidden = False
    file = filled.save(tmp_path / "a.xlsx")
    assert (
        run(root, "import", str(file))[2] == "kyyeu: sổ này không ghi là của đơn vị nào. Thêm --unit ĐƠN_VỊ\n"
    )
    assert said(root, file, "--unit", UNIT) == "Không có gì thay đổi.\n"


def test_pictures_from_a_zip_go_beside_the_record_and_nowhere_else(root: Path, tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    forty(root, photos)
    packed = tmp_path / "anh.zip"
    with zipfile.ZipFile(packed, "w") as out:
        out.write(photos / f"Ảnh {PEOPLE[0]}.JPG", f"../../../../{'x/' * 3}Ảnh {PEOPLE[0]}.JPG")
        out.writestr("IMG_1.HEIC", b"\0" * 100)
        out.writestr("thừa.png", b"\0" * 100)
        link = zipfile.ZipInfo("link.jpg")
        link.external_attr = 0o120777 << 16
        out.writestr(link, "/etc/passwd")
    filled = opened(root)
    row = row_of(filled, "Điển hình", "id", "au-duc-long")
    for at, name in ((row, f"ảnh {PEOPLE[0].lower()}.jpg"), (row + 1, "IMG_1.HEIC"), (row + 2, "link.jpg")):
        filled.put("Điển hình", at, {"photo.file": name, "photo.alt": "Ảnh."})
    found = brought(root, filled.save(tmp_path / "a.xlsx"), "--photos", str(packed))
    assert errors(found) == {
        filled.name("Điển hình", "photo.file", row + 1): "photo-format",
        filled.name("Điển hình", "photo.file", row + 2): "photo-missing",
    }
    assert found["kept"] == ["Không ô nào nhắc tới 1 ảnh: thừa.png."]
    filled = opened(root)
    filled.put("Điển hình", row, {"photo.file": f"Ảnh {PEOPLE[0]}.JPG"})
    found = brought(root, filled.save(tmp_path / "a.xlsx"), "--photos", str(packed))
    assert found["files"] == [f"{EXEMPLARS}/au-duc-long.jpg"]
    assert (root / EXEMPLARS / "au-duc-long.jpg").read_bytes() == (
        photos / f"Ảnh {PEOPLE[0]}.JPG"
    ).read_bytes()


def _bomb(path: Path, good: Path) -> None:
    with zipfile.ZipFile(good) as read, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for entry in read.infolist():
            out.writestr(
                entry,
                b"<x>" + b" " * 60_000_000 if entry.filename.endswith("sheet4.xml") else read.read(entry),
            )


def _renamed(path: Path, good: Path) -> None:
    """A sheet under a name that no sheet bears."""
    with zipfile.ZipFile(good) as read, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for entry in read.infolist():
            data = read.read(entry)
            if entry.filename.endswith("sheet4.xml"):
                out.writestr("xl/worksheets/sheet4.png", b"\r\n<x>" + b" " * 60_000_000)
            else:
                out.writestr(entry, data.replace(b"sheet4.xml", b"sheet4.png"))


def _entities(path: Path, good: Path) -> None:
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol" * 10}">' for n in range(12))
    with zipfile.ZipFile(good) as read, zipfile.ZipFile(path, "w") as out:
        for entry in read.infolist():
            text = (
                f'<?xml version="1.0"?><!DOCTYPE a [{lol}]><a>&l11;</a>'
                if entry.filename == "xl/workbook.xml"
                else read.read(entry)
            )
            out.writestr(entry, text)


def _macros(path: Path, good: Path) -> None:
    shutil.copy(good, path)
    with zipfile.ZipFile(path, "a") as out:
        out.writestr("xl/vbaProject.bin", b"\0")


def _ods(path: Path, good: Path) -> None:
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")


def _locked(path: Path, good: Path) -> None:
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 1000
        + "EncryptedPackage".encode("utf-16-le")
        + b"\0" * 100
    )


HOSTILE: tuple[tuple[str, Callable[[Path, Path], Any], str], ...] = (
    ("bomb", _bomb, "chứa quá nhiều dữ liệu"),
    ("renamed", _renamed, "chứa quá nhiều dữ liệu"),
    ("entities", _entities, "bị hỏng"),
    ("macros", _macros, "có chứa macro (.xlsm, .docm), không nhận"),
    ("ods", _ods, "là dạng OpenDocument (.ods, .odt)"),
    ("locked", _locked, "có đặt mật khẩu"),
    (
        "xls",
        lambda path, good: path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
        "thuộc dạng cũ (.xls, .doc)",
    ),
    (
        "csv",
        lambda path, good: path.write_text("Mã;Tên\n;Lan\n", encoding="utf-8"),
        "không phải sổ Excel .xlsx",
    ),
    ("empty", lambda path, good: path.write_bytes(b""), "không phải sổ Excel .xlsx"),
    ("cut", lambda path, good: path.write_bytes(good.read_bytes()[:20_000]), "không phải sổ Excel .xlsx"),
    ("other", lambda path, good: openpyxl.Workbook().save(path), "không có trang nào của mẫu"),
)


@pytest.mark.parametrize(
    ("make", "sentence"), [case[1:] for case in HOSTILE], ids=[case[0] for case in HOSTILE]
)
def test_files_that_only_bear_the_name_are_refused_in_a_sentence(
    make: Callable[[Path, Path], Any], sentence: str, root: Path, tmp_path: Path
) -> None:
    good = opened(root).save(tmp_path / "good.xlsx")
    bad = tmp_path / "bad.xlsx"
    make(bad, good)
    code, _, wrong = run(root, "import", str(bad))
    assert code == 2 and sentence in wrong and wrong.count("\n") == 1


def test_the_wrong_unit_is_refused(root: Path, tmp_path: Path) -> None:
    file = opened(root).save(tmp_path / "a.xlsx")
    assert run(root, "import", str(file), "--unit", "th-thcs-suoi-may")[2] == (
        f"kyyeu: sổ này là của đơn vị “{UNIT}”, không phải “th-thcs-suoi-may”. Nhập đúng sổ, hoặc bỏ --unit\n"
    )
    assert reopened(file).book["Điển hình"]["A2"].value == f"exemplar@{UNIT}:id"


def test_what_schools_say_for_the_words_of_the_lists_is_taken(root: Path, tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    forty(root, photos)
    (photos / f"Ảnh {PEOPLE[0]}.JPG").rename(photos / "Lường Bích Đào.JPG")
    filled = opened(root)
    filled.put(
        "Điển hình",
        0,
        {
            "type": "Cá nhân",
            "group": "Giáo viên",
            "name": "Lường  Bích Đào",
            "cycle": "2015-2020",
            "field": "Dạy học",
            "summary": "Một câu.",
            "photo.file": "luong bich dao",
            "photo.alt": "Ảnh.",
            "status": "Đã duyệt",
        },
    )
    filled.put("Khen thưởng", 0, {"@": "Lường Bích Đào", "title": "Bằng khen của CT UBND tỉnh", "year": 2019})
    filled.put("Tôn vinh", 0, {"@": "Lường Bích Đào", "level": "Trường"})
    filled.put(
        "Kết quả tham gia",
        0,
        {"@": "Mỗi ngày mười trang sách", "year": 2018, "indicator": "Tiền quyên góp", "value": "12.500.000"},
    )
    found = brought(root, filled.save(tmp_path / "a.xlsx"), "--photos", str(photos))
    assert found["problems"] == []
    assert "Điển hình: “Lường Bích Đào” chưa hiện ở đâu: chưa có phiếu đồng ý." in found["kept"]
    text = (root / EXEMPLARS / "luong-bich-dao.md").read_text(encoding="utf-8")
    for said in (
        "group: teacher\nname: Lường Bích Đào\n",
        "  - title: bang-khen-tinh\n",
        "  - level: unit\n",
        "  file: luong-bich-dao.jpg\n",
    ):
        assert said in text
    assert "value: 12500000\n" in (root / f"data/units/{UNIT}/movements.yml").read_text(encoding="utf-8")


def test_copied_rows_second_figures_and_bare_headings_are_named(root: Path, tmp_path: Path) -> None:
    filled = opened(root)
    owner = filled.cell("Thành tích", "@", -1).value
    for row in (0, 1):
        filled.put("Thành tích", row, {"@": owner, "text": "Buổi học tối", "figure": "6 buổi", "year": 2019})
    for row, value in ((0, 5), (1, 7)):
        filled.put(
            "Kết quả tham gia",
            row,
            {"@": "Mỗi ngày mười trang sách", "year": 2017, "indicator": "Lượt mượn", "value": value},
        )
    filled.put("Bài viết", 0, {"@": filled.cell("Bài viết", "@", -1).value, "text": "Ngày mới về trường"})
    filled.put("Bài viết", 1, {"text": "Trường nằm cuối con dốc."})
    found = brought(root, filled.save(tmp_path / "a.xlsx"))
    assert {problem["file"]: problem["code"] for problem in found["problems"]} == {
        filled.name("Thành tích", "@", 1): "row-doubled",
        filled.name("Kết quả tham gia", "@", 1): "row-doubled",
        filled.name("Bài viết", "text", 0): "bare-heading",
    }
    assert [problem["advice"] for problem in found["problems"] if problem["code"] == "bare-heading"] == [
        "Đúng là đầu mục thì ghi: ## Ngày mới về trường"
    ]
    assert not found["written"]
