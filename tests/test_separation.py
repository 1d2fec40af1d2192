"""Tests printed works whose colours are converted to the four inks of a press.

No screen colours may be left in them, and their pages must look as before.
"""

import io
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from kyyeu.loading.icc import read_icc
from kyyeu.outputs.booklets.inks import Inks
from kyyeu.outputs.booklets.page_boxes import BLEED, SLUG, finish_page
from kyyeu.outputs.booklets.pdf_file import PdfMetadata
from kyyeu.outputs.booklets.separate import UnknownColour, separate
from pikepdf import Name
from PIL import Image, ImageChops, ImageStat
from weasyprint import HTML

from tests.building import DAY, copy_sample, kyyeu, source_of
from tests.press_profile import LIMIT, press_profile

PAPER = PdfMetadata("Kỷ yếu", "Sở", "", (), date(2020, 3, 12))
NAMES = ("ky-yeu", "phong", "giay-khen", "giay-moi")
# How far the sum of the inks may exceed the limit, since an 8-bit colour profile is exact only at its grid
# points.
ROUNDED = 0.1
# Two pages look alike if each of their colour channels (0–255) differs by less than this on average. They are
# not equal, because transparent areas are blended in ink.
LOOKS_ALIKE = 4
DISTINCT = 0.02  # Amounts of ink below this one (on a scale from 0 to 1) may come from rounding alone.


