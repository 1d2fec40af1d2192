"""Pages on sheets: every page once, where folding puts it; sheets exact in size, whatever the book's length."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from build_scripts.outputs.booklets.faces import Face, make_face
from build_scripts.outputs.booklets.impose import THICKNESS, impose, sides, signature

MM = 72 / 25.4
SIZES = {"a5": ((148, 210), (297, 210)), "a4": ((210, 297), (420, 297)), "19x27": ((190, 270), (420, 297))}


def folded(pages: int, sheets: int | None) -> list[int | None]:
    """What a reader turns over: each signature's sheets laid on one another, folded, read from the front."""
    found: list[int | None] = []
    per = sheets or len(sides(pages, None)) // 2
    printed = sides(pages, sheets)
    for start in range(0, len(printed), 2 * per):
        signature = printed[start : start + 2 * per]
        leaves = [(signature[2 * depth], signature[2 * depth + 1]) for depth in range(per)]
        found += [page for front, back in leaves for page in (front.right, back.left)]
        found += [page for front, back in reversed(leaves) for page in (back.right, front.left)]
    return found


@given(pages=st.integers(4, 64), sheets=st.one_of(st.none(), st.integers(1, 8)))
def test_a_folded_book_reads_in_order(pages: int, sheets: int | None) -> None:
    read = folded(pages, sheets)
    assert [page for page in read if page] == list(range(1, pages + 1))
    assert len(read) % 4 == 0 and read[-1] == pages  # the back cover lies outside
    blanks = [place for place, page in enumerate(read) if page is None]
    assert blanks == list(range(pages - 1, len(read) - 1)) and len(blanks) < 4 * (sheets or 1)


@given(pages=st.integers(4, 1000))
def test_a_thick_book_is_sewn_with_few_blanks(pages: int) -> None:
    """What a stapler does not take is shared out over signatures of four to eight sheets; none leaves fewer blank."""
    sheets, per = -(-pages // 4), signature(pages)
    assert (per is None) is (sheets <= 16)
    if per:
        read = folded(pages, per)
        assert 4 <= per <= 8 and len(read) - pages == min(-pages % (4 * other) for other in range(4, 9))


@given(pages=st.integers(4, 64))
def test_inner_sheets_move_towards_the_fold(pages: int) -> None:
    assert [side.depth for side in sides(pages)] == [depth for depth in range(-(-pages // 4)) for _ in range(2)]


@pytest.fixture(scope="module")
def face(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("face") / "sans.ttf"
    path.write_bytes(make_face(Face("Be Vietnam Pro", 400, False, "be-vietnam-pro")))
    return path


def book(folder: Path, pages: int, size: tuple[float, float], wide: int = 0) -> Path:
    pdf = pikepdf.new()
    for number in range(1, pages + 1):
        width, height = size if number != wide else size[::-1]
        pdf.add_blank_page(page_size=(width * MM, height * MM))
        pdf.pages[-1].Contents = pdf.make_stream(f"% page {number}".encode())
    for name, text in {"/Title": "Kỷ yếu", "/CreationDate": "D:20200105000000+07'00'", "/ModDate": "D:20200105000000+07'00'",
                       "/Producer": "Kỷ yếu"}.items():
        pdf.docinfo[name] = pikepdf.String(text)
    pdf.save(folder / "book.pdf")
    return folder / "book.pdf"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("pages", [4, 6, 64])
def test_sheets_are_exact_and_hold_each_page_once(size: str, pages: int, face: Path, tmp_path: Path) -> None:
    page, (wide, high) = SIZES[size]
    data = impose(book(tmp_path, pages, page), face)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.pages) == -(-pages // 4) * 2
        for sheet in pdf.pages:
            assert [float(edge) for edge in sheet.mediabox] == pytest.approx([0, 0, wide * MM, high * MM], abs=0.01)
        placed = [name for sheet in pdf.pages for name in sheet.get("/Resources", {}).get("/XObject", {})]
        assert sorted(placed) == sorted(f"/P{number}" for number in range(1, pages + 1))
        assert str(pdf.Root.ViewerPreferences.Duplex) == "/DuplexFlipShortEdge"
    assert impose(book(tmp_path, pages, page), face) == data


def test_a_page_meets_the_fold_and_a_table_on_its_side_stands_upright(face: Path, tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(impose(book(tmp_path, 8, (148, 210), wide=4), face))) as pdf:
        first, last = (sheet.Contents.read_bytes().decode() for sheet in (pdf.pages[0], pdf.pages[-1]))
    middle = 297 * MM / 2
    assert f"1 0 0 1 {middle - 148 * MM:.3f} 0.000 cm /P8 Do" in first and f"1 0 0 1 {middle:.3f} 0.000 cm /P1 Do" in first
    assert f"0 1 -1 0 {middle + THICKNESS:.3f} 0.000 cm /P4 Do" in last
    assert f"1 0 0 1 {middle - THICKNESS:.3f} 0.000 cm /P5 Do" in last
