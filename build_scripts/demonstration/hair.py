"""Draws the hairstyles of portraits in three layers: behind the head, on the forehead, over all else."""

from collections.abc import Callable
from dataclasses import dataclass

from demonstration.looks import Person
from demonstration.svg import circle, darker, ellipse, group, lighter, line, mirrored, path

TIE = "#c9a13f"
_SKULL = "M106 206C98 92 262 92 254 206C254 220 248 232 240 238H120C112 232 106 220 106 206Z"
_CENTRE_PART = "M104 226C90 88 270 88 256 226C252 188 224 172 181 146C138 172 108 188 104 226Z"
_SIDE_PART = "M104 226C90 88 270 88 256 226C254 190 220 178 154 147C134 168 108 192 104 226Z"
_SWEPT_BACK = "M107 212C97 92 263 92 253 212C249 180 224 157 180 151C136 157 111 180 107 212Z"
_FRINGE = (
    "M103 226C89 86 271 86 257 226C254 208 252 196 247 186C232 197 206 199 188 191"
    "C182 196 176 196 171 192C152 200 126 197 113 186C108 196 106 208 103 226Z"
)
_PARTED = (
    "M108 208C94 86 270 76 252 208C250 186 243 172 231 163"
    "C198 168 170 160 149 138C146 156 128 166 119 178C112 188 110 196 108 208Z"
)
_CROPPED = (
    "M109 206C97 86 263 86 251 206C250 190 246 177 239 168"
    "C219 158 201 168 180 159C160 168 139 159 121 168C114 177 110 190 109 206Z"
)
_CREW = (
    "M110 202C104 100 256 100 250 202C248 186 244 175 237 166"
    "C208 151 152 151 123 166C116 175 112 186 110 202Z"
)
_TOUSLED = (
    "M105 212C90 84 270 84 255 212C252 198 248 188 243 180C235 185 226 176 219 170C212 184 196 180 190 171"
    "C178 188 160 184 152 172C143 184 126 188 118 179C112 188 108 198 105 212Z"
)
_BOWL = (
    "M102 214C90 84 270 84 258 214C254 200 250 192 245 185C206 195 154 195 115 185C110 192 106 200 102 214Z"
)
_PIXIE = (
    "M104 232C90 88 272 80 256 232C255 214 252 196 244 182"
    "C206 186 172 172 150 146C144 168 124 182 118 196C112 210 110 222 104 232Z"
)
_SHOULDER_LENGTH = (
    "M100 204C90 84 270 84 260 204C262 258 272 306 262 356"
    "C250 374 230 368 226 350H134C130 368 110 374 98 356C88 306 98 258 100 204Z"
)
_BOB = (
    "M99 206C88 84 272 84 261 206C266 254 264 288 250 308"
    "C238 318 226 312 223 298H137C134 312 122 318 110 308C96 288 94 254 99 206Z"
)


@dataclass(frozen=True, slots=True)
class Hair:
    """The drawing of one hairstyle in three layers: behind the head, on the forehead, and over all else."""

    behind: str
    # The hair on the forehead is stored as SVG path data, because the face draws its shadow from it, too.
    forehead: str
    over: str = ""


def _strands(colour: str, *ds: str) -> str:
    return "".join(line(d, darker(colour, 0.45), 1.8, opacity=0.45) for d in ds)


def _tied(x: float, y: float) -> str:
    return ellipse(x, y, 10, 7, TIE) + line(f"M{x - 6} {y}H{x + 6}", darker(TIE, 0.3), 1.6, opacity=0.6)


def _long(colour: str) -> Hair:
    return Hair(
        path(
            "M101 202C92 84 268 84 259 202C261 262 276 330 266 402H94C84 330 99 262 101 202Z",
            darker(colour, 0.2),
        ),
        _CENTRE_PART,
        path("M108 232C100 286 88 346 100 410C104 426 112 440 124 446C120 420 130 360 117 250Z", colour)
        + _strands(colour, "M110 268C106 320 103 370 112 418"),
    )


def _hairband(colour: str) -> Hair:
    return Hair(
        path(_SHOULDER_LENGTH, darker(colour, 0.15)),
        _SWEPT_BACK,
        line("M109 186C110 102 250 102 251 186", TIE, 7),
    )


def _bun(colour: str) -> Hair:
    return Hair(
        ellipse(180, 107, 33, 29, colour)
        + line(
            "M159 104C168 86 196 87 203 105M166 118C178 106 192 109 197 118",
            lighter(colour, 0.3),
            2.6,
            opacity=0.5,
        )
        + path(_SKULL, darker(colour, 0.15)),
        _SWEPT_BACK,
    )


