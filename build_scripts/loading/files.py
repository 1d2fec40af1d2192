"""A project folder → which files hold records, which lie beside them, which are strangers; and the site's prose pages."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from build_scripts.loading.markdown_nodes import split_front_matter
from build_scripts.loading.text import read_text
from build_scripts.model.fields import Prose
from build_scripts.model.kinds import KINDS, Kind
from build_scripts.problems import Place, Problem, nearest

_ATTACHMENTS = (".jpg", ".jpeg", ".png", ".webp", ".pdf", ".docx", ".xlsx")


def record_files(root: Path) -> Iterator[str]:
    """Files that hold records or lie beside them, in a fixed order, as paths relative to the root."""
    for top in ("data", "content/units", "content/booklets"):
        for folder, folders, names in os.walk(root / top):
            folders.sort()
            for name in sorted(
                names, key=lambda name: (name.removesuffix(".yaml").removesuffix(".yml"), name.endswith(".yaml"))
            ):  # of twins, .yml first
                if not name.startswith("."):
                    yield (Path(folder) / name).relative_to(root).as_posix()


def read_pages(root: Path) -> tuple[dict[str, Prose], list[Problem]]:
    """The site's own prose, which MkDocs renders: read here too, so that the same checks see it.

    MkDocs would copy any other file as it lies, a script or somebody's picture: so there may be none."""
    pages: dict[str, Prose] = {}
    problems: list[Problem] = []
    for path in sorted((root / "content").rglob("*")):
        file = path.relative_to(root).as_posix()
        if file.startswith(("content/units/", "content/booklets/")) or path.name.startswith("."):
            continue
        if path.is_symlink():
            problems.append(link_problem(file))
        if path.is_symlink() or not path.is_file():
            continue
        if path.suffix != ".md":
            problems.append(
                Problem(
                    Place(file),
                    "file-unknown",
                    "Ở đây chỉ đặt bài viết của trang (tệp .md).",
                    "Xóa tệp này; ảnh thì chuyển tới cạnh hồ sơ của nó trong content/units/.",
                )
            )
            continue
        text, found = read_text(root, file)
        problems.extend(found)
        if text is None:
            continue
        parts = split_front_matter(text, file)[0] if text.startswith("---") else None
        pages[file] = Prose(markdown=parts.body, line=parts.body_line) if parts else Prose(markdown=text)
    return pages, problems


def link_problem(file: str) -> Problem:
    """A link may lead to any file of the machine that builds."""
    return Problem(
        Place(file), "file-link", "Đây là một liên kết trỏ đi nơi khác, không phải tệp thật.", "Xóa liên kết rồi chép tệp thật vào chỗ này."
    )


def record_pattern(kind: Kind) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", kind.pattern)
    return re.compile(
        "".join(f"(?P<{part}>[^/]+)" if index % 2 else re.escape(part) for index, part in enumerate(parts)).replace(r"\.yml", r"\.ya?ml")
    )


def is_attachment(file: str) -> bool:
    """A picture or paper that may lie beside a record."""
    return file.startswith("content/") and file.lower().endswith(_ATTACHMENTS)


def stranger_problems(file: str) -> list[Problem]:
    """What is wrong with a file that holds no record: its name, or that it stands where nothing reads it."""
    if is_attachment(file):
        if not re.search(r"[^a-z0-9./_-]", file):
            return []
        return [Problem(Place(file), "file-name", "Tên tệp có dấu, dấu cách hoặc chữ hoa.", "Đổi tên, chỉ dùng a–z, 0–9 và gạch nối.")]
    if file.startswith("data/") and not re.search(r"\.ya?ml", file, re.IGNORECASE):  # unit.yml.txt is a mistake, README.md is not
        return []
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
