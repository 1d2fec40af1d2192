"""Guests in the order in which they are introduced: from the highest level down, Party before State, heads before deputies (domain §8)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kyyeu.model.conferences import Conference, Delegate, DelegateKind
from kyyeu.vietnamese import person_sort_key
from kyyeu.views.catalogue import Catalogue

# Read from the words of an office; the first that fits holds. 'Giám đốc Sở … tỉnh X' is of the sector though it names the province.
_LEVELS = tuple(
    map(
        re.compile,
        (
            r"Trung ương|Bộ Chính trị|Ban Bí thư|Quốc hội|Chính phủ|Chủ tịch nước",
            r"\bBộ (?!môn|phận|đội)|\bBộ trưởng|Thứ trưởng",
            r"^(?!.*(?:\bSở\b|Công đoàn (?:ngành )?Giáo dục|ngành)).*(?:[Tt]ỉnh\b)",
            r"\bSở\b|Công đoàn (?:ngành )?Giáo dục|ngành",
            r"[Hh]uyện\b|[Tt]hị xã|[Tt]hành phố|[Tt]hành ủy|[Tt]hị ủy|[Qq]uận\b",
            r"\b[Xx]ã\b|[Pp]hường\b|[Tt]hị trấn",
        ),
    )
)
_BODIES = tuple(
    map(
        re.compile,
        (
            r"ủy\b(?! ban)|Đảng|[Bb]í thư (?!Đoàn)",
            r"Hội đồng nhân dân",
            r"Ủy ban nhân dân|Giám đốc|Bộ trưởng|Thứ trưởng",
            r"Mặt trận",
            r"^(?!.*(?:Công đoàn|Đoàn |Hội [^đ]))",
        ),
    )
)
_OFFICES = tuple(
    map(
        re.compile,
        (
            r"^(?:Bí thư|Chủ tịch|Giám đốc|Bộ trưởng|Hiệu trưởng|Trưởng|Chánh)",
            r"^(?:Phó .*[Tt]hường trực|Thứ trưởng)",
            r"^Phó",
            r"^(?:Ủy viên|.* viên)",
        ),
    )
)


def guests(catalogue: Catalogue, conference: Conference) -> tuple[Delegate, ...]:
    invited = [
        entry for entry in catalogue.delegates.get(conference.ref, ()) if entry.kind is DelegateKind.INVITED
    ]
    return tuple(sorted(invited, key=_precedence))


def _precedence(entry: Delegate) -> tuple[object, ...]:
    """By the highest of someone's bodies, and the first office named in it: offices are listed in their order."""
    ranks = [(_place(_LEVELS, title), _place(_BODIES, title)) for title in entry.titles or ("",)]
    first = (entry.titles or ("",))[ranks.index(min(ranks))]
    return (*min(ranks), _place(_OFFICES, first), entry.seat or "~", person_sort_key(entry.name), entry.ref)


def _place(patterns: Iterable[re.Pattern[str]], title: str) -> int:
    found = list(patterns)
    return next((place for place, pattern in enumerate(found) if pattern.search(title)), len(found))
