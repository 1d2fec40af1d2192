"""What MkDocs' run left (frame.py) → frames by section and depth, and a page = a frame with its fragment filled in.

MkDocs is not imported here: with the run in the cache it never starts."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from pathlib import Path

from kyyeu.loading.files import GUIDE_PICTURES
from kyyeu.loading.files import is_guide_picture as is_guide_picture
from kyyeu.loading.files import is_prose as is_prose  # also for those who read what MkDocs left
from kyyeu.views.addresses import SECTIONS
from kyyeu.views.site.site_frame import SiteView
from kyyeu.work.job import Job, code_version, hash_files, key

DEPTHS = range(4)
FRAME_FOLDER = "khung"
PROSE_FILES = (
    "*.md",
    "huong-dan/**/*.md",
    f"{GUIDE_PICTURES}*.webp",
)  # below content/: what MkDocs may read, and nothing else
_TOKEN = re.compile(r"@@kyyeu:(\w+)@@")

Frames = Mapping[tuple[str, int], str]


def prose_job(home: Path, root: Path, settings: SiteView) -> Job:
    """MkDocs' run as a cached job: an edit to a record does not start it. Its result is a folder; see `frames` and `prose_files`.

    `home` holds theme/ and mkdocs.yml, `root` the content."""
    theme = hash_files(home / "theme" / "site", ("**/*.html", "**/*.svg"))
    found = key(
        "prose", settings, code_version(), prose_hash(root), theme, (home / "mkdocs.yml").read_bytes()
    )
    return Job("prose", "bài viết của trang", found, render_prose, (home, root, settings))


def prose_hash(root: Path) -> str:
    """All that MkDocs reads of content/, by name and bytes."""
    return hash_files(root / "content", PROSE_FILES)


def render_prose(home: Path, root: Path, settings: SiteView) -> dict[str, bytes]:
    """MkDocs' output by path: prose pages and frames (see frame.py)."""
    from kyyeu.outputs.site import frame

    return frame.render_prose(home, root, settings)


def frame_path(section: str, depth: int) -> str:
    """Where MkDocs writes a frame; the home page's own file is the frame of the home page."""
    if section == "home" and depth == 0:
        return "index.html"
    return (
        "/".join([FRAME_FOLDER, *"abc"[: depth - 1], f"{section}.html"])
        if depth
        else f"{FRAME_FOLDER}-{section}.html"
    )


def frames(files: Mapping[str, bytes]) -> Frames:
    return {
        (section, depth): files[frame_path(section, depth)].decode()
        for section in SECTIONS
        for depth in DEPTHS
    }


def prose_files(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """What of MkDocs' output is published as it stands: everything but the frames."""
    taken = {frame_path(section, depth) for section in SECTIONS for depth in DEPTHS}
    return {path: data for path, data in files.items() if path not in taken}


def fill(
    frame: str, title: str, description: str, canonical: str, fragment: str, kind: str, head: str = ""
) -> str:
    """The page: `fragment` and `head` are HTML, everything else is text. One pass, so a value is never searched for tokens;
    what looks like a token and is none stays as it is written."""
    values = {
        "title": html.escape(title),
        "description": html.escape(description),
        "canonical": html.escape(canonical),
        "fragment": fragment,
        "kind": html.escape(kind),
        "head": head,
    }
    return _TOKEN.sub(lambda match: values.get(match[1], match[0]), frame)
