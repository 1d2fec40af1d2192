"""`kyyeu start`: the demonstration becomes an empty project that passes the check and builds; nothing that could not be had back goes."""

import json
import shutil
from pathlib import Path

import pytest

from tests.building import HOME, build, git, kyyeu


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "du-an"
    for top in ("content", "data"):
        shutil.copytree(HOME / top, root / top)
    git(tmp_path, "init", "-q", str(root))
    git(root, "add", "-A")
    git(root, "commit", "-qm", "Bản minh họa")
    return root


def test_an_empty_project_is_sound(project: Path) -> None:
    names = [path.name for path in (project / "data/units").iterdir()]
    own = (
        "--department",
        "Sở Giáo dục và Đào tạo tỉnh Mẫu",
        "--url",
        "https://kyyeu.mau.example",
        "--email",
        "vp@mau.example",
    )
    run = kyyeu(project, "start", *own)
    assert "Đã bỏ" in run.stdout and "Traceback" not in run.stderr
    problems = json.loads(kyyeu(project, "check", "--format", "json").stdout)["problems"]
    assert [problem["code"] for problem in problems] == ["site-url"], (
        "an address for examples, and nothing else"
    )
    assert kyyeu(project, "format", "--check").returncode == 0
    left = "\n".join(
        path.read_text(encoding="utf-8")
        for top in ("content", "data")
        for path in (project / top).rglob("*")
        if path.suffix in (".md", ".yml") and "huong-dan" not in path.parts
    )
    assert "MINHHOA" not in left and "minh họa" not in left
    assert not [
        name
        for name in names
        if name not in ("so-gddt", "ubnd-tinh") and (project / "data/units" / name).exists()
    ]
    for catalogue in (
        "awards.yml",
        "documents.yml",
        "movements.yml",
        "outlines/2015-2020.yml",
        "programmes/conference.yml",
    ):
        assert (project / "data" / catalogue).read_bytes() == (HOME / "data" / catalogue).read_bytes()
    build(project)
    page = (project / "site/index.html").read_text(encoding="utf-8")
    assert "Bản minh họa" not in page and "https://kyyeu.mau.example/" in page and "vp@mau.example" in page
    run = kyyeu(project, "start", check=False)
    assert run.returncode == 2 and "không phải bản minh họa" in run.stderr


def test_a_first_unit_and_its_first_exemplar(project: Path) -> None:
    """What the last words advise leads on: a unit, its profile, on the site."""
    kyyeu(project, "start")
    kyyeu(project, "new", "unit", "thpt-moi")
    path = project / "data/units/thpt-moi/unit.yml"
    text = path.read_text(encoding="utf-8")
    for blank, filled in (
        ("kind:", "kind: upper_secondary"),
        ("names:", "names:\n  - name: Trường THPT Mới"),
    ):
        text = text.replace(f"\n{blank}\n", f"\n{filled}\n")
    path.write_text(text, encoding="utf-8")
    assert kyyeu(project, "check", check=False).returncode == 0
    build(project)
    assert (project / "site/don-vi/thpt-moi/index.html").is_file()


def test_nothing_is_lost(project: Path, tmp_path: Path) -> None:
    (project / "content/index.md").write_text("---\ntitle: Của tôi\n---\n\nBài tôi viết.\n", encoding="utf-8")
    run = kyyeu(project, "start", check=False)
    assert run.returncode == 2 and "chưa ghi vào git" in run.stderr and (project / "content/units").is_dir()
    bare = tmp_path / "khong-git"
    shutil.copytree(project / "data", bare / "data")
    run = kyyeu(bare, "start", check=False)
    assert run.returncode == 2 and (bare / "data/decisions.yml").is_file()
