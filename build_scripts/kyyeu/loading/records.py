"""Turns the values read from a file into a record, or into a Vietnamese Problem for each wrong value."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from pydantic import ValidationError

from kyyeu.loading.yaml_nodes import KEY
from kyyeu.model.fields import ID_LENGTH, Choice, Value
from kyyeu.model.form import Field, fields_of
from kyyeu.model.sources import Path, Positions
from kyyeu.problems import Effort, Place, Problem
from kyyeu.vietnamese import slug

RecordType = type[Value]


def build_record(
    record: RecordType,
    tree: Any,
    positions: Positions,
    given: Mapping[str, Any],
    effort: Effort | None = None,
) -> tuple[Value | None, list[Problem]]:
    """Turns `tree`, the values written in a file, into a record, and lists a Problem for each wrong value.

    The record is None if any field is wrong. `given` holds fields that are not written in the file, such as
    the id, the unit or the Markdown body. `effort` limits how many Problems of a file get a detailed message.
    """
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
        details = [
            detail
            for detail in error.errors(include_url=False)
            # pydantic also reports a list as too short if all its items are wrong. The items are reported
            # anyway, so that error is skipped.
            if detail["type"] != "too_short" or not detail.get("input")
        ]
        effort = effort or Effort()
        problems += [
            _problem(record, detail, positions, given, effort)
            if effort.is_worth_words(positions.file)
            else Problem(positions.place(tuple(detail["loc"])), "value", "Có giá trị không hợp lệ.")
            for detail in details
        ]
        return None, problems


def sound_part(record: RecordType, tree: Any, given: Mapping[str, Any]) -> Value | None:
    """Returns an invalid record without its wrong fields, or None if the other fields make no record.

    The result is never published. It only serves to decide whether messages may name the person of the
    record.
    """
    kept = dict(tree) if isinstance(tree, dict) else {}
    while True:
        try:
            return record.model_validate({**kept, **given})
        except ValidationError as error:
            wrong = {detail["loc"][0] for detail in error.errors(include_url=False, include_input=False)}
            if not wrong & kept.keys():
                return None
            kept = {name: value for name, value in kept.items() if name not in wrong}


def _problem(
    record: RecordType, error: Any, positions: Positions, given: Mapping[str, Any], effort: Effort
) -> Problem:
    path: Path = tuple(error["loc"])
    if path[-1:] == ("[key]",):
        return id_problem(positions.place((*path[:-1], KEY)), str(path[-2]))
    field, owner = _describe(record, path)
    name = next((str(part) for part in reversed(path) if isinstance(part, str)), "")
    label = f"“{name}” ({field.label})" if field else f"“{name}”"
    match error["type"]:
        case "missing" if not positions.marked((*path, KEY)):
            return Problem(
                positions.place((*path[:-1], KEY)),
                "field-missing",
                f"Thiếu trường {label}.",
                f"Thêm dòng “{name}: …”, ghi: {_help(field)}",
            )
        case "missing":
            return _empty(positions.place((*path, KEY)), label, field)
        case "string_too_short" | "too_short":
            return _empty(positions.place(path), label, field)
        case "extra_forbidden":
            fields = fields_of(owner) if owner else ()
            valid = [valid_name for valid_name in fields if owner is not record or valid_name not in given]
            place = positions.place((*path, KEY))
            return Problem(
                place,
                "field-unknown",
                f"Không có trường “{shortened(name)}” ở đây.",
                effort.nearest(place, name, valid) or f"Các trường nhận được: {', '.join(valid)}.",
            )
        case kind:
            place = positions.place(path)
            suggest = partial(effort.nearest, place)
            code, sentence, advice = _wording(
                kind, label, error.get("input"), error.get("ctx", {}), field, suggest
            )
            return Problem(place, code, sentence, advice)


def _empty(place: Place, label: str, field: Field | None) -> Problem:
    return Problem(place, "field-empty", f"Trường {label} để trống.", f"Ghi sau dấu hai chấm: {_help(field)}")


def _help(field: Field | None) -> str:
    """Returns Vietnamese advice on what to write into an empty field: its help text, and its choices."""
    if field is None:
        return ""
    return f"{field.help} Chọn một trong: {_listed(field.choices)}." if field.choices else field.help


def _listed(choices: Iterable[Choice]) -> str:
    return ", ".join(f"{choice.value} ({choice.label})" for choice in choices)


def id_problem(place: Place, text: str, what: str = "", more: str = "") -> Problem:
    """Returns the Problem that `text` is not a valid id, because it is too long or has other characters.

    `what` says in Vietnamese what `text` is, for example a name; `more` is appended to the advice.
    """
    too_long, advice = "", f"Chỉ dùng chữ thường không dấu, chữ số và gạch nối, ví dụ “{slug(text)}”"
    if len(text) > ID_LENGTH:
        too_long, advice = f" dài quá {ID_LENGTH} chữ,", "Rút ngắn"
    sentence = f"{what} “{shortened(text)}”{too_long} không dùng làm mã được.".strip()
    return Problem(place, "id", sentence, f"{advice}{more}.")


def _wording(
    kind: str,
    label: str,
    value: Any,
    context: Mapping[str, Any],
    field: Field | None,
    suggest: Callable[..., str],
) -> tuple[str, str, str]:
    """Returns a Problem's code, Vietnamese sentence and advice for one kind of pydantic validation error."""
    shown, better = _shown(value), context.get("better")
    match kind:
        case "enum":
            choices = list(field.choices or ()) if field else []
            meant = [choice.value for choice in choices if slug(choice.label) == slug(str(value))]
            valid = meant or [choice.value for choice in choices]
            question = suggest(shortened(str(value)), valid, sure=bool(meant))
            advice = f"{question} Chọn một trong: {_listed(choices)}.".strip()
            return "choice", f"Trường {label} không nhận {shown}.", advice
        case "day_form":
            advice = f"Viết {better}." if better else "Viết năm-tháng-ngày có thật, ví dụ 2020-01-05."
            return "date", f"Trường {label} cần một ngày, gặp {shown}.", advice
        case "url_ascii":
            advice = (
                f"Ghi tên miền là {better}; chữ có dấu ở phần sau ghi ở dạng %…."
                if better
                else "Chép địa chỉ từ trình duyệt."
            )
            return "url", f"Trường {label} có chữ không viết được trong địa chỉ mạng, gặp {shown}.", advice
        case "url_sign":
            sentence = (
                f"Trường {label} có dấu {context['sign']} không viết được trong địa chỉ mạng, gặp {shown}."
            )
            return "url", sentence, "Chép địa chỉ từ trình duyệt."
        case "url_user":
            # The sentence does not quote the web address, because the address may contain a password.
            sentence = f"Trường {label} có tên người dùng hay mật khẩu ở trước tên miền."
            return (
                "url",
                sentence,
                "Xóa phần từ sau // đến hết dấu @; nếu là mật khẩu thật thì đổi mật khẩu ấy.",
            )
        case "string_too_long" | "too_long":
            sentence = f"Trường {label} dài quá mức {context.get('max_length')}."
            return "too-long", sentence, "Rút ngắn; phần dài hơn viết vào bài."
        case "greater_than_equal":
            sentence = f"Trường {label} ghi {shown}, nhỏ nhất là {context['ge']}."
            return "number-range", sentence, f"Ghi một số từ {context['ge']} trở lên."
        case "less_than_equal":
            sentence = f"Trường {label} ghi {shown}, lớn nhất là {context['le']}."
            return "number-range", sentence, f"Ghi một số từ {context['le']} trở xuống."
    predicate, advice, code = _PLAIN.get(
        kind, ("có giá trị không hợp lệ", field.help if field else "", "value")
    )
    if better:
        advice = (
            f"Đổi tên tệp thành “{better}”, rồi ghi lại ở đây."
            if code == "file-name"
            else f'Viết "{better}".'
        )
    tail = "" if kind == "period_order" else f", gặp {shown}"
    return code, f"Trường {label} {predicate}{tail}.", advice


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "một nhóm trường"
    if isinstance(value, (list, tuple)):
        return "một danh sách"
    return f"“{shortened(str(value))}”" if value is not None else "chỗ trống"


