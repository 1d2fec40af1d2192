"""Makes the history of a movement (emulation campaign) or unit (such as a school), year by year.

The web page of the movement or unit shows it. For example, a unit's history has its awards and conferences,
and a movement's history has its results.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from kyyeu.facts.words import award_name, award_year, joined, launch_words
from kyyeu.model.movements import Movement, YearResult
from kyyeu.model.units import Unit
from kyyeu.vietnamese import number, short_date
from kyyeu.views import addresses
from kyyeu.views.catalogue import Catalogue, grouped
from kyyeu.views.naming import Link

_Events = defaultdict[int, defaultdict[str, list[Link]]]
# A year in the history of a movement (emulation campaign) names at most this many units (such as schools)
# that joined it. A list further down on the page names all units.
UNITS_NAMED = 5


@dataclass(frozen=True, slots=True)
class HistoryYear:
    """A year in the history of a movement or unit, as its web page shows it.

    `events` are pairs: a kind of event in a word or two, and links to the records concerned. `figures` are
    pairs of an indicator and its value with the unit of measure.
    """

    year: int
    events: tuple[tuple[str, tuple[Link, ...]], ...]
    figures: tuple[tuple[str, str], ...]


def movement_history(catalogue: Catalogue, record: Movement) -> tuple[HistoryYear, ...]:
    """Returns the history of a movement (emulation campaign) by year.

    It has the movement's launch, the units (such as schools) that joined it, its results and its end. The
    history is empty if no year is known.
    """
    events: _Events = defaultdict(lambda: defaultdict(list))
    document = record.document
    if record.year is not None:
        known_id = document.id if document and document.id in catalogue.published.documents else None
        title = launch_words(catalogue.published, document) or "Văn bản chưa rõ trong hồ sơ"
        events[record.year]["Phát động"].append(Link(title, addresses.document(known_id) if known_id else ""))
    units = grouped((each.year, unit) for unit, each in catalogue.joined.get(record.id, ()))
    for year, joining in units.items():
        events[year]["Hưởng ứng"] += _joining(catalogue, record, year, list(dict.fromkeys(joining)))
    if record.end:
        events[record.end.year]["Kết thúc"].append(Link(short_date(record.end)))
    return _years(events, record.results)


def _joining(catalogue: Catalogue, record: Movement, year: int, units: list[str]) -> Iterable[Link]:
    """Yields links to the units (such as schools) that joined a movement in a year.

    Units are named as at the end of that year. At most UNITS_NAMED are named; a last link leads to the list
    of all.
    """
    day = date(year, 12, 31)
    for unit in units[:UNITS_NAMED]:
        yield Link(catalogue.unit_name(unit, day), addresses.unit(unit))
    if len(units) > UNITS_NAMED:
        yield Link(
            f"và {number(len(units) - UNITS_NAMED)} đơn vị khác", f"{addresses.movement(record.id)}#don-vi"
        )


def unit_history(catalogue: Catalogue, record: Unit) -> tuple[HistoryYear, ...]:
    """Returns the history of a unit (school, centre or office) by year.

    It has the movements that the unit launched or joined, and the unit's awards, conferences and changes of
    name.
    """
    published = catalogue.published
    events: _Events = defaultdict(lambda: defaultdict(list))
    for name in record.names[1:]:
        if name.since:
            events[name.since.year]["Tên gọi"].append(
                Link(name.name, "", f"từ ngày {short_date(name.since)}")
            )
    movements = published.unit_movements.get(record.id)
    for movement in movements.launched.values() if movements else ():
        if movement.year is not None and movement.id in published.movements:
            events[movement.year]["Phát động"].append(_movement(movement))
    for participation in movements.joined if movements else ():
        if known := published.movements.get(participation.movement):
            events[participation.year]["Hưởng ứng"].append(_movement(known))
    for award in record.awards:
        if year := award_year(award, published):
            events[year]["Khen thưởng"].append(Link(award_name(award, published)))
    for conference in catalogue.unit_conferences.get(record.id, ()):
        if day := conference.main_day:
            events[day.year]["Hội nghị"].append(
                Link(conference.title, addresses.conference(conference.ref), short_date(day))
            )
    return _years(events, ())


def _movement(movement: Movement) -> Link:
    return Link(f"“{movement.name}”", addresses.movement(movement.id))


def _years(
    events: Mapping[int, Mapping[str, list[Link]]], results: Iterable[YearResult]
) -> tuple[HistoryYear, ...]:
    figures: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for result in results:
        figure, measure = number(result.value), result.measure or ""
        value = f"{figure}%" if measure == "%" else joined(figure, measure, by=" ")
        figures[result.year].append((result.indicator, value))
    return tuple(
        HistoryYear(
            year,
            tuple((kind, tuple(links)) for kind, links in events.get(year, {}).items()),
            tuple(figures.get(year, ())),
        )
        for year in sorted({*events, *figures})
    )
