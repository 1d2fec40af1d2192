"""Describes the fields of a record class as forms show them: label, help, kind of value, choices, limits.

From these descriptions the program makes JSON Schemas, the web editor, the Excel workbook and the field
reference. The formatter of record files uses them too.
"""

import re
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

import annotated_types
from pydantic import AfterValidator, BeforeValidator, StringConstraints
from pydantic.fields import FieldInfo

from kyyeu.model import read, web_address
from kyyeu.model.fields import Choice, Prose, Record, Reference, Value
from kyyeu.model.kinds import Kind, Shape
from kyyeu.model.privacy import Channel, Privacy, privacy_of


class Widget(StrEnum):
    """Lists the kinds of value that an editor can enter into a field of a form."""

    LINE = "line"
    TEXT = "text"
    PROSE = "prose"
    DAY = "day"
    CLOCK = "clock"
    INTEGER = "integer"
    NUMBER = "number"
    FLAG = "flag"
    CHOICE = "choice"
    REFERENCE = "reference"
    SCHOOL_YEAR = "school_year"
    URL = "url"
    EMAIL = "email"
    FILE = "file"
    ID = "id"
    GROUP = "group"


@dataclass(frozen=True)
class Field:
    """Describes one field of a record, or of a group of fields inside a record.

    `name` is the field's key in files, `attribute` its name in the class. `many` means a list of values, and
    `keyed` a mapping of names to values. `group` is the class of the nested fields. `brief` means that a
    plain text may replace the group if only its first field is filled in. `reference` is the kind of record
    to which the field refers. `least` and `most` limit a number, and `longest` limits the characters of a
    text.
    """

    name: str
    label: str
    help: str
    required: bool
    widget: Widget
    many: bool = False
    keyed: bool = False
    group: type[Value] | None = None
    choices: type[Choice] | None = None
    reference: str = ""
    default: Any = None
    least: float | None = None
    most: float | None = None
    longest: int | None = None
    pattern: str = ""
    fewest_items: int | None = None
    most_items: int | None = None
    brief: bool = False
    attribute: str = ""
    privacy: Privacy | None = None

    def shown_on(self, channel: Channel) -> bool:
        """Returns whether the field may be shown in a publishing channel."""
        return self.privacy is not None and self.privacy.shown.on(channel)

    @property
    def bare(self) -> bool:
        """Returns whether YAML files have the field without quotes, as for numbers, true, false and dates."""
        return self.widget in (Widget.INTEGER, Widget.NUMBER, Widget.FLAG, Widget.DAY)


_VALIDATORS: Mapping[Any, Widget] = {
    read.one_line: Widget.LINE,
    read.clock: Widget.CLOCK,
    read.school_year: Widget.SCHOOL_YEAR,
    web_address.web_address: Widget.URL,
    web_address.site_address: Widget.URL,
    web_address.repository_address: Widget.URL,
    web_address.mail_address: Widget.EMAIL,
    web_address.branch: Widget.LINE,
    read.file_name: Widget.FILE,
    read.checksum: Widget.LINE,
    read.account: Widget.LINE,
    read.version: Widget.LINE,
}
_TYPES: tuple[tuple[type, Widget], ...] = (
    (bool, Widget.FLAG),
    (int, Widget.INTEGER),
    (float, Widget.NUMBER),
    (date, Widget.DAY),
)
_BODY = {Shape.PROSE: ("body",), Shape.SECTIONS: ("sections",)}


@cache
def fields_of(record: type[Value]) -> Mapping[str, Field]:
    """Returns the descriptions of the fields of a class by their key in files, in the order of the class."""
    return {
        info.alias or name: replace(
            _field(info.alias or name, info), attribute=name, privacy=privacy_of(info)
        )
        for name, info in record.model_fields.items()
    }


def fields_below(group: type[Value]) -> Mapping[str, Field]:
    """Returns the descriptions of the fields of a record or group of fields, by their key in files.

    A record's `id` is left out, because it is the record's key in the file.
    """
    return {
        name: field
        for name, field in fields_of(group).items()
        if not (name == "id" and issubclass(group, Record))
    }


