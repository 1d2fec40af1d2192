"""Helpers for tests that build: they copy the sample project, run commands and read the built files."""

import hashlib
import json
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from kyyeu.loading.load import load
from kyyeu.model.library import Library
from kyyeu.model.privacy import PRINT, SITE
from kyyeu.outputs.booklets.font_files import font_jobs
from kyyeu.publishing.gate import publish
from kyyeu.resources import THEME
from kyyeu.views.catalogue import Catalogue, catalogue
from kyyeu.work.cache import Cache
from kyyeu.work.source import FileSet, Source, digest_of, file_set

TESTS = Path(__file__).resolve().parent
HOME = TESTS.parent
SAMPLE = TESTS / "sample"
BROKEN = TESTS / "broken"
Fonts = tuple[tuple[str, Source], ...]
DAY = "2026-11-23"
TODAY = date.fromisoformat(DAY)


def copy_sample(folder: Path, cache: Path | None = None) -> Path:
    """Returns a fresh copy of the sample project in `folder`.

    If `cache` is given, it is another copy, whose cache is copied too to save time.
    """
    shutil.copytree(SAMPLE, folder, dirs_exist_ok=True)
    if cache is not None:
        copy_results(cache, folder)
    return folder


def copy_results(source: Path, root: Path) -> None:
    """Copies cached results of another copy of the sample project into the cache of the project `root`."""
    results = Path(".cache/results")
    shutil.copytree(source / results, root / results, dirs_exist_ok=True)


def copy_fonts(results: Path, folder: Path) -> Path:
    """Copies the font files of printed works from one cache into another, to save the time of making them."""
    for font in (*font_jobs().values(), *font_jobs(official=True).values()):
        if Cache(results).has(font.key):
            Cache(folder).put(font.key, Cache(results).read(font.key))
    return folder


def source_of(path: Path) -> Source:
    """Returns a Source, by which jobs are given a file: its path and the hash of its present content."""
    return Source(digest_of(path.read_bytes()), path)


def print_theme(theme: Path = THEME) -> FileSet:
    """Returns the files of a theme that are used to lay out parts of books, such as templates and styles."""
    return file_set(theme, ("tokens.css", "print/**/*"))


def font_files(results: Path) -> Fonts:
    """Returns the font files in a cache, by the font names that style sheets use."""
    return tuple((f"fonts/{name}.ttf", Cache(results).source(job.key)) for name, job in font_jobs().items())


def read_project(root: Path = SAMPLE) -> Library:
    """Returns all records of the sample project, or of the project in `root`."""
    library, problems = load(root)
    assert library is not None, problems
    return library


def printable(library: Library) -> Catalogue:
    """Returns the catalogue (sorted records) of everything in a library that may be printed."""
    return catalogue(publish(library, PRINT, TODAY))


def copy_broken(case: str, folder: Path) -> Path:
    """Returns a copy of the sample project with the mistakes that tests/broken/<case> describes."""
    copy_sample(folder)
    change = BROKEN / case / "change.diff"
    shutil.copytree(
        BROKEN / case, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns(change.name, "expected.txt")
    )
    if change.exists():
        subprocess.run(["git", "apply", "--whitespace=nowarn", change], cwd=folder, check=True)
    return folder


def expected_lines(case: str) -> list[str]:
    """Returns the lines that `kyyeu check` must print for tests/broken/<case>, one for each problem."""
    return (BROKEN / case / "expected.txt").read_text(encoding="utf-8").splitlines()


def write_record(path: Path, record: Any, body: str | None = None) -> None:
    """Writes a record's data as a YAML file.

    If there is a text, writes a Markdown file with the data as front matter.
    """
    text = yaml.dump(record, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=1000)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text if body is None else f"---\n{text}---\n\n{body}\n", encoding="utf-8")


def edit(path: Path, *changes: tuple[str, str]) -> str:
    """Replaces texts in a file and returns its new text; fails if the file lacks one of the old texts."""
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return text


def withheld_files(root: Path) -> list[str]:
    """Returns the record files of exemplars (honoured people and groups) that the site may not show.

    The pictures in the user guide leave these records out.
    """
    library = read_project(root)
    return [
        library.places["exemplar", ref].file
        for ref in sorted(library.exemplars.keys() - publish(library, SITE, TODAY).exemplars.keys())
    ]


def kyyeu(root: Path, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Runs a `kyyeu` command in a process of its own, as a user does on the command line."""
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
    """Commits all files of a folder to git; first makes the folder a git repository if it is none."""
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-qm", message)


def build(root: Path, *arguments: str) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(kyyeu(root, "build", "--date", DAY, "--json", *arguments).stdout)
    return report


def tree(folder: Path) -> dict[str, str]:
    """Returns a dict from the relative path of every file below a folder to the hash of its content."""
    return {
        path.relative_to(folder).as_posix(): hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def pdf_text(path: Path) -> str:
    """Returns the text and the metadata of a PDF as one text."""
    commands = (["pdftotext", "-enc", "UTF-8", str(path), "-"], ["pdfinfo", "-enc", "UTF-8", str(path)])
    return "\n".join(
        subprocess.run(command, check=True, capture_output=True, text=True).stdout for command in commands
    )
