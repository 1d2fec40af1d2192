"""Arranges several small pieces (cards, ballots) on an A4 sheet of an office printer, with cutting marks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from pikepdf import Name, Object, Page, Pdf

from kyyeu.outputs.booklets.impose import A4, hint, sheets_file
from kyyeu.outputs.booklets.page_boxes import MM

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
HINT = (
    "Tờ {}/{}. In một mặt, cỡ 100%. Xén cả chồng theo dấu; xếp các chồng từ trái sang phải, "
    "từ trên xuống là đúng thứ tự."
)
HINT_ONE = "In một mặt, cỡ 100%. Xén theo dấu."


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
    return [
        [number if number < pieces else None for number in range(sheet, places * sheets, sheets)]
        for sheet in range(sheets)
    ]


def cut(path: Path, hint_font: Path) -> bytes:
    """Arranges cards or other small prints of a press edition on A4 sheets, to be cut out.

    The sheets have cutting marks and printing instructions. Every page of the press edition (the PDF at
    `path`) is one print with bleed. Prints of different sizes never share a sheet.
    """
    source, book = Pdf.open(path), Pdf.new()
    for size, pages in groupby(source.pages, key=_trimmed_size):
        layout, pieces = grid(*size), [_with_bleed(book, page) for page in pages]
        sheets = piles(len(pieces), len(layout.places))
        for number, places in enumerate(sheets, start=1):
            book.add_blank_page(page_size=A4)
            page, drawn = book.pages[-1], [_marks(layout)]
            for (column, row), piece in zip(layout.places, places, strict=True):
                if piece is not None:
                    name = page.add_resource(pieces[piece], Name.XObject, Name(f"/P{piece + 1}"))
                    drawn.append(f"q {_clip(layout, column, row)} {_matrix(layout, column, row)} {name} Do Q")
            in_piles = len(layout.places) > 1 and len(sheets) > 1
            text = HINT.format(number, len(sheets)) if in_piles else HINT_ONE
            drawn.append(hint(hint_font, A4[0] / 2, text))
            page.Contents = book.make_stream("\n".join(drawn).encode())
    return sheets_file(book, source, Name.Simplex)


def side_by_side(path: Path, page_counts: Sequence[int]) -> bytes:
    """Returns a PDF in which every A5 page of the book at `path` is shown twice on a landscape A4 sheet.

    `page_counts` are the page counts of the book's parts. If any part has a back, all parts are printed on
    both sides of the paper, and each part starts on the front of a sheet.
    """
    source, book = Pdf.open(path), Pdf.new()
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
        ends = (TICK, tuple(sheet[1] - distance for distance in TICK))
        ticks = " ".join(f"{middle:.3f} {start:.3f} m {middle:.3f} {end:.3f} l" for start, end in ends)
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


def _clip(layout: PieceGrid, column: int, row: int) -> str:
    """Returns PDF operators that limit drawing to the area of one piece on the sheet.

    At the outermost cuts of the sheet, the area extends a little beyond the cut.
    """
    left = column * layout.width - (OVERRUN if column == 0 else 0)
    right = (column + 1) * layout.width + (OVERRUN if column == layout.columns - 1 else 0)
    top = row * layout.height - (OVERRUN if row == 0 else 0)
    bottom = (row + 1) * layout.height + (OVERRUN if row == layout.rows - 1 else 0)
    corner = f"{layout.left + left:.3f} {A4[1] - layout.foot - bottom:.3f}"
    return f"{corner} {right - left:.3f} {bottom - top:.3f} re W n"


def _matrix(layout: PieceGrid, column: int, row: int) -> str:
    x = layout.left + column * layout.width
    return f"1 0 0 1 {x:.3f} {A4[1] - layout.foot - (row + 1) * layout.height:.3f} cm"


def _marks(layout: PieceGrid) -> str:
    """Returns PDF operators that draw the cutting marks: a short stroke at both ends of every cut."""
    across = [layout.left + column * layout.width for column in range(layout.columns + 1)]
    up = [layout.foot + row * layout.height for row in range(layout.rows + 1)]
    strokes = [
        f"{x:.3f} {y:.3f} m {x:.3f} {y + direction * MARK:.3f} l"
        for x in across
        for y, direction in _ends(up)
    ]
    strokes += [
        f"{x:.3f} {y:.3f} m {x + direction * MARK:.3f} {y:.3f} l"
        for y in up
        for x, direction in _ends(across)
    ]
    return f"q 0.25 w {' '.join(strokes)} S Q"


def _ends(cuts: Sequence[float]) -> Iterator[tuple[float, int]]:
    """Yields where the two cutting marks of a line begin, before the first cut and after the last.

    Each has the direction in which it is drawn: -1 or 1.
    """
    yield cuts[0] - GAP, -1
    yield cuts[-1] + GAP, 1
