"""Makes the certificates (giấy khen) for the awards that are presented at a conference.

Every line in the list of recipients of an award decision becomes a certificate.
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

# A certificate shows the name of a group in several lines if it has more letters than this.
LONGEST_LINE = 46
# Pairs of the most letters in a line of a recipient's name, and the name of the type size at which this line
# fits on a certificate.
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
    """The text of a certificate. `lines` holds the recipient's name, which is set in the type size `step`.

    A text that is unknown is '' or '…..', and is filled in by hand.
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
    """Holds the certificates to print.

    If `framed` is true, complete certificates are printed. Otherwise only those texts are printed that are
    missing on a preprinted form.
    """

    framed: bool
    sheets: tuple[Certificate, ...]
    names: tuple[str, ...] = field(metadata=NOT_TEXT)


def has_certificates(catalogue: Catalogue, conference: Conference) -> bool:
    """Returns whether certificates (giấy khen) or commendations are presented at the conference."""
    return bool(_listed(catalogue, conference))


def certificates(catalogue: Catalogue, conference: Conference, _: frozenset[str]) -> Book:
    """Returns a Book of certificates in parts of ten pages, one for every recipient in the award decisions.

    Names are printed exactly as in the decisions' lists of recipients.
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
    """Returns pairs of an award decision and a line of its list of recipients.

    Only lines whose award is a certificate or a commendation are included, since only these awards are
    printed.
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