def written_fields(kind: Kind) -> Mapping[str, Field]:
    """Returns descriptions of the fields that the YAML of a record kind's files contains, by key.

    The Markdown body is left out, and so are fields such as `id` that the file's path gives.
    """
    elsewhere = {"id", *_BODY.get(kind.shape, ()), *re.findall(r"\{(\w+)\}", kind.pattern)}
    return {name: field for name, field in fields_of(kind.record).items() if name not in elsewhere}


def _field(name: str, info: FieldInfo) -> Field:
    known: dict[str, Any] = {}
    base, marks = _unwrapped(info.annotation)
    outer = [*info.metadata, *marks]
    origin = typing.get_origin(base)
    if origin in (tuple, dict):
        known["many" if origin is tuple else "keyed"] = True
        known["fewest_items"], known["most_items"] = _sizes(outer)
        base, outer = _unwrapped(typing.get_args(base)[0 if origin is tuple else 1])
    known |= _kind(base, outer)
    if (
        known["widget"] is Widget.GROUP
        and not info.is_required()
        and any(isinstance(mark, BeforeValidator) for mark in outer)
    ):
        known["brief"] = not known.get("keyed")
    return Field(
        name,
        info.title or name,
        info.description or "",
        info.is_required(),
        default=None if info.is_required() else info.get_default(call_default_factory=True),
        **known,
    )


def _unwrapped(annotation: Any) -> tuple[Any, list[Any]]:
    """Returns the type inside a type annotation, and the metadata of the annotation as a list.

    Annotated and `| None` are removed, also where they are nested.
    """
    if typing.get_origin(annotation) is typing.Annotated:
        base, *marks = typing.get_args(annotation)
        inner, inner_marks = _unwrapped(base)
        return inner, [*inner_marks, *marks]
    if typing.get_origin(annotation) in (types.UnionType, typing.Union):
        return _unwrapped(next(option for option in typing.get_args(annotation) if option is not type(None)))
    return annotation, []


def _sizes(marks: list[Any]) -> tuple[int | None, int | None]:
    return (
        next((mark.min_length for mark in marks if isinstance(mark, annotated_types.MinLen)), None),
        next((mark.max_length for mark in marks if isinstance(mark, annotated_types.MaxLen)), None),
    )


def _kind(base: Any, marks: list[Any]) -> dict[str, Any]:
    if isinstance(base, type) and issubclass(base, Choice):
        return {"widget": Widget.CHOICE, "choices": base}
    if isinstance(base, type) and issubclass(base, Prose):
        return {"widget": Widget.PROSE}
    if isinstance(base, type) and issubclass(base, Value):
        return {"widget": Widget.GROUP, "group": base}
    for kind, widget in _TYPES:
        if isinstance(base, type) and issubclass(base, kind):
            return {"widget": widget, **_range(marks)}
    return _text(marks)


def _range(marks: list[Any]) -> dict[str, Any]:
    bounds: dict[str, Any] = {}
    for mark in _flat(marks):
        if isinstance(mark, annotated_types.Ge):
            bounds["least"] = mark.ge
        if isinstance(mark, annotated_types.Le):
            bounds["most"] = mark.le
    return bounds


def _text(marks: list[Any]) -> dict[str, Any]:
    known: dict[str, Any] = {"widget": Widget.TEXT}
    for mark in _flat(marks):
        if isinstance(mark, Reference):
            return {"widget": Widget.REFERENCE, "reference": mark.kind}
        if isinstance(mark, AfterValidator) and mark.func in _VALIDATORS:
            known["widget"] = _VALIDATORS[mark.func]
        if isinstance(mark, StringConstraints | annotated_types.MaxLen) and mark.max_length:
            known["longest"] = mark.max_length
        if pattern := getattr(mark, "pattern", None):
            known |= {"widget": Widget.ID, "pattern": str(pattern)}
    return known


def _flat(marks: list[Any]) -> list[Any]:
    """Returns a list of annotation metadata with each pydantic `Field(…)` replaced by what it contains."""
    return [inner for mark in marks for inner in (mark.metadata if isinstance(mark, FieldInfo) else [mark])]
