"""Makes numbered ballots for electing delegates at a conference, and the minutes of the vote count.

A ballot's number is printed only on its stub, which is torn off, so that the vote stays secret.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from kyyeu.model.conferences import Conference, Delegate, DelegateKind, DelegateRoute
from kyyeu.model.printing import PrintedWork
from kyyeu.vietnamese import number
from kyyeu.views.catalogue import Catalogue, grouped
from kyyeu.views.naming import TitlePanel, conference_day, conference_name, title_panel
from kyyeu.views.print.book import (
    A4,
    SHEETS_PER_PART,
    Book,
    Bookmark,
    Part,
    batched,
    conference_book,
    newest_day,
    piece_format,
)
from kyyeu.views.print.title_lines import balanced
from kyyeu.views.texts import NOT_TEXT, UNKNOWN, date_words

# How many ballots fit on a sheet: pairs of the most candidates on a ballot and the number of ballots on the
# sheet. A ballot with more than nine candidates takes a whole sheet.
BALLOTS_PER_SHEET = ((4, 3), (9, 2))
# The size of a ballot in mm (width x height), by the number of ballots on a sheet.
SIZES = {3: "192x90", 2: "192x136", 1: "192x272"}
# HEAD_LINE is the most letters in a line of a ballot's letterhead; TITLE_LINE is the most in a line of its
# title.
HEAD_LINE, TITLE_LINE = 28, 62
DOTS = "……………"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A candidate in an election of delegates.

    `votes` (number of votes), `share` (share of all votes) and `result` are texts. They are '' before the
    votes are counted.
    """

    name: str
    offices: str
    votes: str
    share: str
    result: str


@dataclass(frozen=True, slots=True)
class Election:
    """An election of delegates at a conference.

    `what` says who is elected, as the lines of the ballot's title. `rule` is the programme's note on the
    election, such as 'Bầu 03 đại biểu …', or ''. `collected` is the number of ballots collected, or '' if it
    is unknown.
    """

    what: tuple[str, ...]
    rule: str
    candidates: tuple[Candidate, ...]
    collected: str


@dataclass(frozen=True, slots=True)
class Ballots:
    """Holds sheets of ballots, with `up` ballots on each sheet.

    `sheets` holds the numbers that are printed on the stubs of the ballots, sheet by sheet.
    """

    panel: TitlePanel
    event: str
    election: Election
    mark: str
    up: int
    sheets: tuple[tuple[str, ...], ...]
    names: tuple[str, ...] = field(metadata=NOT_TEXT)


@dataclass(frozen=True, slots=True)
class CountMinutes:
    """Holds the text of the minutes of a vote count (biên bản kiểm phiếu).

    `elected` holds pairs of a result and the names with this result. `dots` is the dotted gap that is printed
    where a value is filled in by hand.
    """

    governing: tuple[str, ...]
    issuer: tuple[str, ...]
    opening: str
    called: str
    committee: tuple[str, ...]
    election: Election
    elected: tuple[tuple[str, str], ...]
    dots: str
    names: tuple[str, ...] = field(metadata=NOT_TEXT)


def has_election(catalogue: Catalogue, conference: Conference) -> bool:
    """Returns whether delegates to a conference at a higher level are elected at this conference."""
    return bool(_candidates(catalogue, conference))


def ballots(catalogue: Catalogue, conference: Conference, _: frozenset[str]) -> Book:
    """Returns the Book of ballots in parts of ten sheets: one ballot for every voter, and some spare ones."""
    settings = catalogue.published.print_settings(PrintedWork.BALLOT)
    count = ballot_count(catalogue, conference, settings.spare)
    digits = max(3, len(str(count)))
    numbers = [f"{place:0{digits}d}" for place in range(1, count + 1)]
    panel, event = title_panel(catalogue, conference), conference_name(catalogue, conference)
    parts = []
    for election, target in _elections(catalogue, conference):
        up = next((up for most, up in BALLOTS_PER_SHEET if len(election.candidates) <= most), 1)
        names = tuple(candidate.name for candidate in election.candidates)
        for place, sheets in enumerate(batched(batched(numbers, up), SHEETS_PER_PART)):
            parts.append(
                Part(
                    f"{target}/to-{place * SHEETS_PER_PART + 1:03d}",
                    "ballot.html",
                    Ballots(panel, event, election, settings.mark.value, up, sheets, names),
                    Bookmark(f"{' '.join(election.what)}, từ phiếu {sheets[0][0]}"),
                    bare=True,
                    piece=piece_format(SIZES[up]),
                )
            )
    return _book(catalogue, conference, PrintedWork.BALLOT, "Phiếu bầu", parts)


