"""Imposes a book for an office printer: two pages on each side of a sheet, to fold and staple or sew."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont
from pikepdf import Dictionary, Name, Pdf, String

from kyyeu.outputs.booklets.page_boxes import MM
from kyyeu.outputs.booklets.pdf_file import pdf_bytes
from kyyeu.outputs.booklets.pictures import draw_text

A4, A3 = (210 * MM, 297 * MM), (297 * MM, 420 * MM)
HINT_SIZE = 6.5  # type size of printing instructions in points
# Thickness of a sheet of 80 g/m² paper. In a folded stack, each inner sheet sticks out this much further
# (creep).
THICKNESS = 0.1 * MM
HINT = "In hai mặt, lật theo cạnh ngắn; gấp đôi, ghim giữa. Cỡ in: 100%."
HINT_SEWN = (
    "Tay {}/{}. In hai mặt, lật theo cạnh ngắn; gấp đôi từng tay {} tờ, xếp lần lượt, khâu hoặc dán gáy. "
    "Cỡ in: 100%."
)
STAPLED = 16  # The largest number of sheets that are folded together and stapled.
# A book too thick for stapling is sewn from signatures of 4 to 8 sheets; larger signatures are preferred.
SEWN = range(8, 3, -1)


@dataclass(frozen=True, slots=True)
class SheetSide:
    """One side of a printed sheet: the numbers (from 1) of its left and right page, None for a blank page.

    `depth` is the sheet's position in the folded stack, counted from 0 for the outermost sheet.
    """

    left: int | None
    right: int | None
    depth: int


def signature(pages: int) -> int | None:
    """Choose how many sheets are folded together as one signature (section of a sewn book).

    Returns None if all sheets can be stapled together. For a thicker book, the number of sheets is chosen
    that leaves the fewest blank pages.
    """
    sheets = -(-pages // 4)
    return None if sheets <= STAPLED else min(SEWN, key=lambda folded: -sheets % folded)


def sides(pages: int, sheets: int | None = None, covered: bool = True) -> list[SheetSide]:
    """Returns the front and back of every sheet in printing order.

    `sheets` is the number of sheets folded together, None for all. Blank pages fill up the last signature;
    they come before the last page if that is the back cover (`covered`), otherwise after it.
    """
    signature_pages = 4 * sheets if sheets else -(-pages // 4) * 4
    total = -(-pages // signature_pages) * signature_pages
    blanks = [None] * (total - pages)
    numbers = [*range(1, pages), *blanks, pages] if covered else [*range(1, pages + 1), *blanks]
    printed = []
    for start in range(0, total, signature_pages):
        folded = numbers[start : start + signature_pages]
        for depth in range(signature_pages // 4):
            outer, inner = 2 * depth, 2 * depth + 1
            printed.append(SheetSide(folded[-1 - outer], folded[outer], depth))
            printed.append(SheetSide(folded[inner], folded[-1 - inner], depth))
    return printed


def impose(
    path: Path,
    hint_font: Path,
    sheets: int | None = None,
    folded: tuple[float, float] | None = None,
    covered: bool = True,
) -> bytes:
    """Arrange the pages of the PDF at `path` on sheets that hold two pages side by side, for folding.

    `sheets` is the number of sheets in a signature, None for all in one. `folded` is the size in mm to which
    pages are reduced; `covered` means that the last page is the back cover. Printing instructions are set in
    the font `hint_font`. Links and tags are left out, since nobody reads the file on a screen.
    """
    source, book = Pdf.open(path), Pdf.new()
    pages = [
        (book.copy_foreign(page.as_form_xobject()), (float(page.trimbox[2]), float(page.trimbox[3])))
        for page in source.pages
    ]
    upright = min((min(trim), max(trim)) for _, trim in pages)
    size = (folded[0] * MM, folded[1] * MM) if folded else upright
    sheet, printed = sheet_size(size), sides(len(pages), sheets, covered)
    signature_sides = 2 * sheets if sheets else len(printed)
    for number, side in enumerate(printed):
        book.add_blank_page(page_size=sheet)
        page, drawn = book.pages[-1], []
        for page_number, left in ((side.left, True), (side.right, False)):
            if page_number is not None:
                form, trim = pages[page_number - 1]
                name = page.add_resource(form, Name.XObject, Name(f"/P{page_number}"))
                matrix = _matrix(sheet, size, trim, left, side.depth * THICKNESS, size[0] / upright[0])
                drawn.append(f"q {matrix} {name} Do Q")
        # Printing instructions are printed on the inner side of a signature's first sheet, which shows no
        # cover page.
        if number % signature_sides == 1:
            signatures = len(printed) // signature_sides
            text = HINT_SEWN.format(number // signature_sides + 1, signatures, sheets)
            drawn.append(hint(hint_font, sheet[0] / 4, text if signatures > 1 else HINT))
        page.Contents = book.make_stream("\n".join(drawn).encode())
    return sheets_file(book, source, Name.DuplexFlipShortEdge)


def sheets_file(book: Pdf, source: Pdf, duplex: Name) -> bytes:
    """Saves printer's sheets as PDF bytes with the title and dates of the PDF that they were made from.

    The PDF also tells the print dialogue to print unscaled, and on one side or both as `duplex` says.
    """
    book.Root.ViewerPreferences = Dictionary(Duplex=duplex, PrintScaling=Name("/None"))
    for name in ("/Title", "/CreationDate", "/ModDate", "/Producer"):
        book.docinfo[name] = String(str(source.docinfo[name]))
    return pdf_bytes(book)


def sheet_size(page: tuple[float, float]) -> tuple[float, float]:
    """Returns the paper size (points) for two pages side by side: A4 or A3 in landscape, or a custom size.

    A4 is preferred to A3; a sheet of exactly two pages is used if neither is large enough.
    """
    for upright in (A4, A3):
        if 2 * page[0] <= upright[1] + 1 and page[1] <= upright[0] + 1:
            return upright[1], upright[0]
    return 2 * page[0], page[1]


def _matrix(
    sheet: tuple[float, float],
    size: tuple[float, float],
    trim: tuple[float, float],
    left: bool,
    creep: float,
    scale: float,
) -> str:
    """Returns PDF operators that place a page on its half of a folded sheet and clip it to that half.

    The page is drawn `scale` times as large, and moved `creep` points towards the fold.
    """
    middle, foot = sheet[0] / 2, max(0.0, sheet[1] - size[1]) / 2
    start = middle - size[0] + creep if left else middle - creep
    half = f"{0 if left else middle:.3f} 0 {middle:.3f} {sheet[1]:.3f} re W n"
    # A landscape page is rotated to upright, so that it fits its half of the folded sheet.
    if trim[0] > trim[1]:
        return f"{half} 0 {scale:.5g} {-scale:.5g} 0 {start + size[0]:.3f} {foot:.3f} cm"
    return f"{half} {scale:.5g} 0 0 {scale:.5g} {start:.3f} {foot:.3f} cm"


class _PathPen(BasePen):
    """Collects the outlines of letters as PDF path operators."""

    def __init__(self, glyphs: Any) -> None:
        super().__init__(glyphs)
        self.strokes: list[str] = []

    def _moveTo(self, pt: tuple[float, float]) -> None:
        self.strokes.append(f"{pt[0]:.0f} {pt[1]:.0f} m")

    def _lineTo(self, pt: tuple[float, float]) -> None:
        self.strokes.append(f"{pt[0]:.0f} {pt[1]:.0f} l")

    def _curveToOne(
        self, pt1: tuple[float, float], pt2: tuple[float, float], pt3: tuple[float, float]
    ) -> None:
        self.strokes.append(" ".join(f"{x:.0f} {y:.0f}" for x, y in (pt1, pt2, pt3)) + " c")

    def _closePath(self) -> None:
        self.strokes.append("h")


def hint(font_file: Path, middle: float, text: str) -> str:
    """Returns PDF operators for printing instructions at the foot of a sheet, centred at x = `middle`."""
    font = TTFont(font_file)
    pen = _PathPen(font.getGlyphSet())
    width = draw_text(text, font, pen)
    scale = HINT_SIZE / font["head"].unitsPerEm
    place = f"{scale:.5f} 0 0 {scale:.5f} {middle - width * scale / 2:.3f} {5 * MM:.3f} cm"
    return f"q 0.45 g {place} {' '.join(pen.strokes)} f Q"
