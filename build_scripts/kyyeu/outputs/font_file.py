"""A font file → the same font with few letters, at a place on its axes: by HarfBuzz, whose shaping both print and browsers use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import uharfbuzz as hb

FEATURES = ("kern", "liga", "calt", "mark", "mkmk", "ccmp", "locl", "tnum", "lnum")
Axes = Mapping[str, float | tuple[float, float]]
LAYOUT = ("GSUB", "GPOS", "GDEF", "BASE", "STAT")


def subset_font(
    file: Path,
    *,
    letters: Iterable[int] = (),
    glyphs: Iterable[int] = (),
    axes: Axes | None = None,
    names: Iterable[int] = (),
    same_numbers: bool = False,
    shaping: bool = True,
) -> bytes:
    """TrueType of `letters` (code points) or `glyphs` (numbers), with outlines as they are, unhinted. An axis is pinned to a value or cut
    to a range; `names` are the ids kept of its name table; `same_numbers` leaves gaps where glyphs fell out; without `shaping`
    it is only drawn from. ValueError where the file is no font."""
    face = hb.Face(hb.Blob.from_file_path(str(file)))
    wanted = hb.SubsetInput()
    wanted.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE
    if same_numbers:
        wanted.flags |= hb.SubsetFlags.RETAIN_GIDS
    wanted.unicode_set.update(letters)
    wanted.glyph_set.update(glyphs)
    wanted.name_id_set.clear()
    wanted.name_id_set.update(names)
    wanted.layout_feature_tag_set.clear()
    if shaping:
        wanted.layout_feature_tag_set.update(map(_tag, FEATURES))
    else:
        wanted.drop_table_tag_set.update(map(_tag, LAYOUT))
        wanted.flags |= hb.SubsetFlags.NO_LAYOUT_CLOSURE
    for axis, place in (axes or {}).items():
        if isinstance(place, tuple):
            wanted.set_axis_range(face, axis, *place, None)
        else:
            wanted.pin_axis_location(face, axis, place)
    made = wanted.subset(face)
    if not made.glyph_count:
        raise ValueError(f"{file.name}: not a font that can be cut down")
    return bytes(made.blob.data)


def _tag(name: str) -> int:
    return int.from_bytes(name.encode(), "big")
