"""A joined page → its size in print, its boxes, and for a press the room and the marks by which it is cut."""

from __future__ import annotations

from collections.abc import Sequence

from pikepdf import Array, Dictionary, Name, Object, Pdf

MM = 72 / 25.4
BLEED, SLUG = 3 * MM, 10 * MM  # colour reaches so far over the edge; so much paper lies round the page
MARK, GAP = 5 * MM, 4 * MM  # length of a mark, and how far from the edge it begins: outside the bleed


def finish_page(book: Pdf, page: Object, printed: tuple[float, float], reduced: int, marks: bool) -> None:
    """Boxes in points, the trimmed page's corner at 0, 0. `printed` is the size in mm, upright, that the page is enlarged to: all of
    it is covered, and what of another proportion reaches over is cut off on both sides alike. `reduced`: it is
    drawn so many times smaller than it is, and bleed and marks grow with it, as the seam of a cloth wants."""
    laid_out = [float(edge) for edge in page.get("/TrimBox", page.MediaBox)][2:]
    upright = laid_out[0] <= laid_out[1] or printed[0] > printed[1]
    trim = [round(edge * MM, 4) for edge in (printed if upright else printed[::-1])]
    scale = max(trim[0] / laid_out[0], trim[1] / laid_out[1])
    if abs(scale - 1) > 0.001:
        across, up = ((trim[side] - laid_out[side] * scale) / 2 for side in (0, 1))
        _wrap(book, page, f"q {scale:.5f} 0 0 {scale:.5f} {across:.4f} {up:.4f} cm\n".encode(), b"\nQ\n")
        for annotation in page.get("/Annots", []):
            box = [float(edge) for edge in annotation.Rect]
            annotation.Rect = Array([round(box[at] * scale + (across, up)[at % 2], 4) for at in range(4)])
    for annotation in page.get("/Annots", []):
        annotation.F = 4  # printed, neither hidden nor invisible (PDF/A)
    room = SLUG if marks else 0.0
    page.MediaBox = Array([-room, -room, round(trim[0] + room, 4), round(trim[1] + room, 4)])
    page.TrimBox = Array([0, 0, *trim])
    if reduced != 1:
        page.UserUnit = reduced
    page.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)
    page.BleedBox = (
        Array([-BLEED, -BLEED, round(trim[0] + BLEED, 4), round(trim[1] + BLEED, 4)])
        if marks
        else page.TrimBox
    )
    if marks:
        _wrap(book, page, _clip(trim), b"\nQ\n" + _marks(*trim))
        _add_registration(page.Resources)


def _wrap(book: Pdf, page: Object, before: bytes, after: bytes) -> None:
    inner = list(page.Contents) if isinstance(page.Contents, Array) else [page.Contents]
    page.Contents = Array([book.make_stream(before), *inner, book.make_stream(after)])


def _add_registration(resources: Object) -> None:
    """The colour that lies on every plate of a press, by which these are laid on one another."""
    black = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([1]), C1=Array([0]), N=1)
    if "/ColorSpace" not in resources:
        resources.ColorSpace = Dictionary()
    resources.ColorSpace.Registration = Array([Name.Separation, Name.All, Name.DeviceGray, black])


def _clip(trim: Sequence[float]) -> bytes:
    return (
        f"q {-BLEED:.3f} {-BLEED:.3f} {trim[0] + 2 * BLEED:.3f} {trim[1] + 2 * BLEED:.3f} re W n\n".encode()
    )


def _marks(width: float, height: float) -> bytes:
    """Two thin strokes at every corner, an artifact for those who listen."""
    strokes = []
    for x, outwards in ((0.0, -1), (width, 1)):
        for y, upwards in ((0.0, -1), (height, 1)):
            strokes.append(f"{x + outwards * GAP:.3f} {y:.3f} m {x + outwards * (GAP + MARK):.3f} {y:.3f} l")
            strokes.append(f"{x:.3f} {y + upwards * GAP:.3f} m {x:.3f} {y + upwards * (GAP + MARK):.3f} l")
    return f"/Artifact <</Type /Page>> BDC q /Registration CS 1 SCN 0.25 w {' '.join(strokes)} S Q EMC\n".encode()
