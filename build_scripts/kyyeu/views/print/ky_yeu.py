"""Makes the kỷ yếu (commemorative yearbook) of a conference, with its parts in the usual order.

Every exemplar (honoured person, group or model) that may be shown in print has one profile in it.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import date

from kyyeu.model.awards import Level
from kyyeu.model.conferences import Conference
from kyyeu.model.exemplars import Exemplar, ExemplarType
from kyyeu.model.printing import ContentsAt, PeopleBy, PrintedWork
from kyyeu.model.reports import Cycle
from kyyeu.model.site import BookletProse
from kyyeu.vietnamese import short_date
from kyyeu.views.catalogue import Catalogue, exemplar_order, unit_order
from kyyeu.views.naming import conference_day, governing_name, title_lines
from kyyeu.views.print.book import (
    A5,
    FORMATS,
    Book,
    Bookmark,
    Format,
    Part,
    Role,
    conference_book,
    exemplars_of,
    newest_day,
)
from kyyeu.views.print.ky_yeu_chapters import movement_chapter, report_chapter, speech_chapters
from kyyeu.views.print.ky_yeu_lists import appendices, indexes, part_name, roll
from kyyeu.views.print.ky_yeu_profile import district_if_needed, on_paper, profile, short_name
from kyyeu.views.print.ky_yeu_programme import programme, programme_title
from kyyeu.views.print.title_lines import parted
from kyyeu.views.prose import LinkedProse
from kyyeu.views.texts import NOT_TEXT, place_and_date

SHORT_TITLE = 24  # A title with more letters than this is set in two lines if it has a place to break.
_BREAKS = re.compile(r", | (?=và )|: | – ")
PARTS = (
    (ExemplarType.COLLECTIVE, "tap-the", "Tập thể tiêu biểu"),
    (ExemplarType.INDIVIDUAL, "ca-nhan", "Cá nhân điển hình tiên tiến"),
    (ExemplarType.MODEL, "mo-hinh", "Mô hình tiêu biểu"),
)
NUMBERS = ("một", "hai", "ba")


@dataclass(frozen=True, slots=True)
class BookCover:
    """The front cover of a book: the issuing bodies from the highest down, then the title in `lines`."""

    bodies: tuple[str, ...]
    kicker: str
    lines: tuple[str, ...]
    period: str
    place_and_date: str


@dataclass(frozen=True, slots=True)
class Imprint:
    """The imprint page of a kỷ yếu (yearbook), which gives the publication details behind the cover.

    Units have the names that they had on the date `names_on`. It is '' if the day of the conference is
    unknown.
    """

    title: str
    period: str
    responsible: str
    names_on: str
    site: str
    contact: str
    email: str
    demonstration: bool
    size: str


@dataclass(frozen=True, slots=True)
class Foreword:
    """A chapter of prose that was written for a printed book, such as a foreword."""

    title: str
    prose: LinkedProse
    signed: str
    epigraph: str


@dataclass(frozen=True, slots=True)
class Divider:
    """The divider page before a group of profiles in the yearbook.

    It shows the label and the title of this part of the book, such as 'Phần một'.
    """

    label: str
    lines: tuple[str, ...]
    epigraph: str


@dataclass(frozen=True, slots=True)
class BackCover:
    """The back cover of the yearbook, with the web site's `address`.

    `address_words` is the address as it is printed, without 'https://'.
    """

    issuer: str
    title: str
    words: str
    address: str = field(metadata=NOT_TEXT)
    address_words: str = field(metadata=NOT_TEXT)


def ky_yeu(catalogue: Catalogue, conference: Conference, on_site: frozenset[str]) -> Book:
    """Returns the kỷ yếu (commemorative yearbook) of a conference as a Book.

    `on_site` holds the references of the exemplars that have a web page. A QR code in the profile links to
    this page.
    """
    cycle = catalogue.published.cycles[conference.cycle]
    day = conference_day(catalogue, conference)
    newest = newest_day(catalogue, conference)
    catalogue = catalogue.on(day)  # Every unit in the book has the name it had on the day of the conference.
    organiser = catalogue.unit_name(conference.unit)
    name = conference.title
    exemplars = exemplars_of(catalogue, conference)
    period = f"giai đoạn {conference.reviews or cycle.reviews}"
    settings = catalogue.published.print_settings(PrintedWork.KY_YEU)
    unit = conference.unit if conference.level is Level.UNIT else None
    foreword = _booklet_prose(catalogue, unit, "loi-gioi-thieu")
    size = FORMATS[settings.format]
    contents = Part(
        "muc-luc",
        "contents.html",
        None,
        Bookmark("Mục lục", 0),
        head="Mục lục",
        opens_right=True,
        role=Role.CONTENTS,
    )
    in_front = settings.contents is ContentsAt.FRONT
    book = conference_book(
        catalogue,
        conference,
        PrintedWork.KY_YEU,
        f"Kỷ yếu {name} {branch(organiser)} {period}",
        (
            Part("bia", "cover.html", _cover(catalogue, conference, cycle), Bookmark("Bìa", 0), bare=True),
            Part(
                "bia-lot",
                "imprint.html",
                _imprint(catalogue, name, period, organiser, conference.main_day, size),
                bare=True,
            ),
            *([contents] if in_front else []),
            *([prose_part(catalogue, "loi-gioi-thieu", foreword)] if foreword else []),
            *([programme_part(catalogue, conference)] if conference.programme else []),
            *report_chapter(catalogue, conference),
            *speech_chapters(catalogue, conference),
            *_profiles(catalogue, unit, exemplars, on_site, settings.people),
            *roll(catalogue, exemplars),
            *movement_chapter(catalogue, unit),
            *appendices(catalogue, conference, organiser, unit),
            *indexes(catalogue, exemplars),
            *([] if in_front else [contents]),
            Part("ghi-chep", "notes.html", None, role=Role.NOTES, head="Ghi chép"),
            Part(
                "bia-sau",
                "back.html",
                _back(catalogue, organiser, name),
                Bookmark("Bìa sau", 0),
                role=Role.BACK,
                bare=True,
            ),
        ),
        newest,
        ("kỷ yếu", "điển hình tiên tiến", "thi đua, khen thưởng", period),
        subject=f"Điển hình tiên tiến và phong trào thi đua của {branch(organiser)}, {period}",
        running_title=f"Kỷ yếu {name} {period}",
        bound=True,
    )
    return replace(book, printed=None if size is A5 else size)


def has_ky_yeu(catalogue: Catalogue, conference: Conference) -> bool:
    """Returns whether the conference has exemplars (honoured people or groups) for a kỷ yếu (yearbook)."""
    return bool(exemplars_of(catalogue, conference))


def branch(organiser: str) -> str:
    """Returns the body in whose name the organiser of a conference speaks.

    A Sở (education department) speaks for all education of its province ('ngành Giáo dục …'). Any other unit,
    such as a school, speaks for itself.
    """
    return f"ngành {organiser.removeprefix('Sở ')}" if organiser.startswith("Sở ") else organiser


def _cover(catalogue: Catalogue, conference: Conference, cycle: Cycle) -> BookCover:
    names = (governing_name(catalogue, conference.unit, catalogue.day), catalogue.unit_name(conference.unit))
    bodies = tuple(name.upper() for name in names if name)
    recorded = [line.upper() for line in conference.title_panel]
    return BookCover(
        bodies=bodies,
        kicker="KỶ YẾU",
        lines=tuple(line for line in recorded if line not in bodies and not line.startswith("GIAI ĐOẠN"))
        or title_lines(conference),
        period=f"GIAI ĐOẠN {conference.reviews or cycle.reviews}",
        place_and_date=place_and_date(conference.place, conference.main_day, cycle.conference_year),
    )


def _imprint(
    catalogue: Catalogue, name: str, period: str, organiser: str, day: date | None, size: Format
) -> Imprint:
    site = catalogue.published.site
    return Imprint(
        f"Kỷ yếu {name}",
        f"{period[:1].upper()}{period[1:]}",
        organiser,
        short_date(day) if day else "",
        site.url,
        site.contact.office,
        site.contact.email,
        site.demonstration,
        f"{size.width:g} × {size.height:g} mm",
    )


def prose_part(catalogue: Catalogue, name: str, prose: BookletProse) -> Part:
    """Returns a part of a book with prose from the folder content/booklets, such as a foreword or rules."""
    body = on_paper(prose.body.markdown, catalogue)
    view = Foreword(prose.title, body, prose.signed or "", prose.epigraph or "")
    return Part(name, "foreword.html", view, Bookmark(prose.title), head=prose.title, copyfit=True)


def programme_part(catalogue: Catalogue, conference: Conference, opens_right: bool = False) -> Part:
    """Returns the part of a bound book that shows the conference's programme."""
    view = programme(catalogue, conference, programme_title(conference))
    return Part(
        "chuong-trinh",
        "programme.html",
        view,
        Bookmark(view.title),
        head=view.title,
        opens_right=opens_right,
        copyfit=True,
    )


