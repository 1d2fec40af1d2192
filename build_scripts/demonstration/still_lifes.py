"""Draws still lifes for profiles without a person: a pot on the fire, a young tree, a carpenter's bench."""

from demonstration.background import background
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
    mix,
    path,
)


def _table(colour: str, y: float = 368) -> str:
    """Returns the SVG of a table top with wood grain that fills the picture from height `y` down."""
    return (
        element("defs", gradient("table", lighter(colour, 0.22), darker(colour, 0.12)))
        + box(0, y, WIDTH, HEIGHT - y, "url(#table)")
        + box(0, y, WIDTH, 6, lighter(colour, 0.4))
        + "".join(
            line(
                f"M0 {y + 24 + step * 26}"
                f"C90 {y + 18 + step * 26} 240 {y + 32 + step * 26} 360 {y + 22 + step * 26}",
                darker(colour, 0.35),
                1.6,
                opacity=0.3,
            )
            for step in range(4)
        )
    )


def _shadow(x: float, y: float, across: float) -> str:
    return ellipse(x, y, across, across * 0.13, "#2a1508", opacity=0.24)


def pot(scene: Scene) -> str:
    """Returns the SVG of a rice pot steaming on a stove, with a basket of greens, bowls and tomatoes."""
    return document(
        background(scene.wash, 190),
        # Draws the steam above the pot.
        "".join(
            line(d, "#ffffff", 7, opacity=0.55)
            for d in (
                "M150 176C136 156 164 142 150 118C140 100 156 88 152 74",
                "M182 170C168 146 198 132 184 106C174 88 192 74 186 56",
                "M214 176C200 156 228 142 214 118C206 102 220 92 216 80",
            )
        ),
        _table(scene.colour),
        _shadow(180, 374, 112),
        # Draws the stove under the rice pot, with the fire in its mouth.
        path("M84 372C84 330 104 314 122 312H238C256 314 276 330 276 372Z", "#a4553a"),
        path("M142 372C142 342 158 330 180 330C202 330 218 342 218 372Z", "#3a1d14"),
        path(
            "M158 372C154 352 172 348 172 334C186 344 190 352 188 360"
            "C194 356 196 350 196 346C206 358 206 366 202 372Z",
            "#f0a03c",
        ),
        path("M170 372C168 362 178 358 179 350C188 358 190 366 187 372Z", "#fbe08a"),
        line("M92 344H138M222 344H268M110 328H128M232 328H250", "#7c3c27", 2.4, opacity=0.7),
        # Draws the rice pot with its shade, rim, rice and handles.
        path("M104 208C104 190 256 190 256 208L248 292C240 316 120 316 112 292Z", "#4c4642"),
        path(
            "M226 204C256 206 254 212 252 232L248 292C244 304 226 309 206 311C232 290 236 240 226 204Z",
            "#2f2a27",
            opacity=0.6,
        ),
        line("M124 226C126 250 128 270 134 288", "#8b827b", 7, opacity=0.7),
        ellipse(180, 206, 77, 16, "#6a625d"),
        ellipse(180, 205, 66, 11, "#fdf8ea"),
        path("M122 204C140 186 160 196 180 190C204 184 222 192 238 203C222 212 140 214 122 204Z", "#fffdf6"),
        line("M104 222C82 218 80 250 108 250M256 222C278 218 280 250 252 250", "#4c4642", 8),
        _basket(62, 412),
        _shadow(300, 432, 44),
        # Draws two stacked bowls with a pair of chopsticks laid across them.
        group(
            _bowl(300, 404, "#e9eef0"),
            _bowl(300, 392, "#f7f3e8"),
            line("M262 380L352 366M264 386L354 376", "#8a4a2a", 4),
        ),
        _tomatoes(),
    )


def _at(x: float, y: float, *parts: str) -> str:
    return group(*parts, transform=f"translate({x} {y})")


def _bowl(x: float, y: float, colour: str) -> str:
    return _at(
        x,
        y,
        path("M-40 0C-36 24 -20 30 -14 30H14C20 30 36 24 40 0Z", colour),
        ellipse(0, 0, 40, 7, darker(colour, 0.1)),
        line("M-33 13C-14 19 14 19 33 13", "#4f7c94", 2.4),
    )


