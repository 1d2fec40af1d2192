"""A class of the model → the columns of its sheet: what a cell holds, with the field's label and help. Groups become several columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kyyeu.model.fields import Choice, Id, Value, declare
from kyyeu.model.form import Field, Widget, fields_of
from kyyeu.model.privacy import NOWHERE

Keys = tuple[str, ...]  # from a record to one of its values: ("consent", "date")
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
    """`keys` lead to the value; of a list of choices each is a `member` with a column of its own, and its code the last key. `field` is
    the model's, `label` says the group's name too."""

    keys: Keys
    label: str
    field: Field
    required: bool = False
    member: bool = False
    wide: bool = False

    @property
    def key(self) -> str:
        return ".".join(self.keys)

    @property
    def widget(self) -> Widget:
        return Widget.FLAG if self.member else self.field.widget

    @property
    def many(self) -> bool:
        return self.field.many and not self.member

    @property
    def choices(self) -> tuple[Choice, ...]:
        return tuple(self.field.choices or ()) if self.widget is Widget.CHOICE else ()

    @property
    def width(self) -> int:
        return 110 if self.wide else _WIDTHS.get(self.widget, 26)


class Identified(Value):
    """What every sheet of records begins with."""

    id: Id | None = declare(
        NOWHERE, "Mã", "Chương trình tự đặt. Dòng mới thì để trống; đừng sửa mã đã có.", None
    )


ID = SheetColumn(("id",), "Mã", fields_of(Identified)["id"])


def columns_of(
    record: type[Value], omitted: Sequence[str] = (), above: Keys = (), label: str = ""
) -> Iterator[SheetColumn]:
    """Lists of groups, and what a keyed group holds, are left out: they have sheets of their own, or stay in the file."""
    for name, found in fields_of(record).items():
        keys = (*above, name)
        title = f"{label}: {_small(found.label)}" if label else found.label
        if ".".join(keys) in omitted or found.keyed or found.widget is Widget.PROSE:
            continue
        if found.group:
            if not found.many:
                yield from columns_of(found.group, omitted, keys, found.label)
        elif found.choices and found.many:
            yield from (
                SheetColumn((*keys, choice.value), f"{title}: {_small(choice.label)}", found, member=True)
                for choice in found.choices
            )
        else:
            yield SheetColumn(keys, title, found, found.required and not above)


def _small(text: str) -> str:
    """After a colon: “Phiếu đồng ý: ngày ký”; words of capitals stay."""
    return text[:1].lower() + text[1:] if not text[1:2].isupper() else text
