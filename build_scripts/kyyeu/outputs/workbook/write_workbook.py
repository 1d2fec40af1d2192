"""Writes a unit's records into an Excel workbook that the unit fills in and sends back.

The workbook begins with instructions. Then come the sheets of records, and a sheet with the choices of their
drop-down lists. The same records give the same bytes. A text that begins with “=” stays a text and does not
become a formula.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import ceil
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from kyyeu.model.conferences import ConferenceForm
from kyyeu.model.form import Widget
from kyyeu.outputs.excel_file import A4, MM, new_workbook, set_landscape
from kyyeu.outputs.workbook.baseline import baseline_rows
from kyyeu.outputs.workbook.cell_text import NO, YES, cell_text, column_help
from kyyeu.outputs.workbook.instructions import write_instructions
from kyyeu.outputs.workbook.sheets import (
    BASELINE,
    BY_CODE,
    CATALOGUE,
    FIRST,
    HEAD,
    KEYS,
    PARENT,
    ROWS,
    SHEETS,
    SheetColumn,
    WorkbookSheet,
)
from kyyeu.outputs.workbook.terms import Terms, own_conference, record_names
from kyyeu.outputs.workbook.unit_records import UnitRecords, cell_value, list_items, value_at

FONT, SIZE = "Arial", 10
LINE = 13.5  # Height of a line of text in a workbook cell, in points.
_TAB_COLOURS = ("#7A1F1F", "#C9A227", "#1A4F8B")
# Number of characters that fit across a landscape page when it is printed in the smallest legible type size.
PAGE_WIDTH = 200
# Largest number of characters that are written into a cell; Excel cuts off a text after 32,767 characters.
LONGEST = 32_000
_OWN_CONFERENCES = "chon_hoi_nghi_don_vi"
# Background colours of the column labels. Neighbouring groups of columns have different colours.
_HEAD_COLOURS = ("#7A1F1F", "#8A4B12")
_ALLOWED = {  # The actions that users may do in a protected sheet.
    "format_columns": True,
    "format_rows": True,
    "insert_rows": True,
    "delete_rows": True,
    "sort": True,
    "autofilter": True,
    "format_cells": False,
    "select_locked_cells": True,
    "select_unlocked_cells": True,
}


@dataclass
class _UnitBook:
    """Holds a unit's workbook while it is being written.

    `lists` has the cell range of each drop-down list, by the list's name.
    """

    book: Workbook
    source: UnitRecords
    terms: Terms
    title: str
    lists: dict[str, str] = field(default_factory=dict)
    formats: dict[str, Format] = field(default_factory=dict)

    def format(self, name: str, **properties: Any) -> Format:
        """Returns the cell format with this name; the first call creates it in the workbook."""
        if name not in self.formats:
            self.formats[name] = self.book.add_format(
                {"font_name": FONT, "font_size": SIZE, "valign": "top", "text_wrap": True, **properties}
            )
        return self.formats[name]


def workbook_file(source: UnitRecords, terms: Terms, title: str, day: date) -> bytes:
    """Returns the bytes of a unit's Excel workbook.

    `title` is the unit's name; `day` is stored in the file as the date of creation.
    """
    out = io.BytesIO()
    book = new_workbook(out, f"Sổ nhập liệu: {title}", day)
    unit_book = _UnitBook(book, source, terms, title)
    write_instructions(book, title, source.unit, day)
    sheets = {sheet.code: book.add_worksheet(sheet.title) for sheet in SHEETS}
    catalogue, base = book.add_worksheet(CATALOGUE), book.add_worksheet(BASELINE)
    _write_catalogue(unit_book, catalogue)
    for code, page in sheets.items():
        _write_sheet(unit_book, page, BY_CODE[code])
    for number, row in enumerate(baseline_rows(source)):
        for column, text in enumerate(row):
            base.write_string(number, column, text)
    base.very_hidden()
    book.close()
    return out.getvalue()


def _write_sheet(unit_book: _UnitBook, page: Worksheet, sheet: WorkbookSheet) -> None:
    heads = sheet.heads
    _write_heads(unit_book, page, sheet)
    for number, row in enumerate(_rows(unit_book, sheet), start=FIRST - 1):
        page.set_row(number, _height(row, heads))
        for place, (text, column) in enumerate(zip(row, heads, strict=True)):
            if text and column.widget is Widget.INTEGER and text.isdecimal() and str(int(text)) == text:
                page.write_number(number, place, int(text))
            elif text:
                page.write_string(number, place, text)
    for place, column in enumerate(heads):
        _validate(unit_book, page, sheet, column, place)
    names = 1 + max(
        (place for place, column in enumerate(heads) if column.key in (*sheet.same, PARENT)), default=-1
    )
    page.freeze_panes(FIRST - 1, names)
    page.repeat_rows(0)
    if names:
        page.repeat_columns(0, names - 1)
    pages_wide = ceil(sum(column.width for column in heads) / PAGE_WIDTH)
    set_landscape(page, left=10, right=10, top=18, bottom=15, pages_wide=pages_wide)
    page.set_header(
        f'&L&"{FONT},Bold"{unit_book.title.replace("&", "&&")}&R{sheet.title}', {"margin": 8 * MM}
    )
    page.set_footer("&C&P/&N", {"margin": 7 * MM})
    page.ignore_errors({"number_stored_as_text": f"A1:{xl_col_to_name(len(heads) - 1)}{ROWS}"})
    page.protect("", _ALLOWED)
    # A sheet of records, and the sheets with lists of these records, have tabs of the same colour.
    group = [other.code for other in SHEETS if other.kind].index(sheet.parent or sheet.code)
    page.set_tab_color(_TAB_COLOURS[group % len(_TAB_COLOURS)])


def _height(row: Sequence[str], heads: Sequence[SheetColumn]) -> float:
    """Returns the height of a workbook row in points, which is that of its tallest cell.

    Row heights are written explicitly, since not every spreadsheet program computes them itself.
    """
    lines = max(
        sum(max(1, ceil(len(line) / (1.1 * column.width))) for line in text.split("\n"))
        for text, column in zip(row, heads, strict=True)
    )
    return min(LINE * max(1, lines) + 2, 400)


def _write_heads(unit_book: _UnitBook, page: Worksheet, sheet: WorkbookSheet) -> None:
    """Writes a sheet's row of column labels and a hidden row of keys, by which imports recognise columns."""
    group, turn = "", 0
    for place, column in enumerate(sheet.heads):
        if column.keys[0] != group:
            group, turn = column.keys[0], (turn + 1) % 2
        head = unit_book.format(
            f"head{turn}",
            bold=True,
            font_color="#FFFFFF",
            bg_color=_HEAD_COLOURS[turn],
            border=1,
            border_color="#FFFFFF",
            valign="vcenter",
        )
        page.write_string(HEAD - 1, place, f"{column.label} (*)" if column.required else column.label, head)
        page.write_string(
            KEYS - 1,
            place,
            f"{sheet.code}@{unit_book.source.unit}:{column.key}" if place == 0 else column.key,
        )
        page.write_comment(HEAD - 1, place, column_help(column), {"x_scale": 2, "author": "Kỷ yếu"})
        page.set_column(place, place, column.width, _cells(unit_book, column))
    page.set_row(HEAD - 1, 44)
    page.set_row(KEYS - 1, None, None, {"hidden": True})


