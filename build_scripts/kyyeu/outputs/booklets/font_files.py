"""Makes the font files with which printed works are laid out, and embeds them once in every joined book.

Be Vietnam Pro keeps its name. The variable font Source Serif 4 becomes static fonts named KyYeu Serif,
because its licence (OFL) reserves the original name. TeX Gyre Termes, for official documents, becomes KyYeu
Termes.
"""

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import fontpkg
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from kyyeu.outputs.font_file import subset_font
from kyyeu.resources import PRINT_FONTS
from kyyeu.work.job import Job, code_version, job
from kyyeu.work.source import Source, digest_of

SANS, SERIF, TERMES = "Be Vietnam Pro", "KyYeu Serif", "KyYeu Termes"
TERMES_FILES = {
    (400, False): "regular",
    (400, True): "italic",
    (700, False): "bold",
    (700, True): "bolditalic",
}
WATERMARK_FONT = "sans-800"  # The watermark has this font in every printed work, even in official documents.
# How far a quadratic curve of a glyph outline may deviate from the cubic curve that it replaces, in 1/1000
# em.
TOLERANCE = 0.5
OPTICAL_SIZE = 11
LETTERS = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),
    0x18F,
    0x192,
    0x1A0,
    0x1A1,
    0x1AF,
    0x1B0,
    *range(0x2C6, 0x2DE),
    *range(0x300, 0x30D),
    0x323,
    *range(0x1EA0, 0x1EFA),
    *range(0x2010, 0x2028),
    0x202F,
    *range(0x2030, 0x203B),
    0x20AB,
    0x20AC,
    0x2116,
    0x2122,
    *range(0x2150, 0x215F),
    *range(0x2190, 0x2194),
    0x2212,
    0x2248,
    *range(0x2260, 0x2266),
    0x25A0,
    0x25CF,
    0x2605,
    0x2713,
)

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
# The ToUnicode map of a PDF font is written in blocks of at most 100 mappings each (PDF standard).
_CMAP_BLOCK = 100
# What readers get when they copy or search the text of a PDF: a plain space for a no-break space, and nothing
# for a word joiner.
COPIED_AS = {0xA0: " ", 0x2060: None}
# Bit flags (symbolic, italic, serif) with which a PDF describes an embedded font.
SYMBOLIC_FLAG, ITALIC_FLAG, SERIF_FLAG = 1 << 2, 1 << 6, 1 << 1


@dataclass(frozen=True, slots=True)
class FontFace:
    """Describes a font face as CSS does, by its family, weight and style.

    `source` is the name of the font's family in the Python package fontpkg. It is '' for fonts of official
    documents, whose files belong to the project.
    """

    family: str
    weight: int
    italic: bool
    source: str

    @property
    def name(self) -> str:
        """Returns the name of the face's font file without its extension, such as 'serif-400-italic'."""
        kind = {SANS: "sans", SERIF: "serif", TERMES: "termes"}[self.family]
        return f"{kind}-{self.weight}{'-italic' if self.italic else ''}"

    @property
    def file(self) -> Path:
        """Returns the path of the installed font file from which the face's TrueType file is made."""
        if not self.source:
            return PRINT_FONTS / f"texgyretermes-{TERMES_FILES[self.weight, self.italic]}.otf"
        weight = 400 if self.family == SERIF else self.weight
        return Path(fontpkg.path(self.source, weight=weight, style="italic" if self.italic else "normal"))

    @property
    def css(self) -> str:
        """Returns the CSS rule (@font-face) that declares this font face."""
        return (
            f'@font-face {{ font-family: "{self.family}"; font-weight: {self.weight}; '
            f"font-style: {'italic' if self.italic else 'normal'}; "
            f'src: url("fonts/{self.name}.ttf") format("truetype"); }}'
        )


FONT_FACES = (
    *(FontFace(SANS, weight, False, "be-vietnam-pro") for weight in (400, 500, 600, 700, 800)),
    FontFace(SANS, 400, True, "be-vietnam-pro"),
    FontFace(SERIF, 400, False, "source-serif-4"),
    FontFace(SERIF, 400, True, "source-serif-4"),
    FontFace(SERIF, 600, False, "source-serif-4"),
    FontFace(SERIF, 600, True, "source-serif-4"),
    *(FontFace(TERMES, weight, italic, "") for weight, italic in TERMES_FILES),
)


def font_jobs(official: bool = False) -> dict[str, Job]:
    """Returns the jobs that make the font files of printed works, by font name.

    If `official` is true, these are the fonts for official documents, otherwise the fonts for all other
    works. The font of the watermark is always included.
    """
    return {
        face.name: job(
            "font",
            f"in/{face.name}",
            make_font_file,
            face,
            Source(digest_of(face.file.read_bytes()), face.file),
            depends=(code_version(),),
        )
        for face in FONT_FACES
        if (face.family == TERMES) is official or face.name == WATERMARK_FONT
    }


def font_keys() -> set[str]:
    """Returns the cache keys of all font files for printed works, even of fonts that no present work uses."""
    return {font.key for official in (False, True) for font in font_jobs(official).values()}


def make_font_file(face: FontFace, source: Source) -> bytes:
    """Returns the TrueType file of a font face, reduced to the characters that printed works may use.

    These characters are listed in LETTERS. `source` is the installed font file. The glyphs keep the numbers
    that they have in this file.
    """
    axes = {"wght": face.weight, "opsz": OPTICAL_SIZE} if face.family == SERIF else {}
    font = TTFont(
        io.BytesIO(
            subset_font(source.read(), letters=LETTERS, axes=axes, names=range(26), same_numbers=True)
        ),
        recalcTimestamp=False,
    )
    if "CFF " in font:
        _draw_quadratic(font)
    if face.family != SANS:
        _rename(font, face)
    out = io.BytesIO()
    font.save(out, reorderTables=True)
    return out.getvalue()


