"""Turns a Book into plain text without laying it out: a list of lines for each part of the book.

The register of final editions (books that went to the printer) stores this text. Later versions of a book are
compared with it.
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
    """Yields each part of a book that has text, with its lines of plain text.

    Tables of contents and indexes are left out, because they only repeat words of other parts.
    """
    for part in book.parts:
        if part.role not in (Role.CONTENTS, Role.INDEX) and (lines := tuple(text_lines(part.view))):
            yield part, lines


def text_lines(view: Any) -> Iterator[str]:
    """Yields the plain text of a part's data, field by field.

    Each paragraph and each table row is a line.
    """
    if isinstance(view, str):
        if line := _line(view):
            yield line
    elif isinstance(view, LinkedProse):
        yield from _paragraphs(view)
    elif is_dataclass(view) or isinstance(view, tuple):
        for value in view if isinstance(view, tuple) else text_values(view):
            yield from _row(value)


def _row(value: Any) -> Iterator[str]:
    """Yields a table row as one line of plain text.

    Every dataclass whose fields are all strings, or tuples of strings, counts as a table row.
    """
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
    """Returns a field's text as one line with plain spaces in place of no-break spaces.

    Returns '' if the text means 'unknown', or if it is only a code that chooses a style in the template.
    """
    line = " ".join(text.replace("\u2060", "").split())
    return "" if line == UNKNOWN or _CODE.fullmatch(line) else line


def _paragraphs(prose: LinkedProse) -> Iterator[str]:
    """Yields Markdown as plain text without markup: a line for each paragraph, list item and table row."""
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
