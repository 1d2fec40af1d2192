"""A conference's programme as it is printed: times counted from minutes, officials by office only, exemplars by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from build_scripts.model.conferences import Conference, ProgrammeItem, Session, SessionKind
from build_scripts.model.fields import Person
from build_scripts.model.reports import Cycle
from build_scripts.vietnamese import long_date, weekday
from build_scripts.views.catalogue import Catalogue


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
class Programme:
    title: str
    theme: str
    sessions: tuple[ProgrammeSession, ...]


def programme(catalogue: Catalogue, conference: Conference, title: str) -> Programme:
    """Sessions in order; an item without a session of its own record stands in a session without a name."""
    cycle = catalogue.library.cycles[conference.cycle]
    numbers = sorted({item.session for item in conference.programme})
    found = []
    for number in numbers:
        session = conference.sessions[number - 1] if 0 < number <= len(conference.sessions) else None
        items = [item for item in conference.programme if item.session == number]
        found.append(ProgrammeSession(
            name=session.kind.label if session and len(numbers) > 1 else "",
            when=_when(session) if session else "",
            rows=tuple(
                ProgrammeRow(time, _title(catalogue, conference, cycle, item), _detail(catalogue, item), tuple(map(_office, _in_office(item))))
                for time, item in zip(times(session.start if session else None, items), items, strict=True)),
        ))
    return Programme(title, conference.theme or "", tuple(found))


def times(start: str | None, items: Sequence[ProgrammeItem]) -> tuple[str, ...]:
    """'08:00 – 08:05' for every item: from its own start, else from the end of the one before; '' where nothing is known."""
    clock = _minutes(start) if start else None
    found = []
    for item in items:
        begin = _minutes(item.start) if item.start else clock
        end = begin + item.minutes if begin is not None and item.minutes else None
        found.append("" if begin is None else _clock(begin) if end is None else f"{_clock(begin)} – {_clock(end)}")
        clock = end
    return tuple(found)


def _minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


def _when(session: Session) -> str:
    day = f"{weekday(session.day)}, {long_date(session.day)}"
    part = "Sáng" if session.start < "12:00" else "Chiều" if session.start < "18:00" else "Tối"
    return f"{part} {day}" + (f", tại {session.venue[:1].lower()}{session.venue[1:]}" if session.venue else "")


def _title(catalogue: Catalogue, conference: Conference, cycle: Cycle, item: ProgrammeItem) -> str:
    official = catalogue.library.programmes.get(cycle.programme)
    known = next((entry.title for entry in official.items if entry.code == item.code), item.code) if official else item.code
    title = item.title or known
    return title.replace("{reviews}", str(conference.reviews or cycle.reviews)).replace("{launches}", str(conference.launches or cycle.launches))


def _detail(catalogue: Catalogue, item: ProgrammeItem) -> str:
    names = [catalogue.library.exemplars[ref].name for ref in item.links.exemplars if ref in catalogue.library.exemplars]
    parts = [item.note or "", ", ".join(names)]
    return ". ".join(part for part in parts if part)


def _in_office(item: ProgrammeItem) -> tuple[Person, ...]:
    return tuple(person for person in item.presenters if person.titles)


def _office(person: Person) -> str:
    return ", ".join(person.titles)


__all__ = ["Programme", "ProgrammeRow", "ProgrammeSession", "SessionKind", "programme", "times"]
