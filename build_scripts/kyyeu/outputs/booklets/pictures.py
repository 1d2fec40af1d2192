"""Makes the jobs that cut photos for printing, and draws letters as vector outlines."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from fontTools.pens.basePen import AbstractPen
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont
from PIL.Image import Resampling

from kyyeu.facts.print_sizes import PORTRAIT
from kyyeu.model.sources import Image
from kyyeu.outputs.picture_file import read_picture
from kyyeu.work.job import Job, code_version, key
from kyyeu.work.source import Source

QUALITY = 90


def photo_job(
    root: Path, file: str, focus: tuple[int, int], images: Mapping[str, Image | None], dpi: float
) -> Job:
    """Returns the job that cuts a photo for printing.

    The job's cache key depends on the photo's content, resolution and focus (its most important point), but
    not on its path.
    """
    image = images[file]
    assert image is not None, "a view names no picture that cannot be read"
    name = f"in/{Path(file).parent.as_posix().removeprefix('content/units/')}/{Path(file).name}"
    result = key("print-photo", image.digest, focus, dpi, code_version())
    return Job("photo", name, result, cut_photo, (Source(image.digest, root / file), focus, dpi))


def cut_photo(source: Source, focus: tuple[int, int], dpi: float) -> bytes:
    """Returns a photo cut to the proportions of a printed portrait, as an RGB JPEG without metadata.

    The photo is cut around its focus, a point given in per cent from the left and the top. The result has
    `dpi` pixels per inch on the printed page, but never more pixels than the original photo.
    """
    picture = read_picture(source.read())
    (width, height), (wide, high) = picture.size, PORTRAIT
    cut_width, cut_height = min(width, height * wide / high), min(height, width * high / wide)
    left = min(max(width * focus[0] / 100 - cut_width / 2, 0), width - cut_width)
    top = min(max(height * focus[1] / 100 - cut_height * 0.45, 0), height - cut_height)
    full = (round(wide / 25.4 * dpi), round(high / 25.4 * dpi))
    size = full if cut_width >= full[0] else (round(cut_width), round(cut_height))
    picture = picture.resize(size, Resampling.LANCZOS, box=(left, top, left + cut_width, top + cut_height))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, subsampling=0, optimize=True, dpi=(round(dpi), round(dpi)))
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class LetterOutline:
    """Holds letters drawn as one SVG path.

    Such letters are not treated as text by screen readers, search or copying. Coordinates are in font units
    with y pointing up; `capital` is the height of a capital letter.
    """

    path: str
    left: int
    right: int
    capital: int

    @property
    def middle(self) -> float:
        """Returns the x coordinate of the middle of the drawn letters, in font units."""
        return (self.left + self.right) / 2


def letter_outline(text: str, font: TTFont) -> LetterOutline:
    """Returns the outlines of a text's letters in a font, placed side by side as in a line of text."""
    glyphs = font.getGlyphSet()
    path, bounds = SVGPathPen(glyphs, ntos=lambda value: f"{value:.0f}"), BoundsPen(glyphs)
    width = draw_text(text, font, path, bounds)
    left, _, right, _ = bounds.bounds or (0, 0, width, 0)
    return LetterOutline(path.getCommands(), round(left), round(right), font["OS/2"].sCapHeight)


def draw_text(text: str, font: TTFont, *pens: AbstractPen) -> int:
    """Draws the letters of a text side by side, with each of the given fontTools pens.

    Returns the width of the text in font units.
    """
    glyphs, glyph_names, x = font.getGlyphSet(), font.getBestCmap(), 0
    for letter in text:
        name = glyph_names.get(ord(letter), ".notdef")
        for pen in pens:
            glyphs[name].draw(TransformPen(pen, (1, 0, 0, 1, x, 0)))
        x += font["hmtx"][name][0]
    return x
