"""Draws the head of a portrait: skin, ears, eyes, mouth, glasses and wrinkles, but not the hair."""

from demonstration.looks import Person, choose
from demonstration.svg import (
    EYE_LINE,
    circle,
    clip,
    darker,
    element,
    ellipse,
    group,
    line,
    mirrored,
    mix,
    path,
)

LASH, IRIS, WARM = "#2a1a15", "#3a231a", "#cf6a58"
_CHINS = {"child": (292, 60), "youth": (300, 50), "adult": (307, 47), "elder": (308, 51)}


def outline(ref: str, person: Person) -> str:
    """Returns the outline of a person's face as SVG path data: rounder for children, squarer for men."""
    chin, jaw = _CHINS[person.age]
    jaw += (6 if person.gentleman else 0) + int(choose(ref, "jaw", ("-4", "0", "3")))
    cheek = 252 if person.age == "child" else 246
    return (
        f"M114 196C114 118 246 118 246 196C246 {cheek} {180 + jaw} {chin} 180 {chin}"
        f"C{180 - jaw} {chin} 114 {cheek} 114 196Z"
    )


def neck(person: Person, skin: str) -> str:
    """Returns the SVG of the neck with the shadow that the chin casts on it."""
    half = (
        33 if person.gentleman and person.age in ("adult", "elder") else 25 if person.age == "child" else 28
    )
    shade = darker(skin, 0.16)
    left, right = 180 - half, 180 + half
    return path(
        f"M{left} 268H{right}V352C{right + 2} 372 {right + 16} 380 {right + 22} 384"
        f"C220 412 140 412 {left - 22} 384C{left - 16} 380 {left - 2} 372 {left} 352Z",
        mix(skin, shade, 0.45),
    ) + path(f"M{left} 282H{right}V322C{right - 14} 342 {left + 14} 342 {left} 322Z", shade, opacity=0.75)


def head(ref: str, person: Person, skin: str, forehead: str) -> str:
    """Returns the SVG of a person's whole head without the hair.

    `forehead` is the outline of the front hair as SVG path data. The front hair casts a soft shadow on the
    skin.
    """
    shade = darker(skin, 0.17)
    contour = outline(ref, person)
    return (
        element("defs", clip("face", contour))
        + mirrored(_ear(skin, shade))
        + path(contour, skin)
        + group(
            path("M196 116C262 120 256 200 246 232C238 274 214 306 176 312H260V116Z", shade, opacity=0.28),
            path(forehead, shade, opacity=0.55, transform="translate(0 9)"),
            clip_path="url(#face)",
        )
        + mirrored(ellipse(141, 250, 17, 11, WARM, opacity=0.2))
        + _brows(ref, person)
        + _eyes(ref, person)
        + _nose(shade)
        + _mouth(ref, person, skin)
        + (_years(shade) if person.age == "elder" else "")
        + (_glasses(person) if person.glasses else "")
    )


def _ear(skin: str, shade: str) -> str:
    return ellipse(114, 222, 12, 19, mix(skin, shade, 0.5)) + line(
        "M109 214C115 214 117 222 112 230", shade, 2.5
    )


def _brows(ref: str, person: Person) -> str:
    colour = mix(person.hair_colour, "#000000", 0.15) if person.hair_colour != "#8d8783" else "#6b6460"
    peak = choose(ref, "brows", ("187", "189", "191"))
    arch = f"M134 199Q148 {peak} 165 196" if person.gentleman else f"M135 200Q149 {peak} 165 196"
    return mirrored(line(arch, colour, 5.6 if person.gentleman else 3.8, opacity=0.9))


def _eyes(ref: str, person: Person) -> str:
    if (person.eyes or choose(ref, "eyes", ("open", "open", "open", "closed"))) == "closed":
        return mirrored(line(f"M139 {EYE_LINE + 4}Q151 {EYE_LINE - 7} 163 {EYE_LINE + 3}", LASH, 4))
    iris = 7.2 * (1.12 if person.age == "child" else 1)
    return "".join(_open_eye(x, side, iris, lashes=not person.gentleman) for x, side in ((151, -1), (209, 1)))


