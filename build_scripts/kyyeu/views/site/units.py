"""Makes the page of a unit with its exemplars, movements, conference and report, and the index of units."""

from collections import Counter
from dataclasses import dataclass

from kyyeu.facts.words import joined, place_words
from kyyeu.model.conferences import Conference
from kyyeu.model.units import Unit, UnitKind, UnitStatus
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
from kyyeu.views.site.movement_years import LinkedMovementRow, rows
from kyyeu.views.site.news import ON_UNIT, NewsCard, cards
from kyyeu.views.site.site_frame import PageView, edit_address
from kyyeu.views.site.unit_lineage import Lineage, former_words, lineage


@dataclass(frozen=True, slots=True)
class ModelView:
    """A model (mô hình: a way of working worth copying) on the page of its unit."""

    name: str
    kind: str
    how: str
    results: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class YearRows:
    """The movements (emulation campaigns) of a unit in one year."""

    year: int
    rows: tuple[LinkedMovementRow, ...]


@dataclass(frozen=True, slots=True)
class UnitView(PageView):
    """The data of a unit's page."""

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
    appendix_count: int
    conferences: tuple[Link, ...]
    booklets: tuple[BookletView, ...]
    history: tuple[HistoryYear, ...]
    news: tuple[NewsCard, ...]
    edit: str


def unit(catalogue: Catalogue, record: Unit, files: tuple[BookletFile, ...]) -> UnitView:
    """Returns the data of a unit's page; `files` are the booklets of all conferences."""
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
        appendix_count=appendix.count if appendix else 0,
        conferences=tuple(
            _conference(catalogue, conference) for conference in catalogue.unit_conferences.get(record.id, ())
        ),
        booklets=unit_booklets(catalogue, files, record.id),
        history=unit_history(catalogue, record),
        news=cards(catalogue, catalogue.unit_news.get(record.id, ())[:ON_UNIT]),
        edit=edit_address(published.site.repository or "", published.file("unit", record.id)),
    )


def _years(catalogue: Catalogue, appendix: Appendix01 | None) -> tuple[YearRows, ...]:
    """Returns a unit's movements (emulation campaigns) for each year of the cycle, even years without any.

    They are the rows of Phụ lục 01 (the table of movements). The result is empty for a unit without any
    movement.
    """
    if appendix is None or not appendix.count:
        return ()
    return tuple(YearRows(block.year, rows(catalogue, block.rows)) for block in appendix.years)


def _facts(record: Unit) -> tuple[tuple[str, str], ...]:
    facts = [("Loại hình", record.kind.label)]
    if record.cluster:
        facts.append(("Cụm, khối thi đua", record.cluster))
    if record.status is not UnitStatus.ACTIVE:
        facts.append(("Tình trạng", record.status.label))
    return tuple(facts)


def _conference(catalogue: Catalogue, record: Conference) -> Link:
    day = record.main_day
    title = f"{record.title} {period_words(catalogue, record.cycle).lower()}"
    return Link(
        title, addresses.conference(record.ref), joined(short_date(day) if day else "", record.status.label)
    )


def _model(catalogue: Catalogue, ref: str) -> ModelView:
    model = catalogue.published.models[ref]
    facts = [
        ("Bắt đầu", f"Năm {model.since_year}" if model.since_year else ""),
        (
            "Biểu dương",
            "; ".join(joined(praise.form, str(praise.year or ""), by=", ") for praise in model.praised),
        ),
        ("Nhân rộng", model.replicated or ""),
    ]
    return ModelView(
        model.name,
        model.kind,
        model.how,
        model.results,
        tuple((label, words) for label, words in facts if words),
    )


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit in the index of units.

    `place` distinguishes units with equal names; `note` gives the units that succeeded it, or else its former
    names.
    """

    link: Link
    place: str
    note: str
    exemplars: str


@dataclass(frozen=True, slots=True)
class UnitGroup:
    """The units of one kind (such as primary schools) in the index of units."""

    label: str
    rows: tuple[UnitRow, ...]


@dataclass(frozen=True, slots=True)
class UnitsView(PageView):
    """The index page of units; `count` is the number of schools."""

    count: int
    groups: tuple[UnitGroup, ...]


PAST = "Đã sáp nhập hoặc kết thúc hoạt động"


def units(catalogue: Catalogue) -> UnitsView:
    """Returns the index page of units by kind, in alphabetical order.

    Units that no longer exist come last, with the units that succeeded them.
    """
    groups: dict[str, list[Unit]] = {kind.label: [] for kind in UnitKind if kind is not UnitKind.AUTHORITY}
    groups |= {UnitKind.AUTHORITY.label: [], PAST: []}
    for record in catalogue.published.units.values():
        groups[record.kind.label if record.status is UnitStatus.ACTIVE else PAST].append(record)
    sizes = Counter({ref: len(exemplars) for ref, exemplars in catalogue.by_unit.items()})
    schools = sum(
        len(members) for label, members in groups.items() if label not in (PAST, UnitKind.AUTHORITY.label)
    )
    return UnitsView(
        heading="Đơn vị",
        description="Các đơn vị trong ngành theo tên hiện nay, kèm tên trước đây và đơn vị kế tục.",
        count=schools,
        groups=tuple(
            _group(catalogue, label, members, sizes) for label, members in groups.items() if members
        ),
    )


def _group(catalogue: Catalogue, label: str, members: list[Unit], sizes: Counter[str]) -> UnitGroup:
    ordered = sorted(members, key=lambda record: _order(catalogue, record))
    return UnitGroup(label, tuple(_row(catalogue, record, sizes[record.id]) for record in ordered))


def _order(catalogue: Catalogue, record: Unit) -> tuple[object, ...]:
    return (
        sort_key(record.name_on(catalogue.day)),
        sort_key(place_words(record.place_on(catalogue.day))),
        record.id,
    )


def _row(catalogue: Catalogue, record: Unit, size: int) -> UnitRow:
    note = lineage(catalogue, record).notice or former_words(catalogue, record)
    return UnitRow(
        Link(record.name_on(catalogue.day), addresses.unit(record.id)),
        place_words(record.place_on(catalogue.day)),
        note,
        f"{size} điển hình" if size else "",
    )
