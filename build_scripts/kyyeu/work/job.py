"""A Job: a pure function, its arguments, and a key that changes exactly when its result would."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kyyeu.resources import PACKAGE

Result = bytes | Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Job:
    """`function(*arguments)` gives bytes (one file) or a mapping of relative path → bytes (a folder).

    `function` must be importable by name, so that another process can call it. `group` is what the build's last line counts
    (page, chunk, photo, prose, booklet), `name` what a progress bar and a test may show: an address or a part's name.
    """

    group: str
    name: str
    key: str
    function: Callable[..., Result]
    arguments: tuple[Any, ...]


def job(
    group: str, name: str, function: Callable[..., Result], *arguments: Any, depends: tuple[Any, ...] = ()
) -> Job:
    """A Job whose key covers the function, its arguments and `depends` (hashes of templates, assets, fonts, frame)."""
    return Job(
        group,
        name,
        key(group, function.__module__, function.__qualname__, arguments, depends),
        function,
        arguments,
    )


def key(*parts: Any) -> str:
    """Hash of the repr of frozen values (dataclasses, tuples, strings, numbers, dates). Never pass a set or an object with an address."""
    return hashlib.blake2b(repr(parts).encode(), digest_size=20).hexdigest()


def hash_files(folder: Path, patterns: tuple[str, ...] = ("**/*",)) -> str:
    """Hash of the names and bytes of the files below a folder."""
    digest = hashlib.blake2b(digest_size=20)
    for path in sorted(
        {
            path
            for pattern in patterns
            for path in folder.glob(pattern)
            if path.is_file() and "__pycache__" not in path.parts
        }
    ):
        digest.update(os.fsencode(path.relative_to(folder).as_posix()) + b"\0")  # a name need not be UTF-8
        digest.update(hashlib.blake2b(path.read_bytes(), digest_size=20).digest())
    return digest.hexdigest()


@cache
def code_version() -> str:
    """Hash of this package's sources and of the versions of what it renders with: the toolchain's part of every key."""
    from importlib.metadata import version

    tools = (
        "mkdocs",
        "mkdocs-material",
        "jinja2",
        "markdown-it-py",
        "nh3",
        "weasyprint",
        "pikepdf",
        "pillow",
        "pypdfium2",
        "zxing-cpp",
        "pydantic",
        "xlsxwriter",
        "fonttools",
        "uharfbuzz",
    )
    return key(hash_files(PACKAGE, ("**/*.py",)), tuple((tool, version(tool)) for tool in tools))
