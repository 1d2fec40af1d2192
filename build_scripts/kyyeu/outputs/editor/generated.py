"""The model and a project's settings → every file that follows from them and stands in git, for editors and forges to find."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from kyyeu.model.library import Library
from kyyeu.outputs.editor.field_reference import reference_page
from kyyeu.outputs.editor.ownership import ownership_files
from kyyeu.outputs.editor.schemas import editor_files
from kyyeu.work.replace import replace_file

Files = Iterator[tuple[str, bytes]]
WRITERS: tuple[Callable[[Library], Files], ...] = (
    lambda library: editor_files(),
    lambda library: reference_page(),
    ownership_files,
)


def generated(library: Library) -> dict[str, bytes]:
    """Path relative to the root → content."""
    return {file: data for writer in WRITERS for file, data in writer(library)}


def stale(root: Path, library: Library) -> dict[str, bytes]:
    """The generated files that are missing or differ from what stands."""
    return {file: data for file, data in generated(library).items() if not _holds(root / file, data)}


def write_generated(root: Path, library: Library) -> list[str]:
    """Bring them up to date; names what was written."""
    found = stale(root, library)
    for file, data in found.items():
        replace_file(root / file, data)
    return list(found)


def _holds(path: Path, data: bytes) -> bool:
    return path.is_file() and path.read_bytes() == data
