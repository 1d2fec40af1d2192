"""Draws the first page of every print template as a picture, which a test compares with tests/golden.

`python -m tests.golden` draws the pictures anew after a deliberate change; look at each before you commit it.
"""

import io
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from kyyeu.outputs.booklets.editions import SCREEN, channel_of
from kyyeu.outputs.booklets.print_shop import PrintShop
from kyyeu.outputs.booklets.production import editions_of
from kyyeu.outputs.booklets.works import books
from kyyeu.publishing.gate import publish
from kyyeu.views.catalogue import catalogue
from kyyeu.views.print.book import Book, Part, Role
from kyyeu.work.run import Worker, start_worker
from PIL import Image

from tests.building import SAMPLE, TODAY, read_project

FOLDER = Path(__file__).parent / "golden"
DPI, GREYS = 80, 16


def templates(root: Path = SAMPLE) -> Iterator[tuple[str, Book, Part]]:
    """Yields every print template once: its name, a part of a book that is printed with it, and that book."""
    library, seen = read_project(root), set()
    for public in (True, False):
        whole = catalogue(publish(library, channel_of(SCREEN, public), TODAY))
        for *_, book in books(
            whole, frozenset(library.exemplars), lambda work, _, public=public: work.public is public
        ):  # type: ignore[misc]
            for part in book.parts:
                if part.template not in seen and part.role is not Role.CONTENTS:
                    seen.add(part.template)
                    yield part.template.removesuffix(".html"), book, part


def draw(worker: Worker, book: Book, part: Part, root: Path = SAMPLE) -> Image.Image:
    """Returns a grey picture of the first page of a part, printed as a book that holds only this part."""
    shop = PrintShop(worker, root, read_project(root).attachments)
    part = part if part.role is Role.INDEX else replace(part, role=Role.TEXT)
    alone = replace(book, parts=(part,), bound=False, demonstration=False, printed=None, reduced=1)
    [(_, file)] = editions_of(shop, alone, "golden", [SCREEN])
    command = f"pdftoppm -r {DPI} -f 1 -l 1 -gray -png -singlefile".split()
    path = worker.cache.source(file.key).path
    drawn = subprocess.run([*command, path], check=True, capture_output=True).stdout
    with Image.open(io.BytesIO(drawn)) as picture:
        return picture.convert("L").quantize(GREYS).convert("L")


def main() -> None:
    """Draws the pictures of all print templates anew, and deletes those of templates that are gone."""
    for path in FOLDER.glob("*.png"):
        path.unlink()
    with tempfile.TemporaryDirectory() as cache, start_worker(Path(cache)) as worker:
        for name, book, part in templates():
            draw(worker, book, part).quantize(GREYS).save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
