"""Pieces, a page each, → A4 sheets of an office printer with marks to cut them by: different ones in piles, or copies side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from pikepdf import Dictionary, Name, Object, Page, Pdf, String

from kyyeu.outputs.booklets.impose import A4, MM, hint
from kyyeu.outputs.booklets.pdf_file import pdf_bytes

REACH = 8 * MM  # room beside the pieces: 5 mm that no office printer prints, and the marks
OVER = 1.5 * MM  # so far colour runs over the outer cuts; more would meet the marks
GAP, MARK = 2 * MM, 2 * MM  # from a piece to its mark; a mark's length
TICK = 5 * MM, 8 * MM  # between copies: from and to, measured from the edge of the sheet
HINT = "Tờ {}/{}. In một mặt, cỡ 100%. Xén cả chồng theo dấu; xếp các chồng từ trái sang phải, từ trên xuống là đúng thứ tự."
HINT_ONE = "In một mặt, cỡ 100%. Xén theo dấu."


@dataclass(frozen=True, slots=True)
class Grid:
    """So many pieces of a size (points) on an upright A4 sheet, in its middle."""

    columns: int
    rows: int
    width: float
    height: float

    @property
    def left(self) -> float:
        return (A4[0] - self.columns * self.width) / 2

    @property
    def foot(self) -> float:
        return (A4[1] - self.rows * self.height) / 2

    @property
    def places(self) -> list[tuple[int, int]]:
        """(column, row) in reading order; rows count from the top."""
        return [(column, row) for row in range(self.rows) for column in range(self.columns)]


def grid(width: float, height: float) -> Grid:
    columns, rows = int((A4[0] - 2 * REACH + 0.1) // width), int((A4[1] - 2 * REACH + 0.1) // height)
    assert columns and rows, "a piece is smaller than a sheet"
    return Grid(columns, rows, width, height)


def piles(pieces: int, places: int) -> list[list[int | None]]:
    """What lies at each place of every sheet (pieces from 0, None for a blank), so that the piles of a sheet's places, cut and laid on
    one another in reading order, are in order."""
    sheets = -(-pieces // places)
    return [
        [number if number < pieces else None for number in range(sheet, places * sheets, sheets)]
        for sheet in range(sheets)
    ]


def cut(path: Path, face: Path) -> bytes:
    """The press edition at `path`, whose pages are single pieces with bleed, on sheets; pieces of one size together."""
    source, book = Pdf.open(path), Pdf.new()
    for (width, height), pages in groupby(
        source.pages, key=lambda page: (float(page.trimbox[2]), float(page.trimbox[3]))
    ):
        laid, pieces = grid(width, height), [_with_bleed(book, page) for page in pages]
        sheets = piles(len(pieces), len(laid.places))
        for number, numbers in enumerate(sheets, start=1):
            book.add_blank_page(page_size=A4)
            page, drawn = book.pages[-1], [_marks(laid)]
            for (column, row), place in zip(laid.places, numbers, strict=True):
                if place is not None:
                    held = page.add_resource(pieces[place], Name.XObject, Name(f"/P{place + 1}"))
                    drawn.append(f"q {_clip(laid, column, row)} {_matrix(laid, column, row)} {held} Do Q")
            words = HINT.format(number, len(sheets)) if len(laid.places) > 1 and len(sheets) > 1 else HINT_ONE
            page.Contents = book.make_stream("\n".join([*drawn, hint(face, A4[0] / 2, words)]).encode())
    return _finished(book, source, Name.Simplex)


def side_by_side(path: Path, leaves: Sequence[int]) -> bytes:
    """Every A5 page of the book at `path` twice on an A4 sheet lying on its side. `leaves` are the pages of each thing in it: where one
    has a back, all are printed on both sides, and each begins on a front."""
    source, book = Pdf.open(path), Pdf.new()
    sheet, backed = (A4[1], A4[0]), max(leaves) > 1
    starts = {sum(leaves[:place]) for place in range(len(leaves))}
    for number, single in enumerate(source.pages):
        if backed and number in starts and len(book.pages) % 2:
            book.add_blank_page(page_size=sheet)
        book.add_blank_page(page_size=sheet)
        page = book.pages[-1]
        held = page.add_resource(
            book.copy_foreign(single.as_form_xobject()), Name.XObject, Name(f"/P{number + 1}")
        )
        width, height = (float(edge) for edge in list(single.trimbox)[2:])
        foot, middle = (sheet[1] - height) / 2, sheet[0] / 2
        copies = [f"q 1 0 0 1 {left:.3f} {foot:.3f} cm {held} Do Q" for left in (middle - width, middle)]
        ticks = " ".join(
            f"{middle:.3f} {start:.3f} m {middle:.3f} {end:.3f} l"
            for start, end in (TICK, [sheet[1] - at for at in TICK])
        )
        page.Contents = book.make_stream("\n".join([*copies, f"q 0.25 w {ticks} S Q"]).encode())
    return _finished(book, source, Name.DuplexFlipShortEdge if backed else Name.Simplex)


def _with_bleed(book: Pdf, page: Page) -> Object:
    """A page as a form that reaches as far as its bleed, but not to its marks."""
    form = page.as_form_xobject()
    form.BBox = page.obj.BleedBox
    return book.copy_foreign(form)


def _clip(laid: Grid, column: int, row: int) -> str:
    """To the piece, and a little over its outer cuts."""
    left = column * laid.width - (OVER if column == 0 else 0)
    right = (column + 1) * laid.width + (OVER if column == laid.columns - 1 else 0)
    top = row * laid.height - (OVER if row == 0 else 0)
    bottom = (row + 1) * laid.height + (OVER if row == laid.rows - 1 else 0)
    return f"{laid.left + left:.3f} {A4[1] - laid.foot - bottom:.3f} {right - left:.3f} {bottom - top:.3f} re W n"


def _matrix(laid: Grid, column: int, row: int) -> str:
    return (
        f"1 0 0 1 {laid.left + column * laid.width:.3f} {A4[1] - laid.foot - (row + 1) * laid.height:.3f} cm"
    )


def _marks(laid: Grid) -> str:
    """Two strokes to every cut, in the margins."""
    across = [(laid.left + column * laid.width) for column in range(laid.columns + 1)]
    up = [(laid.foot + row * laid.height) for row in range(laid.rows + 1)]
    strokes = [f"{x:.3f} {y:.3f} m {x:.3f} {y + way * MARK:.3f} l" for x in across for y, way in _outside(up)]
    strokes += [
        f"{x:.3f} {y:.3f} m {x + way * MARK:.3f} {y:.3f} l" for y in up for x, way in _outside(across)
    ]
    return f"q 0.25 w {' '.join(strokes)} S Q"


def _outside(cuts: Sequence[float]) -> Iterator[tuple[float, int]]:
    yield cuts[0] - GAP, -1
    yield cuts[-1] + GAP, 1


def _finished(book: Pdf, source: Pdf, duplex: Name) -> bytes:
    book.Root.ViewerPreferences = Dictionary(Duplex=duplex, PrintScaling=Name("/None"))
    for name in ("/Title", "/CreationDate", "/ModDate", "/Producer"):
        book.docinfo[name] = String(str(source.docinfo[name]))
    return pdf_bytes(book)
