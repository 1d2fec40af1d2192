"""Decides by a file's path what the file is to the project.

It may hold records, belong to a record, be a prose page, or be misplaced.
"""

import errno
import os
import re
import stat
from collections.abc import Collection, Iterator
from pathlib import Path, PurePosixPath

from kyyeu.loading.text import not_a_file, unreadable
from kyyeu.model.kinds import KINDS, Kind
from kyyeu.problems import Place, Problem, nearest

_RECORD_FOLDERS = ("content/units", "content/booklets")
# The folders for records that do not depend on a unit or booklet, so that every project may have them.
_FOLDERS = {
    folder.as_posix()
    for kind in KINDS
    for folder in PurePosixPath(kind.pattern).parents
    if "{" not in folder.as_posix()
}
_ATTACHMENTS = (".jpg", ".jpeg", ".png", ".webp", ".pdf", ".docx", ".xlsx")


def record_files(root: Path) -> Iterator[str]:
    """Yields all files in the folders of records, as paths relative to the root in a fixed order.

    These are files with records, and files beside them such as pictures. Folders that cannot be read and
    symbolic links to folders are listed like files. If both 'a.yml' and 'a.yaml' exist, 'a.yml' comes first.
    """
    if _is_no_folder(root / "content"):
        yield "content"
    for top in ("data", *_RECORD_FOLDERS):
        if _is_no_folder(root / top):
            yield top
        else:
            yield from _visible_files(root, top)


def _is_no_folder(path: Path) -> bool:
    """Returns whether a path exists but is no real folder: a file, a symbolic link or something else."""
    return os.path.lexists(path) and (path.is_symlink() or not path.is_dir())


def _visible_files(root: Path, top: str, left_out: Collection[str] = ()) -> Iterator[str]:
    """Yields the files below the folder `top`; names that begin with a dot are left out.

    Symbolic links to folders and unreadable folders are listed like files. Paths in `left_out`, and
    everything below them, are skipped.
    """
    if _is_no_folder(root / top.partition("/")[0]):
        return
    unread: list[OSError] = []
    for folder, folders, names in os.walk(root / top, onerror=unread.append):
        here = Path(folder).relative_to(root).as_posix()
        linked = [name for name in folders if _is_no_folder(Path(folder) / name)]
        folders[:] = sorted(name for name in folders if f"{here}/{name}" not in left_out)
        for name in sorted([*names, *linked], key=_file_order):
            if not name.startswith(".") and f"{here}/{name}" not in left_out:
                yield f"{here}/{name}"
    for error in unread:
        if error.errno != errno.ENOENT:
            yield Path(error.filename).relative_to(root).as_posix()


def _file_order(name: str) -> tuple[str, bool]:
    return name.removesuffix(".yaml").removesuffix(".yml"), name.endswith(".yaml")


def prose_files(root: Path) -> Iterator[str]:
    """Yields every file of content/ that is in no hidden folder and in no folder of records.

    The order is always the same.
    """
    return (file for file in _visible_files(root, "content", _RECORD_FOLDERS) if "/." not in file)


def is_prose(path: str) -> bool:
    """Returns whether a file in content/ is one of the site's own prose pages, which belong to no record.

    README.md is not.
    """
    return "/" not in path and path.endswith(".md") and path != "README.md"


def not_there(root: Path, file: str) -> Problem | None:
    """Returns a Problem if a path is no regular file or cannot be read, otherwise None.

    A special file such as a pipe is refused, because reading it could wait forever.
    """
    try:
        mode = (root / file).lstat().st_mode
    except OSError as error:
        return unreadable(file, error)
    # A symbolic link is refused, because it could publish any file of the computer.
    if stat.S_ISLNK(mode):
        return Problem(
            Place(file),
            "file-link",
            "Đây là một liên kết trỏ đi nơi khác, không phải tệp thật.",
            "Xóa liên kết rồi chép tệp thật vào chỗ này.",
        )
    if stat.S_ISDIR(mode):
        return Problem(
            Place(file),
            "file-unreadable",
            "Không mở được thư mục này, nên mọi tệp ở trong bị thiếu.",
            "Cấp lại quyền đọc và mở thư mục cho tài khoản đang chạy chương trình.",
        )
    if not stat.S_ISREG(mode):
        return not_a_file(file)
    try:
        os.close(os.open(root / file, os.O_RDONLY))
    except OSError as error:
        return unreadable(file, error)
    return None