def _low_bun(colour: str) -> Hair:
    return Hair(
        circle(246, 282, 26, colour)
        + line("M234 274C242 264 258 268 260 282", lighter(colour, 0.3), 2.4, opacity=0.5)
        + path(_SKULL, darker(colour, 0.15)),
        _SIDE_PART,
    )


def _high_tail(colour: str) -> Hair:
    return Hair(
        path(
            "M192 126C212 84 306 104 296 236C290 292 274 334 254 360"
            "C246 366 238 358 241 348C254 304 256 250 244 212C234 184 214 152 192 126Z",
            darker(colour, 0.1),
        )
        + _strands(colour, "M232 128C270 160 276 250 256 330")
        + path(_SKULL, darker(colour, 0.2)),
        _SWEPT_BACK,
        group(_tied(0, 0), transform="translate(211 112) rotate(38)"),
    )


def _low_tail(colour: str) -> Hair:
    return Hair(
        path(_SKULL, darker(colour, 0.15)),
        _SIDE_PART,
        path(
            "M106 226C94 280 92 362 106 424C112 442 134 442 138 424"
            "C144 380 132 340 132 300C128 280 120 260 119 240Z",
            colour,
        )
        + _strands(colour, "M118 310C112 350 112 390 120 428")
        + _tied(122, 304),
    )


def _braid(colour: str) -> Hair:
    return Hair(
        path(_SKULL, darker(colour, 0.15)),
        _CENTRE_PART,
        path("M244 250C252 270 254 290 250 304L236 300C238 284 236 272 232 262Z", colour)
        + "".join(
            ellipse(
                244 + (3 if step % 2 else -3),
                304 + step * 17,
                13 - step * 0.7,
                11,
                colour if step % 2 else lighter(colour, 0.12),
                transform=f"rotate({28 if step % 2 else -28} 244 {304 + step * 17})",
            )
            for step in range(7)
        )
        + _tied(244, 424),
    )


def _pigtails(colour: str) -> Hair:
    return Hair(
        path(_SKULL, darker(colour, 0.15))
        + mirrored(
            path("M110 234C70 230 54 292 70 346C76 360 94 358 99 344C106 306 112 276 118 254Z", colour)
            + _tied(107, 243)
        ),
        _FRINGE,
    )


def _plain(
    forehead: str,
    back: str = "M108 208C100 100 260 100 252 208C250 222 246 232 243 236H117C114 232 110 222 108 208Z",
    shade: float = 0.2,
) -> Callable[[str], Hair]:
    """Returns a function that draws a hairstyle without ornaments in a given hair colour.

    `forehead` and `back` are the outlines of the front and back hair as SVG path data. `shade` says how much
    darker the back hair is, from 0 to 1.
    """
    return lambda colour: Hair(path(back, darker(colour, shade)), forehead)


# For the name of each hairstyle: a function that draws its layers in a given hair colour.
STYLES: dict[str, Callable[[str], Hair]] = {
    "long": _long,
    "shoulder": _plain(_SIDE_PART, _SHOULDER_LENGTH, 0.15),
    "bob": _plain(_SIDE_PART, _BOB, 0.12),
    "fringe": _plain(_FRINGE, _BOB, 0.12),
    "hairband": _hairband,
    "bun": _bun,
    "low_bun": _low_bun,
    "high_tail": _high_tail,
    "low_tail": _low_tail,
    "braid": _braid,
    "pigtails": _pigtails,
    "pixie": _plain(
        _PIXIE,
        "M104 206C98 92 262 92 256 206C257 238 250 258 240 272C238 260 "
        "238 250 236 246H124C122 250 122 260 120 272C110 258 103 238 104 206Z",
    ),
    "parted": _plain(_PARTED),
    "cropped": _plain(_CROPPED),
    "crew": _plain(_CREW),
    "tousled": _plain(_TOUSLED),
    "bowl": _plain(_BOWL),
}


def forehead(person: Person, hair: Hair) -> str:
    """Returns the SVG of a person's hair on the forehead, with a shine on it; older men get grey temples."""
    greying = person.age == "elder" and person.gentleman and person.hair_colour != "#8d8783"
    return group(
        path(hair.forehead, person.hair_colour),
        path(
            "M134 150C152 124 208 120 230 150C206 131 158 133 134 150Z",
            lighter(person.hair_colour, 0.4),
            opacity=0.34,
        ),
        mirrored(path("M110 206C108 190 110 176 116 166C120 176 116 192 112 206Z", "#a39d98", opacity=0.75))
        if greying
        else "",
    )
