"""Tests jobs and their keys, the cache of their results, and how a finished site replaces the old one."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from kyyeu.work.cache import Cache
from kyyeu.work.job import hash_files, job, key
from kyyeu.work.lock import lock_beside
from kyyeu.work.memory import recall, remember
from kyyeu.work.place import MARK, NoteLine, NotOurs, put_among, put_in_place, recover, strangers
from kyyeu.work.run import Worker, start_worker
from kyyeu.work.source import Source, SourceChanged, digest_of
from pydantic import TypeAdapter

from tests.building import HOME


@dataclass(frozen=True, slots=True)
class View:
    """Stands in these tests for the data of a page, which jobs get as an argument."""

    name: str
    day: date
    parts: tuple[float, ...]


VIEW = View("Hòa", date(2020, 1, 5), (1.5, 2))


def shout(text: str) -> bytes:
    return text.upper().encode()


def whisper(text: str) -> bytes:
    return text.lower().encode()


def both(text: str) -> Mapping[str, bytes]:
    """Imitates a job whose result is a folder of two files; returns a dict from path to content in bytes."""
    return {"loud.txt": shout(text), "deep/quiet.txt": whisper(text)}


def fail(text: str) -> bytes:
    raise ValueError(text)


def test_a_key_is_the_same_in_every_process() -> None:
    code = "from tests.test_work import VIEW, key; print(key('page', VIEW, ('x', None)))"
    assert {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=HOME,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    } == {key("page", VIEW, ("x", None)) + "\n"}


def test_a_key_changes_with_all_it_covers() -> None:
    jobs = [
        job("page", "a", shout, "x"),
        job("page", "a", shout, "y"),
        job("page", "a", whisper, "x"),
        job("chunk", "a", shout, "x"),
        job("page", "a", shout, "x", depends=("theme",)),
        job("page", "a", shout, "x", depends=("theme", "frame")),
        job("page", "a", shout, "x", "y"),
        job("page", "a", shout, VIEW),
    ]
    assert len({each.key for each in jobs}) == len(jobs)
    # A job's name is used only in messages. Two jobs that differ in nothing else have the same key.
    assert job("page", "another name", shout, "x").key == jobs[0].key


def test_hash_files_covers_names_and_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("a")
    (tmp_path / "b.html").write_text("b")
    (tmp_path / "__pycache__").mkdir()
    before = hash_files(tmp_path)
    (tmp_path / "__pycache__/a.pyc").write_text("x")
    assert hash_files(tmp_path) == before
    assert hash_files(tmp_path, ("*.css",)) != before
    (tmp_path / "a.css").rename(tmp_path / "c.css")
    assert hash_files(tmp_path) != before


def test_the_cache_keeps_files_and_folders(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    assert not cache.has("aa1")
    cache.put("aa1", b"one")
    folder = {"loud.txt": b"L", "deep/quiet.txt": b"q"}
    # The second call stores the same result again, as another process might do at the same time.
    for _ in range(2):
        cache.put("ab2", folder)
    assert (cache.read("aa1"), cache.sources("aa1").keys()) == (b"one", {""})
    assert {name: source.read() for name, source in cache.sources("ab2").items()} == folder
    assert not list(tmp_path.rglob(".new-*"))


def test_the_cache_drops_all_that_was_not_used(tmp_path: Path) -> None:
    """The cache deletes all results that a build has not used, and everything else in its folder.

    That may be leftovers of killed builds or of older versions. If a symbolic link is deleted, its target
    stays.
    """
    cache, victim = Cache(tmp_path / "cache"), tmp_path / "victim"
    victim.mkdir()
    (victim / "thu.txt").write_text("quan trọng")
    cache.put_all({"aa-used": {"a": b"x", "b": b"y"}, "aa-unused": {"a": b"x", "b": b"withdrawn"}})
    (cache.folder / ".new-left").mkdir()
    for name in (".new-left/1", "old", "keys/half", "contents/file"):
        (cache.folder / name).write_text("half")
    for name in ("ab", "keys/zz", "contents/zz", f"contents/{digest_of(b'x')[:2]}/zz"):
        (cache.folder / name).symlink_to(victim)
    cache.prune({"aa-used"})
    assert [path.name for path in cache.folder.glob("keys/*/*")] == ["aa-used"]
    assert {path.read_bytes() for path in cache.folder.glob("contents/*/*")} == {b"x", b"y"}
    assert {path.name for path in cache.folder.iterdir()} == {"keys", "contents"}
    assert (victim / "thu.txt").read_text() == "quan trọng"


def flipped(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def foreign(path: Path) -> None:
    """Damages a file of the cache by overwriting it with the content of another file of the same kind."""
    others = sorted(other for other in path.parents[1].rglob("*") if other.is_file() and other != path)
    path.write_bytes(others[0].read_bytes())


def as_folder(path: Path) -> None:
    path.unlink()
    (path / "deep").mkdir(parents=True)


def as_link(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.parents[1])


def folder_as_link(path: Path) -> None:
    shutil.rmtree(path.parent)
    path.parent.symlink_to(path.parents[2] / "nowhere")


def folder_as_file(path: Path) -> None:
    shutil.rmtree(path.parent)
    path.parent.write_text("x")


DAMAGES = (
    flipped,
    cut,
    foreign,
    Path.unlink,
    lambda path: path.write_bytes(b""),
    as_folder,
    as_link,
    folder_as_link,
    folder_as_file,
    lambda path: shutil.rmtree(path.parents[2]),
    lambda path: (shutil.rmtree(path.parents[2]), path.parents[2].write_text("x")),
)


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("part", ["keys", "contents"])
def test_a_damaged_result_is_never_believed_and_made_again(
    part: str, damage: Callable[[Path], object], tmp_path: Path
) -> None:
    results = {"aa1": b"one", "ab2": {"loud.txt": b"two", "deep/quiet.txt": b"TWO"}}
    for number in range(2):
        folder = tmp_path / str(number)
        Cache(folder).put_all(results)
        damage(sorted((folder / part).glob("*/*"))[number])
        cache = Cache(folder)
        cache.drop_damaged()
        for key_name in (name for name in results if cache.has(name)):
            assert {source.read() for source in cache.sources(key_name).values()} <= {b"one", b"two", b"TWO"}
        Cache(folder).put_all(results)
        again = Cache(folder)
        assert again.read("aa1") == b"one"
        assert {name: source.read() for name, source in again.sources("ab2").items()} == results["ab2"]


def test_a_file_that_changed_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "anh.jpg"
    path.write_bytes(b"before")
    source = Source(digest_of(b"before"), path)
    assert source.read() == b"before" and source.checked() == path
    source.copy(tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == b"before"
    for spoil in (lambda: path.write_bytes(b"AFTER!"), path.unlink, path.mkdir):
        spoil()
        for use in (source.read, source.checked, lambda: source.copy(tmp_path / "copy")):
            with pytest.raises(SourceChanged):
                use()


@pytest.mark.parametrize("processes", [1, 2])
def test_a_worker_does_each_job_once(processes: int, tmp_path: Path) -> None:
    pages = [job("page", f"p{index}", shout, f"a{index % 4}") for index in range(8)]
    jobs = [*pages, job("photo", "f", both, "b")]
    with start_worker(tmp_path, processes) as worker:
        worker.run(jobs)
    assert worker.tally.counts() == {"rendered": {"page": 4, "photo": 1}, "reused": {"page": 4, "photo": 0}}
    assert [worker.cache.read(each.key) for each in jobs[:4]] == [b"A0", b"A1", b"A2", b"A3"]
    with start_worker(tmp_path, processes) as again:
        again.run(jobs)
    assert again.tally.counts() == {"rendered": {"page": 0, "photo": 0}, "reused": {"page": 8, "photo": 1}}
    assert again.used == {each.key for each in jobs}


@pytest.mark.parametrize("processes", [1, 2])
def test_a_failing_job_raises_its_error_and_earlier_results_stay(processes: int, tmp_path: Path) -> None:
    good = [job("photo", "g", shout, f"g{index}") for index in range(3)]
    worker = Worker(Cache(tmp_path), processes)
    worker.run(good)
    with pytest.raises(ValueError, match="lỗi"):
        worker.run([*good, *(job("chunk", "b", fail, f"lỗi {index}") for index in range(3))])
    worker.close()
    assert all(worker.cache.has(each.key) for each in good)


class Site:
    """A site folder, whose files are copied from the cache as a build does it."""

    def __init__(self, home: Path) -> None:
        self.cache, self.target, self.notes = Cache(home / "cache"), home / "site", home / "notes"

    def sources(self, pages: Mapping[str, str]) -> dict[str, Source]:
        """Stores invented pages in the cache; returns a dict from page name to the file in the cache.

        The content of a page is its text in capitals.
        """
        jobs = {name: job("page", name, shout, text) for name, text in pages.items()}
        for each in jobs.values():
            self.cache.put(each.key, each.function(*each.arguments))
        return {name: self.cache.source(each.key) for name, each in jobs.items()}

    def put(self, pages: Mapping[str, str]) -> tuple[bool, dict[str, str]]:
        """Replaces the pages of the site by the given ones.

        Returns whether the site's folder has changed, and its files as a dict from path to text.
        """
        return put_in_place(self.sources(pages), self.target, self.notes), self.files()

    def files(self) -> dict[str, str]:
        """Returns the texts of all files in the folder except the program's own marker file."""
        return {
            path.relative_to(self.target).as_posix(): path.read_text()
            for path in sorted(self.target.rglob("*"))
            if path.is_file() and path.name != MARK
        }

    def facts(self) -> dict[str, tuple[int, int]]:
        facts = {name: (self.target / name).stat() for name in self.files()}
        return {name: (fact.st_ino, fact.st_mtime_ns) for name, fact in facts.items()}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Returns a site folder into which the invented pages PAGES have been put."""
    site = Site(tmp_path)
    assert site.put(PAGES) == (True, WHOLE)
    return site


PAGES = {"index.html": "a", "deep/er/b.html": "b", "c.html": "c"}
WHOLE = {"index.html": "A", "deep/er/b.html": "B", "c.html": "C"}


def test_what_is_unchanged_is_not_touched(site: Site) -> None:
    before, folder = site.facts(), site.target.stat().st_mtime_ns
    assert site.put(PAGES) == (False, WHOLE)
    assert (site.facts(), site.target.stat().st_mtime_ns) == (before, folder)


def test_one_change_copies_one_file_and_links_the_rest(site: Site) -> None:
    before = site.facts()
    assert site.put({**PAGES, "c.html": "d"}) == (True, {**WHOLE, "c.html": "D"})
    after = site.facts()
    assert {name for name in PAGES if before[name] == after[name]} == {"index.html", "deep/er/b.html"}
    assert not list(site.target.parent.glob(".site.*"))


def test_what_is_no_longer_wanted_goes(site: Site) -> None:
    assert site.put({"index.html": "a"}) == (True, {"index.html": "A"})
    assert not (site.target / "deep").exists()


@pytest.mark.parametrize(
    ("written", "deleted"),
    [("c.html", ()), ("deep/withheld.jpg", ()), (None, ["c.html"]), ("deep/x.html", ["c.html"])],
    ids=["edited", "foreign", "deleted", "swapped"],
)
def test_a_change_by_hand_in_the_folder_is_undone(
    site: Site, written: str | None, deleted: Iterable[str]
) -> None:
    for name in deleted:
        (site.target / name).unlink()
    if written:
        (site.target / written).write_text("by hand")
    assert site.put(PAGES) == (True, WHOLE)


HOST_FILES = {
    "CNAME": "dien-hinh.example",
    ".nojekyll": "",
    ".git/refs/heads/main": "1f",
    ".well-known/security.txt": "thư",
}


KEPT = HOST_FILES | {".git/HEAD": "1f"}


def put_by_host(folder: Path) -> None:
    """Writes files that a web host keeps in a site's folder, such as CNAME and .git, with a symbolic link."""
    for name, text in HOST_FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    (folder / ".git/HEAD").symlink_to("refs/heads/main")


