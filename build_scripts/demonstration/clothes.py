"""Draws the clothes of the people in portraits, the cook's cap and the pencil behind a carpenter's ear.

Each garment is drawn from the neck down to below the picture's lower edge.
"""

from math import cos, pi, sin

from demonstration.looks import Person
from demonstration.svg import (
    box,
    circle,
    clip,
    darker,
    element,
    ellipse,
    gradient,
    group,
    lighter,
    line,
    mirrored,
    path,
)

GOLD, WHITE, RED = "#eac678", "#fdfbf5", "#c5262c"


def _torso(person: Person) -> str:
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


def _cloth(person: Person, colour: str) -> str:
    """Returns the SVG of a person's torso, filled with the colour of the clothes and shaded on one side."""
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
        + path(_torso(person), colour)
        + path(_torso(person), "url(#cloth)")
    )


def _arms(colour: str) -> str:
    """Returns the SVG of the lines that separate a garment's sleeves from the body."""
    return mirrored(line("M80 560V490C80 462 83 444 90 430", darker(colour, 0.4), 2.4, opacity=0.5))


def _blossom(x: float, y: float, size: float, colour: str) -> str:
    """Returns the SVG of a blossom around (x, y); `size` is the distance of its five petals from (x, y)."""
    return "".join(
        circle(
            x + cos(i * 2 * pi / 5 - pi / 2) * size,
            y + sin(i * 2 * pi / 5 - pi / 2) * size,
            size * 0.62,
            colour,
        )
        for i in range(5)
    ) + circle(x, y, size * 0.42, lighter(colour, 0.6))


def _collar(colour: str) -> str:
    return mirrored(
        path("M150 346L134 366L162 404L180 376Z", lighter(colour, 0.35))
        + line("M134 366L162 404L180 376", darker(colour, 0.28), 1.8, opacity=0.5)
    )


def _placket(colour: str, top: float) -> str:
    """Returns the SVG of the line along which a shirt is buttoned, from `top` down, with two buttons."""
    edge = darker(colour, 0.35)
    return (
        line(f"M180 {top}V560", edge, 2, opacity=0.45)
        + circle(185, 414, 2.6, edge, opacity=0.6)
        + circle(185, 448, 2.6, edge, opacity=0.6)
    )


def ao_dai(person: Person) -> str:
    """Returns the SVG of an áo dài with a high collar, a row of buttons and embroidered blossoms."""
    # Golden embroidery would be invisible on golden cloth, so it is paler there.
    petal = lighter(GOLD, 0.12) if person.colour != "#c58a1c" else "#fff3d2"
    return (
        _cloth(person, person.colour)
        + _arms(person.colour)
        + path(
            "M148 336C162 352 198 352 212 336L220 372C204 392 156 392 140 372Z", darker(person.colour, 0.08)
        )
        + line("M148 337C162 353 198 353 212 337", GOLD, 3)
        + line("M180 350V384", darker(person.colour, 0.4), 2, opacity=0.6)
        + line("M140 373C156 392 204 392 220 373", darker(person.colour, 0.4), 2, opacity=0.5)
        + line("M184 386C218 398 250 414 272 450", darker(person.colour, 0.45), 2.4, opacity=0.7)
        + circle(186, 386, 3.4, GOLD)
        + circle(226, 403, 3.4, GOLD)
        + circle(258, 430, 3.4, GOLD)
        # Draws the flowers embroidered on the áo dài: stems, four blossoms and two leaves.
        + group(
            line("M90 500C108 458 122 436 150 424M118 446C112 436 104 432 96 430", petal, 2, opacity=0.7),
            _blossom(150, 424, 6.5, petal),
            _blossom(122, 440, 5, petal),
            _blossom(96, 430, 4.4, petal),
            _blossom(101, 466, 5.6, petal),
            path("M132 434q10 2 12 12q-11 -2 -12 -12Z", petal, opacity=0.8),
            path("M108 456q-12 -2 -14 -12q11 2 14 12Z", petal, opacity=0.8),
        )
    )


def shirt(person: Person) -> str:
    """Returns the SVG of a shirt with a breast pocket."""
    return _buttoned_shirt(
        person, line("M222 436H262V520M222 436V520", darker(person.colour, 0.35), 2, opacity=0.4)
    )


