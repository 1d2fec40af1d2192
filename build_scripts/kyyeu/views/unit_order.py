"""Defines the order in which books, letters and tables list units."""

from kyyeu.model.units import UnitKind
from kyyeu.vietnamese import sort_key
from kyyeu.views.catalogue import Catalogue


def unit_order(catalogue: Catalogue, ref: str) -> tuple[object, ...]:
    """Sort key of a unit: by kind, with the education department (Sở) first, then in alphabetical order.

    Unknown units come last.
    """
    unit = catalogue.published.units.get(ref)
    kind = list(UnitKind).index(unit.kind) if unit else len(UnitKind)
    return (kind, sort_key(catalogue.unit_name(ref)), ref)
