"""Walks over records: their references to other records, and their texts, each with the path it stands at."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from build_scripts.model.fields import Prose, Reference, Value
from build_scripts.model.kinds import KINDS, Kind
from build_scripts.model.library import Library, Path


def records(library: Library) -> Iterator[tuple[Kind, str, Value]]:
    """Every record with its kind and reference, each once."""
    for kind in KINDS:
        if kind.attribute == "site":
            yield kind, "site", library.site
        else:
            for ref, record in getattr(library, kind.attribute).items():
                yield kind, ref, record


@lru_cache(maxsize=None)
def _reference_kinds(model: type[Value]) -> dict[str, str]:
    """Field name → kind of record it refers to, for the fields of one class."""
    hints = typing.get_type_hints(model, include_extras=True)
    return {name: kind for name, hint in hints.items() if (kind := _reference_in(hint))}


def _reference_in(hint: Any) -> str | None:
    for part in (hint, *typing.get_args(hint)):
        if isinstance(part, Reference):
            return part.kind
        if part is not hint and (found := _reference_in(part)):
            return found
    return None


def references(value: Value, path: Path = ()) -> Iterator[tuple[Path, str, str]]:
    """(path, kind, reference) of every link that a record holds."""
    kinds = _reference_kinds(type(value))
    for name in type(value).model_fields:
        content = getattr(value, name)
        if name in kinds and content is not None:
            if isinstance(content, str):
                yield (*path, name), kinds[name], content
            else:
                yield from (((*path, name, index), kinds[name], entry) for index, entry in enumerate(content))
        else:
            yield from _nested(content, (*path, name))


def _nested(content: Any, path: Path) -> Iterator[tuple[Path, str, str]]:
    if isinstance(content, Value):
        yield from references(content, path)
    elif isinstance(content, tuple):
        for index, entry in enumerate(content):
            yield from _nested(entry, (*path, index))
    elif isinstance(content, dict):
        for key, entry in content.items():
            yield from _nested(entry, (*path, key))


def texts(content: Any, path: Path = ()) -> Iterator[tuple[Path, str, int | None]]:
    """(path, text, first line) of every text in a record; the line is known for prose only."""
    if isinstance(content, Prose):
        yield path, content.markdown, content.line
    elif isinstance(content, Value):
        for name in type(content).model_fields:
            if name != "consent":
                yield from texts(getattr(content, name), (*path, name))
    elif isinstance(content, str):
        yield path, content, None
    elif isinstance(content, tuple):
        for index, entry in enumerate(content):
            yield from texts(entry, (*path, index))
    elif isinstance(content, dict):
        for key, entry in content.items():
            yield from texts(entry, (*path, key))
