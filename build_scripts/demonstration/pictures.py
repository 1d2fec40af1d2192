"""Makes the README's pictures of the site and a booklet (docs/*.png) from the built demonstration site.

Run as `python -m demonstration.pictures [--check]`. With --check nothing is written, and the exit code is 1
if a picture in docs/ no longer looks like the built site.
"""

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
# Two pictures count as the same if their thumbnails differ by at most this many grey levels (0–255) on
# average.
ALIKE = 6.0


def difference(one: Image.Image, other: Image.Image) -> float:
    """Returns a number from 0 to 255 that says how different two pictures look.

    The pictures are compared as small grey thumbnails. A changed word hardly counts, a changed design does.
    """
    small = [picture.convert("L").resize((160, 120), Image.Resampling.LANCZOS) for picture in (one, other)]
    return float(ImageStat.Stat(ImageChops.difference(*small)).mean[0])


def is_current(name: str, site: Path) -> bool:
    """Returns whether the picture docs/<name>.png still shows how the site in the folder `site` looks."""
    with Image.open(PICTURES / f"{name}.png") as kept:
        return difference(kept, DRAW[name](site)) <= ALIKE


def draw_site(site: Path) -> Image.Image:
    """Returns one picture with two screenshots: the home page, 1280 px wide, and a profile, 390 px wide."""
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
    """Returns one picture of four pages of a kỷ yếu (the book of a conference).

    The pages are the cover, the contents, the first page of the part with people, and the first profile.
    """
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
    """Returns one picture that shows pictures side by side on grey, with `gap` pixels around each of them."""
    sheet = Image.new(
        "RGB",
        (
            sum(picture.width for picture in pictures) + gap * (len(pictures) + 1),
            max(picture.height for picture in pictures) + 2 * gap,
        ),
        "#8a8178",
    )
    left = gap
    for picture in pictures:
        sheet.paste(picture, (left, gap))
        left += picture.width + gap
    return sheet


DRAW = {"site": draw_site, "booklet": draw_booklet}


def main(arguments: list[str]) -> int:
    """Writes the README's pictures, or with --check compares them with the site; returns the exit code."""
    site = HOME / "site"
    if "--check" in arguments:
        return int(not all(is_current(name, site) for name in DRAW))
    for name, draw in DRAW.items():
        draw(site).quantize(256).save(PICTURES / f"{name}.png", optimize=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
