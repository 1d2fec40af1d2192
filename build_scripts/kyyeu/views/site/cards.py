"""Makes the cards that show exemplars (honoured people and groups) in grids and lists.

Also finds all pictures that the pages of the site show.
"""

from dataclasses import dataclass
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
    """The card of an exemplar (honoured person or group) in a grid or list.

    `mark` is the letter shown in place of a missing portrait.
    """

    address: str
    name: str
    kicker: str
    lines: tuple[str, ...]
    mark: str
    picture: PictureView | None


def group_label(exemplar: Exemplar) -> str:
    """Returns a label for an exemplar (honoured person or group), such as that for teachers or collectives.

    If the exemplar is a model (a way of working worth copying), the label says that it is one.
    """
    return exemplar.type.label if exemplar.type is ExemplarType.MODEL else exemplar.group.label


def building(catalogue: Catalogue, unit: Unit) -> PictureView | None:
    """Returns the picture of the building of a unit (such as a school), or None if there is none."""
    return picture_view(catalogue, "unit", unit.id, unit.picture, "wide")


def all_pictures(catalogue: Catalogue) -> tuple[PictureView, ...]:
    """Returns every picture that at least one page of the site shows."""
    pictures = [
        *(portrait(catalogue, exemplar) for exemplar in catalogue.exemplars),
        *(building(catalogue, unit) for unit in catalogue.published.units.values()),
        *(
            conference_picture(catalogue, conference, media)
            for conference in catalogue.conferences
            for media in conference.media
        ),
        *(news_picture(catalogue, news, picture) for news in catalogue.news for picture in news.pictures),
    ]
    return tuple(picture for picture in pictures if picture)


def news_picture(catalogue: Catalogue, news: News, picture: Picture) -> PictureView | None:
    """Returns a picture of a news item as pages show it, or None if its file cannot be shown."""
    return picture_view(catalogue, "news", news.unit, picture, "scene")


def conference_picture(catalogue: Catalogue, conference: Conference, media: Media) -> PictureView | None:
    """Returns the picture of a conference's photo or film (`media`), or None if there is none."""
    return picture_view(catalogue, "conference", conference.unit, media.picture, "wide")


def card(
    catalogue: Catalogue,
    exemplar: Exemplar,
    day: date | None = None,
    *,
    with_unit: bool = True,
) -> Card:
    """Returns the card that shows an exemplar (honoured person or group) in grids and lists.

    The exemplar's unit (such as a school) is named as on `day`; None means the day of the build. Cards are
    cached, because the same card stands on several pages.
    """
    return _card(catalogue, exemplar.ref, day, with_unit)


@lru_cache(maxsize=65536)
def _card(catalogue: Catalogue, ref: str, day: date | None, with_unit: bool) -> Card:
    exemplar = catalogue.published.exemplars[ref]
    unit = catalogue.unit_name(exemplar.unit, day)
    lines = [exemplar.titles[0] if exemplar.titles else ""]
    if with_unit and not any(unit.casefold() in line.casefold() for line in (exemplar.name, *lines)):
        lines.append(unit)
    return Card(
        address=addresses.exemplar(ref),
        name=exemplar.name,
        kicker=group_label(exemplar),
        lines=tuple(line for line in lines if line),
        mark=letter_of(exemplar),
        picture=portrait(catalogue, exemplar),
    )
