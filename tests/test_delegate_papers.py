"""Tests invitations, badges and table signs: their order, and that every word lies within its card."""

import dataclasses
import io
import re
import subprocess
from pathlib import Path

import pikepdf
import pytest
from kyyeu.model.conferences import Delegate
from kyyeu.model.printing import PrintSettings
from kyyeu.outputs.booklets.editions import EDITIONS
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.print.delegate_papers import attending
from kyyeu.work.run import Worker
from PIL import Image

from tests.building import printable, read_project
from tests.printing import MM, Word, print_works, words_of

SECTOR = "so-gddt/2015-2020"
SIZES = {
    "giay-moi": (192, 136, 1, 2, 297),
    "the-dai-bieu": (85, 54, 2, 5, 297),
    "bien-ten": (279, 192, 1, 1, 210),
}
Box = tuple[float, float, float, float]


@pytest.fixture(scope="module")
def called() -> Catalogue:
    """Returns the sample project's printable records, with 22 more delegates to the department's conference.

    Most of the added delegates have long names and even longer offices.
    """
    library = read_project()
    office = (
        "Ủy viên Ban Thường vụ Tỉnh ủy, Bí thư Đảng ủy",
        "Chủ tịch Hội đồng Thi đua - Khen thưởng ngành, Giám đốc Sở Giáo dục và Đào tạo",
    )
    people = [
        ("so-gddt", "Đại diện Hội đồng Thi đua - Khen thưởng tỉnh", office, "invited"),
        ("so-gddt", "Đỗ Ân", (), "invited"),
        *[("th-thcs-suoi-may", "Công Tằng Tôn Nữ Thị Phương Thảo", office, "official")] * 20,
    ]
    consent = library.delegates["thpt-ban-trang/au-duc-long"].consent
    added = {
        f"{unit}/d-{number}": Delegate(
            id=f"d-{number}",
            unit=unit,
            conference=SECTOR,
            name=name,
            titles=titles,
            kind=kind,
            group="Đoàn đại biểu các trường phổ thông dân tộc nội trú",
            seat=f"C-{number:02d}",
            consent=consent,
        )
        for number, (unit, name, titles, kind) in enumerate(people)
    }
    whole = dataclasses.replace(
        library,
        delegates={**library.delegates, **added},
        printing={"the-dai-bieu": PrintSettings(id="the-dai-bieu", card="85x54")},
    )
    return printable(whole)


@pytest.fixture(scope="module")
def printed(called: Catalogue, worker: Worker) -> dict[str, Path]:
    booklets = print_works(worker, called, list(SIZES), list(EDITIONS.values()), SECTOR)
    return {each.work.id + each.edition.suffix: worker.cache.source(each.key).path for each in booklets}


def pieces(work: str) -> list[Box]:
    """Returns the boxes of the cards on a sheet of a printed work: left, top, right and bottom in mm."""
    width, height, columns, rows, tall = SIZES[work]
    left, top = ((297 if work == "bien-ten" else 210) - columns * width) / 2, (tall - rows * height) / 2
    return [
        (left + column * width, top + row * height, left + (column + 1) * width, top + (row + 1) * height)
        for row in range(rows)
        for column in range(columns)
    ]


def test_guests_come_first_then_units_and_no_substitute(called: Catalogue) -> None:
    assert [delegate.name for delegate in attending(called, called.published.conferences[SECTOR])] == [
        "Đại diện Hội đồng Thi đua - Khen thưởng tỉnh",
        "Đỗ Ân",
        "Âu Đức Long",
        *["Công Tằng Tôn Nữ Thị Phương Thảo"] * 20,
    ]


@pytest.mark.parametrize("work", list(SIZES))
def test_every_word_lies_within_its_piece_and_the_printers_reach(printed: dict[str, Path], work: str) -> None:
    boxes, words = pieces(work), words_of(printed[work], MM)
    assert all(
        left >= 5 and top >= 5 and right <= (297 if work == "bien-ten" else 210) - 5
        for left, top, right, _ in boxes
    )
    assert [word for word in words if not any(lies_within(word, box) for box in boxes)] == []
    assert len(words) > 200


def lies_within(word: Word, box: Box) -> bool:
    """Tells whether a word keeps 2 mm from its card's left and right edges, and 1 mm from top and bottom."""
    left, top, right, bottom = box
    return left + 2 < word.left and top + 1 < word.top and word.right < right - 2 and word.bottom < bottom - 1


@pytest.mark.parametrize(("work", "sheets"), [("giay-moi", 12), ("the-dai-bieu", 3), ("bien-ten", 23)])
def test_one_piece_a_delegate_and_no_name_broken(printed: dict[str, Path], work: str, sheets: int) -> None:
    with pikepdf.open(printed[work]) as pdf:
        assert len(pdf.pages) == sheets
    words = words_of(printed[work], MM)
    starts, ends = (
        sorted(
            (word.page, round((word.top + word.bottom) / 2)) for word in words if word.text.casefold() == name
        )
        for name in ("tằng", "thảo")
    )
    assert starts == ends and len(starts) == (40 if work == "bien-ten" else 20)


