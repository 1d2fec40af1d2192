"""Invitations, badges and table signs of a conference, from its delegates: guests in their order, then the others by unit and tên."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kyyeu.model.conferences import Conference, Delegate, DelegateKind, SessionKind
from kyyeu.model.printing import CardSize, PrintedWork, PrintSettings
from kyyeu.vietnamese import long_date, person_sort_key, weekday
from kyyeu.views.appendices import UNKNOWN
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import conference_day, conference_name
from kyyeu.views.print.book import A4, A4_WIDE, Book, Bookmark, Format, Part, piece_format
from kyyeu.views.print.guest_order import guests
from kyyeu.views.print.ky_yeu import newest_day, unit_order
from kyyeu.views.print.script import gathering
from kyyeu.views.print.title_lines import balanced, name_step
from kyyeu.views.title_panels import TitlePanel, title_panel

INVITATION, BADGE, SIGN = PrintedWork.INVITATION.value, PrintedWork.BADGE.value, PrintedWork.SIGN.value
ISSUER = 28  # letters of a line
BLANKS = 2  # invitations to be filled in by hand where no delegates are on record
SHEETS = 10  # to a part: what is laid out at once
PER_SHEET = {CardSize.LARGE: 8, CardSize.SMALL: 10}
SIGN_STEPS = (
    (12, "brief"),
    (16, "short"),
    (20, "long"),
    (26, "longer"),
    (36, "longest"),
)  # letters of a line of capitals


@dataclass(frozen=True, slots=True)
class DelegatePaper:
    """One delegate's paper. `lines` is the name as it is set: one line for a person, phrases for a body that is to send somebody."""

    lines: tuple[str, ...]
    step: str
    offices: tuple[str, ...]
    unit: str
    kind: str
    group: str
    seat: str


@dataclass(frozen=True, slots=True)
class DelegatePapers:
    """Pieces by sheet; `names` never break across lines."""

    size: str
    panel: TitlePanel
    issuer: tuple[str, ...]
    event: str
    gathering: str
    when: str
    where: str
    issued: str
    sheets: tuple[tuple[DelegatePaper, ...], ...]
    names: tuple[str, ...]


def is_called(catalogue: Catalogue, conference: Conference) -> bool:
    return bool(conference.programme or conference.sessions)


def has_delegates(catalogue: Catalogue, conference: Conference) -> bool:
    return bool(attending(catalogue, conference))


def attending(catalogue: Catalogue, conference: Conference) -> tuple[Delegate, ...]:
    """Substitutes come when somebody else can't: they get no paper of their own."""
    official = [
        entry
        for entry in catalogue.delegates.get(conference.ref, ())
        if entry.kind is DelegateKind.OFFICIAL and not entry.substitute
    ]
    official.sort(
        key=lambda entry: (*unit_order(catalogue, entry.unit), *person_sort_key(entry.name), entry.ref)
    )
    return (*guests(catalogue, conference), *official)


def invitations(catalogue: Catalogue, conference: Conference, _: frozenset[str]) -> Book:
    found = _pieces(catalogue, conference)
    blank = DelegatePaper(("…" * 24,), "blank", (), "", "", "", "")
    return _book(
        catalogue,
        conference,
        INVITATION,
        "Giấy mời",
        "invitation.html",
        found or (blank,) * BLANKS,
        2,
        "192x136",
        "giấy",
    )


def badges(catalogue: Catalogue, conference: Conference, _: frozenset[str]) -> Book:
    size = (catalogue.published.printing.get(BADGE) or PrintSettings(id=BADGE)).card
    return _book(
        catalogue,
        conference,
        BADGE,
        "Thẻ đại biểu",
        "badge.html",
        _pieces(catalogue, conference),
        PER_SHEET[size],
        size.value,
        "thẻ",
    )


def signs(catalogue: Catalogue, conference: Conference, _: frozenset[str]) -> Book:
    pieces = tuple(_sign(piece) for piece in _pieces(catalogue, conference))
    return _book(catalogue, conference, SIGN, "Biển tên", "sign.html", pieces, 1, "", "biển", A4_WIDE)


def _pieces(catalogue: Catalogue, conference: Conference) -> tuple[DelegatePaper, ...]:
    at = catalogue.on(conference_day(catalogue, conference))
    return tuple(_piece(at, entry) for entry in attending(at, conference))


