"""Helpers for tests of printed works: they make the works, and read each word of a PDF with its position."""

import re
import subprocess
from collections.abc import Sequence
from html import unescape
from pathlib import Path
from typing import NamedTuple

from kyyeu.model.conferences import Conference
from kyyeu.outputs.booklets.editions import SCREEN, Edition
from kyyeu.outputs.booklets.production import FinishedBooklet, booklet_files
from kyyeu.outputs.booklets.works import Work
from kyyeu.views.catalogue import Catalogue
from kyyeu.work.run import Worker

from tests.building import SAMPLE

MM = 72 / 25.4  # One millimetre in PDF points


class Word(NamedTuple):
    """A word of a PDF: its text, its page (counted from 0) and the edges of its box.

    The edges are measured from the page's top left corner, in PDF points or in another unit.
    """

    text: str
    page: int
    left: float
    top: float
    right: float
    bottom: float


def words_of(pdf: Path, unit: float = 1, shares: bool = False) -> list[Word]:
    """Returns every word of a PDF with its page and its box, in reading order.

    Edges of boxes are in PDF points divided by `unit`. If `shares` is true, they are shares of the page's
    width and height.
    """
    xml = subprocess.run(
        ["pdftotext", "-bbox", "-enc", "UTF-8", str(pdf), "-"], check=True, capture_output=True, text=True
    ).stdout
    box = r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>'
    words = []
    for number, page in enumerate(xml.split("<page ")[1:]):
        sides = [float(side) for side in re.findall(r'(?:width|height)="([\d.]+)"', page)[:2]]
        for *edges, text in re.findall(box, page):
            scaled = (
                float(edge) / (side if shares else unit) for edge, side in zip(edges, sides * 2, strict=True)
            )
            words.append(Word(unescape(text), number, *scaled))
    return words


def print_works(
    worker: Worker,
    shown: Catalogue,
    works: Sequence[str],
    editions: Sequence[Edition] = (SCREEN,),
    of: str = "",
) -> list[FinishedBooklet]:
    """Makes the printed works with the given ids, in those of the given `editions` that they have.

    `of` is the conference whose works are made; without it, the works of every conference are made.
    """

    def wanted(work: Work, conference: Conference) -> list[Edition]:
        if work.id not in works or of not in ("", conference.ref):
            return []
        return [edition for edition in work.editions if edition in editions]

    return booklet_files(worker, SAMPLE, shown, wanted, frozenset())
