"""A conference's programme as it is printed: times counted from minutes, officials by office only, exemplars by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kyyeu.model.conferences import Conference, ProgrammeItem, Session
from kyyeu.model.reports import Cycle
from kyyeu.vietnamese import long_date, weekday
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.print.ky_yeu_profile import people_in

NAMED = 6


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    time: str
    title: str
    detail: str
    presenters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProgrammeSession:
    name: str
    when: str
    rows: tuple[ProgrammeRow, ...]


@dataclass(frozen=True, slots=True)
class PrintedProgramme:
    title: str
    theme: str
    sessions: tuple[ProgrammeSession, ...]
    names: tuple[str, ...]


def programme(catalogue: Catalogue, conference: Conference, title: str) -> PrintedProgramme:
    """Sessions in order; an item without a session of its own record stands in a session without a name."""
    cycle = catalogue.published.cycles[conference.cycle]
    numbers = sorted({item.session for item in conference.programme})
    found = []
    for number in numbers:
        session = conference.sessions[number - 1] if 0 < number <= len(conference.sessions) else None
        items = [item for item in conference.programme if item.session == number]
        clocks = times(session.start if session else None, items)
        rows = tuple(
            _row(catalogue, conference, cycle, item, clock) for clock, item in zip(clocks, items, strict=True)
        )
        when = f"{session_when(session)}{_at(session)}" if session else ""
        found.append(ProgrammeSession(session.kind.label if session and len(numbers) > 1 else "", when, rows))
    details = [text for session in found for row in session.rows for text in (row.detail, *row.presenters)]
    return PrintedProgramme(title, conference.theme or "", tuple(found), people_in(catalogue, *details))


def times(start: str | None, items: Sequence[ProgrammeItem]) -> tuple[str, ...]:
    """'08:00 – 08:05' for every item: from its own start, else from the end of the one before; '' where nothing is known."""
    clock = _minutes(start) if start else None
    found = []
    for item in items:
        begin = _minutes(item.start) if item.start else clock
        end = begin + item.minutes if begin is not None and item.minutes else None
        found.append(
            "" if begin is None else _clock(begin) if end is None else f"{_clock(begin)} – {_clock(end)}"
        )
        clock = end
    return tuple(found)


def _minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


def session_when(session: Session) -> str:
    """'Sáng thứ Năm, ngày 12 tháng 3 năm 2020'."""
    part = "Sáng" if session.start < "12:00" else "Chiều" if session.start < "18:00" else "Tối"
    return f"{part} {weekday(session.day)}, {long_date(session.day)}"


def _at(session: Session) -> str:
    return f", tại {session.venue[:1].lower()}{session.venue[1:]}" if session.venue else ""


def _title(catalogue: Catalogue, conference: Conference, cycle: Cycle, item: ProgrammeItem) -> str:
    official = catalogue.published.programmes.get(cycle.programme)
    known = (
        next((entry.title for entry in official.items if entry.code == item.code), item.code)
        if official
        else item.code
    )
    title = item.title or known
    reviews, launches = str(conference.reviews or cycle.reviews), str(conference.launches or cycle.launches)
    return title.replace("{reviews}", reviews).replace("{launches}", launches)


def _row(
    catalogue: Catalogue, conference: Conference, cycle: Cycle, item: ProgrammeItem, clock: str
) -> ProgrammeRow:
    """Exemplars stand under the item, or for the officials where there are none (they speak themselves)."""
    offices, people = _offices(item), _people(catalogue, item)
    detail = ". ".join(part for part in (item.note or "", people if offices else "") if part)
    return ProgrammeRow(
        clock, _title(catalogue, conference, cycle, item), detail, offices or ((people,) if people else ())
    )


def _people(catalogue: Catalogue, item: ProgrammeItem) -> str:
    """By name where they are few, else by number (part one names them all)."""
    names = [
        catalogue.published.exemplars[ref].name
        for ref in item.links.exemplars
        if ref in catalogue.published.exemplars
    ]
    return ", ".join(names) if len(names) <= NAMED else f"{len(names)} điển hình tiên tiến được biểu dương"


def _offices(item: ProgrammeItem) -> tuple[str, ...]:
    """Officials by office only; someone without an office is not named."""
    return tuple(", ".join(person.titles) for person in item.presenters if person.titles)
