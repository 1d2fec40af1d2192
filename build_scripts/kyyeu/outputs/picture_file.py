"""A picture file → its pixels as a person sees them: turned upright, in sRGB, and nothing else of what the file tells."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image, ImageCms, ImageOps


def read_picture(source: Path, finest: int = 0) -> Image.Image:
    """RGB without metadata. A JPEG is decoded no finer than its shorter side needs to have `finest` pixels (0: whole)."""
    with Image.open(source) as opened:
        if finest:
            scale = finest / min(opened.size)
            opened.draft("RGB", (round(opened.width * scale), round(opened.height * scale)))
        profile = opened.info.get("icc_profile")
        picture = ImageOps.exif_transpose(opened)
    if profile:
        picture = _in_srgb(picture, profile)
    picture = picture.convert("RGB")
    picture.info = {}  # comments and the like would be written again by some formats
    return picture


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """A phone's wider colours as browsers and printers take them; a profile that can't be read is passed over."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return (
            ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
            or picture
        )
    except (ImageCms.PyCMSError, OSError):
        return picture
