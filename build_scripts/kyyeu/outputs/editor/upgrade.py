"""Upgrades a project's record files to this program's content format, by the migrations in their order.

All files are planned in memory and then replaced, data/site.yml with its version last. A list of the planned
files (`UNFINISHED`) is on the disk until all are replaced, so that a killed upgrade can be completed.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from kyyeu import migrations
from kyyeu.loading.files import kind_of, not_there, record_files, stranger_problems
from kyyeu.loading.markdown_nodes import split_front_matter
from kyyeu.loading.schema import SETTINGS, schema_of
from kyyeu.loading.text import MAX_BYTES, MAX_REGISTER, read_text
from kyyeu.loading.yaml_nodes import read_yaml
from kyyeu.migrations import RecordFile
from kyyeu.model import site
from kyyeu.outputs.editor.canonical import canonical_text, own_comments, record_text
from kyyeu.outputs.editor.yaml_comments import Comments, moved_paths
from kyyeu.outputs.editor.yaml_comments import Path as YamlPath
from kyyeu.problems import Problem, UsageError
from kyyeu.work.replace import replace_file, replace_files

UNFINISHED = "data/.upgrade.json"
# Maps each file to its text before and its text after the upgrade. None means that there is no such file.
Changes = dict[str, tuple[str | None, str | None]]


class _Text(str):
    """A text value that is an object of its own, so that it is known again wherever a migration moves it."""


@dataclass
class _Old:
    """Holds a record file as it is before the upgrade: its whole text, its YAML text, values and body."""

    text: str
    front: str
    tree: Any
    body: str


@dataclass
class Upgrade:
    """Holds what an upgrade would do: the titles of its migrations and the changed files.

    If there are problems, some files could not be read and there are no changes.
    """

    titles: list[str] = field(default_factory=list)
    changes: Changes = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def planned(root: Path) -> Upgrade:
    """Returns what has to be done to bring the project in the folder `root` to this program's format.

    Reads all record files and writes nothing.
    """
    upgrade, old = Upgrade(), {}
    for file in record_files(root):
        if (kind_of(file) or stranger_problems(file)) and file.endswith((".yml", ".yaml", ".md")):
            content, problems = _read(root, file)
            upgrade.problems += problems
            if content:
                old[file] = content
    if upgrade.problems:
        return upgrade
    files = {file: RecordFile(_traceable(content.tree), content.body) for file, content in old.items()}
    # The values before the migration are kept here, because Python may use the identity of an object again
    # once the object is gone.
    before = [(file, path, value) for file, path, value in _values(files)]
    for number in range(schema_of(files[SETTINGS].tree) or site.SCHEMA, site.SCHEMA):
        migration = migrations.MIGRATIONS[number]
        migration.change(files)
        upgrade.titles.append(migration.title)
        files[SETTINGS].tree |= {"schema": str(number + 1), "written_by": version("kyyeu")}
    comments = _moved_comments(old, files, before)
    for file in sorted({*old, *files}):
        changed, former = files.get(file), old.get(file)
        if changed is None and former is not None:
            upgrade.changes[file] = former.text, None
        elif changed and not (former and changed.tree == former.tree and changed.body == former.body):
            after = _written(file, changed, comments[file])
            upgrade.changes[file] = former.text if former else None, after
    return upgrade


def _read(root: Path, file: str) -> tuple[_Old | None, list[Problem]]:
    if problem := not_there(root, file):
        return None, [problem]
    kind = kind_of(file)
    text, problems = read_text(root, file, MAX_REGISTER if kind and kind.register else MAX_BYTES)
    if text is None:
        return None, problems
    front, first_line, body = text, 1, ""
    if file.endswith(".md"):
        parts, problems = split_front_matter(text, file)
        if parts is None:
            return None, problems
        front, first_line, body = parts.front_matter, parts.front_line, parts.body
    nodes = read_yaml(front, file, first_line)
    return (None, nodes.problems) if nodes.problems else (_Old(text, front, nodes.tree, body), [])


def _traceable(tree: Any) -> Any:
    """Returns a copy of a file's values in which every text is an object of its own."""
    if isinstance(tree, dict):
        return {key: _traceable(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [_traceable(value) for value in tree]
    return _Text(tree) if isinstance(tree, str) else tree


def _values(files: Mapping[str, RecordFile]) -> Iterator[tuple[str, YamlPath, Any]]:
    """Yields each dict, list and traceable text of all files, with its file and its path in the file."""
    waiting: list[tuple[str, YamlPath, Any]] = [(file, (), content.tree) for file, content in files.items()]
    while waiting:
        file, path, value = waiting.pop()
        if isinstance(value, (dict, list, _Text)):
            yield file, path, value
        items = (
            value.items() if isinstance(value, dict) else enumerate(value if isinstance(value, list) else ())
        )
        waiting += [(file, (*path, key), item) for key, item in items]


def _moved_comments(
    old: Mapping[str, _Old], files: Mapping[str, RecordFile], before: list[tuple[str, YamlPath, Any]]
) -> dict[str, Comments]:
    """Returns the comments of every file after the migrations.

    A comment goes where its value has gone. The comments of a value that is gone are put at the end of its
    file; if the file is gone too, at the end of a file that got other values of it.
    """
    comments = {file: Comments() for file in files}
    places = {id(value): (file, path) for file, path, value in _values(files)}
    moved: dict[str, dict[YamlPath, tuple[str, YamlPath]]] = {file: {} for file in old}
    for file, path, value in before:
        if id(value) in places:
            moved[file][path] = places[id(value)]
    for file, content in old.items():
        if file in files:
            for path, place in moved_paths(content.tree, files[file].tree).items():
                moved[file].setdefault(path, (file, place))
        homes = [file, *(place for place, _ in moved[file].values()), SETTINGS]
        rest = next(comments[home] for home in homes if home in comments)

        def target_of(
            path: YamlPath, known: Mapping[YamlPath, tuple[str, YamlPath]] = moved[file]
        ) -> tuple[Comments, YamlPath] | None:
            return (comments[known[path][0]], known[path][1]) if path in known else None

        own_comments(file, content.front).move(target_of, rest)
    return comments


def _written(file: str, content: RecordFile, comments: Comments) -> str:
    """Returns the canonical text of a file. Raises AssertionError if a migration has written a wrong file."""
    kind = kind_of(file)
    assert kind, f"{file}: a migration wrote a file that is of no kind of record"
    text, problems = canonical_text(kind, file, record_text(kind, file, content.tree, content.body, comments))
    assert not problems, f"{file}: {problems}"
    return text


def write(root: Path, changes: Changes) -> None:
    """Replaces the files of an upgrade, data/site.yml last.

    After an error, all files get their old content back. After a kill, `unfinished` returns the rest.
    """
    plan = json.dumps(changes, ensure_ascii=False)
    replace_file(root / UNFINISHED, plan.encode())
    replace_files(
        root,
        {
            file: None if after is None else after.encode()
            for file, (_, after) in sorted(changes.items(), key=lambda change: change[0] == SETTINGS)
        },
    )
    (root / UNFINISHED).unlink()


def unfinished(root: Path) -> Changes | None:
    """Returns what is left to do of an upgrade that was killed, or None if no upgrade has been begun.

    An upgrade that has not replaced any file does not count, because the files may have been edited since.
    Raises UsageError if some files have been replaced and another one has been edited.
    """
    try:
        changes: Changes = json.loads((root / UNFINISHED).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    for file in changes:
        assert file.startswith(("data/", "content/")) and "/../" not in file, f"{UNFINISHED} names {file}"
    now = {
        file: read_text(root, file, MAX_REGISTER)[0] if (root / file).exists() else None for file in changes
    }
    if not any(now[file] == after for file, (_, after) in changes.items()):
        return None
    for file, texts in changes.items():
        if now[file] not in texts:
            raise UsageError(
                f"lần nâng trước dừng giữa chừng, sau đó {file} đã bị sửa. Lấy lại các tệp từ git "
                f"(git checkout -- content data), xóa {UNFINISHED}, rồi chạy lại kyyeu upgrade"
            )
    return {file: (now[file], after) for file, (_, after) in changes.items() if now[file] != after}
