"""Every picture that a library's records name, with the record it belongs to and the file it must be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from kyyeu.model.fields import Picture
from kyyeu.model.library import Library, Path


class PlacedPicture(NamedTuple):
    """`path` leads to the picture inside the record; `folder` is where its file must lie, relative to the root."""

    kind: str
    ref: str
    path: Path
    picture: Picture
    folder: str

    @property
    def file(self) -> str:
        return f"{self.folder}/{self.picture.file}"


def pictures(library: Library) -> Iterator[PlacedPicture]:
    for ref, exemplar in library.exemplars.items():
        if exemplar.photo:
            yield PlacedPicture(
                "exemplar", ref, ("photo",), exemplar.photo, f"content/units/{exemplar.unit}/exemplars"
            )
    for ref, unit in library.units.items():
        if unit.picture:
            yield PlacedPicture("unit", ref, ("picture",), unit.picture, f"content/units/{ref}")
    for ref, news in library.news.items():
        for index, picture in enumerate(news.pictures):
            yield PlacedPicture("news", ref, ("pictures", index), picture, f"content/units/{news.unit}/news")
    for ref, conference in library.conferences.items():
        for index, media in enumerate(conference.media):
            if media.picture:
                folder = f"content/units/{conference.unit}/conferences"
                yield PlacedPicture("conference", ref, ("media", index, "picture"), media.picture, folder)
