"""Pictures for paper: a photo cut to 35 × 45 mm at 300 dpi as a Job, and the drawn initial that stands where there is none."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.ttLib import TTFont
from PIL import Image, ImageOps

from build_scripts.work.job import Job, code_version, key

WIDTH_MM, HEIGHT_MM, DPI = 35, 45, 300
QUALITY = 90


def photo_job(root: Path, file: str, focus: tuple[int, int]) -> Job:
    """The Job's key is the photo's content and focus: where the checkout lies makes no difference."""
    digest = hashlib.blake2b((root / file).read_bytes(), digest_size=20).hexdigest()
    name = f"in/{Path(file).parent.as_posix().removeprefix('content/units/')}/{Path(file).name}"
    return Job("photo", name, key("print-photo", digest, focus, code_version()), cut_photo, (root / file, focus))


def cut_photo(path: Path, focus: tuple[int, int]) -> bytes:
    """JPEG in RGB without metadata, cut round the focus (per cent), never enlarged."""
    with Image.open(path) as opened:
        picture = ImageOps.exif_transpose(opened).convert("RGB")
    width, height = picture.size
    cut_width, cut_height = min(width, height * WIDTH_MM / HEIGHT_MM), min(height, width * HEIGHT_MM / WIDTH_MM)
    left = min(max(width * focus[0] / 100 - cut_width / 2, 0), width - cut_width)
    top = min(max(height * focus[1] / 100 - cut_height * 0.45, 0), height - cut_height)
    full = (round(WIDTH_MM / 25.4 * DPI), round(HEIGHT_MM / 25.4 * DPI))
    size = full if cut_width >= full[0] else (round(cut_width), round(cut_height))
    picture = picture.resize(size, Image.Resampling.LANCZOS, box=(left, top, left + cut_width, top + cut_height))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, subsampling=0, optimize=True, dpi=(DPI, DPI))
    return out.getvalue()


def monogram(letter: str, font: TTFont, ground: str, ring: str, ink: str) -> bytes:
    """SVG, 35 × 45: the letter as an outline (no text to be read aloud) within two thin rings, on a plain ground."""
    glyphs, name = font.getGlyphSet(), font.getBestCmap().get(ord(letter[0]), ".notdef")
    path, bounds = SVGPathPen(glyphs, ntos=lambda value: f"{value:.0f}"), BoundsPen(glyphs)
    glyphs[name].draw(path)
    glyphs[name].draw(bounds)
    x_min, y_min, x_max, y_max = bounds.bounds or (0, 0, 1, 1)
    scale = 13 / font["OS/2"].sCapHeight
    x, y = 17.5 - (x_min + x_max) / 2 * scale, 21.5 + (min(y_min, 0) + font["OS/2"].sCapHeight) / 2 * scale
    rays = "".join(f'<path d="M17.5 7.2v1.9" transform="rotate({angle * 10} 17.5 21.5)"/>' for angle in range(36))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 35 45"><rect width="35" height="45" fill="{ground}"/>'
        f'<g fill="none" stroke="{ring}" stroke-width=".28"><circle cx="17.5" cy="21.5" r="12.2"/><circle cx="17.5" cy="21.5" r="11.4"/>'
        f'<circle cx="17.5" cy="21.5" r="15.2" stroke-width=".16"/>{rays}</g>'
        f'<path fill="{ink}" transform="translate({x:.3f} {y:.3f}) scale({scale:.5f} -{scale:.5f})" d="{path.getCommands()}"/></svg>'
    ).encode()
