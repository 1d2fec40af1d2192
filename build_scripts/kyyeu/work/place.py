"""Builds the output folder from cached files beside the old one, and then replaces the old one as a whole.

So a killed build leaves no half-built folder. Files that have not changed are hard-linked from the old
folder. Files that a web host keeps in the old folder (.git, CNAME) are hard-linked too.
"""

import ctypes
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from pydantic import TypeAdapter

from kyyeu.work.job import key
from kyyeu.work.memory import recall, remember
from kyyeu.work.replace import beside, flush
from kyyeu.work.source import Source

# The name of the marker file that is in every folder that a build may replace. The marker file lists what the
# build put at the top level of the folder.
MARK = ".kyyeu"
_FIRST_LINE = "kyyeu"
# What is noted about each file that a build has put into a folder: the digest of its content, its size in
# bytes, and its modification time in nanoseconds.
NoteLine = tuple[str, int, int]
_NOTE = TypeAdapter(dict[str, NoteLine])
# Constants for renameat2, a system call of Linux that exchanges two folders in one step.
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


class NotOurs(Exception):
    """Raised if a build would replace or remove files (`paths`) that no build has written."""

    def __init__(self, paths: list[Path]) -> None:
        self.paths = paths
        super().__init__(", ".join(map(str, paths)))


def strangers(target: Path) -> list[Path]:
    """Returns the files at the top of a built folder that neither a build nor a web host has put there."""
    ours = _named_by_mark(target)
    if ours is None:
        return []
    return [
        path for path in sorted(target.iterdir()) if path.name not in ours and not _kept_for_host(path.name)
    ]


def put_in_place(files: Mapping[str, Source], target: Path, records: Path) -> bool:
    """Makes the folder `target` hold exactly `files` (by relative path); returns False if it already did.

    `records` is the folder with notes on the files that earlier builds wrote; if there is no note, all files
    are copied again. Files that a web host keeps at the top of `target` stay there. Raises NotOurs if
    `target` contains other files that no build wrote.
    """
    target = target.resolve()
    note = records / f"{key(str(target))}.json"
    recover(target)
    before = _read_note(note)
    wanted = {name: source.digest for name, source in sorted(files.items())}
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
    # The marker file is written first. If this build is killed, the next one recognises the unfinished folder
    # by it and removes the folder.
    (fresh / MARK).write_text(mark, encoding="utf-8")
    _fill(fresh, files, {name: target / name for name in kept if before[name][0] == wanted.get(name)})
    for name in carried:
        _carry(target / name, fresh / name)
    placed = {name: (wanted[name], *_stat(fresh / name)) for name in wanted}
    swap(fresh, target)
    remember(note, _NOTE, placed)
    return True


def _fill(fresh: Path, files: Mapping[str, Source], standing: Mapping[str, Path]) -> None:
    """Fills the new version of the output folder with its files.

    Files that are unchanged in the present version (`standing`) are hard-linked from there. All others are
    copied.
    """
    written = []
    for name, source in sorted(files.items()):
        path = fresh / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if name in standing:
            _link(standing[name], path)
        else:
            source.copy(path)
            written.append(path)
    flush(written)


def names_among(target: Path, records: Path) -> frozenset[str]:
    """Returns the paths of the files that earlier builds put into a folder with `put_among`.

    The paths are relative to the folder.
    """
    target = target.resolve()
    return frozenset(_read_note(records / f"{key(str(target), 'among')}.json"))


def put_among(files: Mapping[str, Source], target: Path, records: Path, whole: bool = True) -> bool:
    """Writes `files` into a folder that may also hold files of other people, renaming each file into place.

    If `whole` is true, files of earlier calls that are no longer in `files` are removed. All other files
    stay. Returns False if nothing had to be done.
    """
    target = target.resolve()
    note = records / f"{key(str(target), 'among')}.json"
    before = _read_note(note)
    changed = False
    for name, source in sorted(files.items()):
        path = target / name
        if name in before and before[name][0] == source.digest and _untouched(path, before[name]):
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = beside(path)
        source.copy(temporary)
        flush([temporary])
        temporary.replace(path)
        changed = True
    for name in before.keys() - files.keys() if whole else ():
        # A folder in the file's path may have become a symbolic link. The file that it then leads to was not
        # written by a build and must not be deleted.
        if (target / name).parent.resolve().is_relative_to(target):
            (target / name).unlink(missing_ok=True)
        changed = True
    if changed:
        kept = {} if whole else before
        kept |= {name: (source.digest, *_stat(target / name)) for name, source in files.items()}
        remember(note, _NOTE, kept)
    return changed


def swap(fresh: Path, target: Path) -> None:
    """Exchanges the new and the old output folder, and removes the old one.

    This takes one step if the operating system can exchange folders, otherwise two renames. If the build is
    killed between the two renames, the next call of `recover` repairs the folders.
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
    # The new folder is already in place, so a failure to remove the old one does not matter. The next call of
    # `recover` tries again.
    with suppress(OSError):
        _discard(old)


def recover(target: Path) -> None:
    """Cleans up after a killed build: puts the old output folder back if the new one is not in place.

    Folders that the killed build has left unfinished are removed.
    """
    old = _beside(target, "old")
    if not target.exists() and (old / MARK).exists():
        old.rename(target)
    for leftover in (old, _beside(target, "new")):
        _discard(leftover)


def _discard(folder: Path) -> None:
    """Removes an old or unfinished output folder that a build left behind.

    The marker file is removed last. If the removal is interrupted, the rest is still recognised as a build's
    folder. Raises NotOurs if no build wrote the folder.
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
    """Returns whether a file at the top of a site's folder belongs to a web host, such as .git or CNAME."""
    return name.startswith(".") or name == "CNAME"


def _read_mark(target: Path) -> str:
    try:
        return (target / MARK).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""


def _named_by_mark(target: Path) -> frozenset[str] | None:
    """Returns the names of the files and folders that the last build put at the top of a folder.

    They are read from the folder's marker file. Returns None if this file does not list names.
    """
    lines = _read_mark(target).splitlines()
    return frozenset((MARK, *lines[1:])) if len(lines) > 1 and lines[0] == _FIRST_LINE else None


def _carried(target: Path, mark: str) -> frozenset[str]:
    """Returns the names of a web host's own files at the top of the folder, which each new build keeps."""
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


def _read_note(note: Path) -> dict[str, NoteLine]:
    """Returns what was noted about the files that an earlier build put into a folder.

    A path in the note that leads out of that folder is ignored. Otherwise the file there could be deleted as
    if a build had written it.
    """
    lines = recall(note, _NOTE) or {}
    return {name: line for name, line in lines.items() if _stays_inside(name)}


def _stays_inside(name: str) -> bool:
    path = Path(name)
    return bool(path.parts) and not path.anchor and ".." not in path.parts and name.isprintable()


def _stat(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns


def _untouched(path: Path, note_line: NoteLine) -> bool:
    """Returns whether a file still has the size and time that an earlier build noted after writing it."""
    try:
        return _stat(path) == note_line[1:]
    except OSError:
        return False


def _count(folder: Path, carried: frozenset[str]) -> int:
    """Returns the number of files below a folder.

    The folder's marker file and a web host's files (`carried`) are not counted.
    """
    count = 0
    for place, folders, names in os.walk(folder):
        if place == str(folder):
            folders[:] = [name for name in folders if name not in carried]
            names = [name for name in names if name not in carried and name != MARK]
        count += len(names)
    return count
