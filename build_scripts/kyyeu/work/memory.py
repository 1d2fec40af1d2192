"""Stores values in files for later commands, each file with a digest of its content.

If such a file is damaged, or was written for another purpose or by another version, its value is computed
again.
"""

from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from kyyeu.work.replace import remove, replace_file
from kyyeu.work.source import digest_of

_Value = TypeVar("_Value")


def seal(data: bytes, name: str) -> bytes:
    """Returns `data` with a digest in front, by which a later change is noticed.

    The digest also covers `name`, which says what the data stands for. So one file cannot be taken for
    another.
    """
    return f"{digest_of(name.encode() + bytes(1) + data)}\n".encode() + data


def unseal(sealed: bytes, name: str) -> bytes | None:
    """Returns the data that was sealed under this name; None if even one byte has changed since then."""
    data = sealed.partition(b"\n")[2]
    return data if sealed == seal(data, name) else None


def recall(path: Path, shape: TypeAdapter[_Value]) -> _Value | None:
    """Returns the value that `remember` stored in a file; None if there is none that can be trusted.

    A file that is missing, damaged or of another shape cannot be trusted.
    """
    try:
        data = unseal(path.read_bytes(), path.name)
        return None if data is None else shape.validate_json(data)
    except (OSError, ValidationError):
        return None


def remember(path: Path, shape: TypeAdapter[_Value], value: _Value) -> None:
    """Stores a value in a file; raises OSError if that is impossible.

    If a folder has the file's name, or another file has the name of the file's folder, it is removed.
    """
    if path.is_dir() and not path.is_symlink():
        remove(path)
    with suppress(FileExistsError, NotADirectoryError):
        path.parent.mkdir(parents=True, exist_ok=True)
    if not path.parent.is_dir():
        remove(path.parent)
    replace_file(path, seal(shape.dump_json(value), path.name))
