"""One font per face for a whole book: the parts' glyphs united, subset once from the face, with one map back to text."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from kyyeu.outputs.booklets.faces import FACES, SANS
from kyyeu.outputs.font_file import subset_font

_CMAP_HEAD = (
    "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo\n<< /Registry (Adobe)\n/Ordering (UCS)\n/Supplement 0\n"
    ">> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n"
)
_CMAP_TAIL = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
PLAIN = {0xA0: " ", 0x2060: None}
SYMBOLIC, ITALIC, SERIF = 1 << 2, 1 << 6, 1 << 1


@dataclass
class _Used:
    face: str
    name: str
    text: dict[int, str] = field(default_factory=dict)
    width: dict[int, float] = field(default_factory=dict)


def merge_fonts(
    book: Pdf, facts: Iterable[Mapping[str, Any]], faces: Mapping[str, Path]
) -> dict[str, Object]:
    """Resource name → font object in `book`. Layout keeps glyph numbers, so that parts agree on them.

    No-break spaces read as spaces in the text that a reader copies or searches.
    """
    used: dict[str, _Used] = {}
    for fact in facts:
        for resource, font in fact["fonts"].items():
            entry = used.setdefault(resource, _Used(font["face"], font["name"]))
            for glyph, (text, width) in font["glyphs"].items():
                entry.text.setdefault(int(glyph), text.translate(PLAIN))
                entry.width[int(glyph)] = width
    return {resource: _font(book, entry, faces[entry.face]) for resource, entry in sorted(used.items())}


def _font(book: Pdf, used: _Used, file: Path) -> Object:
    face = next(entry for entry in FACES if entry.name == used.face)
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
                [
                    round(source["head"].xMin * scale),
                    round(source["head"].yMin * scale),
                    round(source["head"].xMax * scale),
                    round(source["head"].yMax * scale),
                ]
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
    """Runs of neighbouring glyphs: [first [width width …] …]."""
    runs: list[tuple[int, list[float]]] = []
    for glyph in sorted(widths):
        if runs and glyph == runs[-1][0] + len(runs[-1][1]):
            runs[-1][1].append(round(widths[glyph], 2))
        else:
            runs.append((glyph, [round(widths[glyph], 2)]))
    return Array([part for first, run in runs for part in (first, Array(run))])


def _cmap(text: Mapping[int, str]) -> bytes:
    lines = [f"<{glyph:04x}> <{text[glyph].encode('utf-16-be').hex()}>" for glyph in sorted(text)]
    blocks = [lines[start : start + 100] for start in range(0, len(lines), 100)]
    body = "".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks)
    return f"{_CMAP_HEAD}{body}{_CMAP_TAIL}".encode()
