"""Draws pictures for the profiles of collectives: invented schools and an office building among hills."""

from demonstration.background import WASHES, drum_rings
from demonstration.looks import Scene
from demonstration.svg import (
    HEIGHT,
    WIDTH,
    box,
    circle,
    darker,
    document,
    element,
    ellipse,
    gradient,
    group,
    lighter,
    line,
    mirrored,
    mix,
    path,
)

CREAM, WALL, GLASS, WOOD, LEAF = "#fbf2dc", "#f4e4bf", "#6d8f96", "#6b3f28", "#54745a"
BASE = 398


def _sky(wash: str) -> str:
    return (
        element("defs", gradient("sky", mix(WASHES[wash][0], "#ffffff", 0.1), "#fbf3df"))
        + box(0, 0, WIDTH, HEIGHT, "url(#sky)")
        + drum_rings(248, 122, "#b98a2f", 0.3, 0.62)
        + circle(248, 122, 40, "#fff9e6")
        + circle(248, 122, 31, "#fdeec2")
    )


def _cloud(x: float, y: float, size: float) -> str:
    return group(
        ellipse(0, 0, 34, 10, "#fffdf6"),
        ellipse(-10, -8, 17, 11, "#fffdf6"),
        ellipse(12, -6, 14, 9, "#fffdf6"),
        transform=f"translate({x} {y}) scale({size})",
        opacity=0.85,
    )


def _hills() -> str:
    return (
        path(
            "M0 262C36 214 66 236 104 208C142 178 160 232 204 220"
            "C250 206 268 168 306 196C330 212 346 204 360 198V480H0Z",
            "#b3c3b6",
        )
        + path(
            "M0 306C48 258 84 288 132 266C182 242 216 290 262 272C304 256 330 268 360 250V480H0Z", "#8aa594"
        )
        + path("M0 352C60 316 120 342 180 328C246 312 300 334 360 316V480H0Z", "#6c8c74")
    )


def _yard() -> str:
    """Returns the SVG of the yard in front of a school, with a path that leads to the door."""
    return (
        path(f"M0 {BASE - 12}C90 {BASE - 22} 270 {BASE - 22} 360 {BASE - 12}V480H0Z", "#c9b886")
        + path(f"M160 {BASE}L112 480H248L200 {BASE}Z", "#ead9af")
        + line(f"M160 {BASE}L112 480M200 {BASE}L248 480", "#b9a470", 1.6, opacity=0.6)
    )


def _roof(left: float, right: float, y: float, height: float, colour: str) -> str:
    slope = height * 0.75
    return (
        path(f"M{left - 10} {y}L{left + slope} {y - height}H{right - slope}L{right + 10} {y}Z", colour)
        + "".join(
            line(
                f"M{left - 6 + slope * step / 4} {y - height * step / 4}H{right + 6 - slope * step / 4}",
                darker(colour, 0.3),
                1.2,
                opacity=0.4,
            )
            for step in (1, 2, 3)
        )
        + box(left - 10, y - 2, right - left + 20, 4, darker(colour, 0.25))
    )


def _floor(left: float, right: float, bottom: float, height: float, bays: int, wall: str) -> str:
    """Returns the SVG of one storey of a school: windows and doors behind a gallery with posts and a rail."""
    bay_width = (right - left) / bays
    return (
        box(left, bottom - height, right - left, height, wall)
        + box(left, bottom - height, right - left, height * 0.16, darker(wall, 0.3), opacity=0.35)
        # Draws a brown door in every third bay of the storey and windows in the others.
        + "".join(
            box(
                left + bay_width * (bay + 0.5) - bay_width * 0.24,
                bottom - height * 0.74,
                bay_width * 0.48,
                height * (0.74 if bay % 3 == 1 else 0.44),
                WOOD if bay % 3 == 1 else GLASS,
                rx=1.5,
            )
            for bay in range(bays)
        )
        # Draws the posts along the front of the open gallery, one at each end of a bay.
        + "".join(
            box(left + bay_width * bay - 2, bottom - height, 4, height, lighter(wall, 0.5))
            for bay in range(bays + 1)
        )
        # Draws the rail of the gallery and the edge of its floor.
        + box(left, bottom - height * 0.24, right - left, 3, lighter(wall, 0.6))
        + box(left, bottom - height * 0.05, right - left, height * 0.05, darker(wall, 0.18))
    )


