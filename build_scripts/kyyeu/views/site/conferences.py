"""Makes the data of a conference's page, and of the index page of all conferences."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from kyyeu.facts.words import citation
from kyyeu.model.awards import Level
from kyyeu.model.conferences import Conference, ConferenceStatus, Delegate, SessionKind, Speech
from kyyeu.model.exemplars import Exemplar
from kyyeu.vietnamese import number, short_date, sort_key, weekday
from kyyeu.views import addresses
from kyyeu.views.catalogue import Catalogue, grouped
from kyyeu.views.naming import (
    Link,
    TitlePanel,
    conference_day,
    conference_link,
    conference_name,
    distinct_name,
    period_words,
    title_panel,
)
from kyyeu.views.pictures import PictureView
from kyyeu.views.programmes import SessionView, presenter, programme, speech_anchor
from kyyeu.views.prose import LinkedProse, prose
from kyyeu.views.site.booklet_downloads import BookletFile, BookletView, unit_booklets
from kyyeu.views.site.cards import Card, card, conference_picture
from kyyeu.views.site.news import NewsCard, cards
from kyyeu.views.site.offline import OfflineCopy, offline_copy
from kyyeu.views.site.site_frame import PageView, edit_address, known_facts


@dataclass(frozen=True, slots=True)
class SpeechView:
    """A speech (tham luận) on a conference's web page, with a link to the person who gave it."""

    anchor: str
    kind: str
    title: str
    presenter: Link
    body: LinkedProse


@dataclass(frozen=True, slots=True)
class DelegateView:
    """A delegate elected at a conference for a higher one, as the conference's web page shows the person.

    The number of votes is not published. `address` is the address of the
    delegate's profile, if the site shows the delegate as an exemplar.
    """

    name: str
    titles: str
    address: str
    note: str


@dataclass(frozen=True, slots=True)
class MediaView:
    """A photo or film of a conference on the conference's web page."""

    picture: PictureView | None
    video: str
    caption: str


@dataclass(frozen=True, slots=True)
class ConferenceView(PageView):
    """The data of a conference's web page.

    `elected` has the higher conferences to which this conference elected delegates, each with these
    delegates.
    """

    panel: TitlePanel
    notice: str
    theme: str
    facts: tuple[tuple[str, str], ...]
    unit: Link
    summary: str
    sessions: tuple[SessionView, ...]
    elected: tuple[tuple[Link, tuple[DelegateView, ...]], ...]
    honoured: tuple[Card, ...]
    speeches: tuple[SpeechView, ...]
    media: tuple[MediaView, ...]
    composition: tuple[tuple[str, str], ...]
    booklets: tuple[BookletView, ...]
    documents: tuple[Link, ...]
    calendar: str
    offline: OfflineCopy | None
    news: tuple[NewsCard, ...]
    edit: str


@lru_cache(maxsize=4)
def _honoured(catalogue: Catalogue) -> dict[str, tuple[Exemplar, ...]]:
    """Returns a dict from a conference's reference to the exemplars (people and groups) honoured at it."""
    return grouped(
        (ref, exemplar)
        for exemplar in catalogue.exemplars
        for ref in {step.conference for step in exemplar.recognitions if step.conference}
    )


def conference(catalogue: Catalogue, record: Conference, files: tuple[BookletFile, ...]) -> ConferenceView:
    """Returns the data of a conference's web page; `files` are the booklets of all conferences."""
    published = catalogue.published
    day = conference_day(catalogue, record)
    name = conference_name(catalogue, record)
    sessions = programme(catalogue, record)
    speeches = tuple(_speech(catalogue, published.speeches[ref]) for ref in _speech_refs(catalogue, record))
    own_files = tuple(file for file in files if file.conference == record.ref)
    cited = dict.fromkeys(
        (*record.basis, *(ref for item in record.programme for ref in item.links.documents))
    )
    return ConferenceView(
        heading=name,
        description=record.summary
        or f"{name}, {period_words(catalogue, record.cycle).lower()}: "
        "chương trình, đại biểu, tham luận và tài liệu.",
        panel=title_panel(catalogue, record),
        notice=_notice(record),
        theme=record.theme or "",
        facts=_facts(catalogue, record),
        unit=Link(catalogue.unit_name(record.unit, day), addresses.unit(record.unit)),
        summary=record.summary or "",
        sessions=sessions,
        elected=tuple(_elected(catalogue, record)),
        honoured=tuple(
            card(catalogue, exemplar, day, with_unit=record.level is not Level.UNIT)
            for exemplar in _honoured(catalogue).get(record.ref, ())
        ),
        speeches=speeches,
        media=tuple(
            MediaView(conference_picture(catalogue, record, media), media.video or "", media.caption or "")
            for media in record.media
        ),
        composition=tuple((row.label, number(row.count)) for row in record.composition),
        booklets=unit_booklets(catalogue, own_files, record.unit),
        documents=tuple(
            Link(
                citation(published.documents[ref]), addresses.document(ref), published.documents[ref].subject
            )
            for ref in cited
            if ref in published.documents
        ),
        calendar=addresses.conference_calendar(record.ref) if record.sessions else "",
        offline=offline_copy(
            addresses.conference(record.ref),
            sessions,
            (speech.presenter.address for speech in speeches),
            own_files,
        ),
        news=cards(catalogue, catalogue.conference_news.get(record.ref, ())),
        edit=edit_address(published.site, published.file("conference", record.ref)),
    )


def _notice(record: Conference) -> str:
    if record.status is ConferenceStatus.HELD:
        return ""
    label = "Hội nghị hoãn" if record.status is ConferenceStatus.POSTPONED else "Hội nghị sẽ tổ chức"
    return f"{label}. {record.status_note}" if record.status_note else f"{label}."


