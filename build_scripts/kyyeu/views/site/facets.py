"""What the list of exemplars can be narrowed by: each facet's choices with their counts, and every exemplar's codes.

A facet's `param` is its name in a page's address (`?nhom=pupil&don-vi=thpt-suoi-ngoc`); the codes are those of the records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from kyyeu.model.awards import Level
from kyyeu.model.exemplars import Domain, Exemplar, ExemplarType, Group
from kyyeu.model.units import UnitKind
from kyyeu.vietnamese import number, sort_key
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import distinct_name

Codes = tuple[str, ...]
Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FacetKind:
    """A row: `codes` says which choices an exemplar falls under, `choices` lists (code, label) in the order of display."""

    param: str
    label: str
    is_open: bool
    codes: Callable[[Catalogue, Exemplar], Iterable[str]]
    choices: Callable[[Catalogue], Choices]


@dataclass(frozen=True, slots=True)
class Choice:
    code: str
    label: str
    count: str


@dataclass(frozen=True, slots=True)
class Facet:
    """`is_open`: its choices are seen without unfolding it."""

    param: str
    label: str
    is_open: bool
    choices: tuple[Choice, ...]


def group_code(exemplar: Exemplar) -> str:
    """A model is listed as a model, whatever group its makers are of."""
    return exemplar.type.value if exemplar.type is ExemplarType.MODEL else exemplar.group.value


GROUPS: Choices = (
    *((group.value, group.label) for group in Group),
    (ExemplarType.MODEL.value, ExemplarType.MODEL.label),
)
LEVELS: Choices = tuple((level.value, level.label) for level in Level)
RANK = {level: place for place, level in enumerate(Level)}


def reached(exemplar: Exemplar) -> Level | None:
    """The highest level at which an exemplar was honoured."""
    return min((step.level for step in exemplar.recognitions), key=RANK.__getitem__, default=None)


def _reached(catalogue: Catalogue, exemplar: Exemplar) -> Codes:
    level = reached(exemplar)
    return (level.value,) if level else ()


def _awards(catalogue: Catalogue, exemplar: Exemplar) -> Iterable[str]:
    return dict.fromkeys(
        award.title for award in exemplar.awards if award.title in catalogue.published.award_titles
    )


def _award_levels(catalogue: Catalogue, exemplar: Exemplar) -> Iterable[str]:
    titles = catalogue.published.award_titles
    return dict.fromkeys(titles[award].level.value for award in _awards(catalogue, exemplar))


def _unit_kind(catalogue: Catalogue, exemplar: Exemplar) -> Codes:
    unit = catalogue.published.units.get(exemplar.unit)
    return (unit.kind.value,) if unit else ()


def _award_choices(catalogue: Catalogue) -> Choices:
    """As they are called on stage: the highest level first."""
    titles = sorted(
        catalogue.published.award_titles.values(), key=lambda title: (title.level.rank, title.order, title.id)
    )
    return tuple((title.id, title.name) for title in titles)


def _unit_choices(catalogue: Catalogue) -> Choices:
    """By name; units of one name are told apart by their place."""
    names = Counter(catalogue.names_now.values())
    found = [
        (ref, distinct_name(catalogue, ref) if names[name] > 1 else name)
        for ref, name in catalogue.names_now.items()
    ]
    return tuple(sorted(found, key=lambda pair: (sort_key(pair[1]), pair[0])))


def _cycle_choices(catalogue: Catalogue) -> Choices:
    """The latest first."""
    cycles = sorted(catalogue.published.cycles.values(), key=lambda cycle: cycle.reviews.since, reverse=True)
    return tuple((cycle.id, str(cycle.reviews)) for cycle in cycles)


FACETS: tuple[FacetKind, ...] = (
    FacetKind(
        "nhom", "Nhóm", True, lambda catalogue, exemplar: (group_code(exemplar),), lambda catalogue: GROUPS
    ),
    FacetKind("cap-ton-vinh", "Cấp tôn vinh cao nhất", True, _reached, lambda catalogue: LEVELS),
    FacetKind(
        "linh-vuc",
        "Lĩnh vực",
        True,
        lambda catalogue, exemplar: (exemplar.field.value,),
        lambda catalogue: tuple((field.value, field.label) for field in Domain),
    ),
    FacetKind(
        "loai-hinh",
        "Loại hình đơn vị",
        False,
        _unit_kind,
        lambda catalogue: tuple((kind.value, kind.label) for kind in UnitKind),
    ),
    FacetKind("don-vi", "Đơn vị", False, lambda catalogue, exemplar: (exemplar.unit,), _unit_choices),
    FacetKind("cap-khen", "Cấp khen thưởng", False, _award_levels, lambda catalogue: LEVELS),
    FacetKind("khen-thuong", "Danh hiệu, hình thức khen thưởng", False, _awards, _award_choices),
    FacetKind("giai-doan", "Giai đoạn", False, lambda catalogue, exemplar: (exemplar.cycle,), _cycle_choices),
)
assert len({kind.param for kind in FACETS}) == len(FACETS), "two facets bear one name"


def facets(catalogue: Catalogue) -> tuple[Facet, ...]:
    """Those with something to choose from; a choice that nobody falls under is left out."""
    found = []
    for kind in FACETS:
        counts = Counter(code for exemplar in catalogue.exemplars for code in kind.codes(catalogue, exemplar))
        choices = tuple(
            Choice(code, label, number(counts[code]))
            for code, label in kind.choices(catalogue)
            if counts[code]
        )
        if choices:
            found.append(Facet(kind.param, kind.label, kind.is_open, choices))
    return tuple(found)


def coded(catalogue: Catalogue, kind: FacetKind) -> tuple[Codes, tuple[tuple[int, ...], ...]]:
    """(codes in use, every exemplar's places among them): what a browser counts and filters by."""
    rows = [tuple(kind.codes(catalogue, exemplar)) for exemplar in catalogue.exemplars]
    used = tuple(dict.fromkeys(code for row in rows for code in row))
    places = {code: place for place, code in enumerate(used)}
    return used, tuple(tuple(places[code] for code in row) for row in rows)


def table(values: Sequence[str]) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """(different values, each value's place among them)."""
    different = tuple(dict.fromkeys(values))
    places = {value: place for place, value in enumerate(different)}
    return different, tuple(places[value] for value in values)