def _porch(colour: str, storeys: int) -> str:
    """Returns the SVG of a building's entrance: gable with ornament, blank name board, door and steps."""
    top = BASE - 46 * storeys - 8
    return (
        box(140, top, 80, BASE - top, CREAM)
        + path(f"M130 {top}L180 {top - 42}L230 {top}Z", colour)
        + path(f"M144 {top - 4}L180 {top - 34}L216 {top - 4}Z", lighter(colour, 0.12))
        + circle(180, top - 16, 9, "#f1d48c")
        + circle(180, top - 16, 5.4, "none", stroke=colour, stroke_width=1.4)
        + circle(180, top - 16, 2, colour)
        + box(150, BASE - 62, 60, 13, colour, rx=2)
        + line(f"M158 {BASE - 55.5}H202", "#f1d48c", 2)
        + path(f"M164 {BASE}V{BASE - 36}C164 {BASE - 46} 196 {BASE - 46} 196 {BASE - 36}V{BASE}Z", WOOD)
        + line(f"M180 {BASE - 42}V{BASE}", "#3f2416", 1.6)
        + ("".join(box(x, top + 12, 16, 22, GLASS, rx=1.5) for x in (152, 172, 192)) if storeys > 1 else "")
        + box(150, BASE - 2, 60, 5, "#d9c9a0")
        + box(144, BASE + 3, 72, 5, "#cbb98c")
    )


def _flame_tree(x: float, y: float, size: float, blossom: str = "#c8402f") -> str:
    """Returns the SVG of a flame tree (phượng) with a wide crown and flowers; `blossom` is their colour."""
    return group(
        line(
            "M0 2C-1 -16 2 -30 -2 -44M-1 -26C6 -36 12 -42 16 -50M-1 -30C-8 -38 -12 -42 -18 -46", "#6a4a36", 5
        ),
        ellipse(0, -62, 40, 24, LEAF),
        ellipse(-22, -54, 24, 17, mix(LEAF, "#7f9b6a", 0.5)),
        ellipse(20, -72, 24, 16, mix(LEAF, "#7f9b6a", 0.35)),
        "".join(
            circle(dx, dy, r, blossom, opacity=0.9)
            for dx, dy, r in (
                (-30, -60, 4),
                (-16, -70, 5),
                (-4, -60, 4),
                (10, -78, 5),
                (24, -66, 4.4),
                (32, -58, 3.6),
                (-22, -48, 3.6),
                (4, -48, 4),
                (18, -52, 3.4),
                (-6, -80, 3.6),
            )
        ),
        transform=f"translate({x} {y}) scale({size})",
    )


def _palm(x: float, y: float, size: float) -> str:
    return group(
        line("M0 2C1 -30 -1 -60 0 -92", "#8a7152", 4.5),
        _fronds("M0 -92C14 -108 32 -106 42 -92C28 -98 14 -96 0 -90Z"),
        _fronds("M0 -92C8 -114 22 -124 36 -122C22 -114 10 -104 2 -90Z"),
        _fronds("M0 -92C14 -94 26 -84 30 -70C20 -80 10 -86 0 -88Z"),
        transform=f"translate({x} {y}) scale({size})",
    )


def _fronds(d: str) -> str:
    """Returns the SVG of the palm frond with path data `d`, and of its mirror image left of the trunk."""
    leaf = path(d, "#5d8058")
    return leaf + group(leaf, transform="scale(-1 1)")


def _hedge(y: float) -> str:
    return "".join(
        ellipse(x, y, 15, 10, mix(LEAF, "#88a573", (x % 3) / 4)) for x in (14, 36, 60, 84, 276, 300, 324, 346)
    ) + "".join(
        circle(x, y - 4, 2.6, colour)
        for x, colour in (
            (20, "#f3e3a6"),
            (48, "#e59aa6"),
            (72, "#f3e3a6"),
            (288, "#e59aa6"),
            (312, "#f3e3a6"),
            (338, "#e59aa6"),
        )
    )


def _landscape(wash: str) -> str:
    return _sky(wash) + _cloud(84, 92, 1) + _cloud(150, 142, 0.62) + _hills() + _yard()


def school(scene: Scene) -> str:
    """Returns the SVG of a school of two storeys between two flame trees."""
    return document(
        _landscape(scene.wash),
        *_school_house(scene.colour),
        _flame_tree(34, BASE + 8, 1.1),
        _flame_tree(328, BASE + 10, 1.22),
        _hedge(430),
    )


def _school_house(colour: str) -> tuple[str, ...]:
    return (
        _floor(40, 320, BASE, 46, 10, WALL),
        _floor(40, 320, BASE - 46, 46, 10, WALL),
        _roof(40, 320, BASE - 92, 34, colour),
        _porch(colour, 2),
    )


def bunting(scene: Scene) -> str:
    """Returns the SVG of a school on a festive day, with strings of plain coloured pennants."""
    colours = ("#e2b04a", "#5f8f86", "#d77a61", "#f3e3bd", "#8797b5")
    return document(
        _landscape(scene.wash),
        *_school_house(scene.colour),
        _flame_tree(30, BASE + 8, 1.1),
        _flame_tree(332, BASE + 10, 1.15),
        "".join(
            _pennants(start, end, colours)
            for start, end in (((0, 196), (180, 258)), ((180, 258), (360, 190)))
        ),
        _hedge(430),
    )


