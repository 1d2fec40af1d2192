"""Reads a picture file's pixels as viewers show them: turned upright, in sRGB colours, without metadata."""

import io
import warnings
from collections.abc import Mapping
from typing import Any

from PIL import Image, ImageCms
from PIL.Image import Transpose

# A JPEG with more than this number of pixels is decoded at 1/2, 1/4 or 1/8 of its size. Pictures of other
# formats that are too large are refused when the project is read.
MAX_DECODED = 17_000_000
# The number of the EXIF tag for rotation, and the way in which each of the tag's values turns a picture
# upright.
_ORIENTATION = 0x0112
_TURNS: Mapping[Any, Transpose] = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}


def read_picture(data: bytes, shorter_side: int = 0) -> Image.Image:
    """Returns the pixels of a picture file's content as an RGB image, turned upright.

    `shorter_side` is the least number of pixels that the caller needs on the picture's shorter side. A large
    JPEG is then decoded at a reduced size, which is faster. 0 means the full size, but a JPEG with more than
    MAX_DECODED pixels is always reduced.
    """
    with warnings.catch_warnings():
        # Pillow warns of faulty metadata and of large pictures. Neither matters here: `read_image` has
        # already limited the number of pixels.
        warnings.simplefilter("ignore")
        return _read(data, shorter_side)


def _read(data: bytes, shorter_side: int) -> Image.Image:
    with Image.open(io.BytesIO(data)) as opened:
        width, height = opened.size
        scale = shorter_side / min(width, height) if shorter_side else 1
        reduction = next(number for number in (1, 2, 4, 8) if width * height <= MAX_DECODED * number**2)
        opened.draft(
            "RGB",
            (min(round(width * scale), width // reduction), min(round(height * scale), height // reduction)),
        )
        profile = opened.info.get("icc_profile")
        # Pillow's function for turning pictures also rewrites their metadata, and it fails if the metadata is
        # faulty.
        turn = _TURNS.get(opened.getexif().get(_ORIENTATION))
        picture = opened.copy() if turn is None else opened.transpose(turn)
    if profile:
        picture = _in_srgb(picture, profile)
    if picture.mode != "RGB":
        picture = picture.convert("RGB")
    picture.info = {}  # Metadata is removed, because Pillow would copy its comments into the new file.
    return picture


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """Converts a picture from its colour profile, such as a phone's wider colour range, to sRGB.

    A colour profile that cannot be read is ignored.
    """
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return (
            ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
            or picture
        )
    except (ImageCms.PyCMSError, OSError):
        return picture
