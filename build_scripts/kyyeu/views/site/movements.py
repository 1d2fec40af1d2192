"""Movements: the catalogue by who launched them, and a movement with its results compared over the years."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kyyeu.facts.words import joined, launch_words
from kyyeu.model.movements import LaunchedBy, Movement
from kyyeu.vietnamese import short_date, sort_key
from kyyeu.views import addresses
from kyyeu.views.appendices import UNKNOWN
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import Link, distinct_name, unit_then
from kyyeu.views.results import ResultTable, result_table
from kyyeu.views.site.cards import Card, card
from kyyeu.views.site.charts import Chart, result_charts
from kyyeu.views.site.history import Year, movement_history
from kyyeu.views.site.movement_years import movement_years
from kyyeu.views.site.site_frame import edit_address

_LAUNCHED = {LaunchedBy.LOCALITY: "Do địa phương phát động", LaunchedBy.UNIT: "Do các đơn vị phát động"}


@dataclass(frozen=True, slots=True)
class MovementCard:
    address: str
    name: str
    kicker: str
    year: str
    launched: str
    summary: str
    facts: str


@dataclass(frozen=True, slots=True)
class MovementGroup:
    label: str
    cards: tuple[MovementCard, ...]


@dataclass(frozen=True, slots=True)
class MovementsView:
    heading: str
    description: str
    count: int
    years: tuple[Link, ...]
    groups: tuple[MovementGroup, ...]


def movements(catalogue: Catalogue) -> MovementsView:
    """Groups in the order of the report's outline (I.2): who launched decides; within a group as the outline lists them."""
    groups = []
    cycle = catalogue.published.cycles.get(catalogue.published.site.cycle)
    outline = catalogue.published.outlines.get(cycle.outline) if cycle else None
    listed = {
        ref: place
        for place, ref in enumerate(
            ref for part in (outline.sections if outline else ()) for ref in part.movements
        )
    }
    for level in LaunchedBy:
        found = sorted(
            (entry for entry in catalogue.published.movements.values() if entry.launched_by is level),
            key=lambda entry: (listed.get(entry.id, len(listed)), *_order(entry)),
        )
        if found:
            groups.append(
                MovementGroup(
                    _LAUNCHED.get(level, f"Do {level.label} phát động"),
                    tuple(movement_card(catalogue, entry) for entry in found),
                )
            )
    return MovementsView(
        heading="Phong trào thi đua",
        description="Các phong trào thi đua yêu nước mà ngành Giáo dục hưởng ứng và phát động, xếp theo cấp phát động.",
        count=len(catalogue.published.movements),
        years=tuple(Link(str(year), addresses.movement_year(year)) for _, year in movement_years(catalogue)),
        groups=tuple(groups),
    )


def _order(movement: Movement) -> tuple[object, ...]:
    return movement.year or 9999, sort_key(movement.name), movement.id


def movement_card(catalogue: Catalogue, movement: Movement) -> MovementCard:
    units = len({unit for unit, _ in catalogue.joined.get(movement.id, ())})
    people = len(catalogue.by_movement.get(movement.id, ()))
    facts = joined(f"{units} đơn vị hưởng ứng" if units else "", f"{people} điển hình" if people else "")
    kicker = joined(
        movement.kind.label,
        catalogue.unit_name(movement.unit, _launched_on(movement)) if movement.unit else "",
    )
    return MovementCard(
        addresses.movement(movement.id),
        movement.name,
        kicker,
        str(movement.year or ""),
        launch_words(catalogue.published, movement.document),
        movement.summary or "",
        facts,
    )


def _launched_on(movement: Movement) -> date | None:
    """The day that decides what its launcher was called."""
    return (movement.document.date if movement.document else None) or movement.start


@dataclass(frozen=True, slots=True)
class TakingPart:
    """A unit that joined, as it was called that year: its plan and its own results."""

    unit: Link
    today: str
    year: str
    document: str
    period: str
    results: ResultTable | None


@dataclass(frozen=True, slots=True)
class MovementView:
    heading: str
    description: str
    kicker: str
    slogan: str
    summary: str
    facts: tuple[tuple[str, Link], ...]
    history: tuple[Year, ...]
    results: ResultTable | None
    charts: tuple[Chart, ...]
    csv: str
    parts: tuple[TakingPart, ...]
    exemplars: tuple[Card, ...]
    children: tuple[Link, ...]
    edit: str


def movement(catalogue: Catalogue, record: Movement) -> MovementView:
    published = catalogue.published
    results, csv = result_table(record.results), addresses.movement_results(record.id)
    children = sorted(
        (entry for entry in published.movements.values() if entry.parent == record.id), key=_order
    )
    return MovementView(
        heading=record.name,
        description=record.summary or f"Phong trào thi đua do {record.launched_by.label} phát động.",
        kicker=f"Phong trào {record.kind.label.lower()}",
        slogan=record.slogan or "",
        summary=record.summary or "",
        facts=_facts(catalogue, record),
        history=movement_history(catalogue, record),
        results=results,
        charts=result_charts(results, csv),
        csv=csv if results else "",
        parts=tuple(
            sorted(_parts(catalogue, record.id), key=lambda part: (sort_key(part.unit.text), part.year))
        ),
        exemplars=tuple(card(catalogue, entry) for entry in catalogue.by_movement.get(record.id, ())),
        children=tuple(
            Link(entry.name, addresses.movement(entry.id), str(entry.year or "")) for entry in children
        ),
        edit=edit_address(published.site.repository or "", published.file("movement", record.id)),
    )


def _facts(catalogue: Catalogue, record: Movement) -> tuple[tuple[str, Link], ...]:
    """What is not known of the launching paper and the period reads '…..' (domain §4)."""
    document = record.document
    address = (
        addresses.document(document.id)
        if document and document.id and document.id in catalogue.published.documents
        else ""
    )
    launched = Link(record.launched_by.label)
    if record.unit:
        launched = Link(catalogue.unit_name(record.unit, _launched_on(record)), addresses.unit(record.unit))
    facts = [
        ("Phát động", launched),
        ("Văn bản", Link(launch_words(catalogue.published, document) or UNKNOWN, address)),
        ("Thời gian", Link(_period(record) or UNKNOWN)),
        ("Phạm vi", Link(f"Cấp {record.level.label.lower()}")),
    ]
    if record.scope:
        facts.append(("Đối tượng", Link(record.scope)))
    parent = catalogue.published.movements.get(record.parent or "")
    if parent:
        facts.append(("Thuộc phong trào", Link(parent.name, addresses.movement(parent.id))))
    facts.append(("Tình trạng", Link(record.status.label)))
    return tuple(facts)


def _period(record: Movement) -> str:
    if record.period:
        return record.period
    if record.start and record.end:
        return f"{short_date(record.start)} – {short_date(record.end)}"
    return (
        f"Từ {short_date(record.start)}"
        if record.start
        else f"Đến {short_date(record.end)}"
        if record.end
        else ""
    )


def _parts(catalogue: Catalogue, movement_id: str) -> list[TakingPart]:
    parts = []
    for unit, entry in catalogue.joined.get(movement_id, ()):
        plan = launch_words(catalogue.published, entry.document)
        day = date(entry.year, 12, 31)
        then = unit_then(catalogue, unit, day)
        parts.append(
            TakingPart(
                Link(distinct_name(catalogue, unit, day), then.address),
                f"nay là {then.today}" if then.today else "",
                str(entry.year),
                plan or UNKNOWN,
                entry.period or UNKNOWN,
                result_table(entry.results),
            )
        )
    return parts
