"""Rows of a workbook and the trees of the files → trees as they should be, with what changed. Three ways: what stood in the file when the
workbook was made tells which side changed a value since. What a workbook does not hold stays as it is."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import compress
from typing import Any

from build_scripts.loading.records import shortened
from build_scripts.model.library import Path
from build_scripts.model.movements import YearResult
from build_scripts.outputs.workbook.base import Base, Marks, entry_value, mark
from build_scripts.outputs.workbook.columns import Column
from build_scripts.outputs.workbook.rows import Row, Rows
from build_scripts.outputs.workbook.sheets import SHEETS, Sheet, below
from build_scripts.outputs.workbook.shown import shown
from build_scripts.outputs.workbook.source import Source, Tree, cell_value, entries_at, value_at
from build_scripts.outputs.workbook.terms import record_names
from build_scripts.problems import Place, Problem, Severity

Cells = dict[Path, Place]


@dataclass
class Merged:
    """Records by sheet and id as they should be; `touched` are those that changed; `cells` tell by sheet, record and path what a value
    came from; `said` is what a user should know: what was kept though the workbook no longer has it."""

    records: dict[str, dict[str, Tree]]
    touched: dict[tuple[str, str], str] = field(default_factory=dict)
    cells: dict[tuple[str, str], Cells] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


_BARE_HEAD = re.compile(r"(?![#>|*+\-–\d“\"])[^\n]{2,59}[^\W_]")  # short, and no mark ends it
ADDED, CHANGED, REMOVED = "thêm", "sửa", "xóa"


def merge(rows: Rows, source: Source, base: Base, *, delete: bool) -> Merged:
    merged = Merged({code: dict(found) for code, found in source.records.items()})
    for sheet in SHEETS:
        if not sheet.kind:
            continue
        with_entries = {key for entry in below(sheet) for key in rows.entries.get(entry.code, ())}
        for key in [*rows.records.get(sheet.code, ()), *sorted(with_entries - set(rows.records.get(sheet.code, ())))]:
            _merge_record(merged, rows, source, sheet, key, base.get((sheet.code, key)), delete=delete)
        _missing_entries(merged, rows, source, sheet, base, delete=delete)
        if sheet.code in rows.records and sheet.same:
            _missing(merged, rows, sheet, source, base, delete=delete)
    return merged


def _merge_record(merged: Merged, rows: Rows, source: Source, sheet: Sheet, key: str, marks: Marks | None, *, delete: bool) -> None:
    before = source.records[sheet.code].get(key)
    row = rows.records.get(sheet.code, {}).get(key)
    if before is None and row is None:
        return  # rows that belong to a record whose own row is wrong: said already
    tree: Tree = copy.deepcopy(before or {})
    cells = merged.cells[sheet.code, key] = {}
    if row:
        cells[()] = row.place
        for column in sheet.columns:
            if column.key in row.places:
                _note_cell(cells, column.keys, row.places[column.key])
            if column.key in row.values:
                _merge_value(merged, rows, tree, column, row, marks)
    for entry in below(sheet):
        if found := rows.entries.get(entry.code, {}).get(key):
            _merge_entries(merged, tree, entry, found, marks, cells, delete=delete)
    if tree != (before or {}) or before is None:
        merged.records[sheet.code][key] = tree
        merged.touched[sheet.code, key] = CHANGED if before is not None else ADDED


def _note_cell(cells: Cells, path: Path, place: Place) -> None:
    for length in range(len(path), 0, -1):
        cells.setdefault(path[:length], place)


def _merge_value(merged: Merged, rows: Rows, tree: Tree, column: Column, row: Row, marks: Marks | None) -> None:
    new, old = row.values[column.key], cell_value(tree, column)
    if new == old or (marks is not None and mark(new) == marks.get(column.key, "")):
        return
    if marks is not None and mark(old) != marks.get(column.key, ""):
        merged.problems.append(_conflict(row.places[column.key], shown(old, column, rows.terms)))
        return
    set_value(tree, column, new)


def _conflict(place: Place, old: str) -> Problem:
    there = f"ghi “{shortened(old)}”" if old else "để trống"
    return Problem(place, "conflict", f"Từ khi lấy sổ, chỗ này trong kho cũng đã sửa, nay {there}.",
                   "Ghi giống trong kho nếu đồng ý; nếu không, lấy sổ mới rồi sửa lại ô này.")


def set_value(tree: Any, column: Column, new: Any) -> None:
    """Put a column's value into a tree; groups come and go with what is in them."""
    *groups, last = column.keys
    if column.member:
        chosen = [entry for entry in value_at(tree, tuple(groups)) or [] if entry != last]
        order = [choice.value for choice in column.field.choices or ()]
        whole = sorted([*chosen, last], key=lambda entry: order.index(entry) if entry in order else -1) if new else chosen
        _put(tree, groups, whole or None)
        return
    _put(tree, [*groups, last], new)


