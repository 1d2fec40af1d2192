"""Makes the data of the news pages, of news cards on other pages, and of the Atom feed.

There is a page with the newest news, a page for each year, and a page for each news item.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from kyyeu.model.conferences import News, NewsPhase
from kyyeu.model.web_address import parse_web_address
from kyyeu.vietnamese import long_date, number, short_date, weekday
from kyyeu.views import addresses
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import Link, conference_link
from kyyeu.views.pictures import PictureView
from kyyeu.views.prose import LinkedProse, prose
from kyyeu.views.site.calendar import DEMONSTRATION
from kyyeu.views.site.cards import news_picture
from kyyeu.views.site.site_frame import PageView, edit_address, sector_day

# The greatest numbers of news items: in each group of the page with the newest news, on the home page, on a
# school's page, and as related news on the page of a news item.
NEWEST, ON_HOME, ON_UNIT, RELATED = (
    24,
    3,
    4,
    6,
)
# If a year has more news items than this, its page lists them without summaries and pictures. Otherwise a
# phone could hardly load the page.
BRIEF = 100
PLAYED_SUFFIXES = (".mp4", ".webm")


@dataclass(frozen=True, slots=True)
class NewsCard:
    """A news item as it is shown in a list.

    `date` is the ISO date for programs, and `day` the date for readers. `unit` is the name of the unit (such
    as a school) on that day.
    """

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
    """The news of one phase (before, during or after conferences) on a page that lists news.

    `more` is a text that says how many further items are not shown.
    """

    anchor: str
    label: str
    cards: tuple[NewsCard, ...]
    more: str


@dataclass(frozen=True, slots=True)
class NewsListView(PageView):
    """The data of a web page that lists news: the newest news, or all news of a year.

    On the page of the newest news, `lead` is the newest item. `groups` has the news written after, during and
    before conferences, in this order. The page of a year has one group with all items.
    """

    lead: NewsCard | None
    groups: tuple[NewsGroup, ...]
    years: tuple[Link, ...]
    year: str
    feed: str


@dataclass(frozen=True, slots=True)
class Video:
    """A film in a news item.

    `played` means that the film's file is on this site, so that the page can play it. Otherwise the page only
    links to the film, and names the `host` that has it.
    """

    address: str
    host: str
    played: bool


@dataclass(frozen=True, slots=True)
class NewsView(PageView):
    """The data of the web page of a single news item."""

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
    """Returns the data of the web page with the newest news.

    The items are grouped by phase: those written after, during and before conferences.
    """
    lead = catalogue.news[0] if catalogue.news else None
    groups = []
    for phase in reversed(NewsPhase):
        records = [record for record in catalogue.news if record.phase is phase and record is not lead]
        if records:
            rest = len(records) - NEWEST
            more = f"Còn {number(rest)} tin nữa trong danh sách theo năm." if rest > 0 else ""
            groups.append(NewsGroup(phase.value, phase.label, cards(catalogue, records[:NEWEST]), more))
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
    """Returns the years that have news, the latest first."""
    return tuple(dict.fromkeys(record.date.year for record in catalogue.news))


def news_year(catalogue: Catalogue, year: int) -> NewsListView:
    """Returns the data of the web page that lists all news of a year."""
    records = [record for record in catalogue.news if record.date.year == year]
    shown = cards(catalogue, records)
    if len(records) > BRIEF:
        shown = tuple(replace(item, summary="", picture=None) for item in shown)
    group = NewsGroup("tin", f"{number(len(records))} tin", shown, "")
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
    """Returns news items in the form in which lists show them."""
    return tuple(card(catalogue, record) for record in records)


def card(catalogue: Catalogue, record: News) -> NewsCard:
    """Returns a news item in the form in which lists show it."""
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
    """Returns the data of the web page of a single news item.

    `newer` and `older` are the next newer and next older item in the list of all news.
    """
    published = catalogue.published
    conference = conference_link(catalogue, record.conference)
    pictures = tuple(filter(None, (news_picture(catalogue, record, picture) for picture in record.pictures)))
    same_conference = catalogue.conference_news[record.conference or ""] if conference else ()
    related = [other for other in same_conference if other is not record]
    return NewsView(
        heading=record.title,
        description=record.summary
        or f"{record.title}: tin của {catalogue.unit_name(record.unit, record.date)}.",
        date=record.date.isoformat(),
        day=f"{weekday(record.date)[0].upper()}{weekday(record.date)[1:]}, {long_date(record.date)}",
        phase=record.phase.label,
        unit=Link(catalogue.unit_name(record.unit, record.date), addresses.unit(record.unit)),
        conference=conference,
        picture=pictures[0] if pictures else None,
        pictures=pictures,
        video=_video(record.video, published.site.url) if record.video else None,
        body=prose(record.body.markdown, catalogue),
        older=Link(older.title, addresses.news(older.ref)) if older else None,
        newer=Link(newer.title, addresses.news(newer.ref)) if newer else None,
        related=cards(catalogue, related[:RELATED]),
        edit=edit_address(published.site, published.file("news", record.ref)),
    )


def news_items(catalogue: Catalogue) -> Iterable[tuple[str, NewsView]]:
    """Yields pairs of address and page data for the web page of every news item."""
    beside = [None, *catalogue.news, None]
    for newer, record, older in zip(beside, catalogue.news, beside[2:], strict=False):
        yield addresses.news(record.ref), news_item(catalogue, record, newer, older)


def _video(address: str, site: str) -> Video:
    played = address.startswith(site) and address.lower().endswith(PLAYED_SUFFIXES)
    return Video(address.removeprefix(site), parse_web_address(address).authority, played)


IN_FEED = 40  # The Atom feed has this many news items.


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A news item in the Atom feed.

    `phase` says whether it was written before, during or after its conference, as a pair (code, label).
    """

    id: str
    address: str
    title: str
    day: date
    author: str
    phase: tuple[str, str]
    summary: str
    body: LinkedProse
    conference: Link | None
    video: str


