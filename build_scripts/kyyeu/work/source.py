"""Files that are only read as long as they have the content that was decided on: inputs and cached results.

An input such as a photo is read twice, once to decide what to make of it and once to make it. If it is
replaced in between, or if a cached result is damaged, the second reading raises SourceChanged.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from kyyeu.work.job import key

_PIECE = 1 << 20  # Number of bytes of a large file that are read at a time.


class SourceChanged(Exception):
    """Raised if a file is missing, cannot be read, or has not the content whose digest is known."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(path)


def digest_of(data: bytes) -> str:
    """Returns the digest by which all parts of the program recognise content: 40 hexadecimal digits."""
    return hashlib.blake2b(data, digest_size=20).hexdigest()


@dataclass(frozen=True, slots=True)
class Source:
    """A file that has the content with this digest: an input, or a finished file in the cache.

    Its path is not shown, so that a job's key depends on contents only.
    """

    digest: str
    path: Path = field(repr=False)

    def read(self) -> bytes:
        """Returns the content; raises SourceChanged if it is not the one that the digest stands for."""
        try:
            data = self.path.read_bytes()
        except OSError as error:
            raise SourceChanged(self.path) from error
        if digest_of(data) != self.digest:
            raise SourceChanged(self.path)
        return data

    def checked(self) -> Path:
        """Returns the path after reading the whole file; raises SourceChanged like `read`.

        It is for large files of the cache, which a library then reads piece by piece.
        """
        self._pass_on(lambda piece: None)
        return self.path

    def copy(self, target: Path) -> None:
        """Writes the content to another file; raises SourceChanged like `read`, after writing wrong bytes."""
        with target.open("wb") as file:
            self._pass_on(file.write)

    def _pass_on(self, take: Callable[[bytes], object]) -> None:
        digest = hashlib.blake2b(digest_size=20)
        try:
            file = self.path.open("rb")
        except OSError as error:
            raise SourceChanged(self.path) from error
        with file:
            while piece := self._piece(file):
                digest.update(piece)
                take(piece)
        if digest.hexdigest() != self.digest:
            raise SourceChanged(self.path)

    def _piece(self, file: BinaryIO) -> bytes:
        try:
            return file.read(_PIECE)
        except OSError as error:
            raise SourceChanged(self.path) from error


@dataclass(frozen=True, slots=True)
class FileSet:
    """Files of a folder by their path below it, such as templates; the digest stands for all of them.

    Only the digest is shown and compared, so that a set of files can be part of a job's key.
    """

    digest: str
    sources: Mapping[str, Source] = field(compare=False, repr=False)

    def below(self, folder: str) -> Mapping[str, Source]:
        """Returns the files below a folder of the set, by their path below that folder ('print/')."""
        return {
            name.removeprefix(folder): source
            for name, source in self.sources.items()
            if name.startswith(folder)
        }


def file_set(folder: Path, patterns: tuple[str, ...]) -> FileSet:
    """Returns the files below a folder that match one of the patterns, as they are now."""
    paths = sorted({path for pattern in patterns for path in folder.glob(pattern) if path.is_file()})
    sources = {
        path.relative_to(folder).as_posix(): Source(digest_of(path.read_bytes()), path) for path in paths
    }
    return FileSet(key([(name, source.digest) for name, source in sources.items()]), sources)
