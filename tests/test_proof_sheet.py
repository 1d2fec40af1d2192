"""The proof sheet: all of a unit that may be printed, with what its consent covers; the withheld as numbers with reasons, no names."""

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

from tests.building import DAY, read_project

TODAY, SCHOOL = date.fromisoformat(DAY), "thpt-ban-trang/2015-2020"
AGREED = Consent(id="HB-1", date=date(2025, 1, 1), scope=(Consent.Scope.WEB, Consent.Scope.PRINT))


@pytest.fixture(scope="module")
def library() -> Library:
    return read_project()


def sheet(library: Library) -> ProofSheet:
    shown = publish(library, PRINT, TODAY)
    return proof_sheet(catalogue(shown), shown.conferences[SCHOOL], "thpt-ban-trang")


def test_it_holds_whoever_is_printed_and_nobody_else(library: Library) -> None:
    found = sheet(library)
    people = {section.title: section for section in found.sections}
    printed = publish(library, PRINT, TODAY)
    own = sorted(
        entry.name
        for entry in printed.exemplars.values()
        if entry.unit == "thpt-ban-trang" and entry.cycle == "2015-2020"
    )
    assert sorted(entry.name for entry in people["Điển hình tiên tiến"].lines) == own
    assert all(
        dict(entry.facts)["Đồng ý cho dùng"].startswith(("trang công khai, bản in", "bản in"))
        for entry in people["Điển hình tiên tiến"].lines
    )
    shown = {entry.name for entry in (*printed.exemplars.values(), *printed.delegates.values())}
    hidden = {entry.name for entry in (*library.exemplars.values(), *library.delegates.values())} - shown
    assert hidden and [name for name in hidden if name in repr(found)] == []
    assert people["Đại biểu"].withheld == ("1 đại biểu: chưa có phiếu đồng ý",)
    assert sum(int(line.split()[0]) for line in people["Điển hình tiên tiến"].withheld) == sum(
        entry.unit == "thpt-ban-trang" and ref not in printed.exemplars
        for ref, entry in library.exemplars.items()
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
def test_every_reason_is_named(library: Library, changes: dict[str, object], reason: str) -> None:
    ref = "thpt-ban-trang/au-duc-long"
    one = library.exemplars[ref].model_copy(update={"consent": AGREED, "minor": Minor.ADULT, **changes})
    account = publish(replace(library, exemplars={ref: one}, delegates={}), PRINT, TODAY).summary
    held = {("exemplar", "thpt-ban-trang"): {reason: 1}} if reason else {}
    assert account == GateSummary({} if reason else {("exemplar", ref): ("Trang công khai", "Bản in")}, held)


def test_the_site_is_told_nothing_of_it(library: Library) -> None:
    assert {publish(library, scopes, TODAY).summary == GateSummary() for scopes in (SITE, SITE_PDF)} == {True}


def test_a_unit_without_a_conference_stands_in_the_sectors(library: Library) -> None:
    """Each of them once, on a sheet of its own that says nothing of another unit's conference."""
    without = {ref: entry for ref, entry in library.conferences.items() if ref != SCHOOL}
    shown = catalogue(publish(replace(library, conferences=without), PRINT, TODAY))
    sector = shown.published.conferences["so-gddt/2015-2020"]
    sheets = {part.name: part.view for part in proof_book(shown, sector, frozenset()).parts}
    assert list(sheets) == [
        "ban-kiem/so-gddt",
        *(f"ban-kiem/{ref}" for ref in units_without(shown, "2015-2020")),
    ]
    own = sheets[f"ban-kiem/{SCHOOL.partition('/')[0]}"]
    assert (own.unit, own.sections[0].title) == ("TRƯỜNG THPT BẢN TRẮNG", "Điển hình tiên tiến")
    assert [entry.name for section in own.sections[:1] for entry in section.lines] == [
        entry.name for section in sheet(library).sections[1:2] for entry in section.lines
    ]
    whole = catalogue(publish(library, PRINT, TODAY))
    assert SCHOOL.partition("/")[0] not in units_without(whole, "2015-2020")
