"""An election at a conference → the ballots, their number on the stub alone (domain §8), and the minutes of the count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kyyeu.model.conferences import (
    Conference,
    Delegate,
    DelegateKind,
    DelegateRoute,
    ProgrammeItem,
    SessionKind,
)
from kyyeu.model.printing import PrintedWork, PrintSettings
from kyyeu.vietnamese import long_date, number
from kyyeu.views.appendices import UNKNOWN
from kyyeu.views.catalogue import Catalogue, main_day
from kyyeu.views.naming import conference_day, conference_name
from kyyeu.views.print.book import A4, Book, Bookmark, Part, piece_format
from kyyeu.views.print.ky_yeu import newest_day
from kyyeu.views.print.title_lines import balanced
from kyyeu.views.title_panels import TitlePanel, title_panel

BALLOT, MINUTES = PrintedWork.BALLOT.value, PrintedWork.MINUTES.value
UP = ((4, 3), (9, 2))  # candidates at most, ballots to a sheet; more take a sheet each
PIECES = {3: "192x90", 2: "192x136", 1: "192x272"}  # mm
SHEETS = 10  # to a part: what is laid out at once
HEAD = 28  # letters of a line in the head
LINE = 62  # letters of what is elected
DOTS = "……………"
COMMITTEE = ("Tổ trưởng", "Thư ký", "Ủy viên")


@dataclass(frozen=True, slots=True)
class Candidate:
    name: str
    offices: str
    votes: str
    share: str
    result: str


@dataclass(frozen=True, slots=True)
class Election:
    """`what` is elected, broken by phrase; `rule` as the programme notes it ('Bầu 03 đại biểu …'), '' where it says nothing."""

    what: tuple[str, ...]
    rule: str
    candidates: tuple[Candidate, ...]
    collected: str


@dataclass(frozen=True, slots=True)
class Ballots:
    """`sheets` hold the stubs' numbers; `up` ballots lie on one."""

    panel: TitlePanel
    event: str
    election: Election
    mark: str
    up: int
    sheets: tuple[tuple[str, ...], ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CountMinutes:
    governing: tuple[str, ...]
    issuer: tuple[str, ...]
    opening: str
    called: str
    committee: tuple[str, ...]
    election: Election
    elected: tuple[tuple[str, str], ...]
    dots: str
    names: tuple[str, ...]


def has_election(catalogue: Catalogue, conference: Conference) -> bool:
    return bool(_candidates(catalogue, conference))


def ballots(catalogue: Catalogue, conference: Conference, _: frozenset[str]) -> Book:
    settings = catalogue.published.printing.get(BALLOT) or PrintSettings(id=BALLOT)
    count = ballot_count(catalogue, conference, settings.spare)
    numbers = [f"{place:0{max(3, len(str(count)))}d}" for place in range(1, count + 1)]
    parts = []
    for election, target in _elections(catalogue, conference):
        up = next((up for most, up in UP if len(election.candidates) <= most), 1)
        sheets = [tuple(numbers[first : first + up]) for first in range(0, count, up)]
        panel, event = title_panel(catalogue, conference), conference_name(catalogue, conference)
        names = tuple(candidate.name for candidate in election.candidates)
        for first in range(0, len(sheets), SHEETS):
            view = Ballots(
                panel, event, election, settings.mark.value, up, tuple(sheets[first : first + SHEETS]), names
            )
            parts.append(
                Part(
                    f"{target}/to-{first + 1:03d}",
                    "ballot.html",
                    view,
                    Bookmark(f"{' '.join(election.what)}, từ phiếu {numbers[first * up]}"),
                    bare=True,
                    piece=piece_format(PIECES[up]),
                )
            )
    return _book(catalogue, conference, BALLOT, "Phiếu bầu", tuple(parts))


def minutes(catalogue: Catalogue, conference: Conference, _: frozenset[str]) -> Book:
    session = min(conference.sessions, key=lambda entry: entry.kind is not SessionKind.MAIN, default=None)
    day = main_day(conference)
    when = (
        long_date(day)
        if day
        else f"ngày {UNKNOWN} tháng {UNKNOWN} năm {conference_day(catalogue, conference).year}"
    )
    opening = f"Hôm nay, {when}, tại {session.venue if session and session.venue else UNKNOWN}, {conference_name(catalogue, conference)}"
    called = number(conference.counts.official) if conference.counts.official else DOTS
    panel, parts = title_panel(catalogue, conference), []
    for election, target in _elections(catalogue, conference):
        found = tuple(
            (label, ", ".join(entry.name for entry in election.candidates if entry.result == label) or DOTS)
            for label in ("Chính thức", "Dự khuyết")
        )
        what, names = " ".join(election.what), tuple(entry.name for entry in election.candidates)
        view = CountMinutes(
            balanced(panel.governing, HEAD),
            balanced(panel.unit, HEAD),
            f"{opening} tiến hành {what[:1].lower()}{what[1:]}.",
            called,
            COMMITTEE,
            election,
            found,
            DOTS,
            names,
        )
        parts.append(Part(target, "minutes.html", view, Bookmark(what), bare=True))
    return _book(catalogue, conference, MINUTES, "Biên bản kiểm phiếu", tuple(parts))


def ballot_count(catalogue: Catalogue, conference: Conference, spare: int) -> int:
    """One an official delegate, as announced or else as listed, and the spare ones, rounded up; one where nobody was counted yet."""
    listed = sum(
        entry.kind is DelegateKind.OFFICIAL and not entry.substitute
        for entry in catalogue.delegates.get(conference.ref, ())
    )
    voters = conference.counts.official or listed
    return max(1, voters + -(-voters * spare // 100))


def _candidates(catalogue: Catalogue, conference: Conference) -> dict[str, list[Delegate]]:
    """By the congress they are to go to, in the order of the alphabet, as the catalogue has them."""
    found = {
        target: [
            entry
            for entry in delegates
            if entry.elected_at == conference.ref and entry.route is DelegateRoute.ELECTED
        ]
        for target, delegates in sorted(catalogue.delegates.items())
    }
    return {target: entries for target, entries in found.items() if entries}


def _elections(catalogue: Catalogue, conference: Conference) -> Sequence[tuple[Election, str]]:
    found = []
    item = next((item for item in conference.programme if item.code == "election"), None)
    for target, delegates in _candidates(catalogue, conference).items():
        higher = catalogue.published.conferences.get(target)
        what = (
            f"Bầu đại biểu đi dự {conference_name(catalogue, higher)}"
            if higher
            else "Bầu đại biểu đi dự đại hội thi đua cấp trên"
        )
        totals = {entry.votes.total for entry in delegates if entry.votes}
        collected = number(totals.pop()) if len(totals) == 1 else ""
        found.append(
            (
                Election(balanced(what, LINE), _rule(item), tuple(map(_candidate, delegates)), collected),
                target.replace("/", "-"),
            )
        )
    return found


def _rule(item: ProgrammeItem | None) -> str:
    return item.note or "" if item else ""


def _candidate(entry: Delegate) -> Candidate:
    votes = entry.votes
    share = f"{number(round(votes.in_favour * 100 / votes.total, 1), 1)}%" if votes and votes.total else ""
    result = "" if votes is None else "Dự khuyết" if entry.substitute else "Chính thức"
    return Candidate(
        entry.name, ", ".join(entry.titles), number(votes.in_favour) if votes else "", share, result
    )


def _book(
    catalogue: Catalogue, conference: Conference, work: str, title: str, parts: tuple[Part, ...]
) -> Book:
    day, name = conference_day(catalogue, conference), conference_name(catalogue, conference)
    return Book(
        work=work,
        unit=conference.unit,
        cycle=conference.cycle,
        title=f"{title} {name}",
        running_title=title,
        author=catalogue.unit_name(conference.unit, day),
        subject=f"{title} {name}",
        keywords=(title.lower(), "bầu cử"),
        date=newest_day(catalogue, conference, day),
        demonstration=catalogue.published.site.demonstration,
        parts=parts,
        page=A4,
        bound=False,
        official=True,
    )
