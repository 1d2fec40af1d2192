"""Makes the filters (facets) above the list of honoured people.

Each filter has choices, with the number of people to whom a choice applies. A facet's `param` is its
parameter in the page's address (`?nhom=pupil&don-vi=thpt-suoi-ngoc`). The codes of its choices are those in
the records.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from kyyeu.model.awards import Level
from kyyeu.model.exemplars import Domain, Exemplar, ExemplarType, Group
from kyyeu.model.units import UnitKind
from kyyeu.vietnamese import number, sort_key
from kyyeu.views.awards import honour_rank
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import distinct_name
from kyyeu.views.statistics import level_reached

Codes = tuple[str, ...]
CodeLabels = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FacetKind:
    """Defines one facet (filter) of the list of exemplars (honoured people).

    `codes` is a function that returns the codes of the choices which apply to an exemplar. `choices` is a
    function that returns all choices as (code, label) pairs, in the order of display. `is_open` means that
    the choices are visible at once.
    """

    param: str
    label: str
    is_open: bool
    codes: Callable[[Catalogue, Exemplar], Iterable[str]]
    choices: Callable[[Catalogue], CodeLabels]


@dataclass(frozen=True, slots=True)
class FacetChoice:
    """A choice in a facet (filter of the list of honoured people), and to how many people it applies."""

    code: str
    label: str
    count: str


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet (filter) of the list of honoured people with its choices, as the web page shows it."""

    param: str
    label: str
    is_open: bool
    choices: tuple[FacetChoice, ...]


def group_code(exemplar: Exemplar) -> str:
    """Returns the code of the group to which an exemplar belongs in the filters of the exemplar list.

    All exemplary models (mô hình, ways of working) form a group of their own, whoever made them.
    """
    return exemplar.type.value if exemplar.type is ExemplarType.MODEL else exemplar.group.value


GROUPS: CodeLabels = (
    *((group.value, group.label) for group in Group),
    (ExemplarType.MODEL.value, ExemplarType.MODEL.label),
)
LEVELS: CodeLabels = tuple((level.value, level.label) for level in Level)


def standing(catalogue: Catalogue, exemplar: Exemplar) -> tuple[object, ...]:
    """Returns a sort key by which the most highly honoured exemplars come first.

    The highest level of recognition counts first, then the highest award.
    """
    level = level_reached(exemplar)
    award = min((honour_rank(catalogue, award) for award in exemplar.awards), default=(len(Level), 0, 0))
    return level.rank if level else len(Level), award


def _reached(catalogue: Catalogue, exemplar: Exemplar) -> Codes:
    level = level_reached(exemplar)
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


def _award_choices(catalogue: Catalogue) -> CodeLabels:
    """Returns the choices of the filter by award, ordered from the highest award to the lowest."""
    titles = catalogue.published.award_titles.values()
    ordered = sorted(titles, key=lambda title: (title.level.rank, title.order, title.id))
    return tuple((title.id, title.name) for title in ordered)


def _unit_choices(catalogue: Catalogue) -> CodeLabels:
    """Returns the choices of the filter by unit (such as a school), sorted by name.

    Units with equal names have their place added.
    """
    choices = ((ref, distinct_name(catalogue, ref)) for ref in catalogue.names_now)
    return tuple(sorted(choices, key=lambda pair: (sort_key(pair[1]), pair[0])))


def _cycle_choices(catalogue: Catalogue) -> CodeLabels:
    """Returns the choices of the filter by cycle (the five years that conferences review), latest first."""
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
assert len({kind.param for kind in FACETS}) == len(FACETS), "two facets have the same name"


def facets(catalogue: Catalogue) -> tuple[Facet, ...]:
    """Returns the facets (filters) of the list of honoured people.

    Choices that apply to nobody are left out, and so are facets without choices.
    """
    shown = []
    for kind in FACETS:
        counts = Counter(code for exemplar in catalogue.exemplars for code in kind.codes(catalogue, exemplar))
        choices = tuple(
            FacetChoice(code, label, number(counts[code]))
            for code, label in kind.choices(catalogue)
            if counts[code]
        )
        if choices:
            shown.append(Facet(kind.param, kind.label, kind.is_open, choices))
    return tuple(shown)


def coded(catalogue: Catalogue, kind: FacetKind) -> tuple[Codes, tuple[tuple[int, ...], ...]]:
    """Returns the codes used in a facet (filter of the list of honoured people), and each person's codes.

    A person's codes are given as indexes into the used codes; the browser filters by these numbers.
    """
    rows = [tuple(kind.codes(catalogue, exemplar)) for exemplar in catalogue.exemplars]
    used = tuple(dict.fromkeys(code for row in rows for code in row))
    indexes = {code: index for index, code in enumerate(used)}
    return used, tuple(tuple(indexes[code] for code in row) for row in rows)


def table(values: Sequence[str]) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Returns the distinct values of a list, and for each item of the list the index of its value."""
    different = tuple(dict.fromkeys(values))
    indexes = {value: index for index, value in enumerate(different)}
    return different, tuple(indexes[value] for value in values)
