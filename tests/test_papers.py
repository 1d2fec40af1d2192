"""What a unit owes and what has come: the deadline to the day, postponed conferences, merged units, days from git."""

from dataclasses import replace
from datetime import date

import pytest
from kyyeu.model.conferences import ConferenceStatus, Submission, SubmissionItem, SubmissionState
from kyyeu.model.library import Library
from kyyeu.model.privacy import PRINT
from kyyeu.model.sources import Arrival
from kyyeu.model.units import Unit, UnitChange, UnitKind, UnitName, UnitStatus
from kyyeu.publishing.gate import publish
from kyyeu.views.catalogue import Catalogue, catalogue
from kyyeu.views.submissions import OwedPaper, PaperState, owing_units, papers, stood

from tests.building import read_project

SCHOOL, POSTPONED, CYCLE = "thpt-ban-trang", "th-thcs-suoi-may", "2015-2020"
REPORT = ("report", f"{SCHOOL}/{CYCLE}")


@pytest.fixture(scope="module")
def library() -> Library:
    return read_project()


def seen(library: Library, day: date, arrivals: dict[tuple[str, str], Arrival] | None = None) -> Catalogue:
    return catalogue(publish(replace(library, arrivals=arrivals or {}), PRINT, day))


def owed(shown: Catalogue, unit: str) -> dict[str, OwedPaper]:
    return {paper.item.value: paper for paper in papers(shown, unit, shown.published.cycles[CYCLE])}


def result(**fields: object) -> Submission:
    given = {
        "id": f"{CYCLE}-result",
        "unit": SCHOOL,
        "cycle": CYCLE,
        "item": SubmissionItem.RESULT,
        "state": SubmissionState.SENT,
    }
    return Submission.model_validate(given | fields)


def with_result(library: Library, submission: Submission | None) -> Library:
    """The school's line about its result, or none and no report either."""
    ref = f"{SCHOOL}/{CYCLE}-result"
    others = {key: entry for key, entry in library.submissions.items() if key != ref}
    if submission is None:
        return replace(library, submissions=others, reports={})
    return replace(library, submissions=others | {ref: submission})


@pytest.mark.parametrize(
    ("sent", "state"),
    [
        (date(2020, 2, 9), PaperState.IN_TIME),
        (date(2020, 2, 10), PaperState.LATE),
        (date(2020, 2, 11), PaperState.LATE),
    ],
)
def test_what_comes_on_the_day_itself_is_late(library: Library, sent: date, state: PaperState) -> None:
    found = owed(seen(with_result(library, result(sent=sent)), date(2020, 3, 1)), SCHOOL)["result"]
    assert (found.state, found.received, found.before, found.from_git) == (
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
def test_days_left_end_the_day_before(library: Library, day: date, state: PaperState, left: int) -> None:
    found = owed(seen(with_result(library, None), day), SCHOOL)["result"]
    assert (found.state, found.days_left(day), found.received) == (state, left, None)


def test_a_submission_may_have_a_day_of_its_own(library: Library) -> None:
    own = result(due=date(2020, 2, 20), sent=date(2020, 2, 19))
    assert (
        owed(seen(with_result(library, own), date(2020, 3, 1)), SCHOOL)["result"].state is PaperState.IN_TIME
    )
    assert (
        owed(
            seen(with_result(library, own.model_copy(update={"sent": date(2020, 2, 20)})), date(2020, 3, 1)),
            SCHOOL,
        )["result"].state
        is PaperState.LATE
    )


def test_what_comes_later_has_not_come_yet(library: Library) -> None:
    """The sample says that the result was sent on the 7th."""
    assert owed(seen(library, date(2020, 2, 6)), SCHOOL)["result"].state is PaperState.DUE
    assert owed(seen(library, date(2020, 2, 7)), SCHOOL)["result"].state is PaperState.IN_TIME


@pytest.mark.parametrize(
    ("arrival", "state", "received", "waiting"),
    [
        (Arrival(date(2020, 2, 9), merged=True), PaperState.IN_TIME, date(2020, 2, 9), False),
        (Arrival(date(2020, 2, 10), merged=True), PaperState.LATE, date(2020, 2, 10), False),
        (None, PaperState.UNDATED, None, False),
    ],
)
def test_without_a_stated_day_git_tells_it(
    library: Library,
    arrival: Arrival | None,
    state: PaperState,
    received: date | None,
    waiting: bool,
) -> None:
    bare = with_result(library, result(state=SubmissionState.DUE))
    found = owed(seen(bare, date(2020, 3, 1), {REPORT: arrival} if arrival else {}), SCHOOL)["result"]
    assert (found.state, found.received, found.waiting, found.came) == (state, received, waiting, True)


def test_a_stated_day_goes_before_that_of_git(library: Library) -> None:
    found = owed(seen(library, date(2020, 3, 1), {REPORT: Arrival(date(2026, 11, 23), merged=True)}), SCHOOL)[
        "result"
    ]
    assert (found.received, found.from_git) == (date(2020, 2, 7), False)


def test_what_waits_in_a_request_has_come(library: Library) -> None:
    """One that was merged and is gone again has not."""
    none = with_result(library, None)
    waits = owed(seen(none, date(2020, 2, 15), {REPORT: Arrival(date(2020, 2, 9), merged=False)}), SCHOOL)[
        "result"
    ]
    assert (waits.state, waits.waiting, waits.from_git) == (PaperState.IN_TIME, True, True)
    gone = owed(seen(none, date(2020, 2, 15), {REPORT: Arrival(date(2020, 2, 9), merged=True)}), SCHOOL)[
        "result"
    ]
    assert (gone.state, gone.waiting) == (PaperState.OVERDUE, False)


def test_a_postponed_conference_owes_nothing_meanwhile(library: Library) -> None:
    after = date(2020, 3, 1)
    assert [paper.state for paper in owed(seen(library, after), POSTPONED).values()] == [
        PaperState.OFF,
        PaperState.OFF,
        PaperState.LATE,
    ]
    conference = library.conferences[f"{POSTPONED}/{CYCLE}"].model_copy(
        update={"status": ConferenceStatus.PLANNED}
    )
    held = replace(library, conferences={**library.conferences, conference.ref: conference})
    assert [paper.state for paper in owed(seen(held, after), POSTPONED).values()] == [
        PaperState.OVERDUE,
        PaperState.OVERDUE,
        PaperState.LATE,
    ]


def test_a_conference_with_its_day_has_told_its_time(library: Library) -> None:
    bare = replace(library, submissions={})
    place = ("conference", f"{SCHOOL}/{CYCLE}")
    found = owed(seen(bare, date(2020, 1, 5), {place: Arrival(date(2020, 1, 2), merged=True)}), SCHOOL)
    assert (found["time"].state, found["time"].received) == (PaperState.IN_TIME, date(2020, 1, 2))
    assert found["plan"].state is PaperState.DUE


def test_schools_that_stood_then_owe(library: Library) -> None:
    shown = seen(library, date(2020, 2, 1))
    assert owing_units(shown, library.cycles[CYCLE]) == (
        POSTPONED,
        SCHOOL,
    )  # neither the Sở nor the schools merged in 2017


@pytest.mark.parametrize(
    ("fields", "stands"),
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
def test_a_unit_stands_while_its_names_say_so(fields: dict[str, object], stands: bool) -> None:
    unit = Unit.model_validate({"id": "a", "kind": UnitKind.PRIMARY, "names": (UnitName(name="A"),)} | fields)
    assert stood(unit, date(2020, 2, 9)) is stands
