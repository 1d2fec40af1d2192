"""Turns a conference's programme into the table rows that printed works show.

Officials are shown by their offices, exemplars (honoured people and groups) by their names.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from kyyeu.facts.words import joined
from kyyeu.model.conferences import Conference, ConferenceForm, ProgrammeItem, Session
from kyyeu.vietnamese import long_date, weekday
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.print.ky_yeu_profile import people_in
from kyyeu.views.programmes import clock_of, item_title, minutes_of
from kyyeu.views.texts import NOT_TEXT

# If a programme item presents more honoured people and groups than this, only their number is printed.
MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """A programme item as printed; its `time` is a text such as '08:00 – 08:05', or '' if it is unknown."""

    time: str
    title: str
    detail: str
    presenters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProgrammeSession:
    """A session of the programme as printed.

    `name` is '' if the programme has only one session. `when` gives day and place; it is '' if the
    conference's record does not list this session.
    """

    name: str
    when: str
    rows: tuple[ProgrammeRow, ...]


@dataclass(frozen=True, slots=True)
class PrintedProgramme:
    """A conference's programme as printed; `names` holds people's names, each to be kept on one line."""

    title: str
    theme: str
    sessions: tuple[ProgrammeSession, ...]
    names: tuple[str, ...] = field(metadata=NOT_TEXT)


def programme(catalogue: Catalogue, conference: Conference, title: str) -> PrintedProgramme:
    """Returns a conference's programme as printed, with a table of items for each session.

    If the conference's record does not list the session of an item, this session has no name and no date.
    """
    numbers = sorted({item.session for item in conference.programme})
    sessions = []
    for number in numbers:
        session = conference.sessions[number - 1] if 0 < number <= len(conference.sessions) else None
        items = [item for item in conference.programme if item.session == number]
        clocks = times(session.start if session else None, items)
        rows = tuple(
            _row(catalogue, conference, item, clock) for clock, item in zip(clocks, items, strict=True)
        )
        venue = session.venue if session else None
        at_venue = f", tại {venue[:1].lower()}{venue[1:]}" if venue else ""
        when = f"{session_when(session)}{at_venue}" if session else ""
        name = session.kind.label if session and len(numbers) > 1 else ""
        sessions.append(ProgrammeSession(name, when, rows))
    details = [text for shown in sessions for row in shown.rows for text in (row.detail, *row.presenters)]
    return PrintedProgramme(title, conference.theme or "", tuple(sessions), people_in(catalogue, *details))


def programme_title(conference: Conference) -> str:
    """Returns the heading of a programme: 'Chương trình Hội nghị', 'Chương trình Đại hội' for a congress."""
    return "Chương trình Đại hội" if conference.form is ConferenceForm.CONGRESS else "Chương trình Hội nghị"


def times(start: str | None, items: Sequence[ProgrammeItem]) -> tuple[str, ...]:
    """Returns each programme item's start and end as a text such as '08:00 – 08:05', or '' if unknown.

    An item without a recorded start begins when the item before it ends. The first item then begins at
    `start`.
    """
    now = minutes_of(start) if start else None
    clocks = []
    for item in items:
        begin = minutes_of(item.start) if item.start else now
        now = begin + item.minutes if begin is not None and item.minutes else None
        clocks.append(joined(clock_of(begin), clock_of(now), by=" – "))
    return tuple(clocks)


def session_when(session: Session) -> str:
    """Returns a session's day and time of day in words: 'Sáng thứ Năm, ngày 12 tháng 3 năm 2020'."""
    time_of_day = "Sáng" if session.start < "12:00" else "Chiều" if session.start < "18:00" else "Tối"
    return f"{time_of_day} {weekday(session.day)}, {long_date(session.day)}"


def _row(catalogue: Catalogue, conference: Conference, item: ProgrammeItem, clock: str) -> ProgrammeRow:
    """Returns the printed row of a programme item.

    Presenters who are officials are shown by their offices; an official without an office is left out. If no
    official is shown, the item's exemplars (honoured people) are its presenters. Otherwise the exemplars are
    named below the item's title.
    """
    offices = tuple(", ".join(person.titles) for person in item.presenters if person.titles)
    people = _people(catalogue, item)
    detail = joined(item.note or "", people if offices else "", by=". ")
    presenters = offices or ((people,) if people else ())
    return ProgrammeRow(clock, item_title(catalogue, conference, item), detail, presenters)


def _people(catalogue: Catalogue, item: ProgrammeItem) -> str:
    names = [
        catalogue.published.exemplars[ref].name
        for ref in item.links.exemplars
        if ref in catalogue.published.exemplars
    ]
    return (
        ", ".join(names) if len(names) <= MOST_NAMED else f"{len(names)} điển hình tiên tiến được biểu dương"
    )
