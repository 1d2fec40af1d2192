"""Reads, checks and views projects in which record files and pages were damaged at random.

A case runs in a process of its own with little memory: it may not crash, take over 2 s or over 500 MB.
"""

import os
import random
import resource
import signal
import traceback
import unicodedata
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

from kyyeu.checks.run import run_checks
from kyyeu.loading.load import load
from kyyeu.loading.pictures import remember
from kyyeu.model.library import Library
from kyyeu.model.privacy import PRINT, SITE
from kyyeu.outputs.booklets.works import WORKS
from kyyeu.outputs.markdown import render_markdown
from kyyeu.outputs.site.pages import PAGES
from kyyeu.problems import has_errors
from kyyeu.stages import Channels
from kyyeu.views.prose import LinkedProse

from tests.attack.conftest import Rounds
from tests.building import TODAY, copy_sample

SECONDS, MEMORY = 2, 500_000_000
# How many projects a child process reads, one after the other.
BATCH = 100
# How many files are damaged in a project, by turns: after one, the views are often reached; five save time.
FILES = (1, 5)
_WORDS = """
- ? : , [ ] { } # & * ! | > ' % @ ` ~ < = / ( ) _ $ *a !!python/name:os.system !x null ~ yes 0 -1
1e999 nan 1_000 0x10 1:20 2020-02-31 0001-01-01 9999-12-31 2020-13-01 2019-2018 24:00 07:60
https://[::1 //x [a](unit:x) [a](exemplar:../..) ![a](a.jpg) <script> </p> [^1] &#0; ../../x a/b CON
nam index @key
"""
TOKENS = (
    *_WORDS.split(),
    "e\u0301",
    "İ",
    "ß",
    "١٢",
    '"',
    "\\",
    "- ",
    ": ",
    " #",
    "---\n",
    "...\n",
    "\t",
    "\n",
    "\n\n",
    "  ",
    "\r\n",
    "\r",
    "\x00",
    "\x1b[31m",
    "\x85",
    "\u2028",
    "\ufeff",
    "\u202e",
    "\u200b",
    "\U0001f600",
    "\ud800",
    "ﬁ",
    "²",
    "Ⅻ",
    "&a [*a, *a]",
    "<<: ",
    "? ",
    "|-\n",
    ">\n",
    "{{ x }}",
    "{% x %}",
    "Nguyễn Văn A",
    "[^1]: a\n",
    "| a | b |\n| - |\n",
    "# ",
    "## [1.I.1] ",
    "> " * 20,
    "- " * 20,
    "1. " * 9,
    "```\n",
    "id: x\n",
    "unit: x\n",
    "consent:\n",
    "scope: [data]\n",
    "\u0301" * 300,
    "9" * 400,
    "a" * 3000,
    "*" * 60,
    "[" * 49,
    "](" * 20,
    "&amp;" * 50,
)
ADDRESSES = (
    "data/units/{}/unit.yml",
    "content/units/so-gddt/news/2020-01-01-{}.md",
    "content/{}.md",
    "data/{}.yml",
)


class Project:
    """A copy of the sample, and what an attack knows of it: its files, and all values in them."""

    def __init__(self, folder: Path) -> None:
        self.root = copy_sample(folder)
        self.memory = folder / ".cache/pictures.json"
        self.texts = {
            path.relative_to(folder): path.read_text(encoding="utf-8")
            for path in sorted(folder.rglob("*"))
            if path.suffix in (".md", ".yml") and "schemas" not in path.parts
        }
        self.lines = [line for text in self.texts.values() for line in text.splitlines() if line.strip()]
        self.values = [line.partition(": ")[2] for line in self.lines if ": " in line]

    def attack(self, chance: random.Random, files: int) -> dict[Path, bytes | None]:
        """Returns new contents of so many files; None deletes a file."""
        changes: dict[Path, bytes | None] = {}
        while len(changes) < files:
            file = chance.choice([*self.texts])
            text = self.texts[file]
            for _ in range(chance.choice((1, 1, 2, 5))):
                text = chance.choice(DAMAGES)(self, text, chance)
            data = text[:2_100_000].encode(errors="surrogatepass")
            if chance.random() < 0.04:
                data = bytes(chance.choice(_BYTES)(bytearray(data), chance))
            changes[file] = data
            if chance.random() < 0.03:
                changes[file] = None
            if chance.random() < 0.03:
                other = chance.choice(
                    (chance.choice([*self.texts]), Path(chance.choice(ADDRESSES).format("la")))
                )
                changes[other] = data
        return changes


