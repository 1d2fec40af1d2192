"""A project's folder in git → its commits' files, changed names, common ancestors. Reads; runs no hook and no filter of the content."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

from build_scripts.problems import UsageError

_LINK, _MODULE = "120000", "160000"


def git(root: Path, *arguments: str, data: bytes | None = None) -> bytes:
    """What git prints. Raises UsageError in Vietnamese where it fails or is not there."""
    command = ["git", "-C", str(root), "-c", "core.fsmonitor=false", "-c", "core.quotePath=false", *arguments]
    try:
        done = subprocess.run(command, input=data, capture_output=True, check=False)
    except FileNotFoundError:
        raise UsageError("máy này chưa cài git") from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise UsageError(f"git không làm được: {said[-1] if said else arguments[0]}")
    return done.stdout


def commit_of(root: Path, name: str) -> str:
    """The full id of a commit, a branch or a tag."""
    if name.startswith("-"):
        raise UsageError(f"“{name}” không phải tên một nhánh hay một lần ghi")
    try:
        return git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}").decode().strip()
    except UsageError:
        raise UsageError(f"trong kho không có nhánh hay lần ghi “{name}”; lấy về bằng: git fetch origin {name}") from None


def common_ancestor(root: Path, one: str, other: str) -> str:
    """Where two commits parted; `one` itself where they have nothing in common (a shallow clone, say)."""
    try:
        return git(root, "merge-base", one, other).decode().strip()
    except UsageError:
        return one


def changed_files(root: Path, base: str, head: str = "") -> list[str]:
    """Files below `root` that differ from `base`, relative to it: in the commit `head`, or as they lie there, new ones too."""
    listed = git(root, "diff", "--name-only", "--no-renames", "--relative", "-z", base, *([head] if head else []), "--", ".")
    fresh = b"" if head else git(root, "ls-files", "--others", "--exclude-standard", "-z", "--", ".")
    return sorted({name.decode(errors="replace") for name in (*listed.split(b"\0"), *fresh.split(b"\0")) if name})


def export(root: Path, commit: str, folder: Path, tops: Sequence[str] = ("content", "data")) -> None:
    """The commit's files below some folders of `root`, written below `folder`, byte for byte (git archive would obey .gitattributes)."""
    prefix = git(root, "rev-parse", "--show-prefix").decode().strip()
    listed = git(root, "ls-tree", "-r", "-z", "--full-tree", commit, "--", *(f"{prefix}{top}" for top in tops))
    entries = []
    for entry in listed.decode(errors="surrogateescape").split("\0"):
        about, _, name = entry.partition("\t")
        if name:
            mode, _, blob = about.split()
            if mode != _MODULE:
                entries.append((mode, blob, name.removeprefix(prefix)))
    blobs = git(root, "cat-file", "--batch", data="".join(f"{blob}\n" for _, blob, _ in entries).encode())
    position = 0
    for mode, _, name in entries:
        end = blobs.index(b"\n", position)
        size = int(blobs[position:end].split()[2])
        data = blobs[end + 1 : end + 1 + size]
        position = end + 1 + size + 1
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if mode == _LINK:
            path.symlink_to(data.decode(errors="surrogateescape"))
        else:
            path.write_bytes(data)
