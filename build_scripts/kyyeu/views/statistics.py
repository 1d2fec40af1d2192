"""Counts of published exemplars and awards: by level, year, group, award; the ratio of rewards to leaders and direct workers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from kyyeu.facts.words import award_year
from kyyeu.model.awards import Award, Level
from kyyeu.model.exemplars import Exemplar, ExemplarType, Group
from kyyeu.model.library import Library
from kyyeu.views.catalogue import Catalogue

_RANK = {level: level.rank for level in Level}
DIRECT_WORKERS = (Group.TEACHER, Group.STAFF)


@dataclass(frozen=True, slots=True)
class LabelledCount:
    """A code, its Vietnamese label, how many."""

    code: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class RewardRatio:
    """Rewards to leaders against rewards to those who work directly (outline, Phần thứ hai I.2). `share` in percent."""

    leaders: int
    workers: int

    @property
    def share(self) -> float | None:
        """Share of direct workers among both, in percent with one decimal; None where there is no reward."""
        total = self.leaders + self.workers
        return round(100 * self.workers / total, 1) if total else None


@dataclass(frozen=True, slots=True)
class Statistics:
    exemplars: int
    individuals: int
    collectives: int
    models: int
    awards: int
    by_group: tuple[LabelledCount, ...]
    by_level_reached: tuple[LabelledCount, ...]
    awards_by_level: tuple[LabelledCount, ...]
    awards_by_year: tuple[LabelledCount, ...]
    awards_by_title: tuple[LabelledCount, ...]
    ratio: RewardRatio


def level_reached(exemplar: Exemplar) -> Level | None:
    """The highest level at which an exemplar was honoured."""
    return min((entry.level for entry in exemplar.recognitions), key=_RANK.__getitem__, default=None)


def award_level(award: Award, library: Library) -> Level | None:
    title = library.award_titles.get(award.title)
    return title.level if title else None


def statistics(catalogue: Catalogue, cycle: str, unit: str | None = None) -> Statistics:
    """Counts over the published exemplars of a cycle, of one unit or of all."""
    library = catalogue.library
    chosen = [entry for entry in catalogue.exemplars if entry.cycle == cycle and unit in (None, entry.unit)]
    awards = [(exemplar, award) for exemplar in chosen for award in exemplar.awards]
    types = Counter(entry.type for entry in chosen)
    groups = Counter(entry.group for entry in chosen)
    reached = Counter(level for entry in chosen if (level := level_reached(entry)))
    levels = Counter(level for _, award in awards if (level := award_level(award, library)))
    years = Counter(year for _, award in awards if (year := award_year(award, library)))
    titles = Counter(award.title for _, award in awards)
    ordered_titles = sorted(
        (title for title in library.award_titles.values() if titles[title.id]),
        key=lambda title: (title.level.rank, title.order, title.id),
    )
    return Statistics(
        exemplars=len(chosen),
        individuals=types[ExemplarType.INDIVIDUAL],
        collectives=types[ExemplarType.COLLECTIVE],
        models=types[ExemplarType.MODEL],
        awards=len(awards),
        by_group=tuple(
            LabelledCount(group.value, group.label, groups[group]) for group in Group if groups[group]
        ),
        by_level_reached=tuple(
            LabelledCount(level.value, level.label, reached[level]) for level in Level if reached[level]
        ),
        awards_by_level=tuple(
            LabelledCount(level.value, level.label, levels[level]) for level in Level if levels[level]
        ),
        awards_by_year=tuple(LabelledCount(str(year), str(year), years[year]) for year in sorted(years)),
        awards_by_title=tuple(
            LabelledCount(title.id, title.name, titles[title.id]) for title in ordered_titles
        ),
        ratio=reward_ratio(exemplar for exemplar, _ in awards),
    )


def reward_ratio(rewarded: Iterable[Exemplar]) -> RewardRatio:
    """Count rewards (one entry each) by the group of who received them; pupils and collectives stand outside."""
    groups = Counter(exemplar.group for exemplar in rewarded if exemplar.type is ExemplarType.INDIVIDUAL)
    return RewardRatio(groups[Group.LEADER], sum(groups[group] for group in DIRECT_WORKERS))
