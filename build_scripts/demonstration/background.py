"""Draws the background of a portrait: a colour gradient with the ring pattern of a Đông Sơn bronze drum."""

from math import cos, pi, sin

from demonstration.svg import CENTRE, HEIGHT, WIDTH, box, circle, element, gradient, group, path

WASHES = {
    "gold": ("#e2c27c", "#b48632"),
    "sand": ("#f0dfba", "#caa86a"),
    "sage": ("#cdd8ba", "#84966c"),
    "mist": ("#c6d5db", "#7593a0"),
    "clay": ("#e9c7ad", "#b98362"),
    "lilac": ("#d8cfe2", "#9488ac"),
    "jade": ("#b7d0c8", "#648c83"),
    "rose": ("#ecd0cb", "#bb8880"),
}


def drum_rings(x: float, y: float, colour: str, opacity: float, scale: float = 1) -> str:
    """Returns the SVG of a Đông Sơn bronze drum's pattern around (x, y): circles, dots and saw teeth."""
    return group(
        "".join(
            circle(0, 0, radius, "none", stroke=colour, stroke_width=width)
            for radius, width in ((126, 1.2), (146, 2.6), (164, 1), (200, 1), (208, 2.6), (246, 1))
        ),
        # The ring of 52 dots in the drum's pattern is drawn as one dashed circle with round line ends.
        circle(
            0,
            0,
            182,
            "none",
            stroke=colour,
            stroke_width=7,
            stroke_linecap="round",
            stroke_dasharray=f"0.1 {2 * pi * 182 / 52 - 0.1:.3f}",
        ),
        path("".join(_tooth(index, 60, 212, 238) for index in range(60)), colour),
        transform=f"translate({x} {y}) scale({scale})",
        opacity=opacity,
    )


def _tooth(index: int, count: int, inner: float, outer: float) -> str:
    """Returns the SVG path data of a triangle: one of `count` saw teeth around a bronze drum's pattern."""
    step = 2 * pi / count
    corners = ((inner, (index - 0.5) * step), (outer, index * step), (inner, (index + 0.5) * step))
    return (
        "M"
        + "L".join(f"{radius * cos(angle):.2f} {radius * sin(angle):.2f}" for radius, angle in corners)
        + "Z"
    )


def background(wash: str, y: float = 205) -> str:
    """Returns the SVG background of a portrait: a colour gradient with a bronze drum's ring pattern.

    `wash` is the name of the gradient's two colours in `WASHES`. `y` is the vertical position of the pattern.
    """
    return (
        element(
            "defs",
            gradient("wash", *WASHES[wash], across=0.3)
            + element(
                "radialGradient",
                element("stop", stop_color="#ffffff", stop_opacity=0.42)
                + element("stop", offset=1, stop_color="#ffffff", stop_opacity=0),
                id="glow",
                cx=0.5,
                cy=0.42,
                r=0.62,
            ),
        )
        + box(0, 0, WIDTH, HEIGHT, "url(#wash)")
        + drum_rings(CENTRE, y, "#ffffff", 0.3)
        + box(0, 0, WIDTH, HEIGHT, "url(#glow)")
    )
