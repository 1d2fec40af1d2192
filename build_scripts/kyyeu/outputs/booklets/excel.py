"""Appendices → an Excel workbook (XLSX): a sheet each, a real table under its title, set up to print. Same tables, same bytes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime, time
from textwrap import wrap

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kyyeu.views.print.official import Rules
from kyyeu.views.print.official_appendices import OfficialAppendix

A4, MM = 9, 1 / 25.4  # Excel's number of the paper; inches
LETTERS = 130  # across a page on its side at 11 points, by which shares of the width become Excel's widths
LINE = 15  # points
FACE = "Times New Roman"


def excel_file(tables: Sequence[OfficialAppendix]) -> bytes:
    out = io.BytesIO()
    book = Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_format_properties": {"font_name": FACE, "font_size": 11},
        },
    )  # Excel measures columns in digits of this face
    book.set_properties(
        {
            "title": "; ".join(table.label for table in tables),
            "created": datetime.combine(tables[0].date, time(), UTC),
        }
    )
    for table in tables:
        _fill(book, book.add_worksheet(table.label), table)
    book.close()
    return out.getvalue()


def _fill(book: Workbook, sheet: Worksheet, table: OfficialAppendix) -> None:
    last = len(table.columns) - 1
    bold, slant = _format(book, 14, bold=True), _format(book, 14, italic=True)
    for place, (text, face) in enumerate(
        ((table.label, bold), *((line, bold) for line in table.title), (table.attached, slant))
    ):
        sheet.merge_range(place, 0, place, last, text, face)
    head = len(table.title) + 3  # an empty row before the table
    _set_up(sheet, table, head)
    faces = [_format(book, 11, middle=column.middle, cell=True) for column in table.columns]
    sheet.add_table(
        head,
        0,
        head + len(table.rows),
        last,
        {
            "name": f"PhuLuc{table.label[-2:]}",
            "style": None,
            "autofilter": False,
            "data": table.rows,
            "columns": [
                {
                    "header": column.title,
                    "format": face,
                    "header_format": _format(book, 11, bold=True, cell=True),
                }
                for column, face in zip(table.columns, faces, strict=True)
            ],
        },
    )
    for place, row in enumerate((tuple(column.title for column in table.columns), *table.rows), start=head):
        sheet.set_row(
            place,
            LINE * max(_lines(cell, column.share) for cell, column in zip(row, table.columns, strict=True)),
        )
    sheet.write_string(
        head + len(table.rows) + 1,
        0,
        table.total,
        book.add_format({"font_name": FACE, "font_size": 12, "italic": True}),
    )


def _lines(text: str, share: int) -> int:
    """How many lines a text takes in its column: not every reader of the file reckons the height of rows itself."""
    return max(1, len(wrap(text, max(1, int(share * LETTERS / 100)))))


def _set_up(sheet: Worksheet, table: OfficialAppendix, head: int) -> None:
    """A4 on its side, as wide as the page, its head on every page and always in sight; the page's number where the day's rules want it."""
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, column.share * LETTERS / 100)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=30 * MM, right=15 * MM, top=20 * MM, bottom=20 * MM)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head)
    sheet.freeze_panes(head + 1, 0)
    note = (
        f'&C&"{FACE},Italic"&9Bản minh họa: đơn vị, con người và số liệu đều hư cấu.'
        if table.demonstration
        else ""
    )
    number = f'&"{FACE},Regular"&14&P'
    decree = table.rules is Rules.DECREE
    sheet.set_header(f"&C{number}" if decree else "", {"margin": 10 * MM})
    sheet.set_footer(note if decree else f"{note}&R{number}", {"margin": 10 * MM})


def _format(
    book: Workbook,
    size: int,
    *,
    bold: bool = False,
    italic: bool = False,
    middle: bool = True,
    cell: bool = False,
) -> Format:
    """Titles stand in the middle; cells have a thin border and wrap."""
    return book.add_format(
        {
            "font_name": FACE,
            "font_size": size,
            "bold": bold,
            "italic": italic,
            "text_wrap": cell,
            "border": int(cell),
            "align": "center" if middle or bold else "left",
            "valign": "vcenter" if bold or not cell else "top",
        }
    )
