"""Reads and checks projects in which one record file or page was damaged at random.

Half of the trials damage the file roughly, so that most projects are refused. The other half only change
values and words, so that many projects are accepted and the data of their pages is put together too.
"""

import os
import random
import unicodedata
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
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

from tests.attack.bounded import faults_of
from tests.attack.conftest import Rounds
from tests.building import TODAY, copy_sample

Damage = Callable[["Project", str, random.Random], str]

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
    """A copy of the sample project, whose files an attack damages and repairs.

    It also holds the texts, lines and values of the undamaged files, from which damaged texts are put
    together.
    """

    def __init__(self, folder: Path) -> None:
        self.root = copy_sample(folder)
        self.memory = folder / ".cache/pictures.json"
        self.texts = {
            path.relative_to(folder): path.read_text(encoding="utf-8") for path in self._record_files()
        }
        self.lines = [line for text in self.texts.values() for line in text.splitlines() if line.strip()]
        self.values: dict[str, list[str]] = defaultdict(list)
        for line in self.lines:
            key, colon, value = line.partition(": ")
            if colon:
                self.values[key.lstrip(" -")].append(value)
        self._process = 0
        self._changed: list[Path] = []

    def _record_files(self) -> list[Path]:
        files = sorted(self.root.rglob("*"))
        return [file for file in files if file.suffix in (".md", ".yml") and "schemas" not in file.parts]

    def attack(self, damages: tuple[Damage, ...], chance: random.Random) -> Callable[[], None]:
        """Repairs the file that the last trial damaged, and damages another one.

        Returns the function that reads the project, whose time and memory are then measured.
        """
        self._mend()
        file = chance.choice([*self.texts])
        text = self.texts[file]
        for _ in range(chance.choice((1, 1, 2, 5))):
            text = chance.choice(damages)(self, text, chance)
        data = text[:2_100_000].encode(errors="surrogatepass")
        if damages is ROUGH:
            if chance.random() < 0.04:
                data = bytes(chance.choice(_BYTES)(bytearray(data), chance))
            if chance.random() < 0.03:
                self._put(chance.choice((chance.choice([*self.texts]), _new_address(chance))), data)
        self._put(file, None if damages is ROUGH and chance.random() < 0.03 else data)
        return partial(read_check_and_view, self.root, self.memory)

    def _put(self, file: Path, data: bytes | None) -> None:
        self._changed.append(file)
        path = self.root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True) if data is None else path.write_bytes(data)

    def _mend(self) -> None:
        """Restores the undamaged texts of the files that the last trial changed.

        In a new process, all files are restored, because the process before it may have died during a trial.
        """
        if self._process != os.getpid():
            self._process = os.getpid()
            self._changed = [*self.texts, *(file.relative_to(self.root) for file in self._record_files())]
        for file in self._changed:
            if file in self.texts:
                (self.root / file).write_text(self.texts[file], encoding="utf-8")
            else:
                (self.root / file).unlink(missing_ok=True)
        self._changed = []


def _new_address(chance: random.Random) -> Path:
    return Path(chance.choice(ADDRESSES).format("la"))


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
        anywhere = chance.choice(project.values[chance.choice([*project.values])])
        value = anywhere if chance.random() < 0.7 else chance.choice(TOKENS)
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


def _put_like_value(project: Project, text: str, chance: random.Random) -> str:
    """Replaces the value of a key by another value that the same key has elsewhere in the sample project."""

    def change(lines: list[str], number: int) -> None:
        head, colon, _ = lines[number].partition(": ")
        if values := project.values.get(head.lstrip(" -")):
            lines[number] = f"{head}{colon}{chance.choice(values)}"

    return _line(text, chance, change)


def _change_words(project: Project, text: str, chance: random.Random) -> str:
    """Puts a random token, or words of another line, into a line that is prose or has a long value."""

    def change(lines: list[str], number: int) -> None:
        words = lines[number].split(" ")
        if len(words) > 5:
            token = chance.choice((*TOKENS, chance.choice(project.lines)))
            words.insert(chance.randrange(3, len(words)), token.replace("\n", " ").replace("\r", " "))
            lines[number] = " ".join(words)

    return _line(text, chance, change)


ROUGH: tuple[Damage, ...] = (
    *(_put_token, _put_token, _cut, _repeat, _put_value, _put_value, _put_value, _put_line, _drop_line),
    *(_drop_line, _double_line, _shift, _change_letter, _take_apart, _swap_records),
)
GENTLE: tuple[Damage, ...] = (
    *(_put_like_value, _put_like_value, _change_words, _change_words, _change_words),
    *(_change_letter, _drop_line, _swap_records, _take_apart),
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
    """Reads and checks a project, and puts together the data of all its pages and printed works.

    It renders nothing.
    """
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


@pytest.mark.parametrize("damages", [ROUGH, GENTLE], ids=["rough", "gentle"])
def test_damaged_records_and_pages(
    tmp_path: Path, seed: int, rounds: Rounds, damages: tuple[Damage, ...]
) -> None:
    project = Project(tmp_path / "sample")
    remember(project.memory, {})
    load(project.root, memory=project.memory)
    assert faults_of(partial(project.attack, damages), seed, rounds(50_000, 40)) == []