def _cells(unit_book: _UnitBook, column: SheetColumn) -> Format:
    """Returns the Excel cell format for the cells of a column.

    Only whole numbers are stored as numbers. All other values are stored as text, so that Excel neither
    removes leading zeros (007) nor changes dates.
    """
    border = {"border": 1, "border_color": "#CCCCCC", "locked": False}
    if column.key == "id":
        return unit_book.format("id", num_format="@", font_color="#777777", **border)
    if column.widget is Widget.INTEGER:
        return unit_book.format("whole", num_format="0", align="center", **border)
    return unit_book.format("text", num_format="@", **border)


def _rows(unit_book: _UnitBook, sheet: WorkbookSheet) -> Iterator[list[str]]:
    records = unit_book.source.records[sheet.parent or sheet.code]
    if not sheet.parent:
        for key, tree in records.items():
            yield [
                key if column.key == "id" else cell_text(cell_value(tree, column), column, unit_book.terms)
                for column in sheet.heads
            ]
        return
    names = record_names(sheet.parent, records, unit_book.terms)
    for key, tree in records.items():
        items = list_items(tree, sheet)
        if any(isinstance(item, dict) and len(str(item.get("text", ""))) > LONGEST for item in items):
            # If a paragraph of an article is too long for a cell, the whole article is left out of the
            # workbook. It stays unchanged in its file.
            continue
        for item in items:
            for cells in _item_rows(unit_book, sheet, item):
                yield [
                    names[key] if column.key == PARENT else cells.get(column.key, "")
                    for column in sheet.heads
                ]


