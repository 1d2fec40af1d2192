"""Kills builds at random moments and at the Nth change of a file: the next build is never hindered."""

import contextlib
import os
import random
import signal
import time
from pathlib import Path

import pytest

from tests.attack.conftest import Rounds
from tests.attack.interrupting import Project, hooked, make_project, processes_of, wait_until_ready

SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGKILL, signal.SIGINT)
STOPPED = "Đã dừng theo yêu cầu. Trang đã dựng vẫn trọn vẹn."


@pytest.fixture(scope="module")
def project(built_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Returns a built project in a folder with spaces, accents and an apostrophe in its name."""
    return make_project(built_sample, tmp_path_factory.mktemp("kills"))


def check_words(code: int, errors: str, number: int, whom: str) -> None:
    """Asserts what a build that was killed has printed: one line about it, and no worker's traceback."""
    assert "Traceback" not in errors and "Error" not in errors, errors
    if whom == "worker" or number == signal.SIGKILL:
        return
    lines = [line for line in errors.splitlines() if "cảnh báo" not in line]
    assert (code, lines) in ((128 + number, [STOPPED]), (0, [])), (code, errors)


def test_builds_killed_at_random_moments(project: Project, seed: int, rounds: Rounds) -> None:
    chance = random.Random(seed)
    for turn in range(rounds(200, 3)):
        project.switch()
        number, whom = chance.choice(SIGNALS), chance.choice(("main", "group", "worker"))
        moment = chance.random() * 3
        build = project.build()
        wait_until_ready(build)
        time.sleep(moment)
        # The process may have ended meanwhile.
        with contextlib.suppress(ProcessLookupError):
            if whom == "group":
                os.killpg(build.pid, number)
            else:
                workers = processes_of(build.pid) if whom == "worker" else []
                os.kill(chance.choice(workers or [build.pid]), number)
                whom = "worker" if workers else "main"
        errors = project.check_after(build, (turn, number, whom, moment))
        check_words(build.returncode, errors, number, whom)


def test_builds_killed_at_a_change_of_a_file(
    project: Project, seed: int, rounds: Rounds, tmp_path: Path
) -> None:
    chance = random.Random(seed)
    fault = {"root": str(project.root), "log": str(tmp_path / "log")}
    counts: dict[tuple[bool, str], int] = {}
    for turn in range(rounds(200, 3)):
        project.switch()
        role = chance.choice(("main", "worker"))
        count = counts.setdefault((project.changed, role), 200)
        number, whom = chance.choice(SIGNALS), chance.choice(("main", "group", "self"))
        at = chance.randint(1, count)
        (tmp_path / "log").unlink(missing_ok=True)
        build = project.build(**hooked({**fault, "role": role, "at": at, "kill": number, "whom": whom}))
        errors = project.check_after(build, (turn, role, at, number, whom))
        check_words(
            build.returncode, errors, number, "worker" if (role, whom) == ("worker", "self") else "main"
        )
        if (
            changes := (tmp_path / "log").stat().st_size
        ) < at:  # This build has fewer changes, and was not killed.
            counts[project.changed, role] = max(1, changes)
