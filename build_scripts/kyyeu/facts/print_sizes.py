"""Defines sizes that both checks and printed works use: trimmed pages, and the frame of a portrait."""

from collections.abc import Mapping

from kyyeu.model.printing import PageFormat, PrintedWork
from kyyeu.model.records import Records

# Width and height of a page after trimming, in mm, by page format.
PAGE_SIZES: Mapping[PageFormat, tuple[float, float]] = {
    PageFormat.A5: (148, 210),
    PageFormat.MIDDLE: (190, 270),
    PageFormat.A4: (210, 297),
}
# Width and height in mm of a portrait's frame on an A5 page; on larger pages the frame is enlarged.
PORTRAIT = (35, 45)


def portrait_pixels(records: Records) -> tuple[int, int]:
    """Returns the smallest width and height in pixels that a portrait must have for the kỷ yếu.

    The kỷ yếu is the book of a conference; its page format and its dots per inch determine the size.
    """
    settings = records.print_settings(PrintedWork.KY_YEU)
    enlarged = PAGE_SIZES[settings.format][0] / PAGE_SIZES[PageFormat.A5][0]
    width, height = (round(edge * enlarged / 25.4 * settings.dpi) for edge in PORTRAIT)
    return width, height
