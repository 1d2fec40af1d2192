"""Tests imposition, the placing of pages on sheets that are folded into booklets.

Every page lies on a sheet once, at the place that folding demands. The sheets have the exact size, whatever
the number of pages.
"""

import io
import re
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from kyyeu.outputs.booklets.font_files import FontFace, make_font_file
from kyyeu.outputs.booklets.impose import (
    THICKNESS,
    PieceGrid,
    cut,
    grid,
    impose,
    piles,
    side_by_side,
    sides,
    signature,
)
from kyyeu.outputs.booklets.page_boxes import finish_page
from kyyeu.work.source import Source

from tests.building import source_of
from tests.printing import MM

SIZES = {"a5": ((148, 210), (297, 210)), "a4": ((210, 297), (420, 297)), "19x27": ((190, 270), (420, 297))}


def folded(pages: int, sheets: int | None, covered: bool = True) -> list[int | None]:
    """Imposes a booklet, folds its sheets signature by signature, and returns its pages in reading order."""
    order: list[int | None] = []
    per = sheets or len(sides(pages, None)) // 2
    printed = sides(pages, sheets, covered)
    for start in range(0, len(printed), 2 * per):
        signature = printed[start : start + 2 * per]
        leaves = [(signature[2 * depth], signature[2 * depth + 1]) for depth in range(per)]
        order += [page for front, back in leaves for page in (front.right, back.left)]
        order += [page for front, back in reversed(leaves) for page in (back.right, front.left)]
    return order


@given(pages=st.integers(4, 64), sheets=st.one_of(st.none(), st.integers(1, 8)))
def test_a_folded_book_reads_in_order(pages: int, sheets: int | None) -> None:
    read = folded(pages, sheets)
    assert [page for page in read if page] == list(range(1, pages + 1))
    # All blank pages come just before the last page, because that is the back cover and must stay outside.
    assert len(read) % 4 == 0 and read[-1] == pages
    blanks = [place for place, page in enumerate(read) if page is None]
    assert blanks == list(range(pages - 1, len(read) - 1)) and len(blanks) < 4 * (sheets or 1)


@given(pages=st.integers(1, 64))
def test_a_paper_without_a_cover_begins_outside_and_ends_in_blanks(pages: int) -> None:
    assert folded(pages, None, covered=False) == [*range(1, pages + 1), *[None] * (-pages % 4)]


