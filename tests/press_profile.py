"""Makes a small ICC colour profile of an invented printing press for tests.

Where inks overlap, the light is the product of what each ink lets through. Black replaces a part of the three
colours. Nowhere do the four inks add up to more than LIMIT.
"""

import struct
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import product

LIMIT = 2.8  # The largest sum of the four inks at one place, where 1 is the full amount of one ink.
GRID_INKS, GRID_LAB = 5, 17
SOLID = 0.06  # The share of light that paper reflects where the black ink covers it fully.
D50 = (0.9642, 1.0, 0.8249)
FROM_RGB = (
    (0.4360747, 0.3850649, 0.1430804),
    (0.2225045, 0.7168786, 0.0606169),
    (0.0139322, 0.0971045, 0.7141733),
)
TO_RGB = (
    (3.1338561, -1.6168667, -0.4906146),
    (-0.9787684, 1.9161415, 0.0334540),
    (0.0719453, -0.2289914, 1.4052427),
)


def _times(matrix: Sequence[Sequence[float]], values: Sequence[float]) -> list[float]:
    return [sum(factor * value for factor, value in zip(row, values, strict=True)) for row in matrix]


def lab(colour: Sequence[float]) -> tuple[float, float, float]:
    """Converts an sRGB colour, with values from 0 to 1, to L*a*b* for the white point D50."""
    light = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in colour]
    x, y, z = (value / white for value, white in zip(_times(FROM_RGB, light), D50, strict=True))
    fx, fy, fz = (value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116 for value in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def _rgb(colour: Sequence[float]) -> list[float]:
    level = (colour[0] + 16) / 116
    xyz = [
        (value**3 if value > 0.2069 else (value - 16 / 116) / 7.787) * white
        for value, white in zip((level + colour[1] / 500, level, level - colour[2] / 200), D50, strict=True)
    ]
    light = [min(max(value, 0.0), 1.0) for value in _times(TO_RGB, xyz)]
    return [12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055 for value in light]


def _seen(inks: Sequence[float]) -> list[float]:
    *colours, black = inks
    return [(1 - ink) * (1 - (1 - SOLID) * black) for ink in colours]


def _inks(colour: Sequence[float]) -> list[float]:
    black = 0.7 * min([1 - value for value in colour])
    rest = [min(1.0, 1 - value / (1 - (1 - SOLID) * black)) for value in colour]
    share = min(1.0, (LIMIT - black) / (sum(rest) or 1.0))
    return [max(0.0, ink * share) for ink in rest] + [black]


def _table(grid: int, inputs: int, outputs: int, nodes: Iterable[Sequence[float]]) -> bytes:
    """Returns an ICC colour table of type lut8; `nodes` are the values at its grid points.

    The table's input and output curves leave all values unchanged.
    """
    straight = bytes(range(256))
    matrix = struct.pack(">9i", *(65536 if place % 4 == 0 else 0 for place in range(9)))
    body = bytes(round(min(max(value, 0.0), 1.0) * 255) for node in nodes for value in node)
    return (
        b"mft1\0\0\0\0"
        + bytes((inputs, outputs, grid, 0))
        + matrix
        + straight * inputs
        + body
        + straight * outputs
    )


def _coded(colour: Sequence[float]) -> list[float]:
    return [colour[0] / 100, (colour[1] + 128) / 255, (colour[2] + 128) / 255]


@cache
def press_profile() -> bytes:
    steps = [place / (GRID_INKS - 1) for place in range(GRID_INKS)]
    look = _table(GRID_INKS, 4, 3, (_coded(lab(_seen(inks))) for inks in product(steps, repeat=4)))
    steps = [place / (GRID_LAB - 1) for place in range(GRID_LAB)]
    nodes = ((one * 100, two * 255 - 128, three * 255 - 128) for one, two, three in product(steps, repeat=3))
    amounts = _table(GRID_LAB, 3, 4, (_inks(_rgb(node)) for node in nodes))
    name, white = b"Invented press", struct.pack(">3i", *(round(value * 65536) for value in D50))
    tags = {
        b"desc": b"desc\0\0\0\0" + struct.pack(">I", len(name) + 1) + name + bytes(1 + 8 + 3 + 67),
        b"cprt": b"text\0\0\0\0CC0\0",
        b"wtpt": b"XYZ \0\0\0\0" + white,
        b"A2B0": look,
        b"B2A0": amounts,
    }
    index, data, offset = b"", b"", 128 + 4 + 12 * len(tags)
    for tag, body in tags.items():
        body += bytes(-len(body) % 4)
        index += tag + struct.pack(">II", offset + len(data), len(body))
        data += body
    header = (
        struct.pack(">I4sI4s4s4s", offset + len(data), b"none", 0x02400000, b"prtr", b"CMYK", b"Lab ")
        + bytes(12)
        + b"acsp"
        + bytes(28)
        + white
    )
    return header.ljust(128, b"\0") + struct.pack(">I", len(tags)) + index + data
