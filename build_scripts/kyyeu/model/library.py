"""Defines the Library: all records of a project, with the position of each value in its file."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kyyeu.model.fields import Value
from kyyeu.model.records import Records
from kyyeu.model.sources import Path, Positions, UnusablePicture
from kyyeu.problems import Place


@dataclass(frozen=True)
class Library(Records):
    """All records of a project, including withheld ones, in the order of their references.

    `declared` has the references of all records by kind, including invalid records. `places` has the
    positions of each record's values, by (kind, reference), and those of prose pages under "page". `faulty`
    has, by (kind, reference), the invalid records of people without their wrong fields, with their positions;
    only the wording of messages uses them. `unusable` are the files beside records that cannot be shown as
    pictures, of which `attachments` has None.
    """

    faulty: Mapping[tuple[str, str], tuple[Value, Positions]] = field(
        default_factory=dict, repr=False, compare=False
    )
    places: Mapping[tuple[str, str], Positions] = field(default_factory=dict, repr=False, compare=False)
    declared: Mapping[str, frozenset[str]] = field(default_factory=dict, repr=False, compare=False)
    unusable: Mapping[str, UnusablePicture] = field(default_factory=dict, repr=False, compare=False)

    def file(self, kind: str, ref: str) -> str:
        """Source file of a record, relative to the project's folder."""
        return self.places[kind, ref].file

    def place(self, kind: str, ref: str, path: Path = ()) -> Place:
        """Position of a record, or of the value at `path` in the record.

        If the value is absent from the file, the position of its parent is returned.
        """
        return self.places[kind, ref].place(path)
