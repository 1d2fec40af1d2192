"""Checks texts: no HTML, working links, printable letters, no errors copied from a scanned document."""

import html
import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

from kyyeu.checks.registry import check
from kyyeu.facts.walk import all_texts, place_in
from kyyeu.loading.records import shortened
from kyyeu.loading.text import line_and_column
from kyyeu.model.library import Library
from kyyeu.problems import Effort, Place, Problem, Severity
from kyyeu.vietnamese import PRINTABLE

_HTML = re.compile(r"<(?!https?://[^\s<>]+>|mailto:)(?:[a-zA-Z/!?][^<>]*>?)")
_LINK = re.compile(r"\]\(\s*<?([^)\s>]*)")
_REFERENCE = re.compile(r"^ {0,3}\[[^\]\n]+\]:\s*<?(\S+?)>?\s*$", re.MULTILINE)
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*")
# Matches a link into the folders units and booklets of content/, whose files are not pages of the site.
_SOURCES = re.compile(r"(?:^|[/\\])(?:units|booklets)(?:[/\\]|$)", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_IMAGE = re.compile(r"!\[")
_TITLE = re.compile(r"^# ", re.MULTILINE)
_CODE = re.compile(r"^(?:```|~~~).*?^(?:```|~~~)|`[^`\n]*`", re.MULTILINE | re.DOTALL)
# Errors that scanning made in the text of the official guidance on conferences, each with its correction.
_SLIPS = {
    "tiên tới Đại hội": "tiến tới Đại hội",
    "Khôi thi đua": "Khối thi đua",
    "chỉ đạo điềm": "chỉ đạo điểm",
    "chấm điềm": "chấm điểm",
    "Sơ với giai đoạn": "So với giai đoạn",
    "chuyên biến tích cực": "chuyển biến tích cực",
    "do GD&ĐT": "do Sở GD&ĐT",
}
_SLIP = re.compile("|".join(map(re.escape, _SLIPS)))
# In a record's text, links such as [văn bản](doc:id) refer to records: this maps each link scheme to a kind
# of record.
SCHEMES = {
    "doc": "document",
    "exemplar": "exemplar",
    "movement": "movement",
    "unit": "unit",
    "conference": "conference",
}


def _bodies(library: Library) -> Iterator[tuple[str, str, int, bool]]:
    """Yields (file, text, line, of_record) for every prose text of the content.

    `text` is the Markdown text, in which spaces replace code. `line` is the number of its first line in the
    file. `of_record` is true for the text of a record, and false for one of the site's own pages.
    """
    for kind, ref, _, text, line in all_texts(library):
        if line is not None:
            yield library.file(kind, ref), _without_code(text), line, True
    for file, page in library.pages.items():
        yield file, _without_code(page.body.markdown), page.body.line, False


def _without_code(text: str) -> str:
    if "`" not in text and "~~~" not in text:
        return text
    return _CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


@check(
    "markdown-html",
    "markdown-image",
    "markdown-title",
    asks="Bài viết không có mã HTML, ảnh chèn, tiêu đề cấp một.",
)
def plain_markdown(library: Library, day: date) -> Iterator[Problem]:
    """Checks that a text has no HTML, no embedded picture and no first-level heading."""
    rules = (
        (
            _HTML,
            "markdown-html",
            "Bài viết có mã HTML.",
            "Xóa phần trong dấu < >; dùng **đậm**, *nghiêng*, ## đầu mục.",
            Severity.ERROR,
        ),
        (
            _IMAGE,
            "markdown-image",
            "Ảnh không chèn trong bài viết.",
            "Ghi ảnh vào trường photo hoặc pictures của phần khai báo.",
            Severity.ERROR,
        ),
        (
            _TITLE,
            "markdown-title",
            "Dòng tiêu đề # trùng với tên của hồ sơ.",
            "Dùng ## cho các đầu mục trong bài.",
            Severity.WARNING,
        ),
    )
    for file, text, line, of_record in _bodies(library):
        for pattern, code, sentence, advice, severity in rules:
            if pattern is _TITLE and not of_record:
                continue
            for match in pattern.finditer(text):
                yield Problem(
                    Place(file, *line_and_column(text, match.start(), line)), code, sentence, advice, severity
                )


@check("markdown-link", "markdown-key", asks="Liên kết trong bài dẫn tới địa chỉ hoặc bản ghi có thật.")
def markdown_links(library: Library, day: date) -> Iterator[Problem]:
    """Checks that every link in a text points to a web address or an existing record."""
    effort = Effort()
    for file, text, line, of_record in _bodies(library):
        for match in [*_LINK.finditer(text), *_REFERENCE.finditer(text)]:
            place = Place(file, *line_and_column(text, match.start(1), line))
            target = html.unescape(match[1])
            scheme, colon, rest = target.partition(":")
            if not target:
                yield Problem(
                    place,
                    "markdown-link",
                    "Liên kết chưa có địa chỉ.",
                    "Ghi địa chỉ giữa hai dấu ngoặc tròn.",
                )
            elif not colon or not _SCHEME.fullmatch(scheme):
                yield from _address_within_site(target, place, of_record)
            elif scheme in SCHEMES and of_record:
                known = library.declared.get(SCHEMES[scheme], frozenset())
                if rest not in known:
                    yield Problem(
                        place,
                        "markdown-key",
                        f"Không có bản ghi nào mang mã “{shortened(rest)}”.",
                        effort.nearest(place, rest, known) or "Kiểm tra lại mã trong thư mục data/.",
                    )
            elif scheme in SCHEMES:
                yield Problem(
                    place,
                    "markdown-link",
                    f"Bài của trang không dùng được liên kết “{scheme}:”.",
                    "Ghi địa chỉ của trang, ví dụ ../van-ban/ hoặc ../don-vi/.",
                )
            elif scheme.lower() not in ("http", "https", "mailto"):
                yield Problem(
                    place,
                    "markdown-link",
                    f"Liên kết “{shortened(scheme)}:” không được phép.",
                    "Chỉ dùng http://, https://, mailto: "
                    "hoặc doc:, exemplar:, movement:, unit:, conference:.",
                )
            elif scheme.lower() != "mailto" and not _names_a_server(target):
                # The message does not quote the link, because the link may contain a password.
                yield Problem(
                    place,
                    "markdown-link",
                    "Liên kết có tên miền hay cổng không hợp lệ, hoặc có tên người dùng ở trước tên miền.",
                    "Chép địa chỉ từ trình duyệt; bỏ phần từ sau // đến hết dấu @.",
                )


def _names_a_server(target: str) -> bool:
    """Returns whether a web address has a host name, no user name before it, and no impossible port."""
    try:
        parts = urlsplit(target)
        return bool(parts.hostname) and "@" not in parts.netloc and parts.port != 0
    except ValueError:
        return False


def _address_within_site(target: str, place: Place, of_record: bool) -> Iterator[Problem]:
    """Yields a Problem if a link's relative address does not work.

    The text of a record is shown on several pages and in print, so a relative address never works there. In
    the site's own pages, it must not lead to a source file, nor be a host name without https:// before it.
    """
    shown = shortened(target)
    if of_record:
        sentence = f"Liên kết “{shown}” không dẫn tới đâu khi bài được in hoặc đặt ở trang khác."
        advice = (
            "Ghi địa chỉ đầy đủ (https://…), hoặc mã bản ghi: doc:, exemplar:, movement:, unit:, conference:."
        )
    elif target.startswith(("//", "\\\\", "/\\", "\\/")):
        sentence = f"Liên kết “{shown}” thiếu http:// hoặc https://."
        advice = "Ghi địa chỉ đầy đủ, bắt đầu bằng https://."
    elif _SOURCES.search(target):
        sentence = f"Liên kết “{shown}” dẫn vào tệp nguồn, không phải một trang."
        advice = "Ghi địa chỉ của trang, ví dụ ../dien-hinh/ hoặc ../don-vi/."
    else:
        return
    yield Problem(place, "markdown-link", sentence, advice)


@check("letter-unprintable", asks="Mọi chữ, dấu đều có trong phông chữ của trang và bản in.")
def unprintable_letters(library: Library, day: date) -> Iterator[Problem]:
    """Checks that the fonts of the site and of the printed works contain every letter of every text."""
    for kind, ref, path, text, line in all_texts(library):
        if unprintable := _first_unprintable(text):
            offset, letter = unprintable
            shown = f"“{letter}” " if letter.isprintable() else ""
            yield Problem(
                place_in(library, kind, ref, path, text, offset, line),
                "letter-unprintable",
                f"Ký tự {shown}(U+{ord(letter):04X}) không có trong phông chữ.",
                "Thay bằng chữ hoặc dấu thông thường; bỏ biểu tượng cảm xúc, ký tự ẩn.",
            )


def _first_unprintable(text: str) -> tuple[int, str] | None:
    """Returns the first letter of a text that the fonts lack, as (offset, letter), or None.

    The letter may be written as an HTML entity, such as '&hearts;'.
    """
    if "&" in text:
        for match in _ENTITY.finditer(text):
            if missing := [letter for letter in html.unescape(match[0]) if letter not in PRINTABLE]:
                return match.start(), missing[0]
    if PRINTABLE.issuperset(text):
        return None
    return next((offset, letter) for offset, letter in enumerate(text) if letter not in PRINTABLE)


@check("scan-slip", asks="Không chép lại lỗi của bản quét hướng dẫn.")
def scan_slips(library: Library, day: date) -> Iterator[Problem]:
    """Checks that no text repeats an error that scanning made in the text of the official guidance."""
    for kind, ref, path, text, line in all_texts(library):
        for match in _SLIP.finditer(text):
            yield Problem(
                place_in(library, kind, ref, path, text, match.start(), line),
                "scan-slip",
                f"“{match[0]}” là lỗi của bản quét.",
                f"Viết “{_SLIPS[match[0]]}”.",
                Severity.WARNING,
            )