def _facts(catalogue: Catalogue, record: Conference) -> tuple[tuple[str, str], ...]:
    main = record.main_session
    when = "Chưa ấn định" if record.status is not ConferenceStatus.HELD else "….."
    if main:
        when = f"{main.start}, {weekday(main.day)}, {short_date(main.day)}"
    counts = [(record.counts.official, "đại biểu chính thức"), (record.counts.invited, "đại biểu mời")]
    return known_facts(
        ("Thời gian", when),
        ("Địa điểm", (main.venue or "") if main else ""),
        ("Đại biểu", ", ".join(f"{number(count)} {label}" for count, label in counts if count)),
        ("Lãnh đạo Sở dự", record.leader or ""),
        ("Gắn với", record.attached_to or ""),
    )


def _elected(catalogue: Catalogue, record: Conference) -> Iterator[tuple[Link, tuple[DelegateView, ...]]]:
    """Yields the delegates whom a conference elected, grouped by the higher conference that they attend.

    Full delegates come before substitutes.
    """
    for target, delegates in sorted(catalogue.delegates.items()):
        elected = [delegate for delegate in delegates if delegate.elected_at == record.ref]
        if elected:
            elected.sort(key=lambda delegate: delegate.substitute)
            higher = conference_link(catalogue, target) or Link("hội nghị, đại hội cấp trên")
            yield higher, tuple(_delegate(catalogue, delegate) for delegate in elected)


def _delegate(catalogue: Catalogue, delegate: Delegate) -> DelegateView:
    exemplar = catalogue.published.exemplars.get(delegate.exemplar or "")
    return DelegateView(
        name=delegate.name,
        titles=", ".join(delegate.titles),
        address=addresses.exemplar(exemplar.ref) if exemplar else "",
        note="Đại biểu dự khuyết" if delegate.substitute else "",
    )


def _speech_refs(catalogue: Catalogue, record: Conference) -> list[str]:
    """Returns the references of a conference's speeches.

    First come the speeches listed in the conference's record, in that order. Then come others whose own
    record names the conference.
    """
    others = [ref for ref, speech in catalogue.published.speeches.items() if speech.conference == record.ref]
    return [
        ref
        for ref in dict.fromkeys((*record.speeches, *others))
        if catalogue.published.speeches[ref].conference == record.ref
    ]


def _speech(catalogue: Catalogue, record: Speech) -> SpeechView:
    exemplar = catalogue.published.exemplars.get(record.exemplar or "")
    if exemplar:
        speaker = Link(exemplar.name, addresses.exemplar(exemplar.ref))
    else:
        speaker = Link(presenter(record.presenter) if record.presenter else "")
    return SpeechView(
        speech_anchor(record.ref),
        record.kind.label,
        record.title,
        speaker,
        prose(record.body.markdown, catalogue),
    )


@dataclass(frozen=True, slots=True)
class ConferenceRow:
    """A conference as a row on the web page that lists all conferences."""

    link: Link
    day: str
    venue: str
    status: str
    held: bool


@dataclass(frozen=True, slots=True)
class ConferenceGroup:
    """The conferences of one level, such as those of schools, on the web page that lists all conferences."""

    label: str
    note: str
    rows: tuple[ConferenceRow, ...]


@dataclass(frozen=True, slots=True)
class ConferencesView(PageView):
    """The data of the web page that lists all conferences.

    `chain` has the levels of the cycle's conferences, from single schools upward, and the month of each
    level. `season` is the address of the page with the schedule.
    """

    chain: tuple[tuple[str, str], ...]
    groups: tuple[ConferenceGroup, ...]
    season: str


def conferences(catalogue: Catalogue) -> ConferencesView:
    """Returns the data of the web page that lists all conferences, grouped by level.

    Within a level, conferences are sorted by day; those without a day come last, in alphabetical order.
    """
    cycle = catalogue.published.cycles.get(catalogue.published.site.cycle)
    groups = []
    for level in Level:
        records = sorted(
            (record for record in catalogue.conferences if record.level is level),
            key=lambda record: (record.main_day or date.max, sort_key(catalogue.unit_name(record.unit))),
        )
        if records:
            attached = cycle.attached_to if cycle and level is Level.UNIT else None
            groups.append(
                ConferenceGroup(
                    f"Cấp {level.label.lower()}",
                    f"Gắn với {attached}" if attached else "",
                    tuple(_row(catalogue, record) for record in records),
                )
            )
    return ConferencesView(
        heading="Hội nghị điển hình tiên tiến",
        description=f"{period_words(catalogue, catalogue.published.site.cycle)}: từ hội nghị ở từng đơn vị "
        "đến hội nghị của ngành và đại hội cấp trên.",
        chain=tuple((step.name, step.month or "") for step in cycle.chain) if cycle else (),
        groups=tuple(groups),
        season=addresses.SEASON,
    )


def _row(catalogue: Catalogue, record: Conference) -> ConferenceRow:
    day = record.main_day
    held = record.status is ConferenceStatus.HELD
    main_first = sorted(record.sessions, key=lambda session: session.kind is not SessionKind.MAIN)
    venue = next((session.venue for session in main_first if session.venue), None)
    name = (
        distinct_name(catalogue, record.unit, conference_day(catalogue, record))
        if record.level is Level.UNIT
        else conference_name(catalogue, record)
    )
    return ConferenceRow(
        Link(name, addresses.conference(record.ref)),
        short_date(day) if day else "",
        venue or "",
        "" if held else record.status.label,
        held,
    )
