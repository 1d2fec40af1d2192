"""A joined page → its size in print, its boxes, and for a press the room and the marks by which it is cut."""

from __future__ import annotations

from pikepdf import Array, Dictionary, Name, Object, Pdf

MM = 72 / 25.4
BLEED, SLUG = 3 * MM, 10 * MM  # colour reaches so far over the edge; so much paper lies round the page
MARK, GAP = 5 * MM, 4 * MM  # length of a mark, and how far from the edge it begins: outside the bleed


def finish_page(book: Pdf, page: Object, enlarged: float, marks: bool) -> None:
    """Boxes in points, the trimmed page's corner at 0, 0. `enlarged` is how much larger the page is printed than it was laid out."""
    left, bottom, right, top = (float(edge) for edge in page.get("/TrimBox", page.MediaBox))
    assert abs(left) < 0.01 and abs(bottom) < 0.01, "a page begins at its corner"
    trim = (right * enlarged, top * enlarged)
    if enlarged != 1:
        _wrap(book, page, f"q {enlarged:.5f} 0 0 {enlarged:.5f} 0 0 cm\n".encode(), b"\nQ\n")
        for annotation in page.get("/Annots", []):
            annotation.Rect = Array([round(float(edge) * enlarged, 4) for edge in annotation.Rect])
    for annotation in page.get("/Annots", []):
        annotation.F = 4  # printed, neither hidden nor invisible (PDF/A)
    room = SLUG if marks else 0.0
    page.MediaBox = Array([-room, -room, round(trim[0] + room, 4), round(trim[1] + room, 4)])
    page.TrimBox = Array([0, 0, round(trim[0], 4), round(trim[1], 4)])
    page.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)
    page.BleedBox = Array([-BLEED, -BLEED, round(trim[0] + BLEED, 4), round(trim[1] + BLEED, 4)]) if marks else page.TrimBox
    if marks:
        _wrap(book, page, _clip(trim), b"\nQ\n" + _marks(*trim))


def _wrap(book: Pdf, page: Object, before: bytes, after: bytes) -> None:
    inner = list(page.Contents) if isinstance(page.Contents, Array) else [page.Contents]
    page.Contents = Array([book.make_stream(before), *inner, book.make_stream(after)])


def _clip(trim: tuple[float, float]) -> bytes:
    return f"q {-BLEED:.3f} {-BLEED:.3f} {trim[0] + 2 * BLEED:.3f} {trim[1] + 2 * BLEED:.3f} re W n\n".encode()


def _marks(width: float, height: float) -> bytes:
    """Two thin strokes at every corner, an artifact for those who listen."""
    strokes = []
    for x, outwards in ((0.0, -1), (width, 1)):
        for y, upwards in ((0.0, -1), (height, 1)):
            strokes.append(f"{x + outwards * GAP:.3f} {y:.3f} m {x + outwards * (GAP + MARK):.3f} {y:.3f} l")
            strokes.append(f"{x:.3f} {y + upwards * GAP:.3f} m {x:.3f} {y + upwards * (GAP + MARK):.3f} l")
    return f"/Artifact <</Type /Page>> BDC q 0 G 0.25 w {' '.join(strokes)} S Q EMC\n".encode()
