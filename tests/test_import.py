"""Tests `kyyeu import` of a workbook: mistakes are reported at their cells, and no data is lost."""

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

from tests.building import DAY, copy_sample, edit, tree
from tests.filling import (
    PEOPLE,
    UNIT,
    Values,
    errors,
    forty_people,
    import_json,
    import_text,
    row_of,
    run,
    sent_workbook,
)
from tests.word_reports import rewrite_zip

EXEMPLARS = f"content/units/{UNIT}/exemplars"
SAME = "Không có gì thay đổi.\n"


# Each row is a mistake: its sheet, column and row, the wrong value, and the code of the problem to be
# reported.
MISTAKES: tuple[tuple[str, str, int, Any, str], ...] = (
    # The consent form's id is a number here, because Excel drops zeros at the start of an id.
    ("Điển hình", "consent.id", 0, 17, "text-number"),
    ("Khen thưởng", "decision.number", 1, 0.5, "text-number"),
    # The figure has become a date, because Excel turns the text “2-3” into one.
    ("Thành tích", "figure", 2, datetime(2018, 3, 2), "text-date"),
    # This date is written in the American way, with the month first.
    ("Điển hình", "consent.date", 3, "9/25/2025", "date"),
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
    # This award title is not among those that the workbook offers.
    ("Khen thưởng", "title", 22, "Chiến sĩ thi đua cấp cơ sở", "reference"),
    ("Khen thưởng", "school_year", 24, "2017-2019", "school-year"),
    ("Khen thưởng", "decision.date", 26, "2018", "date"),
    # This cell refers to a conference of another unit.
    ("Tôn vinh", "conference", 27, "th-thcs-suoi-may/2016-2021", "reference"),
    ("Tôn vinh", "level", 28, "Quốc gia", "choice"),
    ("Điển hình", "id", 30, "Mã số 30", "id"),
    # This error is reported by a check of the content, not when the record's values are read.
    ("Khen thưởng", "rank", 63, "Hạng Nhất", "award-rank"),
    ("Điển hình", "summary", 33, "x" * 500, "too-long"),
)


