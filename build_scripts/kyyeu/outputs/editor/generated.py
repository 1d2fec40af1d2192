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

WRITERS: tuple[Callable[[Library], Iterator[tuple[str, bytes]]], ...] = (
    lambda library: editor_files(),
    lambda library: reference_page(),
    ownership_files,
)


def stale(root: Path, library: Library) -> dict[str, bytes]:
    """Returns the generated files that are missing from the project or have other content there.

    The result has their new content, by path from the project folder.
    """
    return {
        file: data
        for writer in WRITERS
        for file, data in writer(library)
        if not (root / file).is_file() or (root / file).read_bytes() != data
    }


def write_generated(root: Path, library: Library) -> list[str]:
    """Writes the generated files that are missing or out of date, and returns their paths."""
    outdated = stale(root, library)
    for file, data in outdated.items():
        replace_file(root / file, data)
    return list(outdated)
