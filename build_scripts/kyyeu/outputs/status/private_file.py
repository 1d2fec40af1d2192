"""Writes a file that only the education department (Sở) may see.

It refuses to write into a built site and into folders whose files are kept in git.
"""

from pathlib import Path

from kyyeu.problems import UsageError
from kyyeu.work.place import MARK
from kyyeu.work.replace import replace_file

KEPT = ("site", "content", "data", "theme", "build_scripts", "tests")


def write_inside(out: Path, content: bytes, root: Path) -> None:
    """Writes a private file to the path `out` in one step.

    Raises UsageError if the file could become public there: in a built site, or in a folder that git commits.
    """
    path = out.resolve()
    part = path.relative_to(root).parts[0] if path.is_relative_to(root) and path != root else ""
    built = next((folder for folder in path.parents if (folder / MARK).is_file()), None)
    if built or part in KEPT:
        raise UsageError(
            f"không ghi tình hình nội bộ vào {out}: {built or part + '/'} được đăng hoặc lưu trong kho mã; "
            "chọn print/ hoặc một thư mục ngoài dự án"
        )
    if path.is_dir():
        raise UsageError(f"{out} là một thư mục; ghi thêm tên tệp")
    try:
        replace_file(path, content)
    except OSError as error:
        raise UsageError(
            f"không ghi được {out}; đóng tệp nếu đang mở, kiểm tra quyền và chỗ trống"
        ) from error
