"""A book's pages → sheets for an office printer: two pages side by side, both sides, to be folded and stapled through the middle."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fontTools.pens.basePen import BasePen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont
from pikepdf import Dictionary, Name, Pdf, String

from kyyeu.outputs.booklets.pdf_file import pdf_bytes

MM = 72 / 25.4
A4, A3 = (210 * MM, 297 * MM), (297 * MM, 420 * MM)
SIZE = 6.5  # of the hint, in points
THICKNESS = 0.1 * MM  # of a sheet of 80 g/m²: what an inner sheet is pushed out at the fold
HINT = "In hai mặt, lật theo cạnh ngắn; gấp đôi, ghim giữa. Cỡ in: 100%."
HINT_SEWN = "Tay {}/{}. In hai mặt, lật theo cạnh ngắn; gấp đôi từng tay {} tờ, xếp lần lượt, khâu hoặc dán gáy. Cỡ in: 100%."
STAPLED = 16  # sheets that can be folded and stapled as one
SEWN = range(8, 3, -1)  # sheets to a signature of a thicker book


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a sheet: pages (from 1) on the left and right, None for a blank; `depth` counts sheets from the outermost."""

    left: int | None
    right: int | None
    depth: int


def signature(pages: int) -> int | None:
    """Sheets to a signature: None, all in one, for what a stapler takes; else as many as leave the fewest blanks."""
    sheets = -(-pages // 4)
    return None if sheets <= STAPLED else min(SEWN, key=lambda per: -sheets % per)


def sides(pages: int, sheets: int | None = None, covered: bool = True) -> list[Side]:
    """Front and back of every sheet in printing order. `sheets` to a signature: None puts all into one (saddle stitch).

    Blanks fill the last signature: before the last page where that is the back cover, else after it.
    """
    per = 4 * sheets if sheets else -(-pages // 4) * 4
    total = -(-pages // per) * per
    blanks = [None] * (total - pages)
    numbers = [*range(1, pages), *blanks, pages] if covered else [*range(1, pages + 1), *blanks]
    found = []
    for start in range(0, total, per):
        signature = numbers[start : start + per]
        for depth in range(per // 4):
            outer, inner = 2 * depth, 2 * depth + 1
            found.append(Side(signature[-1 - outer], signature[outer], depth))
            found.append(Side(signature[inner], signature[-1 - inner], depth))
    return found


def impose(
    path: Path,
    face: Path,
    sheets: int | None = None,
    folded: tuple[float, float] | None = None,
    covered: bool = True,
) -> bytes:
    """The PDF at `path` on sheets twice as wide; `face` is the font file of the hint, `folded` the size in mm that its pages are made
    smaller to. Links and tags stay behind: for a printer only."""
    source, book = Pdf.open(path), Pdf.new()
    pages = [
        (book.copy_foreign(page.as_form_xobject()), (float(page.trimbox[2]), float(page.trimbox[3])))
        for page in source.pages
    ]
    upright = min((min(trim), max(trim)) for _, trim in pages)
    size = (folded[0] * MM, folded[1] * MM) if folded else upright
    sheet, printed = sheet_size(size), sides(len(pages), sheets, covered)
    per = 2 * sheets if sheets else len(printed)
    for number, side in enumerate(printed):
        book.add_blank_page(page_size=sheet)
        page, drawn = book.pages[-1], []
        for place, left in ((side.left, True), (side.right, False)):
            if place is not None:
                form, trim = pages[place - 1]
                held = page.add_resource(form, Name.XObject, Name(f"/P{place}"))
                drawn.append(
                    f"q {_placed(sheet, size, trim, left, side.depth * THICKNESS, size[0] / upright[0])} {held} Do Q"
                )
        if number % per == 1:  # the inner side of a signature's first sheet: no cover lies there
            words = (
                HINT_SEWN.format(number // per + 1, len(printed) // per, sheets)
                if per < len(printed)
                else HINT
            )
            drawn.append(hint(face, sheet[0] / 4, words))
        page.Contents = book.make_stream("\n".join(drawn).encode())
    book.Root.ViewerPreferences = Dictionary(Duplex=Name.DuplexFlipShortEdge, PrintScaling=Name("/None"))
    for name in ("/Title", "/CreationDate", "/ModDate", "/Producer"):
        book.docinfo[name] = String(str(source.docinfo[name]))
    return pdf_bytes(book)


def sheet_size(page: tuple[float, float]) -> tuple[float, float]:
    """The smaller of A4 and A3, lying on its side, that holds two pages; else just the two pages. In points."""
    for upright in (A4, A3):
        if 2 * page[0] <= upright[1] + 1 and page[1] <= upright[0] + 1:
            return upright[1], upright[0]
    return 2 * page[0], page[1]


def _placed(
    sheet: tuple[float, float],
    size: tuple[float, float],
    trim: tuple[float, float],
    left: bool,
    creep: float,
    scale: float = 1,
) -> str:
    """Clip to the page's half of the sheet; then the matrix that puts the page, `scale` times as large, against the fold, `creep` nearer
    to it."""
    middle, foot = sheet[0] / 2, max(0.0, sheet[1] - size[1]) / 2
    start = middle - size[0] + creep if left else middle - creep
    half = f"{0 if left else middle:.3f} 0 {middle:.3f} {sheet[1]:.3f} re W n"
    if trim[0] > trim[1]:  # a table on its side stands upright on the sheet
        return f"{half} 0 {scale:.5g} {-scale:.5g} 0 {start + size[0]:.3f} {foot:.3f} cm"
    return f"{half} {scale:.5g} 0 0 {scale:.5g} {start:.3f} {foot:.3f} cm"


class _PathPen(BasePen):
    """Outlines as the operators of a page."""

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


def hint(face: Path, middle: float, words: str) -> str:
    """How to print, small and grey, at the foot of a sheet, about `middle` (points)."""
    font = TTFont(face)
    glyphs, letters, x = font.getGlyphSet(), font.getBestCmap(), 0
    pen = _PathPen(glyphs)
    for letter in words:
        name = letters[ord(letter)]
        glyphs[name].draw(TransformPen(pen, (1, 0, 0, 1, x, 0)))
        x += font["hmtx"][name][0]
    scale = SIZE / font["head"].unitsPerEm
    return f"q 0.45 g {scale:.5f} 0 0 {scale:.5f} {middle - x * scale / 2:.3f} {5 * MM:.3f} cm {' '.join(pen.strokes)} f Q"
