"""Tests which documents a unit must send to the department, and whether they arrived in time.

The date of arrival is on record, or it is taken from git.
"""

from dataclasses import replace
from datetime import date

import pytest
from kyyeu.model.conferences import ConferenceStatus, Submission, SubmissionItem, SubmissionState
from kyyeu.model.library import Library
from kyyeu.model.privacy import PRINT
from kyyeu.model.sources import Arrival
from kyyeu.model.units import Unit, UnitChange, UnitKind, UnitName, UnitStatus
from kyyeu.publishing.gate import publish
from kyyeu.views.catalogue import catalogue
from kyyeu.views.submissions import OwedPaper, PaperState, owing_units, papers, stood

SCHOOL, POSTPONED, CYCLE = "thpt-ban-trang", "th-thcs-suoi-may", "2015-2020"
REPORT = ("report", f"{SCHOOL}/{CYCLE}")


def owed(
    library: Library, day: date, arrivals: dict[tuple[str, str], Arrival] | None = None, unit: str = SCHOOL
) -> dict[str, OwedPaper]:
    """Returns the documents that a unit must send, by kind, with their state on `day`.

    `arrivals` says when records were first committed to git.
    """
    shown = catalogue(publish(replace(library, arrivals=arrivals or {}), PRINT, day))
    return {paper.item.value: paper for paper in papers(shown, unit, shown.published.cycles[CYCLE])}


def result(**fields: object) -> Submission:
    """Returns a submission record for the school's conference report, with the state “sent”.

    `fields` replace any of the record's values.
    """
    values = {
        "id": f"{CYCLE}-result",
        "unit": SCHOOL,
        "cycle": CYCLE,
        "item": SubmissionItem.RESULT,
        "state": SubmissionState.SENT,
    }
    return Submission.model_validate(values | fields)


def with_result(library: Library, submission: Submission | None) -> Library:
    """Returns the library (all records) with another submission of the school's result report.

    If `submission` is None, it has neither that submission nor any report.
    """
    submissions = dict(library.submissions)
    del submissions[f"{SCHOOL}/{CYCLE}-result"]
    if submission is None:
        return replace(library, submissions=submissions, reports={})
    return replace(library, submissions=submissions | {submission.ref: submission})


@pytest.mark.parametrize(
    ("sent", "state"),
    [
        (date(2020, 2, 9), PaperState.IN_TIME),
        (date(2020, 2, 10), PaperState.LATE),
        (date(2020, 2, 11), PaperState.LATE),
    ],
)
def test_a_paper_that_arrives_on_the_deadline_is_late(
    library: Library, sent: date, state: PaperState
) -> None:
    paper = owed(with_result(library, result(sent=sent)), date(2020, 3, 1))["result"]
    assert (paper.state, paper.received, paper.before, paper.from_git) == (
        state,
        sent,
        date(2020, 2, 10),
        False,
    )


@pytest.mark.parametrize(
    ("day", "state", "left"),
    [
        (date(2020, 2, 8), PaperState.DUE, 1),
        (date(2020, 2, 9), PaperState.DUE, 0),
        (date(2020, 2, 10), PaperState.OVERDUE, -1),
        (date(2020, 2, 11), PaperState.OVERDUE, -2),
    ],
)
def test_the_last_day_to_send_is_the_day_before_the_deadline(
    library: Library, day: date, state: PaperState, left: int
) -> None:
    paper = owed(with_result(library, None), day)["result"]
    assert (paper.state, paper.days_left(day), paper.received) == (state, left, None)


@pytest.mark.parametrize(
    ("sent", "state"), [(date(2020, 2, 19), PaperState.IN_TIME), (date(2020, 2, 20), PaperState.LATE)]
)
def test_a_submission_may_have_a_deadline_of_its_own(library: Library, sent: date, state: PaperState) -> None:
    extended = with_result(library, result(due=date(2020, 2, 20), sent=sent))
    assert owed(extended, date(2020, 3, 1))["result"].state is state


def test_papers_sent_after_the_date_have_not_arrived(library: Library) -> None:
    """The sample says that the school sent its report on 07/02/2020, so the day before it is still due."""
    assert owed(library, date(2020, 2, 6))["result"].state is PaperState.DUE
    assert owed(library, date(2020, 2, 7))["result"].state is PaperState.IN_TIME


