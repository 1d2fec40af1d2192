"""The Library: every record of a project, with the position that each value came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kyyeu.model.records import Records
from kyyeu.model.sources import Path, Positions
from kyyeu.problems import Place


@dataclass(frozen=True)
class Library(Records):
    """Every record of a project, withheld ones too, in the order of their references.

    `declared` has, by kind, the references of all records that the files hold, invalid ones too. `places` has
    the positions of each record's values, by (kind, reference), and those of prose pages under "page".
    """

    places: Mapping[tuple[str, str], Positions] = field(default_factory=dict, repr=False, compare=False)
    declared: Mapping[str, frozenset[str]] = field(default_factory=dict, repr=False, compare=False)

    def file(self, kind: str, ref: str) -> str:
        """Source file of a record, relative to the project's folder."""
        return self.places[kind, ref].file

    def place(self, kind: str, ref: str, path: Path = ()) -> Place:
        """Place of a record, or of the value that `path` leads to; an absent value has its parent's place."""
        return self.places[kind, ref].place(path)
