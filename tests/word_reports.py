"""Ten reports as schools write them, made with python-docx: what writes each, and the section that each marked paragraph belongs to."""

import io
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from PIL import Image

PART_1 = "KẾT QUẢ PHONG TRÀO THI ĐUA YÊU NƯỚC VÀ CÔNG TÁC KHEN THƯỞNG GIAI ĐOẠN 2015 – 2020"
TITLES = {
    "1.I": "CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO",
    "1.I.1": "Quán triệt Chỉ thị, Nghị quyết của Đảng, chính sách, pháp luật của Nhà nước về công tác thi đua, khen thưởng",
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
    "Đánh giá kết quả thực hiện nhiệm vụ chính trị nhiệm vụ phát triển kinh tế xã hội giai đoạn (2015 - 2020) gắn với chủ đề các "
    "phong trào thi đua thường xuyên, chuyên đề"
)
Places = dict[str, str]  # a paragraph's mark → the code it belongs to; "" = listed as not placed


def _said(mark: str) -> str:
    return f"Đoạn {mark}: nhà trường ghi lại việc đã làm, có con số, có người làm."


def _bold(page: Document, text: str) -> None:
    page.add_paragraph().add_run(text).bold = True


def _head(page: Document) -> None:
    """As Vietnamese papers begin: a table without borders, the name of the paper, whom it is for."""
    table = page.add_table(2, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = (
        "SỞ GD&ĐT TỈNH HOA BAN\nTRƯỜNG THPT BẢN TRẮNG",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    )
    table.cell(1, 0).text, table.cell(1, 1).text = "Số: 12/BC-THPTBT", "Bản Trắng, ngày 07 tháng 02 năm 2020"
    _bold(page, "BÁO CÁO")
    page.add_paragraph("Thực hiện Hướng dẫn số....., nhà trường báo cáo như sau:")


def _tail(page: Document) -> None:
    table = page.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Nơi nhận:\n- Sở GD&ĐT;\n- Lưu: VT.", "HIỆU TRƯỞNG"


def styled(page: Document) -> Places:
    """Word's own heading styles, titles word for word."""
    page.add_heading("Phần thứ nhất", 1)
    page.add_heading(PART_1, 1)
    page.add_heading("I. " + TITLES["1.I"], 2)
    page.add_heading("1. " + TITLES["1.I.1"], 3)
    page.add_paragraph(_said("A"))
    page.add_heading("2. " + TITLES["1.I.2"], 3)
    page.add_paragraph(_said("B"))
    page.add_heading("II. " + TITLES["1.II"], 2)
    page.add_paragraph(_said("C"))
    page.add_heading("1. " + LONG_1, 3)
    page.add_heading("a) " + TITLES["1.II.1.a"], 4)
    page.add_paragraph(_said("D"))
    page.add_heading("Phần thứ hai", 1)
    page.add_heading("I. PHƯƠNG HƯỚNG, NHIỆM VỤ", 2)
    page.add_heading("2. " + TITLES["2.I.2"], 3)
    page.add_paragraph(_said("E"))
    return {"A": "1.I.1", "B": "1.I.2", "C": "1.II", "D": "1.II.1.a", "E": "2.I.2"}


def bold_by_hand(page: Document) -> Places:
    """Headings that are only bold, numbers typed, the frame of an official paper around."""
    _head(page)
    _bold(page, "PHẦN THỨ NHẤT")
    _bold(page, PART_1)
    _bold(page, "I. " + TITLES["1.I"])
    _bold(
        page,
        "1. Công tác quán triệt Chỉ thị, Nghị quyết của Đảng, pháp luật của Nhà nước về thi đua, khen thưởng",
    )
    page.add_paragraph(_said("A"))
    _bold(page, "2. Việc triển khai thực hiện phong trào thi đua")
    page.add_paragraph(_said("B"))
    page.add_paragraph("1. Kế hoạch năm 2016 đã ban hành đúng hạn.")
    page.add_paragraph("2. Kế hoạch năm 2017 bổ sung hai phong trào.")
    _bold(page, "II. KẾT QUẢ THỰC HIỆN")
    _bold(page, "5. Đánh giá chung, tồn tại, bài học kinh nghiệm")
    page.add_paragraph(_said("C"))
    _bold(page, "PHẦN THỨ HAI")
    _bold(page, "III. ĐỀ XUẤT, KIẾN NGHỊ")
    _bold(page, "1. Với Sở GD&ĐT")
    page.add_paragraph(_said("D"))
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
    """No style, no bold, capitals, an unaccented line, titles parted by line ends."""
    page.add_paragraph("BÁO CÁO TỔNG KẾT")
    page.add_paragraph("PHẦN I\nKẾT QUẢ PHONG TRÀO THI ĐUA YÊU NƯỚC VÀ CÔNG TÁC KHEN THƯỞNG")
    page.add_paragraph("I/ CÔNG TÁC LÃNH ĐẠO CHỈ ĐẠO")
    page.add_paragraph(
        "1/ QUAN TRIET CHI THI, NGHI QUYET CUA DANG, CHINH SACH, PHAP LUAT CUA NHA NUOC VE THI DUA, KHEN THUONG"
    )
    page.add_paragraph(_said("A"))
    page.add_paragraph("II/ KẾT QUẢ THỰC HIỆN CÁC PHONG TRÀO THI ĐUA")
    page.add_paragraph("2/ XÂY DỰNG, NHÂN RỘNG MÔ HÌNH, ĐIỂN HÌNH TIÊN TIẾN")
    page.add_paragraph(_said("B"))
    page.add_paragraph("PHẦN II\nPHƯƠNG HƯỚNG, NHIỆM VỤ, GIẢI PHÁP")
    page.add_paragraph("II/ GIẢI PHÁP THỰC HIỆN")
    page.add_paragraph("2/ LÃNH ĐẠO, CHỈ ĐẠO ĐỔI MỚI CÔNG TÁC THI ĐUA, KHEN THƯỞNG VÀ CÁC GIẢI PHÁP CHỦ YẾU")
    page.add_paragraph(_said("C"))
    return {"A": "1.I.1", "B": "1.II.2", "C": "2.II.2", "BÁO CÁO TỔNG KẾT": ""}


def numbered_by_word(page: Document) -> Places:
    """Numbers that Word makes, so that the text has none."""
    for code in ("1.I", "1.I.1", "1.I.2"):
        page.add_paragraph(style="List Number").add_run(TITLES[code]).bold = True
        page.add_paragraph(_said(code))
    page.add_paragraph(style="List Number").add_run(TITLES["1.II.1.b"]).bold = True
    for number in range(3):
        page.add_paragraph(f"Việc thứ {number} trong phong trào.", style="List Bullet")
    page.add_paragraph(style="List Number").add_run(TITLES["1.II.5"]).bold = True
    page.add_paragraph(_said("Z"))
    return {"1.I:": "1.I", "1.I.1:": "1.I.1", "1.I.2:": "1.I.2", "Việc thứ 2": "1.II.1.b", "Z": "1.II.5"}


def plain_and_decomposed(page: Document) -> Places:
    """Plain lines with numbers, accents put otherwise and typed apart, slips of the pen."""
    lines = (
        "Phần thứ nhất: Kết quả phong trào thi đua yêu nước",
        "I. Công tác lảnh đạo, chỉ đạo",
        "1. Quán triệt chỉ thị, nghị quyết của Đảng, chính sách, pháp luật của Nhà nước về công tác thi đua, khen thuởng",
        _said("A"),
        "2. Triển khai thực hiện phong trào thi đua.",
        _said("B"),
        "II. Kết quả thực hiện các phong trào thi đua yêu nước",
        "a. Các phong trào thi đua thường xuyên",
        _said("C"),
        "b. Các phong trào thi đua chuyên đề",
        _said("D"),
        "Phần thứ hai: Phương hướng",
        "I. Phương hướng, nhiệm vụ",
        "1. Tổ chức, triển khai phong trào thi đua",
        _said("E"),
    )
    for line in lines:
        page.add_paragraph(unicodedata.normalize("NFD", line))
    return {"A": "1.I.1", "B": "1.I.2", "C": "1.II.1.a", "D": "1.II.1.b", "E": "2.I.1"}


def running_on(page: Document) -> Places:
    """The heading in bold, its text behind it in the same paragraph."""
    _bold(page, "I. " + TITLES["1.I"])
    for number, code in ((1, "1.I.1"), (2, "1.I.2")):
        paragraph = page.add_paragraph()
        paragraph.add_run(f"{number}. {TITLES[code]}: ").bold = True
        paragraph.add_run(_said(code))
    _bold(page, "II. " + TITLES["1.II"])
    paragraph = page.add_paragraph()
    paragraph.add_run("Đặc biệt, ").bold = True
    paragraph.add_run("năm 2019 có một việc mới.")
    return {"1.I.1:": "1.I.1", "1.I.2:": "1.I.2", "năm 2019": "1.II"}


def chained(page: Document) -> Places:
    """Numbers in chains: I.1, II.1.a."""
    _bold(page, "I. LÃNH ĐẠO, CHỈ ĐẠO")
    for line, mark in (
        ("I.1. Quán triệt các văn bản của Đảng, Nhà nước về thi đua, khen thưởng", "A"),
        ("I.2. Triển khai phong trào thi đua", "B"),
    ):
        _bold(page, line)
        page.add_paragraph(_said(mark))
    _bold(page, "II. KẾT QUẢ CÁC PHONG TRÀO THI ĐUA YÊU NƯỚC")
    _bold(page, "II.1.a. Phong trào thi đua thường xuyên")
    page.add_paragraph(_said("C"))
    _bold(page, "II.1.b. Phong trào thi đua chuyên đề")
    page.add_paragraph(_said("D"))
    return {"A": "1.I.1", "B": "1.I.2", "C": "1.II.1.a", "D": "1.II.1.b"}


def tables_and_pictures(page: Document) -> Places:
    _head(page)
    page.add_heading("II. " + TITLES["1.II"], 1)
    page.add_heading("a) " + TITLES["1.II.1.a"], 2)
    table = page.add_table(3, 3)
    for row, texts in enumerate(
        (("Chỉ tiêu", "2015", "2019"), ("Sáng kiến | giải pháp", "4", "11"), ("Giờ dạy tốt", "97,4%", "99%"))
    ):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    page.add_paragraph(_said("A"))
    picture = io.BytesIO()
    Image.new("RGB", (60, 40), "green").save(picture, "PNG")
    page.add_picture(io.BytesIO(picture.getvalue()))
    page.add_heading("b) " + TITLES["1.II.1.b"], 2)
    table = page.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "Nội dung"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "Năm"
    table.cell(1, 1).text, table.cell(1, 2).text = "2016", "2018"
    table.cell(2, 0).text, table.cell(2, 1).text, table.cell(2, 2).text = "Cây trồng mới", "150", "420"
    inner = table.cell(2, 0).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "lim", "dẻ"
    _tail(page)
    return {
        "| Chỉ tiêu | 2015 | 2019 |\n| --- | ---: | ---: |\n| Sáng kiến \\| giải pháp | 4 | 11 |": "1.II.1.a",
        "A": "1.II.1.a",
        "| Nội dung | Năm |  |\n| --- | ---: | ---: |\n|  | 2016 | 2018 |\n| Cây trồng mới lim dẻ | 150 | 420 |": "1.II.1.b",
    }


_BOX = (
    '<w:r {ns}><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" style="width:100pt;height:40pt"><v:textbox>'
    "<w:txbxContent><w:p><w:r><w:t>Chữ trong khung.</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)
_REVISED = (
    '<w:p {ns}><w:r><w:t xml:space="preserve">Năm 2018 </w:t></w:r><w:del w:id="1" w:author="a"><w:r><w:delText>mười</w:delText></w:r>'
    '</w:del><w:ins w:id="2" w:author="a"><w:r><w:t>mười một</w:t></w:r></w:ins>'
    '<w:r><w:t xml:space="preserve"> lớp tham gia.</w:t></w:r></w:p>'
)
_NOTED = '<w:r {ns}><w:footnoteReference w:id="2"/></w:r>'
_DRAWN = (
    '<w:r {ns}><w:drawing><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData><a:p><a:r>'
    "<a:t>Chữ trong sơ đồ</a:t></a:r></a:p></a:graphicData></a:graphic></w:drawing></w:r>"
)


def _xml(text: str) -> Any:
    return parse_xml(text.replace("{ns}", nsdecls("w")))


def hidden_corners(page: Document) -> Places:
    """A text box, a drawing with words, revisions, a footnote, soft line ends, marks that mean something in Markdown."""
    page.add_heading("I. " + TITLES["1.I"], 1)
    page.add_heading("2. " + TITLES["1.I.2"], 2)
    paragraph = page.add_paragraph(_said("A"))
    paragraph._p.append(_xml(_BOX))
    page.element.body.insert(-1, _xml(_REVISED))
    page.add_paragraph("Số 5* và [mục] <chưa> `rõ` của c_d_e.")
    page.add_paragraph("# Không phải đầu mục")
    page.add_paragraph("2019. Năm ấy có nắng.")
    paragraph = page.add_paragraph("Câu có chú thích")
    paragraph._p.append(_xml(_NOTED))
    page.add_paragraph("Dòng trên\nDòng dưới")
    page.add_paragraph("Sơ đồ:")._p.append(_xml(_DRAWN))
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
    """Headings of the unit's own inside a section, lists by hand in two steps, no parts, a stray line above all, the frame below."""
    page.add_paragraph("Kính gửi: Sở Giáo dục và Đào tạo tỉnh Hoa Ban")
    page.add_heading("I. " + TITLES["1.I"], 1)
    page.add_heading("1. " + TITLES["1.I.1"], 2)
    page.add_paragraph("- Việc thứ nhất;")
    page.add_paragraph("+ Nhánh của việc thứ nhất;")
    page.add_paragraph("- Việc thứ hai.")
    page.add_heading("Đội văn nghệ tuyên truyền", 3)
    page.add_paragraph(_said("A"))
    _bold(page, "Một câu in đậm để nhấn mạnh.")
    page.add_heading("I. PHƯƠNG HƯỚNG, NHIỆM VỤ", 1)
    page.add_heading("2. " + TITLES["2.I.2"], 2)
    page.add_paragraph(_said("B"))
    page.add_paragraph("Nơi nhận:")
    page.add_paragraph("- Như trên;")
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
    page = docx.Document()
    places = report(page)
    page.save(str(path))
    if report is hidden_corners:
        _add_footnote(path)
    return places


def _add_footnote(path: Path) -> None:
    """python-docx writes none."""
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    parts["word/footnotes.xml"] = (
        f'<?xml version="1.0" encoding="UTF-8"?><w:footnotes {nsdecls("w")}><w:footnote w:id="2"><w:p><w:r>'
        "<w:t>lời chú thích</w:t></w:r></w:p></w:footnote></w:footnotes>"
    ).encode()
    rels = parts["word/_rels/document.xml.rels"].decode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    parts["word/_rels/document.xml.rels"] = rels.replace(
        "</Relationships>", f'<Relationship Id="rIdN" Type="{kind}" Target="footnotes.xml"/></Relationships>'
    ).encode()
    types = parts["[Content_Types].xml"].decode()
    wanted = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    override = f'<Override PartName="/word/footnotes.xml" ContentType="{wanted}"/>'
    parts["[Content_Types].xml"] = types.replace("</Types>", f"{override}</Types>").encode()
    body = parts["word/document.xml"].decode()
    parts["word/document.xml"] = (
        body.replace("</w:footnoteReference>", "")
        .replace(
            '<w:footnoteReference w:id="2"/></w:r>',
            '<w:footnoteReference w:id="2"/></w:r><w:r><w:t>.</w:t></w:r>',
        )
        .encode()
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
