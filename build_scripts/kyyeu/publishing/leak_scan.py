"""The leak scan: searches finished files for names of withheld people (those who may not be published).

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

# A file of this name lies beside each booklet's PDF in the cache. It holds the text of the PDF's pages.
FACTS = "facts.json"
_MARKUP = (".html", ".xml", ".svg")
_ESCAPED = (".json", ".js", ".webmanifest", ".ics")
_PLAIN = (".txt", ".csv", ".css")
_HOST_FILES = ("_headers", "_redirects")
_ZIPPED = (".docx", ".xlsx")
# Matches HTML comments, and HTML tags such as <b> that can occur inside a name. Any other tag separates
# words.
_INLINE = re.compile(
    r"</?(?:abbr|a|bdi|bdo|b|cite|code|del|em|font|ins|i|kbd|mark|q|small|span|strong|sub|sup|s|time|tspan|u|wbr|w:rPr|w:r|w:t|w:b|w:i|w:strike)"
    r"(?:[\s/][^<>]*)?>|<!--[^<>]{0,200}-->"
)
# At each of these tags a new part of an HTML page begins. The parts are searched one by one, so a name that
# extends over such a tag is not sought.
_PARTS = ("<body", "<main", "</main>")
# Matches path data in SVG drawings, which contain thousands of coordinates but no words.
_SVG_PATH = re.compile(r'\bd="[MmZzLlHhVvCcSsQqTtAa\d\s,.+-]*"')
_BREAK = re.compile(r"<br\s*/?>")
# Matches a border between two cells of a table, which may part a family name from a given name.
_CELLS = re.compile(r"</t[dh]>\s*<t[dh](?:\s[^<>]*)?>")
# Matches a footnote mark, which is no part of the word before it.
_FOOTNOTE = re.compile(r"<sup(?:\s[^<>]*)?>(?:<[^<>]*>){0,3}[^<>]{0,3}(?:<[^<>]*>){0,3}</sup>")
# No name contains this text. It is put between two texts, so that no name is discovered that begins in one
# text and ends in the other.
_END = " qqqq "
_FOLDED_LINE = re.compile(r"\r?\n[ \t]")


class Leak(NamedTuple):
    """A finished file in which the name of a withheld person occurs.

    `certain` is false if the name may be that of a place or of somebody else.
    """

    file: str
    certain: bool


def leaking(files: Iterable[tuple[str, Source]], names: Names) -> list[Leak]:
    """Returns the files that contain one of `names`, or have one of them in their relative path.

    To search the pages of a PDF, the caller passes a file that holds the PDF's text. The name of this file
    must end in `FACTS`.
    """
    if not names:
        return []
    # Page parts that contain no name are remembered, since many pages have the same header and footer.
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
    """Returns a relative path with “…” in place of each folder or file name that contains one of `names`."""
    return "/".join("…" if names.best_in(_without_suffix(part)) else part for part in path.split("/"))


def _without_suffix(path: str) -> str:
    return path.partition("#")[0].rpartition(".")[0] or path


def _parts(page: str) -> Iterator[str]:
    """Yields an HTML page in four parts, cut before the tags <body, <main and </main>."""
    for tag in _PARTS:
        end = max(0, page.find(tag))
        yield page[:end]
        page = page[end:]
    yield page


def _text_of(name: str, source: Source) -> str:
    """Returns the text of a finished file as readers see it; '' for pictures and other binary files.

    Of a PDF, only the metadata, bookmarks and link addresses are returned.
    """
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
    """Returns HTML without tags such as <b> that can occur inside a name, so that none splits a name.

    Such tags that have attributes are appended at the end, because attributes may contain names too.
    """
    with_attributes = [tag for tag in _INLINE.findall(markup) if '"' in tag or "'" in tag]
    plain = _FOOTNOTE.sub("", _CELLS.sub(" | ", _BREAK.sub(" ", markup)))
    return _END.join([_INLINE.sub("", plain), *with_attributes])
