"""Writes Word reports in the different styles that schools use, to test the import.

Each function returns some passages of its report, with the section into which each must be imported.
"""

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.table import Table
from PIL import Image

PART_1 = "KẾT QUẢ PHONG TRÀO THI ĐUA YÊU NƯỚC VÀ CÔNG TÁC KHEN THƯỞNG GIAI ĐOẠN 2015 – 2020"
TITLES = {
    "1.I": "CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO",
    "1.I.1": "Quán triệt Chỉ thị, Nghị quyết của Đảng, chính sách, pháp luật của Nhà nước về công tác "
    "thi đua, khen thưởng",
    "1.I.2": "Triển khai thực hiện phong trào thi đua",
    "1.II": "KẾT QUẢ THỰC HIỆN CÁC PHONG TRÀO THI ĐUA YÊU NƯỚC",
    "1.II.1.a": "Các phong trào thi đua thường xuyên",
    "1.II.1.b": "Các phong trào thi đua chuyên đề",
    "1.II.2": "Công tác xây dựng, nhân rộng mô hình, điển hình tiên tiến",
    "1.II.5": "Đánh giá tổng quát, nguyên nhân, một số tồn tại và bài học kinh nghiệm",
    "2.I.1": "Tổ chức, triển khai phong trào thi đua",
    "2.I.2": "Công tác khen thưởng",
    "2.II.2": "Công tác lãnh đạo, chỉ đạo đổi mới công tác thi đua, khen thưởng và các giải pháp chủ yếu",
    "2.III.1": "Với Sở Giáo dục và Đào tạo",
}
LONG_1 = (
    "Đánh giá kết quả thực hiện nhiệm vụ chính trị nhiệm vụ phát triển kinh tế xã hội giai đoạn "
    "(2015 - 2020) gắn với chủ đề các phong trào thi đua thường xuyên, chuyên đề"
)
# For each paragraph, by the mark in its text: the code of the section to which it belongs. The code is "" for
# a paragraph outside all sections.
Places = dict[str, str]
_HEADING = re.compile(r"(#+) (.*)")


def passage(mark: str) -> str:
    return f"Đoạn {mark}: nhà trường ghi lại việc đã làm, có con số, có người làm."


def write(page: Document, *lines: str) -> None:
    """Adds one paragraph to a Word file for each given line.

    A line that begins with "## " becomes a heading of level 2, and one that begins with "**" becomes bold.
    """
    for line in lines:
        if heading := _HEADING.fullmatch(line):
            page.add_heading(heading[2], len(heading[1]))
        else:
            page.add_paragraph().add_run(line.removeprefix("**")).bold = line.startswith("**")


def write_table(page: Document, *rows: tuple[str | tuple[str, ...], ...]) -> Table:
    """Adds a table to a Word file; each cell is given as one text or as a list of paragraphs."""
    table = page.add_table(len(rows), len(rows[0]))
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, content in zip(row.cells, cells, strict=True):
            cell.text, *further = (content,) if isinstance(content, str) else content
            for line in further:
                cell.add_paragraph(line)
    return table


