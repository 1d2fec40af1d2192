"""A conference's page: title panel, time and place, programme, delegates elected, speeches, documents; and the list of all."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from kyyeu.facts.words import citation
from kyyeu.model.awards import Level
from kyyeu.model.conferences import Conference, ConferenceStatus, Delegate, SessionKind, Speech
from kyyeu.model.exemplars import Exemplar
from kyyeu.vietnamese import number, short_date, sort_key, weekday
from kyyeu.views import addresses
from kyyeu.views.catalogue import Catalogue, main_day
from kyyeu.views.naming import Link, conference_day, conference_name, distinct_name, period_words
from kyyeu.views.pictures import PictureView
from kyyeu.views.programmes import SessionView, presenter, programme, speech_anchor
from kyyeu.views.prose import LinkedProse, prose
from kyyeu.views.site.booklet_downloads import BookletFile, BookletView, unit_booklets
from kyyeu.views.site.cards import Card, card, conference_picture
from kyyeu.views.site.news import NewsCard, cards
from kyyeu.views.site.offline import OfflineCopy, offline_copy
from kyyeu.views.site.site_frame import edit_address
from kyyeu.views.title_panels import TitlePanel, title_panel


@dataclass(frozen=True, slots=True)
class SpeechView:
    anchor: str
    kind: str
    title: str
    presenter: Link
    body: LinkedProse


@dataclass(frozen=True, slots=True)
class DelegateView:
    """One elected here, without votes (domain §8); linked where the delegate is an exemplar on the site."""

    name: str
    titles: str
    address: str
    note: str


@dataclass(frozen=True, slots=True)
class ElectedGroup:
    """Those elected to one conference above."""

    target: Link
    delegates: tuple[DelegateView, ...]


@dataclass(frozen=True, slots=True)
class MediaView:
    picture: PictureView | None
    video: str
    caption: str


@dataclass(frozen=True, slots=True)
class ConferenceView:
    heading: str
    description: str
    panel: TitlePanel
    notice: str
    theme: str
    facts: tuple[tuple[str, str], ...]
    unit: Link
    summary: str
    sessions: tuple[SessionView, ...]
    elected: tuple[ElectedGroup, ...]
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
def _honoured(catalogue: Catalogue) -> dict[str, list[Exemplar]]:
    """Conference → those honoured there, in the catalogue's order."""
    found: dict[str, list[Exemplar]] = defaultdict(list)
    for exemplar in catalogue.exemplars:
        for ref in dict.fromkeys(step.conference for step in exemplar.recognitions if step.conference):
            found[ref].append(exemplar)
    return found


def conference(catalogue: Catalogue, record: Conference, files: tuple[BookletFile, ...]) -> ConferenceView:
    published = catalogue.published
    day = conference_day(catalogue, record)
    name = conference_name(catalogue, record)
    honoured = _honoured(catalogue).get(record.ref, ())
    sessions = programme(catalogue, record)
    speeches = tuple(_speech(catalogue, published.speeches[ref]) for ref in _speech_refs(catalogue, record))
    own_files = tuple(file for file in files if file.conference == record.ref)
    cited = dict.fromkeys(
        (*record.basis, *(ref for item in record.programme for ref in item.links.documents))
    )
    return ConferenceView(
        heading=name,
        description=record.summary
        or f"{name}, {period_words(catalogue, record.cycle).lower()}: chương trình, đại biểu, tham luận và tài liệu.",
        panel=title_panel(catalogue, record),
        notice=_notice(record),
        theme=record.theme or "",
        facts=_facts(catalogue, record),
        unit=Link(catalogue.unit_name(record.unit, day), addresses.unit(record.unit)),
        summary=record.summary or "",
        sessions=sessions,
        elected=_elected(catalogue, record),
        honoured=tuple(
            card(catalogue, entry, day, with_unit=record.level is not Level.UNIT) for entry in honoured
        ),
        speeches=speeches,
        media=tuple(
            MediaView(conference_picture(catalogue, record, entry), entry.video or "", entry.caption or "")
            for entry in record.media
        ),
        composition=_composition(record),
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
        edit=edit_address(published.site.repository or "", published.file("conference", record.ref)),
    )


def _notice(record: Conference) -> str:
    if record.status is ConferenceStatus.HELD:
        return ""
    label = "Hội nghị hoãn" if record.status is ConferenceStatus.POSTPONED else "Hội nghị sẽ tổ chức"
    return f"{label}. {record.status_note}" if record.status_note else f"{label}."


def _facts(catalogue: Catalogue, record: Conference) -> tuple[tuple[str, str], ...]:
    facts = []
    day = main_day(record)
    main = next(
        (session for session in record.sessions if session.day == day and session.kind is SessionKind.MAIN),
        None,
    )
    first = main or (record.sessions[0] if record.sessions else None)
    if first:
        facts.append(("Thời gian", f"{first.start}, {weekday(first.day)}, {short_date(first.day)}"))
        if first.venue:
            facts.append(("Địa điểm", first.venue))
    else:
        facts.append(("Thời gian", "Chưa ấn định" if record.status is not ConferenceStatus.HELD else "….."))
    counted = [(record.counts.official, "đại biểu chính thức"), (record.counts.invited, "đại biểu mời")]
    words = ", ".join(f"{number(count)} {label}" for count, label in counted if count)
    if words:
        facts.append(("Đại biểu", words))
    if record.leader:
        facts.append(("Lãnh đạo Sở dự", record.leader))
    if record.attached_to:
        facts.append(("Gắn với", record.attached_to))
    return tuple(facts)


