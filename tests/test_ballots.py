"""Tests the printed ballots and the minutes of counting the votes.

The tests look at the order of candidates, the number of ballots, their numbering and the votes recorded.
"""

import re
import subprocess
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from kyyeu.model.library import Library
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.print.ballots import ballot_count, ballots, minutes
from kyyeu.work.run import Worker

from tests.building import printable
from tests.printing import MM, print_works, words_of

SCHOOL = "thpt-ban-trang/2015-2020"
PERFORATION = 9 + 44  # The distance from a ballot's left edge to the perforation that ends its stub, in mm.


@pytest.fixture(scope="module")
def printed(library: Library, worker: Worker) -> dict[str, Path]:
    booklets = print_works(worker, printable(library), ["phieu-bau", "bien-ban-kiem-phieu"])
    return {booklet.work.id: worker.cache.source(booklet.key).path for booklet in booklets}


def test_candidates_stand_in_alphabetical_order_without_withheld_people(library: Library) -> None:
    """The ballot lists candidates alphabetically and omits Quản Hải Yến, who gave no consent."""
    new_names = {"Âu Đức Long": "Nguyễn Thị Ân", "Thân Ngọc Bích": "Trần Văn Ăn"}
    renamed = {
        ref: delegate.model_copy(update={"name": new_names.get(delegate.name, delegate.name)})
        for ref, delegate in library.delegates.items()
    }
    whole = printable(replace(library, delegates=renamed))
    view = ballots(whole, whole.published.conferences[SCHOOL], frozenset()).parts[0].view
    assert [candidate.name for candidate in view.election.candidates] == ["Trần Văn Ăn", "Nguyễn Thị Ân"]


@pytest.mark.parametrize(
    ("official", "spare", "count"), [(30, 10, 33), (52, 10, 58), (52, 0, 52), (None, 10, 1)]
)
def test_each_delegate_has_a_ballot_and_some_are_spare(
    library: Library, official: int | None, spare: int, count: int
) -> None:
    conference = library.conferences[SCHOOL]
    counted = conference.model_copy(
        update={"counts": conference.counts.model_copy(update={"official": official})}
    )
    assert ballot_count(printable(library), counted, spare) == count


def test_the_number_stands_on_the_stub_and_all_ballots_are_alike(printed: dict[str, Path]) -> None:
    words = words_of(printed["phieu-bau"], MM)
    assert all(word.left > 9 and word.right < 201 and word.top > 12 and word.bottom < 285 for word in words)
    on_stubs = [word.text for word in words if word.right < PERFORATION]
    assert [text for text in on_stubs if re.fullmatch(r"\d{3}", text)] == [
        f"{number:03d}" for number in range(1, 34)
    ]
    ballot = [word for word in words if word.right >= PERFORATION]
    assert min(word.left for word in ballot) > PERFORATION and len(ballot) > 33 * 40
    assert {count % 33 for count in Counter(word.text for word in ballot).values()} == {0}
    assert not [word.text for word in ballot if re.fullmatch(r"\d{2,}", word.text)]


def test_the_minutes_hold_the_votes_on_record_and_leave_the_rest_open(
    library: Library, shown: Catalogue, printed: dict[str, Path]
) -> None:
    whole = printable(library)
    view = minutes(whole, whole.published.conferences[SCHOOL], frozenset()).parts[0].view
    assert (view.called, view.election.collected) == ("30", "30")
    assert [
        (person.name, person.votes, person.share, person.result) for person in view.election.candidates
    ] == [
        ("Thân Ngọc Bích", "24", "80,0%", "Dự khuyết"),
        ("Âu Đức Long", "29", "96,7%", "Chính thức"),
    ]
    command = ["pdftotext", "-layout", str(printed["bien-ban-kiem-phieu"]), "-"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    rows = [re.sub(r"\s+", " ", line).strip() for line in text.splitlines()]
    assert {"Số phiếu phát ra ……………", "Chính thức: Âu Đức Long.", "Dự khuyết: Thân Ngọc Bích."} <= set(rows)
    view = minutes(shown, shown.published.conferences[SCHOOL], frozenset()).parts[0].view
    assert [candidate.votes for candidate in view.election.candidates] == [""]
