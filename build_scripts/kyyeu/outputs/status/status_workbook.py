"""Writes the units' readiness (how complete their records are) into an Excel workbook.

The workbook has a sheet for units (schools and offices), a sheet for report sections and a sheet for
exemplars (honoured people or groups).
"""

import io
from collections.abc import Mapping, Sequence
from textwrap import wrap

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from kyyeu.outputs.booklets.excel import FONT, LETTERS, LINE
from kyyeu.outputs.excel_file import MM, new_workbook, set_landscape
from kyyeu.outputs.status.status_formats import DEMONSTRATION
from kyyeu.views.office.readiness import Readiness
from kyyeu.views.office.readiness_words import (
    COLUMNS,
    StatusWords,
    exemplar_words,
    report_lacks,
    status_words,
)

# The text colours of cells. A cell's text says the same as its colour, so nobody depends on the colour.
COLOURS = {"good": "#1D6B3A", "poor": "#7A5712", "bad": "#8F1D22"}
CellValue = str | int
# The row number of a table's header, counted from 0. Above it are the title, an introduction and a blank row.
HEAD = 3


def workbook(readiness: Readiness) -> bytes:
    """Returns the bytes of an Excel workbook that shows how complete each school's records are.

    Its tables have filters, and its sheets are set up for printing.
    """
    words = status_words(readiness)
    out = io.BytesIO()
    book = new_workbook(
        out, f"{words.title}. {words.period}", readiness.day, font=FONT, author=words.organiser
    )
    _add_units(book, readiness, words)
    _add_sections(book, readiness, words)
    _add_exemplars(book, readiness, words)
    book.close()
    return out.getvalue()


def _add_units(book: Workbook, readiness: Readiness, words: StatusWords) -> None:
    rows: list[Sequence[CellValue]] = []
    tones: dict[tuple[int, int], str] = {}
    for row, (unit, unit_words) in enumerate(zip(readiness.units, words.units, strict=True)):
        rows.append((unit.unit, unit_words.name, unit_words.cluster, *unit_words.row[1:]))
        tones |= {
            (row, column): cell.tone for column, cell in enumerate(unit_words.cells, start=3) if cell.tone
        }
    _add_sheet(
        book,
        words,
        "Đơn vị",
        "DonVi",
        f"{words.title}. {words.period}",
        ("Mã", COLUMNS[0], "Cụm, khối thi đua", *COLUMNS[1:]),
        (12, 17, 11, 11, 9, 8, 8, 8, 6, 5, 5),
        rows,
        tones,
    )


def _add_sections(book: Workbook, readiness: Readiness, words: StatusWords) -> None:
    rows: list[Sequence[CellValue]] = []
    for unit in readiness.units:
        report = unit.report
        if not report or not report_lacks(unit):
            continue
        if report.there:
            rows += [(unit.name, code, title, lacks) for code, title, lacks in report.lacking]
        else:
            rows.append((unit.name, "", "Cả báo cáo", "chưa có nội dung"))
        rows += [(unit.name, f"Phụ lục {number}", "", "chưa có số liệu") for number in report.appendices]
    _add_sheet(
        book,
        words,
        "Mục báo cáo",
        "MucBaoCao",
        "Mục báo cáo còn thiếu của các đơn vị đã nộp",
        ("Đơn vị", "Mã mục", "Tên mục", "Còn thiếu"),
        (25, 11, 44, 20),
        rows,
        {},
    )


def _add_exemplars(book: Workbook, readiness: Readiness, words: StatusWords) -> None:
    """Adds a sheet of the exemplars (honoured people or groups) whose records need fixing.

    A withheld exemplar is identified by its number only.
    """
    rows = [
        (unit.name, exemplar.number, exemplar.name or "", exemplar_words(exemplar).partition(": ")[2])
        for unit in readiness.units
        for exemplar in unit.exemplars
        if exemplar.faults
    ]
    _add_sheet(
        book,
        words,
        "Hồ sơ",
        "HoSo",
        "Hồ sơ điển hình cần bổ sung",
        ("Đơn vị", "Hồ sơ số", "Điển hình", "Cần bổ sung"),
        (25, 8, 22, 45),
        rows,
        {},
    )


def _add_sheet(
    book: Workbook,
    words: StatusWords,
    name: str,
    table: str,
    title: str,
    columns: Sequence[str],
    shares: Sequence[int],
    rows: Sequence[Sequence[CellValue]],
    tones: Mapping[tuple[int, int], str],
) -> None:
    """Adds a sheet with one table to the workbook.

    `shares` are the widths of the table's columns in per cent of a page. `tones` has the colour names of some
    cells by (row, column), counted from 0.
    """
    page = book.add_worksheet(name)
    heading, plain = (
        book.add_format({"font_name": FONT, "font_size": size, "bold": size > 11}) for size in (14, 11)
    )
    page.write_string(0, 0, title, heading)
    page.write_string(1, 0, f"{words.lead} {words.summary}", plain)
    last = len(columns) - 1
    for column, share in enumerate(shares):
        page.set_column(column, column, share * LETTERS / 100)
    head = _format(book, bold=True)
    page.add_table(
        HEAD,
        0,
        HEAD + max(1, len(rows)),
        last,
        {
            "name": table,
            "style": None,
            "autofilter": True,
            "columns": [{"header": name, "header_format": head} for name in columns],
        },
    )
    page.set_row(HEAD, LINE * _lines(columns, shares))
    for row, cells in enumerate(rows or (("không thiếu gì", *[""] * last),)):
        page.set_row(HEAD + 1 + row, LINE * _lines(cells, shares))
        for column, value in enumerate(cells):
            colour = COLOURS.get(tones.get((row, column), ""), "")
            page.write(HEAD + 1 + row, column, value, _format(book, colour=colour))
    set_landscape(page, left=15, right=15, top=15, bottom=18)
    page.repeat_rows(HEAD)
    page.freeze_panes(HEAD + 1, 2)
    note = f"&L&9{DEMONSTRATION}" if words.demonstration else "&L&9Nội bộ, không công bố"
    page.set_footer(f"{note}&R&9&P/&N", {"margin": 8 * MM})


def _lines(cells: Sequence[CellValue], shares: Sequence[int]) -> int:
    """Returns the number of text lines in a row's tallest cell.

    The row's height is computed from this number, since not every spreadsheet program computes heights
    itself.
    """
    return max(
        len(wrap(str(cell), max(1, int(share * LETTERS / 100) - 2))) or 1
        for cell, share in zip(cells, shares, strict=True)
    )


def _format(book: Workbook, *, bold: bool = False, colour: str = "") -> Format:
    properties = {
        "font_name": FONT,
        "font_size": 11,
        "bold": bold or bool(colour),
        "text_wrap": True,
        "border": 1,
        "valign": "top",
    }
    return book.add_format(properties | ({"font_color": colour} if colour else {}))
