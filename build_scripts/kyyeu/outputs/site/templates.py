"""Renders a page's data (its view) with a Jinja template into HTML.

A template can use only the view and a few functions.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape

from kyyeu.outputs.markdown import render_markdown
from kyyeu.outputs.site.charts import draw
from kyyeu.outputs.site.photos import Photo
from kyyeu.outputs.site.typography import SET, UNSET, LineBreaks, set_lines
from kyyeu.views.pictures import PictureView
from kyyeu.views.prose import LinkedProse
from kyyeu.work.source import FileSet

_TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)


class Templates:
    """Holds the Jinja environment with which a process renders pages.

    `theme` has the templates in the folder pages/ and the drawings in site/. Three attributes belong to the
    page that is being rendered: `base` is the relative path to the site's root, `photos` are the page's
    photos, and `tables` is the number of its tables so far.
    """

    def __init__(self, theme: FileSet) -> None:
        files = {**theme.below("site/"), **theme.below("pages/")}
        self.base = ""
        self.tables = 0
        self.photos: Mapping[str, Photo] = {}
        self.environment = Environment(
            loader=FunctionLoader(lambda name: files[name].read().decode() if name in files else None),
            autoescape=True,
            undefined=StrictUndefined,
            extensions=[LineBreaks],
        )
        self.environment.filters["url"] = self.url
        self.environment.globals.update(
            url=self.url,
            picture=self.picture,
            icon=cache(lambda name: Markup(files[f"icons/{name}.svg"].read().decode().strip())),
            markdown=self.markdown,
            draw=draw,
        )

    def render(self, template: str, view: object, base: str, photos: Mapping[str, Photo]) -> str:
        """Returns the HTML of a page's content, without the header, menu and footer.

        `base` is the relative path to the site's root. `photos` maps the file of each picture in `view` to
        its Photo (address and sizes).
        """
        self.base, self.photos, self.tables = base, photos, 0
        return set_lines(self.environment.get_template(template).render(view=view))

    def url(self, address: str) -> str:
        """Returns a link relative to the page being rendered.

        Relative links let the site work in any folder of its host.
        """
        return (self.base + address) or "./"

    def markdown(self, prose: LinkedProse, top_heading: int = 2) -> Markup:
        """Returns the HTML of a record's Markdown text.

        Each table gets a box that scrolls, which readers can also reach with the keyboard.
        """
        html = render_markdown(prose, self.url, top_heading).replace("<pre>", '<pre tabindex="0">')
        return Markup(f"{SET}{_TABLE.sub(self._scrolling, html)}{UNSET}")

    def _scrolling(self, table: re.Match[str]) -> str:
        self.tables += 1
        start = f'<div class="tbl" tabindex="0" role="region" aria-label="Bảng số liệu {self.tables}">'
        return f"{start}{table[0]}</div>"

    def picture(
        self, picture: PictureView, sizes: str, eager: bool = False, decorative: bool = False
    ) -> Markup:
        """Returns a <picture> element with AVIF and WebP in all widths, and one JPEG for old browsers.

        The element states the picture's size, so that the page does not jump when the picture has loaded.
        """
        return _picture(picture, self.photos[picture.file], self.base, sizes, eager, decorative)


@lru_cache(maxsize=1024)
def _picture(
    picture: PictureView, photo: Photo, base: str, sizes: str, eager: bool, decorative: bool
) -> Markup:
    sources = "".join(
        f'<source type="image/{form}" sizes="{escape(sizes)}" srcset="'
        + ", ".join(f"{base}{photo.address(width, form)} {width}w" for width, _ in photo.sizes)
        + '">'
        for form in ("avif", "webp")
    )
    width, height = photo.sizes[min(1, len(photo.sizes) - 1)]
    alt = "" if decorative else escape(picture.alt)
    loading = 'fetchpriority="high"' if eager else 'loading="lazy"'
    return Markup(
        f'<picture>{sources}<img src="{base}{photo.address(width, "jpg")}" '
        f'width="{width}" height="{height}" alt="{alt}" {loading} decoding="async"></picture>'
    )


@lru_cache(maxsize=1)
def templates(theme: FileSet) -> Templates:
    """Returns the Templates object with which this process renders pages.

    It is created anew only if the files of the theme have changed.
    """
    return Templates(theme)
