"""What a Word report's head and foot say, and a report's fields as they stand → fields that were blank, filled; differences, told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from kyyeu.imports.word_report.letterhead import Letterhead, LetterheadValue
from kyyeu.imports.word_report.open_report import letters
from kyyeu.loading.records import shortened
from kyyeu.model.form import Field, fields_of
from kyyeu.model.library import Library
from kyyeu.model.reports import Report
from kyyeu.problems import Place, Problem, Severity
from kyyeu.vietnamese import short_date

_ORDER = (
    "number",
    "date",
    "place",
    "recipient",
    "signer.capacity",
    "signer.position",
    "signer.name",
    "recipients",
)


def fill_fields(
    tree: Mapping[str, Any], front: Letterhead, file: str
) -> tuple[dict[str, Any], list[str], list[str]]:
    """The fields with the blank ones filled; which were, by their labels; and what differs from what stands, which stays."""
    filled: dict[str, Any] = dict(tree)
    plan, said = [], []
    signs_else = _differs(_standing(tree, "signer.position"), front.values.get("signer.position"))
    for name in (name for name in _ORDER if name in front.values):
        value, now = front.values[name], _standing(tree, name)
        of_signer = name.startswith("signer.")
        if now is None and not (of_signer and signs_else):
            _put(filled, name, value)
            plan.append(f"{_label(name)} ← “{shortened(_shown(value), 80)}”")
        elif now is None or _differs(now, value):
            stands = (
                f"tệp đang ghi “{shortened(_shown(now), 80)}”"
                if now is not None
                else "tệp để trống, nhưng người ký khác"
            )
            said.append(
                f"{_label(name)}: {stands}, bản Word ghi “{shortened(_shown(value), 80)}”. "
                f"Giữ như tệp; muốn đổi thì sửa ở đầu {file}."
            )
    return filled, plan, said


def _standing(tree: Mapping[str, Any], name: str) -> Any:
    """A field's value as the file has it; None for one that is blank."""
    whole, _, part = name.partition(".")
    value = tree.get(whole)
    if part:
        value = value.get(part) if isinstance(value, dict) else None
    return value or None


def _differs(now: Any, value: LetterheadValue | None) -> bool:
    if now is None or value is None:
        return False
    return letters(_shown(now)) != letters(_shown(value))


def _put(tree: dict[str, Any], name: str, value: LetterheadValue) -> None:
    whole, _, part = name.partition(".")
    if part:
        tree[whole] = {**(tree[whole] if isinstance(tree.get(whole), dict) else {}), part: value}
    else:
        tree[whole] = list(value) if isinstance(value, tuple) else value


def _shown(value: Any) -> str:
    if isinstance(value, list | tuple):
        return " / ".join(map(str, value))
    try:
        return short_date(date.fromisoformat(str(value)))
    except ValueError:
        return str(value)


def _label(name: str) -> str:
    whole, _, part = name.partition(".")
    fields: Mapping[str, Field] = fields_of(Report)
    group = fields[whole].group
    return (
        f"{fields[whole].label}, {fields_of(group)[part].label.lower()}"
        if part and group
        else fields[whole].label
    )


def other_unit(library: Library, unit: str, head: list[str], name: str) -> list[Problem]:
    """A warning where the head names another unit, and this one nowhere. Those above it stand in every head, its forerunners may."""
    record = library.units[unit]
    changes = (*record.predecessors, *record.successors)
    known = {
        unit,
        library.site.organiser,
        *(entry.unit for entry in record.parents),
        *(entry.unit for entry in changes),
    }
    said = {letters(text): text for text in head}
    if not said.keys().isdisjoint(_names(library, unit)):
        return []
    found = next(
        (
            (ref, said[word])
            for ref in library.units
            if ref not in known
            for word in _names(library, ref)
            if word in said
        ),
        None,
    )
    if not found:
        return []
    return [
        Problem(
            Place(f"{name}!đầu văn bản"),
            "other-unit",
            f"Đầu văn bản ghi “{found[1]}”, là tên của đơn vị khác.",
            f"Xem lại --unit {unit}; có phải --unit {found[0]}?",
            Severity.WARNING,
        )
    ]


def _names(library: Library, unit: str) -> list[str]:
    return [letters(text) for name in library.units[unit].names for text in (name.name, name.short) if text]
