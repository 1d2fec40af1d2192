"""Reads a project's git repository: files of a commit, changed files, common ancestors of commits.

Nothing is written into the repository. No hook or filter that is part of the content is run.
"""

import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from kyyeu.problems import UsageError, visible

SECONDS = 60  # A git command that takes longer than this number of seconds is stopped.
_LINK, _MODULE = "120000", "160000"  # The file modes by which git marks a symbolic link and a submodule.
_PLAIN = ("-c", "core.quotePath=false", "-c", "core.fsmonitor=false", "-c", "log.showSignature=false")
# Git sets these environment variables when it runs a hook. They are removed for git commands of this program,
# because they may point to another repository than the project's.
_OTHER_REPOSITORY = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE")
_FORGED = (
    "bản sửa này có cây thư mục giả mạo (một tên ghi hai lần, hoặc tên chứa “..”); không mở. "
    "Đừng lấy nhánh ấy về, báo quản trị"
)
_DAMAGED = (
    "kho git của thư mục này bị hỏng ({reason}); lấy lại kho bằng git clone ở một thư mục mới, "
    "rồi chép các tệp đang sửa sang"
)
# Parts of the messages that different versions of git print about a damaged repository.
_SIGNS_OF_DAMAGE = re.compile(
    r"bad object|bad tree|bad revision 'HEAD'|corrupt|could not read|unable to read"
    r"|missing (blob|tree|commit)|packfile|index file|inflate|not a valid object|bad ref|unknown index"
    r"|bad signature"
)
# This option keeps git from reading .gitmodules, which a pull request may have filled with anything.
NO_MODULES = "--ignore-submodules=dirty"
_QUIET = {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0"}


class NoRepositoryError(UsageError):
    """Raised if a folder has no git history, because it is in no repository or git is not installed."""


def git(root: Path, *arguments: str, data: bytes = b"", seconds: int = SECONDS) -> bytes:
    """Runs a git command with `data` as input and returns what it prints; nothing is fetched from a network.

    Raises NoRepositoryError if git is not installed or `root` is in no repository. Raises UsageError if git
    fails or takes too long.
    """
    environment = {name: value for name, value in os.environ.items() if name not in _OTHER_REPOSITORY}
    try:
        run = subprocess.run(
            ["git", *_PLAIN, *arguments],
            cwd=root,
            input=data,
            capture_output=True,
            timeout=seconds,
            check=False,
            env={**environment, **_QUIET},
        )
    except FileNotFoundError:
        raise NoRepositoryError("máy này chưa cài git") from None
    except (OSError, subprocess.TimeoutExpired):
        raise UsageError("git không trả lời") from None
    if run.returncode:
        raise _complaint(root, run.stderr.decode(errors="replace")) or UsageError(
            f"git không làm được: {arguments[0]}"
        )
    return run.stdout


def _complaint(root: Path, printed: str) -> UsageError | None:
    """Returns an error with what a git command has printed about its failure; None if it printed nothing."""
    lines = [visible(line.strip()) for line in printed.splitlines() if line.strip()]
    if not lines:
        return None
    reason = next((line for line in lines if line.startswith(("fatal:", "error:"))), lines[-1])
    if "dubious ownership" in reason:
        return UsageError(
            "git không mở kho này vì thư mục thuộc về người dùng khác. Nếu tin thư mục ấy, chạy: "
            f"git config --global --add safe.directory '{visible(str(root))}'"
        )
    if "not a git repository" in reason:
        if not any(os.path.lexists(folder / ".git") for folder in (root, *root.parents)):
            return NoRepositoryError("thư mục này không nằm trong kho git")
        return UsageError(_DAMAGED.format(reason=reason))
    if _SIGNS_OF_DAMAGE.search(reason):
        return UsageError(_DAMAGED.format(reason=reason))
    return UsageError(f"git không làm được: {reason}")


def git_or_none(root: Path, *arguments: str, data: bytes = b"") -> bytes | None:
    """Runs a git command and returns what it prints, or None if the command fails."""
    try:
        return git(root, *arguments, data=data)
    except UsageError:
        return None


def commit_of(root: Path, name: str) -> str:
    """Returns the full id of the commit that a commit's, branch's or tag's name stands for.

    Raises UsageError if there is none.
    """
    if name.startswith("-"):
        raise UsageError(f"“{name}” không phải tên một nhánh hay một lần ghi")
    # This git command only serves to raise UsageError if `root` is not inside a git repository.
    git(root, "rev-parse", "--git-dir")
    commit = git_or_none(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    if commit is None:
        # If git knows a branch of this name but cannot find its commit, the repository is damaged.
        if git_or_none(
            root, "rev-parse", "--verify", "--quiet", "--symbolic-full-name", "--end-of-options", name
        ):
            raise UsageError(_DAMAGED.format(reason=f"thiếu lần ghi của “{name}”"))
        raise UsageError(
            f"trong kho không có nhánh hay lần ghi “{name}”; lấy về bằng: git fetch origin {name}"
        )
    return commit.decode().strip()


def common_ancestor(root: Path, one: str, other: str) -> str:
    """Returns the newest common ancestor of two commits; `one` if git knows none, as in a shallow clone."""
    commit = git_or_none(root, "merge-base", one, other)
    return commit.decode().strip() if commit else one


def changed_files(root: Path, base: str, head: str = "") -> list[str]:
    """Returns the files below `root`, relative to it, that differ between the commits `base` and `head`.

    Without `head`, `base` is compared with the working folder, including untracked files. In the names,
    characters that cannot be shown are replaced by �, as in the messages about content.
    """
    sides = [base, head] if head else [base]
    how = ("--name-only", "--no-renames", "--no-ext-diff", NO_MODULES, "--relative", "-z")
    names = git(root, "diff", *how, *sides, "--", ".")
    if not head:
        names += b"\0" + git(root, "ls-files", "--others", "--exclude-standard", "-z", "--", ".")
    return sorted({visible(os.fsdecode(name)) for name in names.split(b"\0") if name})


def contents(root: Path, names: Sequence[str]) -> Iterator[bytes | None]:
    """Yields the bytes of each named git object; None if there is no such object.

    A name is an object's id or 'commit:./file'.
    """
    if not names:
        return
    lines = "".join(f"{name}\n" for name in names)
    out = git(root, "cat-file", "--batch", data=lines.encode(errors="surrogateescape"))
    start = 0
    for _ in names:
        end = out.index(b"\n", start)
        size = out[start:end].rpartition(b" ")[2]
        start = end + 1
        # If an object does not exist, git prints 'missing' instead of the object's size.
        if not size.isdigit():
            yield None
            continue
        yield out[start : start + int(size)]
        start += int(size) + 1


def export(root: Path, commit: str, folder: Path, tops: Sequence[str] = ("content", "data")) -> None:
    """Writes files of a commit into the empty `folder`, byte for byte.

    Only files below the folders `tops` of `root` are written. `git archive` is not used, because it obeys the
    content's .gitattributes. Git accepts commits with a path that contains '..' or with the same path twice.
    In these cases a UsageError is raised, and nothing is written outside `folder`.
    """
    prefix = git(root, "rev-parse", "--show-prefix").decode().strip()
    tree = git(root, "ls-tree", "-r", "-z", "--full-tree", commit, "--", *(f"{prefix}{top}" for top in tops))
    files = []
    for line in tree.decode(errors="surrogateescape").split("\0"):
        about, _, name = line.partition("\t")
        if name:
            mode, _, blob = about.split()
            if mode != _MODULE:
                files.append((mode, blob, name.removeprefix(prefix)))
    for _, _, name in files:
        if {"", ".", ".."} & {*name.split("/")} or not name.startswith(tuple(f"{top}/" for top in tops)):
            raise UsageError(_FORGED)
    links = []
    blobs = contents(root, [blob for _, blob, _ in files])
    try:
        for (mode, _, name), data in zip(files, blobs, strict=True):
            path = folder / name
            if data is None:
                raise UsageError(_DAMAGED.format(reason=f"thiếu tệp {visible(name)}"))
            if mode == _LINK:
                links.append((path, data))
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                file.write(data)
        # Symbolic links are written last, so that no file is written through a link.
        for path, data in links:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.symlink_to(data.decode(errors="surrogateescape"))
    except (FileExistsError, NotADirectoryError):
        raise UsageError(_FORGED) from None
