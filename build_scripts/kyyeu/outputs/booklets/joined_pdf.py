"""Joins the laid-out parts of a book into one PDF with page furniture, fonts, tags, links and bookmarks."""

import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, OutlineItem, Page, Pdf, Stream, String

from kyyeu.outputs.booklets.font_files import merge_fonts
from kyyeu.outputs.booklets.layout_task import LINK_TO_PART, ORIGIN, PAGES
from kyyeu.outputs.booklets.page_boxes import MM, finish_page
from kyyeu.outputs.booklets.pdf_file import PdfMetadata, pdf_bytes, write_metadata
from kyyeu.outputs.booklets.tags import TagTree
from kyyeu.publishing.leak_scan import FACTS
from kyyeu.views.print.book import Bookmark
from kyyeu.work.source import Source

_LINE, _GLYPH = re.compile(rb"\[(?:<[0-9a-f]+>-?[\d.]*)+\] TJ"), re.compile(rb"<[0-9a-f]+>")
# How far the content of left-hand pages is moved, in points. All pages are laid out as right-hand pages, with
# an inner margin of 19 mm and an outer margin of 14 mm.
SHIFT = (14 - 19) * MM


@dataclass(frozen=True, slots=True)
class PlacedPart:
    """Holds a part of a book with its position among the book's pages, which are counted from 1.

    A bookmark of level 2 is nested under the preceding bookmark of level 1. `piece` is the width and height
    in mm of the part's pages, or None if they have the book's page size.
    """

    name: str
    bookmark: Bookmark | None
    first: int
    pages: int
    bare: bool
    landscape: bool
    piece: tuple[float, float] | None = None

    @property
    def numbers(self) -> range:
        """Returns the page numbers that this part has in the book, as a range."""
        return range(self.first, self.first + self.pages)


@dataclass(frozen=True, slots=True)
class JoinPlan:
    """Holds everything that is needed to join a book into one PDF, except the content of its parts.

    `stamps` has an entry for every page of the book. The entry says which page of the laid-out furniture is
    drawn over the page, and which folio (page number) is printed; None means neither. `size` is the page size
    as laid out. `printed` is the larger size to which pages are enlarged, if any. Both are (width, height) in
    mm. `reduced` is the scale of a large work such as a backdrop: 10 if the PDF is ten times smaller than the
    cloth. `marks` asks for bleed and crop marks, `headings` for bookmarks of all headings.
    """

    metadata: PdfMetadata
    pages: int
    parts: tuple[PlacedPart, ...]
    stamps: tuple[tuple[int, str] | None, ...]
    size: tuple[float, float]
    bound: bool = True
    printed: tuple[float, float] | None = None
    reduced: int = 1
    marks: bool = False
    headings: bool = False


def join_pdf(
    plan: JoinPlan,
    chunks: Sequence[Mapping[str, Source]],
    furniture: Mapping[str, Source],
    fonts: Mapping[str, Source],
) -> bytes:
    """Joins laid-out parts into one PDF and returns its bytes.

    `chunks` holds the files of each part in the plan's order: the PDF (PAGES) and facts about it (FACTS).
    `furniture` holds the same files for the running heads, folios and watermark. `fonts` are the font files
    by font name.
    """
    book, stamps = Pdf.new(), Pdf.open(io.BytesIO(furniture[PAGES].read()))
    facts = (json.loads(files[FACTS].read()) for files in (*chunks, furniture))
    merged_fonts = merge_fonts(book, facts, fonts)
    tags, headings = TagTree(book), []
    forms = _furniture_forms(book, stamps, merged_fonts, plan)
    for part, files in zip(plan.parts, chunks, strict=True):
        while len(book.pages) < part.first - 1:
            book.add_blank_page(page_size=(plan.size[0] * MM, plan.size[1] * MM))
        with _taken_whole(book, files[PAGES]) as source:
            pages = _copy_pages(book, source, merged_fonts)
            tags.add(source, pages)
            headings.append(_headings(book, part.first, source) if plan.headings else [])
        for number, page in zip(part.numbers, pages, strict=True):
            shifted = plan.bound and number % 2 == 0 and not part.bare and not part.landscape
            _dress(book, page, forms[number - 1], number, SHIFT if shifted else 0.0)
    sizes = {number: part.piece for part in plan.parts for number in part.numbers}
    _dress_blanks(book, sorted(set(range(1, plan.pages + 1)) - sizes.keys()), forms)
    for number, finished in enumerate(book.pages, start=1):
        size = sizes.get(number) or plan.printed or plan.size
        finish_page(book, finished.obj, size, plan.reduced, plan.marks)
    tags.finish()
    _link_parts(book, {part.name: part for part in plan.parts})
    _add_bookmarks(book, plan.parts, headings)
    _label_pages(book, plan)
    write_metadata(book, plan.metadata)
    return pdf_bytes(book)