def _elected(catalogue: Catalogue, record: Conference) -> tuple[ElectedGroup, ...]:
    """By the conference they were elected to, full delegates before substitutes, in tên order as the catalogue has them."""
    groups: dict[str, list[Delegate]] = {}
    for target, delegates in catalogue.delegates.items():
        found = [entry for entry in delegates if entry.elected_at == record.ref]
        if found:
            groups[target] = sorted(found, key=lambda entry: entry.substitute)
    result = []
    for target, found in sorted(groups.items()):
        higher = catalogue.published.conferences.get(target)
        link = (
            Link(conference_name(catalogue, higher), addresses.conference(target))
            if higher
            else Link("hội nghị, đại hội cấp trên")
        )
        result.append(ElectedGroup(link, tuple(_delegate(catalogue, entry) for entry in found)))
    return tuple(result)


def _delegate(catalogue: Catalogue, entry: Delegate) -> DelegateView:
    address = (
        addresses.exemplar(entry.exemplar)
        if entry.exemplar in catalogue.published.exemplars and entry.exemplar
        else ""
    )
    return DelegateView(
        entry.name, ", ".join(entry.titles), address, "Đại biểu dự khuyết" if entry.substitute else ""
    )


def _speech_refs(catalogue: Catalogue, record: Conference) -> list[str]:
    """In the order the conference gives, then any other speech that names this conference."""
    others = [ref for ref, speech in catalogue.published.speeches.items() if speech.conference == record.ref]
    return [
        ref
        for ref in dict.fromkeys((*record.speeches, *others))
        if catalogue.published.speeches[ref].conference == record.ref
    ]


def _speech(catalogue: Catalogue, record: Speech) -> SpeechView:
    exemplar = catalogue.published.exemplars.get(record.exemplar or "")
    if exemplar:
        who = Link(exemplar.name, addresses.exemplar(exemplar.ref))
    else:
        who = Link(presenter(record.presenter) if record.presenter else "")
    return SpeechView(
        speech_anchor(record.ref),
        record.kind.label,
        record.title,
        who,
        prose(record.body.markdown, catalogue),
    )


def _composition(record: Conference) -> tuple[tuple[str, str], ...]:
    return tuple((row.label, number(row.count)) for row in record.composition)


@dataclass(frozen=True, slots=True)
class ConferenceRow:
    link: Link
    day: str
    venue: str
    status: str
    held: bool


@dataclass(frozen=True, slots=True)
class ConferenceGroup:
    label: str
    note: str
    rows: tuple[ConferenceRow, ...]


@dataclass(frozen=True, slots=True)
class ConferencesView:
    heading: str
    description: str
    chain: tuple[tuple[str, str], ...]
    groups: tuple[ConferenceGroup, ...]
    season: str


def conferences(catalogue: Catalogue) -> ConferencesView:
    """The sector's first, then the units' by day; those without a day stand last, in the order of the alphabet."""
    cycle = catalogue.published.cycles.get(catalogue.published.site.cycle)
    groups = []
    for level in Level:
        found = [entry for entry in catalogue.conferences if entry.level is level]
        if found:
            found.sort(
                key=lambda entry: (main_day(entry) or date.max, sort_key(catalogue.unit_name(entry.unit)))
            )
            note = (cycle.attached_to or "") if cycle and level is Level.UNIT else ""
            rows = tuple(_row(catalogue, entry) for entry in found)
            groups.append(
                ConferenceGroup(f"Cấp {level.label.lower()}", f"Gắn với {note}" if note else "", rows)
            )
    return ConferencesView(
        heading="Hội nghị điển hình tiên tiến",
        description=f"{period_words(catalogue, catalogue.published.site.cycle)}: từ hội nghị ở từng đơn vị "
        "đến hội nghị của ngành và đại hội cấp trên.",
        chain=tuple((step.name, step.month or "") for step in cycle.chain) if cycle else (),
        groups=tuple(groups),
        season=addresses.SEASON,
    )


def _row(catalogue: Catalogue, entry: Conference) -> ConferenceRow:
    day = main_day(entry)
    held = entry.status is ConferenceStatus.HELD
    main_first = sorted(entry.sessions, key=lambda session: session.kind is not SessionKind.MAIN)
    venue = next((session.venue for session in main_first if session.venue), None)
    if entry.level is Level.UNIT:
        name = distinct_name(catalogue, entry.unit, conference_day(catalogue, entry))
    else:
        name = conference_name(catalogue, entry)
    status = "" if held else entry.status.label
    return ConferenceRow(
        Link(name, addresses.conference(entry.ref)), short_date(day) if day else "", venue or "", status, held
    )
