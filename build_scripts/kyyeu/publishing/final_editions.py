"""Removes withheld people from the register of final editions (books that were handed to the printer).

People may have withdrawn their consent since a book was printed. If a part of a book is about a record that
is withheld or deleted, only the part's page number is kept. In all other parts, each line that names a
withheld person is replaced by HIDDEN.
"""

import re
from collections.abc import Collection, Mapping

from kyyeu.facts.names import Names, name_of, person_name
from kyyeu.model.editions import HIDDEN, FinalEdition, FinalPart
from kyyeu.model.library import Library
from kyyeu.model.printing import PROFILE, SPEECH

_PAGE = re.compile(r"⟦\d+⟧")
_RECORDS = {PROFILE: "exemplar", SPEECH: "speech"}


def shown_editions(
    library: Library, exemplars: Collection[str], delegates: Collection[str], hidden: Collection[str]
) -> Mapping[str, FinalEdition]:
    """Returns the newest final edition of each printed work of each conference, without withheld names.

    A final edition is the text of a book as handed to the printer. `exemplars` and `delegates` are the
    references of the people who may be shown; `hidden` are further names to remove. The register of final
    editions stores people by reference. A person whose record was deleted is therefore removed, and a person
    whose name was corrected is kept.
    """
    by_version = sorted(library.editions.values(), key=lambda edition: edition.version)
    newest = {(edition.conference, edition.work): edition for edition in by_version}
    units = {name.name for unit in library.units.values() for name in unit.names}
    shown = {library.exemplars[ref].name for ref in exemplars} | {
        library.delegates[ref].name for ref in delegates
    }
    kept = frozenset(map(person_name, shown)) | frozenset(map(name_of, units))
    known = {
        person.name for people in (library.exemplars, library.delegates) for person in people.values()
    } | set(hidden)
    records = {
        "exemplar": set(exemplars),
        "speech": {
            ref
            for ref, speech in library.speeches.items()
            if speech.exemplar is None or speech.exemplar in exemplars
        },
    }
    editions = {}
    for edition in newest.values():
        printed = {name for ref, name in edition.exemplars.items() if ref not in exemplars}
        printed |= {name for ref, name in edition.delegates.items() if ref not in delegates}
        names = Names(set(map(person_name, known | printed)) - kept, kept)
        parts = tuple(_shown_part(part, records, names) for part in edition.parts)
        editions[edition.ref] = edition.model_copy(update={"parts": parts, "exemplars": {}, "delegates": {}})
    return editions


def _shown_part(part: FinalPart, records: Mapping[str, Collection[str]], names: Names) -> FinalPart:
    prefix, slash, ref = part.name.partition("/")
    kind = _RECORDS.get(prefix + slash)
    if kind and ref not in records[kind]:
        return part.model_copy(update={"name": prefix + slash, "title": "", "text": ""})
    return _without_names(part, names)


def _without_names(part: FinalPart, names: Names) -> FinalPart:
    return part.model_copy(
        update={
            "text": "\n".join(_shown_line(line, names) for line in part.text.split("\n")),
            "title": "" if names.best_in(part.title) else part.title,
        }
    )


def _shown_line(line: str, names: Names) -> str:
    """Returns a line of a printed book, or HIDDEN if the line names a withheld person.

    The marks in the line at which a new page begins are kept.
    """
    if not names.best_in(_PAGE.sub("", line)):
        return line
    marks = _PAGE.findall(line)
    first = 1 if _PAGE.match(line) else 0
    return " ".join([*marks[:first], HIDDEN, *marks[first:]])


def without_person(edition: FinalEdition, refs: Collection[str], names: Names) -> FinalEdition:
    """Returns a final edition from which one person is erased.

    `refs` are the references of the person's records. The person's profile keeps only its page number. In all
    other parts of the book, each line that has one of `names` is replaced by HIDDEN.
    """
    profiles = {f"{PROFILE}{ref}" for ref in refs}
    parts = tuple(
        part.model_copy(update={"name": PROFILE, "title": "", "text": ""})
        if part.name in profiles
        else _without_names(part, names)
        for part in edition.parts
    )
    people = {
        kind: {ref: name for ref, name in getattr(edition, kind).items() if ref not in refs}
        for kind in ("exemplars", "delegates")
    }
    return edition.model_copy(update={"parts": parts, **people})