def test_forty_people_thirty_mistakes_then_forty_files(root: Path, tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    filled = forty_people(root, photos)
    right = {}
    for sheet, key, row, wrong, _ in MISTAKES:
        cell = filled.cell(sheet, key, row)
        right[sheet, key, row], cell.value = cell.value, wrong
    before = tree(root)
    result = import_json(root, filled, "--photos", str(photos))
    expected = {filled.name(sheet, key, row): code for sheet, key, row, _, code in MISTAKES}
    assert len(expected) == 30
    # One mistake overwrites a person's name. Rows of other sheets refer to the person by name, so that they
    # now belong to no record.
    orphans = {"Thành tích": (17,), "Khen thưởng": (34, 35), "Tôn vinh": (17,), "Bài viết": (34,)}
    expected |= {filled.name(sheet, "@", row): "parent" for sheet, rows in orphans.items() for row in rows}
    assert errors(result) == expected
    assert all(problem["sentence"].endswith(".") and problem["advice"] for problem in result["problems"])
    assert tree(root) == before and not result["written"]

    for (sheet, key, row), value in right.items():
        filled.cell(sheet, key, row).value = value
    mended = filled.save(tmp_path / "mended.xlsx")
    dry = import_text(root, mended, "--photos", str(photos), "--dry-run")
    assert (
        dry.startswith("Điển hình: thêm 40 (Đinh Thảo Ân, ") and f"+++ b/{EXEMPLARS}/dinh-thao-an.md" in dry
    )
    assert tree(root) == before
    result = import_json(root, mended, "--photos", str(photos))
    assert (result["problems"], result["written"], len(result["files"])) == ([], True, 80)
    after = tree(root)
    new = sorted(set(after) - set(before))
    assert [file for file in new if file.endswith(".md")] == result["files"][1::2] and len(new) == 80
    assert {file: after[file] for file in before} == before

    assert (root / EXEMPLARS / "dinh-thao-an.md").read_text(encoding="utf-8") == FIRST_FILE
    assert run(root, "format", "--check")[0] == run(root, "check", "--date", DAY)[0] == 0
    assert import_text(root, mended, "--photos", str(photos)) == SAME
    assert import_text(root, sent_workbook(root).save(tmp_path / "again.xlsx")) == SAME
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
    spellings: list[tuple[Any, str]] = [
        ("3/9/2025", "2025-09-03"),
        ("03-09-2025", "2025-09-03"),
        ("ngày 3 tháng 9 năm 2025", "2025-09-03"),
        (45903, "2025-09-03"),
        (datetime(2025, 9, 3), "2025-09-03"),
        ("2025-09-03", "2025-09-03"),
        ("Ngày\u00a003 tháng\u00a09 năm 2025", "2025-09-03"),
        ("45903", "2025-09-03"),
    ]
    filled = sent_workbook(root)
    for row, (written, _) in enumerate(spellings):
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
    results = [
        {"@": "Mỗi ngày mười trang sách", "year": "2018", "value": "1.250,5"},
        {"@": "mỗi ngày mười trang sách ", "year": 2019, "value": 97.4, "measure": "%"},
    ]
    filled.add({"Kết quả tham gia": [{**row, "indicator": "Lượt đọc"} for row in results]})
    assert import_json(root, filled)["problems"] == []
    for row, (_, day) in enumerate(spellings):
        contains(
            root / EXEMPLARS / f"luong-bich-dao-{row}.md",
            f"\n  date: {day}\n",
            f"\nname: Lường Bích Đào {row}\n",
            "\nsummary: Dòng một, dòng hai\n",
            "\n  - Bí thư chi bộ\n  - Hiệu trưởng\n",
            "- web\n  date",
        )
    contains(
        root / f"data/units/{UNIT}/movements.yml",
        "        value: 1250.5\n",
        '        value: 97.4\n        measure: "%"\n',
    )


def contains(path: Path, *texts: str) -> None:
    whole = path.read_text(encoding="utf-8")
    for text in texts:
        assert text in whole, text


def test_a_date_whose_day_and_month_may_be_swapped_is_asked_about(root: Path) -> None:
    filled = sent_workbook(root)
    cell = filled.cell("Điển hình", "consent.date", -1)
    cell.value, cell.number_format = datetime(2025, 3, 9), "m/d/yyyy"
    assert [(problem["code"], problem["advice"]) for problem in import_json(root, filled)["problems"]] == [
        ("date", "Định dạng ô là Text rồi gõ 09/03/2025 hoặc 03/09/2025.")
    ]


def test_nothing_is_lost_that_the_workbook_does_not_hold(root: Path) -> None:
    path = root / EXEMPLARS / "au-duc-long.md"
    edit(
        path,
        ("\nfield: management", "\n# hỏi lại thầy về việc này\nfield: management  # tạm"),
        ("\nstatus: approved", "\nstatus: approved\naliases:\n  - thay-long"),
        ("  alt: Ảnh chân dung", "  focus:\n    - 40\n    - 50\n  alt: Ảnh chân dung"),
    )
    assert run(root, "format")[0] == 0
    before = path.read_text(encoding="utf-8")
    filled = sent_workbook(root)
    filled.put(
        "Điển hình",
        row_of(filled, "Điển hình", "id", "au-duc-long"),
        {"name": "Âu Đức Long Vân", "photo.alt": "Thầy Long ở cổng trường."},
    )
    filled.put(
        "Khen thưởng",
        row_of(filled, "Khen thưởng", "title", "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh"),
        {"reason": "Việc tốt"},
    )
    filled.put("Đại biểu", row_of(filled, "Đại biểu", "id", "au-duc-long"), {"name": "Âu Đức Long Vân"})
    # Rows of other sheets still refer to the delegate by the old name, which the import must accept.
    result = import_json(root, filled)
    assert (errors(result), result["kept"], result["files"]) == (
        {},
        [],
        [f"{EXEMPLARS}/au-duc-long.md", f"data/units/{UNIT}/delegates.yml"],
    )
    expected = (
        before.replace("name: Âu Đức Long", "name: Âu Đức Long Vân")
        .replace("alt: Ảnh chân dung thầy Âu Đức Long.", "alt: Thầy Long ở cổng trường.")
        .replace(
            "    decision: qd-hoi-nghi-nganh\n", "    decision: qd-hoi-nghi-nganh\n    reason: Việc tốt\n", 1
        )
    )
    assert path.read_text(encoding="utf-8") == expected
    contains(path, "# hỏi lại", "# tạm", "focus:", "aliases:")


def test_rows_that_are_gone_are_kept_and_reported_or_deleted_when_asked(root: Path, tmp_path: Path) -> None:
    filled = sent_workbook(root)
    for sheet, key, value in (("Điển hình", "id", "hoang-tu-nam"), ("Nộp về Sở", "id", "2015-2020-time")):
        filled.book[sheet].delete_rows(filled.free[sheet] + row_of(filled, sheet, key, value))
    for page in (filled.book["Khen thưởng"], filled.book["Bài viết"]):
        for row in [cell.row for cell in page["A"] if cell.value == "Hoàng Tú Nam"][::-1]:
            page.delete_rows(row)
    file = filled.save(tmp_path / "a.xlsx")
    before = tree(root)
    output = import_text(root, file)
    assert (
        "Lưu ý: Điển hình: không còn dòng “Hoàng Tú Nam”; trong kho vẫn giữ. Thêm --delete để xóa.\n"
        in output
    )
    assert output.endswith(SAME) and tree(root) == before
    # The list of an award decision still names the person whose row was deleted. So the import with --delete
    # is refused, and nothing is deleted.
    assert "data/decisions.yml" in errors(import_json(root, file, "--delete")) and tree(root) == before
    decisions = root / "data/decisions.yml"
    text = decisions.read_text(encoding="utf-8")
    start = text.index("    - person: thpt-ban-trang/hoang-tu-nam")
    decisions.write_text(text[:start] + text[text.index("    - unit:", start) :], encoding="utf-8")
    edit(
        root / f"data/units/{UNIT}/conferences/2015-2020.yml", ("        - thpt-ban-trang/hoang-tu-nam\n", "")
    )
    edit(
        root / f"content/units/{UNIT}/speeches/2015-2020-tieng-trong-truong.md",
        ("exemplar: thpt-ban-trang/hoang-tu-nam\n", ""),
    )
    assert errors(import_json(root, file, "--delete")) == {}
    assert set(before) - set(tree(root)) == {f"{EXEMPLARS}/hoang-tu-nam.md", f"{EXEMPLARS}/hoang-tu-nam.jpg"}
    assert "2015-2020-time" not in (root / f"data/units/{UNIT}/submissions.yml").read_text(encoding="utf-8")


def test_both_sides_changed_since_the_workbook_was_made(root: Path, tmp_path: Path) -> None:
    filled = sent_workbook(root)
    path = root / EXEMPLARS / "au-duc-long.md"
    edit(
        path,
        ("form_of_address: thầy", "form_of_address: ông"),
        ("summary: Người thầy", "summary: Nhà giáo"),
    )
    now = path.read_text(encoding="utf-8")
    row = row_of(filled, "Điển hình", "id", "au-duc-long")
    filled.put("Điển hình", row, {"quote": "Tôi chỉ làm việc của mình."})
    assert errors(import_json(root, filled)) == {}
    assert path.read_text(encoding="utf-8") == now.replace(
        "\nachievements:", "\nquote: Tôi chỉ làm việc của mình.\nachievements:"
    )
    filled.put("Điển hình", row, {"summary": "Một người thầy có mặt trước giờ vào lớp."})
    cell = filled.name("Điển hình", "summary", row)
    assert (
        f"{cell}: lỗi [conflict] Từ khi lấy sổ, chỗ này trong kho cũng đã sửa, nay ghi “Nhà giáo"
        in import_text(root, filled.save(tmp_path / "a.xlsx"))
    )


def test_strange_sheets_columns_and_hidden_rows_are_named_and_the_rest_is_taken(root: Path) -> None:
    filled = sent_workbook(root)
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
    result = import_json(root, filled)
    assert {problem["file"]: problem["code"] for problem in result["problems"]} == {
        "Nháp!A1": "sheet-unknown",
        "Mô hình!T1": "column-unknown",
        "Mô hình!A3": "row-hidden",
    }
    assert result["files"] == [f"data/units/{UNIT}/models.yml"]
    assert (root / f"data/units/{UNIT}/models.yml").read_text(encoding="utf-8") == (
        "# yaml-language-server: $schema=../../schemas/model.schema.json\nvuon-thuoc-nam:\n"
        "  name: Vườn thuốc nam\n  kind: Mô hình dạy học\n"
        "  field: teaching\n  how: Mỗi lớp một luống.\n  results: Có 12 luống.\n"
    )


def test_merged_cells_and_cells_far_away_are_faults(root: Path) -> None:
    filled = sent_workbook(root)
    filled.book["Điển hình"].merge_cells("F3:F4")
    filled.book["Đại biểu"]["XFD1048576"] = "xa"
    assert errors(import_json(root, filled)) == {
        "Điển hình!F3": "merged",
        "Đại biểu!XFD1048576": "too-far",
    }


def test_names_tell_new_people_apart_and_two_of_one_name_need_an_id(root: Path, tmp_path: Path) -> None:
    common = {
        "type": "Cá nhân",
        "group": "Nhà giáo",
        "cycle": "2015-2020",
        "field": "Dạy học",
        "summary": "Một câu.",
    }
    filled = sent_workbook(root).add(
        {"Điển hình": [{**common, "name": name} for name in ("Lê Hoa Ban", "Lê Hòa Bân", "Lê  HOA ban")]}
    )
    assert errors(import_json(root, filled)) == {filled.name("Điển hình", "name", 2): "row-doubled"}
    filled.put("Điển hình", 2, {"id": "le-hoa-ban-nu"})
    filled.put("Thành tích", 0, {"@": "Lê  HOA ban (le-hoa-ban-nu)", "text": "Việc"})
    file = filled.save(tmp_path / "a.xlsx")
    assert errors(import_json(root, file)) == {}
    assert {path.stem for path in (root / EXEMPLARS).glob("le-ho*.md")} == {
        "le-hoa-ban",
        "le-hoa-ban-2",
        "le-hoa-ban-nu",
    }
    assert import_text(root, file) == SAME


def test_a_workbook_without_its_hidden_sheets_and_rows_still_reads(root: Path, tmp_path: Path) -> None:
    filled = sent_workbook(root)
    del filled.book[BASELINE]
    for page in filled.book.worksheets[1:-1]:
        page.delete_rows(2)
        page.row_dimensions[2].hidden = False
    file = filled.save(tmp_path / "a.xlsx")
    assert (
        run(root, "import", str(file))[2] == "kyyeu: sổ này không ghi là của đơn vị nào. Thêm --unit ĐƠN_VỊ\n"
    )
    assert import_text(root, file, "--unit", UNIT) == SAME


def test_pictures_from_a_zip_go_beside_the_record_and_nowhere_else(root: Path, tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    forty_people(root, photos)
    packed = tmp_path / "anh.zip"
    with zipfile.ZipFile(packed, "w") as out:
        out.write(photos / f"Ảnh {PEOPLE[0]}.JPG", f"../../../../{'x/' * 3}Ảnh {PEOPLE[0]}.JPG")
        out.writestr("IMG_1.HEIC", b"\0" * 100)
        out.writestr("thừa.png", b"\0" * 100)
        link = zipfile.ZipInfo("link.jpg")
        link.external_attr = 0o120777 << 16
        out.writestr(link, "/etc/passwd")
    filled = sent_workbook(root)
    row = row_of(filled, "Điển hình", "id", "au-duc-long")
    for place, name in enumerate((f"ảnh {PEOPLE[0].lower()}.jpg", "IMG_1.HEIC", "link.jpg")):
        filled.put("Điển hình", row + place, {"photo.file": name, "photo.alt": "Ảnh."})
    result = import_json(root, filled, "--photos", str(packed))
    assert errors(result) == {
        filled.name("Điển hình", "photo.file", row + 1): "photo-format",
        filled.name("Điển hình", "photo.file", row + 2): "photo-missing",
    }
    assert result["kept"] == ["Không ô nào nhắc tới 1 ảnh: thừa.png."]
    filled = sent_workbook(root)
    filled.put("Điển hình", row, {"photo.file": f"Ảnh {PEOPLE[0]}.JPG"})
    portrait = f"{EXEMPLARS}/au-duc-long.jpg"
    assert import_json(root, filled, "--photos", str(packed))["files"] == [portrait]
    assert (root / portrait).read_bytes() == (photos / f"Ảnh {PEOPLE[0]}.JPG").read_bytes()


BOMB = b"\r\n<x>" + b" " * 60_000_000
_ENTITY_LIST = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol" * 10}">' for n in range(12))
ENTITIES = f'<?xml version="1.0"?><!DOCTYPE a [{_ENTITY_LIST}]><a>&l11;</a>'.encode()


def holding(name: str, data: bytes) -> Callable[[Path], None]:
    """Returns a function that adds a file with the given name and content to a workbook's zip archive."""
    return lambda path: rewrite_zip(path, lambda members: members.update({name: data}))


def renamed(path: Path) -> None:
    """Makes a workbook in which one sheet's file is named like a picture and holds 60 MB of spaces."""

    def change(members: dict[str, bytes]) -> None:
        members["xl/worksheets/sheet4.xml"] = BOMB
        for name in list(members):
            data = members.pop(name).replace(b"sheet4.xml", b"sheet4.png")
            members[name.replace("sheet4.xml", "sheet4.png")] = data

    rewrite_zip(path, change)


def open_document(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")


# A file of Office 2003 begins with these bytes, and so does a newer Office file with a password.
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED = OLD + b"\0" * 1000 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 100
HOSTILE: tuple[tuple[str, Callable[[Path], Any], str], ...] = (
    ("bomb", holding("xl/worksheets/sheet4.xml", BOMB), "chứa quá nhiều dữ liệu"),
    ("renamed", renamed, "chứa quá nhiều dữ liệu"),
    ("entities", holding("xl/workbook.xml", ENTITIES), "bị hỏng"),
    ("macros", holding("xl/vbaProject.bin", b"\0"), "có chứa macro (.xlsm, .docm), không nhận"),
    ("ods", open_document, "là dạng OpenDocument (.ods, .odt)"),
    ("locked", lambda path: path.write_bytes(LOCKED), "có đặt mật khẩu"),
    (
        "xls",
        lambda path: path.write_bytes(OLD + b"\0" * 600),
        "thuộc dạng cũ (.xls, .doc)",
    ),
    (
        "csv",
        lambda path: path.write_text("Mã;Tên\n;Lan\n", encoding="utf-8"),
        "không phải sổ Excel .xlsx",
    ),
    ("empty", lambda path: path.write_bytes(b""), "không phải sổ Excel .xlsx"),
    ("cut", lambda path: path.write_bytes(path.read_bytes()[:20_000]), "không phải sổ Excel .xlsx"),
    ("other", lambda path: openpyxl.Workbook().save(path), "không có trang nào của mẫu"),
)


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Returns the path of a workbook without mistakes, in a folder with a copy of the sample project."""
    root = copy_sample(tmp_path_factory.mktemp("good") / "sample")
    return sent_workbook(root).save(root.parent / "good.xlsx")


@pytest.mark.parametrize(
    ("make", "sentence"), [case[1:] for case in HOSTILE], ids=[case[0] for case in HOSTILE]
)
def test_files_that_are_no_workbooks_are_refused_in_a_sentence(
    make: Callable[[Path], Any], sentence: str, good: Path, tmp_path: Path
) -> None:
    bad = shutil.copy(good, tmp_path / "bad.xlsx")
    make(bad)
    code, _, error = run(good.parent / "sample", "import", str(bad))
    assert code == 2 and sentence in error and error.count("\n") == 1


def test_the_wrong_unit_is_refused(root: Path, tmp_path: Path) -> None:
    file = sent_workbook(root).save(tmp_path / "a.xlsx")
    assert run(root, "import", str(file), "--unit", "th-thcs-suoi-may")[2] == (
        f"kyyeu: sổ này là của đơn vị “{UNIT}”, không phải “th-thcs-suoi-may”. Nhập đúng sổ, hoặc bỏ --unit\n"
    )
    assert openpyxl.load_workbook(file)["Điển hình"]["A2"].value == f"exemplar@{UNIT}:id"


def test_common_names_for_the_choices_of_the_lists_are_taken(root: Path, tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    forty_people(root, photos)
    (photos / f"Ảnh {PEOPLE[0]}.JPG").rename(photos / "Lường Bích Đào.JPG")
    person: Values = {
        "type": "Cá nhân",
        "group": "Giáo viên",
        "name": "Lường  Bích Đào",
        "cycle": "2015-2020",
        "field": "Dạy học",
        "summary": "Một câu.",
        "photo.file": "luong bich dao",
        "photo.alt": "Ảnh.",
        "status": "Đã duyệt",
    }
    money: Values = {
        "@": "Mỗi ngày mười trang sách",
        "year": 2018,
        "indicator": "Tiền quyên góp",
        "value": "12.500.000",
    }
    filled = sent_workbook(root).add(
        {
            "Điển hình": [person],
            "Khen thưởng": [{"@": "Lường Bích Đào", "title": "Bằng khen của CT UBND tỉnh", "year": 2019}],
            "Tôn vinh": [{"@": "Lường Bích Đào", "level": "Trường"}],
            "Kết quả tham gia": [money],
        }
    )
    result = import_json(root, filled, "--photos", str(photos))
    assert result["problems"] == []
    assert "Điển hình: “Lường Bích Đào” chưa hiện ở đâu: chưa có phiếu đồng ý." in result["kept"]
    contains(
        root / EXEMPLARS / "luong-bich-dao.md",
        "group: teacher\nname: Lường Bích Đào\n",
        "  - title: bang-khen-tinh\n",
        "  - level: unit\n",
        "  file: luong-bich-dao.jpg\n",
    )
    contains(root / f"data/units/{UNIT}/movements.yml", "value: 12500000\n")


def test_copied_rows_second_figures_and_bare_headings_are_named(root: Path) -> None:
    filled = sent_workbook(root)
    achiever, writer = (filled.cell(sheet, "@", -1).value for sheet in ("Thành tích", "Bài viết"))
    achievement = {"@": achiever, "text": "Buổi học tối", "figure": "6 buổi", "year": 2019}
    figure = {"@": "Mỗi ngày mười trang sách", "year": 2017, "indicator": "Lượt mượn"}
    filled.add(
        {
            "Thành tích": [achievement] * 2,
            "Kết quả tham gia": [{**figure, "value": 5}, {**figure, "value": 7}],
            "Bài viết": [
                {"@": writer, "text": "Ngày mới về trường"},
                {"text": "Trường nằm cuối con dốc."},
            ],
        }
    )
    result = import_json(root, filled)
    assert {problem["file"]: problem["code"] for problem in result["problems"]} == {
        filled.name("Thành tích", "@", 1): "row-doubled",
        filled.name("Kết quả tham gia", "@", 1): "row-doubled",
        filled.name("Bài viết", "text", 0): "bare-heading",
    }
    assert [problem["advice"] for problem in result["problems"] if problem["code"] == "bare-heading"] == [
        "Đúng là đầu mục thì ghi: ## Ngày mới về trường"
    ]
    assert not result["written"]