def minutes(catalogue: Catalogue, conference: Conference, _: frozenset[str]) -> Book:
    """Returns the Book with the minutes of the vote counts of all elections at a conference.

    The minutes have gaps that are filled in by hand, and are then signed.
    """
    session = conference.main_session
    when = date_words(conference.main_day, conference_day(catalogue, conference).year)
    venue = session.venue if session and session.venue else UNKNOWN
    opening = f"Hôm nay, {when}, tại {venue}, {conference_name(catalogue, conference)}"
    called = number(conference.counts.official) if conference.counts.official else DOTS
    panel = title_panel(catalogue, conference)
    parts = []
    for election, target in _elections(catalogue, conference):
        what = " ".join(election.what)
        view = CountMinutes(
            balanced(panel.governing, HEAD_LINE),
            balanced(panel.unit, HEAD_LINE),
            f"{opening} tiến hành {what[:1].lower()}{what[1:]}.",
            called,
            ("Tổ trưởng", "Thư ký", "Ủy viên"),
            election,
            tuple((result, _names_of(election, result)) for result in ("Chính thức", "Dự khuyết")),
            DOTS,
            tuple(candidate.name for candidate in election.candidates),
        )
        parts.append(Part(target, "minutes.html", view, Bookmark(what), bare=True))
    return _book(catalogue, conference, PrintedWork.MINUTES, "Biên bản kiểm phiếu", parts)


def _names_of(election: Election, result: str) -> str:
    return (
        ", ".join(candidate.name for candidate in election.candidates if candidate.result == result) or DOTS
    )


def ballot_count(catalogue: Catalogue, conference: Conference, spare: int) -> int:
    """Returns the number of ballots to print: one for each voter, plus `spare` per cent, rounded up.

    Voters are the official delegates. Their announced number is used, or else the number of official
    delegates on record. If neither is known, one ballot is printed.
    """
    listed = sum(
        delegate.kind is DelegateKind.OFFICIAL and not delegate.substitute
        for delegate in catalogue.delegates.get(conference.ref, ())
    )
    voters = conference.counts.official or listed
    return max(1, voters + -(-voters * spare // 100))


def _candidates(catalogue: Catalogue, conference: Conference) -> dict[str, tuple[Delegate, ...]]:
    """Returns a dict from the reference of a conference at a higher level to the candidates for it.

    A candidate is a delegate who would attend that conference or congress if elected. The references are in
    alphabetical order.
    """
    return grouped(
        (target, delegate)
        for target, delegates in sorted(catalogue.delegates.items())
        for delegate in delegates
        if delegate.elected_at == conference.ref and delegate.route is DelegateRoute.ELECTED
    )


def _elections(catalogue: Catalogue, conference: Conference) -> Sequence[tuple[Election, str]]:
    """Returns pairs of an election at a conference and an identifier.

    Each election fills some parts of the Book of ballots. The names of these parts begin with its identifier.
    """
    rule = next((item.note or "" for item in conference.programme if item.code == "election"), "")
    elections = []
    for target, delegates in _candidates(catalogue, conference).items():
        higher = catalogue.published.conferences.get(target)
        event = conference_name(catalogue, higher) if higher else "đại hội thi đua cấp trên"
        totals = {delegate.votes.total for delegate in delegates if delegate.votes}
        collected = number(totals.pop()) if len(totals) == 1 else ""
        what = balanced(f"Bầu đại biểu đi dự {event}", TITLE_LINE)
        election = Election(what, rule, tuple(map(_candidate, delegates)), collected)
        elections.append((election, target.replace("/", "-")))
    return elections


def _candidate(delegate: Delegate) -> Candidate:
    name, offices, votes = delegate.name, ", ".join(delegate.titles), delegate.votes
    if votes is None:
        return Candidate(name, offices, "", "", "")
    share = f"{number(round(votes.in_favour * 100 / votes.total, 1), 1)}%" if votes.total else ""
    result = "Dự khuyết" if delegate.substitute else "Chính thức"
    return Candidate(name, offices, number(votes.in_favour), share, result)


def _book(
    catalogue: Catalogue, conference: Conference, work: PrintedWork, title: str, parts: Sequence[Part]
) -> Book:
    return conference_book(
        catalogue,
        conference,
        work,
        f"{title} {conference_name(catalogue, conference)}",
        parts,
        newest_day(catalogue, conference),
        (title.lower(), "bầu cử"),
        running_title=title,
        page=A4,
        official=True,
    )
