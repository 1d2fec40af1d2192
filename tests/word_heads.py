"""Heads and feet of official papers as schools lay them out in Word, around one section of the outline."""

import io
from typing import Any

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from PIL import Image

from tests.word_reports import TITLES

SUBJECT = "Tổng kết công tác thi đua, khen thưởng giai đoạn 2015 - 2020"
SUBJECT_2 = "và phương hướng, nhiệm vụ công tác thi đua, khen thưởng giai đoạn 2020 - 2025"


def _lines(cell: Any, *lines: str) -> None:
    cell.text = lines[0]
    for line in lines[1:]:
        cell.add_paragraph(line)


def _bold(page: Document, text: str) -> None:
    paragraph = page.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run(text).bold = True


def _section(page: Document) -> None:
    for line in (
        "PHẦN THỨ NHẤT",
        "KẾT QUẢ PHONG TRÀO THI ĐUA YÊU NƯỚC VÀ CÔNG TÁC KHEN THƯỞNG",
        "I. " + TITLES["1.I"],
        "1. " + TITLES["1.I.1"],
    ):
        _bold(page, line)
    page.add_paragraph("Nhà trường đã phổ biến đủ các văn bản.")


def by_tables(page: Document) -> None:
    """As Nghị định 30/2020, Phụ lục I draws it: two columns, the subject in two lines over a rule, a deputy who signs for the head."""
    head = page.add_table(2, 2)
    _lines(head.cell(0, 0), "SỞ GD&ĐT TỈNH HOA BAN", "TRƯỜNG TH&THCS SUỐI MÂY", "-------")
    _lines(
        head.cell(0, 1),
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "---------------",
    )
    head.cell(1, 0).text, head.cell(1, 1).text = (
        "Số: 05 /BC - THTHCSSM",
        "Mường Mây, ngày 6 tháng 02 năm 2020",
    )
    for line in ("BÁO CÁO", SUBJECT, SUBJECT_2, "_________"):
        _bold(page, line)
    page.add_paragraph("Kính gửi: Sở Giáo dục và Đào tạo tỉnh Hoa Ban.")
    page.add_paragraph("Thực hiện Hướng dẫn số 12/HD-SGDĐT, nhà trường báo cáo như sau:")
    _section(page)
    foot = page.add_table(1, 2)
    _lines(foot.cell(0, 0), "Nơi nhận:", "- Sở GD&ĐT (báo cáo);", "- Các tổ chuyên môn;", "- Lưu: VT.")
    _lines(foot.cell(0, 1), "KT. HIỆU TRƯỞNG", "PHÓ HIỆU TRƯỞNG", "(Đã ký)", "", "Lục Thị Ngần")


def by_tabs(page: Document) -> None:
    """One line of the paper a paragraph, the two columns held apart by tabs or by many spaces; the rows of the foot likewise."""
    page.add_paragraph("SỞ GD&ĐT TỈNH HOA BAN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    page.add_paragraph("TRƯỜNG TH&THCS SUỐI MÂY\t\tĐộc lập - Tự do - Hạnh phúc")
    page.add_paragraph("Số: 05/BC-THTHCSSM          Mường Mây, ngày 06 tháng 02 năm 2020")
    page.add_paragraph(f"BÁO CÁO\n{SUBJECT}")
    page.add_paragraph("Kính gửi:")
    page.add_paragraph("- Sở Giáo dục và Đào tạo tỉnh Hoa Ban;")
    _section(page)
    for line in (
        "Nơi nhận:\tHIỆU TRƯỞNG",
        "- Như trên;\t(ký tên, đóng dấu)",
        "- Lưu: VT.",
        "\t\tThS. Lục Thị Ngần",
    ):
        page.add_paragraph(line)


def line_by_line(page: Document) -> None:
    """Everything down the left side; the day above the signature; a line of an archive alone; an appendix behind."""
    for line in ("Trường TH&THCS Suối Mây", "BÁO CÁO TỔNG KẾT PHONG TRÀO THI ĐUA"):
        _bold(page, line)
    _section(page)
    for line in (
        "Mường Mây, ngày 06/02/2020",
        "TM. BAN GIÁM HIỆU",
        "HIỆU TRƯỞNG",
        "Lục Thị Ngần",
        "Nơi nhận: - Như trên; - Lưu: VT.",
        "PHỤ LỤC 01",
        "Danh sách phong trào",
    ):
        page.add_paragraph(line)


def two_ways(page: Document) -> None:
    """Nothing here has one reading: two to whom it goes, two who sign, a day and a number left blank."""
    head = page.add_table(1, 2)
    _lines(head.cell(0, 0), "TRƯỜNG TH&THCS SUỐI MÂY", "Số:        /BC-THTHCSSM")
    _lines(head.cell(0, 1), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Mường Mây, ngày      tháng 02 năm 2020")
    _bold(page, "BÁO CÁO")
    for line in ("Kính gửi:", "- Sở Giáo dục và Đào tạo;", "- Ủy ban nhân dân huyện."):
        page.add_paragraph(line)
    _section(page)
    foot = page.add_table(1, 3)
    _lines(foot.cell(0, 0), "Nơi nhận:", "Như trên")
    _lines(foot.cell(0, 1), "CHỦ TỊCH CÔNG ĐOÀN", "Hà Văn Son")
    _lines(foot.cell(0, 2), "HIỆU TRƯỞNG", "Lục Thị Ngần")


def by_spaces(page: Document) -> None:
    """Columns held apart by spaces; a subject near to a section's title in plain letters; two to whom it goes; the signature first."""
    for line in (
        "   SỞ GD&ĐT TỈNH HOA BAN            CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "   Số: 5 /BC-THTHCSSM               Mường Mây, ngày  6  tháng  2  năm 2020",
        "Báo cáo",
        "Về công tác khen thưởng",
        "Kính gửi:    Phòng Giáo dục và Đào tạo",
        "             Sở Giáo dục và Đào tạo",
    ):
        page.add_paragraph(line)
    _section(page)
    for line in ("Hiệu trưởng", "(Đã ký và đóng dấu)", "Lục Thị Ngần"):
        page.add_paragraph(" " * 40 + line)
    page.add_paragraph("Nơi nhận:")
    for line in ("Như kính gửi;", "Lưu VT."):
        page.add_paragraph(line, style="List Bullet")


def in_two_halves(page: Document) -> None:
    """A subject whose halves are near to the titles of the two parts, the opening sentence in two."""
    for line in (
        "BÁO CÁO TỔNG KẾT",
        "Phong trào thi đua yêu nước và công tác khen thưởng giai đoạn 2015 - 2020;",
        "phương hướng, nhiệm vụ giai đoạn 2020 - 2025",
    ):
        _bold(page, line)
    page.add_paragraph("Căn cứ Hướng dẫn số 12/HD-SGDĐT;")
    _section(page)


def bare(page: Document) -> None:
    """No head at all; the signature at the end without “Nơi nhận”."""
    _section(page)
    page.add_paragraph("Trên đây là báo cáo của nhà trường./.")
    page.add_paragraph("\tHIỆU TRƯỞNG")
    page.add_paragraph("\tLục Thị Ngần")


def photograph(colour: str) -> io.BytesIO:
    stream = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(stream, "JPEG")
    stream.seek(0)
    return stream
