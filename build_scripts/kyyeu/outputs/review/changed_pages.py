"""The files of two builds → which pages of the site and which pages of the booklets differ."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import unescape
from pathlib import Path

import pypdfium2

from kyyeu.outputs.booklets.editions import EDITIONS
from kyyeu.work.place import Source
from kyyeu.work.run import Worker

DPI = 60  # fine enough for a letter that changed
_COPIES = tuple(
    f"{edition.suffix}.pdf" for edition in EDITIONS.values() if edition.suffix
)  # the same pages again, for a press
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_HEAD = 40_000  # letters of a page in which its title stands


@dataclass(frozen=True, slots=True)
class ChangedPage:
    """A page of the site, by its address; `before` or `after` is None where there is none."""

    address: str
    title: str
    before: Path | None
    after: Path | None


@dataclass(frozen=True, slots=True)
class ChangedBooklet:
    """A PDF: pairs of pages, counted from 0, of which the first became the second; None on one side where a page came or went."""

    name: str
    before: Path | None
    after: Path | None
    pages: tuple[tuple[int | None, int | None], ...]


Files = Mapping[str, Source]


def changed_pages(before: Files, after: Files) -> tuple[ChangedPage, ...]:
    found = []
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name), after.get(name)
        if (
            name.endswith(".html")
            and not name.startswith("khung/")
            and (old and old.key) != (new and new.key)
        ):
            shown = new or old
            assert shown is not None
            title = _TITLE.search(shown.path.read_text(encoding="utf-8")[:_HEAD])
            words = " ".join(unescape(title[1]).split()).rpartition(" · ")[0] if title else ""
            words = words or ("Trang chủ" if name == "index.html" else name)
            found.append(
                ChangedPage(name.removesuffix("index.html"), words, _path(before, name), _path(after, name))
            )
    return tuple(found)


def changed_booklets(worker: Worker, before: Files, after: Files) -> tuple[ChangedBooklet, ...]:
    """Of the PDFs that are not the same file, those whose pages look different; of two that are one file, the first."""
    names = [
        name
        for name in sorted(before.keys() | after.keys())
        if name.endswith(".pdf") and not name.endswith(_COPIES) and _key(before, name) != _key(after, name)
    ]
    names = list({(_key(before, name), _key(after, name)): name for name in reversed(names)}.values())[::-1]
    sides = [side.get(name) for name in names for side in (before, after)]
    looks = [look for batch in worker.share("So ấn phẩm", _looks, sides, 1) for look in batch]
    found = []
    for number, name in enumerate(names):
        if pages := _pairs(looks[2 * number], looks[2 * number + 1]):
            found.append(ChangedBooklet(name, _path(before, name), _path(after, name), pages))
    return tuple(found)


def _key(files: Files, name: str) -> str:
    return files[name].key if name in files else ""


def _path(files: Files, name: str) -> Path | None:
    return files[name].path if name in files else None


def _pairs(before: Sequence[str], after: Sequence[str]) -> tuple[tuple[int | None, int | None], ...]:
    pairs: list[tuple[int | None, int | None]] = []
    for what, old_start, old_end, new_start, new_end in SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        if what != "equal":
            count = max(old_end - old_start, new_end - new_start)
            pairs += [
                (_within(old_start + place, old_end), _within(new_start + place, new_end))
                for place in range(count)
            ]
    return tuple(pairs)


def _within(number: int, end: int) -> int | None:
    return number if number < end else None


def _looks(sources: Sequence[Source | None]) -> list[list[str]]:
    """A digest of each page's picture, of each PDF."""
    found = []
    for source in sources:
        digests = []
        if source is not None:
            with pypdfium2.PdfDocument(source.path) as book:
                for page in book:
                    picture = page.render(scale=DPI / 72)
                    digests.append(hashlib.blake2b(bytes(picture.buffer), digest_size=12).hexdigest())
        found.append(digests)
    return found
