"""Measures official documents in PDF, Word and Excel against the rules for their form.

The rules are Thông tư 01/2011 and, for documents from 05/03/2020 on, Nghị định 30/2020.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import docx
import openpyxl
import pikepdf
import pytest
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from kyyeu.model.privacy import PRINT
from kyyeu.publishing.gate import publish
from kyyeu.views.catalogue import Catalogue, catalogue
from kyyeu.views.print.official import (
    OfficialDocument,
    OfficialTable,
    Rules,
    TextParagraph,
    phrases,
    rules_on,
)
from kyyeu.views.print.official_conference import official_plan, official_result
from kyyeu.views.print.official_report import official_appendices, official_report

from tests.building import DAY, TODAY, copy_sample, kyyeu, read_project
from tests.pdf_lines import Page, Run, pages, texts
from tests.printing import MM

LEFT, RIGHT = 30 * MM, (210 - 15) * MM
UNIT, SECTOR = "thpt-ban-trang/", ""
DOCUMENTS = [
    f"{place}{work}-2015-2020" for place in (UNIT, SECTOR) for work in ("bao-cao", "ke-hoach", "ket-qua")
]
REGULAR, BOLD, ITALIC, BOTH = (f"KyYeu-Termes{style}" for style in ("", "-Bold", "-Italic", "-Bold-Italic"))
# For a line that begins with this text: the smallest and largest type size in points, and the font face that
# it must have (Nghị định 30/2020, Phụ lục I, mục II).
PARTS = {
    "CỘNG HÒA XÃ HỘI": (12, 13, BOLD),
    "Độc lập": (13, 14, BOLD),
    "SỞ GIÁO DỤC VÀ ĐÀO TẠO": (12, 13, REGULAR),
    "TRƯỜNG THPT": (12, 13, BOLD),
    "Số: ": (13, 13, REGULAR),
    "Bản Trắng, ngày": (13, 14, ITALIC),
    "BÁO CÁO": (13, 14, BOLD),
    "Tổng kết công tác": (13, 14, BOLD),
    "Kính gửi: ": (13, 14, REGULAR),
    "Phần thứ nhất": (13, 14, BOLD),
    "KẾT QUẢ PHONG TRÀO": (13, 14, BOLD),
    "I. CÔNG TÁC": (13, 14, BOLD),
    "1. Quán triệt": (13, 14, BOLD),
    "a) Các phong trào": (13, 14, REGULAR),
    "Nhà trường phổ biến": (13, 14, REGULAR),
}
SIGNER = "Lò Thị Ban Mai"  # The report in these tests is signed by a person with this invented name.
END = {
    "Nơi nhận:": (12, 12, BOTH),
    "- Lưu: VT.": (11, 11, REGULAR),
    "TM. NHÀ TRƯỜNG": (13, 14, BOLD),
    "HIỆU TRƯỞNG": (13, 14, BOLD),
    SIGNER: (13, 14, BOLD),
}
# For a paragraph of the Word file with this text: the name of the style that it must have, its size in
# points, bold, italic.
STYLES = {
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM": ("Quốc hiệu", 12, True, False),
    "Độc lập - Tự do - Hạnh phúc": ("Tiêu ngữ", 13, True, False),
    "TRƯỜNG THPT BẢN TRẮNG": ("Cơ quan ban hành", 12, True, False),
    "Số: 6/BC-HOABAN": ("Số, ký hiệu", 13, False, False),
    "BÁO CÁO": ("Title", 14, True, False),
    "HIỆU TRƯỞNG": ("Chức vụ người ký", 14, True, False),
    SIGNER: ("Họ và tên người ký", 14, True, False),
    "Nơi nhận:": ("Nơi nhận", 12, True, True),
}


@pytest.fixture(scope="module")
def printed(printed_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Prints reports, appendices, plans and results of the sample's conferences; returns their folder.

    The school's report is signed by SIGNER.
    """
    root = copy_sample(tmp_path_factory.mktemp("official") / "sample", cache=printed_sample)
    report = root / "content/units/thpt-ban-trang/reports/2015-2020.md"
    signer = f"  capacity: TM. NHÀ TRƯỜNG\n  position: HIỆU TRƯỞNG\n  name: {SIGNER}"
    report.write_text(report.read_text("utf-8").replace("  position: HIỆU TRƯỞNG", signer), "utf-8")
    kyyeu(root, "print", "bao-cao", "phu-luc", "ke-hoach", "ket-qua", "--date", DAY)
    return root / "print"


