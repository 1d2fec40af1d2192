"""The register of final editions → what may still be shown of it: a book once printed names people who have withdrawn since.

A withheld or deleted record's part keeps its page alone; a line of any other part that names somebody withheld becomes HIDDEN.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from kyyeu.facts.names import Names, name_of
from kyyeu.model.editions import HIDDEN, FinalEdition, FinalPart
from kyyeu.model.library import Library
from kyyeu.model.printing import PROFILE, SPEECH

_PAGE = re.compile(r"⟦\d+⟧")
_RECORDS = {PROFILE: "exemplar", SPEECH: "speech"}


def shown_editions(
    library: Library, exemplars: Collection[str], delegates: Collection[str], hidden: Collection[str]
) -> Mapping[str, FinalEdition]:
    """`exemplars` and `delegates` are who is shown, `hidden` more names that may not be. A register knows its people by reference: one
    whose record is gone is hidden, one whose name was corrected is not.
    """
    newest: dict[tuple[str, str], FinalEdition] = {}
    for edition in sorted(library.editions.values(), key=lambda entry: entry.version):
        newest[edition.conference, edition.work] = edition
    units = {entry.name for unit in library.units.values() for entry in unit.names}
    shown = {library.exemplars[ref].name for ref in exemplars} | {
        library.delegates[ref].name for ref in delegates
    }
    known = {
        person.name for people in (library.exemplars, library.delegates) for person in people.values()
    } | set(hidden)
    speeches = {
        ref
        for ref, entry in library.speeches.items()
        if entry.exemplar is None or entry.exemplar in exemplars
    }
    records = {"exemplar": set(exemplars), "speech": speeches}
    found = {}
    for edition in newest.values():
        people = [(ref in exemplars, name) for ref, name in edition.exemplars.items()]
        people += [(ref in delegates, name) for ref, name in edition.delegates.items()]
        gone = (known | {name for still, name in people if not still}) - shown - units
        names = Names(
            set(map(name_of, gone)) - set(map(name_of, shown | units)), frozenset(map(name_of, shown | units))
        )
        parts = tuple(_shown_part(part, records, names) for part in edition.parts)
        found[edition.ref] = edition.model_copy(update={"parts": parts, "exemplars": {}, "delegates": {}})
    return found


def _shown_part(part: FinalPart, records: Mapping[str, Collection[str]], names: Names) -> FinalPart:
    prefix, slash, ref = part.name.partition("/")
    kind = _RECORDS.get(prefix + slash)
    if kind and ref not in records[kind]:
        return part.model_copy(update={"name": prefix + slash, "title": "", "text": ""})
    lines = "\n".join(_shown_line(line, names) for line in part.text.split("\n"))
    return part.model_copy(update={"text": lines, "title": "" if names.stand_in(part.title) else part.title})


def _shown_line(line: str, names: Names) -> str:
    if not names.stand_in(_PAGE.sub("", line)):
        return line
    turned = _PAGE.match(line)
    return " ".join(filter(None, (turned and turned[0], HIDDEN, *_PAGE.findall(line)[1 if turned else 0 :])))
