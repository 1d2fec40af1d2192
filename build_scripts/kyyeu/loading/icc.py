"""Reads an ICC colour profile and converts colours with it, to find out whether the file is usable."""

import io
from pathlib import Path

from PIL import ImageCms

from kyyeu.model.sources import Icc
from kyyeu.work.source import digest_of

MAX_BYTES = 20_000_000
_PRESS = ("CMYK", "prtr")
_INTENT, _QUICK = ImageCms.Intent.RELATIVE_COLORIMETRIC, ImageCms.Flags.NOOPTIMIZE


def is_icc(file: str) -> bool:
    """Returns whether a path is that of a printing press's ICC colour profile.

    Such a file is directly in data/, beside printing.yml, with the suffix .icc or .icm.
    """
    return file.startswith("data/") and file.count("/") == 1 and file.lower().endswith((".icc", ".icm"))


def read_icc(path: Path) -> Icc | None:
    """Reads an ICC colour profile. Returns None if the file is damaged, too large, or no colour profile."""
    try:
        if path.stat().st_size > MAX_BYTES:
            return None
        data = path.read_bytes()
        profile = ImageCms.ImageCmsProfile(io.BytesIO(data))
        for_press = (profile.profile.xcolor_space.strip(), profile.profile.device_class.strip()) == _PRESS
        # A truncated colour profile opens without an error. Only converting colours with it fails, so colours
        # are converted here.
        if for_press:
            ImageCms.getProfileDescription(profile)
            ImageCms.buildTransform(ImageCms.createProfile("sRGB"), profile, "RGB", "CMYK", _INTENT, _QUICK)
            ImageCms.buildTransform(profile, ImageCms.createProfile("LAB"), "CMYK", "LAB", _INTENT, _QUICK)
        return Icc(for_press, digest_of(data))
    # Invalid text in a damaged colour profile raises ValueError.
    except (OSError, ValueError, ImageCms.PyCMSError):
        return None