def _buttoned_shirt(person: Person, detail: str = "", top: float = 380) -> str:
    """Returns the SVG of a shirt with buttons and a collar; `top` is where the line of buttons begins.

    `detail` is the SVG of something to draw under the collar, for example a breast pocket.
    """
    return (
        _cloth(person, person.colour)
        + _arms(person.colour)
        + _placket(person.colour, top)
        + detail
        + _collar(person.colour)
    )


def blouse(person: Person) -> str:
    """Returns the SVG of a blouse with a bow and two ribbons at the collar."""
    return (
        _cloth(person, person.colour)
        + _arms(person.colour)
        + _collar(person.colour)
        + path(
            "M178 394L166 440L176 436L182 396ZM182 394L196 436L186 438L180 398Z", lighter(person.colour, 0.2)
        )
        + mirrored(
            path("M180 392C164 376 146 380 148 392C146 406 164 408 180 392Z", lighter(person.colour, 0.28))
        )
        + circle(180, 392, 5.5, lighter(person.colour, 0.4))
    )


def tie(person: Person) -> str:
    """Returns the SVG of a shirt with a necktie."""
    return shirt(person) + _necktie("#2f5f6d")


def _necktie(colour: str) -> str:
    return (
        path("M172 384H188L198 490L180 520L162 490Z", colour)
        + path("M167 370H193L187 388H173Z", darker(colour, 0.22))
        + line("M170 414L192 402M168 438L195 424", lighter(colour, 0.35), 2.6, opacity=0.6)
    )


def suit(person: Person) -> str:
    """Returns the SVG of a man's suit with a white shirt, a necktie and a pocket handkerchief."""
    return (
        _cloth(person, person.colour)
        + _arms(person.colour)
        + path("M142 364L180 500L218 364C202 352 158 352 142 364Z", WHITE)
        + _necktie("#8f1d22")
        + mirrored(
            path("M144 356L116 384L138 420L124 432L178 540L180 490Z", lighter(person.colour, 0.1))
            + line("M144 358L116 384L138 420L124 432L177 538", darker(person.colour, 0.4), 2, opacity=0.6)
        )
        + _collar(WHITE)
        + path("M232 440L262 434V441L233 447Z", WHITE, opacity=0.85)
    )


def jacket(person: Person) -> str:
    """Returns the SVG of a woman's jacket over a light blouse, with a brooch."""
    return (
        _cloth(person, person.colour)
        + _arms(person.colour)
        + path("M146 366L180 486L214 366C202 388 158 388 146 366Z", "#f7efe0")
        + mirrored(
            path("M146 360L120 386L140 416L130 428L179 540L180 490Z", lighter(person.colour, 0.12))
            + line("M146 360L120 386L140 416L130 428L178 538", darker(person.colour, 0.4), 2, opacity=0.5)
        )
        + group(_blossom(246, 424, 5.5, GOLD))
    )


def cardigan(person: Person) -> str:
    """Returns the SVG of an open cardigan over a light blouse."""
    return (
        _cloth(person, person.colour)
        + path("M142 368L178 560H182L218 368C204 392 156 392 142 368Z", "#f7efe0")
        + mirrored(
            path("M146 364L124 380L170 560H92L108 398Z", person.colour)
            + line("M140 368L178 560", lighter(person.colour, 0.25), 5, opacity=0.6)
        )
        + _arms(person.colour)
        + _collar("#f7efe0")
        + circle(172, 450, 3.2, darker(person.colour, 0.4))
    )


def pupil(person: Person) -> str:
    """Returns the SVG of a pupil's white uniform shirt with a blank name tag.

    The shirt shows no badge of a real school or organisation.
    """
    return _buttoned_shirt(
        person,
        group(
            box(228, 428, 38, 17, "#e9eef2", rx=3, stroke="#9db0bd", stroke_width=1.4),
            line("M234 434H258M234 439H252", "#6d8494", 1.8),
        ),
    )