def _open_eye(x: float, side: int, iris: float, lashes: bool) -> str:
    y = EYE_LINE
    lid = f"M{x - 13} {y + 2}Q{x} {y - 13} {x + 13} {y + 2}"
    return (
        path(lid + f"Q{x} {y + 11} {x - 13} {y + 2}Z", "#fffdf8")
        + ellipse(x, y, iris * 0.92, iris, IRIS)
        + circle(x + 2.4, y - 2.8, 2.3, "#ffffff")
        + circle(x - 2.2, y + 2.8, 1.1, "#ffffff", opacity=0.55)
        + line(lid, LASH, 3.4)
        # Draws eyelashes at the outer corner of the eye.
        + (line(f"M{x + side * 12.5} {y + 1}l{side * 5} -4", LASH, 2.6) if lashes else "")
    )


def _nose(shade: str) -> str:
    return line("M177 246Q181 251 188 246", darker(shade, 0.12), 3.4) + line(
        "M183 222Q187 234 188 240", shade, 2.4, opacity=0.5
    )


def _mouth(ref: str, person: Person, skin: str) -> str:
    """Returns the SVG of the mouth: a closed smile, a slight smile, or an open mouth that shows the teeth."""
    y = 272 if person.age in ("adult", "elder") else 267
    lip = mix("#ab4f48", skin, 0.22) if person.gentleman or person.age != "adult" else "#b5474a"
    kind = person.mouth or choose(ref, "mouth", ("smile", "soft", "open"))
    corners = mirrored(line(f"M153 {y - 4}q-4 1 -5 -3", darker(skin, 0.3), 2.2, opacity=0.7))
    if kind == "open":
        return (
            path(
                f"M154 {y - 3}Q180 {y + 5} 206 {y - 3}Q202 {y + 20} 180 {y + 21}Q158 {y + 20} 154 {y - 3}Z",
                "#8c2f2f",
            )
            + path(
                f"M157 {y - 1}Q180 {y + 6} 203 {y - 1}Q201 {y + 8} 180 {y + 9}Q159 {y + 8} 157 {y - 1}Z",
                "#fffdf8",
            )
            + path(
                f"M166 {y + 17}Q180 {y + 10} 194 {y + 17}"
                f"Q188 {y + 21} 180 {y + 21}Q172 {y + 21} 166 {y + 17}Z",
                "#cf6a66",
            )
            + line(f"M153 {y - 4}Q180 {y + 6} 207 {y - 4}", lip, 3)
            + corners
        )
    if kind == "smile":
        return (
            path(
                f"M155 {y - 2}Q168 {y + 1} 180 {y + 1}Q192 {y + 1} 205 {y - 2}"
                f"Q196 {y + 15} 180 {y + 15}Q164 {y + 15} 155 {y - 2}Z",
                lip,
            )
            + line(f"M154 {y - 3}Q180 {y + 10} 206 {y - 3}", darker(lip, 0.35), 2.6)
            + corners
        )
    return line(f"M157 {y - 1}Q180 {y + 13} 203 {y - 1}", darker(lip, 0.15), 4) + line(
        f"M172 {y + 15}Q180 {y + 18} 188 {y + 15}", darker(skin, 0.25), 2.4, opacity=0.6
    )


def _years(shade: str) -> str:
    """Returns the SVG of an older person's wrinkles beside the eyes and around the mouth."""
    colour = darker(shade, 0.2)
    return mirrored(line("M130 222l-6 1M131 227l-5 4", colour, 1.6, opacity=0.5)) + mirrored(
        line("M146 253Q140 262 142 272", colour, 1.8, opacity=0.45)
    )


def _glasses(person: Person) -> str:
    frame = "#4a2f22" if person.gentleman else "#5a2a2a"
    return mirrored(
        element(
            "rect",
            x=128,
            y=EYE_LINE - 19,
            width=46,
            height=39,
            rx=17,
            fill="#ffffff",
            fill_opacity=0.06,
            stroke=frame,
            stroke_width=3.4,
        )
        + line("M137 208l8 -6", "#ffffff", 2.6, opacity=0.6)
        + line("M128 213L115 209", frame, 3.2)
    ) + line("M174 213Q180 207 186 213", frame, 3.4)
