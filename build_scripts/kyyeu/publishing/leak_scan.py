"""The second lock: what a finished file says is searched for the names of people who must not be in it. Says where, never who."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from kyyeu.facts.names import Names

FACTS = "facts.json"  # beside a booklet's pages: the text laid out on them
_MARKUP = (".html", ".xml", ".svg")
_ESCAPED = (".json", ".js", ".webmanifest", ".ics")
_PLAIN = (".txt", ".csv")
_ZIPPED = (".docx", ".xlsx")
# Tags within a line of text. Any other's name is a word itself, and ends what could be one name.
_INLINE = re.compile(
    r"</?(?:abbr|a|bdi|bdo|b|cite|code|del|em|font|ins|i|kbd|mark|q|small|span|strong|sub|sup|s|time|tspan|u|wbr|w:rPr|w:r|w:t|w:b|w:i|w:strike)"
    r"(?:[\s/][^<>]*)?>"
)
_PARTS = ("<body", "<main", "</main>")  # each opens a part of a page; no name reaches over these tags
_DRAWN = re.compile(
    r'\bd="[MmZzLlHhVvCcSsQqTtAa\d\s,.+-]*"'
)  # a path's strokes: thousands of pieces, none of them a word
_BREAK = re.compile(r"<br\s*/?>")
_END = " 0 "  # a word that is in no name
_UNICODE_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_FOLDED_LINE = re.compile(r"\r?\n[ \t]")


def leaking(files: Mapping[str, Path] | Iterable[tuple[str, Path]], names: Names) -> list[str]:
    """Relative paths of the files that say one of `names`. Of a PDF the file searched is its FACTS."""
    listed = files.items() if isinstance(files, Mapping) else files
    clean: set[str] = set()  # what was searched and many pages share: the head of the site, its foot
    return [name for name, path in listed if names and _says(name, path, names, clean)]


def _says(name: str, path: Path, names: Names, clean: set[str]) -> bool:
    if not name.endswith(".html"):
        return names.stand_in(_said_by(name, path))
    rest = path.read_bytes().decode("utf-8", "replace")
    for tag in (*_PARTS, None):
        end = max(0, rest.find(tag)) if tag else len(rest)
        part, rest = rest[:end], rest[end:]
        if part not in clean and names.stand_in(readable(part)):
            return True
        clean.add(part)
    return False


def _said_by(name: str, path: Path) -> str:
    """The text of a finished file, as its readers and their machines get it; '' for pictures, fonts and the like."""
    if path.name == FACTS:
        return str(json.loads(path.read_bytes())["text"])
    suffix = f".{name.rpartition('.')[2].lower()}"
    if suffix in _ZIPPED:
        with zipfile.ZipFile(path) as whole:
            return _END.join(
                readable(whole.read(part).decode("utf-8", "replace"))
                for part in whole.namelist()
                if part.endswith(".xml")
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
    return text if suffix in _PLAIN else readable(_DRAWN.sub("", text) if suffix == ".svg" else text)


def readable(markup: str) -> str:
    """Markup in which a name stands as it is read: no tag parts its letters, and what inline tags say of themselves follows."""
    said = [tag for tag in _INLINE.findall(markup) if '"' in tag or "'" in tag]
    return _END.join([_INLINE.sub("", _BREAK.sub(" ", markup)), *said])
