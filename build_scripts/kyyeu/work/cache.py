"""Results by key, on disk: a file, or a folder of files. Writing is one rename, so a killed build leaves no half entry."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from kyyeu.work.job import Result

KEEP_DAYS = 14


class Cache:
    """`folder` is the cache's root; entries lie under two letters of their key."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, key: str) -> Path:
        """Where the entry of a key lies: a file or a folder, if it is there at all."""
        return self.folder / key[:2] / key

    def has(self, key: str) -> bool:
        return self.path(key).exists()

    def put(self, key: str, result: Result) -> None:
        target = self.path(key)
        target.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(result, Mapping):
            fresh = Path(tempfile.mkdtemp(prefix=".new-", dir=target.parent))
            for name, data in result.items():
                path = fresh / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
        else:
            handle, name = tempfile.mkstemp(prefix=".new-", dir=target.parent)
            fresh = Path(name)
            with os.fdopen(handle, "wb") as file:
                file.write(result)
        try:
            fresh.replace(target)
        except OSError:  # another process was first with the same folder: its result is the same
            shutil.rmtree(fresh, ignore_errors=True)

    def files(self, key: str) -> dict[str, Path]:
        """Relative path → file, for a folder entry; {'': file} for a file entry."""
        path = self.path(key)
        if path.is_file():
            return {"": path}
        return {
            entry.relative_to(path).as_posix(): entry for entry in sorted(path.rglob("*")) if entry.is_file()
        }

    def bytes(self, key: str) -> bytes:
        return self.path(key).read_bytes()

    def prune(self, used: set[str]) -> None:
        """Drop entries that this build did not use and that are older than KEEP_DAYS, and what a killed build left."""
        limit = time.time() - KEEP_DAYS * 86400
        for path in self.folder.glob("??/*"):
            if path.name not in used and path.stat().st_mtime < limit:
                shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
