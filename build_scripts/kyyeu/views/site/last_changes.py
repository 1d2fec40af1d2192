"""When what a page shows last happened, for the sitemap: days of conferences, news and recognitions on record, never the clock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from kyyeu.views import addresses
from kyyeu.views.catalogue import Catalogue


def last_days(catalogue: Catalogue) -> dict[str, date]:
    """By address; a page is not in it where no day is known. What is still to come has not happened."""
    found: dict[str, date] = defaultdict(lambda: date.min)
    for address, day in _days(catalogue):
        if day <= catalogue.day:
            found[address] = max(found[address], day)
    return {address: day for address, day in found.items() if day > date.min}


def _days(catalogue: Catalogue) -> Iterator[tuple[str, date]]:
    conferences = catalogue.published.conferences
    for conference in catalogue.conferences:
        for session in conference.sessions:
            for address in (
                "",
                "hoi-nghi/",
                addresses.SEASON,
                addresses.conference(conference.ref),
                addresses.unit(conference.unit),
            ):
                yield address, session.day
    for news in catalogue.news:
        pages = [
            "",
            "tin-tuc/",
            addresses.news(news.ref),
            addresses.news_year(news.date.year),
            addresses.unit(news.unit),
        ]
        if news.conference in conferences:
            pages.append(addresses.conference(news.conference or ""))
        yield from ((address, news.date) for address in pages)
    for exemplar in catalogue.exemplars:
        days = [
            step.date or catalogue.conference_day(step.conference or "") for step in exemplar.recognitions
        ]
        for day in [day for day in days if day]:
            for address in (
                "",
                "dien-hinh/",
                addresses.exemplar(exemplar.ref),
                addresses.unit(exemplar.unit),
            ):
                yield address, day
