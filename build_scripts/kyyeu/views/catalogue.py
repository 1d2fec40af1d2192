"""Turns the published records of a channel (site, print, open data) into a catalogue.

A catalogue has sorted lists of records, and links back from each record to those that refer to it. All views
use it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice, pairwise
from typing import Any, TypeVar

from kyyeu.model.conferences import Conference, Delegate, News
from kyyeu.model.exemplars import Exemplar, ExemplarType
from kyyeu.model.movements import Joined
from kyyeu.model.units import UnitKind
from kyyeu.publishing.published import Published
from kyyeu.vietnamese import person_sort_key, sort_key

_Key = TypeVar("_Key")
_Record = TypeVar("_Record")


# Two catalogues are equal only if they are the same object. So functions can use a catalogue as the key under
# which they cache results.
@dataclass(frozen=True, eq=False)
class Catalogue:
    """The published records of a channel, sorted, with links back to the records that refer to them.

    Units (such as schools) are named as on `day`. Exemplars are sorted by given name (tên), conferences by
    date, and news from the newest to the oldest. `people` maps the first two words of a name to all people's
    names that begin with them. `names_shared` are names that several units have on `day`.
    """

    published: Published
    day: date
    exemplars: tuple[Exemplar, ...]
    by_unit: Mapping[str, tuple[Exemplar, ...]]
    by_movement: Mapping[str, tuple[Exemplar, ...]]
    joined: Mapping[str, tuple[tuple[str, Joined], ...]]
    conferences: tuple[Conference, ...]
    unit_conferences: Mapping[str, tuple[Conference, ...]]
    delegates: Mapping[str, tuple[Delegate, ...]]
    news: tuple[News, ...]
    unit_news: Mapping[str, tuple[News, ...]]
    conference_news: Mapping[str, tuple[News, ...]]
    people: Mapping[tuple[str, ...], tuple[str, ...]]
    names_now: Mapping[str, str]
    names_shared: frozenset[str]

    def on(self, day: date) -> Catalogue:
        """Returns the same catalogue for another day.

        On that day, units (such as schools) may be named otherwise.
        """
        return replace(self, day=day, **_names(self.published, day))

    def unit_name(self, ref: str, day: date | None = None) -> str:
        """Returns the name that a unit (such as a school) had on a day, by default on the catalogue's day.

        If the unit has no record, its id is returned.
        """
        if day is None or day == self.day:
            return self.names_now.get(ref, ref)
        unit = self.published.units.get(ref)
        return unit.name_on(day) if unit else ref

    def conference_day(self, ref: str) -> date | None:
        """Returns the main day of a conference.

        The result is None if the conference is not published, or if no session of it is recorded.
        """
        conference = self.published.conferences.get(ref)
        return conference.main_day if conference else None

    def honoured_on(self, exemplar: Exemplar) -> date:
        """Returns the day for which the unit (such as a school) on an exemplar's profile is named.

        It is the day of the unit's conference. If that is unknown, it is the day on which the exemplar was
        last honoured, and otherwise the day of the catalogue.
        """
        days = [recognition.date for recognition in exemplar.recognitions if recognition.date]
        return self.conference_day(f"{exemplar.unit}/{exemplar.cycle}") or max(days, default=self.day)

    def successors(self, ref: str) -> tuple[str, ...]:
        """Returns the units of today that a former unit (such as a school) was merged or split into.

        Further mergers and splits since then are followed, too. The result is empty if the unit still exists.
        """
        last: list[str] = []
        queue = [ref]
        # The loop appends to `queue` the units (such as schools) that followed a unit, and then visits these
        # units too.
        for current in queue:
            if unit := self.published.units.get(current):
                following = dict.fromkeys(change.unit for change in unit.successors)
                queue += [successor for successor in following if successor not in queue]
                if not unit.successors and current != ref:
                    last.append(current)
        return tuple(last)


def exemplar_order(exemplar: Exemplar) -> tuple[object, ...]:
    """Returns a sort key for exemplars: a person's given name, or the whole name of a group.

    If the record has the field `sort_key`, that text is used instead.
    """
    if exemplar.type is ExemplarType.INDIVIDUAL and not exemplar.sort_key:
        return (*person_sort_key(exemplar.name), exemplar.ref)
    return (sort_key(exemplar.sort_key or exemplar.name), sort_key(""), exemplar.name, exemplar.ref)


def catalogue(published: Published) -> Catalogue:
    """Returns the catalogue (sorted lists and links back) of the records that a channel publishes.

    Units (such as schools) are named as on the day for which the records were published.
    """
    day = published.day
    exemplars = tuple(sorted(published.exemplars.values(), key=exemplar_order))
    memberships = [(movement, exemplar) for exemplar in exemplars for movement in exemplar.movements]
    people = grouped(
        (opening, exemplar.name)
        for exemplar in exemplars
        if exemplar.type is ExemplarType.INDIVIDUAL
        for opening in islice(opening_words(exemplar.name), 1)
    )
    participations = [
        (unit, joined) for unit, record in published.unit_movements.items() for joined in record.joined
    ]
    delegates = sorted(
        published.delegates.values(), key=lambda delegate: (*person_sort_key(delegate.name), delegate.ref)
    )
    conferences = tuple(
        sorted(
            published.conferences.values(),
            key=lambda conference: (conference.main_day or date.max, conference.ref),
        )
    )
    news = tuple(sorted(published.news.values(), key=lambda item: (item.date, item.ref), reverse=True))
    return Catalogue(
        published=published,
        day=day,
        exemplars=exemplars,
        by_unit=grouped((exemplar.unit, exemplar) for exemplar in exemplars),
        by_movement=grouped(memberships),
        joined=grouped((joined.movement, (unit, joined)) for unit, joined in participations),
        conferences=conferences,
        unit_conferences=grouped((conference.unit, conference) for conference in conferences),
        delegates=grouped((delegate.conference, delegate) for delegate in delegates),
        news=news,
        unit_news=grouped((item.unit, item) for item in news),
        conference_news=grouped((item.conference or "", item) for item in news),
        people={opening: tuple(sorted(set(names))) for opening, names in people.items()},
        **_names(published, day),
    )


def opening_words(text: str) -> Iterator[tuple[str, ...]]:
    """Returns all pairs of neighbouring words in a text, in order.

    The catalogue lists people's names by their first two words. So these pairs serve to find names in a text.
    """
    return pairwise(re.findall(r"\w+", text))


def _names(published: Published, day: date) -> dict[str, Any]:
    """Returns the fields of a catalogue that depend on its day, as keyword arguments.

    They are the units' names on that day, and the names that several units have.
    """
    now = {ref: unit.name_on(day) for ref, unit in published.units.items()}
    return {
        "names_now": now,
        "names_shared": frozenset(name for name, count in Counter(now.values()).items() if count > 1),
    }


def grouped(pairs: Iterable[tuple[_Key, _Record]]) -> dict[_Key, tuple[_Record, ...]]:
    """Returns a dict from key to records, made from (key, record) pairs.

    Keys and records keep the order of the pairs.
    """
    groups: dict[_Key, list[_Record]] = defaultdict(list)
    for key, record in pairs:
        groups[key].append(record)
    return {key: tuple(records) for key, records in groups.items()}


def unit_order(catalogue: Catalogue, ref: str) -> tuple[object, ...]:
    """Returns a sort key for units (such as schools): by kind, and in alphabetical order within a kind.

    The education department (Sở) comes first, and units without a published record come last.
    """
    unit = catalogue.published.units.get(ref)
    kind = list(UnitKind).index(unit.kind) if unit else len(UnitKind)
    return (kind, sort_key(catalogue.unit_name(ref)), ref)
