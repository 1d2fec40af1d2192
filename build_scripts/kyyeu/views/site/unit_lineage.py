"""A unit through time: its names, what it came out of and went into, and who stood above it, as lines of words."""

from __future__ import annotations

from dataclasses import dataclass

from kyyeu.facts.words import citation, joined
from kyyeu.model.fields import Period
from kyyeu.model.units import Unit, UnitChange, UnitParent
from kyyeu.vietnamese import short_date, sort_key
from kyyeu.views import addresses
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import Link, place_words


@dataclass(frozen=True, slots=True)
class Descent:
    """`notice` says at once what stands today; the rest fills a box of facts, oldest first."""

    notice: str
    former: str
    names: tuple[Link, ...]
    predecessors: tuple[Link, ...]
    successors: tuple[Link, ...]
    parents: tuple[Link, ...]
    places: tuple[Link, ...]


def descent(catalogue: Catalogue, unit: Unit) -> Descent:
    today = catalogue.successors(unit.id)
    now = unit.name_on(catalogue.day)
    former = [entry.name for entry in unit.names if entry.name != now]
    known = [entry for entry in unit.parents if entry.unit in catalogue.published.units]
    return Descent(
        notice=f"nay là {', '.join(catalogue.unit_name(ref) for ref in today)}" if today else "",
        former=f"trước là {', '.join(former)}" if former else "",
        names=tuple(Link(entry.name, "", period_words(entry)) for entry in unit.names)
        if len(unit.names) > 1
        else (),
        predecessors=tuple(_change(catalogue, change) for change in unit.predecessors),
        successors=tuple(_change(catalogue, change) for change in unit.successors),
        parents=tuple(_parent(catalogue, entry) for entry in known),
        places=tuple(Link(place_words(entry), "", period_words(entry)) for entry in unit.places),
    )


def period_words(period: Period) -> str:
    """'từ 01/7/2025', 'đến 30/6/2025', 'từ … đến …'; '' for always."""
    since = f"từ {short_date(period.since)}" if period.since else ""
    return joined(since, f"đến {short_date(period.until)}" if period.until else "", by=" ")


def _parent(catalogue: Catalogue, entry: UnitParent) -> Link:
    """The body above, as it was called at the end of that time."""
    note = joined(entry.kind.label, period_words(entry), by="; ")
    return Link(catalogue.unit_name(entry.unit, entry.until), addresses.unit(entry.unit), note)


def _change(catalogue: Catalogue, change: UnitChange) -> Link:
    """The other unit as it was called on the day of the change, with how and by what document."""
    decision = catalogue.published.documents.get(change.decision or "")
    how = f"{change.how.label} ngày {short_date(change.date)}" if change.date else change.how.label
    note = joined(how, citation(decision) if decision else "", by="; ")
    known = change.unit in catalogue.published.units
    return Link(
        catalogue.unit_name(change.unit, change.date), addresses.unit(change.unit) if known else "", note
    )


def former_words(catalogue: Catalogue, unit: Unit) -> str:
    """For an index: 'trước là A, B' by earlier names and predecessors; '' where there are none."""
    now = unit.name_on(catalogue.day)
    names = [entry.name for entry in unit.names if entry.name != now]
    names += sorted((catalogue.unit_name(change.unit) for change in unit.predecessors), key=sort_key)
    return f"trước là {', '.join(dict.fromkeys(names))}" if names else ""
