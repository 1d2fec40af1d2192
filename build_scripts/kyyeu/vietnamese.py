"""Handles Vietnamese text: alphabetical order, diacritics, slugs, dates, numbers, no-break spaces."""

import re
import unicodedata
from datetime import date
from functools import lru_cache

NBSP = "\u00a0"
ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
# The five tone marks and their ranks in Vietnamese alphabetical order (CLDR vi): huyền, hỏi, ngã, sắc, nặng.
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_LETTER_RANK = {letter: rank for rank, letter in enumerate(ALPHABET, start=1)}
# Letters and signs that all fonts of the site and of the printed works contain. A test compares this set with
# the font files.
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
    """Returns the text in Unicode form NFC, in which a letter with its diacritics is one character."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Returns the text in lower case without diacritics, for search and slugs.

    For example, 'Nguyễn Văn Đức' gives 'nguyen van duc'.
    """
    decomposed = unicodedata.normalize("NFD", text.casefold()).replace("đ", "d")
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def slug(text: str, taken: frozenset[str] | set[str] = frozenset()) -> str:
    """Returns an ASCII id made from a text, with a number appended if `taken` already contains the id."""
    base = re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-") or "muc"
    candidate, number = base, 1
    while candidate in taken:
        number += 1
        candidate = f"{base}-{number}"
    return candidate


_FINAL_Y = re.compile(r"(?<![aăâeêoôơuưy])y$|(?<=qu)y$|^y")
# Invisible characters that Python counts as printable, so they must be removed one by one.
_HIDDEN = dict.fromkeys(map(ord, "\u034f\u115f\u1160\u3164\uffa0"))


@lru_cache(maxsize=65536)
def spelling(syllable: str) -> str:
    """Returns the same key for all spellings of a Vietnamese syllable, as for 'Hòa' and 'HOÀ', 'Lý' and 'Lí'.

    The key is in lower case and has the tone mark after all letters. A y that sounds like i (unlike the y in
    'Thúy') becomes i. The Icelandic letter ð counts as đ. Invisible characters are left out.
    """
    text = unicodedata.normalize("NFKC", syllable).casefold().replace("ð", "đ").translate(_HIDDEN)
    letters, tones = _without_tones("".join(char for char in text if char.isprintable()))
    return _FINAL_Y.sub("i", letters) + tones


def _without_tones(text: str) -> tuple[str, str]:
    """Returns two texts: the letters of a Vietnamese text without tone marks, and its tone marks alone."""
    characters = unicodedata.normalize("NFD", text)
    letters = unicodedata.normalize("NFC", "".join(char for char in characters if char not in _TONES))
    return letters, "".join(char for char in characters if char in _TONES)


