"""Turns an exemplar's (honoured person's or group's) awards into a timeline, and ranks them by honour.

A unit in the timeline has the name that it had on the day of the award (domain §7).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from kyyeu.facts.words import award_name, award_year, decision_date, decision_words
from kyyeu.model.awards import Award, Level
from kyyeu.views.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class AwardView:
    """An award as text to be shown.

    `decision` cites the award decision. `unit_then` is the unit's name on the day of the decision; it is ''
    if the page shows that name anyway.
    """

    year: str
    title: str
    decision: str
    reason: str
    level: str
    school_year: str
    unit_then: str


def timeline(
    catalogue: Catalogue, awards: Sequence[Award], unit: str = "", shown_name: str = ""
) -> tuple[AwardView, ...]:
    """Returns the awards of an exemplar, the newest year first, and the highest award first within a year.

    `unit` is the exemplar's unit. The name it had on the day of a decision is added if it differs from
    `shown_name`.
    """
    ordered = sorted(
        awards,
        key=lambda award: (-(award_year(award, catalogue.published) or 0), *honour_rank(catalogue, award)),
    )
    return tuple(_view(catalogue, award, unit, shown_name) for award in ordered)


def honour_rank(catalogue: Catalogue, award: Award) -> tuple[int, int, int]:
    """Sort key for awards, highest first (domain §3): by level, place of the title in its catalogue, rank.

    An award whose title is not in the catalogue of titles comes last.
    """
    title = catalogue.published.award_titles.get(award.title)
    if title is None:
        return len(Level), 0, 0
    place = title.ranks.index(award.rank) if award.rank in title.ranks else len(title.ranks)
    return title.level.rank, title.order, place


def highest(catalogue: Catalogue, awards: Sequence[Award], count: int) -> tuple[str, ...]:
    """Returns the names of the `count` highest awards, the highest first; each name occurs once."""
    ranked = sorted(awards, key=lambda award: honour_rank(catalogue, award))
    names = dict.fromkeys(award_name(award, catalogue.published) for award in ranked)
    return tuple(names)[:count]


def _view(catalogue: Catalogue, award: Award, unit: str, shown_name: str) -> AwardView:
    published = catalogue.published
    title = published.award_titles.get(award.title)
    day = decision_date(award, published)
    then = catalogue.unit_name(unit, day) if unit and day else ""
    return AwardView(
        year=str(award_year(award, published) or ""),
        title=award_name(award, published),
        decision=decision_words(award, published),
        reason=award.reason or "",
        level=title.level.label if title else "",
        school_year=f"Năm học {award.school_year}" if award.school_year else "",
        unit_then=then if then != shown_name else "",
    )
