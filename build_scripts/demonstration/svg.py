"""Turns shapes and colours into SVG text.

Shapes are measured in units of a drawing that is 360 wide and 480 high.
"""

WIDTH, HEIGHT = 360, 480
CENTRE = WIDTH / 2
# Distance of a person's eyes from the drawing's upper edge. The site crops portraits so that the eyes are at
# 45 % of the height.
EYE_LINE = 216

Attribute = str | float


def element(tag: str, inner: str = "", /, **attributes: Attribute) -> str:
    """Returns one SVG element; the argument `stroke_width=2` becomes the attribute `stroke-width="2"`.

    Numbers are rounded to two decimals, so that the same drawing always gives the same text.
    """
    attribute_text = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{_short(value)}"' for name, value in attributes.items()
    )
    return f"<{tag}{attribute_text}>{inner}</{tag}>" if inner else f"<{tag}{attribute_text}/>"


def _short(value: Attribute) -> str:
    return value if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")


def path(d: str, fill: str, **attributes: Attribute) -> str:
    """Returns a filled SVG path; `d` is its path data as the SVG standard defines it."""
    return element("path", d=d, fill=fill, **attributes)


def line(d: str, stroke: str, width: float, **attributes: Attribute) -> str:
    """Returns an SVG path that is drawn only as an outline, with round line ends."""
    return element(
        "path",
        d=d,
        fill="none",
        stroke=stroke,
        stroke_width=width,
        stroke_linecap="round",
        stroke_linejoin="round",
        **attributes,
    )


def circle(x: float, y: float, radius: float, fill: str, **attributes: Attribute) -> str:
    """Returns a filled SVG circle around (x, y)."""
    return element("circle", cx=x, cy=y, r=radius, fill=fill, **attributes)


def ellipse(x: float, y: float, across: float, down: float, fill: str, **attributes: Attribute) -> str:
    """Returns a filled SVG ellipse around (x, y); `across` and `down` are its two radii."""
    return element("ellipse", cx=x, cy=y, rx=across, ry=down, fill=fill, **attributes)


def box(x: float, y: float, width: float, height: float, fill: str, **attributes: Attribute) -> str:
    """Returns a filled SVG rectangle whose upper left corner is (x, y)."""
    return element("rect", x=x, y=y, width=width, height=height, fill=fill, **attributes)


def group(*parts: str, **attributes: Attribute) -> str:
    """Returns an SVG group that contains shapes and gives all of them the same attributes."""
    return element("g", "".join(parts), **attributes)


def mirrored(part: str) -> str:
    """Returns SVG shapes and their mirror image on the other side of the drawing's vertical middle line."""
    return part + group(part, transform=f"translate({WIDTH} 0) scale(-1 1)")


def gradient(
    name: str,
    start: str,
    end: str,
    *,
    across: float = 0,
    down: float = 1,
    start_opacity: float = 1,
    end_opacity: float = 1,
) -> str:
    """Returns an SVG linear gradient, which a shape uses as the fill `url(#name)`."""
    return element(
        "linearGradient",
        element("stop", stop_color=start, stop_opacity=start_opacity)
        + element("stop", offset=1, stop_color=end, stop_opacity=end_opacity),
        id=name,
        x1=0,
        y1=0,
        x2=across,
        y2=down,
    )


def clip(name: str, d: str) -> str:
    """Returns an SVG clipping path, which a shape uses as the attribute `clip_path="url(#name)"`."""
    return element("clipPath", element("path", d=d), id=name)


def mix(first: str, second: str, share: float) -> str:
    """Returns a mixture of two colours (#rrggbb); `share` 0 gives `first` and 1 gives `second`."""
    return "#" + "".join(
        f"{channel:02x}"
        for channel in (
            round(int(first[i : i + 2], 16) * (1 - share) + int(second[i : i + 2], 16) * share)
            for i in (1, 3, 5)
        )
    )


def darker(colour: str, share: float) -> str:
    """Returns a colour mixed with dark brown; a share of 1 gives dark brown itself."""
    return mix(colour, "#1d0f08", share)


def lighter(colour: str, share: float) -> str:
    """Returns a colour mixed with warm white; a share of 1 gives warm white itself."""
    return mix(colour, "#fffaf0", share)


def document(*parts: str) -> str:
    """Returns a whole SVG document, 360 units wide and 480 high."""
    return element(
        "svg",
        "".join(parts),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        width=WIDTH,
        height=HEIGHT,
    )
