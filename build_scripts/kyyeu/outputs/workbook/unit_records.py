"""Reads a unit's record files into nested dicts and lists, even if the records have errors.

A workbook shows these values. When the workbook is imported, they are changed and written back.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kyyeu.loading.files import kind_of, not_there, record_files
from kyyeu.loading.markdown_nodes import split_front_matter
from kyyeu.loading.text import read_text
from kyyeu.loading.yaml_nodes import read_yaml
from kyyeu.model.kinds import BY_NAME, Shape
from kyyeu.outputs.workbook.sheets import SHEETS, SheetColumn, WorkbookSheet
from kyyeu.problems import ContentError, Problem, UsageError, has_errors, nearest
from kyyeu.vietnamese import nfc

Tree = dict[str, Any]


@dataclass(frozen=True)
class UnitRecords:
    """Holds a unit's records by the code of their sheet and by id, and the texts of the unit's files by path.

    The text of an article is stored in its record under "body".
    """

    unit: str
    records: Mapping[str, Mapping[str, Tree]]
    texts: Mapping[str, str] = field(default_factory=dict)


def read_unit(root: Path, unit: str) -> UnitRecords:
    """Reads the records of one unit and the texts of its files.

    Raises UsageError for an unknown unit, and ContentError if a file cannot be read.
    """
    folders = {path.parent.name for path in (root / "data/units").glob("*/unit.yml")}
    if unit not in folders:
        raise UsageError(
            f"không có đơn vị “{unit}”. "
            f"{nearest(unit, folders) or 'Mã đơn vị là tên thư mục trong data/units/.'}"
        )
    texts: dict[str, str] = {}
    trees: dict[str, dict[str, Any]] = {}
    problems: list[Problem] = []
    files, missing = _files(root, unit)
    problems += missing
    for kind in dict.fromkeys(sheet.kind for sheet in SHEETS if sheet.kind):
        trees[kind] = {}
        for file in files.get(kind, ()):
            text, text_problems = read_text(root, file)
            problems += text_problems
            if text is not None:
                texts[file] = text
                trees[kind][file], tree_problems = _tree(text, file)
                problems += tree_problems
    if has_errors(problems):
        raise ContentError(problems)
    records = {sheet.code: _records(sheet, unit, trees[sheet.kind]) for sheet in SHEETS if sheet.kind}
    return UnitRecords(unit, records, texts)


def record_file(sheet: WorkbookSheet, unit: str, record: str) -> str:
    """Returns the path, within the project, of the file that holds a record or will hold it."""
    kind = BY_NAME[sheet.kind]
    return kind.pattern.format(unit=unit, id=record if kind.one_a_file else unit)


def _files(root: Path, unit: str) -> tuple[dict[str, list[str]], list[Problem]]:
    """Returns the unit's record files by kind of record, and Problems about missing files and folders.

    A folder that cannot be read must not be taken for an empty one, so it is reported as missing.
    """
    files: dict[str, list[str]] = {}
    problems: list[Problem] = []
    folders = (f"data/units/{unit}/", f"content/units/{unit}/")
    for file in record_files(root):
        kind = kind_of(file)
        is_above = any(folder.startswith(f"{file}/") for folder in folders)
        if is_above or (file.startswith(folders) and (kind or not (root / file).is_file())):
            if problem := not_there(root, file):
                problems.append(problem)
            elif kind:
                files.setdefault(kind.name, []).append(file)
    return files, problems


def _tree(text: str, file: str) -> tuple[Any, list[Problem]]:
    if not file.endswith(".md"):
        nodes = read_yaml(text, file)
        return nodes.tree, nodes.problems
    parts, problems = split_front_matter(text, file)
    if parts is None:
        return None, problems
    nodes = read_yaml(parts.front_matter, file, parts.front_line)
    tree = {**nodes.tree, "body": parts.body} if isinstance(nodes.tree, dict) else nodes.tree
    return tree, nodes.problems


def _records(sheet: WorkbookSheet, unit: str, trees: Mapping[str, Any]) -> dict[str, Tree]:
    kind = BY_NAME[sheet.kind]
    if kind.one_a_file:
        return {Path(file).stem: tree for file, tree in trees.items() if isinstance(tree, dict)}
    tree = value_at(next(iter(trees.values()), None), sheet.at)
    if kind.shape is Shape.FILE and not sheet.at:
        return {unit: tree} if isinstance(tree, dict) else {}
    if isinstance(tree, list):
        return numbered_records(sheet, tree)
    records = tree.items() if isinstance(tree, dict) else ()
    return {key: record for key, record in records if isinstance(record, dict)}


def numbered_records(sheet: WorkbookSheet, items: list[Any]) -> dict[str, Tree]:
    """Returns the records of the movements that a unit joined, by the id of the movement.

    If a movement occurs a second time, a number is added to its id: "doc-sach#2".
    """
    records: dict[str, Tree] = {}
    for item in items:
        if isinstance(item, dict):
            name = str(value_at(item, (sheet.same[0],)) or "")
            times = sum(key.partition("#")[0] == name for key in records)
            records[f"{name}#{times + 1}" if times else name] = item
    return records


def value_at(tree: Any, keys: tuple[str, ...]) -> Any:
    """Returns the value at a path of keys in a record's data, or None if there is no value.

    If a group of fields, such as a decision, is given only by its id, the id is reached by the key "id".
    """
    for key in keys:
        if isinstance(tree, str):
            tree = {"id": tree}
        tree = tree.get(key) if isinstance(tree, dict) else None
    return tree


def cell_value(tree: Any, column: SheetColumn) -> Any:
    """Returns a column's value in a record's data: a text, a list of texts, or None for a blank value."""
    if column.member:
        chosen = value_at(tree, column.keys[:-1])
        return "true" if isinstance(chosen, list) and column.keys[-1] in chosen else None
    value = value_at(tree, column.keys)
    if isinstance(value, list):
        return [tidy(text) for text in value if isinstance(text, str) and tidy(text)] or None
    return tidy(value) or None if isinstance(value, str) else None


_LINE_ENDS, _SPACES = re.compile("\r\n|[\r\x0b\x0c\x85]"), re.compile("[\t\u00a0\u2000-\u200a\u202f\u3000]")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u2060\ufeff\u00ad\u200e\u200f"))


def tidy(text: str) -> str:
    """Returns a text in Unicode form NFC, with plain spaces and line ends.

    Invisible characters, and spaces at line ends, are removed.
    """
    text = nfc(_SPACES.sub(" ", _LINE_ENDS.sub("\n", text)).translate(_INVISIBLE))
    return "\n".join(line.rstrip() for line in text.strip().split("\n"))


def list_items(tree: Any, sheet: WorkbookSheet) -> list[Any]:
    """Returns the items of a list in a record, as a sheet shows them; for an article, its paragraphs."""
    value = value_at(tree, sheet.path)
    if isinstance(value, str):
        return [{"text": block} for block in tidy(value).split("\n\n") if block.strip()]
    return value if isinstance(value, list) else []