def _piece(catalogue: Catalogue, entry: Delegate) -> DelegatePaper:
    """A guest's record lies with the host: it says nothing of where the guest is from, the offices do."""
    invited = entry.kind is DelegateKind.INVITED
    unit = "" if invited else catalogue.unit_name(entry.unit)
    group = "" if invited and entry.group and entry.group.lower().endswith("khách mời") else entry.group or ""
    return DelegatePaper(
        (entry.name,),
        name_step(entry.name),
        entry.titles,
        "" if entry.titles and entry.titles[-1].endswith(unit) else unit,
        "Khách mời" if invited else "Đại biểu",
        group,
        entry.seat or "",
    )


def _sign(piece: DelegatePaper) -> DelegatePaper:
    name = piece.lines[0].upper()
    lines = balanced(name, SIGN_STEPS[3][0]) if name.startswith("ĐẠI DIỆN") else (name,)
    step = next((step for most, step in SIGN_STEPS if max(map(len, lines)) <= most), "longest")
    return DelegatePaper(lines, step, piece.offices[:1], piece.unit, piece.kind, piece.group, piece.seat)


def _book(
    catalogue: Catalogue,
    conference: Conference,
    work: str,
    title: str,
    template: str,
    pieces: Sequence[DelegatePaper],
    per_sheet: int,
    size: str,
    noun: str,
    page: Format = A4,
) -> Book:
    """`size` is that of a piece, as '90x60', '' for a whole sheet."""
    day = conference_day(catalogue, conference)
    sheets = [tuple(pieces[first : first + per_sheet]) for first in range(0, len(pieces), per_sheet)]
    name = conference_name(catalogue, conference)

    def view(some: Sequence[tuple[DelegatePaper, ...]]) -> Any:
        people = {line for sheet in some for piece in sheet for line in piece.lines if len(piece.lines) == 1}
        panel = title_panel(catalogue, conference)
        return DelegatePapers(
            size,
            panel,
            balanced(panel.unit, ISSUER),
            f"{name} {_period(catalogue, conference)}",
            gathering(conference),
            *_when_and_where(catalogue, conference),
            _issued(catalogue, conference),
            tuple(some),
            tuple(sorted(people, key=lambda text: (-len(text), text))),
        )

    parts = tuple(
        Part(
            f"to-{first + 1:03d}",
            template,
            view(sheets[first : first + SHEETS]),
            Bookmark(f"Từ {noun} thứ {first * per_sheet + 1}"),
            bare=True,
            piece=piece_format(size) if size else None,
        )
        for first in range(0, len(sheets), SHEETS)
    )
    return Book(
        work=work,
        unit=conference.unit,
        cycle=conference.cycle,
        title=f"{title} {name}",
        running_title=title,
        author=catalogue.unit_name(conference.unit, day),
        subject=f"{title} {name}",
        keywords=(title.lower(), "đại biểu"),
        date=newest_day(catalogue, conference, day),
        demonstration=catalogue.published.site.demonstration,
        parts=parts,
        page=page,
        bound=False,
    )


def _period(catalogue: Catalogue, conference: Conference) -> str:
    cycle = catalogue.published.cycles.get(conference.cycle)
    return f"giai đoạn {conference.reviews or (cycle.reviews if cycle else conference.cycle)}"


def _when_and_where(catalogue: Catalogue, conference: Conference) -> tuple[str, str]:
    """Of the main session; '…..' for what is not known yet."""
    session = min(conference.sessions, key=lambda entry: entry.kind is not SessionKind.MAIN, default=None)
    if session is None:
        return f"….. giờ ….., ngày {UNKNOWN} tháng {UNKNOWN} năm {_year(catalogue, conference)}", UNKNOWN
    hours, _, minutes = session.start.partition(":")
    return (
        f"{hours} giờ {minutes}, {weekday(session.day)}, {long_date(session.day)}",
        session.venue or UNKNOWN,
    )


def _issued(catalogue: Catalogue, conference: Conference) -> str:
    """An invitation is dated by hand, on the day it is signed."""
    return f"{conference.place or UNKNOWN}, ngày {UNKNOWN} tháng {UNKNOWN} năm {_year(catalogue, conference)}"


def _year(catalogue: Catalogue, conference: Conference) -> int:
    return conference_day(catalogue, conference).year
