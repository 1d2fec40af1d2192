"""Copies the site's style sheets, scripts and drawings from theme/, with all style sheets joined into one."""

from kyyeu.resources import THEME
from kyyeu.work.job import Job, hash_files, key

_ASSETS = THEME / "site" / "assets"
_SHEETS = (  # Style sheets in the order in which they are joined: colours first, rules for printing last.
    THEME / "tokens.css",
    *(
        _ASSETS / "css" / f"{name}.css"
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
    """Returns the job that makes the site's style sheets, scripts and drawings, such as 'assets/site.css'."""
    names = [sheet.name for sheet in _SHEETS]
    job_key = key("asset", names, COPIED, hash_files(THEME, ("tokens.css", "site/assets/**/*")))
    return Job("asset", "assets/", job_key, render_assets, ())


def render_assets() -> dict[str, bytes]:
    """Returns the contents of the site's style sheets, scripts and drawings by path on the site."""
    files = {"assets/site.css": b"\n".join(sheet.read_bytes() for sheet in _SHEETS)}
    return files | {f"assets/{name}": (_ASSETS / name).read_bytes() for name in COPIED}
