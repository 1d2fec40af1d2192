"""Embeds each font face once in a joined book, with the glyphs its parts use and the text of each glyph."""

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from kyyeu.outputs.booklets.font_files import FONT_FACES, SANS
from kyyeu.outputs.font_file import subset_font

_CMAP_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo
<< /Registry (Adobe)
/Ordering (UCS)
/Supplement 0
>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
"""
_CMAP_TAIL = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
_CMAP_BLOCK = 100  # A block of a PDF ToUnicode map may contain at most 100 mappings (PDF standard).
# Replacements when text is copied or searched: a no-break space becomes a plain space, a word joiner nothing.
COPIED_AS = {0xA0: " ", 0x2060: None}
SYMBOLIC, ITALIC, SERIF = 1 << 2, 1 << 6, 1 << 1  # Bit flags of a PDF font descriptor.


@dataclass
class _UsedFont:
    face: str
    name: str
    # The text that each glyph stands for, by glyph number.
    text: dict[int, str] = field(default_factory=dict)
    width: dict[int, float] = field(default_factory=dict)


def merge_fonts(
    book: Pdf, facts: Iterable[Mapping[str, Any]], font_files: Mapping[str, Path]
) -> dict[str, Object]:
    """Embed the fonts of all parts in `book`, and return the PDF font objects by resource name.

    `facts` are those that the layout wrote for each part; `font_files` are the font files by font face.
    Glyphs keep the numbers they have in the font file, so that all parts use the same numbers.
    """
    used: dict[str, _UsedFont] = {}
    for part in facts:
        for resource, font in part["fonts"].items():
            union = used.setdefault(resource, _UsedFont(font["face"], font["name"]))
            for glyph, (text, width) in font["glyphs"].items():
                union.text.setdefault(int(glyph), text.translate(COPIED_AS))
                union.width[int(glyph)] = width
    return {resource: _embed(book, font, font_files[font.face]) for resource, font in sorted(used.items())}


def _embed(book: Pdf, used: _UsedFont, file: Path) -> Object:
    face = next(face for face in FONT_FACES if face.name == used.face)
    source = TTFont(io.BytesIO(file.read_bytes()))
    data = subset_font(file, glyphs=used.text, names=(6,), same_numbers=True, shaping=False)
    scale = 1000 / source["head"].unitsPerEm
    flags = SYMBOLIC | (ITALIC if face.italic else 0) | (SERIF if face.family != SANS else 0)
    stream = book.make_stream(data, Length1=len(data))
    descriptor = book.make_indirect(
        Dictionary(
            Type=Name.FontDescriptor,
            FontName=Name(used.name),
            FontFamily=String(face.family),
            Flags=flags,
            FontBBox=Array(
                [round(getattr(source["head"], edge) * scale) for edge in ("xMin", "yMin", "xMax", "yMax")]
            ),
            ItalicAngle=round(source["post"].italicAngle),
            Ascent=round(source["hhea"].ascent * scale),
            Descent=round(source["hhea"].descent * scale),
            CapHeight=round(source["OS/2"].sCapHeight * scale),
            StemV=80,
            FontWeight=face.weight,
            FontFile2=stream,
        )
    )
    descendant = book.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=Name(used.name),
            CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
            CIDToGIDMap=Name.Identity,
            W=_widths(used.width),
            FontDescriptor=descriptor,
        )
    )
    return book.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name(used.name),
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([descendant]),
            ToUnicode=book.make_stream(_cmap(used.text)),
        )
    )


def _widths(widths: Mapping[int, float]) -> Array:
    """Returns a PDF font's W array: the widths of runs of consecutive glyphs, [first [width width …] …]."""
    runs: list[tuple[int, list[float]]] = []
    for glyph in sorted(widths):
        if not runs or glyph != runs[-1][0] + len(runs[-1][1]):
            runs.append((glyph, []))
        runs[-1][1].append(round(widths[glyph], 2))
    return Array([item for first, run in runs for item in (first, Array(run))])


def _cmap(text: Mapping[int, str]) -> bytes:
    """Returns the ToUnicode map of a PDF font, which gives the text of each glyph."""
    lines = [f"<{glyph:04x}> <{text[glyph].encode('utf-16-be').hex()}>" for glyph in sorted(text)]
    blocks = [lines[start : start + _CMAP_BLOCK] for start in range(0, len(lines), _CMAP_BLOCK)]
    body = "".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks)
    return f"{_CMAP_HEAD}{body}{_CMAP_TAIL}".encode()
