"""Writes the appendices of a report into an Excel workbook (XLSX), each as a table on its own sheet."""

import io
from collections.abc import Sequence
from textwrap import wrap

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kyyeu.outputs.excel_file import MM, new_workbook, set_landscape
from kyyeu.views.print.official import Rules
from kyyeu.views.print.official_report import OfficialAppendix

# Approximate number of 11-point letters that fit across a landscape A4 page. Column widths are computed from
# it.
LETTERS = 130
LINE = 15  # Height in points of one line of text in a table row.
FONT = "Times New Roman"


def excel_file(tables: Sequence[OfficialAppendix]) -> bytes:
    """Returns an Excel workbook with one sheet for each appendix of a report.

    Equal tables give equal bytes.
    """
    out = io.BytesIO()
    book = new_workbook(out, "; ".join(table.label for table in tables), tables[0].date, font=FONT)
    for table in tables:
        _fill(book, book.add_worksheet(table.label), table)
    book.close()
    return out.getvalue()


def _fill(book: Workbook, sheet: Worksheet, table: OfficialAppendix) -> None:
    last = len(table.columns) - 1
    bold, italic = _format(book, 14, bold=True), _format(book, 14, italic=True)
    headings = [(text, bold) for text in (table.label, *table.title)]
    for row, (text, style) in enumerate((*headings, (table.attached, italic))):
        sheet.merge_range(row, 0, row, last, text, style)
    # The index of the row with the column headings. An empty row separates this row from the title.
    head = len(table.title) + 3
    foot = head + len(table.rows)
    _set_up(sheet, table, head)
    title_style = _format(book, 11, bold=True, cell=True)
    columns = [
        {
            "header": column.title,
            "format": _format(book, 11, middle=column.middle, cell=True),
            "header_format": title_style,
        }
        for column in table.columns
    ]
    sheet.add_table(
        head,
        0,
        foot,
        last,
        {
            "name": f"PhuLuc{table.label[-2:]}",
            "style": None,
            "autofilter": False,
            "data": table.rows,
            "columns": columns,
        },
    )
    for row, cells in enumerate((tuple(column.title for column in table.columns), *table.rows), start=head):
        lines = max(_lines(cell, column.share) for cell, column in zip(cells, table.columns, strict=True))
        sheet.set_row(row, LINE * lines)
    sheet.write_string(
        foot + 1, 0, table.total, book.add_format({"font_name": FONT, "font_size": 12, "italic": True})
    )


def _lines(text: str, share: int) -> int:
    """Returns an estimate of how many lines a text takes in its column of the Excel sheet.

    `share` is the column's share of the page width in per cent. Row heights are set from this estimate,
    because not every spreadsheet program fits rows to their text by itself.
    """
    return max(1, len(wrap(text, max(1, int(share * LETTERS / 100)))))


def _set_up(sheet: Worksheet, table: OfficialAppendix, head: int) -> None:
    """Sets up an Excel sheet for A4 landscape pages, with columns that fill the width of the page.

    The row of column headings is repeated on every printed page and stays visible while scrolling. Page
    numbers stand at the top or at the foot of the page, as the rules in force on the table's date require.
    """
    for index, column in enumerate(table.columns):
        sheet.set_column(index, index, column.share * LETTERS / 100)
    set_landscape(sheet, left=30, right=15, top=20, bottom=20)
    sheet.repeat_rows(head)
    sheet.freeze_panes(head + 1, 0)
    note = (
        f'&C&"{FONT},Italic"&9Bản minh họa: đơn vị, con người và số liệu đều hư cấu.'
        if table.demonstration
        else ""
    )
    number = f'&"{FONT},Regular"&14&P'
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
    """Returns an Excel cell format: titles are centred; table cells have a thin border and wrap text."""
    return book.add_format(
        {
            "font_name": FONT,
            "font_size": size,
            "bold": bold,
            "italic": italic,
            "text_wrap": cell,
            "border": int(cell),
            "align": "center" if middle or bold else "left",
            "valign": "vcenter" if bold or not cell else "top",
        }
    )
