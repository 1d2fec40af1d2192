"""Turns the pictures that records name into what is shown, and gives the letter for missing portraits."""

from __future__ import annotations

from dataclasses import dataclass

from kyyeu.model.exemplars import Exemplar, ExemplarType
from kyyeu.model.fields import Picture
from kyyeu.model.pictures import picture_folder
from kyyeu.vietnamese import initial
from kyyeu.views.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class PictureView:
    """A picture to show: `file` is relative to the project's root.

    `focus` is the point to keep in view when the picture is cropped, in per cent from the left and the top.
    `shape` is 'portrait' (3 : 4), 'wide' (12 : 5) or 'scene' (3 : 2).
    """

    file: str
    alt: str
    credit: str
    focus: tuple[int, int]
    shape: str = "portrait"


def picture_view(
    catalogue: Catalogue, kind: str, unit: str, picture: Picture | None, shape: str = "portrait"
) -> PictureView | None:
    """A picture of a unit's record of some kind.

    None if the record names no picture or its file is missing, which a check reports.
    """
    if picture is None:
        return None
    file = f"{picture_folder(kind, unit)}/{picture.file}"
    if not catalogue.published.attachments.get(file):
        return None
    across, down = picture.focus if len(picture.focus) == 2 else (50, 45)
    return PictureView(file, picture.alt, picture.credit or "", (across, down), shape)


def portrait(catalogue: Catalogue, exemplar: Exemplar) -> PictureView | None:
    """The portrait of an exemplar; pages show `letter_of` in its place if this is None."""
    return picture_view(catalogue, "exemplar", exemplar.unit, exemplar.photo)


def letter_of(exemplar: Exemplar) -> str:
    """The letter under which alphabetical lists place an exemplar, also shown where its portrait is missing.

    It is the initial of a person's given name (tên) or of another exemplar's whole name, unless the record
    has a `sort_key`.
    """
    is_person = exemplar.type is ExemplarType.INDIVIDUAL
    return initial(exemplar.sort_key or (exemplar.name.split()[-1] if is_person else exemplar.name))
