"""Tests `kyyeu import` of a Word report: every paragraph is put into its section or listed as left out."""

import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Callable
from functools import cache
from html import unescape
from pathlib import Path
from xml.etree.ElementTree import fromstring

import docx
import pytest
from docx.document import Document
from kyyeu.imports.word_report.headings import HeadingNumber, heading_number, likeness
from kyyeu.imports.word_report.html_blocks import read_blocks
from kyyeu.imports.word_report.open_report import EmbeddedPicture, open_report
from kyyeu.imports.word_report.report_sections import PicturePlace, find_sections, section_text
from kyyeu.model.reports import Outline

from tests.building import DAY, HOME, read_project, tree
from tests.filling import UNIT, errors, import_json, import_text, run
from tests.word_reports import (
    REPORTS,
    Places,
    hidden_corners,
    own_headings,
    rewrite_zip,
    running_on,
    styled,
    tables_and_pictures,
    write,
    write_report,
)

REPORT = f"content/units/{UNIT}/reports/2015-2020.md"


@cache
def outline() -> Outline:
    return read_project(HOME).outlines["2015-2020"]


def words(text: str) -> Counter[str]:
    """Returns how often each word occurs in a text, without regard to case or to Unicode composition."""
    return Counter(re.findall(r"\w+", unicodedata.normalize("NFC", text).casefold().replace("_", " ")))


@pytest.mark.parametrize("report", REPORTS, ids=[report.__name__ for report in REPORTS])
def test_every_paragraph_is_in_its_section_or_in_the_list(
    report: Callable[[Document], Places], tmp_path: Path
) -> None:
    path = tmp_path / "báo cáo.docx"
    places = write_report(report, path)
    word = open_report(path)
    placed = find_sections(read_blocks(word.html), outline())
    sections = {code: section_text(blocks) for code, blocks in placed.sections.items()}
    outside = "\n".join(
        [placed.subject, *(block.plain for block in (*placed.before, *placed.after)), *word.unread]
    )
    for mark, code in places.items():
        text = f"Đoạn {mark}:" if re.fullmatch("[A-Z]", mark) else mark
        assert text in (sections.get(code, "") if code else outside), (mark, code, placed.headings)
    everything = " ".join([outside, *(line for _, line in placed.headings), *sections.values()])
    with zipfile.ZipFile(path) as archive:
        texts = [
            node.text or ""
            for name in archive.namelist()
            if name in ("word/document.xml", "word/footnotes.xml")
            for node in fromstring(archive.read(name)).iter()
            if node.tag.endswith("}t")
        ]
    assert words(" ".join(texts)) - words(unescape(everything.replace("\\", ""))) == Counter()


