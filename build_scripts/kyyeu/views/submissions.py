"""Finds which documents each unit (school or centre) still has to send, and which are late.

Documents are sent to the education department (Sở). They are the date, the plan and the result of the unit's
conference. The guidance says “trước ngày” (before the day), so a document that arrives on the due day is
late. If no day of arrival is recorded, the day of the document's first commit is used.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import lru_cache

from kyyeu.model.conferences import Conference, ConferenceStatus, Submission, SubmissionItem, SubmissionState
from kyyeu.model.reports import Cycle
from kyyeu.model.sources import Arrival
from kyyeu.model.units import Unit, UnitKind, UnitStatus
from kyyeu.views.catalogue import Catalogue, grouped

# The ministry's guidance requires documents only from schools and centres. Units of these other kinds need
# not send any.
_OWES_NOTHING = (UnitKind.DEPARTMENT, UnitKind.AUTHORITY, UnitKind.DISTRICT_OFFICE)


class PaperState(Enum):
    """The state of a document that a unit (such as a school) has to send to the education department (Sở).

    UNDATED means that the document has arrived on an unknown day. OFF means that it is not required, because
    the unit's conference is postponed.
    """

    IN_TIME = "in_time"
    LATE = "late"
    UNDATED = "undated"
    DUE = "due"
    OVERDUE = "overdue"
    OFF = "postponed"


@dataclass(frozen=True, slots=True)
class OwedPaper:
    """A document that a unit (such as a school) has to send to the education department (Sở).

    It is late from the day `before` on, and `received` is the day on which it arrived. `waiting` means that
    it is in a pull request which is not merged yet. `from_git` means that `received` is the day of a commit.
    """

    item: SubmissionItem
    before: date
    state: PaperState
    received: date | None = None
    waiting: bool = False
    from_git: bool = False

    @property
    def came(self) -> bool:
        """Returns whether the document has arrived, in time or late."""
        return self.state in (PaperState.IN_TIME, PaperState.LATE, PaperState.UNDATED)

    def days_left(self, day: date) -> int:
        """Returns how many days remain after `day` on which the document would still be in time.

        The number is 0 on the last day on which it is in time, and negative after that.
        """
        return (self.before - day).days - 1


def owing_units(catalogue: Catalogue, cycle: Cycle) -> tuple[str, ...]:
    """Returns the ids of the units that have to send documents about their conference in a cycle.

    They are the schools and centres that existed on the last day before the due day.
    """
    last = cycle.report_before - timedelta(days=1)
    return tuple(
        ref
        for ref, unit in catalogue.published.units.items()
        if unit.kind not in _OWES_NOTHING and stood(unit, last)
    )


def stood(unit: Unit, day: date) -> bool:
    """Returns whether a unit (such as a school) existed on a day, judged by its names.

    It existed on a day on which one of its names was valid. If a merged or dissolved unit has no end date for
    its last name, it existed until its merger.
    """
    if not any(name.covers(day) for name in unit.names):
        return False
    ends = [change.date for change in unit.successors if change.date]
    return (
        unit.status is UnitStatus.ACTIVE
        or any(name.until for name in unit.names)
        or (bool(ends) and day < min(ends))
    )


def conference_of(catalogue: Catalogue, unit: str, cycle: str) -> Conference | None:
    """Returns the first conference that a unit (such as a school) holds in a cycle, or None without one."""
    conferences = catalogue.unit_conferences.get(unit, ())
    return next((conference for conference in conferences if conference.cycle == cycle), None)


def papers(catalogue: Catalogue, unit: str, cycle: Cycle) -> tuple[OwedPaper, ...]:
    """Returns all documents that a unit (such as a school) has to send in a cycle.

    Each has the state that it is in on the catalogue's day, such as late.
    """
    return tuple(_paper(catalogue, unit, cycle, item) for item in SubmissionItem)


def _paper(catalogue: Catalogue, unit: str, cycle: Cycle, item: SubmissionItem) -> OwedPaper:
    submissions = _submissions(catalogue).get((unit, cycle.id, item), ())
    before = next((submission.due for submission in submissions if submission.due), cycle.report_before)
    stated = min((submission.sent for submission in submissions if submission.sent), default=None)
    on_record = _is_on_record(catalogue, unit, cycle, item, submissions)
    arrivals = _arrivals(catalogue, unit, cycle, item, submissions, on_record)
    day = stated or min((arrival.day for arrival in arrivals), default=None)
    if day and day <= catalogue.day:
        state = PaperState.IN_TIME if day < before else PaperState.LATE
        return OwedPaper(item, before, state, day, not on_record and stated is None, stated is None)
    if on_record and day is None:
        return OwedPaper(item, before, PaperState.UNDATED)
    conference = conference_of(catalogue, unit, cycle.id)
    if conference and conference.status is ConferenceStatus.POSTPONED:
        return OwedPaper(item, before, PaperState.OFF)
    return OwedPaper(item, before, PaperState.DUE if catalogue.day < before else PaperState.OVERDUE)


@lru_cache(maxsize=4)
def _submissions(catalogue: Catalogue) -> dict[tuple[str, str, SubmissionItem], tuple[Submission, ...]]:
    return grouped(
        ((submission.unit, submission.cycle, submission.item), submission)
        for submission in catalogue.published.submissions.values()
    )


def _is_on_record(
    catalogue: Catalogue, unit: str, cycle: Cycle, item: SubmissionItem, submissions: Sequence[Submission]
) -> bool:
    """Returns whether the records show that a document of a unit (such as a school) has arrived.

    A record of the submission may say so. The result of a conference counts as arrived if the unit's report
    has text. The date of a conference counts as arrived if the conference has a session.
    """
    if any(submission.sent or submission.state is not SubmissionState.DUE for submission in submissions):
        return True
    if item is SubmissionItem.RESULT:
        report = catalogue.published.reports.get(f"{unit}/{cycle.id}")
        return report is not None and any(section.body.words for section in report.sections)
    conference = conference_of(catalogue, unit, cycle.id)
    return item is SubmissionItem.TIME and conference is not None and bool(conference.sessions)


def _arrivals(
    catalogue: Catalogue,
    unit: str,
    cycle: Cycle,
    item: SubmissionItem,
    submissions: Sequence[Submission],
    on_record: bool,
) -> list[Arrival]:
    """Returns the first commits of the records about a document that a unit (such as a school) must send.

    A document that the checked-out records do not show yet may be on a branch that is not merged.
    """
    places = [("submission", submission.ref) for submission in submissions]
    if item is SubmissionItem.RESULT:
        places.append(("report", f"{unit}/{cycle.id}"))
    if not on_record:
        places.append(("submission", f"{unit}/{cycle.id}-{item.value}"))
    conference = conference_of(catalogue, unit, cycle.id)
    if item is SubmissionItem.TIME and conference and conference.sessions:
        places.append(("conference", conference.ref))
    known = catalogue.published.arrivals
    return [
        known[place]
        for place in dict.fromkeys(places)
        if place in known and (on_record or not known[place].merged)
    ]
