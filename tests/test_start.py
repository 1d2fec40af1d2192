"""Tests the first steps of a user: the wheel holds the package and runs, `kyyeu start` loses no work."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.building import DAY, HOME, build, commit_all, copy_sample, git, kyyeu, tree

IMPORT_EVERYTHING = """
import importlib, pkgutil, kyyeu
for module in pkgutil.walk_packages(kyyeu.__path__, "kyyeu."):
    if not module.name.endswith(".__main__"):
        importlib.import_module(module.name)
print(kyyeu.__file__)
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Returns a folder with the installed package, built from a copy so that the checkout stays clean."""
    source = tmp_path_factory.mktemp("source")
    shutil.copytree(
        HOME / "build_scripts",
        source / "build_scripts",
        ignore=shutil.ignore_patterns("*.egg-info", "__pycache__"),
    )
    for name in ("theme", "data", "content/huong-dan"):
        shutil.copytree(HOME / name, source / name, ignore=shutil.ignore_patterns("node_modules"))
    for name in ("pyproject.toml", "setup.py", "mkdocs.yml", "README.md"):
        shutil.copy(HOME / name, source)
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", ".", "--no-deps", "--no-build-isolation"], cwd=source, check=True)
    [wheel] = source.glob("*.whl")
    subprocess.run([*pip, "install", "--no-deps", "--target", source / "installed", wheel], check=True)
    return source / "installed"


def run(installed: Path, *arguments: str) -> str:
    """Runs Python outside any project, with only the installed package; returns what it prints."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=installed.parent,
        env={"PYTHONPATH": str(installed), "PATH": "", "PYTHONSAFEPATH": "1"},
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def test_every_module_imports(installed: Path) -> None:
    assert run(installed, "-c", IMPORT_EVERYTHING).strip() == str(installed / "kyyeu/__init__.py")


def test_the_command_runs(installed: Path) -> None:
    assert "Cách dùng: kyyeu" in run(installed, "-m", "kyyeu", "--help")


def test_an_installed_program_makes_the_same_site(
    installed: Path, built_sample: Path, tmp_path: Path
) -> None:
    root = copy_sample(tmp_path / "du-an", cache=built_sample)
    run(installed, "-m", "kyyeu", "--root", str(root), "build", "--date", DAY)
    assert (tree(root / "site"), tree(root / "print")) == (
        tree(built_sample / "site"),
        tree(built_sample / "print"),
    )


def test_the_wheel_holds_nothing_but_the_package(installed: Path) -> None:
    assert {path.name for path in installed.iterdir() if not path.name.endswith(".dist-info")} == {
        "kyyeu",
        "bin",
    }
    of_the_checkout = {
        path.relative_to(HOME / "build_scripts") for path in (HOME / "build_scripts/kyyeu").rglob("*.py")
    }
    assert {path.relative_to(installed) for path in installed.rglob("*.py")} == of_the_checkout


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "du-an"
    for top in ("content", "data"):
        shutil.copytree(HOME / top, root / top)
    commit_all(root)
    return root


def test_an_empty_project_is_sound(project: Path) -> None:
    names = [path.name for path in (project / "data/units").iterdir()]
    run = kyyeu(
        project,
        "start",
        "--department=Sở Giáo dục và Đào tạo tỉnh Mẫu",
        "--url=https://kyyeu.mau.example",
        "--email=vp@mau.example",
    )
    assert "Đã bỏ" in run.stdout and "Traceback" not in run.stderr
    problems = json.loads(kyyeu(project, "check", "--format", "json").stdout)["problems"]
    assert [problem["code"] for problem in problems] == ["site-url"], "the only problem: .example in the URL"
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


def test_a_first_unit_gets_its_page(project: Path) -> None:
    """After `kyyeu start`, a new unit gets its page on the site once its kind and name are filled in."""
    kyyeu(project, "start")
    kyyeu(project, "new", "unit", "thpt-moi")
    path = project / "data/units/thpt-moi/unit.yml"
    text = path.read_text(encoding="utf-8").replace("\nkind:\n", "\nkind: upper_secondary\n")
    path.write_text(text.replace("\nnames:\n", "\nnames:\n  - name: Trường THPT Mới\n"), encoding="utf-8")
    assert kyyeu(project, "check", check=False).returncode == 0
    build(project)
    assert (project / "site/don-vi/thpt-moi/index.html").is_file()


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ("--url=kyyeu.mau.example", "cần một địa chỉ mạng"),
        ("--url=https://kyyeu.mau.example/a;}location=/x{", "có dấu } không viết được"),
        ("--email=-vp@mau.example", "cần một địa chỉ thư điện tử"),
        ("--department=Sở\nGiáo dục", "chỉ được một dòng"),
    ],
)
def test_wrong_particulars_change_nothing(project: Path, option: str, words: str) -> None:
    run = kyyeu(project, "start", option, check=False)
    assert run.returncode == 2 and words in run.stderr
    assert git(project, "status", "--porcelain").stdout == ""


def test_nothing_is_lost(project: Path, tmp_path: Path) -> None:
    (project / "content/index.md").write_text("---\ntitle: Của tôi\n---\n\nBài tôi viết.\n", encoding="utf-8")
    run = kyyeu(project, "start", check=False)
    assert run.returncode == 2 and "chưa ghi vào git" in run.stderr and (project / "content/units").is_dir()
    bare = tmp_path / "khong-git"
    shutil.copytree(project / "data", bare / "data")
    run = kyyeu(bare, "start", check=False)
    assert run.returncode == 2 and (bare / "data/decisions.yml").is_file()
