"""A view and a template → the HTML fragment of a page. Templates see the view and a handful of functions, nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from build_scripts.outputs.markdown import render_markdown
from build_scripts.outputs.site.photos import Photo
from build_scripts.outputs.site.typography import set_lines
from build_scripts.views.cards import PictureView
from build_scripts.views.prose import Prose

_TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)


class Templates:
    """One environment a process. The page being rendered is a matter of `base` (the way back to the site's root) and its photos."""

    def __init__(self, theme: Path) -> None:
        self.theme = theme
        self.base = ""
        self.tables = 0
        self.photos: Mapping[str, Photo] = {}
        self.environment = Environment(
            loader=FileSystemLoader([theme / "pages", theme / "site"]), autoescape=True, undefined=StrictUndefined,
            trim_blocks=True, lstrip_blocks=True)
        self.environment.globals.update(url=self.url, picture=self.picture, icon=self.icon, markdown=self.markdown)

    def render(self, template: str, view: Any, base: str, photos: Mapping[str, Photo]) -> str:
        self.base, self.photos, self.tables = base, photos, 0
        return set_lines(self.environment.get_template(template).render(view=view))

    def url(self, address: str) -> str:
        """Site address → link relative to this page: the site works under any path."""
        return (self.base + address) or "./"

    def icon(self, name: str) -> Markup:
        return _icon(self.theme, name)

    def markdown(self, prose: Prose, top_heading: int = 2) -> Markup:
        """Wide tables get a frame to scroll in, which the keyboard reaches."""
        html = render_markdown(prose, self.url, top_heading).replace("<pre>", '<pre tabindex="0">')
        return Markup(_TABLE.sub(self._scrolling, html))

    def _scrolling(self, table: re.Match[str]) -> str:
        self.tables += 1
        return f'<div class="tbl" tabindex="0" role="region" aria-label="Bảng số liệu {self.tables}">{table[0]}</div>'

    def picture(self, picture: PictureView, sizes: str, eager: bool = False, decorative: bool = False) -> Markup:
        """<picture> with WebP and JPEG in every width there is; size attributes keep the page from jumping."""
        photo = self.photos[picture.file]
        webp, jpeg = (", ".join(f"{self.url(photo.address(width, kind))} {width}w" for width, _ in photo.sizes) for kind in ("webp", "jpg"))
        width, height = photo.sizes[min(1, len(photo.sizes) - 1)]
        alt = "" if decorative else picture.alt
        loading = Markup('fetchpriority="high"') if eager else Markup('loading="lazy"')
        return Markup(
            '<picture><source type="image/webp" srcset="{}" sizes="{}"><img src="{}" srcset="{}" sizes="{}" '
            'width="{}" height="{}" alt="{}" {} decoding="async"></picture>'
        ).format(webp, sizes, self.url(photo.address(width, "jpg")), jpeg, sizes, width, height, alt, loading)


@lru_cache(maxsize=64)
def _icon(theme: Path, name: str) -> Markup:
    return Markup((theme / "site" / "icons" / f"{name}.svg").read_text(encoding="utf-8").strip())


@lru_cache(maxsize=2)
def templates(theme: Path) -> Templates:
    return Templates(theme)
