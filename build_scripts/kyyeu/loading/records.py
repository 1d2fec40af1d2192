"""A tree of plain values → one record, or Problems in Vietnamese at the line and column of each wrong value."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from kyyeu.loading.yaml_nodes import KEY
from kyyeu.model.fields import ID_LENGTH, Choice, Value
from kyyeu.model.sources import Path, Positions
from kyyeu.problems import Place, Problem, nearest
from kyyeu.vietnamese import slug

RecordType = type[Value]


def build_record(
    record: RecordType, tree: Any, positions: Positions, given: Mapping[str, Any]
) -> tuple[Value | None, list[Problem]]:
    """Validate `tree` with the fields that its path gives (`given`: id, unit, body…). None where any field is wrong."""
    if tree is None:
        tree = {}
    if not isinstance(tree, dict):
        return None, [
            Problem(
                positions.place(),
                "record-shape",
                "Phần khai báo phải gồm các trường “tên: giá trị”.",
                "Mỗi trường một dòng, bắt đầu bằng tên trường và dấu hai chấm.",
            )
        ]
    problems = [
        Problem(
            positions.place((key, KEY)),
            "field-given",
            f"Trường “{key}” do tên tệp và thư mục quyết định.",
            "Xóa dòng này.",
        )
        for key in given
        if key in tree
    ]
    try:
        return record.model_validate({**tree, **given}), problems
    except ValidationError as error:
        return None, [
            *problems,
            *(
                _problem(record, entry, positions, given)
                for entry in error.errors(include_url=False)
                if not _echo(entry)
            ),
        ]


def _echo(error: Any) -> bool:
    """A list whose only items are wrong is called too short as well: one Problem is enough."""
    return error["type"] == "too_short" and bool(error.get("input"))


def _problem(record: RecordType, error: Any, positions: Positions, given: Mapping[str, Any]) -> Problem:
    path: Path = tuple(error["loc"])
    kind, found = error["type"], error.get("input")
    if path[-1:] == ("[key]",):
        return id_problem(positions.place((*path[:-1], KEY)), str(path[-2]))
    info, owner = _describe(record, path)
    name = next((str(part) for part in reversed(path) if isinstance(part, str)), "")
    label = f"“{name}” ({info.title})" if info and info.title else f"“{name}”"
    if kind == "missing":
        asked = _asked_of(info)
        if positions.marked((*path, KEY)):
            return _empty(positions.place((*path, KEY)), label, asked)
        place = positions.place((*path[:-1], KEY))
        return Problem(
            place, "field-missing", f"Thiếu trường {label}.", f"Thêm dòng “{name}: …”, ghi: {asked}"
        )
    if kind == "extra_forbidden":
        valid = (
            [
                entry.alias or key
                for key, entry in owner.model_fields.items()
                if owner is not record or key not in given
            ]
            if owner
            else []
        )
        advice = nearest(str(path[-1]), valid) or f"Các trường nhận được: {', '.join(valid)}."
        return Problem(
            positions.place((*path, KEY)),
            "field-unknown",
            f"Không có trường “{shortened(str(path[-1]))}” ở đây.",
            advice,
        )
    if kind in ("string_too_short", "too_short"):
        return _empty(positions.place(path), label, _asked_of(info))
    code, sentence, advice = _wording(kind, label, found, error.get("ctx", {}), info)
    return Problem(positions.place(path), code, sentence, advice)


def _empty(place: Place, label: str, asked: str) -> Problem:
    return Problem(place, "field-empty", f"Trường {label} để trống.", f"Ghi sau dấu hai chấm: {asked}")


def _asked_of(info: FieldInfo | None) -> str:
    """What to write into a field that is missing: its help and, where only some codes will do, these."""
    help = info.description or "" if info else ""
    listed = _listed(_choices(info))
    return f"{help} Chọn một trong: {listed}." if listed else help


def _listed(choices: Sequence[Choice]) -> str:
    return ", ".join(f"{choice.value} ({choice.label})" for choice in choices)


def id_problem(place: Place, found: str, what: str = "", more: str = "") -> Problem:
    """`found` is no id: too long, or not written as one. `what` it is the name of, and what `more` to do, where that is known."""
    subject = f"{what} “{shortened(found)}”".strip()
    if len(found) > ID_LENGTH:
        return Problem(
            place, "id", f"{subject} dài quá {ID_LENGTH} chữ, không dùng làm mã được.", f"Rút ngắn{more}."
        )
    advice = f"Chỉ dùng chữ thường không dấu, chữ số và gạch nối, ví dụ {slug(found)}{more}."
    return Problem(place, "id", f"{subject} không dùng làm mã được.", advice)


def _wording(
    kind: str, label: str, found: Any, context: Mapping[str, Any], info: FieldInfo | None
) -> tuple[str, str, str]:
    shown = _shown(found)
    if kind == "enum":
        choices = _choices(info)
        meant = [choice.value for choice in choices if slug(choice.label) == slug(str(found))]
        return (
            "choice",
            f"Trường {label} không nhận {shown}.",
            f"{nearest(shortened(str(found)), meant or [choice.value for choice in choices], sure=bool(meant))} "
            f"Chọn một trong: {_listed(choices)}.".strip(),
        )
    if kind == "day_form":
        better = context.get("better")
        return (
            "date",
            f"Trường {label} cần một ngày, gặp {shown}.",
            f"Viết {better}." if better else "Viết năm-tháng-ngày có thật, ví dụ 2020-01-05.",
        )
    if kind == "url_ascii":
        better = context.get("better")
        advice = (
            f"Ghi tên miền là {better}; chữ có dấu ở phần sau ghi ở dạng %…."
            if better
            else "Chép địa chỉ từ trình duyệt."
        )
        return "url", f"Trường {label} có chữ không viết được trong địa chỉ mạng, gặp {shown}.", advice
    if kind in ("string_too_long", "too_long"):
        return (
            "too-long",
            f"Trường {label} dài quá mức {context.get('max_length')}.",
            "Rút ngắn; phần dài hơn viết vào bài.",
        )
    if kind in ("greater_than_equal", "less_than_equal"):
        least = kind == "greater_than_equal"
        bound = context["ge"] if least else context["le"]
        return (
            "number-range",
            f"Trường {label} ghi {shown}, {'nhỏ nhất' if least else 'lớn nhất'} là {bound}.",
            f"Ghi một số từ {bound} trở {'lên' if least else 'xuống'}.",
        )
    sentence, advice, code = _PLAIN.get(
        kind, ("có giá trị không hợp lệ", info.description or "" if info else "", "value")
    )
    if context.get("better"):
        advice = (
            f"Đổi tên tệp thành {context['better']}, rồi ghi lại ở đây."
            if code == "file-name"
            else f'Viết "{context["better"]}".'
        )
    tail = "" if kind == "period_order" else f", gặp {shown}"
    return code, f"Trường {label} {sentence}{tail}.", advice


def _shown(found: Any) -> str:
    """What was found, as a reader would call it."""
    if isinstance(found, dict):
        return "một nhóm trường"
    if isinstance(found, (list, tuple)):
        return "một danh sách"
    return f"“{shortened(str(found))}”" if found is not None else "chỗ trống"


def shortened(text: str, length: int = 60) -> str:
    """A text fit to stand in a sentence: one line, at most `length` characters."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"


