"""Decides which words a message may contain if readers outside the office will see it.

Such a message may quote the program's own words and names of published records, but no names of withheld
people. People are withheld if they may not be published.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from kyyeu.facts.consent import SCOPES, consents, exemplar_shown
from kyyeu.facts.walk import records, texts
from kyyeu.model.conferences import Delegate
from kyyeu.model.exemplars import Exemplar
from kyyeu.model.fields import Choice, Value
from kyyeu.model.form import fields_of
from kyyeu.model.kinds import BY_NAME, KINDS
from kyyeu.model.library import Library
from kyyeu.model.pictures import pictures
from kyyeu.model.privacy import PRINT, SITE
from kyyeu.publishing.gate import publish
from kyyeu.publishing.office import record_numbers
from kyyeu.publishing.withheld_names import TellingNames

# Records of these kinds hold no people. Records of every other kind may name a withheld person.
IMPERSONAL = frozenset(
    {
        "site",
        "printing",
        "cycle",
        "document",
        "award_title",
        "movement",
        "programme",
        "outline",
        "unit",
        "unit_movements",
        "submission",
    }
)
_CATALOGUES = ("award_title", "document", "programme", "outline")
LEFT_OUT = "…"  # Replaces a value that a message must not quote.
# Texts that the program quotes, and a file that it names, when it says how to mend a problem.
_OF_ADVICE = frozenset(
    {"- ", "UTF-8", "Save as / Lưu thành", "mã: …", "tên: giá trị", "tên_trường: giá trị", "requirements.txt"}
    | {"## [mã mục] Tên mục", "## [1.I.1] Quán triệt"}
)


class KnownOutside:
    """Holds what readers outside the office may know about a project's records on one day.

    `library` has the project's records, or is None if they could not be read; then nobody counts as
    published. Otherwise a person counts as published who may be shown on the site or in print.
    """

    def __init__(self, library: Library | None, day: date) -> None:
        self.library = library
        self._published = [publish(library, channel, day) for channel in (SITE, PRINT)] if library else []
        self.faulty = {
            record: (person, positions)
            for record, (person, positions) in (library.faulty if library else {}).items()
            if isinstance(person, Exemplar | Delegate) and _agreed(person, day)
        }

    def record(self, kind: str, ref: str) -> Value:
        """Returns a published record.

        A record that has faults is returned without its wrong fields.
        """
        if (kind, ref) in self.faulty:
            return self.faulty[kind, ref][0]
        record: Value = getattr(self.library, BY_NAME[kind].attribute)[ref]
        return record

    def is_shown(self, kind: str, ref: str) -> bool:
        """Returns whether a record is published, or would be published if it had no faults."""
        return (kind, ref) in self.faulty or any(
            ref in getattr(published, BY_NAME[kind].attribute) for published in self._published
        )

    @cached_property
    def names(self) -> TellingNames:
        """Returns the names and ids of all people who are not published."""
        faulty = [name for (_, ref), (person, _) in self.faulty.items() for name in (person.name, _id(ref))]
        return TellingNames([self.library] if self.library else [], self._published, faulty)

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """Returns for each exemplar's reference a number that counts the exemplars of its unit from 1.

        Exemplars are honoured people and groups, units are schools and offices.
        """
        return record_numbers(self.library) if self.library else {}

    @cached_property
    def numbered(self) -> Mapping[str, str]:
        """Returns what messages call a withheld exemplar, such as 'hồ sơ số 3 của thpt-a'.

        The keys are the references and the names of the withheld exemplars (honoured people or groups).
        """
        numbered = {}
        for ref, number in self.numbers.items():
            if not self.is_shown("exemplar", ref):
                called = f"hồ sơ số {number} của {ref.partition('/')[0]}"
                numbered[ref] = called
                if self.library and ref in self.library.exemplars:
                    numbered[self.library.exemplars[ref].name] = called
        return numbered

    @cached_property
    def portraits(self) -> Mapping[str, int]:
        """Returns for each portrait's file the number that messages use in place of the person's name."""
        placed = pictures(self.library) if self.library else ()
        return {each.file: self.numbers[each.ref] for each in placed if each.kind == "exemplar"}

    @cached_property
    def files(self) -> frozenset[str]:
        """Returns the paths of the files of published records, and of the pictures in these records."""
        return frozenset(
            file
            for published in self._published
            for file in (*published.files.values(), *published.attachments)
        ) | {positions.file for _, positions in self.faulty.values()}

    @cached_property
    def folders(self) -> frozenset[str]:
        """Returns those folders of a project whose names tell nothing about people, such as unit folders."""
        units = self.library.declared.get("unit", frozenset()) if self.library else ()
        below = {kind.pattern.rpartition("/")[0] for kind in KINDS} | {
            "content/units/{unit}",
            "content/units",
        }
        return frozenset(
            re.sub(r"\{\w+\}", unit, pattern)
            for pattern in below
            for unit in (*units, "")
            if unit or "{" not in pattern
        )

    @cached_property
    def words(self) -> frozenset[str]:
        """Returns all texts that any message may quote: the program's words and published records' words."""
        words = {LEFT_OUT, *_OF_ADVICE, *self.files, *(file.rpartition("/")[2] for file in self.files)}
        words |= {*(kind.label for kind in KINDS), *_words_of_model()}
        for owner in self._published:
            for kind in KINDS:
                if kind.name != "site":
                    for ref, record in getattr(owner, kind.attribute).items():
                        words |= {ref, _id(ref), *_titles(record)}
        if self.library:
            for kind, ref, record in records(self.library):
                if kind.name in IMPERSONAL:
                    words |= {ref, *_titles(record)}
                if kind.name in _CATALOGUES:
                    words |= {text for _, text, _ in texts(record)}
        return frozenset(words)


def _agreed(person: Exemplar | Delegate, day: date) -> bool:
    """Returns whether the consent form of a record's person allows the site or print to show the person."""
    if isinstance(person, Exemplar):
        return any(exemplar_shown(person, SCOPES[channel], day) for channel in (SITE, PRINT))
    return any(consents(person, SCOPES[channel], day) for channel in (SITE, PRINT))


def _id(ref: str) -> str:
    return ref.rpartition("/")[2]


def _titles(record: Any) -> Iterator[str]:
    for field in ("name", "title", "number"):
        if isinstance(name := getattr(record, field, None), str):
            yield name
    yield from (name.name for name in getattr(record, "names", ()))


def _words_of_model() -> Iterator[str]:
    """Yields the names and labels of all fields of all records, and the codes and labels of all choices."""
    seen: set[type[Value]] = set()
    groups: list[type[Value]] = [kind.record for kind in KINDS]
    while groups:
        group = groups.pop()
        if group not in seen:
            seen.add(group)
            for field in fields_of(group).values():
                yield from (field.name, field.label, f"{field.name}: …")
                groups += [field.group] if field.group else []
    yield from _words_of(Choice.__subclasses__())


def _words_of(choices: Iterable[type[Choice]]) -> Iterator[str]:
    for choice in choices:
        yield from (word for member in choice for word in (member.value, member.label))
        yield from _words_of(choice.__subclasses__())
