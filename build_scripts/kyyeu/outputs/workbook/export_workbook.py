"""Makes the Excel workbook in which one unit of a project edits its records."""

from datetime import date
from pathlib import Path

from kyyeu.loading.load import load
from kyyeu.outputs.workbook.terms import terms_of
from kyyeu.outputs.workbook.unit_records import read_unit
from kyyeu.outputs.workbook.write_workbook import workbook_file
from kyyeu.problems import ContentError


def export_workbook(root: Path, unit: str, day: date) -> bytes:
    """Returns the bytes of a unit's Excel workbook.

    Raises UsageError for an unknown unit, ContentError if the unit's files cannot be read.
    """
    source = read_unit(root, unit)
    library, problems = load(root)
    if library is None:
        raise ContentError(problems)
    named = library.units.get(unit)
    return workbook_file(source, terms_of(library, source), named.name_on(day) if named else unit, day)
