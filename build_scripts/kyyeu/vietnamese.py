"""Vietnamese text: alphabet order, accent folding, slugs, dates, numbers, no-break spaces. Strings in, strings out."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import lru_cache

NBSP = "\u00a0"
ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = {
    "\u0300": 1,
    "\u0309": 2,
    "\u0303": 3,
    "\u0301": 4,
    "\u0323": 5,
}  # CLDR vi: huyền, hỏi, ngã, sắc, nặng
_LETTER_RANK = {letter: rank for rank, letter in enumerate(ALPHABET, start=1)}
# Letters and signs that every face of site and print has; a test holds this against the faces themselves.
PRINTABLE = frozenset(
    chr(code)
    for first, last in (
        (0x0A, 0x0A),
        (0x20, 0x7E),
        (0xA0, 0xAC),
        (0xAE, 0x107),
        (0x10A, 0x113),
        (0x116, 0x11B),
        (0x11E, 0x121),
        (0x126, 0x12B),
        (0x12E, 0x131),
        (0x139, 0x13A),
        (0x13D, 0x13E),
        (0x141, 0x144),
        (0x147, 0x148),
        (0x14C, 0x14D),
        (0x150, 0x155),
        (0x158, 0x15B),
        (0x15E, 0x165),
        (0x168, 0x16B),
        (0x16E, 0x17E),
        (0x1A0, 0x1A1),
        (0x1AF, 0x1B0),
        (0x1EA0, 0x1EF9),
        (0x2013, 0x2014),
        (0x2018, 0x201A),
        (0x201C, 0x201E),
        (0x2020, 0x2022),
        (0x2026, 0x2026),
        (0x2030, 0x2030),
        (0x2039, 0x203A),
        (0x20AB, 0x20AC),
        (0x2122, 0x2122),
        (0x2212, 0x2212),
        (0x2248, 0x2248),
        (0x2260, 0x2260),
        (0x2264, 0x2265),
    )
    for code in range(first, last + 1)
)
WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Lower case without marks, đ→d: 'Nguyễn Văn Đức' → 'nguyen van duc'. For search and slugs, never for display."""
    decomposed = unicodedata.normalize("NFD", text.casefold()).replace("đ", "d")
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def slug(text: str, taken: frozenset[str] | set[str] = frozenset()) -> str:
    """ASCII id from a text; a number is added where it would collide with one in `taken`."""
    base = re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-") or "muc"
    candidate, number = base, 1
    while candidate in taken:
        number += 1
        candidate = f"{base}-{number}"
    return candidate


_FINAL_Y = re.compile(r"(?<![aăâeêoôơuưy])y$|(?<=qu)y$|^y")
_HIDDEN = dict.fromkeys(
    map(ord, "\u034f\u115f\u1160\u3164\uffa0")
)  # letters by category, but nothing is seen of them


@lru_cache(maxsize=65536)
def spelling(syllable: str) -> str:
    """One key for every way to write a syllable: 'Hòa' and 'HOÀ' → 'hoa\u0300', 'Lý' and 'Lí' → 'li\u0301', 'Ðỗ' (eth) as 'Đỗ'.

    The tone stands last, i stands for the y that sounds so (not that of 'Thúy'), what can't be seen is dropped."""
    text = unicodedata.normalize("NFKC", syllable).casefold().replace("ð", "đ").translate(_HIDDEN)
    parts = unicodedata.normalize("NFD", "".join(char for char in text if char.isprintable()))
    letters = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
    return _FINAL_Y.sub("i", letters) + "".join(part for part in parts if part in _TONES)