def test_pictures_and_revisions_are_reported(tmp_path: Path) -> None:
    write_report(tables_and_pictures, tmp_path / "a.docx")
    word = open_report(tmp_path / "a.docx")
    assert (word.pictures, word.has_revisions) == (
        (EmbeddedPicture("image/png", "word/media/image1.png"),),
        False,
    )
    assert find_sections(read_blocks(word.html), outline()).pictures == [
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


def save_word(path: Path, *lines: str) -> Path:
    page = docx.Document()
    write(page, *lines)
    page.save(str(path))
    return path


def test_sections_with_text_are_not_overwritten_unasked(root: Path, tmp_path: Path) -> None:
    write_report(own_headings, tmp_path / "a.docx")
    before = tree(root)
    result = import_json(root, tmp_path / "a.docx", "--unit", UNIT)
    assert [(problem["file"], problem["code"]) for problem in result["problems"]] == [
        (REPORT, "section-full")
    ] * 2
    assert tree(root) == before
    result = import_json(root, tmp_path / "a.docx", "--unit", UNIT, "--replace")
    assert (result["problems"], result["files"]) == ([], [REPORT])
    text = (root / REPORT).read_text(encoding="utf-8")
    assert (
        text.startswith("---\nnumber: 6/BC-HOABAN\ndate: 2020-02-07\n")
        and "[](doc:quy-che-thi-dua)" not in text
    )
    assert "## [1.I.2] Triển khai thực hiện phong trào thi đua\n\nNhà trường đã triển khai" in text
    assert (
        "- Việc thứ nhất;\n    - Nhánh của việc thứ nhất;\n- Việc thứ hai.\n\n"
        "### Đội văn nghệ tuyên truyền\n\nĐoạn A:" in text
    )
    assert result["kept"] == [
        "Nơi nhận: tệp đang ghi “Sở Giáo dục và Đào tạo; / Lưu: VT.”, bản Word ghi “Như trên;”. "
        f"Giữ như tệp; muốn đổi thì sửa ở đầu {REPORT}."
    ]
    assert run(root, "format", "--check")[0] == 0
    after = tree(root)
    assert import_text(root, tmp_path / "a.docx", "--unit", UNIT).endswith("Không có gì thay đổi.\n")
    assert tree(root) == after


def test_a_unit_without_a_report_gets_one(root: Path, tmp_path: Path) -> None:
    write_report(styled, tmp_path / "a.docx")
    options = ("--unit", "th-thcs-suoi-may", "--date", DAY)
    code, output, _ = run(
        root, "import", str(tmp_path / "a.docx"), *options, "--cycle", "2015-2020", "--dry-run"
    )
    assert code == 0
    for line in (
        "Mục 1.I.1 ← “1. Quán triệt Chỉ thị",
        "+## [1.I.1] Quán triệt",
        "--- /dev/null\n+++ b/content/units/th-thcs-suoi-may/reports/2015-2020.md\n",
    ):
        assert line in output
    assert not (root / "content/units/th-thcs-suoi-may/reports").exists()
    assert run(root, "import", str(tmp_path / "a.docx"), *options)[0] == 0
    assert run(root, "check", "--date", DAY)[0] == 0


def test_the_name_of_a_withheld_person_is_an_error_of_its_section(root: Path, tmp_path: Path) -> None:
    def naming(page: Document) -> Places:
        running_on(page)
        write(page, "Thầy Hoàng Tú Nam dạy thêm giờ.")
        return {}

    write_report(naming, tmp_path / "a.docx")
    result = import_json(root, tmp_path / "a.docx", "--unit", UNIT, "--replace")
    assert list(errors(result)) == ["a.docx!1.II"] and not result["written"]


def test_files_that_are_no_reports_are_refused_in_a_sentence(root: Path, tmp_path: Path) -> None:
    menu = save_word(tmp_path / "a.docx", "Thực đơn tuần này.").read_bytes()
    for name, data in (
        ("b", b"abc"),
        ("c", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
        ("d", menu[:900]),
        ("f", menu),
    ):
        (tmp_path / f"{name}.docx").write_bytes(data)
    entities = b'<!DOCTYPE a [<!ENTITY b "b"><!ENTITY c "&d;">]><a>&c;'
    rewrite_zip(tmp_path / "f.docx", lambda members: members.update({"word/styles.xml": entities}))
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
        code, _, error = run(root, "import", str(tmp_path / name), *options)
        assert code == 2 and sentence in error and error.count("\n") == 1


def test_a_shortened_title_is_recognized_by_its_number(root: Path, tmp_path: Path) -> None:
    file = save_word(
        tmp_path / "a.docx",
        "**PHẦN THỨ NHẤT",
        "**I. CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO",
        "**1. Quán triệt",
        "Đã quán triệt đủ.",
        "**II. KẾT QUẢ",
        "**2. Công tác",
        "Đã xây dựng.",
        "**Một số kết quả",
        "Đoạn cuối.",
    )
    output = import_text(root, file, "--unit", "th-thcs-suoi-may", "--dry-run")
    for line in (
        "Mục 1.I.1 ← “1. Quán triệt”",
        "Mục 1.II ← “II. KẾT QUẢ”",
        "Mục 1.II.2 ← “2. Công tác”",
        "+**Một số kết quả**\n",
    ):
        assert line in output
