"""Reads an ICC colour profile and tries to convert colours with it, to tell whether the file is sound."""

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
    """Whether a file is a printing press's colour profile: those lie beside data/printing.yml."""
    return file.startswith("data/") and file.count("/") == 1 and file.lower().endswith((".icc", ".icm"))


def read_icc(path: Path) -> Icc | None:
    """What an ICC profile is for; None if the file is damaged, too large, or no profile."""
    try:
        if path.stat().st_size > MAX_BYTES:
            return None
        data = path.read_bytes()
        profile = ImageCms.ImageCmsProfile(io.BytesIO(data))
        for_press = (profile.profile.xcolor_space.strip(), profile.profile.device_class.strip()) == _PRESS
        if for_press:  # a truncated file opens without an error and fails only when it is used
            ImageCms.getProfileDescription(profile)
            ImageCms.buildTransform(ImageCms.createProfile("sRGB"), profile, "RGB", "CMYK", _INTENT, _QUICK)
            ImageCms.buildTransform(profile, ImageCms.createProfile("LAB"), "CMYK", "LAB", _INTENT, _QUICK)
        return Icc(for_press, hashlib.blake2b(data, digest_size=20).hexdigest())
    except (OSError, ValueError, ImageCms.PyCMSError):  # a damaged header may hold invalid text: ValueError
        return None
