"""`make audit` compares the user guide's pictures of the workbook with the workbook as LibreOffice draws it.

`python -m tests.audit_guide` draws these pictures anew.
"""

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from demonstration import pictures
from PIL import Image, ImageChops

from tests.audit_office import OFFICE
from tests.building import HOME, copy_sample, withheld_files
from tests.filling import sent_workbook

GUIDE = HOME / "theme/guide/anh"
# For each picture: the name of the workbook's sheet, and the left and right edge of the part shown, as shares
# of the sheet's width
SHEETS = {
    "so-dien-hinh": ("Điển hình", 0.0, 0.485),
    "so-chuong-trinh": ("Chương trình", 0.154, 0.825),
}
WIDTH, MARGIN = 1100, 12  # Width of the guide's pictures in pixels


def drawn() -> Iterator[tuple[str, Image.Image]]:
    """Yields the name and the image of each picture of the workbook in the user guide.

    Each image is cut out of the first page on which LibreOffice prints a sheet of the workbook.
    """
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder)
        sample = copy_sample(top / "sample")
        for file in withheld_files(sample):
            (sample / file).unlink()
        sent_workbook(sample).save(top / "so.xlsx")
        profile = f"-env:UserInstallation={(top / 'profile').as_uri()}"
        subprocess.run(
            [OFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(top / "so.xlsx")],
            check=True,
            capture_output=True,
            timeout=300,
        )
        pdf = str(top / "so.pdf")
        text = subprocess.run(
            ["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True
        ).stdout
        heads = [page.strip().partition("\n")[0] for page in text.split("\f")]
        for name, (title, left, right) in SHEETS.items():
            page = str(1 + next(number for number, head in enumerate(heads) if head.endswith(f"  {title}")))
            command = f"pdftoppm -r 220 -f {page} -l {page} -singlefile -png".split()
            subprocess.run([*command, pdf, str(top / name)], check=True, capture_output=True)
            with Image.open(top / f"{name}.png") as shot:
                yield name, _part(shot.convert("RGB"), left, right)


def _part(page: Image.Image, left: float, right: float) -> Image.Image:
    """Cuts a picture for the user guide out of a printed page, without running head and folio.

    `left` and `right` are the edges of the part, as shares of the width of what is drawn on the page. The
    result has the width of the guide's pictures.
    """
    page = page.crop((0, page.height // 16, page.width, page.height * 19 // 20))
    first, top, last, bottom = ImageChops.invert(page).getbbox() or (0, 0, *page.size)
    wide = last - first
    cut = page.crop(
        (
            first + round(left * wide) - MARGIN,
            max(0, top - MARGIN),
            first + round(right * wide),
            bottom + MARGIN,
        )
    )
    return cut.resize((WIDTH, round(cut.height * WIDTH / cut.width)), Image.Resampling.LANCZOS)


def unlike() -> list[str]:
    """Returns the names of the user guide's pictures that no longer look like the workbook."""
    stale = []
    for name, now in drawn():
        with Image.open(GUIDE / f"{name}.webp") as kept:
            if (
                pictures.difference(kept.convert("RGB"), now) > pictures.ALIKE
                or abs(kept.height - now.height) > kept.height // 10
            ):
                stale.append(name)
    return stale


if __name__ == "__main__":
    for picture, image in drawn():
        image.save(GUIDE / f"{picture}.webp", quality=82, method=6)
        print(f"{GUIDE / picture}.webp")
