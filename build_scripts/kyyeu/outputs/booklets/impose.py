"""Arranges pages on the sheets of an office printer.

A book gets two pages on each side of a sheet, so that sheets are folded and then stapled or sewn. Small
pieces, such as cards and ballots, share an A4 sheet with cutting marks. An errata slip is printed twice on
each sheet.
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
# Thickness of a sheet of 80 g/m² paper. In a folded stack, each inner sheet sticks out by this much beyond
# the sheet around it (creep).
THICKNESS = 0.1 * MM
FOLDED_HINT = "In hai mặt, lật theo cạnh ngắn; gấp đôi, ghim giữa. Cỡ in: 100%."
SEWN_HINT = (
    "Tay {}/{}. In hai mặt, lật theo cạnh ngắn; gấp đôi từng tay {} tờ, xếp lần lượt, khâu hoặc dán gáy. "
    "Cỡ in: 100%."
)
STAPLED = 16  # The largest number of sheets that are folded together and stapled.
# A book too thick for stapling is sewn from signatures (folded sections) of 4 to 8 sheets. If several sizes
# leave equally few blank pages, the largest is chosen.
SEWN = range(8, 3, -1)
# Margin of a sheet on which several cards or slips are printed. It holds the cutting marks, and includes the
# outermost 5 mm, on which office printers cannot print.
MARGIN = 8 * MM
# How far the background colour of cards or badges extends beyond the outermost cuts of a sheet. This is too
# little to touch the cutting marks.
OVERRUN = 1.5 * MM
# The distance between a cutting mark and the piece (such as a card), and the length of the mark.
GAP, MARK = 2 * MM, 2 * MM
# The cutting mark between two copies on one sheet starts and ends at these distances from the sheet's edge.
TICK = 5 * MM, 8 * MM
CUT_HINT = (
    "Tờ {}/{}. In một mặt, cỡ 100%. Xén cả chồng theo dấu; xếp các chồng từ trái sang phải, "
    "từ trên xuống là đúng thứ tự."
)
CUT_ONE_HINT = "In một mặt, cỡ 100%. Xén theo dấu."


@dataclass(frozen=True, slots=True)
class SheetSide:
    """Says which two pages are printed on one side of a sheet that will be folded.

    `left` and `right` are page numbers, counted from 1, or None for a blank page. `depth` is the sheet's
    position in the folded stack, counted from 0 for the outermost sheet.
    """

    left: int | None
    right: int | None
    depth: int


def signature(pages: int) -> int | None:
    """Returns how many sheets are folded together as one signature (section of a sewn book).

    Returns None if all sheets of the book can be stapled together. For a thicker book, the number is chosen
    that leaves the fewest blank pages.
    """
    sheets = -(-pages // 4)
    return None if sheets <= STAPLED else min(SEWN, key=lambda folded: -sheets % folded)


def sides(pages: int, sheets: int | None = None, covered: bool = True) -> list[SheetSide]:
    """Returns which pages are printed on the front and back of every sheet of a book, in printing order.

    `pages` is the number of pages of the book. `sheets` is the number of sheets that are folded together, or
    None to fold all together. Blank pages fill up the last group of folded sheets. They come before the last
    page if that is the back cover (`covered`), otherwise after it.
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
    """Returns a PDF of sheets that hold two pages of a book side by side, for folding.

    `sheets` is the number of sheets folded together as a signature, or None to fold all together. `folded` is
    the size (width, height) in mm to which pages are reduced, if any. `covered` means that the last page is
    the back cover. Printing instructions are set in the font `hint_font`. Links and tags are left out, since
    nobody reads the file on a screen.
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
        # Printing instructions are printed on the inner side of a signature's first sheet, because cover
        # pages are only on its outer side.
        if number % signature_sides == 1:
            signatures = len(printed) // signature_sides
            text = SEWN_HINT.format(number // signature_sides + 1, signatures, sheets)
            drawn.append(hint(hint_font, sheet[0] / 4, text if signatures > 1 else FOLDED_HINT))
        page.Contents = book.make_stream("\n".join(drawn).encode())
    return sheets_file(book, source, Name.DuplexFlipShortEdge)


def sheets_file(book: Pdf, source: Pdf, duplex: Name) -> bytes:
    """Returns a PDF of sheets for an office printer as bytes.

    `book` holds the sheets; the title and dates are copied from `source`, the PDF from which the sheets were
    made. The PDF tells the print dialogue to print without scaling, and on one side or both, as `duplex`
    says.
    """
    book.Root.ViewerPreferences = Dictionary(Duplex=duplex, PrintScaling=Name("/None"))
    for name in ("/Title", "/CreationDate", "/ModDate", "/Producer"):
        book.docinfo[name] = String(str(source.docinfo[name]))
    return pdf_bytes(book)


def sheet_size(page: tuple[float, float]) -> tuple[float, float]:
    """Returns the size (width, height) in points of a landscape sheet for two pages side by side.

    The sheet is A4 if two pages fit on it, otherwise A3. If the pages are too large for A3, the sheet is
    exactly as large as the two pages.
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

    The page is drawn `scale` times as large. It is moved `creep` points towards the fold, because inner
    sheets of a folded stack stick out.
    """
    middle, foot = sheet[0] / 2, max(0.0, sheet[1] - size[1]) / 2
    start = middle - size[0] + creep if left else middle - creep
    half = f"{0 if left else middle:.3f} 0 {middle:.3f} {sheet[1]:.3f} re W n"
    # A landscape page is turned by 90 degrees, so that it fits its upright half of the folded sheet.
    if trim[0] > trim[1]:
        return f"{half} 0 {scale:.5g} {-scale:.5g} 0 {start + size[0]:.3f} {foot:.3f} cm"
    return f"{half} {scale:.5g} 0 0 {scale:.5g} {start:.3f} {foot:.3f} cm"


class _PathPen(BasePen):
    """A fontTools pen that collects the outlines of letters as PDF path operators."""

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
    """Returns PDF operators that draw printing instructions at the foot of a sheet, as outlines of letters.

    The text is centred at x = `middle`, in points.
    """
    font = TTFont(io.BytesIO(font_file.read()))
    pen = _PathPen(font.getGlyphSet())
    width = draw_text(text, font, pen)
    scale = HINT_SIZE / font["head"].unitsPerEm
    left = middle - width * scale / 2
    return f"q 0.45 g {scale:.5f} 0 0 {scale:.5f} {left:.3f} {5 * MM:.3f} cm {' '.join(pen.strokes)} f Q"


@dataclass(frozen=True, slots=True)
class PieceGrid:
    """Describes a grid of equally large pieces (such as cards), which is centred on an upright A4 sheet.

    `width` and `height` are the size of one piece in points.
    """

    columns: int
    rows: int
    width: float
    height: float

    @property
    def left(self) -> float:
        """Returns the distance in points from the sheet's left edge to the leftmost pieces, such as cards."""
        return (A4[0] - self.columns * self.width) / 2

    @property
    def foot(self) -> float:
        """Returns the distance in points from the sheet's bottom edge to the lowest pieces, such as cards."""
        return (A4[1] - self.rows * self.height) / 2

    @property
    def places(self) -> list[tuple[int, int]]:
        """Returns (column, row) of every place for a piece on the sheet, row by row from the top left."""
        return [(column, row) for row in range(self.rows) for column in range(self.columns)]