@pytest.mark.parametrize(
    ("name", "work"), [("192x136", "giay-moi"), ("85x54", "the-dai-bieu"), ("90x60", "")]
)
def test_marks_lie_outside_the_pieces_within_the_printers_reach(name: str, work: str) -> None:
    svg = (Path(__file__).parents[1] / f"theme/print/img/cuts-{name}.svg").read_text()
    boxes = pieces(work) if work else [(15.0, 28.5, 195.0, 268.5)]
    left, top, right, bottom = (
        fold(box[place] for box in boxes) for place, fold in enumerate((min, min, max, max))
    )
    strokes = re.findall(r"M([\d.]+) ([\d.]+)([VH])([\d.]+)", svg)
    assert len(strokes) > 7
    for x, y, command, to in strokes:
        for across, down in [(x, y), (x, to) if command == "V" else (to, y)]:
            assert 5 <= float(across) <= 205 and 5 <= float(down) <= 292
            assert not (left - 1 < float(across) < right + 1 and top - 1 < float(down) < bottom + 1)


@pytest.mark.parametrize("work", ["giay-moi", "the-dai-bieu"])
def test_a_press_gets_every_piece_alone_with_its_ground_over_the_edge(
    printed: dict[str, Path], work: str
) -> None:
    width, height = SIZES[work][:2]
    with pikepdf.open(printed[f"{work}-nha-in"]) as pdf:
        assert len(pdf.pages) == 23
        for page in pdf.pages:
            assert [float(edge) for edge in page.trimbox] == pytest.approx(
                [0, 0, width * MM, height * MM], abs=0.01
            )
            assert [float(edge) for edge in page.bleedbox] == pytest.approx(
                [-3 * MM, -3 * MM, (width + 3) * MM, (height + 3) * MM], abs=0.01
            )
    slug = 10
    piece = (slug, slug, slug + width, slug + height)
    assert [word for word in words_of(printed[f"{work}-nha-in"], MM) if not lies_within(word, piece)] == []
    drawn = subprocess.run(
        ["pdftoppm", "-r", "127", "-l", "1", "-png", "-singlefile", str(printed[f"{work}-nha-in"])],
        check=True,
        capture_output=True,
    ).stdout
    with Image.open(io.BytesIO(drawn)) as picture:
        shown = picture.convert("RGB")
    outside = [
        (x, y)
        for x in (slug - 2.5, slug + width / 2, slug + width + 2.5)
        for y in (slug - 2.5, slug + height + 2.5)
    ]
    inside = [
        (min(max(x, slug + 1), slug + width - 1), min(max(y, slug + 1), slug + height - 1))
        for x, y in outside
    ]
    # The colours just outside and just inside the cut may differ slightly, because the bronze drum in the
    # background is drawn in fine lines.
    for out, within in zip(outside, inside, strict=True):
        assert (
            max(
                abs(one - other)
                for one, other in zip(_colour(shown, out), _colour(shown, within), strict=True)
            )
            < 40
        ), out
    assert _colour(shown, (slug - 3.5, slug - 3.5)) == (255, 255, 255)


def _colour(picture: Image.Image, place: tuple[float, float]) -> tuple[int, ...]:
    """Returns the colour of a picture at a place given in mm; the picture has 5 pixels per mm."""
    return picture.getpixel((round(place[0] * 5), round(place[1] * 5)))  # type: ignore[return-value]


def words_by_piece(work: str, path: Path) -> list[tuple[int, int, str]]:
    """Returns each word on sheets of cards, with the sheet's number (from 0) and the card's place on it."""
    return [
        (word.page, place, word.text)
        for word in words_of(path, MM)
        for place, (left, top, right, bottom) in enumerate(pieces(work))
        if left < word.left and top < word.top and word.right < right and word.bottom < bottom
    ]


@pytest.mark.parametrize(("work", "sheets"), [("giay-moi", 12), ("the-dai-bieu", 3)])
def test_sheets_to_be_cut_hold_the_same_words_at_the_same_places(
    printed: dict[str, Path], work: str, sheets: int
) -> None:
    """Sheets of cards that are cut as one pile give the cards in the order of the list of delegates.

    Each card has the same words at the same places as in the edition that is not sorted for cutting. Only the
    card's place on the sheets differs.
    """
    per = len(pieces(work))
    before = [(page * per + place, word) for page, place, word in words_by_piece(work, printed[work])]
    after = [
        (place * sheets + page, word)
        for page, place, word in words_by_piece(work, printed[f"{work}-binh-trang"])
    ]
    assert sorted(after) == sorted(before) and len(before) > 200