def test_what_a_host_keeps_there_stays(site: Site) -> None:
    put_by_host(site.target)
    assert site.put(PAGES) == (False, WHOLE | KEPT)
    for changed in ({**PAGES, "c.html": "d"}, PAGES):
        assert site.put(changed) == (True, {name: text.upper() for name, text in changed.items()} | KEPT)
        assert (site.target / ".git/HEAD").is_symlink()
    shutil.rmtree(site.notes)
    assert site.put({"index.html": "a"}) == (True, {"index.html": "A"} | KEPT)
    assert not list(site.target.parent.glob(".site.*"))


@pytest.mark.parametrize("name", ["robots.txt", "anh/a.jpg"])
def test_a_strangers_file_at_the_top_is_never_removed(site: Site, name: str) -> None:
    (site.target / name).parent.mkdir(exist_ok=True)
    (site.target / name).write_text("của người khác")
    before = site.files()
    with pytest.raises(NotOurs) as refused:
        site.put({**PAGES, "c.html": "d"})
    assert refused.value.paths == strangers(site.target) == [site.target / name.split("/")[0]]
    assert site.files() == before and not list(site.target.parent.glob(".site.*"))


@pytest.mark.parametrize("state", ["old", "new", "kyyeu-old", "kyyeu-new"])
def test_a_strangers_folder_beside_is_never_removed(site: Site, state: str) -> None:
    beside = site.target.with_name(f".site.{state}")
    beside.mkdir()
    (beside / "thu.txt").write_text("quan trọng")
    if state.startswith("kyyeu"):
        with pytest.raises(NotOurs):
            site.put({"index.html": "x"})
    else:
        site.put({"index.html": "x"})
    assert (beside / "thu.txt").read_text() == "quan trọng"


