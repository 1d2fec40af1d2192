"""Makes every file in git that follows from the model and a project's settings."""

from __future__ import annotations

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
    """All generated files: content by path from the root."""
    return {file: data for writer in WRITERS for file, data in writer(library)}


def stale(root: Path, library: Library) -> dict[str, bytes]:
    """The generated files that are missing from the project or differ from it."""
    return {file: data for file, data in generated(library).items() if not _holds(root / file, data)}


def write_generated(root: Path, library: Library) -> list[str]:
    """Writes the generated files that are out of date, and returns their paths."""
    outdated = stale(root, library)
    for file, data in outdated.items():
        replace_file(root / file, data)
    return list(outdated)


def _holds(path: Path, data: bytes) -> bool:
    return path.is_file() and path.read_bytes() == data
