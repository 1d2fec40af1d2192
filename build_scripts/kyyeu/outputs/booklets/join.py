"""Laid-out parts and their places → one PDF: pages, furniture, one font per face, tags, links, bookmarks, labels, metadata."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, OutlineItem, Pdf, Stream, String

from kyyeu.outputs.booklets.merge_fonts import merge_fonts
from kyyeu.outputs.booklets.metadata import Paper, write_metadata
from kyyeu.outputs.booklets.page_boxes import finish_page
from kyyeu.outputs.booklets.pdf_file import pdf_bytes
from kyyeu.outputs.booklets.plan import ORIGIN
from kyyeu.outputs.booklets.tags import Graft

MM = 72 / 25.4
_LINE, _GLYPH = re.compile(rb"\[(?:<[0-9a-f]+>-?[\d.]*)+\] TJ"), re.compile(rb"<[0-9a-f]+>")
PART = f"{ORIGIN}part/"
SHIFT = (14 - 19) * MM  # parts are laid out as right-hand pages: inner margin 19 mm, outer 14 mm


@dataclass(frozen=True, slots=True)
class Placed:
    """A part at its place: pages count from 1. `outline` is the bookmark's text, '' for none; `level` 2 stands below 1; `piece` is the
    size in mm of its pages where that is not the book's."""

    name: str
    title: str
    first: int
    pages: int
    bare: bool
    landscape: bool
    outline: str
    level: int
    piece: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole book, but for the bytes of its parts. `stamps` gives for every page that carries furniture its place among
    what was laid out and its number, `size` is that of a page in mm as it is laid out, `printed` as it is printed where that is
    larger; `marks` asks for bleed and crop marks, `headings` for bookmarks of all headings."""

    paper: Paper
    pages: int
    parts: tuple[Placed, ...]
    stamps: tuple[tuple[int, str] | None, ...]
    size: tuple[float, float]
    bound: bool = True
    printed: tuple[float, float] | None = None
    reduced: int = 1
    marks: bool = False
    headings: bool = False


def join(plan: Plan, parts: Sequence[Path], furniture: Path, faces: Mapping[str, Path]) -> bytes:
    """`parts` are the parts' result folders in the plan's order, `furniture` that of the page furniture."""
    book, stamps = Pdf.new(), Pdf.open(furniture / "pages.pdf")
    fonts = merge_fonts(
        book, (json.loads((folder / "facts.json").read_bytes()) for folder in (*parts, furniture)), faces
    )
    graft, headings = Graft(book), []
    forms = _forms(book, stamps, fonts, plan)
    for placed, folder in zip(plan.parts, parts, strict=True):
        _fill_blanks(book, placed.first - 1, plan.size)
        with _taken_whole(book, folder / "pages.pdf") as source:
            pages = _copy_pages(book, source, fonts)
            graft.add(source, pages)
            headings.append(_headings(book, placed.first, source) if plan.headings else [])
        for offset, page in enumerate(pages):
            number = placed.first + offset
            shift = (
                SHIFT if plan.bound and number % 2 == 0 and not placed.bare and not placed.landscape else 0.0
            )
            _dress(book, page, forms[number - 1], number, shift)
    _dress_blanks(book, plan, forms)
    sizes = {
        number: placed.piece
        for placed in plan.parts
        for number in range(placed.first, placed.first + placed.pages)
    }
    for number, finished in enumerate(book.pages, start=1):
        finish_page(
            book, finished.obj, sizes.get(number) or plan.printed or plan.size, plan.reduced, plan.marks
        )
    graft.finish()
    _link(book, {placed.name: placed for placed in plan.parts})
    _bookmark(book, plan.parts, headings)
    _label(book, plan)
    write_metadata(book, plan.paper)
    return pdf_bytes(book)


@contextmanager
def _taken_whole(book: Pdf, path: Path) -> Iterator[Pdf]:
    """A file whose objects are copied meanwhile. Streams would be read from it when the book is saved, and a thousand files
    lie in memory until then: what they hold is taken at once."""
    first = book.make_indirect(Dictionary()).objgen[0]
    with Pdf.open(path) as source:
        yield source
        for number in range(first, book.make_indirect(Dictionary()).objgen[0]):
            copied = book.get_object((number, 0))
            if isinstance(copied, Stream):
                settings: dict[str, Any] = {
                    "filter": copied.get("/Filter"),
                    "decode_parms": copied.get("/DecodeParms"),
                }
                copied.write(copied.read_raw_bytes(), **settings)


def _copy_pages(book: Pdf, source: Pdf, fonts: Mapping[str, Object]) -> list[Object]:
    """Copies without the part's own fonts; the book's stand in for them."""
    held = [page.Resources.Font for page in source.pages if "/Font" in page.Resources]
    names = sorted({name for entry in held for name in list(entry.keys())})
    for entry in held:
        for name in list(entry.keys()):
            del entry[name]
    first = len(book.pages)
    book.pages.extend(source.pages)
    pages: list[Object] = [page.obj for page in book.pages[first:]]
    _give_fonts(pages[0].Resources if pages else None, names, fonts)
    return pages


def _give_fonts(resources: Object | None, names: Sequence[str], fonts: Mapping[str, Object]) -> None:
    if resources is not None and "/Font" in resources:
        for name in names:
            resources.Font[name] = fonts[name[1:]]


def _forms(book: Pdf, stamps: Pdf, fonts: Mapping[str, Object], plan: Plan) -> list[Object | None]:
    """Every page's furniture as a form, all sharing one set of resources; pages that carry the same share the form too."""
    shared = stamps.pages[0].Resources
    names = sorted(shared.Font.keys()) if "/Font" in shared else []
    for name in names:
        del shared.Font[name]
    digits = _letters(stamps.pages[-1].Contents.read_bytes())
    made: dict[tuple[int, str], Object] = {}
    for wanted in dict.fromkeys(plan.stamps):
        if wanted is not None:
            place, number = wanted
            made[wanted] = book.copy_foreign(stamps.pages[place].as_form_xobject())
            if number:
                made[wanted].write(_numbered(made[wanted].read_bytes(), number, digits))
    _give_fonts(next(iter(made.values())).Resources if made else None, names, fonts)
    return [made[wanted] if wanted is not None else None for wanted in plan.stamps]