def test_two_builds_into_one_folder_wait_for_one_another(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from kyyeu.work.lock import lock_beside\n"
        "with lock_beside(Path(sys.argv[1])):\n"
        "    print('in', flush=True); time.sleep(0.4); print('out', flush=True)"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "www")]
    with (tmp_path / "output").open("w") as output:
        running = [subprocess.Popen(command, cwd=HOME, stdout=output) for _ in range(3)]
        assert [process.wait() for process in running] == [0, 0, 0]
    assert (tmp_path / "output").read_text().split() == ["in", "out"] * 3
    assert [path.name for path in tmp_path.iterdir()] == ["output"]
    with lock_beside(tmp_path / "deep" / "www"):
        assert (tmp_path / "deep").is_dir()


@pytest.mark.parametrize(
    "note", [None, "", "{", "[]", "3", '{"index.html": 5}', '{"index.html": []}', '{"a": {"b": 1}}']
)
def test_a_note_lost_or_spoiled_costs_a_copy_only(site: Site, note: str | None) -> None:
    [path] = site.notes.iterdir()
    if note is None:
        path.unlink()
    else:
        path.write_text(note)
    _, files = site.put({**PAGES, "c.html": "d"})
    assert files == {**WHOLE, "c.html": "D"}
    assert site.put({**PAGES, "c.html": "d"}) == (False, files)


