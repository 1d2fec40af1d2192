"""Official documents: measured in mm and pt against Thông tư 01/2011 and Nghị định 30/2020; DOCX and XLSX say and are set up the same."""

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
from kyyeu.loading.load import load
from kyyeu.model.privacy import PRINT
from kyyeu.publishing.gate import publish
from kyyeu.views.catalogue import Catalogue, catalogue
from kyyeu.views.print.official import OfficialTable, Rules, TextParagraph, phrases, rules_on
from kyyeu.views.print.official_appendices import official_appendices
from kyyeu.views.print.official_plan import official_plan
from kyyeu.views.print.official_report import official_report
from kyyeu.views.print.official_result import official_result

from tests.building import copy_sample, kyyeu
from tests.pdf_lines import Page, Run, pages, said

pytestmark = pytest.mark.xdist_group("works")
MM = 72 / 25.4
LEFT, RIGHT = 30 * MM, (210 - 15) * MM
UNIT, SECTOR = "thpt-ban-trang/", ""
DOCUMENTS = [
    f"{place}{work}-2015-2020" for place in (UNIT, SECTOR) for work in ("bao-cao", "ke-hoach", "ket-qua")
]
REGULAR, BOLD, ITALIC, BOTH = (f"KyYeu-Termes{style}" for style in ("", "-Bold", "-Italic", "-Bold-Italic"))
# What a line begins with → least and most points, weight (Nghị định 30/2020, Phụ lục I, mục II; Thông tư 01/2011 asks for the same)
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
SIGNER = "Lò Thị Ban Mai"  # invented, like everyone in the sample
END = {
    "Nơi nhận:": (12, 12, BOTH),
    "- Lưu: VT.": (11, 11, REGULAR),
    "TM. NHÀ TRƯỜNG": (13, 14, BOLD),
    "HIỆU TRƯỞNG": (13, 14, BOLD),
    SIGNER: (13, 14, BOLD),
}
STYLES = {  # the same parts in Word: name of the style, points, bold, italic, alignment
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
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy_sample(tmp_path_factory.mktemp("official") / "sample")
    report = root / "content/units/thpt-ban-trang/reports/2015-2020.md"
    signer = f"  capacity: TM. NHÀ TRƯỜNG\n  position: HIỆU TRƯỞNG\n  name: {SIGNER}"
    report.write_text(report.read_text("utf-8").replace("  position: HIỆU TRƯỞNG", signer), "utf-8")
    kyyeu(root, "print", "bao-cao", "phu-luc", "ke-hoach", "ket-qua", "--date", "2026-11-23")
    return root / "print"


@pytest.fixture(scope="module")
def shown(printed: Path) -> Catalogue:
    library, _ = load(printed.parent)
    assert library is not None
    day = date(2026, 11, 23)
    return catalogue(publish(library, PRINT, day))


def read(printed: Path, name: str) -> list[Page]:
    with pikepdf.open(printed / f"{name}.pdf") as pdf:
        return pages(pdf)


def body(page: Page) -> list[Run]:
    """What stands between the margins: all but the page's number."""
    return [run for run in page.runs if 20 * MM < run.base < page.height - 20 * MM]


def letters(words: Iterator[str]) -> str:
    return re.sub(r"[\s\u2060]", "", "".join(words))


@pytest.mark.parametrize(
    ("day", "rules"), [(date(2020, 3, 4), Rules.CIRCULAR), (date(2020, 3, 5), Rules.DECREE)]
)
def test_rules_change_with_the_decree(day: date, rules: Rules) -> None:
    assert rules_on(day) is rules


def test_every_part_has_its_size_and_weight(printed: Path) -> None:
    found = read(printed, f"{UNIT}bao-cao-2015-2020")
    measured = {
        text: page.find(text) for page, parts in ((found[0], PARTS), (found[-1], END)) for text in parts
    }
    wrong = {
        text: (run.size, run.face)
        for text, run in measured.items()
        for least, most, weight in [(PARTS | END)[text]]
        if not least - 0.05 <= run.size <= most + 0.05 or run.face != weight
    }
    assert wrong == {}
    assert {run.color for page in found for run in page.runs} <= {(0.0,), (0.0, 0.0, 0.0)}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_margins_are_inside_the_decree(printed: Path, name: str) -> None:
    """Top and bottom 20–25 mm, left 30–35, right 15–20; A4 upright."""
    for page in read(printed, name):
        assert (round(page.width / MM), round(page.height / MM)) == (210, 297)
        runs = body(page)
        edges = [
            min(run.left for run in runs),
            *(min(stroke.left for stroke in page.strokes) for _ in page.strokes[:1]),
        ]
        ends = [
            max(run.right for run in runs),
            *(max(stroke.right for stroke in page.strokes) for _ in page.strokes[:1]),
        ]
        assert 30 - 0.1 <= min(edges) / MM <= 35 and 15 - 0.1 <= 210 - max(ends) / MM <= 20
        first, last = min(runs, key=lambda run: run.base), max(run.base for run in runs)
        assert 20 <= (first.base - first.size * 0.68) / MM <= 25 and 297 - last / MM >= 20


@pytest.mark.parametrize(
    ("name", "decree"), [(f"{UNIT}bao-cao-2015-2020", False), ("ke-hoach-2015-2020", True)]
)
def test_page_number_stands_where_its_rules_want_it(printed: Path, name: str, decree: bool) -> None:
    found = read(printed, name)
    assert len(found) > 1 and [run.text for run in found[0].runs if run not in body(found[0])] == []
    for number, page in enumerate(found[1:], start=2):
        (run,) = [run for run in page.runs if run not in body(page)]
        assert run.text == str(number) and 13 <= round(run.size, 2) <= 14 and run.face == REGULAR
        if decree:
            assert abs((run.left + run.right) / 2 - (LEFT + RIGHT) / 2) < 0.5 and 0 < run.base < 20 * MM
        else:
            assert abs(run.right - RIGHT) < 0.5 and page.height - 20 * MM < run.base < page.height


def test_parts_stand_in_their_places_with_their_rules(printed: Path) -> None:
    """The rule under the motto is as long as its line, those under issuer and subject a third to half of theirs."""
    page = read(printed, f"{UNIT}bao-cao-2015-2020")[0]
    country, motto, place = page.find("CỘNG HÒA"), page.find("Độc lập"), page.find("Bản Trắng")
    governing, issuer, number = page.find("SỞ GIÁO DỤC"), page.find("TRƯỜNG THPT"), page.find("Số: ")
    middle = [(run.left + run.right) / 2 for run in (country, motto, place)]
    assert (
        max(middle) - min(middle) < 0.5
        and country.base < motto.base < place.base
        and abs(place.base - number.base) < 0.5
    )
    left = [(run.left + run.right) / 2 for run in (governing, issuer, number)]
    assert (
        max(left) - min(left) < 0.5
        and governing.right < country.left
        and abs(governing.base - country.base) < 0.5
    )
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


def test_paragraphs_are_indented_spaced_and_justified(printed: Path) -> None:
    """First line 1 or 1.27 cm; lines 1 to 1.5 apart (a single line of a Times face is 1.15 of its size); 6 pt and more between."""
    page = read(printed, f"{UNIT}bao-cao-2015-2020")[0]
    lines = [line for line in page.lines() if line[0].face == REGULAR and round(line[0].size) == 14]
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
        for line, after in pairwise(page.lines())
        if after in starts and round(line[0].size) == 14
    ]
    assert gaps and min(gaps) >= single + 6 - 0.1


