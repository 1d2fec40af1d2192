"""The certificates of the decisions conferred at a conference: a sheet a line of the list, the name as it is printed there."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kyyeu.model.awards import AwardKind, Decision, ListedRecipient
from kyyeu.model.conferences import Conference
from kyyeu.model.printing import PrintedWork, PrintSettings
from kyyeu.vietnamese import long_date
from kyyeu.views.appendices import UNKNOWN
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import conference_day, conference_name
from kyyeu.views.print.book import A4_WIDE, Book, Bookmark, Part
from kyyeu.views.print.honours import conferred, given, honoured
from kyyeu.views.print.ky_yeu import newest_day
from kyyeu.views.print.title_lines import balanced

WORK = PrintedWork.CERTIFICATE.value
PAPERS = (AwardKind.CERTIFICATE, AwardKind.COMMENDATION)
SHEETS = 10  # to a part: what is laid out at once
LINE = 46  # letters of a collective's name
STEPS = ((22, "large"), (34, "medium"), (46, "small"))
_OFFICE = re.compile(
    r"(?:Q\. |KT\. )?(?:Phó )?(?:Thủ tướng|Bộ trưởng|Chủ tịch|Giám đốc|Hiệu trưởng|Trưởng phòng|Tổng Giám đốc)"
)


@dataclass(frozen=True, slots=True)
class Certificate:
    """`lines` is the name as it is set, `step` its size; '' and '…..' stand for what is not on record."""

    kind: str
    issuer: str
    lines: tuple[str, ...]
    step: str
    detail: str
    reason: str
    decision: str
    dated: str
    office: str


@dataclass(frozen=True, slots=True)
class Certificates:
    """`framed` draws everything; otherwise the words that a printed blank leaves open alone, at the same places."""

    framed: bool
    sheets: tuple[Certificate, ...]
    names: tuple[str, ...]


def has_certificates(catalogue: Catalogue, conference: Conference) -> bool:
    return bool(_lines(catalogue, conference))


def certificates(catalogue: Catalogue, conference: Conference, _: frozenset[str]) -> Book:
    day = conference_day(catalogue, conference)
    at, name = catalogue.on(day), conference_name(catalogue, conference)
    framed = (catalogue.published.printing.get(WORK) or PrintSettings(id=WORK)).frame
    found = [_certificate(at, conference, decision, line) for decision, line in _lines(at, conference)]
    parts = []
    for first in range(0, len(found), SHEETS):
        some = tuple(found[first : first + SHEETS])
        people = tuple(dict.fromkeys(entry.lines[0] for entry in some if len(entry.lines) == 1))
        view = Certificates(framed, some, people)
        parts.append(
            Part(
                f"to-{first + 1:03d}",
                "certificate.html",
                view,
                Bookmark(f"Từ tờ {first + 1}"),
                bare=True,
            )
        )
    title = f"Giấy khen {name}"
    return Book(
        work=WORK,
        unit=conference.unit,
        cycle=conference.cycle,
        title=title,
        running_title=title,
        author=at.unit_name(conference.unit),
        subject=title,
        keywords=("giấy khen", "khen thưởng"),
        date=newest_day(catalogue, conference, day),
        demonstration=catalogue.published.site.demonstration,
        parts=tuple(parts),
        page=A4_WIDE,
        bound=False,
    )


def _lines(catalogue: Catalogue, conference: Conference) -> list[tuple[Decision, ListedRecipient]]:
    titles = catalogue.published.award_titles
    return [
        (decision, line)
        for decision in conferred(catalogue, conference)
        for line in decision.list
        if line.award in titles and titles[line.award].kind in PAPERS
    ]


def _certificate(
    catalogue: Catalogue, conference: Conference, decision: Decision, line: ListedRecipient
) -> Certificate:
    """A name that the list already gives with its unit is not followed by the unit again."""
    person = honoured(catalogue, decision, line)
    lines = (person.name,) if person.person else balanced(person.name, LINE)
    longest = max(map(len, lines))
    number = f"số {decision.number or UNKNOWN}"
    day = long_date(decision.date) if decision.date else f"ngày {UNKNOWN} tháng {UNKNOWN} năm {UNKNOWN}"
    office = _OFFICE.match(decision.issuer)
    return Certificate(
        kind=catalogue.published.award_titles[line.award].kind.label.upper(),
        issuer=decision.issuer.upper(),
        lines=lines,
        step=next((step for most, step in STEPS if longest <= most), "smallest"),
        detail=person.detail if person.person else "",
        reason=given(catalogue, decision, line).reason or decision.reason or "",
        decision=f"Quyết định {number} {day}",
        dated=f"{conference.place or UNKNOWN}, {day}",
        office=(office[0] if office else decision.issuer).upper(),
    )
