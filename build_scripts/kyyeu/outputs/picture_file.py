"""Reads a picture file's pixels as viewers show them: turned upright, in sRGB colours, without metadata."""

import io

from PIL import Image, ImageCms, ImageOps


def read_picture(data: bytes, shorter_side: int = 0) -> Image.Image:
    """Returns the pixels of a picture file's content as an RGB image, turned upright.

    `shorter_side` is the least number of pixels that the caller needs on the shorter side: a large JPEG is
    then decoded at a reduced size, which is faster. 0 decodes the whole picture.
    """
    with Image.open(io.BytesIO(data)) as opened:
        if shorter_side:
            scale = shorter_side / min(opened.size)
            opened.draft("RGB", (round(opened.width * scale), round(opened.height * scale)))
        profile = opened.info.get("icc_profile")
        picture = ImageOps.exif_transpose(opened)
    if profile:
        picture = _in_srgb(picture, profile)
    picture = picture.convert("RGB")
    picture.info = {}  # Metadata is removed, because Pillow would write comments from it into the new file.
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
