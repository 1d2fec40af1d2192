"""Tests the checks on faulty projects: each mistake is reported at its place in the expected words.

Each folder of tests/broken describes one faulty project: change.diff says how it differs from the sample
project in tests/sample, and expected.txt lists the problems that must be reported.
"""

import difflib
import re
from pathlib import Path

import pytest
from kyyeu.reading import check

from tests.building import BROKEN, DAY, SAMPLE, TODAY, copy_broken, expected_lines, kyyeu

CASES = sorted(folder.name for folder in BROKEN.iterdir() if folder.name != "all")
LINE = re.compile(
    r"(?P<file>[^:]+):(?P<line>\d+):(?P<column>\d+): (?:lỗi|cảnh báo) \[(?P<code>[a-z-]+)\] (?P<rest>.+)"
)


@pytest.mark.parametrize("case", CASES)
def test_a_mistake_gives_its_line_and_no_other(case: str, tmp_path: Path) -> None:
    assert [
        str(problem) for problem in sorted(set(check(copy_broken(case, tmp_path), TODAY).problems))
    ] == expected_lines(case)


def test_forty_mistakes_in_one_tree_are_all_printed_by_one_run(tmp_path: Path) -> None:
    run = kyyeu(copy_broken("all", tmp_path), "check", "--date", DAY, check=False)
    assert (run.returncode, run.stderr) == (1, "")
    printed = [line for line in run.stdout.splitlines() if LINE.fullmatch(line)]
    assert printed == expected_lines("all") and len(printed) == 40
    assert run.stdout.splitlines()[-1] == "64 bản ghi: 38 lỗi, 2 cảnh báo."


@pytest.mark.parametrize("case", [*CASES, "all"])
def test_a_line_says_what_to_do_and_points_into_its_file(case: str, tmp_path: Path) -> None:
    root = copy_broken(case, tmp_path)
    for line in expected_lines(case):
        match = LINE.fullmatch(line)
        assert match, line
        sentence, arrow, advice = match["rest"].partition(" → ")
        assert sentence.endswith((".", "…")), sentence
        assert arrow and advice, line
        assert not re.search(
            r"\b(?:None|null|str|int|list|dict|tuple|byte|Traceback|pydantic)\b", match["rest"]
        ), line
        try:
            text = (root / match["file"]).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            # Columns are not compared for a file that is not valid UTF-8, because they cannot be counted in
            # it.
            continue
        rows = text.splitlines() if "\x0b" not in text else text.split("\n")
        assert 1 <= int(match["line"]) <= len(rows), line
        assert 1 <= int(match["column"]) <= len(rows[int(match["line"]) - 1]), line


@pytest.mark.parametrize("case", [*CASES, "all"])
def test_a_case_holds_only_what_differs(case: str) -> None:
    """Each folder in tests/broken contains only what differs from the sample project.

    A changed text file is given as change.diff, unless that would be as long as the file itself.
    """
    for path in (BROKEN / case).rglob("*"):
        twin = SAMPLE / path.relative_to(BROKEN / case)
        if not path.is_file() or not twin.exists():
            continue
        assert twin.read_bytes() != path.read_bytes(), path
        try:
            kept, changed = (file.read_text(encoding="utf-8").split("\n") for file in (twin, path))
        except UnicodeDecodeError:
            continue
        assert len(list(difflib.unified_diff(kept, changed, n=1))) >= len(changed) - 1, path