def _head(page: Document) -> None:
    """Writes the beginning of a Vietnamese official paper into a Word file.

    It has a letterhead (a table without borders), the title and an opening sentence.
    """
    write_table(
        page,
        ("SỞ GD&ĐT TỈNH HOA BAN\nTRƯỜNG THPT BẢN TRẮNG", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("Số: 12/BC-THPTBT", "Bản Trắng, ngày 07 tháng 02 năm 2020"),
    )
    write(page, "**BÁO CÁO", "Thực hiện Hướng dẫn số....., nhà trường báo cáo như sau:")


def _tail(page: Document) -> None:
    write_table(page, ("Nơi nhận:\n- Sở GD&ĐT;\n- Lưu: VT.", "HIỆU TRƯỞNG"))


def styled(page: Document) -> Places:
    """Writes a report whose headings have Word's heading styles and exactly the prescribed titles."""
    write(
        page,
        "# Phần thứ nhất",
        f"# {PART_1}",
        f"## I. {TITLES['1.I']}",
        f"### 1. {TITLES['1.I.1']}",
        passage("A"),
        f"### 2. {TITLES['1.I.2']}",
        passage("B"),
        f"## II. {TITLES['1.II']}",
        passage("C"),
        f"### 1. {LONG_1}",
        f"#### a) {TITLES['1.II.1.a']}",
        passage("D"),
        "# Phần thứ hai",
        "## I. PHƯƠNG HƯỚNG, NHIỆM VỤ",
        f"### 2. {TITLES['2.I.2']}",
        passage("E"),
    )
    return {"A": "1.I.1", "B": "1.I.2", "C": "1.II", "D": "1.II.1.a", "E": "2.I.2"}


def bold_by_hand(page: Document) -> Places:
    """Writes a Word report whose headings are only bold paragraphs with typed numbers.

    It begins and ends as an official paper does.
    """
    _head(page)
    write(
        page,
        "**PHẦN THỨ NHẤT",
        f"**{PART_1}",
        f"**I. {TITLES['1.I']}",
        "**1. Công tác quán triệt Chỉ thị, Nghị quyết của Đảng, pháp luật của Nhà nước về thi đua, "
        "khen thưởng",
        passage("A"),
        "**2. Việc triển khai thực hiện phong trào thi đua",
        passage("B"),
        "1. Kế hoạch năm 2016 đã ban hành đúng hạn.",
        "2. Kế hoạch năm 2017 bổ sung hai phong trào.",
        "**II. KẾT QUẢ THỰC HIỆN",
        "**5. Đánh giá chung, tồn tại, bài học kinh nghiệm",
        passage("C"),
        "**PHẦN THỨ HAI",
        "**III. ĐỀ XUẤT, KIẾN NGHỊ",
        "**1. Với Sở GD&ĐT",
        passage("D"),
    )
    _tail(page)
    return {
        "A": "1.I.1",
        "B": "1.I.2",
        "Kế hoạch năm 2017": "1.I.2",
        "C": "1.II.5",
        "D": "2.III.1",
        "Lưu: VT": "",
        "12/BC": "",
    }


def capitals(page: Document) -> Places:
    """Writes a Word report whose headings are in capitals, with neither heading style nor bold type.

    One heading has no accents, and some headings take two lines.
    """
    write(
        page,
        "BÁO CÁO TỔNG KẾT",
        "PHẦN I\nKẾT QUẢ PHONG TRÀO THI ĐUA YÊU NƯỚC VÀ CÔNG TÁC KHEN THƯỞNG",
        "I/ CÔNG TÁC LÃNH ĐẠO CHỈ ĐẠO",
        "1/ QUAN TRIET CHI THI, NGHI QUYET CUA DANG, CHINH SACH, PHAP LUAT CUA NHA NUOC VE THI DUA, "
        "KHEN THUONG",
        passage("A"),
        "II/ KẾT QUẢ THỰC HIỆN CÁC PHONG TRÀO THI ĐUA",
        "2/ XÂY DỰNG, NHÂN RỘNG MÔ HÌNH, ĐIỂN HÌNH TIÊN TIẾN",
        passage("B"),
        "PHẦN II\nPHƯƠNG HƯỚNG, NHIỆM VỤ, GIẢI PHÁP",
        "II/ GIẢI PHÁP THỰC HIỆN",
        "2/ LÃNH ĐẠO, CHỈ ĐẠO ĐỔI MỚI CÔNG TÁC THI ĐUA, KHEN THƯỞNG VÀ CÁC GIẢI PHÁP CHỦ YẾU",
        passage("C"),
    )
    return {"A": "1.I.1", "B": "1.II.2", "C": "2.II.2", "BÁO CÁO TỔNG KẾT": ""}


def numbered_by_word(page: Document) -> Places:
    """Writes a report whose headings are numbered automatically by Word, so their texts hold no numbers."""
    for code, paragraphs in (
        ("1.I", [passage("1.I")]),
        ("1.I.1", [passage("1.I.1")]),
        ("1.I.2", [passage("1.I.2")]),
        ("1.II.1.b", [f"Việc thứ {number} trong phong trào." for number in range(3)]),
        ("1.II.5", [passage("Z")]),
    ):
        page.add_paragraph(style="List Number").add_run(TITLES[code]).bold = True
        for text in paragraphs:
            page.add_paragraph(text, style="List Bullet" if text.startswith("Việc") else None)
    return {"1.I:": "1.I", "1.I.1:": "1.I.1", "1.I.2:": "1.I.2", "Việc thứ 2": "1.II.1.b", "Z": "1.II.5"}


def plain_and_decomposed(page: Document) -> Places:
    """Writes a report whose headings are ordinary lines with typed numbers.

    Its letters are in Unicode's decomposed form, with misplaced accents and typing errors.
    """
    lines = (
        "Phần thứ nhất: Kết quả phong trào thi đua yêu nước",
        "I. Công tác lảnh đạo, chỉ đạo",
        "1. Quán triệt chỉ thị, nghị quyết của Đảng, chính sách, pháp luật của Nhà nước về công tác thi đua, "
        "khen thuởng",
        passage("A"),
        "2. Triển khai thực hiện phong trào thi đua.",
        passage("B"),
        "II. Kết quả thực hiện các phong trào thi đua yêu nước",
        "a. Các phong trào thi đua thường xuyên",
        passage("C"),
        "b. Các phong trào thi đua chuyên đề",
        passage("D"),
        "Phần thứ hai: Phương hướng",
        "I. Phương hướng, nhiệm vụ",
        "1. Tổ chức, triển khai phong trào thi đua",
        passage("E"),
    )
    write(page, *(unicodedata.normalize("NFD", line) for line in lines))
    return {"A": "1.I.1", "B": "1.I.2", "C": "1.II.1.a", "D": "1.II.1.b", "E": "2.I.1"}


def running_on(page: Document) -> Places:
    """Writes a report whose headings are bold, each in one paragraph with the text of its section."""
    write(page, f"**I. {TITLES['1.I']}", f"**1. {TITLES['1.I.1']}: ", f"**2. {TITLES['1.I.2']}: ")
    for paragraph, code in zip(page.paragraphs[-2:], ("1.I.1", "1.I.2"), strict=True):
        paragraph.add_run(passage(code))
    write(page, f"**II. {TITLES['1.II']}", "**Đặc biệt, ")
    page.paragraphs[-1].add_run("năm 2019 có một việc mới.")
    return {"1.I.1:": "1.I.1", "1.I.2:": "1.I.2", "năm 2019": "1.II"}


def chained(page: Document) -> Places:
    """Writes a report whose headings begin with chains of numbers, such as I.1 and II.1.a."""
    write(
        page,
        "**I. LÃNH ĐẠO, CHỈ ĐẠO",
        "**I.1. Quán triệt các văn bản của Đảng, Nhà nước về thi đua, khen thưởng",
        passage("A"),
        "**I.2. Triển khai phong trào thi đua",
        passage("B"),
        "**II. KẾT QUẢ CÁC PHONG TRÀO THI ĐUA YÊU NƯỚC",
        "**II.1.a. Phong trào thi đua thường xuyên",
        passage("C"),
        "**II.1.b. Phong trào thi đua chuyên đề",
        passage("D"),
    )
    return {"A": "1.I.1", "B": "1.I.2", "C": "1.II.1.a", "D": "1.II.1.b"}


def tables_and_pictures(page: Document) -> Places:
    """Writes a report with two tables and a picture between them.

    The second table has merged cells and another table inside a cell.
    """
    _head(page)
    write(page, f"# II. {TITLES['1.II']}", f"## a) {TITLES['1.II.1.a']}")
    write_table(
        page,
        ("Chỉ tiêu", "2015", "2019"),
        ("Sáng kiến | giải pháp", "4", "11"),
        ("Giờ dạy tốt", "97,4%", "99%"),
    )
    write(page, passage("A"))
    picture = io.BytesIO()
    Image.new("RGB", (60, 40), "green").save(picture, "PNG")
    page.add_picture(picture)
    write(page, f"## b) {TITLES['1.II.1.b']}")
    table = write_table(page, ("Nội dung", "Năm", ""), ("", "2016", "2018"), ("Cây trồng mới", "150", "420"))
    table.cell(0, 0).merge(table.cell(1, 0)).text = "Nội dung"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "Năm"
    inner = table.cell(2, 0).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "lim", "dẻ"
    _tail(page)
    return {
        "| Chỉ tiêu | 2015 | 2019 |\n| --- | ---: | ---: |\n| Sáng kiến \\| giải pháp | 4 | 11 |": "1.II.1.a",
        "A": "1.II.1.a",
        "| Nội dung | Năm |  |\n| --- | ---: | ---: |\n|  | 2016 | 2018 |\n"
        "| Cây trồng mới lim dẻ | 150 | 420 |": "1.II.1.b",
    }


_BOX = (
    '<w:r {ns}><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" style="width:100pt;height:40pt">'
    "<v:textbox><w:txbxContent><w:p><w:r><w:t>Chữ trong khung.</w:t></w:r></w:p></w:txbxContent></v:textbox>"
    "</v:shape></w:pict></w:r>"
)
_REVISED = (
    '<w:p {ns}><w:r><w:t xml:space="preserve">Năm 2018 </w:t></w:r>'
    '<w:del w:id="1" w:author="a"><w:r><w:delText>mười</w:delText></w:r></w:del>'
    '<w:ins w:id="2" w:author="a"><w:r><w:t>mười một</w:t></w:r></w:ins>'
    '<w:r><w:t xml:space="preserve"> lớp tham gia.</w:t></w:r></w:p>'
)
_NOTED = '<w:r {ns}><w:footnoteReference w:id="2"/></w:r>'
_DRAWN = (
    '<w:r {ns}><w:drawing><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    "<a:graphicData><a:p><a:r><a:t>Chữ trong sơ đồ</a:t></a:r></a:p></a:graphicData></a:graphic>"
    "</w:drawing></w:r>"
)


def _xml(text: str) -> Any:
    return parse_xml(text.replace("{ns}", nsdecls("w")))


def hidden_corners(page: Document) -> Places:
    """Writes a report with contents that an import of Word files easily loses or misreads.

    These are a text box, a drawing with words, tracked changes, a footnote, soft line breaks, and characters
    that Markdown would read as markup.
    """
    write(page, f"# I. {TITLES['1.I']}", f"## 2. {TITLES['1.I.2']}", passage("A"))
    page.paragraphs[-1]._p.append(_xml(_BOX))
    page.element.body.insert(-1, _xml(_REVISED))
    for text, element in (
        ("Số 5* và [mục] <chưa> `rõ` của c_d_e.", None),
        ("# Không phải đầu mục", None),
        ("2019. Năm ấy có nắng.", None),
        ("Câu có chú thích", _NOTED),
        ("Dòng trên\nDòng dưới", None),
        ("Sơ đồ:", _DRAWN),
    ):
        paragraph = page.add_paragraph(text)
        if element:
            paragraph._p.append(_xml(element))
    return {
        "A": "1.I.2",
        "Chữ trong khung.": "1.I.2",
        "Năm 2018 mười một lớp tham gia.": "1.I.2",
        "Chữ trong sơ đồ": "",
        "Số 5\\* và \\[mục\\] &lt;chưa> \\`rõ\\` của c\\_d\\_e.": "1.I.2",
        "\\# Không phải đầu mục": "1.I.2",
        "2019\\. Năm ấy": "1.I.2",
        "Câu có chú thích (lời chú thích).": "1.I.2",
        "Dòng trên\n\nDòng dưới": "1.I.2",
    }


def own_headings(page: Document) -> Places:
    """Writes a report in which a unit has added headings of its own within a section.

    Its lists have two levels, typed with “-” and “+”. The titles of the parts of the prescribed outline are
    missing.
    """
    write(
        page,
        "Kính gửi: Sở Giáo dục và Đào tạo tỉnh Hoa Ban",
        f"# I. {TITLES['1.I']}",
        f"## 1. {TITLES['1.I.1']}",
        "- Việc thứ nhất;",
        "+ Nhánh của việc thứ nhất;",
        "- Việc thứ hai.",
        "### Đội văn nghệ tuyên truyền",
        passage("A"),
        "**Một câu in đậm để nhấn mạnh.",
        "# I. PHƯƠNG HƯỚNG, NHIỆM VỤ",
        f"## 2. {TITLES['2.I.2']}",
        passage("B"),
        "Nơi nhận:",
        "- Như trên;",
    )
    return {
        "Kính gửi": "",
        "- Việc thứ nhất;\n    - Nhánh của việc thứ nhất;\n- Việc thứ hai.": "1.I.1",
        "### Đội văn nghệ tuyên truyền": "1.I.1",
        "A": "1.I.1",
        "**Một câu in đậm để nhấn mạnh.**": "1.I.1",
        "B": "2.I.2",
        "Như trên": "",
    }


REPORTS: tuple[Callable[[Document], Places], ...] = (
    styled,
    bold_by_hand,
    capitals,
    numbered_by_word,
    plain_and_decomposed,
    running_on,
    chained,
    tables_and_pictures,
    hidden_corners,
    own_headings,
)


def write_report(report: Callable[[Document], Places], path: Path) -> Places:
    """Saves a report as a Word file; returns the section of each marked paragraph, by its mark."""
    page = docx.Document()
    places = report(page)
    page.save(str(path))
    if report is hidden_corners:
        _add_footnote(path)
    return places


def rewrite_zip(path: Path, change: Callable[[dict[str, bytes]], object]) -> None:
    """Rewrites a zip file after `change` has altered its members, given as a dict from name to content."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)


def _add_footnote(path: Path) -> None:
    """Adds a footnote to a saved Word file by editing its XML, because python-docx cannot write any."""
    package = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    media_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    reference = '<w:footnoteReference w:id="2"/></w:r>'
    insertions = (
        (
            "word/_rels/document.xml.rels",
            "</Relationships>",
            f'<Relationship Id="rIdN" Type="{package}" Target="footnotes.xml"/></Relationships>',
        ),
        (
            "[Content_Types].xml",
            "</Types>",
            f'<Override PartName="/word/footnotes.xml" ContentType="{media_type}"/></Types>',
        ),
        ("word/document.xml", reference, f"{reference}<w:r><w:t>.</w:t></w:r>"),
    )

    def add(members: dict[str, bytes]) -> None:
        for name, old, new in insertions:
            assert old.encode() in members[name]
            members[name] = members[name].replace(old.encode(), new.encode())
        members["word/footnotes.xml"] = (
            f'<?xml version="1.0" encoding="UTF-8"?><w:footnotes {nsdecls("w")}><w:footnote w:id="2"><w:p>'
            "<w:r><w:t>lời chú thích</w:t></w:r></w:p></w:footnote></w:footnotes>"
        ).encode()

    rewrite_zip(path, add)
