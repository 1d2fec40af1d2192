"""Defines the Library: all records of a project, with the position of each value in its file."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kyyeu.model.fields import Value
from kyyeu.model.records import Records
from kyyeu.model.sources import Path, Positions, UnusablePicture
from kyyeu.problems import Place


@dataclass(frozen=True)
class Library(Records):
    """Holds all records of a project, including those of withheld people, ordered by reference.

    `declared` has the references of all records by kind, including invalid records. `places` has the
    positions of each record's values, by (kind, reference). The positions in prose pages have the kind
    "page". `faulty` has, by (kind, reference), each invalid record of a person without its wrong fields, and
    the positions of its values; only the wording of messages uses it. `unusable` has the files beside records
    that cannot be shown as pictures. For these files, `attachments` has the value None.
    """

    faulty: Mapping[tuple[str, str], tuple[Value, Positions]] = field(
        default_factory=dict, repr=False, compare=False
    )
    places: Mapping[tuple[str, str], Positions] = field(default_factory=dict, repr=False, compare=False)
    declared: Mapping[str, frozenset[str]] = field(default_factory=dict, repr=False, compare=False)
    unusable: Mapping[str, UnusablePicture] = field(default_factory=dict, repr=False, compare=False)

    def file(self, kind: str, ref: str) -> str:
        """Returns the path of a record's file, relative to the project's folder."""
        return self.places[kind, ref].file

    def place(self, kind: str, ref: str, path: Path = ()) -> Place:
        """Returns the position of a record in its file, or of the value at `path` in the record.

        If the file does not contain the value, the position of the value's parent is returned.
        """
        return self.places[kind, ref].place(path)
