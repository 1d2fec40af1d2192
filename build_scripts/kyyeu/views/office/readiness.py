"""Cycle + day → how ready every unit is: papers, report, conference, exemplars, delegates; the worst first. For the Sở's own eyes.

The catalogue is that of the library published for print; what it must not hold of people, `Office` gives without their names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kyyeu.facts.consent import ConsentState
from kyyeu.facts.print_sizes import portrait_pixels
from kyyeu.model.conferences import Conference, ConferenceStatus
from kyyeu.model.exemplars import WORDS
from kyyeu.model.fields import Choice
from kyyeu.model.reports import Cycle
from kyyeu.publishing.office import Elected, Office, PhotoState, Standing
from kyyeu.vietnamese import number, short_date
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.completeness import report_completeness
from kyyeu.views.naming import distinct_name
from kyyeu.views.submissions import OwedPaper, PaperState, conference_of, owing_units, papers
from kyyeu.views.unit_order import unit_order

SOON = timedelta(days=60)  # before a consent ends: time to ask again


class Stage(Choice):
    """How a unit stands, the worst first."""

    OVERDUE = "overdue", "Quá hạn"
    DUE = "due", "Chưa nộp"
    INCOMPLETE = "incomplete", "Chưa đủ"
    WAITING = "waiting", "Chờ duyệt"
    POSTPONED = "postponed", "Hoãn"
    COMPLETE = "complete", "Đủ"


@dataclass(frozen=True, slots=True)
class ExemplarFault:
    """`code` is for programs, `text` for people."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class ExemplarState:
    """`number` is the place of its file among its unit's; `ref` and `name` are None of whoever is withheld. Of who withdrew nothing is
    asked: `faults` says that alone, and `asks` is false."""

    number: int
    ref: str | None
    name: str | None
    faults: tuple[ExemplarFault, ...]
    asks: bool


@dataclass(frozen=True, slots=True)
class ReportState:
    """`lacking`: code, title and what is still to be written, of every section that lacks it; `appendices` that have no row yet."""

    there: bool
    done: int
    total: int
    lacking: tuple[tuple[str, str, str], ...]
    appendices: tuple[str, ...]

    @property
    def complete(self) -> bool:
        return self.there and not self.lacking and not self.appendices


@dataclass(frozen=True, slots=True)
class ConferenceState:
    status: ConferenceStatus
    day: date | None
    note: str


@dataclass(frozen=True, slots=True)
class DelegateCounts:
    """Elected to the sector's conference; `allotted` is None where nobody said how many."""

    allotted: int | None
    elected: int
    substitutes: int
    withheld: int


@dataclass(frozen=True, slots=True)
class UnitState:
    """`owes` is false of a unit that the guidance asks no papers of, or that was no more: its exemplars still count."""

    unit: str
    name: str
    cluster: str
    owes: bool
    stage: Stage
    papers: tuple[OwedPaper, ...]
    meeting: ConferenceState | None
    report: ReportState | None
    exemplars: tuple[ExemplarState, ...]
    delegates: DelegateCounts

    @property
    def owed(self) -> tuple[OwedPaper, ...]:
        return tuple(paper for paper in self.papers if paper.state in (PaperState.DUE, PaperState.OVERDUE))

    @property
    def overdue(self) -> tuple[OwedPaper, ...]:
        return tuple(paper for paper in self.papers if paper.state is PaperState.OVERDUE)

    @property
    def faulty(self) -> tuple[ExemplarState, ...]:
        return tuple(entry for entry in self.exemplars if entry.faults and entry.asks)

    @property
    def missing_delegates(self) -> int:
        """Negative where there are too many. Nothing is missing before the unit's conference has elected."""
        held = self.meeting is not None and self.meeting.status is ConferenceStatus.HELD
        return (
            self.delegates.allotted - self.delegates.elected
            if held and self.delegates.allotted is not None
            else 0
        )


@dataclass(frozen=True, slots=True)
class Readiness:
    cycle: str
    cycle_name: str
    organiser: str
    contact: str
    day: date
    before: date
    units: tuple[UnitState, ...]
    demonstration: bool

    @property
    def stages(self) -> Mapping[Stage, int]:
        """How many units stand at each stage; those that owe nothing are not counted."""
        return {stage: sum(unit.stage is stage for unit in self.units if unit.owes) for stage in Stage}


def readiness(catalogue: Catalogue, office: Office, cycle: Cycle) -> Readiness:
    published = catalogue.published
    sector = conference_of(catalogue, published.site.organiser, cycle.id)
    allotted = {entry.unit: entry.delegates for entry in sector.allocation} if sector else {}
    owing = owing_units(catalogue, cycle)
    standings: dict[str, list[Standing]] = {}
    for standing in office.exemplars:
        if standing.cycle == cycle.id:
            standings.setdefault(standing.unit, []).append(standing)
    named = (
        {entry.unit for entry in catalogue.conferences if entry.cycle == cycle.id}
        | standings.keys()
        | allotted.keys()
    )
    named |= {entry.unit for entry in published.reports.values() if entry.id == cycle.id}
    named |= {entry.unit for entry in published.submissions.values() if entry.cycle == cycle.id}
    least = portrait_pixels(published)
    states = [
        _unit(
            catalogue,
            cycle,
            ref,
            ref in owing,
            standings.get(ref, ()),
            least,
            _delegates(sector, allotted.get(ref), office.elected, ref),
        )
        for ref in sorted({*owing, *named} & published.units.keys())
    ]
    states = [
        state
        for state in states
        if state.owes or state.exemplars or state.delegates != DelegateCounts(None, 0, 0, 0)
    ]
    site = published.site
    return Readiness(
        cycle.id,
        cycle.name,
        catalogue.unit_name(site.organiser),
        f"{site.contact.office}, {site.contact.email}",
        catalogue.day,
        cycle.report_before,
        tuple(sorted(states, key=lambda state: (*_badness(state), *unit_order(catalogue, state.unit)))),
        site.demonstration,
    )


