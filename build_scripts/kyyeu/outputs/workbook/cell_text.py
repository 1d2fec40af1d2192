"""Turns a value of a record into the text of a workbook cell: labels for codes, names for ids.

Also adapts the model's help texts for the columns of a workbook.
"""

import re
from typing import Any

from kyyeu.model.form import Widget
from kyyeu.outputs.workbook.sheets import ITEM, PARENT, SheetColumn
from kyyeu.outputs.workbook.terms import Terms

YES, NO = "Có", "Không"
_REFERENCE_HELP = {
    "award_title": "Chọn trong danh sách; giấy khen của trường là “Giấy khen của thủ trưởng đơn vị”. "
    "Không thấy thì hỏi Sở.",
    "decision": "Tìm quyết định trong danh sách trước. Không thấy thì để trống, ghi số, ngày, cơ quan ở ba "
    "cột bên phải.",
    "document": "Tìm văn bản trong danh sách trước. Không thấy thì để trống, ghi số và ngày ở hai cột bên "
    "phải.",
    "exemplar": "Người này cũng là điển hình của đơn vị thì chọn tên; không thì để trống.",
    ITEM: "Chọn tên mục trong danh sách. Mục riêng của hội nghị: để trống ô này, ghi tên ở cột “Nội dung”.",
    "model": "Chỉ với loại Mô hình: chọn tên như ở trang “Mô hình”.",
}


def cell_text(value: Any, column: SheetColumn, terms: Terms) -> str:
    """Returns the text of a workbook cell for a record's value (a text, a list of texts or None).

    Each text of a list stands on a line of its own.
    """
    match value:
        case None:
            return ""
        case list():
            texts = [_value_text(each, column, terms) for each in value]
            # When a workbook is imported, a cell with a single line is split at semicolons. So if a list has
            # only one text and this contains a semicolon, a line break is added to the cell, which prevents
            # the split.
            return "\n".join(texts) + ("\n" if len(texts) == 1 and ";" in texts[0] else "")
        case _:
            return _value_text(value, column, terms)


def _value_text(value: str, column: SheetColumn, terms: Terms) -> str:
    match column.widget:
        case Widget.DAY:
            day = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", value)
            return f"{day[3]}/{day[2]}/{day[1]}" if day else value
        case Widget.NUMBER:
            return value.replace(".", ",") if re.fullmatch(r"-?\d+\.\d+", value) else value
        case Widget.FLAG:
            return {"true": YES, "false": NO}.get(value, value)
        case Widget.CHOICE:
            return next((choice.label for choice in column.choices if choice.value == value), value)
        case Widget.REFERENCE:
            return terms.name(column.field.reference, value)
        case _:
            return value


def column_help(column: SheetColumn) -> str:
    """Returns the help text that Excel shows for the cells of a column.

    It is the model's help text for the field, but reworded where that speaks of ids and files.
    """
    help = column.field.help
    from_list = "Chọn trong danh sách."
    reworded = {
        Widget.CLOCK: f"{'' if 'iờ:phút' in help else help} Gõ giờ:phút theo 24 giờ: 07:30.".strip(),
        Widget.DAY: f"{help} Gõ ngày/tháng/năm: 05/01/2020.",
        Widget.NUMBER: "Số nghìn viết liền: 1250. Phần lẻ dùng dấu phẩy: 97,4.",
        Widget.FLAG: "Có: người ấy đồng ý cho dùng vào việc này. Để trống: không."
        if column.member
        else f"{help.replace('true nếu', 'Có nếu')} Để trống: không.",
        Widget.REFERENCE: help
        if column.key == PARENT
        else _REFERENCE_HELP.get(column.field.reference or "", from_list),
        Widget.FILE: "Chỉ ghi tên tệp ảnh; ảnh gửi kèm sổ trong một thư mục hoặc một tệp .zip.",
        Widget.CHOICE: f"{help} {from_list}",
    }.get(column.widget, help)
    return f"{reworded} Nhiều mục thì mỗi mục một dòng trong ô (Alt+Enter)." if column.many else reworded
