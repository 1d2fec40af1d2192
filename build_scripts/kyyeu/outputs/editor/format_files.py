"""Formats a project's record files in canonical form; a file that cannot be read is left unchanged."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kyyeu.loading.files import is_attachment, kind_of, not_there, record_files
from kyyeu.loading.text import read_text
from kyyeu.outputs.editor.canonical import canonical_text
from kyyeu.problems import Problem, UsageError
from kyyeu.work.replace import replace_file
from kyyeu.work.share import progress


@dataclass
class Formatted:
    """Holds the result of formatting record files.

    `read` is the number of files read. `changed` has the paths of the files whose text changes.
    """

    read: int = 0
    changed: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def format_files(root: Path, chosen: Sequence[Path], *, write: bool) -> Formatted:
    """Formats the chosen files and folders of the project in `root`; all record files if none is chosen.

    Relative paths are resolved from the working directory. If `write` is false, no file is changed; the
    result lists the files that would change. Raises UsageError if a chosen path is not in the project.
    """
    formatted, files = Formatted(), _chosen_files(root, chosen)
    with progress("Viết lại", len(files)) as bar:
        for file in files:
            _format(formatted, root, file, write)
            bar.update()
    formatted.problems.sort()
    return formatted


def _format(formatted: Formatted, root: Path, file: str, write: bool) -> None:
    if is_attachment(file):
        return
    if problem := not_there(root, file):
        formatted.problems.append(problem)
        return
    kind = kind_of(file)
    if kind is None or kind.register:
        return
    formatted.read += 1
    text, problems = read_text(root, file)
    if text is not None:
        text, problems = canonical_text(kind, file, text)
    formatted.problems += problems
    if text is not None and not problems and text.encode() != (root / file).read_bytes():
        formatted.changed.append(file)
        if write:
            replace_file(root / file, text.encode())


def _chosen_files(root: Path, chosen: Sequence[Path]) -> list[str]:
    for path in chosen:
        if not path.exists() or not path.resolve().is_relative_to(root):
            raise UsageError(f"không có {path} trong thư mục {root}")
    places = [path.resolve() for path in chosen] or [root]
    return [
        file for file in record_files(root) if any((root / file).is_relative_to(place) for place in places)
    ]
