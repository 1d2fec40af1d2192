"""Works out how a filled-in workbook would change a unit's record files, and which cells have problems.

Nothing is written to disk here; `work/replace.py` writes all files at once later.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from pathlib import Path

from kyyeu.imports.workbook.changed_files import ChangedFile, changed_files
from kyyeu.imports.workbook.merge_records import merge
from kyyeu.imports.workbook.merge_result import ADDED, CHANGED, REMOVED, MergeResult
from kyyeu.imports.workbook.open_workbook import open_workbook
from kyyeu.imports.workbook.photos import PHOTO_COLUMNS, Photos, open_photos, place_photos
from kyyeu.imports.workbook.record_rows import read_rows
from kyyeu.imports.workbook.sheet_layout import WorkbookRows, lay_out
from kyyeu.imports.workbook.workbook_problems import (
    file_problems,
    record_problems,
    withheld_notes,
    without_echoes,
)
from kyyeu.loading.load import load
from kyyeu.model.pictures import picture_folder
from kyyeu.outputs.workbook.sheets import SHEETS
from kyyeu.outputs.workbook.terms import record_names, terms_of
from kyyeu.outputs.workbook.unit_records import UnitRecords, read_unit
from kyyeu.problems import ContentError, Problem, UsageError, visible

MOST_NAMES = 12  # Largest number of records that one line of the summary of an import names.


@dataclass
class WorkbookImport:
    """What the import of a workbook would change.

    `changes` are the record files that change. `pictures` has the content of changed pictures by path; None
    means that the picture is removed. `plan` describes the changes in Vietnamese. `notes` say in Vietnamese
    what is kept, left out or still withheld.
    """

    unit: str
    changes: list[ChangedFile] = field(default_factory=list)
    pictures: dict[str, bytes | None] = field(default_factory=dict)
    plan: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def files(self) -> dict[str, bytes | None]:
        """Returns the new content of every file that the import changes, by its path from the project folder.

        The content is None for a file to be removed.
        """
        return {
            **{
                change.file: None if change.after is None else change.after.encode()
                for change in self.changes
            },
            **self.pictures,
        }


def import_workbook(
    root: Path, file: Path, unit: str, day: date, pictures: Path | None, *, delete: bool
) -> WorkbookImport:
    """Compares a filled-in workbook with the unit's record files, and returns the changes to make.

    `unit` may be "", since the workbook names its unit. `pictures` is the folder or zip file with the
    pictures that cells name. With `delete`, records whose rows were deleted from the workbook are removed.
    Raises UsageError, and ContentError if the unit's files cannot be read.
    """
    layout = lay_out(open_workbook(file))
    unit = unit or layout.unit
    if not unit:
        raise UsageError("sổ này không ghi là của đơn vị nào. Thêm --unit ĐƠN_VỊ")
    if layout.unit and layout.unit != unit:
        raise UsageError(
            f"sổ này là của đơn vị “{layout.unit}”, không phải “{unit}”. Nhập đúng sổ, hoặc bỏ --unit"
        )
    source = read_unit(root, unit)
    library, problems = load(root, memory=root / ".cache/pictures.json", may_write=False)
    if library is None:
        raise ContentError(problems)
    movement_ids = frozenset(library.declared.get("movement", ())) - set(source.records["launched"])
    rows = read_rows(layout, source, terms_of(library, source), movement_ids)
    with open_photos(pictures) as photos:
        place_photos(rows, source, root, photos)
        merged = merge(rows, source, layout.baseline, delete=delete)
        changes = changed_files(merged, source)
        removed_pictures = _removed_pictures(merged, source, root, delete=delete)
        by_record = record_problems(merged, rows, source)
        new_problems = file_problems(
            root,
            changes,
            photos.copies,
            removed_pictures,
            day,
            unsound=set(by_record),
            merged=merged,
            source=source,
        )
        new_pictures = {path: copy.read_bytes() for path, copy in photos.copies.items()}
    problems = without_echoes(
        [*layout.problems, *rows.problems, *merged.problems],
        [*chain(*by_record.values()), *new_problems],
    )
    notes = [*merged.notes, *withheld_notes(merged, source, day)]
    if names := photos.unused_names():
        notes.append(f"Không ô nào nhắc tới {len(names)} ảnh: {_listed(names)}.")
    return WorkbookImport(
        unit,
        changes,
        {**new_pictures, **dict.fromkeys(removed_pictures)},
        _plan(merged, rows, source, photos),
        notes,
        _in_order(problems, [sheet.content.title for sheet in layout.sheets.values()]),
    )


def _in_order(problems: Iterable[Problem], titles: list[str]) -> list[Problem]:
    """Sorts problems by sheet, row and column of the workbook, and drops duplicates.

    Problems of files outside the workbook come last.
    """

    def key(problem: Problem) -> tuple[int, str, int, int]:
        place, title = problem.place, problem.place.file.rpartition("!")[0]
        number = titles.index(title) if title in titles else len(titles)
        return number, title or place.file, place.line, place.column

    return sorted(dict.fromkeys(problems), key=key)


def _removed_pictures(merged: MergeResult, source: UnitRecords, root: Path, *, delete: bool) -> list[str]:
    """Returns the paths of pictures to remove because the record or list item that showed them was removed.

    A picture that another record still shows is kept. Pictures of list items are returned only if `delete` is
    set.
    """
    paths = set()
    for column in PHOTO_COLUMNS:
        folder = picture_folder(column.record, source.unit)
        kept = {name for tree in merged.records[column.record].values() for name in column.names(tree)}
        for (code, key), change in merged.changes.items():
            if code == column.record and (change == REMOVED or (delete and column.in_list)):
                before = set(column.names(source.records[code].get(key, {})))
                paths |= {f"{folder}/{name}" for name in before - kept if "/" not in name}
    return [path for path in sorted(paths) if (root / path).is_file()]


def _plan(merged: MergeResult, rows: WorkbookRows, source: UnitRecords, photos: Photos) -> list[str]:
    """Returns a Vietnamese summary of an import: a line for each changed sheet, and one for pictures.

    A line is, for example, 'Điển hình: thêm 2 (Lan, Minh); sửa 1 (Hoa).'.
    """
    lines = []
    for sheet in SHEETS:
        changed = [(key, change) for (code, key), change in merged.changes.items() if code == sheet.code]
        if not changed:
            continue
        trees = {**source.records[sheet.code], **merged.records[sheet.code]}
        names = record_names(sheet.code, trees, rows.terms)
        parts = []
        for change in (ADDED, CHANGED, REMOVED):
            if changed_names := [names[key] for key, each in changed if each == change]:
                parts.append(f"{change} {len(changed_names)} ({_listed(changed_names)})")
        lines.append(f"{sheet.title}: {'; '.join(parts)}." if sheet.same else "Đơn vị: sửa.")
    if copied := [path.rpartition("/")[2] for path in photos.copies]:
        lines.append(f"Ảnh: chép {len(copied)} ({_listed(copied)}).")
    return lines


def _listed(names: list[str]) -> str:
    more = f" và {len(names) - MOST_NAMES} mục khác" if len(names) > MOST_NAMES else ""
    return ", ".join(map(visible, names[:MOST_NAMES])) + more
