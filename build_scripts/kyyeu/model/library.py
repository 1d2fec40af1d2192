"""The Library: every record by its reference, frozen, with the positions its parts came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kyyeu.model.awards import AwardTitle, Decision
from kyyeu.model.conferences import Conference, Delegate, News, Programme, Speech, Submission
from kyyeu.model.editions import FinalEdition
from kyyeu.model.exemplars import Exemplar
from kyyeu.model.movements import Model, Movement, UnitMovements
from kyyeu.model.printing import PrintSettings
from kyyeu.model.reports import Cycle, Document, Outline, Report
from kyyeu.model.site import BookletProse, Page, Site
from kyyeu.model.units import Unit
from kyyeu.problems import Place

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """What the gate says of its work, for the sheet that a head of unit signs. `channels`: of each record shown, by (kind, reference),
    the labels of what its consent covers; `withheld`: how many of a unit, by (kind, unit), for which reason. No names."""

    channels: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    withheld: Mapping[tuple[str, str], Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Arrival:
    """When a record first came into the project, on whatever branch; `merged` once it is part of what is checked out."""

    day: date
    merged: bool


@dataclass(frozen=True)
class Library:
    """Records by reference: a global id, or `unit/id` for kinds in a unit's folder. Order is the order of references.

    `declared` names every record met, sound or not, by kind; `attachments` are the files that lie beside records, with what
    is known of them where they are pictures; `pages` are the site's own prose pages, by file, which MkDocs renders (their
    places stand under "page"); `arrivals`, by kind and reference, are known where git was asked.
    """

    site: Site
    cycles: Mapping[str, Cycle] = field(default_factory=dict)
    documents: Mapping[str, Document] = field(default_factory=dict)
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    award_titles: Mapping[str, AwardTitle] = field(default_factory=dict)
    movements: Mapping[str, Movement] = field(default_factory=dict)
    programmes: Mapping[str, Programme] = field(default_factory=dict)
    outlines: Mapping[str, Outline] = field(default_factory=dict)
    units: Mapping[str, Unit] = field(default_factory=dict)
    unit_movements: Mapping[str, UnitMovements] = field(default_factory=dict)
    models: Mapping[str, Model] = field(default_factory=dict)
    conferences: Mapping[str, Conference] = field(default_factory=dict)
    delegates: Mapping[str, Delegate] = field(default_factory=dict)
    submissions: Mapping[str, Submission] = field(default_factory=dict)
    exemplars: Mapping[str, Exemplar] = field(default_factory=dict)
    reports: Mapping[str, Report] = field(default_factory=dict)
    speeches: Mapping[str, Speech] = field(default_factory=dict)
    news: Mapping[str, News] = field(default_factory=dict)
    booklet_prose: Mapping[str, BookletProse] = field(default_factory=dict)
    printing: Mapping[str, PrintSettings] = field(default_factory=dict)
    editions: Mapping[str, FinalEdition] = field(default_factory=dict)
    places: Mapping[tuple[str, str], Positions] = field(default_factory=dict, repr=False, compare=False)
    declared: Mapping[str, frozenset[str]] = field(default_factory=dict, repr=False, compare=False)
    attachments: Mapping[str, Image | None] = field(default_factory=dict)
    icc: Mapping[str, Icc | None] = field(default_factory=dict)
    pages: Mapping[str, Page] = field(default_factory=dict)
    account: Account = field(default_factory=Account, compare=False)
    arrivals: Mapping[tuple[str, str], Arrival] = field(default_factory=dict, compare=False)

    def file(self, kind: str, ref: str) -> str:
        """Source file of a record, relative to the root."""
        return self.places[kind, ref].file

    def place(self, kind: str, ref: str, path: Path = ()) -> Place:
        """Where a record, or one of its fields by path, stands; the nearest parent where the field itself is absent."""
        return self.places[kind, ref].place(path)


@dataclass(frozen=True, slots=True)
class Image:
    """What a picture file holds: size in pixels as shown (after its EXIF turn), format, and the hash of its bytes."""

    width: int
    height: int
    format: str
    digest: str


@dataclass(frozen=True, slots=True)
class Icc:
    """A profile of colours: whether it is that of a press with four inks, and the hash of its bytes."""

    for_press: bool
    digest: str


@dataclass(frozen=True, slots=True)
class Positions:
    """Positions of the values of one record: path → (line, column); keys under path + ('@key',)."""

    file: str
    marks: Mapping[Path, tuple[int, int]]
    base: Path = ()

    def marked(self, path: Path) -> bool:
        """Whether something stands at exactly this path."""
        return (*self.base, *path) in self.marks

    def place(self, path: Path = ()) -> Place:
        full = (*self.base, *path)
        while full and full not in self.marks:
            full = full[:-1]
        line, column = self.marks.get(full, (1, 1))
        return Place(self.file, line, column)
