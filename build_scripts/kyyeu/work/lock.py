"""Locks by which only one build at a time works on a project, or writes into one folder.

A lock belongs to the process that took it and ends with this process. Neither worker processes nor the
program `git` inherit it. The lock file says which process holds the lock, so that a waiting command can tell
its user.
"""

import json
import os
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from itertools import pairwise
from pathlib import Path

from kyyeu.problems import UsageError, visible

_PAUSE = 0.1  # Seconds between two attempts to take a lock.


@contextmanager
def lock(folder: Path, until: float | None = None) -> Iterator[None]:
    """Context manager that holds the lock of a project, so that only one build of the project runs at a time.

    If another build holds the lock, this one waits. The lock file is in `folder`, the project's .cache.
    `until` is the moment, in seconds of `time.monotonic`, at which waiting ends with a UsageError; None waits
    without an end. A process must not take the same lock twice.
    """
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _take(handle, folder, until)
        yield
        os.ftruncate(handle, 0)
    finally:
        os.close(handle)


@contextmanager
def lock_beside(target: Path, until: float | None = None) -> Iterator[None]:
    """Context manager that lets only one build at a time write into `target`, even builds of other projects.

    The lock file is beside the target and is removed when the lock ends. The docstring of `lock` explains
    `until`.
    """
    path = target.with_name(f".{target.name}.kyyeu-lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            _take(handle, target, until)
            if not _is_file_at(handle, path):
                # The build that held the lock before has removed this lock file. Locking a removed file would
                # keep nobody out, so a new one is made.
                continue
            try:
                yield
            finally:
                with suppress(OSError):
                    path.unlink()
            return
        finally:
            os.close(handle)


@contextmanager
def temporary_files(folder: Path) -> Iterator[None]:
    """Context manager that makes `tempfile` use a new folder below `folder`, also in worker processes.

    `folder` is emptied before and after, so that nothing is left of a build that was killed. Only the build
    that holds the project's lock may call this. Each build gets a new folder name. So a cached object that
    keeps files in an earlier build's folder can notice that these are gone.
    """
    before = tempfile.tempdir
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    tempfile.tempdir = tempfile.mkdtemp(dir=folder)
    try:
        yield
    finally:
        tempfile.tempdir = before
        shutil.rmtree(folder, ignore_errors=True)


def _take(handle: int, what: Path, until: float | None) -> None:
    """Takes the lock of an open lock file, and writes into the file which process holds the lock.

    While another process holds the lock, this one waits, and a line on standard error names the other
    process. `what` is the folder that the lock protects. Raises UsageError at the moment `until`.
    """
    named = ""
    seen = False
    while not _try(handle):
        holder, way_out = _holder(handle)
        if until is not None and time.monotonic() >= until:
            raise UsageError(f"{what} đang được {holder} dùng nên lệnh này chưa chạy; chạy lại sau{way_out}")
        # The lock's holder is named only after the second attempt. A process that has just taken the lock
        # needs a moment to write its name into the file.
        if seen and holder != named:
            named = holder
            print(
                f"Đang chờ {holder} dùng xong {what}. Không chờ nữa thì bấm Ctrl-C{way_out}.",
                file=sys.stderr,
                flush=True,
            )
        seen = True
        time.sleep(_PAUSE if until is None else max(0.0, min(_PAUSE, until - time.monotonic())))
    about = {"process": os.getpid(), "host": socket.gethostname(), "command": _command()}
    line = json.dumps(about | {"since": datetime.now().astimezone().isoformat(timespec="seconds")})
    # The holder's name is only used in messages of other commands, so it does not matter if a full disk
    # prevents writing it.
    with suppress(OSError):
        os.ftruncate(handle, 0)
        os.pwrite(handle, line.encode(), 0)


def _try(handle: int) -> bool:
    """Takes the lock of an open file if no other process holds it; returns whether this process has it now.

    POSIX locks (`lockf`) are used because they belong to one process. Locks of `flock` would be inherited by
    worker processes, and a worker that outlives its build would keep them.
    """
    try:
        import fcntl
    # Windows has no such file locks. There, a folder that a build writes is only protected by being replaced
    # as a whole.
    except ImportError:
        return True
    try:
        fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    # If another process holds the lock, POSIX allows either of these errors.
    except (BlockingIOError, PermissionError):
        return False
    return True


def _command() -> str:
    """Returns the name of the program and its command, such as 'kyyeu build'.

    Other arguments are left out, because they may name a person, and messages of other commands show this
    name.
    """
    name = Path(sys.argv[0]).name
    words = [word for before, word in pairwise(sys.argv) if not before.startswith("-") and word.isalpha()]
    return " ".join(["kyyeu" if name == "__main__.py" else name, *words[:1]])


def _holder(handle: int) -> tuple[str, str]:
    """Returns two parts of Vietnamese sentences: which process holds a lock, and how to end that process."""
    try:
        about = json.loads(os.pread(handle, 4096, 0))
        process, host, command = int(about["process"]), str(about["host"]), visible(str(about["command"]))
        since = datetime.fromisoformat(about["since"])
    except (OSError, ValueError, TypeError, KeyError):
        return "một lệnh khác", ""
    where = "" if host == socket.gethostname() else f" trên máy {visible(host)}"
    holder = f"tiến trình {process}{where} ({command}, chạy từ {since:%H:%M:%S} ngày {since:%d/%m/%Y})"
    return holder, f"; lệnh ấy bị treo thì dừng nó bằng: kill {process}"


def _is_file_at(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False
