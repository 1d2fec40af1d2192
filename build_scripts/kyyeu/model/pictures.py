"""Lists all pictures that records use, each with its record and the path of its file."""

from collections.abc import Iterator
from typing import NamedTuple

from kyyeu.model.fields import Picture
from kyyeu.model.records import Records
from kyyeu.model.sources import Path


class PlacedPicture(NamedTuple):
    """Holds a picture together with the record that uses it.

    `kind` and `ref` name the record. `path` is the position of the picture inside the record. `folder` is the
    folder where the picture's file must be, relative to the project's folder.
    """

    kind: str
    ref: str
    path: Path
    picture: Picture
    folder: str

    @property
    def file(self) -> str:
        """Returns the path of the picture's file, relative to the project's folder."""
        return f"{self.folder}/{self.picture.file}"


_FOLDERS = {"exemplar": "/exemplars", "unit": "", "news": "/news", "conference": "/conferences"}


def picture_folder(kind: str, unit: str) -> str:
    """Returns the folder with the pictures of a unit's records of one kind, from the project's folder."""
    return f"content/units/{unit}{_FOLDERS[kind]}"


def pictures(records: Records) -> Iterator[PlacedPicture]:
    """Yields every picture of honoured people and groups, of units, of news items and of conferences."""
    for ref, exemplar in records.exemplars.items():
        if exemplar.photo:
            yield PlacedPicture(
                "exemplar", ref, ("photo",), exemplar.photo, picture_folder("exemplar", exemplar.unit)
            )
    for ref, unit in records.units.items():
        if unit.picture:
            yield PlacedPicture("unit", ref, ("picture",), unit.picture, picture_folder("unit", ref))
    for ref, news in records.news.items():
        for index, picture in enumerate(news.pictures):
            yield PlacedPicture("news", ref, ("pictures", index), picture, picture_folder("news", news.unit))
    for ref, conference in records.conferences.items():
        for index, media in enumerate(conference.media):
            if media.picture:
                yield PlacedPicture(
                    "conference",
                    ref,
                    ("media", index, "picture"),
                    media.picture,
                    picture_folder("conference", conference.unit),
                )
