"""Ballots and the minutes of the count: the order, how many, where the number stands, and what of the votes is filled in."""

import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from kyyeu.loading.load import load
from kyyeu.model.library import Library
from kyyeu.model.privacy import PRINT, SITE
from kyyeu.outputs.booklets.editions import SCREEN
from kyyeu.outputs.booklets.production import booklet_files
from kyyeu.publishing.gate import publish
from kyyeu.views.catalogue import catalogue
from kyyeu.views.print.ballots import ballot_count, ballots, minutes
from kyyeu.work.run import start_worker

from tests.building import SAMPLE

pytestmark = pytest.mark.xdist_group("works")
DAY = date(2026, 11, 23)
SCHOOL = "thpt-ban-trang/2015-2020"
MM = 72 / 25.4
PERFORATION = (9 + 44) * MM  # where the stub ends


@pytest.fixture(scope="module")
def library() -> Library:
    found, _ = load(SAMPLE)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def printed(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Path]]:
    wanted = {"phieu-bau", "bien-ban-kiem-phieu"}
    whole = catalogue(publish(library, PRINT, DAY))
    with start_worker(tmp_path_factory.mktemp("ballots"), 2) as worker:
        found = booklet_files(
            worker, SAMPLE, whole, lambda work, _: [SCREEN] if work.id in wanted else [], frozenset()
        )
        yield {entry.work.id: worker.cache.path(entry.key) for entry in found}


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
    said = subprocess.run(
        ["pdftotext", "-bbox", str(printed["phieu-bau"]), "-"], check=True, capture_output=True, text=True
    ).stdout
    stubs, right, rest = [], [], []
    for match in re.finditer(
        r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]+)<', said
    ):
        left, top, end, bottom = (float(edge) for edge in match.groups()[:4])
        assert left > 9 * MM and end < 201 * MM and top > 12 * MM and bottom < 285 * MM
        if end < PERFORATION:
            stubs += [match[5]] if re.fullmatch(r"\d{3}", match[5]) else []
        else:
            right.append(left)
            rest.append(match[5])
    assert stubs == [f"{number:03d}" for number in range(1, 34)] and min(right) > PERFORATION
    assert len(rest) > 33 * 40 and {count % 33 for count in Counter(rest).values()} == {0}
    assert not [word for word in rest if re.fullmatch(r"\d{2,}", word)]


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
