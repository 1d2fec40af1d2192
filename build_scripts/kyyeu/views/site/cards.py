"""Exemplars as they stand in a grid or a list: portrait, name, office and unit; and the pictures of a page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from kyyeu.model.conferences import Conference, Media, News
from kyyeu.model.exemplars import Exemplar, ExemplarType
from kyyeu.model.fields import Picture
from kyyeu.model.units import Unit
from kyyeu.views import addresses
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.pictures import PictureView, letter_of, picture_view, portrait


@dataclass(frozen=True, slots=True)
class Card:
    """`letter` (with its `anchor`) heads a new run of the alphabet; `mark` stands in the place of a portrait that is not there."""

    address: str
    name: str
    kicker: str
    lines: tuple[str, ...]
    mark: str
    picture: PictureView | None
    letter: str = ""
    anchor: str = ""


def building(catalogue: Catalogue, unit: Unit) -> PictureView | None:
    return picture_view(catalogue, "unit", unit.id, unit.picture, "wide")


def all_pictures(catalogue: Catalogue) -> tuple[PictureView, ...]:
    """Every picture that some page shows."""
    found = [portrait(catalogue, exemplar) for exemplar in catalogue.exemplars]
    found += [building(catalogue, unit) for unit in catalogue.published.units.values()]
    found += [
        conference_picture(catalogue, entry, media)
        for entry in catalogue.conferences
        for media in entry.media
    ]
    found += [
        news_picture(catalogue, entry, picture) for entry in catalogue.news for picture in entry.pictures
    ]
    return tuple(picture for picture in found if picture)


def news_picture(catalogue: Catalogue, news: News, picture: Picture) -> PictureView | None:
    return picture_view(catalogue, "news", news.unit, picture, "scene")


def conference_picture(catalogue: Catalogue, conference: Conference, media: Media) -> PictureView | None:
    return picture_view(catalogue, "conference", conference.unit, media.picture, "wide")


def card(
    catalogue: Catalogue,
    exemplar: Exemplar,
    day: date | None = None,
    *,
    letter: str = "",
    anchor: str = "",
    with_unit: bool = True,
) -> Card:
    """`day` decides the unit's name: the build's for an index, the conference's on a page about that time."""
    found = _card(catalogue, exemplar.ref, day, with_unit)
    return replace(found, letter=letter, anchor=anchor) if letter or anchor else found


@lru_cache(maxsize=65536)
def _card(catalogue: Catalogue, ref: str, day: date | None, with_unit: bool) -> Card:
    """A profile's neighbours show it too: one card for all of them."""
    exemplar = catalogue.published.exemplars[ref]
    unit = catalogue.unit_name(exemplar.unit, day)
    lines = [exemplar.titles[0] if exemplar.titles else ""]
    if with_unit and not any(unit.casefold() in words.casefold() for words in (exemplar.name, *lines)):
        lines.append(unit)
    return Card(
        address=addresses.exemplar(ref),
        name=exemplar.name,
        kicker=exemplar.group.label if exemplar.type is not ExemplarType.MODEL else exemplar.type.label,
        lines=tuple(line for line in lines if line),
        mark=letter_of(exemplar),
        picture=portrait(catalogue, exemplar),
    )
