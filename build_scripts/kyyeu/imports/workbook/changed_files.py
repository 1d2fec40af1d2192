"""Turns the records merged from a workbook into the new text of every record file that changes.

Also tells which record and field a line of such a text belongs to, so that a problem can be shown at its
workbook cell.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from kyyeu.imports.workbook.merge_result import MergeResult
from kyyeu.loading.markdown_nodes import split_front_matter
from kyyeu.loading.yaml_nodes import KEY, read_marked, read_yaml
from kyyeu.model.kinds import BY_NAME, Kind, Shape
from kyyeu.model.sources import Path
from kyyeu.outputs.editor.canonical import rewritten_text
from kyyeu.outputs.workbook.sheets import BY_CODE, SHEETS, WorkbookSheet
from kyyeu.outputs.workbook.unit_records import Tree, UnitRecords, record_file
from kyyeu.problems import Place


@dataclass(frozen=True)
class ChangedFile:
    """A record file that the import of a workbook changes.

    `file` is its path from the project folder. `before` is its old text, None for a new file; `after` is its
    new text, None for a file that is removed.
    """

    file: str
    kind: Kind
    before: str | None
    after: str | None

    @cached_property
    def _paths(self) -> Mapping[tuple[int, int], Path]:
        """Maps the line and column where a value begins to its path, such as ("awards", 0, "year").

        If a list or mapping begins at the same place as its first value, the path of that first value is
        given.
        """
        text, line = self.after or "", 1
        if parts := split_front_matter(text, self.file)[0] if self.file.endswith(".md") else None:
            text, line = parts.front_matter, parts.front_line
        marks = read_marked(text, self.file, line).marks
        return {marks[path]: path for path in sorted(marks, key=len)}

    def path_at(self, place: Place) -> Path:
        """Returns the path of the value at a line and column of the new text, or of the last value before it.

        In the body of an article, the path is ("body", n), where n is the number of the paragraph, counted
        from 0.
        """
        parts = split_front_matter(self.after or "", self.file)[0] if self.file.endswith(".md") else None
        if parts and place.line >= parts.body_line:
            lines = parts.body.split("\n")[: place.line - parts.body_line + 1]
            return ("body", "\n".join(lines).count("\n\n"))
        before = [mark for mark in self._paths if mark <= (place.line, place.column)]
        path = self._paths[max(before)] if before else ()
        return tuple(key for key in path if key != KEY)


def changed_files(merged: MergeResult, source: UnitRecords) -> list[ChangedFile]:
    """Returns the record files that the import of a workbook changes, in order of their paths."""
    kinds: dict[str, Kind] = {}
    for code, key in merged.changes:
        sheet = BY_CODE[code]
        file = record_file(sheet, source.unit, key)
        if file not in source.texts and (yaml := file.removesuffix(".yml") + ".yaml") in source.texts:
            file = yaml
        kinds[file] = BY_NAME[sheet.kind]
    files = (_changed_file(file, kind, merged, source) for file, kind in sorted(kinds.items()))
    return [file for file in files if file.after != file.before]


def _changed_file(file: str, kind: Kind, merged: MergeResult, source: UnitRecords) -> ChangedFile:
    before = source.texts.get(file)
    body = ""
    if kind.one_a_file:
        record = merged.records[kind.name].get(PurePosixPath(file).stem)
        if record is None:
            return ChangedFile(file, kind, before, None)
        body = str(record.get("body") or "")
        tree = {name: value for name, value in record.items() if name != "body"}
    else:
        old_tree = read_yaml(before, file).tree if before else {}
        tree = dict(old_tree) if isinstance(old_tree, dict) else {}
        for sheet in SHEETS:
            if sheet.kind == kind.name:
                tree = _with_records(tree, sheet, kind, merged.records[sheet.code], source.unit)
    return ChangedFile(file, kind, before, rewritten_text(kind, file, before or "", tree, body))


def _with_records(
    tree: Tree, sheet: WorkbookSheet, kind: Kind, records: Mapping[str, Tree], unit: str
) -> Tree:
    """Returns the data of a record file with the merged records of one workbook sheet put in.

    Other data of the file stays as it is.
    """
    if sheet.at:
        key = sheet.at[0]
        # A record file holds its records as a mapping by id. Only the movements that a unit joined (sheet
        # "joined") are held as a list.
        value = list(records.values()) if sheet.code == "joined" else dict(records)
        return {**tree, key: value} if records or key in tree else tree
    if kind.shape is Shape.FILE:
        return dict(records.get(unit, tree))
    other_values = {key: value for key, value in tree.items() if not isinstance(value, dict)}
    return {
        key: records.get(key, other_values.get(key))
        for key in [*tree, *records]
        if key in records or key in other_values
    }


def record_at(
    file: ChangedFile, place: Place, merged: MergeResult, source: UnitRecords
) -> tuple[tuple[str, str], Path]:
    """Returns the record that a line and column of a changed file belong to, and the path of the value there.

    The record is given as (code of its workbook sheet, id). The path leads from the record to the value.
    """
    path = file.path_at(place)
    if file.kind.one_a_file:
        return (file.kind.name, PurePosixPath(file.file).stem), path
    if file.kind.name == "unit_movements":
        code = str(path[0]) if path[:1] in (("joined",), ("launched",)) else "joined"
        key = path[1] if len(path) > 1 else ""
        ids = list(merged.records[code])
        return (code, ids[key] if isinstance(key, int) and key < len(ids) else str(key)), path[2:]
    if file.kind.shape is Shape.FILE:
        return (file.kind.name, source.unit), path
    return (file.kind.name, str(path[0]) if path else ""), path[1:]
