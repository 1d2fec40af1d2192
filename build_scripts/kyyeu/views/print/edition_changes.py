"""A final edition as registered × the same book as it would be printed now → what changed, by the pages that were printed. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import pairwise

from kyyeu.model.editions import HIDDEN, FinalEdition, FinalPart
from kyyeu.model.printing import PROFILE, SPEECH
from kyyeu.views.print.book import Book, Part
from kyyeu.views.print.book_text import part_texts

AROUND = 5  # words shown on either side of what changed, within its clause
NEAR = 2  # changes no further apart are told as one
ALIKE = 0.5  # share of the words by which one line is taken for another's new wording
MANY = 200  # pairs of lines, beyond which they are paired in their order
LONG, HEAD, TAIL = 24, 12, 6  # words: what was printed is shown by its ends where it is longer
COMMAS = (",", ";", ":")
ENDS = (*COMMAS, ".", "!", "?", "…", "·", ".”")
_PAGE = re.compile(r"⟦(\d+)⟧")
KINDS = {PROFILE: "hồ sơ", SPEECH: "bài"}


@dataclass(frozen=True, slots=True)
class Fragment:
    """Words that stand in a book, `changed` ones between others by which they are found."""

    before: str
    changed: str
    after: str

    @property
    def text(self) -> str:
        return " ".join(filter(None, (self.before, self.changed, self.after)))


@dataclass(frozen=True, slots=True)
class Change:
    """`pages` are those of the printed book; `after`: it belongs behind the last of them. `note` says what can't be shown."""

    pages: tuple[int, ...]
    where: str
    printed: Fragment | None = None
    read: Fragment | None = None
    note: str = ""
    after: bool = False

    @property
    def place(self) -> str:
        return f"{'sau ' if self.after else ''}trang {', '.join(map(str, self.pages))}"


@dataclass(frozen=True, slots=True)
class _PrintedLine:
    """`pages` has the page of every word."""

    words: tuple[str, ...]
    pages: tuple[int, ...]

    @property
    def hidden(self) -> bool:
        return HIDDEN in self.words


def changes(edition: FinalEdition, book: Book) -> tuple[Change, ...]:
    """In the order of the printed pages. A correction that stands in several places is told once, with all its pages. Nothing is known
    to have changed where the words were taken out of the register."""
    if not edition.parts:
        return ()
    now = {
        part.name: (part, tuple(_PrintedLine(tuple(line.split()), ()) for line in lines))
        for part, lines in part_texts(book)
    }
    found: list[Change] = []
    for was in edition.parts:
        if was.name in now:
            part, lines = now[was.name]
            found += _differences(_title(part, lines), _printed(was), lines)
        else:
            found.append(_removed(was))
    printed, last = {part.name: _printed(part)[-1:] for part in edition.parts}, 1
    for name, (part, lines) in now.items():
        if name in printed:
            last = max((page for line in printed[name] for page in line.pages), default=last)
        else:
            found.append(Change((last,), _title(part, lines), note=f"Bổ sung {_kind(name)}", after=True))
    return _gathered(found)


def _kind(name: str) -> str:
    return KINDS.get("".join(name.partition("/")[:2]), "phần")


def _title(part: Part, lines: Sequence[_PrintedLine]) -> str:
    return part.bookmark.text if part.bookmark else part.head or " ".join(lines[0].words)


def _removed(was: FinalPart) -> Change:
    """Of somebody withheld the gate left neither title nor words."""
    return Change(
        (was.page,), was.title, note=f"Bỏ {_kind(was.name)} này" if was.title else f"Bỏ một {_kind(was.name)}"
    )


def _printed(part: FinalPart) -> tuple[_PrintedLine, ...]:
    page, lines = part.page, []
    for line in part.said.split("\n"):
        words, pages = [], []
        for word in line.split():
            if mark := _PAGE.fullmatch(word):
                page = int(mark[1])
            else:
                words.append(word)
                pages.append(page)
        if words:
            lines.append(_PrintedLine(tuple(words), tuple(pages)))
    return tuple(lines)


def _differences(where: str, old: Sequence[_PrintedLine], new: Sequence[_PrintedLine]) -> Iterator[Change]:
    matcher = SequenceMatcher(
        None, [line.words for line in old], [line.words for line in new], autojunk=False
    )
    for kind, start, end, since, until in matcher.get_opcodes():
        if kind == "equal":
            continue
        withheld = any(
            line.hidden for line in old[start:end]
        )  # what went with somebody's line may tell who it was
        page = old[start].pages[0] if start < len(old) else old[-1].pages[-1] if old else 1
        for was, now in _pairs(old[start:end], new[since:until]):
            page = was.pages[-1] if was else page
            if was and (was.hidden or (withheld and not now)):
                yield Change((was.pages[0],), where, note="Bỏ một chỗ" if now else "Bỏ một dòng")
            elif was and now:
                yield from _corrections(where, was, now)
            elif was:
                yield Change((was.pages[0],), where, printed=Fragment("", _ends(was.words), ""), note="Bỏ")
            elif now:
                yield Change((page,), where, read=Fragment("", " ".join(now.words), ""), note="Bổ sung")


