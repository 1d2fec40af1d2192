"""Erases a person from a project's git history, and proves it by reading every object of the repository.

The history is rewritten in a copy of the repository. The copy replaces the repository only if no object in
the copy names the person any more. Otherwise the repository stays as it was.
"""

import importlib.util
import multiprocessing
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from kyyeu.erasure.person import ErasedPerson
from kyyeu.problems import UsageError
from kyyeu.work.git import git, git_or_none
from kyyeu.work.share import progress

_OLD, _NEW = ".git.kyyeu-old", ".git.kyyeu-new"
_LONG = 3600  # Copying or packing a large git repository may take up to this many seconds.
_NO_ADDRESS = b"da-xoa@invalid"
MESSAGE = "Gỡ một hồ sơ theo yêu cầu"


def require_rewritable(root: Path) -> None:
    """Raises UsageError, with a Vietnamese message, unless the project's git history can be rewritten safely.

    The repository must be a full clone, without uncommitted changes, stashes or further git worktrees. The
    program git-filter-repo must be installed, and git must know the committer's name.
    """
    if importlib.util.find_spec("git_filter_repo") is None:
        raise UsageError("chưa cài phần viết lại lịch sử git: .venv/bin/pip install git-filter-repo")
    top = _top(root)
    if git(root, "status", "--porcelain").strip():
        raise UsageError("còn tệp sửa mà chưa ghi vào git; ghi (commit) hoặc bỏ hết rồi chạy lại")
    if git(root, "rev-parse", "--is-shallow-repository").strip() == b"true":
        raise UsageError("kho lấy về thiếu lịch sử cũ; lấy cho đủ bằng: git fetch --unshallow")
    if git(root, "stash", "list").strip():
        raise UsageError("git còn giữ bản sửa cất tạm (git stash); dùng hoặc bỏ hết rồi chạy lại")
    if not (top / ".git").is_dir() or git(root, "worktree", "list", "--porcelain").count(b"worktree ") > 1:
        raise UsageError("kho có nhiều thư mục làm việc (git worktree); bỏ bớt, chạy ở thư mục chính")
    if git_or_none(root, "var", "GIT_COMMITTER_IDENT") is None:
        raise UsageError("git chưa biết tên người ghi; đặt bằng: git config user.name, git config user.email")


def _top(root: Path) -> Path:
    return Path(os.fsdecode(git(root, "rev-parse", "--show-toplevel").rstrip(b"\n")))


def put_right(root: Path) -> None:
    """Restores the git repository if `kyyeu forget` was killed earlier while it replaced the folder .git."""
    for folder in (root, *root.parents):
        old, current = folder / _OLD, folder / ".git"
        if old.exists():
            if not current.exists():
                old.rename(current)
            else:
                shutil.rmtree(old)
        if (folder / _NEW).exists():
            shutil.rmtree(folder / _NEW)


def has_history(root: Path) -> bool:
    """Returns whether the project lies in a git repository with at least one commit."""
    return git_or_none(root, "rev-parse", "--verify", "--quiet", "HEAD") is not None


def commit_erasure(root: Path, files: list[str]) -> None:
    """Commits the files that an erasure has changed, with a message that does not say who was erased."""
    git(root, "add", "--all", "--", *files)
    git(root, "commit", "--quiet", "--no-verify", "--message", MESSAGE)


def rewrite_history(root: Path, person: ErasedPerson) -> list[str]:
    """Erases a person from all branches and tags of the git repository to which the project belongs.

    Returns Vietnamese lines that say where the rewritten history still names the person. If there are any,
    the repository is left as it was. An empty list means success.
    """
    top = _top(root)
    fresh, old = top / _NEW, top / _OLD
    prefix = git(root, "rev-parse", "--show-prefix").decode().strip()
    git(
        top,
        "clone",
        "--quiet",
        "--mirror",
        "--no-local",
        "--no-hardlinks",
        str(top / ".git"),
        str(fresh),
        seconds=_LONG,
    )
    for line in git(fresh, "for-each-ref", "--format=%(refname)", "refs/remotes").split():
        git(fresh, "update-ref", "-d", line.decode())
    process = multiprocessing.get_context("fork").Process(target=_filter, args=(fresh, prefix, person))
    process.start()
    process.join()
    if process.exitcode:
        shutil.rmtree(fresh)
        raise UsageError("git-filter-repo không viết lại được lịch sử; kho còn nguyên")
    # In this folder, git-filter-repo keeps a list of the old commits, which must be deleted, too.
    shutil.rmtree(fresh / "filter-repo", ignore_errors=True)
    git(fresh, "reflog", "expire", "--expire=now", "--all")
    git(fresh, "gc", "--quiet", "--prune=now", seconds=_LONG)
    remains = list(remaining(fresh, prefix, person))
    if remains:
        shutil.rmtree(fresh)
        return remains
    shutil.copyfile(top / ".git" / "config", fresh / "config")
    for name in ("hooks", "info"):
        if (top / ".git" / name).is_dir():
            shutil.rmtree(fresh / name, ignore_errors=True)
            shutil.copytree(top / ".git" / name, fresh / name)
    (top / ".git").rename(old)
    fresh.rename(top / ".git")
    git(top, "reset", "--quiet")
    shutil.rmtree(old)
    return []


