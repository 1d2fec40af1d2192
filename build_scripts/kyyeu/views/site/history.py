"""The years of a movement and of a unit: what was launched, joined and awarded in each, and the figures reached."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from kyyeu.facts.words import award_name, award_year, joined, launch_words
from kyyeu.model.movements import Movement, YearResult
from kyyeu.model.units import Unit
from kyyeu.vietnamese import number, short_date
from kyyeu.views import addresses
from kyyeu.views.catalogue import Catalogue, main_day
from kyyeu.views.naming import Link, conference_title

_Events = defaultdict[int, defaultdict[str, list[Link]]]
UNITS_NAMED = 5  # of a year's units so many are named; the list below the history has them all


@dataclass(frozen=True, slots=True)
class Event:
    """`kind` says in a word or two what happened, `links` to what or to whom."""

    kind: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Year:
    """`figures` are (indicator, value with its measure)."""

    year: int
    events: tuple[Event, ...]
    figures: tuple[tuple[str, str], ...]


def movement_history(catalogue: Catalogue, record: Movement) -> tuple[Year, ...]:
    """Its launch, the units that joined and the results of each year; () where no year is known."""
    events: _Events = defaultdict(lambda: defaultdict(list))
    document = record.document
    if record.year is not None:
        known = document.id if document and document.id in catalogue.published.documents else None
        words = launch_words(catalogue.published, document) or "Văn bản chưa rõ trong hồ sơ"
        events[record.year]["Phát động"].append(Link(words, addresses.document(known) if known else ""))
    units: dict[int, list[str]] = defaultdict(list)
    for unit, part in catalogue.joined.get(record.id, ()):
        units[part.year].append(unit)
    for year, found in units.items():
        events[year]["Hưởng ứng"] += _joining(catalogue, record, year, list(dict.fromkeys(found)))
    if record.end:
        events[record.end.year]["Kết thúc"].append(Link(short_date(record.end)))
    return _years(events, record.results)


def _joining(catalogue: Catalogue, record: Movement, year: int, units: list[str]) -> Iterable[Link]:
    day = date(year, 12, 31)
    for unit in units[:UNITS_NAMED]:
        yield Link(catalogue.unit_name(unit, day), addresses.unit(unit))
    if len(units) > UNITS_NAMED:
        yield Link(
            f"và {number(len(units) - UNITS_NAMED)} đơn vị khác", f"{addresses.movement(record.id)}#don-vi"
        )


def unit_history(catalogue: Catalogue, record: Unit) -> tuple[Year, ...]:
    """What it launched and joined, its awards, conferences and names, year by year; Phụ lục 01 has the papers."""
    published = catalogue.published
    events: _Events = defaultdict(lambda: defaultdict(list))
    _changes(record, events)
    entry = published.unit_movements.get(record.id)
    for movement in entry.launched.values() if entry else ():
        if movement.year is not None and movement.id in published.movements:
            events[movement.year]["Phát động"].append(_movement(movement))
    for part in entry.joined if entry else ():
        if known := published.movements.get(part.movement):
            events[part.year]["Hưởng ứng"].append(_movement(known))
    for award in record.awards:
        if year := award_year(award, published):
            events[year]["Khen thưởng"].append(Link(award_name(award, published)))
    for conference in catalogue.unit_conferences.get(record.id, ()):
        if day := main_day(conference):
            title = Link(conference_title(conference), addresses.conference(conference.ref), short_date(day))
            events[day.year]["Hội nghị"].append(title)
    return _years(events, ())


def _changes(record: Unit, events: _Events) -> None:
    for name in record.names[1:]:
        if name.since:
            events[name.since.year]["Tên gọi"].append(
                Link(name.name, "", f"từ ngày {short_date(name.since)}")
            )


def _movement(movement: Movement) -> Link:
    return Link(f"“{movement.name}”", addresses.movement(movement.id))


def _years(events: Mapping[int, Mapping[str, list[Link]]], results: Iterable[YearResult]) -> tuple[Year, ...]:
    figures: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for entry in results:
        measure = entry.measure or ""
        value = f"{number(entry.value)}%" if measure == "%" else joined(number(entry.value), measure, by=" ")
        figures[entry.year].append((entry.indicator, value))
    return tuple(
        Year(
            year,
            tuple(Event(kind, tuple(links)) for kind, links in events.get(year, {}).items()),
            tuple(figures.get(year, ())),
        )
        for year in sorted({*events, *figures})
    )
