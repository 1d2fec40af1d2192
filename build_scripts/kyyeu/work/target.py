"""Protects the folder that a build replaces: refuses unsuitable folders and keeps other builds out."""

import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kyyeu.problems import UsageError
from kyyeu.work.lock import lock_beside
from kyyeu.work.machine import machine_fault
from kyyeu.work.place import MARK, NotOurs, strangers

# Folders of a project that no build may replace, because they hold its sources or its prints.
PROJECT_FOLDERS = ("content", "data", "theme", "build_scripts", "tests", "docs", "print")


def may_replace(out: Path, *projects: Path) -> None:
    """Raises UsageError unless a build may replace the whole folder `out`.

    The folder must be empty, missing or the result of an earlier build. It must be outside the source folders
    of `projects`.
    """
    for project in map(Path.resolve, projects):
        if out == project or out in project.parents:
            raise UsageError(f"không dựng được vào {out}: thư mục này chứa cả dự án")
        top = out.relative_to(project).parts[0] if out.is_relative_to(project) else ""
        if top in PROJECT_FOLDERS or top.startswith("."):
            raise UsageError(
                f"không dựng được vào {out}: {top}/ là chỗ của dự án; chọn site/ hoặc một thư mục ngoài dự án"
            )
    try:
        if above := next((folder for folder in out.parents if (folder / MARK).is_file()), None):
            raise UsageError(f"không dựng được vào {out}: thư mục này nằm trong bản dựng {above}")
        if out.exists() and (not out.is_dir() or (any(out.iterdir()) and not (out / MARK).exists())):
            raise UsageError(f"{out} đã có nội dung khác; chọn một thư mục trống hoặc chưa có")
        if foreign := strangers(out):
            raise _not_ours(foreign)
    except OSError as error:
        raise UsageError(
            f"không đọc được {out}; kiểm tra quyền của thư mục này hoặc chọn thư mục khác"
        ) from error


def require_writable(folder: Path) -> None:
    """Raises PermissionError if this user may not replace a built folder or one of the folders in it.

    Without this check, a build would fail when it is nearly finished, or could not remove the old version.
    """
    for place, _, _ in os.walk(folder):
        if not os.access(place, os.R_OK | os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), place)


@contextmanager
def claimed(out: Path, until: float | None = None) -> Iterator[None]:
    """Context manager that reserves the output folder `out` for this build.

    `until` is the moment, in seconds of `time.monotonic`, at which waiting for another build ends. A
    UsageError is raised if the operating system refuses access to `out`, or if the folder has a file that no
    build wrote. Neither is a bug.
    """
    try:
        with lock_beside(out, until):
            require_writable(out)
            yield
    except NotOurs as error:
        raise _not_ours(error.paths) from error
    except OSError as error:
        ours = any(_belongs_to(name, out) for name in (error.filename, error.filename2))
        # If the system lets nobody create a folder at this place, such as in /proc, it reports the folder as
        # missing.
        is_missing = isinstance(error, FileNotFoundError) and not out.exists()
        if not ours or (machine_fault(error) and not is_missing):
            raise
        raise UsageError(
            f"không ghi được vào {out}; kiểm tra quyền và chỗ trống, hoặc chọn thư mục khác"
        ) from error


def _not_ours(paths: Iterable[Path]) -> UsageError:
    return UsageError(
        f"{', '.join(map(str, paths))}: không phải do bản dựng đặt vào nên không được xóa; "
        "chuyển đi chỗ khác rồi dựng lại"
    )


def _belongs_to(name: object, out: Path) -> bool:
    """Returns whether the path that a file error names has to do with a build into the folder `out`.

    Such a path is `out` itself, a folder above it, a file inside it, or a build's temporary folder beside it.
    """
    path = Path(name) if isinstance(name, str | Path) else Path()
    return (
        path == out
        or path in out.parents
        or out in path.parents
        or str(path).startswith(f"{out.with_name(f'.{out.name}.kyyeu-')}")
    )
