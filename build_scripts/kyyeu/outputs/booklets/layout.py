"""A part's view and template → its pages: a tagged PDF and facts about it (pages, glyphs of every face). Runs in a worker."""

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

from kyyeu.outputs.booklets.faces import FACES
from kyyeu.outputs.booklets.origin import Origin
from kyyeu.outputs.booklets.pictures import outline
from kyyeu.outputs.booklets.plan import ORIGIN, Sheet
from kyyeu.outputs.booklets.tags import mend_tags
from kyyeu.outputs.markdown import render_markdown
from kyyeu.outputs.qr import qr_svg
from kyyeu.publishing.leak_scan import FACTS
from kyyeu.vietnamese import hold_years, keep_together
from kyyeu.views.prose import LinkedProse

ImageFile.LOAD_TRUNCATED_IMAGES = (
    False  # importing WeasyPrint sets it for the whole process: cut-off pictures would be filled up
)
Font.clean = lambda font, *_: setattr(
    font, "file_content", b""
)  # no font is cut down in a part: the join embeds the whole book's
PLAIN, AIRY, GRAND = "plain", "airy", "grand"
WASTE = 0.3  # share of a page left empty by what may not be broken, which a smaller size may win back
SMALLER = {
    "snug": 0.89,
    "close": 0.79,
    "dense": 0.72,
}  # the room that running text takes, as a share of what it takes when plain
RUN = {"dense": 0.5}  # of the room of a table of awards, what its running text saves
FULL_ENOUGH, TAIL_ENOUGH = 0.62, 0.3
LOGGER = "weasyprint"
_LINK = re.compile(r'<link rel="stylesheet" href="([\w.]+)">')
WORD_JOINER = "\u2060"  # holds what follows a dash, where a no-break space does not (UAX 14)


class PrintFault(Exception):
    """Something that must not be printed: a refused address, a warning of the layout engine, a letter no face has."""


