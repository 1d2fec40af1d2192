"""Turns a cell of a filled-in workbook into the value that a record file would hold.

For a cell that is ambiguous or unreadable, CellError says in Vietnamese what is wrong and what to do.
"""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from kyyeu.imports.workbook.open_workbook import CellContent, CellType
from kyyeu.loading.records import shortened
from kyyeu.model.form import Widget
from kyyeu.outputs.workbook.sheets import ITEM, SheetColumn
from kyyeu.outputs.workbook.terms import Terms, plain
from kyyeu.outputs.workbook.unit_records import tidy
from kyyeu.problems import nearest
from kyyeu.vietnamese import slug

# Matches codes such as _x000D_, by which Excel files write characters that XML cannot contain.
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_INVISIBLE = re.compile("[\ud800-\udfff\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
_EPOCH = date(1899, 12, 30)  # Excel stores a date as the number of days since 30/12/1899.
_DAY_FIRST = re.compile(
    r"(?:ngày )?(?P<day>\d{1,2})\s*(?:[/.\-]|tháng)\s*(?P<month>\d{1,2})\s*(?:[/.\-]|năm)\s*(?P<year>\d{4})"
)
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})\s*[-/.]\s*(?P<month>\d{1,2})\s*[-/.]\s*(?P<day>\d{1,2})")
# The numbers by which Excel stores the days from 1920-01-01 to 2100-01-01. Other numbers are not read as
# dates.
_DAY_NUMBERS = range(7_306, 73_051)
# Maps other words that schools write for a choice to the usual word; both are slugs (small letters without
# accents).
_SYNONYMS = {
    "giao-vien": "nha-giao",
    "can-bo-quan-ly": "can-bo-quan-ly-giao-duc",
    "truong": "co-so",
    "cap-truong": "co-so",
    "don-vi": "co-so",
}
_REFERENCE_ADVICE = {ITEM: "Mục riêng của hội nghị: xóa trống ô này, ghi tên ở cột “Nội dung”."}
_YES, _NO = {"co", "x", "true", "1", "yes", "dung"}, {"khong", "false", "0", "no"}


class CellError(Exception):
    """Raised for a cell that cannot be read.

    Its arguments are the code of the problem, a sentence that describes it, and advice. Both texts are
    Vietnamese.
    """


def read_cell(column: SheetColumn, cell: CellContent, terms: Terms) -> Any:
    """Returns the value of a cell: a text, a list of texts, or None for a blank cell. Raises CellError."""
    if cell.type is CellType.FORMULA:
        raise CellError(
            "formula",
            f"Ô này là công thức {shortened(cell.value, 40)}, không phải giá trị.",
            "Chép ô ấy rồi Dán giá trị (Paste Values) vào chính ô ấy.",
        )
    if cell.type is CellType.ERROR:
        raise CellError("cell-error", f"Ô này báo lỗi {cell.value}.", "Xóa đi rồi gõ lại giá trị.")
    match column.widget:
        case Widget.DAY:
            return _day(cell)
        case Widget.INTEGER | Widget.NUMBER:
            return _number(cell, column)
        case Widget.FLAG:
            return _flag(cell, column)
        case Widget.CLOCK:
            return _clock(cell)
    text = _text(cell)
    if not column.many:
        return _value(text, column, terms) if text else None
    one_a_line = "\n" in text or str(cell.value).endswith(("\n", "_x000D_"))
    is_one_name = column.widget is Widget.REFERENCE and terms.ref(column.field.reference, text)
    texts = text.split("\n" if one_a_line or is_one_name else ";")
    return [_value(each.strip(), column, terms) for each in texts if each.strip()] or None


def _value(text: str, column: SheetColumn, terms: Terms) -> str:
    if column.widget is Widget.TEXT:
        return text
    text = re.sub("[ \n]+", " ", text)
    match column.widget:
        case Widget.CHOICE:
            return _choice(text, column)
        case Widget.REFERENCE:
            return _reference(text, column, terms)
        case Widget.SCHOOL_YEAR:
            years = re.fullmatch(r"(?:năm học )?(\d{4})\s*[-–—/]\s*(\d{4})", plain(text))
            return f"{years[1]}-{years[2]}" if years else text
    return text


def _text(cell: CellContent) -> str:
    match cell.type:
        case CellType.NUMBER:
            raise CellError(
                "text-number",
                f"Ô này chứa con số {_plain_number(cell.value)}, không phải chữ: "
                "Excel có thể đã bỏ số 0 ở đầu.",
                "Định dạng ô là Text (Văn bản) rồi gõ lại đủ các chữ số.",
            )
        case CellType.DAY:
            raise CellError(
                "text-date",
                "Excel đã đổi ô này thành ngày tháng.",
                "Định dạng ô là Text (Văn bản) rồi gõ lại đúng chữ.",
            )
        case CellType.FLAG:
            raise CellError(
                "text-flag",
                "Ô này chứa TRUE/FALSE, không phải chữ.",
                "Định dạng ô là Text (Văn bản) rồi gõ lại.",
            )
    text = tidy(_ESCAPED.sub(lambda code: chr(int(code[1], 16)), str(cell.value)))
    if hidden := _INVISIBLE.search(text):
        raise CellError(
            "control-character",
            f"Ô này có một ký tự ẩn (mã U+{ord(hidden[0]):04X}).",
            "Xóa rồi gõ lại; đừng chép từ tệp lạ.",
        )
    return text


