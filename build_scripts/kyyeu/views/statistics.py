"""Counts published exemplars and awards by level, year, group and title.

It also compares how many rewards went to leaders and how many to direct workers.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kyyeu.facts.words import award_year
from kyyeu.model.awards import Level
from kyyeu.model.exemplars import Exemplar, ExemplarType, Group
from kyyeu.model.fields import Choice
from kyyeu.views.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class LabelledCount:
    """A kind of exemplar or award with its count: the kind's code, its Vietnamese label, and the number."""

    code: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class RewardRatio:
    """How many rewards went to leaders and how many to direct workers (người trực tiếp lao động).

    The prescribed outline of summary reports asks for this ratio in Phần thứ hai, I.2.
    """

    leaders: int
    workers: int

    @property
    def share(self) -> float | None:
        """The share of rewards that went to direct workers, in per cent with one decimal.

        It is None if there are no rewards.
        """
        total = self.leaders + self.workers
        return round(100 * self.workers / total, 1) if total else None


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts of the published exemplars of a cycle; `models` counts the models (mô hình) among them."""

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
    """Returns the highest level at which an exemplar was honoured, or None if it was not honoured yet."""
    levels = (recognition.level for recognition in exemplar.recognitions)
    return min(levels, key=lambda level: level.rank, default=None)


def statistics(catalogue: Catalogue, cycle: str, unit: str | None = None) -> Statistics:
    """Returns counts of the published exemplars of a cycle: of one unit, or of all if `unit` is None."""
    published = catalogue.published
    chosen = [
        exemplar
        for exemplar in catalogue.exemplars
        if exemplar.cycle == cycle and unit in (None, exemplar.unit)
    ]
    awards = [award for exemplar in chosen for award in exemplar.awards]
    types = Counter(exemplar.type for exemplar in chosen)
    groups = Counter(exemplar.group for exemplar in chosen)
    reached = Counter(level for exemplar in chosen if (level := level_reached(exemplar)))
    known = published.award_titles
    levels = Counter(known[award.title].level for award in awards if award.title in known)
    years = Counter(year for award in awards if (year := award_year(award, published)))
    titles = Counter(award.title for award in awards)
    ordered_titles = sorted(
        (title for title in known.values() if titles[title.id]),
        key=lambda title: (title.level.rank, title.order, title.id),
    )
    return Statistics(
        exemplars=len(chosen),
        individuals=types[ExemplarType.INDIVIDUAL],
        collectives=types[ExemplarType.COLLECTIVE],
        models=types[ExemplarType.MODEL],
        awards=len(awards),
        by_group=labelled(Group, groups),
        by_level_reached=labelled(Level, reached),
        awards_by_level=labelled(Level, levels),
        awards_by_year=tuple(LabelledCount(str(year), str(year), years[year]) for year in sorted(years)),
        awards_by_title=tuple(
            LabelledCount(title.id, title.name, titles[title.id]) for title in ordered_titles
        ),
        ratio=reward_ratio(exemplar for exemplar in chosen for _ in exemplar.awards),
    )


def labelled(choices: Iterable[Choice], counts: Mapping[Any, int]) -> tuple[LabelledCount, ...]:
    """Returns the counts other than 0, in the order in which the model declares the choices."""
    return tuple(
        LabelledCount(choice.value, choice.label, counts[choice]) for choice in choices if counts[choice]
    )


def reward_ratio(rewarded: Iterable[Exemplar]) -> RewardRatio:
    """Counts the rewards that went to leaders and those that went to direct workers.

    `rewarded` contains an exemplar once for each reward. Pupils and collectives are not counted.
    """
    groups = Counter(exemplar.group for exemplar in rewarded if exemplar.type is ExemplarType.INDIVIDUAL)
    return RewardRatio(groups[Group.LEADER], groups[Group.TEACHER] + groups[Group.STAFF])
