"""Makes a Book about a conference from its parts, and adds the metadata that all such Books have."""

from collections.abc import Sequence
from datetime import date

from kyyeu.facts.words import decision_date
from kyyeu.model.awards import Level
from kyyeu.model.conferences import Conference
from kyyeu.model.exemplars import Exemplar
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import conference_day
from kyyeu.views.print.book import A5, Book, Format, Part


def conference_book(
    catalogue: Catalogue,
    conference: Conference,
    work: str,
    title: str,
    parts: Sequence[Part],
    newest: date,
    keywords: tuple[str, ...],
    *,
    author: str = "",
    subject: str = "",
    running_title: str | None = None,
    page: Format = A5,
    bound: bool = False,
    official: bool = False,
) -> Book:
    """Returns a Book whose owner is the unit that holds the conference.

    By default, the author is that unit's name on the conference's day, and `subject` and `running_title` are
    the same as the title. `newest` is the newest date in the book's content.
    """
    return Book(
        work=work,
        unit=conference.unit,
        cycle=conference.cycle,
        title=title,
        running_title=title if running_title is None else running_title,
        author=author or catalogue.unit_name(conference.unit, conference_day(catalogue, conference)),
        subject=subject or title,
        keywords=keywords,
        date=newest,
        demonstration=catalogue.published.site.demonstration,
        parts=tuple(parts),
        page=page,
        bound=bound,
        official=official,
    )


def exemplars_of(catalogue: Catalogue, conference: Conference) -> list[Exemplar]:
    """Returns the exemplars (honoured people and groups) of the conference's cycle.

    For a unit's conference they are those of the unit; for one of a higher level, those of all units.
    """
    of_unit = catalogue.by_unit.get(conference.unit, ())
    eligible = of_unit if conference.level is Level.UNIT else catalogue.exemplars
    return [exemplar for exemplar in eligible if exemplar.cycle == conference.cycle]


def newest_day(catalogue: Catalogue, conference: Conference) -> date:
    """Returns the date of the newest recognition or award of the conference's exemplars.

    The date is never later than the catalogue's day and never earlier than the conference.
    """
    exemplars = exemplars_of(catalogue, conference)
    days = [recognition.date for exemplar in exemplars for recognition in exemplar.recognitions]
    days += [decision_date(award, catalogue.published) for exemplar in exemplars for award in exemplar.awards]
    return max(conference_day(catalogue, conference), *(day for day in days if day and day <= catalogue.day))
