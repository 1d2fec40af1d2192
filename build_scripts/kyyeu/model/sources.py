"""Describes the files behind records: positions of values, pictures, colour profiles, first git commits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kyyeu.problems import Place

Path = tuple[str | int, ...]  # The position of a value inside a record: field names, and indexes of lists.


@dataclass(frozen=True, slots=True)
class Arrival:
    """The day on which a record was first committed to the project's git repository, on any branch.

    `merged` says whether the checked-out branch contains the record.
    """

    day: date
    merged: bool


@dataclass(frozen=True, slots=True)
class Image:
    """A picture file: its format, its hash, and its size in pixels after rotation by its EXIF data."""

    width: int
    height: int
    format: str
    digest: str


@dataclass(frozen=True, slots=True)
class UnusablePicture:
    """Why a file cannot be shown as a picture, and what to do, in Vietnamese.

    `reason` is the rest of a sentence that begins with the file's name.
    """

    reason: str
    advice: str


@dataclass(frozen=True, slots=True)
class Icc:
    """A colour profile: whether it is for printing in four inks (CMYK), and the hash of its bytes."""

    for_press: bool
    digest: str


@dataclass(frozen=True, slots=True)
class Positions:
    """The positions of one record's values in its file: (line, column) by path.

    The position of a mapping's key has the value's path with '@key' appended. Paths in `marks` start at the
    top of the file, and `base` is the path of the record in a file of many records.
    """

    file: str
    marks: Mapping[Path, tuple[int, int]]
    base: Path = ()

    def marked(self, path: Path) -> bool:
        """Whether the record's file has a value or key at exactly this path."""
        return (*self.base, *path) in self.marks

    def place(self, path: Path = ()) -> Place:
        """Position of the value at `path`, or of its nearest parent if the value is absent from the file."""
        full = (*self.base, *path)
        while full and full not in self.marks:
            full = full[:-1]
        line, column = self.marks.get(full, (1, 1))
        return Place(self.file, line, column)
