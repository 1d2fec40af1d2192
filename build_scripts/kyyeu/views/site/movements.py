"""Makes the data of the web pages about movements (emulation campaigns).

There is a page for each movement, a page that lists all movements, and for each year a page with Phụ lục số
01. This official table of the movements in all schools of the province has each movement once, in the year of
the document that launched it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kyyeu.facts.words import joined, launch_words
from kyyeu.model.movements import LaunchedBy, Movement
from kyyeu.model.reports import Cycle
from kyyeu.vietnamese import short_date, sort_key
from kyyeu.views import addresses
from kyyeu.views.appendices import MovementRow, appendix_01
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import Link, distinct_name, unit_then
from kyyeu.views.results import ResultTable, result_table
from kyyeu.views.site.cards import Card, card
from kyyeu.views.site.charts import Chart, result_charts
from kyyeu.views.site.history import HistoryYear, movement_history
from kyyeu.views.site.site_frame import PageView, edit_address
from kyyeu.views.texts import UNKNOWN

_LAUNCHED = {LaunchedBy.LOCALITY: "Do địa phương phát động", LaunchedBy.UNIT: "Do các đơn vị phát động"}


@dataclass(frozen=True, slots=True)
class MovementCard:
    """A movement (emulation campaign) as a card in a grid on the site."""

    address: str
    name: str
    kicker: str
    year: str
    launched: str
    summary: str
    facts: str


@dataclass(frozen=True, slots=True)
class MovementsView(PageView):
    """The data of the web page that lists all movements (emulation campaigns).

    `groups` has pairs of a kind of launching body, such as the ministry or schools, and the movements that
    bodies of this kind launched.
    """

    years: tuple[Link, ...]
    groups: tuple[tuple[str, tuple[MovementCard, ...]], ...]


def movements(catalogue: Catalogue) -> MovementsView:
    """Returns the data of the web page that lists all movements, grouped by the body that launched them.

    Groups are in the order of section I.2 of the outline (đề cương) of the summary report. Within a group,
    movements named in the outline come first.
    """
    cycle = catalogue.published.cycles.get(catalogue.published.site.cycle)
    outline = catalogue.published.outlines.get(cycle.outline) if cycle else None
    outline_order = [ref for section in (outline.sections if outline else ()) for ref in section.movements]
    places = {ref: place for place, ref in enumerate(outline_order)}
    ordered = sorted(
        catalogue.published.movements.values(),
        key=lambda record: (places.get(record.id, len(places)), *_order(record)),
    )
    launched: dict[LaunchedBy, list[MovementCard]] = {body: [] for body in LaunchedBy}
    for record in ordered:
        launched[record.launched_by].append(movement_card(catalogue, record))
    return MovementsView(
        heading="Phong trào thi đua",
        description="Các phong trào thi đua yêu nước mà ngành Giáo dục hưởng ứng và phát động, "
        "xếp theo cấp phát động.",
        years=tuple(Link(str(year), addresses.movement_year(year)) for _, year in movement_years(catalogue)),
        groups=tuple(
            (_LAUNCHED.get(body, f"Do {body.label} phát động"), tuple(cards))
            for body, cards in launched.items()
            if cards
        ),
    )


def _order(movement: Movement) -> tuple[object, ...]:
    return movement.year or 9999, sort_key(movement.name), movement.id


def movement_card(catalogue: Catalogue, movement: Movement) -> MovementCard:
    """Returns a movement (emulation campaign) as a card for a grid on the site."""
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
    """Returns the day on which a movement was launched, or None if it is unknown.

    The body that launched the movement is named as on that day.
    """
    return (movement.document.date if movement.document else None) or movement.start


@dataclass(frozen=True, slots=True)
class TakingPart:
    """A unit (such as a school) that joined a movement, as the web page of the movement shows it.

    A movement is an emulation campaign. `unit` is named as in the year of joining. `document` and `period`
    are those of the unit's plan.
    """

    unit: Link
    today: str
    year: str
    document: str
    period: str
    results: ResultTable | None


@dataclass(frozen=True, slots=True)
class MovementView(PageView):
    """The data of the web page about one movement (emulation campaign)."""

    kicker: str
    slogan: str
    summary: str
    facts: tuple[tuple[str, Link], ...]
    history: tuple[HistoryYear, ...]
    results: ResultTable | None
    charts: tuple[Chart, ...]
    csv: str
    parts: tuple[TakingPart, ...]
    exemplars: tuple[Card, ...]
    children: tuple[Link, ...]
    edit: str


def movement(catalogue: Catalogue, record: Movement) -> MovementView:
    """Returns the data of the web page about one movement (emulation campaign)."""
    published = catalogue.published
    results, csv = result_table(record.results), addresses.movement_results(record.id)
    children = sorted(
        (child for child in published.movements.values() if child.parent == record.id), key=_order
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
        exemplars=tuple(card(catalogue, exemplar) for exemplar in catalogue.by_movement.get(record.id, ())),
        children=tuple(
            Link(child.name, addresses.movement(child.id), str(child.year or "")) for child in children
        ),
        edit=edit_address(published.site, published.file("movement", record.id)),
    )


def _facts(catalogue: Catalogue, record: Movement) -> tuple[tuple[str, Link], ...]:
    """Returns the facts in the box of a movement's web page, as pairs of label and link.

    An unknown launching document or period is shown as '…..'.
    """
    document = record.document
    known = catalogue.published.documents.get(document.id or "") if document else None
    parent = catalogue.published.movements.get(record.parent or "")
    launched = Link(record.launched_by.label)
    if record.unit:
        launched = Link(catalogue.unit_name(record.unit, _launched_on(record)), addresses.unit(record.unit))
    facts = [
        ("Phát động", launched),
        (
            "Văn bản",
            Link(
                launch_words(catalogue.published, document) or UNKNOWN,
                addresses.document(known.id) if known else "",
            ),
        ),
        ("Thời gian", Link(_period(record) or UNKNOWN)),
        ("Phạm vi", Link(f"Cấp {record.level.label.lower()}")),
        ("Đối tượng", Link(record.scope or "")),
        ("Thuộc phong trào", Link(parent.name, addresses.movement(parent.id)) if parent else Link("")),
        ("Tình trạng", Link(record.status.label)),
    ]
    return tuple((label, link) for label, link in facts if link.text)


def _period(record: Movement) -> str:
    if record.period:
        return record.period
    if record.start and record.end:
        return f"{short_date(record.start)} – {short_date(record.end)}"
    if record.start:
        return f"Từ {short_date(record.start)}"
    return f"Đến {short_date(record.end)}" if record.end else ""


def _parts(catalogue: Catalogue, movement_id: str) -> Iterator[TakingPart]:
    for unit, participation in catalogue.joined.get(movement_id, ()):
        day = date(participation.year, 12, 31)
        then = unit_then(catalogue, unit, day)
        yield TakingPart(
            Link(distinct_name(catalogue, unit, day), then.address),
            f"nay là {then.today}" if then.today else "",
            str(participation.year),
            launch_words(catalogue.published, participation.document) or UNKNOWN,
            participation.period or UNKNOWN,
            result_table(participation.results),
        )


@dataclass(frozen=True, slots=True)
class LinkedMovementRow:
    """A row of Phụ lục số 01 (the official table of movements), with a link to the movement's web page."""

    movement: Link
    document: str
    period: str


