"""Colours of a screen → what a press prints them with, by the ICC profile that it gives: cyan, magenta, yellow and black, 0 to 1 each."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image, ImageCms

from kyyeu.outputs.booklets.metadata import srgb

Amounts = tuple[float, ...]
WHITE, BLACK = (
    255,
    12,
)  # of 255: paper; per cent of lightness: so dark a letter is printed solid, since a screen would fray its edge
DARK, NEUTRAL = (
    128,
    20,
)  # of 255: the lightest of the three, and how far they may lie apart, for a colour of type to be a grey


class Inks:
    """Neutral colours are black ink alone: type in four inks gets coloured seams. All else is what the profile says, so that no more
    ink lies on one spot than it allows."""

    def __init__(self, profile: bytes) -> None:
        press, screen = (
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.ImageCmsProfile(io.BytesIO(srgb())),
        )
        self.name = (ImageCms.getProfileDescription(press) or "").strip() or "CMYK"
        intent = ImageCms.Intent.RELATIVE_COLORIMETRIC
        self._press = ImageCms.buildTransform(
            screen, press, "RGB", "CMYK", intent, ImageCms.Flags.BLACKPOINTCOMPENSATION
        )
        look = ImageCms.buildTransform(press, ImageCms.createProfile("LAB"), "CMYK", "LAB", intent)
        wedge = Image.frombytes(
            "CMYK", (256, 1), bytes(value for black in range(256) for value in (0, 0, 0, black))
        )
        self._lightness = [
            value / 2.55 for value in _turned(wedge, look).tobytes()[::3]
        ]  # of each amount of black
        self._known: dict[bytes, Amounts] = {}

    def of(self, colour: Sequence[float]) -> Amounts:
        """The inks of a flat colour, red, green and blue from 0 to 1."""
        return (0.0, 0.0, 0.0, self._black(colour)) if is_grey(colour) else self.mixed(colour)

    def mixed(self, colour: Sequence[float]) -> Amounts:
        """The same by the profile alone: a colour among those of a gradient."""
        pixel = bytes(_levels(colour))
        if pixel not in self._known:
            self._known[pixel] = tuple(
                value / 255 for value in self.picture(Image.frombytes("RGB", (1, 1), pixel)).tobytes()
            )
        return self._known[pixel]

    def picture(self, picture: Image.Image) -> Image.Image:
        return _turned(picture, self._press)

    def _black(self, colour: Sequence[float]) -> float:
        """As much of it as looks as light, when the darkest that it can be stands for black."""
        wanted = _lightness(colour)
        if wanted <= BLACK:
            return 1.0
        paper, solid = self._lightness[0], self._lightness[-1]
        aimed = solid + (paper - solid) * wanted / 100
        return min(range(256), key=lambda amount: abs(self._lightness[amount] - aimed)) / 255


def _turned(picture: Image.Image, transform: ImageCms.ImageCmsTransform) -> Image.Image:
    made = ImageCms.applyTransform(picture, transform)
    assert made is not None, "not in place"
    return made


def is_grey(colour: Sequence[float]) -> bool:
    levels = _levels(colour)
    apart = max(levels) - min(levels)
    return apart == 0 or (max(levels) <= DARK and apart <= NEUTRAL)


def grey_of(colour: Sequence[float]) -> float:
    """How light a colour is where it masks others (PDF 1.7, 10.3.5)."""
    red, green, blue = colour
    return 0.3 * red + 0.59 * green + 0.11 * blue


def _levels(colour: Sequence[float]) -> list[int]:
    return [round(min(max(value, 0.0), 1.0) * WHITE) for value in colour]


def _lightness(colour: Sequence[float]) -> float:
    """L* of a colour in sRGB, 0 to 100."""
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in colour
    )
    light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return float(116 * light ** (1 / 3) - 16 if light > 0.008856 else 903.3 * light)
