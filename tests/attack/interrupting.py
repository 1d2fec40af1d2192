"""A project on which attacks run builds that are killed or meet faults, and what must hold afterwards."""

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
# The name of a folder as users have it: with spaces, accents and an apostrophe.
FOLDER = "Kỷ yếu Hội nghị 'điển hình' của Sở"
LONGEST = 120  # seconds after which a command counts as blocked
State = tuple[dict[str, str], dict[str, str]]


def program(root: Path, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    """Starts a `kyyeu` command in a session of its own; `environment` is added to the present one."""
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
    """Returns the environment in which Python counts changes of files and meets a fault (hooks/)."""
    paths = (str(HOOKS), os.environ.get("PYTHONPATH", ""))
    return {"PYTHONPATH": os.pathsep.join(filter(None, paths)), "FAULT": json.dumps(fault)}


def processes_of(session: int) -> list[int]:
    """Lists the running processes of a session, by number, without its first one."""
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
    """Waits until a command has decided what to do about signals; before, Python itself would answer them."""
    mask = 1 << (signal.SIGTERM - 1)
    while process.poll() is None:
        status = Path(f"/proc/{process.pid}/status").read_text()
        if int(status.partition("SigCgt:")[2].split()[0], 16) & mask:
            return
        time.sleep(0.005)


@dataclass
class Project:
    """A project that switches between two contents, and what a clean build makes of each of them."""

    root: Path
    kept: Path
    clean: dict[bool, State] = field(default_factory=dict)
    changed: bool = False

    def state(self) -> State:
        """Returns the hashes of the finished files of the site and of the printed works."""
        return tree(self.root / "site"), tree(self.root / "print")

    def switch(self) -> None:
        """Gives the project its other content; what was cached of the changed content is forgotten."""
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
        """Asserts what must hold after a build has ended in any way; returns its standard error.

        The site is the old or the new one, no process is left, and the next build waits for nobody and makes
        what a clean one makes.
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
    """Returns a built project whose folder has a difficult name."""
    root = copy_sample(folder / FOLDER, cache=built)
    project = Project(root, folder / "kept")
    shutil.copytree(root / ".cache/results", project.kept)
    # What a clean build makes of the changed content is learned in another folder.
    other = Project(copy_sample(folder / "other", cache=built), folder / "kept", changed=False)
    other.switch()
    for each in (project, other):
        done = each.build()
        _, errors = done.communicate(timeout=LONGEST)
        assert done.returncode == 0, errors
        (each.root / "site/CNAME").write_text("hoa-ban.example\n")  # A web host's file, which builds keep.
        project.clean[each.changed] = each.state()
    assert project.clean[False] != project.clean[True]
    return project
