"""Collects the problems of records merged from a workbook, and shows each at the cell that it comes from."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path as FilePath

from kyyeu.facts.consent import ConsentState, consent_state
from kyyeu.imports.preview import preview_changes
from kyyeu.imports.workbook.changed_files import ChangedFile, record_at
from kyyeu.imports.workbook.merge_result import REMOVED, MergeResult
from kyyeu.imports.workbook.sheet_layout import WorkbookRows
from kyyeu.loading.records import build_record
from kyyeu.loading.yaml_nodes import KEY
from kyyeu.model.conferences import Delegate
from kyyeu.model.exemplars import Exemplar, ExemplarStatus
from kyyeu.model.fields import OwnedRecord, Value
from kyyeu.model.sources import Path, Positions
from kyyeu.outputs.workbook.cell_text import column_help
from kyyeu.outputs.workbook.sheets import BY_CODE, SheetColumn
from kyyeu.outputs.workbook.unit_records import UnitRecords
from kyyeu.problems import Place, Problem, Severity

# Maps problem codes to a sentence and advice that speak of the columns and sheets of the workbook. The usual
# messages speak of fields and files, which users of the workbook do not see.
_REWORDED = {
    "minor-missing": ("Học sinh này chưa ghi độ tuổi.", "Chọn ở cột “Độ tuổi”, trang “Điển hình”."),
    "programme-code": ("Mục riêng của hội nghị chưa có tên.", "Ghi tên mục ở cột “Nội dung”."),
    "conference-day": ("Hội nghị đã tổ chức mà chưa có phiên họp nào.", "Ghi ngày, giờ ở trang “Phiên họp”."),
    "news-date": (
        "Ngày này khác ngày trong mã của tin, mà mã thì không đổi theo được.",
        "Ghi lại ngày như trong mã; tin mới thì xóa trống ô mã. "
        "Ngày đăng cũ sai thì nhờ người phụ trách ở Sở đổi mã.",
    ),
}
_REMOVE_LINE = re.compile(r"[xX]óa dòng [a-z_]+")
_FIELD_AND_LABEL = re.compile(r"“[a-z_]+” \(([^)]*)\)")


@dataclass(frozen=True, slots=True)
class CellPositions(Positions):
    """Positions that locate a record's values by workbook cells, not by lines of a file.

    A value without a cell of its own gets the cell of the nearest group of fields around it.
    """

    cells: Mapping[Path, Place] = field(default_factory=dict)

    def marked(self, path: Path) -> bool:
        """Returns whether the value at a path in the record came from a cell of its own."""
        return tuple(key for key in path if key != KEY) in self.cells

    def place(self, path: Path = ()) -> Place:
        """Returns the cell that the value at a path in the record came from.

        If none is known, the place of the whole sheet is returned.
        """
        return _nearest_cell(self.cells, tuple(key for key in path if key != KEY), Place(self.file))


def _nearest_cell(cells: Mapping[Path, Place], path: Path, default: Place) -> Place:
    while path and path not in cells:
        path = path[:-1]
    return cells.get(path, default)


def record_problems(
    merged: MergeResult, rows: WorkbookRows, source: UnitRecords
) -> dict[tuple[str, str], list[Problem]]:
    """Returns the problems that the data model finds in records that the workbook adds or changes.

    The result maps (sheet code, record id) to the problems of the record, each at its workbook cell.
    """
    columns = _columns_by_place(rows)
    all_problems = {}
    for (code, key), change in merged.changes.items():
        if change != REMOVED and (problems := _build(merged, source, code, key)[1]):
            all_problems[code, key] = [_reword(problem, columns.get(problem.place)) for problem in problems]
    return all_problems


def _build(
    merged: MergeResult, source: UnitRecords, code: str, key: str
) -> tuple[Value | None, list[Problem]]:
    tree = {name: value for name, value in merged.records[code][key].items() if name != "body"}
    from_path = {} if code == "joined" else {"id": key}
    if issubclass(BY_CODE[code].record, OwnedRecord):
        from_path["unit"] = source.unit
    positions = CellPositions(BY_CODE[code].title, {}, (), merged.cells.get((code, key), {}))
    return build_record(BY_CODE[code].record, tree, positions, from_path)


def withheld_notes(merged: MergeResult, source: UnitRecords, day: date) -> list[str]:
    """Returns a sentence with the reason for each person of the workbook who would be withheld everywhere.

    Only people whose record is added or changed are mentioned. The workbook belongs to their unit, so the
    sentence may name them.
    """
    notes = []
    for (code, key), change in merged.changes.items():
        person = _build(merged, source, code, key)[0] if change != REMOVED else None
        if isinstance(person, (Exemplar, Delegate)):
            reasons = []
            if isinstance(person, Exemplar) and person.status is ExemplarStatus.DRAFT:
                reasons.append("hồ sơ còn là bản thảo")
            if (state := consent_state(person, day)) is not ConsentState.IN_FORCE:
                reasons.append(state.label)
            if reasons:
                notes.append(f"{BY_CODE[code].title}: “{person.name}” chưa hiện ở đâu: {'; '.join(reasons)}.")
    return notes


def _columns_by_place(rows: WorkbookRows) -> dict[Place, SheetColumn]:
    all_rows = [(code, row) for code, records in rows.records.items() for row in records.values()]
    all_rows += [
        (code, line)
        for code, lists in rows.lists.items()
        for list_rows in lists.values()
        for row in list_rows
        for line in row.lines
    ]
    columns = {code: {column.key: column for column in BY_CODE[code].cells} for code, _ in all_rows}
    return {
        place: columns[code][key]
        for code, row in all_rows
        for key, place in row.places.items()
        if key in columns[code]
    }


def _reword(problem: Problem, column: SheetColumn | None) -> Problem:
    """Rewords a problem for users of a workbook, who do not see the fields and lines of record files."""
    if problem.code in _REWORDED:
        sentence, advice = _REWORDED[problem.code]
        return replace(problem, sentence=sentence, advice=advice)
    sentence = _FIELD_AND_LABEL.sub(r"“\1”", problem.sentence)
    sentence = sentence.replace("Trường “", "Cột “").replace("Thiếu trường “", "Thiếu “")
    advice = problem.advice
    if problem.code == "period":
        advice = "Đổi lại mốc đầu và mốc cuối."
    elif column and problem.code in ("field-empty", "field-missing"):
        advice = column_help(column)
    return replace(problem, sentence=sentence, advice=_REMOVE_LINE.sub("xóa trống ô này", advice))


def file_problems(
    root: FilePath,
    files: Sequence[ChangedFile],
    pictures: Mapping[str, FilePath],
    removed_pictures: Sequence[str],
    day: date,
    *,
    unsound: Collection[tuple[str, str]],
    merged: MergeResult,
    source: UnitRecords,
) -> list[Problem]:
    """Returns the problems that the changed files would newly cause in the project.

    The records in `unsound` break rules of the data model, which is already reported at their cells. For
    these records, only problems that checks find are returned.
    """
    if not files and not pictures and not removed_pictures:
        return []
    preview = preview_changes(
        root, {file.file: file.after for file in files}, pictures, removed_pictures, day
    )
    by_path = {file.file: file for file in files if file.after is not None}
    problems: list[Problem] = []
    for problem in (*preview.loaded, *preview.checked):
        is_old = preview.is_old(problem)
        file = by_path.get(problem.place.file)
        record, path = record_at(file, problem.place, merged, source) if file else (("", ""), ())
        if record not in merged.changes or (is_old and problem.severity is Severity.WARNING):
            if not is_old:
                problems.append(problem)
        elif record not in unsound or problem not in preview.loaded:
            place = _nearest_cell(merged.cells.get(record, {}), path, problem.place)
            problems.append(_reword(replace(problem, place=place), None))
    return problems


def without_echoes(cell_problems: Sequence[Problem], later: Sequence[Problem]) -> list[Problem]:
    """Returns all problems, except later ones at a cell that has an error already.

    Otherwise a cell that cannot be read would also be reported as empty.
    """
    wrong = {problem.place for problem in cell_problems if problem.severity is Severity.ERROR}
    return [*cell_problems, *(problem for problem in later if problem.place not in wrong)]
