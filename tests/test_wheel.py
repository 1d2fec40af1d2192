"""Tests that the wheel holds the whole package and nothing else, and that it runs without a checkout."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.building import HOME

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
    for name in ("pyproject.toml", "README.md"):
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


def test_the_wheel_holds_nothing_but_the_package(installed: Path) -> None:
    assert {path.name for path in installed.iterdir() if not path.name.endswith(".dist-info")} == {
        "kyyeu",
        "bin",
    }
    of_the_checkout = {
        path.relative_to(HOME / "build_scripts") for path in (HOME / "build_scripts/kyyeu").rglob("*.py")
    }
    assert {path.relative_to(installed) for path in installed.rglob("*.py")} == of_the_checkout
