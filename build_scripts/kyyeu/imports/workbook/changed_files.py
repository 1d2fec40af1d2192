"""Merged records → the text of every file that changes, in canonical form; and back: a place in such a text → the record and path there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

from kyyeu.imports.workbook.merge_result import MergeResult
from kyyeu.loading.markdown_nodes import split_front_matter
from kyyeu.loading.yaml_nodes import KEY, read_marked, read_yaml
from kyyeu.model.kinds import BY_NAME, Kind, Shape
from kyyeu.model.sources import Path
from kyyeu.outputs.editor.canonical import record_text, rewritten_text
from kyyeu.outputs.workbook.sheets import BY_CODE, SHEETS
from kyyeu.outputs.workbook.unit_records import Tree, UnitRecords, record_file
from kyyeu.problems import Place


@dataclass(frozen=True)
class ChangedFile:
    """A file as it will be: None where it goes. `before` is None for a new one."""

    file: str
    kind: Kind
    before: str | None
    after: str | None

    @cached_property
    def _marks(self) -> Mapping[tuple[int, int], Path]:
        text, line = self.after or "", 1
        if parts := split_front_matter(text, self.file)[0] if self.file.endswith(".md") else None:
            text, line = parts.front_matter, parts.front_line
        return {
            mark: path
            for path, mark in sorted(
                read_marked(text, self.file, line).marks.items(), key=lambda entry: len(entry[0])
            )
        }

    def path_at(self, place: Place) -> Path:
        """Of the value that stands at a place, or the last one before it; ("body", n) for the n-th paragraph of an article."""
        parts = split_front_matter(self.after or "", self.file)[0] if self.file.endswith(".md") else None
        if parts and place.line >= parts.body_line:
            lines = parts.body.split("\n")[: place.line - parts.body_line + 1]
            return ("body", "\n".join(lines).count("\n\n"))
        before = [mark for mark in self._marks if mark <= (place.line, place.column)]
        path = self._marks[max(before)] if before else ()
        return tuple(part for part in path if part != KEY)


def changed_files(merged: MergeResult, source: UnitRecords) -> list[ChangedFile]:
    """In order of their paths."""
    files: dict[str, Kind] = {}
    for code, key in merged.touched:
        sheet = BY_CODE[code]
        files[_there(source, record_file(sheet, source.unit, key))] = BY_NAME[sheet.kind]
    texts = (_file_text(file, kind, merged, source) for file, kind in sorted(files.items()))
    return [text for text in texts if text.after != text.before]


def _there(source: UnitRecords, file: str) -> str:
    """A file may bear the other suffix of YAML."""
    other = file.removesuffix(".yml") + ".yaml"
    return other if file not in source.texts and other in source.texts else file


def _file_text(file: str, kind: Kind, merged: MergeResult, source: UnitRecords) -> ChangedFile:
    before = source.texts.get(file)
    if kind.one_a_file:
        own = merged.records[kind.name].get(_stem(file))
        if own is None:
            return ChangedFile(file, kind, before, None)
        front = {name: value for name, value in own.items() if name != "body"}
        return ChangedFile(file, kind, before, _text(kind, file, before, front, str(own.get("body") or "")))
    tree = read_yaml(before, file).tree if before else {}
    tree = dict(tree) if isinstance(tree, dict) else {}
    for sheet in SHEETS:
        if sheet.kind == kind.name:
            tree = _put_in(
                tree, sheet.at, merged.records[sheet.code], kind, source.unit, listed=sheet.code == "joined"
            )
    return ChangedFile(file, kind, before, _text(kind, file, before, tree))


def _stem(file: str) -> str:
    return PurePosixPath(file).stem


def _text(kind: Kind, file: str, before: str | None, tree: Tree, body: str = "") -> str:
    return (
        rewritten_text(kind, file, before, tree, body)
        if before is not None
        else record_text(kind, file, tree, body)
    )


def _put_in(
    tree: Tree, at: tuple[str, ...], records: Mapping[str, Tree], kind: Kind, unit: str, *, listed: bool
) -> Tree:
    """A file's tree with its records as they will be; what is no record of a sheet's stays."""
    if not at:
        if kind.shape is Shape.FILE:
            return dict(records.get(unit, tree))
        strange = {key: value for key, value in tree.items() if not isinstance(value, dict)}
        return {
            key: records.get(key, strange.get(key))
            for key in [*tree, *records]
            if key in records or key in strange
        }
    found: Any = list(records.values()) if listed else dict(records)
    if not found and at[0] not in tree:
        return tree
    return {**tree, at[0]: found}


def record_at(
    text: ChangedFile, place: Place, merged: MergeResult, source: UnitRecords
) -> tuple[tuple[str, str], Path]:
    """Which record of which sheet stands at a place of a file, and the path within it."""
    path = text.path_at(place)
    if text.kind.one_a_file:
        return (text.kind.name, _stem(text.file)), path
    if text.kind.name == "unit_movements":
        code = str(path[0]) if path[:1] in (("joined",), ("launched",)) else "joined"
        keys = list(merged.records[code])
        key = path[1] if len(path) > 1 else ""
        return (code, keys[key] if isinstance(key, int) and key < len(keys) else str(key)), path[2:]
    if text.kind.shape is Shape.FILE:
        return (text.kind.name, source.unit), path
    return (text.kind.name, str(path[0]) if path else ""), path[1:]
