"""Markdown of a record → Prose: the text with every record link resolved to its words and address in the published library."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from kyyeu.facts.words import citation
from kyyeu.views import addresses
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import conference_name

SCHEMES = ("doc", "exemplar", "movement", "unit", "conference")
_TARGET = re.compile(rf"\]\(\s*<?((?:{'|'.join(SCHEMES)}):[^\s)>]*)")


@dataclass(frozen=True, slots=True)
class LinkedProse:
    """`links` holds (target, text, address): the record's own words, and '' for an address where it has no page here."""

    markdown: str
    links: tuple[tuple[str, str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.markdown.strip())


def prose(markdown: str, catalogue: Catalogue) -> LinkedProse:
    targets = sorted(set(_TARGET.findall(markdown)))
    return LinkedProse(markdown, tuple((target, *resolve(target, catalogue)) for target in targets))


def resolve(target: str, catalogue: Catalogue) -> tuple[str, str]:
    """'doc:ID' → (text, address); ('', '') for a record that is not in the published library."""
    scheme, _, ref = target.partition(":")
    found = _RESOLVERS[scheme](catalogue, ref) if scheme in _RESOLVERS else None
    return found or ("", "")


def _document(catalogue: Catalogue, ref: str) -> tuple[str, str] | None:
    record = catalogue.library.documents.get(ref)
    return (citation(record), addresses.document(ref)) if record else None


def _exemplar(catalogue: Catalogue, ref: str) -> tuple[str, str] | None:
    record = catalogue.library.exemplars.get(ref)
    return (record.name, addresses.exemplar(ref)) if record else None


def _movement(catalogue: Catalogue, ref: str) -> tuple[str, str] | None:
    record = catalogue.library.movements.get(ref)
    return (f"“{record.name}”", addresses.movement(ref)) if record else None


def _unit(catalogue: Catalogue, ref: str) -> tuple[str, str] | None:
    return (catalogue.unit_name(ref), addresses.unit(ref)) if ref in catalogue.library.units else None


def _conference(catalogue: Catalogue, ref: str) -> tuple[str, str] | None:
    record = catalogue.library.conferences.get(ref)
    return (conference_name(catalogue, record), addresses.conference(ref)) if record else None


_RESOLVERS: dict[str, Callable[[Catalogue, str], tuple[str, str] | None]] = {
    "doc": _document,
    "exemplar": _exemplar,
    "movement": _movement,
    "unit": _unit,
    "conference": _conference,
}
