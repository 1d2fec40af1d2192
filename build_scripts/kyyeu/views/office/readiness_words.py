"""Readiness → the words that every form of it shows, on a screen, in a letter or on paper: a row a unit, and what it still lacks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kyyeu.model.conferences import ConferenceStatus, SubmissionItem
from kyyeu.vietnamese import number, short_date
from kyyeu.views.office.readiness import ExemplarState, Readiness, ReportState, Stage, UnitState
from kyyeu.views.submissions import OwedPaper, PaperState

NOTHING = "–"
TITLE = "Tình hình chuẩn bị"
COLUMNS = (
    "Đơn vị",
    "Tình trạng",
    "Hội nghị",
    *(item.label for item in SubmissionItem),
    "Mục báo cáo",
    "Hồ sơ",
    "Đại biểu",
)
_MEETINGS = {
    ConferenceStatus.PLANNED: "sẽ họp",
    ConferenceStatus.HELD: "đã họp",
    ConferenceStatus.POSTPONED: "hoãn",
}
_WITHOUT_DAY = {
    PaperState.UNDATED: "đã có",
    PaperState.DUE: "chưa nộp",
    PaperState.OVERDUE: "quá hạn",
    PaperState.OFF: "hoãn",
}


@dataclass(frozen=True, slots=True)
class ReadinessCell:
    """`tone` says how it stands: good, poor, bad, or '' where that is no matter. It is never said by colour alone."""

    text: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class UnitWords:
    """`cells` stand under COLUMNS after the name; `lacks` are (what, sentences)."""

    name: str
    cluster: str
    stage: Stage
    owes: bool
    cells: tuple[ReadinessCell, ...]
    lacks: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def row(self) -> tuple[str, ...]:
        return (self.name, *(cell.text for cell in self.cells))


@dataclass(frozen=True, slots=True)
class StatusWords:
    """`lead` says what is due and when, `summary` how many units stand where; `stages` is the same as (label, tone, count)."""

    title: str
    period: str
    organiser: str
    lead: str
    summary: str
    stages: tuple[tuple[str, str, str], ...]
    units: tuple[UnitWords, ...]
    demonstration: bool


TONES = {
    Stage.OVERDUE: "bad",
    Stage.DUE: "poor",
    Stage.INCOMPLETE: "poor",
    Stage.WAITING: "",
    Stage.POSTPONED: "",
    Stage.COMPLETE: "good",
}


def status_words(found: Readiness) -> StatusWords:
    stages = tuple((stage.label, TONES[stage], number(count)) for stage, count in found.stages.items())
    counted = ", ".join(f"{count} {label.lower()}" for label, _, count in stages if count != "0")
    owing = sum(unit.owes for unit in found.units)
    return StatusWords(
        TITLE,
        found.cycle_name,
        found.organiser,
        deadline_words(found),
        f"{number(owing)} đơn vị phải nộp{f': {counted}' if counted else ''}.",
        stages,
        tuple(_unit(found, unit) for unit in found.units),
        found.demonstration,
    )


def deadline_words(found: Readiness) -> str:
    """'Xét đến ngày 08/02/2020. Hạn: Sở nhận trước ngày 10/02/2020 (nhận đúng ngày này là muộn); còn 1 ngày.'"""
    last = f"Sở nhận trước ngày {short_date(found.before)} (nhận đúng ngày này là muộn)"
    return f"Xét đến ngày {short_date(found.day)}. Hạn: {last}; {left_words((found.before - found.day).days - 1)}."


def left_words(days: int) -> str:
    if days < 0:
        return f"đã quá {number(-days)} ngày"
    return f"còn {number(days)} ngày" if days else "hôm nay là ngày cuối"


def _unit(found: Readiness, unit: UnitState) -> UnitWords:
    cells = (
        _stage(found, unit),
        _meeting(unit),
        *(_paper(paper) for paper in unit.papers or (None,) * len(SubmissionItem)),
        _report(unit.report),
        _exemplars(unit),
        _delegates(unit),
    )
    return UnitWords(unit.name, unit.cluster, unit.stage, unit.owes, cells, tuple(_lacks(found, unit)))


def _stage(found: Readiness, unit: UnitState) -> ReadinessCell:
    if not unit.owes:
        return ReadinessCell(unit.stage.label if unit.stage is Stage.INCOMPLETE else NOTHING, "")
    if unit.stage in (Stage.OVERDUE, Stage.DUE):
        days = min(paper.days_left(found.day) for paper in unit.owed)
        words = (
            f"{unit.stage.label} {number(-days)} ngày"
            if days < 0
            else f"{unit.stage.label}, {left_words(days)}"
        )
        return ReadinessCell(words, TONES[unit.stage])
    return ReadinessCell(unit.stage.label, TONES[unit.stage])


def _meeting(unit: UnitState) -> ReadinessCell:
    if unit.meeting is None:
        return ReadinessCell("chưa có" if unit.owes else NOTHING, "poor" if unit.owes else "")
    day = (
        f" {short_date(unit.meeting.day)}"
        if unit.meeting.day and unit.meeting.status is not ConferenceStatus.POSTPONED
        else ""
    )
    return ReadinessCell(
        f"{_MEETINGS[unit.meeting.status]}{day}",
        "good" if unit.meeting.status is ConferenceStatus.HELD else "",
    )


def _paper(paper: OwedPaper | None) -> ReadinessCell:
    if paper is None:
        return ReadinessCell(NOTHING)
    if paper.received is None:
        tone = {PaperState.UNDATED: "good", PaperState.OVERDUE: "bad", PaperState.DUE: "poor"}.get(
            paper.state, ""
        )
        return ReadinessCell(_WITHOUT_DAY[paper.state], tone)
    waits = ", chờ duyệt" if paper.waiting else ""
    late = paper.state is PaperState.LATE
    return ReadinessCell(
        f"{'muộn ' if late else ''}{short_date(paper.received)}{waits}", "poor" if late else "good"
    )


def _report(report: ReportState | None) -> ReadinessCell:
    if report is None:
        return ReadinessCell(NOTHING)
    return ReadinessCell(f"{report.done}/{report.total}", "good" if report.complete else "poor")


def _exemplars(unit: UnitState) -> ReadinessCell:
    """How many records are in order, of how many."""
    sound = len(unit.exemplars) - len(unit.faulty)
    return ReadinessCell(
        f"{sound}/{len(unit.exemplars)}" if unit.exemplars else NOTHING, "poor" if unit.faulty else "good"
    )


def _delegates(unit: UnitState) -> ReadinessCell:
    found = unit.delegates
    if found.allotted is None:
        return ReadinessCell(str(found.elected) if found.elected else NOTHING)
    return ReadinessCell(
        f"{found.elected}/{found.allotted}",
        "poor" if unit.missing_delegates else "good" if found.elected else "",
    )


def _lacks(found: Readiness, unit: UnitState) -> Iterator[tuple[str, tuple[str, ...]]]:
    if owed := tuple(f"{paper.item.label}: {owed_words(found, paper)}." for paper in unit.owed):
        yield "Chưa nộp", owed
    if unit.meeting and unit.meeting.status is ConferenceStatus.POSTPONED:
        yield "Hội nghị hoãn", (unit.meeting.note,) if unit.meeting.note else ("chưa ghi lý do.",)
    if unit.report and (missing := report_lacks(unit)):
        yield "Báo cáo tổng kết", missing
    if faulty := tuple(exemplar_words(entry) for entry in unit.exemplars if entry.faults):
        yield "Hồ sơ điển hình", faulty
    if delegates := delegate_words(unit):
        yield "Đại biểu dự hội nghị cấp trên", delegates


def owed_words(found: Readiness, paper: OwedPaper) -> str:
    """'hạn là trước ngày 10/02/2020, đã quá 5 ngày'"""
    return f"hạn là trước ngày {short_date(paper.before)}, {left_words(paper.days_left(found.day))}"


def report_lacks(unit: UnitState) -> tuple[str, ...]:
    """Nothing of a report that is not due yet, or not asked for."""
    report = unit.report
    if (
        report is None
        or report.complete
        or not any(paper.item is SubmissionItem.RESULT and paper.came for paper in unit.papers)
    ):
        return ()
    if not report.there:
        return ("đã ghi là nộp nhưng chưa có nội dung: chưa có tệp báo cáo của giai đoạn.",)
    sections = (f"mục {code} “{title}”: {lacks}." for code, title, lacks in report.lacking)
    return (*sections, *(f"Phụ lục số {number} chưa có số liệu." for number in report.appendices))


def exemplar_words(entry: ExemplarState) -> str:
    """'Hồ sơ số 3: chưa có phiếu đồng ý; chưa có ảnh.' Whoever is withheld goes by the place of the file in its folder."""
    return f"{entry.name or f'Hồ sơ số {entry.number}'}: {'; '.join(fault.text for fault in entry.faults)}."


def delegate_words(unit: UnitState) -> tuple[str, ...]:
    found, missing = unit.delegates, unit.missing_delegates
    words = f"{'thiếu' if missing > 0 else 'thừa'} {abs(missing)}"
    said = [f"được phân bổ {found.allotted}, đã bầu {found.elected}: {words}."] if missing else []
    if found.withheld:
        said.append(f"{found.withheld} đại biểu chưa có phiếu đồng ý còn hiệu lực cho bản in.")
    return tuple(said)