@pytest.fixture(scope="module")
def shown(printed: Path) -> Catalogue:
    return catalogue(publish(read_project(printed.parent), PRINT, TODAY))


def read(printed: Path, name: str) -> list[Page]:
    with pikepdf.open(printed / f"{name}.pdf") as pdf:
        return pages(pdf)


@pytest.fixture(scope="module")
def report(printed: Path) -> list[Page]:
    return read(printed, f"{UNIT}bao-cao-2015-2020")


def body(page: Page) -> list[Run]:
    """Returns the text runs between the top and bottom margins of a page, and so omits the page number."""
    return [run for run in page.runs if 20 * MM < run.base < page.height - 20 * MM]


def letters(words: Iterable[str]) -> str:
    """Joins texts into one and removes all white space from it, so that line breaks make no difference."""
    return re.sub(r"[\s\u2060]", "", "".join(words))


@pytest.mark.parametrize(
    ("day", "rules"), [(date(2020, 3, 4), Rules.CIRCULAR), (date(2020, 3, 5), Rules.DECREE)]
)
def test_rules_change_with_the_decree(day: date, rules: Rules) -> None:
    assert rules_on(day) is rules


def test_every_part_has_its_size_and_weight(report: list[Page]) -> None:
    for page, parts in ((report[0], PARTS), (report[-1], END)):
        for text, (least, most, face) in parts.items():
            run = page.find(text)
            assert least - 0.05 <= run.size <= most + 0.05 and run.face == face, text
    assert {run.color for page in report for run in page.runs} <= {(0.0,), (0.0, 0.0, 0.0)}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_margins_are_inside_the_decree(printed: Path, name: str) -> None:
    """Official documents have upright A4 pages, with margins as Nghị định 30/2020 sets them.

    The margins are 20–25 mm at the top, at least 20 mm at the bottom, 30–35 mm left and 15–20 mm right.
    """
    for page in read(printed, name):
        assert (round(page.width / MM), round(page.height / MM)) == (210, 297)
        runs = body(page)
        left = min(drawn.left for drawn in (*runs, *page.strokes))
        right = max(drawn.right for drawn in (*runs, *page.strokes))
        assert 30 - 0.1 <= left / MM <= 35 and 15 - 0.1 <= 210 - right / MM <= 20
        first, last = min(runs, key=lambda run: run.base), max(run.base for run in runs)
        assert 20 <= (first.base - first.size * 0.68) / MM <= 25 and 297 - last / MM >= 20


@pytest.mark.parametrize(
    ("name", "decree"), [(f"{UNIT}bao-cao-2015-2020", False), ("ke-hoach-2015-2020", True)]
)
def test_page_number_stands_where_its_rules_say(printed: Path, name: str, decree: bool) -> None:
    first, *others = read(printed, name)
    assert others and [run.text for run in first.runs if run not in body(first)] == []
    for number, page in enumerate(others, start=2):
        (run,) = [run for run in page.runs if run not in body(page)]
        assert run.text == str(number) and 13 <= round(run.size, 2) <= 14 and run.face == REGULAR
        if decree:
            assert abs((run.left + run.right) / 2 - (LEFT + RIGHT) / 2) < 0.5 and 0 < run.base < 20 * MM
        else:
            assert abs(run.right - RIGHT) < 0.5 and page.height - 20 * MM < run.base < page.height


