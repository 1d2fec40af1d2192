"""Makes the data of a unit's web page, and of the web page that lists all units.

A unit is a school, a centre or an office. Its page shows its exemplars, movements, conferences and report. It
also shows its lineage: its names, predecessors, successors, places and superior bodies over time.
"""

from dataclasses import dataclass

from kyyeu.facts.words import citation, joined, place_words
from kyyeu.model.conferences import Conference
from kyyeu.model.fields import Period
from kyyeu.model.units import Unit, UnitChange, UnitKind, UnitParent, UnitStatus
from kyyeu.vietnamese import number, short_date, sort_key
from kyyeu.views import addresses
from kyyeu.views.appendices import Appendix01, appendix_01
from kyyeu.views.awards import AwardView, timeline
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import Link, period_words
from kyyeu.views.pictures import PictureView
from kyyeu.views.reports import ReportView, report
from kyyeu.views.site.booklet_downloads import BookletFile, BookletView, unit_booklets
from kyyeu.views.site.cards import Card, building, card
from kyyeu.views.site.history import HistoryYear, unit_history
from kyyeu.views.site.movements import LinkedMovementRow, rows
from kyyeu.views.site.news import ON_UNIT, NewsCard, cards
from kyyeu.views.site.site_frame import PageView, edit_address, known_facts


@dataclass(frozen=True, slots=True)
class Lineage:
    """Holds the names, predecessors, successors, places and superior bodies of a unit (such as a school).

    `notice` is a text that names the units which have succeeded the unit. `former` is a text with the unit's
    earlier names. The other fields are lines in a box of facts, the oldest first.
    """

    notice: str
    former: str
    names: tuple[Link, ...]
    predecessors: tuple[Link, ...]
    successors: tuple[Link, ...]
    parents: tuple[Link, ...]
    places: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ModelView:
    """A model (mô hình: a way of working worth copying) on the web page of its unit (such as a school)."""

    name: str
    kind: str
    how: str
    results: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class YearRows:
    """The movements (emulation campaigns) of a unit (such as a school) in one year."""

    year: int
    rows: tuple[LinkedMovementRow, ...]


@dataclass(frozen=True, slots=True)
class UnitView(PageView):
    """The data of the web page of a unit (school, centre or office)."""

    kicker: str
    summary: str
    picture: PictureView | None
    counts: tuple[tuple[str, str], ...]
    lineage: Lineage
    facts: tuple[tuple[str, str], ...]
    website: str
    exemplars: tuple[Card, ...]
    awards: tuple[AwardView, ...]
    models: tuple[ModelView, ...]
    report: ReportView | None
    appendix: tuple[YearRows, ...]
    appendix_title: tuple[str, ...]
    conferences: tuple[Link, ...]
    booklets: tuple[BookletView, ...]
    history: tuple[HistoryYear, ...]
    news: tuple[NewsCard, ...]
    edit: str


def unit(catalogue: Catalogue, record: Unit, files: tuple[BookletFile, ...]) -> UnitView:
    """Returns the data of the web page of a unit (school, centre or office).

    `files` are the finished booklets of all units.
    """
    published = catalogue.published
    cycle = published.cycles.get(published.site.cycle)
    exemplars = catalogue.by_unit.get(record.id, ())
    appendix = appendix_01(catalogue.published, cycle, record.id) if cycle else None
    place = place_words(record.place_on(catalogue.day))
    name = record.name_on(catalogue.day)
    counts = [
        ("Điển hình", len(exemplars)),
        ("Phong trào", appendix.count if appendix else 0),
        ("Khen thưởng tập thể", len(record.awards)),
        ("Cán bộ, giáo viên, nhân viên", record.staff or 0),
    ]
    return UnitView(
        heading=name,
        description=record.summary
        or f"{name}: điển hình tiên tiến, phong trào thi đua, hội nghị và báo cáo.",
        kicker=joined(record.kind.label, place),
        summary=record.summary or "",
        picture=building(catalogue, record),
        counts=tuple((label, number(count)) for label, count in counts if count),
        lineage=lineage(catalogue, record),
        facts=_facts(record),
        website=record.website or "",
        exemplars=tuple(card(catalogue, exemplar, with_unit=False) for exemplar in exemplars),
        awards=timeline(catalogue, record.awards, record.id, name),
        models=tuple(_model(catalogue, ref) for ref in published.models if ref.startswith(f"{record.id}/")),
        report=report(catalogue, f"{record.id}/{published.site.cycle}"),
        appendix=_years(catalogue, appendix),
        appendix_title=("Phụ lục số 01", *appendix.title) if appendix else (),
        conferences=tuple(
            _conference(catalogue, conference) for conference in catalogue.unit_conferences.get(record.id, ())
        ),
        booklets=unit_booklets(catalogue, files, record.id),
        history=unit_history(catalogue, record),
        news=cards(catalogue, catalogue.unit_news.get(record.id, ())[:ON_UNIT]),
        edit=edit_address(published.site, published.file("unit", record.id)),
    )


def _years(catalogue: Catalogue, appendix: Appendix01 | None) -> tuple[YearRows, ...]:
    """Returns the movements (emulation campaigns) of a unit (such as a school) for each year of a cycle.

    They are rows of Phụ lục số 01, the official table of movements. Years without movements are included. The
    result is empty if the unit has no movement in any year.
    """
    if appendix is None or not appendix.count:
        return ()
    return tuple(YearRows(block.year, rows(catalogue, block.rows)) for block in appendix.years)


