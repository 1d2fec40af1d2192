"""Finds the date on which each page of the site last changed, for the sitemap.

The dates are those of events in the records, such as conferences and news. The system clock is not used, so
that the same content gives the same sitemap.
"""

from collections.abc import Iterator
from datetime import date

from kyyeu.views import addresses
from kyyeu.views.catalogue import Catalogue


def last_days(catalogue: Catalogue) -> dict[str, date]:
    """Returns a dict from page address to the date on which the page last changed.

    Pages without a known date are left out. Dates after the day of the build are ignored.
    """
    days: dict[str, date] = {}
    for address, day in _days(catalogue):
        if day <= catalogue.day:
            days[address] = max(days.get(address, day), day)
    return days


def _days(catalogue: Catalogue) -> Iterator[tuple[str, date]]:
    """Yields pairs of a page's address and the date of an event that the page shows.

    Events are conferences, news, and the honouring of people.
    """
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
