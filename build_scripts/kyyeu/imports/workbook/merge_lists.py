"""Rows of a sheet below another, and a record's tree → its list or article as it should be, by the same three ways as its values."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Sequence
from typing import Any

from kyyeu.imports.workbook.merge_result import Cells, MergeResult, conflict, note_cell, put, set_value
from kyyeu.imports.workbook.sheet_row import SheetRow
from kyyeu.loading.records import shortened
from kyyeu.model.movements import YearResult
from kyyeu.model.sources import Path
from kyyeu.outputs.workbook.baseline import Fingerprints, fingerprint, item_values
from kyyeu.outputs.workbook.columns import SheetColumn
from kyyeu.outputs.workbook.sheets import InnerList, WorkbookSheet
from kyyeu.outputs.workbook.unit_records import Tree, cell_value, list_items, value_at
from kyyeu.problems import Place, Problem, Severity

_BARE_HEAD = re.compile(r"(?![#>|*+\-–\d“\"])[^\n]{2,59}[^\W_]")  # short, and no mark ends it


def merge_entries(
    merged: MergeResult,
    tree: Tree,
    sheet: WorkbookSheet,
    rows: list[SheetRow],
    marks: Fingerprints | None,
    cells: Cells,
    *,
    delete: bool,
) -> None:
    """A list of a record by its rows: rows that say what an entry says are that entry, others change the entries left over, those of the
    same picture or item first, then in order."""
    if any(key not in line.values for row in rows for line in row.lines for key in _keys(sheet, line)):
        return  # a fault in one of its cells: said already
    old = list_items(tree, sheet)
    olds = [item_values(entry, sheet) for entry in old]
    if sheet.field == "body":
        _merge_article(merged, tree, sheet, rows, olds, marks, cells)
        return
    merged.problems += _copied(sheet, rows, olds)
    columns = [column for column in sheet.columns if column.key in rows[0].places]
    pairs = _paired(
        [_said(row, sheet) for row in rows],
        olds,
        [column.key for column in sheet.columns].index(sheet.known) if sheet.known else None,
    )
    whole: list[Any] = []
    for number, row in enumerate(rows):
        entry = copy.deepcopy(old[pairs[number]]) if number in pairs else {}
        _change(entry, columns, row.values)
        path: Path = (*sheet.path, len(whole))
        cells.setdefault(path, row.place)
        _note_cells(cells, path, sheet.columns, row)
        if sheet.inner and all(head.key in row.places for head in sheet.inner.heads):
            _merge_inner(merged, entry, sheet, sheet.inner, row, cells, path, delete=delete)
        whole.append(entry)
    left = [entry for place, entry in enumerate(old) if place not in pairs.values()]
    if left and not delete:
        merged.said.append(
            f"{sheet.title}: bớt {len(left)} dòng so với kho (cạnh dòng {rows[0].number}); vẫn giữ. Thêm --delete để bỏ."
        )
        whole += left
    _settle(merged, tree, sheet, whole, olds, marks, rows[0].place)


def _keys(sheet: WorkbookSheet, line: SheetRow) -> Iterator[str]:
    return (column.key for column in sheet.cells if column.key in line.places)


def _said(row: SheetRow, sheet: WorkbookSheet) -> list[Any]:
    """What a row, with those that go on below it, says of an entry: in the form of `entry_value`."""
    own = [row.values.get(column.key) for column in sheet.columns]
    return [*own, _inner_said(row, sheet.inner)] if sheet.inner else own


def _inner_said(row: SheetRow, inner: InnerList) -> list[list[Any]]:
    lines = ([line.values.get(head.key) for head in inner.heads] for line in row.lines)
    return [values for values in lines if any(value is not None for value in values)]


def _paired(wanted: Sequence[Any], olds: Sequence[Any], known: int | None) -> dict[int, int]:
    """Places of what is wanted → places of what was."""
    found: dict[int, int] = {}
    left = [*range(len(olds))]
    for told in (lambda values: values, lambda values: values[known] if known is not None else None):
        for number, values in enumerate(wanted):
            said = told(values) if number not in found else None
            match = (
                next((place for place in left if told(olds[place]) == said), None)
                if said is not None
                else None
            )
            if match is not None:
                found[number] = match
                left.remove(match)
    rest = [number for number in range(len(wanted)) if number not in found]
    return {**found, **dict(zip(rest, left, strict=False))}


def _change(entry: Any, columns: Sequence[SheetColumn], values: Any) -> None:
    for column in columns:
        if cell_value(entry, column) != values[column.key]:
            set_value(entry, column, values[column.key])


def _note_cells(cells: Cells, path: Path, columns: Sequence[SheetColumn], row: SheetRow) -> None:
    for column in columns:
        if column.key in row.places:
            note_cell(cells, (*path, *column.keys), row.places[column.key])


def _merge_inner(
    merged: MergeResult,
    entry: Any,
    sheet: WorkbookSheet,
    inner: InnerList,
    row: SheetRow,
    cells: Cells,
    path: Path,
    *,
    delete: bool,
) -> None:
    """The list within an entry: nobody leaves it unasked, since whom a picture shows decides whether it may be shown."""
    was = value_at(entry, inner.path)
    old = was if isinstance(was, list) else []
    olds = [[cell_value(one, column) for column in inner.columns] for one in old]
    lines = [line for line in row.lines if any(line.values.get(head.key) is not None for head in inner.heads)]
    pairs = _paired(_inner_said(row, inner), olds, 0)
    whole: list[Any] = []
    for number, line in enumerate(lines):
        one = copy.deepcopy(old[pairs[number]]) if number in pairs else {}
        values = {
            column.key: line.values[head.key] for column, head in zip(inner.columns, inner.heads, strict=True)
        }
        _change(one, inner.columns, values)
        for column, head in zip(inner.columns, inner.heads, strict=True):
            note_cell(cells, (*path, *inner.path, len(whole), *column.keys), line.places[head.key])
        whole.append(one)
    left = [one for place, one in enumerate(old) if place not in pairs.values()]
    if left and not delete:
        merged.said.append(
            f"{sheet.title}: dòng {row.number} bớt {len(left)} người so với kho; vẫn giữ. Thêm --delete để bỏ."
        )
        whole += left
    if whole != old:
        put(entry, inner.path, whole or None)


def _copied(sheet: WorkbookSheet, rows: list[SheetRow], olds: list[Any]) -> Iterator[Problem]:
    """Rows that say again what a row above says, unless the file says it twice as well; two values of one indicator in one year."""
    keys = [column.key for column in sheet.columns]
    ways = [list(range(len(keys) + (sheet.inner is not None)))]
    ways += (
        [[keys.index(key) for key in ("year", "indicator", "measure")]] if sheet.record is YearResult else []
    )
    wanted = [_said(row, sheet) for row in rows]
    told = [[[values[part] for part in way] for values in wanted] for way in ways]
    for number, row in enumerate(rows):
        for way, others in zip(ways, told, strict=True):
            said = others[number]
            above = [place for place in range(number) if others[place] == said]
            if above and sum([values[part] for part in way] == said for values in olds) <= len(above):
                other = rows[above[0]].number
                sentence = (
                    f"Dòng này giống hệt dòng {other}."
                    if way is ways[0]
                    else f"Năm {row.values['year']}, chỉ tiêu này đã có số liệu ở dòng {other}."
                )
                advice = (
                    "Xóa một dòng."
                    if way is ways[0]
                    else f"Sửa số ở dòng {other} rồi xóa dòng này; chỉ tiêu khác thì ghi tên khác."
                )
                yield Problem(row.place, "row-doubled", sentence, advice)
                break


def _settle(
    merged: MergeResult,
    tree: Tree,
    sheet: WorkbookSheet,
    whole: list[Any],
    olds: list[Any],
    marks: Fingerprints | None,
    place: Place,
) -> None:
    values = [item_values(entry, sheet) for entry in whole]
    if values == olds or (marks is not None and fingerprint(values) == marks.get(sheet.field, "")):
        return
    if marks is not None and fingerprint(olds or None) != marks.get(sheet.field, ""):
        merged.problems.append(conflict(place, f"{len(olds)} dòng ở trang {sheet.title}"))
        return
    put(tree, sheet.path, whole)


def _merge_article(
    merged: MergeResult,
    tree: Tree,
    sheet: WorkbookSheet,
    rows: list[SheetRow],
    olds: list[Any],
    marks: Fingerprints | None,
    cells: Cells,
) -> None:
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
                merged.problems.append(
                    Problem(row.places["text"], "bare-heading", sentence, advice, Severity.WARNING)
                )
            blocks.append([part])
    cells.setdefault(("body",), rows[0].place)
    if blocks == olds or (marks is not None and fingerprint(blocks) == marks.get("body", "")):
        return
    if marks is not None and fingerprint(olds or None) != marks.get("body", ""):
        merged.problems.append(conflict(rows[0].place, olds[0][0] if olds else ""))
        return
    tree["body"] = "\n\n".join(block for (block,) in blocks)


def _paragraphs(text: str) -> list[str]:
    whole: list[str] = []
    for block in (block.strip() for block in text.split("\n\n") if block.strip()):
        lines = block.split("\n")
        whole += (
            [block]
            if any(line.lstrip().startswith(("-", "*", "+", "|", ">", "#")) for line in lines)
            else lines
        )
    return [part.strip() for part in whole if part.strip()]
