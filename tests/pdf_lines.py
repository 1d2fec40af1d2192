"""A finished PDF → what stands on its pages, measured from their content streams: runs of text and straight strokes, in points."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import pikepdf


@dataclass(frozen=True)
class Run:
    """Text drawn at once. `left`, `right` and `base` (the line it stands on) from the page's top left corner; `color` as it is written."""

    text: str
    face: str
    size: float
    left: float
    right: float
    base: float
    color: tuple[float, ...]


@dataclass(frozen=True)
class Stroke:
    left: float
    right: float
    top: float
    bottom: float


@dataclass
class Page:
    width: float
    height: float
    runs: list[Run] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)

    def lines(self) -> list[list[Run]]:
        """Runs that stand on one line, in the order in which they are drawn."""
        return [list(found) for _, found in groupby(self.runs, key=lambda run: round(run.base, 1))]

    def find(self, text: str) -> Run:
        """The line that begins with `text`, as one run."""
        for line in self.lines():
            if "".join(run.text for run in line).startswith(text):
                first, last = line[0], line[-1]
                return Run(
                    "".join(run.text for run in line),
                    first.face,
                    first.size,
                    first.left,
                    last.right,
                    first.base,
                    first.color,
                )
        raise AssertionError(f"{text!r} is not on the page")


def pages(pdf: pikepdf.Pdf) -> list[Page]:
    return [_read(page) for page in pdf.pages]


def _read(page: pikepdf.Page) -> Page:
    left, bottom, right, top = (float(edge) for edge in page.trimbox)
    found = Page(right - left, top - bottom)
    fonts = {name: _Font(font) for name, font in page.Resources.get("/Font", {}).items()}
    matrix, color, stack = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0), (0.0,), []
    font, size, text, start = "", 0.0, (1.0, 0.0, 0.0, 1.0, 0.0, 0.0), (0.0, 0.0)
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name == "q":
            stack.append((matrix, color))
        elif name == "Q":
            matrix, color = stack.pop()
        elif name == "cm":
            matrix = _times(_numbers(operands), matrix)
        elif name in ("rg", "g"):
            color = _numbers(operands)
        elif name == "Tf":
            font, size = str(operands[0]), float(operands[1])
        elif name == "Tm":
            text = _times(_numbers(operands), matrix)
        elif name in ("TJ", "Tj"):
            words, advance = fonts[font].read(operands[0])
            scale = abs(text[0])
            found.runs.append(
                Run(
                    words,
                    fonts[font].name,
                    size * scale,
                    text[4],
                    text[4] + advance * size * scale / 1000,
                    found.height - text[5],
                    color,
                )
            )
        elif name == "m":
            start = _point(_numbers(operands), matrix, found.height)
        elif name == "l":
            end = _point(_numbers(operands), matrix, found.height)
            across, down = sorted((start[0], end[0])), sorted((start[1], end[1]))
            found.strokes.append(Stroke(*across, *down))
    return found


class _Font:
    def __init__(self, font: Any) -> None:
        self.name = str(font.BaseFont).partition("+")[2]
        cmap = font.ToUnicode.read_bytes().decode("ascii")
        self.text = {
            int(glyph, 16): bytes.fromhex(said).decode("utf-16-be")
            for glyph, said in re.findall(r"<(\w{4})> <(\w*)>\n", cmap)
        }
        self.width: dict[int, float] = {}
        wide = list(font.DescendantFonts[0].W)
        for first, run in zip(wide[::2], wide[1::2], strict=True):
            self.width.update({int(first) + place: float(width) for place, width in enumerate(run)})

    def read(self, shown: Any) -> tuple[str, float]:
        """Text, and how far it moves on, in thousandths of its size."""
        glyphs, moved = [], 0.0
        for part in shown if isinstance(shown, pikepdf.Array) else [shown]:
            if isinstance(part, pikepdf.String):
                data = bytes(part)
                glyphs += [int.from_bytes(data[place : place + 2], "big") for place in range(0, len(data), 2)]
            else:
                moved -= float(part)
        return "".join(self.text.get(glyph, "") for glyph in glyphs), moved + sum(
            self.width[glyph] for glyph in glyphs
        )


def _numbers(operands: Any) -> tuple[float, ...]:
    return tuple(float(operand) for operand in operands)


def _times(one: tuple[float, ...], other: tuple[float, ...]) -> tuple[float, ...]:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _point(place: tuple[float, ...], matrix: tuple[float, ...], height: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * place[0] + c * place[1] + e, height - (b * place[0] + d * place[1] + f)


def said(found: list[Page]) -> Iterator[str]:
    """Text of every run, in the order of reading."""
    return (run.text for page in found for run in page.runs)