def test_appendices_lie_on_their_sides_with_their_heads_repeated(printed: Path, shown: Catalogue) -> None:
    """Titles 14 pt, '(Kèm theo …)' slanted; every row is there, and so it is in the workbook."""
    tables = official_appendices(shown, shown.published.conferences["so-gddt/2015-2020"])
    found = read(printed, "phu-luc-2015-2020")
    assert {(round(page.width / MM), round(page.height / MM)) for page in found} == {(297, 210)}
    whole = letters(said(found))
    for table in tables:
        page = next(page for page in found if page.lines()[0][0].text.startswith(table.label))
        assert [
            (round(page.find(text).size), page.find(text).face)
            for text in (table.label, table.title[0], "(Kèm theo")
        ] == [(14, BOLD), (14, BOLD), (14, ITALIC)]
        assert [row for row in table.rows if letters(iter(row)) not in whole] == [] and letters(
            iter([table.total])
        ) in whole
    heads = sum(
        page.find(tables[1].columns[0].title).text.startswith("TT")
        for page in found
        if "Cách làm" in "".join(said([page]))
    )
    assert heads == sum("Cách làm" in "".join(said([page])) for page in found)


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
    found = read(printed, name)
    words = [run.text for page in found for run in body(page)]
    heads = {tuple(cell.text for cell in table.rows[0].cells) for table in word(printed, name).tables}
    repeated = sum(page.lines()[0][0].text == head[0] for page in found[1:] for head in heads)
    text = letters(part for part in paragraphs(word(printed, name)))
    drawn = letters(iter(words))
    for head in heads if repeated else ():  # a table that goes on overleaf says its head again
        text, drawn = text.replace(letters(iter(head)), ""), drawn.replace(letters(iter(head)), "")
    assert drawn == text


