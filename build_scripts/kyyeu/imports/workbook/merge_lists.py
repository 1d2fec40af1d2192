"""Merges the rows of a workbook sheet that stand for list items into a record's list or its article.

Each row is paired with the list item that it describes. The item keeps the fields that the workbook does not
show.
"""

import copy
import re
from collections.abc import Iterator, Sequence
from typing import Any

from kyyeu.imports.workbook.merge_result import Cells, MergeResult, note_cell, put, set_value, takes_new
from kyyeu.imports.workbook.sheet_layout import SheetRow
from kyyeu.loading.records import shortened
from kyyeu.model.movements import YearResult
from kyyeu.model.sources import Path
from kyyeu.outputs.workbook.baseline import Fingerprints, item_values
from kyyeu.outputs.workbook.sheets import InnerList, WorkbookSheet
from kyyeu.outputs.workbook.unit_records import Tree, cell_value, list_items, value_at
from kyyeu.problems import Problem, Severity

# Matches a short paragraph without punctuation at its end, which is probably meant as a heading.
_BARE_HEADING = re.compile(r"(?![#>|*+\-–\d“\"])[^\n]{2,59}[^\W_]")
# The characters with which lines of lists, tables, headings and quotations begin in Markdown.
_LIST_OR_TABLE = ("-", "*", "+", "|", ">", "#")


def merge_list(
    merged: MergeResult,
    tree: Tree,
    sheet: WorkbookSheet,
    rows: list[SheetRow],
    marks: Fingerprints | None,
    cells: Cells,
    *,
    delete: bool,
) -> None:
    """Merges the rows of a sheet of list items, such as awards, into the data of one record.

    List items of the record file that have no row are kept, unless `delete` is set.
    """
    if any(
        column.key in line.places and column.key not in line.values
        for row in rows
        for line in row.lines
        for column in sheet.cells
    ):
        # An unreadable cell has been reported already. The list in the record file then stays as it is.
        return
    old_items = list_items(tree, sheet)
    old_values = [item_values(item, sheet) for item in old_items]
    if sheet.field == "body":
        _merge_article(merged, tree, rows, old_values, marks, cells)
        return
    merged.problems += _doubled_rows(sheet, rows, old_values)
    telling = [column.key for column in sheet.columns].index(sheet.known) if sheet.known else None
    pairs = _pairs([_row_values(row, sheet) for row in rows], old_values, telling)
    items: list[Any] = []
    for number, row in enumerate(rows):
        item = copy.deepcopy(old_items[pairs[number]]) if number in pairs else {}
        path: Path = (*sheet.path, len(items))
        cells.setdefault(path, row.place)
        for column in sheet.columns:
            if column.key in rows[0].places and cell_value(item, column) != row.values[column.key]:
                set_value(item, column, row.values[column.key])
            if column.key in row.places:
                note_cell(cells, (*path, *column.keys), row.places[column.key])
        if sheet.inner and all(head.key in row.places for head in sheet.inner.heads):
            _merge_inner_list(merged, item, sheet, sheet.inner, row, cells, path, delete=delete)
        items.append(item)
    items += _kept_items(
        merged,
        old_items,
        pairs,
        f"{sheet.title}: bớt {{}} dòng so với kho (cạnh dòng {rows[0].number}); vẫn giữ. "
        "Thêm --delete để bỏ.",
        delete=delete,
    )
    values = [item_values(item, sheet) for item in items]
    old_text = f"{len(old_values)} dòng ở trang {sheet.title}"
    if takes_new(merged, marks, sheet.field, values, old_values, rows[0].place, old_text):
        put(tree, sheet.path, items)


def _row_values(row: SheetRow, sheet: WorkbookSheet) -> list[Any]:
    """Returns the values of a row, and of the rows that continue it, as `item_values` does for a list item.

    In this form, rows of the workbook can be compared with list items of the record file.
    """
    values = [row.values.get(column.key) for column in sheet.columns]
    return [*values, _inner_values(row, sheet.inner)] if sheet.inner else values


def _inner_values(row: SheetRow, inner: InnerList) -> list[list[Any]]:
    lines = ([line.values.get(head.key) for head in inner.heads] for line in row.lines)
    return [values for values in lines if any(value is not None for value in values)]


def _pairs(new: Sequence[Any], old: Sequence[Any], telling: int | None) -> dict[int, int]:
    """Pairs new list items with the old ones that they replace, as a dict from new index to old index.

    Items that are equal in all columns are paired first. Next are those that are equal in the column with the
    index `telling`. The rest is paired in order.
    """
    pairs: dict[int, int] = {}
    unpaired = [*range(len(old))]
    for part in (slice(None), telling):
        for number, values in enumerate(new):
            if part is None or number in pairs or values[part] is None:
                continue
            if same := [each for each in unpaired if old[each][part] == values[part]]:
                pairs[number] = same[0]
                unpaired.remove(same[0])
    rest = [number for number in range(len(new)) if number not in pairs]
    return {**pairs, **dict(zip(rest, unpaired, strict=False))}


