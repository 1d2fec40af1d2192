"""Turns the first page of a PDF into a PNG picture for an LED wall (large electronic screen)."""

import io
from pathlib import Path

import pypdfium2

# Width of the picture in pixels: more than LED walls have, since their controllers scale pictures down.
WIDTH = 3840


def draw_page(path: Path) -> bytes:
    """Returns the first page of the PDF at `path` as a PNG picture WIDTH pixels wide, without metadata."""
    with pypdfium2.PdfDocument(path) as book:
        page = book[0]
        picture = page.render(scale=WIDTH / page.get_width()).to_pil().convert("RGB")
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()
