"""A picture file → what its header says, without decoding it; None where it is no picture that can be published."""

from __future__ import annotations

import warnings
from pathlib import Path

from PIL import Image as Pillow
from PIL import UnidentifiedImageError

from build_scripts.model.library import Image

PICTURES = (".jpg", ".jpeg", ".png", ".webp")
_ORIENTATION, _TURNED = 0x0112, (5, 6, 7, 8)
_FORMATS = ("JPEG", "PNG", "WEBP")


def read_image(path: Path) -> Image | None:
    if path.suffix.lower() not in PICTURES:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Pillow.DecompressionBombWarning)
            with Pillow.open(path, formats=_FORMATS) as picture:
                width, height = picture.size
                if picture.getexif().get(_ORIENTATION) in _TURNED:
                    width, height = height, width
                return Image(width, height, picture.format or "")
    except (OSError, UnidentifiedImageError, SyntaxError, ValueError, Pillow.DecompressionBombError, Pillow.DecompressionBombWarning):
        return None