def scarf(person: Person) -> str:
    """Returns the SVG of a shirt with the red scarf of the Young Pioneers."""
    return (
        _buttoned_shirt(person, top=420)
        + mirrored(path("M146 358L128 374C146 396 164 404 176 408L184 394C168 386 154 374 146 358Z", RED))
        + path("M174 404L150 468L168 460L182 412Z", RED)
        + path("M186 404L212 466L194 460L180 412Z", darker(RED, 0.14))
        + path("M168 394Q180 388 192 394L190 414Q180 420 170 414Z", darker(RED, 0.2))
    )


def tee(person: Person) -> str:
    """Returns the SVG of a small child's round-necked shirt with a sun on the chest."""
    return (
        _cloth(person, person.colour)
        + line("M147 385C160 412 200 412 213 385", "#e2a33a", 7)
        + _arms(person.colour)
        + circle(180, 450, 15, "#efbf5c")
        # Draws ten rays around the sun on the child's shirt.
        + "".join(
            line(
                f"M{180 + cos(a) * 21:.2f} {450 + sin(a) * 21:.2f}"
                f"L{180 + cos(a) * 28:.2f} {450 + sin(a) * 28:.2f}",
                "#e2a33a",
                4,
            )
            for a in (i * pi / 5 for i in range(10))
        )
    )


def sport(person: Person) -> str:
    """Returns the SVG of a tracksuit with white stripes and a zip."""
    return (
        _cloth(person, person.colour)
        + _arms(person.colour)
        + line("M60 434C88 412 118 402 138 396", WHITE, 5)
        + line("M300 434C272 412 242 402 222 396", WHITE, 5)
        + _collar(person.colour)
        + line("M180 380V432", WHITE, 3)
        + circle(180, 434, 4, GOLD)
    )


def carpenter(person: Person) -> str:
    """Returns the SVG of a carpenter's bib overalls over a checked shirt."""
    shirt_colour = "#d8c4a2"
    return (
        _cloth(person, shirt_colour)
        + group(
            # Draws the checked pattern of the carpenter's shirt.
            group(
                *(line(f"M{x} 392V560", "#8d2f2a", 5, opacity=0.22) for x in range(50, 320, 26)),
                *(line(f"M30 {y}H330", "#8d2f2a", 5, opacity=0.2) for y in (420, 446, 472, 498)),
            ),
            clip_path="url(#torso)",
        )
        + element("defs", clip("torso", _torso(person)))
        + _collar(shirt_colour)
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
    return (
        _cloth(person, person.colour)
        + mirrored(path("M96 404L116 394L112 560H92Z", "#e8c95a"))
        + _arms(person.colour)
        + line("M180 384V560", lighter(person.colour, 0.5), 3)
        + _collar(person.colour)
        + box(222, 434, 40, 4, lighter(person.colour, 0.4))
    )


def cook(person: Person) -> str:
    """Returns the SVG of a cook's apron over a coloured blouse.

    The cook's cap is drawn by the function `cap`.
    """
    blouse_colour = "#c9827a"
    return (
        _cloth(person, blouse_colour)
        + _collar(blouse_colour)
        + mirrored(path("M134 374L150 370L146 428H120Z", WHITE))
        + path("M112 424C140 436 220 436 248 424L264 560H96Z", WHITE)
        + line("M112 425C140 437 220 437 248 425", "#d9cdb8", 2.4)
        + _blossom(180, 458, 6, "#d98a5c")
    )


def cap() -> str:
    """Returns the SVG of a cook's white cap, drawn over the hair."""
    return (
        path("M112 146C84 120 104 76 142 88C152 60 208 60 218 88C256 76 276 120 248 146Z", WHITE)
        + line("M142 90C146 108 150 120 152 134M218 90C214 108 210 120 208 134M180 74V132", "#ddd2bf", 2.6)
        + path("M110 142C150 128 210 128 250 142L248 172C210 158 150 158 112 172Z", "#f3ecdd")
        + line("M112 172C150 158 210 158 248 172", "#d3c6ae", 2.4)
    )


def pencil() -> str:
    """Returns the SVG of a pencil behind a carpenter's ear."""
    return group(
        box(-34, -4, 60, 8, "#d99a2b", rx=1.5),
        path("M26 -4L38 0L26 4Z", "#ecd3a8"),
        path("M33 -1.7L38 0L33 1.7Z", "#2b211c"),
        ellipse(-34, 0, 3, 4, "#b04a3a"),
        transform="translate(255 184) rotate(-66)",
    )
