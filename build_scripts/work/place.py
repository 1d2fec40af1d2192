"""Cached files → a folder that is put in place in one swap: whole before, whole after, whole when killed between.

A file that has not changed is taken over from the folder in place by a hard link; nothing is written twice."""

from __future__ import annotations

import ctypes
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from build_scripts.work.job import key

_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


@dataclass(frozen=True, slots=True)
class Source:
    """A file to put in place: the key of its content and where the content lies."""

    key: str
    path: Path


@contextmanager
def lock(folder: Path) -> Iterator[None]:
    """One build at a time: a second one waits for the first."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as handle:
        try:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        except ImportError:  # no such locks on Windows: there the swap alone keeps the folder whole
            pass
        yield


def put_in_place(files: Mapping[str, Source], target: Path, records: Path) -> bool:
    """Make `target` hold exactly `files` (relative path → source). False where it already did and nothing was touched.

    `records` is the cache's folder of notes on what stands where; without a note everything is copied afresh.
    """
    target = target.resolve()
    note = records / f"{key(str(target))}.json"
    recover(target)
    before = _read_note(note)
    wanted = {name: source.key for name, source in sorted(files.items())}
    kept = {name for name, entry in before.items() if _untouched(target / name, entry)}
    if {name: before[name][0] for name in kept} == wanted and _count(target) == len(wanted):
        return False
    fresh = _beside(target, "new")
    shutil.rmtree(fresh, ignore_errors=True)
    made: set[Path] = set()
    for name, source in sorted(files.items()):
        path = fresh / name
        if path.parent not in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            made.add(path.parent)
        if name in kept and before[name][0] == source.key:
            try:
                os.link(target / name, path)
                continue
            except OSError:
                pass
        shutil.copyfile(source.path, path)
    entries: dict[str, list[object]] = {name: [wanted[name], *_stat(fresh / name)] for name in wanted}
    swap(fresh, target)
    _write_note(note, entries)
    return True


def put_among(files: Mapping[str, Source], target: Path, records: Path, whole: bool = True) -> bool:
    """Put `files` into a folder that may hold others' files: each by one rename; what an earlier call put there and is no
    longer wanted (where `files` is the whole of it) is removed, all else left alone. False where nothing had to be done."""
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
        _write_note(note, kept | {name: [source.key, *_stat(target / name)] for name, source in files.items()})
    return changed


def swap(fresh: Path, target: Path) -> None:
    """Exchange two folders in one step where the system can; else two renames, mended by `recover` if killed between."""
    old = _beside(target, "old")
    shutil.rmtree(old, ignore_errors=True)
    if not target.exists():
        fresh.rename(target)
        return
    if _exchange(fresh, target):
        fresh.rename(old)
    else:
        target.rename(old)
        fresh.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def recover(target: Path) -> None:
    """Undo what a killed build left: put the old folder back if the new one never came, drop the unfinished one."""
    old = _beside(target, "old")
    if not target.exists() and old.exists():
        old.rename(target)
    for leftover in (old, _beside(target, "new")):
        shutil.rmtree(leftover, ignore_errors=True)


def _beside(target: Path, state: str) -> Path:
    return target.with_name(f".{target.name}.{state}")


def _exchange(one: Path, other: Path) -> bool:
    with suppress(AttributeError, OSError):
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
        return bool(renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0)
    return False


def _read_note(note: Path) -> dict[str, list[object]]:
    try:
        found = json.loads(note.read_text())
    except (OSError, ValueError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: entry for name, entry in found.items() if isinstance(entry, list) and len(entry) == 3}


def _write_note(note: Path, entries: Mapping[str, list[object]]) -> None:
    note.parent.mkdir(parents=True, exist_ok=True)
    temporary = note.with_suffix(".new")
    temporary.write_text(json.dumps(entries))
    temporary.replace(note)


def _stat(path: Path) -> tuple[int, int]:
    facts = path.stat()
    return facts.st_size, facts.st_mtime_ns


def _untouched(path: Path, entry: list[object]) -> bool:
    try:
        return list(_stat(path)) == entry[1:]
    except OSError:
        return False


def _count(folder: Path) -> int:
    return sum(len(names) for _, _, names in os.walk(folder))
