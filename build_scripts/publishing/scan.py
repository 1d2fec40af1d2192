"""The second lock: finished text is searched for the names of people who must not be in it. Says where, never who."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from build_scripts.model.exemplars import ExemplarType
from build_scripts.model.library import Library
from build_scripts.model.pictures import pictures
from build_scripts.publishing.consent import Scopes, consents, publish

TEXT_SUFFIXES = (".html", ".xml", ".json", ".txt", ".ics", ".csv", ".svg", ".js", ".webmanifest")
_NBSP = "\u00a0".encode()


def withheld_names(library: Library, scopes: Scopes, day: date) -> tuple[str, ...]:
    """Names that may not stand anywhere in a channel: of withheld people, unless someone shown bears the same."""
    shown = publish(library, scopes, day)
    everyone = {entry.name for entry in library.exemplars.values() if entry.type is ExemplarType.INDIVIDUAL}
    everyone |= {entry.name for entry in library.delegates.values()}
    everyone |= {person.name for placed in pictures(library) for person in placed.picture.people if not consents(person, scopes, day)}
    allowed = {entry.name for entry in shown.exemplars.values()} | {entry.name for entry in shown.delegates.values()}
    return tuple(sorted(name for name in everyone - allowed if " " in name))


def leaking(files: Mapping[str, Path] | Iterable[tuple[str, Path]], names: tuple[str, ...]) -> list[str]:
    """Relative paths of the text files in which one of `names` stands."""
    needles = [name.encode() for name in names]
    found = []
    for name, path in files.items() if isinstance(files, Mapping) else files:
        if name.endswith(TEXT_SUFFIXES):
            data = path.read_bytes().replace(_NBSP, b" ")
            if any(needle in data for needle in needles):
                found.append(name)
    return found