@lru_cache(maxsize=65536)
def _syllable_key(syllable: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Returns a syllable's sort key: the alphabetical ranks of its letters, then the ranks of their tones."""
    letters = [_without_tones(char) for char in nfc(syllable.casefold())]
    return (
        tuple(_letter_rank(letter) for letter, _ in letters),
        tuple(_TONES[tone[0]] if tone else 0 for _, tone in letters),
    )


def _letter_rank(letter: str) -> int:
    """Returns a letter's position in the Vietnamese alphabet (CLDR vi).

    Digits come before letters, other signs after them.
    """
    if not letter:
        return 0
    return _LETTER_RANK.get(letter, int(letter) - 10 if letter.isdecimal() else 100 + ord(letter[0]))


SortKey = tuple[tuple[tuple[int, ...], ...], tuple[tuple[int, ...], ...]]


def sort_key(text: str) -> SortKey:
    """Returns a key that sorts texts by the Vietnamese alphabet (CLDR vi).

    Tone marks decide the order only if all letters of two texts are equal.
    """
    keys = [_syllable_key(syllable) for syllable in re.findall(r"\w+", text)]
    return tuple(key[0] for key in keys), tuple(key[1] for key in keys)


def person_sort_key(name: str) -> tuple[SortKey, SortKey, str]:
    """Returns a key that sorts people as Vietnamese lists do: by given name, which is the last word.

    People with equal given names are sorted by their other names, from right to left.
    """
    parts = name.split()
    return sort_key(parts[-1] if parts else ""), sort_key(" ".join(reversed(parts[:-1]))), name


@lru_cache(maxsize=65536)
def initial(name: str) -> str:
    """Returns the letter under which an index lists a name: 'A' for 'Ánh', 'Â' for 'Ân', '#' for '12'."""
    letters = (_without_tones(char)[0].upper() for char in name)
    return next((letter for letter in letters if letter.isalpha()), "#")


def long_date(day: date) -> str:
    """Returns a date as official documents write it, such as 'ngày 05 tháng 01 năm 2020'.

    Days below 10 and the months 1 and 2 get a leading zero (NĐ 30/2020, Phụ lục I).
    """
    return f"ngày{NBSP}{day.day:02d} tháng{NBSP}{month_figures(day)} năm{NBSP}{day.year}"


def month_figures(day: date) -> str:
    """Returns the number of a date's month; as in official documents, only 1 and 2 get a zero: '02', '3'."""
    return f"{day.month:02d}" if day.month <= 2 else str(day.month)


def short_date(day: date) -> str:
    """Returns a date in figures, such as '05/01/2020'."""
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def weekday(day: date) -> str:
    """Returns the name of a date's day of the week, such as 'thứ Hai'."""
    return WEEKDAYS[day.weekday()]


def number(value: float, decimals: int | None = None) -> str:
    """Returns a number as Vietnamese text with points between thousands and a decimal comma: '1.234,5'."""
    text = f"{value:,.{decimals}f}" if decimals is not None else f"{value:,}"
    if decimals is None and isinstance(value, float):
        text = text.removesuffix(".0")
    return text.translate(str.maketrans(",.", ".,"))


def file_size(size: int) -> str:
    """Returns a file's size in bytes as a text such as '8,4 MB' or '312 KB', where 1 KB is 1,000 bytes."""
    if size >= 1_000_000:
        return f"{number(size / 1e6, 1)}{NBSP}MB"
    return f"{max(1, round(size / 1000))}{NBSP}KB"


_SPACE_BEFORE_NUMBER = re.compile(r" (?=\d|[IVXL]+\b)")
_HOLD_NUMBER = frozenset(
    ("số", "điều", "khoản", "ngày", "tháng", "năm", "lớp", "khối", "quý", "trang", "khóa", "khoá", "thứ")
)
_HOLD_NUMBER_IN_TWO = frozenset({"phụ lục", "giai đoạn", "năm học", "học kỳ"})
_AFTER_NUMBER = re.compile(r"(\d) (%|trang|tháng|năm|tuổi|em|giờ|phút|MB|KB|km|m)(?!\w)")
_TITLE = re.compile(r"\b(TS|ThS|PGS|GS|NGƯT|NGND|BS|KS|CN)\. (?=\w)")


def _held(match: re.Match[str]) -> str:
    """Returns the space to put before a number: a no-break space after words such as 'số', else a space."""
    words = match.string[max(0, match.start() - 24) : match.start()].lower().split()[-2:]
    last = words[-1].lstrip("(“[") if words else ""
    return NBSP if last in _HOLD_NUMBER or " ".join(words).lstrip("(“[") in _HOLD_NUMBER_IN_TWO else " "


def keep_together(text: str) -> str:
    """Returns a text with no-break spaces where no line may end, as in 'số 13', 'ngày 05' or 'TS. Lan'."""
    text = _SPACE_BEFORE_NUMBER.sub(_held, text)
    text = _AFTER_NUMBER.sub(rf"\1{NBSP}\2", text)
    text = _TITLE.sub(rf"\1.{NBSP}", text)
    return text.replace(" – ", f"{NBSP}– ")


# Matches a span of years, such as 'giai đoạn 2015 - 2020' or '2019-2020'. Its groups are the words before,
# the first year, the space before the dash (may be empty), the dash, and the last year.
YEAR_SPAN = re.compile(
    r"(?<![\w/])(giai[ \u00a0]đoạn[ \u00a0])?(\d{4})([ \u00a0]?)([-–])[ \u00a0]?(\d{4})(?![\w/])",
    re.IGNORECASE,
)


def hold_years(text: str, after_dash: str = "", hyphen: str = "-") -> str:
    """Returns a text with no-break spaces in spans of years, such as 'giai đoạn 2015 – 2020'.

    A span without spaces around its dash is left unchanged. Some programs break a line after a dash in spite
    of no-break spaces. For them, `after_dash` is a character to put after the dash, and `hyphen` a character
    to use instead of a hyphen.
    """

    def held(match: re.Match[str]) -> str:
        words, first, space, dash, last = match.groups()
        if not space:
            return match[0]
        sign = f"{hyphen if dash == '-' else dash}{after_dash}"
        return f"{words or ''}{first} {sign} {last}".replace(" ", NBSP)

    return YEAR_SPAN.sub(held, text)
