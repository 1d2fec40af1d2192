"""Opened sheets → which of ours each is, which column is which field, and the rows with something in them; strangers are named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kyyeu.imports.workbook.open_workbook import CellContent, SheetContent, cell_name, cell_range
from kyyeu.outputs.workbook.baseline import Baseline, read_baseline
from kyyeu.outputs.workbook.columns import SheetColumn
from kyyeu.outputs.workbook.sheets import (
    BASELINE,
    BY_CODE,
    CATALOGUE,
    COLUMNS,
    FIRST,
    HEAD,
    INSTRUCTIONS,
    KEYS,
    ROWS,
    SHEETS,
    WorkbookSheet,
)
from kyyeu.outputs.workbook.terms import plain
from kyyeu.problems import Place, Problem, Severity, UsageError
from kyyeu.vietnamese import slug


@dataclass
class SheetLayout:
    """A sheet of ours in the workbook: the columns that it has by place, and its rows from the first record on."""

    sheet: WorkbookSheet
    page: SheetContent
    columns: Mapping[int, SheetColumn]
    rows: Mapping[int, Mapping[int, CellContent]]


@dataclass
class WorkbookLayout:
    """`unit` is whose workbook it says it is, "" where it does not say."""

    unit: str = ""
    sheets: dict[str, SheetLayout] = field(default_factory=dict)
    base: Baseline = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def cell_place(title: str, row: int, column: int) -> Place:
    """Where in a workbook; shown as `Sheet!Cell`, which no path in the project can be."""
    return Place(f"{title}!{cell_name(row, column)}", row, column)


def lay_out(pages: Sequence[SheetContent]) -> WorkbookLayout:
    """Raises UsageError where no sheet is one of ours."""
    found = WorkbookLayout()
    for page in pages:
        if page.title == BASELINE:
            texts = [
                tuple(str(row[place].value) if place in row else "" for place in (1, 2, 3))
                for row in page.rows.values()
            ]
            found.base = read_baseline([(code, key, marks) for code, key, marks in texts])
        elif page.title not in (INSTRUCTIONS, CATALOGUE):
            _take(page, found)
    if not found.sheets:
        raise UsageError(
            "sổ này không có trang nào của mẫu. Lấy sổ bằng: kyyeu workbook ĐƠN_VỊ, rồi điền vào chính sổ ấy"
        )
    return found


def _take(page: SheetContent, found: WorkbookLayout) -> None:
    keys = {place: str(cell.value) for place, cell in page.rows.get(KEYS, {}).items()}
    owner, _, first = keys.get(1, "").rpartition(":")
    code, _, unit = owner.partition("@")
    sheet = BY_CODE.get(code) or next(
        (sheet for sheet in SHEETS if plain(sheet.title) == plain(page.title)), None
    )
    if sheet is None or sheet.code in found.sheets:
        if page.rows:
            why = "không thuộc mẫu" if sheet is None else "là bản thứ hai của một trang"
            found.problems.append(
                Problem(
                    cell_place(page.title, 1, 1),
                    "sheet-unknown",
                    f"Trang “{page.title}” {why}, không nhập.",
                    "Nếu cần nhập, chép các dòng sang trang đúng của mẫu.",
                    Severity.WARNING,
                )
            )
        return
    if unit and found.unit and unit != found.unit:
        found.problems.append(
            Problem(
                cell_place(page.title, KEYS, 1),
                "wrong-unit",
                f"Trang này là của đơn vị “{unit}”, các trang trước là của “{found.unit}”.",
                "Mỗi sổ của một đơn vị; chép dòng vào sổ của đúng đơn vị.",
            )
        )
    found.unit = found.unit or unit
    laid = _laid(sheet, page, {**keys, 1: first} if BY_CODE.get(code) else {})
    found.sheets[sheet.code] = laid
    found.problems += _strangers(laid)
    found.problems += _shapes(laid)


def _laid(sheet: WorkbookSheet, page: SheetContent, keys: Mapping[int, str]) -> SheetLayout:
    """By the hidden keys; by the labels where somebody removed the row of keys."""
    by_key = {column.key: column for column in sheet.heads}
    columns = {place: by_key[key] for place, key in keys.items() if key in by_key}
    if keys:
        return SheetLayout(
            sheet, page, columns, {number: row for number, row in page.rows.items() if number >= FIRST}
        )
    by_label = {slug(column.label): column for column in sheet.heads}
    labels = {
        place: slug(str(cell.value).replace("(*)", "")) for place, cell in page.rows.get(HEAD, {}).items()
    }
    columns = {place: by_label[label] for place, label in labels.items() if label in by_label}
    return SheetLayout(
        sheet, page, columns, {number: row for number, row in page.rows.items() if number > HEAD}
    )


def _strangers(laid: SheetLayout) -> Iterator[Problem]:
    """Columns with something in them that no field belongs to."""
    places = {place for row in laid.rows.values() for place in row}
    for place in sorted(places - set(laid.columns)):
        head = laid.page.rows.get(HEAD, {}).get(place)
        name = f"Cột “{head.value}”" if head else "Một cột không có tên"
        yield Problem(
            cell_place(laid.page.title, HEAD, place),
            "column-unknown",
            f"{name} không thuộc mẫu, không nhập.",
            "Nếu cần nhập, chép sang cột đúng của mẫu.",
            Severity.WARNING,
        )


def _shapes(laid: SheetLayout) -> Iterator[Problem]:
    title = laid.page.title
    for span in laid.page.merged:
        column, row, _, last = cell_range(span)
        if last >= min(laid.rows, default=FIRST):
            yield Problem(
                cell_place(title, row, column),
                "merged",
                f"Các ô {span} bị gộp làm một.",
                "Bỏ gộp ô (Unmerge), rồi ghi giá trị vào từng dòng.",
            )
    for name in laid.page.beyond:
        column, row, _, _ = cell_range(name)
        yield Problem(
            cell_place(title, row, column),
            "too-far",
            f"Ô này nằm ngoài {ROWS} dòng, {COLUMNS} cột đầu, không đọc tới.",
            "Chuyển nội dung vào các dòng của bảng, xóa ô này.",
        )
    for row in sorted(laid.page.hidden & set(laid.rows)):
        yield Problem(
            cell_place(title, row, 1),
            "row-hidden",
            f"Dòng {row} đang bị ẩn nhưng vẫn được nhập.",
            "Hiện dòng để xem lại; xóa nếu không dùng.",
            Severity.WARNING,
        )
