"""Lays out one part of a printed work: fills the part's HTML template and turns it into a tagged PDF.

This runs in a worker process. Besides the PDF, the layout returns facts about it: the number of pages, the
glyphs used from every font, and the text.
"""

import io
import json
import logging
import math
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache, lru_cache
from typing import Any

import pikepdf
from fontTools.ttLib import TTFont
from jinja2 import Environment, FunctionLoader, StrictUndefined
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
from kyyeu.views.prose import LinkedProse
from kyyeu.work.source import FileSet, Source

# Importing WeasyPrint makes Pillow complete truncated pictures silently. This switches it off, because a
# truncated picture has to raise an error.
ImageFile.LOAD_TRUNCATED_IMAGES = False
# This makes WeasyPrint embed no fonts in the PDFs of single parts. Fonts are embedded once for the whole
# book, when its parts are joined.
Font.clean = lambda font, *_: setattr(font, "file_content", b"")

# The type sizes at which a part can be laid out; each name is a CSS class. For each smaller size, the number
# says how much room running text needs, as a share of what it needs at the normal size (PLAIN).
PLAIN, AIRY, GRAND = "plain", "airy", "grand"
SMALLER = {"snug": 0.89, "close": 0.79, "dense": 0.72}
# At this type size, awards are set as running text instead of a table. The number is the share of the table's
# height that this saves.
RUN_ON_SAVES = {"dense": 0.5}
# Share of a page that may be left empty above a block that cannot be broken. A smaller type size may make use
# of this room.
UNUSED = 0.3
# How much of a page must be filled in a good layout, as a share of the page. The first number is for a part
# of one page, the second for the last page of a longer part.
FULL_ENOUGH, TAIL_ENOUGH = 0.62, 0.3
# The word joiner, a Unicode character that prevents a line break after a dash. A no-break space does not
# prevent it there (UAX 14).
WORD_JOINER = "\u2060"
FONTS = "fonts/"  # Among the files of a part, the names of fonts start with this folder name.
_LINK = re.compile(r'<link rel="stylesheet" href="([\w.]+)">')


class PrintFault(Exception):
    """Raised for faults that must not be printed, such as a layout warning or a letter that no font has."""


