"""Reads the number before a heading of a Word report, and compares headings with titles of the outline.

The outline lists the prescribed sections of the report. Accents, case and punctuation are ignored.
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from kyyeu.vietnamese import fold

# Similarities below this, on a scale from 0 to 1, count as 0: the heading and the title have nothing in
# common.
LEAST = 0.4
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
_PART_NUMBERS = {"nhat": 1, "mot": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5, **_ROMAN}
_PART = re.compile(r"^\W*phan\s+(?:thu\s+)?(nhat|mot|hai|ba|tu|bon|nam|[ivx]+|\d)\b[\s.:)\-–—]*")
_CHAIN = re.compile(r"^\W*((?:[ivx]+|\d{1,2})(?:\.(?:\d{1,2}|[ivx]+|[a-zđ]))+)[.:)\s\-–—]+(?=\S)")
_ROMAN_NUMBER = re.compile(r"^\W*([ivx]+)\s*(?:[.:)/]\s*|[-–—]\s+|\s)(?=\S)")
# A Roman numeral without a point must be in capitals: otherwise the “Vi” of “Vì sao” would be read as VI.
_ROMAN_CAPITALS = re.compile(r"^\W*[IVX]+(?=[\s\-–—.:)/])")
_NUMBER = re.compile(r"^\W*(?:muc\s+)?(\d{1,2})\s*[.:)\-–—/]\s*(?=\S)")
_LETTER = re.compile(r"^\W*([a-zđ])\s*[.)\-/]\s*(?=\S)")


@dataclass(frozen=True, slots=True)
class HeadingNumber:
    """The numbers before a heading of a Word report, such as “Phần thứ nhất”, “II.”, “1.” or “a)”.

    `part` is "1" for “Phần thứ nhất” (first part), `roman` is "II" for “II.”. `number` has the Arabic
    numeral, `letter` the letter. `rest` is the heading's text after the numbers, without accents and in lower
    case.
    """

    part: str = ""
    roman: str = ""
    number: str = ""
    letter: str = ""
    rest: str = ""

    @property
    def any(self) -> bool:
        """Returns whether the heading of the report has a number of any form."""
        return bool(self.part or self.roman or self.number or self.letter)


def heading_number(text: str) -> HeadingNumber:
    """Reads the number of a heading, such as 'Phần thứ nhất', 'II.', '1.', 'a)' or 'II.1.'.

    Accents do not matter, and case only for a Roman numeral that no point or bracket follows.
    """
    folded = " ".join(fold(text).split())
    if match := _PART.match(folded):
        return HeadingNumber(part=str(_PART_NUMBERS.get(match[1], match[1])), rest=folded[match.end() :])
    if match := _CHAIN.match(folded):
        return _chained(match[1].split("."), folded[match.end() :])
    match = _ROMAN_NUMBER.match(folded)
    if match and match[1] in _ROMAN and (_ROMAN_CAPITALS.match(text) or re.search(r"[.:)/]\s*$", match[0])):
        return HeadingNumber(roman=match[1].upper(), rest=folded[match.end() :])
    if match := _NUMBER.match(folded):
        return HeadingNumber(number=match[1].lstrip("0") or "0", rest=folded[match.end() :])
    if match := _LETTER.match(folded):
        return HeadingNumber(letter=match[1], rest=folded[match.end() :])
    return HeadingNumber(rest=folded)


def _chained(parts: list[str], rest: str) -> HeadingNumber:
    """Reads chained numbers before a heading, such as 'II.1', '1.a', 'I.2.b' or '1.II.1.b'.

    In '1.II.1.b', the first number is that of the part (Phần) of the report.
    """
    known: dict[str, str] = {}
    for part in parts:
        if part in _ROMAN:
            if "number" in known:
                known = {"part": known["number"]}
            known["roman"] = part.upper()
        elif part.isdecimal():
            known["number"] = part
        else:
            known["letter"] = part
    return HeadingNumber(**known, rest=rest)


def likeness(words: str, title: str, least: float = LEAST) -> float:
    """Returns how similar a heading of a report is to the title of a section in the outline, from 0 to 1.

    A heading also counts as similar if it is only the beginning of the title, or lacks the words that the
    title has in brackets. Similarities below `least` are returned as 0, since computing them exactly would
    take most of the time.
    """
    heading, (short_title, whole_title) = _words(words), _title_words(title)
    if not heading or not short_title:
        return 0.0
    best = _ratio(heading, short_title, least)
    if len(heading.split()) >= 3:
        for full in (short_title, whole_title):
            beginning = full[: len(heading) + len(heading) // 10]
            best = max(best, 0.95 * _ratio(heading, beginning, least), 0.9 if full.startswith(heading) else 0)
    return best


def _ratio(heading: str, title: str, least: float) -> float:
    matcher = _matcher(title)
    matcher.set_seq1(heading)
    if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
        return 0.0
    return matcher.ratio()


@lru_cache(maxsize=4096)
def _matcher(title: str) -> SequenceMatcher[str]:
    return SequenceMatcher(None, "", title, autojunk=False)


@lru_cache(maxsize=1024)
def _title_words(title: str) -> tuple[str, str]:
    return _words(re.sub(r"\([^)]*\)", " ", title)), _words(title)


def begins(title: str, words: str) -> bool:
    """Returns whether a heading is the beginning of a title, as 'KẾT QUẢ' is of 'KẾT QUẢ THỰC HIỆN…'.

    A short beginning fits many titles, so callers also compare the heading's number.
    """
    return f"{_words(title)} ".startswith(f"{_words(words)} ") and bool(_words(words))


@lru_cache(maxsize=1024)
def _words(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", fold(text)))
