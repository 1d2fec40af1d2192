"""Reads the page frames that MkDocs rendered, and fills the content of record pages into them.

A frame is a page (header, menu, footer) with placeholders. There is one for each section and depth of
folders, so that relative links are right on every page.
"""

import html
import re
from collections.abc import Mapping
from typing import TypeVar

from kyyeu.views.addresses import SECTIONS

DEPTHS = range(4)  # Possible depths of a page's folder below the site's root.
FRAME_FOLDER = "khung"
_PLACEHOLDER = re.compile(r"@@kyyeu:(\w+)@@")

Frames = Mapping[tuple[str, int], str]
_File = TypeVar("_File")


def frame_path(section: str, depth: int) -> str:
    """Returns the path to which MkDocs writes a page frame (a page with placeholders for its content).

    The frame of the home page is the file index.html itself.
    """
    if section == "home" and depth == 0:
        return "index.html"
    if depth == 0:
        return f"{FRAME_FOLDER}-{section}.html"
    return "/".join([FRAME_FOLDER, *"abc"[: depth - 1], f"{section}.html"])


FRAME_PATHS = frozenset(frame_path(section, depth) for section in SECTIONS for depth in DEPTHS)


def frames(files: Mapping[str, bytes]) -> Frames:
    """Returns the page frames that MkDocs wrote, by section of the site and depth of folders."""
    return {
        (section, depth): files[frame_path(section, depth)].decode()
        for section in SECTIONS
        for depth in DEPTHS
    }


def prose_files(files: Mapping[str, _File]) -> dict[str, _File]:
    """Returns the files that MkDocs wrote and that are published unchanged: all except the page frames."""
    return {path: file for path, file in files.items() if path not in FRAME_PATHS}


def fill(
    frame: str, title: str, description: str, canonical: str, fragment: str, kind: str, head: str = ""
) -> str:
    """Returns a page frame with a page's content filled into its placeholders.

    `fragment` and `head` are HTML, the other values are texts and get escaped. All placeholders are replaced
    in one pass, so that placeholders inside a value are not replaced. A placeholder with an unknown name
    stays.
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
