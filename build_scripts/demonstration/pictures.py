"""The built demonstration → the README's pictures of site and booklet (docs/*.png).

Run as `python -m demonstration.pictures [--check]`; --check exits 1 where a picture no longer looks like what is built."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from pikepdf import Pdf
from PIL import Image, ImageChops, ImageStat

HOME = Path(__file__).resolve().parents[2]
PICTURES = HOME / "docs"
LOADED = """async () => {
  for (const image of document.images) image.loading = 'eager';
  await Promise.all([...document.images].map(image => image.decode().catch(() => null)));
}"""
ALIKE = (
    6.0  # mean difference of grey levels (0–255) of two thumbnails that a reader would call the same picture
)


def difference(one: Image.Image, other: Image.Image) -> float:
    """How far apart two pictures look, 0 to 255; a changed word hardly counts, a changed look does."""
    small = [picture.convert("L").resize((160, 120), Image.Resampling.LANCZOS) for picture in (one, other)]
    return float(ImageStat.Stat(ImageChops.difference(*small)).mean[0])


def is_current(name: str, site: Path) -> bool:
    with Image.open(PICTURES / f"{name}.png") as kept:
        return difference(kept, DRAW[name](site)) <= ALIKE


def draw_site(site: Path) -> Image.Image:
    """The home page at 1280 and 390 px, side by side."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    shots = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--allow-file-access-from-files"]
        )
        for width, height, page_name in (
            (1280, 1500, "index.html"),
            (390, 1500, "dien-hinh/thpt-suoi-ngoc/quach-ngan-khe/index.html"),
        ):
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto((site / page_name).as_uri())
            page.evaluate(LOADED)
            shots.append(Image.open(io.BytesIO(page.screenshot())).convert("RGB"))
        browser.close()
    return _beside(shots, 24).resize((845, 750), Image.Resampling.LANCZOS)


def draw_booklet(site: Path) -> Image.Image:
    """Cover, contents, the divider before the people and the first of them, side by side."""
    book = site / "an-pham/so-gddt/ky-yeu-2015-2020.pdf"
    with Pdf.open(book) as pdf, pdf.open_outline() as outline:
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}
        people = next(item for item in outline.root if item.title.startswith("Phần hai"))
        leads: list[Any] = [people.destination, people.children[0].destination]
        first = [numbers[destination[0].objgen] for destination in leads]
    with tempfile.TemporaryDirectory() as folder:
        pages = []
        for number in (1, 3, *first):
            subprocess.run(
                [
                    "pdftoppm",
                    "-r",
                    "110",
                    "-f",
                    str(number),
                    "-l",
                    str(number),
                    "-png",
                    str(book),
                    f"{folder}/{number}",
                ],
                check=True,
            )
            pages.append(Image.open(next(Path(folder).glob(f"{number}-*.png"))).convert("RGB"))
        sheet = _beside(pages, 16)
    return sheet.resize((sheet.width // 2, sheet.height // 2), Image.Resampling.LANCZOS)


def _beside(pictures: list[Image.Image], gap: int) -> Image.Image:
    sheet = Image.new(
        "RGB",
        (
            sum(entry.width for entry in pictures) + gap * (len(pictures) + 1),
            max(entry.height for entry in pictures) + 2 * gap,
        ),
        "#8a8178",
    )
    left = gap
    for entry in pictures:
        sheet.paste(entry, (left, gap))
        left += entry.width + gap
    return sheet


DRAW = {"site": draw_site, "booklet": draw_booklet}


def main(arguments: list[str]) -> int:
    site = HOME / "site"
    if "--check" in arguments:
        return int(not all(is_current(name, site) for name in DRAW))
    PICTURES.mkdir(exist_ok=True)
    for name, draw in DRAW.items():
        draw(site).quantize(256).save(PICTURES / f"{name}.png", optimize=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
