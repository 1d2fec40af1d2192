"""Finds how ready each unit (such as a school) is for the conferences of a cycle (five years).

It looks at documents sent, report, conference, exemplars and delegates. The least ready unit comes first.
Only the education department (Sở) sees the result. Withheld people are counted in it, but not named.
"""

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
from kyyeu.views.catalogue import Catalogue, unit_order
from kyyeu.views.naming import distinct_name
from kyyeu.views.reports import report_completeness
from kyyeu.views.submissions import OwedPaper, PaperState, conference_of, owing_units, papers

# If a consent form expires within this time, the unit (such as a school) is asked to renew it.
SOON = timedelta(days=60)


class Stage(Choice):
    """The stages of readiness of a unit (such as a school) for its conference, the worst stage first."""

    OVERDUE = "overdue", "Quá hạn"
    DUE = "due", "Chưa nộp"
    INCOMPLETE = "incomplete", "Chưa đủ"
    WAITING = "waiting", "Chờ duyệt"
    POSTPONED = "postponed", "Hoãn"
    COMPLETE = "complete", "Đủ"


@dataclass(frozen=True, slots=True)
class ExemplarFault:
    """Something that is missing or wrong in an exemplar's record, such as a photo that is too small.

    `code` is for programs, `text` for people.
    """

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class ExemplarState:
    """Says how complete the record of an exemplar (honoured person or group) is.

    `number` is the position of the record's file in the unit's folder. `ref` and `name` are None for a
    withheld person. If a person has withdrawn consent, `faults` says only that. `asks` is then false, because
    the unit must not be asked to complete the record.
    """

    number: int
    ref: str | None
    name: str | None
    faults: tuple[ExemplarFault, ...]
    asks: bool


