"""Splits a text into terms for the site's search. A term is a syllable with a spelling and a search key.

theme/site/assets/search-engine.js does the same with what a reader types. The two files must be changed
together, and tests compare their results.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple
from zlib import crc32

TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_WITHOUT_TONES = dict.fromkeys(map(ord, TONES))
_WORD = re.compile(r"[^\W_]+")
# This pattern matches a y that people also write as i, as in lý, quỳnh and yêu, but not the y of thúy and
# tay.
_Y = re.compile(r"(?<![aeou])y$|(?<=qu)y(?!e)|^y(?=e)")

# Abbreviations and their long forms. People use both forms, so a search for one also finds the other.
ABBREVIATIONS = (
    ("BGDĐT", "Bộ Giáo dục và Đào tạo"),
    ("BGH", "Ban giám hiệu"),
    ("CBQL", "cán bộ quản lý"),
    ("CNTT", "công nghệ thông tin"),
    ("CSTĐ", "Chiến sĩ thi đua"),
    ("ĐHTT", "điển hình tiên tiến"),
    ("DTNT", "dân tộc nội trú"),
    ("DTBT", "dân tộc bán trú"),
    ("DTTS", "dân tộc thiểu số"),
    ("GD&ĐT", "Giáo dục và Đào tạo"),
    ("GDĐT", "Giáo dục và Đào tạo"),
    ("GDNN", "Giáo dục nghề nghiệp"),
    ("GDTX", "Giáo dục thường xuyên"),
    ("GV", "giáo viên"),
    ("GVCN", "giáo viên chủ nhiệm"),
    ("HĐND", "Hội đồng nhân dân"),
    ("HNĐHTT", "Hội nghị điển hình tiên tiến"),
    ("HS", "học sinh"),
    ("HSG", "học sinh giỏi"),
    ("LĐTT", "Lao động tiên tiến"),
    ("MN", "Mầm non"),
    ("NCKH", "nghiên cứu khoa học"),
    ("NGND", "Nhà giáo Nhân dân"),
    ("NGƯT", "Nhà giáo Ưu tú"),
    ("NTM", "nông thôn mới"),
    ("NV", "nhân viên"),
    ("PGD", "Phòng Giáo dục"),
    ("PT", "Phổ thông"),
    ("PTDTBT", "Phổ thông dân tộc bán trú"),
    ("PTDTNT", "Phổ thông dân tộc nội trú"),
    ("SGD", "Sở Giáo dục"),
    ("SGDĐT", "Sở Giáo dục và Đào tạo"),
    ("SKKN", "sáng kiến kinh nghiệm"),
    ("TĐKT", "Thi đua Khen thưởng"),
    ("TH", "Tiểu học"),
    ("THCS", "Trung học cơ sở"),
    ("THPT", "Trung học phổ thông"),
    ("ThS", "Thạc sĩ"),
    ("TNCS", "Thanh niên Cộng sản"),
    ("TNTP", "Thiếu niên Tiền phong"),
    ("TS", "Tiến sĩ"),
    ("TT", "Trung tâm"),
    ("TTg", "Thủ tướng"),
    ("TW", "Trung ương"),
    ("UBND", "Ủy ban nhân dân"),
    ("XHCN", "xã hội chủ nghĩa"),
)


class Term(NamedTuple):
    """A syllable in the form in which the site's search compares it.

    Terms are equal if their `spelling` is, such as that of 'hoà' and 'hòa'. The search looks terms up by
    `key`: 'lý' and 'li' have the key 'li'. `hash` decides which file of the search index has the term in
    running text. `trace` is a number with one bit set. The index stores it with the preceding word, so that
    the search can tell which words follow each other.
    """

    spelling: str
    trace: int
    key: str
    hash: int


_SPELLED: dict[str, Term] = {}  # The search terms computed in this process so far, by their spelling.


@cache
def _term_of(syllable: str) -> Term:
    """Returns the search term of a lower-case syllable, from a cache if possible.

    All texts together contain only a few thousand different syllables.
    """
    new = term(syllable)
    return _SPELLED.setdefault(new.spelling, new)


def spelled(spelling: str) -> Term:
    """Returns the search term with a given spelling.

    The term must have been computed before in this process, otherwise KeyError is raised.
    """
    return _SPELLED[spelling]


def term(syllable: str) -> Term:
    """Returns the search term of a lower-case syllable: the form in which the search compares it."""
    tone, letters, bare = "", syllable, syllable
    if not syllable.isascii():
        decomposed = unicodedata.normalize("NFD", syllable)
        tone = "".join([char for char in decomposed if char in TONES])
        letters = unicodedata.normalize("NFC", decomposed.translate(_WITHOUT_TONES))
        bare = "".join([char for char in decomposed if not unicodedata.combining(char)]).replace("đ", "d")
    key = _Y.sub("i", bare) if "y" in bare else bare
    if key != bare and len(bare) == len(letters):
        letters = "".join(
            ["i" if old != new else char for old, new, char in zip(bare, key, letters, strict=True)]
        )
    hashed = crc32(key.encode())
    return Term(letters + tone, 1 << (hashed >> 16 & 31), key, hashed)


def terms(text: str) -> list[Term]:
    """Returns the search terms for the words of a text (in Unicode form NFC), in order."""
    return [_term_of(word) for word in _WORD.findall(text.lower())]


def expansions(written: Sequence[Term]) -> Iterator[tuple[Term, ...]]:
    """Yields the long form of each abbreviation in a text, and the abbreviation of each long form in it.

    `written` are the search terms of the text; each yielded form is a tuple of terms too.
    """
    starts = _starts()
    seen = set()
    for place, syllable in enumerate(written):
        for form, other in starts.get(syllable.spelling, ()):
            if other not in seen and tuple(written[place : place + len(form)]) == form:
                seen.add(other)
                yield other


@cache
def _starts() -> dict[str, list[tuple[tuple[Term, ...], tuple[Term, ...]]]]:
    """Returns the pairs of abbreviation and long form, in both orders, grouped for quick look-up.

    The key of a group is the spelling of the first syllable of a pair's first form.
    """
    starts: dict[str, list[tuple[tuple[Term, ...], tuple[Term, ...]]]] = {}
    for pair in ABBREVIATIONS:
        short, long = (tuple(terms(text)) for text in pair)
        for form, other in ((short, long), (long, short)):
            starts.setdefault(form[0].spelling, []).append((form, other))
    return starts
