"""Makes the data of the web page with the schedule of all conferences of the current cycle (five years).

Conferences are listed by month and day. The page also says which leader of the education department (Sở)
attends each conference, and which conferences are postponed or have no day yet.
"""

from calendar import monthcalendar
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kyyeu.facts.words import place_words
from kyyeu.model.awards import Level
from kyyeu.model.conferences import Conference, ConferenceStatus
from kyyeu.vietnamese import number, short_date, sort_key, weekday
from kyyeu.views import addresses
from kyyeu.views.catalogue import Catalogue, grouped
from kyyeu.views.naming import Link, conference_day, conference_name, period_words
from kyyeu.views.programmes import session_end
from kyyeu.views.site.site_frame import PageView


@dataclass(frozen=True, slots=True)
class ScheduledConference:
    """A conference on the web page with the schedule of conferences.

    `leader` is the position of the leader of the education department (Sở) who attends. `open` means that
    none is named yet. `clash` names other conferences which the holder of that position is to attend at the
    same time.
    """

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
class ScheduleDay:
    """A day on the web page with the schedule of conferences, with the conferences of that day."""

    anchor: str
    heading: str
    meetings: tuple[ScheduledConference, ...]


@dataclass(frozen=True, slots=True)
class MonthCell:
    """A cell, for one day, in a calendar table of the conference schedule.

    `count` is the number of conferences on that day ('' for none). `anchor` is the HTML id of the place on
    the page where they are listed.
    """

    day: str
    count: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Month:
    """A month on the web page with the schedule of conferences.

    `weeks` are the rows of its calendar table, with None for days outside the month. `days` are the days on
    which there are conferences.
    """

    anchor: str
    heading: str
    weeks: tuple[tuple[MonthCell | None, ...], ...]
    days: tuple[ScheduleDay, ...]


@dataclass(frozen=True, slots=True)
class SeasonView(PageView):
    """The data of the web page with the schedule of conferences.

    `leaders` are leading positions in the education department (Sở), each with the number of conferences that
    its holder attends. `calendar` is the address of the calendar file.
    """

    months: tuple[Month, ...]
    undated: tuple[ScheduledConference, ...]
    leaders: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]
    calendar: str


def season(catalogue: Catalogue) -> SeasonView:
    """Returns the data of the web page with the schedule of all conferences of the current cycle.

    A cycle is the five years that conferences review.
    """
    cycle = catalogue.published.site.cycle
    records = [record for record in catalogue.conferences if record.cycle == cycle]
    names = _names(catalogue, records)
    by_day = grouped((day, record) for record in records for day in {each.day for each in record.sessions})
    undated = sorted(
        (record for record in records if not record.sessions),
        key=lambda record: (record.status is not ConferenceStatus.POSTPONED, sort_key(names[record.ref])),
    )
    return SeasonView(
        heading="Lịch hội nghị",
        description=f"{period_words(catalogue, cycle)}: hội nghị của từng đơn vị theo ngày, lãnh đạo Sở dự "
        "và những hội nghị hoãn hoặc chưa ấn định ngày.",
        months=tuple(
            _month(year, month, by_day, names)
            for year, month in sorted({(day.year, day.month) for day in by_day})
        ),
        undated=tuple(_scheduled(record, None, names) for record in undated),
        leaders=_leaders(records),
        facts=_facts(records),
        calendar=addresses.CALENDAR if by_day else "",
    )


def _names(catalogue: Catalogue, records: Sequence[Conference]) -> dict[str, str]:
    """Returns the conferences' names as a dict from reference to name.

    If several conferences have equal names, each gets the place of its unit (such as a school) added.
    """
    names = {
        record.ref: catalogue.unit_name(record.unit, conference_day(catalogue, record))
        if record.level is Level.UNIT
        else conference_name(catalogue, record)
        for record in records
    }
    counts = Counter(names.values())
    for record in records:
        unit = catalogue.published.units.get(record.unit)
        if counts[names[record.ref]] > 1 and unit:
            names[record.ref] += f" ({place_words(unit.place_on(conference_day(catalogue, record)))})"
    return names


def _month(
    year: int, month: int, by_day: Mapping[date, Sequence[Conference]], names: dict[str, str]
) -> Month:
    weeks = [
        [date(year, month, number) if number else None for number in week]
        for week in monthcalendar(year, month)
    ]
    return Month(
        f"thang-{month:02d}-{year}",
        f"Tháng {month:02d}/{year}",
        tuple(tuple(_cell(day, by_day) if day else None for day in week) for week in weeks),
        tuple(_day(day, by_day[day], names) for week in weeks for day in week if day and day in by_day),
    )