def _put(tree: Any, keys: Sequence[str], new: Any) -> None:
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
    _put(group, rest, new)
    if not group:
        tree.pop(key, None)
    elif key == "decision" and set(group) == {"id"}:  # the short way, as the files have it
        tree[key] = group["id"]
    else:
        tree[key] = group


def _merge_entries(merged: Merged, tree: Tree, sheet: Sheet, rows: list[Row], marks: Marks | None, cells: Cells, *, delete: bool) -> None:
    """A list of a record by its rows: rows that say what an entry says are that entry, others change the entries left over, in order."""
    columns = [column for column in sheet.columns if all(column.key in row.places for row in rows)]
    if any(column.key not in row.values for row in rows for column in columns):
        return  # a fault in one of its cells: said already
    wanted = [[row.values.get(column.key) for column in sheet.columns] for row in rows]
    old = entries_at(tree, sheet)
    olds = [entry_value(entry, sheet) for entry in old]
    if sheet.field == "body":
        _merge_article(merged, tree, sheet, rows, olds, marks, cells)
        return
    merged.problems += _copied(sheet, rows, wanted, olds)
    used: dict[int, int] = {}
    for number, values in enumerate(wanted):
        match = next((place for place, known in enumerate(olds) if known == values and place not in used.values()), None)
        if match is not None:
            used[number] = match
    left = [place for place in range(len(old)) if place not in used.values()]
    whole: list[Any] = []
    for number, row in enumerate(rows):
        place = used.get(number, left.pop(0) if number not in used and left else None)
        entry = copy.deepcopy(old[place]) if place is not None else {}
        for column in columns:
            if entry_value(entry, sheet)[sheet.columns.index(column)] != row.values[column.key]:
                set_value(entry, column, row.values[column.key])
        _entry_cells(cells, (sheet.field, len(whole)), sheet, row)
        whole.append(entry)
    if left and not delete:
        merged.said.append(f"{sheet.title}: bớt {len(left)} dòng so với kho (cạnh dòng {rows[0].number}); vẫn giữ. Thêm --delete để bỏ.")
        whole += [old[place] for place in left]
    _settle(merged, tree, sheet, whole, olds, marks, rows[0].place)


def _copied(sheet: Sheet, rows: list[Row], wanted: list[list[Any]], olds: list[list[Any]]) -> Iterator[Problem]:
    """Rows that say again what a row above says, unless the file says it twice as well; two values of one indicator in one year."""
    told = [tuple(column.key for column in sheet.columns)]
    told += [("year", "indicator", "measure")] if sheet.record is YearResult else []
    for number, row in enumerate(rows):
        for keys in told:
            of = [column.key in keys for column in sheet.columns]
            said = list(compress(wanted[number], of))
            above = [place for place in range(number) if list(compress(wanted[place], of)) == said]
            if above and sum(list(compress(values, of)) == said for values in olds) <= len(above):
                other = rows[above[0]].number
                sentence = (f"Dòng này giống hệt dòng {other}." if keys == told[0]
                            else f"Năm {row.values['year']}, chỉ tiêu này đã có số liệu ở dòng {other}.")
                advice = "Xóa một dòng." if keys == told[0] else f"Sửa số ở dòng {other} rồi xóa dòng này; chỉ tiêu khác thì ghi tên khác."
                yield Problem(row.place, "row-doubled", sentence, advice)
                break


