"""Laid-out sheets → rows of values with their cells: which record each row is or belongs to, by id or by name, and every fault by cell."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from build_scripts.loading.load import RESERVED_IDS
from build_scripts.model.fields import ID_LENGTH, is_id
from build_scripts.outputs.workbook.base import Base
from build_scripts.outputs.workbook.cells import Fault, read_cell
from build_scripts.outputs.workbook.columns import ID
from build_scripts.outputs.workbook.layout import Laid, Layout, cell_place
from build_scripts.outputs.workbook.opened import Cell
from build_scripts.outputs.workbook.sheets import BY_CODE, PARENT, SHEETS, Sheet, below
from build_scripts.outputs.workbook.source import Source, cell_value, tidy
from build_scripts.outputs.workbook.terms import Terms, own_terms, plain, record_names
from build_scripts.problems import Place, Problem, nearest
from build_scripts.vietnamese import slug, spelling

# Those first whose names others refer to.
_ORDER = ("launched", "model", "exemplar", "unit", "joined", "delegate", "submission")
assert set(_ORDER) == {sheet.code for sheet in SHEETS if sheet.kind}, "a sheet of records is not in the order of reading"


@dataclass
class Row:
    """A row: `values` by column key (None = blank), the cells of all columns; those of faulty ones are not in `values`."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    record: str = ""
    new: bool = False

    @property
    def place(self) -> Place:
        return next(iter(self.places.values()))


@dataclass
class Rows:
    """`records`: rows by sheet and record; `entries`: rows of the sheets below, by the record they belong to."""

    terms: Terms
    records: dict[str, dict[str, Row]] = field(default_factory=dict)
    entries: dict[str, dict[str, list[Row]]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, place: Place, code: str, sentence: str, advice: str) -> None:
        self.problems.append(Problem(place, code, sentence, advice))


def read_rows(layout: Layout, source: Source, terms: Terms, taken: frozenset[str]) -> Rows:
    """`taken`: ids of movements anywhere, since they are global."""
    found = Rows(terms)
    for code in _ORDER:
        if laid := layout.sheets.get(code):
            _read_records(found, laid, source, layout.base, taken if code == "launched" else frozenset())
        names = {key: {"name": row.values["name"]} for key, row in found.records.get(code, {}).items() if row.values.get("name")}
        if code in ("launched", "model", "exemplar"):
            merged = {**source.records[code], **names}
            found.terms = own_terms(found.terms, source.unit, {**_named(found, source), code: merged})
        for sheet in below(BY_CODE[code]):
            if laid := layout.sheets.get(sheet.code):
                _read_entries(found, laid, sheet, source)
    return found


def _named(found: Rows, source: Source) -> dict[str, Mapping[str, Any]]:
    """Every record by its name: those of the files, with what the workbook calls them."""
    named: dict[str, Mapping[str, Any]] = {}
    for code in source.records:
        there = source.records[code]
        called = {key: {name: row.values[name] for name in BY_CODE[code].same if row.values.get(name)}
                  for key, row in found.records.get(code, {}).items()}
        named[code] = {**there, **{key: {**there.get(key, {}), **names} for key, names in called.items()}}
    return named


def _read_row(found: Rows, laid: Laid, number: int) -> Row:
    row = Row(number)
    cells = laid.rows[number]
    for place, column in laid.columns.items():
        where = row.places[column.key] = cell_place(laid.page.title, number, place)
        if column.key == PARENT:
            continue
        try:
            row.values[column.key] = read_cell(column, cells[place], found.terms) if place in cells else None
        except Fault as fault:
            found.wrong(where, fault.code, fault.sentence, fault.advice)
    return row


def _read_records(found: Rows, laid: Laid, source: Source, base: Base, taken: frozenset[str]) -> None:
    sheet = laid.sheet
    there = source.records[sheet.code]
    records = found.records[sheet.code] = {}
    given = {tidy(str(cells[place].value)) for place, column in laid.columns.items() if column.key == "id"
             for cells in laid.rows.values() if place in cells}
    used = set(there) | taken | RESERVED_IDS | {str(alias) for tree in there.values() for alias in tree.get("aliases") or ()}
    for number in laid.rows:
        row = _read_row(found, laid, number)
        if all(value is None for value in row.values.values()) and len(row.values) == len(row.places):
            continue
        if not sheet.same:
            row.record = source.unit
        else:
            _identify(found, row, sheet, source, base, given)
        row.record = row.record or next((key for key, other in records.items() if other.new and _same(row, other, sheet)), "")
        if row.record in records:
            _doubled(found, row, records[row.record], sheet, used)
            continue
        if not row.record:
            row.record, row.new = _new_id(row, sheet, used), True
        row.new = row.new or row.record not in there
        used.add(row.record)
        records[row.record] = row


def _identify(found: Rows, row: Row, sheet: Sheet, source: Source, base: Base, named: Collection[str]) -> None:
    """The record that a row is, "" for a new one: by its id, else by its name. `named`: ids that rows of the sheet have."""
    there = source.records[sheet.code]
    given = row.values.get("id")
    alike = _alike(row, sheet, there)
    if not given:
        free = [key for key in alike if key not in found.records[sheet.code] and key not in named]
        row.record = (free or alike or [""])[0]
        return
    if given in there:
        row.record = given
        return
    if (sheet.code, given) in base:
        found.wrong(row.places["id"], "record-gone", f"Mã “{given}” không còn trong kho từ khi lấy sổ này.",
                    "Hỏi người phụ trách: hồ sơ đã xóa hay đổi mã. Lấy sổ mới, hoặc xóa mã ở ô này để thêm lại.")
    elif alike:
        found.wrong(row.places["id"], "id", f"Mã “{given}” không có, mà “{row.values.get(sheet.same[0])}” đã có mã “{alike[0]}”.",
                    f"Ghi lại {alike[0]}, hoặc xóa trống ô này.")
    elif sheet.code == "joined" or not is_id(given):
        found.wrong(row.places["id"], "id", f"“{given}” không dùng làm mã được.", "Xóa trống ô này; chương trình tự đặt mã.")
    else:
        row.record = given


