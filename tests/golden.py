"""One page a print template, from the sample, at 80 dpi in 16 greys: what tests/test_works.py holds against tests/golden/*.png.

`python -m tests.golden` draws them anew after a deliberate change; look at each before committing it."""

import io
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from kyyeu.loading.load import load
from kyyeu.outputs.booklets.editions import SCREEN, channel_of
from kyyeu.outputs.booklets.print_shop import PrintShop
from kyyeu.outputs.booklets.production import editions_of
from kyyeu.outputs.booklets.works import books
from kyyeu.publishing.gate import publish
from kyyeu.views.catalogue import catalogue
from kyyeu.views.print.book import Book, Part, Role
from kyyeu.work.cache import Cache
from kyyeu.work.run import Worker
from PIL import Image

from tests.building import DAY, SAMPLE

FOLDER = Path(__file__).parent / "golden"
DPI, GREYS = 80, 16


def templates(root: Path = SAMPLE) -> Iterator[tuple[str, Book, Part]]:
    """The first part of every template, in the table's order."""
    library, _ = load(root)
    assert library is not None
    day, seen = date.fromisoformat(DAY), set()
    for public in (True, False):
        whole = catalogue(publish(library, channel_of(SCREEN, public), day))
        found = books(
            whole, frozenset(library.exemplars), lambda work, _, public=public: work.public is public
        )  # type: ignore[misc]
        for _, _, book in found:
            for part in book.parts:
                if part.template not in seen and part.role is not Role.CONTENTS:
                    seen.add(part.template)
                    yield part.template.removesuffix(".html"), book, part


def draw(worker: Worker, book: Book, part: Part, root: Path = SAMPLE) -> Image.Image:
    """The first page of a part, as a book of its own that carries nothing else."""
    library, _ = load(root)
    assert library is not None
    part = part if part.role is Role.INDEX else replace(part, role=Role.TEXT)
    alone = replace(book, parts=(part,), bound=False, demonstration=False, printed=None, reduced=1)
    [made] = editions_of(PrintShop(worker, root, library.attachments), alone, "golden", [SCREEN])
    command = [
        "pdftoppm",
        "-r",
        str(DPI),
        "-f",
        "1",
        "-l",
        "1",
        "-gray",
        "-png",
        "-singlefile",
        str(worker.cache.path(made.job.key)),
    ]
    drawn = subprocess.run(command, check=True, capture_output=True).stdout
    with Image.open(io.BytesIO(drawn)) as picture:
        return picture.convert("L").quantize(GREYS).convert("L")


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    names = set()
    with tempfile.TemporaryDirectory() as cache:
        worker = Worker(Cache(Path(cache)))
        for name, book, part in templates():
            names.add(f"{name}.png")
            draw(worker, book, part).quantize(GREYS).save(FOLDER / f"{name}.png", optimize=True)
        worker.close()
    for stale in FOLDER.glob("*.png"):
        if stale.name not in names:
            stale.unlink()


if __name__ == "__main__":
    main()