def test_a_note_with_a_wrong_key_is_not_believed(site: Site) -> None:
    """If the program's note about the site's files does not match the files, all of them are copied again."""
    [path] = site.notes.iterdir()
    others, shape = site.sources(dict.fromkeys(PAGES, "other")), TypeAdapter(dict[str, NoteLine])
    facts = recall(path, shape) or {}
    wrong = {name: (others[name].digest, facts[name][1], 1) for name in facts}
    assert wrong.keys() == PAGES.keys()
    remember(path, shape, wrong)
    assert site.put(dict.fromkeys(PAGES, "other"))[1] == dict.fromkeys(PAGES, "OTHER")


def exchanged(target: Path, new: Path) -> None:
    spare = target.with_name("spare")
    target.rename(spare)
    new.rename(target)
    spare.rename(new)


def replaced(target: Path, new: Path) -> None:
    """Puts the new folder in place of the folder `target` as a build does, but keeps the old one aside."""
    target.rename(old_of(target))
    new.rename(target)


def half_deleted(target: Path, new: Path) -> None:
    """Puts the folders into the state that a build leaves if it is killed while it deletes the old site.

    The new site is in place, and some files of the old site are already deleted.
    """
    replaced(target, new)
    shutil.rmtree(old_of(target) / "deep")
    (old_of(target) / "index.html").unlink()


