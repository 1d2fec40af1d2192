"""Tests the printed programme: a leaflet whose items are spread evenly over the pages, and a poster."""

import re
from dataclasses import replace
from itertools import pairwise

import pikepdf
import pytest
from kyyeu.model.conferences import Conference, ConferenceStatus
from kyyeu.model.library import Library
from kyyeu.model.privacy import SITE_PDF
from kyyeu.outputs.booklets.editions import EDITIONS, SCREEN
from kyyeu.publishing.gate import publish
from kyyeu.views.catalogue import Catalogue, catalogue
from kyyeu.views.print.programme_papers import LeafletItem, is_announced, leaflet, shared_out
from kyyeu.work.run import Worker

from tests.building import TODAY, pdf_text
from tests.printing import print_works

A5, A4 = (419.5, 595.3), (595.3, 841.9)


@pytest.fixture(scope="module")
def shown(library: Library) -> Catalogue:
    return catalogue(publish(library, SITE_PDF, TODAY))


@pytest.fixture(scope="module")
def school(shown: Catalogue) -> Conference:
    return shown.published.conferences["thpt-ban-trang/2015-2020"]


def item(letters: int = 40, first: bool = False) -> LeafletItem:
    return LeafletItem("07:30", "x" * letters, "", (), "Phiên" if first else "", "", first)


@pytest.mark.parametrize(
    ("items", "lengths"),
    [
        # The first page has fewer items than the second, because the heading of a session takes up room.
        ([item(first=True), *[item()] * 12], [5, 8]),
        # A page of the leaflet begins with a new session where that is possible.
        ([item(first=True), *[item()] * 5, item(first=True), *[item()] * 7], [6, 8]),
        ([item()] * 70, [16, 18, 18, 18]),
        ([item()], [1]),
    ],
)
def test_pages_are_about_equally_long(items: list[LeafletItem], lengths: list[int]) -> None:
    pages = shared_out(tuple(items))
    assert [listed for page in pages for listed in page] == items and [len(page) for page in pages] == lengths


def test_a_programme_in_print(shown: Catalogue, school: Conference, worker: Worker) -> None:
    """A programme of 13 items fills four A5 pages (two sides of A4); one of 52 items fills eight pages."""
    longer = school.model_copy(update={"programme": school.programme * 4})
    long = catalogue(replace(shown.published, conferences={school.ref: longer}))

    editions = list(EDITIONS.values())
    booklets = [
        *print_works(worker, shown, ["chuong-trinh", "ap-phich"], editions, school.ref),
        *print_works(worker, long, ["chuong-trinh"], [SCREEN], school.ref),
    ]
    sizes = []
    for booklet in booklets:
        with pikepdf.open(worker.cache.path(booklet.key)) as pdf:
            trimmed = tuple(round(float(edge), 1) for edge in list(pdf.pages[0].trimbox)[2:])
            sizes.append((f"{booklet.work.id} {booklet.edition.id}", len(pdf.pages), trimmed))
    assert sizes == [
        ("chuong-trinh screen", 4, A5),
        ("chuong-trinh press", 4, A5),
        ("chuong-trinh imposed", 2, (A4[1], A4[0])),
        ("ap-phich screen", 1, A4),
        ("ap-phich press", 1, A4),
        ("chuong-trinh screen", 8, A5),
    ]
    text = re.sub(r"\s+", " ", pdf_text(worker.cache.path(booklets[0].key)))
    times = re.findall(r"\d\d:\d\d – \d\d:\d\d", text)
    assert len(times) == 13 and times[0].startswith("07:30")
    assert all(later.startswith(earlier[-5:]) for earlier, later in pairwise(times))
    assert "Giám đốc" not in text and "Hiệu trưởng" in text
    assert "hoa-ban.example/ky-yeu/hoi-nghi/thpt-ban-trang/2015-2020" in text


def test_only_a_conference_with_items_that_is_not_postponed_is_announced(
    shown: Catalogue, school: Conference
) -> None:
    changes = ({}, {"status": ConferenceStatus.POSTPONED}, {"programme": ()})
    assert [is_announced(shown, school.model_copy(update=change)) for change in changes] == [
        True,
        False,
        False,
    ]


def test_a_programme_without_times_is_numbered(shown: Catalogue, school: Conference) -> None:
    nowhere = school.model_copy(update={"sessions": (), "place": None})
    inside, back = (part.view for part in leaflet(shown, nowhere, frozenset()).parts[1::2])
    marks = [listed.mark for page in inside.pages for listed in page]
    assert marks == [f"{number}." for number in range(1, 14)]
    assert back.facts == (("Thời gian", ("…..",)), ("Địa điểm", ("…..",)))
