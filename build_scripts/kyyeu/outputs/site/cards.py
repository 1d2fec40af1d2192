"""Draws the preview pictures that social networks show for links to the site.

Each section of the site has one, with the theme's colours and its drawing of a bronze drum. A page that has a
picture of its own uses that picture instead (see head.py).
"""

import io
import re
from importlib.metadata import version
from importlib.resources import files

from PIL import Image, ImageDraw, ImageFont

from kyyeu.resources import THEME
from kyyeu.views.addresses import SECTIONS
from kyyeu.views.site.site_frame import SiteView
from kyyeu.work.job import Job, code_version, job

SIZE = (1200, 630)  # Width and height in pixels of a link preview picture, as social networks expect them.
LARGER = 2  # A link preview picture is drawn at twice its size and then reduced, for smooth edges.
MARK = "BẢN MINH HỌA"
_FONT_FILES = {"bold": "BeVietnamPro-Bold.ttf", "medium": "BeVietnamPro-Medium.ttf"}
_SHAPE = re.compile(r"<(circle|line|polygon) ([^>]*)/>")
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')


def card_address(section: str) -> str:
    """Returns the path on the site of a section's link preview picture."""
    return f"assets/cards/{section or 'home'}.png"


def card_jobs(settings: SiteView) -> list[Job]:
    """Returns a cached job for each section of the site, which draws the section's link preview picture.

    The result of such a job is a dict {'assets/cards/<section>.png': bytes}.
    """
    tokens = (THEME / "tokens.css").read_text(encoding="utf-8")
    drum = (THEME / "site" / "assets" / "drum-white.svg").read_text(encoding="utf-8")
    mark = MARK if settings.demonstration else ""
    return [
        job(
            "card",
            section,
            render_card,
            section,
            (name, settings.title, settings.organiser, mark)
            if address
            else (settings.title, "", settings.organiser, mark),
            tokens,
            drum,
            depends=(version("pillow"), version("fontpkg-be-vietnam-pro"), code_version()),
        )
        for section, (address, name) in SECTIONS.items()
    ]