@dataclass(frozen=True, slots=True)
class Feed:
    """The data of the Atom feed of the site's news.

    `updated` is the day of the newest entry. Without news, it is the first day of the year in which the
    cycle's conferences take place.
    """

    id: str
    site: str
    title: str
    subtitle: str
    author: str
    updated: date
    entries: tuple[FeedEntry, ...]


def feed(catalogue: Catalogue) -> Feed:
    """Returns the data of the Atom feed with the newest news."""
    site = catalogue.published.site
    cycle = catalogue.published.cycles.get(site.cycle)
    host = parse_web_address(site.url).host
    watermark = f"[{DEMONSTRATION}] " if site.demonstration else ""
    first_day = date(cycle.conference_year if cycle else catalogue.day.year, 1, 1)
    entries = tuple(
        FeedEntry(
            id=f"tag:{host},{record.date.isoformat()}:{record.ref}",
            address=addresses.news(record.ref),
            title=watermark + record.title,
            day=record.date,
            author=catalogue.unit_name(record.unit, record.date),
            phase=(record.phase.value, record.phase.label),
            summary=record.summary or "",
            body=prose(record.body.markdown, catalogue),
            conference=conference_link(catalogue, record.conference),
            video=record.video or "",
        )
        for record in catalogue.news[:IN_FEED]
    )
    return Feed(
        id=f"tag:{host},2020:tin-tuc",
        site=site.url,
        title=f"{watermark}{site.title}: tin tức",
        subtitle=f"{DEMONSTRATION}: đơn vị, con người và số liệu đều hư cấu."
        if site.demonstration
        else site.tagline,
        author=catalogue.unit_name(site.organiser, sector_day(catalogue)),
        updated=entries[0].day if entries else first_day,
        entries=entries,
    )
