"""Converts screen colours (RGB) to the inks of a printing press (CMYK), using the press's ICC profile.

Amounts of cyan, magenta, yellow and black ink are given as numbers from 0 to 1.
"""

import io
from collections.abc import Sequence

from PIL import Image, ImageCms

from kyyeu.outputs.booklets.pdf_file import srgb

ScreenColour = Sequence[float]  # A screen colour is given by its red, green and blue, each from 0 to 1.
InkAmounts = tuple[float, ...]
WHITE = 255
# Text whose lightness is at most this (per cent) is printed in solid black. A halftone (pattern of dots)
# would fray the edges of its letters.
SOLID = 12
# A dark colour counts as grey if its red, green and blue (each from 0 to 255) are at most DARK, and if they
# differ by at most NEUTRAL.
DARK, NEUTRAL = 128, 20


class Inks:
    """Converts screen colours to the four inks of one printing press.

    Grey and black text is printed in black ink alone, because text in four inks would get coloured edges. All
    other colours are mixed as the ICC profile says, so that no spot gets more ink than the press allows.
    """

    def __init__(self, profile: bytes) -> None:
        press = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        screen = ImageCms.ImageCmsProfile(io.BytesIO(srgb()))
        self.name = (ImageCms.getProfileDescription(press) or "").strip() or "CMYK"
        intent = ImageCms.Intent.RELATIVE_COLORIMETRIC
        self._to_press = ImageCms.buildTransform(
            screen, press, "RGB", "CMYK", intent, ImageCms.Flags.BLACKPOINTCOMPENSATION
        )
        to_lab = ImageCms.buildTransform(press, ImageCms.createProfile("LAB"), "CMYK", "LAB", intent)
        amounts_of_black = bytes(value for black in range(256) for value in (0, 0, 0, black))
        wedge = _transformed(Image.frombytes("CMYK", (256, 1), amounts_of_black), to_lab)
        # Holds the lightness L* of each amount of black ink on paper; the list index is the amount, from 0 to
        # 255.
        self._lightness = [value / 2.55 for value in wedge.tobytes()[::3]]
        self._mixed: dict[bytes, InkAmounts] = {}

    def of(self, colour: ScreenColour) -> InkAmounts:
        """Returns the amounts of the four inks with which text or a flat area in a screen colour is printed.

        Grey is printed in black ink only.
        """
        return (0.0, 0.0, 0.0, self._black(colour)) if is_grey(colour) else self.mixed(colour)

    def mixed(self, colour: ScreenColour) -> InkAmounts:
        """Returns the amounts of the four inks that the ICC profile gives for a screen colour.

        Even grey is mixed from four inks here. Otherwise a gradient from a colour to grey would show a
        visible step.
        """
        pixel = bytes(_levels(colour))
        if pixel not in self._mixed:
            inks = self.picture(Image.frombytes("RGB", (1, 1), pixel)).tobytes()
            self._mixed[pixel] = tuple(value / 255 for value in inks)
        return self._mixed[pixel]

    def picture(self, picture: Image.Image) -> Image.Image:
        """Converts an RGB picture to CMYK with the press's ICC profile."""
        return _transformed(picture, self._to_press)

    def _black(self, colour: ScreenColour) -> float:
        """Returns the amount of black ink, from 0 to 1, that looks as light on paper as a grey on the screen.

        The screen's lightness is scaled to the range between the white of the paper and solid black.
        """
        lightness = _lightness(colour)
        if lightness <= SOLID:
            return 1.0
        paper, darkest = self._lightness[0], self._lightness[-1]
        target = darkest + (paper - darkest) * lightness / 100
        return min(range(256), key=lambda amount: abs(self._lightness[amount] - target)) / 255


def _transformed(picture: Image.Image, transform: ImageCms.ImageCmsTransform) -> Image.Image:
    result = ImageCms.applyTransform(picture, transform)
    assert result is not None, "Pillow returns None only where it changes the picture itself"
    return result


def is_grey(colour: ScreenColour) -> bool:
    """Returns whether a screen colour is exactly grey, or dark and nearly grey."""
    levels = _levels(colour)
    difference = max(levels) - min(levels)
    return difference == 0 or (max(levels) <= DARK and difference <= NEUTRAL)


def luminosity(colour: ScreenColour) -> float:
    """Returns the luminosity, from 0 to 1, of a colour in a PDF soft mask (PDF 1.7, 10.3.5)."""
    red, green, blue = colour
    return 0.3 * red + 0.59 * green + 0.11 * blue


def _levels(colour: ScreenColour) -> list[int]:
    return [round(min(max(value, 0.0), 1.0) * WHITE) for value in colour]


def _lightness(colour: ScreenColour) -> float:
    """Returns the lightness L*, from 0 to 100, of an sRGB colour."""
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in colour
    )
    light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return float(116 * light ** (1 / 3) - 16 if light > 0.008856 else 903.3 * light)