def test_parts_stand_in_their_places_with_their_rules(report: list[Page]) -> None:
    """The texts of an official document's letterhead, and the lines below them, have their prescribed places.

    The line below the national motto is as long as the motto. The lines below the school's name and below the
    title are a third to a half as long as the text above them.
    """
    page = report[0]
    country, motto, place = page.find("CỘNG HÒA"), page.find("Độc lập"), page.find("Bản Trắng")
    governing, issuer, number = page.find("SỞ GIÁO DỤC"), page.find("TRƯỜNG THPT"), page.find("Số: ")
    for column in ((country, motto, place), (governing, issuer, number)):
        middles = [(run.left + run.right) / 2 for run in column]
        assert max(middles) - min(middles) < 0.5
    assert country.base < motto.base < place.base and governing.right < country.left
    assert max(abs(place.base - number.base), abs(governing.base - country.base)) < 0.5
    for run, least, most in (
        (motto, 1, 1),
        (issuer, 1 / 3, 1 / 2),
        (page.find("Tổng kết công tác"), 1 / 3, 1 / 2),
    ):
        (rule,) = [
            stroke
            for stroke in page.strokes
            if stroke.top == stroke.bottom
            and 0 < stroke.top - run.base < 9
            and run.left - 1 < stroke.left < run.right
        ]
        assert least - 0.02 <= (rule.right - rule.left) / (run.right - run.left) <= most + 0.02
        assert abs((rule.left + rule.right) - (run.left + run.right)) < 1
    for text in ("BÁO CÁO", "Tổng kết công tác", "Kính gửi", "Phần thứ nhất", "KẾT QUẢ PHONG TRÀO"):
        run = page.find(text)
        assert abs((run.left + run.right) / 2 - (LEFT + RIGHT) / 2) < 0.5


def test_paragraphs_are_indented_spaced_and_justified(report: list[Page]) -> None:
    """The paragraphs of a report are justified, and their first lines are indented by 1.27 cm.

    The line spacing is 1 to 1.5, and paragraphs are at least 6 pt apart. In this Times typeface, single line
    spacing is 1.15 times the type size.
    """
    lines = [line for line in report[0].lines() if line[0].face == REGULAR and round(line[0].size) == 14]
    starts = [line for line in lines if line[0].left > LEFT + 1 and line[0].left < LEFT + 15 * MM]
    assert len(starts) > 5 and {round((line[0].left - LEFT) / MM, 1) for line in starts} == {12.7}
    pairs = [
        (line, after) for line, after in pairwise(lines) if line in starts and after[0].left < LEFT + 0.5
    ]
    assert pairs and all(1 <= (after[0].base - line[0].base) / (1.15 * 14) <= 1.5 for line, after in pairs)
    assert all(abs(line[-1].right - RIGHT) < 0.7 for line, _ in pairs)
    single = pairs[0][1][0].base - pairs[0][0][0].base
    gaps = [
        after[0].base - line[0].base
        for line, after in pairwise(report[0].lines())
        if after in starts and round(line[0].size) == 14
    ]
    assert gaps and min(gaps) >= single + 6 - 0.1


def test_appendices_lie_on_their_sides_with_their_heads_repeated(printed: Path, shown: Catalogue) -> None:
    """A report's appendices have landscape pages, on which every row of their tables is printed.

    Their titles are set in 14 pt. The line “(Kèm theo …)”, which names the report that they belong to, is set
    in italics.
    """
    tables = official_appendices(shown, shown.published.conferences["so-gddt/2015-2020"])
    printed_pages = read(printed, "phu-luc-2015-2020")
    assert {(round(page.width / MM), round(page.height / MM)) for page in printed_pages} == {(297, 210)}
    whole = letters(texts(printed_pages))
    for table in tables:
        page = next(page for page in printed_pages if page.lines()[0][0].text.startswith(table.label))
        assert [
            (round(page.find(text).size), page.find(text).face)
            for text in (table.label, table.title[0], "(Kèm theo")
        ] == [(14, BOLD), (14, BOLD), (14, ITALIC)]
        assert [row for row in (*table.rows, [table.total]) if letters(row) not in whole] == []
    assert all(
        page.find(tables[1].columns[0].title).text.startswith("TT")
        for page in printed_pages
        if "Cách làm" in "".join(texts([page]))
    )


def test_workbook_says_the_same_and_prints_on_its_side(printed: Path, shown: Catalogue) -> None:
    tables = official_appendices(shown, shown.published.conferences["so-gddt/2015-2020"])
    book = openpyxl.load_workbook(printed / "phu-luc-2015-2020.xlsx")
    assert book.sheetnames == [table.label for table in tables]
    for sheet, table in zip(book, tables, strict=True):
        rows = [tuple(str(cell or "") for cell in row) for row in sheet.iter_rows(values_only=True)]
        head = len(table.title) + 3
        assert [row[0] for row in rows[:head]] == [table.label, *table.title, table.attached, ""]
        assert rows[head : head + 1 + len(table.rows)] == [
            tuple(column.title for column in table.columns),
            *table.rows,
        ]
        assert rows[-1][0] == table.total
        (real,) = sheet.tables.values()
        assert (
            real.ref == f"A{head + 1}:{sheet.cell(head + 1 + len(table.rows), len(table.columns)).coordinate}"
        )
        assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage and int(sheet.page_setup.fitToHeight) == 0
        assert (sheet.print_title_rows, sheet.freeze_panes) == (f"${head + 1}:${head + 1}", f"A{head + 2}")
        assert all(cell.alignment.wrap_text for cell in sheet[head + 2])


