"""What a merge makes, and how a column's value gets into a record's tree: groups come and go with what is in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from kyyeu.loading.records import shortened
from kyyeu.model.sources import Path
from kyyeu.outputs.workbook.columns import SheetColumn
from kyyeu.outputs.workbook.unit_records import Tree, value_at
from kyyeu.problems import Place, Problem

Cells = dict[Path, Place]
ADDED, CHANGED, REMOVED = "thêm", "sửa", "xóa"


@dataclass
class MergeResult:
    """Records by sheet and id as they should be; `touched` are those that changed; `cells` tell by sheet, record and path what a value
    came from; `said` is what a user should know: what was kept though the workbook no longer has it."""

    records: dict[str, dict[str, Tree]]
    touched: dict[tuple[str, str], str] = field(default_factory=dict)
    cells: dict[tuple[str, str], Cells] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def note_cell(cells: Cells, path: Path, place: Place) -> None:
    for length in range(len(path), 0, -1):
        cells.setdefault(path[:length], place)


def conflict(place: Place, old: str) -> Problem:
    there = f"ghi “{shortened(old)}”" if old else "để trống"
    return Problem(
        place,
        "conflict",
        f"Từ khi lấy sổ, chỗ này trong kho cũng đã sửa, nay {there}.",
        "Ghi giống trong kho nếu đồng ý; nếu không, lấy sổ mới rồi sửa lại ô này.",
    )


def set_value(tree: Any, column: SheetColumn, new: Any) -> None:
    *groups, last = column.keys
    if column.member:
        chosen = [entry for entry in value_at(tree, tuple(groups)) or [] if entry != last]
        order = [choice.value for choice in column.field.choices or ()]
        whole = (
            sorted([*chosen, last], key=lambda entry: order.index(entry) if entry in order else -1)
            if new
            else chosen
        )
        put(tree, groups, whole or None)
        return
    put(tree, [*groups, last], new)


def put(tree: Any, keys: Sequence[str], new: Any) -> None:
    key, *rest = keys
    if not rest:
        if new is None:
            tree.pop(key, None)
        else:
            tree[key] = new
        return
    inner = tree.get(key)
    inner = {"id": inner} if isinstance(inner, str) else inner
    group = inner if isinstance(inner, dict) else {}
    put(group, rest, new)
    if not group:
        tree.pop(key, None)
    elif key == "decision" and set(group) == {"id"}:  # the short way, as the files have it
        tree[key] = group["id"]
    else:
        tree[key] = group
