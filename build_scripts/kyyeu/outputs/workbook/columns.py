"""Turns a class of the model into the columns of its sheet, with the labels and help of its fields.

A group of fields becomes several columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kyyeu.model.fields import Choice, Id, Value, declare
from kyyeu.model.form import Field, Widget, fields_of
from kyyeu.model.privacy import NOWHERE

Keys = tuple[str, ...]  # the keys from a record to one of its values, such as ("consent", "date")
_WIDTHS = {
    Widget.TEXT: 50,
    Widget.DAY: 13,
    Widget.INTEGER: 10,
    Widget.NUMBER: 12,
    Widget.FLAG: 12,
    Widget.CHOICE: 26,
    Widget.REFERENCE: 32,
    Widget.SCHOOL_YEAR: 12,
    Widget.URL: 30,
    Widget.CLOCK: 10,
}


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of a sheet.

    `keys` lead from a record to the value; `label` names the field's group too.
    Of a field that holds several choices, each choice is a `member`: a column of its own, with its code as
    last key.
    """

    keys: Keys
    label: str
    field: Field
    required: bool = False
    member: bool = False
    wide: bool = False

    @property
    def key(self) -> str:
        """The keys in one text: "consent.date"."""
        return ".".join(self.keys)

    @property
    def widget(self) -> Widget:
        """What kind of input the column's cells take."""
        return Widget.FLAG if self.member else self.field.widget

    @property
    def many(self) -> bool:
        """Whether a cell holds several values, one a line."""
        return self.field.many and not self.member

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The choices that a cell may hold."""
        return tuple(self.field.choices or ()) if self.widget is Widget.CHOICE else ()

    @property
    def width(self) -> int:
        """The column's width in characters."""
        return 110 if self.wide else _WIDTHS.get(self.widget, 26)


class Identified(Value):
    """The first column of every sheet of records."""

    id: Id | None = declare(
        NOWHERE, "Mã", "Chương trình tự đặt. Dòng mới thì để trống; đừng sửa mã đã có.", None
    )


ID = SheetColumn(("id",), "Mã", fields_of(Identified)["id"])


def columns_of(
    record: type[Value], omitted: Sequence[str] = (), above: Keys = (), label: str = ""
) -> Iterator[SheetColumn]:
    """The columns for the fields of a record or group, without those in `omitted`.

    Lists of groups and keyed groups have none: they have sheets of their own, or stay in the file.
    """
    for name, field in fields_of(record).items():
        keys = (*above, name)
        title = f"{label}: {_small(field.label)}" if label else field.label
        if ".".join(keys) in omitted or field.keyed or field.widget is Widget.PROSE:
            continue
        if field.group:
            if not field.many:
                yield from columns_of(field.group, omitted, keys, field.label)
        elif field.choices and field.many:
            yield from (
                SheetColumn((*keys, choice.value), f"{title}: {_small(choice.label)}", field, member=True)
                for choice in field.choices
            )
        else:
            yield SheetColumn(keys, title, field, field.required and not above)


def _small(text: str) -> str:
    """A label as it is written after a colon: “Phiếu đồng ý: ngày ký”. Words in capitals stay."""
    return text[:1].lower() + text[1:] if not text[1:2].isupper() else text
