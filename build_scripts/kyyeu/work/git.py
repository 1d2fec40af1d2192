"""A project's folder in git → its commits' files, changed names, common ancestors. Reads; runs no hook and no filter of the content."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from kyyeu.problems import UsageError

SECONDS = 60  # git that takes longer is asked no further
_LINK, _MODULE = "120000", "160000"
_PLAIN = ("-c", "core.quotePath=false", "-c", "core.fsmonitor=false", "-c", "log.showSignature=false")
_ELSEWHERE = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_NAMESPACE",
)  # a hook's, of another repository
_FORGED = "bản sửa này có cây thư mục giả mạo (một tên ghi hai lần, hoặc tên chứa “..”); không mở. Đừng lấy nhánh ấy về, báo quản trị"
_QUIET = {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0"}


def asked(root: Path, *arguments: str, data: bytes = b"") -> bytes | None:
    """What git prints; None where there is no git, no repository, no answer in time. It writes nothing and asks no other machine."""
    try:
        return git(root, *arguments, data=data)
    except UsageError:
        return None


def git(root: Path, *arguments: str, data: bytes = b"") -> bytes:
    """The same; raises UsageError in Vietnamese where it fails."""
    own = {name: value for name, value in os.environ.items() if name not in _ELSEWHERE}
    try:
        done = subprocess.run(
            ["git", *_PLAIN, *arguments],
            cwd=root,
            input=data,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={**own, **_QUIET},
        )
    except FileNotFoundError:
        raise UsageError("máy này chưa cài git") from None
    except (OSError, subprocess.TimeoutExpired):
        raise UsageError("git không trả lời") from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise UsageError(f"git không làm được: {said[-1] if said else arguments[0]}")
    return done.stdout


def commit_of(root: Path, name: str) -> str:
    """The full id of a commit, a branch or a tag."""
    if name.startswith("-"):
        raise UsageError(f"“{name}” không phải tên một nhánh hay một lần ghi")
    git(root, "rev-parse", "--git-dir")  # says so where there is no repository
    found = asked(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    if found is None:
        raise UsageError(
            f"trong kho không có nhánh hay lần ghi “{name}”; lấy về bằng: git fetch origin {name}"
        )
    return found.decode().strip()


def common_ancestor(root: Path, one: str, other: str) -> str:
    """Where two commits parted; `one` itself where they have nothing in common (a shallow clone, say)."""
    found = asked(root, "merge-base", one, other)
    return found.decode().strip() if found else one


def changed_files(root: Path, base: str, head: str = "") -> list[str]:
    """Files below `root` that differ from `base`, relative to it: in the commit `head`, or as they lie there, new ones too."""
    sides = [base, head] if head else [base]
    listed = git(
        root, "diff", "--name-only", "--no-renames", "--no-ext-diff", "--relative", "-z", *sides, "--", "."
    )
    fresh = b"" if head else git(root, "ls-files", "--others", "--exclude-standard", "-z", "--", ".")
    return sorted(
        {name.decode(errors="replace") for name in (*listed.split(b"\0"), *fresh.split(b"\0")) if name}
    )


def contents(root: Path, names: Sequence[str]) -> Iterator[bytes | None]:
    """The bytes of objects by name (an id, or 'commit:./file'), in order; None of what is not there."""
    out = (
        git(
            root,
            "cat-file",
            "--batch",
            data="".join(f"{name}\n" for name in names).encode(errors="surrogateescape"),
        )
        if names
        else b""
    )
    start = 0
    for _ in names:
        end = out.index(b"\n", start)
        size = out[start:end].rpartition(b" ")[2]
        start = end + 1
        if not size.isdigit():  # '… missing'
            yield None
            continue
        yield out[start : start + int(size)]
        start += int(size) + 1


def export(root: Path, commit: str, folder: Path, tops: Sequence[str] = ("content", "data")) -> None:
    """The commit's files below some folders of `root`, written into the empty `folder`, byte for byte (git archive would obey
    .gitattributes). Git itself takes trees that name '..' or one name twice: UsageError, nothing is written outside."""
    prefix = git(root, "rev-parse", "--show-prefix").decode().strip()
    listed = git(
        root, "ls-tree", "-r", "-z", "--full-tree", commit, "--", *(f"{prefix}{top}" for top in tops)
    )
    entries = []
    for entry in listed.decode(errors="surrogateescape").split("\0"):
        about, _, name = entry.partition("\t")
        if name:
            mode, _, blob = about.split()
            if mode != _MODULE:
                entries.append((mode, blob, name.removeprefix(prefix)))
    for _, _, name in entries:
        if {"", ".", ".."} & {*name.split("/")} or not name.startswith(tuple(f"{top}/" for top in tops)):
            raise UsageError(_FORGED)
    links = []
    try:
        for (mode, _, name), data in zip(
            entries, contents(root, [blob for _, blob, _ in entries]), strict=True
        ):
            path = folder / name
            if mode == _LINK:
                links.append((path, data or b""))
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                file.write(data or b"")
        for path, data in links:  # last, so that nothing is written by way of them
            path.parent.mkdir(parents=True, exist_ok=True)
            path.symlink_to(data.decode(errors="surrogateescape"))
    except (FileExistsError, NotADirectoryError):
        raise UsageError(_FORGED) from None
