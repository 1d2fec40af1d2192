"""Compares a final edition (a book that went to the printer) with the same book as it would be printed now.

Each change is reported with its page in the printed book.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache
from itertools import pairwise, zip_longest

from kyyeu.facts.words import joined
from kyyeu.model.editions import HIDDEN, FinalEdition, FinalPart
from kyyeu.model.printing import PROFILE, SPEECH
from kyyeu.views.catalogue import grouped
from kyyeu.views.print.book import Book, Part
from kyyeu.views.print.book_text import part_texts

# At most this many unchanged words are quoted before a changed passage, and as many after it. Words of
# another clause are not quoted.
AROUND = 5
NEAR = 2  # Changes that are at most this many words apart are shown as one change.
# Two lines count as versions of the same line if at least this fraction of their words is equal.
ALIKE = 0.5
# If there are more pairs of an old and a new line than this, lines are paired in their order. Comparing the
# words of all pairs would take too long.
MANY = 200
# If a change replaces or removes more than 24 printed words, only the first 12 and the last 6 are quoted.
LONG, HEAD, TAIL = 24, 12, 6
COMMAS = (",", ";", ":")
ENDS = (*COMMAS, ".", "!", "?", "…", "·", ".”")
_PAGE = re.compile(r"⟦(\d+)⟧")
KINDS = {PROFILE: "hồ sơ", SPEECH: "bài"}


@dataclass(frozen=True, slots=True)
class Fragment:
    """A passage of a book: the `changed` words, and the words before and after them."""

    before: str
    changed: str
    after: str

    @property
    def text(self) -> str:
        """Returns the whole passage: the changed words with the words before and after them."""
        return joined(self.before, self.changed, self.after, by=" ")


@dataclass(frozen=True, slots=True)
class Change:
    """A change in a printed book: `printed` is what was printed, `read` what it should say instead.

    `pages` holds page numbers of the printed book. If `after` is true, the change is an addition that belongs
    after these pages. `note` describes a change that cannot be shown word by word.
    """

    pages: tuple[int, ...]
    where: str
    printed: Fragment | None = None
    read: Fragment | None = None
    note: str = ""
    after: bool = False

    @property
    def place(self) -> str:
        """Returns the place of a change in the printed book in words: 'trang 12, 14' or 'sau trang 12'."""
        return f"{'sau ' if self.after else ''}trang {', '.join(map(str, self.pages))}"


@dataclass(frozen=True, slots=True)
class _PrintedLine:
    """A paragraph or another text of a book without a line break. It may run over several pages.

    For the printed version of the text, `pages` holds the page number of each word. For its current version,
    `pages` is empty.
    """

    words: tuple[str, ...]
    pages: tuple[int, ...]

    @property
    def hidden(self) -> bool:
        """Returns whether the publishing gate has blanked this text because it names a withheld person."""
        return HIDDEN in self.words


def edition_changes(edition: FinalEdition, book: Book) -> tuple[Change, ...]:
    """Returns what has changed since a final edition (a book that went to the printer), in page order.

    A correction that applies in several places is reported once, with all its pages. If the register of final
    editions no longer has the edition's text, no changes are returned.
    """
    if not edition.parts:
        return ()
    printed = {name: _printed(part) for name, part in {part.name: part for part in edition.parts}.items()}
    current = {
        part.name: (part, tuple(_PrintedLine(tuple(line.split()), ()) for line in lines))
        for part, lines in part_texts(book)
    }
    changes: list[Change] = []
    # Parts may have the same name, and a damaged register may repeat a part thousands of times.
    differences = cache(
        lambda name: tuple(_differences(_title(*current[name]), printed[name], current[name][1]))
    )
    for final in edition.parts:
        if final.name in current:
            changes += differences(final.name)
        else:
            # If the removed part is about a withheld person, the publishing gate has already blanked its
            # title and text.
            removed = f"Bỏ {_kind(final.name)} này" if final.title else f"Bỏ một {_kind(final.name)}"
            changes.append(Change((final.page,), final.title, note=removed))
    last = 1
    for name, (part, lines) in current.items():
        if name in printed:
            last = max((page for line in printed[name][-1:] for page in line.pages), default=last)
        else:
            changes.append(Change((last,), _title(part, lines), note=f"Bổ sung {_kind(name)}", after=True))
    return _gathered(changes)


def _kind(name: str) -> str:
    return KINDS.get("".join(name.partition("/")[:2]), "phần")


def _title(part: Part, lines: Sequence[_PrintedLine]) -> str:
    return part.bookmark.text if part.bookmark else part.head or " ".join(lines[0].words)


def _printed(part: FinalPart) -> tuple[_PrintedLine, ...]:
    page, lines = part.page, []
    for line in part.text.split("\n"):
        words, pages = [], []
        for word in line.split():
            if page_mark := _PAGE.fullmatch(word):
                page = int(page_mark[1])
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
        # Lines that were removed together with a line about a withheld person are not quoted, because they
        # may reveal who the person is.
        withheld = any(line.hidden for line in old[start:end])
        page = old[start].pages[0] if start < len(old) else old[-1].pages[-1] if old else 1
        for before, now in _pairs(old[start:end], new[since:until]):
            page = before.pages[-1] if before else page
            if before and (before.hidden or (withheld and not now)):
                yield Change((before.pages[0],), where, note="Bỏ một chỗ" if now else "Bỏ một dòng")
            elif before and now:
                yield from _corrections(where, before, now)
            elif before:
                removed = Fragment("", _ends(before.words), "")
                yield Change((before.pages[0],), where, printed=removed, note="Bỏ")
            elif now:
                yield Change((page,), where, read=Fragment("", " ".join(now.words), ""), note="Bổ sung")


def _pairs(
    old: Sequence[_PrintedLine], new: Sequence[_PrintedLine]
) -> Iterator[tuple[_PrintedLine | None, _PrintedLine | None]]:
    """Yields pairs of a printed line and its current version, with None for a missing one.

    The most similar pair is matched first. The lines before this pair and the lines after it are then matched
    in the same way.
    """
    if len(old) == len(new) or len(old) * len(new) > MANY:
        yield from zip_longest(old, new)
        return
    likeness = {
        (place, other): SequenceMatcher(None, before.words, now.words, autojunk=False).ratio()
        for place, before in enumerate(old)
        if not before.hidden
        for other, now in enumerate(new)
    }
    best = max(likeness, key=lambda pair: likeness[pair], default=None)
    if best is None or likeness[best] < ALIKE:
        yield from ((line, None) for line in old)
        yield from ((None, line) for line in new)
        return
    place, other = best
    yield from _pairs(old[:place], new[:other])
    yield old[place], new[other]
    yield from _pairs(old[place + 1 :], new[other + 1 :])


def _corrections(where: str, before: _PrintedLine, now: _PrintedLine) -> Iterator[Change]:
    blocks = [
        block
        for block in SequenceMatcher(None, before.words, now.words, autojunk=False).get_matching_blocks()
        if block.size > NEAR
        or block.size == 0
        or 0 in (block.a, block.b)
        or block.a + block.size == len(before.words)
    ]
    # Between two neighbouring blocks of unchanged words lies a change. The words from `start` to `end` of the
    # printed line were replaced by the words from `since` to `until` of the current line.
    edges = [(0, 0, 0), *((block.a, block.b, block.size) for block in blocks)]
    for (old_start, new_start, size), (end, until, _) in pairwise(edges):
        start, since = old_start + size, new_start + size
        if (start, since) != (end, until):
            printed, read = _fragment(before.words, start, end), _fragment(now.words, since, until)
            pages = before.pages[start:end] or before.pages[max(0, start - 1) : start + 1]
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
    # A quotation normally ends where a clause ends. Words inserted between two clauses would then stand
    # without context, so some words before and after them are quoted.
    if first == last:
        first, last = max(0, start - AROUND), min(len(words), end + AROUND)
    return Fragment(" ".join(words[first:start]), " ".join(words[start:end]), " ".join(words[end:last]))


def _without_comma(fragment: Fragment) -> Fragment:
    """Returns a passage without the comma, semicolon or colon at its end.

    A correction of the passage 'Lê Thị Ảnh,' thereby equals a correction of 'Lê Thị Ảnh'.
    """
    if fragment.after:
        return replace(fragment, after=fragment.after[:-1])
    return replace(fragment, changed=fragment.changed[:-1])


def _ends(words: Sequence[str]) -> str:
    return " ".join(words if len(words) <= LONG else (*words[:HEAD], "…", *words[-TAIL:]))


def _gathered(changes: Sequence[Change]) -> tuple[Change, ...]:
    """Returns the changes of a book in page order, with equal changes merged into one.

    A merged change has the pages of all equal changes. It has the title of the chapter only if all are in the
    same chapter. For equal changes that cannot be shown word by word, the note says how many there are.
    """
    same: dict[object, tuple[Change, ...]] = grouped(
        ((change.printed, change.read) if change.printed and change.read else change, change)
        for change in changes
    )
    gathered = []
    for first, *others in same.values():
        pages = tuple(sorted({page for change in (first, *others) for page in change.pages}))
        where = first.where if all(change.where == first.where for change in others) else ""
        note = first.note.replace(" một ", f" {len(others) + 1} ") if others else first.note
        gathered.append(replace(first, pages=pages, where=where, note=note))
    return tuple(sorted(gathered, key=lambda change: (change.pages, change.after)))


def change_words(change: Change) -> str:
    """Returns a line for the terminal about a change: 'trang 12, Lê Thị Ảnh: in là “…”, xin đọc là “…”'."""
    where = joined(change.place, change.where, by=", ")
    if change.printed and change.read:
        return f"{where}: in là “{change.printed.text}”, xin đọc là “{change.read.text}”"
    fragment = change.printed or change.read
    return f"{where}: {change.note.lower()}{f' “{fragment.text}”' if fragment else ''}"
