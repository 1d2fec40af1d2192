"""Defines a Job: a pure function, its arguments, and a cache key that changes if the result may change."""

import hashlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from kyyeu.resources import PACKAGE

Result = bytes | Mapping[str, bytes]
# Libraries that render pages and booklets. A new version of one of them may produce different output.
_TOOLS = (
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


@dataclass(frozen=True, slots=True)
class Job:
    """Describes a call `function(*arguments)` that returns bytes (a file) or paths with bytes (a folder).

    `key` is the cache key of the result. `function` must be importable by name, so that another process can
    call it. `group` is the kind of job (page, chunk, photo, …), by which a build counts its jobs. `name`
    identifies the job in tests; it is an address or the name of a book's part.
    """

    group: str
    name: str
    key: str
    function: Callable[..., Result]
    arguments: tuple[Any, ...]


def job(
    group: str, name: str, function: Callable[..., Result], *arguments: Any, depends: tuple[Any, ...] = ()
) -> Job:
    """Returns a Job whose cache key covers the function, its arguments and `depends`, such as font hashes."""
    job_key = key(group, function.__module__, function.__qualname__, arguments, depends)
    return Job(group, name, job_key, function, arguments)


def key(*parts: Any) -> str:
    """Returns a hash of immutable values, such as tuples, strings, numbers and dates, for use as a cache key.

    The hash is computed from the values' repr. So a set must not be passed, because its order varies, nor an
    object whose repr shows a memory address.
    """
    return hashlib.blake2b(repr(parts).encode(), digest_size=20).hexdigest()


def hash_files(folder: Path, patterns: tuple[str, ...] = ("**/*",)) -> str:
    """Returns a hash of the names and contents of the files below a folder that match one of the patterns."""
    digest = hashlib.blake2b(digest_size=20)
    matches = {path for pattern in patterns for path in folder.glob(pattern)}
    for path in sorted(matches):
        if path.is_file() and "__pycache__" not in path.parts:
            # A file name need not be valid UTF-8, so its raw bytes are hashed.
            digest.update(os.fsencode(path.relative_to(folder).as_posix()) + b"\0")
            digest.update(hashlib.blake2b(path.read_bytes(), digest_size=20).digest())
    return digest.hexdigest()


@cache
def code_version() -> str:
    """Returns a hash of the package's source files and of the versions of the rendering libraries.

    The cache keys of jobs depend on this hash, so that a new version of the program makes all results anew.
    """
    return key(hash_files(PACKAGE, ("**/*.py",)), tuple((tool, version(tool)) for tool in _TOOLS))
