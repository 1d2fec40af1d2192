"""Work: keys that hold, a cache, and a folder put in place whole, whatever was killed or lost before."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from kyyeu.work.cache import KEEP_DAYS, Cache
from kyyeu.work.job import Job, hash_files, job, key
from kyyeu.work.place import MARK, NotOurs, Source, lock_beside, put_among, put_in_place, recover, strangers
from kyyeu.work.run import Worker, start_worker

from tests.building import HOME


@dataclass(frozen=True, slots=True)
class View:
    name: str
    day: date
    parts: tuple[float, ...]


VIEW = View("Hòa", date(2020, 1, 5), (1.5, 2))


def shout(text: str) -> bytes:
    return text.upper().encode()


def whisper(text: str) -> bytes:
    return text.lower().encode()


def both(text: str) -> Mapping[str, bytes]:
    return {"loud.txt": shout(text), "deep/quiet.txt": whisper(text)}


def fail(text: str) -> bytes:
    raise ValueError(text)


def test_a_key_is_the_same_in_every_process() -> None:
    code = "from tests.test_work import VIEW, key; print(key('page', VIEW, ('x', None)))"
    keys = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=HOME,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert keys == {key("page", VIEW, ("x", None)) + "\n"}


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
    assert len({entry.key for entry in jobs}) == len(jobs)
    assert job("page", "another name", shout, "x").key == jobs[0].key  # the name is for people


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
    cache.put("ab2", {"loud.txt": b"L", "deep/quiet.txt": b"q"})
    cache.put("ab2", {"loud.txt": b"L", "deep/quiet.txt": b"q"})  # a second process with the same result
    assert cache.bytes("aa1") == b"one"
    assert cache.files("aa1") == {"": cache.path("aa1")}
    assert {name: path.read_bytes() for name, path in cache.files("ab2").items()} == {
        "loud.txt": b"L",
        "deep/quiet.txt": b"q",
    }
    assert not list(tmp_path.rglob(".new-*"))


def test_the_cache_drops_only_what_is_old_and_unused(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    for name in ("aa-old-used", "aa-old", "bb-new"):
        cache.put(name, b"x")
    cache.put("cc-old-folder", {"a": b"x"})
    (tmp_path / "aa" / ".new-left").write_text("half")
    for name in ("aa/aa-old-used", "aa/aa-old", "cc/cc-old-folder", "aa/.new-left"):
        os.utime(tmp_path / name, (0, 0))
    cache.prune({"aa-old-used"})
    assert sorted(path.name for path in tmp_path.glob("??/*")) == ["aa-old-used", "bb-new"]
    assert KEEP_DAYS >= 7


@pytest.mark.parametrize("processes", [1, 2])
def test_a_worker_does_each_job_once(processes: int, tmp_path: Path) -> None:
    jobs = [job("page", f"p{index}", shout, f"a{index % 4}") for index in range(8)] + [
        job("photo", "f", both, "b")
    ]
    with start_worker(tmp_path, processes) as worker:
        worker.run(jobs)
    assert worker.tally.counts() == {"rendered": {"page": 4, "photo": 1}, "reused": {"page": 4, "photo": 0}}
    assert [worker.cache.bytes(entry.key) for entry in jobs[:4]] == [b"A0", b"A1", b"A2", b"A3"]
    with start_worker(tmp_path, processes) as again:
        again.run(jobs)
    assert again.tally.counts() == {"rendered": {"page": 0, "photo": 0}, "reused": {"page": 8, "photo": 1}}
    assert again.used == {entry.key for entry in jobs}


@pytest.mark.parametrize("processes", [1, 2])
def test_a_failing_job_is_told_and_what_was_done_stays(processes: int, tmp_path: Path) -> None:
    good = [job("photo", "g", shout, f"g{index}") for index in range(3)]
    worker = Worker(Cache(tmp_path), processes)
    worker.run(good)
    with pytest.raises(ValueError, match="lỗi"):
        worker.run([*good, *(job("chunk", "b", fail, f"lỗi {index}") for index in range(3))])
    worker.close()
    assert all(worker.cache.has(entry.key) for entry in good)


class Site:
    """A cache and a folder to put in place."""

    def __init__(self, home: Path) -> None:
        self.cache, self.target, self.notes = Cache(home / "cache"), home / "site", home / "notes"

    def sources(self, pages: Mapping[str, str]) -> dict[str, Source]:
        found = {}
        for name, text in pages.items():
            made: Job = job("page", name, shout, text)
            self.cache.put(made.key, made.function(*made.arguments))
            found[name] = Source(made.key, self.cache.path(made.key))
        return found

    def put(self, pages: Mapping[str, str]) -> bool:
        return put_in_place(self.sources(pages), self.target, self.notes)

    def files(self) -> dict[str, str]:
        """All but the mark."""
        found = {
            path.relative_to(self.target).as_posix(): path.read_text()
            for path in sorted(self.target.rglob("*"))
            if path.is_file()
        }
        found.pop(MARK, None)
        return found

    def facts(self) -> dict[str, tuple[int, int]]:
        return {
            name: ((self.target / name).stat().st_ino, (self.target / name).stat().st_mtime_ns)
            for name in self.files()
        }


@pytest.fixture
def site(tmp_path: Path) -> Site:
    made = Site(tmp_path)
    assert made.put(PAGES) is True
    return made


PAGES = {"index.html": "a", "deep/er/b.html": "b", "c.html": "c"}
WHOLE = {"index.html": "A", "deep/er/b.html": "B", "c.html": "C"}


def test_what_is_unchanged_is_not_touched(site: Site) -> None:
    before, folder = site.facts(), site.target.stat().st_mtime_ns
    assert site.put(PAGES) is False
    assert (site.facts(), site.target.stat().st_mtime_ns) == (before, folder)
    assert site.files() == WHOLE


def test_one_change_copies_one_file_and_links_the_rest(site: Site) -> None:
    before = site.facts()
    assert site.put({**PAGES, "c.html": "d"}) is True
    after = site.facts()
    assert site.files() == {**WHOLE, "c.html": "D"}
    assert {name for name in PAGES if before[name] == after[name]} == {"index.html", "deep/er/b.html"}
    assert not list(site.target.parent.glob(".site.*"))


def test_what_is_no_longer_wanted_goes(site: Site) -> None:
    assert site.put({"index.html": "a"}) is True
    assert site.files() == {"index.html": "A"}
    assert not (site.target / "deep").exists()


@pytest.mark.parametrize("spoil", ["edited", "foreign", "deleted", "swapped"])
def test_a_hand_in_the_folder_is_undone(site: Site, spoil: str) -> None:
    if spoil == "edited":
        (site.target / "c.html").write_text("hacked")
    elif spoil == "foreign":
        (site.target / "deep/withheld.jpg").write_text("left over")
    elif spoil == "deleted":
        (site.target / "c.html").unlink()
    else:
        (site.target / "c.html").unlink()
        (site.target / "deep/x.html").write_text("as many files as before")
    assert site.put(PAGES) is True
    assert site.files() == WHOLE


HOSTS = {
    "CNAME": "dien-hinh.example",
    ".nojekyll": "",
    ".git/refs/heads/main": "1f",
    ".well-known/security.txt": "thư",
}


def put_by_host(folder: Path) -> None:
    for name, text in HOSTS.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    (folder / ".git/HEAD").symlink_to("refs/heads/main")


def test_what_a_host_keeps_there_stays(site: Site) -> None:
    put_by_host(site.target)
    assert site.put(PAGES) is False
    for changed in ({**PAGES, "c.html": "d"}, PAGES):
        assert site.put(changed) is True
        assert site.files() == {name: text.upper() for name, text in changed.items()} | HOSTS | {
            ".git/HEAD": "1f"
        }
        assert (site.target / ".git/HEAD").is_symlink()
    shutil.rmtree(site.notes)
    assert site.put({"index.html": "a"}) is True
    assert site.files() == {"index.html": "A"} | HOSTS | {".git/HEAD": "1f"}
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
        "import sys, time; from pathlib import Path; from kyyeu.work.place import lock_beside\n"
        "with lock_beside(Path(sys.argv[1])):\n"
        "    print('in', flush=True); time.sleep(0.4); print('out', flush=True)"
    )
    with (tmp_path / "said").open("w") as said:
        running = [
            subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "www")], cwd=HOME, stdout=said)
            for _ in range(3)
        ]
        assert [process.wait() for process in running] == [0, 0, 0]
    assert (tmp_path / "said").read_text().split() == ["in", "out"] * 3
    assert [path.name for path in tmp_path.iterdir()] == ["said"]
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
    site.put({**PAGES, "c.html": "d"})
    assert site.files() == {**WHOLE, "c.html": "D"}
    assert site.put({**PAGES, "c.html": "d"}) is False


def test_a_note_that_lies_about_a_key_is_found_out(site: Site) -> None:
    """The note of another target, or of a build whose swap never came: sizes and times do not fit, so all is copied."""
    [path] = site.notes.iterdir()
    entries = json.loads(path.read_text())
    path.write_text(
        json.dumps(
            {
                name: [site.sources({name: "other"})[name].key, *facts[1:-1], 1]
                for name, facts in entries.items()
            }
        )
    )
    site.put(dict.fromkeys(PAGES, "other"))
    assert set(site.files().values()) == {"OTHER"}


@pytest.mark.parametrize(
    "moment",
    [
        "before the swap",
        "between two renames",
        "after the exchange",
        "before the old one went",
        "while the old one went",
        "before the note",
    ],
)
def test_a_build_killed_at_any_moment_is_mended(site: Site, moment: str) -> None:
    """The folders as a killed build leaves them; until the next build the target is whole or aside, never half."""
    home, target = site.target.parent, site.target
    new, old = home / ".site.kyyeu-new", home / ".site.kyyeu-old"
    put_by_host(target)
    (new / "deep").mkdir(parents=True)
    (new / MARK).write_text("kyyeu\ndeep\nindex.html\n")
    (new / "index.html").write_text("NEW")
    put_by_host(new)
    hosts = HOSTS | {".git/HEAD": "1f"}
    if moment == "before the swap":
        recover(target)
        assert site.files() == WHOLE | hosts
    elif moment == "between two renames":
        target.rename(old)
        recover(target)
        assert site.files() == WHOLE | hosts
    elif moment == "while the old one went":
        target.rename(old)
        new.rename(target)
        shutil.rmtree(old / "deep")
        (old / "index.html").unlink()
        recover(target)
        assert site.files() == {"index.html": "NEW"} | hosts
    elif moment == "after the exchange":
        (spare := home / "spare").mkdir()
        spare.rmdir()
        target.rename(spare)
        new.rename(target)
        spare.rename(new)
        recover(target)
        assert site.files() == {"index.html": "NEW"} | hosts
    elif moment == "before the old one went":
        target.rename(old)
        new.rename(target)
        recover(target)
        assert site.files() == {"index.html": "NEW"} | hosts
    else:
        target.rename(old)
        new.rename(target)
    assert not new.exists() or moment == "before the note"
    assert site.put({**PAGES, "c.html": "d"}) is True
    assert site.files() == {**WHOLE, "c.html": "D"} | hosts
    assert not list(home.glob(".site.*"))


def test_files_are_put_among_others(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.target.mkdir()
    (site.target / "mine.txt").write_text("kept")
    assert put_among(site.sources({"a.pdf": "a", "b.pdf": "b"}), site.target, site.notes) is True
    assert put_among(site.sources({"a.pdf": "a", "b.pdf": "b"}), site.target, site.notes) is False
    assert put_among(site.sources({"a.pdf": "x"}), site.target, site.notes, whole=False) is True
    assert site.files() == {"a.pdf": "X", "b.pdf": "B", "mine.txt": "kept"}
    assert put_among(site.sources({"a.pdf": "x"}), site.target, site.notes) is True
    assert site.files() == {"a.pdf": "X", "mine.txt": "kept"}
