"""Arranges pages on the sheets of an office printer.

A book is imposed with two pages on each side of a sheet, to fold and staple or sew. Small pieces (cards,
ballots) share an A4 sheet with cutting marks; of a slip, each sheet has two copies.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont
from pikepdf import Dictionary, Name, Object, Page, Pdf, String

from kyyeu.outputs.booklets.page_boxes import MM
from kyyeu.outputs.booklets.pdf_file import pdf_bytes
from kyyeu.outputs.booklets.pictures import draw_text
from kyyeu.work.source import Source

A4, A3 = (210 * MM, 297 * MM), (297 * MM, 420 * MM)
HINT_SIZE = 6.5  # type size of printing instructions in points
# Thickness of a sheet of 80 g/m² paper. In a folded stack, each inner sheet sticks out this much further
# (creep).
THICKNESS = 0.1 * MM
FOLDED_HINT = "In hai mặt, lật theo cạnh ngắn; gấp đôi, ghim giữa. Cỡ in: 100%."
SEWN_HINT = (
    "Tay {}/{}. In hai mặt, lật theo cạnh ngắn; gấp đôi từng tay {} tờ, xếp lần lượt, khâu hoặc dán gáy. "
    "Cỡ in: 100%."
)
STAPLED = 16  # The largest number of sheets that are folded together and stapled.
# A book too thick for stapling is sewn from signatures of 4 to 8 sheets; larger signatures are preferred.
SEWN = range(8, 3, -1)
# Margin of a sheet on which several cards or slips are printed: it holds the cutting marks and the 5 mm that
# no office printer can print.
MARGIN = 8 * MM
# How far the background colour of the badges or cards on a sheet extends beyond the outermost cuts, without
# touching the cutting marks.
OVERRUN = 1.5 * MM
# The distance of a cutting mark from the piece (such as a card), and the length of the mark.
GAP, MARK = 2 * MM, 2 * MM
# The cutting mark between two copies on a sheet starts and ends at these distances from the edge of the
# sheet.
TICK = 5 * MM, 8 * MM
CUT_HINT = (
    "Tờ {}/{}. In một mặt, cỡ 100%. Xén cả chồng theo dấu; xếp các chồng từ trái sang phải, "
    "từ trên xuống là đúng thứ tự."
)
CUT_ONE_HINT = "In một mặt, cỡ 100%. Xén theo dấu."


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
    signature_pages = 4 * (sheets or -(-pages // 4))
    blanks = [None] * (-pages % signature_pages)
    numbers = [*range(1, pages), *blanks, pages] if covered else [*range(1, pages + 1), *blanks]
    printed = []
    for start in range(0, len(numbers), signature_pages):
        folded = numbers[start : start + signature_pages]
        for depth in range(signature_pages // 4):
            outer, inner = 2 * depth, 2 * depth + 1
            printed += [
                SheetSide(folded[-1 - outer], folded[outer], depth),
                SheetSide(folded[inner], folded[-1 - inner], depth),
            ]
    return printed


def impose(
    pdf: Source,
    hint_font: Source,
    sheets: int | None = None,
    folded: tuple[float, float] | None = None,
    covered: bool = True,
) -> bytes:
    """Arrange the pages of a PDF on sheets that hold two pages side by side, for folding.

    `sheets` is the number of sheets in a signature, None for all in one. `folded` is the size in mm to which
    pages are reduced; `covered` means that the last page is the back cover. Printing instructions are set in
    the font `hint_font`. Links and tags are left out, since nobody reads the file on a screen.
    """
    source, book = Pdf.open(pdf.checked()), Pdf.new()
    pages = [(book.copy_foreign(page.as_form_xobject()), _trimmed_size(page)) for page in source.pages]
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
                matrix = _on_half(sheet, size, trim, left, side.depth * THICKNESS, size[0] / upright[0])
                drawn.append(f"q {matrix} {name} Do Q")
        # Printing instructions are printed on the inner side of a signature's first sheet, which shows no
        # cover page.
        if number % signature_sides == 1:
            signatures = len(printed) // signature_sides
            text = SEWN_HINT.format(number // signature_sides + 1, signatures, sheets)
            drawn.append(hint(hint_font, sheet[0] / 4, text if signatures > 1 else FOLDED_HINT))
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


def _on_half(
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


def hint(font_file: Source, middle: float, text: str) -> str:
    """Returns PDF operators for printing instructions at the foot of a sheet, centred at x = `middle`."""
    font = TTFont(io.BytesIO(font_file.read()))
    pen = _PathPen(font.getGlyphSet())
    width = draw_text(text, font, pen)
    scale = HINT_SIZE / font["head"].unitsPerEm
    left = middle - width * scale / 2
    return f"q 0.45 g {scale:.5f} 0 0 {scale:.5f} {left:.3f} {5 * MM:.3f} cm {' '.join(pen.strokes)} f Q"


@dataclass(frozen=True, slots=True)
class PieceGrid:
    """A grid of equally large pieces (width and height in points), centred on an upright A4 sheet."""

    columns: int
    rows: int
    width: float
    height: float

    @property
    def left(self) -> float:
        """Distance in points from the left edge of the sheet to the leftmost pieces (such as cards)."""
        return (A4[0] - self.columns * self.width) / 2

    @property
    def foot(self) -> float:
        """Distance in points from the bottom edge of the sheet to the bottom edge of the grid of pieces."""
        return (A4[1] - self.rows * self.height) / 2

    @property
    def places(self) -> list[tuple[int, int]]:
        """Returns (column, row) of every place for a piece on the sheet, row by row from the top left."""
        return [(column, row) for row in range(self.rows) for column in range(self.columns)]


def grid(width: float, height: float) -> PieceGrid:
    """Returns the grid that fits the most pieces of a size (in points) on an upright A4 sheet."""
    columns, rows = int((A4[0] - 2 * MARGIN + 0.1) // width), int((A4[1] - 2 * MARGIN + 0.1) // height)
    assert columns and rows, "a piece is smaller than a sheet"
    return PieceGrid(columns, rows, width, height)


def piles(pieces: int, places: int) -> list[list[int | None]]:
    """Distributes numbered pieces, such as cards, over sheets with several places each.

    Returns for every sheet the numbers (from 0) of the pieces in its places, None for an empty place. If all
    sheets are cut as one stack, and the resulting piles are put together from left to right and from top to
    bottom, the pieces are in numerical order.
    """
    sheets = -(-pieces // places)
    numbers = [*range(pieces), *[None] * (sheets * places - pieces)]
    return [numbers[sheet::sheets] for sheet in range(sheets)]


def cut(pdf: Source, hint_font: Source) -> bytes:
    """Arranges cards or other small prints of a press edition on A4 sheets, to be cut out.

    The sheets have cutting marks and printing instructions. Every page of the press edition
    (`pdf`) is one print with bleed. Prints of different sizes never share a sheet.
    """
    source, book = Pdf.open(pdf.checked()), Pdf.new()
    for size, pages in groupby(source.pages, key=_trimmed_size):
        layout, pieces = grid(*size), [_with_bleed(book, page) for page in pages]
        sheets = piles(len(pieces), len(layout.places))
        for number, places in enumerate(sheets, start=1):
            book.add_blank_page(page_size=A4)
            page, drawn = book.pages[-1], [_marks(layout)]
            for (column, row), piece in zip(layout.places, places, strict=True):
                if piece is not None:
                    name = page.add_resource(pieces[piece], Name.XObject, Name(f"/P{piece + 1}"))
                    drawn.append(f"q {_in_place(layout, column, row)} {name} Do Q")
            in_piles = len(layout.places) > 1 and len(sheets) > 1
            text = CUT_HINT.format(number, len(sheets)) if in_piles else CUT_ONE_HINT
            drawn.append(hint(hint_font, A4[0] / 2, text))
            page.Contents = book.make_stream("\n".join(drawn).encode())
    return sheets_file(book, source, Name.Simplex)


def side_by_side(pdf: Source, page_counts: Sequence[int]) -> bytes:
    """Returns a PDF in which every A5 page of the book `pdf` is shown twice on a landscape A4 sheet.

    `page_counts` are the page counts of the book's parts. If any part has a back, all parts are printed on
    both sides of the paper, and each part starts on the front of a sheet.
    """
    source, book = Pdf.open(pdf.checked()), Pdf.new()
    sheet, two_sided = (A4[1], A4[0]), max(page_counts) > 1
    starts = {sum(page_counts[:place]) for place in range(len(page_counts))}
    for number, single in enumerate(source.pages):
        if two_sided and number in starts and len(book.pages) % 2:
            book.add_blank_page(page_size=sheet)
        book.add_blank_page(page_size=sheet)
        page = book.pages[-1]
        form = book.copy_foreign(single.as_form_xobject())
        name = page.add_resource(form, Name.XObject, Name(f"/P{number + 1}"))
        width, height = _trimmed_size(single)
        foot, middle = (sheet[1] - height) / 2, sheet[0] / 2
        copies = [f"q 1 0 0 1 {left:.3f} {foot:.3f} cm {name} Do Q" for left in (middle - width, middle)]
        ticks = " ".join(
            f"{middle:.3f} {start:.3f} m {middle:.3f} {end:.3f} l"
            for start, end in (TICK, tuple(sheet[1] - distance for distance in TICK))
        )
        page.Contents = book.make_stream("\n".join([*copies, f"q 0.25 w {ticks} S Q"]).encode())
    return sheets_file(book, source, Name.DuplexFlipShortEdge if two_sided else Name.Simplex)


def _trimmed_size(page: Page) -> tuple[float, float]:
    """Returns the width and height in points of a page's TrimBox, whose lower left corner is at (0, 0)."""
    return float(page.trimbox[2]), float(page.trimbox[3])