def _facts(record: Unit) -> tuple[tuple[str, str], ...]:
    return known_facts(
        ("Loại hình", record.kind.label),
        ("Cụm, khối thi đua", record.cluster or ""),
        ("Tình trạng", "" if record.status is UnitStatus.ACTIVE else record.status.label),
    )


def _conference(catalogue: Catalogue, record: Conference) -> Link:
    day = record.main_day
    return Link(
        f"{record.title} {period_words(catalogue, record.cycle).lower()}",
        addresses.conference(record.ref),
        joined(short_date(day) if day else "", record.status.label),
    )


def _model(catalogue: Catalogue, ref: str) -> ModelView:
    model = catalogue.published.models[ref]
    praised = "; ".join(joined(praise.form, str(praise.year or ""), by=", ") for praise in model.praised)
    return ModelView(
        model.name,
        model.kind,
        model.how,
        model.results,
        known_facts(
            ("Bắt đầu", f"Năm {model.since_year}" if model.since_year else ""),
            ("Biểu dương", praised),
            ("Nhân rộng", model.replicated or ""),
        ),
    )


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit (school, centre or office) as a row on the web page that lists all units.

    `place` distinguishes units with equal names. `note` names the units that have succeeded this unit, or
    else the unit's former names.
    """

    link: Link
    place: str
    note: str
    exemplars: str


@dataclass(frozen=True, slots=True)
class UnitsView(PageView):
    """The data of the web page that lists all units.

    Each group has a kind of unit (such as primary schools) and the units of that kind.
    """

    groups: tuple[tuple[str, tuple[UnitRow, ...]], ...]


PAST = "Đã sáp nhập hoặc kết thúc hoạt động"


def units(catalogue: Catalogue) -> UnitsView:
    """Returns the data of the web page that lists all units (schools, centres, offices).

    Units are grouped by kind, in alphabetical order. Those that no longer exist come last, with the names of
    the units that have succeeded them.
    """
    labels = [kind.label for kind in UnitKind if kind is not UnitKind.AUTHORITY]
    groups: dict[str, list[UnitRow]] = {label: [] for label in (*labels, UnitKind.AUTHORITY.label, PAST)}
    ordered = sorted(
        catalogue.published.units.values(),
        key=lambda record: (
            sort_key(record.name_on(catalogue.day)),
            sort_key(place_words(record.place_on(catalogue.day))),
            record.id,
        ),
    )
    for record in ordered:
        label = record.kind.label if record.status is UnitStatus.ACTIVE else PAST
        groups[label].append(_row(catalogue, record))
    return UnitsView(
        heading="Đơn vị",
        description="Các đơn vị trong ngành theo tên hiện nay, kèm tên trước đây và đơn vị kế tục.",
        groups=tuple((label, tuple(rows)) for label, rows in groups.items() if rows),
    )


def _row(catalogue: Catalogue, record: Unit) -> UnitRow:
    size = len(catalogue.by_unit.get(record.id, ()))
    return UnitRow(
        Link(record.name_on(catalogue.day), addresses.unit(record.id)),
        place_words(record.place_on(catalogue.day)),
        lineage(catalogue, record).notice or former_words(catalogue, record),
        f"{size} điển hình" if size else "",
    )


def lineage(catalogue: Catalogue, unit: Unit) -> Lineage:
    """Returns the names, predecessors, successors, places and superior bodies of a unit over time.

    A unit is a school, a centre or an office.
    """
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
    """Returns a period in words: 'từ 01/7/2025', 'đến 30/6/2025', 'từ … đến …', or '' if it has no limits."""
    since = f"từ {short_date(period.since)}" if period.since else ""
    return joined(since, f"đến {short_date(period.until)}" if period.until else "", by=" ")


def _parent(catalogue: Catalogue, parent: UnitParent) -> Link:
    """Returns a link to the body that was above a unit during a period.

    The body is named as at the end of the period. A unit is, for example, a school.
    """
    note = joined(parent.kind.label, validity_words(parent), by="; ")
    return Link(catalogue.unit_name(parent.unit, parent.until), addresses.unit(parent.unit), note)


def _change(catalogue: Catalogue, change: UnitChange) -> Link:
    """Returns a link to the predecessor or successor of a unit (such as a school).

    It has the name of the day of the change. A note says how the unit changed (for example by a merger) and
    which document decided it.
    """
    decision = catalogue.published.documents.get(change.decision or "")
    how = f"{change.how.label} ngày {short_date(change.date)}" if change.date else change.how.label
    return Link(
        catalogue.unit_name(change.unit, change.date),
        addresses.unit(change.unit) if change.unit in catalogue.published.units else "",
        joined(how, citation(decision) if decision else "", by="; "),
    )


def former_words(catalogue: Catalogue, unit: Unit) -> str:
    """Returns a text such as 'trước là A, B' with the former names and predecessors of a school.

    The result is '' if there are none.
    """
    name = unit.name_on(catalogue.day)
    names = [former.name for former in unit.names if former.name != name]
    names += sorted((catalogue.unit_name(change.unit) for change in unit.predecessors), key=sort_key)
    return f"trước là {', '.join(dict.fromkeys(names))}" if names else ""
