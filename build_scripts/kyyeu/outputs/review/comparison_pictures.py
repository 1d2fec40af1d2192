"""Changed pages → PNG pictures, before on the left and after on the right, with a bar beside the rows that differ."""

from __future__ import annotations

import http.server
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image, ImageChops, ImageDraw

from kyyeu.outputs.review.changed_pages import ChangedBooklet, ChangedPage
from kyyeu.vietnamese import slug
from kyyeu.work.place import Source

MOST = 12  # pictures of a kind; more tell a reviewer nothing
DPI = 80
_WIDTH, _HEIGHT = 800, 8000  # pixels of a page of the site, before what is empty below is cut off
_AROUND, _TALLEST = 160, 1800  # pixels shown above and below what differs; of a picture
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
    """Name of each picture written and what it shows, for the first MOST pages; `old_too`: what they were like before as well."""
    found: list[tuple[str, str]] = []
    for booklet in booklets:
        for old, new in booklet.pages:
            if new is not None and len(found) < MOST:
                name = f"{slug(booklet.name.removesuffix('.pdf'))}-trang-{new + 1}.png"
                _side_by_side(
                    _drawn(booklet.before, old) if old_too else None, _drawn(booklet.after, new)
                ).save(folder / name)
                found.append((name, f"{booklet.name}, trang {new + 1} của tệp"))
    return found


def page_pictures(
    pages: Sequence[ChangedPage],
    before: Mapping[str, Source],
    after: Mapping[str, Source],
    folder: Path,
    *,
    old_too: bool,
) -> list[tuple[str, str]]:
    """The same for pages of the site; none where there is no Chromium."""
    browser = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if browser is None or not pages:
        return []
    found = []
    with _served(before) as old_site, _served(after) as new_site:
        for page in [page for page in pages if page.after is not None][:MOST]:
            sides = [
                _photographed(browser, f"{site}{page.address}") if wanted else None
                for site, wanted in ((old_site, old_too and page.before is not None), (new_site, True))
            ]
            name = f"{slug(page.address) or 'trang-chu'}.png"
            _side_by_side(*sides).save(folder / name)
            found.append((name, page.title))
    return found


def _drawn(path: Path | None, number: int | None) -> Image.Image | None:
    if path is None or number is None:
        return None
    with pypdfium2.PdfDocument(path) as book:
        picture: Image.Image = book[number].render(scale=DPI / 72).to_pil().convert("RGB")
        return picture


def _photographed(browser: str, address: str) -> Image.Image:
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
            return _cut(picture.convert("RGB"))


def _cut(picture: Image.Image) -> Image.Image:
    """Without the rows at the foot that are all like the last one."""
    last = picture.crop((0, picture.height - 1, picture.width, picture.height)).resize(picture.size)
    box = ImageChops.difference(picture, last).getbbox()
    return picture.crop((0, 0, picture.width, min(picture.height, box[3] + _GAP) if box else picture.height))


def _side_by_side(before: Image.Image | None, after: Image.Image | None) -> Image.Image:
    if before is not None and after is not None:
        before, after = _around(before, after)
    shown = [picture for picture in (before, after) if picture is not None]
    width, height = max(picture.width for picture in shown), max(picture.height for picture in shown)
    whole = Image.new("RGB", (2 * width + 3 * _GAP, height + 2 * _GAP), (225, 225, 225))
    for place, picture in ((0, before), (1, after)):
        if picture is not None:
            whole.paste(picture, (_GAP + place * (width + _GAP), _GAP))
    if before is not None and after is not None:
        draw = ImageDraw.Draw(whole)
        for top, bottom in _rows(before, after):
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


def _around(before: Image.Image, after: Image.Image) -> tuple[Image.Image, Image.Image]:
    """Of tall pictures the part that differs first, with what stands around it."""
    tallest = max(before.height, after.height)
    rows = list(_rows(before, after))
    if tallest <= _TALLEST or not rows:
        return before, after
    top = max(0, rows[0][0] - _AROUND)
    bottom = min(tallest, rows[-1][1] + _AROUND, top + _TALLEST)
    return before.crop((0, top, before.width, bottom)), after.crop((0, top, after.width, bottom))


def _rows(before: Image.Image, after: Image.Image) -> Iterator[tuple[int, int]]:
    """Runs of rows in which the two differ, those that are near together in one."""
    size = (max(before.width, after.width), max(before.height, after.height))
    canvases = []
    for picture in (before, after):
        canvas = Image.new("RGB", size, (255, 255, 255))
        canvas.paste(picture)
        canvases.append(canvas)
    rows = (
        ImageChops.difference(*canvases)
        .convert("L")
        .point(lambda value: 255 if value > 24 else 0)
        .reduce((size[0], 1))
    )
    differ = [number for number, value in enumerate(rows.getdata()) if value]
    start = previous = None
    for number in differ:
        if start is None or previous is None:
            start = number
        elif number - previous > 12:
            yield start, previous
            start = number
        previous = number
    if start is not None and previous is not None:
        yield start, previous


@contextmanager
def _served(files: Mapping[str, Source]) -> Iterator[str]:
    """The files as a site on this machine, for as long as the block lasts."""
    with tempfile.TemporaryDirectory() as folder:
        for name, source in files.items():
            path = Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.symlink_to(source.path.resolve())
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=folder))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/"
        finally:
            server.shutdown()
            server.server_close()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: Any) -> None:
        """Says nothing."""
