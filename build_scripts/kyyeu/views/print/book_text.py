"""Turns a Book into plain text, line by line for each part, without laying it out.

The register of final editions (books handed to the printer) keeps this text, so that later versions of a book
can be compared with it.
"""

import re
from collections.abc import Iterator
from dataclasses import is_dataclass
from typing import Any

from kyyeu.facts.words import joined
from kyyeu.views.print.book import Book, Part, Role
from kyyeu.views.prose import LinkedProse
from kyyeu.views.texts import UNKNOWN, text_values

_CODE = re.compile(r"[a-z]+(_[a-z]+)*|https?://\S*")
_LINK = re.compile(r"\[([^\]]*)\]\(\s*<?([^\s)>]*)[^)]*\)")
_ITEM = re.compile(r"^\s*(?:[-*+]|\d{1,9}[.)]|#{1,6}|>)\s+")
_RULE = re.compile(r"[\s|:*_-]*")
_MARKS = re.compile(r"\\([\\`*_\[\]#|.-])|\*\*|\*|`|(?<!\w)_|_(?!\w)")


def part_texts(book: Book) -> Iterator[tuple[Part, tuple[str, ...]]]:
    """Returns each part that has text, with its lines of text.

    Tables of contents and indexes are left out, since they repeat other parts.
    """
    for part in book.parts:
        if part.role not in (Role.CONTENTS, Role.INDEX) and (lines := tuple(text_lines(part.view))):
            yield part, lines


def text_lines(view: Any) -> Iterator[str]:
    """Returns the text of a part's data, field by field: a line for each paragraph and each table row."""
    if isinstance(view, str):
        if line := _line(view):
            yield line
    elif isinstance(view, LinkedProse):
        yield from _paragraphs(view)
    elif is_dataclass(view) or isinstance(view, tuple):
        for value in view if isinstance(view, tuple) else text_values(view):
            yield from _row(value)


def _row(value: Any) -> Iterator[str]:
    """Returns a table row as one line of text; any dataclass whose fields are all strings is a table row."""
    if (
        not is_dataclass(value)
        or isinstance(value, LinkedProse)
        or not all(map(_is_flat, text_values(value)))
    ):
        yield from text_lines(value)
    elif line := joined(*(line for cell in text_values(value) for line in text_lines(cell))):
        yield line


def _is_flat(value: Any) -> bool:
    if isinstance(value, tuple):
        return all(isinstance(item, str) for item in value)
    return not is_dataclass(value)


def _line(text: str) -> str:
    """Returns a value as one line of text, with plain spaces in place of no-break spaces.

    The line is '' for an unknown value, and for a code that only chooses a style.
    """
    line = " ".join(text.replace("\u2060", "").split())
    return "" if line == UNKNOWN or _CODE.fullmatch(line) else line


def _paragraphs(prose: LinkedProse) -> Iterator[str]:
    """Returns Markdown as plain text without markup, a line for each paragraph, list item and table row."""
    words = {target: text for target, text, _ in prose.links}
    text = _LINK.sub(lambda match: match[1] or words.get(match[2], ""), prose.markdown)
    lines: list[str] = []
    for source in (*text.split("\n"), ""):
        starts_line = source.lstrip().startswith("|") or _ITEM.match(source)
        if lines and (starts_line or not source.strip()):
            yield " ".join(lines)
            lines = []
        bare = _MARKS.sub(r"\1", _ITEM.sub("", source))
        cells = [cell.strip() for cell in bare.strip().strip("|").split("|")]
        if not _RULE.fullmatch(source) and (line := _line(joined(*cells))):
            lines.append(line)
