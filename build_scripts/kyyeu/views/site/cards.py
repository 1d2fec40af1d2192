"""Exemplars as they stand in a grid or a list: portrait, name, office and unit; and the pictures of a page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from kyyeu.model.conferences import Conference, Media, News
from kyyeu.model.exemplars import Exemplar, ExemplarType
from kyyeu.model.fields import Picture
from kyyeu.model.units import Unit
from kyyeu.vietnamese import initial
from kyyeu.views import addresses
from kyyeu.views.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class PictureView:
    """`file` is the source, relative to the project's root; `focus` is the point kept in view, per cent across and down.

    `shape` is 'portrait' (3 : 4), 'wide' (12 : 5) or 'scene' (3 : 2).
    """

    file: str
    alt: str
    credit: str
    focus: tuple[int, int]
    shape: str = "portrait"


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


def picture_view(
    catalogue: Catalogue, folder: str, picture: Picture | None, shape: str = "portrait"
) -> PictureView | None:
    """A picture that lies in `folder`; None where there is none or its file is missing."""
    if picture is None:
        return None
    file = f"{folder}/{picture.file}"
    if not catalogue.library.attachments.get(file):
        return None
    across, down = picture.focus if len(picture.focus) == 2 else (50, 45)
    return PictureView(file, picture.alt, picture.credit or "", (across, down), shape)


def building(catalogue: Catalogue, unit: Unit) -> PictureView | None:
    return picture_view(catalogue, f"content/units/{unit.id}", unit.picture, "wide")


def all_pictures(catalogue: Catalogue) -> tuple[PictureView, ...]:
    """Every picture that some page shows."""
    found = [portrait(catalogue, exemplar) for exemplar in catalogue.exemplars]
    found += [building(catalogue, unit) for unit in catalogue.library.units.values()]
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
    return picture_view(catalogue, f"content/units/{news.unit}/news", picture, "scene")


def conference_picture(catalogue: Catalogue, conference: Conference, media: Media) -> PictureView | None:
    return picture_view(catalogue, f"content/units/{conference.unit}/conferences", media.picture, "wide")


def portrait(catalogue: Catalogue, exemplar: Exemplar) -> PictureView | None:
    return picture_view(catalogue, f"content/units/{exemplar.unit}/exemplars", exemplar.photo)


def letter_of(exemplar: Exemplar) -> str:
    """The letter under which the index lists it: of the tên for a person, of the whole name otherwise."""
    if exemplar.sort_key:
        return initial(exemplar.sort_key)
    return initial(exemplar.name.split()[-1] if exemplar.type is ExemplarType.INDIVIDUAL else exemplar.name)


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
    exemplar = catalogue.library.exemplars[ref]
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