def _choice(text: str, column: SheetColumn) -> str:
    for meant in (slug(text), _SYNONYMS.get(slug(text))):
        for choice in column.choices:
            if text == choice.value or slug(choice.label) == meant:
                return choice.value
    labels = [choice.label for choice in column.choices]
    raise CellError(
        "choice",
        f"Cột “{column.label}” không nhận “{shortened(text)}”.",
        f"{nearest(text, labels)} Chọn một trong: {'; '.join(labels)}.".strip(),
    )


def _reference(text: str, column: SheetColumn, terms: Terms) -> str:
    kind = column.field.reference
    if ref := terms.ref(kind, text):
        return ref
    advice = f"{terms.nearest(kind, text)} {_REFERENCE_ADVICE.get(kind, '')}".strip()
    raise CellError(
        "reference",
        f"Không có “{shortened(text)}” trong danh sách của cột “{column.label}”.",
        advice or "Chọn trong danh sách (mũi tên ở góc phải của ô).",
    )


def _flag(cell: CellContent, column: SheetColumn) -> str | None:
    text = "true" if cell.value is True else "false" if cell.value is False else slug(str(cell.value))
    if text in _YES:
        return "true"
    if text in _NO:
        return None if column.member else "false"
    raise CellError(
        "flag",
        f"Cột “{column.label}” chỉ nhận Có hoặc Không, gặp “{shortened(str(cell.value))}”.",
        "Chọn Có hoặc Không.",
    )


def _plain_number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value).replace(".", ",")


def _number(cell: CellContent, column: SheetColumn) -> str:
    if cell.type is CellType.DAY:
        raise CellError(
            "number",
            f"Excel đã đổi ô “{column.label}” thành ngày tháng.",
            "Định dạng ô là Number (Số) rồi gõ lại con số.",
        )
    if cell.type is CellType.NUMBER:
        if "%" in cell.format:
            raise CellError(
                "number",
                f"Ô này ở dạng phần trăm: máy giữ {_plain_number(cell.value)} chứ không phải con số đang "
                "hiện.",
                "Định dạng ô là Text rồi gõ lại con số, không có dấu %.",
            )
        return str(int(cell.value)) if cell.value == int(cell.value) else repr(cell.value)
    text = tidy(str(cell.value))
    if re.fullmatch(r"-?[1-9]\d{0,2}(\.\d{3}){2,}|-?[1-9]\d{0,2}(,\d{3}){2,}", text):
        # In a number such as 1.234.567, with two or more points, the points can only separate thousands.
        return re.sub("[.,]", "", text)
    if re.fullmatch(r"-?[1-9]\d{0,2}[.,]\d{3}", text):
        advice = f"Viết {re.sub('[.,]', '', text)} nếu là hàng nghìn"
        if column.widget is Widget.NUMBER:
            advice += f", {text.replace('.', ',')}0 nếu là phần lẻ"
        raise CellError(
            "number",
            f"“{text}” ở cột “{column.label}” có thể đọc hai cách: hàng nghìn hay phần lẻ.",
            f"{advice}.",
        )
    if column.widget is Widget.NUMBER:
        if re.fullmatch(r"-?\d{1,3}(\.\d{3})*,\d+|-?\d+,\d+", text):
            return text.replace(".", "").replace(",", ".")
        if not re.fullmatch(r"-?\d+(\.\d+)?", text):
            raise CellError(
                "number",
                f"Cột “{column.label}” cần một con số, gặp “{shortened(text)}”.",
                "Chỉ gõ chữ số, dấu phẩy cho phần lẻ (97,4); đơn vị tính ghi ở cột riêng.",
            )
    elif not re.fullmatch(r"-?\d+", text):
        raise CellError(
            "number", f"Cột “{column.label}” cần một số nguyên, gặp “{shortened(text)}”.", "Chỉ gõ chữ số."
        )
    return text


