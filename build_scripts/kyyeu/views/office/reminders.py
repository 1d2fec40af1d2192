"""Writes reminders: polite messages to units (such as schools) whose documents or records are incomplete.

A message says what is missing and when it is due.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kyyeu.model.conferences import SubmissionItem
from kyyeu.vietnamese import short_date
from kyyeu.views.office.readiness import Readiness, Stage, UnitState
from kyyeu.views.office.readiness_words import delegate_words, exemplar_words, owed_words, report_lacks

REMINDED = (Stage.OVERDUE, Stage.DUE, Stage.INCOMPLETE)
NUMBERS = (
    "(Hồ sơ số N: điển hình thứ N của đơn vị, xếp theo cột “Mã” của sổ Excel; "
    "người chưa được đăng thì thư không nêu tên.)"
)
_ITEMS = {
    SubmissionItem.TIME: "Thời gian tổ chức Hội nghị",
    SubmissionItem.PLAN: "Kế hoạch tổ chức Hội nghị",
    SubmissionItem.RESULT: "Kết quả tổ chức Hội nghị, báo cáo tổng kết",
}


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder: a message to a unit (such as a school) that can be sent as it is.

    `name` is the unit's name.
    """

    unit: str
    name: str
    text: str


def reminders(state: Readiness, until: date | None = None) -> tuple[Reminder, ...]:
    """Returns a reminder for each unit (such as a school) from which something is missing.

    The unit that is least ready comes first. `until` is a new due day set by the education department (Sở).
    Without it, the message names the due day of the cycle. If that day has passed, it asks for the documents
    as soon as possible ('sớm nhất có thể').
    """
    return tuple(
        Reminder(unit.unit, unit.name, "\n".join(_lines(state, unit, until)) + "\n")
        for unit in state.units
        if unit.owes and unit.stage in REMINDED
    )


def _lines(state: Readiness, unit: UnitState, until: date | None) -> Iterator[str]:
    yield from (f"Kính gửi: {unit.name}", "")
    if unit.owed:
        yield (
            f"Đến ngày {short_date(state.day)}, {state.organiser} chưa nhận được của đơn vị "
            f"({state.cycle_name[:1].lower()}{state.cycle_name[1:]}):"
        )
        yield from (f"- {_ITEMS[paper.item]}: {owed_words(state, paper)}." for paper in unit.owed)
    else:
        yield f"{state.organiser} đã nhận đủ văn bản của đơn vị, xin cảm ơn. Một số nội dung còn cần bổ sung:"
    for title, sentences in _missing(unit):
        yield from ("", f"{title}:", *(f"- {sentence}" for sentence in sentences))
    if any(exemplar.ref is None for exemplar in unit.faulty):
        yield NUMBERS
    yield from ("", _request(state, unit, until))
    if unit.owed:
        yield "Nếu đơn vị đã gửi, xin báo lại số và ngày văn bản để đối chiếu."
    yield f"Cần hướng dẫn, xin liên hệ {state.contact}."
    yield from ("", "Trân trọng cảm ơn.")


def _missing(unit: UnitState) -> Iterator[tuple[str, tuple[str, ...]]]:
    if sections := report_lacks(unit):
        yield "Báo cáo tổng kết còn thiếu", sections
    if unit.faulty:
        yield "Hồ sơ điển hình cần bổ sung", tuple(exemplar_words(exemplar) for exemplar in unit.faulty)
    if unit.missing_delegates:
        yield "Đại biểu dự hội nghị cấp trên", delegate_words(unit)


def _request(state: Readiness, unit: UnitState, until: date | None) -> str:
    if until:
        return f"Đề nghị đơn vị hoàn thành và gửi về Sở chậm nhất ngày {short_date(until)}."
    if unit.owed and not unit.overdue:
        before = min(paper.before for paper in unit.owed)
        return (
            f"Đề nghị đơn vị hoàn thành và gửi về Sở trước ngày {short_date(before)}; "
            "nhận đúng ngày này đã là muộn."
        )
    if not unit.owed and state.day < state.before:
        return f"Đề nghị đơn vị hoàn thành trước ngày {short_date(state.before)}."
    return "Đề nghị đơn vị hoàn thành và gửi về Sở sớm nhất có thể."
