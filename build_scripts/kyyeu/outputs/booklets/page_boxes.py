"""Sets the printed size and the page boxes of PDF pages, and adds bleed and crop marks for a press."""

from collections.abc import Sequence

from pikepdf import Array, Dictionary, Name, Object, Pdf

MM = 72 / 25.4  # One millimetre in points.
BLEED = 3 * MM  # Bleed: how far colour extends beyond the edge of the trimmed page, in points.
SLUG = 10 * MM  # Width in points of the strip of paper around the trimmed page in a press edition.
# Length of a crop mark, and its distance from the edge of the trimmed page, in points. The distance keeps the
# mark outside the bleed.
MARK, GAP = 5 * MM, 4 * MM


def finish_page(book: Pdf, page: Object, printed: tuple[float, float], reduced: int, marks: bool) -> None:
    """Enlarges a PDF page to its printed size, and sets its page boxes.

    The lower left corner of the trimmed page is at (0, 0). `printed` is the printed size in mm of an upright
    page; for a landscape page, width and height are swapped. The page covers this size completely. If the
    proportions differ, the excess is cut off equally on both sides. If the page is drawn on a reduced scale,
    as a large backdrop is, `reduced` is the factor. `marks` asks for bleed and crop marks.
    """
    laid_out = [float(edge) for edge in page.get("/TrimBox", page.MediaBox)][2:]
    upright = laid_out[0] <= laid_out[1] or printed[0] > printed[1]
    trim = [round(edge * MM, 4) for edge in (printed if upright else printed[::-1])]
    scale = max(trim[0] / laid_out[0], trim[1] / laid_out[1])
    if abs(scale - 1) > 0.001:
        shift = [(trim[side] - laid_out[side] * scale) / 2 for side in (0, 1)]
        matrix = f"q {scale:.5f} 0 0 {scale:.5f} {shift[0]:.4f} {shift[1]:.4f} cm\n"
        _wrap(book, page, matrix.encode(), b"\nQ\n")
        for annotation in page.get("/Annots", []):
            annotation.Rect = Array(
                [
                    round(float(edge) * scale + shift[place % 2], 4)
                    for place, edge in enumerate(annotation.Rect)
                ]
            )
    for annotation in page.get("/Annots", []):
        # The value 4 stands for “print this link”: PDF/A requires that links are printed and not hidden.
        annotation.F = 4
    page.MediaBox = _grown(trim, SLUG if marks else 0.0)
    page.TrimBox = Array([0, 0, *trim])
    if reduced != 1:
        page.UserUnit = reduced
    page.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)
    page.BleedBox = _grown(trim, BLEED) if marks else page.TrimBox
    if marks:
        _wrap(book, page, _clip(trim), b"\nQ\n" + _crop_marks(*trim))
        _add_registration(page.Resources)


def _grown(trim: Sequence[float], room: float) -> Array:
    """Returns a page box that extends `room` points beyond the trimmed page on every side."""
    return Array([-room, -room, round(trim[0] + room, 4), round(trim[1] + room, 4)])


def _wrap(book: Pdf, page: Object, before: bytes, after: bytes) -> None:
    inner = list(page.Contents) if isinstance(page.Contents, Array) else [page.Contents]
    page.Contents = Array([book.make_stream(before), *inner, book.make_stream(after)])


def _add_registration(resources: Object) -> None:
    """Defines the registration colour of a page, in which crop marks are drawn.

    It prints on the plate of every ink, so that the press can align the plates.
    """
    black = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([1]), C1=Array([0]), N=1)
    if "/ColorSpace" not in resources:
        resources.ColorSpace = Dictionary()
    resources.ColorSpace.Registration = Array([Name.Separation, Name.All, Name.DeviceGray, black])


def _clip(trim: Sequence[float]) -> bytes:
    """Returns PDF operators that limit drawing to the trimmed page and its bleed."""
    width, height = (edge + 2 * BLEED for edge in trim)
    return f"q {-BLEED:.3f} {-BLEED:.3f} {width:.3f} {height:.3f} re W n\n".encode()


def _crop_marks(width: float, height: float) -> bytes:
    """Returns PDF operators that draw two crop marks at each corner of the trimmed page.

    Screen readers ignore the marks, because they are tagged as artifacts.
    """
    strokes = []
    for x, outwards in ((0.0, -1), (width, 1)):
        for y, upwards in ((0.0, -1), (height, 1)):
            strokes += [
                f"{x + outwards * GAP:.3f} {y:.3f} m {x + outwards * (GAP + MARK):.3f} {y:.3f} l",
                f"{x:.3f} {y + upwards * GAP:.3f} m {x:.3f} {y + upwards * (GAP + MARK):.3f} l",
            ]
    drawn = f"/Registration CS 1 SCN 0.25 w {' '.join(strokes)} S"
    return f"/Artifact <</Type /Page>> BDC q {drawn} Q EMC\n".encode()
