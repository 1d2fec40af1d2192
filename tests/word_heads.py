"""Writes Word reports of one section, which differ in letterhead, title, signature block and addressees."""

import io

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from PIL import Image

from tests.word_reports import TITLES, write, write_table

SUBJECT = "Tổng kết công tác thi đua, khen thưởng giai đoạn 2015 - 2020"
SUBJECT_2 = "và phương hướng, nhiệm vụ công tác thi đua, khen thưởng giai đoạn 2020 - 2025"


def _bold(page: Document, *lines: str) -> None:
    for line in lines:
        paragraph = page.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run(line).bold = True


def _section(page: Document) -> None:
    _bold(
        page,
        "PHẦN THỨ NHẤT",
        "KẾT QUẢ PHONG TRÀO THI ĐUA YÊU NƯỚC VÀ CÔNG TÁC KHEN THƯỞNG",
        "I. " + TITLES["1.I"],
        "1. " + TITLES["1.I.1"],
    )
    write(page, "Nhà trường đã phổ biến đủ các văn bản.")


def by_tables(page: Document) -> None:
    """Writes a report's letterhead and signature block as tables, in the form prescribed by NĐ 30/2020.

    A deputy signs the report on behalf of the head.
    """
    write_table(
        page,
        (
            ("SỞ GD&ĐT TỈNH HOA BAN", "TRƯỜNG TH&THCS SUỐI MÂY", "-------"),
            ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "---------------"),
        ),
        ("Số: 05 /BC - THTHCSSM", "Mường Mây, ngày 6 tháng 02 năm 2020"),
    )
    _bold(page, "BÁO CÁO", SUBJECT, SUBJECT_2, "_________")
    write(
        page,
        "Kính gửi: Sở Giáo dục và Đào tạo tỉnh Hoa Ban.",
        "Thực hiện Hướng dẫn số 12/HD-SGDĐT, nhà trường báo cáo như sau:",
    )
    _section(page)
    write_table(
        page,
        (
            ("Nơi nhận:", "- Sở GD&ĐT (báo cáo);", "- Các tổ chuyên môn;", "- Lưu: VT."),
            ("KT. HIỆU TRƯỞNG", "PHÓ HIỆU TRƯỞNG", "(Đã ký)", "", "Lục Thị Ngần"),
        ),
    )


def by_tabs(page: Document) -> None:
    """Writes a report's letterhead and signature block with one paragraph for each printed line.

    The left and the right column are separated by tabs or by many spaces.
    """
    write(
        page,
        "SỞ GD&ĐT TỈNH HOA BAN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "TRƯỜNG TH&THCS SUỐI MÂY\t\tĐộc lập - Tự do - Hạnh phúc",
        "Số: 05/BC-THTHCSSM          Mường Mây, ngày 06 tháng 02 năm 2020",
        f"BÁO CÁO\n{SUBJECT}",
        "Kính gửi:",
        "- Sở Giáo dục và Đào tạo tỉnh Hoa Ban;",
    )
    _section(page)
    write(
        page,
        "Nơi nhận:\tHIỆU TRƯỞNG",
        "- Như trên;\t(ký tên, đóng dấu)",
        "- Lưu: VT.",
        "\t\tThS. Lục Thị Ngần",
    )


def line_by_line(page: Document) -> None:
    """Writes a Word report without tables or tabs, so that every line starts at the left edge.

    The place and date stand above the signature, and an appendix follows at the end.
    """
    _bold(page, "Trường TH&THCS Suối Mây", "BÁO CÁO TỔNG KẾT PHONG TRÀO THI ĐUA")
    _section(page)
    write(
        page,
        "Mường Mây, ngày 06/02/2020",
        "TM. BAN GIÁM HIỆU",
        "HIỆU TRƯỞNG",
        "Lục Thị Ngần",
        "Nơi nhận: - Như trên; - Lưu: VT.",
        "PHỤ LỤC 01",
        "Danh sách phong trào",
    )


def two_ways(page: Document) -> None:
    """Writes a Word report whose letterhead and signature block are ambiguous.

    It has two addressees and two signers. The places for the document's day and number are blank.
    """
    write_table(
        page,
        (
            ("TRƯỜNG TH&THCS SUỐI MÂY", "Số:        /BC-THTHCSSM"),
            ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Mường Mây, ngày      tháng 02 năm 2020"),
        ),
    )
    _bold(page, "BÁO CÁO")
    write(page, "Kính gửi:", "- Sở Giáo dục và Đào tạo;", "- Ủy ban nhân dân huyện.")
    _section(page)
    write_table(
        page,
        (("Nơi nhận:", "Như trên"), ("CHỦ TỊCH CÔNG ĐOÀN", "Hà Văn Son"), ("HIỆU TRƯỞNG", "Lục Thị Ngần")),
    )


def by_spaces(page: Document) -> None:
    """Writes a report whose letterhead and signature block are set in two columns by spaces.

    Its subject resembles a section's title. The list of recipients is its last text.
    """
    write(
        page,
        "   SỞ GD&ĐT TỈNH HOA BAN            CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "   Số: 5 /BC-THTHCSSM               Mường Mây, ngày  6  tháng  2  năm 2020",
        "Báo cáo",
        "Về công tác khen thưởng",
        "Kính gửi:    Phòng Giáo dục và Đào tạo",
        "             Sở Giáo dục và Đào tạo",
    )
    _section(page)
    write(
        page,
        *(" " * 40 + line for line in ("Hiệu trưởng", "(Đã ký và đóng dấu)", "Lục Thị Ngần")),
        "Nơi nhận:",
    )
    for line in ("Như kính gửi;", "Lưu VT."):
        page.add_paragraph(line, style="List Bullet")


def in_two_halves(page: Document) -> None:
    """Writes the start of a report whose subject takes two lines.

    Each of the two lines resembles the title of one of the report's two parts.
    """
    _bold(
        page,
        "BÁO CÁO TỔNG KẾT",
        "Phong trào thi đua yêu nước và công tác khen thưởng giai đoạn 2015 - 2020;",
        "phương hướng, nhiệm vụ giai đoạn 2020 - 2025",
    )
    write(page, "Căn cứ Hướng dẫn số 12/HD-SGDĐT;")
    _section(page)


def bare(page: Document) -> None:
    """Writes a report without letterhead and title, whose signature block lacks the list of recipients."""
    _section(page)
    write(page, "Trên đây là báo cáo của nhà trường./.", "\tHIỆU TRƯỞNG", "\tLục Thị Ngần")


def photograph(colour: str) -> io.BytesIO:
    stream = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(stream, "JPEG")
    stream.seek(0)
    return stream