def render_card(section: str, texts: tuple[str, str, str, str], tokens: str, drum: str) -> dict[str, bytes]:
    """Returns a dict with a section's link preview picture: {path on the site: PNG file}.

    `texts` are the section's title, the site's title ('' on the picture of the home page), the publisher, and
    the watermark of a demonstration site or ''. `tokens` is the style sheet with the colours, and `drum` the
    SVG drawing of the bronze drum.
    """
    title, site, organiser, mark = texts
    colours: dict[str, str] = dict(re.findall(r"--(c-[\w-]+): (#[0-9a-f]{6});", tokens))
    width, height = SIZE[0] * LARGER, SIZE[1] * LARGER
    image = _ground(width, height, colours["c-panel"], colours["c-panel-2"])
    image = Image.alpha_composite(image, _drum(drum, width, height))
    draw = ImageDraw.Draw(image)
    for inset, thick in ((28, 3), (38, 1)):
        edge = inset * LARGER
        draw.rectangle(
            (edge, edge, width - edge, height - edge), outline=colours["c-frame"], width=thick * LARGER
        )
    _centre(draw, organiser.upper(), 92, 26, "medium", colours["c-on"], 900)
    draw.line(
        (width // 2 - 110, 190 * LARGER, width // 2 + 110, 190 * LARGER),
        fill=colours["c-frame"],
        width=2 * LARGER,
    )
    below = _centre(draw, title, 225, 84 if len(title) < 22 else 66, "bold", colours["c-on-2"], 980)
    if site:
        _centre(draw, site, below + 22, 36, "medium", colours["c-on"], 900)
    if mark:
        _centre(draw, mark, 540, 22, "bold", colours["c-on-2"], 900)
    small = image.convert("RGB").resize(SIZE, Image.Resampling.LANCZOS)
    out = io.BytesIO()
    small.quantize(96, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return {card_address(section): out.getvalue()}


def _ground(width: int, height: int, middle: str, edge: str) -> Image.Image:
    """Returns the background of a link preview picture: `middle` in the centre, `edge` towards the edges.

    Both are colours. The shade changes in 16 steps, which keeps the file small.
    """
    shade = (
        Image.radial_gradient("L")
        .resize((width * 5 // 4, height * 7 // 4))
        .crop((width // 8, height * 3 // 8, width // 8 + width, height * 3 // 8 + height))
    )
    steps = shade.point([value // 16 * 16 for value in range(256)])
    return Image.composite(
        Image.new("RGBA", (width, height), edge), Image.new("RGBA", (width, height), middle), steps
    )


def _drum(svg: str, width: int, height: int) -> Image.Image:
    """Returns a layer for a link preview picture with a large, faint bronze drum.

    The SVG drawing `svg` must consist of circles, lines and polygons. The drum is higher than the picture, so
    its top and bottom are cut off.
    """
    layer = Image.new("RGBA", (width, height), (255, 255, 255, 0))
    draw = ImageDraw.Draw(layer)
    scale, white = width * 0.86 / 1000, (255, 255, 255, 30)
    left, top = width / 2 - 500 * scale, height / 2 - 500 * scale
    for kind, text in _SHAPE.findall(svg):
        attributes = dict(_ATTRIBUTE.findall(text))
        thick = max(1, round(float(attributes.get("stroke-width", "1")) * scale))
        fill = None if attributes.get("fill") == "none" else white
        if kind == "circle":
            x, y, radius = (float(attributes[name]) for name in ("cx", "cy", "r"))
            box = (
                (x - radius) * scale + left,
                (y - radius) * scale + top,
                (x + radius) * scale + left,
                (y + radius) * scale + top,
            )
            draw.ellipse(box, fill=fill, outline=white if "stroke" in attributes else None, width=thick)
        elif kind == "line":
            ends = [
                float(attributes[f"{axis}{end}"]) * scale + (left if axis == "x" else top)
                for end in "12"
                for axis in "xy"
            ]
            draw.line(ends, white, thick)
        else:
            points = [tuple(map(float, pair.split(","))) for pair in attributes["points"].split()]
            draw.polygon(
                [(x * scale + left, y * scale + top) for x, y in points],
                fill=fill,
                outline=None if fill else white,
            )
    return layer


def _centre(
    draw: ImageDraw.ImageDraw, text: str, top: int, size: int, weight: str, colour: str, room: int
) -> int:
    """Draws `text` on a link preview picture, in centred lines that are at most `room` pixels wide.

    Returns the vertical position below the last line. Positions and widths are in pixels of the finished
    picture.
    """
    font = ImageFont.truetype(
        str(files("fontpkg_be_vietnam_pro").joinpath("files", _FONT_FILES[weight])), size * LARGER
    )
    for line in _lines(text, font, room * LARGER):
        draw.text((SIZE[0] * LARGER // 2, top * LARGER), line, fill=colour, font=font, anchor="ma")
        # The line height is generous, because Vietnamese capitals can have two diacritics.
        top += round(size * 1.42)
    return top


def _lines(text: str, font: ImageFont.FreeTypeFont, room: int) -> list[str]:
    """Breaks a text into the fewest lines that are at most `room` pixels wide.

    There are at most three lines, of similar length: the longest is as short as possible.
    """
    words = text.split()
    for count in range(1, 4):
        best = min(_breaks(words, count), key=lambda lines: max(font.getlength(line) for line in lines))
        if max(font.getlength(line) for line in best) <= room:
            return best
    return best


def _breaks(words: list[str], count: int) -> list[list[str]]:
    """Returns every way to break the words of a text into `count` lines."""
    if count <= 1 or len(words) <= 1:
        return [[" ".join(words)]]
    return [
        [" ".join(words[:cut]), *rest]
        for cut in range(1, len(words))
        for rest in _breaks(words[cut:], count - 1)
    ]