_PLAIN: dict[str, tuple[str, str, str]] = {
    "clock_form": ("cần giờ và phút", 'Viết dạng "07:30".', "time"),
    "school_year_form": ("cần một năm học", "Viết hai năm liền nhau, ví dụ 2018-2019.", "school-year"),
    "url_form": ("cần một địa chỉ mạng", "Bắt đầu bằng http:// hoặc https://, không có dấu cách.", "url"),
    "email_form": (
        "cần một địa chỉ thư điện tử",
        "Viết dạng ten@coquan.vn, không dấu, không dấu cách.",
        "email",
    ),
    "account_form": (
        "cần tên một tài khoản trên kho mã",
        "Chỉ ghi tên, không có @ và địa chỉ, ví dụ vanthu-suoingoc.",
        "account",
    ),
    "file_name_form": (
        "cần tên tệp không dấu, không dấu cách",
        "Đổi tên tệp, ví dụ chan-dung.jpg, rồi ghi lại ở đây.",
        "file-name",
    ),
    "checksum_form": (
        "cần mã băm SHA-256 gồm 64 chữ số và chữ a–f",
        "Lấy lại tệp này từ kho: lệnh kyyeu print … --final ghi, không sửa tay.",
        "checksum",
    ),
    "integer_form": ("cần một số nguyên", "Chỉ dùng chữ số, không dấu chấm, dấu phẩy.", "number"),
    "int_parsing": ("cần một số nguyên", "Chỉ dùng chữ số, không dấu chấm, dấu phẩy.", "number"),
    "int_type": ("cần một số nguyên", "Chỉ dùng chữ số.", "number"),
    "float_parsing": (
        "cần một con số",
        "Viết 97.4 (dấu chấm cho phần lẻ), không có dấu phân cách hàng nghìn.",
        "number",
    ),
    "finite_number": ("cần một con số", "Viết 97.4 (dấu chấm cho phần lẻ).", "number"),
    "int_parsing_size": ("cần một số nguyên", "Con số này quá dài; sửa lại.", "number"),
    "number_form": (
        "có thể đọc hai cách: hàng nghìn hay phần lẻ",
        "Số nghìn viết liền (1250). Phần lẻ thì bỏ hoặc thêm một số 0 ở cuối (1.25 hoặc 1.2500).",
        "number",
    ),
    "float_type": ("cần một con số", "Viết 97.4 (dấu chấm cho phần lẻ).", "number"),
    "flag_form": ("chỉ nhận true (có) hoặc false (không)", "Viết true hoặc false.", "flag"),
    "bool_parsing": ("chỉ nhận true (có) hoặc false (không)", "Viết true hoặc false.", "flag"),
    "bool_type": ("chỉ nhận true (có) hoặc false (không)", "Viết true hoặc false.", "flag"),
    "one_line": ("chỉ được một dòng", "Viết liền một dòng; đoạn dài đặt trong bài viết.", "one-line"),
    "period_order": ("có mốc đầu sau mốc cuối", "Đổi lại since và until.", "period"),
    "string_type": ("phải là chữ", "Viết một dòng chữ; đặt trong ngoặc kép nếu có dấu hai chấm.", "text"),
    "tuple_type": ("phải là danh sách", "Mỗi mục một dòng bắt đầu bằng “- ”.", "list"),
    "model_type": (
        "phải gồm các trường con",
        "Viết các trường con ở dòng dưới, thụt vào hai dấu cách.",
        "group",
    ),
    "model_attributes_type": (
        "phải gồm các trường con",
        "Viết các trường con ở dòng dưới, thụt vào hai dấu cách.",
        "group",
    ),
    "dict_type": (
        "phải gồm các mục “mã: …”",
        "Viết mỗi mục với mã của nó ở dòng dưới, thụt vào hai dấu cách.",
        "group",
    ),
    "string_pattern_mismatch": (
        "chỉ nhận chữ thường không dấu, chữ số và gạch nối",
        "Ví dụ: quach-ngan-khe.",
        "id",
    ),
}