def _pairs(
    old: Sequence[_PrintedLine], new: Sequence[_PrintedLine]
) -> Iterator[tuple[_PrintedLine | None, _PrintedLine | None]]:
    """Every line of both, in order, beside its new wording where it has one: of the likeliest pair first, then of what lies around it."""
    if len(old) == len(new) or len(old) * len(new) > MANY:
        both = min(len(old), len(new))
        yield from zip(old[:both], new[:both], strict=True)
        yield from ((line, None) for line in old[both:])
        yield from ((None, line) for line in new[both:])
        return
    likeness = {
        (place, other): _likeness(was, now) for place, was in enumerate(old) for other, now in enumerate(new)
    }
    best = max(likeness, key=lambda pair: likeness[pair], default=None)
    if best is None or likeness[best] < ALIKE:
        yield from ((line, None) for line in old)
        yield from ((None, line) for line in new)
        return
    at, beside = best
    yield from _pairs(old[:at], new[:beside])
    yield old[at], new[beside]
    yield from _pairs(old[at + 1 :], new[beside + 1 :])


def _likeness(was: _PrintedLine, now: _PrintedLine) -> float:
    return 0.0 if was.hidden else SequenceMatcher(None, was.words, now.words, autojunk=False).ratio()


def _corrections(where: str, was: _PrintedLine, now: _PrintedLine) -> Iterator[Change]:
    """What changed in a line, each with the words around it."""
    blocks = [
        block
        for block in SequenceMatcher(None, was.words, now.words, autojunk=False).get_matching_blocks()
        if block.size > NEAR
        or block.size == 0
        or 0 in (block.a, block.b)
        or block.a + block.size == len(was.words)
    ]
    edges = [(0, 0, 0), *((block.a, block.b, block.size) for block in blocks)]
    for (left, beside, size), (right, across, _) in pairwise(edges):
        start, since = left + size, beside + size
        if (start, since) != (right, across):
            printed, read = _fragment(was.words, start, right), _fragment(now.words, since, across)
            pages = was.pages[start:right] or was.pages[max(0, start - 1) : start + 1]
            if printed.text[-1:] == read.text[-1:] and read.text.endswith(COMMAS):
                printed, read = _without_comma(printed), _without_comma(read)
            yield Change(
                tuple(sorted(set(pages))),
                where,
                replace(printed, changed=_ends(tuple(printed.changed.split()))),
                read,
            )


def _fragment(words: Sequence[str], start: int, end: int) -> Fragment:
    first, last = start, end
    while first > 0 and start - first < AROUND and not words[first - 1].endswith(ENDS):
        first -= 1
    while (
        last < len(words)
        and last - end < AROUND
        and words[last] != "·"
        and not (last > first and words[last - 1].endswith(ENDS))
    ):
        last += 1
    if first == last:  # between two clauses nothing was said: both show where
        first, last = max(0, start - AROUND), min(len(words), end + AROUND)
    return Fragment(" ".join(words[first:start]), " ".join(words[start:end]), " ".join(words[end:last]))


def _without_comma(fragment: Fragment) -> Fragment:
    """'Lê Thị Ảnh,' in one place is the same correction as 'Lê Thị Ảnh' in another."""
    return (
        replace(fragment, after=fragment.after[:-1])
        if fragment.after
        else replace(fragment, changed=fragment.changed[:-1])
    )


def _ends(words: Sequence[str]) -> str:
    return " ".join(words if len(words) <= LONG else (*words[:HEAD], "…", *words[-TAIL:]))


def _gathered(found: Sequence[Change]) -> tuple[Change, ...]:
    """The same correction in several places has their pages and no place's name; lines that can't be shown are counted."""
    same: dict[object, list[Change]] = {}
    for change in found:
        same.setdefault(
            (change.printed, change.read) if change.printed and change.read else change, []
        ).append(change)
    told = []
    for first, *others in same.values():
        pages = tuple(sorted({page for change in (first, *others) for page in change.pages}))
        where = first.where if all(change.where == first.where for change in others) else ""
        note = first.note.replace(" một ", f" {len(others) + 1} ") if others else first.note
        told.append(replace(first, pages=pages, where=where, note=note))
    return tuple(sorted(told, key=lambda change: (change.pages, change.after)))


def change_words(change: Change) -> str:
    """'trang 12, Lê Thị Ảnh: in là “…”, xin đọc là “…”' for a terminal."""
    where = ", ".join(filter(None, (change.place, change.where)))
    if change.printed and change.read:
        return f"{where}: in là “{change.printed.text}”, xin đọc là “{change.read.text}”"
    told = change.printed or change.read
    return f"{where}: {change.note.lower()}{f' “{told.text}”' if told else ''}"
