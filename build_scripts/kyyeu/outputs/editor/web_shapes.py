"""Describes the layout of record files for the JavaScript that saves them in the web editor.

That is theme/editor/formats.js. A value is described by a word (text, line, integer, number, flag, day) or a
mapping: `fields` of a group, `list` of values, `keyed` records by id.
"""

from collections.abc import Mapping
from typing import Any

from kyyeu.model.awards import CitedDecision
from kyyeu.model.fields import Choice
from kyyeu.model.form import Field, Widget, fields_of, written_fields
from kyyeu.model.kinds import Kind, Shape
from kyyeu.outputs.editor.canonical import modeline

ValueShape = str | dict[str, Any]
_WORDS = (Widget.INTEGER, Widget.NUMBER, Widget.FLAG, Widget.DAY, Widget.LINE)


def file_shape(kind: Kind) -> dict[str, Any]:
    """Returns the file layout of a record kind: format (`form`), first line (`head`), and `fields`."""
    return {
        "kind": kind.name,
        "form": kind.shape.value,
        "head": modeline(kind, kind.pattern) if kind.shape in (Shape.FILE, Shape.MAPPING) else "",
        "fields": _fields(written_fields(kind)),
    }


def _fields(fields: Mapping[str, Field]) -> dict[str, ValueShape]:
    return {name: _with_default(_shape(field), field) for name, field in fields.items()}


def _with_default(shape: ValueShape, field: Field) -> ValueShape:
    """Adds a field's default value to its description for the web editor.

    Record files leave out values that equal the default; the editor shows the default in their place.
    """
    default = field.default.value if isinstance(field.default, Choice) else field.default
    return (
        {"is": shape, "default": default}
        if isinstance(default, bool | int | str) and not field.many
        else shape
    )


def _shape(field: Field) -> ValueShape:
    if field.keyed:
        return (
            {"keyed": _fields({name: part for name, part in fields_of(field.group).items() if name != "id"})}
            if field.group
            else "text"
        )
    shape: ValueShape = str(field.widget.value) if field.widget in _WORDS else "text"
    if field.group is not None:
        shape = {
            "fields": _fields(fields_of(field.group)),
            **({"short": "id"} if field.group is CitedDecision else {}),
        }
    return {"list": shape} if field.many else shape
