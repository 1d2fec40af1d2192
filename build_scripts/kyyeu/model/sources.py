"""What is known of the files behind records: positions of values, pictures, colour profiles, when a record arrived."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kyyeu.problems import Place

Path = tuple[str | int, ...]  # leads to a value inside a record: field names and places in lists


@dataclass(frozen=True, slots=True)
class Arrival:
    """When a record first came into the project, on whatever branch; `merged` once it is part of what is checked out."""

    day: date
    merged: bool


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
