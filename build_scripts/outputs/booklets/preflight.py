"""A finished booklet → what a printer would send it back for: asked of the file itself, once it is made."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from pikepdf import Dictionary, Name, Pdf

from build_scripts.problems import Place, Problem, Severity
from build_scripts.publishing.scan import FACTS

PROFILE_PAGES = 2
SLUG = 20  # points of paper that a press edition has round each page, at least
FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
OURS = "Đây là lỗi của chương trình in; báo người phụ trách, đừng giao tệp này cho nhà in."

Finding = tuple[str, str, str, str, bool]  # file ('' for the book's own), code, sentence, advice, whether it is a warning only


def preflight(path: Path, marks: bool, profiles: Sequence[tuple[str, int]], published: Sequence[str], parts: Sequence[Path]) -> bytes:
    """JSON of Findings. `profiles`: (exemplar, pages) of each profile in the book; `published`: whom it must hold, each once."""
    found = [*_long(profiles), *_once([ref for ref, _ in profiles], published), *_text(parts)]
    with Pdf.open(path) as pdf:
        found += [*_boxes(pdf, marks), *_fonts(pdf)]
    return json.dumps(found, ensure_ascii=False).encode()


def problems(found: bytes, book: str) -> list[Problem]:
    """Findings as Problems of the file `book`, whose path the check of its content does not know."""
    return [Problem(Place(file or book), code, sentence, advice, Severity.WARNING if warning else Severity.ERROR)
            for file, code, sentence, advice, warning in json.loads(found)]


def _long(profiles: Sequence[tuple[str, int]]) -> Iterator[Finding]:
    for ref, pages in profiles:
        if pages > PROFILE_PAGES:
            unit, _, exemplar = ref.partition("/")
            yield (f"content/units/{unit}/exemplars/{exemplar}.md", "profile-long", f"Hồ sơ chiếm {pages} trang trong kỷ yếu.",
                   "Rút bài còn khoảng 400 đến 900 chữ để vừa hai trang; hoặc giữ nguyên nếu chủ ý.", True)


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
        if isinstance(entry, Dictionary) and entry.get("/Type") == Name.FontDescriptor and not any(
                key in entry for key in FONT_FILES):
            yield "", "print-fonts", f"Phông {entry.get('/FontName')} không nằm trong tệp.", OURS, False
