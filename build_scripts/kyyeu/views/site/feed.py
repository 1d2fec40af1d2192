"""Turns news into the entries of the Atom feed, with absolute addresses and permanent ids."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from kyyeu.views import addresses
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import Link, conference_name
from kyyeu.views.prose import LinkedProse, prose
from kyyeu.views.site.calendar import DEMONSTRATION
from kyyeu.views.site.site_frame import sector_day

NEWEST = 40  # The number of news items in the Atom feed.


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A news item in the Atom feed; `phase` is (code, label) of the phase of the cycle it belongs to."""

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
    """The Atom feed of the news.

    `updated` is the day of the newest entry, or the first day of the year of the cycle's conferences if there
    is no news.
    """

    id: str
    site: str
    title: str
    subtitle: str
    author: str
    updated: date
    entries: tuple[FeedEntry, ...]


def feed(catalogue: Catalogue) -> Feed:
    """Returns the Atom feed of the newest news."""
    site = catalogue.published.site
    cycle = catalogue.published.cycles.get(site.cycle)
    host = urlsplit(site.url).hostname
    watermark = f"[{DEMONSTRATION}] " if site.demonstration else ""
    first_day = date(cycle.conference_year if cycle else catalogue.day.year, 1, 1)
    entries = []
    for record in catalogue.news[:NEWEST]:
        conference = catalogue.published.conferences.get(record.conference or "")
        entries.append(
            FeedEntry(
                id=f"tag:{host},{record.date.isoformat()}:{record.ref}",
                address=addresses.news(record.ref),
                title=watermark + record.title,
                day=record.date,
                author=catalogue.unit_name(record.unit, record.date),
                phase=(record.phase.value, record.phase.label),
                summary=record.summary or "",
                body=prose(record.body.markdown, catalogue),
                conference=Link(conference_name(catalogue, conference), addresses.conference(conference.ref))
                if conference
                else None,
                video=record.video or "",
            )
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
        entries=tuple(entries),
    )
