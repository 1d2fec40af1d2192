"""Draws clothes for a trade or for sports in portraits, and the cook's cap and the carpenter's pencil."""

from demonstration.looks import Person
from demonstration.svg import (
    box,
    circle,
    clip,
    darker,
    element,
    ellipse,
    group,
    lighter,
    line,
    mirrored,
    path,
)
from demonstration.tailoring import GOLD, WHITE, arms, blossom, cloth, collar, torso


def sport(person: Person) -> str:
    """Returns the SVG of a tracksuit with white stripes and a zip."""
    colour = person.colour
    return (
        cloth(person, colour)
        + arms(colour)
        + line("M60 434C88 412 118 402 138 396", WHITE, 5)
        + line("M300 434C272 412 242 402 222 396", WHITE, 5)
        + collar(colour)
        + line("M180 380V432", WHITE, 3)
        + circle(180, 434, 4, GOLD)
    )


def carpenter(person: Person) -> str:
    """Returns the SVG of a carpenter's bib overalls over a checked shirt."""
    shirt_colour = "#d8c4a2"
    return (
        cloth(person, shirt_colour)
        + group(
            # Draws the checked pattern of the carpenter's shirt.
            group(
                *(line(f"M{x} 392V560", "#8d2f2a", 5, opacity=0.22) for x in range(50, 320, 26)),
                *(line(f"M30 {y}H330", "#8d2f2a", 5, opacity=0.2) for y in (420, 446, 472, 498)),
            ),
            clip_path="url(#torso)",
        )
        + element("defs", clip("torso", torso(person)))
        + collar(shirt_colour)
        + mirrored(path("M132 374L146 372L138 424H116Z", person.colour))
        # Draws the bib of the carpenter's overalls with its pocket.
        + path("M108 420H252L266 560H94Z", person.colour)
        + line("M108 421H252", lighter(person.colour, 0.4), 3)
        + line("M154 446H206V488H154Z", darker(person.colour, 0.4), 2.2)
        + circle(126, 424, 4, GOLD)
        + circle(234, 424, 4, GOLD)
    )


def overalls(person: Person) -> str:
    """Returns the SVG of a mechanic's overalls with reflective bands."""
    colour = person.colour
    return (
        cloth(person, colour)
        + mirrored(path("M96 404L116 394L112 560H92Z", "#e8c95a"))
        + arms(colour)
        + line("M180 384V560", lighter(colour, 0.5), 3)
        + collar(colour)
        + box(222, 434, 40, 4, lighter(colour, 0.4))
    )


def cook(person: Person) -> str:
    """Returns the SVG of an apron over a coloured blouse.

    The function `cap` draws the cook's cap.
    """
    blouse_colour = "#c9827a"
    return (
        cloth(person, blouse_colour)
        + collar(blouse_colour)
        + mirrored(path("M134 374L150 370L146 428H120Z", WHITE))
        + path("M112 424C140 436 220 436 248 424L264 560H96Z", WHITE)
        + line("M112 425C140 437 220 437 248 425", "#d9cdb8", 2.4)
        + blossom(180, 458, 6, "#d98a5c")
    )


def cap(person: Person) -> str:
    """Returns the SVG of a cook's white cap, drawn over the hair; an empty text for anybody but cooks."""
    if person.clothes != "cook":
        return ""
    return (
        path("M112 146C84 120 104 76 142 88C152 60 208 60 218 88C256 76 276 120 248 146Z", WHITE)
        + line("M142 90C146 108 150 120 152 134M218 90C214 108 210 120 208 134M180 74V132", "#ddd2bf", 2.6)
        + path("M110 142C150 128 210 128 250 142L248 172C210 158 150 158 112 172Z", "#f3ecdd")
        + line("M112 172C150 158 210 158 248 172", "#d3c6ae", 2.4)
    )


def pencil(person: Person) -> str:
    """Returns the SVG of a pencil behind a carpenter's ear; an empty text for a person without one."""
    if not person.pencil:
        return ""
    return group(
        box(-34, -4, 60, 8, "#d99a2b", rx=1.5),
        path("M26 -4L38 0L26 4Z", "#ecd3a8"),
        path("M33 -1.7L38 0L33 1.7Z", "#2b211c"),
        ellipse(-34, 0, 3, 4, "#b04a3a"),
        transform="translate(255 184) rotate(-66)",
    )
