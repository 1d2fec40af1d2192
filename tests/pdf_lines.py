"""Reads the texts and straight lines that are drawn on the pages of a PDF, with positions in points."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

import pikepdf


@dataclass(frozen=True)
class Run:
    """A run: a piece of text in one font on a PDF page.

    Its edges and its baseline are measured in points from the page's top left corner.
    """

    text: str
    face: str
    size: float
    left: float
    right: float
    base: float
    color: tuple[float, ...]


@dataclass(frozen=True)
class Stroke:
    """A straight line on a PDF page, measured in points from the page's top left corner."""

    left: float
    right: float
    top: float
    bottom: float


@dataclass
class Page:
    """A PDF page: its size, its runs (pieces of text) and its straight lines, in the order of drawing."""

    width: float
    height: float
    runs: list[Run] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)

    def lines(self) -> list[list[Run]]:
        """Returns the lines of text on the page, each as a list of runs (pieces of text in one font).

        Lines are in the order in which the PDF draws them.
        """
        return [list(line) for _, line in groupby(self.runs, key=lambda run: round(run.base, 1))]

    def find(self, text: str) -> Run:
        """Returns the line of the page that begins with the given text, as one run.

        Fails if the page has no such line.
        """
        for line in self.lines():
            whole = "".join(run.text for run in line)
            if whole.startswith(text):
                return replace(line[0], text=whole, right=line[-1].right)
        raise AssertionError(f"{text!r} is not on the page")


def pages(pdf: pikepdf.Pdf) -> list[Page]:
    return [_read(page) for page in pdf.pages]


def _read(page: pikepdf.Page) -> Page:
    left, bottom, right, top = (float(edge) for edge in page.trimbox)
    measured = Page(right - left, top - bottom)
    fonts = {name: _Font(font) for name, font in page.Resources.get("/Font", {}).items()}
    matrix, color, stack = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0), (0.0,), []
    font, size, text, start = "", 0.0, (1.0, 0.0, 0.0, 1.0, 0.0, 0.0), (0.0, 0.0)
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "q":
                stack.append((matrix, color))
            case "Q":
                matrix, color = stack.pop()
            case "cm":
                matrix = _times(_numbers(operands), matrix)
            case "rg" | "g":
                color = _numbers(operands)
            case "Tf":
                font, size = str(operands[0]), float(operands[1])
            case "Tm":
                text = _times(_numbers(operands), matrix)
            case "TJ" | "Tj":
                words, advance = fonts[font].read(operands[0])
                points, left = size * abs(text[0]), text[4]
                right, base = left + advance * points / 1000, measured.height - text[5]
                measured.runs.append(Run(words, fonts[font].name, points, left, right, base, color))
            case "m":
                start = _point(_numbers(operands), matrix, measured.height)
            case "l":
                end = _point(_numbers(operands), matrix, measured.height)
                across, down = sorted((start[0], end[0])), sorted((start[1], end[1]))
                measured.strokes.append(Stroke(*across, *down))
    return measured


class _Font:
    def __init__(self, font: Any) -> None:
        self.name = str(font.BaseFont).partition("+")[2]
        cmap = font.ToUnicode.read_bytes().decode("ascii")
        self.text = {
            int(glyph, 16): bytes.fromhex(letters).decode("utf-16-be")
            for glyph, letters in re.findall(r"<(\w{4})> <(\w*)>\n", cmap)
        }
        wide = list(font.DescendantFonts[0].W)
        self.width = {
            int(first) + place: float(width)
            for first, run in zip(wide[::2], wide[1::2], strict=True)
            for place, width in enumerate(run)
        }

    def read(self, shown: Any) -> tuple[str, float]:
        """Returns the text that a PDF operand draws, and its width in thousandths of the font size."""
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


def texts(pages: Iterable[Page]) -> Iterator[str]:
    return (run.text for page in pages for run in page.runs)
