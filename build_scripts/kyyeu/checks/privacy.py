"""Checks that texts contain no private data, and that pupils' age groups are known (domain §8).

The age group decides who must sign the consent form.
"""

import re
from collections.abc import Iterator
from datetime import date

from kyyeu.checks.registry import check
from kyyeu.facts.walk import all_texts, place_in, texts
from kyyeu.model.exemplars import Group
from kyyeu.model.library import Library
from kyyeu.model.sources import Path
from kyyeu.problems import Problem, Severity

# A text without a long number and without any of these words contains no private data, and need not be
# searched closely.
_LONG_NUMBER = re.compile(r"0(?<!\d0)\d[\d .()\-]{7}")
_PRIVATE_WORDS = (
    "+84",
    "(84)",
    "sinh ngày",
    "ngày sinh",
    "năm sinh",
    "sinh:",
    "tài khoản",
    "stk",
    "cmnd",
    "cccd",
    "chứng minh",
    "căn cước",
    "định danh",
)
_DAY = r"[:\s–-]*(?:là |ngày )?\d{1,2} ?[/.\- ] ?(?:tháng )?\d{1,2} ?[/.\- ] ?(?:năm )?\d{4}"
_PHONE = "số điện thoại"
# Patterns for private data in the lower-case text, each with the Vietnamese name of the data.
_PRIVATE = (
    (
        re.compile(
            r"(?<![\d/.,])(?!0\d{11}(?!\d))"
            r"(?:(?:\+84[ .\-]?|\(\+?84\) ?|0)\d{2,4}(?:[ .\-]?\d{3,4}){2}"
            r"|0\d{3}(?:[ .\-]\d{2}){3}|\(0\d{2,4}\)(?:[ .\-]?\d{3,4}){2})(?![\d/])"
        ),
        _PHONE,
    ),
    (re.compile(r"(?<!\d)0\d{11}(?!\d)"), "số căn cước"),
    # In "học sinh ngày 05/01" and "thí sinh ngày …", the word "sinh" does not mean "born", so these are not
    # dates of birth.
    (re.compile(rf"(?<!học )(?<!thí )\b(?:sinh ngày|ngày sinh|năm sinh|sinh(?=:)){_DAY}"), "ngày sinh"),
    (re.compile(r"\b(?:số tài khoản|stk)\b"), "số tài khoản"),
    (
        re.compile(
            r"\b(?:số cmnd|số cccd|chứng minh nhân dân số|căn cước công dân số)\b"
            r"|\b(?:cmnd|cccd|căn cước|chứng minh nhân dân|định danh)\b[^\d\n]{0,15}\d{8,12}(?!\d)"
        ),
        "số giấy tờ",
    ),
)


@check("private-data", asks="Không có số điện thoại, căn cước, ngày sinh, tài khoản trong văn bản.")
def private_data(library: Library, day: date) -> Iterator[Problem]:
    """Checks that no text contains a phone number, identity number, date of birth or bank account."""
    for kind, ref, path, text, line in all_texts(library):
        if kind not in ("site", "outline", "document"):
            yield from _private_parts(library, kind, ref, path, text, line)
    for file, page in library.pages.items():
        for path, text, line in texts(page):
            yield from _private_parts(library, "page", file, path, text, line)


def _private_parts(
    library: Library, kind: str, ref: str, path: Path, text: str, line: int | None
) -> Iterator[Problem]:
    lower = text.lower()
    if not _LONG_NUMBER.search(text) and not any(word in lower for word in _PRIVATE_WORDS):
        return
    for pattern, what in _PRIVATE:
        for match in pattern.finditer(lower):
            place = place_in(library, kind, ref, path, text, match.start(), line)
            if kind == "page" and what == _PHONE:
                sentence, severity = f"Có {what} trong bài của trang.", Severity.WARNING
                advice = "Số máy của người thì xóa đi; số máy của cơ quan nên thay bằng địa chỉ thư điện tử."
            else:
                sentence, severity = f"Có {what} trong văn bản.", Severity.ERROR
                advice = "Xóa đi: thông tin này không bao giờ được đăng."
            yield Problem(place, "private-data", sentence, advice, severity)


@check("minor-missing", asks="Hồ sơ học sinh ghi rõ độ tuổi.")
def unknown_ages(library: Library, day: date) -> Iterator[Problem]:
    """Checks that a pupil's profile states the pupil's age group."""
    for ref, exemplar in library.exemplars.items():
        if exemplar.group is Group.PUPIL and exemplar.minor is None:
            yield Problem(
                library.place("exemplar", ref, ("group",)),
                "minor-missing",
                "Hồ sơ học sinh chưa ghi độ tuổi (trường “minor”).",
                "Thêm minor: from_seven (từ đủ 07 đến dưới 18 tuổi), under_seven (dưới 07 tuổi) "
                "hoặc adult (từ đủ 18 tuổi).",
            )
