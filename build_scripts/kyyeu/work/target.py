"""The folder that a build is asked to replace: whether it may, and that nobody else does meanwhile. Says in Vietnamese why not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kyyeu.problems import UsageError
from kyyeu.work.place import MARK, NotOurs, lock_beside, strangers

PARTS = (
    "content",
    "data",
    "theme",
    "build_scripts",
    "tests",
    "docs",
    "print",
)  # of a project: no build goes there


def may_replace(out: Path, *projects: Path) -> None:
    """A build replaces the whole folder `out`: refuse one that holds anything but an earlier build, or is a part of one of `projects`."""
    for project in map(Path.resolve, projects):
        if out == project or out in project.parents:
            raise UsageError(f"không dựng được vào {out}: thư mục này chứa cả dự án")
        part = out.relative_to(project).parts[0] if out.is_relative_to(project) else ""
        if part in PARTS or part.startswith("."):
            raise UsageError(
                f"không dựng được vào {out}: {part}/ là chỗ của dự án; chọn site/ hoặc một thư mục ngoài dự án"
            )
    try:
        if above := next((folder for folder in out.parents if (folder / MARK).is_file()), None):
            raise UsageError(f"không dựng được vào {out}: thư mục này nằm trong bản dựng {above}")
        if out.exists() and (not out.is_dir() or (any(out.iterdir()) and not (out / MARK).exists())):
            raise UsageError(f"{out} đã có nội dung khác; chọn một thư mục trống hoặc chưa có")
        if found := strangers(out):
            raise _not_ours(found)
    except OSError as error:
        raise UsageError(
            f"không đọc được {out}; kiểm tra quyền của thư mục này hoặc chọn thư mục khác"
        ) from error


@contextmanager
def claimed(out: Path) -> Iterator[None]:
    """`out` is this build's alone meanwhile. What the system or somebody's file forbids there is no fault of ours."""
    try:
        with lock_beside(out):
            yield
    except NotOurs as error:
        raise _not_ours(error.paths) from error
    except OSError as error:
        if not any(_is_at(name, out) for name in (error.filename, error.filename2)):
            raise
        raise UsageError(
            f"không ghi được vào {out}; kiểm tra quyền và chỗ trống, hoặc chọn thư mục khác"
        ) from error


def _not_ours(paths: Iterable[Path]) -> UsageError:
    return UsageError(
        f"{', '.join(map(str, paths))}: không phải do bản dựng đặt vào nên không được xóa; chuyển đi chỗ khác rồi dựng lại"
    )


def _is_at(name: object, out: Path) -> bool:
    """Whether an error's file is `out`, above it, within it, or one of the build's own beside it."""
    path = Path(name) if isinstance(name, str | Path) else Path()
    return (
        path == out
        or path in out.parents
        or out in path.parents
        or str(path).startswith(f"{out.with_name(f'.{out.name}.kyyeu-')}")
    )
