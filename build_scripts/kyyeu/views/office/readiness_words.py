"""Describes in Vietnamese words how ready units (such as schools) are for the conferences of a cycle.

The words are used on the screen, in letters and in print.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from kyyeu.model.conferences import ConferenceStatus, SubmissionItem
from kyyeu.vietnamese import number, short_date
from kyyeu.views.office.readiness import ExemplarState, Readiness, ReportState, Stage, UnitState
from kyyeu.views.submissions import OwedPaper, PaperState

NOTHING = "–"
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
    PaperState.UNDATED: ("đã có", "good"),
    PaperState.DUE: ("chưa nộp", "poor"),
    PaperState.OVERDUE: ("quá hạn", "bad"),
    PaperState.OFF: ("hoãn", ""),
}


@dataclass(frozen=True, slots=True)
class ReadinessCell:
    """A cell of the table that shows how ready units (such as schools) are for their conferences.

    `tone` chooses the cell's colour: 'good', 'poor', 'bad', or '' for none. The text says the same as the
    colour, so that nobody needs to see colours.
    """

    text: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class UnitWords:
    """A row of the table that shows how ready units (such as schools) are for their conferences.

    `cells` follow the unit's name, under the headings COLUMNS. `lacks` says what is missing, as pairs of a
    subject and sentences.
    """

    name: str
    cluster: str
    stage: Stage
    owes: bool
    cells: tuple[ReadinessCell, ...]
    lacks: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def row(self) -> tuple[str, ...]:
        """Returns the texts of a row in the table that shows how ready units (such as schools) are.

        First comes the name of the unit, then the texts of the cells.
        """
        return (self.name, *(cell.text for cell in self.cells))


@dataclass(frozen=True, slots=True)
class StatusWords:
    """Describes in words how ready all units (such as schools) are for the conferences of a cycle.

    `lead` says what is due and when. `summary` says how many units are at which stage. `stages` has the same
    numbers as triples (label, tone, number of units).
    """

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


def status_words(state: Readiness) -> StatusWords:
    """Returns a description in words of how ready all units (such as schools) are for their conferences."""
    stages = tuple((stage.label, TONES[stage], number(count)) for stage, count in state.stages.items())
    counted = ", ".join(f"{count} {label.lower()}" for label, _, count in stages if count != "0")
    owing = sum(unit.owes for unit in state.units)
    return StatusWords(
        "Tình hình chuẩn bị",
        state.cycle_name,
        state.organiser,
        deadline_words(state),
        f"{number(owing)} đơn vị phải nộp{f': {counted}' if counted else ''}.",
        stages,
        tuple(_unit(state, unit) for unit in state.units),
        state.demonstration,
    )


def deadline_words(state: Readiness) -> str:
    """Returns a sentence about the due day of the units' documents.

    It says for which day it was written, which day the due day is, and how many days are left.
    """
    return (
        f"Xét đến ngày {short_date(state.day)}. Hạn: Sở nhận trước ngày {short_date(state.before)} "
        f"(nhận đúng ngày này là muộn); {left_words((state.before - state.day).days - 1)}."
    )


def left_words(days: int) -> str:
    """Returns the days left until a due day in words, such as 'còn 3 ngày' or 'đã quá 5 ngày' (overdue)."""
    if days < 0:
        return f"đã quá {number(-days)} ngày"
    return f"còn {number(days)} ngày" if days else "hôm nay là ngày cuối"


def _unit(state: Readiness, unit: UnitState) -> UnitWords:
    cells = (
        _stage(state, unit),
        _meeting(unit),
        *(_paper(paper) for paper in unit.papers or (None,) * len(SubmissionItem)),
        _report(unit.report),
        _exemplars(unit),
        _delegates(unit),
    )
    return UnitWords(unit.name, unit.cluster, unit.stage, unit.owes, cells, tuple(_lacks(state, unit)))


def _stage(state: Readiness, unit: UnitState) -> ReadinessCell:
    if not unit.owes:
        return ReadinessCell(unit.stage.label if unit.stage is Stage.INCOMPLETE else NOTHING)
    if unit.stage in (Stage.OVERDUE, Stage.DUE):
        days = min(paper.days_left(state.day) for paper in unit.owed)
        how_long = f" {number(-days)} ngày" if days < 0 else f", {left_words(days)}"
        return ReadinessCell(f"{unit.stage.label}{how_long}", TONES[unit.stage])
    return ReadinessCell(unit.stage.label, TONES[unit.stage])


def _meeting(unit: UnitState) -> ReadinessCell:
    meeting = unit.meeting
    if meeting is None:
        return ReadinessCell("chưa có", "poor") if unit.owes else ReadinessCell(NOTHING)
    day = meeting.main_day if meeting.status is not ConferenceStatus.POSTPONED else None
    return ReadinessCell(
        f"{_MEETINGS[meeting.status]}{f' {short_date(day)}' if day else ''}",
        "good" if meeting.status is ConferenceStatus.HELD else "",
    )


def _paper(paper: OwedPaper | None) -> ReadinessCell:
    if paper is None:
        return ReadinessCell(NOTHING)
    if paper.received is None:
        return ReadinessCell(*_WITHOUT_DAY[paper.state])
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
    sound = len(unit.exemplars) - len(unit.faulty)
    return ReadinessCell(
        f"{sound}/{len(unit.exemplars)}" if unit.exemplars else NOTHING, "poor" if unit.faulty else "good"
    )


def _delegates(unit: UnitState) -> ReadinessCell:
    elected = unit.elected.delegates
    if unit.allotted is None:
        return ReadinessCell(str(elected) if elected else NOTHING)
    return ReadinessCell(
        f"{elected}/{unit.allotted}", "poor" if unit.missing_delegates else "good" if elected else ""
    )


def _lacks(state: Readiness, unit: UnitState) -> Iterator[tuple[str, tuple[str, ...]]]:
    if owed := tuple(f"{paper.item.label}: {owed_words(state, paper)}." for paper in unit.owed):
        yield "Chưa nộp", owed
    if unit.meeting and unit.meeting.status is ConferenceStatus.POSTPONED:
        yield "Hội nghị hoãn", (unit.meeting.status_note or "chưa ghi lý do.",)
    if unit.report and (missing := report_lacks(unit)):
        yield "Báo cáo tổng kết", missing
    if faulty := tuple(exemplar_words(exemplar) for exemplar in unit.exemplars if exemplar.faults):
        yield "Hồ sơ điển hình", faulty
    if delegates := delegate_words(unit):
        yield "Đại biểu dự hội nghị cấp trên", delegates


def owed_words(state: Readiness, paper: OwedPaper) -> str:
    """Returns in words when a document is due: 'hạn là trước ngày 10/02/2020, đã quá 5 ngày'."""
    return f"hạn là trước ngày {short_date(paper.before)}, {left_words(paper.days_left(state.day))}"


def report_lacks(unit: UnitState) -> tuple[str, ...]:
    """Returns sentences that say what the summary report of a unit (such as a school) lacks.

    There are none if the report is complete or has not been received yet.
    """
    report = unit.report
    came = any(paper.item is SubmissionItem.RESULT and paper.came for paper in unit.papers)
    if report is None or report.complete or not came:
        return ()
    if not report.there:
        return ("đã ghi là nộp nhưng chưa có nội dung: chưa có tệp báo cáo của giai đoạn.",)
    sections = (f"mục {code} “{title}”: {lacks}." for code, title, lacks in report.lacking)
    return (*sections, *(f"Phụ lục số {number} chưa có số liệu." for number in report.appendices))


def exemplar_words(exemplar: ExemplarState) -> str:
    """Returns a sentence that says what an exemplar's record lacks, such as a consent form or a photo.

    A withheld person is not named, but identified by the position of the record's file in the unit's folder:
    'Hồ sơ số 3'.
    """
    name = exemplar.name or f"Hồ sơ số {exemplar.number}"
    return f"{name}: {'; '.join(fault.text for fault in exemplar.faults)}."


def delegate_words(unit: UnitState) -> tuple[str, ...]:
    """Returns sentences about the delegates whom a unit (such as a school) elected, if something is wrong.

    They say that there are too few or too many delegates, or that some lack a consent form.
    """
    elected, missing = unit.elected, unit.missing_delegates
    words = f"{'thiếu' if missing > 0 else 'thừa'} {abs(missing)}"
    sentences = (
        f"được phân bổ {unit.allotted}, đã bầu {elected.delegates}: {words}." if missing else "",
        f"{elected.withheld} đại biểu chưa có phiếu đồng ý còn hiệu lực cho bản in."
        if elected.withheld
        else "",
    )
    return tuple(filter(None, sentences))
