"""Lays out one part of a printed work: fills its template and turns the HTML into a tagged PDF.

Runs in a worker process. Beside the PDF, it gives facts about it: the number of pages, the glyphs used of
every font, and the text.
"""

from __future__ import annotations

import io
import json
import logging
import math
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import pikepdf
from fontTools.ttLib import TTFont
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from PIL import ImageFile
from weasyprint import CSS, HTML, Document
from weasyprint.formatting_structure import boxes
from weasyprint.pdf.fonts import Font
from weasyprint.text.fonts import FontConfiguration

from kyyeu.outputs.booklets.font_files import FONT_FACES
from kyyeu.outputs.booklets.layout_task import ORIGIN, PAGES, LayoutTask
from kyyeu.outputs.booklets.origin import Origin
from kyyeu.outputs.booklets.pictures import letter_outline
from kyyeu.outputs.booklets.tags import mend_tags
from kyyeu.outputs.markdown import render_markdown
from kyyeu.outputs.qr import qr_svg
from kyyeu.publishing.leak_scan import FACTS
from kyyeu.vietnamese import hold_years, keep_together
from kyyeu.views.print.book import HasNames
from kyyeu.views.prose import LinkedProse

# Importing WeasyPrint makes Pillow fill up truncated pictures. They have to raise an error instead.
ImageFile.LOAD_TRUNCATED_IMAGES = False
# No font is embedded in a part, since the join embeds one font for the whole book.
Font.clean = lambda font, *_: setattr(font, "file_content", b"")

# Type sizes by the class names that style sheets use, with the room that running text takes compared with
# PLAIN.
PLAIN, AIRY, GRAND = "plain", "airy", "grand"
SMALLER = {"snug": 0.89, "close": 0.79, "dense": 0.72}
# share of its height that a table of awards gives back when it is set as running text instead
RUN_ON_SAVES = {"dense": 0.5}
UNUSED = 0.3  # share of a page that unbreakable blocks may leave empty and a smaller type size may win back
# how full a part's only page, or the last of its pages, should at least be
FULL_ENOUGH, TAIL_ENOUGH = 0.62, 0.3
LOGGER = "weasyprint"
WORD_JOINER = "\u2060"  # prevents a break after a dash, where a no-break space does not (UAX 14)
_LINK = re.compile(r'<link rel="stylesheet" href="([\w.]+)">')


class PrintFault(Exception):
    """Raised for what must not be printed: a refused address, a layout warning, a letter that no font has."""


