"""Creates Excel workbooks and sets up their sheets for printing, in one way for all workbooks of Kyyeu."""

import io
from datetime import UTC, date, datetime, time

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

MM = 1 / 25.4  # One millimetre in inches.
A4 = 9  # Excel's code for the paper size A4.


def new_workbook(stream: io.BytesIO, title: str, day: date, *, font: str = "", author: str = "") -> Workbook:
    """Returns a new workbook with creation date `day`, in which no text becomes a formula, link or number.

    The same content always gives the same bytes. `font` at 11 points is the default font. Excel measures
    column widths in digits of the default font.
    """
    options: dict[str, object] = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    if font:
        options |= {"default_format_properties": {"font_name": font, "font_size": 11}}
    book = Workbook(stream, options)
    book.set_properties({"title": title, "author": author, "created": datetime.combine(day, time(), UTC)})
    return book


def set_landscape(
    sheet: Worksheet, *, left: int, right: int, top: int, bottom: int, pages_wide: int = 1
) -> None:
    """Sets up a sheet for printing on A4 landscape.

    The margins are in millimetres. The sheet is scaled so that it is `pages_wide` pages wide.
    """
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=left * MM, right=right * MM, top=top * MM, bottom=bottom * MM)
    sheet.fit_to_pages(pages_wide, 0)
