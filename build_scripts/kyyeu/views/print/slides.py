"""Makes slides in 16 : 9 format for the screen behind a conference's stage.

They show the conference's title, programme items, speakers, and those who are honoured.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from kyyeu.model.conferences import Conference, ProgrammeItem
from kyyeu.model.printing import PrintedWork
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import TitlePanel, conference_day, conference_name, title_panel
from kyyeu.views.pictures import PictureView
from kyyeu.views.print.book import SCREEN_16_9, Book, Bookmark, Part, batched, conference_book, newest_day
from kyyeu.views.print.honours import HONOURS, Honoured, batches, honours, of_exemplar
from kyyeu.views.print.script import batch_size, gathering
from kyyeu.views.print.title_lines import balanced
from kyyeu.views.programmes import ItemView, items_of, programme
from kyyeu.views.texts import NOT_TEXT

ONE_ROW, TWO_ROWS = 5, 12  # The most people that a slide shows in one row, and in two rows.
# Type sizes of a slide's title, as (name of the type size, most letters in a line, most letters in the
# title).
TITLE_SIZES = (("large", 34, 68), ("medium", 44, 132), ("small", 56, 1000))
SPEAKERS = {
    "papers": "Tham luận của các điển hình tiên tiến",
    "exchange": "Giao lưu với các điển hình tiên tiến",
}
OFFICE_LINE = 58  # The most letters in a line that gives a person's offices.


@dataclass(frozen=True, slots=True)
class Slide:
    """A slide for the screen behind the stage; `kind` chooses its layout.

    'item' announces a programme item, 'people' shows rows of people, 'words' a text.

    `size` is the type size of the title, which is already broken into lines.
    """

    kind: str
    label: str
    title: tuple[str, ...]
    lines: tuple[str, ...] = ()
    rows: tuple[tuple[Honoured, ...], ...] = ()
    size: str = "large"

    @property
    def wide(self) -> int:
        """How many people the slide's longest row holds."""
        return max((len(row) for row in self.rows), default=0)


@dataclass(frozen=True, slots=True)
class Slides:
    """Slides of a conference that are laid out together, as one part of the Book.

    `photos` are the photos they show; `names` are people's names, which must not break across lines.
    """

    slides: tuple[Slide, ...]
    panel: TitlePanel | None = None
    theme: str = ""
    names: tuple[str, ...] = field(default=(), metadata=NOT_TEXT)
    photos: tuple[PictureView, ...] = field(default=(), metadata=NOT_TEXT)


def slides(catalogue: Catalogue, conference: Conference, _: frozenset[str]) -> Book:
    """Returns the slides of a conference: its title, a part for each programme item, thanks at the end."""
    newest = newest_day(catalogue, conference)
    catalogue = catalogue.on(conference_day(catalogue, conference))
    title = f"Trình chiếu {conference_name(catalogue, conference)}"
    panel = Slides((), title_panel(catalogue, conference), conference.theme or "")
    wishes = (
        f"Kính chúc quý vị đại biểu và toàn thể {gathering(conference)}",
        "mạnh khỏe, hạnh phúc, thành công",
    )
    closing = Slides((Slide("words", "", ("Trân trọng cảm ơn",), wishes),))
    return conference_book(
        catalogue,
        conference,
        PrintedWork.SLIDES,
        title,
        (
            Part("tieu-de", "slides.html", panel, Bookmark("Tiêu đề"), bare=True),
            *_items(catalogue, conference),
            Part("ket-thuc", "slides.html", closing, Bookmark("Kết thúc"), bare=True),
        ),
        newest,
        ("trình chiếu", "màn hình LED"),
        page=SCREEN_16_9,
    )


def _items(catalogue: Catalogue, conference: Conference) -> tuple[Part, ...]:
    parts = []
    for session in programme(catalogue, conference):
        for shown, item in zip(session.items, items_of(conference, session.place), strict=True):
            slides_of_item = (_announced(session.label, shown), *_people(catalogue, conference, item))
            people = [person for slide in slides_of_item for row in slide.rows for person in row]
            view = Slides(
                slides_of_item,
                names=tuple(person.name for person in people if person.person),
                photos=tuple(dict.fromkeys(person.photo for person in people if person.photo)),
            )
            parts.append(
                Part(f"muc-{shown.number:02d}", "slides.html", view, Bookmark(shown.title), bare=True)
            )
    return tuple(parts)


def _title(title: str) -> tuple[str, tuple[str, ...]]:
    """Returns the largest type size at which a slide's title fits, and the lines of the title.

    If the title fits at no size, the smallest one is used.
    """
    for size, longest, whole in TITLE_SIZES:
        lines = balanced(title, longest)
        if len(title) <= whole and max(map(len, lines)) <= longest:
            return size, lines
    return size, lines


def _announced(label: str, item: ItemView) -> Slide:
    size, lines = _title(item.title)
    offices = tuple(line for presenter in item.presenters for line in balanced(presenter, OFFICE_LINE))
    return Slide("item", label, lines, offices, size=size)


def _people(catalogue: Catalogue, conference: Conference, item: ProgrammeItem) -> tuple[Slide, ...]:
    if item.code == HONOURS:
        size = batch_size(catalogue)
        return tuple(
            Slide(
                "people",
                f"Đợt {batch.place}/{batch.of}" if batch.of > 1 else "",
                (honour.award,),
                (honour.decision,) if honour.decision else (),
                in_rows(batch.people),
            )
            for honour in honours(catalogue, conference)
            for batch in batches(honour, size)
        )
    speakers = tuple(
        of_exemplar(catalogue, catalogue.published.exemplars[ref]) for ref in item.links.exemplars
    )
    title = SPEAKERS.get(item.code, "Điển hình tiên tiến")
    return (Slide("people", "", (title,), rows=in_rows(speakers)),) if speakers else ()


def in_rows(people: Sequence[Honoured]) -> tuple[tuple[Honoured, ...], ...]:
    """Arranges people on a slide in one row (up to five), in two nearly equal rows, or in three (from 13)."""
    rows = 1 if len(people) <= ONE_ROW else 2 if len(people) <= TWO_ROWS else 3
    return batched(people, -(-len(people) // rows))
