"""Writes files by renaming, so that readers and killed processes find either the old or the new content.

If several files are written, all are stored beside their targets before the first one is renamed.
"""

from collections.abc import Mapping
from pathlib import Path


def replace_file(path: Path, data: bytes) -> None:
    """Writes a file, keeping the permissions of the file that it replaces.

    If writing fails, raises OSError and leaves the old file unchanged.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.new")
    try:
        fresh.write_bytes(data)
        if path.exists():
            fresh.chmod(path.stat().st_mode)
        fresh.replace(path)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise


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
                fresh[path] = path.with_name(f".{path.name}.new")
                fresh[path].write_bytes(data)
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
        for beside in fresh.values():
            beside.unlink(missing_ok=True)
        raise
