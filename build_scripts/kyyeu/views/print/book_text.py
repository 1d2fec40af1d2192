"""A Book → what it says, part by part, a line each, before any layout: what a register keeps and later books are compared with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from kyyeu.facts.words import joined
from kyyeu.views.appendices import UNKNOWN
from kyyeu.views.print.book import Book, Part, Role
from kyyeu.views.prose import LinkedProse

# Said a second time (names that must not break, a drawing's description), or no words: pictures, ids, addresses behind a code.
UNSAID = frozenset({"names", "alt", "photo", "initial", "movement", "address", "address_words"})
_CODE = re.compile(r"[a-z]+(_[a-z]+)*|https?://\S*")
_LINK = re.compile(r"\[([^\]]*)\]\(\s*<?([^\s)>]*)[^)]*\)")
_ITEM = re.compile(r"^\s*(?:[-*+]|\d{1,9}[.)]|#{1,6}|>)\s+")
_RULE = re.compile(r"[\s|:*_-]*")
_MARKS = re.compile(r"\\([\\`*_\[\]#|.-])|\*\*|\*|`|(?<!\w)_|_(?!\w)")


def part_texts(book: Book) -> Iterator[tuple[Part, tuple[str, ...]]]:
    """Parts with words of their own; contents and indexes only repeat the others."""
    for part in book.parts:
        if part.role not in (Role.CONTENTS, Role.INDEX) and (lines := tuple(text_lines(part.view))):
            yield part, lines


def text_lines(view: Any) -> Iterator[str]:
    """Lines of a view in the order of its fields: of a text every paragraph, of a table every row."""
    if isinstance(view, str):
        if line := _line(view):
            yield line
    elif isinstance(view, LinkedProse):
        yield from _paragraphs(view)
    elif is_dataclass(view):
        for _, value in _told(view):
            yield from _row(value)
    elif isinstance(view, tuple):
        for value in view:
            yield from _row(value)


def _row(value: Any) -> Iterator[str]:
    """What holds nothing but words is a row, and one line."""
    if (
        is_dataclass(value)
        and not isinstance(value, LinkedProse)
        and all(_is_flat(entry) for _, entry in _told(value))
    ):
        if line := joined(*(line for _, entry in _told(value) for line in text_lines(entry))):
            yield line
    else:
        yield from text_lines(value)


def _told(view: Any) -> list[tuple[str, Any]]:
    return [(entry.name, getattr(view, entry.name)) for entry in fields(view) if entry.name not in UNSAID]


def _is_flat(value: Any) -> bool:
    return not is_dataclass(value) and (
        not isinstance(value, tuple) or all(isinstance(entry, str) for entry in value)
    )


def _line(text: str) -> str:
    """In one line, spaces as any other, joiners gone; '' for what is not known and for a code that chooses how something looks."""
    line = " ".join(text.replace("\u2060", "").split())
    return "" if line == UNKNOWN or _CODE.fullmatch(line) else line


def _paragraphs(prose: LinkedProse) -> Iterator[str]:
    """Markdown as it reads: marks gone, links as their words; every item and every row of a table its own line."""
    words = {target: text for target, text, _ in prose.links}
    text = _LINK.sub(lambda match: match[1] or words.get(match[2], ""), prose.markdown)
    lines: list[str] = []
    for source in (*text.split("\n"), ""):
        own = source.lstrip().startswith("|") or _ITEM.match(source)
        if lines and (own or not source.strip()):
            yield " ".join(lines)
            lines = []
        bare = _MARKS.sub(r"\1", _ITEM.sub("", source))
        cells = [cell.strip() for cell in bare.strip().strip("|").split("|")]
        if not _RULE.fullmatch(source) and (line := _line(joined(*cells))):
            lines.append(line)