@given(pages=st.integers(4, 1000))
def test_a_thick_book_is_sewn_with_few_blanks(pages: int) -> None:
    """A book that is too thick for staples is imposed in signatures of four to eight sheets.

    The number of sheets is the one that leaves the fewest blank pages.
    """
    sheets, per = -(-pages // 4), signature(pages)
    assert (per is None) is (sheets <= 16)
    if per:
        assert 4 <= per <= 8 and len(folded(pages, per)) - pages == min(
            -pages % (4 * other) for other in range(4, 9)
        )


@given(pages=st.integers(4, 64))
def test_inner_sheets_move_towards_the_fold(pages: int) -> None:
    assert [side.depth for side in sides(pages)] == [
        depth for depth in range(-(-pages // 4)) for _ in range(2)
    ]


@pytest.fixture(scope="module")
def font(tmp_path_factory: pytest.TempPathFactory) -> Source:
    path = tmp_path_factory.mktemp("font") / "sans.ttf"
    face = FontFace("Be Vietnam Pro", 400, False, "be-vietnam-pro")
    path.write_bytes(make_font_file(face, source_of(face.file)))
    return source_of(path)


def book(folder: Path, pages: int, size: tuple[float, float], wide: int = 0) -> Source:
    pdf = pikepdf.new()
    for number in range(1, pages + 1):
        width, height = size if number != wide else size[::-1]
        pdf.add_blank_page(page_size=(width * MM, height * MM))
        pdf.pages[-1].Contents = pdf.make_stream(f"% page {number}".encode())
    for name, text in {
        "/Title": "Kỷ yếu",
        "/CreationDate": "D:20200105000000+07'00'",
        "/ModDate": "D:20200105000000+07'00'",
        "/Producer": "Kỷ yếu",
    }.items():
        pdf.docinfo[name] = pikepdf.String(text)
    pdf.save(folder / "book.pdf")
    return source_of(folder / "book.pdf")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("pages", [4, 6, 64])
def test_sheets_are_exact_and_hold_each_page_once(
    size: str, pages: int, font: Source, tmp_path: Path
) -> None:
    page, (wide, high) = SIZES[size]
    data = impose(book(tmp_path, pages, page), font)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.pages) == -(-pages // 4) * 2
        for sheet in pdf.pages:
            assert [float(edge) for edge in sheet.mediabox] == pytest.approx(
                [0, 0, wide * MM, high * MM], abs=0.01
            )
        placed = [name for sheet in pdf.pages for name in sheet.get("/Resources", {}).get("/XObject", {})]
        assert sorted(placed) == sorted(f"/P{number}" for number in range(1, pages + 1))
        assert str(pdf.Root.ViewerPreferences.Duplex) == "/DuplexFlipShortEdge"
    assert impose(book(tmp_path, pages, page), font) == data


def test_a_page_meets_the_fold_and_a_table_on_its_side_stands_upright(font: Source, tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(impose(book(tmp_path, 8, (148, 210), wide=4), font))) as pdf:
        first, last = (sheet.Contents.read_bytes().decode() for sheet in (pdf.pages[0], pdf.pages[-1]))
    middle = 297 * MM / 2
    assert (
        f"1 0 0 1 {middle - 148 * MM:.3f} 0.000 cm /P8 Do" in first
        and f"1 0 0 1 {middle:.3f} 0.000 cm /P1 Do" in first
    )
    assert f"0 1 -1 0 {middle + THICKNESS:.3f} 0.000 cm /P4 Do" in last
    assert f"1 0 0 1 {middle - THICKNESS:.3f} 0.000 cm /P5 Do" in last


@pytest.mark.parametrize(
    ("page", "size", "sheet"),
    [
        ((210, 297), (148, 210), (297, 210)),
        ((297, 210), (148, 210), (297, 210)),
        ((210, 297), (210, 297), (420, 297)),
    ],
)
def test_a_paper_of_a4_is_folded_from_a4_or_a3(
    page: tuple[float, float],
    size: tuple[float, float],
    sheet: tuple[float, float],
    font: Source,
    tmp_path: Path,
) -> None:
    """An A4 document is imposed on A4 sheets at a reduced size, or on A3 sheets at full size.

    A landscape page is turned.
    """
    with pikepdf.open(io.BytesIO(impose(book(tmp_path, 6, page), font, folded=size, covered=False))) as pdf:
        assert len(pdf.pages) == 4
        for side in pdf.pages:
            assert [float(edge) for edge in side.mediabox] == pytest.approx(
                [0, 0, sheet[0] * MM, sheet[1] * MM], abs=0.01
            )
        placed = matrix(pdf.pages[0].Contents.read_bytes().decode(), 1)
    scale, middle = size[0] / 210, sheet[0] * MM / 2
    upright = [scale, 0, 0, scale, middle, 0]
    assert placed == pytest.approx(
        upright if page[0] < page[1] else [0, scale, -scale, 0, middle + size[0] * MM, 0], abs=0.01
    )


def matrix(drawn: str, page: int) -> list[float]:
    match = re.search(rf"((?:[-\d.]+ ){{6}})cm /P{page} Do", drawn)
    assert match, drawn
    return [float(number) for number in match[1].split()]


@given(pieces=st.integers(1, 400), places=st.integers(1, 10))
def test_piles_laid_on_one_another_are_in_order(pieces: int, places: int) -> None:
    sheets = piles(pieces, places)
    assert {len(sheet) for sheet in sheets} == {places} and len(sheets) == -(-pieces // places)
    read = [sheet[place] for place in range(places) for sheet in sheets]
    assert [piece for piece in read if piece is not None] == list(range(pieces))
    assert None not in read[:pieces]  # Places without a card lie at the end of the order.


def pieces(folder: Path, count: int, size: tuple[float, float]) -> Source:
    """Writes a PDF of cards as for a press, with one card on each page.

    Each page has crop marks and is red up to the edge of the bleed.
    """
    path = book(folder, count, size).path
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        for page in pdf.pages:
            page.Contents = pdf.make_stream(b"1 0 0 rg -20 -20 2000 2000 re f")
            page.Resources = pikepdf.Dictionary()
            finish_page(pdf, page.obj, size, 1, True)
        pdf.save(path)
    return source_of(path)


@pytest.mark.parametrize(
    ("size", "laid"),
    [((192, 136), (1, 2)), ((90, 60), (2, 4)), ((85, 54), (2, 5)), ((192, 90), (1, 3)), ((192, 272), (1, 1))],
)
def test_pieces_lie_close_in_the_middle_of_a4(
    size: tuple[float, float], laid: tuple[int, int], font: Source, tmp_path: Path
) -> None:
    layout, count = grid(size[0] * MM, size[1] * MM), 23
    assert (layout.columns, layout.rows) == laid
    with pikepdf.open(io.BytesIO(cut(pieces(tmp_path, count, size), font))) as pdf:
        assert (
            len(pdf.pages) == -(-count // (laid[0] * laid[1]))
            and str(pdf.Root.ViewerPreferences.Duplex) == "/Simplex"
        )
        placed = {}
        for number, sheet in enumerate(pdf.pages):
            assert [float(edge) for edge in sheet.mediabox] == pytest.approx(
                [0, 0, 210 * MM, 297 * MM], abs=0.01
            )
            drawn = sheet.Contents.read_bytes().decode()
            for page in map(int, re.findall(r"cm /P(\d+) Do", drawn)):
                placed[page] = (number, *matrix(drawn, page)[4:])
            _within_reach(drawn, layout)
            for form in sheet.Resources.XObject.values():
                # The box around a card includes 3 mm of bleed, but not the crop marks.
                assert [float(edge) for edge in form.BBox] == pytest.approx(
                    [-3 * MM, -3 * MM, (size[0] + 3) * MM, (size[1] + 3) * MM], abs=0.01
                )
    assert sorted(placed) == list(range(1, count + 1))
    left, top = (210 - laid[0] * size[0]) / 2 * MM, (297 + laid[1] * size[1]) / 2 * MM
    assert placed[1] == pytest.approx((0, left, top - size[1] * MM), abs=0.01)
    order = [
        (round((top - y) / size[1] / MM), round((x - left) / size[0] / MM), sheet)
        for sheet, x, y in (placed[page] for page in range(1, count + 1))
    ]
    # The cards fill the first place of every sheet, then the second place of every sheet, and so on.
    assert order == sorted(order)


def _within_reach(drawn: str, laid: PieceGrid) -> None:
    """Asserts that crop marks stay outside the cards, and at least 5 mm away from the sheet's edge."""
    strokes = [
        [float(number) for number in match]
        for match in re.findall(r"([\d.]+) ([\d.]+) m ([\d.]+) ([\d.]+) l", drawn.split("\n")[0])
    ]
    assert len(strokes) == 2 * (laid.columns + laid.rows + 2)
    for x, y, to_x, to_y in strokes:
        for across, up in ((x, y), (to_x, to_y)):
            assert 4.9 * MM < across < 205.1 * MM and 4.9 * MM < up < 292.1 * MM
            assert not (
                laid.left - 1.6 * MM < across < 210 * MM - laid.left + 1.6 * MM
                and laid.foot - 1.6 * MM < up < 297 * MM - laid.foot + 1.6 * MM
            )


@pytest.mark.parametrize(
    ("leaves", "sides_used", "duplex"),
    [
        ((1,), [1], "/Simplex"),
        ((1, 1), [1, 2], "/Simplex"),
        ((2,), [1, 2], "/DuplexFlipShortEdge"),
        ((1, 2), [1, 0, 2, 3], "/DuplexFlipShortEdge"),
        ((3, 1), [1, 2, 3, 0, 4], "/DuplexFlipShortEdge"),
    ],
)
def test_copies_lie_side_by_side_with_each_paper_on_its_own_sheets(
    leaves: tuple[int, ...], sides_used: list[int], duplex: str, tmp_path: Path
) -> None:
    with pikepdf.open(io.BytesIO(side_by_side(book(tmp_path, sum(leaves), (148, 210)), leaves))) as pdf:
        numbers = []
        for side in pdf.pages:
            assert [float(edge) for edge in side.mediabox] == pytest.approx(
                [0, 0, 297 * MM, 210 * MM], abs=0.01
            )
            pages = (
                re.findall(rb"cm /P(\d+) Do", side.Contents.read_bytes()) if "/Contents" in side.obj else []
            )
            assert len(set(pages)) <= 1 and len(pages) in (0, 2)
            numbers.append(int(pages[0]) if pages else 0)
        assert numbers == sides_used and str(pdf.Root.ViewerPreferences.Duplex) == duplex
