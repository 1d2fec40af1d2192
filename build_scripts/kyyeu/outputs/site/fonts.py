"""Makes the site's WOFF2 fonts from installed packages of free fonts, with Latin and all Vietnamese letters.

The same versions of the packages give the same bytes.
"""

import io
from importlib.metadata import version
from importlib.resources import as_file, files

from kyyeu.outputs.font_file import FEATURES, subset_font
from kyyeu.work.job import Job, key

VIETNAMESE = (
    *(0x102, 0x103, 0x110, 0x111, 0x128, 0x129, 0x168, 0x169, 0x1A0, 0x1A1, 0x1AF, 0x1B0),
    *(0x300, 0x301, 0x303, 0x309, 0x323),
    *range(0x1EA0, 0x1EFA),
)
PUNCTUATION = tuple(map(ord, "\u2010\u2011–—‘’“”•…‰′″›₫→−"))
LETTERS = (*range(0x20, 0x7F), *range(0xA0, 0x100), *VIETNAMESE, *PUNCTUATION)
NAME_IDS = (0, 1, 2, 3, 4, 5, 6, 13, 14)
# For each font file of the site: the package, the font file in the package, and the values of a variable
# font's axes.
FONT_FILES: dict[str, tuple[str, str, dict[str, float | tuple[float, float]]]] = {
    "be-vietnam-pro-500.woff2": ("fontpkg_be_vietnam_pro", "BeVietnamPro-Medium.ttf", {}),
    "be-vietnam-pro-700.woff2": ("fontpkg_be_vietnam_pro", "BeVietnamPro-Bold.ttf", {}),
    "source-serif-4.woff2": (
        "fontpkg_source_serif_4",
        "SourceSerif4[opsz,wght].ttf",
        {"opsz": 14, "wght": (400, 700)},
    ),
    "source-serif-4-italic.woff2": (
        "fontpkg_source_serif_4",
        "SourceSerif4-Italic[opsz,wght].ttf",
        {"opsz": 18, "wght": 400},
    ),
}
_PACKAGES = ("fontpkg-be-vietnam-pro", "fontpkg-source-serif-4", "fonttools", "uharfbuzz", "brotli")


def font_jobs() -> list[Job]:
    """Returns a job for each font file of the site; its result is {'assets/fonts/<name>': bytes}."""
    versions = tuple((package, version(package)) for package in _PACKAGES)
    return [
        Job(
            "font",
            name,
            key("font", name, recipe, LETTERS, FEATURES, NAME_IDS, versions),
            render_font,
            (name,),
        )
        for name, recipe in FONT_FILES.items()
    ]


def render_font(name: str) -> dict[str, bytes]:
    """Returns the site's font file `name` as {path on the site: bytes}."""
    from fontTools.ttLib import TTFont

    package, file, axes = FONT_FILES[name]
    with as_file(files(package).joinpath("files", file)) as path:
        font = TTFont(
            io.BytesIO(subset_font(path, letters=LETTERS, axes=axes, names=NAME_IDS)), recalcTimestamp=False
        )
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out)
    return {f"assets/fonts/{name}": out.getvalue()}