def lay_out(task: LayoutTask) -> Mapping[str, bytes]:
    """Lays out a part of a book, at the type size that suits its text best if the task asks for that.

    Returns two files by name: PAGES (the PDF) and FACTS (page count, glyphs and text as JSON). Raises
    PrintFault if the result must not be printed.
    """
    if task.max_pages:
        document = _largest(task)
    elif task.copyfit:
        document = _best_fit(task)
    else:
        document = _render(task, PLAIN)
    out = io.BytesIO()
    with _warnings_are_faults(task.name):
        document.write_pdf(out, pdf_tags=task.tagged)
    # The recorded text consists of the part's title, lines and picture descriptions; form feeds separate its
    # pages.
    text = "\f".join("\n".join(_lines(page._page_box)) for page in document.pages)
    facts = {
        "pages": len(document.pages),
        "fonts": _glyphs(task, document),
        "text": f"{task.title}\n{text}",
    }
    with pikepdf.open(io.BytesIO(out.getvalue())) as pdf:
        mend_tags(pdf, task.name)
        mended = io.BytesIO()
        pdf.save(mended, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return {PAGES: mended.getvalue(), FACTS: json.dumps(facts, sort_keys=True).encode()}


def _lines(box: Any) -> Iterator[str]:
    """Yields the text of one of WeasyPrint's layout boxes line by line, with descriptions of pictures.

    A line is yielded as a whole, even if fonts and sizes are mixed within it.
    """
    if isinstance(box, boxes.LineBox):
        yield "".join(inner.text for inner in box.descendants() if isinstance(inner, boxes.TextBox))
    if box.element is not None and box.element_tag not in ("html", "body"):
        yield from (value for name in ("alt", "title", "aria-label") if (value := box.element.get(name)))
    for child in getattr(box, "children", ()):
        yield from _lines(child)


def _best_fit(task: LayoutTask) -> Document:
    """Lays out a part at the type size that fills its last page best.

    The normal size is tried first, then smaller sizes and at last a looser one. If two sizes are equally
    good, the one tried first is taken.
    """
    document = _render(task, PLAIN)
    best = document
    for size in _worth_trying(document):
        if _badness(document) == (1, False):
            break
        document = _render(task, size)
        best = min(best, document, key=_badness)
    return best


def _largest(task: LayoutTask) -> Document:
    """Lays out a part at the largest type size at which it keeps to its allowed number of pages.

    If even the smallest size needs more pages, the part gets these pages, so that no text is lost.
    """
    for size in (GRAND, AIRY, PLAIN, *SMALLER):
        document = _render(task, size)
        if len(document.pages) <= task.max_pages:
            break
    return document


def _worth_trying(document: Document) -> tuple[str, ...]:
    """Returns the type sizes to try for a part whose layout at the normal size ends badly.

    First come the smaller sizes that are likely to save a page, the largest of them first. Last comes AIRY, a
    looser setting that fills a page with little text.
    """
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
    """Returns the summed height of all HTML elements of one class within a layout box."""
    if box.element is not None and box.element.get("class") == name:
        return float(box.margin_height())
    return sum(_height(child, name) for child in getattr(box, "children", ()))


def _badness(document: Document) -> tuple[int, bool]:
    """Returns a sort key that says how badly a part's layout ends; lower is better.

    The number of pages counts first, except that two pages are as good as one. Then it counts whether the
    last page, or the only page, is too empty.
    """
    pages, fill = len(document.pages), _fill(document)
    return max(1, pages - 1), fill < (FULL_ENOUGH if pages == 1 else TAIL_ENOUGH)


def _fill(document: Document) -> float:
    """Returns how far down the last page of a document the text reaches, from 0 (top) to 1 (bottom)."""
    page = document.pages[-1]._page_box
    body = page.children[0].children[0]
    return float(body.position_y + body.margin_height() - page.content_box_y()) / float(page.height)


def part_html(task: LayoutTask, origin: Origin, size: str = PLAIN) -> str:
    """Returns the HTML of a part of a book, made by filling the part's template.

    Pictures that the template draws are added to `origin`, the object that gives the layout engine its files.
    """
    engine = _engine_of(task)
    return engine.templates.get_template(task.template).render(
        view=task.view,
        title=task.title,
        size=size,
        bleed=task.bleed,
        **_template_functions(engine, origin),
    )


def _render(task: LayoutTask, size: str) -> Document:
    engine = _engine_of(task)
    photos = {name: photo.read() for name, photo in task.files if not name.startswith(FONTS)}
    origin = Origin(engine.files | photos)
    html = part_html(task, origin, size)
    styles = engine.styles(tuple(_LINK.findall(html)))
    html = keep_whole(_LINK.sub("", html), getattr(task.view, "names", ()))
    if missing := sorted(set(html) - engine.letters):
        letters = ", ".join(f"{letter} (U+{ord(letter):04X})" for letter in missing)
        raise PrintFault(f"{task.name}: phông chữ của ấn phẩm không có {letters}")
    width, height = task.page_size
    page_rule = f"@page {{ size: {width}mm {height}mm{'; bleed: 3mm' if task.bleed else ''} }}"
    with _warnings_are_faults(task.name):
        document = HTML(string=html, base_url=ORIGIN, url_fetcher=origin).render(
            font_config=engine.fonts,
            stylesheets=[CSS(string=page_rule), styles],
            pdf_tags=task.tagged,
            # This option makes WeasyPrint respect the start number of a numbered list (<ol start>).
            presentational_hints=True,
        )
    if origin.refused:
        raise PrintFault(f"{task.name}: địa chỉ bị từ chối: {', '.join(origin.refused)}")
    return document


class _LayoutEngine:
    """Holds what a worker process sets up once to lay out many parts: templates, fonts and style sheets.

    `fonts` are pairs of a font file's name and the font file. WeasyPrint stores the fonts in `temporary`, the
    folder of temporary files. Once that folder is removed, the engine cannot be used any more.
    """

    def __init__(self, theme: FileSet, fonts: tuple[tuple[str, Source], ...], temporary: str) -> None:
        self.tokens = theme.sources["tokens.css"].read().decode()
        files = {name: source.read() for name, source in theme.below("print/").items()}
        self.files = files | {name: font.read() for name, font in fonts}
        self.templates = Environment(
            loader=FunctionLoader(lambda name: files[name].decode() if name in files else None),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            finalize=lambda value: (
                keep_together(value) if isinstance(value, str) and not isinstance(value, Markup) else value
            ),
        )
        self.fonts, self._origin = FontConfiguration(), Origin(self.files)
        self.styles, self.font = cache(self._styles), cache(self._font)
        self._css("\n".join(face.css for face in FONT_FACES if f"fonts/{face.name}.ttf" in self.files))
        regular = (self.font(name) for name, _ in fonts if name.endswith("-400.ttf"))
        letters = {chr(code) for font in regular for code in font.getBestCmap()}
        self.letters = letters | set("\n\t\u2060")

    def _styles(self, names: tuple[str, ...]) -> CSS:
        """Returns the style sheets of a template, merged into one for WeasyPrint to process faster."""
        return self._css("\n".join([self.tokens, *(self.files[name].decode() for name in names)]))

    def _font(self, name: str) -> TTFont:
        return TTFont(io.BytesIO(self.files[name]))

    def _css(self, text: str) -> CSS:
        with _warnings_are_faults("theme/print"):
            return CSS(string=text, base_url=ORIGIN, url_fetcher=self._origin, font_config=self.fonts)


_engine = lru_cache(maxsize=4)(_LayoutEngine)


def _engine_of(task: LayoutTask) -> _LayoutEngine:
    fonts = tuple((name, font) for name, font in task.files if name.startswith(FONTS))
    return _engine(task.theme, fonts, tempfile.gettempdir())


def _template_functions(engine: _LayoutEngine, origin: Origin) -> dict[str, Any]:
    """Returns the functions that templates may call, such as one that turns prose into HTML."""

    def keep(name: str, data: bytes) -> str:
        origin.drawings[name] = data
        return name

    def drawing(template: str, text: str, font: str, **options: Any) -> str:
        """Draws the letters of `text` in an SVG template, as outlines in the font `font`.

        Returns the name of the finished SVG picture.
        """
        letters = letter_outline(text, engine.font(f"fonts/{font}.ttf"))
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
    """Returns a record's prose (Markdown) as HTML that is cleaned of unsafe tags.

    The highest heading of the prose gets the level `top_heading`.
    """
    return Markup(render_markdown(prose, str, top_heading, _is_whole_address))


def _is_whole_address(address: str) -> bool:
    """Returns whether a link is kept in a PDF; a relative address is not, as it would lead nowhere there."""
    return address.startswith(("https://", "http://", "mailto:")) and not address.startswith(ORIGIN)


def keep_whole(html: str, names: tuple[str, ...]) -> str:
    """Returns HTML in which lines never break within `names` or spans of years ('giai đoạn 2015 - 2020').

    No-break spaces and word joiners are put into the text for this.
    """
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
    """Returns for each font in a laid-out part its font face, and the text and width of each glyph used.

    Raises PrintFault if the layout engine took letters from a font of the system. It does so if the project's
    fonts lack these letters.
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
    """Raises PrintFault if WeasyPrint logs a warning or an error within this context.

    `name` names the part that is laid out, for the message.
    """
    logger, messages = logging.getLogger("weasyprint"), list[str]()
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: messages.append(record.getMessage())  # type: ignore[method-assign]
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
    if messages:
        raise PrintFault(f"{name}: {'; '.join(messages)}")
