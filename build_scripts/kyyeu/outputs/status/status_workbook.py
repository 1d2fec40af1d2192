"""Readiness → an Excel workbook (XLSX): a sheet of units, one of sections that lack text, one of exemplars; ready to filter and print."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from textwrap import wrap

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kyyeu.outputs.booklets.excel import A4, FONT, MM
from kyyeu.outputs.status.status_text import DEMONSTRATION
from kyyeu.views.office.readiness import Readiness
from kyyeu.views.office.readiness_words import (
    COLUMNS,
    StatusWords,
    exemplar_words,
    report_lacks,
    status_words,
)

LINE = 15  # points
LETTERS = 130  # across a page on its side at 11 points
COLOURS = {"good": "#1D6B3A", "poor": "#7A5712", "bad": "#8F1D22"}  # beside the words, which say it too
Value = str | int
HEAD = 3  # title, lead and an empty row stand above it


@dataclass(frozen=True, slots=True)
class _Sheet:
    """`shares` of the width in per cent; `tones` of the cells that have one, by (row, column)."""

    name: str
    table: str
    title: str
    columns: tuple[str, ...]
    shares: tuple[int, ...]
    rows: tuple[tuple[Value, ...], ...]
    tones: dict[tuple[int, int], str]


def workbook(found: Readiness) -> bytes:
    words = status_words(found)
    out = io.BytesIO()
    book = Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_format_properties": {"font_name": FONT, "font_size": 11},
        },
    )
    book.set_properties(
        {
            "title": f"{words.title}. {words.period}",
            "author": words.organiser,
            "created": datetime.combine(found.day, time(), UTC),
        }
    )
    for sheet in (_units(found, words), _sections(found), _exemplars(found)):
        _fill(book, book.add_worksheet(sheet.name), sheet, words)
    book.close()
    return out.getvalue()


def _units(found: Readiness, words: StatusWords) -> _Sheet:
    rows = tuple(
        (unit.unit, said.name, said.cluster, *(cell.text for cell in said.cells))
        for unit, said in zip(found.units, words.units, strict=True)
    )
    tones = {
        (row, place + 3): cell.tone
        for row, said in enumerate(words.units)
        for place, cell in enumerate(said.cells)
        if cell.tone
    }
    return _Sheet(
        "Đơn vị",
        "DonVi",
        f"{words.title}. {words.period}",
        ("Mã", COLUMNS[0], "Cụm, khối thi đua", *COLUMNS[1:]),
        (12, 17, 11, 11, 9, 8, 8, 8, 6, 5, 5),
        rows,
        tones,
    )


def _sections(found: Readiness) -> _Sheet:
    rows: list[tuple[Value, ...]] = []
    for unit in found.units:
        if unit.report and report_lacks(unit):
            rows += (
                [(unit.name, code, title, lacks) for code, title, lacks in unit.report.lacking]
                if unit.report.there
                else [(unit.name, "", "Cả báo cáo", "chưa có nội dung")]
            )
            rows += [
                (unit.name, f"Phụ lục {number}", "", "chưa có số liệu") for number in unit.report.appendices
            ]
    return _Sheet(
        "Mục báo cáo",
        "MucBaoCao",
        "Mục báo cáo còn thiếu của các đơn vị đã nộp",
        ("Đơn vị", "Mã mục", "Tên mục", "Còn thiếu"),
        (25, 11, 44, 20),
        tuple(rows),
        {},
    )


def _exemplars(found: Readiness) -> _Sheet:
    """Those with something to mend; whoever is withheld by the place of the file alone."""
    return _Sheet(
        "Hồ sơ",
        "HoSo",
        "Hồ sơ điển hình cần bổ sung",
        ("Đơn vị", "Hồ sơ số", "Điển hình", "Cần bổ sung"),
        (25, 8, 22, 45),
        tuple(
            (unit.name, entry.number, entry.name or "", exemplar_words(entry).partition(": ")[2])
            for unit in found.units
            for entry in unit.exemplars
            if entry.faults
        ),
        {},
    )


def _fill(book: Workbook, sheet: Worksheet, made: _Sheet, words: StatusWords) -> None:
    bold, plain = (
        book.add_format({"font_name": FONT, "font_size": size, "bold": size > 11}) for size in (14, 11)
    )
    sheet.write_string(0, 0, made.title, bold)
    sheet.write_string(1, 0, f"{words.lead} {words.summary}", plain)
    last = len(made.columns) - 1
    for place, share in enumerate(made.shares):
        sheet.set_column(place, place, share * LETTERS / 100)
    head = _format(book, bold=True)
    sheet.add_table(
        HEAD,
        0,
        HEAD + max(1, len(made.rows)),
        last,
        {
            "name": made.table,
            "style": None,
            "autofilter": True,
            "columns": [{"header": name, "header_format": head} for name in made.columns],
        },
    )
    sheet.set_row(HEAD, LINE * _lines(made.columns, made.shares))
    for row, cells in enumerate(made.rows or (("không thiếu gì", *[""] * last),)):
        sheet.set_row(HEAD + 1 + row, LINE * _lines(cells, made.shares))
        for place, value in enumerate(cells):
            sheet.write(
                HEAD + 1 + row,
                place,
                value,
                _format(book, colour=COLOURS.get(made.tones.get((row, place), ""), "")),
            )
    _set_up(sheet, words)


def _lines(cells: Sequence[Value], shares: Sequence[int]) -> int:
    """Of the tallest cell: not every reader of the file reckons the height of rows itself."""
    return max(
        len(wrap(str(cell), max(1, int(share * LETTERS / 100) - 2))) or 1
        for cell, share in zip(cells, shares, strict=True)
    )


def _set_up(sheet: Worksheet, words: StatusWords) -> None:
    """A4 on its side, as wide as the page; its head on every page and always in sight, the page's number below."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=15 * MM, right=15 * MM, top=15 * MM, bottom=18 * MM)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD)
    sheet.freeze_panes(HEAD + 1, 2)
    note = f"&L&9{DEMONSTRATION}" if words.demonstration else "&L&9Nội bộ, không công bố"
    sheet.set_footer(f"{note}&R&9&P/&N", {"margin": 8 * MM})


def _format(book: Workbook, *, bold: bool = False, colour: str = "") -> Format:
    face = {
        "font_name": FONT,
        "font_size": 11,
        "bold": bold or bool(colour),
        "text_wrap": True,
        "border": 1,
        "valign": "top",
    }
    return book.add_format(face | ({"font_color": colour} if colour else {}))
