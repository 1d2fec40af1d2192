"""Tests how complete each unit's work is: documents sent in, faults in records, delegates elected."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from kyyeu.facts.consent import exemplar_shown
from kyyeu.model.awards import Award, CitedDecision
from kyyeu.model.conferences import SubmissionItem
from kyyeu.model.exemplars import Exemplar, ExemplarStatus, ExemplarType
from kyyeu.model.fields import Consent, Minor, Picture, Prose
from kyyeu.model.library import Library
from kyyeu.model.privacy import PRINT
from kyyeu.model.sources import Arrival, Image
from kyyeu.model.units import Unit, UnitKind, UnitName
from kyyeu.publishing.gate import publish
from kyyeu.publishing.office import office
from kyyeu.views.catalogue import catalogue
from kyyeu.views.office.readiness import Readiness, Stage, UnitState, readiness
from kyyeu.views.office.readiness_words import status_words

from tests.building import SAMPLE, TODAY

SCHOOL, POSTPONED, CYCLE = "thpt-ban-trang", "th-thcs-suoi-may", "2015-2020"
PERSON = "thpt-ban-trang/au-duc-long"
PHOTO = "content/units/thpt-ban-trang/exemplars/au-duc-long.jpg"
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
    """Returns how ready one unit is."""
    return next(state for state in ready(library, day).units if state.unit == ref)


def with_person(library: Library, image: Image | None = BIG, **changes: Any) -> Library:
    """Returns the library with one person (PERSON) whose record is faultless except for `changes`."""
    person = library.exemplars[PERSON].model_copy(update=GOOD | changes)
    return replace(
        library,
        exemplars={**library.exemplars, PERSON: person},
        attachments={**library.attachments, PHOTO: image},
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
    """A photo is too small if it has fewer pixels than the book's page format and resolution require.

    In an A5 book a portrait is 35 × 45 mm, which at 300 dpi needs 413 × 531 pixels.
    """
    record = unit_state(replace(with_person(library, image), printing={})).exemplars[0]
    assert [fault.code for fault in record.faults] == codes


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
    """The report on readiness holds neither the name of a withheld person nor that of the person's file."""
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
    # Quản Hải Yến is a delegate without a consent form
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
    shorter = report.model_copy(update={"sections": report.sections[1:]})
    state = unit_state(replace(full, reports={shorter.ref: shorter}))
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
    """The school in this test elected two delegates and one substitute; one of them has no consent form."""
    sector = library.conferences["so-gddt/2015-2020"]
    allocation = tuple(
        share.model_copy(update={"delegates": allotted})
        for share in sector.allocation
        if share.unit == SCHOOL
    )
    changed = sector.model_copy(update={"allocation": allocation})
    allotted_library = replace(library, conferences={**library.conferences, sector.ref: changed})
    state = unit_state(allotted_library)
    delegates = state.delegates
    assert (delegates.elected, delegates.substitutes, delegates.withheld) == (2, 1, 1)
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
