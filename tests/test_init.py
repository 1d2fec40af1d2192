"""Tests the first steps of a user: the wheel works alone, and `kyyeu init` writes a new project."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from tests.building import DAY, HOME, build, copy_results, copy_sample, kyyeu, read_project, tree

IMPORT_EVERYTHING = """
import importlib, pkgutil, kyyeu
for module in pkgutil.walk_packages(kyyeu.__path__, "kyyeu."):
    if not module.name.endswith(".__main__"):
        importlib.import_module(module.name)
print(kyyeu.__file__)
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Returns a folder into which the program's wheel is installed.

    The wheel is built from a copy of the source code, so that the repository stays clean.
    """
    source = tmp_path_factory.mktemp("source")
    shutil.copytree(
        HOME / "build_scripts",
        source / "build_scripts",
        ignore=shutil.ignore_patterns("*.egg-info", "__pycache__"),
    )
    for name in ("theme", "data", "content", ".github", ".forgejo", ".gitlab"):
        shutil.copytree(HOME / name, source / name, ignore=shutil.ignore_patterns("node_modules", "units"))
    for name in ("pyproject.toml", "setup.py", "mkdocs.yml", "README.md", "requirements.txt"):
        shutil.copy(HOME / name, source)
    (source / ".cache/editor").mkdir(parents=True)
    (source / ".cache/editor/app.js").write_text("// As `make editor` would have written it.\n")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", ".", "--no-deps", "--no-build-isolation"], cwd=source, check=True)
    [wheel] = source.glob("*.whl")
    subprocess.run([*pip, "install", "--no-deps", "--target", source / "installed", wheel], check=True)
    return source / "installed"


def run(installed: Path, *arguments: str) -> str:
    """Runs Python outside any project with only the installed program; returns what Python prints."""
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
    files = installed / "kyyeu/files"
    assert (files / "editor/app.js").is_file() and not (files / ".github/workflows/test.yml").exists()


DEPARTMENT = "Sở Giáo dục và Đào tạo {}"
PARTICULARS = ("--url=https://kyyeu.mau.example", "--email=vp@mau.example", "--cycle=2020-2025")


@pytest.fixture(scope="module")
def project(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Returns the folder of a project that the installed program has made, which tests do not change."""
    root = tmp_path_factory.mktemp("moi") / "ky-yeu"
    department = DEPARTMENT.format("tỉnh Mẫu")
    output = run(installed, "-m", "kyyeu", "init", str(root), "--department", department, *PARTICULARS)
    assert output.startswith("Đã viết")
    return root


def texts(root: Path) -> str:
    """Returns the text of all record files and pages of a project, except the user guide."""
    return "\n".join(
        path.read_text(encoding="utf-8")
        for path in sorted(root.rglob("*"))
        if path.suffix in (".md", ".yml") and "huong-dan" not in path.parts
    )


def test_a_new_project_is_sound(project: Path) -> None:
    problems = json.loads(kyyeu(project, "check", "--format", "json").stdout)["problems"]
    assert [problem["code"] for problem in problems] == ["site-url"], "the only problem: .example in the URL"
    assert kyyeu(project, "format", "--check").returncode == 0
    assert kyyeu(project, "editor", "--check").returncode == 0


@pytest.mark.parametrize(
    ("place", "province", "government"),
    [
        ("tỉnh Mẫu", "Mẫu", "Ủy ban nhân dân tỉnh Mẫu"),
        ("thành phố Mẫu Sơn", "thành phố Mẫu Sơn", "Ủy ban nhân dân thành phố Mẫu Sơn"),
    ],
)
def test_nothing_of_the_demonstration_remains(
    place: str, province: str, government: str, tmp_path: Path
) -> None:
    root = tmp_path / "ky-yeu"
    kyyeu(HOME, "init", str(root), "--department", DEPARTMENT.format(place), *PARTICULARS)
    left = texts(root)
    for word in ("Hòa Bình", "Phú Thọ", "MINHHOA", "minh họa", "2015", "2019-", "Tỉnh ủy"):
        assert not [line for line in left.splitlines() if word in line and "2019-08-01" not in line], word
    assert {path.name for path in (root / "data/units").iterdir()} == {"so-gddt", "ubnd-tinh"}
    library = read_project(root)
    assert library.units["ubnd-tinh"].names[0].name == government
    assert [each.province for each in library.units["so-gddt"].places] == [province]
    assert f"Đại hội Thi đua yêu nước {place}" in left and f"Với {government}" in left


