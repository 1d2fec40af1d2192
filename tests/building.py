"""Helpers for tests that build: copies of the sample, the real command line, files of a built folder."""

import hashlib
import json
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

from kyyeu.loading.load import load
from kyyeu.model.library import Library
from kyyeu.model.privacy import SITE
from kyyeu.outputs.booklets.font_files import font_jobs
from kyyeu.publishing.gate import publish
from kyyeu.work.cache import Cache

TESTS = Path(__file__).resolve().parent
HOME = TESTS.parent
SAMPLE = TESTS / "sample"
BROKEN = TESTS / "broken"
DAY = "2026-11-23"
TODAY = date.fromisoformat(DAY)


def copy_sample(folder: Path, cache: Path | None = None) -> Path:
    """A fresh copy of the sample in `folder`; with the cache of another copy where that saves time."""
    shutil.copytree(SAMPLE, folder, dirs_exist_ok=True)
    if cache is not None:
        shutil.copytree(cache / ".cache" / "results", folder / ".cache" / "results", dirs_exist_ok=True)
    return folder


def copy_fonts(results: Path, folder: Path) -> Path:
    """Copy the font files of printed works from one cache into another, to save the time of making them."""
    for font in (*font_jobs().values(), *font_jobs(official=True).values()):
        if Cache(results).has(font.key):
            Cache(folder).put(font.key, Cache(results).bytes(font.key))
    return folder


def read_project(root: Path = SAMPLE) -> Library:
    """The records of the sample, or of a copy of it that tests have changed."""
    library, problems = load(root)
    assert library is not None, problems
    return library


def copy_broken(case: str, folder: Path) -> Path:
    """Returns a copy of the sample with the mistakes of tests/broken/<case> put into it."""
    copy_sample(folder)
    beside = shutil.ignore_patterns("change.diff", "expected.txt")
    shutil.copytree(BROKEN / case, folder, dirs_exist_ok=True, ignore=beside)
    change = BROKEN / case / "change.diff"
    if change.exists():
        subprocess.run(["git", "apply", "--whitespace=nowarn", change], cwd=folder, check=True)
    return folder


def expected_lines(case: str) -> list[str]:
    """What `kyyeu check` prints of tests/broken/<case>, a problem a line."""
    return (BROKEN / case / "expected.txt").read_text(encoding="utf-8").splitlines()


def withheld_files(root: Path) -> list[str]:
    """Lists the files of exemplars that the site may not show, which the user guide's pictures omit."""
    library = read_project(root)
    hidden = library.exemplars.keys() - publish(library, SITE, TODAY).exemplars.keys()
    return [library.places["exemplar", ref].file for ref in sorted(hidden)]


def kyyeu(root: Path, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run a `kyyeu` command in a process of its own, as a user would on the command line."""
    return subprocess.run(
        [sys.executable, "-m", "kyyeu", "--root", str(root), *arguments],
        check=check,
        capture_output=True,
        text=True,
        cwd=HOME,
    )


def git(root: Path, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Runs git in a folder under an invented user's name."""
    who = ("-c", "user.name=Thử", "-c", "user.email=thu@hoa-ban.example", "-c", "core.quotepath=off")
    return subprocess.run(["git", *who, *arguments], cwd=root, check=check, capture_output=True, text=True)


def commit_all(root: Path, message: str = "Nội dung") -> None:
    """Commits all files of a folder on its branch; a folder without git becomes a repository first."""
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-qm", message)


def build(root: Path, *arguments: str) -> dict[str, Any]:
    """Builds a project with `kyyeu build --json` and returns the report that the command prints."""
    report: dict[str, Any] = json.loads(kyyeu(root, "build", "--date", DAY, "--json", *arguments).stdout)
    return report


def tree(folder: Path) -> dict[str, str]:
    """Relative path → hash of every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def pdf_text(path: Path) -> str:
    """Text and metadata of a PDF as readers get them."""
    text = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", str(path), "-"], check=True, capture_output=True, text=True
    ).stdout
    facts = subprocess.run(
        ["pdfinfo", "-enc", "UTF-8", str(path)], check=True, capture_output=True, text=True
    ).stdout
    return f"{text}\n{facts}"