def _profiles(
    catalogue: Catalogue,
    unit: str | None,
    exemplars: list[Exemplar],
    on_site: frozenset[str],
    people: PeopleBy,
) -> tuple[Part, ...]:
    """Returns the yearbook's profiles of groups, people and models; a divider page precedes each kind.

    Profiles are ordered by unit, then by name. If the project's settings say so, people are ordered by name
    alone.
    """

    def by_unit(exemplar: Exemplar) -> tuple[object, ...]:
        return (*unit_order(catalogue, exemplar.unit), exemplar_order(exemplar))

    parts: list[Part] = []
    numbers = iter(NUMBERS)
    for kind, name, title in PARTS:
        order = exemplar_order if kind is ExemplarType.INDIVIDUAL and people is PeopleBy.NAME else by_unit
        members = sorted((exemplar for exemplar in exemplars if exemplar.type is kind), key=order)
        if not members:
            continue
        prose = _booklet_prose(catalogue, unit, name)
        label = f"Phần {next(numbers)}"
        title = prose.title if prose else title
        view = Divider(label, phrases(title), prose.epigraph or "" if prose else "")
        parts.append(Part(name, "divider.html", view, Bookmark(title, 1, label), opens_right=True, bare=True))
        parts += [_profile_part(catalogue, member, member.ref in on_site, title) for member in members]
    return tuple(parts)


