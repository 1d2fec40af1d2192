"""Files that are read only if they still have a known content: inputs and cached results.

An input such as a photo is read twice: first to decide what to make of it, then to make it. If the photo is
replaced in between, the second reading raises SourceChanged. So does reading a cached result that is damaged.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from kyyeu.work.job import key

_PIECE = 1 << 20  # A large file is read in pieces of this number of bytes.


class SourceChanged(Exception):
    """Raised if a file is missing, cannot be read, or does not have the content whose digest is known."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(path)


def digest_of(data: bytes) -> str:
    """Returns the digest (40 hexadecimal digits) by which all parts of the program recognise a content."""
    return hashlib.blake2b(data, digest_size=20).hexdigest()


@dataclass(frozen=True, slots=True)
class Source:
    """A file with the digest of the content that it must have; it is an input or a result in the cache.

    The repr leaves out the path, so that a job's cache key depends on contents only.
    """

    digest: str
    path: Path = field(repr=False)

    def read(self) -> bytes:
        """Returns the content of the file; raises SourceChanged if it does not match the digest."""
        try:
            data = self.path.read_bytes()
        except OSError as error:
            raise SourceChanged(self.path) from error
        if digest_of(data) != self.digest:
            raise SourceChanged(self.path)
        return data

    def checked(self) -> Path:
        """Returns the path of the file after checking its content; raises SourceChanged if it has changed.

        This is for large files of the cache, which a library then reads piece by piece.
        """
        self._pass_on(lambda piece: None)
        return self.path

    def copy(self, target: Path) -> None:
        """Copies the file to `target`; raises SourceChanged if the content does not match the digest.

        In that case, `target` may have wrong content.
        """
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
    """Holds files of a folder, such as templates, by their path below the folder.

    The digest stands for all files. Only the digest is compared and shown in the repr, so that a set of files
    can be part of a job's cache key.
    """

    digest: str
    sources: Mapping[str, Source] = field(compare=False, repr=False)

    def below(self, folder: str) -> Mapping[str, Source]:
        """Returns the set's files in a subfolder such as 'print/', by their path below that subfolder."""
        return {
            name.removeprefix(folder): source
            for name, source in self.sources.items()
            if name.startswith(folder)
        }


def file_set(folder: Path, patterns: tuple[str, ...]) -> FileSet:
    """Returns the present files below a folder that match one of the patterns, as a FileSet."""
    paths = sorted({path for pattern in patterns for path in folder.glob(pattern) if path.is_file()})
    sources = {
        path.relative_to(folder).as_posix(): Source(digest_of(path.read_bytes()), path) for path in paths
    }
    return FileSet(key([(name, source.digest) for name, source in sources.items()]), sources)
