"""Pictures for paper: a photo cut to 35 × 45 mm at the dpi asked for as a Job, and letters drawn as outlines."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont
from PIL.Image import Resampling

from kyyeu.facts.print_sizes import PORTRAIT
from kyyeu.model.sources import Image
from kyyeu.outputs.picture_file import read_picture
from kyyeu.work.job import Job, code_version, key

QUALITY = 90


def photo_job(
    root: Path, file: str, focus: tuple[int, int], images: Mapping[str, Image | None], dpi: float
) -> Job:
    """The Job's key is the photo's content, focus and size: where the checkout lies makes no difference."""
    image = images[file]
    assert image is not None, "a picture that can't be read has no view"
    name = f"in/{Path(file).parent.as_posix().removeprefix('content/units/')}/{Path(file).name}"
    return Job(
        "photo",
        name,
        key("print-photo", image.digest, focus, dpi, code_version()),
        cut_photo,
        (root / file, focus, dpi),
    )


def cut_photo(path: Path, focus: tuple[int, int], dpi: float) -> bytes:
    """JPEG in RGB without metadata, cut round the focus (per cent), never more pixels than it had; `dpi` as the page is laid out."""
    picture = read_picture(path)
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
class Outline:
    """Letters as one SVG path in font units, y upwards: nothing in it is read aloud, searched or copied."""

    path: str
    left: int
    right: int
    capital: int

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


def outline(text: str, font: TTFont) -> Outline:
    glyphs, cmap = font.getGlyphSet(), font.getBestCmap()
    path, bounds, x = SVGPathPen(glyphs, ntos=lambda value: f"{value:.0f}"), BoundsPen(glyphs), 0
    for letter in text:
        name = cmap.get(ord(letter), ".notdef")
        for pen in (path, bounds):
            glyphs[name].draw(TransformPen(pen, (1, 0, 0, 1, x, 0)))
        x += font["hmtx"][name][0]
    left, _, right, _ = bounds.bounds or (0, 0, x, 0)
    return Outline(path.getCommands(), round(left), round(right), font["OS/2"].sCapHeight)
