"""The season's calendar: every unit's conference by month and day, who of the Sở attends, what has no day yet or is postponed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kyyeu.model.awards import Level
from kyyeu.model.conferences import Conference, ConferenceStatus
from kyyeu.vietnamese import number, short_date, sort_key, weekday
from kyyeu.views import addresses
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import Link, conference_day, conference_name, period_words, place_words
from kyyeu.views.programmes import session_end

HEADS = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")


@dataclass(frozen=True, slots=True)
class Meeting:
    """`open` where somebody may still be sent; `clash` names what the same office attends in the same hours."""

    hours: str
    link: Link
    venue: str
    leader: str
    open: bool
    status: str
    off: bool
    note: str
    clash: str


@dataclass(frozen=True, slots=True)
class Day:
    anchor: str
    heading: str
    meetings: tuple[Meeting, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of the month's table: its number, how many conferences ('' for none), and where on the page they stand."""

    day: str
    count: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Month:
    anchor: str
    heading: str
    weeks: tuple[tuple[Cell | None, ...], ...]
    days: tuple[Day, ...]


@dataclass(frozen=True, slots=True)
class SeasonView:
    heading: str
    description: str
    heads: tuple[str, ...]
    months: tuple[Month, ...]
    undated: tuple[Meeting, ...]
    leaders: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]
    calendar: str


def season(catalogue: Catalogue) -> SeasonView:
    """Conferences of the site's current cycle."""
    cycle = catalogue.published.site.cycle
    records = [entry for entry in catalogue.conferences if entry.cycle == cycle]
    names = _names(catalogue, records)
    by_day: dict[date, list[Conference]] = defaultdict(list)
    undated = []
    for record in records:
        days = dict.fromkeys(session.day for session in record.sessions)
        for day in days:
            by_day[day].append(record)
        if not days:
            undated.append(record)
    undated.sort(
        key=lambda entry: (entry.status is not ConferenceStatus.POSTPONED, sort_key(names[entry.ref]))
    )
    months = sorted({(day.year, day.month) for day in by_day})
    return SeasonView(
        heading="Lịch hội nghị",
        description=f"{period_words(catalogue, cycle)}: hội nghị của từng đơn vị theo ngày, lãnh đạo Sở dự và những hội nghị hoãn "
        "hoặc chưa ấn định ngày.",
        heads=HEADS,
        months=tuple(_month(catalogue, year, month, by_day, names) for year, month in months),
        undated=tuple(_meeting(catalogue, entry, None, names, {}) for entry in undated),
        leaders=_leaders(records),
        facts=_facts(records, undated),
        calendar=addresses.CALENDAR if by_day else "",
    )


def _names(catalogue: Catalogue, records: Sequence[Conference]) -> dict[str, str]:
    """By reference; where two units of the season bear one name, each with its place."""
    plain = {
        entry.ref: catalogue.unit_name(entry.unit, conference_day(catalogue, entry))
        if entry.level is Level.UNIT
        else conference_name(catalogue, entry)
        for entry in records
    }
    taken = Counter(plain.values())
    for entry in records:
        unit = catalogue.published.units.get(entry.unit)
        if taken[plain[entry.ref]] > 1 and unit:
            plain[entry.ref] += f" ({place_words(unit.place_on(conference_day(catalogue, entry)))})"
    return plain


def _month(
    catalogue: Catalogue, year: int, month: int, by_day: dict[date, list[Conference]], names: dict[str, str]
) -> Month:
    first = date(year, month, 1)
    days = [
        first + timedelta(days=place) for place in range(31) if (first + timedelta(days=place)).month == month
    ]
    cells: list[Cell | None] = [None] * first.weekday()
    cells += [_cell(day, len(by_day.get(day, ()))) for day in days]
    cells += [None] * (-len(cells) % 7)
    held = [day for day in days if day in by_day]
    return Month(
        f"thang-{month:02d}-{year}",
        f"Tháng {month:02d}/{year}",
        tuple(tuple(cells[start : start + 7]) for start in range(0, len(cells), 7)),
        tuple(_day(catalogue, day, by_day[day], names) for day in held),
    )


