"""Tests the delegates' handbook, a booklet with the programme and the lists of delegates.

Guests stand in order of protocol, groups of delegates by number, and substitutes last. Blank pages fill the
last sheet, and chapters without content are left out.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from kyyeu.model.conferences import Delegate
from kyyeu.model.fields import Consent
from kyyeu.model.privacy import PRINT
from kyyeu.outputs.booklets.placement import place_parts
from kyyeu.publishing.gate import publish
from kyyeu.views.catalogue import catalogue
from kyyeu.views.print.book import Book
from kyyeu.views.print.handbook import delegates_by_group, handbook

from tests.building import TODAY, read_project

SECTOR = "so-gddt/2015-2020"


def delegate(name: str, title: str, **more: object) -> Delegate:
    agreed = Consent(id="HB-1", date=date(2025, 1, 1), scope=(Consent.Scope.PRINT,))
    usual = {"unit": "thpt-ban-trang", "conference": SECTOR, "titles": (title,), "consent": agreed}
    return Delegate(id=name.split()[-1].lower(), name=name, **{**usual, **more})


def handbook_for(people: Iterable[Delegate]) -> tuple[list[tuple[str, list[str]]], Book]:
    library = publish(
        replace(read_project(), delegates={person.id: person for person in people}), PRINT, TODAY
    )
    shown = catalogue(library)
    conference = library.conferences[SECTOR]
    groups = [
        (group.name, [f"{seat.number} {seat.name} {seat.seat}".rstrip() for seat in group.seats])
        for group in delegates_by_group(shown, conference)
    ]
    return groups, handbook(shown, conference, frozenset())


def test_delegates_stand_in_their_order() -> None:
    groups, book = handbook_for(
        [
            delegate("Lò An", "Giáo viên", group="Tổ 10", seat="B-1"),
            delegate("Lò Ba", "Giáo viên", group="Tổ 2", seat="C-2"),
            delegate("Lò Ca", "Giáo viên", group="Tổ 2", seat="C-1"),
            delegate("Lò Da", "Hiệu trưởng", group="Tổ 2", substitute=True),
            delegate("Lò Em", "Phó Giám đốc Sở Giáo dục và Đào tạo", kind="invited"),
            delegate("Lò Gia", "Phó Chủ tịch Ủy ban nhân dân tỉnh", kind="invited", seat="A-1"),
            delegate("Lò Hai", "Giáo viên"),
            delegate("Lò Khe", "Giáo viên", consent=None),
        ]
    )
    assert groups == [
        ("Đại biểu khách mời", ["1 Lò Gia A-1", "2 Lò Em"]),
        ("Tổ 2", ["3 Lò Ca C-1", "4 Lò Ba C-2", "5 Lò Da"]),
        ("Tổ 10", ["6 Lò An B-1"]),
        ("Đại biểu chính thức", ["7 Lò Hai"]),
    ]
    listed = next(part.view for part in book.parts if part.name == "dai-bieu")
    assert listed.seated and listed.groups[1].seats[2].offices == ("Hiệu trưởng", "Đại biểu dự khuyết")


def test_sheets_are_full_and_what_is_missing_has_no_chapter() -> None:
    _, book = handbook_for([])
    assert [part.bookmark.text for part in book.parts if part.bookmark and part.bookmark.level] == [
        "Chương trình Hội nghị",
        "Ghi chép",
    ]
    for longer in range(4):
        placement = place_parts(
            book, {part.name: 1 + (longer if part.name == "chuong-trinh" else 0) for part in book.parts}
        )
        last = max(placement.first[name] for name in placement.first if name.startswith("ghi-chep"))
        # At most one blank page lies between the last page for notes and the back cover.
        assert placement.pages % 4 == 0 and placement.pages - last <= 2
