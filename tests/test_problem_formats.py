"""Tests that the output of `kyyeu check --format` can be read back as each format requires."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from kyyeu.outputs.problem_formats import FORMATS, LONGEST_COMMENT
from kyyeu.problems import Place, Problem, Severity

from tests.building import kyyeu

PROBLEMS = [
    Problem(Place("content/a.md", 2), "portrait-missing", "Chưa có ảnh.", "", Severity.WARNING),
    Problem(Place("content/a.md", 9), "portrait-missing", "Chưa có ảnh.", "", Severity.WARNING),
    Problem(
        Place("data/units/a,b:c/đơn vị.yml", 12, 3),
        "photo-small",
        "Ảnh “x|y” nhỏ 100%: <b>*rất*</b> nhỏ.",
        "Đổi ảnh [khác].",
    ),
]


def test_github_reads_back_file_line_and_message() -> None:
    command = re.compile(r"::(error|warning) file=([^,]*),line=(\d+),col=(\d+),title=([^,:]*)::(.*)")

    def plain(text: str) -> str:
        for code, sign in (("%3A", ":"), ("%2C", ","), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
            text = text.replace(code, sign)
        return text

    assert [
        tuple(map(plain, command.fullmatch(line).groups()))
        for line in FORMATS["github"](PROBLEMS).splitlines()
    ] == [
        ("warning", "content/a.md", "2", "1", "portrait-missing", "Chưa có ảnh."),
        ("warning", "content/a.md", "9", "1", "portrait-missing", "Chưa có ảnh."),
        (
            "error",
            "data/units/a,b:c/đơn vị.yml",
            "12",
            "3",
            "photo-small",
            "Ảnh “x|y” nhỏ 100%: <b>*rất*</b> nhỏ. → Đổi ảnh [khác].",
        ),
    ]


def test_gitlab_fingerprints_differ_and_last() -> None:
    """Each problem has a fingerprint of its own, by which GitLab recognises the problem in a later report.

    The fingerprint stays the same if lines are inserted above the problem in its file.
    """
    issues = json.loads(FORMATS["gitlab"](PROBLEMS))
    assert [(issue["check_name"], issue["severity"], issue["location"]) for issue in issues] == [
        ("portrait-missing", "minor", {"path": "content/a.md", "lines": {"begin": 2}}),
        ("portrait-missing", "minor", {"path": "content/a.md", "lines": {"begin": 9}}),
        ("photo-small", "major", {"path": "data/units/a,b:c/đơn vị.yml", "lines": {"begin": 12}}),
    ]
    moved = [
        replace(problem, place=replace(problem.place, line=problem.place.line + 5)) for problem in PROBLEMS
    ]
    fingerprints = [issue["fingerprint"] for issue in issues]
    assert len(set(fingerprints)) == 3
    assert [issue["fingerprint"] for issue in json.loads(FORMATS["gitlab"](moved))] == fingerprints


def test_sarif_points_at_rules_and_regions() -> None:
    report = json.loads(FORMATS["sarif"](PROBLEMS))
    [run] = report["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert report["version"] == "2.1.0"
    assert [rules[result["ruleIndex"]] == result["ruleId"] for result in run["results"]] == [True] * 3
    [place] = run["results"][-1]["locations"]
    assert place["physicalLocation"] == {
        "artifactLocation": {
            "uri": "data/units/a%2Cb%3Ac/%C4%91%C6%A1n%20v%E1%BB%8B.yml",
            "uriBaseId": "%SRCROOT%",
        },
        "region": {"startLine": 12, "startColumn": 3},
    }


def test_a_markdown_comment_escapes_text_and_limits_its_length() -> None:
    assert FORMATS["markdown"]([]) == "**Không có lỗi.**\n"
    text = FORMATS["markdown"](PROBLEMS)
    assert text.startswith("**1 lỗi, 2 cảnh báo.**\n\n`content/a.md`\n\n- dòng 2: Cảnh báo. Chưa có ảnh.\n")
    assert r"- dòng 12: **Lỗi.** Ảnh “x\|y” nhỏ 100%: \<b\>\*rất\*\</b\> nhỏ. → Đổi ảnh \[khác\]." in text
    many = FORMATS["markdown"]([Problem(Place("a.md", line), "x", "Lời " * 50) for line in range(1, 1000)])
    assert len(many) < LONGEST_COMMENT + 100 and many.endswith("chạy `kyyeu check` để xem đủ.\n")


@pytest.mark.parametrize("kind", ["text", "json", *FORMATS])
def test_the_exit_code_is_the_same_in_every_format(kind: str, root: Path) -> None:
    assert kyyeu(root, "check", "--format", kind, check=False).returncode == 0
    (root / "data/printing.yml").write_text("ky-yue:\n  batch: 3\n", "utf-8")
    failed = kyyeu(root, "check", "--format", kind, check=False)
    assert failed.returncode == 1 and "ky-yue" in failed.stdout