def _draw_quadratic(font: TTFont) -> None:
    """Converts the font's cubic outlines (CFF) to quadratic ones (TrueType).

    The program can embed only TrueType outlines in a joined PDF. The numbers and widths of the glyphs do not
    change.
    """
    glyphs, outlines = font.getGlyphSet(), {}
    for name in font.getGlyphOrder():
        pen = TTGlyphPen(glyphs)
        glyphs[name].draw(Cu2QuPen(pen, TOLERANCE, reverse_direction=True))
        outlines[name] = pen.glyph()
    del font["CFF "]
    font["loca"], font["glyf"], font["maxp"] = newTable("loca"), newTable("glyf"), newTable("maxp")
    font["glyf"].glyphOrder, font["glyf"].glyphs = font.getGlyphOrder(), outlines
    for name, glyph in outlines.items():
        glyph.recalcBounds(font["glyf"])
        font["hmtx"][name] = (font["hmtx"][name][0], getattr(glyph, "xMin", 0))
    vars(font["maxp"]).update(
        tableVersion=0x00010000,
        maxZones=1,
        maxTwilightPoints=0,
        maxStorage=0,
        maxFunctionDefs=0,
        maxInstructionDefs=0,
        maxStackElements=0,
        maxSizeOfInstructions=0,
        maxComponentElements=0,
    )
    font["post"].formatType = 3.0
    font.sfntVersion = "\0\1\0\0"


def _rename(font: TTFont, face: FontFace) -> None:
    family, style = face.family, f"{face.weight}{' Italic' if face.italic else ''}"
    names = {
        1: f"{family} {face.weight}",
        2: "Italic" if face.italic else "Regular",
        3: f"{family} {style}",
        4: f"{family} {style}",
        6: f"{family.replace(' ', '')}-{style.replace(' ', '')}",
        16: family,
        17: style,
    }
    for record in list(font["name"].names):
        if record.nameID in names:
            record.string = names[record.nameID]
        elif record.nameID in (21, 22, 25) or record.nameID > 255:
            font["name"].removeNames(nameID=record.nameID)
    font["OS/2"].usWeightClass = face.weight


@dataclass
class _UsedFont:
    face: str
    name: str
    # Maps the number of each glyph of the font to the text that the glyph stands for.
    text: dict[int, str] = field(default_factory=dict)
    width: dict[int, float] = field(default_factory=dict)


def merge_fonts(
    book: Pdf, facts: Iterable[Mapping[str, Any]], font_files: Mapping[str, Source]
) -> dict[str, Object]:
    """Embeds the fonts of all parts in the PDF `book`, and returns the PDF font objects by resource name.

    `facts` holds what the layout of each part recorded about its fonts and glyphs. `font_files` are the font
    files by the name of the font face. Glyphs keep the numbers that they have in the font file, so that all
    parts of the book can share one font.
    """
    used: dict[str, _UsedFont] = {}
    for part in facts:
        for resource, font in part["fonts"].items():
            union = used.setdefault(resource, _UsedFont(font["face"], font["name"]))
            for glyph, (text, width) in font["glyphs"].items():
                union.text.setdefault(int(glyph), text.translate(COPIED_AS))
                union.width[int(glyph)] = width
    return {resource: _embed(book, font, font_files[font.face]) for resource, font in sorted(used.items())}


def _embed(book: Pdf, used: _UsedFont, file: Source) -> Object:
    face = next(face for face in FONT_FACES if face.name == used.face)
    whole = file.read()
    source = TTFont(io.BytesIO(whole))
    data = subset_font(whole, glyphs=used.text, names=(6,), same_numbers=True, shaping=False)
    scale = 1000 / source["head"].unitsPerEm
    descriptor = book.make_indirect(
        Dictionary(
            Type=Name.FontDescriptor,
            FontName=Name(used.name),
            FontFamily=String(face.family),
            Flags=SYMBOLIC_FLAG
            | (ITALIC_FLAG if face.italic else 0)
            | (SERIF_FLAG if face.family != SANS else 0),
            FontBBox=Array(
                [round(getattr(source["head"], edge) * scale) for edge in ("xMin", "yMin", "xMax", "yMax")]
            ),
            ItalicAngle=round(source["post"].italicAngle),
            Ascent=round(source["hhea"].ascent * scale),
            Descent=round(source["hhea"].descent * scale),
            CapHeight=round(source["OS/2"].sCapHeight * scale),
            StemV=80,
            FontWeight=face.weight,
            FontFile2=book.make_stream(data, Length1=len(data)),
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
    """Returns the W array of a PDF font, which holds the widths of its glyphs.

    The array has the form [first [width width …] …]. Each list has the widths of glyphs with consecutive
    numbers, and the number before it is that of the list's first glyph.
    """
    runs: list[tuple[int, list[float]]] = []
    for glyph in sorted(widths):
        if not runs or glyph != runs[-1][0] + len(runs[-1][1]):
            runs.append((glyph, []))
        runs[-1][1].append(round(widths[glyph], 2))
    return Array([item for first, run in runs for item in (first, Array(run))])


def _cmap(text: Mapping[int, str]) -> bytes:
    """Returns the ToUnicode map of a PDF font, by which PDF viewers copy and search the text of glyphs."""
    lines = [f"<{glyph:04x}> <{text[glyph].encode('utf-16-be').hex()}>" for glyph in sorted(text)]
    blocks = [lines[start : start + _CMAP_BLOCK] for start in range(0, len(lines), _CMAP_BLOCK)]
    body = "".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks)
    return f"{_CMAP_HEAD}{body}{_CMAP_TAIL}".encode()
