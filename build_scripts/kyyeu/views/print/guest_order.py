"""Puts a conference's guests in the order in which the presenter introduces them.

Guests from the highest level of government come first. At each level, the Party precedes the State. In each
body, heads precede deputies.
"""

import re
from collections.abc import Sequence

from kyyeu.model.conferences import Conference, Delegate, DelegateKind
from kyyeu.vietnamese import person_sort_key
from kyyeu.views.catalogue import Catalogue

# The three lists below rank levels of government, bodies and offices, the highest first. Each pattern is
# looked for in the words of a person's office; the first pattern that matches counts. 'Giám đốc Sở … tỉnh X'
# has the level of the education sector, although it names the province.
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
    """Returns the invited guests of a conference in the order in which the presenter introduces them."""
    delegates = catalogue.delegates.get(conference.ref, ())
    invited = [delegate for delegate in delegates if delegate.kind is DelegateKind.INVITED]
    return tuple(sorted(invited, key=_precedence))


def _precedence(guest: Delegate) -> tuple[object, ...]:
    """Returns a guest's sort key: rank of the highest body, rank of the office in it, seat, name."""
    titles = guest.titles or ("",)
    ranks = [(_place(_LEVELS, title), _place(_BODIES, title)) for title in titles]
    highest = min(ranks)
    office = _place(_OFFICES, titles[ranks.index(highest)])
    return (*highest, office, guest.seat or "~", person_sort_key(guest.name), guest.ref)


def _place(patterns: Sequence[re.Pattern[str]], title: str) -> int:
    """Returns the index of the first pattern that matches the title of an office.

    If no pattern matches, the number of patterns is returned.
    """
    return next((place for place, pattern in enumerate(patterns) if pattern.search(title)), len(patterns))
