"""The home page: the sector's title panel, what the site holds, a leading exemplar, the conference, movements, booklets."""

from __future__ import annotations

from dataclasses import dataclass

from kyyeu.model.awards import Level
from kyyeu.model.conferences import Conference
from kyyeu.model.exemplars import Exemplar, ExemplarType
from kyyeu.model.fields import Minor
from kyyeu.vietnamese import number, short_date, weekday
from kyyeu.views import addresses
from kyyeu.views.awards import highest, honour_rank
from kyyeu.views.catalogue import Catalogue, main_day
from kyyeu.views.naming import Link, conference_name, period_words
from kyyeu.views.pictures import PictureView, letter_of, portrait
from kyyeu.views.programmes import ItemView, programme
from kyyeu.views.site.booklet_downloads import BookletFile, BookletView, unit_booklets
from kyyeu.views.site.cards import Card, card
from kyyeu.views.site.movements import MovementCard, movement_card
from kyyeu.views.site.news import ON_HOME, NewsCard, cards
from kyyeu.views.title_panels import TitlePanel, title_panel

FEATURED, MOVEMENTS, BOOKLETS = 5, 3, 4
HIGHLIGHTS = ("summary_report", "papers", "exchange", "honours", "launch")


@dataclass(frozen=True, slots=True)
class Leading:
    """The exemplar who stands first."""

    name: str
    address: str
    kicker: str
    role: str
    quote: str
    summary: str
    honours: tuple[str, ...]
    mark: str
    picture: PictureView | None


@dataclass(frozen=True, slots=True)
class Meeting:
    """The sector's conference, with the items of its programme that readers look for."""

    link: Link
    panel: TitlePanel
    when: str
    venue: str
    items: tuple[ItemView, ...]
    item_count: int


@dataclass(frozen=True, slots=True)
class HomeView:
    heading: str
    description: str
    panel: TitlePanel | None
    tagline: str
    counts: tuple[tuple[str, str, str], ...]
    leading: Leading | None
    cards: tuple[Card, ...]
    all_exemplars: str
    meeting: Meeting | None
    news: tuple[NewsCard, ...]
    movements: tuple[MovementCard, ...]
    booklets: tuple[BookletView, ...]


def home(catalogue: Catalogue, files: tuple[BookletFile, ...]) -> HomeView:
    site = catalogue.published.site
    sector = sector_conference(catalogue)
    ordered = sorted(catalogue.exemplars, key=lambda entry: _standing(catalogue, entry))
    leading = next((entry for entry in ordered if entry.minor is Minor.ADULT and entry.quote), None)
    return HomeView(
        heading=site.title,
        description=site.tagline,
        panel=title_panel(catalogue, sector) if sector else None,
        tagline=site.tagline,
        counts=_counts(catalogue),
        leading=_leading(catalogue, leading) if leading else None,
        cards=tuple(
            card(catalogue, entry) for entry in _varied([entry for entry in ordered if entry is not leading])
        ),
        all_exemplars=f"Xem cả {number(len(catalogue.exemplars))} điển hình",
        meeting=_meeting(catalogue, sector) if sector else None,
        news=cards(catalogue, catalogue.news[:ON_HOME]),
        movements=_movements(catalogue),
        booklets=unit_booklets(catalogue, files, site.organiser)[:BOOKLETS],
    )


def sector_conference(catalogue: Catalogue) -> Conference | None:
    site = catalogue.published.site
    return next(
        (
            entry
            for entry in catalogue.conferences
            if entry.unit == site.organiser and entry.cycle == site.cycle and entry.level is Level.SECTOR
        ),
        None,
    )


def _counts(catalogue: Catalogue) -> tuple[tuple[str, str, str], ...]:
    """(label, number, address) of what the site holds."""
    kinds = [entry.type for entry in catalogue.exemplars]
    found = [
        ("Cá nhân", kinds.count(ExemplarType.INDIVIDUAL), "dien-hinh/"),
        ("Tập thể, mô hình", len(kinds) - kinds.count(ExemplarType.INDIVIDUAL), "dien-hinh/"),
        ("Phong trào thi đua", len(catalogue.published.movements), "phong-trao/"),
        ("Hội nghị", len(catalogue.conferences), "hoi-nghi/"),
    ]
    return tuple((label, number(count), address) for label, count, address in found)


def _standing(catalogue: Catalogue, exemplar: Exemplar) -> tuple[object, ...]:
    """Highest level of recognition first, then the highest award, then the order of the index."""
    level = min((step.level.rank for step in exemplar.recognitions), default=len(Level))
    award = min((honour_rank(catalogue, entry) for entry in exemplar.awards), default=(len(Level), 0, 0))
    return level, award


def _varied(ordered: list[Exemplar]) -> list[Exemplar]:
    """The highest of each group in turn, so that the first page shows more than one kind of person; with a portrait first."""
    with_portrait = [entry for entry in ordered if entry.photo]
    chosen: list[Exemplar] = []
    while len(chosen) < min(FEATURED, len(with_portrait)):
        groups = {entry.group for entry in chosen[-4:]}
        following = next(
            (entry for entry in with_portrait if entry not in chosen and entry.group not in groups), None
        )
        chosen.append(following or next(entry for entry in with_portrait if entry not in chosen))
    return chosen or ordered[:FEATURED]


def _leading(catalogue: Catalogue, exemplar: Exemplar) -> Leading:
    unit = catalogue.unit_name(exemplar.unit, catalogue.honoured_on(exemplar))
    return Leading(
        exemplar.name,
        addresses.exemplar(exemplar.ref),
        f"{exemplar.group.label} · {period_words(catalogue, exemplar.cycle)}",
        ", ".join((*exemplar.titles[:1], unit)),
        exemplar.quote or "",
        exemplar.summary,
        highest(catalogue, exemplar.awards, 2),
        letter_of(exemplar),
        portrait(catalogue, exemplar),
    )


def _meeting(catalogue: Catalogue, record: Conference) -> Meeting:
    items = [item for session in programme(catalogue, record) for item in session.items]
    codes = [entry.code for entry in sorted(record.programme, key=lambda entry: entry.session)]
    shown = [item for item, code in zip(items, codes, strict=False) if code in HIGHLIGHTS]
    day = main_day(record)
    venue = next(
        (session.venue for session in record.sessions if session.day == day and session.kind.value == "main"),
        "",
    )
    when = f"{weekday(day)[0].upper()}{weekday(day)[1:]}, ngày {short_date(day)}" if day else ""
    link = Link(conference_name(catalogue, record), addresses.conference(record.ref))
    return Meeting(link, title_panel(catalogue, record), when, venue or "", tuple(shown), len(items))


def _movements(catalogue: Catalogue) -> tuple[MovementCard, ...]:
    """Those with a year and a story first, the latest before the earlier; then those that most exemplars took part in."""
    found = sorted(
        catalogue.published.movements.values(),
        key=lambda entry: (
            not (entry.summary and entry.year and entry.slogan),
            -len(catalogue.by_movement.get(entry.id, ())),
            -(entry.year or 0),
            entry.id,
        ),
    )
    return tuple(
        sorted(
            (movement_card(catalogue, entry) for entry in found[:MOVEMENTS]),
            key=lambda entry: entry.year,
            reverse=True,
        )
    )
