"""The built demonstration → the README's pictures of site and booklet (docs/*.png), each noting the theme it shows.

Run as `python -m build_scripts.demonstration.pictures [--check]`; --check exits 1 where a picture shows an older theme."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, PngImagePlugin

from build_scripts.work.job import hash_files

HOME = Path(__file__).resolve().parents[2]
PICTURES = HOME / "docs"
NOTE = "theme"


def theme_of(name: str) -> str:
    """Hash of what decides how a picture looks: the look, not the words."""
    folders = {"site": ("tokens.css", "pages/**/*", "site/**/*"), "booklet": ("tokens.css", "print/**/*")}
    return hash_files(HOME / "theme", folders[name])


def is_current(name: str) -> bool:
    with Image.open(PICTURES / f"{name}.png") as picture:
        return picture.info.get(NOTE) == theme_of(name)


def draw_site() -> Image.Image:
    """The home page at 1280 and 390 px, side by side."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    shots = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--allow-file-access-from-files"])
        for width, height, page_name in ((1280, 1500, "index.html"), (390, 1500, "dien-hinh/thpt-suoi-ngoc/quach-ngan-khe/index.html")):
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto((HOME / "site" / page_name).as_uri())
            shots.append(Image.open(io.BytesIO(page.screenshot())).convert("RGB"))
        browser.close()
    return _beside(shots, 24).resize((845, 750), Image.Resampling.LANCZOS)


def draw_booklet() -> Image.Image:
    """Cover, contents, a profile and the appendix's neighbour, as a spread."""
    book = HOME / "site/an-pham/so-gddt/ky-yeu-2015-2020.pdf"
    with tempfile.TemporaryDirectory() as folder:
        pages = []
        for number in (1, 3, 9, 14):
            subprocess.run(
                ["pdftoppm", "-r", "110", "-f", str(number), "-l", str(number), "-png", str(book), f"{folder}/{number}"], check=True
            )
            pages.append(Image.open(next(Path(folder).glob(f"{number}-*.png"))).convert("RGB"))
        sheet = _beside(pages, 16)
    return sheet.resize((sheet.width // 2, sheet.height // 2), Image.Resampling.LANCZOS)


def _beside(pictures: list[Image.Image], gap: int) -> Image.Image:
    sheet = Image.new(
        "RGB",
        (sum(entry.width for entry in pictures) + gap * (len(pictures) + 1), max(entry.height for entry in pictures) + 2 * gap),
        "#8a8178",
    )
    left = gap
    for entry in pictures:
        sheet.paste(entry, (left, gap))
        left += entry.width + gap
    return sheet


def main(arguments: list[str]) -> int:
    if "--check" in arguments:
        return int(not all(is_current(name) for name in ("site", "booklet")))
    PICTURES.mkdir(exist_ok=True)
    for name, draw in (("site", draw_site), ("booklet", draw_booklet)):
        note = PngImagePlugin.PngInfo()
        note.add_text(NOTE, theme_of(name))
        draw().quantize(256).save(PICTURES / f"{name}.png", optimize=True, pnginfo=note)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