def _cell(day: date, count: int) -> Cell:
    return Cell(str(day.day), str(count), _anchor(day)) if count else Cell(str(day.day), "", "")


def _anchor(day: date) -> str:
    return f"ngay-{day.isoformat()}"


def _day(catalogue: Catalogue, day: date, records: Sequence[Conference], names: dict[str, str]) -> Day:
    ordered = sorted(records, key=lambda entry: (_start(entry, day), sort_key(names[entry.ref])))
    clashes = _clashes(ordered, day, names)
    name = weekday(day)
    return Day(
        _anchor(day),
        f"{name[0].upper()}{name[1:]}, {short_date(day)}",
        tuple(_meeting(catalogue, entry, day, names, clashes) for entry in ordered),
    )


def _start(record: Conference, day: date) -> str:
    return min((session.start for session in record.sessions if session.day == day), default="")


def _end(record: Conference, day: date) -> str:
    """'' where neither the session nor its programme says when it ends."""
    ends = [
        session_end(record, place)
        for place, session in enumerate(record.sessions, start=1)
        if session.day == day
    ]
    return max(ends) if all(ends) else ""


def _clashes(records: Sequence[Conference], day: date, names: dict[str, str]) -> dict[str, str]:
    """One title may stand for several people (Phó Giám đốc), so this is a hint. An unknown end lasts to the end of the day."""
    by_leader: dict[str, list[Conference]] = defaultdict(list)
    for record in records:
        if record.leader and record.status is not ConferenceStatus.POSTPONED:
            by_leader[record.leader].append(record)
    found: dict[str, str] = {}
    for group in by_leader.values():
        for record in group:
            start, end = _start(record, day), _end(record, day) or "24:00"
            same = [
                names[other.ref]
                for other in group
                if other is not record and _start(other, day) < end and start < (_end(other, day) or "24:00")
            ]
            if same:
                found[record.ref] = f"Cùng giờ, cùng chức danh dự: {', '.join(same)}"
    return found


def _meeting(
    catalogue: Catalogue, record: Conference, day: date | None, names: dict[str, str], clashes: dict[str, str]
) -> Meeting:
    start, end = (_start(record, day), _end(record, day)) if day else ("", "")
    venues = dict.fromkeys(
        session.venue for session in record.sessions if session.day == day and session.venue
    )
    held = record.status is ConferenceStatus.HELD
    return Meeting(
        hours=f"{start} – {end}" if end else start or "Chưa ấn định",
        link=Link(names[record.ref], addresses.conference(record.ref)),
        venue="; ".join(venues),
        leader=record.leader or "",
        open=record.status is ConferenceStatus.PLANNED and not record.leader,
        status="" if held else record.status.label,
        off=record.status is ConferenceStatus.POSTPONED,
        note=record.status_note or "",
        clash=clashes.get(record.ref, ""),
    )


def _leaders(records: Sequence[Conference]) -> tuple[tuple[str, str], ...]:
    """(office, how many conferences), the busiest first."""
    counts = Counter(
        entry.leader for entry in records if entry.leader and entry.status is not ConferenceStatus.POSTPONED
    )
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], sort_key(pair[0])))
    return tuple((leader, number(count)) for leader, count in ordered)


def _facts(records: Sequence[Conference], undated: Sequence[Conference]) -> tuple[tuple[str, str], ...]:
    statuses = Counter(entry.status for entry in records)
    waiting = sum(entry.status is ConferenceStatus.PLANNED for entry in undated)
    without = sum(not entry.leader and entry.status is ConferenceStatus.PLANNED for entry in records)
    counted = [
        ("Hội nghị", len(records)),
        *((status.label, statuses[status]) for status in ConferenceStatus),
        ("Chưa ấn định ngày", waiting),
        ("Chưa ghi lãnh đạo dự", without),
    ]
    return tuple((label, number(count)) for label, count in counted if count)
