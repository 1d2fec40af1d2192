"""Counts the published exemplars (honoured people and groups) and their awards.

Exemplars are counted by group and level, awards by level, year and title. It also compares how many rewards
went to leaders and how many to direct workers.
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
    """A count with its Vietnamese label and a code, such as the number of exemplars in a group."""

    code: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class RewardRatio:
    """Holds how many rewards went to leaders and how many to direct workers (người trực tiếp lao động).

    Direct workers are teachers and other staff. The prescribed outline of summary reports asks for this ratio
    (Phần thứ hai, I.2).
    """

    leaders: int
    workers: int

    @property
    def share(self) -> float | None:
        """Returns the share of rewards that went to direct workers, in per cent with one decimal.

        The result is None if there are no rewards.
        """
        total = self.leaders + self.workers
        return round(100 * self.workers / total, 1) if total else None


@dataclass(frozen=True, slots=True)
class Statistics:
    """Holds counts of the published exemplars (honoured people and groups) of a cycle and of their awards.

    `models` is the number of models (ways of working, mô hình) among the exemplars.
    """

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
    """Returns the highest level at which an exemplar (honoured person or group) was honoured.

    The result is None if it has not been honoured yet.
    """
    levels = (recognition.level for recognition in exemplar.recognitions)
    return min(levels, key=lambda level: level.rank, default=None)


def statistics(catalogue: Catalogue, cycle: str, unit: str | None = None) -> Statistics:
    """Returns counts of the published exemplars (honoured people and groups) of a cycle.

    They are those of one unit (such as a school), or all if `unit` is None.
    """
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
    """Returns the counts that are not 0, each with the code and label of its choice.

    `choices` are all values that a field may have, such as all groups; the result has the same order.
    """
    return tuple(
        LabelledCount(choice.value, choice.label, counts[choice]) for choice in choices if counts[choice]
    )


def reward_ratio(rewarded: Iterable[Exemplar]) -> RewardRatio:
    """Returns how many rewards went to leaders and how many to direct workers (teachers and other staff).

    `rewarded` contains an exemplar (honoured person or group) once for each of its rewards. Pupils and
    collectives are not counted.
    """
    groups = Counter(exemplar.group for exemplar in rewarded if exemplar.type is ExemplarType.INDIVIDUAL)
    return RewardRatio(groups[Group.LEADER], groups[Group.TEACHER] + groups[Group.STAFF])
