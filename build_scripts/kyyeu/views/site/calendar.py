"""Turns conferences into events for readers' calendar programs (iCalendar), one event for each session.

A conference without a fixed day has no events.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kyyeu.facts.words import joined
from kyyeu.model.conferences import Conference, ConferenceStatus
from kyyeu.model.web_address import parse_web_address
from kyyeu.vietnamese import short_date
from kyyeu.views import addresses
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import conference_name, period_words
from kyyeu.views.programmes import programme, session_end

DEMONSTRATION = "Bản minh họa"


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """A session of a conference, as an event in a calendar file (iCalendar).

    `uid` identifies the event and never changes while the site keeps its host name. It consists of the unit,
    the conference and the kind of session, with a number if the conference has several sessions of that kind.
    `start` and `end` are local times such as '2020-03-12T08:00'; `end` is '' if it is unknown. `off` means
    that the conference is postponed.
    """

    uid: str
    day: date
    start: str
    end: str
    title: str
    venue: str
    text: str
    url: str
    off: bool


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """The data of a calendar file (iCalendar).

    `name` and `text` are the name and the description that a calendar program shows.
    """

    name: str
    text: str
    events: tuple[CalendarEvent, ...]


def conference_file(catalogue: Catalogue, record: Conference) -> CalendarFile:
    """Returns the data of the calendar file (iCalendar) of one conference."""
    return CalendarFile(
        _marked(catalogue, conference_name(catalogue, record)), "", tuple(events(catalogue, record))
    )


def all_conferences(catalogue: Catalogue) -> CalendarFile:
    """Returns the data of the calendar file (iCalendar) of all conferences on the site."""
    site = catalogue.published.site
    return CalendarFile(
        _marked(catalogue, f"Hội nghị · {site.title}"),
        _marked(catalogue, period_words(catalogue, site.cycle)),
        tuple(event for record in catalogue.conferences for event in events(catalogue, record, brief=True)),
    )


def events(catalogue: Catalogue, record: Conference, brief: bool = False) -> Iterator[CalendarEvent]:
    """Yields the calendar events of a conference, one for each session.

    With `brief`, events leave out the programme. That suits the calendar of all conferences, because programs
    that subscribe to it download it again and again.
    """
    site = catalogue.published.site
    name = conference_name(catalogue, record)
    lines = _text(catalogue, record)
    off = record.status is ConferenceStatus.POSTPONED
    for place, session in enumerate(record.sessions, start=1):
        count = sum(other.kind is session.kind for other in record.sessions[:place])
        code = session.kind.value if count == 1 else f"{session.kind.value}-{count}"
        title = f"{name}: {session.kind.label}" if len(record.sessions) > 1 else name
        end = session_end(record, place)
        yield CalendarEvent(
            uid=f"{record.unit}.{record.id}.{code}@{parse_web_address(site.url).host}",
            day=session.day,
            start=f"{session.day}T{session.start}",
            end=f"{session.day}T{end}" if end > session.start else "",
            title=_marked(catalogue, f"Hoãn: {title}" if off else title),
            venue=session.venue or "",
            text="\n".join(lines if brief else [*lines, *_programme(catalogue, record, place)]),
            url=site.url + addresses.conference(record.ref),
            off=off,
        )


def _text(catalogue: Catalogue, record: Conference) -> list[str]:
    """Returns the description of a conference in calendar events, as lines of text.

    The lines say whether it is planned or postponed, what it is about, and which leader of the education
    department (Sở) attends.
    """
    demonstration = catalogue.published.site.demonstration
    held = record.status is ConferenceStatus.HELD
    lines = (
        f"{DEMONSTRATION}: đơn vị, con người và số liệu đều hư cấu." if demonstration else "",
        "" if held else joined(record.status.label, record.status_note or "", by=". "),
        record.summary or "",
        f"Lãnh đạo Sở dự: {record.leader}" if record.leader else "",
    )
    return [line for line in lines if line]


def _programme(catalogue: Catalogue, record: Conference, place: int) -> list[str]:
    """Returns the programme of one session of a conference as lines of text.

    `place` is the number of the session in the conference, counted from 1.
    """
    items = [
        joined(item.start, item.title, by=" ")
        for session in programme(catalogue, record)
        if session.place == place
        for item in session.items
    ]
    day = short_date(record.sessions[place - 1].day)
    return [f"Chương trình ngày {day}:", *items] if items else []


def _marked(catalogue: Catalogue, text: str) -> str:
    return joined(f"[{DEMONSTRATION}]" if catalogue.published.site.demonstration else "", text, by=" ")