@pytest.mark.parametrize("name", DOCUMENTS)
def test_word_says_what_the_pdf_says_in_its_order(printed: Path, name: str) -> None:
    first, *others = read(printed, name)
    file = word(printed, name)
    heads = {tuple(cell.text for cell in table.rows[0].cells) for table in file.tables}
    repeated = any(page.lines()[0][0].text == head[0] for page in others for head in heads)
    text = letters(paragraph.text for paragraph in every_paragraph(file))
    drawn = letters(run.text for page in (first, *others) for run in body(page))
    # If the PDF repeats a table's head on a later page, both PDF and Word file are compared without this
    # head.
    for head in heads if repeated else ():
        text, drawn = text.replace(letters(head), ""), drawn.replace(letters(head), "")
    assert drawn == text


@pytest.mark.parametrize("name", DOCUMENTS)
def test_word_is_set_up_by_its_rules(printed: Path, name: str) -> None:
    file = word(printed, name)
    (section,) = file.sections
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    sizes = [round(size.mm) for size in (section.page_width, section.page_height, *margins) if size]
    assert sizes == [210, 297, 20, 20, 30, 15] and section.different_first_page_header_footer
    numbered, bare, alignment = (
        (section.footer, section.header, WD_ALIGN_PARAGRAPH.RIGHT)
        if name.startswith(UNIT)
        else (section.header, section.footer, WD_ALIGN_PARAGRAPH.CENTER)
    )
    assert "PAGE" in numbered._element.xml
    assert numbered.paragraphs[0].style.paragraph_format.alignment is alignment
    for part in (bare, section.first_page_header, section.first_page_footer):
        assert "PAGE" not in part._element.xml
    style = file.styles["Body Text"]
    form = style.paragraph_format
    assert (
        style.font.size.pt,
        form.first_line_indent.mm,
        form.space_before.pt,
        form.line_spacing,
        form.alignment,
    ) == (14, 12.7, 6, 1.1, WD_ALIGN_PARAGRAPH.JUSTIFY)
    for table in file.tables:
        if table.style is not None and table.style.name == "Table Grid":
            assert table.rows[0]._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None


def test_word_has_the_styles_of_the_parts(printed: Path) -> None:
    file = word(printed, f"{UNIT}bao-cao-2015-2020")
    styles = {paragraph.text: paragraph.style for paragraph in every_paragraph(file)}
    assert {
        text: (
            styles[text].name,
            styles[text].font.size.pt,
            bool(styles[text].font.bold),
            bool(styles[text].font.italic),
        )
        for text in STYLES
    } == STYLES
    levels = [
        paragraph.style.name
        for paragraph in file.paragraphs
        if paragraph.style and paragraph.style.name.startswith("Heading")
    ]
    assert levels[:3] == ["Heading 1", "Heading 2", "Heading 3"] and set(levels) == {
        f"Heading {level}" for level in range(1, 5)
    }


def test_the_sectors_draft_gathers_what_units_wrote(shown: Catalogue) -> None:
    sector, unit = (
        official_report(shown, shown.published.conferences[f"{ref}/2015-2020"])
        for ref in ("so-gddt", "thpt-ban-trang")
    )
    assert [(report.draft, report.number) for report in (sector, unit)] == [
        (True, "Số: …../BC-….."),
        (False, "Số: 6/BC-HOABAN"),
    ]
    sourced = [
        (block.text, following)
        for block, following in pairwise(sector.blocks)
        if isinstance(block, TextParagraph) and block.source
    ]
    assert sourced == [("Trường THPT Bản Trắng:", block) for block in unit.blocks if block.kind == "passage"]