def _kept_items(
    merged: MergeResult, old_items: Sequence[Any], pairs: dict[int, int], note: str, *, delete: bool
) -> list[Any]:
    """Returns the list items of the old record that no row of the workbook describes.

    A note tells the user how many they are. With `delete`, an empty list is returned without a note.
    """
    kept = [item for number, item in enumerate(old_items) if number not in pairs.values()]
    if delete or not kept:
        return []
    merged.notes.append(note.format(len(kept)))
    return kept


def _merge_inner_list(
    merged: MergeResult,
    item: Any,
    sheet: WorkbookSheet,
    inner: InnerList,
    row: SheetRow,
    cells: Cells,
    path: Path,
    *,
    delete: bool,
) -> None:
    """Merges the rows for the list inside a list item, such as the people in a picture.

    An inner list that becomes empty is removed from the list item.
    """
    old = value_at(item, inner.path)
    old_people = old if isinstance(old, list) else []
    old_values = [[cell_value(person, column) for column in inner.columns] for person in old_people]
    lines = [line for line in row.lines if any(line.values.get(head.key) is not None for head in inner.heads)]
    pairs = _pairs(_inner_values(row, inner), old_values, 0)
    people: list[Any] = []
    for number, line in enumerate(lines):
        person = copy.deepcopy(old_people[pairs[number]]) if number in pairs else {}
        for column, head in zip(inner.columns, inner.heads, strict=True):
            if cell_value(person, column) != line.values[head.key]:
                set_value(person, column, line.values[head.key])
            note_cell(cells, (*path, *inner.path, len(people), *column.keys), line.places[head.key])
        people.append(person)
    people += _kept_items(
        merged,
        old_people,
        pairs,
        f"{sheet.title}: dòng {row.number} bớt {{}} người so với kho; vẫn giữ. Thêm --delete để bỏ.",
        delete=delete,
    )
    if people != old_people:
        put(item, inner.path, people or None)


def _doubled_rows(sheet: WorkbookSheet, rows: list[SheetRow], old_values: list[Any]) -> Iterator[Problem]:
    """Reports rows of list items that repeat a row above them, or give a second figure for the same year.

    A figure is a second one if it has the same year, indicator and measure. A repetition that the record file
    already contains is not reported.
    """
    keys = [column.key for column in sheet.columns]
    row_values = [_row_values(row, sheet) for row in rows]
    all_columns = range(len(keys) + (sheet.inner is not None))
    comparisons: list[Sequence[int]] = [all_columns]
    if sheet.record is YearResult:
        comparisons.append([keys.index(key) for key in ("year", "indicator", "measure")])
    compared = [[[values[place] for place in places] for values in row_values] for places in comparisons]
    for number, row in enumerate(rows):
        for places, texts in zip(comparisons, compared, strict=True):
            same_above = [above for above in range(number) if texts[above] == texts[number]]
            in_file = sum([values[place] for place in places] == texts[number] for values in old_values)
            if same_above and in_file <= len(same_above):
                other = rows[same_above[0]].number
                sentence, advice = f"Dòng này giống hệt dòng {other}.", "Xóa một dòng."
                if places is not all_columns:
                    sentence = f"Năm {row.values['year']}, chỉ tiêu này đã có số liệu ở dòng {other}."
                    advice = f"Sửa số ở dòng {other} rồi xóa dòng này; chỉ tiêu khác thì ghi tên khác."
                yield Problem(row.place, "row-doubled", sentence, advice)
                break


def _merge_article(
    merged: MergeResult,
    tree: Tree,
    rows: list[SheetRow],
    old_values: list[Any],
    marks: Fingerprints | None,
    cells: Cells,
) -> None:
    """Merges the rows of an article, one for each paragraph, into the text of the article.

    A cell may also hold several paragraphs.
    """
    old_paragraphs = {values[0] for values in old_values}
    paragraphs: list[list[str]] = []
    for row in rows:
        text = row.values.get("text") or ""
        for paragraph in [text] if text in old_paragraphs else _paragraphs(text):
            cells.setdefault(("body", len(paragraphs)), row.place)
            if paragraph not in old_paragraphs and _BARE_HEADING.fullmatch(paragraph):
                merged.problems.append(
                    Problem(
                        row.places["text"],
                        "bare-heading",
                        f"“{shortened(paragraph)}” đứng riêng một đoạn, hình như là một đầu mục.",
                        f"Đúng là đầu mục thì ghi: ## {paragraph}",
                        Severity.WARNING,
                    )
                )
            paragraphs.append([paragraph])
    cells.setdefault(("body",), rows[0].place)
    old_text = old_values[0][0] if old_values else ""
    if takes_new(merged, marks, "body", paragraphs, old_values, rows[0].place, old_text):
        tree["body"] = "\n\n".join(paragraph for (paragraph,) in paragraphs)


def _paragraphs(text: str) -> list[str]:
    """Splits a text into paragraphs at blank lines and at line ends.

    Line ends in a block with lists, tables, headings or quotations do not split it.
    """
    paragraphs: list[str] = []
    for block in text.split("\n\n"):
        lines = block.strip().split("\n")
        keeps_lines = any(line.lstrip().startswith(_LIST_OR_TABLE) for line in lines)
        paragraphs += [part.strip() for part in ([block] if keeps_lines else lines) if part.strip()]
    return paragraphs