def _letters(content: bytes) -> list[bytes]:
    """The glyphs of the last line that a content stream sets."""
    lines = _LINE.findall(content)
    return _GLYPH.findall(lines[-1]) if lines else []


def _numbered(content: bytes, number: str, digits: Sequence[bytes]) -> bytes:
    """The last line's noughts give way to the digits of `number`, which are as wide."""
    assert len(digits) == 10 and _letters(content) == [digits[0]] * len(number), (
        "the number of a page is its last line"
    )
    start, end = list(_LINE.finditer(content))[-1].span()
    return content[:start] + b"[" + b"".join(digits[int(digit)] for digit in number) + b"] TJ" + content[end:]


def _dress(book: Pdf, page: Object, form: Object | None, number: int, shift: float) -> None:
    """Put furniture over the page, whose grounds would hide the word of a demonstration; move a left-hand page towards its outer edge."""
    stamp = b""
    if form is not None:
        name = f"/Furniture{number}"
        if "/XObject" not in page.Resources:
            page.Resources.XObject = Dictionary()
        page.Resources.XObject[name] = form
        stamp = f"/Artifact <</Type /Pagination>> BDC q {_fitted(form, page)}{name} Do Q EMC\n".encode()
    move = f"1 0 0 1 {shift:.4f} 0 cm\n".encode() if shift else b""
    page.Contents = Array(
        [book.make_stream(b"q\n" + move), page.Contents, book.make_stream(b"\nQ\n" + stamp)]
    )
    for annotation in page.get("/Annots", []):
        box = [float(edge) for edge in annotation.Rect]
        annotation.Rect = Array([box[0] + shift, min(box[1], box[3]), box[2] + shift, max(box[1], box[3])])


