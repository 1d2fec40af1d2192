"""Reads and checks the site's own prose pages, which are the files content/*.md.

MkDocs would publish any other file in this folder unchanged, such as a script or a picture of a person.
Every other file is therefore reported as a Problem.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from kyyeu.loading.bounds import page_problems
from kyyeu.loading.files import is_prose, not_there, prose_files
from kyyeu.loading.markdown_nodes import split_front_matter
from kyyeu.loading.records import build_record
from kyyeu.loading.text import decode, read_data
from kyyeu.loading.yaml_nodes import read_yaml
from kyyeu.model.fields import ID_LENGTH
from kyyeu.model.site import Page
from kyyeu.model.sources import Positions
from kyyeu.problems import Place, Problem
from kyyeu.vietnamese import slug
from kyyeu.work.source import digest_of

_FILE_NAME = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")


@dataclass
class ProsePages:
    """The result of reading the site's prose pages: valid pages by file, positions of their fields, Problems.

    `digests` has a hash of every page's file.
    """

    pages: dict[str, Page] = field(default_factory=dict)
    places: dict[tuple[str, str], Positions] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)


def read_pages(root: Path) -> ProsePages:
    """Reads the site's prose pages in the project folder `root`."""
    pages = ProsePages()
    for file in prose_files(root):
        if file == "content/README.md":
            continue
        if (problem := not_there(root, file)) or (problem := _stranger(file)):
            pages.problems.append(problem)
        else:
            _read(pages, root, file)
    return pages


def _stranger(file: str) -> Problem | None:
    """Returns a Problem for a file in content/ that is no prose page.

    A prose page with an unsuitable file name is reported, too.
    """
    below = file.removeprefix("content/")
    names = below.removesuffix(".md").split("/")
    if not below.endswith(".md"):
        code, sentence = "file-unknown", "Ở đây chỉ đặt bài viết của trang (tệp .md)."
        advice = "Xóa tệp này; ảnh thì chuyển tới cạnh hồ sơ của nó trong content/units/."
    elif not is_prose(below):
        code, sentence = "file-unknown", "Thư mục này không chứa bài viết nào của trang."
        advice = "Hồ sơ, tin, tham luận đặt trong content/units/<đơn vị>/; bài của trang đặt ngay ở content/."
        if below.startswith("huong-dan/"):
            advice = (
                "Hướng dẫn nay đi kèm chương trình, vẫn ở địa chỉ /huong-dan/: xóa thư mục content/huong-dan."
            )
    elif all(_FILE_NAME.fullmatch(name) and len(name) <= ID_LENGTH for name in names):
        return None
    else:
        code = "file-name"
        sentence = "Tên tệp hoặc thư mục quá dài, hoặc có dấu, dấu cách, chữ hoa."
        better = "/".join(slug(name)[:ID_LENGTH].strip("-") for name in names)
        advice = f"Đổi tên, chỉ dùng a–z, 0–9 và gạch nối, không quá {ID_LENGTH} chữ, ví dụ “{better}.md”."
    return Problem(Place(file), code, sentence, advice)


def _read(pages: ProsePages, root: Path, file: str) -> None:
    data, problems = read_data(root, file)
    text = None
    if data is not None:
        text, problems = decode(data, file)
    pages.problems.extend(problems)
    if data is None or text is None:
        return
    pages.digests[file] = digest_of(data)
    parts, problems = split_front_matter(text, file)
    pages.problems.extend(problems)
    if parts is None:
        return
    nodes = read_yaml(parts.front_matter, file, parts.front_line)
    if isinstance(nodes.tree, dict) and {"consent", "status", "group"} & nodes.tree.keys():
        pages.problems.append(
            Problem(
                Place(file),
                "file-misplaced",
                "Đây là hồ sơ đặt sai thư mục: ở đây tệp sẽ thành một trang công khai.",
                "Chuyển tệp tới content/units/<đơn vị>/exemplars/ (hoặc thư mục đúng với loại của nó).",
            )
        )
        return
    problems = [*nodes.problems, *page_problems(parts.body, parts.body_line, file)]
    if not problems:
        positions = Positions(file, nodes.marks)
        body = {"markdown": parts.body, "line": parts.body_line}
        page, problems = build_record(Page, nodes.tree, positions, {"body": body})
        problems = problems or _misread(parts.front_matter, positions)
        if isinstance(page, Page) and not problems:
            pages.pages[file] = page
            pages.places["page", file] = positions
    pages.problems.extend(problems)


def _misread(front_matter: str, positions: Positions) -> list[Problem]:
    """Lists a Problem for each value of the front matter that YAML does not read as text, such as 2020.

    MkDocs reads the front matter as plain YAML, in which 2020 is a number.
    """
    try:
        tree = yaml.safe_load(front_matter) or {}
    except (yaml.YAMLError, ValueError):  # YAML raises ValueError for an impossible date such as 2020-02-31.
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