def old_of(target: Path) -> Path:
    """Returns the folder to which a build moves the old site until the new site is in place."""
    return target.with_name(".site.kyyeu-old")


NEW = {"index.html": "NEW"}
KILLED: dict[str, tuple[Callable[[Path, Path], object], dict[str, str] | None]] = {
    # For each moment at which a build may be killed, there is a function that puts the folders into the state
    # of this moment. Beside it are the files that the site must have after recovery.
    "before the swap": (lambda target, new: None, WHOLE),
    "between two renames": (lambda target, new: target.rename(old_of(target)), WHOLE),
    "after the exchange": (exchanged, NEW),
    "before the old one went": (replaced, NEW),
    "while the old one went": (half_deleted, NEW),
    "before the note": (replaced, None),
}


@pytest.mark.parametrize("moment", KILLED)
def test_a_build_killed_at_any_moment_is_mended(site: Site, moment: str) -> None:
    """If a build is killed at any moment, recovery leaves the old or the new site whole.

    The next build deletes everything that the killed one left.
    """
    leave, recovered = KILLED[moment]
    new = site.target.with_name(".site.kyyeu-new")
    (new / "deep").mkdir(parents=True)
    (new / MARK).write_text("kyyeu\ndeep\nindex.html\n")
    (new / "index.html").write_text("NEW")
    put_by_host(site.target)
    put_by_host(new)
    leave(site.target, new)
    if recovered:
        recover(site.target)
        assert site.files() == recovered | KEPT and not new.exists()
    assert site.put({**PAGES, "c.html": "d"}) == (True, {**WHOLE, "c.html": "D"} | KEPT)
    assert not list(site.target.parent.glob(".site.*"))


def test_files_are_put_among_others(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.target.mkdir()
    (site.target / "mine.txt").write_text("kept")
    two, changed = {"a.pdf": "a", "b.pdf": "b"}, {"a.pdf": "x"}
    for pages, whole, expected, files in (
        (two, True, True, {"a.pdf": "A", "b.pdf": "B"}),
        (two, True, False, {"a.pdf": "A", "b.pdf": "B"}),
        (changed, False, True, {"a.pdf": "X", "b.pdf": "B"}),
        (changed, True, True, {"a.pdf": "X"}),
    ):
        assert put_among(site.sources(pages), site.target, site.notes, whole=whole) is expected
        assert site.files() == files | {"mine.txt": "kept"}


@pytest.mark.parametrize(
    "name", ["../../victim", "../victim", "{victim}", "sub/victim", "a/../../victim", "."]
)
def test_a_note_deletes_nothing_outside_its_folder(name: str, tmp_path: Path) -> None:
    site, victim = Site(tmp_path / "deep"), tmp_path / "victim"
    put_among(site.sources({"a.pdf": "a"}), site.target, site.notes)
    victim.write_text("quan trọng")
    (site.target.parent / "victim").write_text("quan trọng")
    (site.target / "sub").symlink_to(tmp_path)
    [note] = site.notes.iterdir()
    shape = TypeAdapter(dict[str, NoteLine])
    remember(note, shape, (recall(note, shape) or {}) | {name.format(victim=victim): ("0" * 40, 1, 1)})
    put_among(site.sources({"b.pdf": "b"}), site.target, site.notes)
    assert victim.read_text() == (site.target.parent / "victim").read_text() == "quan trọng"
    assert not (site.target / "a.pdf").exists() and (site.target / "b.pdf").exists()


@pytest.mark.parametrize("damage", DAMAGES[:7])
def test_what_is_remembered_is_believed_only_whole(damage: Callable[[Path], object], tmp_path: Path) -> None:
    path, shape = tmp_path / "a/b/c.json", TypeAdapter(dict[str, int])
    remember(path.with_name("other.json"), shape, {"a": 2})
    remember(path, shape, {"a": 1})
    assert recall(path, shape) == {"a": 1} and recall(path, TypeAdapter(list[int])) is None
    damage(path)
    assert recall(path, shape) is None
    remember(path, shape, {"a": 3})
    assert recall(path, shape) == {"a": 3}
