"""Reduces a font to the characters that a document uses, by means of the library HarfBuzz."""

from collections.abc import Iterable, Mapping

import uharfbuzz as hb

FEATURES = ("kern", "liga", "calt", "mark", "mkmk", "ccmp", "locl", "tnum", "lnum")
Axes = Mapping[str, float | tuple[float, float]]
LAYOUT_TABLES = ("GSUB", "GPOS", "GDEF", "BASE", "STAT")


def subset_font(
    font: bytes,
    *,
    letters: Iterable[int] = (),
    glyphs: Iterable[int] = (),
    axes: Axes | None = None,
    names: Iterable[int] = (),
    same_numbers: bool = False,
    shaping: bool = True,
) -> bytes:
    """Returns a TrueType font reduced to `letters` (code points) and `glyphs` (glyph numbers).

    Hinting is removed. `axes` fixes each axis of a variable font to a value or limits it to a range. `names`
    are the entries of the font's name table that are kept. If `same_numbers` is true, each glyph keeps its
    number. If `shaping` is false, the tables for kerning, ligatures and marks are removed; such a font can
    only draw glyphs whose positions are known. Raises ValueError if `font` is not the content of a font file
    that can be reduced.
    """
    face = hb.Face(hb.Blob(font))
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
        wanted.drop_table_tag_set.update(map(_tag, LAYOUT_TABLES))
        wanted.flags |= hb.SubsetFlags.NO_LAYOUT_CLOSURE
    for axis, value in (axes or {}).items():
        if isinstance(value, tuple):
            wanted.set_axis_range(face, axis, *value, None)
        else:
            wanted.pin_axis_location(face, axis, value)
    smaller = wanted.subset(face)
    if not smaller.glyph_count:
        raise ValueError("not a font that can be cut down")
    return bytes(smaller.blob.data)


def _tag(name: str) -> int:
    return int.from_bytes(name.encode(), "big")
