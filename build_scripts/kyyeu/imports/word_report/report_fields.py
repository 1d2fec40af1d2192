"""Fills blank fields of a unit's report file from the letterhead and signature block of a Word report.

A field that already has another value keeps its value, and the difference is reported.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from kyyeu.imports.word_report.letterhead import Letterhead, LetterheadValue
from kyyeu.imports.word_report.open_report import letters
from kyyeu.loading.records import shortened
from kyyeu.model.form import fields_of
from kyyeu.model.library import Library
from kyyeu.model.reports import Report
from kyyeu.outputs.workbook.unit_records import value_at
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
    tree: Mapping[str, Any], letterhead: Letterhead, file: str
) -> tuple[dict[str, Any], list[str], list[str]]:
    """Returns the fields of a report file with blank ones filled from a Word report's letterhead.

    Also returns two lists of Vietnamese sentences for the user: which fields were filled, and which fields of
    the file differ from the Word report.
    """
    filled: dict[str, Any] = dict(tree)
    plan, notes = [], []
    in_file = {name: value_at(tree, (*name.split("."),)) or None for name in _ORDER}
    other_signer = _differ(in_file["signer.position"], letterhead.values.get("signer.position"))
    for name in (name for name in _ORDER if name in letterhead.values):
        new, old = letterhead.values[name], in_file[name]
        if old is None and not (other_signer and name.startswith("signer.")):
            _put(filled, name, new)
            plan.append(f"{_label(name)} ← “{shortened(_text(new), 80)}”")
        elif old is None or _differ(old, new):
            now = f"đang ghi “{shortened(_text(old), 80)}”" if old else "để trống, nhưng người ký khác"
            notes.append(
                f"{_label(name)}: tệp {now}, bản Word ghi “{shortened(_text(new), 80)}”. "
                f"Giữ như tệp; muốn đổi thì sửa ở đầu {file}."
            )
    return filled, plan, notes


def _differ(old: Any, new: LetterheadValue | None) -> bool:
    return old is not None and new is not None and letters(_text(old)) != letters(_text(new))


def _put(tree: dict[str, Any], name: str, value: LetterheadValue) -> None:
    whole, _, part = name.partition(".")
    if part:
        tree[whole] = {**(tree[whole] if isinstance(tree.get(whole), dict) else {}), part: value}
    else:
        tree[whole] = list(value) if isinstance(value, tuple) else value


def _text(value: Any) -> str:
    if isinstance(value, list | tuple):
        return " / ".join(map(str, value))
    try:
        return short_date(date.fromisoformat(str(value)))
    except ValueError:
        return str(value)


def _label(name: str) -> str:
    group_name, _, part = name.partition(".")
    field = fields_of(Report)[group_name]
    more = f", {fields_of(field.group)[part].label.lower()}" if part and field.group else ""
    return field.label + more


def other_unit(library: Library, unit: str, head: list[str], name: str) -> list[Problem]:
    """Returns a warning if the letterhead of a Word report names another unit than the report's own.

    Every letterhead also names the unit above, so no warning is given for the units above. Predecessors and
    successors of the unit may be named, too.
    """
    record = library.units[unit]
    related = {
        unit,
        library.site.organiser,
        *(parent.unit for parent in record.parents),
        *(change.unit for change in (*record.predecessors, *record.successors)),
    }
    lines = {letters(text): text for text in head}
    if not lines.keys().isdisjoint(_names(library, unit)):
        return []
    for other in library.units:
        named = [lines[unit_name] for unit_name in _names(library, other) if unit_name in lines]
        if named and other not in related:
            return [
                Problem(
                    Place(f"{name}!đầu văn bản"),
                    "other-unit",
                    f"Đầu văn bản ghi “{named[0]}”, là tên của đơn vị khác.",
                    f"Xem lại --unit {unit}; có phải --unit {other}?",
                    Severity.WARNING,
                )
            ]
    return []


def _names(library: Library, unit: str) -> list[str]:
    return [letters(text) for name in library.units[unit].names for text in (name.name, name.short) if text]
