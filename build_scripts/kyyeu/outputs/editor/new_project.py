"""Writes a complete new project, in which an education department begins its own kỷ yếu (conference book).

The project contains no program code. Its catalogues (awards, documents, movements) are copied from the
program, without what is particular to the province of the demonstration.
"""

import re
from collections.abc import Mapping
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kyyeu.loading.load import load
from kyyeu.loading.records import build_record
from kyyeu.loading.yaml_nodes import read_yaml
from kyyeu.model.kinds import BY_NAME
from kyyeu.model.site import SCHEMA
from kyyeu.model.sources import Positions
from kyyeu.outputs.editor.canonical import record_text
from kyyeu.outputs.editor.generated import write_generated
from kyyeu.problems import ContentError, UsageError, has_errors
from kyyeu.resources import CATALOGUES, HOME, STARTER
from kyyeu.work.replace import replace_files

ORGANISER, AUTHORITY = "so-gddt", "ubnd-tinh"
URL, EMAIL = "https://kyyeu.example/", "vanphong@kyyeu.example"
# The province and the cycle (five-year period) to which the program's own catalogues belong.
_PROVINCE, _CYCLE = "tỉnh Hòa Bình", "2015-2020"
# Matches words that concern only the province of the program's catalogues, in the hints of the report
# outline.
_OF_THE_PROVINCE = re.compile(r"Hòa Bình|Tỉnh ủy")
# Matches the issuers of documents that are in force in one province only.
_PROVINCIAL_ISSUER = re.compile(r"Tỉnh ủy|\btỉnh\b|\bSở\b")
_NATIONAL = ("ministry", "central")
_PLACE = re.compile(r"\b((?:tỉnh|thành phố)\s+)(\S.*)")
_SITE = "data/site.yml"
# Maps the path of a file in a new project to the template in theme/starter from which it is made.
_TEMPLATES = {
    "Makefile": "Makefile",
    "README.md": "README.md",
    ".gitignore": "gitignore",
    "mkdocs.yml": "mkdocs.yml",
    "content/index.md": "index.md",
}
_WORKFLOWS = (
    ".github/workflows/review.yml",
    ".github/workflows/comment.yml",
    ".github/workflows/publish.yml",
    ".github/workflows/print.yml",
    ".forgejo/workflows/review.yml",
    ".forgejo/workflows/publish.yml",
    ".forgejo/workflows/print.yml",
)
# Maps the path of a file in a new project to the file of the program of which it is a copy.
_COPIES = {
    "content/booklets/so-tay/noi-quy.md": "content/booklets/so-tay/noi-quy.md",
    ".github/pull_request_template.md": ".github/pull_request_template.md",
    ".gitlab/merge_request_templates/Default.md": ".github/pull_request_template.md",
    ".gitlab-ci.yml": ".gitlab/ky-yeu.yml",
    **{file: file for file in _WORKFLOWS},
}
_TESTED_WITH = "# Các thư viện đúng bản mà chương trình này đã được thử:"
_ABOUT = "content/gioi-thieu.md"
_ABOUT_DEMONSTRATION = re.compile(r"\n## Về bản minh họa\n.*?(?=\n## |\Z)", re.DOTALL)


def current_cycle(day: date) -> str:
    """Returns the five-year cycle in which `day` lies: '2025-2030' for a day in 2026.

    Cycles begin and end in years that are divisible by 5.
    """
    since = day.year - day.year % 5
    return f"{since}-{since + 5}"


def new_project(folder: Path, department: str, url: str, email: str, cycle: str) -> list[str]:
    """Writes a new project into an empty folder (.git is allowed) and returns the paths of its files.

    `department` is a department's full name (“Sở Giáo dục và Đào tạo tỉnh …”). If `url` or `email` is '', an
    example is used. `cycle` is two years, as in '2025-2030'. Raises UsageError with a Vietnamese message if
    an argument is wrong or the folder is not empty; then nothing is written.
    """
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise UsageError(f"{folder} không phải một thư mục")
    if folder.exists() and any(path.name != ".git" for path in folder.iterdir()):
        raise UsageError(f"thư mục {folder} đã có nội dung; chọn một thư mục mới hoặc trống")
    since, until = _years(cycle)
    files: dict[str, bytes] = {}
    for kind, file, tree in _records(department, url or URL, email or EMAIL, since, until):
        _refuse_faults(kind, file, tree)
        files[file] = record_text(BY_NAME[kind], file, tree).encode()
    place = _PLACE.search(department)
    templates = Environment(
        loader=FileSystemLoader(STARTER), undefined=StrictUndefined, keep_trailing_newline=True
    )
    for file, name in _TEMPLATES.items():
        text = templates.get_template(name).render(
            department=department, place=place[0] if place else "địa phương"
        )
        files[file] = text.encode()
    files |= {file: (HOME / name).read_bytes() for file, name in _COPIES.items()}
    about = _ABOUT_DEMONSTRATION.sub("", (HOME / _ABOUT).read_text(encoding="utf-8"))
    files[_ABOUT] = f"{about.rstrip()}\n".encode()
    files["requirements.txt"] = _requirements().encode()
    folder.mkdir(parents=True, exist_ok=True)
    replace_files(folder, files)
    library, problems = load(folder)
    if library is None or has_errors(problems):
        raise ContentError(problems)
    return sorted({*files, *write_generated(folder, library)})