def _item_rows(unit_book: _UnitBook, sheet: WorkbookSheet, item: Any) -> Iterator[dict[str, str]]:
    """Yields the sheet rows of a list item, as texts by column key.

    The first row has the item and the first item of its inner list, such as a picture and a person in it.
    Further rows have the rest of the inner list.
    """
    cells = {
        column.key: cell_text(cell_value(item, column), column, unit_book.terms) for column in sheet.columns
    }
    if sheet.inner is None:
        yield cells
        return
    inner_items = value_at(item, sheet.inner.path)
    for inner_item in inner_items if isinstance(inner_items, list) and inner_items else [{}]:
        for column, head in zip(sheet.inner.columns, sheet.inner.heads, strict=True):
            cells[head.key] = cell_text(cell_value(inner_item, column), column, unit_book.terms)
        yield cells
        cells = {}


def _write_catalogue(unit_book: _UnitBook, page: Worksheet) -> None:
    """Writes the sheet with the choices of the drop-down lists, a column for each list.

    The cell range of each list gets a name, to which the cells with that drop-down list refer. If the choices
    are records of the unit, the named range is in the sheet that holds these records.
    """
    head = unit_book.format("list head", bold=True, bg_color="#EEEEEE")
    lists: dict[str, tuple[str, Sequence[str]]] = {}
    for sheet in SHEETS:
        for column in sheet.cells:
            if column.widget is Widget.CHOICE:
                lists[_choice_list(column)] = (column.label, [choice.label for choice in column.choices])
            elif column.widget is Widget.REFERENCE and column.field.reference not in (
                "exemplar",
                "model",
                "speech",
            ):
                lists[f"chon_{column.field.reference}"] = (
                    column.label,
                    [*unit_book.terms.names.get(column.field.reference, {}).values()],
                )
    lists[_OWN_CONFERENCES] = ("Hội nghị của đơn vị", _own_conferences(unit_book))
    for place, (name, (label, choices)) in enumerate(lists.items()):
        page.write_string(0, place, label, head)
        for number, choice in enumerate(choices, start=1):
            page.write_string(number, place, choice)
        page.set_column(place, place, 30, unit_book.format("list", text_wrap=False))
        letter = xl_col_to_name(place)
        unit_book.lists[name] = f"'{CATALOGUE}'!${letter}$2:${letter}${max(2, len(choices) + 1)}"
    for sheet in SHEETS:
        if sheet.same and sheet.code != "conference":
            unit_book.lists[f"chon_{sheet.code}"] = _names_of(sheet)
    for name, span in unit_book.lists.items():
        unit_book.book.define_name(name, f"={span}")
    page.freeze_panes(1, 0)
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(4, 0)
    page.protect("", _ALLOWED)


