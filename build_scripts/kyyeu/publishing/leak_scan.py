"""The leak scan: searches finished files for names of withheld people.

It reports the file, never the name. It is a second safeguard, since the publishing gate has already removed
the names.
"""

import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pikepdf

from kyyeu.facts.names import Names
from kyyeu.work.source import Source

# This file is stored beside a booklet's PDF in the cache and holds the text of its pages.
FACTS = "facts.json"
_MARKUP = (".html", ".xml", ".svg")
_ESCAPED = (".json", ".js", ".webmanifest", ".ics")
_PLAIN = (".txt", ".csv", ".css")
_HOST_FILES = ("_headers", "_redirects")
_ZIPPED = (".docx", ".xlsx")
# Matches comments, and HTML tags that can occur inside a name, such as <b>. Any other tag separates words.
_INLINE = re.compile(
    r"</?(?:abbr|a|bdi|bdo|b|cite|code|del|em|font|ins|i|kbd|mark|q|small|span|strong|sub|sup|s|time|tspan|u|wbr|w:rPr|w:r|w:t|w:b|w:i|w:strike)"
    r"(?:[\s/][^<>]*)?>|<!--[^<>]{0,200}-->"
)
# A name is never searched for across these tags, because they begin a new part of an HTML page.
_PARTS = ("<body", "<main", "</main>")
# Matches path data in SVG drawings, which contain thousands of coordinates but no words.
_SVG_PATH = re.compile(r'\bd="[MmZzLlHhVvCcSsQqTtAa\d\s,.+-]*"')
_BREAK = re.compile(r"<br\s*/?>")
# A border between two cells of a table, which may part a family name from a given name.
_CELLS = re.compile(r"</t[dh]>\s*<t[dh](?:\s[^<>]*)?>")
# A footnote mark, which is no part of the word before it.
_FOOTNOTE = re.compile(r"<sup(?:\s[^<>]*)?>(?:<[^<>]*>){0,3}[^<>]{0,3}(?:<[^<>]*>){0,3}</sup>")
# No name contains this text, so it is put between two texts to keep names from being found across them.
_END = " qqqq "
_FOLDED_LINE = re.compile(r"\r?\n[ \t]")


class Leak(NamedTuple):
    """A finished file with a withheld person's name: its path, and whether the name is certainly meant."""

    file: str
    certain: bool


def leaking(files: Iterable[tuple[str, Source]], names: Names) -> list[Leak]:
    """Lists the files that contain one of `names` or have one in their relative path.

    To search a PDF, the caller passes the file with the PDF's text in its place, under a name that ends in
    `FACTS`.
    """
    if not names:
        return []
    # The page parts that contain no name are remembered, since many pages have the same header and footer.
    clean: set[str] = set()
    leaks = []
    for name, source in files:
        finds = [names.best_in(_without_suffix(name))]
        if name.endswith(".html"):
            for part in _parts(source.read().decode("utf-8", "replace")):
                if part not in clean and not (find := names.best_in(readable(part))):
                    clean.add(part)
                elif part not in clean:
                    finds.append(find)
        else:
            finds.append(names.best_in(_text_of(name, source)))
        if any(finds):
            leaks.append(Leak(name, any(find.certain for find in finds if find)))
    return leaks


def without_names(path: str, names: Names) -> str:
    """Returns a relative path with “…” in place of each part that has one of `names`."""
    return "/".join("…" if names.best_in(_without_suffix(part)) else part for part in path.split("/"))


def _without_suffix(path: str) -> str:
    return path.partition("#")[0].rpartition(".")[0] or path


def _parts(page: str) -> Iterator[str]:
    """Yields the parts of an HTML page: its head, what precedes the main part, that part, and the rest."""
    for tag in _PARTS:
        end = max(0, page.find(tag))
        yield page[:end]
        page = page[end:]
    yield page


def _text_of(name: str, source: Source) -> str:
    """The text of a finished file as readers see it; '' for pictures, fonts and other binary files."""
    if name.endswith(FACTS):
        return str(json.loads(source.read())["text"])
    suffix = f".{name.rpartition('.')[2].lower()}"
    if suffix in _ZIPPED:
        with zipfile.ZipFile(io.BytesIO(source.read())) as archive:
            return _END.join(
                part
                for member in archive.namelist()
                for part in (member, readable(archive.read(member).decode("utf-8", "replace")))
                if member.endswith((".xml", ".rels"))
            )
    if suffix == ".pdf":
        return _END.join(_beside_the_pages(source.checked()))
    if suffix not in (*_MARKUP, *_ESCAPED, *_PLAIN) and name.rpartition("/")[2] not in _HOST_FILES:
        return ""
    text = source.read().decode("utf-8", "replace")
    if suffix in _ESCAPED:
        if suffix == ".ics":
            text = _FOLDED_LINE.sub("", text)
        text = re.sub(r"\\[nrtbf]", " ", text)
    if suffix not in (*_MARKUP, *_ESCAPED):
        return text
    return readable(_SVG_PATH.sub("", text) if suffix == ".svg" else text)


def _beside_the_pages(path: Path) -> Iterator[str]:
    """Yields the metadata, bookmarks and link addresses of a PDF, which are not in the text of its pages."""
    with pikepdf.open(path) as book:
        yield from map(str, book.docinfo.values())
        with book.open_outline() as outline:
            rest = list(outline.root)
            while rest:
                item = rest.pop()
                yield item.title
                rest += item.children
        for page in book.pages:
            for annotation in page.get("/Annots", ()):
                yield str(annotation.get("/Contents", ""))
                if "/A" in annotation:
                    yield str(annotation.A.get("/URI", ""))


def readable(markup: str) -> str:
    """Removes tags inside lines from HTML, so that they do not split a name.

    The tags with attributes are appended at the end, because attributes may contain names too.
    """
    with_attributes = [tag for tag in _INLINE.findall(markup) if '"' in tag or "'" in tag]
    plain = _FOOTNOTE.sub("", _CELLS.sub(" | ", _BREAK.sub(" ", markup)))
    return _END.join([_INLINE.sub("", plain), *with_attributes])