def _unit(
    catalogue: Catalogue,
    cycle: Cycle,
    ref: str,
    owes: bool,
    standings: Sequence[Standing],
    least: tuple[int, int],
    delegates: DelegateCounts,
) -> UnitState:
    meeting = conference_of(catalogue, ref, cycle.id)
    found = papers(catalogue, ref, cycle) if owes else ()
    exemplars = tuple(
        sorted(
            (_exemplar(entry, least, catalogue.day) for entry in standings), key=lambda entry: entry.number
        )
    )
    report = _report(catalogue, cycle, ref) if owes else None
    state = UnitState(
        ref,
        distinct_name(catalogue, ref),
        catalogue.published.units[ref].cluster or "",
        owes,
        Stage.COMPLETE,
        found,
        ConferenceState(meeting.status, meeting.main_day, meeting.status_note or "") if meeting else None,
        report,
        exemplars,
        delegates,
    )
    return _staged(state)


def _staged(state: UnitState) -> UnitState:
    states = {paper.state for paper in state.papers}
    came = any(paper.came and paper.item.value == "result" and not paper.waiting for paper in state.papers)
    unwritten = came and state.report is not None and not state.report.complete
    incomplete = unwritten or bool(state.faulty) or bool(state.missing_delegates)
    stage = (
        Stage.OVERDUE
        if PaperState.OVERDUE in states
        else Stage.DUE
        if PaperState.DUE in states
        else Stage.INCOMPLETE
        if incomplete
        else Stage.WAITING
        if any(paper.waiting for paper in state.papers)
        else Stage.POSTPONED
        if PaperState.OFF in states
        else Stage.COMPLETE
    )
    return replace(state, stage=stage)


def _badness(state: UnitState) -> tuple[int, ...]:
    """Units that owe nothing come last."""
    lacking = len(state.report.lacking) if state.report else 0
    return (
        not state.owes,
        list(Stage).index(state.stage),
        -len(state.overdue),
        -len(state.owed),
        -lacking,
        -len(state.faulty),
    )


def _report(catalogue: Catalogue, cycle: Cycle, unit: str) -> ReportState:
    report = catalogue.published.reports.get(f"{unit}/{cycle.id}")
    if cycle.outline not in catalogue.published.outlines:
        return ReportState(report is not None, 0, 0, (), ())
    found = report_completeness(catalogue, report, cycle, unit)
    return ReportState(
        report is not None and any(section.words for section in found.sections),
        found.done,
        len(found.sections),
        tuple((section.code, section.title, section.lacks) for section in found.sections if section.lacks),
        tuple(number for number, there in found.appendices if not there),
    )


def _exemplar(standing: Standing, least: tuple[int, int], day: date) -> ExemplarState:
    if standing.consent is ConsentState.WITHDRAWN:
        return ExemplarState(standing.number, None, None, (WITHDRAWN,), False)
    faults = (*_consent_faults(standing, day), *_photo_faults(standing, least), *_text_faults(standing))
    return ExemplarState(standing.number, standing.ref, standing.name, faults, True)


WITHDRAWN = ExemplarFault("consent-withdrawn", f"{ConsentState.WITHDRAWN.label}, không đăng, không in")


def _consent_faults(standing: Standing, day: date) -> list[ExemplarFault]:
    found = [ExemplarFault("draft", "hồ sơ chưa được duyệt")] if standing.draft else []
    if standing.consent is not ConsentState.IN_FORCE:
        return [*found, ExemplarFault(f"consent-{standing.consent}", standing.consent.label)]
    if standing.expires and standing.expires - day <= SOON:
        found.append(
            ExemplarFault("consent-ends", f"phiếu đồng ý hết hạn sau ngày {short_date(standing.expires)}")
        )
    return found


def _photo_faults(standing: Standing, least: tuple[int, int]) -> list[ExemplarFault]:
    if standing.photo is PhotoState.MISSING:
        return [ExemplarFault("photo-missing", "chưa có ảnh")]
    if standing.photo is PhotoState.UNREADABLE:
        return [ExemplarFault("photo-format", "ảnh không mở được")]
    if standing.photo is PhotoState.NONE:
        return []
    (width, height), (wide, high) = standing.pixels, least
    return (
        [ExemplarFault("photo-small", f"ảnh {width} × {height}, cần ít nhất {wide} × {high} điểm ảnh")]
        if width < wide or height < high
        else []
    )


def _text_faults(standing: Standing) -> list[ExemplarFault]:
    least, most = WORDS
    found = []
    if not least <= standing.words <= most:
        code, what = ("words-few", "ngắn") if standing.words < least else ("words-many", "dài")
        found.append(
            ExemplarFault(code, f"bài {what}: {number(standing.words)} chữ, cần từ {least} đến {most}")
        )
    if standing.undecided:
        found.append(
            ExemplarFault("award-undecided", f"{standing.undecided} khen thưởng chưa có số quyết định")
        )
    return found


def _delegates(
    sector: Conference | None, allotted: int | None, elected: Mapping[tuple[str, str], Elected], unit: str
) -> DelegateCounts:
    found = elected.get((sector.ref, unit), Elected()) if sector else Elected()
    return DelegateCounts(allotted, found.delegates, found.substitutes, found.withheld)
