"""The leak scan: searches finished files for names of withheld people. It reports the file, never the name.

It is a second safeguard, since the publishing gate has already removed what may not be shown.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from kyyeu.facts.names import Names

FACTS = "facts.json"  # a file that lies beside a booklet's PDF in the cache and holds the text on its pages
_MARKUP = (".html", ".xml", ".svg")
_ESCAPED = (".json", ".js", ".webmanifest", ".ics")
_PLAIN = (".txt", ".csv")
_ZIPPED = (".docx", ".xlsx")
# Tags within a line of text, which do not interrupt a name. Any other tag ends it, as a word would.
_INLINE = re.compile(
    r"</?(?:abbr|a|bdi|bdo|b|cite|code|del|em|font|ins|i|kbd|mark|q|small|span|strong|sub|sup|s|time|tspan|u|wbr|w:rPr|w:r|w:t|w:b|w:i|w:strike)"
    r"(?:[\s/][^<>]*)?>"
)
_PARTS = ("<body", "<main", "</main>")  # each begins a part of a page; no name reaches across these tags
_SVG_PATH = re.compile(r'\bd="[MmZzLlHhVvCcSsQqTtAa\d\s,.+-]*"')  # thousands of pieces, none of them a word
_BREAK = re.compile(r"<br\s*/?>")
_END = " 0 "  # a word that no name contains, so that no name reaches across it
_UNICODE_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_FOLDED_LINE = re.compile(r"\r?\n[ \t]")


def leaking(files: Mapping[str, Path] | Iterable[tuple[str, Path]], names: Names) -> list[str]:
    """Relative paths of the files that contain one of `names`. Of a PDF, the file to search is its FACTS."""
    listed = files.items() if isinstance(files, Mapping) else files
    clean: set[str] = set()  # parts without a name, since many pages share their head and foot
    return [name for name, path in listed if names and _leaks(name, path, names, clean)]


def _leaks(name: str, path: Path, names: Names, clean: set[str]) -> bool:
    """Whether a file contains one of `names`. Adds the page parts that contain none to `clean`."""
    if not name.endswith(".html"):
        return names.stand_in(_text_of(name, path))
    rest = path.read_bytes().decode("utf-8", "replace")
    for tag in (*_PARTS, None):
        end = max(0, rest.find(tag)) if tag else len(rest)
        part, rest = rest[:end], rest[end:]
        if part not in clean and names.stand_in(readable(part)):
            return True
        clean.add(part)
    return False


def _text_of(name: str, path: Path) -> str:
    """The text of a finished file, as readers and programs get it; '' for pictures, fonts and the like."""
    if path.name == FACTS:
        return str(json.loads(path.read_bytes())["text"])
    suffix = f".{name.rpartition('.')[2].lower()}"
    if suffix in _ZIPPED:
        with zipfile.ZipFile(path) as archive:
            return _END.join(
                readable(archive.read(member).decode("utf-8", "replace"))
                for member in archive.namelist()
                if member.endswith(".xml")
            )
    if suffix not in (*_MARKUP, *_ESCAPED, *_PLAIN):
        return ""
    text = path.read_bytes().decode("utf-8", "replace")
    if suffix in _ESCAPED:
        text = (
            _FOLDED_LINE.sub("", text)
            if suffix == ".ics"
            else _UNICODE_ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
        )
        text = re.sub(r"\\[nrtbf]", " ", text)
    return text if suffix in _PLAIN else readable(_SVG_PATH.sub("", text) if suffix == ".svg" else text)


def readable(markup: str) -> str:
    """Markup without its inline tags, so that none splits a name; those with attributes follow at the end."""
    with_attributes = [tag for tag in _INLINE.findall(markup) if '"' in tag or "'" in tag]
    return _END.join([_INLINE.sub("", _BREAK.sub(" ", markup)), *with_attributes])