def _pennants(start: tuple[float, float], end: tuple[float, float], colours: tuple[str, ...]) -> str:
    """Returns the SVG of a sagging cord between two points, with coloured pennants about every 22 units."""
    (x0, y0), (x1, y1) = start, end
    count = int((x1 - x0) / 22)
    points = [
        (x0 + (x1 - x0) * t, y0 + (y1 - y0) * t + 30 * 4 * t * (1 - t) * 0.6)
        for t in (step / count for step in range(count + 1))
    ]
    return line("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points), "#7a6a52", 1.4) + "".join(
        path(f"M{x - 6:.1f} {y:.1f}H{x + 6:.1f}L{x:.1f} {y + 14:.1f}Z", colours[index % len(colours)])
        for index, (x, y) in enumerate(points)
    )


def row(scene: Scene) -> str:
    """Returns the SVG of a village school: a single long storey at the foot of a mountain."""
    return document(
        _sky(scene.wash),
        _cloud(92, 96, 1),
        # Draws the mountain behind the village school, with its lighter slopes.
        path("M0 300L70 176L118 236L176 132L236 226L286 168L360 286V480H0Z", "#9db1a6"),
        path(
            "M70 176L118 236L96 230L78 256L58 220Z M176 132L236 226L206 216L182 248L152 200Z",
            "#c2cfc6",
            opacity=0.8,
        ),
        _hills(),
        _yard(),
        _floor(34, 326, BASE, 54, 9, "#efe0bd"),
        _roof(34, 326, BASE - 54, 44, scene.colour),
        box(166, BASE - 44, 28, 44, WOOD, rx=2),
        box(146, BASE - 60, 68, 12, CREAM, rx=2),
        _flame_tree(64, BASE + 34, 1.5, "#7f9b6a"),
        _flame_tree(304, BASE + 38, 1.6, "#7f9b6a"),
        _hedge(452),
    )


def kindergarten(scene: Scene) -> str:
    """Returns the SVG of a kindergarten with coloured arches, a seesaw and a ball."""
    return document(
        _landscape(scene.wash),
        # Draws the house of the kindergarten with its coloured arches.
        box(48, BASE - 74, 264, 74, "#f6dc94"),
        box(48, BASE - 12, 264, 12, "#e3bf68"),
        "".join(
            path(
                f"M{x} {BASE - 8}V{BASE - 40}"
                f"C{x} {BASE - 62} {x + 38} {BASE - 62} {x + 38} {BASE - 40}V{BASE - 8}Z",
                shade,
            )
            for x, shade in ((62, "#7fa9a0"), (110, "#e59a6f"), (214, "#e59a6f"), (262, "#7fa9a0"))
        ),
        _roof(48, 312, BASE - 74, 40, scene.colour),
        _porch(scene.colour, 1),
        _flame_tree(30, BASE + 8, 1.05, "#efbf5c"),
        _flame_tree(334, BASE + 8, 1.1, "#e59aa6"),
        # Draws the seesaw in the yard of the kindergarten.
        group(
            path("M-10 0L0 -20L10 0Z", "#7b5a8c"),
            line("M-46 -8L46 -30", "#c8402f", 6),
            circle(-42, -12, 4, "#efbf5c"),
            circle(42, -34, 4, "#efbf5c"),
            transform="translate(74 452)",
        ),
        # Draws the ball in the yard of the kindergarten.
        circle(292, 448, 12, "#5f8f86"),
        line("M281 444Q292 452 303 444M292 436V460", "#f3e3bd", 2),
    )


def office(scene: Scene) -> str:
    """Returns the SVG of an office building of three storeys between palms and flower beds."""
    return document(
        _landscape(scene.wash),
        # Draws the three storeys of the office building.
        "".join(_floor(62, 298, BASE - 44 * level, 44, 8, "#f1e3c4") for level in range(3)),
        _roof(62, 298, BASE - 132, 30, scene.colour),
        _porch(scene.colour, 3),
        mirrored(_palm(30, BASE + 12, 1.25) + _palm(8, BASE + 24, 1.5)),
        # Draws the flower beds on both sides of the path to the office building.
        mirrored(
            ellipse(66, 446, 40, 11, LEAF)
            + "".join(
                circle(x, 441 + (x % 4), 3.4, c)
                for x, c in (
                    (38, "#d9574a"),
                    (52, "#efbf5c"),
                    (66, "#d9574a"),
                    (80, "#efbf5c"),
                    (94, "#d9574a"),
                )
            )
        ),
    )
