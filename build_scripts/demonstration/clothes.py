"""Draws everyday and festive clothes of the people in portraits.

Each garment covers the body from the neck down past the picture's lower edge.
"""

from math import cos, pi, sin

from demonstration.looks import Person
from demonstration.svg import box, circle, darker, group, lighter, line, mirrored, path
from demonstration.tailoring import GOLD, RED, WHITE, arms, blossom, cloth, collar, placket


def ao_dai(person: Person) -> str:
    """Returns the SVG of an áo dài with a high collar, a closure across the chest and embroidered blossom."""
    colour = person.colour
    petal = _thread(colour)
    return (
        cloth(person, colour)
        + arms(colour)
        + path("M148 336C162 352 198 352 212 336L220 372C204 392 156 392 140 372Z", darker(colour, 0.08))
        + line("M148 337C162 353 198 353 212 337", GOLD, 3)
        + line("M180 350V384", darker(colour, 0.4), 2, opacity=0.6)
        + line("M140 373C156 392 204 392 220 373", darker(colour, 0.4), 2, opacity=0.5)
        + line("M184 386C218 398 250 414 272 450", darker(colour, 0.45), 2.4, opacity=0.7)
        + circle(186, 386, 3.4, GOLD)
        + circle(226, 403, 3.4, GOLD)
        + circle(258, 430, 3.4, GOLD)
        # Draws the embroidered spray on the áo dài: stems, four blossoms and two leaves.
        + group(
            line("M90 500C108 458 122 436 150 424M118 446C112 436 104 432 96 430", petal, 2, opacity=0.7),
            blossom(150, 424, 6.5, petal),
            blossom(122, 440, 5, petal),
            blossom(96, 430, 4.4, petal),
            blossom(101, 466, 5.6, petal),
            path("M132 434q10 2 12 12q-11 -2 -12 -12Z", petal, opacity=0.8),
            path("M108 456q-12 -2 -14 -12q11 2 14 12Z", petal, opacity=0.8),
        )
    )


def _thread(colour: str) -> str:
    """Returns the colour of an áo dài's embroidery, which is paler on golden cloth to remain visible."""
    return lighter(GOLD, 0.12) if colour != "#c58a1c" else "#fff3d2"


def shirt(person: Person) -> str:
    """Returns the SVG of a shirt with a breast pocket."""
    return _buttoned_shirt(
        person, line("M222 436H262V520M222 436V520", darker(person.colour, 0.35), 2, opacity=0.4)
    )


def _buttoned_shirt(person: Person, detail: str = "", top: float = 380) -> str:
    """Returns the SVG of a shirt that is buttoned from height `top` down.

    The collar is drawn over `detail`, for example a breast pocket.
    """
    return (
        cloth(person, person.colour)
        + arms(person.colour)
        + placket(person.colour, top)
        + detail
        + collar(person.colour)
    )


def blouse(person: Person) -> str:
    """Returns the SVG of a blouse with a bow and two ribbons at the collar."""
    return (
        cloth(person, person.colour)
        + arms(person.colour)
        + collar(person.colour)
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
    """Returns the SVG of a striped necktie."""
    return (
        path("M172 384H188L198 490L180 520L162 490Z", colour)
        + path("M167 370H193L187 388H173Z", darker(colour, 0.22))
        + line("M170 414L192 402M168 438L195 424", lighter(colour, 0.35), 2.6, opacity=0.6)
    )


def suit(person: Person) -> str:
    """Returns the SVG of a man's suit with a white shirt, a necktie and a pocket handkerchief."""
    colour = person.colour
    return (
        cloth(person, colour)
        + arms(colour)
        + path("M142 364L180 500L218 364C202 352 158 352 142 364Z", WHITE)
        + _necktie("#8f1d22")
        + mirrored(
            path("M144 356L116 384L138 420L124 432L178 540L180 490Z", lighter(colour, 0.1))
            + line("M144 358L116 384L138 420L124 432L177 538", darker(colour, 0.4), 2, opacity=0.6)
        )
        + collar(WHITE)
        + path("M232 440L262 434V441L233 447Z", WHITE, opacity=0.85)
    )


def jacket(person: Person) -> str:
    """Returns the SVG of a woman's jacket over a light blouse, with a brooch."""
    colour = person.colour
    return (
        cloth(person, colour)
        + arms(colour)
        + path("M146 366L180 486L214 366C202 388 158 388 146 366Z", "#f7efe0")
        + mirrored(
            path("M146 360L120 386L140 416L130 428L179 540L180 490Z", lighter(colour, 0.12))
            + line("M146 360L120 386L140 416L130 428L178 538", darker(colour, 0.4), 2, opacity=0.5)
        )
        + group(blossom(246, 424, 5.5, GOLD))
    )


def cardigan(person: Person) -> str:
    """Returns the SVG of an open cardigan over a light blouse."""
    colour = person.colour
    return (
        cloth(person, colour)
        + path("M142 368L178 560H182L218 368C204 392 156 392 142 368Z", "#f7efe0")
        + mirrored(
            path("M146 364L124 380L170 560H92L108 398Z", colour)
            + line("M140 368L178 560", lighter(colour, 0.25), 5, opacity=0.6)
        )
        + arms(colour)
        + collar("#f7efe0")
        + circle(172, 450, 3.2, darker(colour, 0.4))
    )


def pupil(person: Person) -> str:
    """Returns the SVG of a pupil's white uniform shirt with a blank name tag.

    It shows no badge of a real school or organisation.
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
        cloth(person, person.colour)
        + line("M147 385C160 412 200 412 213 385", "#e2a33a", 7)
        + arms(person.colour)
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
