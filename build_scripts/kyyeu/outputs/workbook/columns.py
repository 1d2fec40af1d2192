"""Turns a class of the model into the columns of a workbook sheet, with its fields' labels and help texts.

A group of fields becomes several columns.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kyyeu.model.fields import Choice, Id, Value, declare
from kyyeu.model.form import Field, Widget, fields_of
from kyyeu.model.privacy import NOWHERE

Keys = tuple[str, ...]  # The keys from a record to one of its values, such as ("consent", "date").
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
    """A column of a workbook sheet.

    `keys` is the path from a record to the column's value; `label` includes the name of the field's group. A
    field with several choices has a column for each choice: then `member` is true, and the choice's code is
    the last of the `keys`.
    """

    keys: Keys
    label: str
    field: Field
    required: bool = False
    member: bool = False
    wide: bool = False

    @property
    def key(self) -> str:
        """The path of the column's value in a record as one text, such as "consent.date"."""
        return ".".join(self.keys)

    @property
    def widget(self) -> Widget:
        """The kind of input that the column's cells accept, such as a date or a choice."""
        return Widget.FLAG if self.member else self.field.widget

    @property
    def many(self) -> bool:
        """Whether a cell of the column can hold several values, one on each line."""
        return self.field.many and not self.member

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The values from which a user may choose in a cell of the column; () if any value may be typed."""
        return tuple(self.field.choices or ()) if self.widget is Widget.CHOICE else ()

    @property
    def width(self) -> int:
        """The width of the sheet's column, in characters."""
        return 110 if self.wide else _WIDTHS.get(self.widget, 26)


class Identified(Value):
    """The first column of every sheet of records, which holds the record's id."""

    id: Id | None = declare(
        NOWHERE, "Mã", "Chương trình tự đặt. Dòng mới thì để trống; đừng sửa mã đã có.", None
    )


ID = SheetColumn(("id",), "Mã", fields_of(Identified)["id"])


def columns_of(
    record: type[Value], omitted: Sequence[str] = (), above: Keys = (), label: str = ""
) -> Iterator[SheetColumn]:
    """Returns the sheet columns for the fields of a record or group, without those in `omitted`.

    Lists of field groups and groups by key get no columns: they have a sheet of their own, or are edited only
    in the file.
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
    """Returns a label with a small first letter, for use after a colon: “Phiếu đồng ý: ngày ký”.

    Words in capitals stay as they are.
    """
    return text[:1].lower() + text[1:] if not text[1:2].isupper() else text