def shortened(text: str, length: int = 60) -> str:
    """Shortens a text to one line of at most `length` characters, so that a message can quote it."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"


# Maps error types of pydantic to a Vietnamese sentence, advice, and the code of the Problem. For these
# errors, the message depends on nothing but the wrong value.
_PLAIN: dict[str, tuple[str, str, str]] = {
    "clock_form": ("cần giờ và phút", 'Viết dạng "07:30".', "time"),
    "school_year_form": ("cần một năm học", "Viết hai năm liền nhau, ví dụ 2018-2019.", "school-year"),
    "url_form": ("cần một địa chỉ mạng", "Bắt đầu bằng http:// hoặc https://, không có dấu cách.", "url"),
    "url_host": (
        "có tên miền không hợp lệ",
        "Tên miền gồm chữ không dấu, chữ số, gạch nối, dấu chấm, ví dụ sogddt.edu.vn.",
        "url",
    ),
    "url_port": ("có số cổng không hợp lệ", "Cổng là số từ 1 đến 65535; bỏ dấu : nếu không cần.", "url"),
    "url_coded": ("có dấu % đặt sai", "Chép địa chỉ từ trình duyệt.", "url"),
    "site_url_query": (
        "chỉ được gồm tên miền và thư mục",
        "Bỏ phần từ dấu ? hoặc # trở đi, ví dụ https://sogddt.edu.vn/ky-yeu/.",
        "site-url",
    ),
    "site_url_folder": (
        "có thư mục không dùng được",
        "Ghi tên miền, rồi thư mục gồm chữ không dấu, chữ số, gạch nối, ví dụ https://sogddt.edu.vn/ky-yeu/.",
        "site-url",
    ),
    "repository_form": (
        "cần địa chỉ trang của kho nội dung",
        "Mở kho trên trình duyệt rồi chép địa chỉ, ví dụ https://gitlab.com/so-gddt/ky-yeu.",
        "repository",
    ),
    "branch_form": ("cần tên một nhánh git", "Ghi đúng tên nhánh trên máy chủ git, ví dụ main.", "branch"),
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
    "version_form": (
        "cần số của một bản kyyeu",
        "Ghi dạng 0.2.0, hoặc xóa dòng này.",
        "version",
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


def _describe(record: RecordType, path: Path) -> tuple[Field | None, RecordType | None]:
    """Returns the field at the end of a path into a record, and the class of the group that has the field.

    For an item of a list or mapping, the field is the list or mapping. The field is None if it does not
    exist; the class is None if the path is empty.
    """
    group: RecordType | None = record
    owner: RecordType | None = None
    field: Field | None = None
    is_item = False
    for name in path:
        if is_item:  # `name` is an index of a list or a key of a mapping here, and no name of a field.
            is_item = False
        elif group:
            owner, field = group, fields_of(group).get(str(name))
            group = field.group if field else None
            is_item = field is not None and (field.many or field.keyed)
    return field, owner
