"""Text → terms: what the search compares. A term is a syllable with a key (no marks) that finds it and a spelling that ranks it.

theme/site/assets/search-engine.js does the same to what a reader types: change both or neither; tests hold them together."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_WITHOUT_TONES = dict.fromkeys(map(ord, TONES))
_WORD = re.compile(r"[^\W_]+")
_Y = re.compile(
    r"(?<![aeou])y$|(?<=qu)y(?!e)|^y(?=e)"
)  # the y that is written i as well: lý, quỳnh, yêu; not that of 'thúy' or 'tay'

# Written both ways by the same people; either finds the other.
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
    """`spelling`: 'hoà' and 'hòa' → 'hoa\u0300'; `key`: 'ly' → 'li'. `trace` is the bit it leaves with the word before it; `hash`
    chooses the shard of prose. The spelling says the rest, so it is what terms are told apart by."""

    spelling: str
    trace: int
    key: str
    hash: int


class _Terms(dict[str, Term]):
    """Lower-case syllable → its term. There are a few thousand syllables, so each is looked at once a process."""

    def __missing__(self, syllable: str) -> Term:
        found = term(syllable)
        _spelled()[found.spelling] = self[syllable] = found
        return found


@lru_cache(maxsize=1)
def _terms() -> _Terms:
    return _Terms()


@lru_cache(maxsize=1)
def _spelled() -> dict[str, Term]:
    return {}


def spelled(spelling: str) -> Term:
    """The term that was spelled so in this process."""
    return _spelled()[spelling]


def term(syllable: str) -> Term:
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
    """NFC text → its terms in order."""
    known = _terms()
    return [known[word] for word in _WORD.findall(text.lower())]


def expansions(found: Sequence[Term]) -> Iterator[tuple[Term, ...]]:
    """For every abbreviation among the terms its words, for every such run of words its abbreviation; each once."""
    starts = _starts()
    seen = set()
    for place in [place for place, entry in enumerate(found) if entry[0] in starts]:
        for written, other in starts[found[place][0]]:
            if other not in seen and tuple(found[place : place + len(written)]) == written:
                seen.add(other)
                yield other


@lru_cache(maxsize=1)
def _starts() -> dict[str, list[tuple[tuple[Term, ...], tuple[Term, ...]]]]:
    """By the spelling of the first syllable: (as written, as also written)."""
    starts: dict[str, list[tuple[tuple[Term, ...], tuple[Term, ...]]]] = {}
    for pair in ABBREVIATIONS:
        short, long = (tuple(terms(part)) for part in pair)
        for written, other in ((short, long), (long, short)):
            starts.setdefault(written[0].spelling, []).append((written, other))
    return starts
