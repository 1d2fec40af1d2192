"""Lists the names of withheld people (those who may not be published).

Finished files and messages are searched for these names.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from kyyeu.facts.consent import SCOPES, Scopes, consenting_people, consents
from kyyeu.facts.letter_row import Name
from kyyeu.facts.names import Names, person_name
from kyyeu.facts.shared_names import shared_names
from kyyeu.model.exemplars import ExemplarType
from kyyeu.model.fields import Depicted
from kyyeu.model.library import Library
from kyyeu.model.pictures import pictures
from kyyeu.model.records import Records
from kyyeu.publishing.published import Published
from kyyeu.vietnamese import fold

_WORD = re.compile(r"[a-z0-9]+")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")
# In a hyphenated word such as a-b-c, every part of two or more words is compared with people's ids. This is
# the largest number of words in such a part.
_LONGEST_ID = 12


def everyone(records: Records) -> Iterator[str]:
    """Yields the names of all people in records: individuals, delegates, and people in pictures."""
    for exemplar in records.exemplars.values():
        if exemplar.type is ExemplarType.INDIVIDUAL:
            yield exemplar.name
    yield from (delegate.name for delegate in records.delegates.values())
    yield from (person.name for placed in pictures(records) for person in placed.picture.people)


class TellingNames:
    """Recognises names and ids of people who are in the given libraries, but in no published record.

    Messages must not contain such names and ids. `more` are further names and ids that messages may contain.
    `known` holds all names that messages may contain, without Vietnamese marks.
    """

    def __init__(
        self, libraries: Sequence[Library], published: Sequence[Published], more: Iterable[str] = ()
    ) -> None:
        sayable = {*more, *(name for shown in published for name in _people_and_groups(shown))}
        sayable |= {
            name.name for library in libraries for unit in library.units.values() for name in unit.names
        }
        self.known = frozenset(map(unmarked, sayable))
        untold = {name for library in libraries for name in _people_and_groups(library)}
        shown_people = {ref for shown in published for ref in shown.exemplars}
        untold |= {
            line.as_printed
            for library in libraries
            for decision in library.decisions.values()
            for line in decision.list
            if line.as_printed and line.person and line.person not in shown_people
        }
        untold = {name for name in untold if unmarked(name) not in self.known}
        ids = {ref for library in libraries for ref in _ids_of_people(library)}
        ids -= {*sayable, *(ref for shown in published for ref in _ids_of_people(shown))}
        self._names = Names(frozenset(map(person_name, untold)), frozenset(map(person_name, sayable)))
        self._ids = frozenset(ids)

    def are_in(self, text: str) -> bool:
        """Returns whether a text has a withheld person's name or id; the id may be part of a longer word."""
        words = (word.split("-") for word in _ID.findall(text.lower()))
        runs = (
            "-".join(parts[start:stop])
            for parts in words
            for start in range(len(parts))
            for stop in range(start + 2, min(len(parts), start + _LONGEST_ID) + 1)
        )
        return bool(self._names.found_in(text)) or not self._ids.isdisjoint(runs)


def unmarked(text: str) -> Name:
    """Returns a text's words in lower case without Vietnamese marks: 'Đỗ Bá' gives ('do', 'ba')."""
    return tuple(_WORD.findall(fold(text)))


def _people_and_groups(holder: Records) -> Iterator[str]:
    yield from everyone(holder)
    yield from (exemplar.name for exemplar in holder.exemplars.values())
    if isinstance(holder, Library):
        yield from (str(person.name) for person, _ in holder.faulty.values() if hasattr(person, "name"))


def _ids_of_people(holder: Records) -> Iterator[str]:
    """Yields the ids of all people and of their speeches, and the people's former ids.

    The id of the unit (school or office), with which references begin, is left out.
    """
    declared = holder.declared if isinstance(holder, Library) else {}
    people = (("exemplar", holder.exemplars), ("delegate", holder.delegates), ("speech", holder.speeches))
    for kind, by_ref in people:
        yield from (ref.rpartition("/")[2] for ref in declared.get(kind, frozenset()) | by_ref.keys())
    yield from (alias for exemplar in holder.exemplars.values() for alias in exemplar.aliases)


def withheld_names(library: Library, published: Published) -> tuple[str, ...]:
    """Returns the names of withheld people, except names that a published person bears too."""
    names = {
        exemplar.name for exemplar in library.exemplars.values() if exemplar.type is ExemplarType.INDIVIDUAL
    }
    names |= {delegate.name for delegate in library.delegates.values()}
    names |= {person.name for person in depicted_withheld(library, SCOPES[published.channel], published.day)}
    shown = _shown_names(published)
    spelled = set(map(person_name, shown))
    return tuple(sorted(name for name in names - shown if person_name(name) not in spelled))


def names_to_seek(library: Library, published: Published) -> Names:
    """Returns the names for which the leak scan searches.

    These are the `withheld_names`. A withheld name inside the longer name of a published person does not
    count.
    """
    return Names(
        frozenset(map(person_name, withheld_names(library, published))),
        frozenset(map(person_name, _shown_names(published))),
        *shared_names(library),
    )


def _shown_names(published: Published) -> frozenset[str]:
    return frozenset(person.name for _, _, person in consenting_people(published))


def depicted_withheld(library: Library, scopes: Scopes, day: date) -> Iterator[Depicted]:
    """Yields the people in pictures whose consent forms do not cover all uses in `scopes`, such as print."""
    for placed in pictures(library):
        yield from (person for person in placed.picture.people if not consents(person, scopes, day))
