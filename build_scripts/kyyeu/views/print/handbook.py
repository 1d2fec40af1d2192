"""Makes the delegates' handbook (sổ tay đại biểu): programme, rules, list of delegates, pages for notes."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count, groupby

from kyyeu.model.conferences import Conference, Delegate, DelegateKind
from kyyeu.model.printing import PrintedWork
from kyyeu.vietnamese import NBSP, person_sort_key, sort_key
from kyyeu.views.catalogue import Catalogue, unit_order
from kyyeu.views.naming import conference_day, conference_name, title_panel
from kyyeu.views.print.book import Book, Bookmark, Part, Role, conference_book
from kyyeu.views.print.guest_order import guests
from kyyeu.views.print.ky_yeu import BookCover, programme_part, prose_part
from kyyeu.views.print.ky_yeu_profile import longest_first, unit_words
from kyyeu.views.print.programme_papers import back
from kyyeu.views.texts import NOT_TEXT

GUESTS, OTHERS = "Đại biểu khách mời", "Đại biểu chính thức"
# The handbook has three pages for notes. It gets up to two more instead of blank pages on its last sheet.
NOTE_PAGES, FILLING_PAGES = 3, 2


@dataclass(frozen=True, slots=True)
class Seat:
    """A delegate's line in the handbook's list. Lines are numbered from 1 through all groups.

    `unit` is '' if the delegate's office already names the unit (such as a school).
    """

    number: int
    name: str
    offices: tuple[str, ...]
    unit: str
    seat: str


@dataclass(frozen=True, slots=True)
class DelegateGroup:
    """A group of delegates (đoàn, tổ) in the handbook's list."""

    name: str
    seats: tuple[Seat, ...]


@dataclass(frozen=True, slots=True)
class DelegateList:
    """Holds the list of delegates that the handbook prints.

    `seated` is true if the seat of at least one delegate is known. `names` holds people's names; the layout
    keeps each on one line.
    """

    title: str
    groups: tuple[DelegateGroup, ...]
    seated: bool
    names: tuple[str, ...] = field(metadata=NOT_TEXT)


def handbook(catalogue: Catalogue, conference: Conference, _: frozenset[str]) -> Book:
    """Returns the Book of the delegates' handbook, without chapters for which there is no content."""
    day = conference_day(catalogue, conference)
    catalogue = catalogue.on(day)
    name = f"Sổ tay đại biểu {conference_name(catalogue, conference)}"
    return conference_book(
        catalogue,
        conference,
        PrintedWork.HANDBOOK,
        name,
        (
            Part("bia", "cover.html", _cover(catalogue, conference), Bookmark("Bìa", 0), bare=True),
            Part(
                "muc-luc",
                "contents.html",
                None,
                Bookmark("Mục lục", 0),
                head="Mục lục",
                role=Role.CONTENTS,
            ),
            programme_part(catalogue, conference, opens_right=True),
            # Chapters of prose, such as the conference's rules, are in the order of the names of their files.
            *(
                prose_part(catalogue, ref.partition("/")[2], text)
                for ref, text in sorted(catalogue.published.booklet_prose.items())
                if text.booklet == PrintedWork.HANDBOOK
            ),
            *_delegates(catalogue, conference),
            *(
                Part(
                    f"ghi-chep-{page}",
                    "notes.html",
                    None,
                    Bookmark("Ghi chép") if page == 1 else None,
                    head="Ghi chép",
                    role=Role.TEXT if page <= NOTE_PAGES else Role.NOTES,
                )
                for page in range(1, NOTE_PAGES + FILLING_PAGES + 1)
            ),
            Part(
                "bia-sau",
                "leaflet_back.html",
                back(catalogue, conference),
                Bookmark("Bìa sau", 0),
                role=Role.BACK,
                bare=True,
            ),
        ),
        day,
        ("sổ tay đại biểu", "chương trình", "nội quy"),
        running_title="Sổ tay đại biểu",
        bound=True,
    )


def delegates_by_group(catalogue: Catalogue, conference: Conference) -> tuple[DelegateGroup, ...]:
    """Returns the groups of the handbook's list: guests by precedence, then the other groups of delegates.

    In a group, substitute delegates come last. Delegates are ordered by unit, then by seat and name.
    """
    delegates = catalogue.delegates.get(conference.ref, ())
    official = sorted(
        (delegate for delegate in delegates if delegate.kind is DelegateKind.OFFICIAL),
        key=lambda delegate: _order(catalogue, delegate),
    )
    invited = guests(catalogue, conference)
    groups = [
        *([(GUESTS, invited)] if invited else []),
        *(
            (name, tuple(members))
            for name, members in groupby(official, lambda delegate: delegate.group or OTHERS)
        ),
    ]
    numbers = count(1)
    return tuple(
        DelegateGroup(name, tuple(_seat(catalogue, member, next(numbers)) for member in members))
        for name, members in groups
    )


def _order(catalogue: Catalogue, delegate: Delegate) -> tuple[object, ...]:
    """Returns a delegate's sort key: group ('Tổ 2' before 'Tổ 10'), then unit, seat and name.

    Substitute delegates come last in their group.
    """
    group = [
        (int(piece), sort_key("")) if piece.isdecimal() else (-1, sort_key(piece))
        for piece in re.split(r"(\d+)", delegate.group or "~")
    ]
    return (
        delegate.group is None,
        group,
        delegate.substitute,
        *unit_order(catalogue, delegate.unit),
        delegate.seat or "~",
        person_sort_key(delegate.name),
        delegate.ref,
    )


def _seat(catalogue: Catalogue, delegate: Delegate, number: int) -> Seat:
    offices = (*delegate.titles, "Đại biểu dự khuyết") if delegate.substitute else delegate.titles
    unit = "" if delegate.kind is DelegateKind.INVITED else unit_words(catalogue, delegate.unit)
    shown_unit = "" if any(unit in office for office in offices) else unit
    return Seat(number, delegate.name, offices, shown_unit, delegate.seat or "")


def _cover(catalogue: Catalogue, conference: Conference) -> BookCover:
    panel = title_panel(catalogue, conference)
    return BookCover(
        tuple(body for body in (panel.governing, panel.unit) if body),
        f"SỔ TAY ĐẠI{NBSP}BIỂU",
        panel.title,
        panel.period,
        panel.place_and_date,
    )


def _delegates(catalogue: Catalogue, conference: Conference) -> Iterable[Part]:
    groups = delegates_by_group(catalogue, conference)
    if groups:
        title, seats = "Danh sách đại biểu", [seat for group in groups for seat in group.seats]
        names = longest_first(seat.name for seat in seats)
        view = DelegateList(title, groups, any(seat.seat for seat in seats), names)
        yield Part("dai-bieu", "handbook_delegates.html", view, Bookmark(title), head=title)
