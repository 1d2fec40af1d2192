"""The errata slip (đính chính): a register's final editions × what the books would say now → a sheet of A5 to lay in each copy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kyyeu.model.conferences import Conference
from kyyeu.model.editions import FinalEdition, FinalWork
from kyyeu.model.printing import PrintedWork
from kyyeu.vietnamese import short_date
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import conference_day, conference_name
from kyyeu.views.print.book import A5, Book, Bookmark, Part
from kyyeu.views.print.edition_changes import Change, Fragment, changes
from kyyeu.views.print.handbook import handbook
from kyyeu.views.print.ky_yeu import ky_yeu
from kyyeu.views.print.ky_yeu_profile import people_in
from kyyeu.views.print.programme_papers import leaflet

WORK = PrintedWork.ERRATA.value
BOOKS: dict[FinalWork, Callable[[Catalogue, Conference, frozenset[str]], Book]] = {
    FinalWork.KY_YEU: ky_yeu,
    FinalWork.LEAFLET: leaflet,
    FinalWork.HANDBOOK: handbook,
}


@dataclass(frozen=True, slots=True)
class Slip:
    """`names` never break across lines."""

    of: tuple[str, ...]
    printed: str
    changes: tuple[Change, ...]
    signed: str
    names: tuple[str, ...]


def has_errata(catalogue: Catalogue, conference: Conference) -> bool:
    return any(found for _, _, found in differing(catalogue, conference))


def differing(
    catalogue: Catalogue, conference: Conference
) -> Iterator[tuple[FinalEdition, Book, tuple[Change, ...]]]:
    """The conference's final editions, each with the book as it is now and what changed since. Of a published library: who is withheld
    is in neither."""
    for edition in catalogue.published.editions.values():
        if edition.conference == conference.ref:
            book = BOOKS[edition.work](
                catalogue, conference, frozenset()
            )  # what stands on the site changes no word
            yield edition, book, changes(edition, book)


def errata(catalogue: Catalogue, conference: Conference, _: frozenset[str]) -> Book:
    """A part for every final edition that is no longer what would be printed."""
    found = [entry for entry in differing(catalogue, conference) if entry[2]]
    organiser = catalogue.unit_name(conference.unit, conference_day(catalogue, conference))
    title = f"Đính chính, {conference_name(catalogue, conference)}"
    return Book(
        work=WORK,
        unit=conference.unit,
        cycle=conference.cycle,
        title=title,
        running_title=title,
        author=organiser,
        subject=title,
        keywords=("đính chính",),
        date=max((max(edition.date, book.date) for edition, book, _ in found)),
        demonstration=catalogue.published.site.demonstration,
        page=A5,
        bound=False,
        parts=tuple(
            Part(
                edition.work.value,
                "errata.html",
                _slip(catalogue, edition, book, told, organiser),
                Bookmark(edition.work.label),
            )
            for edition, book, told in found
        ),
    )


def _slip(
    catalogue: Catalogue, edition: FinalEdition, book: Book, told: tuple[Change, ...], organiser: str
) -> Slip:
    texts = [text for change in told for text in (change.where, _text(change.printed), _text(change.read))]
    name, since, period = book.title.partition(" giai đoạn ")
    return Slip(
        (name, f"{since}{period}".strip()),
        edition_words(edition),
        told,
        organiser,
        people_in(catalogue, *texts),
    )


def edition_words(edition: FinalEdition) -> str:
    return f"bản số {edition.version} chốt ngày {short_date(edition.date)}"


def _text(fragment: Fragment | None) -> str:
    return fragment.text if fragment else ""
