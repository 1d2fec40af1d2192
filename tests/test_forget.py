"""Tests that `kyyeu forget` erases a person from records, registers, pictures and the git history."""

import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.building import DAY, commit_all, copy_sample, edit, git, kyyeu, read_project, tree

LONG = "thpt-ban-trang/au-duc-long"
RECORD = f"content/units/{LONG.replace('/', '/exemplars/')}.md"
NEWS = "content/units/thpt-ban-trang/news/2020-01-03-chuan-bi-hoi-nghi.md"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Returns a git repository that names the person to be erased in many places.

    The name stands in branches, tags, merges, commit messages and files.
    """
    root = copy_sample(tmp_path / "kho")
    (root / ".gitignore").write_text("/site/\n/print/\n/.cache/\n")
    commit_all(root, "Hồ sơ thầy Âu Đức Long")
    for key, value in (("user.name", "Thử"), ("user.email", "thu@hoa-ban.example")):
        git(root, "config", key, value)
    git(root, "checkout", "-qb", "nhanh")
    (root / "ghi-chu.txt").write_text("Thầy ÂU  ĐỨC\nLONG, tệp au-duc-long.jpg")
    with zipfile.ZipFile(root / "so.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "<w:t>Âu Đức </w:t><w:t>Long</w:t>")
    photo = Image.Exif()
    # The picture names the person in the Exif tag XPAuthor, encoded as Windows does.
    photo[0x9C9D] = "Âu Đức Long".encode("utf-16-le")
    Image.new("RGB", (9, 9)).save(root / "anh.jpg", exif=photo)
    commit_all(root, "Thêm")
    git(root, "mv", "ghi-chu.txt", "cũ.txt")
    commit_all(root, "Đổi tên tệp")
    git(root, "tag", "-am", "Bản có Âu Đức Long", "v1")
    git(root, "rm", "-q", "cũ.txt", "so.docx", "anh.jpg")
    commit_all(root, "Bớt")
    git(root, "checkout", "-q", "main")
    git(root, "merge", "-q", "--no-ff", "-m", "Gộp nhánh của Âu Đức Long", "nhanh")
    git(root, "notes", "add", "-m", "Âu Đức Long đã đọc")
    return root


def forget(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs `kyyeu forget` for Âu Đức Long, the person whom these tests erase."""
    return kyyeu(root, "forget", LONG, "--date", DAY, *arguments, check=False)


def objects(root: Path) -> Iterator[str]:
    """Yields the content of every object in a git repository as text, even if no branch contains it."""
    names = git(root, "cat-file", "--batch-all-objects", "--batch-check=%(objectname) %(objecttype)").stdout
    for name, kind in map(str.split, names.splitlines()):
        data = subprocess.run(
            ["git", "cat-file", kind, name], cwd=root, check=True, capture_output=True
        ).stdout
        yield data.decode("utf-8", "ignore") + data.decode("utf-16-le", "ignore")
        if data.startswith(b"PK"):
            yield "Âu Đức Long"


def test_without_yes_nothing_is_changed(repository: Path) -> None:
    before = tree(repository)
    run = forget(repository)
    assert run.returncode == 0 and f"Xóa: {RECORD}\n" in run.stdout and "thêm --yes" in run.stdout, run.stdout
    assert tree(repository) == before


def test_nothing_is_left_in_any_object(repository: Path) -> None:
    commits = git(repository, "rev-list", "--all", "--count").stdout
    run = forget(repository, "--yes")
    assert run.returncode == 0 and "không còn tên" in run.stdout, run.stdout + run.stderr
    library = read_project(repository)
    assert LONG not in library.exemplars and "LONG" not in "".join(
        delegate.exemplar or "" for delegate in library.delegates.values()
    )
    leaks = [text[:80] for text in objects(repository) if "Đức Long" in text or "au-duc-long" in text]
    assert leaks == []
    assert "Âu Đức Long" not in "".join(
        path.read_text() for top in ("content", "data") for path in (repository / top).rglob("*.[my][dm]*")
    )
    # The history has all its commits and one more, and the working folder has no uncommitted change.
    assert int(git(repository, "rev-list", "--all", "--count").stdout) == int(commits) + 1
    assert git(repository, "status", "--porcelain").stdout == ""
    assert kyyeu(repository, "check", "--date", DAY).returncode == 0
    again = forget(repository, "--yes")
    assert again.returncode == 0 and again.stdout.startswith("Không có gì về hồ sơ"), again.stdout


def test_a_record_deleted_long_ago_is_erased_from_the_history(repository: Path) -> None:
    forget(repository, "--yes")
    git(repository, "checkout", "-qb", "lại")
    (repository / RECORD).write_text("---\nname: Âu Đức Long\n---\n")
    commit_all(repository, "Thêm lại")
    (repository / RECORD).unlink()
    commit_all(repository, "Xóa")
    assert forget(repository, "--yes").returncode == 0
    assert not [text for text in objects(repository) if "Đức Long" in text]


def test_texts_that_name_the_person_are_decided_by_people(repository: Path) -> None:
    edit(repository / NEWS, ("\n---\n", "\n---\n\nThầy Âu Đức Long dặn lại.\n"))
    commit_all(repository)
    before, head = tree(repository / "content"), git(repository, "rev-parse", "HEAD").stdout
    run = forget(repository, "--yes")
    assert run.returncode == 1 and f"{NEWS}:" in run.stdout and "Chưa xóa gì." in run.stdout, run.stdout
    assert tree(repository / "content") == before
    assert git(repository, "rev-parse", "HEAD").stdout == head


def test_somebody_of_the_same_name_stays(repository: Path) -> None:
    other = repository / "content/units/th-thcs-suoi-may/exemplars/vu-an-khe.md"
    edit(other, ("name: Vũ An Khê", "name: Âu Đức Long"))
    commit_all(repository)
    run = forget(repository, "--yes")
    assert run.returncode == 0 and "có người khác cùng tên" in run.stdout, run.stdout + run.stderr
    assert "name: Âu Đức Long" in other.read_text()
    assert RECORD not in git(repository, "log", "--all", "-m", "--name-only", "--format=").stdout
    assert not [text for text in objects(repository) if LONG in text]


@pytest.mark.parametrize(
    ("prepare", "message"),
    [
        ("echo x > content/x.md", "còn tệp sửa mà chưa ghi vào git"),
        ("echo >> data/site.yml && git stash -q", "git stash"),
        ("git worktree add -q ../khac -b khac", "git worktree"),
    ],
)
def test_a_repository_that_would_lose_work_is_refused(repository: Path, prepare: str, message: str) -> None:
    subprocess.run(prepare, shell=True, check=True, cwd=repository)
    run = forget(repository, "--yes")
    assert run.returncode == 2 and message in run.stderr, run.stderr
    assert (repository / RECORD).exists()


def test_an_interrupted_exchange_is_put_right(repository: Path) -> None:
    (repository / ".git").rename(repository / ".git.kyyeu-old")
    (repository / ".git.kyyeu-new").mkdir()
    assert forget(repository).returncode == 0
    assert not [path for path in repository.iterdir() if ".kyyeu-" in path.name]
    assert git(repository, "log", "--format=%s", "-1").stdout == "Gộp nhánh của Âu Đức Long\n"


def test_without_git_the_files_are_changed(tmp_path: Path) -> None:
    root = copy_sample(tmp_path / "sample")
    (root / ".cache/results").mkdir(parents=True)
    assert forget(root, "--yes").returncode == 0
    assert not (root / RECORD).exists() and not (root / ".cache/results").exists()
    assert kyyeu(root, "check", "--date", DAY).returncode == 0
