"""Makes the TrueType font files with which printed works are laid out and which their PDFs embed.

Be Vietnam Pro is used unchanged. The variable font Source Serif 4 becomes static fonts named KyYeu Serif,
since its licence (OFL) reserves the name. TeX Gyre Termes, for official documents, becomes KyYeu Termes.
"""

import io
from dataclasses import dataclass
from pathlib import Path

import fontpkg
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

from kyyeu.outputs.font_file import subset_font
from kyyeu.resources import PRINT_FONTS
from kyyeu.work.job import Job, code_version, hash_files, job

SANS, SERIF, TERMES = "Be Vietnam Pro", "KyYeu Serif", "KyYeu Termes"
TERMES_FILES = {
    (400, False): "regular",
    (400, True): "italic",
    (700, False): "bold",
    (700, True): "bolditalic",
}
WATERMARK_FONT = "sans-800"  # The watermark has this font in every printed work, even in official documents.
# How far a quadratic curve of a glyph outline may deviate from the cubic curve it replaces, in 1/1000 em.
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


@dataclass(frozen=True, slots=True)
class FontFace:
    """A font face (family, weight, style) as CSS describes it.

    `source` is the name of the font's family in the package fontpkg; '' for fonts of official documents.
    """

    family: str
    weight: int
    italic: bool
    source: str

    @property
    def name(self) -> str:
        """The name of the face's font file without its extension, such as 'serif-400-italic'."""
        kind = {SANS: "sans", SERIF: "serif", TERMES: "termes"}[self.family]
        return f"{kind}-{self.weight}{'-italic' if self.italic else ''}"

    @property
    def file(self) -> Path:
        """The path of the installed font file from which the face's TrueType file is made."""
        if not self.source:
            return PRINT_FONTS / f"texgyretermes-{TERMES_FILES[self.weight, self.italic]}.otf"
        weight = 400 if self.family == SERIF else self.weight
        return Path(fontpkg.path(self.source, weight=weight, style="italic" if self.italic else "normal"))

    @property
    def css(self) -> str:
        """The CSS rule (@font-face) that declares this font face."""
        style = "italic" if self.italic else "normal"
        return (
            f'@font-face {{ font-family: "{self.family}"; font-weight: {self.weight}; font-style: {style}; '
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
    """Returns the font-making jobs by font name, for official documents or for all other works."""
    wanted = [
        face for face in FONT_FACES if (face.family == TERMES) is official or face.name == WATERMARK_FONT
    ]
    versions = tuple(
        (family.slug, family.version) for family in map(fontpkg.family, ("be-vietnam-pro", "source-serif-4"))
    )
    termes = hash_files(PRINT_FONTS, ("*.otf",)) if official else ""
    return {
        face.name: job(
            "font",
            f"in/{face.name}",
            make_font_file,
            face,
            depends=(versions if face.source else termes, code_version()),
        )
        for face in wanted
    }


def make_font_file(face: FontFace) -> bytes:
    """Returns the TrueType file of a font face, reduced to the letters in LETTERS.

    The glyphs keep their numbers.
    """
    axes = {"wght": face.weight, "opsz": OPTICAL_SIZE} if face.family == SERIF else {}
    font = TTFont(
        io.BytesIO(subset_font(face.file, letters=LETTERS, axes=axes, names=range(26), same_numbers=True)),
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
    """Convert the font's cubic outlines (CFF) to quadratic ones (TrueType).

    The joined PDF can only embed TrueType outlines. The numbers and widths of the glyphs do not change.
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
    limits = (
        "maxZones",
        "maxTwilightPoints",
        "maxStorage",
        "maxFunctionDefs",
        "maxInstructionDefs",
        "maxStackElements",
        "maxSizeOfInstructions",
        "maxComponentElements",
    )
    font["maxp"].tableVersion = 0x00010000
    for limit in limits:
        setattr(font["maxp"], limit, int(limit == "maxZones"))
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
