"""A .docx file → its text as clean HTML, which pictures it has, and the words that no reader of ours reaches (charts, page heads)."""

from __future__ import annotations

import posixpath
import re
import unicodedata
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import nh3
from mammoth import convert_to_html

from kyyeu.imports.office_file import BROKEN, WORD, broken, refuse_others

TAGS = {
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "strong",
    "em",
    "br",
    "a",
    "ol",
    "ul",
    "li",
    "table",
    "tr",
    "td",
    "th",
    "sup",
    "img",
}
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXTS = {
    f"{_W}t",
    "{http://schemas.openxmlformats.org/officeDocument/2006/math}t",
    "{http://schemas.openxmlformats.org/drawingml/2006/main}t",
}
_EDGE = re.compile(r"word/(?:header|footer)\d*\.xml")
_RELATIONS = "word/_rels/document.xml.rels"


@dataclass(frozen=True)
class Embedded:
    """A picture: its type as the file says, and the part of the package that holds it, "" where it is only linked to."""

    kind: str
    part: str


@dataclass(frozen=True)
class WordText:
    """`pictures` in the text's order; `unseen`: parts with pictures in corners that are not read; `missed`: texts that are not in `html`;
    `edges`: words at the head and foot of every page; `revised`: whether somebody's changes still wait to be accepted."""

    html: str
    pictures: tuple[Embedded, ...]
    unseen: tuple[str, ...]
    missed: tuple[str, ...]
    edges: tuple[str, ...]
    revised: bool


def open_report(path: Path) -> WordText:
    """Raises UsageError."""
    refuse_others(path, WORD)
    seen: list[Embedded] = []

    def count(image: Any) -> dict[str, str]:
        seen.append(Embedded(image.content_type or "", _part(image)))
        return {"alt": f"{len(seen)}"}

    try:
        with zipfile.ZipFile(path) as packed:
            document = fromstring(packed.read(WORD.main))
            edges = [
                fromstring(packed.read(name)) for name in sorted(packed.namelist()) if _EDGE.fullmatch(name)
            ]
            shown = set(_picture_parts(packed))
        with path.open("rb") as stream, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from mammoth.images import img_element

            found = convert_to_html(
                stream, convert_image=img_element(count), style_map="p[style-name='Title'] => h1:fresh"
            )
    except (*BROKEN, RecursionError):
        raise broken(path, WORD) from None
    html = nh3.clean(
        found.value,
        tags=TAGS,
        attributes={"a": {"href", "id"}, "li": {"id"}, "td": {"colspan", "rowspan"}, "img": {"alt"}},
        url_schemes={"http", "https"},
        link_rel=None,
    )
    revised = any(document.iter(f"{_W}ins")) or any(document.iter(f"{_W}del"))
    known = " ".join("".join(_own_texts(node)) for node in document.iter(f"{_W}p"))
    above = (" ".join("".join(_own_texts(node)).split()) for edge in edges for node in edge.iter(f"{_W}p"))
    said = dict.fromkeys(
        text for text in above if re.search(r"[^\W\d_]", text) and letters(text) not in letters(known)
    )
    unseen = sorted(shown - {picture.part for picture in seen})
    return WordText(html, tuple(seen), tuple(unseen), tuple(_missed(document, html)), tuple(said), revised)


def _part(image: Any) -> str:
    """Nothing is fetched: a picture outside the file does not open, one that the file has lost neither."""
    try:
        with image.open() as stream:
            return str(stream.name)
    except (ValueError, KeyError, OSError):
        return ""


def _picture_parts(packed: zipfile.ZipFile) -> Iterator[str]:
    """Parts that the text refers to as pictures, wherever they stand in it."""
    if _RELATIONS not in packed.namelist():
        return
    for relation in fromstring(packed.read(_RELATIONS)):
        if relation.get("Type", "").endswith("/image") and relation.get("TargetMode") != "External":
            yield posixpath.normpath(posixpath.join("word", relation.get("Target", ""))).lstrip("/")


def _missed(document: Element, html: str) -> Iterator[str]:
    """Paragraphs of the file that the HTML does not hold, spaces and marks aside. What was struck out by a revision is no text."""
    there = letters(unescape(re.sub(r"<[^>]*>", "", html)))
    for paragraph in document.iter():
        if paragraph.tag not in (f"{_W}p", "{http://schemas.openxmlformats.org/drawingml/2006/main}p"):
            continue
        text = "".join(_own_texts(paragraph))
        if letters(text) and letters(text) not in there:
            yield " ".join(text.split())


def _own_texts(node: Element) -> Iterator[str]:
    """Texts of a paragraph, but not those of paragraphs inside it: a text box stands in one."""
    for child in node:
        if child.tag in _TEXTS:
            yield child.text or ""
        elif child.tag in (f"{_W}tab", f"{_W}br"):
            yield " "
        elif not child.tag.endswith("}p") and child.tag != f"{_W}del":
            yield from _own_texts(child)


def letters(text: str) -> str:
    """Letters and digits alone, in one case."""
    return "".join(char for char in unicodedata.normalize("NFC", text).casefold() if char.isalnum())
