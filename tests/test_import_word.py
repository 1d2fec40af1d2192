"""`kyyeu import` of a report in Word: ten reports as schools write them, every paragraph in its section or in the list, tables kept."""

import json
import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Callable
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document
from kyyeu.imports.word_report.headings import HeadingNumber, heading_number, likeness
from kyyeu.imports.word_report.html_blocks import read_blocks
from kyyeu.imports.word_report.open_report import EmbeddedPicture, open_report
from kyyeu.imports.word_report.report_sections import PicturePlace, find_sections
from kyyeu.imports.word_report.section_markdown import section_text
from kyyeu.loading.load import load
from kyyeu.model.reports import Outline

from tests.building import DAY, HOME, copy_sample, tree
from tests.filling import UNIT, run
from tests.word_reports import (
    REPORTS,
    Places,
    hidden_corners,
    own_headings,
    running_on,
    styled,
    tables_and_pictures,
    write_report,
)

REPORT = f"content/units/{UNIT}/reports/2015-2020.md"
Writer = Callable[[Document], Places]


@cache
def outline() -> Outline:
    library, _ = load(HOME)
    assert library is not None
    return library.outlines["2015-2020"]


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", unicodedata.normalize("NFC", text).casefold().replace("_", " ")))


@pytest.mark.parametrize("report", REPORTS, ids=[report.__name__ for report in REPORTS])
def test_every_paragraph_is_in_its_section_or_in_the_list(report: Writer, tmp_path: Path) -> None:
    path = tmp_path / "báo cáo.docx"
    places = write_report(report, path)
    read = open_report(path)
    placed = find_sections(read_blocks(read.html), outline())
    sections = {code: section_text(blocks) for code, blocks in placed.sections.items()}
    outside = "\n".join(
        [placed.subject, *(block.plain for block in (*placed.before, *placed.after)), *read.unread]
    )
    for mark, code in places.items():
        text = f"Đoạn {mark}:" if re.fullmatch("[A-Z]", mark) else mark
        assert text in (sections.get(code, "") if code else outside), (mark, code, placed.headings)
    everything = " ".join([outside, *(line for _, line in placed.headings), *sections.values()])
    with ZipFile(path) as packed:
        texts = [
            node.text or ""
            for name in packed.namelist()
            if name in ("word/document.xml", "word/footnotes.xml")
            for node in fromstring(packed.read(name)).iter()
            if node.tag.endswith("}t")
        ]
    assert words(" ".join(texts)) - words(unescape(everything.replace("\\", ""))) == Counter()


def test_pictures_and_revisions_are_said(tmp_path: Path) -> None:
    write_report(tables_and_pictures, tmp_path / "a.docx")
    read = open_report(tmp_path / "a.docx")
    assert (
        read.pictures == (EmbeddedPicture("image/png", "word/media/image1.png"),) and not read.has_revisions
    )
    seen = find_sections(read_blocks(read.html), outline()).pictures
    assert seen == [
        PicturePlace(1, "1.II.1.a", "Đoạn A: nhà trường ghi lại việc đã làm, có con số, có người làm.")
    ]
    write_report(hidden_corners, tmp_path / "b.docx")
    assert open_report(tmp_path / "b.docx").has_revisions


def test_numbers_by_hand() -> None:
    for text, expected in (
        ("Phần thứ nhất", HeadingNumber(part="1")),
        ("PHẦN II. GIẢI PHÁP", HeadingNumber(part="2", rest="giai phap")),
        ("II. KẾT QUẢ", HeadingNumber(roman="II", rest="ket qua")),
        ("1/ Quán triệt", HeadingNumber(number="1", rest="quan triet")),
        ("b) Chuyên đề", HeadingNumber(letter="b", rest="chuyen de")),
        ("I.2. Triển khai", HeadingNumber(roman="I", number="2", rest="trien khai")),
        ("1.II.1.b Chuyên đề", HeadingNumber(part="1", roman="II", number="1", letter="b", rest="chuyen de")),
        ("Vì học sinh", HeadingNumber(rest="vi hoc sinh")),
        ("2019. Năm ấy", HeadingNumber(rest="2019. nam ay")),
        ("Cô Lan", HeadingNumber(rest="co lan")),
        ("III ĐỀ XUẤT", HeadingNumber(roman="III", rest="de xuat")),
        ("Xi-măng", HeadingNumber(rest="xi-mang")),
        ("I - Kết quả", HeadingNumber(roman="I", rest="ket qua")),
    ):
        assert heading_number(text) == expected
    assert likeness("trien khai thuc hien phong trao", "Triển khai thực hiện phong trào thi đua") >= 0.9
    assert likeness("doi van nghe tuyen truyen", "Triển khai thực hiện phong trào thi đua") < 0.5


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_sample(tmp_path / "sample")


def brought(root: Path, file: Path, *options: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        run(root, "import", str(file), "--unit", UNIT, "--date", DAY, "--json", *options)[1]
    )
    return found


