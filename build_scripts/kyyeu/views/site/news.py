"""News before, during and after the conferences: the list, a year's list, one piece of news, and cards for other pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from kyyeu.model.conferences import News, NewsPhase
from kyyeu.vietnamese import long_date, number, short_date, weekday
from kyyeu.views import addresses
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import Link, conference_name
from kyyeu.views.pictures import PictureView
from kyyeu.views.prose import LinkedProse, prose
from kyyeu.views.site.cards import news_picture
from kyyeu.views.site.site_frame import edit_address

NEWEST, ON_HOME, ON_UNIT, RELATED = (
    24,
    3,
    4,
    6,
)  # how many a list shows before it sends the reader to the years
BRIEF = 100  # a year with more news than this lists them without summaries and pictures: a phone has to load the page
PLAYED = (".mp4", ".webm")


@dataclass(frozen=True, slots=True)
class NewsCard:
    """`date` is ISO for machines, `day` and `unit` as then for readers."""

    address: str
    title: str
    date: str
    day: str
    phase: str
    summary: str
    unit: str
    picture: PictureView | None


@dataclass(frozen=True, slots=True)
class NewsGroup:
    anchor: str
    label: str
    cards: tuple[NewsCard, ...]
    more: str


@dataclass(frozen=True, slots=True)
class NewsListView:
    """`lead` is the newest of all; `groups` by phase, the latest phase first. On a year's page one group holds the whole year."""

    heading: str
    description: str
    lead: NewsCard | None
    groups: tuple[NewsGroup, ...]
    years: tuple[Link, ...]
    year: str
    feed: str


@dataclass(frozen=True, slots=True)
class Video:
    """`played` where the file is the site's own; else a link that names the host it leads to, and nothing is loaded before that."""

    address: str
    host: str
    played: bool


@dataclass(frozen=True, slots=True)
class NewsView:
    heading: str
    description: str
    date: str
    day: str
    phase: str
    unit: Link
    conference: Link | None
    picture: PictureView | None
    pictures: tuple[PictureView, ...]
    video: Video | None
    body: LinkedProse
    older: Link | None
    newer: Link | None
    related: tuple[NewsCard, ...]
    edit: str


def news_list(catalogue: Catalogue) -> NewsListView:
    lead = catalogue.news[0] if catalogue.news else None
    groups = []
    for phase in reversed(NewsPhase):
        found = [entry for entry in catalogue.news if entry.phase is phase and entry is not lead]
        if found:
            more = (
                f"Còn {number(len(found) - NEWEST)} tin nữa trong danh sách theo năm."
                if len(found) > NEWEST
                else ""
            )
            groups.append(NewsGroup(phase.value, phase.label, cards(catalogue, found[:NEWEST]), more))
    return NewsListView(
        "Tin tức",
        "Tin về việc chuẩn bị, diễn biến và kết quả các hội nghị điển hình tiên tiến, mới nhất trước.",
        card(catalogue, lead) if lead else None,
        tuple(groups),
        _years(catalogue),
        "",
        addresses.FEED,
    )


def news_years(catalogue: Catalogue) -> tuple[int, ...]:
    """Newest first."""
    return tuple(dict.fromkeys(entry.date.year for entry in catalogue.news))


def news_year(catalogue: Catalogue, year: int) -> NewsListView:
    found = [entry for entry in catalogue.news if entry.date.year == year]
    shown = cards(catalogue, found)
    if len(found) > BRIEF:
        shown = tuple(replace(entry, summary="", picture=None) for entry in shown)
    group = NewsGroup("tin", f"{number(len(found))} tin", shown, "")
    return NewsListView(
        f"Tin tức năm {year}",
        f"Tất cả tin đăng trong năm {year}, mới nhất trước.",
        None,
        (group,),
        _years(catalogue),
        str(year),
        addresses.FEED,
    )


def _years(catalogue: Catalogue) -> tuple[Link, ...]:
    return tuple(Link(str(year), addresses.news_year(year)) for year in news_years(catalogue))


def cards(catalogue: Catalogue, records: Iterable[News]) -> tuple[NewsCard, ...]:
    return tuple(card(catalogue, record) for record in records)


def card(catalogue: Catalogue, record: News) -> NewsCard:
    return NewsCard(
        addresses.news(record.ref),
        record.title,
        record.date.isoformat(),
        short_date(record.date),
        record.phase.label,
        record.summary or "",
        catalogue.unit_name(record.unit, record.date),
        news_picture(catalogue, record, record.pictures[0]) if record.pictures else None,
    )


def news_item(catalogue: Catalogue, record: News, newer: News | None, older: News | None) -> NewsView:
    """`newer` and `older` stand beside it in the list of all."""
    published = catalogue.published
    known = published.conferences.get(record.conference or "")
    pictures = tuple(found for entry in record.pictures if (found := news_picture(catalogue, record, entry)))
    same = (
        (entry for entry in catalogue.conference_news.get(record.conference or "", ()) if entry is not record)
        if known
        else ()
    )
    return NewsView(
        heading=record.title,
        description=record.summary
        or f"{record.title}: tin của {catalogue.unit_name(record.unit, record.date)}.",
        date=record.date.isoformat(),
        day=f"{weekday(record.date)[0].upper()}{weekday(record.date)[1:]}, {long_date(record.date)}",
        phase=record.phase.label,
        unit=Link(catalogue.unit_name(record.unit, record.date), addresses.unit(record.unit)),
        conference=Link(conference_name(catalogue, known), addresses.conference(known.ref))
        if known
        else None,
        picture=pictures[0] if pictures else None,
        pictures=pictures,
        video=_video(record.video, published.site.url) if record.video else None,
        body=prose(record.body.markdown, catalogue),
        older=Link(older.title, addresses.news(older.ref)) if older else None,
        newer=Link(newer.title, addresses.news(newer.ref)) if newer else None,
        related=cards(catalogue, list(same)[:RELATED]),
        edit=edit_address(published.site.repository or "", published.file("news", record.ref)),
    )


def news_items(catalogue: Catalogue) -> Iterable[tuple[str, NewsView]]:
    """(address, view) of every piece, each with its neighbours in time."""
    beside = [None, *catalogue.news, None]
    for newer, record, older in zip(beside, catalogue.news, beside[2:], strict=False):
        yield addresses.news(record.ref), news_item(catalogue, record, newer, older)


def _video(address: str, site: str) -> Video:
    own = address.startswith(site)
    played = own and address.lower().endswith(PLAYED)
    return Video(address.removeprefix(site) if own else address, urlsplit(address).netloc, played)