def _at(text: str, chance: random.Random) -> int:
    return chance.randrange(len(text) + 1)


def _line(text: str, chance: random.Random, change: Callable[[list[str], int], None]) -> str:
    lines = text.split("\n")
    change(lines, chance.randrange(len(lines)))
    return "\n".join(lines)


def _put_token(project: Project, text: str, chance: random.Random) -> str:
    at = _at(text, chance)
    times = chance.choice((1, 1, 1, 1, 2, 60, 3000))
    token = chance.choice(TOKENS)
    return text[:at] + token * max(1, min(times, 150_000 // len(token))) + text[at:]


def _cut(project: Project, text: str, chance: random.Random) -> str:
    start, end = sorted((_at(text, chance), _at(text, chance)))
    return text[:start] + text[end:] if chance.random() < 0.5 else text[: start + 20 * (end > start)]


def _repeat(project: Project, text: str, chance: random.Random) -> str:
    start, end = sorted((_at(text, chance), _at(text, chance)))
    times = chance.choice((1, 2, 10, 100, 5000))
    return text[:end] + text[start:end] * max(1, min(times, 2_000_000 // (end - start + 1))) + text[end:]


def _put_value(project: Project, text: str, chance: random.Random) -> str:
    def change(lines: list[str], number: int) -> None:
        head, colon, _ = lines[number].partition(":")
        value = chance.choice(project.values) if chance.random() < 0.7 else chance.choice(TOKENS)
        lines[number] = f"{head}{colon or ':'} {value}"

    return _line(text, chance, change)


def _put_line(project: Project, text: str, chance: random.Random) -> str:
    return _line(text, chance, lambda lines, number: lines.insert(number, chance.choice(project.lines)))


def _drop_line(project: Project, text: str, chance: random.Random) -> str:
    return _line(text, chance, lambda lines, number: lines.pop(number) and None)


def _double_line(project: Project, text: str, chance: random.Random) -> str:
    return _line(text, chance, lambda lines, number: lines.insert(number, lines[number]))


def _shift(project: Project, text: str, chance: random.Random) -> str:
    def change(lines: list[str], number: int) -> None:
        lines[number] = " " * chance.randrange(7) + lines[number].lstrip()

    return _line(text, chance, change)


def _change_letter(project: Project, text: str, chance: random.Random) -> str:
    at = _at(text, chance)
    return text[:at] + chr(chance.choice((chance.randrange(128), chance.randrange(0x2FFF)))) + text[at + 1 :]


def _take_apart(project: Project, text: str, chance: random.Random) -> str:
    return unicodedata.normalize(chance.choice(("NFD", "NFKD", "NFKC")), text)


def _swap_records(project: Project, text: str, chance: random.Random) -> str:
    blocks = text.split("\n\n")
    chance.shuffle(blocks)
    return "\n\n".join(blocks)


DAMAGES = (
    *(_put_token, _put_token, _cut, _repeat, _put_value, _put_value, _put_value, _put_line, _drop_line),
    *(_drop_line, _double_line, _shift, _change_letter, _take_apart, _swap_records),
)


def _flip(data: bytearray, chance: random.Random) -> bytearray:
    for _ in range(chance.choice((1, 5, 50))):
        if data:
            data[chance.randrange(len(data))] = chance.randrange(256)
    return data


_BYTES: tuple[Callable[[bytearray, random.Random], Any], ...] = (
    _flip,
    lambda data, chance: data.decode(errors="replace").encode("utf-16"),
    lambda data, chance: data.decode(errors="replace").encode("cp1258", errors="replace"),
    lambda data, chance: chance.randbytes(chance.randrange(5000)),
    lambda data, chance: b"",
)


def read_check_and_view(root: Path, memory: Path) -> None:
    """Does with a project what a build does before it renders: all pages and all printed works, as data."""
    library, problems = load(root, memory=memory, may_write=False)
    problems = [*problems, *(run_checks(library, TODAY) if library else ())]
    for problem in problems:
        str(problem).encode()
    if library is None:
        return
    for record in (*library.exemplars.values(), *library.news.values(), *library.speeches.values()):
        render_markdown(LinkedProse(record.body.markdown), str)
    if not has_errors(problems):
        view_all(library)


def view_all(library: Library) -> None:
    channels = Channels(library, TODAY)
    shown, printed = channels.catalogue(SITE), channels.catalogue(PRINT)
    for kind in PAGES:
        for _, view in kind.views(shown, ()):
            view()
    on_site = frozenset(shown.published.exemplars)
    for conference in printed.conferences:
        for work in WORKS:
            if work.applies(printed, conference):
                work.view(printed, conference, on_site)


def _run_case(project: Project, name: str) -> str:
    """Runs one case and returns what is wrong with the program, or ''. `name` is the case's seed."""
    changes = project.attack(random.Random(name), FILES[int(name.rpartition("-")[2]) % len(FILES)])
    before = resource.getrusage(resource.RUSAGE_SELF)
    try:
        for file, data in changes.items():
            path = project.root / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.unlink(missing_ok=True) if data is None else path.write_bytes(data)
        read_check_and_view(project.root, project.memory)
    except BaseException:
        return traceback.format_exc()
    finally:
        for file in changes:
            if file in project.texts:
                (project.root / file).write_text(project.texts[file], encoding="utf-8")
            else:
                (project.root / file).unlink(missing_ok=True)
    after = resource.getrusage(resource.RUSAGE_SELF)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return f"{seconds:.1f} s" if seconds > SECONDS else ""


def run_batch(project: Project, seed: int, first: int, last: int) -> list[str]:
    """Runs the cases from number `first` up to `last` in a child process; returns what went wrong."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.close(read)
            signal.signal(signal.SIGXCPU, signal.SIG_DFL)
            pages = int(Path("/proc/self/statm").read_text().split()[0])
            limit = pages * os.sysconf("SC_PAGE_SIZE") + MEMORY
            resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
            with os.fdopen(write, "w") as report:
                for number in range(first, last):
                    report.write(f"case {seed}-{number}\n")
                    report.flush()
                    # A case that never ends is ended by the system.
                    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
                    resource.setrlimit(resource.RLIMIT_CPU, (int(used) + 30, resource.RLIM_INFINITY))
                    if fault := _run_case(project, f"{seed}-{number}"):
                        report.write(f"fault {fault.encode()!r}\n")
            code = 0
        finally:
            os._exit(code)
    os.close(write)
    with os.fdopen(read) as report:
        lines = report.read().splitlines()
    _, status = os.waitpid(child, 0)
    faults = [f"{case} {line}" for case, line in pairwise(lines) if line.startswith("fault ")]
    if status:
        faults.append(f"{lines[-1] if lines else first} ended the process: {status}")
        project.__init__(project.root)  # type: ignore[misc]
    return faults


def test_damaged_records_and_pages(tmp_path: Path, seed: int, rounds: Rounds) -> None:
    project = Project(tmp_path / "sample")
    remember(project.memory, {})
    load(project.root, memory=project.memory)
    faults: list[str] = []
    total = rounds(100_000, 150) * len(FILES) // sum(FILES)
    for first in range(0, total, BATCH):
        faults += run_batch(project, seed, first, min(first + BATCH, total))
    assert faults == []
