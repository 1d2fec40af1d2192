"""Stores results of jobs on disk by key.

Each result is a file or a folder of files, and one rename puts it into the cache, so a build that is killed
leaves no half-written result.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from kyyeu.work.job import Result

KEEP_DAYS = 14


class Cache:
    """A cache of job results below `folder`.

    Each result is in a subfolder named after the first two letters of its key.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, key: str) -> Path:
        """Returns the path at which the cache stores the result with this key, even if there is none yet."""
        return self.folder / key[:2] / key

    def has(self, key: str) -> bool:
        """Whether the cache has the result with this key."""
        return self.path(key).exists()

    def put(self, key: str, result: Result) -> None:
        """Stores a result in the cache: bytes as a file, a mapping of relative path to bytes as a folder."""
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
        except OSError:  # Another process stored the same folder first; its content is the same.
            shutil.rmtree(fresh, ignore_errors=True)

    def files(self, key: str) -> dict[str, Path]:
        """Lists the files of a cached result by relative path; a result of a single file has the path ''."""
        path = self.path(key)
        if path.is_file():
            return {"": path}
        return {file.relative_to(path).as_posix(): file for file in sorted(path.rglob("*")) if file.is_file()}

    def bytes(self, key: str) -> bytes:
        """Returns the content of a cached result that is a single file.

        Raises OSError if the result is missing or a folder.
        """
        return self.path(key).read_bytes()

    def prune(self, used: set[str]) -> None:
        """Deletes old cached results that are not in `used`, and leftovers of killed builds.

        A result is old if its file is older than KEEP_DAYS.
        """
        limit = time.time() - KEEP_DAYS * 86400
        for path in self.folder.glob("??/*"):
            if path.name not in used and path.stat().st_mtime < limit:
                shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