@contextmanager
def _taken_whole(book: Pdf, chunk: Source) -> Iterator[Pdf]:
    """Context manager that opens the PDF of a part, so that its pages can be copied into `book`.

    At the end it reads all copied streams. Otherwise pikepdf would read them only when the book is saved, and
    keep the files of all parts in memory until then.
    """
    first = book.make_indirect(Dictionary()).objgen[0]
    with Pdf.open(io.BytesIO(chunk.read())) as source:
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
    """Appends the pages of a part to the book, and replaces the part's fonts by those shared in the book.

    Returns the new pages of the book.
    """
    font_tables = [page.Resources.Font for page in source.pages if "/Font" in page.Resources]
    names = sorted({name for table in font_tables for name in list(table.keys())})
    for table in font_tables:
        for name in list(table.keys()):
            del table[name]
    first = len(book.pages)
    book.pages.extend(source.pages)
    pages: list[Object] = [page.obj for page in book.pages[first:]]
    _give_fonts(pages[0].Resources if pages else None, names, fonts)
    return pages


def _give_fonts(resources: Object | None, names: Sequence[str], fonts: Mapping[str, Object]) -> None:
    if resources is not None and "/Font" in resources:
        for name in names:
            resources.Font[name] = fonts[name[1:]]


def _furniture_forms(
    book: Pdf, stamps: Pdf, fonts: Mapping[str, Object], plan: JoinPlan
) -> list[Object | None]:
    """Returns the running head, folio and watermark of every page as a PDF form XObject (reusable drawing).

    Pages with equal furniture share one form. The list has None for a page without furniture.
    """
    shared = stamps.pages[0].Resources
    names = sorted(shared.Font.keys()) if "/Font" in shared else []
    for name in names:
        del shared.Font[name]
    digits = _last_line(stamps.pages[-1].Contents.read_bytes())
    forms: dict[tuple[int, str], Object] = {}
    for stamp in dict.fromkeys(plan.stamps):
        if stamp is not None:
            number, folio = stamp
            forms[stamp] = book.copy_foreign(stamps.pages[number].as_form_xobject())
            if folio:
                forms[stamp].write(_with_folio(forms[stamp].read_bytes(), folio, digits))
    _give_fonts(next(iter(forms.values())).Resources if forms else None, names, fonts)
    return [forms[stamp] if stamp is not None else None for stamp in plan.stamps]


def _last_line(content: bytes) -> list[bytes]:
    """Returns the glyph codes of the last line of text that a PDF content stream draws."""
    lines = _LINE.findall(content)
    return _GLYPH.findall(lines[-1]) if lines else []


def _with_folio(content: bytes, folio: str, digits: Sequence[bytes]) -> bytes:
    """Returns the PDF operators of a page's running head and folio, with the page number in place of zeros.

    The folio was laid out as zeros. They can be replaced, because all digits of the font are equally wide.
    """
    is_last_line = len(digits) == 10 and _last_line(content) == [digits[0]] * len(folio)
    assert is_last_line, "the folio is the last line of the furniture"
    start, end = list(_LINE.finditer(content))[-1].span()
    return content[:start] + b"[" + b"".join(digits[int(digit)] for digit in folio) + b"] TJ" + content[end:]


def _dress(book: Pdf, page: Object, form: Object | None, number: int, shift: float) -> None:
    """Draws the page furniture over a page, and moves the page's content to the right by `shift` points.

    The page furniture (running head, folio, watermark) is drawn last, because the page's background would
    hide a watermark drawn below it.
    """
    stamp = b""
    if form is not None:
        name = Page(page).add_resource(form, Name.XObject, Name(f"/Furniture{number}"))
        stamp = f"/Artifact <</Type /Pagination>> BDC q {_fit(form, page)}{name} Do Q EMC\n".encode()
    move = f"1 0 0 1 {shift:.4f} 0 cm\n".encode() if shift else b""
    page.Contents = Array(
        [book.make_stream(b"q\n" + move), page.Contents, book.make_stream(b"\nQ\n" + stamp)]
    )
    for annotation in page.get("/Annots", []):
        box = [float(edge) for edge in annotation.Rect]
        annotation.Rect = Array([box[0] + shift, min(box[1], box[3]), box[2] + shift, max(box[1], box[3])])


