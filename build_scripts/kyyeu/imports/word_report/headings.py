"""A line of a report → which number somebody gave it by hand, and how near its words are to a section's title, whatever marks or case."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from kyyeu.vietnamese import fold

_ORDINALS = {"nhat": 1, "mot": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
_PART = re.compile(r"^\W*phan\s+(?:thu\s+)?(nhat|mot|hai|ba|tu|bon|nam|[ivx]+|\d)\b[\s.:)\-–—]*")
_CHAIN = re.compile(r"^\W*((?:[ivx]+|\d{1,2})(?:\.(?:\d{1,2}|[ivx]+|[a-zđ]))+)[.:)\s\-–—]+(?=\S)")
_ROMAN_NUMBER = re.compile(r"^\W*([ivx]+)\s*(?:[.:)/]\s*|[-–—]\s+|\s)(?=\S)")
_ROMAN_CAPITALS = re.compile(
    r"^\W*[IVX]+(?=[\s\-–—.:)/])"
)  # where no point follows: else “Vì sao” would be VI
_NUMBER = re.compile(r"^\W*(?:muc\s+)?(\d{1,2})\s*[.:)\-–—/]\s*(?=\S)")
_LETTER = re.compile(r"^\W*([a-zđ])\s*[.)\-/]\s*(?=\S)")


@dataclass(frozen=True, slots=True)
class HeadingNumber:
    """`part` 1, 2 …; `roman` I, II …; `number` and `letter` as written; `rest` the words behind, folded."""

    part: str = ""
    roman: str = ""
    number: str = ""
    letter: str = ""
    rest: str = ""

    @property
    def any(self) -> bool:
        return bool(self.part or self.roman or self.number or self.letter)


def heading_number(text: str) -> HeadingNumber:
    """'Phần thứ nhất', 'II.', '1.', 'a)', 'II.1.', in any case and with any accents."""
    folded = " ".join(fold(text).split())
    if match := _PART.match(folded):
        said = match[1]
        return HeadingNumber(
            part=str(_ORDINALS.get(said) or _ROMAN.get(said) or said), rest=folded[match.end() :]
        )
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
    """'II.1', '1.a', 'I.2.b'; of '1.II.1.b' the part first, as the outline's own codes have it."""
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


def likeness(words: str, title: str) -> float:
    """0–1: how near folded words are to a title. A title cut short, or with the outline's brackets left out, counts as near."""
    found, wanted = _words(words), _words(re.sub(r"\([^)]*\)", " ", title))
    if not found or not wanted:
        return 0.0
    best = SequenceMatcher(None, found, wanted, autojunk=False).ratio()
    if len(found.split()) >= 3:
        for full in (wanted, _words(title)):
            if full.startswith(found):
                best = max(best, 0.9)
            cut = full[: len(found) + len(found) // 10]
            best = max(best, 0.95 * SequenceMatcher(None, found, cut, autojunk=False).ratio())
    return best


def begins(title: str, words: str) -> bool:
    """'II. KẾT QUẢ' for 'KẾT QUẢ THỰC HIỆN CÁC PHONG TRÀO…': enough only where the number fits too."""
    return f"{_words(title)} ".startswith(f"{_words(words)} ") and bool(_words(words))


def _words(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", fold(text)))
