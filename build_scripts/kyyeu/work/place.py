"""Builds a folder from cached files and swaps it in whole, so that a killed build leaves no half of it.

Unchanged files are hard-linked from the folder that it replaces, and so are a web host's own files there
(.git, CNAME).
"""

from __future__ import annotations

import ctypes
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from kyyeu.work.job import key
from kyyeu.work.replace import replace_file

MARK = (
    # a marker file in every folder that a build may replace; it lists what the build put at the folder's top
    # level
    ".kyyeu"
)
_FIRST_LINE = "kyyeu"
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2  # constants of Linux's renameat2


class NotOurs(Exception):
    """Raised if a build would replace or remove the files in `paths`, which no build has put there."""

    def __init__(self, paths: list[Path]) -> None:
        self.paths = paths
        super().__init__(", ".join(map(str, paths)))


@dataclass(frozen=True, slots=True)
class Source:
    """A file to put in place: the key of its content and the cached file that holds the content."""

    key: str
    path: Path


@contextmanager
def lock(folder: Path) -> Iterator[None]:
    """Lets only one build of a project run at a time; a second one waits.

    `folder` is where the lock file lies.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as handle:
        _wait_for(handle)
        yield


@contextmanager
def lock_beside(target: Path) -> Iterator[None]:
    """Lets only one build at a time write into `target`, even from several projects.

    The lock file lies beside the target and is removed together with the lock.
    """
    path = _beside(target, "lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    while True:
        with path.open("a") as handle:
            _wait_for(handle)
            if not _is_file_at(handle, path):
                # the build that held the lock has removed this lock file, so locking it would have no effect
                continue
            try:
                yield
            finally:
                with suppress(OSError):
                    path.unlink()
            return


def _wait_for(handle: IO[str]) -> None:
    try:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX)
    except ImportError:  # Windows has no such locks; there only the swap keeps the folder whole
        pass


def _is_file_at(handle: IO[str], path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle.fileno()), path.stat())
    except FileNotFoundError:
        return False


def strangers(target: Path) -> list[Path]:
    """Files at the top of an earlier build that neither the build nor a web host has put there."""
    ours = _named_by_mark(target)
    if ours is None:
        return []
    return [
        path for path in sorted(target.iterdir()) if path.name not in ours and not _kept_for_host(path.name)
    ]


def put_in_place(files: Mapping[str, Source], target: Path, records: Path) -> bool:
    """Makes `target` hold exactly `files`, given by relative path. Returns False if it already did.

    `records` is the folder of the notes on what was put where; without a note everything is copied afresh.
    A web host's own files at the top are kept. Raises NotOurs if anything else there was not put there by a
    build.
    """
    target = target.resolve()
    note = records / f"{key(str(target))}.json"
    recover(target)
    before = _read_note(note)
    wanted = {name: source.key for name, source in sorted(files.items())}
    mark = "\n".join([_FIRST_LINE, *sorted({name.partition("/")[0] for name in wanted}), ""])
    carried = _carried(target, mark)
    kept = {name for name, note_line in before.items() if _untouched(target / name, note_line)}
    if (
        {name: before[name][0] for name in kept} == wanted
        and _count(target, carried) == len(wanted)
        and _read_mark(target) == mark
    ):
        return False
    if foreign := strangers(target):
        raise NotOurs(foreign)
    fresh = _beside(target, "new")
    fresh.mkdir(parents=True)
    # The mark is written first: from here on the folder may be removed as an unfinished build.
    (fresh / MARK).write_text(mark, encoding="utf-8")
    _fill(fresh, files, {name: target / name for name in kept if before[name][0] == wanted.get(name)})
    for name in carried:
        _carry(target / name, fresh / name)
    placed: dict[str, list[object]] = {name: [wanted[name], *_stat(fresh / name)] for name in wanted}
    swap(fresh, target)
    replace_file(note, json.dumps(placed).encode())
    return True


def _fill(fresh: Path, files: Mapping[str, Source], standing: Mapping[str, Path]) -> None:
    """Fills the new version of a folder.

    Files that are unchanged in the present folder (`standing`) are hard-linked, the others are copied.
    """
    for name, source in sorted(files.items()):
        path = fresh / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if name in standing:
            _link(standing[name], path)
        else:
            shutil.copyfile(source.path, path)


def names_among(target: Path, records: Path) -> frozenset[str]:
    """Relative paths of the files that earlier calls of `put_among` have put into a folder."""
    return frozenset(_read_note(records / f"{key(str(target.resolve()), 'among')}.json"))


def put_among(files: Mapping[str, Source], target: Path, records: Path, whole: bool = True) -> bool:
    """Puts `files` into a folder that may hold other people's files, each by one rename.

    If `files` is the `whole` set, files of earlier calls that are no longer in it are removed. All other
    files stay. Returns False if nothing had to be done.
    """
    note = records / f"{key(str(target.resolve()), 'among')}.json"
    before = _read_note(note)
    changed = False
    for name, source in sorted(files.items()):
        path = target / name
        if name in before and before[name][0] == source.key and _untouched(path, before[name]):
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name}.new")
        shutil.copyfile(source.path, temporary)
        temporary.replace(path)
        changed = True
    for name in before.keys() - files.keys() if whole else ():
        (target / name).unlink(missing_ok=True)
        changed = True
    if changed:
        kept = {} if whole else before
        kept |= {name: [source.key, *_stat(target / name)] for name, source in files.items()}
        replace_file(note, json.dumps(kept).encode())
    return changed


def swap(fresh: Path, target: Path) -> None:
    """Exchanges two folders in one step if the system can, else by two renames.

    If the build is killed between the two renames, the next call of `recover` repairs it.
    """
    old = _beside(target, "old")
    if not target.exists():
        fresh.rename(target)
        return
    if _exchange(fresh, target):
        fresh.rename(old)
    else:
        target.rename(old)
        fresh.rename(target)
    with suppress(
        OSError
    ):  # the new folder is in place; the next `recover` tries again to remove the old one
        _discard(old)


def recover(target: Path) -> None:
    """Cleans up after a killed build: restores the old folder if need be, removes unfinished ones."""
    old = _beside(target, "old")
    if not target.exists() and (old / MARK).exists():
        old.rename(target)
    for leftover in (old, _beside(target, "new")):
        _discard(leftover)


def _discard(folder: Path) -> None:
    """Removes a folder that a build left behind.

    Its marker file goes last: if the removal is killed, the rest is still recognised as a build's.
    """
    if not os.path.lexists(folder):
        return
    if folder.is_symlink() or not folder.is_dir() or (any(folder.iterdir()) and not (folder / MARK).exists()):
        raise NotOurs([folder])
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name != MARK:
            path.unlink()
    (folder / MARK).unlink(missing_ok=True)
    folder.rmdir()


def _beside(target: Path, state: str) -> Path:
    return target.with_name(f".{target.name}.kyyeu-{state}")


def _kept_for_host(name: str) -> bool:
    """Whether a file at the top holds a web host's settings, such as .git, .nojekyll or CNAME."""
    return name.startswith(".") or name == "CNAME"


