"""Damages files in .cache in many ways; still, every build must succeed and make the same site."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from kyyeu import pipeline

from tests.attack.conftest import Rounds
from tests.building import TODAY, copy_results, copy_sample, tree

Damage = Callable[[Path, random.Random], object]


def flip(path: Path, chance: random.Random) -> None:
    data = bytearray(path.read_bytes() or b"x")
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


def empty(path: Path, chance: random.Random) -> None:
    path.write_bytes(b"")


def cut(path: Path, chance: random.Random) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: chance.randrange(len(data) or 1)])


def foreign(path: Path, chance: random.Random) -> None:
    others = [other for other in cached_files(path) if other.parents[1].name == path.parents[1].name]
    path.write_bytes(chance.choice(others or [Path(__file__)]).read_bytes())


def folder(path: Path, chance: random.Random) -> None:
    path.unlink()
    (path / "deep").mkdir(parents=True)


def link(path: Path, chance: random.Random) -> None:
    path.unlink()
    path.symlink_to(chance.choice([Path(__file__), path.parent, Path("nowhere"), path]))


FOUR_WAYS: tuple[Damage, ...] = (flip, empty, cut, foreign)
OTHER_WAYS: tuple[Damage, ...] = (folder, link, lambda path, chance: path.unlink())


# The numbers of files to damage at once. The trials take these numbers in turn.
MANY = (3, 30, 300)


def cached_files(within: Path) -> list[Path]:
    """Lists the files of the cache that contains `within`, except lock files of running commands."""
    cache = next(folder for folder in (within, *within.parents) if folder.name == ".cache")
    return sorted(path for path in cache.rglob("*") if path.is_file() and "lock" not in path.name)


class Project:
    """A built project, with a copy of its undamaged cache and the hashes of its finished files.

    Every later build must make exactly the same files of the site and of print/.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        pipeline.build(root, TODAY, jobs=1)
        self.whole = self.finished()
        self.cache = root.with_name("cache")
        shutil.copytree(root / ".cache", self.cache)

    def finished(self) -> tuple[dict[str, str], dict[str, str]]:
        return tree(self.root / "site"), tree(self.root / "print")

    def restore(self, *, finished: bool) -> None:
        """Gives the project its undamaged cache back; deletes finished files unless `finished` is true."""
        shutil.rmtree(self.root / ".cache")
        shutil.copytree(self.cache, self.root / ".cache")
        if not finished:
            shutil.rmtree(self.root / "site")
            # A build deletes old files in print/ only if its note lists them. The test may have damaged this
            # note, so it deletes the files itself.
            for path in (self.root / "print").rglob("*.*"):
                path.unlink()

    def check(self, about: object) -> None:
        """Asserts that two builds in a row make exactly the files that were made with the undamaged cache."""
        for _ in range(2):
            pipeline.build(self.root, TODAY, jobs=1)
            assert self.finished() == self.whole, about


def damage_some(project: Project, count: int, ways: tuple[Damage, ...], chance: random.Random) -> None:
    for path in chance.sample(cached_files(project.root / ".cache"), count):
        if path.is_file():
            chance.choice(ways)(path, chance)


@pytest.fixture(scope="module")
def project(built_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    root = copy_sample(tmp_path_factory.mktemp("caches") / "sample")
    copy_results(built_sample, root)
    return Project(root)


def test_every_cached_file_damaged_in_four_ways(project: Project, seed: int, rounds: Rounds) -> None:
    chance = random.Random(seed)
    names = [path.relative_to(project.root) for path in cached_files(project.root / ".cache")]
    cases = [(name, damage) for name in names for damage in FOUR_WAYS]
    chance.shuffle(cases)
    for name, damage in cases[: rounds(len(cases), 4)]:
        finished = chance.random() < 0.3
        project.restore(finished=finished)
        damage(project.root / name, chance)
        project.check((name, damage, finished))


def test_many_cached_files_damaged_at_once(project: Project, seed: int, rounds: Rounds) -> None:
    chance = random.Random(seed)
    for turn in range(rounds(40, 2)):
        project.restore(finished=False)
        damage_some(project, MANY[turn % len(MANY)], FOUR_WAYS + OTHER_WAYS, chance)
        project.check(turn)


def test_folders_of_the_cache_replaced(project: Project, seed: int, rounds: Rounds) -> None:
    chance = random.Random(seed)
    names = [
        path.relative_to(project.root)
        for path in sorted((project.root / ".cache").rglob("*"))
        if path.is_dir()
    ]
    outside = project.root.with_name("outside")
    outside.mkdir(exist_ok=True)
    (outside / "thu.txt").write_text("quan trọng")
    for name in chance.sample(names, min(rounds(len(names), 1), len(names))):
        for instead in ("nothing", "file", "link"):
            project.restore(finished=False)
            shutil.rmtree(project.root / name)
            if instead == "file":
                (project.root / name).write_text("x")
            elif instead == "link":
                (project.root / name).symlink_to(outside)
            project.check((name, instead))
            assert (outside / "thu.txt").read_text() == "quan trọng", name


def test_a_person_who_withdraws_is_gone_from_the_cache(project: Project) -> None:
    """When a person withdraws consent, neither name, portrait nor pages of this person stay in the cache."""
    project.restore(finished=True)
    profile = project.root / "content/units/thpt-ban-trang/exemplars/pham-ngan-ha.md"
    text, portrait = profile.read_text(encoding="utf-8"), profile.with_suffix(".jpg")
    data = portrait.read_bytes()

    def holding(word: str) -> list[Path]:
        return [path for path in cached_files(project.root / ".cache") if word.encode() in path.read_bytes()]

    before = {path.name for path in cached_files(project.root / ".cache")}
    assert holding("Ngân Hạ") and holding("pham-ngan-ha")
    profile.unlink()
    portrait.unlink()
    try:
        pipeline.build(project.root, TODAY, jobs=1)
        left = {path.name for path in cached_files(project.root / ".cache")}
        assert before - left and not holding("Phạm Ngân Hạ") and not holding("pham-ngan-ha")
    finally:
        profile.write_text(text, encoding="utf-8")
        portrait.write_bytes(data)


def test_a_copy_and_a_print_out_of_a_damaged_cache(project: Project, seed: int, rounds: Rounds) -> None:
    """A copy of the site that is built from a damaged cache has exactly the right files."""
    chance = random.Random(seed)
    out = project.root.with_name("copy")
    pipeline.build_copy(project.root, TODAY, out, jobs=1)
    whole = tree(out)
    for turn in range(rounds(20, 1)):
        project.restore(finished=True)
        shutil.rmtree(out)
        damage_some(project, MANY[turn % len(MANY)], FOUR_WAYS, chance)
        pipeline.build_copy(project.root, TODAY, out, jobs=1)
        assert tree(out) == whole, turn
