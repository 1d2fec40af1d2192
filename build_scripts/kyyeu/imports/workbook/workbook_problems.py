"""Merged records → the Problems that the model and the checks would find in their files, each at the cell it came from."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path as FilePath

from kyyeu.facts.consent import ConsentState, consent_state
from kyyeu.imports.preview import preview_changes
from kyyeu.imports.workbook.changed_files import ChangedFile, record_at
from kyyeu.imports.workbook.merge_result import REMOVED, Cells, MergeResult
from kyyeu.imports.workbook.sheet_row import WorkbookRows
from kyyeu.loading.records import build_record
from kyyeu.loading.yaml_nodes import KEY
from kyyeu.model.conferences import Delegate
from kyyeu.model.exemplars import Exemplar, ExemplarStatus
from kyyeu.model.fields import OwnedRecord, Value
from kyyeu.model.sources import Path, Positions
from kyyeu.outputs.workbook.cell_text import column_help
from kyyeu.outputs.workbook.columns import SheetColumn
from kyyeu.outputs.workbook.sheets import BY_CODE
from kyyeu.outputs.workbook.unit_records import UnitRecords
from kyyeu.problems import Place, Problem, Severity

_SAID = {
    "minor-missing": ("Học sinh này chưa ghi độ tuổi.", "Chọn ở cột “Độ tuổi”, trang “Điển hình”."),
    "programme-code": ("Mục riêng của hội nghị chưa có tên.", "Ghi tên mục ở cột “Nội dung”."),
    "conference-day": ("Hội nghị đã tổ chức mà chưa có phiên họp nào.", "Ghi ngày, giờ ở trang “Phiên họp”."),
    "news-date": (
        "Ngày này khác ngày trong mã của tin, mà mã thì không đổi theo được.",
        "Ghi lại ngày như trong mã; tin mới thì xóa trống ô mã. Ngày đăng cũ sai thì nhờ người phụ trách ở Sở đổi mã.",
    ),
}
_ROW = re.compile(r"[xX]óa dòng [a-z_]+")
_FIELD = re.compile(r"“[a-z_]+” \(([^)]*)\)")


@dataclass(frozen=True, slots=True)
class CellPositions(Positions):
    """Positions of a record's values in a workbook: a path not there stands where its nearest parent does."""

    cells: Mapping[Path, Place] = field(default_factory=dict)

    def marked(self, path: Path) -> bool:
        return tuple(part for part in path if part != KEY) in self.cells

    def place(self, path: Path = ()) -> Place:
        path = tuple(part for part in path if part != KEY)
        while path and path not in self.cells:
            path = path[:-1]
        return self.cells.get(path, Place(self.file))


def record_problems(
    merged: MergeResult, rows: WorkbookRows, source: UnitRecords
) -> dict[tuple[str, str], list[Problem]]:
    """Of every record that changes: what the model says of its fields."""
    columns = _columns(rows)
    found = {}
    for (code, key), done in merged.touched.items():
        if done == REMOVED:
            continue
        _, problems = _built(merged, source, code, key)
        if problems:
            found[code, key] = [_worded(problem, columns.get(problem.place)) for problem in problems]
    return found


def _built(
    merged: MergeResult, source: UnitRecords, code: str, key: str
) -> tuple[Value | None, list[Problem]]:
    tree = {name: value for name, value in merged.records[code][key].items() if name != "body"}
    given = {} if code == "joined" else {"id": key}
    if issubclass(BY_CODE[code].record, OwnedRecord):
        given["unit"] = source.unit
    return build_record(
        BY_CODE[code].record,
        tree,
        CellPositions(BY_CODE[code].title, {}, (), merged.cells.get((code, key), {})),
        given,
    )


def not_shown(merged: MergeResult, source: UnitRecords, day: date) -> list[str]:
    """Who of those that change would still appear nowhere, and why: the workbook is the unit's own, so they are named."""
    said = []
    for (code, key), done in merged.touched.items():
        if done == REMOVED or code not in ("exemplar", "delegate"):
            continue
        person, _ = _built(merged, source, code, key)
        if isinstance(person, (Exemplar, Delegate)):
            state = consent_state(person, day)
            why = (
                ["hồ sơ còn là bản thảo"]
                if isinstance(person, Exemplar) and person.status is ExemplarStatus.DRAFT
                else []
            )
            why += [state.label] if state is not ConsentState.IN_FORCE else []
            said += (
                [f"{BY_CODE[code].title}: “{person.name}” chưa hiện ở đâu: {'; '.join(why)}."] if why else []
            )
    return said


def _columns(rows: WorkbookRows) -> dict[Place, SheetColumn]:
    listed = [(code, row) for code, records in rows.records.items() for row in records.values()]
    listed += [
        (code, row) for code, entries in rows.entries.items() for found in entries.values() for row in found
    ]
    listed += [(code, line) for code, row in listed for line in row.below]
    by_key = {code: {column.key: column for column in BY_CODE[code].cells} for code, _ in listed}
    return {
        place: by_key[code][key]
        for code, row in listed
        for key, place in row.places.items()
        if key in by_key[code]
    }


def _worded(problem: Problem, column: SheetColumn | None) -> Problem:
    """Names of fields as a file has them say nothing to those who fill in a workbook."""
    if problem.code in _SAID:
        return replace(problem, sentence=_SAID[problem.code][0], advice=_SAID[problem.code][1])
    sentence = (
        _FIELD.sub(r"“\1”", problem.sentence)
        .replace("Trường “", "Cột “")
        .replace("Thiếu trường “", "Thiếu “")
    )
    advice = (
        column_help(column) if column and problem.code in ("field-empty", "field-missing") else problem.advice
    )
    advice = "Đổi lại mốc đầu và mốc cuối." if problem.code == "period" else advice
    return replace(problem, sentence=sentence, advice=_ROW.sub("xóa trống ô này", advice))


def file_problems(
    root: FilePath,
    texts: Sequence[ChangedFile],
    pictures: Mapping[str, FilePath],
    gone: Sequence[str],
    day: date,
    *,
    unsound: Collection[tuple[str, str]],
    merged: MergeResult,
    source: UnitRecords,
) -> list[Problem]:
    """What loading and the checks would say of the whole project with the changed files in it, and do not say without. Of records that
    are `unsound`, only what the checks say."""
    if not texts and not pictures and not gone:
        return []
    ahead = preview_changes(root, {text.file: text.after for text in texts}, pictures, gone, day)
    by_file = {text.file: text for text in texts if text.after is not None}
    told: list[Problem] = []
    for problem in (*ahead.loaded, *ahead.checked):
        old = ahead.is_old(problem)
        changed = by_file.get(problem.place.file)
        record, path = record_at(changed, problem.place, merged, source) if changed else (("", ""), ())
        if record not in merged.touched or (old and problem.severity is Severity.WARNING):
            told += [] if old else [problem]
        elif record not in unsound or problem not in ahead.loaded:
            told.append(
                _worded(
                    replace(problem, place=_cell(merged.cells.get(record, {}), path, problem.place)), None
                )
            )
    return told


def _cell(cells: Cells, path: Path, place: Place) -> Place:
    while path and path not in cells:
        path = path[:-1]
    return cells.get(path, place)


def without_echoes(faults: Sequence[Problem], more: Sequence[Problem]) -> Iterator[Problem]:
    """A cell that could not be read is empty as well: one Problem of a cell is enough."""
    yield from faults
    wrong = {problem.place for problem in faults if problem.severity is Severity.ERROR}
    for problem in more:
        if problem.place not in wrong:
            yield problem
