"""A kind and a reference → the text of a new record: every field with its label and help, valid but for the blanks."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from typing import Any

from pydantic.fields import FieldInfo

from build_scripts.model.fields import Choice, Prose, Value
from build_scripts.model.kinds import Kind, Shape

_INDENT = "  "


def record_file(kind: Kind, given: Mapping[str, str]) -> str:
    """Path of the file that holds the record, relative to the root. `given` has the pattern's parts: unit, id, booklet."""
    return kind.pattern.format(**given)


def record_text(kind: Kind, given: Mapping[str, str]) -> str:
    """The file's text, or for a kind of many records a file the entry to be added to it."""
    # The path gives these (and `unit` only where the unit's folder is part of it).
    placed = {"id", "body", "sections", *(part for part in given if "{" + part + "}" in kind.pattern)}
    fields = {name: info for name, info in kind.record.model_fields.items() if name not in placed}
    if kind.shape is Shape.MAPPING:
        return f"{given['id']}:\n" + _lines(fields, _INDENT)
    heading = f"# {kind.label}. Dòng bắt đầu bằng # là lời dẫn, xóa đi cũng được. Trường bắt buộc ghi (*).\n"
    if kind.shape is Shape.FILE:
        return heading + _lines(fields, "")
    body = (
        "Viết bài ở đây. Dùng ## cho đầu mục, **đậm**, *nghiêng*.\n"
        if kind.shape is Shape.PROSE
        else "## [1.I.1] Tên mục\n\nViết nội dung của mục ở đây.\n"
    )
    return f"---\n{heading}{_lines(fields, '')}---\n\n{body}"


def _lines(fields: Mapping[str, FieldInfo], indent: str) -> str:
    return "".join(_field(info.alias or name, info, indent) for name, info in fields.items())


def _field(name: str, info: FieldInfo, indent: str) -> str:
    star = " (*)" if info.is_required() else ""
    annotation = _plain(info.annotation)
    comment = f"{indent}# {info.title}{star}: {info.description}\n"
    inner = _plain(typing.get_args(annotation)[0]) if typing.get_origin(annotation) is tuple else annotation
    if isinstance(inner, type) and issubclass(inner, Choice):
        comment += f"{indent}#   {', '.join(f'{choice.value} = {choice.label}' for choice in inner)}\n"
    if isinstance(inner, type) and issubclass(inner, Value) and not issubclass(inner, Prose):
        dash = "- " if inner is not annotation else ""
        names = [entry.alias or key for key, entry in inner.model_fields.items()]
        comment += f"{indent}#   gồm: {dash}{', '.join(names)}\n"
    return f"{comment}{indent}{name}:\n"


def _plain(annotation: Any) -> Any:
    if typing.get_origin(annotation) is typing.Annotated:
        return _plain(typing.get_args(annotation)[0])
    if typing.get_origin(annotation) in (types.UnionType, typing.Union):
        return _plain(next(part for part in typing.get_args(annotation) if part is not type(None)))
    return annotation
