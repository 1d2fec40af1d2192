"""Awards as a timeline: year, title, decision, level, and the unit as it was called then (domain §7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kyyeu.facts.words import award_name, award_year, decision_date, decision_words
from kyyeu.model.awards import Award, Level
from kyyeu.views.catalogue import Catalogue

_RANK = {level: level.rank for level in Level}


@dataclass(frozen=True, slots=True)
class AwardView:
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
    """Newest year first, within a year the highest first. `unit_then` is named only where it differs from `shown_name`."""
    ordered = sorted(
        awards, key=lambda award: (-(award_year(award, catalogue.library) or 0), *rank(catalogue, award))
    )
    return tuple(_view(catalogue, award, unit, shown_name) for award in ordered)


def rank(catalogue: Catalogue, award: Award) -> tuple[int, int, int]:
    """Order on stage: level, place in the catalogue of titles, rank within the title. Smaller stands first."""
    title = catalogue.library.award_titles.get(award.title)
    if title is None:
        return len(_RANK), 0, 0
    place = title.ranks.index(award.rank) if award.rank in title.ranks else len(title.ranks)
    return _RANK[title.level], title.order, place


def highest(catalogue: Catalogue, awards: Sequence[Award], count: int) -> tuple[str, ...]:
    """Names of the highest awards, each title once."""
    names = dict.fromkeys(
        award_name(award, catalogue.library)
        for award in sorted(awards, key=lambda entry: rank(catalogue, entry))
    )
    return tuple(names)[:count]


def _view(catalogue: Catalogue, award: Award, unit: str, shown_name: str) -> AwardView:
    library = catalogue.library
    title = library.award_titles.get(award.title)
    day = decision_date(award, library)
    then = catalogue.unit_name(unit, day) if unit and day else ""
    return AwardView(
        year=str(award_year(award, library) or ""),
        title=award_name(award, library),
        decision=decision_words(award, library),
        reason=award.reason or "",
        level=title.level.label if title else "",
        school_year=f"Năm học {award.school_year}" if award.school_year else "",
        unit_then=then if then != shown_name else "",
    )