def rows_of(document: OfficialDocument, columns: int) -> list[tuple[str, ...]]:
    return [
        row
        for block in document.blocks
        if isinstance(block, OfficialTable)
        for row in block.rows
        if len(row) == columns
    ]


def test_plan_and_result_are_filled_from_the_record(shown: Catalogue) -> None:
    conference = shown.published.conferences["thpt-ban-trang/2015-2020"]
    plan, result = official_plan(shown, conference), official_result(shown, conference)
    items = [row for row in rows_of(plan, 4) if "–" in row[1]]
    assert items[0] == ("1", "07:30 – 07:33", "Chào cờ", "…..") and len(items) == len(conference.programme)
    sentences = [
        block.text.replace("\u00a0", " ") for block in plan.blocks if isinstance(block, TextParagraph)
    ]
    assert (
        "- Thời gian: từ 07 giờ 30 đến 11 giờ 00, thứ Sáu, ngày 10 tháng 01 năm 2020, tại Nhà đa năng."
        in sentences
    )
    assert not [sentence for sentence in sentences if "Phân bổ" in sentence]
    delegates = shown.published.delegates.values()
    elected = sorted(person.name for person in delegates if person.elected_at == conference.ref)
    assert sorted(row[1] for row in rows_of(result, 6)) == elected != []
    assert (plan.name, plan.recipient, result.recipient) == (
        "KẾ HOẠCH",
        "",
        "Sở Giáo dục và Đào tạo tỉnh Hoa Ban",
    )


def test_the_sectors_plan_allots_its_delegates(shown: Catalogue) -> None:
    """The plan of the department's conference lists how many delegates each unit may elect.

    It calls the units by the names that they had on the day of the conference.
    """
    plan = official_plan(shown, shown.published.conferences["so-gddt/2015-2020"])
    place = next(
        place
        for place, block in enumerate(plan.blocks)
        if isinstance(block, TextParagraph) and "Phân bổ đại biểu" in block.text
    )
    grid, total = plan.blocks[place + 1 : place + 3]
    assert isinstance(grid, OfficialTable) and grid.rows == (
        ("1", "Trường TH&THCS Suối Mây", "1"),
        ("2", "Trường THPT Bản Trắng", "2"),
    )
    assert total == TextParagraph("- Tổng số đại biểu được bầu: 3.")


def test_long_titles_break_between_phrases() -> None:
    assert phrases(
        "Tổng kết công tác thi đua, khen thưởng giai đoạn (2015 - 2020) và phương hướng nhiệm vụ công tác "
        "thi đua, khen thưởng giai đoạn 2020 - 2025"
    ) == (
        "Tổng kết công tác thi đua, khen thưởng giai đoạn (2015 - 2020)",
        "và phương hướng nhiệm vụ công tác thi đua, khen thưởng",
        "giai đoạn 2020 - 2025",
    )
    assert phrases("Tổng kết công tác") == ("Tổng kết công tác",)


def word(printed: Path, name: str) -> WordDocument:
    return docx.Document(str(printed / f"{name}.docx"))


def every_paragraph(file: WordDocument) -> Iterator[Paragraph]:
    """Yields all paragraphs of a Word file in reading order, including those in table cells."""
    for block in file.iter_inner_content():
        if isinstance(block, Table):
            yield from (
                paragraph for row in block.rows for cell in row.cells for paragraph in cell.paragraphs
            )
        else:
            yield block


def test_every_heading_of_a_report_is_a_bookmark(printed: Path, report: list[Page]) -> None:
    """The PDF of a report has a bookmark for every heading, which leads to the heading's page.

    These bookmarks are in the order of the text, below one bookmark for the title.
    """
    with pikepdf.open(printed / f"{UNIT}bao-cao-2015-2020.pdf") as pdf, pdf.open_outline() as outline:
        [title] = outline.root
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        marks = [(item.title, numbers[item.destination[0].objgen]) for item in walk(title.children)]
    text = [letters(texts([page])) for page in report]
    assert len(marks) > 10 and [number for _, number in marks] == sorted(number for _, number in marks)
    assert [heading for heading, number in marks if letters([heading]) not in text[number]] == []


def walk(items: Iterable[pikepdf.OutlineItem]) -> Iterator[pikepdf.OutlineItem]:
    for item in items:
        yield item
        yield from walk(item.children)
