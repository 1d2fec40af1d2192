"""The backdrop: the cloth's own size in the PDF, the title panel whole and large in it, nothing where the stage's symbols stand."""

import io
import re
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from kyyeu.model.conferences import Conference
from kyyeu.model.printing import PrintSettings
from kyyeu.model.privacy import PRINT
from kyyeu.outputs.booklets.editions import LED, PRESS, SCREEN
from kyyeu.outputs.booklets.production import booklet_files
from kyyeu.outputs.booklets.works import Work
from kyyeu.publishing.gate import publish
from kyyeu.views.catalogue import Catalogue, catalogue
from kyyeu.work.run import Worker, start_worker
from PIL import Image

from tests.building import DAY, SAMPLE
from tests.test_booklet import read

LONG = (
    "SỞ GIÁO DỤC VÀ ĐÀO TẠO",
    "TRƯỜNG PHỔ THÔNG DÂN TỘC NỘI TRÚ TRUNG HỌC CƠ SỞ VÀ TRUNG HỌC PHỔ THÔNG HUYỆN MƯỜNG LÂM",
    "HỘI NGHỊ",
    "TÔN VINH ĐIỂN HÌNH TIÊN TIẾN",
)
METRE = 72 / 0.0254  # points


@pytest.fixture(scope="module")
def worker(tmp_path_factory: pytest.TempPathFactory) -> Worker:
    with start_worker(tmp_path_factory.mktemp("backdrop"), 1) as found:
        yield found


def made(worker: Worker, settings: dict[str, object], **changes: object) -> dict[str, bytes]:
    """Edition → its file, of the school's conference."""
    day = date.fromisoformat(DAY)
    library = publish(read(SAMPLE), PRINT, day)
    school = library.conferences["thpt-ban-trang/2015-2020"].model_copy(update=changes)
    shown: Catalogue = catalogue(
        replace(
            library,
            conferences={school.ref: school},
            printing={"phong": PrintSettings(id="phong", **settings)},
        )
    )

    def wanted(work: Work, _: Conference) -> tuple[object, ...]:
        return work.editions if work.id == "phong" else ()

    found = booklet_files(worker, SAMPLE, shown, wanted, frozenset())
    assert [entry.edition for entry in found] == [SCREEN, PRESS, LED]
    return {entry.edition.id: worker.cache.bytes(entry.key) for entry in found}


def words(data: bytes, folder: Path) -> list[tuple[float, float, float, float, str]]:
    """(left, top, right, bottom, word) as shares of the page."""
    (folder / "x.pdf").write_bytes(data)
    said = subprocess.run(
        ["pdftotext", "-bbox", str(folder / "x.pdf"), "-"], check=True, capture_output=True, text=True
    ).stdout
    width, height = map(float, re.search(r'<page width="([\d.]+)" height="([\d.]+)"', said).groups())  # type: ignore[union-attr]
    boxes = re.findall(
        r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>', said
    )
    return [
        (float(a) / width, float(b) / height, float(c) / width, float(d) / height, word)
        for a, b, c, d, word in boxes
    ]


@pytest.mark.parametrize(
    ("settings", "changes", "free"),
    [
        ({}, {}, (0.24, 0, 1, 1)),
        ({"width": 20, "height": 3, "symbols": "none"}, {}, (0, 0, 1, 1)),
        ({"width": 12, "height": 4, "symbols": "right"}, {"title_panel": LONG}, (0, 0, 0.76, 1)),
        ({"width": 4, "height": 5, "symbols": "top"}, {"ordinal": "XVIII"}, (0, 0.3, 1, 1)),
    ],
)
def test_the_panel_stands_whole_and_large_beside_the_symbols(
    settings: dict[str, object],
    changes: dict[str, object],
    free: tuple[float, ...],
    worker: Worker,
    tmp_path: Path,
) -> None:
    files = made(worker, settings, **changes)
    width, height = float(settings.get("width", 6)), float(settings.get("height", 3.4))  # type: ignore[arg-type]
    with pikepdf.open(io.BytesIO(files["screen"])) as pdf, pikepdf.open(io.BytesIO(files["press"])) as press:
        page = pdf.pages[0].obj
        assert [round(float(edge) * int(page.UserUnit) / METRE, 3) for edge in list(page.TrimBox)[2:]] == [
            width,
            height,
        ]
        assert [round(float(edge) * 10 / METRE, 3) for edge in press.pages[0].obj.BleedBox] == [
            -0.03,
            -0.03,
            round(width + 0.03, 3),
            round(height + 0.03, 3),
        ]
    found = words(files["screen"], tmp_path)
    left, top, right, bottom = free
    inset = 0.02
    assert [
        word for a, b, c, d, word in found if a < left + inset or b < top or c > right - inset or d > bottom
    ] == []
    ink = (
        max(c for _, _, c, *_ in found) - min(a for a, *_ in found),
        max(d for *_, d, _ in found) - min(b for _, b, *_ in found),
    )
    assert ink[0] > 0.75 * (right - left) or ink[1] > 0.68 * (bottom - top)  # as large as the cloth allows
    picture = Image.open(io.BytesIO(files["led"]))
    assert (picture.format, picture.width, abs(picture.height - 3840 * height / width) <= 1) == (
        "PNG",
        3840,
        True,
    )
