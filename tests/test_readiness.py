"""Tests the report on how ready each unit is for the conferences.

It covers papers that a unit must send in time, faults in its records, and its delegates.
"""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from kyyeu.facts.consent import exemplar_shown
from kyyeu.model.awards import Award, CitedDecision
from kyyeu.model.conferences import ConferenceStatus, Submission, SubmissionItem, SubmissionState
from kyyeu.model.exemplars import Exemplar, ExemplarStatus, ExemplarType
from kyyeu.model.fields import Consent, Minor, Picture, Prose
from kyyeu.model.library import Library
from kyyeu.model.privacy import PRINT
from kyyeu.model.sources import Arrival, Image
from kyyeu.model.units import Unit, UnitChange, UnitKind, UnitName, UnitStatus
from kyyeu.publishing.gate import publish
from kyyeu.publishing.office import Elected, office
from kyyeu.views.catalogue import catalogue
from kyyeu.views.office.readiness import Readiness, Stage, UnitState, readiness
from kyyeu.views.office.readiness_words import status_words
from kyyeu.views.submissions import OwedPaper, PaperState, owing_units, papers, stood

from tests.building import SAMPLE, TODAY
from tests.many import edited

SCHOOL, POSTPONED, CYCLE = "thpt-ban-trang", "th-thcs-suoi-may", "2015-2020"
REPORT = ("report", f"{SCHOOL}/{CYCLE}")


def owed(
    library: Library, day: date, arrivals: dict[tuple[str, str], Arrival] | None = None, unit: str = SCHOOL
) -> dict[str, OwedPaper]:
    """Returns the papers that a unit must send to the department, as a dict by kind of paper.

    Each paper has its state on `day`. `arrivals` maps records to the days of their first commits in git.
    """
    shown = catalogue(publish(replace(library, arrivals=arrivals or {}), PRINT, day))
    return {paper.item.value: paper for paper in papers(shown, unit, shown.published.cycles[CYCLE])}


def result(**fields: object) -> Submission:
    """Returns a submission record that says that the school has sent its report on the conference.

    `fields` replace any of the record's values.
    """
    return Submission.model_validate(
        {
            "id": f"{CYCLE}-result",
            "unit": SCHOOL,
            "cycle": CYCLE,
            "item": SubmissionItem.RESULT,
            "state": SubmissionState.SENT,
        }
        | fields
    )