@dataclass(frozen=True, slots=True)
class ReportState:
    """Says how complete the summary report of a unit (such as a school) is.

    `done` of the report's `total` sections are complete. `lacking` are the incomplete sections as triples
    (code, title, what is missing). `appendices` are the numbers of the report's tables that have no rows.
    """

    there: bool
    done: int
    total: int
    lacking: tuple[tuple[str, str, str], ...]
    appendices: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Returns whether the summary report of the unit (such as a school) exists and is complete."""
        return self.there and not self.lacking and not self.appendices


@dataclass(frozen=True, slots=True)
class UnitState:
    """Says how ready a unit (such as a school) is for the conferences of a cycle.

    `owes` is false if the unit need not send any documents. The ministry's guidance exempts some kinds of
    unit, and units that no longer exist. Such a unit may still have exemplars with incomplete records.

    `allotted` is the number of delegates that the unit may elect to the sector's conference, or None if that
    number is unknown.
    """

    unit: str
    name: str
    cluster: str
    owes: bool
    stage: Stage
    papers: tuple[OwedPaper, ...]
    meeting: Conference | None
    report: ReportState | None
    exemplars: tuple[ExemplarState, ...]
    allotted: int | None
    elected: Elected

    @property
    def owed(self) -> tuple[OwedPaper, ...]:
        """Returns the documents that the unit (such as a school) still has to send.

        They go to the education department (Sở).
        """
        return tuple(paper for paper in self.papers if paper.state in (PaperState.DUE, PaperState.OVERDUE))

    @property
    def overdue(self) -> tuple[OwedPaper, ...]:
        """Returns the documents that the unit (such as a school) still has to send and that are overdue."""
        return tuple(paper for paper in self.papers if paper.state is PaperState.OVERDUE)

    @property
    def faulty(self) -> tuple[ExemplarState, ...]:
        """Returns the honoured people (exemplars) whose records the unit (school, centre) must complete."""
        return tuple(exemplar for exemplar in self.exemplars if exemplar.faults and exemplar.asks)

    @property
    def missing_delegates(self) -> int:
        """Returns how many delegates the unit (such as a school) still has to elect.

        It is negative if the unit has elected too many. It is 0 until the unit's conference has been held,
        because that conference elects the delegates.
        """
        held = self.meeting is not None and self.meeting.status is ConferenceStatus.HELD
        if not held or self.allotted is None:
            return 0
        return self.allotted - self.elected.delegates


@dataclass(frozen=True, slots=True)
class Readiness:
    """Says how ready all units (such as schools) are on `day` for the conferences of a cycle.

    A document is in time if the education department (Sở) receives it before the day `before`.
    """

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
        """Returns the number of units (such as schools) at each stage of readiness for their conferences.

        Units that need not send any documents are not counted.
        """
        return {stage: sum(unit.stage is stage for unit in self.units if unit.owes) for stage in Stage}


def readiness(catalogue: Catalogue, office: Office, cycle: Cycle) -> Readiness:
    """Returns how ready each unit (such as a school) is for the conferences of a cycle.

    Units that neither must send documents nor have exemplars or delegates are left out. `office` has the
    state of all exemplars' records, and how many delegates each unit has elected.
    """
    published = catalogue.published
    sector = conference_of(catalogue, published.site.organiser, cycle.id)
    allotted = {share.unit: share.delegates for share in sector.allocation} if sector else {}
    owing = owing_units(catalogue, cycle)
    standings: dict[str, list[Standing]] = {}
    for standing in office.exemplars:
        if standing.cycle == cycle.id:
            standings.setdefault(standing.unit, []).append(standing)
    units = {
        *(*owing, *standings, *allotted),
        *(conference.unit for conference in catalogue.conferences if conference.cycle == cycle.id),
        *(report.unit for report in published.reports.values() if report.id == cycle.id),
        *(submission.unit for submission in published.submissions.values() if submission.cycle == cycle.id),
    }
    least = portrait_pixels(published)
    states = [
        _unit(
            catalogue,
            cycle,
            ref,
            ref in owing,
            standings.get(ref, ()),
            least,
            allotted.get(ref),
            office.elected.get((sector.ref, ref), Elected()) if sector else Elected(),
        )
        for ref in sorted(units & published.units.keys())
    ]
    states = [
        state
        for state in states
        if state.owes or state.exemplars or state.allotted is not None or state.elected != Elected()
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
    allotted: int | None,
    elected: Elected,
) -> UnitState:
    exemplars = [_exemplar(standing, least, catalogue.day) for standing in standings]
    state = UnitState(
        ref,
        distinct_name(catalogue, ref),
        catalogue.published.units[ref].cluster or "",
        owes,
        Stage.COMPLETE,
        papers(catalogue, ref, cycle) if owes else (),
        conference_of(catalogue, ref, cycle.id),
        _report(catalogue, cycle, ref) if owes else None,
        tuple(sorted(exemplars, key=lambda exemplar: exemplar.number)),
        allotted,
        elected,
    )
    return replace(state, stage=_stage(state))


def _stage(state: UnitState) -> Stage:
    states = {paper.state for paper in state.papers}
    came = any(paper.came and paper.item.value == "result" and not paper.waiting for paper in state.papers)
    unwritten = came and state.report is not None and not state.report.complete
    incomplete = unwritten or bool(state.faulty) or bool(state.missing_delegates)
    conditions = (
        (Stage.OVERDUE, PaperState.OVERDUE in states),
        (Stage.DUE, PaperState.DUE in states),
        (Stage.INCOMPLETE, incomplete),
        (Stage.WAITING, any(paper.waiting for paper in state.papers)),
        (Stage.POSTPONED, PaperState.OFF in states),
    )
    return next((stage for stage, holds in conditions if holds), Stage.COMPLETE)


def _badness(state: UnitState) -> tuple[int, ...]:
    """Returns a sort key that puts the unit (such as a school) that is least ready first.

    Units that need not send any documents come last.
    """
    return (
        not state.owes,
        list(Stage).index(state.stage),
        -len(state.overdue),
        -len(state.owed),
        -len(state.report.lacking) if state.report else 0,
        -len(state.faulty),
    )


def _report(catalogue: Catalogue, cycle: Cycle, unit: str) -> ReportState:
    report = catalogue.published.reports.get(f"{unit}/{cycle.id}")
    if cycle.outline not in catalogue.published.outlines:
        return ReportState(report is not None, 0, 0, (), ())
    state = report_completeness(catalogue, report, cycle, unit)
    return ReportState(
        report is not None and any(section.words for section in state.sections),
        state.done,
        len(state.sections),
        tuple((section.code, section.title, section.lacks) for section in state.sections if section.lacks),
        tuple(number for number, has_rows in state.appendices if not has_rows),
    )


def _exemplar(standing: Standing, least: tuple[int, int], day: date) -> ExemplarState:
    if standing.consent is ConsentState.WITHDRAWN:
        withdrawn = ExemplarFault("consent-withdrawn", f"{standing.consent.label}, không đăng, không in")
        return ExemplarState(standing.number, None, None, (withdrawn,), False)
    faults = (*_consent_faults(standing, day), *_photo_faults(standing, least), *_text_faults(standing))
    return ExemplarState(standing.number, standing.ref, standing.name, faults, True)


def _consent_faults(standing: Standing, day: date) -> list[ExemplarFault]:
    faults = [ExemplarFault("draft", "hồ sơ chưa được duyệt")] if standing.draft else []
    if standing.consent is not ConsentState.IN_FORCE:
        faults.append(ExemplarFault(f"consent-{standing.consent}", standing.consent.label))
    elif standing.expires and standing.expires - day <= SOON:
        faults.append(
            ExemplarFault("consent-ends", f"phiếu đồng ý hết hạn sau ngày {short_date(standing.expires)}")
        )
    return faults


def _photo_faults(standing: Standing, least: tuple[int, int]) -> list[ExemplarFault]:
    match standing.photo:
        case PhotoState.MISSING:
            return [ExemplarFault("photo-missing", "chưa có ảnh")]
        case PhotoState.UNREADABLE:
            return [ExemplarFault("photo-format", "ảnh không mở được")]
        case PhotoState.NONE:
            return []
    (width, height), (least_width, least_height) = standing.pixels, least
    if width >= least_width and height >= least_height:
        return []
    text = f"ảnh {width} × {height}, cần ít nhất {least_width} × {least_height} điểm ảnh"
    return [ExemplarFault("photo-small", text)]


def _text_faults(standing: Standing) -> list[ExemplarFault]:
    least, most = WORDS
    faults = []
    if not least <= standing.words <= most:
        code, what = ("words-few", "ngắn") if standing.words < least else ("words-many", "dài")
        text = f"bài {what}: {number(standing.words)} chữ, cần từ {least} đến {most}"
        faults.append(ExemplarFault(code, text))
    if standing.undecided:
        faults.append(
            ExemplarFault("award-undecided", f"{standing.undecided} khen thưởng chưa có số quyết định")
        )
    return faults
