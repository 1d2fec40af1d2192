"""Reads the page frames that MkDocs rendered, and fills the content of record pages into them.

A frame is an empty page (header, menu, footer) with placeholders. There is one frame for each section of the
site and each folder depth, so that relative links are right on every page.
"""

import html
import re
from collections.abc import Mapping
from typing import TypeVar

from kyyeu.views.addresses import SECTIONS

DEPTHS = range(4)  # A page may lie 0 to 3 folders below the site's root.
FRAME_FOLDER = "khung"
_PLACEHOLDER = re.compile(r"@@kyyeu:(\w+)@@")

Frames = Mapping[tuple[str, int], str]
_File = TypeVar("_File")


def frame_path(section: str, depth: int) -> str:
    """Returns the path to which MkDocs writes a page frame (an empty page with placeholders for content).

    `depth` is the number of folders above the pages that use the frame. The frame of the home page is the
    file index.html itself.
    """
    if section == "home" and depth == 0:
        return "index.html"
    if depth == 0:
        return f"{FRAME_FOLDER}-{section}.html"
    return "/".join([FRAME_FOLDER, *"abc"[: depth - 1], f"{section}.html"])


FRAME_PATHS = frozenset(frame_path(section, depth) for section in SECTIONS for depth in DEPTHS)


def frames(files: Mapping[str, bytes]) -> Frames:
    """Returns the page frames that MkDocs wrote, as a dict from (section, folder depth) to HTML."""
    return {
        (section, depth): files[frame_path(section, depth)].decode()
        for section in SECTIONS
        for depth in DEPTHS
    }


def prose_files(files: Mapping[str, _File]) -> dict[str, _File]:
    """Returns those files written by MkDocs that are published unchanged: all except the page frames."""
    return {path: file for path, file in files.items() if path not in FRAME_PATHS}


def fill(
    frame: str, title: str, description: str, canonical: str, fragment: str, kind: str, head: str = ""
) -> str:
    """Returns the HTML of a page: a page frame with the page's content filled into its placeholders.

    `fragment` and `head` are HTML; the other values are plain texts and are escaped. A placeholder inside a
    value is not replaced. A placeholder with an unknown name stays as it is.
    """
    values = {
        "title": html.escape(title),
        "description": html.escape(description),
        "canonical": html.escape(canonical),
        "fragment": fragment,
        "kind": html.escape(kind),
        "head": head,
    }
    return _PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), frame)
