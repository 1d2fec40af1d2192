"""Compares the output of two builds and returns the pages of the site and of the booklets that differ."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import unescape
from itertools import zip_longest
from pathlib import Path

import pypdfium2

from kyyeu.outputs.booklets.editions import EDITIONS
from kyyeu.work.run import Worker
from kyyeu.work.source import Source

# The resolution at which PDF pages are compared, in pixels per inch. It is enough to notice one changed
# letter.
DPI = 60
# The endings of the file names of a booklet's other editions, such as press. They are skipped because they
# show the same pages.
_COPIES = tuple(f"{edition.suffix}.pdf" for edition in EDITIONS.values() if edition.suffix)
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_HEAD = 40_000  # Only this many characters at the beginning of an HTML page are searched for its title.


@dataclass(frozen=True, slots=True)
class ChangedPage:
    """A page of the site that differs between two builds.

    `before` is the HTML file of the old build, or None for a new page. `after` is the file of the new build,
    or None for a removed page.
    """

    address: str
    title: str
    before: Path | None
    after: Path | None


@dataclass(frozen=True, slots=True)
class ChangedBooklet:
    """A booklet whose PDF has changed pages.

    `pages` has pairs of old and new page numbers, counted from 0. The old number is None for a new page, and
    the new number is None for a removed page.
    """

    name: str
    before: Path | None
    after: Path | None
    pages: tuple[tuple[int | None, int | None], ...]


BuiltFiles = Mapping[str, Source]


def changed_pages(before: BuiltFiles, after: BuiltFiles) -> tuple[ChangedPage, ...]:
    """Returns the pages of the site that differ between two builds, in the order of their addresses."""
    pages = []
    for name in sorted(before.keys() | after.keys()):
        if (
            not name.endswith(".html")
            or name.startswith("khung/")
            or _digest(before, name) == _digest(after, name)
        ):
            continue
        html = (after.get(name) or before[name]).read().decode()[:_HEAD]
        match = _TITLE.search(html)
        title = " ".join(unescape(match[1]).split()).rpartition(" · ")[0] if match else ""
        title = title or ("Trang chủ" if name == "index.html" else name)
        pages.append(
            ChangedPage(name.removesuffix("index.html"), title, _path(before, name), _path(after, name))
        )
    return tuple(pages)


def changed_booklets(worker: Worker, before: BuiltFiles, after: BuiltFiles) -> tuple[ChangedBooklet, ...]:
    """Returns the booklets whose PDF pages look different in two builds.

    A PDF that exists under several names is returned only once, under the first name.
    """
    names = [
        name
        for name in sorted(before.keys() | after.keys())
        if name.endswith(".pdf")
        and not name.endswith(_COPIES)
        and _digest(before, name) != _digest(after, name)
    ]
    names = list({(_digest(before, name), _digest(after, name)): name for name in reversed(names)}.values())[
        ::-1
    ]
    sides = [side.get(name) for name in names for side in (before, after)]
    digests = [digest for batch in worker.share("So ấn phẩm", _page_digests, sides, 1) for digest in batch]
    return tuple(
        ChangedBooklet(name, _path(before, name), _path(after, name), pages)
        for name, old, new in zip(names, digests[::2], digests[1::2], strict=True)
        if (pages := _pairs(old, new))
    )


def _digest(files: BuiltFiles, name: str) -> str:
    return files[name].digest if name in files else ""


def _path(files: BuiltFiles, name: str) -> Path | None:
    return files[name].checked() if name in files else None


def _pairs(before: Sequence[str], after: Sequence[str]) -> tuple[tuple[int | None, int | None], ...]:
    edits = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return tuple(
        pair
        for change, old_start, old_end, new_start, new_end in edits
        if change != "equal"
        for pair in zip_longest(range(old_start, old_end), range(new_start, new_end))
    )


def _page_digests(sources: Sequence[Source | None]) -> list[list[str]]:
    """Returns for each PDF a list with a hash of each page's appearance."""
    all_digests = []
    for source in sources:
        digests = []
        if source is not None:
            with pypdfium2.PdfDocument(source.checked()) as book:
                for page in book:
                    picture = page.render(scale=DPI / 72)
                    digests.append(hashlib.blake2b(bytes(picture.buffer), digest_size=12).hexdigest())
        all_digests.append(digests)
    return all_digests


def stretches(numbers: Iterable[int], gap: int = 1) -> list[list[int]]:
    """Groups rising numbers into stretches and returns the first and last number of each stretch.

    A new stretch begins where a number is more than `gap` larger than the number before.
    """
    result: list[list[int]] = []
    for number in numbers:
        if result and number - result[-1][1] <= gap:
            result[-1][1] = number
        else:
            result.append([number, number])
    return result
