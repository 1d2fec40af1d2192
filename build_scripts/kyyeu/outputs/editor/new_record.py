"""A kind and a reference → the text of a new record: every field with its label and help, valid but for the blanks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from kyyeu.model.fields import ID_LENGTH, is_id
from kyyeu.model.form import Field, fields_of, written_fields
from kyyeu.model.kinds import BY_NAME, Kind, Shape
from kyyeu.outputs.editor.canonical import canonical_text
from kyyeu.problems import UsageError, nearest
from kyyeu.vietnamese import slug
from kyyeu.work.replace import replace_file

_INDENT = "  "


def new_record(root: Path, kind_name: str, ref: str, day: date) -> str:
    """Write a commented file for a new record, or add an entry to a file of many; says where in Vietnamese. Never overwrites.

    `day` is what an example of a date shows. Raises UsageError."""
    kind = BY_NAME.get(kind_name)
    if kind is None:
        raise UsageError(
            f"không có loại bản ghi “{kind_name}”. {nearest(kind_name, BY_NAME) or 'Các loại: ' + ', '.join(BY_NAME)}"
        )
    if kind.register:
        raise UsageError("sổ bản đã chốt không tạo bằng tay: in và chốt bằng kyyeu print … --final")
    given = _parts_of(kind.pattern, ref)
    if "unit" in given and not (root / "data/units" / given["unit"] / "unit.yml").is_file():
        units = [folder.parent.name for folder in (root / "data/units").glob("*/unit.yml")]
        advice = nearest(given["unit"], units) or f"Tạo bằng: kyyeu new unit {given['unit']}"
        raise UsageError(f"không có đơn vị “{given['unit']}”. {advice}")
    if kind.name == "news" and not re.match(r"\d{4}-\d{2}-\d{2}-", given["id"]):
        raise UsageError(f"mã tin bắt đầu bằng ngày đăng, ví dụ {given['unit']}/{day}-{given['id']}")
    path = root / record_file(kind, given)
    text = blank_text(kind, given)
    if kind.shape.holds_many and path.exists():
        text = f"{path.read_text(encoding='utf-8').rstrip()}\n\n{text}"
        if f"\n{given['id']}:" in f"\n{path.read_text(encoding='utf-8')}":
            raise UsageError(f"đã có mục “{given['id']}” trong {record_file(kind, given)}")
    elif path.exists():
        raise UsageError(f"đã có tệp {record_file(kind, given)}")
    text, _ = canonical_text(kind, record_file(kind, given), text)
    replace_file(path, text.encode())
    return f"Đã tạo {record_file(kind, given)}. Điền các trường ghi (*), rồi chạy: kyyeu check"


def _parts_of(pattern: str, ref: str) -> dict[str, str]:
    names = [part for part in ("unit", "booklet", "id") if "{" + part + "}" in pattern or part == "id"]
    parts = ref.split("/")
    if len(parts) != len(names):
        raise UsageError(
            f"mã “{ref}” cần dạng {'/'.join({'unit': 'đơn-vị', 'booklet': 'ấn-phẩm', 'id': 'mã'}[name] for name in names)}"
        )
    if bad := [part for part in parts if not is_id(part)]:
        advice = f"ví dụ {slug(bad[0])}" if len(bad[0]) <= ID_LENGTH else f"không quá {ID_LENGTH} chữ"
        raise UsageError(
            f"“{bad[0]}” không dùng làm mã được: chỉ dùng chữ thường không dấu, chữ số và gạch nối, {advice}"
        )
    return dict(zip(names, parts, strict=True))


def record_file(kind: Kind, given: Mapping[str, str]) -> str:
    """Path of the file that holds the record, relative to the root. `given` has the pattern's parts: unit, id, booklet."""
    return kind.pattern.format(**given)


def blank_text(kind: Kind, given: Mapping[str, str]) -> str:
    """The file's text, or for a kind of many records a file the entry to be added to it."""
    fields = written_fields(kind).values()
    if kind.shape is Shape.MAPPING:
        return f"{given['id']}:\n" + _lines(fields, _INDENT)
    heading = f"# {kind.label}. Dòng bắt đầu bằng # là lời dẫn, xóa đi cũng được. Trường bắt buộc ghi (*).\n"
    heading += "# Muốn dùng các trường con thì bỏ dấu # ở đầu dòng.\n"
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
    example = "".join(f"{indent}#{line}\n" for line in _example(field))
    return f"{comment}{indent}{field.name}:\n{example}"


def _example(field: Field) -> list[str]:
    """The lines of the group of fields below a field, each with its label; nothing below a mapping, whose keys are the editor's."""
    if field.group is None or field.keyed:
        return []
    lines = []
    for inner in fields_of(field.group).values():
        lines += [f"{inner.name}:  # {inner.label}{_star(inner)}", *_example(inner)]
    dash = "- " if field.many else ""
    return [f"{_INDENT}{dash if number == 0 else ' ' * len(dash)}{line}" for number, line in enumerate(lines)]


def _star(field: Field) -> str:
    return " (*)" if field.required else ""
