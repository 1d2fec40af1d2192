"""Invitations, badges, table signs: whose they are and in which order, and that every word lies within its piece, the marks outside."""

import dataclasses
import io
import re
import subprocess
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from kyyeu.loading.load import load
from kyyeu.model.conferences import Delegate
from kyyeu.model.library import Library
from kyyeu.model.printing import PrintSettings
from kyyeu.model.privacy import PRINT
from kyyeu.outputs.booklets.production import booklet_files
from kyyeu.publishing.gate import publish
from kyyeu.views.catalogue import Catalogue, catalogue
from kyyeu.views.print.delegate_papers import attending
from kyyeu.work.run import start_worker
from PIL import Image

from tests.building import SAMPLE

pytestmark = pytest.mark.xdist_group("works")
DAY = date(2026, 11, 23)
SECTOR = "so-gddt/2015-2020"
MM = 72 / 25.4
SIZES = {
    "giay-moi": (192, 136, 1, 2, 297),
    "the-dai-bieu": (85, 54, 2, 5, 297),
    "bien-ten": (279, 192, 1, 1, 210),
}
Box = tuple[float, float, float, float]


@pytest.fixture(scope="module")
def called() -> Catalogue:
    """The sector's conference of the sample with 23 delegates, most of long names and longer offices."""
    library, _ = load(SAMPLE)
    assert library is not None
    consent = library.delegates["thpt-ban-trang/au-duc-long"].consent
    made = {
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
        for number, (unit, name, titles, kind) in enumerate(_people())
    }
    settings = {"the-dai-bieu": PrintSettings(id="the-dai-bieu", card="85x54")}
    whole: Library = dataclasses.replace(library, delegates={**library.delegates, **made}, printing=settings)
    return catalogue(publish(whole, PRINT, DAY))


def _people() -> list[tuple[str, str, tuple[str, ...], str]]:
    office = (
        "Ủy viên Ban Thường vụ Tỉnh ủy, Bí thư Đảng ủy",
        "Chủ tịch Hội đồng Thi đua - Khen thưởng ngành, Giám đốc Sở Giáo dục và Đào tạo",
    )
    guests = [
        ("so-gddt", "Đại diện Hội đồng Thi đua - Khen thưởng tỉnh", office, "invited"),
        ("so-gddt", "Đỗ Ân", (), "invited"),
    ]
    return [
        *guests,
        *(("th-thcs-suoi-may", "Công Tằng Tôn Nữ Thị Phương Thảo", office, "official") for _ in range(20)),
    ]