def _requirements() -> str:
    """Returns a requirements.txt with the versions of this program and of the libraries tested with it."""
    locked = (HOME / "requirements.txt").read_text(encoding="utf-8")
    libraries = re.findall(r"^(?!setuptools)[\w.-]+==[^\\\n]*[^\\\s]", locked, re.MULTILINE)
    return "\n".join((f"kyyeu=={version('kyyeu')}", _TESTED_WITH, *libraries, ""))


def _years(cycle: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{4})\s*[-–]\s*(\d{4})", cycle)
    if not match or not 1948 <= int(match[1]) < int(match[2]) <= 2200:
        raise UsageError(f"giai đoạn “{cycle}” viết chưa đúng; viết dạng 2025-2030")
    return int(match[1]), int(match[2])


def _records(
    department: str, url: str, email: str, since: int, until: int
) -> list[tuple[str, str, dict[str, Any]]]:
    """Returns the record files of a new project, each as (record kind, path, values as dicts and lists)."""
    cycle = f"{since}-{until}"
    place = _PLACE.search(department)
    where = place[0] if place else "tỉnh"
    own, outline = (_shifted(_catalogue(f"{kind}s/{_CYCLE}"), since, until) for kind in ("cycle", "outline"))
    movements = {
        name: movement
        for name, movement in _catalogue("movements").items()
        if movement["launched_by"] in _NATIONAL
    }
    documents = {
        name: document
        for name, document in _catalogue("documents").items()
        if not _PROVINCIAL_ISSUER.search(document["issuer"])
    }
    # This is the guidance that the department itself will issue. It fills in the number and the day.
    guidance = _catalogue("documents")[own["guidance"]] | {"issuer": department}
    documents = {own["guidance"]: _shifted(guidance, since, until), **documents}
    for name in ("basis", "attached_to"):
        own.pop(name, None)
    for step in own["chain"]:
        step.pop("month", None)
        step["name"] = re.sub(r" lần thứ [IVX]+$", "", step["name"].replace(_PROVINCE, where))
    own["outline"] = cycle
    for section in outline["sections"]:
        section["title"] = section["title"].replace(_PROVINCE, where)
        section["prompts"] = [
            prompt for prompt in section.get("prompts") or () if not _OF_THE_PROVINCE.search(prompt)
        ]
        section["movements"] = [name for name in section.get("movements") or () if name in movements]
        for name in ("prompts", "movements"):
            if not section[name]:
                del section[name]
    site = {
        "schema": str(SCHEMA),
        "written_by": version("kyyeu"),
        "title": "Kỷ yếu điển hình tiên tiến",
        "tagline": "Những tấm gương, mô hình và phong trào thi đua tiêu biểu của ngành Giáo dục "
        f"{where if place else 'trong tỉnh'}, ghi lại để học tập và nhân rộng.",
        "url": f"{url.rstrip('/')}/",
        "organiser": ORGANISER,
        "cycle": cycle,
        "contact": {"office": "Văn phòng Sở", "email": email},
    }
    unit: dict[str, Any] = {"kind": "department", "names": [{"name": department}]}
    records = [
        ("site", _SITE, site),
        ("unit", f"data/units/{ORGANISER}/unit.yml", unit),
        ("cycle", f"data/cycles/{cycle}.yml", own),
        ("outline", f"data/outlines/{cycle}.yml", outline),
        ("programme", "data/programmes/conference.yml", _catalogue("programmes/conference")),
        ("award_title", "data/awards.yml", _catalogue("awards")),
        ("movement", "data/movements.yml", movements),
        ("document", "data/documents.yml", documents),
    ]
    if place:
        province = place[2] if place[1].startswith("tỉnh") else place[0]
        places = [{"province": province}]
        unit |= {"parents": [{"unit": AUTHORITY, "kind": "governing"}], "places": places}
        government = {"kind": "authority", "names": [{"name": f"Ủy ban nhân dân {where}"}], "places": places}
        records.append(("unit", f"data/units/{AUTHORITY}/unit.yml", government))
    return records


def _catalogue(name: str) -> dict[str, Any]:
    """Returns the values of one of the program's own catalogue files, as dicts, lists and texts."""
    tree = read_yaml((CATALOGUES / f"{name}.yml").read_text(encoding="utf-8"), name).tree
    assert isinstance(tree, dict)
    return tree


def _shifted(tree: Any, since: int, until: int) -> Any:
    """Returns a catalogue's values with the years of the program's cycle replaced by those of a new one."""
    first, last = map(int, _CYCLE.split("-"))
    years = {first: since, last: until, last - 1: until - 1, 2 * last - first: 2 * until - since}
    if isinstance(tree, Mapping):
        return {key: _shifted(value, since, until) for key, value in tree.items()}
    if isinstance(tree, list):
        return [_shifted(value, since, until) for value in tree]
    if isinstance(tree, str):
        return re.sub(r"\b(?:19|20)\d\d\b", lambda match: str(years.get(int(match[0]), match[0])), tree)
    return tree


def _refuse_faults(kind: str, file: str, tree: dict[str, Any]) -> None:
    """Raises UsageError if the user's input would make a record of the new project invalid."""
    if BY_NAME[kind].shape.holds_many:
        return
    _, problems = build_record(BY_NAME[kind].record, tree, Positions(file, {}), {"id": kind})
    if problems:
        raise UsageError(f"{problems[0].sentence} {problems[0].advice}")