def lay_out(sheet: Sheet) -> Mapping[str, bytes]:
    """`pages.pdf` and `facts.json`. With `copyfit`, the type size at which the text ends well on one page or two; with `within`, the
    largest at which it keeps to so many pages."""
    document = (
        _largest(sheet) if sheet.within else _best_fit(sheet) if sheet.copyfit else _layout(sheet, PLAIN)
    )
    out = io.BytesIO()
    with _no_warning(sheet):
        document.write_pdf(out, pdf_tags=sheet.tagged)
    facts = {"pages": len(document.pages), "fonts": _glyphs(sheet, document), "text": _text(sheet, document)}
    with pikepdf.open(io.BytesIO(out.getvalue())) as pdf:
        mend_tags(pdf, sheet.name)
        mended = io.BytesIO()
        pdf.save(mended, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return {"pages.pdf": mended.getvalue(), FACTS: json.dumps(facts, sort_keys=True).encode()}


def _text(sheet: Sheet, document: Document) -> str:
    """All that a reader or a machine gets of the pages, parted by form feeds: title, each line of text, descriptions of pictures."""
    return f"{sheet.title}\n" + "\f".join("\n".join(_lines(page._page_box)) for page in document.pages)


def _lines(box: Any) -> Iterator[str]:
    """Text of the lines below a box: what stands in one line is one, however it is set."""
    if isinstance(box, boxes.LineBox):
        yield "".join(inner.text for inner in box.descendants() if isinstance(inner, boxes.TextBox))
    if box.element is not None and box.element_tag not in ("html", "body"):
        yield from (value for name in ("alt", "title", "aria-label") if (value := box.element.get(name)))
    for child in getattr(box, "children", ()):
        yield from _lines(child)


def _best_fit(sheet: Sheet) -> Document:
    document = _layout(sheet, PLAIN)
    found = [(_badness(document), 0, document)]
    for place, size in enumerate(_worth_trying(document), start=1):
        if found[-1][0] == (1, False):
            break
        document = _layout(sheet, size)
        found.append((_badness(document), place, document))
    return min(found, key=lambda entry: entry[:2])[2]


def _largest(sheet: Sheet) -> Document:
    """The smallest size where none keeps to the pages: nothing is lost, the part grows."""
    for size in (GRAND, AIRY, PLAIN, *SMALLER):
        document = _layout(sheet, size)
        if len(document.pages) <= sheet.within:
            break
    return document


def _worth_trying(document: Document) -> tuple[str, ...]:
    """Sizes that by reckoning save a page, the largest first; then the airy one, which fills a page that is nearly empty."""
    pages = len(document.pages)
    prose, awards = (
        sum(_height(page._page_box, name) for page in document.pages) / document.pages[0]._page_box.height
        for name in ("prose", "awards")
    )
    used = pages - 1 + _fill(document)
    smaller = (
        size
        for size, share in SMALLER.items()
        if math.ceil(used - WASTE - prose * (1 - share) - awards * RUN.get(size, 0)) < pages
    )
    return (*(smaller if pages > 1 else ()), AIRY)


def _height(box: Any, name: str) -> float:
    """Of all that is of a class."""
    if box.element is not None and box.element.get("class") == name:
        return float(box.margin_height())
    return sum(_height(child, name) for child in getattr(box, "children", ()))


def _badness(document: Document) -> tuple[int, bool]:
    """More than two pages first, then a last page that is nearly empty (or a lone page with much room)."""
    pages, fill = len(document.pages), _fill(document)
    return max(1, pages - 1), fill < (FULL_ENOUGH if pages == 1 else TAIL_ENOUGH)


def _fill(document: Document) -> float:
    """How far down the last page its text reaches: 0 to 1."""
    page = document.pages[-1]._page_box
    body = page.children[0].children[0]
    return float(body.position_y + body.margin_height() - page.content_box_y()) / float(page.height)


def part_html(sheet: Sheet, origin: Origin, size: str = PLAIN) -> str:
    """A part as its template writes it; what the template has drawn lies in `origin` afterwards."""
    press = _press_of(sheet)
    template = press.templates.get_template(sheet.template)
    return template.render(
        view=sheet.view, title=sheet.title, size=size, bleed=sheet.bleed, **_tools(press, origin)
    )


def _press_of(sheet: Sheet) -> _Press:
    return _press(
        sheet.theme, sheet.theme_hash, tuple(pair for pair in sheet.given if pair[0].startswith("fonts/"))
    )


def _layout(sheet: Sheet, size: str) -> Document:
    press = _press_of(sheet)
    origin = Origin(sheet.theme / "print", dict(sheet.given))
    html = part_html(sheet, origin, size)
    styles = press.styles(tuple(_LINK.findall(html)))
    html = keep_whole(_LINK.sub("", html), getattr(sheet.view, "names", ()))
    if strange := sorted(set(html) - press.letters):
        letters = ", ".join(f"{letter} (U+{ord(letter):04X})" for letter in strange)
        raise PrintFault(f"{sheet.name}: phông chữ của ấn phẩm không có {letters}")
    with _no_warning(sheet):
        document = HTML(string=html, base_url=ORIGIN, url_fetcher=origin).render(
            font_config=press.fonts,
            stylesheets=[_page_rule(sheet), styles],
            pdf_tags=sheet.tagged,
            presentational_hints=True,
        )  # a list begins at the number that its author gave
    if origin.refused:
        raise PrintFault(f"{sheet.name}: địa chỉ bị từ chối: {', '.join(origin.refused)}")
    return document


def _page_rule(sheet: Sheet) -> CSS:
    width, height = sheet.size
    return CSS(string=f"@page {{ size: {width}mm {height}mm{'; bleed: 3mm' if sheet.bleed else ''} }}")


@dataclass(frozen=True, slots=True)
class _Press:
    """What a process sets up once: templates, style sheets, fonts."""

    templates: Environment
    fonts: FontConfiguration
    faces: Mapping[str, Path]
    letters: frozenset[str]
    styles: Callable[[tuple[str, ...]], CSS]


@cache
def _outlines(file: Path) -> TTFont:
    return TTFont(io.BytesIO(file.read_bytes()))


@lru_cache(maxsize=4)
def _press(theme: Path, theme_hash: str, faces: tuple[tuple[str, Path], ...]) -> _Press:
    """Kept for as long as the theme stays what its hash says."""
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
    origin, fonts = Origin(theme / "print", dict(faces)), FontConfiguration()
    rules = "\n".join(face.css for face in FACES if f"fonts/{face.name}.ttf" in dict(faces))

    @cache
    def styles(names: tuple[str, ...]) -> CSS:
        """The style sheets that a template links to, as one: every element is asked about every sheet there is."""
        files = (theme / "tokens.css", *(theme / "print" / name for name in names))
        text = "\n".join(path.read_text("utf-8") for path in files)
        with _no_warning(None):
            return CSS(string=text, base_url=ORIGIN, url_fetcher=origin, font_config=fonts)

    with _no_warning(None):
        CSS(string=rules, base_url=ORIGIN, url_fetcher=origin, font_config=fonts)
    plain = (path for name, path in faces if name.endswith("-400.ttf"))
    letters = {chr(code) for path in plain for code in TTFont(path).getBestCmap()}
    return _Press(environment, fonts, dict(faces), frozenset(letters | set("\n\t\u2060")), styles)


def _tools(press: _Press, origin: Origin) -> dict[str, Any]:
    """What a template may call besides placing the view: text from Markdown, and pictures by address."""

    def made(name: str, data: bytes) -> str:
        origin.made[name] = data
        return name

    def drawing(template: str, text: str, face: str, **more: Any) -> str:
        """An SVG template filled with the outline of a few letters."""
        svg = press.templates.get_template(template).render(
            letters=outline(text, _outlines(press.faces[f"fonts/{face}.ttf"])), **more
        )
        return made(f"{template}-{text.encode().hex()}-{'-'.join(map(str, more.values()))}.svg", svg.encode())

    def photo(file: str) -> str:
        return f"photos/{file}"

    return {
        "prose": prose_html,
        "drawing": drawing,
        "photo": photo,
        "qr": lambda address: made(f"qr-{address.encode().hex()}.svg", qr_svg(address)),
        "origin": ORIGIN,
    }


def prose_html(prose: LinkedProse, top_heading: int = 2) -> Markup:
    return Markup(render_markdown(prose, str, top_heading, _leads_somewhere))  # nh3 has cleaned it


def _leads_somewhere(address: str) -> bool:
    """On paper there is no site to be relative to, and no place in the text to jump to: only whole addresses stay links."""
    return address.startswith(("https://", "http://", "mailto:")) and not address.startswith(ORIGIN)


def keep_whole(html: str, names: tuple[str, ...]) -> str:
    """A person's name and a span of years ('giai đoạn 2015 - 2020') never break across lines: no-break spaces between tags."""
    body = html.index("<body")
    parts = re.split(r"(<[^>]*>)", html[body:])
    wanted = re.compile("|".join(re.escape(str(escape(name))) for name in names)) if names else None
    for place, part in enumerate(parts):
        if not part.startswith("<"):
            text = hold_years(part, WORD_JOINER)
            parts[place] = wanted.sub(lambda match: match[0].replace(" ", "\u00a0"), text) if wanted else text
    return html[:body] + "".join(parts)


def _glyphs(sheet: Sheet, document: Document) -> dict[str, Any]:
    """Resource name of each font → its face and {glyph: (text, width)}. A face that is not ours is a letter ours lack."""
    ours = {(face.family, face.weight, face.italic): face.name for face in FACES}
    found: dict[str, Any] = {}
    for font in document.fonts.values():
        face = ours.get((font.family.split(",")[0], font.weight, font.style != 0))
        if face is None:
            raise PrintFault(
                f"{sheet.name}: phông chữ lạ {font.family} cho {' '.join(sorted(set(font.to_unicode.values())))}"
            )
        entry = found.setdefault(font.hash, {"face": face, "name": font.name.decode(), "glyphs": {}})
        for glyph, text in font.to_unicode.items():
            entry["glyphs"][str(glyph)] = (text, font.widths[glyph])
    return found


@contextmanager
def _no_warning(sheet: Sheet | None) -> Iterator[None]:
    """Whatever the layout engine has to say at WARNING or above stops the build."""
    logger, records = logging.getLogger(LOGGER), []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: records.append(record.getMessage())  # type: ignore[method-assign]
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
    if records:
        raise PrintFault(f"{sheet.name if sheet else 'theme/print'}: {'; '.join(records)}")
