"""Kills builds at random moments and at the Nth change of a file, and makes disks fail during builds.

After each attack, the finished site is the old or the new one, and one sentence says what went wrong. The
next build gives the same result as a build from scratch.
"""

import contextlib
import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.attack.conftest import Rounds
from tests.attack.interrupting import LONGEST, Project, hooked, make_project, processes_of, wait_until_ready
from tests.building import DAY, HOME, tree

SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGKILL, signal.SIGINT)
STOPPED = "Đã dừng theo yêu cầu. Trang đã dựng vẫn trọn vẹn."

FAULTS = {
    errno.ENOSPC: "đĩa đã đầy, không ghi thêm được",
    errno.EDQUOT: "đã dùng hết dung lượng đĩa được cấp",
    errno.EROFS: "ổ đĩa này chỉ cho đọc, không ghi được",
    errno.EACCES: "không có quyền đọc hoặc ghi",
    errno.EIO: "ổ đĩa",
}
# A shell script that builds the project $3 on a small disk, which has $1 KB and is mounted at the folder $2.
# Then the disk is enlarged and the build repeated. What a user sees after each build is copied to $4.
ON_A_DISK = """
set -e
mount -t tmpfs -o size=$1k disk "$2"
cp -a "$3/." "$2"
"$PYTHON" -m kyyeu --root "$2" build --date "$DAY" --jobs 2 2> "$4/errors" && code=0 || code=$?
echo $code > "$4/code"
mkdir "$4/first" && cp -a "$2/site" "$2/print" "$4/first"
mount -o remount,size=1g "$2"
"$PYTHON" -m kyyeu --root "$2" build --date "$DAY" --jobs 2 --wait 0
mkdir "$4/second" && cp -a "$2/site" "$2/print" "$4/second"
"""
IN_ITS_OWN_SYSTEM = ("unshare", "--user", "--map-root-user", "--mount")


@pytest.fixture(scope="module")
def project(built_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Returns a built project in a folder with spaces, accents and an apostrophe in its name."""
    return make_project(built_sample, tmp_path_factory.mktemp("kills"))


def check_words(code: int, errors: str, number: int, whom: str) -> None:
    """Asserts that a killed build has printed one line about being killed, and no worker's traceback."""
    assert "Traceback" not in errors and "Error" not in errors, errors
    if whom == "worker" or number == signal.SIGKILL:
        return
    lines = [line for line in errors.splitlines() if "cảnh báo" not in line]
    assert (code, lines) in ((128 + number, [STOPPED]), (0, [])), (code, errors)


def test_builds_killed_at_random_moments(project: Project, seed: int, rounds: Rounds) -> None:
    chance = random.Random(seed)
    for turn in range(rounds(200, 1)):
        project.switch()
        number, whom = chance.choice(SIGNALS), chance.choice(("main", "group", "worker"))
        moment = chance.random() * 3
        build = project.build()
        wait_until_ready(build)
        time.sleep(moment)
        # The process may have ended before the signal is sent.
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
    for turn in range(rounds(200, 1)):
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
        ) < at:  # The build changed fewer than `at` files, so it was not killed.
            counts[project.changed, role] = max(1, changes)


def check_fault(code: int, errors: str, sentence: str, about: object) -> None:
    """Asserts that a build either succeeded or printed one line, which begins with the given sentence."""
    lines = [line for line in errors.splitlines() if "cảnh báo" not in line]
    if code == 0:
        assert lines == [], about
        return
    assert code == 2 and len(lines) == 1 and lines[0].startswith(f"kyyeu: {sentence}"), (about, errors)
    assert lines[0].endswith(" Trang đã dựng vẫn trọn vẹn."), (about, errors)


def test_changes_of_files_that_fail(project: Project, seed: int, rounds: Rounds, tmp_path: Path) -> None:
    """Makes the Nth change of a file during a build fail, and all later changes too.

    The changes fail in the main process, in the worker processes, or in both.
    """
    chance = random.Random(seed)
    fault = {"root": str(project.root), "log": str(tmp_path / "log")}
    most = 200
    for turn in range(rounds(100, 1)):
        project.switch()
        error, role = chance.choice([*FAULTS]), chance.choice(("main", "worker", "both"))
        (tmp_path / "log").unlink(missing_ok=True)
        at = chance.randint(1, most)
        about = (turn, errno.errorcode[error], role, at)
        build = project.build(**hooked({**fault, "role": role, "at": at, "error": error}))
        errors = project.check_after(build, about)
        check_fault(build.returncode, errors, FAULTS[error], about)
        if (changes := (tmp_path / "log").stat().st_size) < at:
            most = max(1, changes)


def test_disks_of_many_sizes(project: Project, seed: int, rounds: Rounds, tmp_path: Path) -> None:
    """Builds on real file systems of random sizes, which become full at different moments of the build."""
    if not shutil.which("unshare") or subprocess.run([*IN_ITS_OWN_SYSTEM, "true"]).returncode:
        pytest.skip("this system lets nobody but root mount a file system")
    chance = random.Random(seed)
    if project.changed:
        project.switch()
    project.build().communicate(timeout=LONGEST)
    project.switch()
    used = sum(-(-path.lstat().st_size // 4096) * 4 + 1 for path in project.root.rglob("*"))
    for turn in range(rounds(20, 1)):
        disk, out = tmp_path / f"disk {turn}", tmp_path / f"out {turn}"
        disk.mkdir()
        out.mkdir()
        size = used + round(used * 0.6 * chance.random())
        done = subprocess.run(
            [*IN_ITS_OWN_SYSTEM, "sh", "-c", ON_A_DISK, "sh", str(size), disk, project.root, out],
            cwd=HOME,
            env={**os.environ, "PYTHON": sys.executable, "DAY": DAY},
            capture_output=True,
            text=True,
        )
        about = (turn, size, used)
        assert done.returncode == 0, (about, done.stderr)
        code, errors = int((out / "code").read_text()), (out / "errors").read_text()
        check_fault(code, errors, FAULTS[errno.ENOSPC], about)
        first, second = (
            (tree(out / part / "site"), tree(out / part / "print")) for part in ("first", "second")
        )
        assert first[0] in [state[0] for state in project.clean.values()], about
        assert code != 0 or first == project.clean[True], about
        assert second == project.clean[True], about
        shutil.rmtree(out)
