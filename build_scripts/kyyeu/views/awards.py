"""Turns awards into a timeline, and ranks them by honour.

The timeline shows the awards of a unit (such as a school), or of an exemplar (honoured person or group). It
names the unit as on the day of the award.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from kyyeu.facts.words import award_name, award_year, decision_date, decision_words
from kyyeu.model.awards import Award, Level
from kyyeu.views.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class AwardView:
    """An award, put into words for pages and booklets.

    `decision` cites the award decision. `unit_then` is the unit's name on the day of the decision, or '' if
    the page shows that name anyway.
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
    """Returns awards in the form in which pages show them, the newest year first.

    Within a year, the highest award comes first. `unit` is the unit (such as a school) of the person or group
    with the awards. Where its name on the day of a decision differs from `shown_name`, that name is added.
    """
    ordered = sorted(
        awards,
        key=lambda award: (-(award_year(award, catalogue.published) or 0), *honour_rank(catalogue, award)),
    )
    return tuple(_view(catalogue, award, unit, shown_name) for award in ordered)


def honour_rank(catalogue: Catalogue, award: Award) -> tuple[int, int, int]:
    """Returns a sort key that puts the highest award first.

    It compares the level of the award, then the position of its title in the catalogue of titles, then its
    rank (such as first class). An award whose title is not in that catalogue comes last.
    """
    title = catalogue.published.award_titles.get(award.title)
    if title is None:
        return len(Level), 0, 0
    place = title.ranks.index(award.rank) if award.rank in title.ranks else len(title.ranks)
    return title.level.rank, title.order, place


def highest(catalogue: Catalogue, awards: Sequence[Award], count: int) -> tuple[str, ...]:
    """Returns the names of the `count` highest awards, the highest first, each name only once."""
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