@pytest.fixture(scope="module")
def printed(printed_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Prints the sample's press editions twice: in screen colours into rgb/, and in press inks into print/.

    The inks follow from the colour profile of an invented press.
    """
    root = copy_sample(tmp_path_factory.mktemp("inks") / "sample", cache=printed_sample)
    command = ("print", *NAMES, "--edition", "press", "--unit", "so-gddt", "--date", DAY)
    kyyeu(root, *command)
    (root / "print").rename(root / "rgb")
    (root / "press.icc").write_bytes(press_profile())
    shutil.copy(root / "press.icc", root / "data" / "giay-trang.icc")
    (root / "data" / "printing.yml").write_text(
        "".join(f"{name}:\n  icc: giay-trang.icc\n" for name in NAMES)
    )
    assert kyyeu(root, *command).stdout.startswith("Đã dựng 0 trang, 0 phần in, 0 ảnh;"), (
        "no page is laid out anew"
    )
    return root


def pairs(root: Path) -> list[tuple[Path, Path]]:
    """Returns the two files of each printed work: the one in screen colours, and the one in press inks."""
    files = [(path, root / "print" / path.name) for path in sorted((root / "rgb").iterdir())]
    assert len(files) == len(NAMES)
    return files


def contents(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Yields each object of a PDF that holds drawing instructions: pages, form XObjects, tiling patterns."""
    yield from (page.obj for page in pdf.pages)
    yield from (
        stream
        for stream in pdf.objects
        if isinstance(stream, pikepdf.Stream)
        and (stream.get("/Subtype") == Name.Form or stream.get("/PatternType") == 1)
    )


def colours(content: Any, operators: str) -> list[tuple[float, ...]]:
    """Returns the operands of all instructions in a PDF content stream that use one of `operators`."""
    return [tuple(map(float, step.operands)) for step in pikepdf.parse_content_stream(content, operators)]


def dictionaries(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Yields all dictionaries and streams of a PDF, including those inside others."""
    waiting = list(pdf.objects)
    while waiting:
        value = waiting.pop()
        if isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
            yield value
        if isinstance(value, pikepdf.Dictionary | pikepdf.Stream | pikepdf.Array):
            held = value if isinstance(value, pikepdf.Array) else value.values()
            waiting += [one for one in held if isinstance(one, pikepdf.Object) and not one.is_indirect]


def of_the_screen(pdf: pikepdf.Pdf) -> list[str]:
    """Lists every use of a screen colour in a PDF, each as a text about it.

    Colours in CMYK, in black alone and for registration marks are not screen colours.
    """
    painted = [repr(colour) for content in contents(pdf) for colour in colours(content, "rg RG")]
    chosen = [
        str(step.operands[0])
        for content in contents(pdf)
        for step in pikepdf.parse_content_stream(content, "cs CS")
        if step.operands[0] not in (Name.Pattern, Name.Registration)
    ]
    spaces = [value[key] for value in dictionaries(pdf) for key in ("/ColorSpace", "/CS") if key in value]
    named = [
        repr(one)
        for space in spaces
        for one in (space.values() if isinstance(space, pikepdf.Dictionary) else [space])
        if one not in (Name.DeviceCMYK, Name.DeviceGray)
        and not (
            isinstance(one, pikepdf.Array) and list(one)[:3] == [Name.Separation, Name.All, Name.DeviceGray]
        )
    ]
    return [*painted, *chosen, *named]


def drawn(path: Path, page: int) -> Image.Image:
    """Returns a picture of a PDF page, in which the press's colour profile turns inks into screen colours."""
    command = f"pdftoppm -r 40 -scale-to 600 -f {page} -l {page} -png -singlefile -defaultcmykprofile".split()
    run = subprocess.run([*command, path.parents[1] / "press.icc", path], check=True, capture_output=True)
    return Image.open(io.BytesIO(run.stdout)).convert("RGB")


def unlike(one: Path, other: Path, page: int = 1) -> float:
    """Returns how much a page differs between two PDF files.

    The result is the average difference (0 to 255) of the colour channel that differs most: red, green or
    blue.
    """
    return max(ImageStat.Stat(ImageChops.difference(drawn(one, page), drawn(other, page))).mean)


def test_nothing_of_the_screens_colours_is_left(printed: Path) -> None:
    for before, after in pairs(printed):
        with pikepdf.open(before) as rgb, pikepdf.open(after) as inked:
            assert of_the_screen(rgb) != [] and of_the_screen(inked) == [], after.name


def test_type_is_black_alone_paper_bare_and_ink_within_the_limit(printed: Path) -> None:
    seen: dict[tuple[int, ...], tuple[float, ...]] = {}
    for before, after in pairs(printed):
        with pikepdf.open(before) as rgb, pikepdf.open(after) as inked:
            asked = [
                tuple(round(value * 255) for value in colour)
                for page in rgb.pages
                for colour in colours(page, "rg RG")
            ]
            inked_pages = [amounts for page in inked.pages for amounts in colours(page, "k K")]
            every = [amounts for content in contents(inked) for amounts in colours(content, "k K")]
        turned = set(zip(asked, inked_pages, strict=True))
        inks = dict(turned)
        assert len(inks) == len(turned), "a colour is the same inks wherever it stands"
        seen |= inks
        dark = [colour for colour in inks if max(colour) <= 128 and max(colour) - min(colour) <= 20]
        assert all(inks[colour][:3] == (0, 0, 0) for colour in dark), after.name
        assert max(map(sum, every)) <= LIMIT + ROUNDED
    assert (seen[0, 0, 0], seen[29, 26, 23], seen[255, 255, 255]) == (
        (0, 0, 0, 1),
        (0, 0, 0, 1),
        (0, 0, 0, 0),
    )


def test_solid_black_type_lies_over_its_ground_and_all_else_cuts_it_out(printed: Path) -> None:
    seen = set()
    for _, path in pairs(printed):
        with pikepdf.open(path) as pdf:
            for content in contents(pdf):
                seen |= set(laid_over(content))
    assert seen == {
        ("type", True, (True, True, 1)),
        ("type", False, (False, False, None)),
        ("type", False, (False, False, 1)),
        ("other", True, (False, False, None)),
        ("other", True, (False, False, 1)),
        ("other", False, (False, False, None)),
        ("other", False, (False, False, 1)),
    }


def laid_over(content: Any) -> Iterator[tuple[str, bool, tuple[bool, bool, int | None]]]:
    """Yields three facts about everything that a PDF page paints, in the order of painting.

    The facts are: 'type' (letters) or 'other', whether the colour is black ink alone, and the settings OP, op
    and OPM, which say whether it overprints what lies below.
    """
    states, black, over, kept = (
        content.get("/Resources", {}).get("/ExtGState", {}),
        False,
        (False, False, None),
        [],
    )
    for step in pikepdf.parse_content_stream(
        content, "q Q g k cs scn gs Tj TJ ' \" f f* F B B* b b* S s sh Do"
    ):
        operands: Any = step.operands
        match str(step.operator):
            case "q":
                kept.append((black, over))
            case "Q":
                black, over = kept.pop()
            case "k":
                black = tuple(map(float, operands)) == (0, 0, 0, 1)
            case "g" | "cs" | "scn":
                black = False
            case "gs":
                state = states[str(operands[0])]
                over = (
                    bool(state.get("/OP", over[0])),
                    bool(state.get("/op", over[1])),
                    state.get("/OPM", over[2]),
                )
            case name:
                yield "type" if name in ("Tj", "TJ", "'", '"') else "other", black, over


def test_pictures_keep_within_the_limit(printed: Path) -> None:
    with pikepdf.open(printed / "print" / "ky-yeu-2015-2020-nha-in.pdf") as pdf:
        photos = [
            stream
            for stream in pdf.objects
            if isinstance(stream, pikepdf.Stream) and stream.get("/Subtype") == Name.Image
        ]
        assert photos and {str(photo.Filter) for photo in photos} == {"/DCTDecode"}
        for photo in photos:
            # Pillow reads CMYK pictures in JPEG files with inverted ink values.
            with Image.open(io.BytesIO(photo.read_raw_bytes())) as picture:
                small = ImageChops.invert(picture).resize((20, 20), Image.Resampling.BOX)
            inks = list(zip(*[iter(small.tobytes())] * 4, strict=True))
            assert max(sum(pixel) for pixel in inks) / 255 <= LIMIT + ROUNDED


def test_it_looks_as_it_did(printed: Path) -> None:
    for before, after in pairs(printed):
        with pikepdf.open(after) as pdf:
            shown = [
                number
                for number, page in enumerate(pdf.pages, start=1)
                if b"/i" in page.obj.Contents.read_bytes()
            ]
        differences = {page: unlike(before, after, page) for page in (1, *shown[:2])}
        assert max(differences.values()) < LOOKS_ALIKE, (after.name, differences)


def test_it_has_the_metadata_of_pdf_x(printed: Path) -> None:
    for _, path in pairs(printed):
        with pikepdf.open(path) as pdf:
            (intent,) = pdf.Root.OutputIntents
            profile = intent.DestOutputProfile
            assert (
                intent.S,
                str(intent.OutputConditionIdentifier),
                str(intent.Info),
                profile.read_bytes(),
                int(profile.N),
            ) == ("/GTS_PDFX", "Invented press", "Invented press", press_profile(), 4)
            assert (pdf.pdf_version, pdf.docinfo["/Trapped"], "/StructTreeRoot" in pdf.Root) == (
                "1.6",
                "/False",
                False,
            )
            with pdf.open_metadata() as metadata:
                expected = {
                    "{http://www.npes.org/pdfx/ns/id/}GTS_PDFXVersion": "PDF/X-4",
                    "pdf:Trapped": "False",
                    "xmpMM:RenditionClass": "default",
                    "xmpMM:VersionID": "1",
                    "xmp:MetadataDate": metadata["xmp:ModifyDate"],
                    "dc:title": str(pdf.docinfo.Title),
                }
                assert {name: metadata[name] for name in expected} == expected
                assert metadata["xmpMM:DocumentID"].startswith("uuid:") and "pdfaid:part" not in metadata
            for page in pdf.pages:
                media, bleed, trim = (
                    [float(edge) for edge in box] for box in (page.mediabox, page.bleedbox, page.trimbox)
                )
                assert [bleed[0] - media[0], trim[0] - bleed[0]] == pytest.approx(
                    [SLUG - BLEED, BLEED]
                ) and "/Annots" not in page.obj
                assert b"/Registration CS" in page.Contents.read_bytes().replace(b"\n", b" ")


EVERYTHING = """<style>@page {{ size: 60mm 80mm; margin: 4mm; background: linear-gradient(#8f1d22, #f1d48c) }}
body {{ margin: 0; color: #1d1a17 }} div {{ height: 12mm; margin-bottom: 2mm }}
.veil {{ background: linear-gradient(90deg, rgba(29, 26, 23, 0), #1d4f91) }}
.tiles {{ background: url("{tile}") 0 0/4mm 4mm }} .half {{ opacity: .5; background: #1d4f91 }}</style>
<div class="veil">Âu</div><div class="tiles"></div><div class="half"></div>
<img src="{cut}" alt="" style="height: 12mm">
<svg viewBox="0 0 40 10" width="40mm" height="10mm"><defs>
<mask id="m"><rect width="40" height="10" fill="#b98a2f"/></mask>
<linearGradient id="g"><stop offset="0" stop-color="#000"/><stop offset=".5" stop-color="#fff"/>
<stop offset=".5" stop-color="#8f1d22"/>
<stop offset="1" stop-color="#b98a2f" stop-opacity=".4"/></linearGradient>
</defs><rect width="20" height="10" fill="url(#g)"/>
<rect x="20" width="20" height="10" fill="#6e1418" mask="url(#m)"/></svg>"""


@pytest.fixture
def everything(tmp_path: Path) -> Path:
    """Draws a PDF page with gradients, tiles, transparent pictures, masks and opacity; returns its path."""
    folder = tmp_path / "rgb"
    folder.mkdir()
    (tmp_path / "press.icc").write_bytes(press_profile())
    cut = Image.radial_gradient("L").resize((60, 60))
    Image.merge("RGBA", (cut, cut.transpose(Image.Transpose.ROTATE_90), cut, cut)).save(tmp_path / "cut.png")
    Image.radial_gradient("L").convert("RGB").resize((20, 20)).save(tmp_path / "tile.jpg")
    html = EVERYTHING.format(tile=(tmp_path / "tile.jpg").as_uri(), cut=(tmp_path / "cut.png").as_uri())
    with pikepdf.open(io.BytesIO(HTML(string=html).write_pdf())) as pdf:
        for page in pdf.pages:
            finish_page(pdf, page.obj, (60, 80), 1, True)
        assert len(pdf.pages) == 1
        pdf.save(folder / "page.pdf")
    return folder / "page.pdf"


def test_everything_that_can_be_painted_is_turned(everything: Path, tmp_path: Path) -> None:
    after = tmp_path / "print" / "page.pdf"
    after.parent.mkdir()
    after.write_bytes(separate(source_of(everything), source_of(tmp_path / "press.icc"), PAPER))
    with pikepdf.open(after) as pdf:
        assert of_the_screen(pdf) == []
        masks = [value.SMask for value in dictionaries(pdf) if "/SMask" in value]
        spaces = [
            ("picture", str(mask.ColorSpace))
            if isinstance(mask, pikepdf.Stream)
            else ("group", str(mask.G.Group.CS))
            for mask in masks
            if isinstance(mask, pikepdf.Stream | pikepdf.Dictionary)
        ]
        assert sorted(spaces) == [("group", "/DeviceGray")] * 3 + [("picture", "/DeviceGray")]
    assert unlike(everything, after) < LOOKS_ALIKE


def test_the_same_bytes_twice_and_elsewhere(everything: Path, tmp_path: Path) -> None:
    elsewhere = shutil.copy(everything, tmp_path / "một nơi khác.pdf")
    icc = source_of(tmp_path / "press.icc")
    assert len({separate(source_of(path), icc, PAPER) for path in (everything, elsewhere)}) == 1


@pytest.mark.parametrize(
    "painted",
    [
        "/Spot cs 1 scn 0 0 9 9 re f",
        "/Light cs 50 0 0 scn 0 0 9 9 re f",
        "BI /W 1 /H 1 /CS /RGB /BPC 8 ID abc EI",
    ],
)
def test_a_colour_of_unknown_kind_stops_the_printing(painted: str, everything: Path, tmp_path: Path) -> None:
    with pikepdf.open(everything, allow_overwriting_input=True) as pdf:
        page = pdf.pages[0].obj
        tint = pikepdf.Dictionary(FunctionType=2, Domain=[0, 1], C0=[1, 1, 1], C1=[1, 0, 0], N=1)
        page.Resources.ColorSpace.Spot = pikepdf.Array([Name.Separation, Name("/Red"), Name.DeviceRGB, tint])
        page.Resources.ColorSpace.Light = pikepdf.Array(
            [Name.Lab, pikepdf.Dictionary(WhitePoint=[0.9642, 1, 0.8249])]
        )
        page.Contents = pdf.make_stream(painted.encode())
        pdf.save()
    with pytest.raises(UnknownColour):
        separate(source_of(everything), source_of(tmp_path / "press.icc"), PAPER)


def test_a_profile_that_is_cut_off_or_broken_is_recognized(tmp_path: Path) -> None:
    whole, path = press_profile(), tmp_path / "a.icc"
    for length in (*range(0, 512, 16), 3_000, 20_000, len(whole) - 1):
        path.write_bytes(whole[:length])
        assert read_icc(path) is None, length
    # A colour profile with one wrong byte must be refused. If it is not, white paper must still get no ink.
    for place in range(4, 180, 5):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        profile = read_icc(path)
        assert not (profile and profile.for_press) or Inks(path.read_bytes()).of((1, 1, 1)) == (0,) * 4, place
    path.write_bytes(whole)
    assert (profile := read_icc(path)) and profile.for_press


def test_a_grey_is_as_light_in_black_ink_as_it_was() -> None:
    inks = Inks(press_profile())
    *coloured, blacks = zip(*(inks.of([level / 255] * 3) for level in range(256)), strict=True)
    assert coloured == [(0,) * 256] * 3 and list(blacks) == sorted(blacks, reverse=True)
    assert (blacks[0], blacks[255]) == (1, 0) and 0.4 < blacks[128] < 0.6
    # The dark red of the covers is mixed from cyan, magenta and yellow ink.
    assert min(inks.of((143 / 255, 29 / 255, 34 / 255))[:3]) > DISTINCT
