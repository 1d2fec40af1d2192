"""Cached files → a folder that is put in place in one swap: whole before, whole after, whole when killed between.

A file that has not changed is taken over from the folder in place by a hard link, and so is what a host keeps there (.git, CNAME)."""

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

MARK = ".kyyeu"  # lies in every folder that a build may replace, and names what the build put at its top
_FIRST_LINE = "kyyeu"
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


class NotOurs(Exception):
    """What stands where a build would replace or remove it, and was not put there by one."""

    def __init__(self, paths: list[Path]) -> None:
        self.paths = paths
        super().__init__(", ".join(map(str, paths)))


@dataclass(frozen=True, slots=True)
class Source:
    """A file to put in place: the key of its content and where the content lies."""

    key: str
    path: Path


@contextmanager
def lock(folder: Path) -> Iterator[None]:
    """One build of a project at a time: a second one waits for the first."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as handle:
        _wait_for(handle)
        yield


@contextmanager
def lock_beside(target: Path) -> Iterator[None]:
    """One build at a time into `target`, whatever project it is of. The lock's file goes when the lock does."""
    path = _beside(target, "lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    while True:
        with path.open("a") as handle:
            _wait_for(handle)
            if not _is_file_at(handle, path):
                continue  # whoever had it before removed it: it locks nothing any more
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
    except ImportError:  # no such locks on Windows: there the swap alone keeps the folder whole
        pass


def _is_file_at(handle: IO[str], path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle.fileno()), path.stat())
    except FileNotFoundError:
        return False


def strangers(target: Path) -> list[Path]:
    """What stands at the top of an earlier build and neither came with it nor is a host's (see `_kept_for_host`)."""
    ours = _named_by_mark(target)
    return (
        []
        if ours is None
        else [
            path
            for path in sorted(target.iterdir())
            if path.name not in ours and not _kept_for_host(path.name)
        ]
    )


def put_in_place(files: Mapping[str, Source], target: Path, records: Path) -> bool:
    """Make `target` hold exactly `files` (relative path → source). False where it already did and nothing was touched.

    `records` is the cache's folder of notes on what stands where; without a note everything is copied afresh. What a host keeps
    at the top stays; NotOurs where something else stands there or beside the target that no build put there.
    """
    target = target.resolve()
    note = records / f"{key(str(target))}.json"
    recover(target)
    before = _read_note(note)
    wanted = {name: source.key for name, source in sorted(files.items())}
    mark = "\n".join([_FIRST_LINE, *sorted({name.partition("/")[0] for name in wanted}), ""])
    carried = _carried(target, mark)
    kept = {name for name, entry in before.items() if _untouched(target / name, entry)}
    if (
        {name: before[name][0] for name in kept} == wanted
        and _count(target, carried) == len(wanted)
        and _read_mark(target) == mark
    ):
        return False
    if found := strangers(target):
        raise NotOurs(found)
    fresh = _beside(target, "new")
    fresh.mkdir(parents=True)
    (fresh / MARK).write_text(
        mark, encoding="utf-8"
    )  # first of all: from here on the folder is ours to remove
    _fill(fresh, files, {name: target / name for name in kept if before[name][0] == wanted.get(name)})
    for name in carried:
        _carry(target / name, fresh / name)
    entries: dict[str, list[object]] = {name: [wanted[name], *_stat(fresh / name)] for name in wanted}
    swap(fresh, target)
    _write_note(note, entries)
    return True


def _fill(fresh: Path, files: Mapping[str, Source], standing: Mapping[str, Path]) -> None:
    """`standing` says which files have what is wanted already: these are linked, the others copied."""
    made: set[Path] = set()
    for name, source in sorted(files.items()):
        path = fresh / name
        if path.parent not in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            made.add(path.parent)
        if name in standing:
            _link(standing[name], path)
        else:
            shutil.copyfile(source.path, path)


def names_among(target: Path, records: Path) -> frozenset[str]:
    """What earlier calls of `put_among` put into this folder."""
    return frozenset(_read_note(records / f"{key(str(target.resolve()), 'among')}.json"))


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
        _write_note(
            note, kept | {name: [source.key, *_stat(target / name)] for name, source in files.items()}
        )
    return changed


def swap(fresh: Path, target: Path) -> None:
    """Exchange two folders in one step where the system can; else two renames, mended by `recover` if killed between."""
    old = _beside(target, "old")
    if not target.exists():
        fresh.rename(target)
        return
    if _exchange(fresh, target):
        fresh.rename(old)
    else:
        target.rename(old)
        fresh.rename(target)
    with suppress(OSError):  # the new site is in place; `recover` tries again
        _discard(old)


def recover(target: Path) -> None:
    """Undo what a killed build left: put the old folder back if the new one never came, drop the unfinished one."""
    old = _beside(target, "old")
    if not target.exists() and (old / MARK).exists():
        old.rename(target)
    for leftover in (old, _beside(target, "new")):
        _discard(leftover)


def _discard(folder: Path) -> None:
    """Remove a folder that a build left. The mark goes last, so that what is left of a killed removal is still ours."""
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
    """A host's settings lie at the top under fixed names: .git, .nojekyll, .well-known, .htaccess; CNAME."""
    return name.startswith(".") or name == "CNAME"


def _read_mark(target: Path) -> str:
    try:
        return (target / MARK).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""


def _named_by_mark(target: Path) -> frozenset[str] | None:
    """Names at the top that the last build put there; None where its mark does not say."""
    lines = _read_mark(target).splitlines()
    return frozenset((MARK, *lines[1:])) if len(lines) > 1 and lines[0] == _FIRST_LINE else None


def _carried(target: Path, mark: str) -> frozenset[str]:
    """Names at the top that the next folder takes over: a host's, where neither the last build nor the next one puts them."""
    ours = {MARK, *mark.splitlines(), *(_named_by_mark(target) or ())}
    found = {path.name for path in target.iterdir()} if target.is_dir() else set()
    return frozenset(name for name in found - ours if _kept_for_host(name))


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


def _count(folder: Path, carried: frozenset[str]) -> int:
    """Files below a folder, but for its mark and what a host keeps at its top."""
    found = 0
    for place, folders, names in os.walk(folder):
        if place == str(folder):
            folders[:] = [name for name in folders if name not in carried]
            names = [name for name in names if name not in carried and name != MARK]
        found += len(names)
    return found
