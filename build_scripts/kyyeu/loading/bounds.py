"""Reports Markdown texts that are too long, too wide or too deeply nested to be rendered within a second.

In measurements, Python-Markdown took over 20 s for 20,000 open brackets or for a block of 16,000 lines, and
failed on lists that were 300 levels deep.
"""

import itertools
import re
from collections.abc import Iterator

from kyyeu.loading.text import line_and_column
from kyyeu.problems import Place, Problem

MAX_LENGTH = 100_000  # The maximum number of characters of a Markdown text.
MAX_LINES = 3_000  # The maximum number of lines of a Markdown text, not counting blank lines.
MAX_LINE = 2_000  # The maximum number of characters of one line of a prose page.
# The maximum number of rows of tables in a record, or of lines without a blank line between them on a prose
# page.
MAX_BLOCK = 500
MAX_DEPTH = 12  # The maximum number of levels to which lists and quotations may be nested.
MAX_OPEN = 50  # The maximum number of unclosed brackets on a prose page.
# Strings of one Markdown character that is repeated too often. Searching a text for each of these strings is
# much faster than one regular expression.
_RUNS = (*(mark * 51 for mark in "`[]()<~"), "\\" * 101, "](" * 26)
_TABLE_ROW = re.compile(r"^[^|\n]*\|", re.MULTILINE)
_LINK = re.compile(r"\[[^\[\]]{0,1000}\](?:\([^()]{0,2000}\)|(?!\())")
_MARKERS = re.compile(r"[ \t]*(?:(?:[-*+>]|\d{1,9}[.)])[ \t]*)*")
# Matches a line such as “- - -”, which Markdown renders as a horizontal rule and not as nested lists.
_RULE = re.compile(r"[ \t]*(?:[-*][ \t]*)+")
_MARKER = re.compile(r"[-*+>]|\d+[.)]")


def record_problems(body: str, first_line: int, file: str) -> list[Problem]:
    """Lists the Problems of a record's Markdown text that would be too slow to render.

    These are a text or table that is too long, and signs that are repeated too often; each is reported once.
    """
    return [*_too_long(body, first_line, file)] or [
        *_runs(body, first_line, file),
        *_rows(body, first_line, file),
    ]


def page_problems(body: str, first_line: int, file: str) -> list[Problem]:
    """Lists the Problems of a prose page of the site that would be too slow to render.

    Python-Markdown renders these pages and is slow on long or nested text. They are therefore checked more
    strictly than the texts of records.
    """
    return [*_too_long(body, first_line, file)] or [
        *_runs(body, first_line, file),
        *_wide_lines(body, first_line, file),
        *_blocks(body, first_line, file),
        *_open_brackets(body, first_line, file),
        *_nests(body, first_line, file),
    ]


def _too_long(body: str, first_line: int, file: str) -> Iterator[Problem]:
    if len(body) > MAX_LENGTH:
        yield Problem(
            Place(file, *line_and_column(body, MAX_LENGTH, first_line)),
            "too-long",
            "Bài dài quá 100.000 chữ cái, tính đến chỗ này.",
            "Rút ngắn, hoặc tách thành nhiều tệp.",
        )
    elif body.count("\n") >= MAX_LINES:
        lines = (number for number, row in enumerate(body.split("\n"), start=first_line) if row.strip())
        for over in itertools.islice(lines, MAX_LINES, MAX_LINES + 1):
            yield Problem(
                Place(file, over),
                "too-long",
                "Bài dài quá 3.000 dòng, tính đến chỗ này.",
                "Rút ngắn, hoặc tách thành nhiều tệp.",
            )


def _runs(body: str, first_line: int, file: str) -> Iterator[Problem]:
    offsets = [offset for run in _RUNS if (offset := body.find(run)) >= 0]
    if offsets:
        yield Problem(
            Place(file, *line_and_column(body, min(offsets), first_line)),
            "markdown-run",
            f"Dấu {body[min(offsets)]} lặp lại quá nhiều lần liền nhau.",
            "Xóa các dấu thừa.",
        )


def _rows(body: str, first_line: int, file: str) -> Iterator[Problem]:
    if body.count("\n") < MAX_BLOCK:
        return
    for over in itertools.islice(_TABLE_ROW.finditer(body), MAX_BLOCK, MAX_BLOCK + 1):
        yield Problem(
            Place(file, *line_and_column(body, over.start(), first_line)),
            "too-long",
            f"Bài có bảng dài quá {MAX_BLOCK} dòng, tính đến chỗ này.",
            "Chỉ giữ bảng tổng hợp trong bài.",
        )


def _wide_lines(body: str, first_line: int, file: str) -> Iterator[Problem]:
    for number, row in enumerate(body.split("\n"), start=first_line):
        if len(row) > MAX_LINE:
            yield Problem(
                Place(file, number, MAX_LINE + 1),
                "too-long",
                "Dòng dài quá 2.000 chữ cái, tính đến chỗ này.",
                "Ngắt thành nhiều đoạn, cách nhau một dòng trống.",
            )
            return


def _blocks(body: str, first_line: int, file: str) -> Iterator[Problem]:
    since = first_line
    for number, row in enumerate(body.split("\n"), start=first_line):
        if not row.strip():
            since = number + 1
        elif number - since >= MAX_BLOCK:
            yield Problem(
                Place(file, number),
                "too-long",
                f"Quá {MAX_BLOCK} dòng viết liền nhau, không có dòng trống, tính đến chỗ này.",
                "Thêm dòng trống giữa các đoạn, hoặc tách bảng thành nhiều bảng.",
            )
            return


def _open_brackets(body: str, first_line: int, file: str) -> Iterator[Problem]:
    rest = _LINK.sub(lambda link: re.sub(r"[^\n]", " ", link[0]), body)
    opened = [match.start() for match in re.finditer(r"\[", rest)]
    if len(opened) > MAX_OPEN:
        yield Problem(
            Place(file, *line_and_column(rest, opened[MAX_OPEN], first_line)),
            "markdown-run",
            f"Bài có hơn {MAX_OPEN} dấu ngoặc vuông mở mà không đóng, hoặc liên kết chưa đóng ngoặc tròn.",
            "Đóng ngoặc cho đủ; liên kết viết dạng [chữ](địa chỉ).",
        )


def _nests(body: str, first_line: int, file: str) -> Iterator[Problem]:
    for number, row in enumerate(body.split("\n"), start=first_line):
        head = _MARKERS.match(row)
        marks = len(_MARKER.findall(head[0])) if head and not _RULE.fullmatch(row) else 0
        indent = len(row.expandtabs(4)) - len(row.expandtabs(4).lstrip())
        if row.strip() and (marks > MAX_DEPTH or indent > 4 * MAX_DEPTH):
            yield Problem(
                Place(file, number),
                "markdown-depth",
                "Danh sách, lời trích lồng nhau quá sâu.",
                "Bớt thụt lề và các dấu -, >, * ở đầu dòng.",
            )
            return