def _path_pattern(kind: Kind) -> re.Pattern[str]:
    """Returns a regular expression that matches the paths of files with records of one kind.

    Its groups `unit` and `id` match the parts of the path that name the unit and the record.
    """
    pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(kind.pattern))
    return re.compile(pattern.replace(r"\.yml", r"\.ya?ml"))


_PATTERNS = tuple((_path_pattern(kind), kind) for kind in KINDS)


def match_kind(file: str) -> tuple[Kind, re.Match[str]] | None:
    """Returns the kind of record that a file at this path holds, and the match with its unit and id.

    Returns None if records have no such path.
    """
    matches = ((kind, pattern.fullmatch(file)) for pattern, kind in _PATTERNS)
    return next(((kind, match) for kind, match in matches if match), None)


def kind_of(file: str) -> Kind | None:
    """Returns the kind of record that a file holds, judged by its path relative to the root."""
    kind_match = match_kind(file)
    return kind_match[0] if kind_match else None


def is_attachment(file: str) -> bool:
    """Returns whether a file may be stored beside a record: a picture, or a Word, Excel or PDF file."""
    return file.startswith("content/") and file.lower().endswith(_ATTACHMENTS)


def stranger_problems(file: str) -> list[Problem]:
    """Returns a list with the Problem of a file that holds no record but is in a folder of records.

    The list is empty if the file is allowed there, such as a picture beside a record.
    """
    if file in _FOLDERS:
        return [
            Problem(
                Place(file),
                "file-unknown",
                "Ở đây phải là một thư mục, không phải một tệp.",
                "Đổi tên hoặc xóa tệp này, rồi tạo lại thư mục.",
            )
        ]
    if is_attachment(file):
        if not re.search(r"[^a-z0-9./_-]", file):
            return []
        return [
            Problem(
                Place(file),
                "file-name",
                "Tên tệp có dấu, dấu cách hoặc chữ hoa.",
                "Đổi tên, chỉ dùng a–z, 0–9 và gạch nối.",
            )
        ]
    # Other files in data/, such as a README.md, are allowed. A file such as unit.yml.txt is probably a
    # misnamed record, so it is reported.
    if file.startswith("data/") and not re.search(r"\.ya?ml", file, re.IGNORECASE):
        if not file.lower().endswith(".md") or file.endswith("README.md"):
            return []
        return [
            Problem(
                Place(file),
                "file-unknown",
                "Bài viết không đặt trong thư mục data/.",
                "Hồ sơ, báo cáo, tin đặt trong content/units/<đơn vị>/; data/ chỉ chứa tệp .yml.",
            )
        ]
    match = re.search(r"(\.md|\.markdown)?\.txt$|\.md$|\.markdown$", file, re.IGNORECASE)
    if match and match[0] != ".md":
        return [
            Problem(
                Place(file),
                "file-unknown",
                "Bài viết phải có đuôi tệp .md, chữ thường.",
                f"Đổi tên tệp thành “{file[: match.start()].rpartition('/')[2]}.md”.",
            )
        ]
    *_, folder, name = ("", *file.split("/"))
    names = {part for kind in KINDS for part in kind.pattern.split("/")}
    return [
        Problem(
            Place(file),
            "file-unknown",
            "Tệp này không nằm ở chỗ nào chương trình đọc.",
            nearest(name, names)
            or nearest(folder, names)
            or "Xem bảng thư mục trong CONTRIBUTING.md; chuyển tệp về đúng chỗ.",
        )
    ]
