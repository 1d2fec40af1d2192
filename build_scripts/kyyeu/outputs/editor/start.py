"""Removes the demonstration's invented content, so that a department can start its own project.

Units, people and decisions are removed; catalogues, the report's outline, the programme and the guide are
kept.
"""

import re
import shutil
from pathlib import Path
from typing import Any

from kyyeu.loading.load import load
from kyyeu.loading.markdown_nodes import split_front_matter
from kyyeu.loading.records import build_record
from kyyeu.loading.yaml_nodes import read_yaml
from kyyeu.model.fields import is_id
from kyyeu.model.kinds import BY_NAME
from kyyeu.model.sources import Positions
from kyyeu.outputs.editor.canonical import record_text, with_body
from kyyeu.problems import ContentError, UsageError, has_errors
from kyyeu.work.git import NO_MODULES, git
from kyyeu.work.replace import replace_file

SITE = "data/site.yml"
# Files and folders that are removed when a department starts its own project, besides the data of the
# demonstration's units.
INVENTED = ("content/units", "content/booklets/ky-yeu", "data/decisions.yml", "data/addresses.txt")
_TAGLINE = (
    "Những tấm gương, mô hình và phong trào thi đua tiêu biểu của ngành Giáo dục trong tỉnh, "
    "ghi lại để học tập và nhân rộng."
)
_ABOUT = "content/gioi-thieu.md"
_ABOUT_DEMONSTRATION = re.compile(r"^## Về bản minh họa\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)


def start(root: Path, department: str, url: str, email: str) -> int:
    """Removes the demonstration's invented content from the project in `root`.

    `department`, `url` and `email` are what a department enters about itself; "" keeps the demonstration's
    value. Returns the number of removed files. Raises UsageError if unsaved work could be lost, ContentError
    if a file has errors.
    """
    library, problems = load(root)
    if library is None or has_errors(problems):
        raise ContentError(problems)
    site = _tree(root, SITE)
    if site.get("demonstration") != "true":
        raise UsageError(
            "dự án này không phải bản minh họa (data/site.yml không ghi demonstration: "
            "true), nên không xóa gì"
        )
    if git(root, "status", "--porcelain", NO_MODULES, "--", "content", "data").strip():
        raise UsageError(
            "content/ và data/ còn sửa đổi chưa ghi vào git; ghi lại trước để còn lấy lại được: "
            "git add -A && git commit"
        )
    organiser = str(site["organiser"])
    kept = _kept_units(root, organiser)
    units = root / "data/units"
    invented = [
        *(root / path for path in INVENTED),
        *(folder for folder in units.glob("*") if folder.name not in kept),
        *(path for unit in kept for path in (units / unit).iterdir() if path.name != "unit.yml"),
    ]
    _change_site(site, department, url, email)
    unit = _changed_organiser(root, organiser, department)
    changed = (("site", SITE, site), ("unit", _unit_file(organiser), unit))
    for kind, file, tree in changed:
        _refuse_faults(kind, file, tree)
    for kind, file, tree in changed:
        replace_file(root / file, record_text(BY_NAME[kind], file, tree).encode())
    _write_about(root)
    return sum(map(_remove, invented))


def _kept_units(root: Path, organiser: str) -> frozenset[str]:
    """Returns the ids of the units that remain when a department starts its own project.

    These are the department itself and the authorities above it, which really exist.
    """
    kept, waiting = set[str](), [organiser]
    while waiting:
        unit = waiting.pop()
        if unit not in kept and (root / _unit_file(unit)).is_file():
            kept.add(unit)
            waiting += [parent["unit"] for parent in _tree(root, _unit_file(unit)).get("parents") or ()]
    return frozenset(kept)


def _remove(path: Path) -> int:
    """Removes a file or folder, and returns the number of removed files."""
    if path.is_dir() and not path.is_symlink():
        count = sum(each.is_file() for each in path.rglob("*"))
        shutil.rmtree(path)
        return count
    existed = path.exists()
    path.unlink(missing_ok=True)
    return int(existed)


def _change_site(site: dict[str, Any], department: str, url: str, email: str) -> None:
    del site["demonstration"]
    if url:
        site["url"] = f"{url.rstrip('/')}/"
    if department:
        site["tagline"] = _TAGLINE
    if email:
        site["contact"]["email"] = email


def _unit_file(unit: str) -> str:
    if not is_id(unit):
        raise UsageError(f"“{unit}” không phải mã một đơn vị; chạy kyyeu check để xem lỗi")
    return f"data/units/{unit}/unit.yml"


def _changed_organiser(root: Path, organiser: str, department: str) -> dict[str, Any]:
    unit = _tree(root, _unit_file(organiser))
    # The number of staff in the demonstration is invented, so it is not kept for the department.
    unit.pop("staff", None)
    return {"kind": unit["kind"], "names": [{"name": department}]} if department else unit


def _refuse_faults(kind: str, file: str, tree: dict[str, Any]) -> None:
    """Raises UsageError if what the user entered would not be a valid record."""
    _, problems = build_record(BY_NAME[kind].record, tree, Positions(file, {}), {"id": kind})
    if problems:
        raise UsageError(f"{problems[0].sentence} {problems[0].advice}")


def _write_about(root: Path) -> None:
    path = root / _ABOUT
    if path.is_file() and (parts := split_front_matter(path.read_text(encoding="utf-8"), _ABOUT)[0]):
        body = _ABOUT_DEMONSTRATION.sub("", f"{parts.body}\n")
        replace_file(path, with_body(parts.front_matter, body).encode())


def _tree(root: Path, file: str) -> dict[str, Any]:
    nodes = read_yaml((root / file).read_text(encoding="utf-8"), file)
    if not isinstance(nodes.tree, dict):
        raise UsageError(f"không đọc được {file}; chạy kyyeu check để xem lỗi")
    return nodes.tree
