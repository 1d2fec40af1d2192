"""Makes every generated file that is kept in git: schemas, field list, owners files.

Their content follows from the model and the project's settings alone.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from kyyeu.model.library import Library
from kyyeu.outputs.editor.field_reference import reference_page
from kyyeu.outputs.editor.ownership import ownership_files
from kyyeu.outputs.editor.schemas import editor_files
from kyyeu.work.replace import replace_file

GeneratedFiles = Iterator[tuple[str, bytes]]
WRITERS: tuple[Callable[[Library], GeneratedFiles], ...] = (
    lambda library: editor_files(),
    lambda library: reference_page(),
    ownership_files,
)


def generated(library: Library) -> dict[str, bytes]:
    """Returns the content of all generated files of a project, by path from the project folder."""
    return {file: data for writer in WRITERS for file, data in writer(library)}


def stale(root: Path, library: Library) -> dict[str, bytes]:
    """Returns the generated files that are missing from the project or have other content there."""
    return {file: data for file, data in generated(library).items() if not _holds(root / file, data)}


def write_generated(root: Path, library: Library) -> list[str]:
    """Writes the generated files that are missing or out of date, and returns their paths."""
    outdated = stale(root, library)
    for file, data in outdated.items():
        replace_file(root / file, data)
    return list(outdated)


def _holds(path: Path, data: bytes) -> bool:
    return path.is_file() and path.read_bytes() == data
