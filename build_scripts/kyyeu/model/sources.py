"""Facts about the files behind records: positions of values, pictures, colour profiles, days of arrival."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kyyeu.problems import Place

Path = tuple[str | int, ...]  # leads to a value inside a record, by field names and indexes in lists


@dataclass(frozen=True, slots=True)
class Arrival:
    """The day on which a record first came into the project, on any branch.

    `merged` says whether the record is part of the checked-out state.
    """

    day: date
    merged: bool


@dataclass(frozen=True, slots=True)
class Image:
    """A picture file: its size in pixels after the rotation that EXIF asks for, format, hash of its bytes."""

    width: int
    height: int
    format: str
    digest: str


@dataclass(frozen=True, slots=True)
class Icc:
    """A colour profile: whether it is for a press with four inks (CMYK), and the hash of its bytes."""

    for_press: bool
    digest: str


@dataclass(frozen=True, slots=True)
class Positions:
    """Positions of one record's values in its file: (line, column) by path.

    The position of a mapping's key stands under the value's path with '@key' added. The paths of `marks`
    start at the top of the file; `base` leads to the record in a file that holds many.
    """

    file: str
    marks: Mapping[Path, tuple[int, int]]
    base: Path = ()

    def marked(self, path: Path) -> bool:
        """Whether the file has a value or key at exactly this path."""
        return (*self.base, *path) in self.marks

    def place(self, path: Path = ()) -> Place:
        """Place of the value that `path` leads to, or of its nearest parent if the value is absent."""
        full = (*self.base, *path)
        while full and full not in self.marks:
            full = full[:-1]
        line, column = self.marks.get(full, (1, 1))
        return Place(self.file, line, column)