@dataclass(frozen=True, slots=True)
class MovementYearView(PageView):
    """The data of the web page with Phụ lục số 01 (the official table of movements) for one year."""

    year: int
    title: tuple[str, ...]
    rows: tuple[LinkedMovementRow, ...]
    years: tuple[Link, ...]


def movement_years(catalogue: Catalogue) -> tuple[tuple[Cycle, int], ...]:
    """Returns pairs (cycle, year) for all years that have a Phụ lục số 01, the official table of movements.

    A cycle has five years. A year that belongs to two cycles is paired with the later one.
    """
    cycles = {
        year: cycle for cycle in catalogue.published.cycles.values() for year in cycle.appendix_years.years
    }
    return tuple((cycles[year], year) for year in sorted(cycles))


def movement_year(catalogue: Catalogue, cycle: Cycle, year: int) -> MovementYearView:
    """Returns the data of the web page with Phụ lục số 01 (the official table of movements) for one year."""
    appendix = appendix_01(catalogue.published, cycle)
    block = next((block for block in appendix.years if block.year == year), None)
    return MovementYearView(
        heading=f"Phong trào thi đua năm {year}",
        description=f"Phụ lục số 01: các phong trào thi đua phát động năm {year} trong toàn ngành, "
        "mỗi phong trào tính một lần.",
        year=year,
        title=("Phụ lục số 01", *appendix.title),
        rows=rows(catalogue, block.rows if block else ()),
        years=tuple(
            Link(str(other), addresses.movement_year(other)) for _, other in movement_years(catalogue)
        ),
    )


def rows(catalogue: Catalogue, appendix_rows: tuple[MovementRow, ...]) -> tuple[LinkedMovementRow, ...]:
    """Returns rows of Phụ lục số 01 (the official table of movements), with links to movements' web pages.

    A movement without a web page has no link.
    """
    known = catalogue.published.movements
    return tuple(
        LinkedMovementRow(
            Link(row.name, addresses.movement(row.movement) if row.movement in known else ""),
            row.document,
            row.period,
        )
        for row in appendix_rows
    )