@pytest.mark.parametrize("name", DOCUMENTS)
def test_word_is_set_up_as_its_rules_want_it(printed: Path, name: str) -> None:
    file = word(printed, name)
    (section,) = file.sections
    sizes = (
        section.page_width,
        section.page_height,
        section.top_margin,
        section.bottom_margin,
        section.left_margin,
        section.right_margin,
    )
    assert [round(size.mm) for size in sizes if size] == [
        210,
        297,
        20,
        20,
        30,
        15,
    ] and section.different_first_page_header_footer
    numbered = [
        kind
        for kind, part in (("header", section.header), ("footer", section.footer))
        if "PAGE" in part._element.xml
    ]
    assert numbered == (
        ["footer"] if name == f"{UNIT}bao-cao-2015-2020" or name.startswith(UNIT) else ["header"]
    )
    part = section.header if numbered == ["header"] else section.footer
    assert part.paragraphs[0].style.paragraph_format.alignment is (
        WD_ALIGN_PARAGRAPH.CENTER if numbered == ["header"] else WD_ALIGN_PARAGRAPH.RIGHT
    )
    assert "PAGE" not in section.first_page_header._element.xml + section.first_page_footer._element.xml
    text = file.styles["Body Text"]
    assert (
        text.font.size.pt,
        text.paragraph_format.first_line_indent.mm,
        text.paragraph_format.space_before.pt,
    ) == (14, 12.7, 6)
    assert (
        text.paragraph_format.line_spacing == 1.1
        and text.paragraph_format.alignment is WD_ALIGN_PARAGRAPH.JUSTIFY
    )
    heads = [
        table.rows[0]._tr
        for table in file.tables
        if table.style is not None and table.style.name == "Table Grid"
    ]
    assert all(row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in heads)


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
    found = official_report(shown, shown.published.conferences["so-gddt/2015-2020"])
    own = official_report(shown, shown.published.conferences["thpt-ban-trang/2015-2020"])
    assert (
        found.draft and found.number == "Số: …../BC-….." and not own.draft and own.number == "Số: 6/BC-HOABAN"
    )
    sources = [
        place for place, block in enumerate(found.blocks) if isinstance(block, TextParagraph) and block.source
    ]
    passages = [block for block in own.blocks if block.kind == "passage"]
    assert [found.blocks[place + 1] for place in sources] == passages
    assert {found.blocks[place].text for place in sources} == {"Trường THPT Bản Trắng:"}


def test_plan_and_result_are_filled_from_the_record(shown: Catalogue) -> None:
    conference = shown.published.conferences["thpt-ban-trang/2015-2020"]
    plan, result = official_plan(shown, conference), official_result(shown, conference)
    items = [
        row
        for grid in plan.blocks
        if isinstance(grid, OfficialTable)
        for row in grid.rows
        if len(row) == 4 and "–" in row[1]
    ]
    assert items[0] == ("1", "07:30 – 07:33", "Chào cờ", "…..") and len(items) == len(conference.programme)
    assert (
        "- Thời gian: từ 07 giờ 30 đến 11 giờ 00, thứ Sáu, ngày 10 tháng 01 năm 2020, tại Nhà đa năng."
        in [block.text.replace("\u00a0", " ") for block in plan.blocks if isinstance(block, TextParagraph)]
    )
    elected = [
        row for grid in result.blocks if isinstance(grid, OfficialTable) for row in grid.rows if len(row) == 6
    ]
    chosen = [entry for entry in shown.published.delegates.values() if entry.elected_at == conference.ref]
    assert sorted(row[1] for row in elected) == sorted(entry.name for entry in chosen) and elected
    assert (plan.name, plan.recipient, result.recipient) == (
        "KẾ HOẠCH",
        "",
        "Sở Giáo dục và Đào tạo tỉnh Hoa Ban",
    )
    assert not [
        block for block in plan.blocks if isinstance(block, TextParagraph) and "Phân bổ" in block.text
    ]


def test_the_sectors_plan_allots_its_delegates(shown: Catalogue) -> None:
    """Under the names of the conference's day."""
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
        "Tổng kết công tác thi đua, khen thưởng giai đoạn (2015 - 2020) và phương hướng nhiệm vụ công tác thi đua, khen thưởng "
        "giai đoạn 2020 - 2025"
    ) == (
        "Tổng kết công tác thi đua, khen thưởng giai đoạn (2015 - 2020)",
        "và phương hướng nhiệm vụ công tác thi đua, khen thưởng",
        "giai đoạn 2020 - 2025",
    )
    assert phrases("Tổng kết công tác") == ("Tổng kết công tác",)


def word(printed: Path, name: str) -> WordDocument:
    return docx.Document(str(printed / f"{name}.docx"))


def every_paragraph(file: WordDocument) -> Iterator[Paragraph]:
    for block in file.iter_inner_content():
        if isinstance(block, Table):
            yield from (
                paragraph for row in block.rows for cell in row.cells for paragraph in cell.paragraphs
            )
        else:
            yield block


def paragraphs(file: WordDocument) -> Iterator[str]:
    return (paragraph.text for paragraph in every_paragraph(file))


def test_every_heading_of_a_report_is_a_bookmark(printed: Path) -> None:
    """Below the title, in the order and on the pages of the text."""
    with pikepdf.open(printed / f"{UNIT}bao-cao-2015-2020.pdf") as pdf, pdf.open_outline() as outline:
        [title] = outline.root
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        marks = [(item.title, numbers[item.destination[0].objgen]) for item in walk(title.children)]
    text = [
        letters(iter([run.text for run in page.runs])) for page in read(printed, f"{UNIT}bao-cao-2015-2020")
    ]
    assert len(marks) > 10 and [number for _, number in marks] == sorted(number for _, number in marks)
    assert [said for said, number in marks if letters(iter([said])) not in text[number]] == []


def walk(items: Iterable[pikepdf.OutlineItem]) -> Iterator[pikepdf.OutlineItem]:
    for item in items:
        yield item
        yield from walk(item.children)
