"""Edits input files while a build runs; the finished files must never go on showing the old input."""

import random
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from kyyeu import pipeline
from kyyeu.problems import ContentError

from tests.attack.conftest import Rounds
from tests.building import TODAY, copy_results, copy_sample, edit, tree

State = tuple[dict[str, str], dict[str, str]]
Edit = Callable[[Path], object]
PROFILES = "content/units/thpt-ban-trang/exemplars"


def other_portrait(root: Path) -> None:
    shutil.copyfile(root / PROFILES / "au-duc-long.jpg", root / PROFILES / "hoang-tu-nam.jpg")


def other_text(root: Path) -> None:
    path = root / PROFILES / "pham-ngan-ha.md"
    path.write_text(path.read_text(encoding="utf-8") + "\n\nThêm một đoạn.\n", encoding="utf-8")


def other_unit_name(root: Path) -> None:
    edit(root / "data/units/thpt-ban-trang/unit.yml", ("Trường THPT Bản Trắng", "Trường THPT Bản Tráng"))


def one_profile_less(root: Path) -> None:
    (root / PROFILES / "to-ngoai-ngu.md").unlink()


def one_profile_more(root: Path) -> None:
    text = (root / PROFILES / "pham-ngan-ha.md").read_text(encoding="utf-8")
    shutil.copyfile(root / PROFILES / "pham-ngan-ha.jpg", root / PROFILES / "vi-ngan-ha.jpg")
    text = text.replace("Phạm Ngân Hạ", "Vi Ngân Hạ").replace("HB-003", "HB-903").replace("pham-", "vi-")
    (root / PROFILES / "vi-ngan-ha.md").write_text(text, encoding="utf-8")


def a_portrait_copied_slowly(root: Path) -> None:
    """Cuts a picture file off after 3,000 bytes, as if it were still being copied over a slow network."""
    path = root / PROFILES / "hoang-tu-nam.jpg"
    path.write_bytes(path.read_bytes()[:3000])


EDITS: tuple[Edit, ...] = (
    other_portrait,
    other_text,
    other_unit_name,
    one_profile_less,
    one_profile_more,
    a_portrait_copied_slowly,
)


class Watch:
    """Counts how often this process opens input files of a project, and makes an edit at the Nth time."""

    def __init__(self) -> None:
        self.inputs: tuple[str, ...] = ()
        self.count, self.at = 0, 0
        self.edit: Callable[[], None] | None = None
        sys.addaudithook(self._seen)  # Python cannot remove an audit hook again, so it is added only once.

    def _seen(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event != "open" or not self.inputs or not str(arguments[0]).startswith(self.inputs):
            return
        self.count += 1
        if self.edit and self.count >= self.at:
            edit, self.edit = self.edit, None
            edit()


class Project:
    """A project that is built in the process of the test.

    It remembers the finished files before any edit, and what a build without interruption makes after each
    edit.
    """

    def __init__(self, built: Path, folder: Path) -> None:
        self.root, self.kept = copy_sample(folder / "sample"), folder / "kept"
        copy_results(built, self.root)
        self.inputs = tuple(f"{self.root}/{part}/" for part in ("content", "data"))
        self.watch = Watch()
        self.build()
        shutil.copytree(self.root, self.kept)
        self.before, self.after = self.state(), dict[Edit, State | None]()

    def build(self) -> bool:
        """Builds the project; returns False if the build stops because of mistakes in the content."""
        try:
            pipeline.build(self.root, TODAY, jobs=1)
        except ContentError:
            return False
        return True

    def state(self) -> State:
        """Returns the hashes of the finished files, by path: those of the site and those of print/."""
        return tree(self.root / "site"), tree(self.root / "print")

    def restore(self) -> None:
        """Gives the project the content and the finished files that it had before any edit."""
        shutil.rmtree(self.root)
        shutil.copytree(self.kept, self.root)

    def clean(self, edit: Edit) -> State | None:
        """Returns what a build makes of the edited content, as hashes of the finished files.

        Returns None if the build stops because of mistakes in the content.
        """
        if edit not in self.after:
            self.restore()
            edit(self.root)
            self.after[edit] = self.state() if self.build() else None
        return self.after[edit]

    def build_while(self, edit: Edit, at: int) -> bool:
        """Runs a build, and makes an edit when the build opens an input file for the `at`th time.

        Returns False if the build stops because of mistakes in the content.
        """
        self.watch.inputs, self.watch.count, self.watch.at = self.inputs, 0, at
        self.watch.edit = lambda: edit(self.root)
        try:
            return self.build()
        finally:
            self.watch.inputs = ()
            if self.watch.edit:  # The build opened fewer than `at` input files, so the edit is made after it.
                edit(self.root)

    def check(self, state: State | None, about: object) -> None:
        """Asserts that a build makes files with the hashes `state`, or reports mistakes if this is None."""
        assert self.build() is (state is not None), about
        assert state is None or self.state() == state, about


@pytest.fixture(scope="module")
def project(built_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    return Project(built_sample, tmp_path_factory.mktemp("edits"))


def test_inputs_changed_at_moments_of_a_build(project: Project, seed: int, rounds: Rounds) -> None:
    chance = random.Random(seed)
    project.build_while(lambda root: None, 0)
    reads = project.watch.count
    for turn in range(rounds(40, 2)):
        edit = EDITS[turn % len(EDITS)]
        after = project.clean(edit)
        project.restore()
        # Every fourth build has no cache. It makes everything anew, and so reads its inputs a second time.
        if fresh := turn % 4 == 3:
            shutil.rmtree(project.root / ".cache/results")
        about = (turn, edit, fresh, at := chance.randint(1, reads * 2 if fresh else reads))
        project.build_while(edit, at)
        assert project.state() in (project.before, after), about
        project.check(after, about)
        for part in ("content", "data"):
            shutil.rmtree(project.root / part)
            shutil.copytree(project.kept / part, project.root / part)
        project.check(project.before, about)
