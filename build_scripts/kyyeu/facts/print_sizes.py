"""Gives sizes on paper that checks and printed works share: trimmed pages, the portrait frame."""

from __future__ import annotations

from collections.abc import Mapping

from kyyeu.model.printing import PageFormat, PrintedWork
from kyyeu.model.records import Records

# Width and height of a trimmed page, in mm.
PAGE_SIZES: Mapping[PageFormat, tuple[float, float]] = {
    PageFormat.A5: (148, 210),
    PageFormat.MIDDLE: (190, 270),
    PageFormat.A4: (210, 297),
}
PORTRAIT = (35, 45)  # width and height of the frame on an A5 page, in mm; larger pages are enlarged from A5


def portrait_pixels(records: Records) -> tuple[int, int]:
    """Width and height in pixels that a portrait needs for the format and resolution set for the kỷ yếu."""
    settings = records.print_settings(PrintedWork.KY_YEU)
    enlarged = PAGE_SIZES[settings.format][0] / PAGE_SIZES[PageFormat.A5][0]
    width, height = (round(edge * enlarged / 25.4 * settings.dpi) for edge in PORTRAIT)
    return width, height
