"""Writes the part of a page's HTML head that is meant for other programs.

It has the data for previews of shared links (Open Graph), and structured data for search engines
(schema.org).
"""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from kyyeu.outputs.site.cards import SIZE, card_address
from kyyeu.outputs.site.photos import Photo
from kyyeu.outputs.site.search_index import to_json
from kyyeu.views.pictures import PictureView
from kyyeu.views.site.exemplars import MovedView
from kyyeu.views.site.site_frame import PageView
from kyyeu.views.site.structured_data import Address, PagePicture, Thing

# Open Graph types by page type; all other pages have the type "article".
_OPEN_GRAPH_TYPES = {"home": "website", "profile": "profile"}


def page_head(
    kind: str,
    section: str,
    view: PageView,
    thing: Thing | None,
    photos: Mapping[str, Photo],
    site_url: str,
    base: str = "",
) -> str:
    """Returns the HTML that describes a page to social networks and search engines, for the page's <head>.

    The preview of a shared link shows the page's picture if it has one, otherwise its section's preview
    picture. If the page has moved, the HTML redirects to the new address. `base` is the relative path from
    the page to the site's root.
    """
    picture: PictureView | None = getattr(view, "picture", None)
    image = site_url + card_address(section)
    width, height, alt = *SIZE, view.heading
    if picture is not None:
        photo = photos[picture.file]
        width, height = photo.sizes[-1]
        image, alt = site_url + photo.address(width, "jpg"), picture.alt
    pairs = (
        ("og:type", _OPEN_GRAPH_TYPES.get(kind, "article")),
        ("og:image", image),
        ("og:image:width", width),
        ("og:image:height", height),
        ("og:image:alt", alt),
    )
    card = "summary" if height > width else "summary_large_image"
    lines = [
        *(Markup('<meta property="{}" content="{}">').format(name, value) for name, value in pairs),
        Markup('<meta name="twitter:card" content="{}">').format(card),
    ]
    if isinstance(view, MovedView):
        target = base + view.moved_to
        lines.append(Markup('<meta http-equiv="refresh" content="0; url={}">').format(target))
    if thing is not None:
        lines.append(_data_block(thing, site_url, image if picture is not None else ""))
    return "\n".join(lines)


def _data_block(thing: Thing, site_url: str, image: str) -> Markup:
    """Returns a page's structured data (schema.org) as an HTML script element.

    '<' is escaped, so that no text in the data can end the element.
    """
    data = {"@context": "https://schema.org", **_plain(thing, site_url, image)}
    text = to_json(data).decode().replace("<", "\\u003c").replace("\u2028", "\\u2028")
    return Markup(f'<script type="application/ld+json">{text}</script>')


def _plain(value: Any, site_url: str, image: str) -> Any:
    """Returns structured data (schema.org) as JSON values, with absolute addresses and no empty values."""
    if isinstance(value, Thing):
        facts = ((name, _plain(fact, site_url, image)) for name, fact in value.facts)
        return {"@type": value.type} | {name: fact for name, fact in facts if fact}
    if isinstance(value, tuple):
        return [_plain(item, site_url, image) for item in value]
    if isinstance(value, Address):
        return site_url + value.path
    return image if isinstance(value, PagePicture) else value
