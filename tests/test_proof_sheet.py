"""Tests the proof sheet, which lists everything that will be printed about a unit.

It does not name withheld persons, but gives their number for each reason.
"""

from dataclasses import replace
from datetime import date

import pytest
from kyyeu.model.exemplars import ExemplarStatus
from kyyeu.model.fields import Consent, Minor
from kyyeu.model.library import Library
from kyyeu.model.privacy import PRINT, SITE, SITE_PDF
from kyyeu.publishing.gate import publish
from kyyeu.publishing.published import GateSummary
from kyyeu.views.catalogue import catalogue
from kyyeu.views.print.proof_sheet import ProofSheet, proof_book, proof_sheet, units_without

from tests.building import TODAY

SCHOOL = "thpt-ban-trang/2015-2020"
AGREED = Consent(id="HB-1", date=date(2025, 1, 1), scope=(Consent.Scope.WEB, Consent.Scope.PRINT))


def sheet(library: Library) -> ProofSheet:
    shown = publish(library, PRINT, TODAY)
    return proof_sheet(catalogue(shown), shown.conferences[SCHOOL], "thpt-ban-trang")


def test_it_lists_those_who_are_printed_and_nobody_else(library: Library) -> None:
    printed = publish(library, PRINT, TODAY)
    sections = {section.title: section for section in sheet(library).sections}
    exemplars = sections["Điển hình tiên tiến"]
    assert sorted(line.name for line in exemplars.lines) == sorted(
        exemplar.name
        for exemplar in printed.exemplars.values()
        if exemplar.unit == "thpt-ban-trang" and exemplar.cycle == "2015-2020"
    )
    assert all(
        dict(line.facts)["Đồng ý cho dùng"].startswith(("trang công khai, bản in", "bản in"))
        for line in exemplars.lines
    )
    all_names, shown_names = (
        {person.name for person in (*records.exemplars.values(), *records.delegates.values())}
        for records in (library, printed)
    )
    withheld = all_names - shown_names
    assert withheld and [name for name in withheld if name in repr(sheet(library))] == []
    assert sections["Đại biểu"].withheld == ("1 đại biểu: chưa có phiếu đồng ý",)
    assert sum(int(line.split()[0]) for line in exemplars.withheld) == sum(
        exemplar.unit == "thpt-ban-trang" and ref not in printed.exemplars
        for ref, exemplar in library.exemplars.items()
    )


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, ""),
        ({"status": ExemplarStatus.DRAFT}, "hồ sơ chưa được duyệt"),
        ({"consent": None}, "chưa có phiếu đồng ý"),
        ({"consent": AGREED.model_copy(update={"withdrawn": TODAY})}, "đã rút lại sự đồng ý"),
        ({"consent": AGREED.model_copy(update={"expires": date(2026, 11, 22)})}, "phiếu đồng ý đã hết hạn"),
        ({"consent": AGREED.model_copy(update={"scope": (Consent.Scope.WEB,)})}, "phiếu không đồng ý cho in"),
        (
            {"consent": AGREED.model_copy(update={"date": date(2026, 12, 1)})},
            "phiếu đồng ý chưa đến ngày có hiệu lực",
        ),
        ({"minor": Minor.FROM_SEVEN}, "phiếu đồng ý chưa đủ người ký"),
    ],
)
def test_every_reason_to_withhold_is_counted(
    library: Library, changes: dict[str, object], reason: str
) -> None:
    ref = "thpt-ban-trang/au-duc-long"
    exemplar = library.exemplars[ref].model_copy(update={"consent": AGREED, "minor": Minor.ADULT, **changes})
    summary = publish(replace(library, exemplars={ref: exemplar}, delegates={}), PRINT, TODAY).summary
    held = {("exemplar", "thpt-ban-trang"): {reason: 1}} if reason else {}
    assert summary == GateSummary({} if reason else {("exemplar", ref): ("Trang công khai", "Bản in")}, held)


def test_the_site_gets_no_summary(library: Library) -> None:
    assert {publish(library, scopes, TODAY).summary == GateSummary() for scopes in (SITE, SITE_PDF)} == {True}


def test_a_unit_without_a_conference_is_in_the_departments_book(library: Library) -> None:
    """A unit that holds no conference of its own has its proof sheet in the education department's book."""
    without = {ref: conference for ref, conference in library.conferences.items() if ref != SCHOOL}
    shown = catalogue(publish(replace(library, conferences=without), PRINT, TODAY))
    sheets = {
        part.name: part.view
        for part in proof_book(shown, shown.published.conferences["so-gddt/2015-2020"], frozenset()).parts
    }
    assert list(sheets) == [
        "ban-kiem/so-gddt",
        *(f"ban-kiem/{ref}" for ref in units_without(shown, "2015-2020")),
    ]
    own = sheets[f"ban-kiem/{SCHOOL.partition('/')[0]}"]
    assert (own.unit, own.sections[0].title) == ("TRƯỜNG THPT BẢN TRẮNG", "Điển hình tiên tiến")
    assert [line.name for line in own.sections[0].lines] == [
        line.name for line in sheet(library).sections[1].lines
    ]
    assert SCHOOL.partition("/")[0] not in units_without(
        catalogue(publish(library, PRINT, TODAY)), "2015-2020"
    )
