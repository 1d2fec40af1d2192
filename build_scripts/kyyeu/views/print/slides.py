"""Makes slides in 16 : 9 format for the screen behind a conference's stage.

The slides show the conference's title, the programme items, the speakers, and the people and groups honoured.
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

# A slide shows up to ONE_ROW people in one row, and up to TWO_ROWS people in two rows.
ONE_ROW, TWO_ROWS = 5, 12
# Type sizes of a slide's title, as triples: the name of the type size, the most letters in a line, and the
# most letters in the title.
TITLE_SIZES = (("large", 34, 68), ("medium", 44, 132), ("small", 56, 1000))
SPEAKERS = {
    "papers": "Tham luận của các điển hình tiên tiến",
    "exchange": "Giao lưu với các điển hình tiên tiến",
}
OFFICE_LINE = 58  # A slide gives a speaker's name and offices in lines of at most this many letters.


@dataclass(frozen=True, slots=True)
class Slide:
    """A slide for the screen behind the stage; `kind` chooses its layout.

    A slide of the kind 'item' announces a programme item, 'people' shows rows of people, 'words' shows a
    text. `title` is already broken into lines. `size` is the type size of the title.
    """

    kind: str
    label: str
    title: tuple[str, ...]
    lines: tuple[str, ...] = ()
    rows: tuple[tuple[Honoured, ...], ...] = ()
    size: str = "large"

    @property
    def wide(self) -> int:
        """Returns the number of people in the slide's longest row."""
        return max((len(row) for row in self.rows), default=0)


@dataclass(frozen=True, slots=True)
class Slides:
    """Holds slides of a conference that are laid out together, as one part of the Book.

    `photos` holds the photos on the slides. `names` holds people's names; the layout keeps each on one line.
    """

    slides: tuple[Slide, ...]
    panel: TitlePanel | None = None
    theme: str = ""
    names: tuple[str, ...] = field(default=(), metadata=NOT_TEXT)
    photos: tuple[PictureView, ...] = field(default=(), metadata=NOT_TEXT)


def slides(catalogue: Catalogue, conference: Conference, _: frozenset[str]) -> Book:
    """Returns the Book of a conference's slides: its title, its programme items, and thanks at the end.

    Each programme item is a part of the Book, with one or more slides.
    """
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

    The smallest type size is used if no size fits.
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
    """Arranges people on a slide in rows: one row for up to 5 people, two for up to 12, otherwise three.

    The rows are about equally long.
    """
    rows = 1 if len(people) <= ONE_ROW else 2 if len(people) <= TWO_ROWS else 3
    return batched(people, -(-len(people) // rows))
