"""How ready units are: worst first, every fault of a record, delegates against their allocation; nobody withheld is named."""

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

from tests.building import DAY, SAMPLE, read_project

TODAY = date.fromisoformat(DAY)
SCHOOL, POSTPONED, CYCLE, ONE = (
    "thpt-ban-trang",
    "th-thcs-suoi-may",
    "2015-2020",
    "thpt-ban-trang/au-duc-long",
)
AGREED = Consent(id="HB-1", date=date(2025, 1, 1), scope=(Consent.Scope.WEB, Consent.Scope.PRINT))
GOOD = {
    "consent": AGREED,
    "minor": Minor.ADULT,
    "status": ExemplarStatus.APPROVED,
    "body": Prose(markdown="chữ " * 400),
    "awards": (),
}


@pytest.fixture(scope="module")
def library() -> Library:
    return read_project()


def ready(library: Library, day: date = TODAY) -> Readiness:
    return readiness(catalogue(publish(library, PRINT, day)), office(library, day), library.cycles[CYCLE])


def unit(found: Readiness, ref: str) -> UnitState:
    return next(entry for entry in found.units if entry.unit == ref)


def with_one(library: Library, **changes: Any) -> Library:
    one = library.exemplars[ONE].model_copy(update=GOOD | changes)
    return replace(
        library,
        exemplars={**library.exemplars, ONE: one},
        attachments={
            **library.attachments,
            f"content/units/{SCHOOL}/exemplars/au-duc-long.jpg": Image(900, 1200, "JPEG", "x"),
        },
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
    entry = unit(ready(with_one(library, **changes)), SCHOOL).exemplars[0]
    assert ([fault.code for fault in entry.faults], entry.ref, entry.name, entry.number) == (
        codes,
        ONE if named else None,
        "Âu Đức Long" if named else None,
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
    """35 × 45 mm at 300 dpi on A5."""
    plain = replace(with_one(library), printing={})
    file = f"content/units/{SCHOOL}/exemplars/au-duc-long.jpg"
    found = unit(ready(replace(plain, attachments={**plain.attachments, file: image})), SCHOOL).exemplars[0]
    assert [fault.code for fault in found.faults] == codes


def test_who_withdrew_is_asked_for_nothing(library: Library) -> None:
    gone = with_one(
        library, consent=AGREED.model_copy(update={"withdrawn": TODAY}), photo=None, body=Prose(markdown="")
    )
    state = unit(ready(gone), SCHOOL)
    entry = state.exemplars[0]
    assert ([fault.code for fault in entry.faults], entry.asks, entry.ref, entry.name) == (
        ["consent-withdrawn"],
        False,
        None,
        None,
    )
    assert entry not in state.faulty


def test_nobody_withheld_is_named(library: Library) -> None:
    """Neither by name nor by the name of a file; the published ones are."""
    said = repr(ready(library)) + repr(status_words(ready(library)))
    shown = publish(library, PRINT, TODAY)
    hidden = [
        entry
        for ref, entry in library.exemplars.items()
        if ref not in shown.exemplars and not _anywhere(entry)
    ]
    assert len(hidden) == 5
    assert [
        entry.name for entry in hidden if entry.name in said or entry.ref in said or f"'{entry.id}'" in said
    ] == []
    assert "Quản Hải Yến" not in said and "quan-hai-yen" not in said  # a delegate without consent
    assert "Âu Đức Long" in said


def _anywhere(entry: Exemplar) -> bool:
    scopes = entry.consent.scope if entry.consent else ()
    return entry.status is ExemplarStatus.APPROVED and any(
        exemplar_shown(entry, frozenset({scope}), TODAY) for scope in scopes
    )


def test_the_number_is_the_place_among_the_units_files(library: Library) -> None:
    files = sorted(path.stem for path in (SAMPLE / f"content/units/{SCHOOL}/exemplars").glob("*.md"))
    for entry in unit(ready(library), SCHOOL).exemplars:
        assert entry.ref is None or entry.ref == f"{SCHOOL}/{files[entry.number - 1]}"


def test_units_stand_with_the_worst_first(library: Library) -> None:
    new = Unit(id="a-moi", kind=UnitKind.PRIMARY, names=(UnitName(name="Trường Tiểu học Mới"),))
    found = ready(replace(library, units={**library.units, "a-moi": new}), date(2020, 2, 10))
    assert [(entry.unit, entry.stage) for entry in found.units] == [
        ("a-moi", Stage.OVERDUE),
        (SCHOOL, Stage.OVERDUE),
        (POSTPONED, Stage.INCOMPLETE),
    ]
    nothing = unit(found, "a-moi")
    assert (
        nothing.meeting,
        nothing.exemplars,
        len(nothing.overdue),
        nothing.report and nothing.report.there,
    ) == (None, (), 3, False)
    assert found.stages == {
        Stage.OVERDUE: 2,
        Stage.DUE: 0,
        Stage.INCOMPLETE: 1,
        Stage.WAITING: 0,
        Stage.POSTPONED: 0,
        Stage.COMPLETE: 0,
    }
    before = ready(replace(library, units={**library.units, "a-moi": new}), date(2020, 2, 9))
    assert unit(before, "a-moi").stage is Stage.DUE


def test_a_unit_that_has_all_is_complete(library: Library) -> None:
    line = library.submissions[f"{SCHOOL}/{CYCLE}-result"].model_copy(
        update={"id": f"{CYCLE}-plan", "item": SubmissionItem.PLAN}
    )
    good = {
        ref: entry.model_copy(update=GOOD | {"photo": None, "type": ExemplarType.COLLECTIVE})
        if entry.unit == SCHOOL
        else entry
        for ref, entry in library.exemplars.items()
    }
    full = replace(library, submissions={**library.submissions, line.ref: line}, exemplars=good)
    assert unit(ready(full), SCHOOL).stage is Stage.COMPLETE
    report = library.reports[f"{SCHOOL}/{CYCLE}"]
    shorter = report.model_copy(update={"sections": report.sections[1:]})
    state = unit(ready(replace(full, reports={shorter.ref: shorter})), SCHOOL)
    assert (state.stage, state.report and state.report.done) == (Stage.INCOMPLETE, 6)
    assert state.report and [(code, lacks) for code, _, lacks in state.report.lacking] == [
        (report.sections[0].code, "chưa viết")
    ]
    empty = unit(ready(replace(full, reports={})), SCHOOL)
    assert (empty.stage, empty.report and empty.report.there) == (Stage.INCOMPLETE, False)


def test_what_is_in_a_request_waits_for_the_office(library: Library) -> None:
    others = {ref: entry for ref, entry in library.exemplars.items() if entry.unit != SCHOOL}
    time = {ref: entry for ref, entry in library.submissions.items() if entry.item is SubmissionItem.TIME}
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
    assert unit(ready(waiting), SCHOOL).stage is Stage.WAITING
    assert (
        "09/02/2020, chờ duyệt"
        in next(entry for entry in status_words(ready(waiting)).units if entry.stage is Stage.WAITING).row
    )


def test_a_merged_school_is_listed_for_its_records_only(library: Library) -> None:
    assert {entry.unit for entry in ready(library).units} == {SCHOOL, POSTPONED}
    old = library.exemplars[ONE].model_copy(update={"unit": "thcs-suoi-may"})
    found = unit(
        ready(replace(library, exemplars={**library.exemplars, "thcs-suoi-may/au-duc-long": old})),
        "thcs-suoi-may",
    )
    assert (found.owes, found.papers, found.report, len(found.exemplars)) == (False, (), None, 1)


@pytest.mark.parametrize(
    ("allotted", "missing", "words"),
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
def test_delegates_are_held_against_their_allocation(
    library: Library, allotted: int, missing: int, words: tuple[str, ...]
) -> None:
    """Two were elected, a third is a substitute; of one there is no consent."""
    sector = library.conferences["so-gddt/2015-2020"]
    own = tuple(
        entry.model_copy(update={"delegates": allotted})
        for entry in sector.allocation
        if entry.unit == SCHOOL
    )
    found = ready(
        replace(
            library,
            conferences={**library.conferences, sector.ref: sector.model_copy(update={"allocation": own})},
        )
    )
    state = unit(found, SCHOOL)
    assert (
        state.delegates.elected,
        state.delegates.substitutes,
        state.delegates.withheld,
        state.missing_delegates,
    ) == (2, 1, 1, missing)
    said = next(entry for entry in status_words(found).units if entry.name == state.name)
    assert dict(said.lacks)["Đại biểu dự hội nghị cấp trên"] == words
    assert said.row[-1] == f"2/{allotted}"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2020, 2, 8), "còn 1 ngày."),
        (date(2020, 2, 9), "hôm nay là ngày cuối."),
        (date(2020, 2, 10), "đã quá 1 ngày."),
    ],
)
def test_the_lead_says_what_is_left(library: Library, day: date, words: str) -> None:
    assert status_words(ready(library, day)).lead.endswith(
        f"Sở nhận trước ngày 10/02/2020 (nhận đúng ngày này là muộn); {words}"
    )
