"""Tests commands on a git repository that is damaged, hostile, or owned by another user.

Each command ends with one sentence in Vietnamese.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from kyyeu.loading.history import History, read_history
from kyyeu.reading import TIMEZONE
from kyyeu.work.git import changed_files

from tests.building import DAY, commit_all, copy_sample, edit, git
from tests.filling import run

PROFILE = "content/units/thpt-ban-trang/exemplars/dang-huong-tram.md"
# All commands of Kyyeu that run git.
COMMANDS = (("check", "--base", "main"), ("diff", "main", "--records"), ("status",))


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Returns a git repository with the sample project on main, and a branch of a pull request."""
    root = copy_sample(tmp_path_factory.mktemp("git") / "sample")
    commit_all(root)
    git(root, "switch", "-qc", "sua")
    edit(root / PROFILE, ("figure: 64 bài", "figure: 65 bài"))
    commit_all(root)
    return root


@pytest.fixture
def repository(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(original, tmp_path / "kho"))


def _lose_objects(root: Path) -> None:
    for folder in (root / ".git/objects").iterdir():
        shutil.rmtree(folder)


def _garble_objects(root: Path) -> None:
    for path in (root / ".git/objects").glob("??/*"):
        path.chmod(0o644)
        path.write_bytes(b"garbled")


@pytest.mark.parametrize(
    "damage",
    [
        _lose_objects,
        _garble_objects,
        lambda root: (root / ".git/HEAD").write_text(""),
        lambda root: (root / ".git/config").write_text("[core\n"),
        lambda root: [(root / ".git").rename(root / "x"), (root / ".git").write_text("gitdir: nowhere\n")],
    ],
    ids=["objects lost", "objects garbled", "HEAD", "config", "git file"],
)
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_a_damaged_repository_is_told(
    damage: Callable[[Path], object], command: tuple[str, ...], repository: Path
) -> None:
    damage(repository)
    code, _, errors = run(repository, *command, "--date", DAY)
    assert code == 2 and errors.startswith("kyyeu: ") and errors.count("\n") == 1, errors
    assert "bị hỏng" in errors or "git không làm được" in errors, errors


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_a_repository_of_another_user_is_told(
    command: tuple[str, ...], repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    code, _, errors = run(repository, *command, "--date", DAY)
    assert code == 2 and errors.count("\n") == 1
    assert f"git config --global --add safe.directory '{repository}'" in errors


def test_without_git_only_what_needs_it_fails(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    for command in COMMANDS[:2]:
        code, _, errors = run(repository, *command, "--date", DAY)
        assert (code, errors) == (2, "kyyeu: máy này chưa cài git\n")
    assert run(repository, "check", "--date", DAY)[0] == run(repository, "status", "--date", DAY)[0] == 0
    assert read_history(repository, TIMEZONE) == History()


@pytest.mark.parametrize("text", ["[core\n", '[submodule "x"]\n\tpath = ../..\n\turl = -x\n', "\0" * 999])
def test_a_pull_request_with_a_hostile_gitmodules_is_read(text: str, repository: Path) -> None:
    """Commands still read a pull request that adds a submodule and a broken or hostile .gitmodules file."""
    commit = git(repository, "rev-parse", "main").stdout.strip()
    (repository / ".gitmodules").write_text(text)
    git(repository, "add", ".gitmodules")
    git(repository, "update-index", "--add", "--cacheinfo", f"160000,{commit},content/units/so-gddt/x")
    git(repository, "commit", "-qm", "Sửa")
    (repository / "content/units/so-gddt/x").mkdir()
    names = [".gitmodules", "content/units/so-gddt/x", PROFILE]
    assert changed_files(repository, "main", "HEAD") == changed_files(repository, "main") == names
    for command in COMMANDS:
        code, _, errors = run(repository, *command, "--date", DAY)
        assert (code, errors) == (0, ""), errors


def test_names_that_are_no_text_are_compared_as_places_show_them(repository: Path) -> None:
    (repository / "content/a\udcff\udcfe.md").write_text("---\ntitle: Một\n---\n")
    assert "content/a\ufffd\ufffd.md" in changed_files(repository, "main")
    code, output, _ = run(repository, "check", "--base", "main", "--date", DAY)
    assert code == 1 and "content/a\ufffd\ufffd.md:1:1: lỗi [file-name]" in output.partition("Có từ trước")[0]
