"""Conferences with a day → events for the reader's calendar, one a session; a conference without a day has none."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from kyyeu.model.conferences import Conference, ConferenceStatus
from kyyeu.vietnamese import short_date
from kyyeu.views import addresses
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import conference_name, period_words
from kyyeu.views.programmes import programme, session_end

DEMONSTRATION = "Bản minh họa"


@dataclass(frozen=True, slots=True)
class Event:
    """`uid` never changes while the site keeps its host: unit, conference, kind of session and its place among that kind.

    `start` and `end` are local ('2020-03-12T08:00'), `end` '' where not known; `off` where the conference is postponed."""

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
    """`name` and `text` head the calendar in the reader's program."""

    name: str
    text: str
    events: tuple[Event, ...]


def conference_file(catalogue: Catalogue, record: Conference) -> CalendarFile:
    return CalendarFile(_marked(catalogue, conference_name(catalogue, record)), "", events(catalogue, record))


def all_conferences(catalogue: Catalogue) -> CalendarFile:
    site = catalogue.published.site
    found = tuple(
        event for record in catalogue.conferences for event in events(catalogue, record, brief=True)
    )
    return CalendarFile(
        _marked(catalogue, f"Hội nghị · {site.title}"),
        _marked(catalogue, period_words(catalogue, site.cycle)),
        found,
    )


def events(catalogue: Catalogue, record: Conference, brief: bool = False) -> tuple[Event, ...]:
    """`brief` leaves the programme to the conference's own file: a subscriber loads the calendar of all again and again."""
    site = catalogue.published.site
    name = conference_name(catalogue, record)
    kinds: Counter[str] = Counter()
    found = []
    for place, session in enumerate(record.sessions, start=1):
        kinds[session.kind] += 1
        code = (
            session.kind.value if kinds[session.kind] == 1 else f"{session.kind.value}-{kinds[session.kind]}"
        )
        off = record.status is ConferenceStatus.POSTPONED
        title = f"{name}: {session.kind.label}" if len(record.sessions) > 1 else name
        end = session_end(record, place)
        found.append(
            Event(
                uid=f"{record.unit}.{record.id}.{code}@{urlsplit(site.url).hostname}",
                day=session.day,
                start=f"{session.day}T{session.start}",
                end=f"{session.day}T{end}" if end > session.start else "",
                title=_marked(catalogue, f"Hoãn: {title}" if off else title),
                venue=session.venue or "",
                text="\n".join(
                    [*_text(catalogue, record), *(() if brief else _programme(catalogue, record, place))]
                ),
                url=site.url + addresses.conference(record.ref),
                off=off,
            )
        )
    return tuple(found)


def _text(catalogue: Catalogue, record: Conference) -> list[str]:
    """What a reader wants in the calendar itself: its state, what it is about, who attends."""
    lines = (
        [f"{DEMONSTRATION}: đơn vị, con người và số liệu đều hư cấu."]
        if catalogue.published.site.demonstration
        else []
    )
    if record.status is not ConferenceStatus.HELD:
        lines.append(". ".join(part for part in (record.status.label, record.status_note or "") if part))
    lines += [record.summary] if record.summary else []
    return [*lines, f"Lãnh đạo Sở dự: {record.leader}"] if record.leader else lines


def _programme(catalogue: Catalogue, record: Conference, place: int) -> list[str]:
    day = short_date(record.sessions[place - 1].day)
    items = [
        item for session in programme(catalogue, record) if session.place == place for item in session.items
    ]
    return (
        [
            f"Chương trình ngày {day}:",
            *(" ".join(part for part in (item.start, item.title) if part) for item in items),
        ]
        if items
        else []
    )


def _marked(catalogue: Catalogue, words: str) -> str:
    mark = f"[{DEMONSTRATION}]" if catalogue.published.site.demonstration else ""
    return " ".join(part for part in (mark, words) if part)
