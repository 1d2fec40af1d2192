"""A conference on the screen behind the stage, 16 : 9: the title panel, every programme item, its speakers, every batch honoured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kyyeu.model.conferences import Conference, ProgrammeItem
from kyyeu.model.printing import PrintedWork
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import conference_day, conference_name
from kyyeu.views.pictures import PictureView
from kyyeu.views.print.book import SCREEN_16_9, Book, Bookmark, Part
from kyyeu.views.print.honours import HONOURS, Honoured, batches, honours, of_exemplar
from kyyeu.views.print.ky_yeu import newest_day
from kyyeu.views.print.script import batch_size, gathering
from kyyeu.views.print.title_lines import balanced
from kyyeu.views.programmes import ItemView, programme
from kyyeu.views.title_panels import TitlePanel, title_panel

WORK = PrintedWork.SLIDES.value
ONE_ROW = 5
SIZES = (("large", 34, 68), ("medium", 44, 132), ("small", 56, 1000))  # letters of a line, of a whole title
SPEAKERS = {
    "papers": "Tham luận của các điển hình tiên tiến",
    "exchange": "Giao lưu với các điển hình tiên tiến",
}
LINE = 58  # letters of an office


@dataclass(frozen=True, slots=True)
class Slide:
    """`kind` chooses the layout: an item announced, or people in rows of `wide` at most; `size` steps the type of the title, which is
    broken by phrase."""

    kind: str
    label: str
    title: tuple[str, ...]
    lines: tuple[str, ...] = ()
    rows: tuple[tuple[Honoured, ...], ...] = ()
    size: str = "large"

    @property
    def wide(self) -> int:
        return max((len(row) for row in self.rows), default=0)


@dataclass(frozen=True, slots=True)
class Slides:
    """`photos` are the portraits on them, for the press to cut; `names` never break across lines."""

    slides: tuple[Slide, ...]
    panel: TitlePanel | None = None
    theme: str = ""
    names: tuple[str, ...] = ()
    photos: tuple[PictureView, ...] = field(default=())


def slides(catalogue: Catalogue, conference: Conference, _: frozenset[str]) -> Book:
    day = conference_day(catalogue, conference)
    newest = newest_day(catalogue, conference, day)
    catalogue = catalogue.on(day)
    title = f"Trình chiếu {conference_name(catalogue, conference)}"
    panel = Slides((), title_panel(catalogue, conference), conference.theme or "")
    closing = Slides(
        (
            Slide(
                "words",
                "",
                ("Trân trọng cảm ơn",),
                (
                    f"Kính chúc quý vị đại biểu và toàn thể {gathering(conference)}",
                    "mạnh khỏe, hạnh phúc, thành công",
                ),
            ),
        )
    )
    return Book(
        work=WORK,
        unit=conference.unit,
        cycle=conference.cycle,
        title=title,
        running_title=title,
        author=catalogue.unit_name(conference.unit),
        subject=title,
        keywords=("trình chiếu", "màn hình LED"),
        date=newest,
        demonstration=catalogue.published.site.demonstration,
        parts=(
            Part("tieu-de", "slides.html", panel, Bookmark("Tiêu đề"), bare=True),
            *_items(catalogue, conference),
            Part("ket-thuc", "slides.html", closing, Bookmark("Kết thúc"), bare=True),
        ),
        page=SCREEN_16_9,
        bound=False,
    )


def _items(catalogue: Catalogue, conference: Conference) -> tuple[Part, ...]:
    found = []
    sessions = programme(catalogue, conference)
    for session in sessions:
        items = [
            item for item in conference.programme if item.session == session.place or not conference.sessions
        ]
        for shown, item in zip(session.items, items, strict=True):
            own = (_announced(session.label, shown), *_people(catalogue, conference, item))
            people = [person for slide in own for row in slide.rows for person in row]
            view = Slides(
                own,
                names=tuple(person.name for person in people if person.person),
                photos=tuple(dict.fromkeys(person.photo for person in people if person.photo)),
            )
            found.append(
                Part(f"muc-{shown.number:02d}", "slides.html", view, Bookmark(shown.title), bare=True)
            )
    return tuple(found)


def _announced(label: str, item: ItemView) -> Slide:
    tries = [
        (name, line, balanced(item.title, line)) for name, line, whole in SIZES if len(item.title) <= whole
    ]
    size, _, lines = next((found for found in tries if max(map(len, found[2])) <= found[1]), tries[-1])
    offices = tuple(part for presenter in item.presenters for part in balanced(presenter, LINE))
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
    return (
        (Slide("people", "", (SPEAKERS.get(item.code, "Điển hình tiên tiến"),), rows=in_rows(speakers)),)
        if speakers
        else ()
    )


def in_rows(people: Sequence[Honoured]) -> tuple[tuple[Honoured, ...], ...]:
    """One row of up to five, else two as even as they can be; from thirteen on three."""
    count = 1 if len(people) <= ONE_ROW else 2 if len(people) <= 12 else 3
    wide = -(-len(people) // count)
    return tuple(tuple(people[first : first + wide]) for first in range(0, len(people), wide))
