"""A .docx file → its text as clean HTML, how many pictures it has, and the words that no reader of ours reaches (charts, drawings)."""

from __future__ import annotations

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

from build_scripts.outputs.editor.office_file import BROKEN, WORD, broken, refuse_others

TAGS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "strong", "em", "br", "a", "ol", "ul", "li", "table", "tr", "td", "th", "sup", "img"}
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXTS = {f"{_W}t", "{http://schemas.openxmlformats.org/officeDocument/2006/math}t", "{http://schemas.openxmlformats.org/drawingml/2006/main}t"}


@dataclass(frozen=True)
class WordText:
    """`missed`: texts of the file that are not in `html`; `revised`: whether somebody's changes still wait to be accepted."""

    html: str
    pictures: int
    missed: tuple[str, ...]
    revised: bool


def open_report(path: Path) -> WordText:
    """Raises UsageError."""
    refuse_others(path, WORD)
    seen = 0

    def count(image: Any) -> dict[str, str]:
        nonlocal seen
        seen += 1
        return {"alt": f"{seen}"}

    try:
        with zipfile.ZipFile(path) as packed:
            document = fromstring(packed.read(WORD.main))
        with path.open("rb") as stream, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from mammoth.images import img_element

            found = convert_to_html(stream, convert_image=img_element(count), style_map="p[style-name='Title'] => h1:fresh")
    except (*BROKEN, RecursionError):
        raise broken(path, WORD) from None
    html = nh3.clean(found.value, tags=TAGS, attributes={"a": {"href", "id"}, "li": {"id"}, "td": {"colspan", "rowspan"}, "img": {"alt"}},
                     url_schemes={"http", "https"}, link_rel=None)
    revised = any(document.iter(f"{_W}ins")) or any(document.iter(f"{_W}del"))
    return WordText(html, seen, tuple(_missed(document, html)), revised)


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
