"""Ballots and the minutes of the count: the order, how many, where the number stands, and what of the votes is filled in."""

import re
import subprocess
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from kyyeu.model.library import Library
from kyyeu.model.privacy import PRINT, SITE
from kyyeu.publishing.gate import publish
from kyyeu.views.catalogue import catalogue
from kyyeu.views.print.ballots import ballot_count, ballots, minutes
from kyyeu.work.run import Worker

from tests.printing import MM, print_works, words_of

DAY = date(2026, 11, 23)
SCHOOL = "thpt-ban-trang/2015-2020"
PERFORATION = 9 + 44  # mm, where the stub ends


@pytest.fixture(scope="module")
def printed(library: Library, worker: Worker) -> dict[str, Path]:
    whole = catalogue(publish(library, PRINT, DAY))
    booklets = print_works(worker, whole, ["phieu-bau", "bien-ban-kiem-phieu"])
    return {booklet.work.id: worker.cache.path(booklet.key) for booklet in booklets}


def test_candidates_stand_in_the_order_of_the_alphabet_and_the_withheld_nowhere(library: Library) -> None:
    names = {"Âu Đức Long": "Nguyễn Thị Ân", "Thân Ngọc Bích": "Trần Văn Ăn"}
    renamed = {
        ref: entry.model_copy(update={"name": names.get(entry.name, entry.name)})
        for ref, entry in library.delegates.items()
    }
    whole = catalogue(publish(replace(library, delegates=renamed), PRINT, DAY))
    view = ballots(whole, whole.published.conferences[SCHOOL], frozenset()).parts[0].view
    assert [entry.name for entry in view.election.candidates] == [
        "Trần Văn Ăn",
        "Nguyễn Thị Ân",
    ]  # Quản Hải Yến gave no consent


@pytest.mark.parametrize(
    ("official", "spare", "count"), [(30, 10, 33), (52, 10, 58), (52, 0, 52), (None, 10, 1)]
)
def test_one_ballot_a_delegate_and_the_spare_ones(
    library: Library, official: int | None, spare: int, count: int
) -> None:
    conference = library.conferences[SCHOOL]
    counted = conference.model_copy(
        update={"counts": conference.counts.model_copy(update={"official": official})}
    )
    assert ballot_count(catalogue(publish(library, PRINT, DAY)), counted, spare) == count


def test_the_number_stands_on_the_stub_and_all_ballots_are_alike(printed: dict[str, Path]) -> None:
    words = words_of(printed["phieu-bau"], MM)
    assert all(word.left > 9 and word.right < 201 and word.top > 12 and word.bottom < 285 for word in words)
    on_stubs = [word.text for word in words if word.right < PERFORATION]
    numbers = [text for text in on_stubs if re.fullmatch(r"\d{3}", text)]
    assert numbers == [f"{number:03d}" for number in range(1, 34)]
    ballot = [word for word in words if word.right >= PERFORATION]
    assert min(word.left for word in ballot) > PERFORATION and len(ballot) > 33 * 40
    assert {count % 33 for count in Counter(word.text for word in ballot).values()} == {0}
    assert not [word.text for word in ballot if re.fullmatch(r"\d{2,}", word.text)]


def test_the_minutes_hold_the_votes_on_record_and_leave_the_rest_open(
    library: Library, printed: dict[str, Path]
) -> None:
    whole = catalogue(publish(library, PRINT, DAY))
    view = minutes(whole, whole.published.conferences[SCHOOL], frozenset()).parts[0].view
    assert (view.called, view.election.collected) == ("30", "30")
    assert [(entry.name, entry.votes, entry.share, entry.result) for entry in view.election.candidates] == [
        ("Thân Ngọc Bích", "24", "80,0%", "Dự khuyết"),
        ("Âu Đức Long", "29", "96,7%", "Chính thức"),
    ]
    command = ["pdftotext", "-layout", str(printed["bien-ban-kiem-phieu"]), "-"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    rows = [re.sub(r"\s+", " ", line).strip() for line in text.splitlines()]
    assert (
        "Số phiếu phát ra ……………" in rows
        and "Chính thức: Âu Đức Long." in rows
        and "Dự khuyết: Thân Ngọc Bích." in rows
    )
    web = catalogue(publish(library, SITE, DAY))
    assert [
        entry.votes
        for entry in minutes(web, web.published.conferences[SCHOOL], frozenset())
        .parts[0]
        .view.election.candidates
    ] == [""]
