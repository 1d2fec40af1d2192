"""Two states of a record → what differs, field by field, as Vietnamese phrases that a reviewer reads in a minute."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from kyyeu.model.fields import Choice, Prose, Value
from kyyeu.model.form import Field, Widget, fields_of
from kyyeu.model.reports import Section
from kyyeu.vietnamese import number, short_date

LONGEST = 90  # letters of a value that is quoted
NameLookup = Callable[[str, str], str]  # kind and reference → the record's name


@dataclass(frozen=True, slots=True)
class FieldChange:
    """`field`: the top field's label; `text`: the whole change in words."""

    field: str
    text: str


def field_changes(before: Value, after: Value, named: NameLookup) -> tuple[FieldChange, ...]:
    """Of two records of one class, in the model's order."""
    return tuple(
        FieldChange(field.label, said)
        for field in fields_of(type(after)).values()
        for said in _field(
            field, getattr(before, _attribute(field)), getattr(after, _attribute(field)), named, ""
        )
    )


def _attribute(field: Field) -> str:
    return "schema_" if field.name == "schema" else field.name


def _field(field: Field, before: Any, after: Any, named: NameLookup, path: str) -> Iterator[str]:
    if before == after:
        return
    label = f"{path}{field.label}"
    if field.widget is Widget.PROSE:
        if before.markdown != after.markdown:  # it may only have moved down the file
            yield _prose(label, before, after)
    elif field.keyed:
        yield from _keyed(field, label, before or {}, after or {}, named)
    elif field.many and field.group is Section:
        yield from _sections(before, after)
    elif field.many:
        yield from _list(field, label, before or (), after or (), named)
    elif field.group is not None and before is not None and after is not None:
        for inner in fields_of(field.group).values():
            yield from _field(
                inner,
                getattr(before, _attribute(inner)),
                getattr(after, _attribute(inner)),
                named,
                f"{label} › ",
            )
    else:
        yield _single(field, label, before, after, named)


def _single(field: Field, label: str, before: Any, after: Any, named: NameLookup) -> str:
    old, new = (_worded(field, value, named) for value in (before, after))
    if not old:
        return f"{label}: thêm {new}"
    return f"{label}: {old} → {new}" if new else f"{label}: bỏ {old}"


def _list(
    field: Field, label: str, before: tuple[Any, ...], after: tuple[Any, ...], named: NameLookup
) -> Iterator[str]:
    """Entries that went or came, by place; an entry that became another is told field by field."""
    if sorted(map(repr, before)) == sorted(map(repr, after)):
        yield f"{label}: đổi thứ tự"
        return
    matcher = SequenceMatcher(
        None, [repr(entry) for entry in before], [repr(entry) for entry in after], autojunk=False
    )
    for what, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if what == "equal":
            continue
        old, new = before[old_start:old_end], after[new_start:new_end]
        pairs = min(len(old), len(new)) if field.group is not None else 0
        for place in range(pairs):
            head = f"{label}, mục {new_start + place + 1}"
            yield from _inside(field, head, old[place], new[place], named)
        if pairs == 0 and old and new:
            yield f"{label}: {_entries(field, old, named)} → {_entries(field, new, named)}"
            continue
        if gone := old[pairs:]:
            yield f"{label}: bỏ {_entries(field, gone, named)}"
        if come := new[pairs:]:
            yield f"{label}: thêm {_entries(field, come, named)}"


def _inside(field: Field, head: str, before: Any, after: Any, named: NameLookup) -> Iterator[str]:
    assert field.group is not None
    for inner in fields_of(field.group).values():
        yield from _field(
            inner, getattr(before, _attribute(inner)), getattr(after, _attribute(inner)), named, f"{head} › "
        )


def _entries(field: Field, entries: tuple[Any, ...], named: NameLookup) -> str:
    said = "; ".join(_worded(field, entry, named) for entry in entries[:3])
    return said if len(entries) <= 3 else f"{said}; … ({len(entries)} mục)"


def _keyed(
    field: Field, label: str, before: Mapping[str, Any], after: Mapping[str, Any], named: NameLookup
) -> Iterator[str]:
    for key in dict.fromkeys([*before, *after]):
        old, new = before.get(key), after.get(key)
        if old is None or new is None:
            value = new if old is None else old
            yield f"{label}: {'thêm' if old is None else 'bỏ'} {_worded(field, value, named)}"
        elif old != new:
            yield from _inside(field, f"{label}, {_worded(field, new, named)}", old, new, named)


def _sections(before: tuple[Section, ...], after: tuple[Section, ...]) -> Iterator[str]:
    """Of a report: section by section of the outline."""
    old, new = ({section.code: section for section in sections} for sections in (before, after))
    for code in dict.fromkeys([*old, *new]):
        if code not in old:
            yield f"Mục {code}: thêm, {new[code].body.words} chữ"
        elif code not in new:
            yield f"Mục {code}: bỏ, {old[code].body.words} chữ"
        elif old[code].body.markdown != new[code].body.markdown:
            yield _prose(f"Mục {code}", old[code].body, new[code].body)
        elif old[code].title != new[code].title:
            yield f"Mục {code} › Tên mục: {_quoted(old[code].title)} → {_quoted(new[code].title)}"


def _prose(label: str, before: Prose, after: Prose) -> str:
    """How long it was and is; where one stretch of words alone differs, the words."""
    old, new = before.markdown.split(), after.markdown.split()
    words = f"{len(old)} → {len(new)} chữ" if len(old) != len(new) else f"{len(new)} chữ"
    if not old or not new:
        return f"{label}: {'thêm' if new else 'bỏ'}, {len(new or old)} chữ"
    edits = [
        code for code in SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if code[0] != "equal"
    ]
    if len(edits) > 1 or not edits:
        return f"{label}: sửa {len(edits) or 1} chỗ, {words}"
    _, old_start, old_end, new_start, new_end = edits[0]
    gone, come = " ".join(old[old_start:old_end]), " ".join(new[new_start:new_end])
    around = " ".join(new[max(0, new_start - 3) : new_start])
    change = (
        f"{_quoted(gone)} → {_quoted(come)}"
        if gone and come
        else f"thêm {_quoted(come)}"
        if come
        else f"bỏ {_quoted(gone)}"
    )
    return f"{label}: sau “{around}”, {change} ({words})" if around else f"{label}: {change} ({words})"


def _worded(field: Field, value: Any, named: NameLookup) -> str:
    """A value as a reader of the site would see it; '' where there is none."""
    if value is None:
        return ""
    if isinstance(value, Choice):
        return value.label
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, date):
        return short_date(value)
    if isinstance(value, int | float):
        return str(value) if field.widget is Widget.INTEGER else number(value)
    if isinstance(value, Value):
        return _summary(value, named)
    if field.reference:
        return _quoted(named(field.reference, value))
    return _quoted(str(value))


def _summary(group: Value, named: NameLookup) -> str:
    """An entry by its first fields that hold a word, a number or a day."""
    said: list[str] = []
    for field in fields_of(type(group)).values():
        value = getattr(group, _attribute(field))
        if (
            field.many
            or field.keyed
            or field.widget in (Widget.GROUP, Widget.PROSE, Widget.ID)
            or value is None
            or value == field.default
        ):
            continue
        said.append(_worded(field, value, named).strip("“”"))
        if len(said) == 3:
            break
    return _quoted(", ".join(said)) if said else "một mục"


def _quoted(text: str) -> str:
    text = " ".join(text.split())
    return f"“{text if len(text) <= LONGEST else text[:LONGEST].rsplit(' ', 1)[0] + ' …'}”"
