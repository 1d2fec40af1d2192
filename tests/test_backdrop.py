"""Tests the backdrop of a conference (the large printed cloth behind the stage).

Its PDF has the size of the cloth. The panel with the conference's title leaves the places free where the
flags, the emblem and the bust will stand.
"""

from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from kyyeu.model.printing import PrintSettings
from kyyeu.model.privacy import PRINT
from kyyeu.outputs.booklets.editions import LED, PRESS, SCREEN
from kyyeu.publishing.gate import publish
from kyyeu.views.catalogue import catalogue
from kyyeu.work.run import Worker
from PIL import Image

from tests.building import TODAY, read_project
from tests.printing import print_works, words_of

LONG = (
    "SỞ GIÁO DỤC VÀ ĐÀO TẠO",
    "TRƯỜNG PHỔ THÔNG DÂN TỘC NỘI TRÚ TRUNG HỌC CƠ SỞ VÀ TRUNG HỌC PHỔ THÔNG HUYỆN MƯỜNG LÂM",
    "HỘI NGHỊ",
    "TÔN VINH ĐIỂN HÌNH TIÊN TIẾN",
)
METRE = 72 / 0.0254  # One metre in PDF points.


def backdrop_files(worker: Worker, settings: dict[str, object], **changes: object) -> dict[str, Path]:
    """Returns the PDF files of the backdrop for the sample school's conference, by their edition's id."""
    library = publish(read_project(), PRINT, TODAY)
    school = library.conferences["thpt-ban-trang/2015-2020"].model_copy(update=changes)
    shown = catalogue(
        replace(
            library,
            conferences={school.ref: school},
            printing={"phong": PrintSettings(id="phong", **settings)},
        )
    )

    booklets = print_works(worker, shown, ["phong"], (SCREEN, PRESS, LED))
    assert [booklet.edition for booklet in booklets] == [SCREEN, PRESS, LED]
    return {booklet.edition.id: worker.cache.source(booklet.key).path for booklet in booklets}


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
) -> None:
    files = backdrop_files(worker, settings, **changes)
    width, height = float(settings.get("width", 6)), float(settings.get("height", 3.4))  # type: ignore[arg-type]
    with pikepdf.open(files["screen"]) as pdf, pikepdf.open(files["press"]) as press:
        page = pdf.pages[0].obj
        trimmed = [float(edge) * int(page.UserUnit) / METRE for edge in page.TrimBox]
        bleed = [float(edge) * 10 / METRE for edge in press.pages[0].obj.BleedBox]
    assert trimmed[2:] == pytest.approx([width, height], abs=0.0005)
    assert bleed == pytest.approx([-0.03, -0.03, width + 0.03, height + 0.03], abs=0.0005)
    words = words_of(files["screen"], shares=True)
    left, top, right, bottom = free
    assert all(word.left >= left + 0.02 and word.right <= right - 0.02 for word in words)
    assert all(word.top >= top and word.bottom <= bottom for word in words)
    wide = max(word.right for word in words) - min(word.left for word in words)
    high = max(word.bottom for word in words) - min(word.top for word in words)
    # The panel with the title is nearly as wide or nearly as high as the backdrop's free area.
    assert wide > 0.75 * (right - left) or high > 0.68 * (bottom - top)
    with Image.open(files["led"]) as picture:
        assert (picture.format, picture.width) == ("PNG", 3840)
        assert abs(picture.height - 3840 * height / width) <= 1
