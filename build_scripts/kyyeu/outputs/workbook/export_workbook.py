"""Makes the workbook of one unit of a project."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kyyeu.loading.load import load
from kyyeu.outputs.workbook.terms import terms_of
from kyyeu.outputs.workbook.unit_records import read_unit
from kyyeu.outputs.workbook.write_workbook import workbook_file
from kyyeu.problems import ContentError


def export_workbook(root: Path, unit: str, day: date) -> bytes:
    """The bytes of the workbook.

    Raises UsageError for an unknown unit, ContentError if its files cannot be read.
    """
    source = read_unit(root, unit)
    library, problems = load(root)
    if library is None:
        raise ContentError(problems)
    named = library.units.get(unit)
    return workbook_file(source, terms_of(library, source), named.name_on(day) if named else unit, day)
