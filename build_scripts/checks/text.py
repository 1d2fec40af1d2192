"""Prose: Markdown without HTML, links that lead somewhere, none of the guidance's scanning slips."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from build_scripts.checks.registry import check
from build_scripts.checks.walk import records, texts
from build_scripts.loading.text import line_and_column
from build_scripts.model.library import Library
from build_scripts.problems import Place, Problem, Severity, nearest
from build_scripts.vietnamese import PRINTABLE

_HTML = re.compile(r"<(?!https?://[^\s<>]+>|mailto:)(?:[a-zA-Z/!?][^<>]*>?)")
_LINK = re.compile(r"\]\(\s*<?([^)\s>]*)")
_REFERENCE = re.compile(r"^ {0,3}\[[^\]\n]+\]:\s*<?(\S+?)>?\s*$", re.MULTILINE)
_IMAGE = re.compile(r"!\[")
_TITLE = re.compile(r"^# ", re.MULTILINE)
_CODE = re.compile(r"^(?:```|~~~).*?^(?:```|~~~)|`[^`\n]*`", re.MULTILINE | re.DOTALL)
_SLIPS = {  # domain §5: slips of the scanned guidance → what it means
    "tiên tới Đại hội": "tiến tới Đại hội",
    "Khôi thi đua": "Khối thi đua",
    "chỉ đạo điềm": "chỉ đạo điểm",
    "chấm điềm": "chấm điểm",
    "Sơ với giai đoạn": "So với giai đoạn",
    "chuyên biến tích cực": "chuyển biến tích cực",
    "do GD&ĐT": "do Sở GD&ĐT",
}
_SLIP = re.compile("|".join(map(re.escape, _SLIPS)))
SCHEMES = {"doc": "document", "exemplar": "exemplar", "movement": "movement", "unit": "unit", "conference": "conference"}


def _bodies(library: Library) -> Iterator[tuple[str, str, int, bool]]:
    """(file, Markdown with code blanked, first line, whether a record's own) of every body of prose."""
    for kind, ref, record in records(library):
        for _, text, line in texts(record):
            if line is not None:
                yield library.file(kind.name, ref), _without_code(text), line, True
    for file, prose in library.pages.items():
        yield file, _without_code(prose.markdown), prose.line, False


def _without_code(text: str) -> str:
    return _CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text) if "`" in text or "~~~" in text else text


@check("markdown-html", "markdown-image", "markdown-title", asks="Bài viết không có mã HTML, ảnh chèn, tiêu đề cấp một.")
def plain_markdown(library: Library, day: date) -> Iterator[Problem]:
    rules = (
        (_HTML, "markdown-html", "Bài viết có mã HTML.", "Xóa phần trong dấu < >; dùng **đậm**, *nghiêng*, ## đầu mục.", Severity.ERROR),
        (
            _IMAGE,
            "markdown-image",
            "Ảnh không chèn trong bài viết.",
            "Ghi ảnh vào trường photo hoặc pictures của phần khai báo.",
            Severity.ERROR,
        ),
        (_TITLE, "markdown-title", "Dòng tiêu đề # trùng với tên của hồ sơ.", "Dùng ## cho các đầu mục trong bài.", Severity.WARNING),
    )
    for file, text, line, own in _bodies(library):
        for pattern, code, sentence, advice, severity in rules:
            if pattern is _TITLE and not own:
                continue
            for match in pattern.finditer(text):
                yield Problem(Place(file, *line_and_column(text, match.start(), line)), code, sentence, advice, severity)


@check("markdown-link", "markdown-key", asks="Liên kết trong bài dẫn tới địa chỉ hoặc bản ghi có thật.")
def markdown_links(library: Library, day: date) -> Iterator[Problem]:
    for file, text, line, own in _bodies(library):
        for match in [*_LINK.finditer(text), *_REFERENCE.finditer(text)]:
            place = Place(file, *line_and_column(text, match.start(1), line))
            scheme, colon, rest = match[1].partition(":")
            if colon and scheme in SCHEMES and not own:
                yield Problem(
                    place,
                    "markdown-link",
                    f"Bài của trang không dùng được liên kết “{scheme}:”.",
                    "Ghi địa chỉ của trang, ví dụ ../van-ban/ hoặc ../don-vi/.",
                )
            elif colon and scheme in SCHEMES:
                known = library.declared.get(SCHEMES[scheme], frozenset())
                if rest not in known:
                    yield Problem(
                        place,
                        "markdown-key",
                        f"Không có bản ghi nào mang mã “{rest}”.",
                        nearest(rest, known) or "Kiểm tra lại mã trong thư mục data/.",
                    )
            elif colon and scheme.lower() not in ("http", "https", "mailto"):
                yield Problem(
                    place,
                    "markdown-link",
                    f"Liên kết “{scheme}:” không được phép.",
                    "Chỉ dùng http://, https://, mailto: hoặc doc:, exemplar:, movement:, unit:, conference:.",
                )
            elif not match[1]:
                yield Problem(place, "markdown-link", "Liên kết chưa có địa chỉ.", "Ghi địa chỉ giữa hai dấu ngoặc tròn.")


@check("letter-unprintable", asks="Mọi chữ, dấu đều có trong phông chữ của trang và bản in.")
def unprintable_letters(library: Library, day: date) -> Iterator[Problem]:
    for kind, ref, record in records(library):
        for path, text, line in texts(record):
            if PRINTABLE.issuperset(text):
                continue
            offset, letter = next((offset, letter) for offset, letter in enumerate(text) if letter not in PRINTABLE)
            place = (
                Place(library.file(kind.name, ref), *line_and_column(text, offset, line)) if line else library.place(kind.name, ref, path)
            )
            shown = f"“{letter}” " if letter.isprintable() else ""
            yield Problem(
                place,
                "letter-unprintable",
                f"Ký tự {shown}(U+{ord(letter):04X}) không có trong phông chữ.",
                "Thay bằng chữ hoặc dấu thông thường; bỏ biểu tượng cảm xúc, ký tự ẩn.",
            )


@check("scan-slip", asks="Không chép lại lỗi của bản quét hướng dẫn.")
def scan_slips(library: Library, day: date) -> Iterator[Problem]:
    for kind, ref, record in records(library):
        for path, text, line in texts(record):
            for match in _SLIP.finditer(text):
                place = (
                    Place(library.file(kind.name, ref), *line_and_column(text, match.start(), line))
                    if line
                    else library.place(kind.name, ref, path)
                )
                yield Problem(place, "scan-slip", f"“{match[0]}” là lỗi của bản quét.", f"Viết “{_SLIPS[match[0]]}”.", Severity.WARNING)