def _own_conferences(unit_book: _UnitBook) -> list[str]:
    """Returns the names of conferences from which users can choose: first those recorded, then possible ones.

    These names are stored as a list of their own, because no cell of the conference sheet contains them.
    """
    held = record_names("conference", unit_book.source.records["conference"], unit_book.terms).values()
    possible = (
        own_conference(form, cycle) for cycle in unit_book.terms.names["cycle"] for form in ConferenceForm
    )
    return [*dict.fromkeys([*held, *possible])]


def _choice_list(column: SheetColumn) -> str:
    return f"chon_{type(column.choices[0]).__qualname__.replace('.', '_').lower()}"


def _names_of(sheet: WorkbookSheet) -> str:
    """Returns an Excel formula for the range of cells in a sheet that contain the names of its records."""
    letter = xl_col_to_name([column.key for column in sheet.heads].index(sheet.same[0]))
    top = f"'{sheet.title}'!${letter}${FIRST}"
    all_of_them = f"{top}:${letter}${ROWS}"
    return f"{top}:INDEX({all_of_them},MAX(1,COUNTA({all_of_them})))"


def _validate(
    unit_book: _UnitBook, page: Worksheet, sheet: WorkbookSheet, column: SheetColumn, place: int
) -> None:
    """Sets which values Excel refuses or warns about in a column, and the help shown for a selected cell."""
    rule: dict[str, Any] = {
        "validate": "any",
        "input_title": column.label[:32],
        "input_message": column_help(column)[:255],
    }
    first = f"{xl_col_to_name(place)}{FIRST}"
    match column.widget:
        case Widget.FLAG | Widget.CHOICE | Widget.REFERENCE:
            rule |= {
                "validate": "list",
                "source": _options(sheet, column),
                "error_title": "Không có trong danh sách",
                "error_message": "Chọn một dòng trong danh sách (mũi tên ở góc phải của ô).",
                "show_error": not column.many,
                "error_type": "stop" if column.widget is not Widget.REFERENCE else "warning",
            }
        case Widget.INTEGER:
            least, most = int(column.field.least or 0), int(column.field.most or 10_000_000)
            rule |= {
                "validate": "integer",
                "criteria": "between",
                "minimum": least,
                "maximum": most,
                "error_title": "Cần một số nguyên",
                "error_message": f"Chỉ gõ chữ số, từ {least} đến {most}.",
            }
        case Widget.DAY:
            parts = f"VALUE(RIGHT({first},4)),VALUE(MID({first},4,2)),VALUE(LEFT({first},2))"
            rule |= {
                "validate": "custom",
                "value": f'=AND(LEN({first})=10,MID({first},3,1)="/",MID({first},6,1)="/",'
                f"ISNUMBER(DATE({parts})))",
                "error_type": "warning",
                "error_title": "Ngày chưa đúng dạng",
                "error_message": "Gõ ngày/tháng/năm, ví dụ 05/01/2020.",
            }
        case _ if column.field.longest and column.field.longest <= 400 and not column.many:
            rule |= {
                "validate": "length",
                "criteria": "<=",
                "value": column.field.longest,
                "error_title": "Dài quá",
                "error_message": f"Ô này nhận tối đa {column.field.longest} chữ cái; "
                "phần dài hơn viết vào bài.",
            }
        case Widget.CLOCK:
            rule |= {
                "validate": "custom",
                "value": f'=AND(LEN({first})=5,MID({first},3,1)=":",ISNUMBER(TIMEVALUE({first})))',
                "error_type": "warning",
                "error_title": "Giờ chưa đúng dạng",
                "error_message": "Gõ giờ:phút theo 24 giờ, ví dụ 07:30.",
            }
    page.data_validation(FIRST - 1, place, ROWS - 1, place, rule)


def _options(sheet: WorkbookSheet, column: SheetColumn) -> str | list[str]:
    match column.widget:
        case Widget.FLAG:
            return [YES, NO]
        case Widget.CHOICE:
            return f"={_choice_list(column)}"
        case _ if column.key != PARENT:
            return f"=chon_{column.field.reference}"
        case _:
            return f"={_OWN_CONFERENCES if sheet.parent == 'conference' else f'chon_{sheet.parent}'}"
