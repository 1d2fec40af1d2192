"""The faces of printed works → Jobs that make them. Result of each: `full.ttf` for laying out, `bare.ttf` to subset from.

Be Vietnam Pro is taken as it is; Source Serif 4 is variable and becomes static instances named KyYeu Serif (OFL reserved name)."""

from __future__ import annotations

import io
from dataclasses import dataclass

import fontpkg
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from build_scripts.work.job import Job, job

SANS, SERIF = "Be Vietnam Pro", "KyYeu Serif"
OPTICAL_SIZE = 11
LETTERS = (
    *range(0x20, 0x7F), *range(0xA0, 0x180), 0x18F, 0x192, 0x1A0, 0x1A1, 0x1AF, 0x1B0, *range(0x2C6, 0x2DE), *range(0x300, 0x30D), 0x323,
    *range(0x1EA0, 0x1EFA), *range(0x2010, 0x2028), 0x202F, *range(0x2030, 0x203B), 0x20AB, 0x20AC, 0x2116, 0x2122, *range(0x2150, 0x215F),
    *range(0x2190, 0x2194), 0x2212, 0x2248, *range(0x2260, 0x2266), 0x25A0, 0x25CF, 0x2605, 0x2713,
)


@dataclass(frozen=True, slots=True)
class Face:
    """A face as CSS knows it. `source` is the fontpkg family."""

    family: str
    weight: int
    italic: bool
    source: str

    @property
    def name(self) -> str:
        return f"{'serif' if self.family == SERIF else 'sans'}-{self.weight}{'-italic' if self.italic else ''}"

    @property
    def css(self) -> str:
        style = "italic" if self.italic else "normal"
        return (f'@font-face {{ font-family: "{self.family}"; font-weight: {self.weight}; font-style: {style}; '
                f'src: url("fonts/{self.name}.ttf") format("truetype"); }}')


FACES = (
    *(Face(SANS, weight, False, "be-vietnam-pro") for weight in (400, 500, 600, 700, 800)),
    Face(SANS, 400, True, "be-vietnam-pro"),
    Face(SERIF, 400, False, "source-serif-4"), Face(SERIF, 400, True, "source-serif-4"),
    Face(SERIF, 600, False, "source-serif-4"), Face(SERIF, 600, True, "source-serif-4"),
)


def face_jobs() -> dict[str, Job]:
    """Name of the face → the Job that makes it."""
    versions = tuple((entry.slug, entry.version) for entry in map(fontpkg.family, ("be-vietnam-pro", "source-serif-4")))
    return {face.name: job("font", f"in/{face.name}", make_face, face, depends=versions) for face in FACES}


def make_face(face: Face) -> dict[str, bytes]:
    style = "italic" if face.italic else "normal"
    font = TTFont(fontpkg.path(face.source, weight=400 if face.family == SERIF else face.weight, style=style), recalcTimestamp=False)
    _keep(font, drop=("DSIG",))
    if "fvar" in font:
        instantiateVariableFont(font, {"wght": face.weight, "opsz": OPTICAL_SIZE}, inplace=True, updateFontNames=False)
        _rename(font, face)
    full = _saved(font)
    bare = TTFont(io.BytesIO(full), recalcTimestamp=False)
    _keep(bare, drop=("DSIG", "GSUB", "GPOS", "GDEF", "BASE", "STAT", "kern"))
    return {"full.ttf": full, "bare.ttf": _saved(bare)}


def _keep(font: TTFont, drop: tuple[str, ...]) -> None:
    """Only the letters of LETTERS; glyph numbers stay, so that `full` and `bare` agree."""
    options = subset.Options(layout_features=["*"], retain_gids=True, hinting=False, notdef_outline=True, name_IDs=["*"], glyph_names=False)
    options.drop_tables += list(drop)
    options.passthrough_tables = True
    subsetter = subset.Subsetter(options)
    if "GSUB" in font and "GSUB" in drop:
        subsetter.populate(gids=[gid for gid, name in enumerate(font.getGlyphOrder()) if _has_outline(font, name)])
    else:
        subsetter.populate(unicodes=LETTERS)
    subsetter.subset(font)


def _has_outline(font: TTFont, name: str) -> bool:
    return bool(font["glyf"][name].numberOfContours or font["hmtx"][name][0])


def _rename(font: TTFont, face: Face) -> None:
    style = f"{face.weight}{' Italic' if face.italic else ''}"
    names = {1: f"{SERIF} {face.weight}", 2: "Italic" if face.italic else "Regular", 3: f"{SERIF} {style}", 4: f"{SERIF} {style}",
             6: f"KyYeuSerif-{style.replace(' ', '')}", 16: SERIF, 17: style}
    for record in list(font["name"].names):
        if record.nameID in names:
            record.string = names[record.nameID]
        elif record.nameID in (21, 22, 25) or record.nameID > 255:
            font["name"].removeNames(nameID=record.nameID)
    font["OS/2"].usWeightClass = face.weight


def _saved(font: TTFont) -> bytes:
    out = io.BytesIO()
    font.save(out, reorderTables=True)
    return out.getvalue()