def grid(width: float, height: float) -> PieceGrid:
    """Returns the grid with the most pieces (such as cards) that fit on an upright A4 sheet.

    `width` and `height` are the size of one piece in points.
    """
    columns, rows = int((A4[0] - 2 * MARGIN + 0.1) // width), int((A4[1] - 2 * MARGIN + 0.1) // height)
    assert columns and rows, "a piece is smaller than a sheet"
    return PieceGrid(columns, rows, width, height)


def piles(pieces: int, places: int) -> list[list[int | None]]:
    """Distributes numbered pieces, such as cards, over sheets with several places each.

    Returns for every sheet the numbers (from 0) of the pieces in its places, None for an empty place. All
    sheets are cut as one stack, so each place becomes a pile of pieces. If the piles are put together from
    left to right and from top to bottom, the pieces are in numerical order.
    """
    sheets = -(-pieces // places)
    numbers = [*range(pieces), *[None] * (sheets * places - pieces)]
    return [numbers[sheet::sheets] for sheet in range(sheets)]


def cut(pdf: Source, hint_font: Source) -> bytes:
    """Returns a PDF of A4 sheets from which cards or other small pieces are cut out.

    Every page of the joined book `pdf` is one piece with bleed. The sheets have cutting marks and printing
    instructions. Pieces of different sizes never share a sheet.
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

    So two copies of a slip are printed at once and cut apart. `page_counts` are the page counts of the book's
    parts. If any part has more than one page, all sheets are printed on both sides, and each part starts on
    the front of a sheet.
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
    """Returns the width and height in points of a page after trimming (the PDF's TrimBox).

    The lower left corner of the TrimBox is at (0, 0).
    """
    return float(page.trimbox[2]), float(page.trimbox[3])


def _with_bleed(book: Pdf, page: Page) -> Object:
    """Returns a page as a form XObject (reusable PDF drawing) that includes its bleed, but no crop marks."""
    form = page.as_form_xobject()
    form.BBox = page.obj.BleedBox
    return book.copy_foreign(form)


def _in_place(layout: PieceGrid, column: int, row: int) -> str:
    """Returns PDF operators that move a piece (such as a card) to its place on the sheet and clip it there.

    At the outermost cuts of the sheet, the background of the piece may extend a little beyond the cut.
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
