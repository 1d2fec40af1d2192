"""A project folder → which files hold records, which lie beside them, which are strangers, which are the site's own prose."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from kyyeu.loading.text import not_a_file
from kyyeu.model.kinds import KINDS, Kind
from kyyeu.problems import Place, Problem, nearest

_RECORD_FOLDERS = ("content/units", "content/booklets")
GUIDE_PICTURES = "huong-dan/anh/"
_ATTACHMENTS = (".jpg", ".jpeg", ".png", ".webp", ".pdf", ".docx", ".xlsx")


def record_files(root: Path) -> Iterator[str]:
    """Files that hold records or lie beside them, in a fixed order, as paths relative to the root."""
    for top in ("data", *_RECORD_FOLDERS):
        if (root / top).is_symlink():
            yield top
            continue
        for folder, folders, names in os.walk(root / top):
            folders.sort()
            linked = [
                name for name in folders if (Path(folder) / name).is_symlink()
            ]  # not followed, and not passed over
            for name in sorted(
                [*names, *linked],
                key=lambda name: (name.removesuffix(".yaml").removesuffix(".yml"), name.endswith(".yaml")),
            ):  # of twins, .yml first
                if not name.startswith("."):
                    yield (Path(folder) / name).relative_to(root).as_posix()


def prose_files(root: Path) -> Iterator[str]:
    """Every file of content/ that is no record's: pages of the site's own prose (see `is_prose`) and strangers, in a fixed order."""
    for folder, folders, names in os.walk(root / "content"):
        here = Path(folder).relative_to(root).as_posix()
        linked = [name for name in folders if (Path(folder) / name).is_symlink()]
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and f"{here}/{name}" not in _RECORD_FOLDERS
        )
        for name in sorted([*names, *linked]):
            if not name.startswith(".") and f"{here}/{name}" not in _RECORD_FOLDERS:
                yield f"{here}/{name}"


def is_prose(path: str) -> bool:
    """Whether a file, by its path below content/, is a page of the site's own prose. README.md is for those who look into the folder."""
    folder, _, name = path.rpartition("/")
    wanted = not folder or folder == "huong-dan" or folder.startswith("huong-dan/")
    return wanted and name.endswith(".md") and path != "README.md"


def is_guide_picture(path: str) -> bool:
    """Whether a file, by its path below content/, is a picture of the guide: the only ones that lie beside the site's own prose."""
    return re.fullmatch(rf"{GUIDE_PICTURES}[a-z0-9]+(-[a-z0-9]+)*\.webp", path) is not None


def not_there(root: Path, file: str) -> Problem | None:
    """What is wrong where no true file lies: a link leads anywhere, a pipe never ends."""
    mode = (root / file).lstat().st_mode
    if stat.S_ISLNK(mode):
        return link_problem(file)
    return None if stat.S_ISREG(mode) else not_a_file(file)


def link_problem(file: str) -> Problem:
    """A link may lead to any file of the machine that builds."""
    return Problem(
        Place(file),
        "file-link",
        "Đây là một liên kết trỏ đi nơi khác, không phải tệp thật.",
        "Xóa liên kết rồi chép tệp thật vào chỗ này.",
    )


def record_pattern(kind: Kind) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", kind.pattern)
    return re.compile(
        "".join(
            f"(?P<{part}>[^/]+)" if index % 2 else re.escape(part) for index, part in enumerate(parts)
        ).replace(r"\.yml", r"\.ya?ml")
    )


_PATTERNS = tuple((record_pattern(kind), kind) for kind in KINDS)


def kind_of(file: str) -> Kind | None:
    """The kind of record that a file holds, by its path relative to the root."""
    return next((kind for pattern, kind in _PATTERNS if pattern.fullmatch(file)), None)


def is_attachment(file: str) -> bool:
    """A picture or paper that may lie beside a record."""
    return file.startswith("content/") and file.lower().endswith(_ATTACHMENTS)


def stranger_problems(file: str) -> list[Problem]:
    """What is wrong with a file that holds no record: its name, or that it stands where nothing reads it."""
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
    if file.startswith("data/") and not re.search(
        r"\.ya?ml", file, re.IGNORECASE
    ):  # unit.yml.txt is a mistake, README.md is not
        if not file.lower().endswith(".md") or file.endswith("README.md"):
            return []
        advice = "Hồ sơ, báo cáo, tin đặt trong content/units/<đơn vị>/; data/ chỉ chứa tệp .yml."
        return [Problem(Place(file), "file-unknown", "Bài viết không đặt trong thư mục data/.", advice)]
    match = re.search(r"(\.md|\.markdown)?\.txt$|\.md$|\.markdown$", file, re.IGNORECASE)
    if match and match[0] != ".md":
        right = f"{file[: match.start()].rpartition('/')[2]}.md"
        return [
            Problem(
                Place(file),
                "file-unknown",
                "Bài viết phải có đuôi tệp .md, chữ thường.",
                f"Đổi tên tệp thành {right}.",
            )
        ]
    folder = file.rsplit("/", 2)
    names = {part for kind in KINDS for part in kind.pattern.split("/")}
    advice = nearest(folder[-1], names) or (nearest(folder[-2], names) if len(folder) > 1 else "")
    return [
        Problem(
            Place(file),
            "file-unknown",
            "Tệp này không nằm ở chỗ nào chương trình đọc.",
            advice or "Xem bảng thư mục trong CONTRIBUTING.md; chuyển tệp về đúng chỗ.",
        )
    ]
