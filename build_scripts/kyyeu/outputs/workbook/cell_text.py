"""A value of a file → what its cell shows: labels for codes, names for references, dates and numbers as Vietnamese write them.

A column → the help that stands beside its cells."""

from __future__ import annotations

import re
from typing import Any

from kyyeu.model.form import Widget
from kyyeu.outputs.workbook.columns import SheetColumn
from kyyeu.outputs.workbook.sheets import ITEM, PARENT
from kyyeu.outputs.workbook.terms import Terms

YES, NO = "Có", "Không"
_LISTED = {
    "award_title": "Chọn trong danh sách; giấy khen của trường là “Giấy khen của thủ trưởng đơn vị”. Không thấy thì hỏi Sở.",
    "decision": "Tìm quyết định trong danh sách trước. Không thấy thì để trống, ghi số, ngày, cơ quan ở ba cột bên phải.",
    "document": "Tìm văn bản trong danh sách trước. Không thấy thì để trống, ghi số và ngày ở hai cột bên phải.",
    "exemplar": "Người này cũng là điển hình của đơn vị thì chọn tên; không thì để trống.",
    ITEM: "Chọn tên mục trong danh sách. Mục riêng của hội nghị: để trống ô này, ghi tên ở cột “Nội dung”.",
    "model": "Chỉ với loại Mô hình: chọn tên như ở trang “Mô hình”.",
}


def cell_text(value: Any, column: SheetColumn, terms: Terms) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        parts = [_one(entry, column, terms) for entry in value]
        # A cell of one line is parted at semicolons when it is read: a line end keeps whole what holds one.
        return "\n".join(parts) + ("\n" if len(parts) == 1 and ";" in parts[0] else "")
    return _one(value, column, terms)


def _one(value: str, column: SheetColumn, terms: Terms) -> str:
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
    """The model's help and how the cell is written; where the model speaks of ids and files, what a secretary does instead."""
    help = column.field.help
    listed = "Chọn trong danh sách."
    ours = {
        Widget.CLOCK: f"{'' if 'iờ:phút' in help else help} Gõ giờ:phút theo 24 giờ: 07:30.".strip(),
        Widget.DAY: f"{help} Gõ ngày/tháng/năm: 05/01/2020.",
        Widget.NUMBER: "Số nghìn viết liền: 1250. Phần lẻ dùng dấu phẩy: 97,4.",
        Widget.FLAG: "Có: người ấy đồng ý cho dùng vào việc này. Để trống: không."
        if column.member
        else f"{help.replace('true nếu', 'Có nếu')} Để trống: không.",
        Widget.REFERENCE: help if column.key == PARENT else _LISTED.get(column.field.reference or "", listed),
        Widget.FILE: "Chỉ ghi tên tệp ảnh; ảnh gửi kèm sổ trong một thư mục hoặc một tệp .zip.",
        Widget.CHOICE: f"{help} {listed}",
    }.get(column.widget, help)
    return f"{ours} Nhiều mục thì mỗi mục một dòng trong ô (Alt+Enter)." if column.many else ours
