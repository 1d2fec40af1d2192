"""Holds the result of merging a workbook into a unit's records, and sets values in a record's data."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from kyyeu.loading.records import shortened
from kyyeu.model.sources import Path
from kyyeu.outputs.workbook.baseline import Fingerprints, fingerprint
from kyyeu.outputs.workbook.sheets import SheetColumn
from kyyeu.outputs.workbook.unit_records import Tree, value_at
from kyyeu.problems import Place, Problem

Cells = dict[Path, Place]
ADDED, CHANGED, REMOVED = "thêm", "sửa", "xóa"


@dataclass
class MergeResult:
    """A unit's records after a workbook was merged into them, and what has changed.

    `records` has the data of each record by sheet code and id. `changes` says for each record that differs
    from its file whether it was added, changed or removed. `cells` maps each record's paths of values to the
    workbook cells that the values came from. `notes` are sentences for the user.
    """

    records: dict[str, dict[str, Tree]]
    changes: dict[tuple[str, str], str] = field(default_factory=dict)
    cells: dict[tuple[str, str], Cells] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def note_cell(cells: Cells, path: Path, place: Place) -> None:
    """Records the workbook cell that the value at a path of a record came from.

    The groups of fields around the value get the same cell, unless a cell is recorded for them already.
    """
    for length in range(len(path), 0, -1):
        cells.setdefault(path[:length], place)


def takes_new(
    merged: MergeResult,
    marks: Fingerprints | None,
    key: str,
    new: Any,
    old: Any,
    place: Place,
    old_text: str,
) -> bool:
    """Returns whether the workbook's value of a column or list replaces the value in the record's file.

    `marks` are the fingerprints of the record's values when the workbook was made. If they are unknown
    (None), the workbook's value is used. If both workbook and file were changed since then, the file's value
    stays. A conflict is then reported at the cell `place`; its message quotes the file's value, given as
    `old_text`.
    """
    if new == old or (marks is not None and fingerprint(new) == marks.get(key, "")):
        return False
    if marks is None or fingerprint(old or None) == marks.get(key, ""):
        return True
    now = f"ghi “{shortened(old_text)}”" if old_text else "để trống"
    merged.problems.append(
        Problem(
            place,
            "conflict",
            f"Từ khi lấy sổ, chỗ này trong kho cũng đã sửa, nay {now}.",
            "Ghi giống trong kho nếu đồng ý; nếu không, lấy sổ mới rồi sửa lại ô này.",
        )
    )
    return False


def set_value(tree: Any, column: SheetColumn, value: Any) -> None:
    """Sets the value of a workbook column in the data of a record or list item.

    A field with several choices has one column for each choice. Such a column adds or removes only its own
    choice.
    """
    *groups, last = column.keys
    if not column.member:
        put(tree, column.keys, value)
        return
    chosen = [code for code in value_at(tree, tuple(groups)) or [] if code != last]
    if value:
        order = [choice.value for choice in column.field.choices or ()]
        chosen = sorted([*chosen, last], key=lambda code: order.index(code) if code in order else -1)
    put(tree, groups, chosen or None)


def put(tree: Any, keys: Sequence[str], value: Any) -> None:
    """Sets the value at a path of keys in a record's data; the value None removes the last key.

    Missing groups of fields on the path are created, and groups that become empty are removed.
    """
    key, *rest = keys
    if rest:
        group = tree.get(key)
        # A file may refer to another record, such as a decision, by a plain id instead of a group of fields.
        if isinstance(group, str):
            group = {"id": group}
        elif not isinstance(group, dict):
            group = {}
        put(group, rest, value)
        value = group["id"] if key == "decision" and set(group) == {"id"} else group or None
    if value is None:
        tree.pop(key, None)
    else:
        tree[key] = value