def _with_bleed(book: Pdf, page: Page) -> Object:
    """Turns a page into a form XObject (reusable drawing) that includes its bleed, but no crop marks."""
    form = page.as_form_xobject()
    form.BBox = page.obj.BleedBox
    return book.copy_foreign(form)


def _in_place(layout: PieceGrid, column: int, row: int) -> str:
    """Returns PDF operators that move a piece to its place on the sheet, and limit drawing to its area.

    At the outermost cuts of the sheet, the area extends a little beyond the cut.
    """
    left = column * layout.width - (OVERRUN if column == 0 else 0)
    right = (column + 1) * layout.width + (OVERRUN if column == layout.columns - 1 else 0)
    top = row * layout.height - (OVERRUN if row == 0 else 0)
    bottom = (row + 1) * layout.height + (OVERRUN if row == layout.rows - 1 else 0)
    corner = f"{layout.left + left:.3f} {A4[1] - layout.foot - bottom:.3f}"
    x, y = layout.left + column * layout.width, A4[1] - layout.foot - (row + 1) * layout.height
    return f"{corner} {right - left:.3f} {bottom - top:.3f} re W n 1 0 0 1 {x:.3f} {y:.3f} cm"


def _marks(layout: PieceGrid) -> str:
    """Returns PDF operators that draw the cutting marks: a short stroke at both ends of every cut."""
    across = [layout.left + column * layout.width for column in range(layout.columns + 1)]
    up = [layout.foot + row * layout.height for row in range(layout.rows + 1)]
    strokes = [
        *(
            f"{x:.3f} {y:.3f} m {x:.3f} {y + direction * MARK:.3f} l"
            for x in across
            for y, direction in ((up[0] - GAP, -1), (up[-1] + GAP, 1))
        ),
        *(
            f"{x:.3f} {y:.3f} m {x + direction * MARK:.3f} {y:.3f} l"
            for y in up
            for x, direction in ((across[0] - GAP, -1), (across[-1] + GAP, 1))
        ),
    ]
    return f"q 0.25 w {' '.join(strokes)} S Q"