def _read_mark(target: Path) -> str:
    try:
        return (target / MARK).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""


def _named_by_mark(target: Path) -> frozenset[str] | None:
    """Names that the last build put at the top of a folder; None if its mark does not list them."""
    lines = _read_mark(target).splitlines()
    return frozenset((MARK, *lines[1:])) if len(lines) > 1 and lines[0] == _FIRST_LINE else None


def _carried(target: Path, mark: str) -> frozenset[str]:
    """A web host's own files at the top of the folder, which the next version of the folder takes over."""
    ours = {MARK, *mark.splitlines(), *(_named_by_mark(target) or ())}
    names = {path.name for path in target.iterdir()} if target.is_dir() else set()
    return frozenset(name for name in names - ours if _kept_for_host(name))


def _carry(source: Path, destination: Path) -> None:
    if source.is_dir() and not source.is_symlink():
        shutil.copytree(source, destination, symlinks=True, copy_function=_link)
    else:
        _link(source, destination)


def _link(source: str | Path, destination: str | Path) -> str | Path:
    try:
        os.link(source, destination, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, destination, follow_symlinks=False)
    return destination


def _exchange(one: Path, other: Path) -> bool:
    with suppress(AttributeError, OSError):
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
        return bool(
            renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0
        )
    return False


def _read_note(note: Path) -> dict[str, list[object]]:
    """Reads the note about files that an earlier build put in place: (key, size, time) by path."""
    try:
        files = json.loads(note.read_text())
    except (OSError, ValueError):
        return {}
    if not isinstance(files, dict):
        return {}
    return {name: line for name, line in files.items() if isinstance(line, list) and len(line) == 3}


def _stat(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns


def _untouched(path: Path, note_line: list[object]) -> bool:
    """Whether a file still has the size and time that the note of the earlier build recorded for it."""
    try:
        return list(_stat(path)) == note_line[1:]
    except OSError:
        return False


def _count(folder: Path, carried: frozenset[str]) -> int:
    """The number of files below a folder, without its marker file and a web host's files at its top."""
    count = 0
    for place, folders, names in os.walk(folder):
        if place == str(folder):
            folders[:] = [name for name in folders if name not in carried]
            names = [name for name in names if name not in carried and name != MARK]
        count += len(names)
    return count
