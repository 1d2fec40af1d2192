"""Makes the structured data (schema.org) of pages, which search engines read.

The data repeats what the page says about a person, an event, an organisation or an article. Pages about
children have none: people may read them, but their data is not offered to search engines (Nghị định 56/2017).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from kyyeu.model.conferences import Conference, ConferenceStatus, News, Session
from kyyeu.model.exemplars import Exemplar, ExemplarType
from kyyeu.model.fields import Minor
from kyyeu.model.units import Unit, UnitKind, UnitPlace
from kyyeu.views import addresses
from kyyeu.views.awards import highest
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import conference_name, governing_name
from kyyeu.views.site.calendar import events
from kyyeu.views.site.site_frame import sector_day

# The number of a person's awards in structured data. It is the same as at the top of the profile page.
HONOURS = 3
OFFICES = (UnitKind.DEPARTMENT, UnitKind.DISTRICT_OFFICE, UnitKind.AUTHORITY)


@dataclass(frozen=True, slots=True)
class Address:
    """A page address relative to the site's root, used as a value in structured data."""

    path: str


@dataclass(frozen=True, slots=True)
class PagePicture:
    """Stands for the page's picture in structured data.

    It is later replaced by the picture's address, or left out if the page shows no picture.
    """


@dataclass(frozen=True, slots=True)
class Thing:
    """A schema.org object in the structured data of a page.

    `facts` are (property, value) pairs. A value is a text, a number, an Address, a PagePicture, another
    Thing, or a tuple of such values.
    """

    type: str
    facts: tuple[tuple[str, Any], ...]


def thing(kind: str, **facts: Any) -> Thing:
    """Returns a schema.org object with the given properties, except those whose value is empty."""
    return Thing(kind, tuple((name, value) for name, value in facts.items() if value))


def things(catalogue: Catalogue) -> Iterator[tuple[str, Callable[[], Thing]]]:
    """Yields a pair for each page that has structured data (schema.org).

    The pair is the page's address and a function that makes the data.
    """
    yield "", partial(_site, catalogue)
    for exemplar in catalogue.exemplars:
        if exemplar.minor is Minor.ADULT:
            yield addresses.exemplar(exemplar.ref), partial(_EXEMPLARS[exemplar.type], catalogue, exemplar)
    for unit in catalogue.published.units.values():
        yield addresses.unit(unit.id), partial(_unit, catalogue, unit)
    for conference in catalogue.conferences:
        if main := conference.main_session:
            yield addresses.conference(conference.ref), partial(_event, catalogue, conference, main)
    for news in catalogue.news:
        yield addresses.news(news.ref), partial(_article, catalogue, news)


def _site(catalogue: Catalogue) -> Thing:
    site = catalogue.published.site
    return thing(
        "WebSite",
        name=site.title,
        description=site.tagline,
        url=Address(""),
        inLanguage="vi",
        publisher=_named(catalogue, site.organiser, sector_day(catalogue)),
    )


def _named(catalogue: Catalogue, ref: str, day: date) -> Thing:
    """Returns a unit (such as a school) as a schema.org Organization, with the name that it had on `day`."""
    return thing(
        "Organization",
        name=catalogue.unit_name(ref, day),
        url=Address(addresses.unit(ref)) if ref in catalogue.published.units else None,
    )


def _person(catalogue: Catalogue, exemplar: Exemplar) -> Thing:
    return thing(
        "Person",
        name=exemplar.name,
        jobTitle=exemplar.titles,
        description=exemplar.summary,
        image=PagePicture(),
        affiliation=_named(catalogue, exemplar.unit, catalogue.honoured_on(exemplar)),
        award=highest(catalogue, exemplar.awards, HONOURS),
        url=Address(addresses.exemplar(exemplar.ref)),
    )


def _collective(catalogue: Catalogue, exemplar: Exemplar) -> Thing:
    return thing(
        "Organization",
        name=exemplar.name,
        description=exemplar.summary,
        image=PagePicture(),
        parentOrganization=_named(catalogue, exemplar.unit, catalogue.honoured_on(exemplar)),
        award=highest(catalogue, exemplar.awards, HONOURS),
        url=Address(addresses.exemplar(exemplar.ref)),
    )


def _model(catalogue: Catalogue, exemplar: Exemplar) -> Thing:
    return thing(
        "Article",
        headline=exemplar.name,
        description=exemplar.summary,
        image=PagePicture(),
        inLanguage="vi",
        author=_named(catalogue, exemplar.unit, catalogue.honoured_on(exemplar)),
        url=Address(addresses.exemplar(exemplar.ref)),
    )


_EXEMPLARS = {
    ExemplarType.INDIVIDUAL: _person,
    ExemplarType.COLLECTIVE: _collective,
    ExemplarType.MODEL: _model,
}


def _place(place: UnitPlace | None) -> Thing | None:
    if place is None:
        return None
    locality = ", ".join(part for part in (place.commune, place.district) if part)
    return thing("PostalAddress", addressLocality=locality, addressRegion=place.province, addressCountry="VN")


def _unit(catalogue: Catalogue, unit: Unit) -> Thing:
    today = unit.name_on(catalogue.day)
    governing = governing_name(catalogue, unit.id, catalogue.day)
    return thing(
        "GovernmentOrganization" if unit.kind in OFFICES else "EducationalOrganization",
        name=today,
        alternateName=tuple(dict.fromkeys(name.name for name in unit.names if name.name != today)),
        description=unit.summary or "",
        image=PagePicture(),
        address=_place(unit.place_on(catalogue.day)),
        url=Address(addresses.unit(unit.id)),
        sameAs=unit.website or "",
        parentOrganization=thing("Organization", name=governing) if governing else None,
    )


def _event(catalogue: Catalogue, conference: Conference, main: Session) -> Thing:
    """Returns a conference as a schema.org Event, from the start of its first session to the end of its last.

    The Event does not say who attends. Its place and organiser are those of the main session `main`.
    """
    sessions = sorted(events(catalogue, conference, brief=True), key=lambda session: session.start)
    unit = catalogue.published.units.get(conference.unit)
    off = conference.status is ConferenceStatus.POSTPONED
    return thing(
        "Event",
        name=conference_name(catalogue, conference),
        description=conference.summary or "",
        startDate=_moment(sessions[0].start),
        endDate=_moment(sessions[-1].end),
        eventStatus=f"https://schema.org/Event{'Postponed' if off else 'Scheduled'}",
        eventAttendanceMode="https://schema.org/OfflineEventAttendanceMode",
        location=thing(
            "Place",
            name=main.venue or catalogue.unit_name(conference.unit, main.day),
            address=_place(unit.place_on(main.day) if unit else None),
        ),
        organizer=_named(catalogue, conference.unit, main.day),
        url=Address(addresses.conference(conference.ref)),
    )


def _moment(local: str) -> str:
    """Returns a local time such as '2020-03-12T08:00' with seconds and the offset of Vietnam's time zone."""
    return f"{local}:00+07:00" if local else ""


def _article(catalogue: Catalogue, news: News) -> Thing:
    return thing(
        "NewsArticle",
        headline=news.title,
        description=news.summary or "",
        datePublished=news.date.isoformat(),
        inLanguage="vi",
        image=PagePicture(),
        author=_named(catalogue, news.unit, news.date),
        publisher=_named(catalogue, catalogue.published.site.organiser, news.date),
        url=Address(addresses.news(news.ref)),
    )
