"""Turns a conference's programme into sessions, and computes the clock time of each programme item.

An item without a start time begins when the item before it ends.
"""

from dataclasses import dataclass
from itertools import count

from kyyeu.facts.words import citation
from kyyeu.model.conferences import Conference, ProgrammeItem, Session
from kyyeu.model.fields import Person
from kyyeu.vietnamese import short_date
from kyyeu.views import addresses
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import Link


@dataclass(frozen=True, slots=True)
class ItemView:
    """An item of a conference's programme, put into words for pages and booklets.

    `start` and `end` are clock times such as '07:30', or '' if unknown. `minutes` is the item's duration ('15
    phút'); it is '' if the start is known.
    """

    number: int
    start: str
    end: str
    minutes: str
    title: str
    optional: bool
    presenters: tuple[str, ...]
    note: str
    exemplars: tuple[Link, ...]
    speech: Link | None
    documents: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class SessionView:
    """A session of a conference with its programme items.

    `place` is the number of the session in the conference, counted from 1. `label` is '' if the conference
    has only one session.
    """

    place: int
    label: str
    day: str
    hours: str
    venue: str
    items: tuple[ItemView, ...]


def programme(catalogue: Catalogue, conference: Conference) -> tuple[SessionView, ...]:
    """Returns those sessions of a conference that have programme items, in order.

    A conference that is planned or postponed may have no sessions yet. Its items then form one session, with
    durations but without clock times.
    """
    views, numbers = [], count(1)
    for place, session in enumerate(conference.sessions or (None,), start=1):
        clock = minutes_of(session.start) if session else None
        items = []
        for item in items_of(conference, place):
            start = minutes_of(item.start) if item.start else clock
            clock = start + item.minutes if start is not None and item.minutes else start
            items.append(_item(catalogue, conference, item, next(numbers), start))
        views.append(_session(place, session, tuple(items), clock, len(conference.sessions) > 1))
    return tuple(view for view in views if view.items)


def items_of(conference: Conference, place: int) -> tuple[ProgrammeItem, ...]:
    """Returns the programme items of one session of a conference.

    `place` is the number of the session in the conference, counted from 1. If no sessions are recorded yet,
    all items belong to the same one.
    """
    items = conference.programme
    return tuple(item for item in items if item.session == place or not conference.sessions)


def session_end(conference: Conference, place: int) -> str:
    """Returns the time at which a session of a conference ends, such as '11:45', or '' if it is unknown.

    It is the recorded end of the session, or else the end of its last item. `place` is the number of the
    session in the conference, counted from 1.
    """
    session = conference.sessions[place - 1]
    if session.end:
        return session.end
    first = clock = minutes_of(session.start)
    for item in items_of(conference, place):
        clock = (minutes_of(item.start) if item.start else clock) + (item.minutes or 0)
    return clock_of(clock) if clock > first else ""


def minutes_of(clock: str) -> int:
    """Returns a clock time in minutes since midnight: 450 for '07:30'."""
    hours, _, minutes = clock.partition(":")
    return int(hours) * 60 + int(minutes)


def clock_of(minutes: int | None) -> str:
    """Returns minutes since midnight as a clock time: '07:30' for 450, and '' for None."""
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}" if minutes is not None else ""


def _session(
    place: int, session: Session | None, items: tuple[ItemView, ...], end: int | None, several: bool
) -> SessionView:
    if session is None:
        return SessionView(place, "", "", "", "", items)
    until = session.end or clock_of(end)
    hours = f"{session.start} – {until}" if until and until != session.start else session.start
    return SessionView(
        place,
        session.kind.label if several else "",
        short_date(session.day),
        hours,
        session.venue or "",
        items,
    )


def item_title(catalogue: Catalogue, conference: Conference, item: ProgrammeItem) -> str:
    """Returns the title of a programme item: its own title, or else the official one for its code.

    The placeholders {reviews} and {launches} are replaced by spans of years: the years under review, and the
    years that follow them.
    """
    cycle = catalogue.published.cycles.get(conference.cycle)
    official = catalogue.published.programmes.get(cycle.programme) if cycle else None
    titles = {official_item.code: official_item.title for official_item in official.items} if official else {}
    title = item.title or titles.get(item.code, item.code)
    reviews = conference.reviews or (cycle.reviews if cycle else "")
    launches = conference.launches or (cycle.launches if cycle else "")
    return title.replace("{reviews}", str(reviews)).replace("{launches}", str(launches))


def presenter(person: Person) -> str:
    """Returns the positions and the name of a person, such as one who presents a programme item.

    An example is 'Chủ tịch Công đoàn, Phó Hiệu trưởng Lê Văn A'.
    """
    office = ", ".join(person.titles)
    return f"{office} {person.name}" if office and person.name else office or person.name or ""


def _item(
    catalogue: Catalogue,
    conference: Conference,
    item: ProgrammeItem,
    number: int,
    start: int | None,
) -> ItemView:
    published = catalogue.published
    speech = published.speeches.get(item.links.speech or "")
    end = start + item.minutes if start is not None and item.minutes else None
    return ItemView(
        number=number,
        start=clock_of(start),
        end=clock_of(end),
        minutes=f"{item.minutes} phút" if item.minutes and start is None else "",
        title=item_title(catalogue, conference, item),
        optional=item.optional,
        presenters=tuple(presenter(person) for person in item.presenters),
        note=item.note or "",
        exemplars=tuple(
            Link(published.exemplars[ref].name, addresses.exemplar(ref))
            for ref in item.links.exemplars
            if ref in published.exemplars
        ),
        speech=Link(
            f"{speech.kind.label} “{speech.title}”",
            f"{addresses.conference(speech.conference)}#{speech_anchor(speech.ref)}",
        )
        if speech
        else None,
        documents=tuple(
            Link(citation(published.documents[ref]), addresses.document(ref))
            for ref in item.links.documents
            if ref in published.documents
        ),
    )


def speech_anchor(ref: str) -> str:
    """Returns the HTML id of a speech on the web page of its conference."""
    return f"bai-{ref.replace('/', '-')}"
