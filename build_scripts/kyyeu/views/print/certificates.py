"""Makes certificates (giấy khen) for the awards presented at a conference.

Each line of an award decision's list of recipients gets a certificate.
"""

import re
from dataclasses import dataclass, field

from kyyeu.model.awards import AwardKind, Decision, ListedRecipient
from kyyeu.model.conferences import Conference
from kyyeu.model.printing import PrintedWork
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import conference_day, conference_name
from kyyeu.views.print.book import (
    A4_WIDE,
    SHEETS_PER_PART,
    Book,
    Bookmark,
    Part,
    batched,
    conference_book,
    newest_day,
)
from kyyeu.views.print.honours import award_of, conferred, honoured
from kyyeu.views.print.title_lines import balanced
from kyyeu.views.texts import NOT_TEXT, UNKNOWN, date_words

LONGEST_LINE = 46  # The name of a collective with more letters than this is broken into several lines.
# Pairs (most letters in a line, name of the type size at which such a line fits on a certificate).
NAME_STEPS = (
    (22, "large"),
    (34, "medium"),
    (46, "small"),
)
_OFFICE = re.compile(
    r"(?:Q\. |KT\. )?(?:Phó )?"
    r"(?:Thủ tướng|Bộ trưởng|Chủ tịch|Giám đốc|Hiệu trưởng|Trưởng phòng|Tổng Giám đốc)"
)


@dataclass(frozen=True, slots=True)
class Certificate:
    """The text of a certificate: the recipient's name in `lines`, set in the type size `step`.

    Unknown texts are '' or '…..', to be filled in by hand.
    """

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
    """Certificates to print: complete ones if `framed`, else only the texts that a preprinted form lacks."""

    framed: bool
    sheets: tuple[Certificate, ...]
    names: tuple[str, ...] = field(metadata=NOT_TEXT)


def has_certificates(catalogue: Catalogue, conference: Conference) -> bool:
    """Whether a decision with certificates (giấy khen) or commendations is presented at the conference."""
    return bool(_listed(catalogue, conference))


def certificates(catalogue: Catalogue, conference: Conference, _: frozenset[str]) -> Book:
    """Returns a Book with a certificate for every line of the decisions' lists, in parts of ten pages.

    Names are printed exactly as in the decisions' lists.
    """
    on_day = catalogue.on(conference_day(catalogue, conference))
    framed = catalogue.published.print_settings(PrintedWork.CERTIFICATE).frame
    sheets = [
        _certificate(on_day, conference, decision, line) for decision, line in _listed(on_day, conference)
    ]
    parts = []
    for place, batch in enumerate(batched(sheets, SHEETS_PER_PART)):
        names = tuple(dict.fromkeys(sheet.lines[0] for sheet in batch if len(sheet.lines) == 1))
        first = place * SHEETS_PER_PART + 1
        view = Certificates(framed, batch, names)
        parts.append(Part(f"to-{first:03d}", "certificate.html", view, Bookmark(f"Từ tờ {first}"), bare=True))
    return conference_book(
        catalogue,
        conference,
        PrintedWork.CERTIFICATE,
        f"Giấy khen {conference_name(catalogue, conference)}",
        parts,
        newest_day(catalogue, conference),
        ("giấy khen", "khen thưởng"),
        page=A4_WIDE,
    )


def _listed(catalogue: Catalogue, conference: Conference) -> list[tuple[Decision, ListedRecipient]]:
    """Returns the lines in award decisions' lists of recipients for whose awards a paper is printed.

    The paper is a certificate or a commendation.
    """
    titles = catalogue.published.award_titles
    return [
        (decision, line)
        for decision in conferred(catalogue, conference)
        for line in decision.list
        if line.award in titles and titles[line.award].kind in (AwardKind.CERTIFICATE, AwardKind.COMMENDATION)
    ]


def _certificate(
    catalogue: Catalogue, conference: Conference, decision: Decision, line: ListedRecipient
) -> Certificate:
    recipient = honoured(catalogue, decision, line)
    lines = (recipient.name,) if recipient.person else balanced(recipient.name, LONGEST_LINE)
    longest = max(map(len, lines))
    day = date_words(decision.date, UNKNOWN)
    office = _OFFICE.match(decision.issuer)
    return Certificate(
        kind=catalogue.published.award_titles[line.award].kind.label.upper(),
        issuer=decision.issuer.upper(),
        lines=lines,
        step=next((step for most, step in NAME_STEPS if longest <= most), "smallest"),
        detail=recipient.detail if recipient.person else "",
        reason=award_of(catalogue, decision, line).reason or decision.reason or "",
        decision=f"Quyết định số {decision.number or UNKNOWN} {day}",
        dated=f"{conference.place or UNKNOWN}, {day}",
        office=(office[0] if office else decision.issuer).upper(),
    )
