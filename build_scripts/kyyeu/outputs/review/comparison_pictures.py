"""Draws changed pages as PNG pictures for reviewers: the old page left, the new page right.

Red bars between both pages mark the changes.
"""

import http.server
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image, ImageChops, ImageDraw

from kyyeu.outputs.review.changed_pages import ChangedBooklet, ChangedPage, stretches
from kyyeu.vietnamese import slug
from kyyeu.work.source import Source

# A reviewer is shown at most this many pictures of changed site pages, and as many of changed booklet pages.
MOST = 12
DPI = 80
# The width and height in pixels of the browser window that draws a page of the site. The empty space at the
# page's end is then cut off.
_WIDTH, _HEIGHT = 800, 8000
# The height in pixels that is shown above and below a difference, and the height of the tallest picture.
_AROUND, _TALLEST = 160, 1800
_GAP, _BAR = 24, 6
_RED = (176, 0, 32)
_OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-prefers-reduced-motion",
    "--run-all-compositor-stages-before-draw",
    "--virtual-time-budget=10000",
)
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def booklet_pictures(
    booklets: Sequence[ChangedBooklet], folder: Path, *, old_too: bool
) -> list[tuple[str, str]]:
    """Draws the first MOST changed pages of booklets as PNG files in `folder`.

    Returns the pictures' file names, each with a description. If `old_too` is true, the pictures also show
    the pages as they were before the change.
    """
    pictures: list[tuple[str, str]] = []
    for booklet in booklets:
        for old, new in booklet.pages:
            if new is not None and len(pictures) < MOST:
                name = f"{slug(booklet.name.removesuffix('.pdf'))}-trang-{new + 1}.png"
                _side_by_side(
                    _page_picture(booklet.before, old) if old_too else None, _page_picture(booklet.after, new)
                ).save(folder / name)
                pictures.append((name, f"{booklet.name}, trang {new + 1} của tệp"))
    return pictures


def page_pictures(
    pages: Sequence[ChangedPage],
    before: Mapping[str, Source],
    after: Mapping[str, Source],
    folder: Path,
    *,
    old_too: bool,
) -> list[tuple[str, str]]:
    """Draws the first MOST changed pages of the site as PNG files in `folder`.

    Returns the pictures' file names, each with a description. Returns [] if the browser Chromium is not
    installed.
    """
    browser = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if browser is None or not pages:
        return []
    shown = [page for page in pages if page.after is not None][:MOST]
    with (
        _local_site(before) as old_site,
        _local_site(after) as new_site,
        ThreadPoolExecutor(os.cpu_count() or 1) as browsers,
    ):
        shots = [
            [
                browsers.submit(_screenshot, browser, f"{site}{page.address}") if wanted else None
                for site, wanted in ((old_site, old_too and page.before is not None), (new_site, True))
            ]
            for page in shown
        ]
        pictures = []
        for page, (old, new) in zip(shown, shots, strict=True):
            name = f"{slug(page.address) or 'trang-chu'}.png"
            _side_by_side(old.result() if old else None, new.result() if new else None).save(folder / name)
            pictures.append((name, page.title))
    return pictures


def _page_picture(path: Path | None, number: int | None) -> Image.Image | None:
    if path is None or number is None:
        return None
    with pypdfium2.PdfDocument(path) as book:
        picture: Image.Image = book[number].render(scale=DPI / 72).to_pil().convert("RGB")
        return picture


def _screenshot(browser: str, address: str) -> Image.Image:
    with tempfile.TemporaryDirectory() as folder:
        shot = Path(folder) / "page.png"
        subprocess.run(
            [
                browser,
                *_OPTIONS,
                f"--user-data-dir={folder}/profile",
                f"--window-size={_WIDTH},{_HEIGHT}",
                f"--screenshot={shot}",
                address,
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
        with Image.open(shot) as picture:
            return _without_empty_end(picture.convert("RGB"))


def _without_empty_end(picture: Image.Image) -> Image.Image:
    """Returns the screenshot of a page without the empty space at its bottom.

    The empty space consists of the rows of pixels that equal the last row.
    """
    last = picture.crop((0, picture.height - 1, picture.width, picture.height)).resize(picture.size)
    box = ImageChops.difference(picture, last).getbbox()
    return picture.crop((0, 0, picture.width, min(picture.height, box[3] + _GAP) if box else picture.height))


def _side_by_side(before: Image.Image | None, after: Image.Image | None) -> Image.Image:
    if before is not None and after is not None:
        before, after = _crop_to_difference(before, after)
    shown = [picture for picture in (before, after) if picture is not None]
    width, height = max(picture.width for picture in shown), max(picture.height for picture in shown)
    whole = Image.new("RGB", (2 * width + 3 * _GAP, height + 2 * _GAP), (225, 225, 225))
    for place, picture in ((0, before), (1, after)):
        if picture is not None:
            whole.paste(picture, (_GAP + place * (width + _GAP), _GAP))
    if before is not None and after is not None:
        draw = ImageDraw.Draw(whole)
        for top, bottom in _different_rows(before, after):
            draw.rectangle(
                (
                    width + _GAP + (_GAP - _BAR) // 2,
                    _GAP + top,
                    width + _GAP + (_GAP + _BAR) // 2,
                    _GAP + bottom,
                ),
                fill=_RED,
            )
    return whole


def _crop_to_difference(before: Image.Image, after: Image.Image) -> tuple[Image.Image, Image.Image]:
    """Cuts tall pictures of the old and the new page down to the part around their differences."""
    tallest = max(before.height, after.height)
    rows = _different_rows(before, after)
    if tallest <= _TALLEST or not rows:
        return before, after
    top = max(0, rows[0][0] - _AROUND)
    bottom = min(tallest, rows[-1][1] + _AROUND, top + _TALLEST)
    return before.crop((0, top, before.width, bottom)), after.crop((0, top, after.width, bottom))


def _different_rows(before: Image.Image, after: Image.Image) -> list[list[int]]:
    """Returns the first and last pixel row of each stretch of rows in which two pictures differ.

    Stretches that are close together count as one.
    """
    size = (max(before.width, after.width), max(before.height, after.height))
    canvases = [Image.new("RGB", size, (255, 255, 255)) for _ in range(2)]
    for canvas, picture in zip(canvases, (before, after), strict=True):
        canvas.paste(picture)
    rows = (
        ImageChops.difference(*canvases)
        .convert("L")
        .point(lambda value: 255 if value > 24 else 0)
        .reduce((size[0], 1))
    )
    return stretches((number for number, value in enumerate(rows.getdata()) if value), gap=12)


@contextmanager
def _local_site(files: Mapping[str, Source]) -> Iterator[str]:
    """Starts a local web server for the files of a site, and yields its address.

    The server stops at the end of the `with` block.
    """
    with tempfile.TemporaryDirectory() as folder:
        for name, source in files.items():
            path = Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.symlink_to(source.checked().resolve())
        server = _LocalServer(("127.0.0.1", 0), partial(_Quiet, directory=folder))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/"
        finally:
            server.shutdown()
            server.server_close()


class _LocalServer(http.server.ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Prints no traceback if the browser closes a connection early, because it needs no more data."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: Any) -> None:
        """Keeps the local web server from printing a line for each request."""