def _filter(repository: Path, prefix: str, person: ErasedPerson) -> None:
    """Erases a person from every commit of the bare git repository `repository`, with git-filter-repo.

    `prefix` is the project's path within the repository. This function must run in a process of its own,
    because it changes the current folder and discards all output.
    """
    import git_filter_repo

    for stream in (1, 2):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
    os.chdir(repository)
    paths = [part for file in sorted(person.files) for part in ("--path", f"{prefix}{file}")]
    options = ["--force", "--quiet", "--prune-empty", "never", "--invert-paths", *paths]

    def blob(blob: "git_filter_repo.Blob", _: object) -> None:
        if not person.stands_in_file(blob.data):
            return
        try:
            blob.data = person.without(blob.data.decode("utf-8")).encode()
        except UnicodeDecodeError:
            blob.skip()
        else:
            if person.stands_in_file(blob.data):
                blob.skip()

    def message(data: bytes) -> bytes:
        return person.without(data.decode("utf-8", "replace")).encode() if _names(person, data) else data

    def mail(data: bytes) -> bytes:
        return _NO_ADDRESS if _names(person, data) else data

    git_filter_repo.RepoFilter(
        git_filter_repo.FilteringOptions.parse_args(options),
        blob_callback=blob,
        message_callback=message,
        name_callback=message,
        email_callback=mail,
    ).run()


def _names(person: ErasedPerson, data: bytes) -> bool:
    return person.stands_in(data.decode("utf-8", "replace"))


def remaining(repository: Path, prefix: str, person: ErasedPerson) -> Iterator[str]:
    """Reads every object of a git repository, and yields a Vietnamese line for each that names the person.

    Objects that belong to no branch are read, too. A file name counts if it is one of the person's files, or
    if it contains an id of the person. Names of branches and tags are also searched.
    """
    listed = git(repository, "cat-file", "--batch-all-objects", "--batch-check", "--unordered").decode()
    kinds = {"blob": "nội dung", "commit": "lần ghi", "tag": "thẻ"}
    with (
        progress("Soát lịch sử git", listed.count("\n")) as bar,
        subprocess.Popen(
            ["git", "cat-file", "--batch-all-objects", "--batch", "--unordered"],
            cwd=repository,
            stdout=subprocess.PIPE,
        ) as objects,
    ):
        assert objects.stdout is not None
        while head := objects.stdout.readline():
            name, kind, size = head.decode().split()
            data = objects.stdout.read(int(size) + 1)[:-1]
            bar.update()
            if kind == "tree":
                file_names = re.findall(rb"\d+ ([^\0]+)\0.{%d}" % (len(name) // 2), data, re.DOTALL)
                if any(person.id_pattern.search(each.decode("utf-8", "replace")) for each in file_names):
                    yield f"tên tệp trong thư mục {name[:12]}"
            elif person.stands_in_file(data):
                yield f"{kinds[kind]} {name[:12]}"
    paths = {f"{prefix}{file}" for file in person.files}
    for line in (
        git(repository, "log", "--all", "-m", "--format=", "--name-only", "-z")
        .decode("utf-8", "replace")
        .split("\0")
    ):
        if line.strip() in paths:
            yield f"tệp {line.strip()}"
    for line in git(repository, "for-each-ref", "--format=%(refname)").decode().splitlines():
        if person.stands_in(line.replace("/", " ")):
            yield f"tên nhánh hoặc thẻ {line}"
