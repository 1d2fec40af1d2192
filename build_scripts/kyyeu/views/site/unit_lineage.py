"""Makes the history of a unit's changes: names, predecessors, successors, places and superior bodies."""

from dataclasses import dataclass

from kyyeu.facts.words import citation, joined, place_words
from kyyeu.model.fields import Period
from kyyeu.model.units import Unit, UnitChange, UnitParent
from kyyeu.vietnamese import short_date, sort_key
from kyyeu.views import addresses
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import Link


@dataclass(frozen=True, slots=True)
class Lineage:
    """A unit's names, predecessors, successors, places and superior bodies over time.

    `notice` names the units that succeeded the unit, `former` the unit's earlier names; the other fields fill
    a box of facts, the oldest first.
    """

    notice: str
    former: str
    names: tuple[Link, ...]
    predecessors: tuple[Link, ...]
    successors: tuple[Link, ...]
    parents: tuple[Link, ...]
    places: tuple[Link, ...]


def lineage(catalogue: Catalogue, unit: Unit) -> Lineage:
    """Returns a unit's names, predecessors, successors, places and superior bodies over time."""
    heirs = catalogue.successors(unit.id)
    name = unit.name_on(catalogue.day)
    former = [former.name for former in unit.names if former.name != name]
    parents = [parent for parent in unit.parents if parent.unit in catalogue.published.units]
    return Lineage(
        notice=f"nay là {', '.join(catalogue.unit_name(ref) for ref in heirs)}" if heirs else "",
        former=f"trước là {', '.join(former)}" if former else "",
        names=tuple(Link(name.name, "", validity_words(name)) for name in unit.names)
        if len(unit.names) > 1
        else (),
        predecessors=tuple(_change(catalogue, change) for change in unit.predecessors),
        successors=tuple(_change(catalogue, change) for change in unit.successors),
        parents=tuple(_parent(catalogue, parent) for parent in parents),
        places=tuple(Link(place_words(place), "", validity_words(place)) for place in unit.places),
    )


def validity_words(period: Period) -> str:
    """Describes a period in words: 'từ 01/7/2025', 'đến 30/6/2025', 'từ … đến …'; '' if it is unlimited."""
    since = f"từ {short_date(period.since)}" if period.since else ""
    return joined(since, f"đến {short_date(period.until)}" if period.until else "", by=" ")


def _parent(catalogue: Catalogue, parent: UnitParent) -> Link:
    """Returns a unit's superior body in a period, by that body's name at the end of the period."""
    note = joined(parent.kind.label, validity_words(parent), by="; ")
    return Link(catalogue.unit_name(parent.unit, parent.until), addresses.unit(parent.unit), note)


def _change(catalogue: Catalogue, change: UnitChange) -> Link:
    """Returns the predecessor or successor in a change of a unit, by its name on the day of the change.

    A note says how the unit changed (merged, renamed) and by which document.
    """
    decision = catalogue.published.documents.get(change.decision or "")
    how = f"{change.how.label} ngày {short_date(change.date)}" if change.date else change.how.label
    note = joined(how, citation(decision) if decision else "", by="; ")
    known = change.unit in catalogue.published.units
    return Link(
        catalogue.unit_name(change.unit, change.date), addresses.unit(change.unit) if known else "", note
    )


def former_words(catalogue: Catalogue, unit: Unit) -> str:
    """Returns a text such as 'trước là A, B' with a unit's earlier names and predecessors, '' without any."""
    name = unit.name_on(catalogue.day)
    names = [former.name for former in unit.names if former.name != name]
    names += sorted((catalogue.unit_name(change.unit) for change in unit.predecessors), key=sort_key)
    return f"trước là {', '.join(dict.fromkeys(names))}" if names else ""
