"""Writes a file for a new record: every field is blank, with its label and help text as comments."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from kyyeu.loading.text import read_text
from kyyeu.model.fields import ID_LENGTH, is_id
from kyyeu.model.form import Field, fields_of, written_fields
from kyyeu.model.kinds import BY_NAME, Kind, Shape
from kyyeu.outputs.editor.canonical import canonical_text
from kyyeu.problems import ContentError, UsageError, nearest
from kyyeu.vietnamese import slug
from kyyeu.work.replace import replace_file

_INDENT = "  "


def new_record(root: Path, kind_name: str, ref: str, day: date) -> str:
    """Writes a blank new record, and returns a Vietnamese sentence that says where the record is.

    The record gets a file of its own, or is added to the file that holds all records of its kind. `day` is
    used in examples of dates. Raises UsageError for wrong arguments and for a record that exists already.
    Raises ContentError if the file to which the record is to be added cannot be read.
    """
    kind = BY_NAME.get(kind_name)
    if kind is None:
        raise UsageError(
            f"không có loại bản ghi “{kind_name}”. "
            f"{nearest(kind_name, BY_NAME) or 'Các loại: ' + ', '.join(BY_NAME)}"
        )
    if kind.register:
        raise UsageError("sổ bản đã chốt không tạo bằng tay: in và chốt bằng kyyeu print … --final")
    parts = _parts_of(kind.pattern, ref)
    if "unit" in parts and not (root / "data/units" / parts["unit"] / "unit.yml").is_file():
        units = (path.parent.name for path in (root / "data/units").glob("*/unit.yml"))
        advice = nearest(parts["unit"], units) or f"Tạo bằng: kyyeu new unit {parts['unit']}"
        raise UsageError(f"không có đơn vị “{parts['unit']}”. {advice}")
    if kind.name == "news" and not re.match(r"\d{4}-\d{2}-\d{2}-", parts["id"]):
        raise UsageError(f"mã tin bắt đầu bằng ngày đăng, ví dụ {parts['unit']}/{day}-{parts['id']}")
    file = kind.pattern.format(**parts)
    path = root / file
    text = blank_text(kind, parts)
    if path.exists():
        if not kind.shape.holds_many:
            raise UsageError(f"đã có tệp {file}")
        old, problems = read_text(root, file)
        if old is None:
            raise ContentError(problems)
        if f"\n{parts['id']}:" in f"\n{old}":
            raise UsageError(f"đã có mục “{parts['id']}” trong {file}")
        text = f"{old.rstrip()}\n\n{text}"
    replace_file(path, canonical_text(kind, file, text)[0].encode())
    return f"Đã tạo {file}. Điền các trường ghi (*), rồi chạy: kyyeu check"


def _parts_of(pattern: str, ref: str) -> dict[str, str]:
    """Splits a record's reference: 'thpt-a/lan' becomes {'unit': 'thpt-a', 'id': 'lan'}.

    The keys are the placeholders in `pattern`, the path of this kind's files. Raises UsageError if a part of
    the reference is not a valid id.
    """
    vietnamese = {"unit": "đơn-vị", "booklet": "ấn-phẩm", "id": "mã"}
    names = [name for name in vietnamese if "{" + name + "}" in pattern or name == "id"]
    parts = ref.split("/")
    if len(parts) != len(names):
        raise UsageError(f"mã “{ref}” cần dạng {'/'.join(vietnamese[name] for name in names)}")
    if bad := [part for part in parts if not is_id(part)]:
        advice = f"ví dụ {slug(bad[0])}" if len(bad[0]) <= ID_LENGTH else f"không quá {ID_LENGTH} chữ"
        raise UsageError(
            f"“{bad[0]}” không dùng làm mã được: chỉ dùng chữ thường không dấu, chữ số và gạch nối, {advice}"
        )
    return dict(zip(names, parts, strict=True))


def blank_text(kind: Kind, parts: Mapping[str, str]) -> str:
    """Returns the text of a blank record's file, or of a blank record to add to a file of many records.

    `parts` has the values of the placeholders in the record kind's path pattern: unit, booklet, id.
    """
    fields = written_fields(kind).values()
    if kind.shape is Shape.MAPPING:
        return f"{parts['id']}:\n" + _lines(fields, _INDENT)
    heading = (
        f"# {kind.label}. Dòng bắt đầu bằng # là lời dẫn, xóa đi cũng được. Trường bắt buộc ghi (*).\n"
        "# Muốn dùng các trường con thì bỏ dấu # ở đầu dòng.\n"
    )
    if kind.shape is Shape.FILE:
        return heading + _lines(fields, "")
    body = (
        "Viết bài ở đây. Dùng ## cho đầu mục, **đậm**, *nghiêng*.\n"
        if kind.shape is Shape.PROSE
        else "## [1.I.1] Tên mục\n\nViết nội dung của mục ở đây.\n"
    )
    return f"---\n{heading}{_lines(fields, '')}---\n\n{body}"


def _lines(fields: Iterable[Field], indent: str) -> str:
    return "".join(_field(field, indent) for field in fields)


def _field(field: Field, indent: str) -> str:
    comment = f"{indent}# {field.label}{_star(field)}: {field.help}\n"
    if field.choices is not None:
        comment += (
            f"{indent}#   {', '.join(f'{choice.value} = {choice.label}' for choice in field.choices)}\n"
        )
    return f"{comment}{indent}{field.name}:\n" + "".join(f"{indent}#{line}\n" for line in _example(field))


def _example(field: Field) -> list[str]:
    """Returns YAML lines that show the nested fields of a field, each with its label as a comment.

    The caller comments the lines out. Returns [] for a field without nested fields, and for a mapping,
    because its users choose the keys.
    """
    if field.group is None or field.keyed:
        return []
    lines = []
    for inner in fields_of(field.group).values():
        lines += [f"{inner.name}:  # {inner.label}{_star(inner)}", *_example(inner)]
    dash = "- " if field.many else ""
    return [f"{_INDENT}{dash if number == 0 else ' ' * len(dash)}{line}" for number, line in enumerate(lines)]


def _star(field: Field) -> str:
    return " (*)" if field.required else ""
