"""Lists the names of withheld people, for which the leak scan searches finished files."""

from collections.abc import Iterator
from datetime import date

from kyyeu.facts.consent import SCOPES, Scopes, consenting_people, consents
from kyyeu.facts.names import Names, name_of
from kyyeu.model.exemplars import ExemplarType
from kyyeu.model.fields import Depicted
from kyyeu.model.library import Library
from kyyeu.model.pictures import pictures
from kyyeu.publishing.published import Published


def withheld_names(library: Library, published: Published) -> tuple[str, ...]:
    """Names of withheld people, except names that a shown person bears too."""
    names = {
        exemplar.name for exemplar in library.exemplars.values() if exemplar.type is ExemplarType.INDIVIDUAL
    }
    names |= {delegate.name for delegate in library.delegates.values()}
    names |= {person.name for person in depicted_withheld(library, SCOPES[published.channel], published.day)}
    shown = _shown_names(published)
    spelled = set(map(name_of, shown))
    return tuple(sorted(name for name in names - shown if " " in name and name_of(name) not in spelled))


def names_to_seek(library: Library, published: Published) -> Names:
    """The names that the leak scan searches for.

    These are the `withheld_names`, but not where they occur within the name of a shown person.
    """
    return Names(
        frozenset(map(name_of, withheld_names(library, published))),
        frozenset(map(name_of, _shown_names(published))),
    )


def _shown_names(published: Published) -> frozenset[str]:
    return frozenset(person.name for _, _, person in consenting_people(published))


def depicted_withheld(library: Library, scopes: Scopes, day: date) -> Iterator[Depicted]:
    """Yields the people in pictures whose consent forms do not cover all uses in `scopes`, such as print."""
    for placed in pictures(library):
        yield from (person for person in placed.picture.people if not consents(person, scopes, day))
