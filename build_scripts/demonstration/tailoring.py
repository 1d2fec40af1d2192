"""Draws what all garments in portraits have in common: shoulders, shaded cloth, sleeves, collars, blossom."""

from math import cos, pi, sin

from demonstration.looks import Person
from demonstration.svg import circle, darker, element, gradient, lighter, line, mirrored, path

GOLD, WHITE, RED = "#eac678", "#fdfbf5", "#c5262c"


def torso(person: Person) -> str:
    """Returns the outline of a body below the neck as SVG path data: narrow for children, broad for men."""
    if person.age == "child":
        return "M64 560V490C64 430 102 404 148 380C164 400 196 400 212 380C258 404 296 430 296 490V560Z"
    if person.gentleman:
        reach = 34 if person.age == "youth" else 14
        return (
            f"M{reach} 560V490C{reach} 414 78 392 143 368C162 392 198 392 217 368"
            f"C282 392 {360 - reach} 414 {360 - reach} 490V560Z"
        )
    return "M40 560V490C40 418 86 394 145 370C162 394 198 394 215 370C274 394 320 418 320 490V560Z"


def cloth(person: Person, colour: str) -> str:
    """Returns the SVG of a body in the colour of the garment, shaded towards one side."""
    light = int(colour[1:3], 16) > 0xE0
    return (
        element(
            "defs",
            gradient(
                "cloth",
                "#4a2a18" if light else "#000000",
                "#5a3a2a" if light else "#000000",
                across=0.7,
                start_opacity=0,
                end_opacity=0.2 if light else 0.3,
            ),
        )
        + path(torso(person), colour)
        + path(torso(person), "url(#cloth)")
    )


def arms(colour: str) -> str:
    """Returns the SVG of the lines that separate a garment's sleeves from the body."""
    return mirrored(line("M80 560V490C80 462 83 444 90 430", darker(colour, 0.4), 2.4, opacity=0.5))


def blossom(x: float, y: float, size: float, colour: str) -> str:
    """Returns the SVG of a blossom with five petals, at the distance `size` from the centre (x, y)."""
    return "".join(
        circle(
            x + cos(i * 2 * pi / 5 - pi / 2) * size,
            y + sin(i * 2 * pi / 5 - pi / 2) * size,
            size * 0.62,
            colour,
        )
        for i in range(5)
    ) + circle(x, y, size * 0.42, lighter(colour, 0.6))


def collar(colour: str) -> str:
    """Returns the SVG of a turned-down shirt collar."""
    return mirrored(
        path("M150 346L134 366L162 404L180 376Z", lighter(colour, 0.35))
        + line("M134 366L162 404L180 376", darker(colour, 0.28), 1.8, opacity=0.5)
    )


def placket(colour: str, top: float) -> str:
    """Returns the SVG of the closed front of a shirt from height `top` down, with two buttons."""
    edge = darker(colour, 0.35)
    return (
        line(f"M180 {top}V560", edge, 2, opacity=0.45)
        + circle(185, 414, 2.6, edge, opacity=0.6)
        + circle(185, 448, 2.6, edge, opacity=0.6)
    )
