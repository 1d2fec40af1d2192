"""Bytes → a file, by one rename: whoever reads it, or kills us on the way, finds the old bytes or the new ones."""

from __future__ import annotations

from pathlib import Path


def replace_file(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_bytes(data)
    if path.exists():
        fresh.chmod(path.stat().st_mode)
    fresh.replace(path)
