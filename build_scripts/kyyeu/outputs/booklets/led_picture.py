"""Turns the first page of a PDF into a PNG picture for a wall of light-emitting diodes (LED)."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2

WIDTH = 3840  # pixels: more than LED walls have; their controller makes the picture smaller


def draw_page(path: Path) -> bytes:
    """Draw the first page of the PDF at `path` WIDTH pixels wide, as PNG without metadata."""
    with pypdfium2.PdfDocument(path) as book:
        page = book[0]
        picture = page.render(scale=WIDTH / page.get_width()).to_pil().convert("RGB")
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()
