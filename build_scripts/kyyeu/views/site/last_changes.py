"""Finds the date when each page of the site last changed, for the sitemap.

Dates are those of events on record, not of the system clock, so that equal content gives an equal sitemap.
"""

from collections.abc import Iterator
from datetime import date

from kyyeu.views import addresses
from kyyeu.views.catalogue import Catalogue


def last_days(catalogue: Catalogue) -> dict[str, date]:
    """Returns the date of the last change by page address.

    Pages without a known date are left out; dates in the future are ignored.
    """
    days: dict[str, date] = {}
    for address, day in _days(catalogue):
        if day <= catalogue.day:
            days[address] = max(days.get(address, day), day)
    return days


def _days(catalogue: Catalogue) -> Iterator[tuple[str, date]]:
    """Yields (address, date) for each event on record and each page that shows the event."""
    conferences = catalogue.published.conferences
    for conference in catalogue.conferences:
        pages = [
            "",
            "hoi-nghi/",
            addresses.SEASON,
            addresses.conference(conference.ref),
            addresses.unit(conference.unit),
        ]
        yield from ((address, session.day) for session in conference.sessions for address in pages)
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
        pages = ["", "dien-hinh/", addresses.exemplar(exemplar.ref), addresses.unit(exemplar.unit)]
        for step in exemplar.recognitions:
            if day := step.date or catalogue.conference_day(step.conference or ""):
                yield from ((address, day) for address in pages)
