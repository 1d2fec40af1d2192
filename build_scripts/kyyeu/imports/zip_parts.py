"""Unpacks the files of a zip archive piece by piece, and never more of a file than its stated size.

The module zipfile alone would unpack gigabytes at once from a small archive that states false sizes.
"""

import itertools
import mmap
import re
import zipfile
import zlib
from collections.abc import Iterator
from copy import copy
from pathlib import Path
from struct import error as StructError

_PIECE = 65_536  # The number of bytes that are unpacked at a time.
# Errors that zipfile raises for a damaged archive. It raises RuntimeError for a file with a password.
ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    StructError,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)


def unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yields the content of a file in a zip archive in pieces of at most 64 KB.

    Raises BadZipFile if the file is longer than the archive states. Also raises it if the file is compressed
    by another method than deflate, which Office, Windows and phones use. Other methods can unpack a gigabyte
    in one step.
    """
    if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise zipfile.BadZipFile("unusual compression")
    # The module zipfile stops reading at the stated size. It is asked for one byte more, so that a longer
    # file is noticed.
    longer = copy(part)
    longer.file_size += 1
    size = 0
    with archive.open(longer) as stream:
        while piece := stream.read(_PIECE):
            size += len(piece)
            if size > part.file_size:
                raise zipfile.BadZipFile("longer than stated")
            yield piece


def read_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """Returns the content of a file in a zip archive. Raises BadZipFile in the same cases as `unpacked`."""
    return b"".join(unpacked(archive, part))


def has_more_parts(path: Path, most: int) -> bool:
    """Returns whether a zip archive, which must not be an empty file, lists more than `most` files.

    They are counted without zipfile, which would need half a kilobyte of memory for each.
    """
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return any(itertools.islice(re.finditer(rb"PK\x01\x02", content), most, None))