def _basket(x: float, y: float) -> str:
    return _at(
        x,
        y,
        _shadow(0, 44, 54),
        "".join(
            _at(offset, 0, _cabbage(lean, mix("#3f7a45", "#9cbf6a", share)))
            for offset, lean, share in (
                (-34, -10, 0.1),
                (34, 12, 0.2),
                (-18, -4, 0.5),
                (18, 6, 0.6),
                (0, 2, 0.35),
            )
        ),
        path("M-56 -6C-52 24 -40 42 -34 44H34C40 42 52 24 56 -6Z", "#c4935a"),
        "".join(
            line(f"M{step * 20 - 50} -2L{step * 16 - 40} 40", "#7d5427", 2, opacity=0.55) for step in range(6)
        ),
        line("M-48 14H48M-42 30H42", "#7d5427", 2, opacity=0.5),
        line("M-56 -5H56", "#e0b880", 6),
    )


def _cabbage(lean: float, colour: str) -> str:
    """Returns the SVG of one leaf of mustard greens whose tip leans `lean` units to the right."""
    blade = f"M0 0C-20 -24 -12 -50 {lean} -58C{14 + lean / 2} -44 16 -20 0 0Z"
    return path(blade, colour) + line(f"M0 0C-2 -24 0 -40 {lean} -54", "#dbe8b8", 2, opacity=0.7)


def _tomatoes() -> str:
    return (
        _shadow(168, 448, 44)
        + circle(154, 434, 17, "#c9402f")
        + circle(186, 438, 14, "#d9573f")
        + line("M150 420l4 4 5 -5M183 426l3 4 4 -4", "#4d7a3f", 3.4)
        + circle(148, 429, 4, "#ffffff", opacity=0.45)
        + circle(182, 434, 3, "#ffffff", opacity=0.45)
        + path("M214 446C236 452 250 444 258 432C252 452 236 462 216 454Z", "#b8291f")
        + line("M214 449l-8 -4", "#4d7a3f", 4)
    )


def sapling(scene: Scene) -> str:
    """Returns the SVG of a young tree in a clay pot, with a watering can and seedlings."""
    return document(
        background(scene.wash, 190),
        _table(scene.colour),
        _shadow(180, 412, 92),
        line("M180 322C178 270 184 220 180 152", "#6d8a45", 6),
        # Draws the leaves of the young tree from the lowest to the topmost, which is the palest.
        "".join(
            _leaf(x, y, turn, size, mix("#3f7d48", "#a5c86c", share))
            for x, y, turn, size, share in (
                (180, 284, -38, 0.8, 0.1),
                (181, 268, 218, 0.86, 0.3),
                (181, 238, -30, 1.05, 0.45),
                (181, 222, 212, 1.1, 0.15),
                (181, 190, -48, 0.95, 0.6),
                (180, 178, 232, 0.9, 0.5),
                (180, 156, -90, 0.8, 0.8),
            )
        ),
        # Draws the clay pot of the young tree with its shade, rim and earth.
        path("M122 318H238L226 404C222 412 138 412 134 404Z", "#b5643c"),
        path("M206 318H238L226 404C222 410 204 411 190 411C206 384 210 350 206 318Z", "#8e4728", opacity=0.6),
        box(114, 306, 132, 20, "#c87850", rx=4),
        ellipse(180, 308, 58, 8, "#4a2f20"),
        line("M140 348C154 344 160 356 174 350S198 344 206 352", "#f1d48c", 2.6, opacity=0.8),
        _watering_can(),
        # Draws drops of water that fall from the watering can.
        "".join(
            path(f"M{x} {y}c5 7 6 10 0 14c-6 -4 -5 -7 0 -14Z", "#6f9fb8", opacity=0.85)
            for x, y in ((236, 262), (248, 280), (232, 288))
        ),
        _seedlings(),
    )


def _leaf(x: float, y: float, turn: float, size: float, colour: str) -> str:
    return group(
        path("M0 0C14 -24 44 -26 66 -6C46 14 18 18 0 0Z", colour),
        line("M2 0C22 -6 42 -8 62 -6", lighter(colour, 0.4), 2, opacity=0.8),
        transform=f"translate({x} {y}) rotate({turn}) scale({size})",
    )


