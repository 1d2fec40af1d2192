"""theme/ → the site's own assets: one stylesheet, the dark colours, one script, drawings."""

from __future__ import annotations

from kyyeu.resources import THEME
from kyyeu.work.job import Job, hash_files, key

SHEETS = (
    "tokens.css",
    *(
        f"site/assets/css/{name}.css"
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
PLAIN = (
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
    """Gives {'assets/site.css': …, 'assets/dark.css': …, 'assets/site.js': …, …}."""
    found = key("asset", SHEETS, PLAIN, hash_files(THEME, ("tokens.css", "site/assets/**/*")))
    return Job("asset", "assets/", found, render_assets, ())


def render_assets() -> dict[str, bytes]:
    """Stylesheets are joined in order: one request, tokens first, print last."""
    joined = b"\n".join((THEME / sheet).read_bytes() for sheet in SHEETS)
    return {"assets/site.css": joined} | {
        f"assets/{name}": (THEME / "site" / "assets" / name).read_bytes() for name in PLAIN
    }
