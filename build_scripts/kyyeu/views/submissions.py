"""What a unit owes the Sở in a cycle (time, plan, result), and what of it has come: on time, late, waiting, overdue.

Nhận đúng ngày hạn đã là muộn: a paper is in time before its day. It came on the day that is stated, else on its first in git."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import lru_cache

from kyyeu.model.conferences import Conference, ConferenceStatus, Submission, SubmissionItem, SubmissionState
from kyyeu.model.library import Arrival
from kyyeu.model.reports import Cycle
from kyyeu.model.units import Unit, UnitKind, UnitStatus
from kyyeu.views.catalogue import Catalogue

_OWES_NOTHING = (
    UnitKind.DEPARTMENT,
    UnitKind.AUTHORITY,
    UnitKind.DISTRICT_OFFICE,
)  # the guidance asks schools and centres


class PaperState(Enum):
    """UNDATED has come, nobody knows when; OFF is not asked for while the conference is postponed."""

    IN_TIME = "in_time"
    LATE = "late"
    UNDATED = "undated"
    DUE = "due"
    OVERDUE = "overdue"
    OFF = "postponed"


_CAME = (PaperState.IN_TIME, PaperState.LATE, PaperState.UNDATED)


@dataclass(frozen=True, slots=True)
class OwedPaper:
    """`before` is the day on which it is late; `received` the day it came; `waiting` in a request that is not merged yet; `from_git`
    where nobody stated the day."""

    item: SubmissionItem
    before: date
    state: PaperState
    received: date | None
    waiting: bool
    from_git: bool

    @property
    def came(self) -> bool:
        return self.state in _CAME

    def days_left(self, day: date) -> int:
        """Whole days after `day` that are still in time: 0 on the last of them, negative once it is late."""
        return (self.before - day).days - 1


def owing_units(catalogue: Catalogue, cycle: Cycle) -> tuple[str, ...]:
    """Schools and centres that stood on the last day in time, in the order of references."""
    last = cycle.report_before - timedelta(days=1)
    return tuple(
        ref
        for ref, unit in catalogue.library.units.items()
        if unit.kind not in _OWES_NOTHING and stood(unit, last)
    )


def stood(unit: Unit, day: date) -> bool:
    """Whether a unit was there on a day, by the days of its names; a merged or dissolved one without an end ended with its merger."""
    if not any(name.covers(day) for name in unit.names):
        return False
    ends = [change.date for change in unit.successors if change.date]
    return (
        unit.status is UnitStatus.ACTIVE
        or any(name.until for name in unit.names)
        or (bool(ends) and day < min(ends))
    )


def conference_of(catalogue: Catalogue, unit: str, cycle: str) -> Conference | None:
    """The unit's first of the cycle."""
    return next((entry for entry in catalogue.unit_conferences.get(unit, ()) if entry.cycle == cycle), None)


def papers(catalogue: Catalogue, unit: str, cycle: Cycle) -> tuple[OwedPaper, ...]:
    """As they stand on the catalogue's day: what came after it has not come."""
    return tuple(_paper(catalogue, unit, cycle, item) for item in SubmissionItem)


def _paper(catalogue: Catalogue, unit: str, cycle: Cycle, item: SubmissionItem) -> OwedPaper:
    lines = _lines(catalogue).get((unit, cycle.id, item), [])
    before = next((entry.due for entry in lines if entry.due), cycle.report_before)
    stated = min((entry.sent for entry in lines if entry.sent), default=None)
    there = _there(catalogue, unit, cycle, item, lines)
    found = _arrivals(catalogue, unit, cycle, item, lines, there)
    day = stated or min((arrival.day for arrival in found), default=None)
    if day and day <= catalogue.day:
        state = PaperState.IN_TIME if day < before else PaperState.LATE
        return OwedPaper(item, before, state, day, not there and stated is None, stated is None)
    if there and day is None:
        return OwedPaper(item, before, PaperState.UNDATED, None, False, False)
    conference = conference_of(catalogue, unit, cycle.id)
    if conference and conference.status is ConferenceStatus.POSTPONED:
        return OwedPaper(item, before, PaperState.OFF, None, False, False)
    return OwedPaper(
        item, before, PaperState.DUE if catalogue.day < before else PaperState.OVERDUE, None, False, False
    )


@lru_cache(maxsize=4)
def _lines(catalogue: Catalogue) -> dict[tuple[str, str, SubmissionItem], list[Submission]]:
    found: dict[tuple[str, str, SubmissionItem], list[Submission]] = defaultdict(list)
    for entry in catalogue.library.submissions.values():
        found[entry.unit, entry.cycle, entry.item].append(entry)
    return found


def _there(
    catalogue: Catalogue, unit: str, cycle: Cycle, item: SubmissionItem, lines: list[Submission]
) -> bool:
    """Whether the records hold it: a line that says so, a report with text, a conference with its day."""
    if any(entry.sent or entry.state is not SubmissionState.DUE for entry in lines):
        return True
    if item is SubmissionItem.RESULT:
        report = catalogue.library.reports.get(f"{unit}/{cycle.id}")
        return report is not None and any(section.body.words for section in report.sections)
    conference = conference_of(catalogue, unit, cycle.id)
    return item is SubmissionItem.TIME and conference is not None and bool(conference.sessions)


def _arrivals(
    catalogue: Catalogue, unit: str, cycle: Cycle, item: SubmissionItem, lines: list[Submission], there: bool
) -> list[Arrival]:
    """Of the records that hold it; of those that are not there yet what waits on another branch."""
    places = [("submission", entry.ref) for entry in lines]
    if item is SubmissionItem.RESULT:
        places.append(("report", f"{unit}/{cycle.id}"))
    if not there:
        places += [("submission", f"{unit}/{cycle.id}-{item.value}")]
    conference = conference_of(catalogue, unit, cycle.id)
    if item is SubmissionItem.TIME and conference and conference.sessions:
        places.append(("conference", conference.ref))
    known = catalogue.library.arrivals
    return [
        known[place]
        for place in dict.fromkeys(places)
        if place in known and (there or not known[place].merged)
    ]
