"""The site's own prose, which MkDocs renders (content/*.md, content/huong-dan/): read here too, so that the same checks see it.

MkDocs would read any YAML and copy any other file as it lies, a script or somebody's picture: so there may be none."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from kyyeu.loading.bounds import page_problems
from kyyeu.loading.files import is_guide_picture, is_prose, not_there, prose_files
from kyyeu.loading.markdown_nodes import MarkdownNodes, split_front_matter
from kyyeu.loading.pictures import read_image
from kyyeu.loading.records import build_record
from kyyeu.loading.text import read_text
from kyyeu.loading.yaml_nodes import read_yaml
from kyyeu.model.fields import ID_LENGTH
from kyyeu.model.site import Page
from kyyeu.model.sources import Positions
from kyyeu.problems import Place, Problem
from kyyeu.vietnamese import slug

_FILE_NAME = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")


@dataclass
class Pages:
    """Sound pages by file, where the parts of each stand, and every Problem met."""

    pages: dict[str, Page] = field(default_factory=dict)
    places: dict[tuple[str, str], Positions] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_pages(root: Path) -> Pages:
    found = Pages()
    for file in prose_files(root):
        if file == "content/README.md":
            continue
        problem = not_there(root, file) or _stranger(root, file)
        if problem:
            found.problems.append(problem)
        if problem or not file.endswith(".md"):
            continue
        text, problems = read_text(root, file)
        found.problems.extend(problems)
        if text is not None:
            parts, problems = split_front_matter(text, file)
            found.problems.extend(problems)
            if parts is not None:
                _read(found, file, parts)
    return found


def _stranger(root: Path, file: str) -> Problem | None:
    """Why a file is neither a page nor a picture of the guide: where it stands, what it is called, or what it holds."""
    below = file.removeprefix("content/")
    if is_guide_picture(below):
        if read_image(root / file):
            return None
        return Problem(
            Place(file),
            "photo-format",
            "Không đọc được ảnh này.",
            "Lưu lại ảnh ở dạng WebP rồi chép vào chỗ này.",
        )
    if not is_prose(below):
        if below.endswith(".md"):
            sentence = "Thư mục này không chứa bài viết nào của trang."
            advice = "Hồ sơ, tin, tham luận đặt trong content/units/<đơn vị>/; bài của trang đặt ở content/ hoặc content/huong-dan/."
        else:
            sentence = "Ở đây chỉ đặt bài viết của trang (tệp .md)."
            advice = "Xóa tệp này; ảnh thì chuyển tới cạnh hồ sơ của nó trong content/units/."
        return Problem(Place(file), "file-unknown", sentence, advice)
    names = below.removesuffix(".md").split("/")
    if all(_FILE_NAME.fullmatch(name) and len(name) <= ID_LENGTH for name in names):
        return None
    better = "/".join(slug(name)[:ID_LENGTH].strip("-") for name in names)
    advice = f"Đổi tên, chỉ dùng a–z, 0–9 và gạch nối, không quá {ID_LENGTH} chữ, ví dụ {better}.md."
    return Problem(
        Place(file), "file-name", "Tên tệp hoặc thư mục quá dài, hoặc có dấu, dấu cách, chữ hoa.", advice
    )


def _read(found: Pages, file: str, parts: MarkdownNodes) -> None:
    nodes = read_yaml(parts.front_matter, file, parts.front_line)
    if isinstance(nodes.tree, dict) and {"consent", "status", "group"} & nodes.tree.keys():
        advice = "Chuyển tệp tới content/units/<đơn vị>/exemplars/ (hoặc thư mục đúng với loại của nó)."
        sentence = "Đây là hồ sơ đặt sai thư mục: ở đây tệp sẽ thành một trang công khai."
        found.problems.append(Problem(Place(file), "file-misplaced", sentence, advice))
        return
    problems = [*nodes.problems, *page_problems(parts.body, parts.body_line, file)]
    if not problems:
        positions = Positions(file, nodes.marks)
        page, problems = build_record(
            Page, nodes.tree, positions, {"body": {"markdown": parts.body, "line": parts.body_line}}
        )
        if not problems:
            problems = _misread(parts.front_matter, positions)
        if isinstance(page, Page) and not problems:
            found.pages[file] = page
            found.places["page", file] = positions
    found.problems.extend(problems)


def _misread(front_matter: str, positions: Positions) -> list[Problem]:
    """MkDocs reads YAML's own way: 2020 is a number to it, `no` a flag, and neither is a title."""
    try:
        tree = yaml.safe_load(front_matter) or {}
    except (yaml.YAMLError, ValueError):  # 2020-02-31 is no day
        tree = dict.fromkeys(Page.model_fields, 0)
    return [
        Problem(
            positions.place((key,)),
            "text",
            f"Trường “{key}” ở đây phải là chữ.",
            "Đặt cả giá trị trong ngoặc kép.",
        )
        for key, value in tree.items()
        if value is not None and not isinstance(value, str) and positions.marked((key,))
    ]
