"""Walks over records: their references to other records, and their texts, each with the path it stands at."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from functools import cache
from typing import Any

from kyyeu.loading.text import line_and_column
from kyyeu.model.fields import Consent, Prose, Reference, Value
from kyyeu.model.kinds import KINDS, Kind
from kyyeu.model.library import Library
from kyyeu.model.sources import Path
from kyyeu.problems import Place


def records(library: Library) -> Iterator[tuple[Kind, str, Value]]:
    """Every record with its kind and reference, each once."""
    for kind in KINDS:
        if kind.attribute == "site":
            yield kind, "site", library.site
        else:
            for ref, record in getattr(library, kind.attribute).items():
                yield kind, ref, record


@cache
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


def texts(record: Value, path: Path = ()) -> Iterator[tuple[Path, str, int | None]]:
    """(path, text, first line) of every text in a record; the line is known for prose only. Codes and references are no text."""
    if isinstance(record, Prose):
        yield path, record.markdown, record.line
        return
    for name, nested in _text_fields(type(record)):
        content = getattr(record, name)
        if content is None or content == ():
            continue
        if not nested:
            if isinstance(content, str):
                yield (*path, name), content, None
            else:
                yield from (((*path, name, index), entry, None) for index, entry in enumerate(content))
        elif isinstance(content, Value):
            yield from texts(content, (*path, name))
        else:
            entries = content.items() if isinstance(content, dict) else enumerate(content)
            for key, entry in entries:
                yield from texts(entry, (*path, name, key))


def all_texts(library: Library) -> list[tuple[str, str, Path, str, int | None]]:
    """(kind, reference, path, text, first line) of every text of every record. Walked once a library, for every check of texts."""
    found: list[tuple[str, str, Path, str, int | None]] | None = getattr(library, "_texts", None)
    if found is None:
        found = [
            (kind.name, ref, *told)
            for kind, ref, record in records(library)
            if not kind.register
            for told in texts(record)
        ]
        object.__setattr__(library, "_texts", found)
    return found


def forget_texts(library: Library) -> None:
    """When the checks are done: the list is a tenth of a library's memory."""
    library.__dict__.pop("_texts", None)


def place_in(
    library: Library, kind: str, ref: str, path: Path, text: str, offset: int, line: int | None
) -> Place:
    """Where an offset of one of `texts` stands: in prose its own line and column, elsewhere the field."""
    return (
        Place(library.file(kind, ref), *line_and_column(text, offset, line))
        if line
        else library.place(kind, ref, path)
    )


@cache
def _text_fields(model: type[Value]) -> tuple[tuple[str, bool], ...]:
    """Fields of a class that hold text, or (True) groups of fields that may; consents and what only refers stay out."""
    hints = typing.get_type_hints(model, include_extras=True)
    found = []
    for name, hint in hints.items():
        if name == "model_config" or _reference_in(hint):
            continue
        classes = [part for part in _leaves(hint) if isinstance(part, type)]
        if any(issubclass(part, Value) and part is not Consent for part in classes):
            found.append((name, True))
        elif any(part is str for part in classes):
            found.append((name, False))
    return tuple(found)


def _leaves(hint: Any) -> Iterator[Any]:
    """The plain types a hint is made of: through Annotated, unions, tuples and dict values."""
    arguments = typing.get_args(hint)
    if typing.get_origin(hint) is typing.Annotated:
        yield from _leaves(arguments[0])
    elif typing.get_origin(hint) is dict:
        yield from _leaves(arguments[1])
    elif arguments:
        for argument in arguments:
            yield from _leaves(argument)
    else:
        yield hint
