"""Defines sizes on paper that both checks and printed works use: trimmed pages and the portrait frame."""

from collections.abc import Mapping

from kyyeu.model.printing import PageFormat, PrintedWork
from kyyeu.model.records import Records

# Width and height of a trimmed page, in mm.
PAGE_SIZES: Mapping[PageFormat, tuple[float, float]] = {
    PageFormat.A5: (148, 210),
    PageFormat.MIDDLE: (190, 270),
    PageFormat.A4: (210, 297),
}
# Width and height in mm of a portrait's frame on an A5 page; on larger pages the frame is enlarged.
PORTRAIT = (35, 45)


def portrait_pixels(records: Records) -> tuple[int, int]:
    """Minimum width and height of a portrait in pixels for the kỷ yếu (yearbook) in its page format."""
    settings = records.print_settings(PrintedWork.KY_YEU)
    enlarged = PAGE_SIZES[settings.format][0] / PAGE_SIZES[PageFormat.A5][0]
    width, height = (round(edge * enlarged / 25.4 * settings.dpi) for edge in PORTRAIT)
    return width, height
