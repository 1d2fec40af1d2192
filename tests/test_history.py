"""Tests how the program learns from the git history on which day a document was received.

The tests use real git repositories.
"""

import os
import shlex
import subprocess
from datetime import date, timedelta
from pathlib import Path

import pytest
from kyyeu.loading.history import REMEMBERED, History, read_history
from kyyeu.model.sources import Arrival
from kyyeu.reading import TIMEZONE
from kyyeu.work.memory import recall, remember

from tests.building import copy_sample

REPORT = "content/units/{}/reports/2015-2020.md"
LIST = "data/units/{}/submissions.yml"
SENT = "2015-2020-{0}:\n  cycle: 2015-2020\n  item: {0}\n  state: {1}\n"


def git(folder: Path, *commands: str, at: str = "2020-01-02T08:00:00+07:00") -> str:
    """Runs several git commands in a folder; returns the output of the last one.

    All commits have the same author, and the time `at`.
    """
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    dates = {"GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at, "GIT_CONFIG_GLOBAL": os.devnull}
    who = ["-c", "user.name=Văn thư", "-c", "user.email=vt@example.org"]
    for command in commands:
        run = subprocess.run(
            ["git", *who, *shlex.split(command)],
            cwd=folder,
            check=True,
            capture_output=True,
            text=True,
            env={**inherited, **dates},
        )
    return run.stdout


def write(root: Path, file: str, text: str) -> None:
    (root / file).parent.mkdir(parents=True, exist_ok=True)
    (root / file).write_text(text, encoding="utf-8")


def commit(root: Path, at: str, **files: str) -> None:
    """Commits new report texts of units to git.

    Each keyword argument is a unit's id, with "_" instead of "-"; its value is the text of the unit's report.
    """
    for unit, text in files.items():
        write(root, REPORT.format(unit.replace("_", "-")), text)
    git(root, "add -A", "commit -qm Nộp", at=at)


@pytest.fixture
def forge(tmp_path: Path) -> Path:
    """Returns a bare git repository, as on a git server, that holds the sample project.

    The report of one school is left out.
    """
    root = copy_sample(tmp_path / "seed")
    (root / REPORT.format("thpt-ban-trang")).unlink()
    git(root, "init -qb main", "add -A", "commit -qm 'Khởi đầu'", at="2019-12-01T08:00:00+07:00")
    git(root, f"clone -q --bare '{root}' '{tmp_path}/forge.git'")
    return tmp_path / "forge.git"


@pytest.fixture
def office(forge: Path) -> Path:
    return clone(forge, "office")


def clone(forge: Path, name: str, options: str = "") -> Path:
    git(forge.parent, f"clone -q {options} '{forge.as_uri()}' {name}")
    return forge.parent / name


def report(root: Path, unit: str) -> Arrival | None:
    return read_history(root, TIMEZONE).arrivals.get(("report", f"{unit}/2015-2020"))


def test_a_late_merge_does_not_delay_an_arrival(forge: Path, office: Path) -> None:
    school = clone(forge, "school")
    git(school, "switch -qc bao-cao")
    commit(school, "2020-02-08T16:00:00+07:00", thpt_ban_trang="một")
    commit(school, "2020-02-11T09:00:00+07:00", thpt_ban_trang="hai")
    git(school, "push -q origin bao-cao")
    assert report(office, "thpt-ban-trang") is None
    git(office, "fetch -q")
    assert report(office, "thpt-ban-trang") == Arrival(date(2020, 2, 8), merged=False)
    write(office, "content/gioi-thieu.md", "# Khác\n")
    commit(office, "2020-02-20T08:00:00+07:00", th_thcs_suoi_may="muộn")
    git(office, "merge -q --no-ff -m Nhập origin/bao-cao", at="2020-02-25T10:00:00+07:00")
    assert report(office, "thpt-ban-trang") == Arrival(date(2020, 2, 8), merged=True)
    assert report(office, "th-thcs-suoi-may") == Arrival(date(2020, 2, 20), merged=True)


def test_a_squash_keeps_the_day_while_the_branch_exists(office: Path) -> None:
    git(office, "switch -qc bao-cao")
    commit(office, "2020-02-08T16:00:00+07:00", thpt_ban_trang="một")
    git(
        office,
        "switch -q main",
        "merge -q --squash bao-cao",
        "commit -qm 'Nhập gọn'",
        at="2020-02-25T10:00:00+07:00",
    )
    assert report(office, "thpt-ban-trang") == Arrival(date(2020, 2, 8), merged=True)
    git(office, "branch -qD bao-cao")
    assert report(office, "thpt-ban-trang") == Arrival(date(2020, 2, 25), merged=True)


def test_a_rebase_keeps_the_authors_day(forge: Path, office: Path) -> None:
    git(office, "switch -qc bao-cao")
    commit(office, "2020-02-08T16:00:00+07:00", thpt_ban_trang="một")
    git(office, "switch -q main")
    commit(office, "2020-02-12T16:00:00+07:00", th_thcs_suoi_may="khác")
    git(office, "rebase -q main bao-cao", "push -q origin bao-cao:main", at="2020-02-26T08:00:00+07:00")
    assert git(office, "log -1 --format=%cs bao-cao").strip() == "2020-02-26"
    assert report(clone(forge, "later"), "thpt-ban-trang") == Arrival(date(2020, 2, 8), merged=True)


def test_days_are_those_of_vietnam(office: Path) -> None:
    commit(office, "2020-02-09T18:30:00+00:00", thpt_ban_trang="01:30 ngày 10 ở Việt Nam")
    assert report(office, "thpt-ban-trang") == Arrival(date(2020, 2, 10), merged=True)


def test_the_same_paper_from_two_branches_came_with_the_earlier(office: Path) -> None:
    for branch, at in (("a", "2020-02-09T08:00:00+07:00"), ("b", "2020-02-07T08:00:00+07:00")):
        git(office, f"switch -qc {branch} main")
        commit(office, at, thpt_ban_trang="cùng một bài")
    git(
        office,
        "switch -q main",
        *(f"merge -q --no-ff -m Nhập {branch}" for branch in "ab"),
        at="2020-03-01T08:00:00+07:00",
    )
    assert report(office, "thpt-ban-trang") == Arrival(date(2020, 2, 7), merged=True)


def test_a_submission_arrives_when_the_register_marks_it_as_sent(office: Path) -> None:
    unit = "th-thcs-suoi-may"
    for day, text in (
        ("2020-01-05", SENT.format("plan", "due")),
        ("2020-01-20", "plan: [\n"),
        ("2020-01-25", SENT.format("plan", "sent")),
        ("2020-02-05", SENT.format("plan", "accepted") + SENT.format("result", "sent")),
    ):
        write(office, LIST.format(unit), text)
        commit(office, f"{day}T08:00:00+07:00")
    arrivals = read_history(office, TIMEZONE).arrivals
    assert {
        ref: arrival.day
        for ref, arrival in arrivals.items()
        if ref[0] == "submission" and ref[1].startswith(unit)
    } == {
        # The project's first commit already contains this submission, so its day of receipt is that commit's
        # day.
        ("submission", f"{unit}/2015-2020-result"): date(2019, 12, 1),
        ("submission", f"{unit}/2015-2020-plan"): date(2020, 1, 25),
    }
    assert arrivals["conference", f"{unit}/2015-2020"] == Arrival(date(2019, 12, 1), merged=True)


def test_a_shallow_clone_does_not_take_its_boundary_for_an_arrival(forge: Path, office: Path) -> None:
    commit(office, "2020-02-08T16:00:00+07:00", thpt_ban_trang="một")
    commit(office, "2020-02-20T16:00:00+07:00", th_thcs_suoi_may="hai")
    git(office, "push -q origin main")
    assert read_history(clone(forge, "one", "--depth 1"), TIMEZONE) == History({}, whole=False)
    two = read_history(clone(forge, "two", "--depth 2"), TIMEZONE)
    ref, arrival = ("report", "th-thcs-suoi-may/2015-2020"), Arrival(date(2020, 2, 20), merged=True)
    assert two == History({ref: arrival}, whole=False)


def test_a_project_in_a_folder_of_a_repository(root: Path, tmp_path: Path) -> None:
    git(tmp_path, "init -q", "add -A", "commit -qm 'Khởi đầu'", at="2020-02-01T08:00:00+07:00")
    arrivals = read_history(root, TIMEZONE).arrivals
    assert arrivals["report", "thpt-ban-trang/2015-2020"] == Arrival(date(2020, 2, 1), merged=True)
    assert arrivals["submission", "thpt-ban-trang/2015-2020-result"].day == date(2020, 2, 1)


def test_without_git_nothing_is_known_and_nothing_is_printed(
    root: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    assert read_history(root, TIMEZONE, tmp_path / "memory.json") == History()
    git(root, "init -q")
    # the git repository has no commit yet, so the history is empty
    assert read_history(root, TIMEZONE) == History()
    monkeypatch.setenv("PATH", str(tmp_path))
    assert read_history(root, TIMEZONE) == History()
    assert capfd.readouterr() == ("", "") and not (tmp_path / "memory.json").exists()


def test_arrivals_are_remembered_until_a_branch_moves(office: Path) -> None:
    memory = office / ".cache" / "history.json"
    commit(office, "2020-02-08T16:00:00+07:00", thpt_ban_trang="một")
    first = read_history(office, TIMEZONE, memory)
    memory.write_text(memory.read_text().replace("2020-02-08", "2020-02-07"))
    # The cache file of the days on which records arrived was edited by hand, so it is ignored.
    assert read_history(office, TIMEZONE, memory) == first
    mark, days = recall(memory, REMEMBERED) or ("", [])
    earlier = [(ref, (day - timedelta(days=1), merged)) for ref, (day, merged) in days]
    remember(memory, REMEMBERED, (mark, earlier))
    assert read_history(office, TIMEZONE, memory).arrivals["report", "thpt-ban-trang/2015-2020"].day == date(
        2020, 2, 7
    )
    git(office, "branch khac")
    assert read_history(office, TIMEZONE, memory) == first
    memory.write_text('{"mark": [')
    assert read_history(office, TIMEZONE, memory) == first
