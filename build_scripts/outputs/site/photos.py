"""Picture files of the published library → WebP and JPEG in three widths, cropped round their focus, EXIF left behind."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from PIL import Image, ImageOps

from build_scripts.views.cards import PictureView
from build_scripts.work.job import Job, key

WIDTHS = {"portrait": (240, 480, 720), "wide": (480, 960, 1440), "scene": (480, 960, 1440)}
RATIO = {"portrait": (3, 4), "wide": (12, 5), "scene": (3, 2)}  # eyes at about 45 %; a building; what happened
QUALITY = {"webp": 80, "jpg": 82}


@dataclass(frozen=True, slots=True)
class Photo:
    """`sizes` are (width, height) in pixels, smallest first; `stem` is the address without width and extension."""

    stem: str
    sizes: tuple[tuple[int, int], ...]

    def address(self, width: int, extension: str) -> str:
        return f"{self.stem}-{width}.{extension}"


def plan_photos(root: Path, pictures: Iterable[PictureView]) -> tuple[list[Job], dict[str, Photo]]:
    """A job a file, and by source file what a page must know of it."""
    jobs, photos = [], {}
    for file, picture in sorted({picture.file: picture for picture in pictures}.items()):
        source, shape = root / file, picture.shape
        found = key("photo", hashlib.blake2b(source.read_bytes(), digest_size=20).hexdigest(), picture.focus, shape, WIDTHS[shape], QUALITY)
        with Image.open(source) as image:
            turned = ImageOps.exif_transpose(image).size if image.getexif().get(0x0112, 1) != 1 else image.size
        photo = Photo(f"assets/photos/{found[:16]}", tuple(_sizes(turned, shape)))
        photos[file] = photo
        whole = key(found, version("pillow"), Path(__file__).read_bytes())
        jobs.append(Job("photo", file, whole, render_photo, (source, picture.focus, photo)))
    return jobs, photos


def _sizes(source: tuple[int, int], shape: str) -> Iterator[tuple[int, int]]:
    """Widths that the source can fill without being enlarged; at least one."""
    across, down = RATIO[shape]
    full = min(source[0], source[1] * across // down)
    widths = [width for width in WIDTHS[shape] if width <= full] or [max(1, full)]
    for width in widths:
        yield width, round(width * down / across)


def render_photo(source: Path, focus: tuple[int, int], photo: Photo) -> dict[str, bytes]:
    """Relative path on the site → bytes. Nothing of the source's metadata is carried over."""
    with Image.open(source) as opened:
        image = ImageOps.exif_transpose(opened).convert("RGB")
    result = {}
    for width, height in photo.sizes:
        sized = ImageOps.fit(image, (width, height), Image.Resampling.LANCZOS, centering=(focus[0] / 100, focus[1] / 100))
        for extension, form in (("webp", "WEBP"), ("jpg", "JPEG")):
            out = io.BytesIO()
            options = {"method": 4} if form == "WEBP" else {"progressive": True, "optimize": True}
            sized.save(out, form, quality=QUALITY[extension], **options)
            result[photo.address(width, extension)] = out.getvalue()
    return result
