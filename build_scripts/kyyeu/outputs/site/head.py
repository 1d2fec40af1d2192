"""A page's view → what of its head only machines read: the picture a shared link shows, and structured data (schema.org)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from kyyeu.outputs.site.cards import SIZE, card_address
from kyyeu.outputs.site.photos import Photo
from kyyeu.views.pictures import PictureView
from kyyeu.views.site.structured_data import Address, Picture, Thing

_TYPES = {"home": "website", "profile": "profile"}  # Open Graph's; all else is an article


def page_head(
    kind: str,
    section: str,
    view: Any,
    told: Thing | None,
    photos: Mapping[str, Photo],
    site_url: str,
    base: str = "",
) -> str:
    """HTML for the place in the frame that is kept for it. A page with a picture of its own shows that, others their section's card.

    `base` is the way back to the site's root, from where a page that has moved leads on."""
    picture: PictureView | None = getattr(view, "picture", None)
    image = site_url + card_address(section)
    width, height, alt = *SIZE, f"{view.heading}"
    if picture is not None:
        photo = photos[picture.file]
        width, height = photo.sizes[-1]
        image, alt = site_url + photo.address(width, "jpg"), picture.alt
    pairs = (
        ("og:type", _TYPES.get(kind, "article")),
        ("og:image", image),
        ("og:image:width", width),
        ("og:image:height", height),
        ("og:image:alt", alt),
    )
    lines = [Markup('<meta property="{}" content="{}">').format(name, value) for name, value in pairs]
    lines.append(
        Markup('<meta name="twitter:card" content="{}">').format(
            "summary" if height > width else "summary_large_image"
        )
    )
    if target := getattr(view, "moved_to", ""):
        lines.append(Markup('<meta http-equiv="refresh" content="0; url={}">').format(base + target))
    if told is not None:
        lines.append(_data_block(told, site_url, image if picture is not None else ""))
    return "\n".join(lines)


def _data_block(told: Thing, site_url: str, image: str) -> Markup:
    """No text can end the block: '<' is written as an escape."""
    found = {"@context": "https://schema.org", **_plain(told, site_url, image)}
    text = (
        json.dumps(found, ensure_ascii=False, separators=(",", ":"))
        .replace("<", "\\u003c")
        .replace("\u2028", "\\u2028")
    )
    return Markup(f'<script type="application/ld+json">{text}</script>')


def _plain(value: Any, site_url: str, image: str) -> Any:
    if isinstance(value, Thing):
        facts = ((name, _plain(fact, site_url, image)) for name, fact in value.facts)
        return {"@type": value.type} | {name: fact for name, fact in facts if fact}
    if isinstance(value, tuple):
        return [_plain(entry, site_url, image) for entry in value]
    if isinstance(value, Address):
        return site_url + value.path
    return image if isinstance(value, Picture) else value
