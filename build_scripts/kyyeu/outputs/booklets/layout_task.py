"""Describes what a worker process needs in order to lay out one part of a printed work."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ORIGIN = "https://booklet.invalid/"  # the layout engine asks for a part's files below this address
# links to another part of the book begin with this address; the part's name follows
LINK_TO_PART = f"{ORIGIN}part/"
PAGES = "pages.pdf"  # name of the file with the laid-out pages of a part, in the result of its job


@dataclass(frozen=True, slots=True)
class LayoutTask:
    """One part to lay out with a template of theme/print.

    `page_size` is (width, height) in mm for pages whose size the template leaves open. `files` are pairs of a
    name below ORIGIN and the file that has this name: fonts and photos. With `copyfit`, the type size is
    chosen so that the text fills its last page well; `max_pages` asks for the largest size that keeps to so
    many pages, 0 for no limit. With `bleed`, backgrounds reach 3 mm beyond the edge of the page.
    """

    name: str
    title: str
    template: str
    view: object
    theme: Path
    theme_hash: str
    files: tuple[tuple[str, Path], ...]
    page_size: tuple[float, float]
    copyfit: bool = False
    max_pages: int = 0
    tagged: bool = True
    bleed: bool = False
