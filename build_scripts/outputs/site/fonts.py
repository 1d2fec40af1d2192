"""Installed OFL font packages → WOFF2 subsets for the web: Latin and every Vietnamese letter. Same versions, same bytes."""

from __future__ import annotations

import io
import os
from importlib.metadata import version
from importlib.resources import files

from build_scripts.work.job import Job, key

VIETNAMESE = (
    *(0x102, 0x103, 0x110, 0x111, 0x128, 0x129, 0x168, 0x169, 0x1A0, 0x1A1, 0x1AF, 0x1B0),
    *(0x300, 0x301, 0x303, 0x309, 0x323), *range(0x1EA0, 0x1EFA))
PUNCTUATION = tuple(map(ord, "\u2010\u2011–—‘’“”•…‰′″›₫→−"))
LETTERS = (*range(0x20, 0x7F), *range(0xA0, 0x100), *VIETNAMESE, *PUNCTUATION)
FEATURES = ["kern", "liga", "mark", "mkmk", "ccmp", "locl", "tnum", "lnum"]
FACES: dict[str, tuple[str, str, dict[str, float | tuple[float, float]]]] = {
    "be-vietnam-pro-500.woff2": ("fontpkg_be_vietnam_pro", "BeVietnamPro-Medium.ttf", {}),
    "be-vietnam-pro-700.woff2": ("fontpkg_be_vietnam_pro", "BeVietnamPro-Bold.ttf", {}),
    "source-serif-4.woff2": ("fontpkg_source_serif_4", "SourceSerif4[opsz,wght].ttf", {"opsz": 14, "wght": (400, 700)}),
    "source-serif-4-italic.woff2": ("fontpkg_source_serif_4", "SourceSerif4-Italic[opsz,wght].ttf", {"opsz": 18, "wght": 400}),
}
_PACKAGES = ("fontpkg-be-vietnam-pro", "fontpkg-source-serif-4", "fonttools", "brotli")


def font_jobs() -> list[Job]:
    """One a face; each gives {'assets/fonts/<name>': bytes}."""
    versions = tuple((package, version(package)) for package in _PACKAGES)
    return [Job("font", name, key("font", name, face, LETTERS, FEATURES, versions), render_font, (name,)) for name, face in FACES.items()]


def render_font(name: str) -> dict[str, bytes]:
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")
    package, file, axes = FACES[name]
    font = TTFont(io.BytesIO(files(package).joinpath("files", file).read_bytes()), recalcTimestamp=False)
    options = subset.Options(layout_features=FEATURES, hinting=False, name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14], notdef_outline=True)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=LETTERS)
    subsetter.subset(font)
    if axes:  # a fresh reading: the instancer wants tables as they lie in a file
        out = io.BytesIO()
        font.save(out)
        font = instancer.instantiateVariableFont(TTFont(io.BytesIO(out.getvalue()), recalcTimestamp=False), axes)
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out)
    return {f"assets/fonts/{name}": out.getvalue()}
