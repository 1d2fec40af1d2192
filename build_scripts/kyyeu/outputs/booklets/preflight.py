"""A finished booklet → what a printer would send it back for: asked of the file itself, once it is made."""

from __future__ import annotations

import hashlib
import json
import math
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pikepdf import Dictionary, Matrix, Name, Object, Page, Pdf, parse_content_stream

from kyyeu.problems import Place, Problem, Severity
from kyyeu.publishing.leak_scan import FACTS

PROFILE_PAGES = 2
SLUG = 20  # points of paper that a press edition has round each page, at least
NEARLY = 0.99  # pixels are whole: what is cut to 300 dpi has 299.7
FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
OURS = "Đây là lỗi của chương trình in; báo người phụ trách, đừng giao tệp này cho nhà in."

Finding = tuple[
    str, str, str, str, bool
]  # file ('' for the book's own), code, sentence, advice, whether it is a warning only


def preflight(
    path: Path,
    marks: bool,
    profiles: Sequence[tuple[str, int]],
    published: Sequence[str],
    parts: Sequence[Path],
    photos: Sequence[tuple[str, Path]] = (),
    dpi: int = 0,
) -> bytes:
    """JSON of Findings. `profiles`: (exemplar, pages) of each profile in the book; `published`: whom it must hold, each once;
    `photos`: (file of the content, the same as it was cut), which must have so many `dpi` on the page."""
    found = [*_long(profiles), *_once([ref for ref, _ in profiles], published), *_text(parts)]
    with Pdf.open(path) as pdf:
        found += [*_boxes(pdf, marks), *_fonts(pdf), *(_coarse(pdf, photos, dpi) if dpi and photos else ())]
    return json.dumps(found, ensure_ascii=False).encode()


def problems(found: bytes, book: str) -> list[Problem]:
    """Findings as Problems of the file `book`, whose path the check of its content does not know."""
    return [
        Problem(Place(file or book), code, sentence, advice, Severity.WARNING if warning else Severity.ERROR)
        for file, code, sentence, advice, warning in json.loads(found)
    ]


def _long(profiles: Sequence[tuple[str, int]]) -> Iterator[Finding]:
    for ref, pages in profiles:
        if pages > PROFILE_PAGES:
            unit, _, exemplar = ref.partition("/")
            yield (
                f"content/units/{unit}/exemplars/{exemplar}.md",
                "profile-long",
                f"Hồ sơ chiếm {pages} trang trong kỷ yếu.",
                "Rút bài để vừa hai trang: thường 400 đến 900 chữ, ngắn hơn nếu nhiều danh hiệu, số liệu; hoặc giữ nguyên nếu chủ ý.",
                True,
            )


def _once(held: Sequence[str], published: Sequence[str]) -> Iterator[Finding]:
    if sorted(held) != sorted(published):
        wrong = sorted({ref for ref in (*held, *published) if held.count(ref) != 1 or ref not in published})
        yield "", "print-once", f"Không có mặt đúng một lần trong sách: {', '.join(wrong[:5])}.", OURS, False


def _text(parts: Sequence[Path]) -> Iterator[Finding]:
    for part in parts:
        said = str(json.loads((part / FACTS).read_bytes())["text"])
        if said != unicodedata.normalize("NFC", said):
            yield "", "print-nfc", "Chữ trong tệp in không ở dạng Unicode dựng sẵn.", OURS, False
            return


def _boxes(pdf: Pdf, marks: bool) -> Iterator[Finding]:
    for number, page in enumerate(pdf.pages, start=1):
        media, trim = ([float(edge) for edge in box] for box in (page.mediabox, page.trimbox))
        room = min(trim[0] - media[0], trim[1] - media[1], media[2] - trim[2], media[3] - trim[3])
        if room < (SLUG if marks else -0.01):
            yield "", "print-boxes", f"Trang {number}: không đủ lề cho khung xén và dấu cắt.", OURS, False
            return


def _fonts(pdf: Pdf) -> Iterator[Finding]:
    """Every font lies in the file: a press has none of ours."""
    for entry in pdf.objects:
        if (
            isinstance(entry, Dictionary)
            and entry.get("/Type") == Name.FontDescriptor
            and not any(key in entry for key in FONT_FILES)
        ):
            yield "", "print-fonts", f"Phông {entry.get('/FontName')} không nằm trong tệp.", OURS, False


def _coarse(pdf: Pdf, photos: Sequence[tuple[str, Path]], wanted: int) -> Iterator[Finding]:
    """Every photo at its largest, whatever the page was enlarged to: its pixels against the room they take."""
    files = {_digest(cut.read_bytes()): file for file, cut in photos}
    measured: dict[str, tuple[float, int]] = {}
    for number, page in enumerate(pdf.pages, start=1):
        unit = float(page.obj.get("/UserUnit", 1))
        for picture, room in _pictures(
            page, page.obj.get("/Resources", Dictionary()), Matrix(unit, 0, 0, unit, 0, 0)
        ):
            file = files.get(_digest(picture.read_raw_bytes()))
            across, up = math.hypot(room.a, room.b) / 72, math.hypot(room.c, room.d) / 72
            if file and across and up:
                dpi = min(int(picture.Width) / across, int(picture.Height) / up)
                measured[file] = min(measured.get(file, (dpi, number)), (dpi, number))
    for file, (dpi, number) in sorted(measured.items()):
        if dpi < wanted * NEARLY:
            yield (
                file,
                "print-dpi",
                f"Ảnh in ở trang {number} chỉ đạt {dpi:.0f} dpi, cần {wanted} dpi.",
                "Xin ảnh gốc lớn hơn; không có thì in khổ nhỏ hơn, hoặc hạ mục dpi trong data/printing.yml.",
                True,
            )


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=20).digest()


def _pictures(content: Page | Object, resources: Object, matrix: Matrix) -> Iterator[tuple[Object, Matrix]]:
    """Pictures with the matrix that lays them on the page, those inside forms too."""
    held: Any = resources.get("/XObject", {})
    kept = []
    for step in parse_content_stream(content, "q Q cm Do"):
        operands: Any = step.operands
        match str(step.operator):
            case "q":
                kept.append(matrix)
            case "Q":
                matrix = kept.pop()
            case "cm":
                matrix = Matrix(*map(float, operands)) @ matrix
            case "Do" if held[str(operands[0])].Subtype == Name.Image:
                yield held[str(operands[0])], matrix
            case "Do":
                form = held[str(operands[0])]
                own = Matrix(*map(float, form.get("/Matrix", (1, 0, 0, 1, 0, 0))))
                yield from _pictures(form, form.get("/Resources", resources), own @ matrix)