def _fitted(form: Object, page: Object) -> str:
    """The matrix that sets a form in the middle of a page of another size, as large as it fits; '' where the sizes agree."""
    width, height = (float(edge) for edge in list(form.BBox)[2:])
    left, bottom, right, top = (float(edge) for edge in page.get("/TrimBox", page.MediaBox))
    if abs(right - left - width) < 1 and abs(top - bottom - height) < 1:
        return ""
    scale = min((right - left) / width, (top - bottom) / height)
    return f"{scale:.5f} 0 0 {scale:.5f} {(left + right - width * scale) / 2:.3f} {(bottom + top - height * scale) / 2:.3f} cm "


def _fill_blanks(book: Pdf, count: int, size: tuple[float, float]) -> None:
    while len(book.pages) < count:
        book.add_blank_page(page_size=(size[0] * MM, size[1] * MM))


def _dress_blanks(book: Pdf, plan: Plan, forms: Sequence[Object | None]) -> None:
    taken = {number for placed in plan.parts for number in range(placed.first, placed.first + placed.pages)}
    for number in sorted(set(range(1, plan.pages + 1)) - taken):
        page = book.pages[number - 1].obj
        page.Resources = Dictionary(XObject=Dictionary())
        page.Contents = book.make_stream(b"")
        page.Tabs = Name.S
        _dress(book, page, forms[number - 1], number, 0.0)


def _link(book: Pdf, places: Mapping[str, Placed]) -> None:
    """Links to a part of the book (written as addresses of the virtual origin) become links to its first page; a link to
    what is not in the book becomes plain text."""
    for page in book.pages:
        for annotation in page.obj.get("/Annots", []):
            address = str(annotation.A.URI) if "/A" in annotation and "/URI" in annotation.A else ""
            if not address.startswith(ORIGIN):
                continue
            del annotation.A
            placed = places.get(address.removeprefix(PART))
            if placed is not None:
                annotation.Dest = _top(book, placed.first)
                annotation.Contents = String(f"{placed.title}, trang {placed.first}")


def _top(book: Pdf, number: int) -> Array:
    page = book.pages[number - 1].obj
    return Array([page, Name.XYZ, 0, page.TrimBox[3], 0])


def _bookmark(book: Pdf, parts: Sequence[Placed], headings: Sequence[Sequence[OutlineItem]]) -> None:
    with book.open_outline() as outline:
        for placed, below in zip(parts, headings, strict=True):
            if not placed.outline:
                continue
            item = OutlineItem(placed.outline, _top(book, placed.first))
            item.children.extend(below)
            if placed.level > 1 and outline.root:
                outline.root[-1].children.append(item)
            else:
                outline.root.append(item)


def _headings(book: Pdf, first: int, source: Pdf) -> list[OutlineItem]:
    """The headings of a part below its title, with their own."""
    numbers = {page.obj.objgen: number for number, page in enumerate(source.pages, start=first)}

    def copied(items: Sequence[OutlineItem]) -> list[OutlineItem]:
        found = []
        for item in items:
            assert isinstance(item.destination, Array), "WeasyPrint's bookmarks name a page and a place"
            page, *place = list(item.destination)
            found.append(
                OutlineItem(
                    " ".join(item.title.split()), Array([book.pages[numbers[page.objgen] - 1].obj, *place])
                )
            )
            found[-1].children.extend(copied(item.children))
        return found

    with source.open_outline() as outline:
        return copied([child for title in outline.root for child in title.children])


def _label(book: Pdf, plan: Plan) -> None:
    """Labels equal the printed folios; the two covers are called so."""
    if not plan.bound:
        book.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))
        return
    numbers: list[Object | int] = [0, Dictionary(P=String("Bìa trước"))]
    if plan.pages > 1:
        numbers += [1, Dictionary(S=Name.D, St=2)]
    if plan.parts[-1].bare and plan.pages > 2:
        numbers += [plan.pages - 1, Dictionary(P=String("Bìa sau"))]
    book.Root.PageLabels = Dictionary(Nums=Array(numbers))
