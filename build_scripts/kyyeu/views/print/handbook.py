"""The delegate's handbook (sổ tay đại biểu): programme, rules, delegates by group with their seats, pages for notes → a bound Book."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from kyyeu.model.conferences import Conference, ConferenceForm, Delegate, DelegateKind
from kyyeu.model.printing import PrintedWork
from kyyeu.vietnamese import NBSP, person_sort_key, sort_key
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import conference_day, conference_name
from kyyeu.views.print.book import Book, Bookmark, Opens, Part, Role
from kyyeu.views.print.guest_order import guests
from kyyeu.views.print.ky_yeu import BookCover, Foreword, unit_order
from kyyeu.views.print.ky_yeu_profile import on_paper, unit_words
from kyyeu.views.print.ky_yeu_programme import programme
from kyyeu.views.print.programme_papers import back, is_announced
from kyyeu.views.title_panels import title_panel

WORK = PrintedWork.HANDBOOK.value
GUESTS, OTHERS = "Đại biểu khách mời", "Đại biểu chính thức"
NOTES, FILLING = 3, 2  # pages, and those put in where the last sheet would stay empty


@dataclass(frozen=True, slots=True)
class Seat:
    """`unit` is '' where the office names it already."""

    number: int
    name: str
    offices: tuple[str, ...]
    unit: str
    seat: str


@dataclass(frozen=True, slots=True)
class DelegateGroup:
    name: str
    seats: tuple[Seat, ...]


@dataclass(frozen=True, slots=True)
class DelegateList:
    """`seated` says whether anyone's seat is known; `names` never break across lines."""

    title: str
    groups: tuple[DelegateGroup, ...]
    seated: bool
    names: tuple[str, ...]


has_handbook = is_announced


def handbook(catalogue: Catalogue, conference: Conference, _: frozenset[str]) -> Book:
    """The sector's and a unit's alike; what there is nothing of has no chapter."""
    day = conference_day(catalogue, conference)
    catalogue = catalogue.on(day)
    name = f"Sổ tay đại biểu {conference_name(catalogue, conference)}"
    return Book(
        work=WORK,
        unit=conference.unit,
        cycle=conference.cycle,
        title=name,
        running_title="Sổ tay đại biểu",
        author=catalogue.unit_name(conference.unit),
        subject=name,
        keywords=("sổ tay đại biểu", "chương trình", "nội quy"),
        date=day,
        demonstration=catalogue.published.site.demonstration,
        parts=(
            Part("bia", "cover.html", _cover(catalogue, conference), Bookmark("Bìa", 0), bare=True),
            Part(
                "muc-luc",
                "contents.html",
                None,
                Bookmark("Mục lục", 0),
                head="Mục lục",
                role=Role.CONTENTS,
            ),
            *_programme(catalogue, conference),
            *_prose(catalogue),
            *_delegates(catalogue, conference),
            *(
                Part(
                    f"ghi-chep-{page}",
                    "notes.html",
                    None,
                    Bookmark("Ghi chép") if page == 1 else None,
                    head="Ghi chép",
                )
                for page in range(1, NOTES + 1)
            ),
            *(
                Part(f"ghi-chep-{page}", "notes.html", None, role=Role.NOTES, head="Ghi chép")
                for page in range(NOTES + 1, NOTES + FILLING + 1)
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
    )


def delegates_by_group(catalogue: Catalogue, conference: Conference) -> tuple[DelegateGroup, ...]:
    """Guests by protocol (domain §8), then groups as they are numbered: by unit and seat, substitutes last. Numbers run through."""
    invited, first = guests(catalogue, conference), 1
    official = sorted(
        (
            entry
            for entry in catalogue.delegates.get(conference.ref, ())
            if entry.kind is DelegateKind.OFFICIAL
        ),
        key=lambda entry: _place(catalogue, entry),
    )
    found = []
    groups = (
        (name, tuple(members)) for name, members in groupby(official, lambda entry: entry.group or OTHERS)
    )
    for name, members in (*([(GUESTS, invited)] if invited else []), *groups):
        found.append(
            DelegateGroup(
                name,
                tuple(_seat(catalogue, entry, number) for number, entry in enumerate(members, start=first)),
            )
        )
        first += len(members)
    return tuple(found)


def _place(catalogue: Catalogue, entry: Delegate) -> tuple[object, ...]:
    parts = [
        (int(part), sort_key("")) if part.isdecimal() else (-1, sort_key(part))
        for part in re.split(r"(\d+)", entry.group or "~")
    ]
    return (
        entry.group is None,
        parts,
        entry.substitute,
        *unit_order(catalogue, entry.unit),
        entry.seat or "~",
        person_sort_key(entry.name),
        entry.ref,
    )


def _seat(catalogue: Catalogue, entry: Delegate, number: int) -> Seat:
    offices = (*entry.titles, "Đại biểu dự khuyết") if entry.substitute else entry.titles
    unit = "" if entry.kind is DelegateKind.INVITED else unit_words(catalogue, entry.unit)
    return Seat(
        number,
        entry.name,
        offices,
        "" if any(unit in office for office in offices) else unit,
        entry.seat or "",
    )


def _cover(catalogue: Catalogue, conference: Conference) -> BookCover:
    panel = title_panel(catalogue, conference)
    return BookCover(
        tuple(body for body in (panel.governing, panel.unit) if body),
        f"SỔ TAY ĐẠI{NBSP}BIỂU",
        panel.title,
        panel.period,
        panel.place_and_date,
    )


def _programme(catalogue: Catalogue, conference: Conference) -> Iterable[Part]:
    title = "Chương trình Đại hội" if conference.form is ConferenceForm.CONGRESS else "Chương trình Hội nghị"
    yield Part(
        "chuong-trinh",
        "programme.html",
        programme(catalogue, conference, title),
        Bookmark(title),
        head=title,
        opens=Opens.RIGHT,
        copyfit=True,
    )


def _prose(catalogue: Catalogue) -> Iterable[Part]:
    """The rules, and whatever else is written for the handbook, in the order of its files' names."""
    for ref, text in sorted(catalogue.published.booklet_prose.items()):
        if text.booklet == WORK:
            view = Foreword(
                text.title, on_paper(text.body.markdown, catalogue), text.signed or "", text.epigraph or ""
            )
            yield Part(
                ref.partition("/")[2],
                "foreword.html",
                view,
                Bookmark(text.title),
                head=text.title,
                copyfit=True,
            )


def _delegates(catalogue: Catalogue, conference: Conference) -> Iterable[Part]:
    groups = delegates_by_group(catalogue, conference)
    if groups:
        title, seats = "Danh sách đại biểu", [seat for group in groups for seat in group.seats]
        names = tuple(sorted({seat.name for seat in seats}, key=lambda name: (-len(name), name)))
        view = DelegateList(title, groups, any(seat.seat for seat in seats), names)
        yield Part("dai-bieu", "handbook_delegates.html", view, Bookmark(title), head=title)
