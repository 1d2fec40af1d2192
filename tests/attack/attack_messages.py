"""Damages content at random, and reads the messages about it that people outside the project may see.

None of these messages may reveal who is withheld.
"""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

from kyyeu.loading.load import load
from kyyeu.publishing.outward import OutwardWording
from kyyeu.reading import check

from tests.building import copy_sample, read_project
from tests.test_messages import BEFORE, held_in, telling

SIGNS = (
    *"“”\"':{}[]#&*-_./@ ",
    "\n",
    "\n  ",
    "- ",
    "é",
    "\u200b",
    "x: ",
    "doc:",
    "exemplar:",
    "](",
    "![",
    "<b>",
)


def spoil(chance: random.Random, text: str, words: list[str]) -> str:
    """Returns a text with one random change, such as a name, an id or a sign in a wrong place."""
    lines = text.splitlines(keepends=True) or [""]
    number = chance.randrange(len(lines))
    line = lines[number]
    key, colon, value = line.partition(":")
    word = chance.choice(words)
    match chance.randrange(8):
        case 0:
            lines[number] = f"{key}: {word}\n" if colon else f"{word}\n"
        case 1:
            lines[number] = f"{word}{colon}{value}" if colon else f"{word}: {line}"
        case 2:
            lines[number] = f"{line.rstrip()} {word}\n"
        case 3:
            lines[number] = f'{key}: "{word}” và “{value.strip()}"\n'
        case 4:
            at = chance.randrange(len(line) + 1)
            lines[number] = line[:at] + chance.choice(SIGNS) + line[at:]
        case 5:
            lines[number] = ""
        case 6:
            lines.insert(chance.randrange(len(lines)), line)
        case _:
            lines.insert(number, f"{line[: len(line) - len(line.lstrip())]}{word}: {word}\n")
    return "".join(lines)


def test_no_spoilt_record_makes_a_message_tell_who_is_withheld(
    tmp_path: Path, seed: int, rounds: Callable[..., int]
) -> None:
    """Messages for outsiders name no withheld person, even if names stand in the wrong places.

    Names and ids are put into wrong fields, keys, lists and file names. The day of the checks lies before all
    consent, so that everybody is withheld.
    """
    chance, whole = random.Random(seed), copy_sample(tmp_path / "whole")
    titles = {speech.title.casefold() for speech in read_project().speeches.values()}
    needles = telling(read_project()) - titles
    files = [file for file in sorted(whole.rglob("*")) if file.suffix in (".md", ".yml")]
    pictures = sorted(whole.rglob("*.jpg"))
    quoted = 0
    for number in range(rounds(4_000, 25)):
        root = tmp_path / "spoilt"
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(whole, root)
        for file in chance.sample(files, chance.randint(1, 3)):
            path = root / file.relative_to(whole)
            text = path.read_text(encoding="utf-8")
            for _ in range(chance.randint(1, 4)):
                text = spoil(chance, text, sorted(needles))
            path.write_text(text, encoding="utf-8")
        for file in chance.sample([*files, *pictures], 1):
            path = root / file.relative_to(whole)
            name = chance.choice(sorted(needles)).rpartition(".")[0] or chance.choice(sorted(needles))
            path.rename(path.with_name(f"{name[:60]}{path.suffix}"))
        library = load(root)[0]
        # A person whose record was renamed or lost its name is unknown to the program, so that it cannot hide
        # this name.
        known = needles & telling(library) if library else needles
        wording = OutwardWording(library, BEFORE)
        for problem in check(root, BEFORE).problems:
            quoted += bool(held_in(str(problem), known))
            assert not held_in(str(wording.problem(problem)), known), f"{seed}, {number}: {problem}"
    assert quoted
