"""The Library: every record by its reference, frozen, with the positions its parts came from and the backlinks between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from build_scripts.model.awards import Award, AwardTitle, Decision
from build_scripts.model.conferences import Conference, Delegate, News, Programme, Speech, Submission
from build_scripts.model.exemplars import Exemplar
from build_scripts.model.movements import Model, Movement, UnitMovements
from build_scripts.model.reports import Cycle, Document, Outline, Report
from build_scripts.model.site import BookletProse, Site
from build_scripts.model.units import Unit
from build_scripts.problems import Place

Path = tuple[str | int, ...]
EMPTY: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class Library:
    """Records by reference: a global id, or `unit/id` for kinds in a unit's folder. Order is the order of references."""

    site: Site
    cycles: Mapping[str, Cycle] = EMPTY
    documents: Mapping[str, Document] = EMPTY
    decisions: Mapping[str, Decision] = EMPTY
    award_titles: Mapping[str, AwardTitle] = EMPTY
    movements: Mapping[str, Movement] = EMPTY
    programmes: Mapping[str, Programme] = EMPTY
    outlines: Mapping[str, Outline] = EMPTY
    units: Mapping[str, Unit] = EMPTY
    unit_movements: Mapping[str, UnitMovements] = EMPTY
    models: Mapping[str, Model] = EMPTY
    conferences: Mapping[str, Conference] = EMPTY
    delegates: Mapping[str, Delegate] = EMPTY
    submissions: Mapping[str, Submission] = EMPTY
    exemplars: Mapping[str, Exemplar] = EMPTY
    reports: Mapping[str, Report] = EMPTY
    speeches: Mapping[str, Speech] = EMPTY
    news: Mapping[str, News] = EMPTY
    booklet_prose: Mapping[str, BookletProse] = EMPTY
    places: Mapping[tuple[str, str], "Positions"] = field(default=EMPTY, repr=False, compare=False)  # type: ignore[assignment]

    def file(self, kind: str, ref: str) -> str:
        """Source file of a record, relative to the root."""
        return self.places[kind, ref].file

    def place(self, kind: str, ref: str, path: Path = ()) -> Place:
        """Where a record, or one of its fields by path, stands; the nearest parent where the field itself is absent."""
        return self.places[kind, ref].place(path)


@dataclass(frozen=True, slots=True)
class Positions:
    """Positions of the values of one record: path → (line, column); keys under path + ('@key',)."""

    file: str
    marks: Mapping[Path, tuple[int, int]]
    base: Path = ()

    def place(self, path: Path = ()) -> Place:
        full = (*self.base, *path)
        while full and full not in self.marks:
            full = full[:-1]
        line, column = self.marks.get(full, (1, 1))
        return Place(self.file, line, column)


__all__ = ["Award", "Library", "Path", "Positions"]