def phrases(title: str) -> tuple[str, ...]:
    """Returns a title as one line, or as two if it is long and has a comma or another place to break."""
    return parted(title, _BREAKS) if len(title) > SHORT_TITLE else (title,)


def _profile_part(catalogue: Catalogue, exemplar: Exemplar, on_site: bool, head: str) -> Part:
    short = short_name(catalogue, exemplar.unit)
    named = exemplar.name.endswith((short, catalogue.unit_name(exemplar.unit)))
    where = "" if named else f"{short}{district_if_needed(catalogue, exemplar.unit)}"
    return Part(
        part_name(exemplar),
        "profile.html",
        profile(catalogue, exemplar, on_site),
        Bookmark(exemplar.name, 2, where=where),
        head=head,
        copyfit=True,
    )


def _back(catalogue: Catalogue, organiser: str, title: str) -> BackCover:
    url = catalogue.published.site.url
    return BackCover(
        organiser.upper(), title, "Kỷ yếu trực tuyến", url, url.partition("://")[2].removesuffix("/")
    )


def _booklet_prose(catalogue: Catalogue, unit: str | None, name: str) -> BookletProse | None:
    """Returns prose that was written for the yearbook, from the folder content/booklets/ky-yeu/.

    For the yearbook of a single unit, the folder is ky-yeu-<unit>/. Returns None if no such prose was
    written.
    """
    return catalogue.published.booklet_prose.get(
        f"{PrintedWork.KY_YEU.value}{f'-{unit}' if unit else ''}/{name}"
    )
