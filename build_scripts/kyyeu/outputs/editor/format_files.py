"""A project's record files → the same files in canonical form, each replaced by one rename; what can't be read stays as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kyyeu.loading.files import kind_of, not_there, record_files
from kyyeu.loading.text import read_text
from kyyeu.outputs.editor.canonical import canonical_text
from kyyeu.problems import Problem, UsageError
from kyyeu.work.progress import progress
from kyyeu.work.replace import replace_file


@dataclass
class Formatted:
    """`changed`: files written, or to be written, relative to the root; `read`: how many were looked at."""

    read: int = 0
    changed: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def format_files(root: Path, chosen: Sequence[Path], *, write: bool) -> Formatted:
    """Format the chosen files and folders below `root` (none = all); paths count from the working folder. Raises UsageError."""
    found, files = Formatted(), list(_among(root, chosen))
    with progress("Viết lại", len(files)) as bar:
        for file in files:
            _format(found, root, file, write)
            bar.update()
    found.problems.sort()
    return found


def _format(found: Formatted, root: Path, file: str, write: bool) -> None:
    kind = kind_of(file)
    if kind is None or kind.register:
        return
    found.read += 1
    text, problems = read_text(root, file)
    if text is None:
        found.problems += problems
        return
    new, problems = canonical_text(kind, file, text)
    found.problems += problems
    if not problems and new.encode() != (root / file).read_bytes():
        found.changed.append(file)
        if write:
            replace_file(root / file, new.encode())


def _among(root: Path, chosen: Sequence[Path]) -> Iterator[str]:
    wanted = []
    for path in chosen:
        full = path.resolve()
        if not full.exists() or not full.is_relative_to(root):
            raise UsageError(f"không có {path} trong thư mục {root}")
        wanted.append(full)
    for file in record_files(root):
        if not_there(root, file) is None and (
            not wanted or any((root / file).is_relative_to(path) for path in wanted)
        ):
            yield file
