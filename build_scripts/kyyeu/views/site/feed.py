"""News → entries of the Atom feed: addresses are whole, ids are for ever, dates are those of the news."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from kyyeu.views import addresses
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import Link, conference_name
from kyyeu.views.prose import LinkedProse, prose
from kyyeu.views.site.calendar import DEMONSTRATION
from kyyeu.views.site.site_frame import sector_day

NEWEST = 40


@dataclass(frozen=True, slots=True)
class Entry:
    """`phase` is (code, label)."""

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
    """`updated` is the newest entry's day; of a site without news the first day of its cycle's year of conferences."""

    id: str
    site: str
    title: str
    subtitle: str
    author: str
    updated: date
    entries: tuple[Entry, ...]


def feed(catalogue: Catalogue) -> Feed:
    site = catalogue.published.site
    cycle = catalogue.published.cycles.get(site.cycle)
    host = urlsplit(site.url).hostname
    mark = f"[{DEMONSTRATION}] " if site.demonstration else ""
    entries = []
    for record in catalogue.news[:NEWEST]:
        known = catalogue.published.conferences.get(record.conference or "")
        entries.append(
            Entry(
                id=f"tag:{host},{record.date.isoformat()}:{record.ref}",
                address=addresses.news(record.ref),
                title=mark + record.title,
                day=record.date,
                author=catalogue.unit_name(record.unit, record.date),
                phase=(record.phase.value, record.phase.label),
                summary=record.summary or "",
                body=prose(record.body.markdown, catalogue),
                conference=Link(conference_name(catalogue, known), addresses.conference(known.ref))
                if known
                else None,
                video=record.video or "",
            )
        )
    return Feed(
        id=f"tag:{host},2020:tin-tuc",
        site=site.url,
        title=f"{mark}{site.title}: tin tức",
        subtitle=f"{DEMONSTRATION}: đơn vị, con người và số liệu đều hư cấu."
        if site.demonstration
        else site.tagline,
        author=catalogue.unit_name(site.organiser, sector_day(catalogue)),
        updated=entries[0].day
        if entries
        else date(cycle.conference_year if cycle else catalogue.day.year, 1, 1),
        entries=tuple(entries),
    )