def _watering_can() -> str:
    return (
        _shadow(308, 428, 50)
        + line("M340 360C372 356 372 404 346 404", "#4a7a88", 7)
        + path("M274 396L236 330L246 324L280 372Z", "#5f8f9c")
        + path("M228 336L250 318L256 326L234 344Z", "#7fb0bb")
        # Draws the body of the watering can, with its shaded side.
        + path("M276 348C276 340 344 340 344 348L350 420C350 430 270 430 270 420Z", "#5f8f9c")
        + path(
            "M322 344C336 344 344 346 344 348L350 420C350 426 336 428 318 428C330 404 330 370 322 344Z",
            "#3f6f7d",
            opacity=0.6,
        )
        + ellipse(310, 347, 34, 6, "#33606d")
        + line("M286 366V410", "#a9d0d8", 5, opacity=0.7)
    )


def _seedlings() -> str:
    two_leaves = "M0 0C-18 -4 -20 -22 -8 -26C-2 -18 0 -10 0 0C2 -12 6 -22 16 -22C22 -12 12 -2 0 0Z"
    return (
        path("M0 438C40 424 110 426 150 442L164 480H0Z", "#5a3823")
        + path("M8 446C44 434 104 436 140 448", "none", stroke="#7a4f33", stroke_width=3)
        + "".join(
            _at(x, y, path(two_leaves, mix("#4f8a4c", "#a9cc74", share)))
            for x, y, share in ((34, 440, 0.2), (74, 434, 0.5), (114, 444, 0.3))
        )
    )


def workbench(scene: Scene) -> str:
    """Returns the SVG of a carpenter's bench with a stool, a plane, a ruler, a square and wood shavings."""
    return document(
        background(scene.wash, 190),
        # Draws the carpenter's square (an L-shaped ruler) that hangs on the wall behind the bench.
        path("M262 222H276V358H262ZM262 344H346V358H262Z", "#c9a13f"),
        line("M266 238V340M280 350H342", "#7a5a1e", 1.6, opacity=0.6),
        circle(269, 231, 3, "#5d4317"),
        _table(scene.colour, 358),
        _shadow(146, 366, 76),
        group(
            # Draws the stool that the carpenter is making.
            path("M92 196C92 186 196 186 196 196V210C196 216 92 216 92 210Z", "#d39a5c"),
            path("M92 198C92 208 196 208 196 198V210C196 216 92 216 92 210Z", "#a86c36"),
            path("M104 212L90 364H104L118 212Z", "#b97b42"),
            path("M184 212L198 364H184L170 212Z", "#9c6331"),
            path("M132 212L128 350H138L142 212Z", "#8a5529"),
            path("M160 212L164 350H154L150 212Z", "#8a5529"),
            box(98, 300, 92, 9, "#c28a4d"),
            line("M112 198C130 202 160 202 178 198", "#8a5529", 1.6, opacity=0.6),
            transform="translate(146 364) scale(1.22) translate(-144 -364)",
        ),
        _shadow(252, 402, 78),
        # Draws the carpenter's plane.
        group(
            path("M-70 0H66C70 -12 70 -20 62 -26H-60C-70 -22 -72 -10 -70 0Z", "#8a4f28"),
            path("M-70 0H66L68 -8H-70Z", "#d8a868"),
            path("M-12 -26L8 -56L20 -50L8 -26Z", "#9aa3a8"),
            path("M-6 -26L-16 -44L-6 -48L6 -26Z", "#5f3519"),
            path("M-58 -26C-62 -52 -44 -58 -38 -46C-34 -38 -38 -30 -36 -26Z", "#6b3b1d"),
            circle(44, -34, 11, "#6b3b1d"),
            circle(41, -37, 3, "#ffffff", opacity=0.35),
            transform="translate(252 400)",
        ),
        # Draws wood shavings on the bench.
        "".join(
            line(d, colour, 5)
            for d, colour in (
                ("M182 408C168 398 160 412 170 418C180 422 184 410 176 406", "#efcf9c"),
                ("M150 420C138 412 130 424 138 430C148 434 152 424 146 420", "#e3b878"),
                ("M226 448C214 442 208 452 214 457C222 460 226 452 222 449", "#efcf9c"),
                ("M300 446C288 438 280 450 288 456C298 460 302 450 296 446", "#e3b878"),
            )
        ),
        # Draws the carpenter's ruler with a longer mark at every fifth step.
        group(
            box(0, 0, 176, 17, "#e8c873", rx=2),
            line(
                "".join(f"M{10 + step * 10} 0v{9 if step % 5 == 0 else 5}" for step in range(17)),
                "#6b4a1c",
                1.6,
            ),
            transform="translate(24 438) rotate(-6)",
        ),
    )
