"""theme/ → the site's own assets: one stylesheet, the dark colours, one script, drawings."""

from __future__ import annotations

from pathlib import Path

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


def asset_job(root: Path) -> Job:
    """Gives {'assets/site.css': …, 'assets/dark.css': …, 'assets/site.js': …, …}."""
    theme = root / "theme"
    found = key("asset", SHEETS, PLAIN, hash_files(theme, ("tokens.css", "site/assets/**/*")))
    return Job("asset", "assets/", found, render_assets, (theme,))


def render_assets(theme: Path) -> dict[str, bytes]:
    """Stylesheets are joined in order: one request, tokens first, print last."""
    joined = b"\n".join((theme / sheet).read_bytes() for sheet in SHEETS)
    return {"assets/site.css": joined} | {
        f"assets/{name}": (theme / "site" / "assets" / name).read_bytes() for name in PLAIN
    }
