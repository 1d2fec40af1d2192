"""Makes the data of the web page from which booklets are downloaded.

Booklets are grouped by unit (school, centre or office). Each is shown with its title, file size and date.
"""

from dataclasses import dataclass
from datetime import date

from kyyeu.facts.words import joined
from kyyeu.vietnamese import file_size, short_date, sort_key
from kyyeu.views import addresses
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import Link, conference_day, period_words
from kyyeu.views.site.site_frame import PageView

COVERS = {"ky-yeu": ("Kỷ yếu", "a"), "chuong-trinh": ("Chương trình", "b"), "bao-cao": ("Báo cáo", "c")}


@dataclass(frozen=True, slots=True)
class BookletFile:
    """Describes the finished PDF file of a conference's booklet.

    `size` is the file size in bytes, and `date` the newest date in the booklet's content. `address` is the
    file's address relative to the site's root.
    """

    conference: str
    work: str
    title: str
    address: str
    size: int
    pages: int
    date: date | None

    @property
    def unit(self) -> str:
        """Returns the id of the unit (school, centre or office) that held the conference."""
        return self.conference.partition("/")[0]


@dataclass(frozen=True, slots=True)
class BookletView:
    """A booklet as the web page for downloads shows it.

    `owner` is the unit (such as a school) that held the conference, by its name on that day. `name` stands in
    large letters on the drawn cover, and `tone` is the cover's colour: 'a' red, 'b' cream, 'c' gold.
    """

    title: str
    owner: str
    period: str
    address: str
    facts: str
    name: str
    tone: str


@dataclass(frozen=True, slots=True)
class BookletsView(PageView):
    """The data of the web page from which booklets are downloaded.

    Each group consists of a unit (school, centre or office) and its booklets.
    """

    groups: tuple[tuple[Link, tuple[BookletView, ...]], ...]


def booklet_view(catalogue: Catalogue, file: BookletFile) -> BookletView:
    """Returns a booklet as the web page for downloads shows it."""
    conference = catalogue.published.conferences[file.conference]
    pages, day = f"{file.pages} trang" if file.pages else "", short_date(file.date) if file.date else ""
    name, tone = COVERS.get(file.work, (file.title, "b"))
    return BookletView(
        file.title,
        catalogue.unit_name(file.unit, conference_day(catalogue, conference)),
        period_words(catalogue, conference.cycle),
        file.address,
        joined("PDF", pages, file_size(file.size), day),
        name,
        tone,
    )


def unit_booklets(catalogue: Catalogue, files: tuple[BookletFile, ...], unit: str) -> tuple[BookletView, ...]:
    """Returns the booklets of a unit (such as a school) as the web page for downloads shows them.

    They are in the order of `files`.
    """
    return tuple(booklet_view(catalogue, file) for file in files if file.unit == unit)


def booklets(catalogue: Catalogue, files: tuple[BookletFile, ...]) -> BookletsView:
    """Returns the data of the web page from which booklets are downloaded.

    The booklets of the site's organiser come first. Those of the other units (such as schools) follow in
    alphabetical order.
    """
    organiser = catalogue.published.site.organiser
    owners = sorted(
        {file.unit for file in files},
        key=lambda ref: (ref != organiser, sort_key(catalogue.unit_name(ref)), ref),
    )
    return BookletsView(
        heading="Ấn phẩm",
        description="Kỷ yếu, chương trình và báo cáo của các hội nghị, dựng từ cùng nội dung với trang này, "
        "để tải về và in.",
        groups=tuple(
            (Link(catalogue.unit_name(ref), addresses.unit(ref)), unit_booklets(catalogue, files, ref))
            for ref in owners
        ),
    )