def _day(cell: CellContent) -> str:
    if cell.type is CellType.DAY:
        return _real_day(cell)
    if cell.type is CellType.NUMBER and cell.value == int(cell.value) and int(cell.value) in _DAY_NUMBERS:
        return (_EPOCH + timedelta(days=int(cell.value))).isoformat()
    text = tidy(str(cell.value))
    if re.fullmatch(r"\d{5}", text) and int(text) in _DAY_NUMBERS:
        return (_EPOCH + timedelta(days=int(text))).isoformat()
    match = _DAY_FIRST.fullmatch(plain(text)) or _YEAR_FIRST.fullmatch(plain(text))
    if not match:
        raise CellError(
            "date",
            f"Không hiểu ngày “{shortened(text)}”.",
            "Gõ đủ ngày/tháng/năm, năm bốn chữ số, ví dụ 05/01/2020.",
        )
    year, month, day = (int(match[part]) for part in ("year", "month", "day"))
    if month > 12 >= day:
        raise CellError(
            "date",
            f"“{shortened(text)}” có tháng {month}: hình như ghi tháng trước ngày sau.",
            f"Ghi ngày trước tháng sau: {month:02d}/{day:02d}/{year}.",
        )
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        raise CellError(
            "date",
            f"Không có ngày “{shortened(text)}”.",
            "Xem lại lịch rồi gõ ngày/tháng/năm, ví dụ 05/01/2020.",
        ) from None


def _real_day(cell: CellContent) -> str:
    """Returns the date of a cell that Excel stores as a date, as YYYY-MM-DD.

    Raises CellError if the cell shows the month first, as American computers do, and the day could be a
    month. The user may then have typed a Vietnamese date, whose day Excel took for the month.
    """
    value = cell.value
    if isinstance(value, time) or (isinstance(value, datetime) and value.time() != time()):
        raise CellError(
            "date", "Ô này có cả giờ, không phải một ngày.", "Gõ ngày/tháng/năm, ví dụ 05/01/2020."
        )
    day = value.date() if isinstance(value, datetime) else value
    order = re.sub(r'\[[^\]]*\]|"[^"]*"|\\.', "", cell.format.lower())
    # The format "mm-dd-yy" means that Excel shows dates in the order usual on the computer. It does not prove
    # that the month is shown first.
    month_first = cell.format != "mm-dd-yy" and re.match(r"m{1,2}[^a-z]+d", order)
    if month_first and day.day <= 12 and day.day != day.month:
        raise CellError(
            "date",
            f"Ô này hiện tháng trước ngày ({day.month}/{day.day}/{day.year}): có thể là "
            f"ngày {day.day} tháng {day.month}, hoặc ngày {day.month} tháng {day.day} bị máy hiểu ngược.",
            f"Định dạng ô là Text rồi gõ {day:%d/%m/%Y} hoặc {day:%m/%d/%Y}.",
        )
    return str(day.isoformat())


_CLOCK = re.compile(r"(\d{1,2})\s*(?:(?::|h|g|giờ)\s*(\d{2})\s*(?:phút|p|')?(?::00)?|(?:h|g|giờ))")
_TIME_ADVICE = "Gõ giờ:phút theo 24 giờ, ví dụ 07:30 hoặc 14:00."


def _clock(cell: CellContent) -> str:
    """Returns a time of day as HH:MM.

    It is read from a text (7h30, 7g30, 7 giờ 30), or from a number, since Excel stores times as fractions of
    a day.
    """
    value = cell.value
    if cell.type is CellType.NUMBER and 0 <= value < 1 and abs(value * 1440 - round(value * 1440)) < 1e-3:
        return _hours(*divmod(round(value * 1440), 60), shown=_plain_number(value))
    if isinstance(value, time):
        if value.second or value.microsecond:
            raise CellError("time", f"Ô này là {value.isoformat('seconds')}, có cả giây.", _TIME_ADVICE)
        return value.strftime("%H:%M")
    if cell.type is CellType.DAY:
        raise CellError("time", "Ô này là một ngày, không phải giờ.", _TIME_ADVICE)
    text = _plain_number(value) if cell.type is CellType.NUMBER else tidy(str(value))
    if match := _CLOCK.fullmatch(plain(text)):
        return _hours(int(match[1]), int(match[2] or 0), shown=text)
    if len(re.findall(r"\d{1,2}\s*(?:[:hg]|giờ)\s*(?:\d{2})?", plain(text))) > 1:
        raise CellError("time", f"Ô này ghi hai giờ: “{shortened(text)}”.", "Mỗi ô một giờ, ví dụ 07:30.")
    near = re.fullmatch(r"(\d|[01]\d|2[0-3])[.,]([0-5]\d)", text)
    advice = f"Ghi {int(near[1]):02d}:{near[2]} nếu là giờ ấy." if near else _TIME_ADVICE
    raise CellError("time", f"Không hiểu giờ “{shortened(text)}”.", advice)


def _hours(hour: int, minute: int, *, shown: str) -> str:
    if hour > 23 or minute > 59:
        raise CellError("time", f"Không có giờ “{shortened(shown)}”.", _TIME_ADVICE)
    return f"{hour:02d}:{minute:02d}"