def _entry_cells(cells: Cells, path: Path, sheet: Sheet, row: Row) -> None:
    cells.setdefault(path, row.place)
    for column in sheet.columns:
        if column.key in row.places:
            _note_cell(cells, (*path, *column.keys), row.places[column.key])


def _settle(merged: Merged, tree: Tree, sheet: Sheet, whole: list[Any], olds: list[Any], marks: Marks | None, place: Place) -> None:
    values = [entry_value(entry, sheet) for entry in whole]
    if values == olds or (marks is not None and mark(values) == marks.get(sheet.field, "")):
        return
    if marks is not None and mark(olds or None) != marks.get(sheet.field, ""):
        merged.problems.append(_conflict(place, f"{len(olds)} dòng ở trang {sheet.title}"))
        return
    tree[sheet.field] = whole


def _merge_article(merged: Merged, tree: Tree, sheet: Sheet, rows: list[Row], olds: list[Any], marks: Marks | None, cells: Cells) -> None:
    """Rows are paragraphs; of new text a line end in a cell parts paragraphs too, but for the lines of lists and tables."""
    known = {values[0] for values in olds}
    blocks: list[list[Any]] = []
    for row in rows:
        text = row.values.get("text") or ""
        parts = [text] if text in known else _paragraphs(text)
        for part in parts:
            cells.setdefault(("body", len(blocks)), row.place)
            if part not in known and _BARE_HEAD.fullmatch(part):
                sentence = f"“{shortened(part)}” đứng riêng một đoạn, hình như là một đầu mục."
                advice = f"Đúng là đầu mục thì ghi: ## {part}"
                merged.problems.append(Problem(row.places["text"], "bare-heading", sentence, advice, Severity.WARNING))
            blocks.append([part])
    cells.setdefault(("body",), rows[0].place)
    if blocks == olds or (marks is not None and mark(blocks) == marks.get("body", "")):
        return
    if marks is not None and mark(olds or None) != marks.get("body", ""):
        merged.problems.append(_conflict(rows[0].place, olds[0][0] if olds else ""))
        return
    tree["body"] = "\n\n".join(block for (block,) in blocks)


def _paragraphs(text: str) -> list[str]:
    whole: list[str] = []
    for block in (block.strip() for block in text.split("\n\n") if block.strip()):
        lines = block.split("\n")
        whole += [block] if any(line.lstrip().startswith(("-", "*", "+", "|", ">", "#")) for line in lines) else lines
    return [part.strip() for part in whole if part.strip()]


def _missing_entries(merged: Merged, rows: Rows, source: Source, sheet: Sheet, base: Base, *, delete: bool) -> None:
    """Lists of which a sheet that is there has no row any more."""
    names = record_names(sheet.code, source.records[sheet.code], rows.terms)
    for entry in below(sheet):
        if entry.code not in rows.entries:
            continue
        for key, tree in source.records[sheet.code].items():
            known = base.get((sheet.code, key))
            if key in rows.entries[entry.code] or not entries_at(tree, entry) or (known is not None and not known.get(entry.field)):
                continue
            if delete and key in rows.records.get(sheet.code, {}):
                now = merged.records[sheet.code][key]
                merged.records[sheet.code][key] = {name: value for name, value in now.items() if name != entry.field}
                merged.touched.setdefault((sheet.code, key), CHANGED)
            else:
                merged.said.append(f"{entry.title}: không còn dòng nào của “{names[key]}”; trong kho vẫn giữ. Thêm --delete để bỏ.")


def _missing(merged: Merged, rows: Rows, sheet: Sheet, source: Source, base: Base, *, delete: bool) -> None:
    """Records that a workbook had, and has no row for any more. Those that came to the files since are none of its business."""
    names = record_names(sheet.code, source.records[sheet.code], rows.terms)
    for key in source.records[sheet.code]:
        if key in rows.records[sheet.code] or (base and (sheet.code, key) not in base):
            continue
        if delete:
            merged.records[sheet.code].pop(key)
            merged.touched[sheet.code, key] = REMOVED
        else:
            merged.said.append(f"{sheet.title}: không còn dòng “{names[key]}”; trong kho vẫn giữ. Thêm --delete để xóa.")