def with_result(library: Library, submission: Submission | None) -> Library:
    """Returns the library with `submission` as the record that says when the school sent its report.

    If `submission` is None, the library has no such record, and no unit has a report.
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
    """A status report for a day treats papers that a unit sends after this day as not yet sent.

    In the sample, the school sends its report on 07/02/2020.
    """
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
    """A report in an open pull request counts as received and as waiting to be merged.

    A report that was merged and deleted later counts as overdue.
    """
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
    held = edited(library, "conferences", f"{POSTPONED}/{CYCLE}", status=ConferenceStatus.PLANNED)
    assert [paper.state for paper in owed(held, after, unit=POSTPONED).values()] == [
        PaperState.OVERDUE,
        PaperState.OVERDUE,
        PaperState.LATE,
    ]


def test_a_conference_with_a_date_counts_as_notice_of_the_date(library: Library) -> None:
    bare = replace(library, submissions={})
    owed_papers = owed(
        bare, date(2020, 1, 5), {("conference", f"{SCHOOL}/{CYCLE}"): Arrival(date(2020, 1, 2), merged=True)}
    )
    assert (owed_papers["time"].state, owed_papers["time"].received) == (PaperState.IN_TIME, date(2020, 1, 2))
    assert owed_papers["plan"].state is PaperState.DUE


def test_schools_that_existed_then_owe_papers(library: Library) -> None:
    """Only schools that existed at the time of the conferences must send papers.

    The department sends none to itself, and a school that was merged into another in 2017 sends none.
    """
    assert owing_units(catalogue(publish(library, PRINT, date(2020, 2, 1))), library.cycles[CYCLE]) == (
        POSTPONED,
        SCHOOL,
    )


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


PERSON = "thpt-ban-trang/au-duc-long"
BIG = Image(900, 1200, "JPEG", "x")
AGREED = Consent(id="HB-1", date=date(2025, 1, 1), scope=(Consent.Scope.WEB, Consent.Scope.PRINT))
GOOD = {
    "consent": AGREED,
    "minor": Minor.ADULT,
    "status": ExemplarStatus.APPROVED,
    "body": Prose(markdown="chữ " * 400),
    "awards": (),
}


def ready(library: Library, day: date = TODAY) -> Readiness:
    return readiness(catalogue(publish(library, PRINT, day)), office(library, day), library.cycles[CYCLE])


def unit_state(library: Library, ref: str = SCHOOL, day: date = TODAY) -> UnitState:
    return next(state for state in ready(library, day).units if state.unit == ref)


def with_person(library: Library, image: Image | None = BIG, **changes: Any) -> Library:
    """Returns a copy of the library in which the record of PERSON has only good values, but for `changes`.

    `changes` are other values by field, such as a missing photo; `image` is what the file of the photo holds.
    """
    return replace(
        edited(library, "exemplars", PERSON, **GOOD | changes),
        attachments={**library.attachments, f"content/units/{SCHOOL}/exemplars/au-duc-long.jpg": image},
    )


@pytest.mark.parametrize(
    ("changes", "codes", "named"),
    [
        ({}, [], True),
        ({"consent": None}, ["consent-missing"], False),
        ({"consent": AGREED.model_copy(update={"expires": date(2026, 11, 22)})}, ["consent-expired"], False),
        ({"consent": AGREED.model_copy(update={"expires": TODAY})}, ["consent-ends"], True),
        ({"consent": AGREED.model_copy(update={"expires": date(2027, 1, 22)})}, ["consent-ends"], True),
        ({"consent": AGREED.model_copy(update={"expires": date(2027, 1, 23)})}, [], True),
        ({"consent": AGREED.model_copy(update={"date": date(2026, 11, 24)})}, ["consent-later"], False),
        ({"consent": AGREED.model_copy(update={"scope": (Consent.Scope.PRINT,)})}, [], True),
        ({"minor": Minor.FROM_SEVEN}, ["consent-unsigned"], False),
        ({"status": ExemplarStatus.DRAFT}, ["draft"], False),
        ({"photo": None}, ["photo-missing"], True),
        ({"photo": None, "type": ExemplarType.MODEL}, [], True),
        ({"photo": Picture(file="khong-co.jpg", alt="Ảnh.")}, ["photo-missing"], True),
        ({"body": Prose(markdown="chữ " * 399)}, ["words-few"], True),
        ({"body": Prose(markdown="chữ " * 900)}, [], True),
        ({"body": Prose(markdown="chữ " * 901)}, ["words-many"], True),
        ({"awards": (Award(title="bang-khen-tinh", year=2019),)}, ["award-undecided"], True),
        (
            {"awards": (Award(title="bang-khen-tinh", year=2019, decision=CitedDecision(number="1/QĐ")),)},
            [],
            True,
        ),
        (
            {
                "awards": (
                    Award(title="bang-khen-tinh", year=2020, decision=CitedDecision(id="qd-hoi-nghi-nganh")),
                )
            },
            [],
            True,
        ),
    ],
)
def test_every_fault_of_a_record(
    library: Library, changes: dict[str, Any], codes: list[str], named: bool
) -> None:
    record = unit_state(with_person(library, **changes)).exemplars[0]
    names = (PERSON, "Âu Đức Long") if named else (None, None)
    assert ([fault.code for fault in record.faults], record.ref, record.name, record.number) == (
        codes,
        *names,
        1,
    )


@pytest.mark.parametrize(
    ("image", "codes"),
    [
        (Image(413, 531, "JPEG", "x"), []),
        (Image(412, 600, "JPEG", "x"), ["photo-small"]),
        (Image(600, 530, "JPEG", "x"), ["photo-small"]),
        (None, ["photo-format"]),
    ],
)
def test_a_photo_is_measured_against_the_book_as_it_is_set(
    library: Library, image: Image | None, codes: list[str]
) -> None:
    """A photograph is too small if it has fewer pixels than the book needs at its format and resolution.

    In an A5 book a portrait is 35 × 45 mm, which at 300 dpi needs 413 × 531 pixels.
    """
    assert [
        fault.code
        for fault in unit_state(replace(with_person(library, image), printing={})).exemplars[0].faults
    ] == codes


def test_a_record_whose_consent_was_withdrawn_asks_for_nothing(library: Library) -> None:
    withdrawn = AGREED.model_copy(update={"withdrawn": TODAY})
    state = unit_state(with_person(library, consent=withdrawn, photo=None, body=Prose(markdown="")))
    record = state.exemplars[0]
    assert ([fault.code for fault in record.faults], record.asks, record.ref, record.name) == (
        ["consent-withdrawn"],
        False,
        None,
        None,
    )
    assert record not in state.faulty


def test_nobody_withheld_is_named(library: Library) -> None:
    """The readiness report contains neither the names of withheld people nor the names of their files."""
    text = repr(ready(library)) + repr(status_words(ready(library)))
    shown = publish(library, PRINT, TODAY)
    withheld = [
        exemplar
        for ref, exemplar in library.exemplars.items()
        if ref not in shown.exemplars and not _shown_somewhere(exemplar)
    ]
    assert len(withheld) == 5
    for exemplar in withheld:
        assert not [name for name in (exemplar.name, exemplar.ref, f"'{exemplar.id}'") if name in text]
    # Quản Hải Yến is a delegate without a consent form.
    assert "Quản Hải Yến" not in text and "quan-hai-yen" not in text
    assert "Âu Đức Long" in text


def _shown_somewhere(exemplar: Exemplar) -> bool:
    scopes = exemplar.consent.scope if exemplar.consent else ()
    return exemplar.status is ExemplarStatus.APPROVED and any(
        exemplar_shown(exemplar, frozenset({scope}), TODAY) for scope in scopes
    )


def test_a_records_number_is_its_place_among_the_units_files(library: Library) -> None:
    files = sorted(path.stem for path in (SAMPLE / f"content/units/{SCHOOL}/exemplars").glob("*.md"))
    for record in unit_state(library).exemplars:
        assert record.ref in (None, f"{SCHOOL}/{files[record.number - 1]}")


def test_units_are_listed_with_the_worst_first(library: Library) -> None:
    new = Unit(id="a-moi", kind=UnitKind.PRIMARY, names=(UnitName(name="Trường Tiểu học Mới"),))
    wider = replace(library, units={**library.units, "a-moi": new})
    states = ready(wider, date(2020, 2, 10))
    assert [(state.unit, state.stage) for state in states.units] == [
        ("a-moi", Stage.OVERDUE),
        (SCHOOL, Stage.OVERDUE),
        (POSTPONED, Stage.INCOMPLETE),
    ]
    first = states.units[0]
    assert (first.meeting, first.exemplars, len(first.overdue), first.report and first.report.there) == (
        None,
        (),
        3,
        False,
    )
    assert states.stages == {
        Stage.OVERDUE: 2,
        Stage.DUE: 0,
        Stage.INCOMPLETE: 1,
        Stage.WAITING: 0,
        Stage.POSTPONED: 0,
        Stage.COMPLETE: 0,
    }
    assert unit_state(wider, "a-moi", date(2020, 2, 9)).stage is Stage.DUE


def test_a_unit_that_has_all_is_complete(library: Library) -> None:
    line = library.submissions[f"{SCHOOL}/{CYCLE}-result"].model_copy(
        update={"id": f"{CYCLE}-plan", "item": SubmissionItem.PLAN}
    )
    good = {
        ref: exemplar.model_copy(update=GOOD | {"photo": None, "type": ExemplarType.COLLECTIVE})
        if exemplar.unit == SCHOOL
        else exemplar
        for ref, exemplar in library.exemplars.items()
    }
    full = replace(library, submissions={**library.submissions, line.ref: line}, exemplars=good)
    assert unit_state(full).stage is Stage.COMPLETE
    report = library.reports[f"{SCHOOL}/{CYCLE}"]
    state = unit_state(edited(full, "reports", report.ref, sections=report.sections[1:]))
    assert (state.stage, state.report and state.report.done) == (Stage.INCOMPLETE, 6)
    assert state.report and [(code, lacks) for code, _, lacks in state.report.lacking] == [
        (report.sections[0].code, "chưa viết")
    ]
    empty = unit_state(replace(full, reports={}))
    assert (empty.stage, empty.report and empty.report.there) == (Stage.INCOMPLETE, False)


def test_papers_in_an_open_pull_request_wait_for_the_office(library: Library) -> None:
    others = {ref: exemplar for ref, exemplar in library.exemplars.items() if exemplar.unit != SCHOOL}
    time = {ref: paper for ref, paper in library.submissions.items() if paper.item is SubmissionItem.TIME}
    waiting = replace(
        library,
        submissions=time,
        reports={},
        exemplars=others,
        arrivals={
            ("report", f"{SCHOOL}/{CYCLE}"): Arrival(date(2020, 2, 9), merged=False),
            ("submission", f"{SCHOOL}/{CYCLE}-plan"): Arrival(date(2020, 1, 9), merged=False),
        },
    )
    [words] = [unit for unit in status_words(ready(waiting)).units if unit.stage is Stage.WAITING]
    assert unit_state(waiting).stage is Stage.WAITING and "09/02/2020, chờ duyệt" in words.row


def test_a_merged_school_owes_no_papers_but_has_its_records(library: Library) -> None:
    assert {state.unit for state in ready(library).units} == {SCHOOL, POSTPONED}
    old = library.exemplars[PERSON].model_copy(update={"unit": "thcs-suoi-may"})
    state = unit_state(replace(library, exemplars={**library.exemplars, old.ref: old}), "thcs-suoi-may")
    assert (state.owes, state.papers, state.report, len(state.exemplars)) == (False, (), None, 1)


@pytest.mark.parametrize(
    ("allotted", "missing", "lacks"),
    [
        (2, 0, ("1 đại biểu chưa có phiếu đồng ý còn hiệu lực cho bản in.",)),
        (
            4,
            2,
            (
                "được phân bổ 4, đã bầu 2: thiếu 2.",
                "1 đại biểu chưa có phiếu đồng ý còn hiệu lực cho bản in.",
            ),
        ),
        (
            1,
            -1,
            ("được phân bổ 1, đã bầu 2: thừa 1.", "1 đại biểu chưa có phiếu đồng ý còn hiệu lực cho bản in."),
        ),
    ],
)
def test_elected_delegates_are_compared_with_the_allocation(
    library: Library, allotted: int, missing: int, lacks: tuple[str, ...]
) -> None:
    """The readiness report says if a unit has elected more or fewer delegates than were allotted to it.

    The school has elected two delegates and a substitute; one of these three has no consent form.
    """
    sector = library.conferences["so-gddt/2015-2020"]
    allocation = tuple(
        share.model_copy(update={"delegates": allotted})
        for share in sector.allocation
        if share.unit == SCHOOL
    )
    allotted_library = edited(library, "conferences", sector.ref, allocation=allocation)
    state = unit_state(allotted_library)
    assert state.elected == Elected(delegates=2, substitutes=1, withheld=1)
    assert state.missing_delegates == missing
    [words] = [unit for unit in status_words(ready(allotted_library)).units if unit.name == state.name]
    assert dict(words.lacks)["Đại biểu dự hội nghị cấp trên"] == lacks and words.row[-1] == f"2/{allotted}"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2020, 2, 8), "còn 1 ngày."),
        (date(2020, 2, 9), "hôm nay là ngày cuối."),
        (date(2020, 2, 10), "đã quá 1 ngày."),
    ],
)
def test_the_first_sentence_tells_the_days_left(library: Library, day: date, words: str) -> None:
    assert status_words(ready(library, day)).lead.endswith(
        f"Sở nhận trước ngày 10/02/2020 (nhận đúng ngày này là muộn); {words}"
    )