def test_sections_with_text_are_not_overwritten_unasked(root: Path, tmp_path: Path) -> None:
    write_report(own_headings, tmp_path / "a.docx")
    before = tree(root)
    found = brought(root, tmp_path / "a.docx")
    assert [(problem["file"], problem["code"]) for problem in found["problems"]] == [
        (REPORT, "section-full")
    ] * 2
    assert tree(root) == before
    found = brought(root, tmp_path / "a.docx", "--replace")
    assert (found["problems"], found["files"]) == ([], [REPORT])
    text = (root / REPORT).read_text(encoding="utf-8")
    assert (
        text.startswith("---\nnumber: 6/BC-HOABAN\ndate: 2020-02-07\n")
        and "[](doc:quy-che-thi-dua)" not in text
    )
    assert "## [1.I.2] Triển khai thực hiện phong trào thi đua\n\nNhà trường đã triển khai" in text
    assert (
        "- Việc thứ nhất;\n    - Nhánh của việc thứ nhất;\n- Việc thứ hai.\n\n### Đội văn nghệ tuyên truyền\n\nĐoạn A:"
        in text
    )
    advice = f"Giữ như tệp; muốn đổi thì sửa ở đầu {REPORT}."
    assert found["kept"] == [
        f"Nơi nhận: tệp đang ghi “Sở Giáo dục và Đào tạo; / Lưu: VT.”, bản Word ghi “Như trên;”. {advice}"
    ]
    assert run(root, "format", "--check")[0] == 0
    after = tree(root)
    assert run(root, "import", str(tmp_path / "a.docx"), "--unit", UNIT, "--date", DAY)[1].endswith(
        "Không có gì thay đổi.\n"
    )
    assert tree(root) == after


def test_a_unit_without_a_report_gets_one(root: Path, tmp_path: Path) -> None:
    write_report(styled, tmp_path / "a.docx")
    options = ("--unit", "th-thcs-suoi-may", "--date", DAY)
    code, said, _ = run(
        root, "import", str(tmp_path / "a.docx"), *options, "--cycle", "2015-2020", "--dry-run"
    )
    assert code == 0 and "Mục 1.I.1 ← “1. Quán triệt Chỉ thị" in said and "+## [1.I.1] Quán triệt" in said
    assert "--- /dev/null\n+++ b/content/units/th-thcs-suoi-may/reports/2015-2020.md\n" in said
    assert not (root / "content/units/th-thcs-suoi-may/reports").exists()
    assert run(root, "import", str(tmp_path / "a.docx"), *options)[0] == 0
    assert run(root, "check", "--date", DAY)[0] == 0


def test_the_name_of_somebody_withheld_is_an_error_of_its_section(root: Path, tmp_path: Path) -> None:
    page = docx.Document()
    running_on(page)
    page.add_paragraph("Thầy Hoàng Tú Nam dạy thêm giờ.")
    page.save(str(tmp_path / "a.docx"))
    found = brought(root, tmp_path / "a.docx", "--replace")
    assert [problem["file"] for problem in found["problems"] if problem["severity"] == "error"] == [
        "a.docx!1.II"
    ]
    assert not found["written"]


def test_what_is_no_report_is_refused_in_a_sentence(root: Path, tmp_path: Path) -> None:
    page = docx.Document()
    page.add_paragraph("Thực đơn tuần này.")
    page.save(str(tmp_path / "a.docx"))
    (tmp_path / "b.docx").write_bytes(b"abc")
    (tmp_path / "c.docx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    (tmp_path / "d.docx").write_bytes((tmp_path / "a.docx").read_bytes()[:900])
    with zipfile.ZipFile(tmp_path / "a.docx") as read, zipfile.ZipFile(tmp_path / "f.docx", "w") as out:
        for part in read.namelist():
            out.writestr(
                part,
                b'<!DOCTYPE a [<!ENTITY b "b"><!ENTITY c "&d;">]><a>&c;'
                if part == "word/styles.xml"
                else read.read(part),
            )
    for name, options, sentence in (
        ("f.docx", ("--unit", UNIT), "tệp f.docx bị hỏng"),
        ("a.docx", ("--unit", UNIT), "không thấy đầu mục nào của đề cương trong a.docx."),
        ("a.docx", (), "báo cáo là của đơn vị nào? Thêm --unit ĐƠN_VỊ"),
        ("a.docx", ("--unit", "thpt-ban-tran"), "không có đơn vị “thpt-ban-tran”. Có phải “thpt-ban-trang”?"),
        (
            "a.docx",
            ("--unit", UNIT, "--cycle", "2010"),
            "không có giai đoạn “2010”. Các giai đoạn: 2015-2020",
        ),
        ("b.docx", ("--unit", UNIT), "tệp b.docx không phải văn bản Word .docx"),
        ("c.docx", ("--unit", UNIT), "thuộc dạng cũ"),
        ("d.docx", ("--unit", UNIT), "không phải văn bản Word .docx"),
        ("e.docx", ("--unit", UNIT), "không có tệp"),
    ):
        code, _, wrong = run(root, "import", str(tmp_path / name), *options)
        assert code == 2 and sentence in wrong and wrong.count("\n") == 1


def test_a_title_cut_to_a_word_or_two_is_known_by_its_number(root: Path, tmp_path: Path) -> None:
    def cut_short(document: Any) -> None:
        for text in (
            "PHẦN THỨ NHẤT",
            "I. CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO",
            "1. Quán triệt",
            "*Đã quán triệt đủ.",
            "II. KẾT QUẢ",
            "2. Công tác",
            "*Đã xây dựng.",
            "Một số kết quả",
            "*Đoạn cuối.",
        ):
            document.add_paragraph().add_run(text.removeprefix("*")).bold = not text.startswith("*")

    write_report(cut_short, tmp_path / "a.docx")
    _, said, _ = run(
        root, "import", str(tmp_path / "a.docx"), "--unit", "th-thcs-suoi-may", "--date", DAY, "--dry-run"
    )
    for line in ("Mục 1.I.1 ← “1. Quán triệt”", "Mục 1.II ← “II. KẾT QUẢ”", "Mục 1.II.2 ← “2. Công tác”"):
        assert line in said
    assert "+**Một số kết quả**\n" in said