@pytest.mark.parametrize(
    ("arrival", "state", "received", "waiting"),
    [
        (Arrival(date(2020, 2, 9), merged=True), PaperState.IN_TIME, date(2020, 2, 9), False),
        (Arrival(date(2020, 2, 10), merged=True), PaperState.LATE, date(2020, 2, 10), False),
        (None, PaperState.UNDATED, None, False),
    ],
)
def test_git_gives_the_date_of_arrival_if_no_record_does(
    library: Library,
    arrival: Arrival | None,
    state: PaperState,
    received: date | None,
    waiting: bool,
) -> None:
    bare = with_result(library, result(state=SubmissionState.DUE))
    paper = owed(bare, date(2020, 3, 1), {REPORT: arrival} if arrival else {})["result"]
    assert (paper.state, paper.received, paper.waiting, paper.came) == (state, received, waiting, True)


def test_a_date_in_the_records_overrides_that_of_git(library: Library) -> None:
    paper = owed(library, date(2020, 3, 1), {REPORT: Arrival(date(2026, 11, 23), merged=True)})["result"]
    assert (paper.received, paper.from_git) == (date(2020, 2, 7), False)


def test_a_report_in_an_open_pull_request_has_arrived(library: Library) -> None:
    """A report in an open pull request counts as waiting; one that was merged and then deleted is overdue."""
    none = with_result(library, None)
    waits = owed(none, date(2020, 2, 15), {REPORT: Arrival(date(2020, 2, 9), merged=False)})["result"]
    assert (waits.state, waits.waiting, waits.from_git) == (PaperState.IN_TIME, True, True)
    gone = owed(none, date(2020, 2, 15), {REPORT: Arrival(date(2020, 2, 9), merged=True)})["result"]
    assert (gone.state, gone.waiting) == (PaperState.OVERDUE, False)


def test_a_postponed_conference_owes_nothing_meanwhile(library: Library) -> None:
    after = date(2020, 3, 1)
    assert [paper.state for paper in owed(library, after, unit=POSTPONED).values()] == [
        PaperState.OFF,
        PaperState.OFF,
        PaperState.LATE,
    ]
    conference = library.conferences[f"{POSTPONED}/{CYCLE}"].model_copy(
        update={"status": ConferenceStatus.PLANNED}
    )
    held = replace(library, conferences={**library.conferences, conference.ref: conference})
    assert [paper.state for paper in owed(held, after, unit=POSTPONED).values()] == [
        PaperState.OVERDUE,
        PaperState.OVERDUE,
        PaperState.LATE,
    ]


def test_a_conference_with_a_date_counts_as_notice_of_the_date(library: Library) -> None:
    bare = replace(library, submissions={})
    place = ("conference", f"{SCHOOL}/{CYCLE}")
    owed_papers = owed(bare, date(2020, 1, 5), {place: Arrival(date(2020, 1, 2), merged=True)})
    assert (owed_papers["time"].state, owed_papers["time"].received) == (PaperState.IN_TIME, date(2020, 1, 2))
    assert owed_papers["plan"].state is PaperState.DUE


def test_schools_that_existed_then_owe_papers(library: Library) -> None:
    """Only schools that existed at the time of the conference owe documents.

    The department owes none, and neither do the schools that were merged in 2017.
    """
    shown = catalogue(publish(library, PRINT, date(2020, 2, 1)))
    assert owing_units(shown, library.cycles[CYCLE]) == (POSTPONED, SCHOOL)


@pytest.mark.parametrize(
    ("fields", "exists"),
    [
        ({}, True),
        ({"names": (UnitName(name="Cũ", until=date(2020, 2, 8)),)}, False),
        ({"names": (UnitName(name="Mới", since=date(2020, 2, 10)),)}, False),
        (
            {"status": UnitStatus.MERGED, "names": (UnitName(name="Sau sáp nhập", until=date(2025, 6, 30)),)},
            True,
        ),
        (
            {
                "status": UnitStatus.MERGED,
                "successors": (UnitChange(unit="x", date=date(2021, 1, 1), how=UnitChange.How.MERGED),),
            },
            True,
        ),
        (
            {
                "status": UnitStatus.MERGED,
                "successors": (UnitChange(unit="x", date=date(2020, 2, 9), how=UnitChange.How.MERGED),),
            },
            False,
        ),
        ({"status": UnitStatus.DISSOLVED}, False),
    ],
)
def test_names_status_and_successors_say_whether_a_unit_existed(
    fields: dict[str, object], exists: bool
) -> None:
    unit = Unit.model_validate({"id": "a", "kind": UnitKind.PRIMARY, "names": (UnitName(name="A"),)} | fields)
    assert stood(unit, date(2020, 2, 9)) is exists
