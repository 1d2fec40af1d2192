"""Compares two versions of a record field by field, and describes the changes in short Vietnamese phrases.

The phrases are shown to the person who reviews a pull request.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from kyyeu.model.fields import Choice, Prose, Value
from kyyeu.model.form import Field, Widget, fields_of
from kyyeu.model.reports import Section
from kyyeu.vietnamese import number, short_date

# Values of up to this many characters are quoted in full in descriptions of changes; longer values are
# shortened.
LONGEST = 90
# The type of a function that returns a record's name, given its kind ('exemplar', 'unit') and its reference.
NameLookup = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that differs between two versions of a record.

    `field` is the field's label; `text` describes the change in words.
    """

    field: str
    text: str


def field_changes(before: Value, after: Value, name_of: NameLookup) -> tuple[FieldChange, ...]:
    """Returns the fields that differ between two versions of a record, with their changes in words.

    The fields are in the order in which the model declares them.
    """
    return tuple(
        FieldChange(field.label, text)
        for field in fields_of(type(after)).values()
        for text in _field(field, before, after, name_of, "")
    )


def _field(field: Field, before: Any, after: Any, name_of: NameLookup, path: str) -> Iterator[str]:
    """Yields phrases that describe how one field differs between two versions of a record.

    If the field belongs to a group of fields, `path` is the label of that group.
    """
    old, new = _value(before, field), _value(after, field)
    label = f"{path}{field.label}"
    if old == new:
        return
    if field.widget is Widget.PROSE:
        # If the Markdown is the same in both versions, the text has only moved to other lines of its file.
        # That is no change.
        if old.markdown != new.markdown:
            yield _prose(label, old, new)
    elif field.keyed:
        yield from _keyed(field, label, old or {}, new or {}, name_of)
    elif field.many and field.group is Section:
        yield from _sections(old, new)
    elif field.many:
        yield from _list(field, label, old or (), new or (), name_of)
    elif field.group is not None and old is not None and new is not None:
        yield from _group(field, label, old, new, name_of)
    else:
        yield f"{label}: {_change(_worded(field, old, name_of), _worded(field, new, name_of))}"


def _value(record: Any, field: Field) -> Any:
    return getattr(record, field.attribute)


def _group(field: Field, label: str, before: Any, after: Any, name_of: NameLookup) -> Iterator[str]:
    assert field.group is not None
    for inner in fields_of(field.group).values():
        yield from _field(inner, before, after, name_of, f"{label} › ")


def _change(old: str, new: str) -> str:
    """Returns a phrase for a changed value: 'thêm “X”' (added), 'bỏ “X”' (removed) or '“X” → “Y”'.

    The old text is '' if the value was added, and the new text is '' if it was removed.
    """
    if not old:
        return f"thêm {new}"
    return f"{old} → {new}" if new else f"bỏ {old}"


def _list(
    field: Field, label: str, before: tuple[Any, ...], after: tuple[Any, ...], name_of: NameLookup
) -> Iterator[str]:
    """Yields phrases that say which items of a list were removed, added or changed.

    If the items are groups of fields, the two versions of a changed item are compared field by field.
    """
    old_texts, new_texts = list(map(repr, before)), list(map(repr, after))
    if sorted(old_texts) == sorted(new_texts):
        yield f"{label}: đổi thứ tự"
        return
    edits = SequenceMatcher(None, old_texts, new_texts, autojunk=False).get_opcodes()
    for kind, old_start, old_end, new_start, new_end in edits:
        if kind == "equal":
            continue
        old, new = before[old_start:old_end], after[new_start:new_end]
        pairs = min(len(old), len(new)) if field.group is not None else 0
        for place in range(pairs):
            yield from _group(field, f"{label}, mục {new_start + place + 1}", old[place], new[place], name_of)
        if old[pairs:] or new[pairs:]:
            removed, added = _items(field, old[pairs:], name_of), _items(field, new[pairs:], name_of)
            yield f"{label}: {_change(removed, added)}"


def _items(field: Field, items: tuple[Any, ...], name_of: NameLookup) -> str:
    text = "; ".join(_worded(field, item, name_of) for item in items[:3])
    return text if len(items) <= 3 else f"{text}; … ({len(items)} mục)"


def _keyed(
    field: Field, label: str, before: Mapping[str, Any], after: Mapping[str, Any], name_of: NameLookup
) -> Iterator[str]:
    for key in dict.fromkeys([*before, *after]):
        old, new = before.get(key), after.get(key)
        if old is None or new is None:
            yield f"{label}: {_change(_worded(field, old, name_of), _worded(field, new, name_of))}"
        elif old != new:
            yield from _group(field, f"{label}, {_worded(field, new, name_of)}", old, new, name_of)


def _sections(before: tuple[Section, ...], after: tuple[Section, ...]) -> Iterator[str]:
    """Yields phrases that describe the differences between two versions of a report, section by section."""
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
    """Returns a phrase that describes a changed text: its number of words before and now.

    If only one passage was changed, the phrase quotes it. Otherwise it says how many passages were changed.
    """
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
    removed, added = " ".join(old[old_start:old_end]), " ".join(new[new_start:new_end])
    around = " ".join(new[max(0, new_start - 3) : new_start])
    change = _change(removed and _quoted(removed), added and _quoted(added))
    return f"{label}: sau “{around}”, {change} ({words})" if around else f"{label}: {change} ({words})"


def _worded(field: Field, value: Any, name_of: NameLookup) -> str:
    """Returns a field's value in words, as readers of the site see it, or '' if the field is empty."""
    match value:
        case None:
            return ""
        case Choice():
            return value.label
        case bool():
            return "có" if value else "không"
        case date():
            return short_date(value)
        case int() | float():
            return str(value) if field.widget is Widget.INTEGER else number(value)
        case Value():
            return _summary(value, name_of)
        case _:
            return _quoted(name_of(field.reference, value) if field.reference else str(value))


def _summary(group: Value, name_of: NameLookup) -> str:
    """Returns a quotation that stands for a group of fields, such as an award.

    It has the first three of its values that are texts, numbers or dates.
    """
    words = [
        _worded(field, value, name_of).strip("“”")
        for field in fields_of(type(group)).values()
        if not (field.many or field.keyed or field.widget in (Widget.GROUP, Widget.PROSE, Widget.ID))
        and (value := _value(group, field)) not in (None, field.default)
    ]
    return _quoted(", ".join(words[:3])) if words else "một mục"


def _quoted(text: str) -> str:
    text = " ".join(text.split())
    if len(text) > LONGEST:
        text = f"{text[:LONGEST].rsplit(' ', 1)[0]} …"
    return f"“{text}”"
