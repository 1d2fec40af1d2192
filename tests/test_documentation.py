"""Tests that commands, paths, Makefile targets and pictures in the documentation are correct."""

import re
import shutil
import subprocess
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import licences
import pytest
from demonstration import pictures, portraits
from kyyeu.cli import build_parser
from PIL import Image

from tests.building import DAY, HOME, copy_sample, kyyeu

DOCUMENTS = [HOME / name for name in ("README.md", "README.vi.md", "CONTRIBUTING.md", "SECURITY.md")]
GUIDE = sorted((HOME / "theme/guide").glob("*.md"))
PARSERS = next(action for action in build_parser()._actions if action.dest == "command").choices
assert isinstance(PARSERS, dict)
OPTIONS = {
    command: {option for action in parser._actions for option in action.option_strings} - {"-h"}
    for command, parser in PARSERS.items()
}
TARGETS = set(re.findall(r"^([a-z]+):", (HOME / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


@pytest.mark.parametrize("page", [*DOCUMENTS, *GUIDE], ids=lambda page: page.stem)
def test_commands_and_options_that_a_page_names_exist(page: Path) -> None:
    """Commands and options in the documentation exist, so that readers can type them as they stand.

    An ellipsis or a word in capitals is a placeholder, which readers replace by a value of their own.
    """
    text = page.read_text(encoding="utf-8").replace("\\|", "/")
    lines = re.findall(r"(?:^|`)(?:\.venv/bin/)?((?:kyyeu|make) [^`\n|]+)", text, re.MULTILINE)
    assert lines or page in GUIDE
    for line in lines:
        program, command, *rest = line.split()
        if program == "make":
            assert command in TARGETS, line
        elif command not in ("…", "COMMAND"):
            assert command in OPTIONS, line
            assert set(re.findall(r"--[a-z-]+", " ".join(rest))) <= OPTIONS[command], line


def test_contributing_names_every_command_option_and_target() -> None:
    """CONTRIBUTING.md names every command, option and Makefile target.

    An option must stand in its command's row of the table, or in the sentence below the table about options
    that several commands share.
    """
    text = (HOME / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(make|kyyeu) ([a-z]+)([^`]*)` \|", text, re.MULTILINE)
    assert {name for program, name, _ in rows if program == "make"} == TARGETS
    named: dict[str, set[str]] = {name: {"--help"} for program, name, _ in rows if program == "kyyeu"}
    shared = text.partition("`--help` lists the options. ")[2].partition("\n\n")[0]
    clauses = re.split(r";|\.\s", shared)
    for command in named:
        of_rows = [options for _, name, options in rows if name == command]
        of_clauses = [clause for clause in clauses if f"`{command}`" in clause]
        named[command] |= set(re.findall(r"--[a-z-]+", " ".join(of_rows + of_clauses)))
    assert named == OPTIONS


@pytest.mark.parametrize("page", DOCUMENTS, ids=lambda page: page.stem)
def test_no_table_names_a_thing_twice(page: Path) -> None:
    rows = re.findall(r"^\| ([^|]*(?:\\\|[^|]*)*) \|", page.read_text(encoding="utf-8"), re.MULTILINE)
    rows = [row for row in rows if "`" in row]
    assert rows == list(dict.fromkeys(rows))


def test_readme_commands_run(tmp_path: Path) -> None:
    root = copy_sample(tmp_path / "sample")
    assert kyyeu(root, "check").returncode == 0
    assert "ky-yeu" in kyyeu(root, "print", "--list").stdout
    assert "Đã tạo" in kyyeu(root, "new", "exemplar", "thpt-ban-trang/nguyen-van-a").stdout
    help_text = kyyeu(root, "build", "--help").stdout
    assert "--json" in help_text and "--out" in help_text


def test_the_map_names_what_is_there() -> None:
    text = (HOME / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = re.search(r"\| To add \| Open \|\n(.*?)\n\n", text, re.DOTALL)
    assert rows
    named = set(re.findall(r"`((?:model|views|theme|outputs|checks|tests)/[\w./]*)`", rows[1]))
    assert len(named) > 8
    for path in named - {"views/site/x.py", "theme/pages/x.html"}:
        base = HOME if path.startswith(("theme/", "tests/")) else HOME / "build_scripts/kyyeu"
        assert (base / path).exists(), path


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Returns the demonstration project, built from the content in this repository as `make site` does."""
    root = tmp_path_factory.mktemp("demonstration")
    for folder in ("content", "data"):
        shutil.copytree(HOME / folder, root / folder)
    kyyeu(root, "build", "--strict", "--date", DAY)
    return root / "site"


@pytest.mark.browser
@pytest.mark.parametrize("name", ["site", "booklet"])
def test_pictures_look_like_what_is_built(demonstration: Path, name: str) -> None:
    """The pictures in the README look like pages of the site as it is built today.

    After a deliberate change, `make site` and `python -m demonstration.pictures` draw the pictures again.
    """
    with Image.open(pictures.PICTURES / f"{name}.png") as kept:
        # Playwright can run only once in a thread. It may be running in this thread already, so a new one is
        # used.
        with ThreadPoolExecutor(1) as thread:
            drawn = thread.submit(pictures.DRAW[name], demonstration).result()
        assert pictures.difference(kept, drawn) <= pictures.ALIKE
        assert pictures.difference(kept, Image.new("RGB", kept.size, "white")) > pictures.ALIKE


def test_readme_names_files_that_are_there() -> None:
    readme = (HOME / "README.md").read_text(encoding="utf-8")
    assert all((HOME / path).exists() for path in re.findall(r"\]\(([^)#:]+)\)", readme))


def test_portraits_are_what_the_script_draws() -> None:
    assert portraits.main(["--check"]) == 0


def test_nothing_of_one_machine_is_tracked() -> None:
    tracked = subprocess.run(
        ["git", "ls-files"], check=True, capture_output=True, text=True, cwd=HOME
    ).stdout.split()
    assert not [path for path in tracked if path.startswith(("site/", "print/", ".cache/", ".venv/"))]
    for path in tracked:
        data = (HOME / path).read_bytes() if (HOME / path).is_file() else b""
        assert b"://" + b"pypi" not in data, path


def test_everything_that_is_shipped_has_a_licence() -> None:
    """`make licences` lists every package of the lock files and every font of theme/fonts, with its licence.

    Without a network, only the days of the packages' last releases are unknown.
    """
    packages = licences.shipped()
    locked = re.findall(r"^([a-z0-9-]+)==", (HOME / "requirements.txt").read_text("utf-8"), re.MULTILINE)
    assert {package.name for package in packages if package.source == "python"} == set(locked)
    project = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert {re.split("[>=<]", wanted)[0] for wanted in project["dependencies"]} <= set(locked)
    assert {"@sveltia/cms", "yaml", "texgyretermes-bold"} < {package.name for package in packages}
    assert "esbuild" not in {package.name for package in packages}, "only builds the editor"
    assert not [package for package in packages if "" in package or licences.UNKNOWN in package]
    days = {package.source: licences.last_release(package, "") for package in packages}
    assert days == {"python": "unknown", "npm": "unknown", "font": "2009-10-08"}
    assert licences.last_release(packages[0], "http://127.0.0.1:9/") == "unknown"
