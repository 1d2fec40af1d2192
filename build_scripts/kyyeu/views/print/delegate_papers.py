"""Makes invitations, badges and table signs for a conference's delegates; invited guests come first."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from kyyeu.model.conferences import Conference, Delegate, DelegateKind
from kyyeu.model.printing import CardSize, PrintedWork
from kyyeu.vietnamese import long_date, person_sort_key, weekday
from kyyeu.views.catalogue import Catalogue, unit_order
from kyyeu.views.naming import TitlePanel, conference_day, conference_name, title_panel
from kyyeu.views.print.book import (
    A4,
    A4_WIDE,
    SHEETS_PER_PART,
    Book,
    Bookmark,
    Format,
    Part,
    batched,
    conference_book,
    newest_day,
    piece_format,
)
from kyyeu.views.print.guest_order import guests
from kyyeu.views.print.ky_yeu_profile import longest_first
from kyyeu.views.print.script import gathering
from kyyeu.views.print.title_lines import balanced, name_step
from kyyeu.views.texts import NOT_TEXT, UNKNOWN, date_words, place_and_date

ISSUER_LINE = 28  # Badges and invitations show the issuing unit's name in lines of at most this many letters.
# If no delegates are on record, this many blank invitations are printed, to be filled in by hand.
BLANK_INVITATIONS = 2
BADGES_PER_SHEET = {CardSize.LARGE: 8, CardSize.SMALL: 10}
# Pairs of the most letters in a line of capitals on a table sign, and the name of the size in which such a
# line is set.
SIGN_STEPS = ((12, "brief"), (16, "short"), (20, "long"), (26, "longer"), (36, "longest"))
# If a guest is the representative of a body (such as an office), the table sign shows the body's name in
# lines of at most this many letters.
BODY_LINE = 26


@dataclass(frozen=True, slots=True)
class DelegatePaper:
    """Holds the text of an invitation, badge or table sign for one delegate.

    `lines` is the delegate's name. A person's name is one line; the name of a body that sends a
    representative may have several lines.
    """

    lines: tuple[str, ...]
    step: str
    offices: tuple[str, ...]
    unit: str
    kind: str
    group: str
    seat: str


@dataclass(frozen=True, slots=True)
class DelegatePapers:
    """Holds sheets of delegates' badges, invitations or table signs, and the text that is the same on all.

    `size` is the size of each badge, invitation or sign. `names` holds people's names; the layout keeps each
    on one line.
    """

    size: str
    panel: TitlePanel
    issuer: tuple[str, ...]
    event: str
    gathering: str
    when: str
    where: str
    issued: str
    sheets: tuple[tuple[DelegatePaper, ...], ...]
    names: tuple[str, ...] = field(metadata=NOT_TEXT)


def is_called(catalogue: Catalogue, conference: Conference) -> bool:
    """Returns whether a conference has a programme or sessions on record, which invitations need."""
    return bool(conference.programme or conference.sessions)


def has_delegates(catalogue: Catalogue, conference: Conference) -> bool:
    """Returns whether any guest or delegate of the conference is on record."""
    return bool(attending(catalogue, conference))


def attending(catalogue: Catalogue, conference: Conference) -> tuple[Delegate, ...]:
    """Returns the people who get an invitation and a badge: guests, then official delegates.

    Guests are in the order in which they are introduced, delegates are ordered by unit and name. Substitute
    delegates are left out, because they only come if another delegate cannot.
    """
    official = sorted(
        (
            delegate
            for delegate in catalogue.delegates.get(conference.ref, ())
            if delegate.kind is DelegateKind.OFFICIAL and not delegate.substitute
        ),
        key=lambda delegate: (
            *unit_order(catalogue, delegate.unit),
            *person_sort_key(delegate.name),
            delegate.ref,
        ),
    )
    return (*guests(catalogue, conference), *official)


def invitations(catalogue: Catalogue, conference: Conference, _: frozenset[str]) -> Book:
    """Returns the Book of invitations, with two invitations on a sheet."""
    blank = DelegatePaper(("…" * 24,), "blank", (), "", "", "", "")
    papers = _papers(catalogue, conference) or (blank,) * BLANK_INVITATIONS
    return _book(
        catalogue,
        conference,
        PrintedWork.INVITATION,
        "Giấy mời",
        "invitation.html",
        papers,
        2,
        "192x136",
        "giấy",
    )


def badges(catalogue: Catalogue, conference: Conference, _: frozenset[str]) -> Book:
    """Returns the Book of delegates' badges, eight or ten on a sheet."""
    size = catalogue.published.print_settings(PrintedWork.BADGE).card
    papers, per_sheet = _papers(catalogue, conference), BADGES_PER_SHEET[size]
    return _book(
        catalogue,
        conference,
        PrintedWork.BADGE,
        "Thẻ đại biểu",
        "badge.html",
        papers,
        per_sheet,
        size.value,
        "thẻ",
    )


