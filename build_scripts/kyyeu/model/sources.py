"""Describes the files behind records: positions of values, pictures, colour profiles, first git commits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kyyeu.problems import Place

Path = tuple[str | int, ...]  # The position of a value inside a record: field names and list indexes.


@dataclass(frozen=True, slots=True)
class Arrival:
    """Holds the day on which a record was first committed to the project's git repository, on any branch.

    `merged` says whether the checked-out branch contains the record.
    """

    day: date
    merged: bool


@dataclass(frozen=True, slots=True)
class Image:
    """Describes a picture file: its format, its hash, and its size in pixels after it is turned upright."""

    width: int
    height: int
    format: str
    digest: str


@dataclass(frozen=True, slots=True)
class UnusablePicture:
    """Says in Vietnamese why a file cannot be shown as a picture, and what to do about it.

    `reason` continues a sentence that begins with the file's name.
    """

    reason: str
    advice: str


@dataclass(frozen=True, slots=True)
class Icc:
    """Describes a colour profile: whether it is for printing in four inks (CMYK), and its hash."""

    for_press: bool
    digest: str


@dataclass(frozen=True, slots=True)
class Positions:
    """Holds the positions of one record's values in its file.

    `marks` maps the path of each value to its (line, column). The position of a mapping's key is stored under
    the value's path with '@key' appended. Paths in `marks` start at the top of the file. `base` is the path
    of the record in a file of many records.
    """

    file: str
    marks: Mapping[Path, tuple[int, int]]
    base: Path = ()

    def marked(self, path: Path) -> bool:
        """Returns whether the record's file has a value or key at exactly this path."""
        return (*self.base, *path) in self.marks

    def place(self, path: Path = ()) -> Place:
        """Returns the position of the value at `path`, or of its nearest parent if the value is missing."""
        full = (*self.base, *path)
        while full and full not in self.marks:
            full = full[:-1]
        line, column = self.marks.get(full, (1, 1))
        return Place(self.file, line, column)
