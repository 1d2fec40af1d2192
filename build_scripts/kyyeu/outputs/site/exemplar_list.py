"""Writes the data file with which a browser filters the list of honoured people (exemplars).

The browser's program is theme/site/assets/list.js. The data file is a script and not JSON, because a page
opened from file:// can load scripts but not JSON files. So the filters also work in an offline copy of the
site.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from kyyeu.outputs.site.photos import Photo
from kyyeu.outputs.site.search_index import to_json
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.site.exemplar_list import LIST_FILE, ListData, list_data
from kyyeu.views.site.facets import table
from kyyeu.work.job import Job, code_version, key

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def list_job(catalogue: Catalogue, photos: Mapping[str, Photo]) -> Job:
    """Returns the cached job that makes the data file for filtering the list of honoured people in a browser.

    The job's name is the path of the file on the site.
    """
    data = list_data(catalogue)
    shown = tuple(
        photos[picture.file] if picture and picture.file in photos else None for picture in data.pictures
    )
    return Job("export", LIST_FILE, key("list", data, shown, code_version()), render_list, (data, shown))


def render_list(data: ListData, photos: Sequence[Photo | None]) -> bytes:
    """Returns the JavaScript file with the list of exemplars (honoured people), stored column by column.

    A column has a list of possible values and, for each exemplar, the index of its value in that list. The
    index is a base-36 number with `width` digits. In a column marked `many`, an exemplar can have several
    values; commas separate the exemplars.
    """
    sizes, size_of = table(
        tuple(",".join(str(width) for width, _ in photo.sizes) if photo else "" for photo in photos)
    )
    stems = [photo.stem if photo else "" for photo in photos]
    folder = next((stem.rpartition("/")[0] + "/" for stem in stems if stem), "")
    columns = {
        "letters": data.letters,
        "groups": dict(data.groups),
        "levels": dict(data.levels),
        "facets": {param: _column(codes, places) for param, codes, places in data.columns},
        "units": data.units,
        "names": data.names,
        "ids": data.ids,
        "titles": data.titles,
        "titleOf": _digits(data.title_of, len(data.titles)),
        "photos": {
            "folder": folder,
            "sizes": sizes,
            "sizeOf": _digits(size_of, len(sizes)),
            "stems": [stem.removeprefix(folder) for stem in stems],
        },
    }
    return b"kyyeuList(%s)\n" % to_json(columns)


def _column(codes: Sequence[str], places: Sequence[Sequence[int]]) -> dict[str, Any]:
    width = _width(len(codes))
    if all(len(row) == 1 for row in places):
        return {"codes": codes, "width": width, "text": "".join(_digit(row[0], width) for row in places)}
    return {
        "codes": codes,
        "width": width,
        "many": ",".join("".join(_digit(index, width) for index in row) for row in places),
    }


def _digits(indexes: Sequence[int], count: int) -> dict[str, Any]:
    width = _width(count)
    return {"width": width, "text": "".join(_digit(index, width) for index in indexes)}


def _width(count: int) -> int:
    return 1 if count <= 36 else 2 if count <= 36**2 else 3


def _digit(index: int, width: int) -> str:
    digits = ""
    for _ in range(width):
        index, digit = divmod(index, 36)
        digits = _DIGITS[digit] + digits
    return digits
