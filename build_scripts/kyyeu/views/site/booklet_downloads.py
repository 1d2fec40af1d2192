"""Booklets to download, by unit: what each is, how large, of what day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kyyeu.vietnamese import file_size, short_date, sort_key
from kyyeu.views import addresses
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import Link, conference_day, period_words

COVERS = {"ky-yeu": ("Kỷ yếu", "a"), "chuong-trinh": ("Chương trình", "b"), "bao-cao": ("Báo cáo", "c")}


@dataclass(frozen=True, slots=True)
class BookletFile:
    """A finished booklet of a conference: `size` in bytes, `date` of its newest content, `address` relative to the site's root."""

    conference: str
    work: str
    title: str
    address: str
    size: int
    pages: int
    date: date | None

    @property
    def unit(self) -> str:
        return self.conference.partition("/")[0]


@dataclass(frozen=True, slots=True)
class BookletView:
    """`owner` is the unit as it was called at its conference; `name` is what its cover says in large letters, `tone` the
    cover's colour: 'a' red, 'b' cream, 'c' gold."""

    title: str
    owner: str
    period: str
    address: str
    facts: str
    name: str
    tone: str


@dataclass(frozen=True, slots=True)
class BookletGroup:
    unit: Link
    booklets: tuple[BookletView, ...]


@dataclass(frozen=True, slots=True)
class BookletsView:
    heading: str
    description: str
    groups: tuple[BookletGroup, ...]


def booklet_view(catalogue: Catalogue, file: BookletFile) -> BookletView:
    conference = catalogue.published.conferences[file.conference]
    facts = [
        "PDF",
        f"{file.pages} trang" if file.pages else "",
        file_size(file.size),
        short_date(file.date) if file.date else "",
    ]
    name, tone = COVERS.get(file.work, (file.title, "b"))
    owner = catalogue.unit_name(file.unit, conference_day(catalogue, conference))
    return BookletView(
        file.title,
        owner,
        period_words(catalogue, conference.cycle),
        file.address,
        " · ".join(fact for fact in facts if fact),
        name,
        tone,
    )


def unit_booklets(catalogue: Catalogue, files: tuple[BookletFile, ...], unit: str) -> tuple[BookletView, ...]:
    return tuple(booklet_view(catalogue, file) for file in files if file.unit == unit)


def booklets(catalogue: Catalogue, files: tuple[BookletFile, ...]) -> BookletsView:
    """The organiser's first, then units in the order of the alphabet."""
    organiser = catalogue.published.site.organiser
    owners = sorted(
        {file.unit for file in files},
        key=lambda ref: (ref != organiser, sort_key(catalogue.unit_name(ref)), ref),
    )
    return BookletsView(
        heading="Ấn phẩm",
        description="Kỷ yếu, chương trình và báo cáo của các hội nghị, dựng từ cùng nội dung với trang này, để tải về và in.",
        groups=tuple(
            BookletGroup(
                Link(catalogue.unit_name(ref), addresses.unit(ref)), unit_booklets(catalogue, files, ref)
            )
            for ref in owners
        ),
    )
