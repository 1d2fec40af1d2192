"""A filled-in workbook → what it would change in a project's files, or every Problem by cell. Writes nothing: see `work.replace`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from kyyeu.imports.workbook.changed_files import ChangedFile, changed_files
from kyyeu.imports.workbook.merge_records import merge
from kyyeu.imports.workbook.merge_result import ADDED, CHANGED, REMOVED, MergeResult
from kyyeu.imports.workbook.open_workbook import open_workbook
from kyyeu.imports.workbook.photos import PHOTO_COLUMNS, Photos, left_over, open_photos, place_photos
from kyyeu.imports.workbook.record_rows import read_rows
from kyyeu.imports.workbook.sheet_layout import lay_out
from kyyeu.imports.workbook.sheet_row import WorkbookRows
from kyyeu.imports.workbook.workbook_problems import file_problems, not_shown, record_problems, without_echoes
from kyyeu.loading.load import load
from kyyeu.model.pictures import picture_folder
from kyyeu.outputs.workbook.sheets import BY_CODE, SHEETS
from kyyeu.outputs.workbook.terms import record_names, terms_of
from kyyeu.outputs.workbook.unit_records import UnitRecords, read_unit
from kyyeu.problems import ContentError, Problem, UsageError, visible

SHOWN = 12  # names in a line of the plan


@dataclass
class WorkbookImport:
    """`texts` and `pictures` (None for one that goes) are what would be written, by path; `plan` says it in words, `said` what to know
    besides."""

    unit: str
    texts: list[ChangedFile] = field(default_factory=list)
    pictures: dict[str, bytes | None] = field(default_factory=dict)
    plan: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def files(self) -> dict[str, bytes | None]:
        return {
            **{text.file: text.after.encode() if text.after is not None else None for text in self.texts},
            **self.pictures,
        }


def import_workbook(
    root: Path, file: Path, unit: str, day: date, pictures: Path | None, *, delete: bool
) -> WorkbookImport:
    """`unit` may be "": the workbook knows whose it is. Raises UsageError, and ContentError where the unit's files can't be read."""
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
    taken = frozenset(library.declared.get("movement", ())) - set(source.records["launched"])
    rows = read_rows(layout, source, terms_of(library, source), taken)
    with open_photos(pictures) as photos:
        place_photos(rows, source, root, photos)
        merged = merge(rows, source, layout.base, delete=delete)
        found = WorkbookImport(unit, changed_files(merged, source), said=merged.said)
        gone = _pictures_of_removed(merged, source, root, delete=delete)
        wrong = record_problems(merged, rows, source)
        more = file_problems(
            root, found.texts, photos.copies, gone, day, unsound=set(wrong), merged=merged, source=source
        )
        found.pictures = {
            **{path: copy.read_bytes() for path, copy in photos.copies.items()},
            **dict.fromkeys(gone),
        }
    faults = [*layout.problems, *rows.problems, *merged.problems]
    later = [*(problem for some in wrong.values() for problem in some), *more]
    found.problems = _in_order(
        without_echoes(faults, later), [sheet.page.title for sheet in layout.sheets.values()]
    )
    found.said += not_shown(merged, source, day)
    found.plan = _plan(merged, rows, source, photos)
    if names := left_over(photos):
        found.said.append(f"Không ô nào nhắc tới {len(names)} ảnh: {_listed(names)}.")
    return found


def _in_order(problems: Iterable[Problem], titles: list[str]) -> list[Problem]:
    """Sheet by sheet, row by row; what concerns files last."""

    def key(problem: Problem) -> tuple[int, str, int, int]:
        place, title = problem.place, problem.place.file.rpartition("!")[0]
        return (
            titles.index(title) if title in titles else len(titles),
            title or place.file,
            place.line,
            place.column,
        )

    return sorted(dict.fromkeys(problems), key=key)


def _pictures_of_removed(merged: MergeResult, source: UnitRecords, root: Path, *, delete: bool) -> list[str]:
    """A picture goes with its record, or with its row where rows are deleted, unless another record shows it."""
    files = set()
    for named in PHOTO_COLUMNS:
        less = {
            key
            for (code, key), done in merged.touched.items()
            if code == named.record and (done == REMOVED or (delete and named.parted))
        }
        kept = {name for tree in merged.records[named.record].values() for name in named.names(tree)}
        before = {name for key in less for name in named.names(source.records[named.record].get(key, {}))}
        files |= {
            f"{picture_folder(named.record, source.unit)}/{name}" for name in before - kept if "/" not in name
        }
    return [file for file in sorted(files) if (root / file).is_file()]


def _plan(merged: MergeResult, rows: WorkbookRows, source: UnitRecords, photos: Photos) -> list[str]:
    lines = []
    for sheet in SHEETS:
        if not sheet.kind:
            continue
        done = defaultdict(list)
        for (code, key), what in merged.touched.items():
            if code == sheet.code:
                done[what].append(key)
        names = record_names(
            sheet.code, {**source.records[sheet.code], **merged.records[sheet.code]}, rows.terms
        )
        parts = [
            f"{what} {len(keys)} ({_listed([names[key] for key in keys])})"
            for what in (ADDED, CHANGED, REMOVED)
            if (keys := done[what])
        ]
        if parts:
            lines.append(
                f"{BY_CODE[sheet.code].title}: {'; '.join(parts)}." if sheet.same else "Đơn vị: sửa."
            )
    if photos.copies:
        lines.append(
            f"Ảnh: chép {len(photos.copies)} ({_listed([path.rpartition('/')[2] for path in photos.copies])})."
        )
    return lines


def _listed(names: list[str]) -> str:
    return ", ".join(map(visible, names[:SHOWN])) + (
        f" và {len(names) - SHOWN} mục khác" if len(names) > SHOWN else ""
    )
