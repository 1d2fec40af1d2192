"""Makes the data of the home page.

It shows title and counts, featured exemplars (honoured people and groups), the conference of the whole sector
(all schools of the province), news, movements and booklets.
"""

from dataclasses import dataclass

from kyyeu.model.conferences import Conference
from kyyeu.model.exemplars import Exemplar, ExemplarType
from kyyeu.model.fields import Minor
from kyyeu.vietnamese import number, short_date, weekday
from kyyeu.views import addresses
from kyyeu.views.awards import highest
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import Link, TitlePanel, conference_name, period_words, title_panel
from kyyeu.views.pictures import PictureView, letter_of, portrait
from kyyeu.views.programmes import ItemView, programme
from kyyeu.views.site.booklet_downloads import BookletFile, BookletView, unit_booklets
from kyyeu.views.site.cards import Card, card
from kyyeu.views.site.facets import standing
from kyyeu.views.site.movements import MovementCard, movement_card
from kyyeu.views.site.news import ON_HOME, NewsCard, cards
from kyyeu.views.site.site_frame import PageView, sector_conferences

# The home page shows this many exemplars (honoured people and groups), movements and booklets.
FEATURED, MOVEMENTS, BOOKLETS = 5, 3, 4
HIGHLIGHTS = ("summary_report", "papers", "exchange", "honours", "launch")


@dataclass(frozen=True, slots=True)
class Leading:
    """The exemplar (honoured person or group) that the home page shows in large type at its top."""

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
class HomeConference:
    """The conference of the whole sector (all schools of the province), as the home page shows it.

    `items` are the most interesting items of its programme; `item_count` is the number of all items.
    """

    link: Link
    panel: TitlePanel
    when: str
    venue: str
    items: tuple[ItemView, ...]
    item_count: int


@dataclass(frozen=True, slots=True)
class HomeView(PageView):
    """The data of the home page.

    `counts` are triples: a label, a number, and the address of the page to link to.
    """

    panel: TitlePanel | None
    tagline: str
    counts: tuple[tuple[str, str, str], ...]
    leading: Leading | None
    cards: tuple[Card, ...]
    all_exemplars: str
    meeting: HomeConference | None
    news: tuple[NewsCard, ...]
    movements: tuple[MovementCard, ...]
    booklets: tuple[BookletView, ...]


def home(catalogue: Catalogue, files: tuple[BookletFile, ...]) -> HomeView:
    """Returns the data of the home page; `files` are the finished booklets of all conferences."""
    site = catalogue.published.site
    sector = next(sector_conferences(catalogue), None)
    ordered = sorted(catalogue.exemplars, key=lambda exemplar: standing(catalogue, exemplar))
    leading = next(
        (exemplar for exemplar in ordered if exemplar.minor is Minor.ADULT and exemplar.quote), None
    )
    others = [exemplar for exemplar in ordered if exemplar is not leading]
    return HomeView(
        heading=site.title,
        description=site.tagline,
        panel=title_panel(catalogue, sector) if sector else None,
        tagline=site.tagline,
        counts=_counts(catalogue),
        leading=_leading(catalogue, leading) if leading else None,
        cards=tuple(card(catalogue, exemplar) for exemplar in _varied(others)),
        all_exemplars=f"Xem cả {number(len(catalogue.exemplars))} điển hình",
        meeting=_meeting(catalogue, sector) if sector else None,
        news=cards(catalogue, catalogue.news[:ON_HOME]),
        movements=_movements(catalogue),
        booklets=unit_booklets(catalogue, files, site.organiser)[:BOOKLETS],
    )


def _counts(catalogue: Catalogue) -> tuple[tuple[str, str, str], ...]:
    individuals = sum(exemplar.type is ExemplarType.INDIVIDUAL for exemplar in catalogue.exemplars)
    return (
        ("Cá nhân", number(individuals), "dien-hinh/"),
        ("Tập thể, mô hình", number(len(catalogue.exemplars) - individuals), "dien-hinh/"),
        ("Phong trào thi đua", number(len(catalogue.published.movements)), "phong-trao/"),
        ("Hội nghị", number(len(catalogue.conferences)), "hoi-nghi/"),
    )


def _varied(ordered: list[Exemplar]) -> list[Exemplar]:
    """Returns the honoured people that the home page shows, chosen from `ordered` (highest honours first).

    Groups such as teachers and pupils alternate. Only people with a portrait are chosen, unless nobody has
    one.
    """
    remaining = [exemplar for exemplar in ordered if exemplar.photo]
    chosen: list[Exemplar] = []
    while remaining and len(chosen) < FEATURED:
        groups = {exemplar.group for exemplar in chosen[-4:]}
        following = next((exemplar for exemplar in remaining if exemplar.group not in groups), remaining[0])
        remaining.remove(following)
        chosen.append(following)
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


def _meeting(catalogue: Catalogue, record: Conference) -> HomeConference:
    items = [item for session in programme(catalogue, record) for item in session.items]
    codes = [item.code for item in sorted(record.programme, key=lambda item: item.session)]
    shown = [item for item, code in zip(items, codes, strict=False) if code in HIGHLIGHTS]
    day = record.main_day
    venue = next(
        (session.venue for session in record.sessions if session.day == day and session.kind.value == "main"),
        "",
    )
    when = f"{weekday(day)[0].upper()}{weekday(day)[1:]}, ngày {short_date(day)}" if day else ""
    return HomeConference(
        Link(conference_name(catalogue, record), addresses.conference(record.ref)),
        title_panel(catalogue, record),
        when,
        venue or "",
        tuple(shown),
        len(items),
    )


def _movements(catalogue: Catalogue) -> tuple[MovementCard, ...]:
    """Returns the movements (emulation campaigns) that the home page shows, the latest first.

    Movements with summary, year and slogan are preferred, then those with the most exemplars (honoured people
    and groups).
    """
    ordered = sorted(
        catalogue.published.movements.values(),
        key=lambda movement: (
            not (movement.summary and movement.year and movement.slogan),
            -len(catalogue.by_movement.get(movement.id, ())),
            -(movement.year or 0),
            movement.id,
        ),
    )
    shown = (movement_card(catalogue, movement) for movement in ordered[:MOVEMENTS])
    return tuple(sorted(shown, key=lambda card: card.year, reverse=True))