def lay_out(task: LayoutTask) -> Mapping[str, bytes]:
    """Lay out a part at the type size that suits it. Returns the files PAGES and FACTS; raises PrintFault."""
    if task.max_pages:
        document = _largest(task)
    elif task.copyfit:
        document = _best_fit(task)
    else:
        document = _render(task, PLAIN)
    out = io.BytesIO()
    with _warnings_are_faults(task.name):
        document.write_pdf(out, pdf_tags=task.tagged)
    facts = {"pages": len(document.pages), "fonts": _glyphs(task, document), "text": _text(task, document)}
    with pikepdf.open(io.BytesIO(out.getvalue())) as pdf:
        mend_tags(pdf, task.name)
        mended = io.BytesIO()
        pdf.save(mended, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return {PAGES: mended.getvalue(), FACTS: json.dumps(facts, sort_keys=True).encode()}


def _text(task: LayoutTask, document: Document) -> str:
    """All text of a laid-out part: title, lines and picture descriptions, with form feeds between pages."""
    return f"{task.title}\n" + "\f".join("\n".join(_lines(page._page_box)) for page in document.pages)


def _lines(box: Any) -> Iterator[str]:
    """The text within a layout box, line by line, whatever fonts and sizes a line mixes."""
    if isinstance(box, boxes.LineBox):
        yield "".join(inner.text for inner in box.descendants() if isinstance(inner, boxes.TextBox))
    if box.element is not None and box.element_tag not in ("html", "body"):
        yield from (value for name in ("alt", "title", "aria-label") if (value := box.element.get(name)))
    for child in getattr(box, "children", ()):
        yield from _lines(child)


def _best_fit(task: LayoutTask) -> Document:
    """Lay out a part at the type size with which it ends best, the larger one if two are as good."""
    document = _render(task, PLAIN)
    best, lowest = document, _badness(document)
    for size in _worth_trying(document):
        if _badness(document) == (1, False):
            break
        document = _render(task, size)
        if _badness(document) < lowest:
            best, lowest = document, _badness(document)
    return best


def _largest(task: LayoutTask) -> Document:
    """Lay out a part at the largest type size at which it keeps to its pages.

    If none is small enough, the part takes more pages at the smallest size, so that no text is lost.
    """
    for size in (GRAND, AIRY, PLAIN, *SMALLER):
        document = _render(task, size)
        if len(document.pages) <= task.max_pages:
            break
    return document


def _worth_trying(document: Document) -> tuple[str, ...]:
    """Type sizes that are likely to save a page, the largest first, then AIRY, which fills an empty page."""
    pages = len(document.pages)
    prose, awards = (
        sum(_height(page._page_box, name) for page in document.pages) / document.pages[0]._page_box.height
        for name in ("prose", "awards")
    )
    used = pages - 1 + _fill(document)
    smaller = (
        size
        for size, share in SMALLER.items()
        if math.ceil(used - UNUSED - prose * (1 - share) - awards * RUN_ON_SAVES.get(size, 0)) < pages
    )
    return (*(smaller if pages > 1 else ()), AIRY)


def _height(box: Any, name: str) -> float:
    """The height of all elements of a class within a layout box."""
    if box.element is not None and box.element.get("class") == name:
        return float(box.margin_height())
    return sum(_height(child, name) for child in getattr(box, "children", ()))


def _badness(document: Document) -> tuple[int, bool]:
    """How badly a part ends; lower is better.

    Pages beyond two count first, then whether the last page is nearly empty or a lone page not full enough.
    """
    pages, fill = len(document.pages), _fill(document)
    return max(1, pages - 1), fill < (FULL_ENOUGH if pages == 1 else TAIL_ENOUGH)


def _fill(document: Document) -> float:
    """How far down the last page of a document its text reaches, from 0 to 1."""
    page = document.pages[-1]._page_box
    body = page.children[0].children[0]
    return float(body.position_y + body.margin_height() - page.content_box_y()) / float(page.height)


def part_html(task: LayoutTask, origin: Origin, size: str = PLAIN) -> str:
    """The HTML of a part as its template writes it.

    Pictures that the template draws are put into `origin`.
    """
    engine = _engine_of(task)
    template = engine.templates.get_template(task.template)
    functions = _template_functions(engine, origin)
    return template.render(view=task.view, title=task.title, size=size, bleed=task.bleed, **functions)


def _render(task: LayoutTask, size: str) -> Document:
    engine = _engine_of(task)
    origin = Origin(task.theme / "print", dict(task.files))
    html = part_html(task, origin, size)
    styles = engine.styles(tuple(_LINK.findall(html)))
    names = task.view.names if isinstance(task.view, HasNames) else ()
    html = keep_whole(_LINK.sub("", html), names)
    if missing := sorted(set(html) - engine.letters):
        letters = ", ".join(f"{letter} (U+{ord(letter):04X})" for letter in missing)
        raise PrintFault(f"{task.name}: phông chữ của ấn phẩm không có {letters}")
    with _warnings_are_faults(task.name):
        document = HTML(string=html, base_url=ORIGIN, url_fetcher=origin).render(
            font_config=engine.fonts,
            stylesheets=[_page_rule(task), styles],
            pdf_tags=task.tagged,
            # makes WeasyPrint respect the start number of a numbered list (<ol start>)
            presentational_hints=True,
        )
    if origin.refused:
        raise PrintFault(f"{task.name}: địa chỉ bị từ chối: {', '.join(origin.refused)}")
    return document


def _page_rule(task: LayoutTask) -> CSS:
    width, height = task.page_size
    return CSS(string=f"@page {{ size: {width}mm {height}mm{'; bleed: 3mm' if task.bleed else ''} }}")


@dataclass(frozen=True, slots=True)
class _LayoutEngine:
    """What a process sets up once: templates, fonts and the letters they have, compiled style sheets."""

    templates: Environment
    fonts: FontConfiguration
    font_files: Mapping[str, Path]
    letters: frozenset[str]
    styles: Callable[[tuple[str, ...]], CSS]


def _engine_of(task: LayoutTask) -> _LayoutEngine:
    fonts = tuple((name, path) for name, path in task.files if name.startswith("fonts/"))
    return _engine(task.theme, task.theme_hash, fonts)


@lru_cache(maxsize=4)
def _engine(theme: Path, theme_hash: str, font_files: tuple[tuple[str, Path], ...]) -> _LayoutEngine:
    """Set up templates, fonts and style sheets once; they are kept until `theme_hash`, the theme, changes."""
    environment = Environment(
        loader=FileSystemLoader(theme / "print"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: (
            keep_together(value) if isinstance(value, str) and not isinstance(value, Markup) else value
        ),
    )
    paths = dict(font_files)
    origin, fonts = Origin(theme / "print", paths), FontConfiguration()

    @cache
    def styles(names: tuple[str, ...]) -> CSS:
        """A template's style sheets as one, since WeasyPrint matches every sheet against each element."""
        files = (theme / "tokens.css", *(theme / "print" / name for name in names))
        text = "\n".join(path.read_text("utf-8") for path in files)
        with _warnings_are_faults("theme/print"):
            return CSS(string=text, base_url=ORIGIN, url_fetcher=origin, font_config=fonts)

    rules = "\n".join(face.css for face in FONT_FACES if f"fonts/{face.name}.ttf" in paths)
    with _warnings_are_faults("theme/print"):
        CSS(string=rules, base_url=ORIGIN, url_fetcher=origin, font_config=fonts)
    regular = (path for name, path in font_files if name.endswith("-400.ttf"))
    letters = {chr(code) for path in regular for code in TTFont(path).getBestCmap()}
    return _LayoutEngine(environment, fonts, paths, frozenset(letters | set("\n\t\u2060")), styles)


@cache
def _opened_font(file: Path) -> TTFont:
    return TTFont(io.BytesIO(file.read_bytes()))


def _template_functions(engine: _LayoutEngine, origin: Origin) -> dict[str, Any]:
    """The functions a template may call: they turn prose into HTML and give pictures an address."""

    def keep(name: str, data: bytes) -> str:
        origin.drawings[name] = data
        return name

    def drawing(template: str, text: str, font: str, **options: Any) -> str:
        """Fill an SVG template with the outline of a few letters."""
        letters = letter_outline(text, _opened_font(engine.font_files[f"fonts/{font}.ttf"]))
        svg = engine.templates.get_template(template).render(letters=letters, **options)
        return keep(
            f"{template}-{text.encode().hex()}-{'-'.join(map(str, options.values()))}.svg", svg.encode()
        )

    return {
        "prose": prose_html,
        "drawing": drawing,
        "photo": lambda file: f"photos/{file}",
        "qr": lambda address: keep(f"qr-{address.encode().hex()}.svg", qr_svg(address)),
        "origin": ORIGIN,
    }


def prose_html(prose: LinkedProse, top_heading: int = 2) -> Markup:
    """The HTML of a record's prose, cleaned by nh3. Its highest heading gets the level `top_heading`."""
    return Markup(render_markdown(prose, str, top_heading, _is_whole_address))


def _is_whole_address(address: str) -> bool:
    """Whether a link is kept in a PDF: only whole addresses are, since relative links lead nowhere there."""
    return address.startswith(("https://", "http://", "mailto:")) and not address.startswith(ORIGIN)


def keep_whole(html: str, names: tuple[str, ...]) -> str:
    """Put no-break spaces into names and spans of years ('giai đoạn 2015 - 2020'), but not within tags."""
    body = html.index("<body")
    pieces = re.split(r"(<[^>]*>)", html[body:])
    name_pattern = re.compile("|".join(re.escape(str(escape(name))) for name in names)) if names else None
    for number, piece in enumerate(pieces):
        if not piece.startswith("<"):
            text = hold_years(piece, WORD_JOINER)
            if name_pattern:
                text = name_pattern.sub(lambda match: match[0].replace(" ", "\u00a0"), text)
            pieces[number] = text
    return html[:body] + "".join(pieces)


def _glyphs(task: LayoutTask, document: Document) -> dict[str, Any]:
    """For every font resource by its name: the font face, and the text and width of each glyph that was used.

    Raises PrintFault for a font that is not ours: the layout engine takes another where ours lack a letter.
    """
    names = {(face.family, face.weight, face.italic): face.name for face in FONT_FACES}
    fonts: dict[str, Any] = {}
    for font in document.fonts.values():
        name = names.get((font.family.split(",")[0], font.weight, font.style != 0))
        if name is None:
            letters = " ".join(sorted(set(font.to_unicode.values())))
            raise PrintFault(f"{task.name}: phông chữ lạ {font.family} cho {letters}")
        facts = fonts.setdefault(font.hash, {"face": name, "name": font.name.decode(), "glyphs": {}})
        for glyph, text in font.to_unicode.items():
            facts["glyphs"][str(glyph)] = (text, font.widths[glyph])
    return fonts


@contextmanager
def _warnings_are_faults(name: str) -> Iterator[None]:
    """Raise PrintFault if the layout engine logs a warning or worse; `name` says what it was working on."""
    logger, messages = logging.getLogger(LOGGER), list[str]()
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: messages.append(record.getMessage())  # type: ignore[method-assign]
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
    if messages:
        raise PrintFault(f"{name}: {'; '.join(messages)}")
