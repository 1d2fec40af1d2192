"""Every broken tree gives exactly the lines of its expected.txt: place, sentence and advice, nothing more, nothing less."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from kyyeu.reading import check

from tests.building import DAY, SAMPLE, TESTS, copy_sample, kyyeu

BROKEN = TESTS / "broken"
CASES = sorted(folder.name for folder in BROKEN.iterdir() if folder.name != "all")
LINE = re.compile(
    r"(?P<file>[^:]+):(?P<line>\d+):(?P<column>\d+): (?:lỗi|cảnh báo) \[(?P<code>[a-z-]+)\] (?P<rest>.+)"
)


def expected(case: str) -> list[str]:
    return (BROKEN / case / "expected.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("case", CASES)
def test_a_mistake_gives_its_line_and_no_other(case: str, tmp_path: Path) -> None:
    root = copy_sample(tmp_path / "root")
    shutil.copytree(BROKEN / case, root, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expected.txt"))
    assert [
        str(problem) for problem in sorted(set(check(root, date.fromisoformat(DAY)).problems))
    ] == expected(case)


def test_forty_mistakes_in_one_tree_are_all_printed_by_one_run() -> None:
    run = kyyeu(BROKEN / "all", "check", "--date", DAY, check=False)
    assert run.returncode == 1
    assert run.stderr == ""
    printed = [line for line in run.stdout.splitlines() if LINE.fullmatch(line)]
    assert printed == expected("all")
    assert len(printed) == 40
    assert run.stdout.splitlines()[-1] == "62 bản ghi: 38 lỗi, 2 cảnh báo."


@pytest.mark.parametrize("case", [*CASES, "all"])
def test_a_place_points_into_its_file(case: str) -> None:
    for line in expected(case):
        match = LINE.fullmatch(line)
        assert match, line
        overlay, sample = BROKEN / case / match["file"], SAMPLE / match["file"]
        try:
            text = (overlay if overlay.exists() else sample).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # what is not UTF-8 has no columns to count
        rows = text.splitlines() if "\x0b" not in text else text.split("\n")
        assert 1 <= int(match["line"]) <= len(rows), line
        assert 1 <= int(match["column"]) <= len(rows[int(match["line"]) - 1]), line


@pytest.mark.parametrize("case", CASES)
def test_a_sentence_says_what_to_do(case: str) -> None:
    for line in expected(case):
        match = LINE.fullmatch(line)
        assert match
        sentence, arrow, advice = match["rest"].partition(" → ")
        assert sentence.endswith((".", "…")), sentence
        assert arrow and advice, line
        assert not re.search(
            r"\b(?:None|null|str|int|list|dict|tuple|byte|Traceback|pydantic)\b", match["rest"]
        ), line


def test_a_case_holds_only_what_differs() -> None:
    same = [
        path.relative_to(BROKEN).as_posix()
        for case in CASES
        for path in (BROKEN / case).rglob("*")
        if path.is_file()
        and (twin := SAMPLE / path.relative_to(BROKEN / case)).exists()
        and twin.read_bytes() == path.read_bytes()
    ]
    assert same == []