def _describe(record: RecordType, path: Path) -> tuple[FieldInfo | None, RecordType | None]:
    """The field a path ends in (None for a list's item without one) and the class that holds it."""
    current: Any = record
    owner: RecordType | None = None
    info: FieldInfo | None = None
    for part in path:
        current = _plain(current)
        if isinstance(current, type) and issubclass(current, Value):
            owner = current
            info = next(
                (entry for key, entry in current.model_fields.items() if part in (key, entry.alias)), None
            )
            current = info.annotation if info else None
        else:
            arguments = typing.get_args(current)
            current = (
                arguments[1] if typing.get_origin(current) is dict else (arguments[0] if arguments else None)
            )
    return info, owner


def _plain(annotation: Any) -> Any:
    """Strip Annotated[…] and … | None."""
    while True:
        if typing.get_origin(annotation) is typing.Annotated:
            annotation = typing.get_args(annotation)[0]
        elif typing.get_origin(annotation) in (types.UnionType, typing.Union):
            annotation = next(
                argument for argument in typing.get_args(annotation) if argument is not type(None)
            )
        else:
            return annotation


def _choices(info: FieldInfo | None) -> list[Choice]:
    annotation = _plain(info.annotation) if info else None
    if typing.get_origin(annotation) is tuple:
        annotation = _plain(typing.get_args(annotation)[0])
    return list(annotation) if isinstance(annotation, type) and issubclass(annotation, Enum) else []