def _cell(day: date, by_day: Mapping[date, Sequence[Conference]]) -> MonthCell:
    count = len(by_day.get(day, ()))
    return MonthCell(str(day.day), str(count), _anchor(day)) if count else MonthCell(str(day.day), "", "")


def _anchor(day: date) -> str:
    return f"ngay-{day.isoformat()}"


def _day(day: date, records: Sequence[Conference], names: dict[str, str]) -> ScheduleDay:
    ordered = sorted(records, key=lambda record: (_start(record, day), sort_key(names[record.ref])))
    name = weekday(day)
    return ScheduleDay(
        _anchor(day),
        f"{name[0].upper()}{name[1:]}, {short_date(day)}",
        tuple(_scheduled(record, day, names, ordered) for record in ordered),
    )


def _start(record: Conference, day: date | None) -> str:
    return min((session.start for session in record.sessions if session.day == day), default="")


def _end(record: Conference, day: date | None) -> str:
    """Returns the time when a conference's last session on `day` ends, such as '11:30'.

    The result is '' unless the end of every session of that day is known.
    """
    ends = [
        session_end(record, place)
        for place, session in enumerate(record.sessions, start=1)
        if session.day == day
    ]
    return max(ends, default="") if all(ends) else ""


def _clash(record: Conference, records: Iterable[Conference], day: date | None, names: dict[str, str]) -> str:
    """Returns a hint if the leader who attends a conference is expected elsewhere at the same time, else ''.

    The hint may be wrong: only the leader's position is known, and several people may hold one (Phó Giám
    đốc). A session without a known end counts as lasting until midnight. `records` are the conferences of the
    same day.
    """
    if not record.leader or record.status is ConferenceStatus.POSTPONED:
        return ""
    start, end = _start(record, day), _end(record, day) or "24:00"
    others = [
        names[other.ref]
        for other in records
        if other is not record
        and other.leader == record.leader
        and other.status is not ConferenceStatus.POSTPONED
        and _start(other, day) < end
        and start < (_end(other, day) or "24:00")
    ]
    return f"Cùng giờ, cùng chức danh dự: {', '.join(others)}" if others else ""


def _scheduled(
    record: Conference, day: date | None, names: dict[str, str], same_day: Iterable[Conference] = ()
) -> ScheduledConference:
    """Returns a conference as the schedule of conferences lists it; `day` is None if it has no day yet."""
    start, end = _start(record, day), _end(record, day)
    venues = dict.fromkeys(
        session.venue for session in record.sessions if session.day == day and session.venue
    )
    return ScheduledConference(
        hours=f"{start} – {end}" if end else start or "Chưa ấn định",
        link=Link(names[record.ref], addresses.conference(record.ref)),
        venue="; ".join(venues),
        leader=record.leader or "",
        open=record.status is ConferenceStatus.PLANNED and not record.leader,
        status="" if record.status is ConferenceStatus.HELD else record.status.label,
        off=record.status is ConferenceStatus.POSTPONED,
        note=record.status_note or "",
        clash=_clash(record, same_day, day, names),
    )


def _leaders(records: Sequence[Conference]) -> tuple[tuple[str, str], ...]:
    """Returns pairs: a leading position, and the number of conferences that its holder attends.

    They are positions in the education department (Sở). The one with the most conferences comes first.
    """
    counts = Counter(
        record.leader
        for record in records
        if record.leader and record.status is not ConferenceStatus.POSTPONED
    )
    return tuple(
        (leader, number(count))
        for leader, count in sorted(counts.items(), key=lambda pair: (-pair[1], sort_key(pair[0])))
    )


def _facts(records: Sequence[Conference]) -> tuple[tuple[str, str], ...]:
    statuses = Counter(record.status for record in records)
    planned = [record for record in records if record.status is ConferenceStatus.PLANNED]
    counted = [
        ("Hội nghị", len(records)),
        *((status.label, statuses[status]) for status in ConferenceStatus),
        ("Chưa ấn định ngày", sum(not record.sessions for record in planned)),
        ("Chưa ghi lãnh đạo dự", sum(not record.leader for record in planned)),
    ]
    return tuple((label, number(count)) for label, count in counted if count)
