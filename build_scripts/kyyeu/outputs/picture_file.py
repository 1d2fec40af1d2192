"""Reads the pixels of a picture file as a person sees them: upright, in sRGB, without metadata."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image, ImageCms, ImageOps


def read_picture(source: Path, shorter_side: int = 0) -> Image.Image:
    """Returns the picture in RGB.

    `shorter_side` is the least number of pixels that the caller needs on the shorter side: a large JPEG is
    then decoded at a reduced size, which is faster. 0 decodes the whole picture.
    """
    with Image.open(source) as opened:
        if shorter_side:
            scale = shorter_side / min(opened.size)
            opened.draft("RGB", (round(opened.width * scale), round(opened.height * scale)))
        profile = opened.info.get("icc_profile")
        picture = ImageOps.exif_transpose(opened)
    if profile:
        picture = _in_srgb(picture, profile)
    picture = picture.convert("RGB")
    picture.info = {}  # emptied, because some formats would write comments from here into the new file
    return picture


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """Converts a phone's wider colours to sRGB; ignores a colour profile that can't be read."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return (
            ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
            or picture
        )
    except (ImageCms.PyCMSError, OSError):
        return picture
