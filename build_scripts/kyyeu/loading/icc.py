"""An ICC file → what it describes, once colours could be turned by it; None where it is no such file."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

from PIL import ImageCms

from kyyeu.model.sources import Icc

MAX_BYTES = 20_000_000
_PRESS = ("CMYK", "prtr")
_INTENT, _QUICK = ImageCms.Intent.RELATIVE_COLORIMETRIC, ImageCms.Flags.NOOPTIMIZE


def is_icc(file: str) -> bool:
    """A press's profile lies beside data/printing.yml."""
    return file.startswith("data/") and file.count("/") == 1 and file.lower().endswith((".icc", ".icm"))


def read_icc(path: Path) -> Icc | None:
    try:
        if path.stat().st_size > MAX_BYTES:
            return None
        data = path.read_bytes()
        profile = ImageCms.ImageCmsProfile(io.BytesIO(data))
        for_press = (profile.profile.xcolor_space.strip(), profile.profile.device_class.strip()) == _PRESS
        if for_press:  # a file cut off opens, and fails here or never
            ImageCms.getProfileDescription(profile)
            ImageCms.buildTransform(ImageCms.createProfile("sRGB"), profile, "RGB", "CMYK", _INTENT, _QUICK)
            ImageCms.buildTransform(profile, ImageCms.createProfile("LAB"), "CMYK", "LAB", _INTENT, _QUICK)
        return Icc(for_press, hashlib.blake2b(data, digest_size=20).hexdigest())
    except (OSError, ValueError, ImageCms.PyCMSError):  # letters in its head may be none
        return None