@pytest.fixture(scope="module")
def printed(called: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    with start_worker(tmp_path_factory.mktemp("papers"), 2) as worker:
        found = booklet_files(
            worker,
            SAMPLE,
            called,
            lambda work, place: work.editions if work.id in SIZES and place.ref == SECTOR else [],
            frozenset(),
        )
        return {f"{entry.work.id}{entry.edition.suffix}": worker.cache.path(entry.key) for entry in found}


def words(path: Path) -> list[tuple[int, Box, str]]:
    """(page, box in mm from the top left, word)."""
    said = subprocess.run(
        ["pdftotext", "-bbox", str(path), "-"], check=True, capture_output=True, text=True
    ).stdout
    pattern = re.compile(r'xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">([^<]+)<')
    return [
        (number, tuple(float(edge) / MM for edge in match.groups()[:4]), match[5])  # type: ignore[misc]
        for number, page in enumerate(said.split("<page ")[1:])
        for match in pattern.finditer(page)
    ]


def pieces(work: str) -> list[Box]:
    width, height, columns, rows, tall = SIZES[work]
    left, top = ((297 if work == "bien-ten" else 210) - columns * width) / 2, (tall - rows * height) / 2
    return [
        (left + column * width, top + row * height, left + (column + 1) * width, top + (row + 1) * height)
        for row in range(rows)
        for column in range(columns)
    ]


def test_guests_come_first_then_units_and_no_substitute(called: Catalogue) -> None:
    assert [entry.name for entry in attending(called, called.published.conferences[SECTOR])] == [
        "Đại diện Hội đồng Thi đua - Khen thưởng tỉnh",
        "Đỗ Ân",
        "Âu Đức Long",
        *["Công Tằng Tôn Nữ Thị Phương Thảo"] * 20,
    ]


@pytest.mark.parametrize("work", list(SIZES))
def test_every_word_lies_within_its_piece_and_the_printers_reach(printed: dict[str, Path], work: str) -> None:
    boxes, found = pieces(work), words(printed[work])
    assert all(
        left >= 5 and top >= 5 and right <= (297 if work == "bien-ten" else 210) - 5
        for left, top, right, _ in boxes
    )
    loose = [
        (word, box)
        for _, box, word in found
        if not any(
            left + 2 < box[0] and top + 1 < box[1] and box[2] < right - 2 and box[3] < bottom - 1
            for left, top, right, bottom in boxes
        )
    ]
    assert loose == [] and len(found) > 200


@pytest.mark.parametrize(("work", "sheets"), [("giay-moi", 12), ("the-dai-bieu", 3), ("bien-ten", 23)])
def test_one_piece_a_delegate_and_no_name_broken(printed: dict[str, Path], work: str, sheets: int) -> None:
    with pikepdf.open(printed[work]) as pdf:
        assert len(pdf.pages) == sheets
    found = [
        (page, round((box[1] + box[3]) / 2), word.casefold()) for page, box, word in words(printed[work])
    ]
    ends = {
        word: sorted((page, line) for page, line, said in found if said == word) for word in ("tằng", "thảo")
    }
    assert ends["tằng"] == ends["thảo"] and len(ends["tằng"]) == (40 if work == "bien-ten" else 20)


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
    for x, y, way, to in strokes:
        ends = [(float(x), float(y)), (float(x), float(to)) if way == "V" else (float(to), float(y))]
        assert all(5 <= across <= 205 and 5 <= down <= 292 for across, down in ends)
        assert all(
            not (left - 1 < across < right + 1 and top - 1 < down < bottom + 1) for across, down in ends
        )


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
    loose = [
        (word, box)
        for _, box, word in words(printed[f"{work}-nha-in"])
        if not (
            slug + 2 < box[0]
            and slug + 1 < box[1]
            and box[2] < slug + width - 2
            and box[3] < slug + height - 1
        )
    ]
    assert loose == []
    drawn = subprocess.run(
        ["pdftoppm", "-r", "127", "-l", "1", "-png", "-singlefile", str(printed[f"{work}-nha-in"])],
        check=True,
        capture_output=True,
    ).stdout
    with Image.open(io.BytesIO(drawn)) as picture:
        shown = picture.convert("RGB")
    at = [
        (x, y)
        for x in (slug - 2.5, slug + width / 2, slug + width + 2.5)
        for y in (slug - 2.5, slug + height + 2.5)
    ]
    inside = [
        (min(max(x, slug + 1), slug + width - 1), min(max(y, slug + 1), slug + height - 1)) for x, y in at
    ]
    for out, within in zip(at, inside, strict=True):  # but for fine lines of the drum
        assert (
            max(
                abs(one - other)
                for one, other in zip(_colour(shown, out), _colour(shown, within), strict=True)
            )
            < 40
        ), out
    assert _colour(shown, (slug - 3.5, slug - 3.5)) == (255, 255, 255)


def _colour(picture: Image.Image, place: tuple[float, float]) -> tuple[int, ...]:
    found = picture.getpixel((round(place[0] * 5), round(place[1] * 5)))
    assert isinstance(found, tuple)
    return found


def told(work: str, path: Path) -> list[tuple[int, int, str]]:
    """(page from 0, place of the piece on its sheet, word)."""
    return [
        (page, place, word)
        for page, box, word in words(path)
        for place, (left, top, right, bottom) in enumerate(pieces(work))
        if left < box[0] and top < box[1] and box[2] < right and box[3] < bottom
    ]


@pytest.mark.parametrize(("work", "sheets"), [("giay-moi", 12), ("the-dai-bieu", 3)])
def test_sheets_to_be_cut_hold_the_same_words_at_the_same_places(
    printed: dict[str, Path], work: str, sheets: int
) -> None:
    """Cut in one pile, the pieces come in the order of the list: only which sheet a piece is on differs."""
    per = len(pieces(work))
    before = [(page * per + place, word) for page, place, word in told(work, printed[work])]
    after = [(place * sheets + page, word) for page, place, word in told(work, printed[f"{work}-binh-trang"])]
    assert sorted(after) == sorted(before) and len(before) > 200
