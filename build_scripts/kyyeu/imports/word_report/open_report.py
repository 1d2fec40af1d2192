"""Converts a .docx file to HTML, and collects its pictures and the text that the HTML leaves out.

Raises UsageError for a file that is damaged or not a Word document.
"""

import io
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
from mammoth.images import img_element

from kyyeu.imports.office_file import LIBRARY_ERRORS, WORD, checked_content, refuse_damage

_TAGS = {
    *(f"h{level}" for level in range(1, 7)),
    *("a", "br", "em", "img", "li", "ol", "p", "strong", "sup", "ul"),
    *("table", "td", "th", "tr"),
}
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_TEXTS = {f"{_W}t", f"{_DRAWING}t", "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"}
_HEADER_OR_FOOTER = re.compile(r"word/(?:header|footer)\d*\.xml")
_RELATIONS = "word/_rels/document.xml.rels"


@dataclass(frozen=True)
class EmbeddedPicture:
    """A picture of a Word document.

    `part` is the path of the picture in the .docx archive, or "" if the document only links to the picture.
    """

    media_type: str
    part: str


@dataclass(frozen=True)
class WordText:
    """The content of a Word document.

    `pictures` are in the order of the text. `unplaced_pictures` are paths of pictures that the HTML does not
    show. `unread` are paragraphs that are missing from the HTML. `page_margins` are texts of page headers and
    footers. `has_revisions` says whether the document has tracked changes that nobody has accepted or
    rejected yet.
    """

    html: str
    pictures: tuple[EmbeddedPicture, ...]
    unplaced_pictures: tuple[str, ...]
    unread: tuple[str, ...]
    page_margins: tuple[str, ...]
    has_revisions: bool


def open_report(path: Path) -> WordText:
    """Returns the content of a Word document. Raises UsageError if it is damaged or not a Word document."""
    content = checked_content(path, WORD)
    document, margins, referenced = _read_parts(content, path)
    html, pictures = _read_html(content, path)
    known_letters = letters(" ".join(_text(node) for node in document.iter(f"{_W}p")))
    margin_texts = (" ".join(_text(node).split()) for margin in margins for node in margin.iter(f"{_W}p"))
    page_margins = dict.fromkeys(
        text for text in margin_texts if re.search(r"[^\W\d_]", text) and letters(text) not in known_letters
    )
    return WordText(
        html,
        tuple(pictures),
        tuple(sorted(referenced - {picture.part for picture in pictures})),
        tuple(_unread(document, html)),
        tuple(page_margins),
        has_revisions=any(document.iter(f"{_W}ins")) or any(document.iter(f"{_W}del")),
    )


def _read_parts(content: bytes, path: Path) -> tuple[Element, list[Element], set[str]]:
    """Returns the XML of a Word document, that of its page headers and footers, and paths of its pictures.

    The paths are those in the .docx archive.
    """
    with refuse_damage(path, WORD):
        archive = zipfile.ZipFile(io.BytesIO(content))
    with archive:
        names = sorted(archive.namelist())
        document = _parse(archive, path, WORD.main)
        margins = [_parse(archive, path, name) for name in names if _HEADER_OR_FOOTER.fullmatch(name)]
        relations = _parse(archive, path, _RELATIONS) if _RELATIONS in names else ()
    pictures = {
        posixpath.normpath(posixpath.join("word", relation.get("Target", ""))).lstrip("/")
        for relation in relations
        if relation.get("Type", "").endswith("/image") and relation.get("TargetMode") != "External"
    }
    return document, margins, pictures


def _parse(archive: zipfile.ZipFile, path: Path, part: str) -> Element:
    with refuse_damage(path, WORD):
        return fromstring(archive.read(part))


def _read_html(content: bytes, path: Path) -> tuple[str, list[EmbeddedPicture]]:
    """Returns a Word document as HTML, and the list of its pictures.

    The `alt` attribute of a picture in the HTML is its number in that list, counted from 1.
    """
    images: list[Any] = []

    def number_image(image: Any) -> dict[str, str]:
        images.append(image)
        return {"alt": str(len(images))}

    with io.BytesIO(content) as stream, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with refuse_damage(path, WORD, LIBRARY_ERRORS):
            html = convert_to_html(
                stream, convert_image=img_element(number_image), style_map="p[style-name='Title'] => h1:fresh"
            ).value
        pictures = [EmbeddedPicture(image.content_type or "", _picture_part(path, image)) for image in images]
    html = nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href", "id"}, "li": {"id"}, "td": {"colspan", "rowspan"}, "img": {"alt"}},
        url_schemes={"http", "https"},
        link_rel=None,
    )
    return html, pictures


def _picture_part(path: Path, image: Any) -> str:
    """Returns the path of a picture in the .docx archive.

    Returns "" if the picture is missing, or if the document only links to it, since nothing is downloaded.
    """
    with refuse_damage(path, WORD):
        try:
            stream = image.open()
        # zipfile raises KeyError if the archive has no file of this name.
        except (KeyError, OSError, ValueError):
            return ""
    with stream as opened:
        return str(opened.name)


def _unread(document: Element, html: str) -> Iterator[str]:
    """Yields the paragraphs of a Word document whose letters do not occur in the HTML made from it.

    Text that is deleted as a tracked change is ignored.
    """
    html_letters = letters(unescape(re.sub(r"<[^>]*>", "", html)))
    for paragraph in document.iter():
        if paragraph.tag in (f"{_W}p", f"{_DRAWING}p"):
            text = _text(paragraph)
            if letters(text) and letters(text) not in html_letters:
                yield " ".join(text.split())


def _text(node: Element) -> str:
    """Returns the text of a Word paragraph.

    The text of paragraphs nested in it, such as those of a text box, and text deleted as a tracked change are
    left out.
    """
    text = ""
    for child in node:
        if child.tag in _TEXTS:
            text += child.text or ""
        elif child.tag in (f"{_W}tab", f"{_W}br"):
            text += " "
        elif not child.tag.endswith("}p") and child.tag != f"{_W}del":
            text += _text(child)
    return text


def letters(text: str) -> str:
    """Returns the letters and digits of a text, case-folded, without spaces and punctuation."""
    return "".join(char for char in unicodedata.normalize("NFC", text).casefold() if char.isalnum())
