"""What the documents say is true: commands, paths, targets, pictures."""

from __future__ import annotations

import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from demonstration import pictures, portraits
from kyyeu.cli import build_parser
from PIL import Image

from tests.building import DAY, HOME, copy_sample, kyyeu

pytestmark = pytest.mark.xdist_group("documentation")
DOCUMENTS = ("README.md", "README.vi.md", "CONTRIBUTING.md")


def _commands(name: str) -> set[str]:
    """Every `kyyeu …` and `make …` in backticks or code blocks of a document."""
    text = (HOME / name).read_text(encoding="utf-8")
    inline = re.findall(r"`((?:\.venv/bin/)?(?:kyyeu|make) [^`]+)`", text)
    blocks = re.findall(
        r"^((?:\.venv/bin/)?(?:kyyeu|make) \w+)",
        "\n".join(re.findall(r"```sh\n(.*?)```", text, re.DOTALL)),
        re.MULTILINE,
    )
    return {command.removeprefix(".venv/bin/") for command in [*inline, *blocks]}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_commands_exist(name: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", (HOME / "Makefile").read_text(), re.MULTILINE))
    kyyeu_commands = set(
        next(action for action in build_parser()._actions if action.dest == "command").choices or ()
    )
    found = _commands(name)
    assert found
    for command in found:
        words = command.split()
        if words[0] == "make":
            assert words[1] in targets, command
        else:
            if "COMMAND" in command:
                continue
            verbs = [word for word in command.replace("|", " ").split()[1:] if re.fullmatch(r"[a-z]+", word)]
            assert verbs[:1] and verbs[0] in kyyeu_commands, command


GUIDE = sorted((HOME / "content/huong-dan").glob("*.md"))


@pytest.mark.parametrize("page", GUIDE, ids=[page.stem for page in GUIDE])
def test_the_guide_names_commands_and_options_that_are_there(page: Path) -> None:
    """A reader types them as they stand; what is left to fill in is shown by an ellipsis or a name in brackets."""
    parser = build_parser()
    choices = next(action for action in parser._actions if action.dest == "command").choices
    assert isinstance(choices, dict)
    targets = set(re.findall(r"^([a-z]+):", (HOME / "Makefile").read_text(), re.MULTILINE))
    text = page.read_text(encoding="utf-8")
    lines = re.findall(r"(?:^|`)(?:\.venv/bin/)?((?:kyyeu|make) [^`\n|]+)", text, re.MULTILINE)
    for line in lines:
        words = line.split()
        if words[0] == "make":
            assert words[1] in targets, line
            continue
        if words[1] == "…":
            continue
        assert words[1] in choices, line
        known = {option for action in choices[words[1]]._actions for option in action.option_strings}
        assert {word for word in words[2:] if word.startswith("--")} <= known, line


def test_every_command_and_option_has_help() -> None:
    parser = build_parser()
    commands = next(action for action in parser._actions if action.dest == "command")
    assert {choice.dest for choice in commands._choices_actions if choice.help} == set(commands.choices)  # type: ignore[attr-defined]
    for name, sub in commands.choices.items():  # type: ignore[union-attr]
        assert all(action.help for action in sub._actions), name


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
    """The demonstration, built from this checkout's content and data as `make site` builds it."""
    root = tmp_path_factory.mktemp("demonstration")
    for folder in ("content", "data"):
        shutil.copytree(HOME / folder, root / folder)
    kyyeu(root, "build", "--strict", "--date", DAY)
    return root / "site"


@pytest.mark.browser
@pytest.mark.parametrize("name", ["site", "booklet"])
def test_pictures_look_like_what_is_built(demonstration: Path, name: str) -> None:
    """`make site` and `python -m demonstration.pictures` draw them again."""
    with Image.open(pictures.PICTURES / f"{name}.png") as kept:
        with ThreadPoolExecutor(
            1
        ) as thread:  # this one's browser may be open already, and it has but one loop
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
