"""Starts builds that attacks will kill or disturb, and checks the project after them."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.building import DAY, HOME, copy_sample, tree

HOOKS = Path(__file__).parent / "hooks"
# A folder name as users may have it: with spaces, accents and an apostrophe.
FOLDER = "Kỷ yếu Hội nghị 'điển hình' của Sở"
LONGEST = 120  # After this many seconds, a command counts as blocked.
State = tuple[dict[str, str], dict[str, str]]


def program(root: Path, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    """Starts a `kyyeu` command in a process session of its own.

    `environment` has environment variables that are set in addition to the present ones.
    """
    return subprocess.Popen(
        [sys.executable, "-m", "kyyeu", "--root", str(root), *arguments],
        cwd=HOME,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, **environment},
    )


def hooked(fault: Mapping[str, Any]) -> dict[str, str]:
    """Returns environment variables by which Python loads hooks/sitecustomize.py.

    That module counts the changes of files in a build and causes a fault at one of them.
    """
    paths = (str(HOOKS), os.environ.get("PYTHONPATH", ""))
    return {"PYTHONPATH": os.pathsep.join(filter(None, paths)), "FAULT": json.dumps(fault)}


def processes_of(session: int) -> list[int]:
    """Returns the ids of the running processes of a session, except the process that leads the session."""
    running = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session and fields[0] != "Z" and int(status.parent.name) != session:
            running.append(int(status.parent.name))
    return running


def wait_until_ready(process: subprocess.Popen[str]) -> None:
    """Waits until a command has set its own handler for the signal SIGTERM.

    Before that, Python itself would end the command, without Kyyeu's message.
    """
    mask = 1 << (signal.SIGTERM - 1)
    while process.poll() is None:
        status = Path(f"/proc/{process.pid}/status").read_text()
        if int(status.partition("SigCgt:")[2].split()[0], 16) & mask:
            return
        time.sleep(0.005)


@dataclass
class Project:
    """A project that attacks switch between two contents.

    For each of the two contents, it holds the hashes of the files that an undisturbed build makes.
    """

    root: Path
    kept: Path
    clean: dict[bool, State] = field(default_factory=dict)
    changed: bool = False

    def state(self) -> State:
        """Returns the hashes of the finished files, by path: those of the site and those of print/."""
        return tree(self.root / "site"), tree(self.root / "print")

    def switch(self) -> None:
        """Gives the project its other content; the cache then lacks the results of the changed content."""
        self.changed = not self.changed
        for path in sorted(self.root.glob("content/units/*/exemplars/*.md")):
            text = path.read_text(encoding="utf-8")
            end = "\n\nThêm một đoạn cuối.\n"
            path.write_text(f"{text}{end}" if self.changed else text.removesuffix(end), encoding="utf-8")
        if self.changed:
            shutil.rmtree(self.root / ".cache/results")
            shutil.copytree(self.kept, self.root / ".cache/results")

    def build(self, **environment: str) -> subprocess.Popen[str]:
        """Starts a build with two workers."""
        return program(self.root, "build", "--date", DAY, "--jobs", "2", **environment)

    def check_after(self, build: subprocess.Popen[str], about: object) -> str:
        """Waits for the end of a build and asserts what must hold then; returns its standard error.

        The site is the old or the new one, and no process is left. The next build need not wait for a lock,
        and gives the same result as an undisturbed build.
        """
        _, errors = build.communicate(timeout=LONGEST)
        site, printed = self.state()
        assert site in [state[0] for state in self.clean.values()], (about, errors)
        for name, content in printed.items():
            hidden = name.rpartition("/")[2].startswith(".")
            assert hidden or content in [state[1].get(name) for state in self.clean.values()], (about, name)
        deadline = time.monotonic() + LONGEST
        while processes_of(build.pid):
            assert time.monotonic() < deadline, (about, "workers outlived their parent")
            time.sleep(0.02)
        following = program(self.root, "build", "--date", DAY, "--jobs", "2", "--wait", "0")
        _, complaints = following.communicate(timeout=LONGEST)
        assert following.returncode == 0, (about, complaints)
        assert self.state() == self.clean[self.changed], about
        left = [path.name for path in self.root.iterdir() if path.name.startswith((".site", ".print"))]
        assert not left and not (self.root / ".cache/tmp").exists(), (about, left)
        return errors


def make_project(built: Path, folder: Path) -> Project:
    """Returns a built project in a folder whose name has spaces, accents and an apostrophe."""
    root = copy_sample(folder / FOLDER, cache=built)
    project = Project(root, folder / "kept")
    shutil.copytree(root / ".cache/results", project.kept)
    # The changed content is built in another folder, to learn which files an undisturbed build makes of it.
    other = Project(copy_sample(folder / "other", cache=built), folder / "kept", changed=False)
    other.switch()
    for each in (project, other):
        done = each.build()
        _, errors = done.communicate(timeout=LONGEST)
        assert done.returncode == 0, errors
        # a file for the web host, which builds must keep
        (each.root / "site/CNAME").write_text("hoa-ban.example\n")
        project.clean[each.changed] = each.state()
    assert project.clean[False] != project.clean[True]
    return project
