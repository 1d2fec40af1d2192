"""Makes the site's style sheets, scripts and drawings from theme/, and its fonts from installed packages.

The fonts (WOFF2) contain the Latin and all Vietnamese letters. The same package versions always give the same
bytes.
"""

import io
from importlib.metadata import version
from importlib.resources import files

from kyyeu.outputs.font_file import FEATURES, subset_font
from kyyeu.resources import THEME
from kyyeu.work.job import Job, job
from kyyeu.work.source import FileSet, file_set

_ASSETS = "site/assets/"
# The style sheets in the order in which they are joined to one file: colours first, rules for printing last.
_SHEETS = (
    "tokens.css",
    *(
        f"{_ASSETS}css/{name}.css"
        for name in (
            "fonts",
            "base",
            "frame",
            "parts",
            "records",
            "lists",
            "facets",
            "charts",
            "news",
            "data",
            "search",
            "offline",
            "print",
        )
    ),
)
COPIED = (
    "favicon.svg",
    "star.svg",
    "drum-gold.svg",
    "drum-white.svg",
    "dark.css",
    "site.js",
    "list.js",
    "search.js",
    "search-engine.js",
    "search-view.js",
    "offline.js",
)


def asset_job() -> Job:
    """Returns the cached job that makes the site's style sheets, scripts and drawings."""
    theme = file_set(THEME, (*_SHEETS, *(f"{_ASSETS}{name}" for name in COPIED)))
    return job("asset", "assets/", render_assets, theme, depends=(_SHEETS, COPIED))


def render_assets(theme: FileSet) -> dict[str, bytes]:
    """Returns the site's style sheets, scripts and drawings as a dict from path on the site to content."""
    copied = {f"assets/{name}": theme.sources[f"{_ASSETS}{name}"].read() for name in COPIED}
    return {"assets/site.css": b"\n".join(theme.sources[sheet].read() for sheet in _SHEETS), **copied}


VIETNAMESE = (
    *(0x102, 0x103, 0x110, 0x111, 0x128, 0x129, 0x168, 0x169, 0x1A0, 0x1A1, 0x1AF, 0x1B0),
    *(0x300, 0x301, 0x303, 0x309, 0x323),
    *range(0x1EA0, 0x1EFA),
)
PUNCTUATION = tuple(map(ord, "\u2010\u2011–—‘’“”•…‰′″›₫→−"))
LETTERS = (*range(0x20, 0x7F), *range(0xA0, 0x100), *VIETNAMESE, *PUNCTUATION)
NAME_IDS = (0, 1, 2, 3, 4, 5, 6, 13, 14)
# Maps each font file of the site to its package, the font file in that package, and axis values. The axis
# values are those to which a variable font is limited.
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
    """Returns a cached job for each font file of the site.

    The result of such a job is a dict {'assets/fonts/<name>': bytes}.
    """
    versions = tuple((package, version(package)) for package in _PACKAGES)
    return [
        job("font", name, render_font, name, depends=(recipe, LETTERS, FEATURES, NAME_IDS, versions))
        for name, recipe in FONT_FILES.items()
    ]


def render_font(name: str) -> dict[str, bytes]:
    """Returns a dict with the site's font file called `name`: {path on the site: bytes}.

    The font contains only the letters that the site uses.
    """
    from fontTools.ttLib import TTFont

    package, file, axes = FONT_FILES[name]
    data = files(package).joinpath("files", file).read_bytes()
    font = TTFont(
        io.BytesIO(subset_font(data, letters=LETTERS, axes=axes, names=NAME_IDS)), recalcTimestamp=False
    )
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out)
    return {f"assets/fonts/{name}": out.getvalue()}
