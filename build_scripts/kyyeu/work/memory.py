"""Files in which a command remembers something for the next one, each with a digest of its own content.

A remembered file that is damaged, of another kind or of another version is not believed, but made again.
"""

from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from kyyeu.work.replace import remove, replace_file
from kyyeu.work.source import digest_of

_Value = TypeVar("_Value")


def seal(data: bytes, name: str) -> bytes:
    """Returns data with a digest before it, which also covers the name of what the data stands for."""
    return f"{digest_of(name.encode() + bytes(1) + data)}\n".encode() + data


def unseal(sealed: bytes, name: str) -> bytes | None:
    """Returns the data that was sealed under this name; None if even one byte is not as it was."""
    data = sealed.partition(b"\n")[2]
    return data if sealed == seal(data, name) else None


def recall(path: Path, shape: TypeAdapter[_Value]) -> _Value | None:
    """Returns what `remember` stored in a file; None if the file is missing, damaged or of another shape."""
    try:
        data = unseal(path.read_bytes(), path.name)
        return None if data is None else shape.validate_json(data)
    except (OSError, ValidationError):
        return None


def remember(path: Path, shape: TypeAdapter[_Value], value: _Value) -> None:
    """Stores a value in a file; raises OSError if that is impossible.

    Whatever else has got the file's or its folder's name, such as a folder, is removed.
    """
    if path.is_dir() and not path.is_symlink():
        remove(path)
    with suppress(FileExistsError, NotADirectoryError):
        path.parent.mkdir(parents=True, exist_ok=True)
    if not path.parent.is_dir():
        remove(path.parent)
    replace_file(path, seal(shape.dump_json(value), path.name))
