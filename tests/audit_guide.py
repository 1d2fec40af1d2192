"""`make audit`, its part for the guide: LibreOffice draws sheets of the sample's workbook, which are held against the guide's pictures.

`python -m tests.audit_guide` takes the pictures anew."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageChops

from build_scripts.demonstration import pictures
from tests.audit_office import OFFICE
from tests.building import HOME, copy_sample
from tests.filling import opened

GUIDE = HOME / "content/huong-dan/anh"
SHEETS = {"so-dien-hinh": "Điển hình", "so-chuong-trinh": "Chương trình"}
WIDTH, MARGIN = 1100, 12  # pixels
RESOLUTION = 220


def drawn() -> Iterator[tuple[str, Image.Image]]:
    """The head of each sheet's first printed page, by the picture's name."""
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder)
        opened(copy_sample(top / "sample")).save(top / "so.xlsx")
        profile = f"-env:UserInstallation={(top / 'profile').as_uri()}"
        subprocess.run([OFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(top / "so.xlsx")],
                       check=True, capture_output=True, timeout=300)
        said = subprocess.run(["pdftotext", "-layout", str(top / "so.pdf"), "-"], check=True, capture_output=True, text=True).stdout
        heads = [page.strip().partition("\n")[0] for page in said.split("\f")]
        for name, title in SHEETS.items():
            page = str(1 + next(number for number, head in enumerate(heads) if head.endswith(f"  {title}")))
            subprocess.run(["pdftoppm", "-r", str(RESOLUTION), "-f", page, "-l", page, "-singlefile", "-png", str(top / "so.pdf"),
                            str(top / name)], check=True, capture_output=True)
            with Image.open(top / f"{name}.png") as shot:
                yield name, _head(shot.convert("RGB"))


def _head(page: Image.Image) -> Image.Image:
    """What stands on it above the page's number, as wide as the guide shows it."""
    page = page.crop((0, 0, page.width, page.height * 19 // 20))
    left, top, right, bottom = ImageChops.invert(page).getbbox() or (0, 0, *page.size)
    found = page.crop((left - MARGIN, top - MARGIN, right + MARGIN, bottom + MARGIN))
    return found.resize((WIDTH, round(found.height * WIDTH / found.width)), Image.Resampling.LANCZOS)


def unlike() -> list[str]:
    """Names of the pictures that no longer show the workbook as it is."""
    found = []
    for name, now in drawn():
        with Image.open(GUIDE / f"{name}.webp") as kept:
            if pictures.difference(kept.convert("RGB"), now) > pictures.ALIKE or abs(kept.height - now.height) > kept.height // 10:
                found.append(name)
    return found


if __name__ == "__main__":
    for picture, image in drawn():
        image.save(GUIDE / f"{picture}.webp", quality=82, method=6)
        print(f"{GUIDE / picture}.webp")
