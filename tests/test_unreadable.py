"""Tests that each file or folder that cannot be read is reported with its path and not silently skipped."""

import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from kyyeu.loading.files import not_there, record_files
from kyyeu.loading.load import load
from kyyeu.loading.text import read_text
from kyyeu.outputs.editor.format_files import format_files

from tests.building import copy_sample

NOBODY = 65534
UNIT = "content/units/thpt-ban-trang"
PROFILE = f"{UNIT}/exemplars/dang-huong-tram.md"


@contextmanager
def without_rights() -> Iterator[None]:
    """Context manager that gives up root's right to read every file, if the tests run as root."""
    if os.geteuid():
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_root() -> Iterator[Path]:
    """Returns a copy of the sample in a folder that all users of the computer may read.

    Temporary folders of tests are otherwise private to the user who runs them.
    """
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield copy_sample(Path(folder) / "sample")


def unread(root: Path) -> list[tuple[str, str]]:
    """Returns the files and folders that loading reports as unreadable or of a wrong kind.

    Each is a pair of its path and the code of the problem.
    """
    _, problems = load(root)
    codes = ("file-unreadable", "file-link", "file-unknown")
    return sorted({(problem.place.file, problem.code) for problem in problems if problem.code in codes})


@pytest.mark.parametrize("mode", [0o000, 0o444, 0o111], ids=["closed", "names only", "no names"])
@pytest.mark.parametrize(
    "folder",
    ["data", "data/units", "content", "content/units", UNIT, f"{UNIT}/exemplars"],
)
def test_a_folder_without_permission_is_told(folder: str, mode: int, open_root: Path) -> None:
    path = open_root / folder
    inside = {file.relative_to(open_root).as_posix() for file in path.rglob("*")}
    path.chmod(mode)
    try:
        with without_rights():
            listed = unread(open_root)
    finally:
        path.chmod(0o755)
    assert listed and {code for _, code in listed} == {"file-unreadable"}
    # The problems name the folder itself, or files and folders inside it.
    assert {file for file, _ in listed} <= {folder, *inside}


@pytest.mark.parametrize(
    "file", [PROFILE, f"{UNIT}/exemplars/dang-huong-tram.jpg", "data/site.yml", "content/index.md"]
)
def test_a_file_without_permission_is_told(file: str, open_root: Path) -> None:
    (open_root / file).chmod(0)
    with without_rights():
        assert unread(open_root) == [(file, "file-unreadable")]
        problem = not_there(open_root, file)
        assert format_files(open_root, [], write=True).problems == (
            [problem] if file.startswith("data") or file == PROFILE else []
        )
    assert problem and "quyền đọc" in problem.sentence


def test_a_folder_too_deep_for_the_system_is_told(root: Path) -> None:
    name = "a" * 200
    handle = os.open(root / UNIT, os.O_RDONLY)
    for _ in range(25):
        os.mkdir(name, dir_fd=handle)
        handle, before = os.open(name, os.O_RDONLY, dir_fd=handle), handle
        os.close(before)
    os.close(handle)
    ((file, code),) = unread(root)
    assert code == "file-unreadable" and file.startswith(f"{UNIT}/aaa")


def test_reasons_are_vietnamese(tmp_path: Path) -> None:
    for name, reason in (("khong-co.yml", "vừa bị xóa"), ("a" * 300, "quá dài")):
        _, (problem,) = read_text(tmp_path, name)
        assert reason in problem.sentence and "No such" not in problem.sentence
        assert not_there(tmp_path, name) == problem


@pytest.mark.parametrize("name", ["content", "data", "data/units", "content/units", "content/booklets"])
def test_what_is_no_folder_where_a_folder_belongs_is_told(name: str, tmp_path: Path) -> None:
    def as_link(path: Path) -> None:
        path.rename(tmp_path / "elsewhere")
        path.symlink_to(tmp_path / "elsewhere")

    def as_circle(path: Path) -> None:
        shutil.rmtree(path)
        path.symlink_to(path)

    def as_file(path: Path) -> None:
        shutil.rmtree(path)
        path.write_text("")

    def as_pipe(path: Path) -> None:
        shutil.rmtree(path)
        os.mkfifo(path)

    for change, code in (
        (as_link, "file-link"),
        (as_circle, "file-link"),
        (as_file, "file-unknown"),
        (as_pipe, "file-unreadable"),
    ):
        root = copy_sample(tmp_path / change.__name__)
        change(root / name)
        assert unread(root) == [(name, code)], change.__name__
        assert list(format_files(root, [], write=False).problems) or change is as_file


@pytest.mark.parametrize("file", [PROFILE, "data/units/thpt-ban-trang/models.yml", "content/index.md"])
def test_links_sockets_and_devices_are_not_read(file: str, root: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_bytes((root / file).read_bytes() if (root / file).exists() else b"")
    for change, code in (
        (lambda path: path.symlink_to(outside), "file-link"),
        (lambda path: path.symlink_to(path), "file-link"),
        (lambda path: path.symlink_to("/dev/zero"), "file-link"),
        (lambda path: path.symlink_to(tmp_path / "nowhere"), "file-link"),
        (os.mkfifo, "file-unreadable"),
        (_listen, "file-unreadable"),
    ):
        (root / file).unlink(missing_ok=True)
        change(root / file)
        assert (file, code) in unread(root)


def _listen(path: Path) -> None:
    """Makes a Unix socket with the given path.

    The path of a socket can have only 100 bytes, so the function changes into the folder first.
    """
    before = Path.cwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(path.name)
    finally:
        os.chdir(before)


def test_a_file_that_vanishes_while_folders_are_listed_is_told(root: Path) -> None:
    listed = list(record_files(root))
    (root / PROFILE).unlink()
    problem = not_there(root, PROFILE)
    assert PROFILE in listed and problem and problem.code == "file-unreadable"
