"""Turns what a channel shows into the sorted lists and backlinks that every view asks for."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice, pairwise
from typing import Any, TypeVar

from kyyeu.model.conferences import Conference, Delegate, News
from kyyeu.model.exemplars import Exemplar, ExemplarType
from kyyeu.model.movements import Joined
from kyyeu.publishing.published import Published
from kyyeu.vietnamese import person_sort_key, sort_key

_Record = TypeVar("_Record")


@dataclass(
    frozen=True, eq=False
)  # one a build: equal to itself only, so that what is worked out from it can be kept
class Catalogue:
    """Backlinks of a published library. Exemplars stand in tên order, conferences by date, news by date with the newest first;
    `people` are the individuals' names by their first two words, `names_shared` those that several units bear on the day.
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
        """The same catalogue seen on another day: what is asked without a day is answered for that one."""
        return replace(self, day=day, **_names(self.published, day))

    def unit_name(self, ref: str, day: date | None = None) -> str:
        """Name on a day (by default the build's); the bare id where the unit is not known."""
        if day is None or day == self.day:
            return self.names_now.get(ref, ref)
        unit = self.published.units.get(ref)
        return unit.name_on(day) if unit else ref

    def conference_day(self, ref: str) -> date | None:
        conference = self.published.conferences.get(ref)
        return conference.main_day if conference else None

    def honoured_on(self, exemplar: Exemplar) -> date:
        """The day whose unit name a profile shows: its unit's conference, else its latest recognition, else the build's."""
        own = self.conference_day(f"{exemplar.unit}/{exemplar.cycle}")
        days = [entry.date for entry in exemplar.recognitions if entry.date]
        return own or (max(days) if days else self.day)

    def successors(self, ref: str) -> tuple[str, ...]:
        """Units that stand today where `ref` stood, through every later merger; () where it still stands."""
        found: list[str] = []
        queue = [ref]
        seen: set[str] = set()
        while queue:
            current = queue.pop(0)
            if current in seen or current not in self.published.units:
                continue
            seen.add(current)
            following = [change.unit for change in self.published.units[current].successors]
            if following:
                queue.extend(following)
            elif current != ref:
                found.append(current)
        return tuple(found)


def exemplar_order(exemplar: Exemplar) -> tuple[object, ...]:
    """By tên for a person, by the whole name for a collective or model; `sort_key` overrides."""
    if exemplar.type is ExemplarType.INDIVIDUAL and not exemplar.sort_key:
        return (*person_sort_key(exemplar.name), exemplar.ref)
    whole = sort_key(exemplar.sort_key or exemplar.name)
    return (whole, sort_key(""), exemplar.name, exemplar.ref)


def catalogue(published: Published) -> Catalogue:
    """Sorts and links what a channel shows, seen on the day it was published for."""
    day = published.day
    exemplars = tuple(sorted(published.exemplars.values(), key=exemplar_order))
    by_unit: dict[str, list[Exemplar]] = defaultdict(list)
    by_movement: dict[str, list[Exemplar]] = defaultdict(list)
    people: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for exemplar in exemplars:
        by_unit[exemplar.unit].append(exemplar)
        for movement in exemplar.movements:
            by_movement[movement].append(exemplar)
        if exemplar.type is ExemplarType.INDIVIDUAL:
            for opening in islice(opening_words(exemplar.name), 1):
                people[opening].add(exemplar.name)
    joined: dict[str, list[tuple[str, Joined]]] = defaultdict(list)
    for unit, entry in published.unit_movements.items():
        for part in entry.joined:
            joined[part.movement].append((unit, part))
    delegates: dict[str, list[Delegate]] = defaultdict(list)
    for delegate in sorted(
        published.delegates.values(), key=lambda entry: (*person_sort_key(entry.name), entry.ref)
    ):
        delegates[delegate.conference].append(delegate)
    conferences = tuple(
        sorted(published.conferences.values(), key=lambda entry: (entry.main_day or date.max, entry.ref))
    )
    news = tuple(sorted(published.news.values(), key=lambda entry: (entry.date, entry.ref), reverse=True))
    return Catalogue(
        published=published,
        day=day,
        exemplars=exemplars,
        by_unit={key: tuple(found) for key, found in by_unit.items()},
        by_movement={key: tuple(found) for key, found in by_movement.items()},
        joined={key: tuple(found) for key, found in joined.items()},
        conferences=conferences,
        unit_conferences=_grouped(conferences, lambda entry: entry.unit),
        delegates={key: tuple(found) for key, found in delegates.items()},
        news=news,
        unit_news=_grouped(news, lambda entry: entry.unit),
        conference_news=_grouped(news, lambda entry: entry.conference or ""),
        people={opening: tuple(sorted(found)) for opening, found in people.items()},
        **_names(published, day),
    )


def opening_words(text: str) -> Iterator[tuple[str, ...]]:
    """Every two words that follow one another: where in a text a name may begin."""
    words = re.findall(r"\w+", text)
    return pairwise(words)


def _names(published: Published, day: date) -> dict[str, Any]:
    now = {ref: unit.name_on(day) for ref, unit in published.units.items()}
    return {
        "names_now": now,
        "names_shared": frozenset(name for name, count in Counter(now.values()).items() if count > 1),
    }


def _grouped(records: Iterable[_Record], owner: Callable[[_Record], str]) -> dict[str, tuple[_Record, ...]]:
    """By owner, in the order they come."""
    groups: dict[str, list[_Record]] = defaultdict(list)
    for record in records:
        groups[owner(record)].append(record)
    return {key: tuple(found) for key, found in groups.items()}
