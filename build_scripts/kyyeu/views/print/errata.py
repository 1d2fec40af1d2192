"""Makes the errata slips (đính chính) for books that have changed since they went to the printer.

A slip is an A5 sheet, which is laid into every printed copy of the book.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from kyyeu.model.conferences import Conference
from kyyeu.model.editions import FinalEdition, FinalWork
from kyyeu.model.printing import PrintedWork
from kyyeu.vietnamese import short_date
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import conference_day, conference_name
from kyyeu.views.print.book import Book, Bookmark, Part, conference_book
from kyyeu.views.print.edition_changes import Change, edition_changes
from kyyeu.views.print.handbook import handbook
from kyyeu.views.print.ky_yeu import ky_yeu
from kyyeu.views.print.ky_yeu_profile import people_in
from kyyeu.views.print.programme_papers import leaflet
from kyyeu.views.texts import NOT_TEXT

BOOKS: dict[FinalWork, Callable[[Catalogue, Conference, frozenset[str]], Book]] = {
    FinalWork.KY_YEU: ky_yeu,
    FinalWork.LEAFLET: leaflet,
    FinalWork.HANDBOOK: handbook,
}


@dataclass(frozen=True, slots=True)
class ErrataSlip:
    """The content of an errata slip for one printed book.

    `names` holds people's names; the layout keeps each on one line.
    """

    of: tuple[str, ...]
    printed: str
    changes: tuple[Change, ...]
    signed: str
    names: tuple[str, ...] = field(metadata=NOT_TEXT)


def has_errata(catalogue: Catalogue, conference: Conference) -> bool:
    """Returns whether any book of the conference has changed since its final edition went to the printer."""
    return any(changes for _, _, changes in differing(catalogue, conference))


def differing(
    catalogue: Catalogue, conference: Conference
) -> Iterator[tuple[FinalEdition, Book, tuple[Change, ...]]]:
    """Yields each final edition (book that went to the printer), the book as it is now, and the changes.

    The catalogue must hold what the print channel may show, so that no withheld person is named.
    """
    for edition in catalogue.published.editions.values():
        if edition.conference == conference.ref:
            # The argument `on_site` is an empty set here: no exemplar has a web page. Links to web pages make
            # no difference to a book's text.
            book = BOOKS[edition.work](catalogue, conference, frozenset())
            yield edition, book, edition_changes(edition, book)


def errata(catalogue: Catalogue, conference: Conference, _: frozenset[str]) -> Book:
    """Returns a Book of errata slips: one for each final edition from which the book now differs."""
    organiser = catalogue.unit_name(conference.unit, conference_day(catalogue, conference))
    parts, days = [], []
    for edition, book, changes in differing(catalogue, conference):
        if changes:
            slip = _slip(catalogue, edition, book, changes, organiser)
            parts.append(Part(edition.work.value, "errata.html", slip, Bookmark(edition.work.label)))
            days += [edition.date, book.date]
    title = f"Đính chính, {conference_name(catalogue, conference)}"
    return conference_book(
        catalogue, conference, PrintedWork.ERRATA, title, parts, max(days), ("đính chính",)
    )


def _slip(
    catalogue: Catalogue, edition: FinalEdition, book: Book, changes: tuple[Change, ...], organiser: str
) -> ErrataSlip:
    shown = [fragment for change in changes for fragment in (change.printed, change.read) if fragment]
    name, since, period = book.title.partition(" giai đoạn ")
    return ErrataSlip(
        (name, f"{since}{period}".strip()),
        edition_words(edition),
        changes,
        organiser,
        people_in(catalogue, *(change.where for change in changes), *(fragment.text for fragment in shown)),
    )


def edition_words(edition: FinalEdition) -> str:
    """Returns a final edition's number and date in words: 'bản số 2 chốt ngày 05/03/2020'."""
    return f"bản số {edition.version} chốt ngày {short_date(edition.date)}"
