"""A PDF's first page → a PNG for a screen of light-emitting diodes."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2

WIDTH = 3840  # pixels: more than walls have; their controller makes it smaller


def draw_page(path: Path) -> bytes:
    """The same picture that a printer gets, WIDTH pixels wide, without what tells of when and by whom."""
    with pypdfium2.PdfDocument(path) as book:
        page = book[0]
        picture = page.render(scale=WIDTH / page.get_width()).to_pil().convert("RGB")
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()