@lru_cache(maxsize=65536)
def _syllable_key(syllable: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    letters, tones = [], []
    for char in unicodedata.normalize("NFC", syllable.casefold()):
        parts = unicodedata.normalize("NFD", char)
        tone = next((_TONES[part] for part in parts if part in _TONES), 0)
        base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
        # Digits stand before letters, as CLDR has them.
        letters.append(
            _LETTER_RANK.get(base, int(base) - 10 if base.isdecimal() else 100 + ord(base[0])) if base else 0
        )
        tones.append(tone)
    return tuple(letters), tuple(tones)


SortKey = tuple[tuple[tuple[int, ...], ...], tuple[tuple[int, ...], ...]]


def sort_key(text: str) -> SortKey:
    """Key for the Vietnamese alphabet (CLDR vi): letters first, tones only where all letters are equal."""
    keys = [_syllable_key(syllable) for syllable in re.findall(r"\w+", text)]
    return tuple(key[0] for key in keys), tuple(key[1] for key in keys)


def person_sort_key(name: str) -> tuple[SortKey, SortKey, str]:
    """Key for people: by tên, then họ and đệm from the right, as Vietnamese lists are ordered."""
    parts = name.split()
    return sort_key(parts[-1] if parts else ""), sort_key(" ".join(reversed(parts[:-1]))), name


@lru_cache(maxsize=65536)
def initial(name: str) -> str:
    """The alphabet letter under which a text stands: 'Ánh' → 'A', 'Đức' → 'Đ', 'Ân' → 'Â'."""
    for char in name:
        parts = "".join(part for part in unicodedata.normalize("NFD", char) if part not in _TONES)
        letter = unicodedata.normalize("NFC", parts).upper()
        if letter.isalpha():
            return letter
    return "#"


def long_date(day: date) -> str:
    """'ngày 05 tháng 01 năm 2020': day < 10 and months 1–2 zero-padded (NĐ 30/2020, Phụ lục I)."""
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"ngày{NBSP}{day.day:02d} tháng{NBSP}{month} năm{NBSP}{day.year}"


def short_date(day: date) -> str:
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def weekday(day: date) -> str:
    return WEEKDAYS[day.weekday()]


def number(value: float, decimals: int | None = None) -> str:
    """'1.234,5': point for thousands, comma for decimals."""
    text = f"{value:,.{decimals}f}" if decimals is not None else f"{value:,}"
    if decimals is None and isinstance(value, float):
        text = text.removesuffix(".0")
    return text.translate(str.maketrans(",.", ".,"))


def file_size(size: int) -> str:
    """Bytes → '8,4 MB' or '312 KB' (1 KB = 1,000 bytes)."""
    return (
        f"{number(size / 1e6, 1)}{NBSP}MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))}{NBSP}KB"
    )


_SPACE_BEFORE_NUMBER = re.compile(r" (?=\d|[IVXL]+\b)")
_HOLD_NUMBER = frozenset(
    ("số", "điều", "khoản", "ngày", "tháng", "năm", "lớp", "khối", "quý", "trang", "khóa", "khoá", "thứ")
)
_HOLD_NUMBER_IN_TWO = frozenset({"phụ lục", "giai đoạn", "năm học", "học kỳ"})
_AFTER_NUMBER = re.compile(r"(\d) (%|trang|tháng|năm|tuổi|em|giờ|phút|MB|KB|km|m)(?!\w)")
_TITLE = re.compile(r"\b(TS|ThS|PGS|GS|NGƯT|NGND|BS|KS|CN)\. (?=\w)")


def _held(match: re.Match[str]) -> str:
    """The space before a number: no-break where the word before it belongs to the number."""
    words = match.string[max(0, match.start() - 24) : match.start()].lower().split()[-2:]
    last = words[-1].lstrip("(“[") if words else ""
    return NBSP if last in _HOLD_NUMBER or " ".join(words).lstrip("(“[") in _HOLD_NUMBER_IN_TWO else " "


def keep_together(text: str) -> str:
    """Put no-break spaces where a line must not break (domain §9): 'số 13', 'ngày 05', 'lần thứ V', 'TS. X', ' – '."""
    text = _SPACE_BEFORE_NUMBER.sub(_held, text)
    text = _AFTER_NUMBER.sub(rf"\1{NBSP}\2", text)
    text = _TITLE.sub(rf"\1.{NBSP}", text)
    return text.replace(" – ", f"{NBSP}– ")


# A span of years, such as '2015 – 2020', 'giai đoạn 2015 - 2020' or '2019-2020': (words before, first year, space or none, dash, last year).
YEAR_SPAN = re.compile(
    r"(?<![\w/])(giai[ \u00a0]đoạn[ \u00a0])?(\d{4})([ \u00a0]?)([-–])[ \u00a0]?(\d{4})(?![\w/])",
    re.IGNORECASE,
)


def hold_years(text: str, after_dash: str = "", hyphen: str = "-") -> str:
    """Keep every span of years whose dash stands between spaces in one line ('giai đoạn' before it included), by no-break spaces.

    Software that breaks a line after a dash all the same needs `after_dash` behind it, or another letter as `hyphen`."""

    def held(match: re.Match[str]) -> str:
        words, first, space, dash, last = match.groups()
        if not space:
            return match[0]
        sign = f"{hyphen if dash == '-' else dash}{after_dash}"
        return f"{words or ''}{first} {sign} {last}".replace(" ", NBSP)

    return YEAR_SPAN.sub(held, text)


def syllables(text: str) -> list[str]:
    """Folded syllables of a text, in order; what a search index or a name scan compares."""
    return re.findall(r"[a-z0-9]+", fold(text))
