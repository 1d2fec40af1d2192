"""Makes all generated files that are kept in git: JSON Schemas, field reference, CODEOWNERS files.

Their content depends only on the data model and on the project's settings and units (schools and offices).
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from kyyeu.model.library import Library
from kyyeu.outputs.editor.field_reference import reference_page
from kyyeu.outputs.editor.format_page import format_page
from kyyeu.outputs.editor.ownership import ownership_files
from kyyeu.outputs.editor.schemas import editor_files
from kyyeu.resources import HOME
from kyyeu.work.replace import replace_file

_Writer = Callable[[Library], Iterator[tuple[str, bytes]]]
WRITERS: tuple[_Writer, ...] = (
    lambda library: editor_files(),
    ownership_files,
)
# The program's own repository has further files, which a project gets with the program.
PROGRAM_WRITERS: tuple[_Writer, ...] = (lambda library: reference_page(), lambda library: format_page())


def stale(root: Path, library: Library) -> dict[str, bytes]:
    """Returns the generated files that the project lacks or has with other content.

    The result maps the path from the project's folder to the content that the file should have.
    """
    return {
        file: data
        for writer in (*WRITERS, *(PROGRAM_WRITERS if root.resolve() == HOME else ()))
        for file, data in writer(library)
        if not (root / file).is_file() or (root / file).read_bytes() != data
    }


def write_generated(root: Path, library: Library) -> list[str]:
    """Writes the generated files that are missing or out of date, and returns their paths."""
    outdated = stale(root, library)
    for file, data in outdated.items():
        replace_file(root / file, data)
    return list(outdated)