def signs(catalogue: Catalogue, conference: Conference, _: frozenset[str]) -> Book:
    """Returns the Book of table signs, each a sheet that is folded to stand and shows a delegate's name."""
    papers = tuple(_sign(paper) for paper in _papers(catalogue, conference))
    return _book(
        catalogue, conference, PrintedWork.SIGN, "Biển tên", "sign.html", papers, 1, "", "biển", A4_WIDE
    )


def _papers(catalogue: Catalogue, conference: Conference) -> tuple[DelegatePaper, ...]:
    on_day = catalogue.on(conference_day(catalogue, conference))
    return tuple(_paper(on_day, delegate) for delegate in attending(on_day, conference))


def _paper(catalogue: Catalogue, delegate: Delegate) -> DelegatePaper:
    """Returns what is printed on the invitation, badge or table sign of one guest or delegate.

    No unit is printed for a guest, because guests are recorded under the unit that hosts the conference.
    Their offices say where they come from.
    """
    invited = delegate.kind is DelegateKind.INVITED
    unit = "" if invited else catalogue.unit_name(delegate.unit)
    group = delegate.group or ""
    return DelegatePaper(
        (delegate.name,),
        name_step(delegate.name),
        delegate.titles,
        "" if delegate.titles and delegate.titles[-1].endswith(unit) else unit,
        "Khách mời" if invited else "Đại biểu",
        "" if invited and group.lower().endswith("khách mời") else group,
        delegate.seat or "",
    )


def _sign(paper: DelegatePaper) -> DelegatePaper:
    name = paper.lines[0].upper()
    lines = balanced(name, BODY_LINE) if name.startswith("ĐẠI DIỆN") else (name,)
    step = next((step for most, step in SIGN_STEPS if max(map(len, lines)) <= most), "longest")
    return replace(paper, lines=lines, step=step, offices=paper.offices[:1])


def _book(
    catalogue: Catalogue,
    conference: Conference,
    work: PrintedWork,
    title: str,
    template: str,
    papers: Sequence[DelegatePaper],
    per_sheet: int,
    size: str,
    noun: str,
    page: Format = A4,
) -> Book:
    """Returns a Book of invitations, badges or table signs.

    `size` is the size of one piece in mm, such as '90x60', or '' if a piece is a whole sheet. `noun` is the
    Vietnamese word for the piece.
    """
    name, panel = conference_name(catalogue, conference), title_panel(catalogue, conference)
    cycle = catalogue.published.cycles.get(conference.cycle)
    reviews = conference.reviews or (cycle.reviews if cycle else conference.cycle)
    when, where = _when_and_where(catalogue, conference)
    parts = []
    for place, sheets in enumerate(batched(batched(papers, per_sheet), SHEETS_PER_PART)):
        first = place * SHEETS_PER_PART
        names = {paper.lines[0] for sheet in sheets for paper in sheet if len(paper.lines) == 1}
        view = DelegatePapers(
            size,
            panel,
            balanced(panel.unit, ISSUER_LINE),
            f"{name} giai đoạn {reviews}",
            gathering(conference),
            when,
            where,
            # Invitations are printed without a date, which is filled in by hand when they are signed.
            place_and_date(conference.place, None, conference_day(catalogue, conference).year),
            sheets,
            longest_first(names),
        )
        parts.append(
            Part(
                f"to-{first + 1:03d}",
                template,
                view,
                Bookmark(f"Từ {noun} thứ {first * per_sheet + 1}"),
                bare=True,
                piece=piece_format(size) if size else None,
            )
        )
    return conference_book(
        catalogue,
        conference,
        work,
        f"{title} {name}",
        parts,
        newest_day(catalogue, conference),
        (title.lower(), "đại biểu"),
        running_title=title,
        page=page,
    )


def _when_and_where(catalogue: Catalogue, conference: Conference) -> tuple[str, str]:
    session = conference.main_session
    if session is None:
        year = conference_day(catalogue, conference).year
        return f"{UNKNOWN} giờ {UNKNOWN}, {date_words(None, year)}", UNKNOWN
    start = session.start.replace(":", " giờ ")
    return f"{start}, {weekday(session.day)}, {long_date(session.day)}", session.venue or UNKNOWN
