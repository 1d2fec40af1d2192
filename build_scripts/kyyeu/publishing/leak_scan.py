"""The leak scan: searches finished files for names of withheld people.

It reports the file, never the name. It is a second safeguard, since the publishing gate has already removed
the names.
"""

import json
import re
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from kyyeu.facts.names import Names

# This file is stored beside a booklet's PDF in the cache and holds the text of its pages.
FACTS = "facts.json"
_MARKUP = (".html", ".xml", ".svg")
_ESCAPED = (".json", ".js", ".webmanifest", ".ics")
_PLAIN = (".txt", ".csv")
_ZIPPED = (".docx", ".xlsx")
# Matches HTML tags that can occur inside a name, such as <b>. Any other tag separates words.
_INLINE = re.compile(
    r"</?(?:abbr|a|bdi|bdo|b|cite|code|del|em|font|ins|i|kbd|mark|q|small|span|strong|sub|sup|s|time|tspan|u|wbr|w:rPr|w:r|w:t|w:b|w:i|w:strike)"
    r"(?:[\s/][^<>]*)?>"
)
# A name is never searched for across these tags, because they begin a new part of an HTML page.
_PARTS = ("<body", "<main", "</main>")
# Matches path data in SVG drawings, which contain thousands of coordinates but no words.
_SVG_PATH = re.compile(r'\bd="[MmZzLlHhVvCcSsQqTtAa\d\s,.+-]*"')
_BREAK = re.compile(r"<br\s*/?>")
# No name contains this text, so it is put between two texts to keep names from being found across them.
_END = " 0 "
_UNICODE_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_FOLDED_LINE = re.compile(r"\r?\n[ \t]")


def leaking(files: Mapping[str, Path] | Iterable[tuple[str, Path]], names: Names) -> list[str]:
    """Relative paths of the files that contain one of `names`.

    To search a PDF, the caller passes the file with the PDF's text (`FACTS`) in its place.
    """
    listed = files.items() if isinstance(files, Mapping) else files
    # The page parts that contain no name are remembered, since many pages have the same header and footer.
    clean: set[str] = set()
    return [name for name, path in listed if names and _leaks(name, path, names, clean)]


def _leaks(name: str, path: Path, names: Names, clean: set[str]) -> bool:
    """Whether a finished file contains one of `names`.

    The parts of HTML pages that contain no name are added to `clean`.
    """
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
    """The text of a finished file as readers see it; '' for pictures, fonts and other binary files."""
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
    """Removes tags inside lines from HTML, so that they do not split a name.

    The tags with attributes are appended at the end, because attributes may contain names too.
    """
    with_attributes = [tag for tag in _INLINE.findall(markup) if '"' in tag or "'" in tag]
    return _END.join([_INLINE.sub("", _BREAK.sub(" ", markup)), *with_attributes])