def test_a_project_holds_no_program_code(project: Path) -> None:
    suffixes = {path.suffix for path in project.rglob("*") if path.is_file()}
    assert suffixes <= {".md", ".yml", ".json", ".webp", ".txt", ""}, suffixes


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Returns a folder with links to all installed Python libraries except Kyyeu."""
    folder = tmp_path_factory.mktemp("thu-vien")
    for path in Path(sysconfig.get_path("purelib")).iterdir():
        if "kyyeu" not in path.name and not path.name.endswith(".pth"):
            (folder / path.name).symlink_to(path)
    return folder


def test_make_site_in_a_new_project(
    project: Path, installed: Path, libraries: Path, built_sample: Path, tmp_path: Path
) -> None:
    """A new project can be built if nothing but the wheel is installed.

    Both `make site` and `mkdocs build` make the same site with its booklets.
    """
    root = tmp_path / "ky-yeu"
    shutil.copytree(project, root)
    [wheel] = installed.parent.glob("*.whl")
    shutil.copy(wheel, root)
    subprocess.run([sys.executable, "-m", "venv", root / ".venv"], check=True)
    [packages] = (root / ".venv/lib").glob("python*/site-packages")
    (packages / "libraries.pth").write_text(f"{libraries}\n")
    # Copies the cached font files from the built sample, because making them takes long.
    copy_results(built_sample, root)
    surroundings = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PIP_NO_INDEX": "1", "LANG": "C.UTF-8"}
    site = subprocess.run(
        ["make", "site", f"PYTHON={sys.executable}"],
        cwd=root,
        env=surroundings,
        capture_output=True,
        text=True,
    )
    assert site.returncode == 0, site.stderr
    assert "Đã dựng" in site.stdout and (root / "site/index.html").is_file()
    page = (root / "site/index.html").read_text(encoding="utf-8")
    texts_of_site = (root / "site").rglob("*.html"), (root / "site").rglob("*.json")
    for path in (path for paths in texts_of_site for path in paths):
        assert "Hòa Bình" not in path.read_text(encoding="utf-8"), path
    assert "Bản minh họa" not in page and "https://kyyeu.mau.example/" in page and "vp@mau.example" in page
    command = [root / ".venv/bin/python", "-c", "import kyyeu; print(kyyeu.__file__)"]
    where = subprocess.run(command, env=surroundings, check=True, capture_output=True, text=True).stdout
    assert where.startswith(str(packages))
    before = tree(root / "site")
    shutil.rmtree(root / "site")
    command = [root / ".venv/bin/python", "-m", "mkdocs", "build", "--quiet"]
    subprocess.run(command, cwd=root, env=surroundings, check=True)
    assert tree(root / "site") == before


def test_a_first_unit_gets_its_page(project: Path, built_sample: Path, tmp_path: Path) -> None:
    """A unit added to a new project gets its page on the site once its kind and name are filled in."""
    root = tmp_path / "ky-yeu"
    shutil.copytree(project, root)
    copy_results(built_sample, root)
    kyyeu(root, "new", "unit", "thpt-moi")
    path = root / "data/units/thpt-moi/unit.yml"
    text = path.read_text(encoding="utf-8").replace("\nkind:\n", "\nkind: upper_secondary\n")
    path.write_text(text.replace("\nnames:\n", "\nnames:\n  - name: Trường THPT Mới\n"), encoding="utf-8")
    assert kyyeu(root, "check", check=False).returncode == 0
    build(root)
    assert (root / "site/don-vi/thpt-moi/index.html").is_file()


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ("--url=kyyeu.mau.example", "cần một địa chỉ mạng"),
        ("--url=https://kyyeu.mau.example/a;}location=/x{", "có dấu } không viết được"),
        ("--email=-vp@mau.example", "cần một địa chỉ thư điện tử"),
        ("--department=Sở\nGiáo dục", "chỉ được một dòng"),
        ("--cycle=2025", "viết dạng 2025-2030"),
        ("--cycle=2030-2025", "viết dạng 2025-2030"),
    ],
)
def test_wrong_particulars_write_nothing(option: str, words: str, tmp_path: Path) -> None:
    root = tmp_path / "ky-yeu"
    run = kyyeu(HOME, "init", str(root), "--department", DEPARTMENT.format("tỉnh Mẫu"), option, check=False)
    assert run.returncode == 2 and words in run.stderr
    assert not root.exists()


def test_nothing_is_overwritten(project: Path, tmp_path: Path) -> None:
    before = tree(project)
    (tmp_path / "tep").write_text("x")
    (tmp_path / "lien-ket").symlink_to(project)
    for folder in (project, tmp_path / "tep", tmp_path / "lien-ket"):
        run = kyyeu(HOME, "init", str(folder), "--department", DEPARTMENT.format("tỉnh Mẫu"), check=False)
        assert run.returncode == 2 and "Traceback" not in run.stderr, folder
    assert tree(project) == before
    (tmp_path / "kho/.git").mkdir(parents=True)
    kyyeu(HOME, "init", str(tmp_path / "kho"), "--department", DEPARTMENT.format("tỉnh Mẫu"))
    assert (tmp_path / "kho/Makefile").is_file()