def _alike(row: Row, sheet: Sheet, there: Mapping[str, Any]) -> list[str]:
    """Ids of records that a row's name, and what else tells them apart, fit."""
    columns = {column.key: column for column in sheet.columns}
    wanted = [_told(row.values.get(key)) for key in sheet.same]
    return [key for key, tree in there.items() if wanted[0] and [_told(cell_value(tree, columns[name])) for name in sheet.same] == wanted]


def _same(row: Row, other: Row, sheet: Sheet) -> bool:
    """Whether two new rows name one record, neither having an id."""
    told = [_told(row.values.get(key)) for key in sheet.same]
    return bool(told[0]) and not other.values.get("id") and told == [_told(other.values.get(key)) for key in sheet.same]


def _told(value: Any) -> str:
    return " ".join(spelling(word) for word in plain(str(value or "")).split())


def _new_id(row: Row, sheet: Sheet, used: set[str]) -> str:
    parts = [str(row.values.get(key) or "") for key in sheet.same]
    if sheet.code == "joined":
        return parts[0] or f"#{row.number}"
    text = " ".join(parts) if sheet.code == "submission" else parts[0]
    short = slug(text)[: ID_LENGTH - 4].rstrip("-")
    return slug(short, used)


def _doubled(found: Rows, row: Row, other: Row, sheet: Sheet, used: set[str]) -> None:
    key = sheet.same[0] if sheet.same else next(iter(row.places))
    if not sheet.same:
        found.wrong(row.place, "row-doubled", f"Trang này chỉ có một dòng; dòng {other.number} đã ghi rồi.", "Xóa dòng này.")
        return
    advice = "Xóa một dòng."
    if sheet.code not in ("joined", "submission"):
        advice = f"Xóa một dòng; nếu là hai bản ghi khác nhau, ghi mã riêng ở cột “Mã”, ví dụ {slug(row.record, used)}."
    found.wrong(row.places.get(key, row.place), "row-doubled", f"Dòng này trùng với dòng {other.number}.", advice)


def _read_entries(found: Rows, laid: Laid, sheet: Sheet, source: Source) -> None:
    """An article's paragraphs belong to the record named last above them; all other rows name theirs."""
    entries = found.entries[sheet.code] = {}
    named = _named(found, source)[sheet.parent]
    names = record_names(sheet.parent, named, found.terms)
    before = record_names(sheet.parent, source.records[sheet.parent], found.terms)
    parent_place = next((place for place, column in laid.columns.items() if column.key == PARENT), None)
    last: str | None = None  # "" where it is somebody whom nobody knows
    for number, cells in laid.rows.items():
        row = _read_row(found, laid, number)
        cell = cells.get(parent_place) if parent_place else None
        if len(row.values) == len(laid.columns) - (parent_place is not None) and all(value is None for value in row.values.values()):
            if cell and sheet.field != "body":
                found.wrong(row.places[PARENT], "row-empty", "Dòng này chỉ có tên, các ô khác để trống.", "Điền nốt, hoặc xóa dòng.")
            elif cell:
                last = _parent(found, row, cell, (names, before), sheet)
            continue
        if not BY_CODE[sheet.parent].same:
            row.record = source.unit
        elif cell:
            row.record = _parent(found, row, cell, (names, before), sheet)
        elif sheet.field == "body" and last is not None:
            row.record = last
        else:
            above = BY_CODE[sheet.parent].title
            found.wrong(row.places.get(PARENT, row.place), "parent-missing", f"Chưa ghi dòng này thuộc “{above}” nào.", "Chọn tên ở ô này.")
        last = row.record if cell or last is not None else None
        if row.record:
            entries.setdefault(row.record, []).append(row)


def _parent(found: Rows, row: Row, cell: Cell, known: tuple[Mapping[str, str], ...], sheet: Sheet) -> str:
    """Id of the record that a row belongs to, "" where its name fits none, or several. `known`: names that the workbook gives, then those
    of the files, since who renames a record in one sheet may not in all."""
    names = known[0]
    try:
        text = str(read_cell(ID, cell, found.terms))
    except Fault as fault:
        found.wrong(row.places[PARENT], fault.code, fault.sentence, fault.advice)
        return ""
    if text in names:
        return text
    for called in known:
        for spelt in (plain, slug):
            fit = [key for key, name in called.items() if spelt(name) == spelt(text)]
            if len(fit) == 1:
                return fit[0]
    title = BY_CODE[sheet.parent].title
    also = [key for key, name in names.items() if plain(name).startswith(f"{plain(text)} (")]
    if also:
        found.wrong(row.places[PARENT], "parent", f"Ở trang “{title}” có {len(also)} dòng tên “{text}”.",
                    f"Ghi rõ: {'; '.join(names[key] for key in also)}.")
    else:
        advice = nearest(text, names.values()) or f"Ghi đúng tên như ở trang “{title}”."
        found.wrong(row.places[PARENT], "parent", f"Không có “{text}” ở trang “{title}”.", advice)
    return ""
