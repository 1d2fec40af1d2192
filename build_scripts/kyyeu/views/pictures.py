"""Finds the pictures that records name, and the shape to which each picture is cropped.

For an exemplar (honoured person or group) without a portrait, it finds the letter that is shown instead.
"""

from dataclasses import dataclass

from kyyeu.model.exemplars import Exemplar, ExemplarType
from kyyeu.model.fields import Picture
from kyyeu.model.pictures import picture_folder
from kyyeu.vietnamese import initial
from kyyeu.views.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class PictureView:
    """A picture on a page or in a booklet; `file` is its path in the project folder.

    `focus` is the point around which the picture is cropped, in per cent from the left and the top. `shape`
    is 'portrait' (3 : 4), 'wide' (12 : 5) or 'scene' (3 : 2).
    """

    file: str
    alt: str
    credit: str
    focus: tuple[int, int]
    shape: str = "portrait"


def picture_view(
    catalogue: Catalogue, kind: str, unit: str, picture: Picture | None, shape: str = "portrait"
) -> PictureView | None:
    """Returns a picture that the record of a school, honoured person, conference or news item names.

    The result is None if the record names no picture, or if the file of the picture is missing.
    """
    if picture is None:
        return None
    file = f"{picture_folder(kind, unit)}/{picture.file}"
    if not catalogue.published.attachments.get(file):
        return None
    across, down = picture.focus if len(picture.focus) == 2 else (50, 45)
    return PictureView(file, picture.alt, picture.credit or "", (across, down), shape)


def portrait(catalogue: Catalogue, exemplar: Exemplar) -> PictureView | None:
    """Returns the portrait of an exemplar (honoured person or group), or None if there is none."""
    return picture_view(catalogue, "exemplar", exemplar.unit, exemplar.photo)


def letter_of(exemplar: Exemplar) -> str:
    """Returns the letter under which alphabetical lists show an exemplar (honoured person or group).

    The letter is also shown in place of a missing portrait. It is the initial of a person's given name (tên),
    or of the whole name of a group. If the record has the field `sort_key`, it is the initial of that text.
    """
    is_person = exemplar.type is ExemplarType.INDIVIDUAL
    return initial(exemplar.sort_key or (exemplar.name.split()[-1] if is_person else exemplar.name))