def _fit(form: Object, page: Object) -> str:
    """Returns the PDF operator that scales and centres page furniture (`form`) on a page of another size.

    The furniture becomes as large as the page allows. The result is '' if page and furniture have the same
    size.
    """
    width, height = (float(edge) for edge in list(form.BBox)[2:])
    left, bottom, right, top = (float(edge) for edge in page.get("/TrimBox", page.MediaBox))
    if abs(right - left - width) < 1 and abs(top - bottom - height) < 1:
        return ""
    scale = min((right - left) / width, (top - bottom) / height)
    x, y = (left + right - width * scale) / 2, (bottom + top - height * scale) / 2
    return f"{scale:.5f} 0 0 {scale:.5f} {x:.3f} {y:.3f} cm "


def _dress_blanks(book: Pdf, blanks: Sequence[int], forms: Sequence[Object | None]) -> None:
    for number in blanks:
        page = book.pages[number - 1].obj
        page.Resources = Dictionary()
        page.Contents = book.make_stream(b"")
        page.Tabs = Name.S
        _dress(book, page, forms[number - 1], number, 0.0)


def _link_parts(book: Pdf, parts: Mapping[str, PlacedPart]) -> None:
    """Turns links to other parts of the book into PDF links to the first pages of those parts.

    In laid-out parts such links are web addresses of an invented host (ORIGIN). A link to a part that is
    missing from the book becomes plain text.
    """
    for page in book.pages:
        for annotation in page.obj.get("/Annots", []):
            address = str(annotation.A.get("/URI", "")) if "/A" in annotation else ""
            if not address.startswith(ORIGIN):
                continue
            del annotation.A
            part = parts.get(address.removeprefix(LINK_TO_PART))
            if part is not None:
                annotation.Dest = _top_of_page(book, part.first)
                title = part.bookmark.text if part.bookmark else ""
                annotation.Contents = String(f"{title}, trang {part.first}")


def _top_of_page(book: Pdf, number: int) -> Array:
    page = book.pages[number - 1].obj
    return Array([page, Name.XYZ, 0, page.TrimBox[3], 0])


def _add_bookmarks(book: Pdf, parts: Sequence[PlacedPart], headings: Sequence[Sequence[OutlineItem]]) -> None:
    with book.open_outline() as outline:
        for part, below in zip(parts, headings, strict=True):
            if mark := part.bookmark:
                text = f"{mark.label}. {mark.text}" if mark.label else mark.text
                item = OutlineItem(text, _top_of_page(book, part.first))
                item.children.extend(below)
                siblings = outline.root[-1].children if mark.level > 1 and outline.root else outline.root
                siblings.append(item)


def _headings(book: Pdf, first: int, source: Pdf) -> list[OutlineItem]:
    """Returns PDF bookmarks for all headings in a part, except its title.

    `source` is the PDF of the part, `first` the number of its first page in the book.
    """
    numbers = {page.obj.objgen: number for number, page in enumerate(source.pages, start=first)}

    def copied(items: Sequence[OutlineItem]) -> list[OutlineItem]:
        copies = []
        for item in items:
            assert isinstance(item.destination, Array), "WeasyPrint's bookmarks name a page and a place"
            page, *place = list(item.destination)
            there = Array([book.pages[numbers[page.objgen] - 1].obj, *place])
            copy = OutlineItem(" ".join(item.title.split()), there)
            copy.children.extend(copied(item.children))
            copies.append(copy)
        return copies

    with source.open_outline() as outline:
        return copied([child for title in outline.root for child in title.children])


def _label_pages(book: Pdf, plan: JoinPlan) -> None:
    """Labels the PDF's pages with their folios (printed page numbers), which PDF viewers show.

    The covers are labelled by name.
    """
    if not plan.bound:
        book.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))
        return
    numbers: list[Object | int] = [0, Dictionary(P=String("Bìa trước"))]
    if plan.pages > 1:
        numbers += [1, Dictionary(S=Name.D, St=2)]
    if plan.parts[-1].bare and plan.pages > 2:
        numbers += [plan.pages - 1, Dictionary(P=String("Bìa sau"))]
    book.Root.PageLabels = Dictionary(Nums=Array(numbers))
