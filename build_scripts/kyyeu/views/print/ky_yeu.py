"""The kỷ yếu of a conference: published catalogue → Book, in the order of domain §6. Every published exemplar stands once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from kyyeu.facts.words import decision_date
from kyyeu.model.awards import Level
from kyyeu.model.conferences import Conference, ConferenceForm
from kyyeu.model.exemplars import Exemplar, ExemplarType
from kyyeu.model.printing import ContentsAt, PeopleBy, PrintedWork, PrintSettings
from kyyeu.model.reports import Cycle
from kyyeu.model.site import BookletProse
from kyyeu.model.units import UnitKind
from kyyeu.vietnamese import long_date, short_date, sort_key
from kyyeu.views.appendices import UNKNOWN
from kyyeu.views.catalogue import Catalogue, exemplar_order, main_day
from kyyeu.views.naming import conference_day, conference_title, governing_name
from kyyeu.views.print.book import A5, FORMATS, Book, Bookmark, Format, Opens, Part, Role
from kyyeu.views.print.ky_yeu_chapters import movement_chapter, report_chapter, speech_chapters
from kyyeu.views.print.ky_yeu_lists import appendices, indexes, part_name, roll
from kyyeu.views.print.ky_yeu_profile import district_if_needed, on_paper, profile
from kyyeu.views.print.ky_yeu_programme import programme
from kyyeu.views.print.title_lines import parted
from kyyeu.views.prose import LinkedProse

WORK = PrintedWork.KY_YEU.value
SHORT_TITLE = 24
_BREAKS = re.compile(r", | (?=và )|: | – ")
PARTS = (
    (ExemplarType.COLLECTIVE, "tap-the", "Tập thể tiêu biểu"),
    (ExemplarType.INDIVIDUAL, "ca-nhan", "Cá nhân điển hình tiên tiến"),
    (ExemplarType.MODEL, "mo-hinh", "Mô hình tiêu biểu"),
)
NUMBERS = ("một", "hai", "ba")


@dataclass(frozen=True, slots=True)
class BookCover:
    """The title panel: bodies on top, highest first; `lines` are broken by hand, by phrase."""

    bodies: tuple[str, ...]
    kicker: str
    lines: tuple[str, ...]
    period: str
    place_and_date: str


@dataclass(frozen=True, slots=True)
class Imprint:
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
    title: str
    prose: LinkedProse
    signed: str
    epigraph: str


@dataclass(frozen=True, slots=True)
class Divider:
    label: str
    lines: tuple[str, ...]
    epigraph: str


@dataclass(frozen=True, slots=True)
class BackCover:
    issuer: str
    title: str
    words: str
    address: str
    address_words: str


def ky_yeu(catalogue: Catalogue, conference: Conference, on_site: frozenset[str]) -> Book:
    """The kỷ yếu of `conference`. `on_site` are the exemplars that have a web page, for the QR codes."""
    published = catalogue.published
    cycle = published.cycles[conference.cycle]
    day = conference_day(catalogue, conference)
    newest = newest_day(catalogue, conference, day)
    catalogue = catalogue.on(day)  # every name in the book is the one of the conference's day
    organiser = catalogue.unit_name(conference.unit)
    name = conference_title(conference)
    exemplars = exemplars_of(catalogue, conference)
    period = f"giai đoạn {conference.reviews or cycle.reviews}"
    settings, unit = (
        published.printing.get(WORK, PrintSettings(id=WORK)),
        conference.unit if conference.level is Level.UNIT else None,
    )
    size = FORMATS[settings.format]
    listed = Part(
        "muc-luc",
        "contents.html",
        None,
        Bookmark("Mục lục", 0),
        head="Mục lục",
        opens=Opens.RIGHT,
        role=Role.CONTENTS,
    )
    in_front = settings.contents is ContentsAt.FRONT
    return Book(
        work=WORK,
        unit=conference.unit,
        cycle=conference.cycle,
        title=f"Kỷ yếu {name} {branch(organiser)} {period}",
        running_title=f"Kỷ yếu {name} {period}",
        author=organiser,
        subject=f"Điển hình tiên tiến và phong trào thi đua của {branch(organiser)}, {period}",
        keywords=("kỷ yếu", "điển hình tiên tiến", "thi đua, khen thưởng", period),
        date=newest,
        demonstration=published.site.demonstration,
        parts=(
            Part("bia", "cover.html", _cover(catalogue, conference, cycle), Bookmark("Bìa", 0), bare=True),
            Part(
                "bia-lot",
                "imprint.html",
                _imprint(catalogue, name, period, organiser, main_day(conference), size),
                bare=True,
            ),
            *([listed] if in_front else []),
            *_foreword(catalogue, unit),
            *_programme(catalogue, conference),
            *report_chapter(catalogue, conference),
            *speech_chapters(catalogue, conference),
            *_profiles(catalogue, unit, exemplars, on_site, settings.people),
            *roll(catalogue, exemplars),
            *movement_chapter(catalogue, unit),
            *appendices(catalogue, conference, organiser, unit),
            *indexes(catalogue, exemplars),
            *([] if in_front else [listed]),
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
        printed=None if size is A5 else size,
    )


def has_ky_yeu(catalogue: Catalogue, conference: Conference) -> bool:
    return bool(exemplars_of(catalogue, conference))


def exemplars_of(catalogue: Catalogue, conference: Conference) -> list[Exemplar]:
    """A unit's conference honours its own people, any higher one those of the whole branch."""
    eligible = (
        catalogue.by_unit.get(conference.unit, ()) if conference.level is Level.UNIT else catalogue.exemplars
    )
    return [entry for entry in eligible if entry.cycle == conference.cycle]


def branch(organiser: str) -> str:
    """'Sở Giáo dục và Đào tạo tỉnh X' speaks for 'ngành Giáo dục và Đào tạo tỉnh X'; any other unit for itself."""
    return f"ngành {organiser.removeprefix('Sở ')}" if organiser.startswith("Sở ") else organiser


def newest_day(catalogue: Catalogue, conference: Conference, day: date) -> date:
    """The newest dated fact that the book holds by the build's day; at least the conference's own day."""
    exemplars = exemplars_of(catalogue, conference)
    days = [entry.date for exemplar in exemplars for entry in exemplar.recognitions]
    days += [decision_date(award, catalogue.published) for exemplar in exemplars for award in exemplar.awards]
    return max((day, *(found for found in days if found and found <= catalogue.day)))


def _cover(catalogue: Catalogue, conference: Conference, cycle: Cycle) -> BookCover:
    names = (governing_name(catalogue, conference.unit, catalogue.day), catalogue.unit_name(conference.unit))
    bodies = tuple(name.upper() for name in names if name)
    given = [line.upper() for line in conference.title_panel]
    day = (
        long_date(catalogue.day)
        if main_day(conference)
        else f"ngày {UNKNOWN} tháng {UNKNOWN} năm {cycle.conference_year}"
    )
    return BookCover(
        bodies=bodies,
        kicker="KỶ YẾU",
        lines=tuple(line for line in given if line not in bodies and not line.startswith("GIAI ĐOẠN"))
        or _phrases(conference),
        period=f"GIAI ĐOẠN {conference.reviews or cycle.reviews}",
        place_and_date=f"{conference.place or UNKNOWN}, {day}",
    )


def _phrases(conference: Conference) -> tuple[str, ...]:
    first = (
        ("ĐẠI HỘI", "THI ĐUA YÊU NƯỚC")
        if conference.form is ConferenceForm.CONGRESS
        else ("HỘI NGHỊ", "ĐIỂN HÌNH TIÊN TIẾN")
    )
    return (*first, f"LẦN THỨ {conference.ordinal}") if conference.ordinal else first


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


def _foreword(catalogue: Catalogue, unit: str | None) -> tuple[Part, ...]:
    prose = _booklet_prose(catalogue, unit, "loi-gioi-thieu")
    if prose is None:
        return ()
    view = Foreword(
        prose.title, on_paper(prose.body.markdown, catalogue), prose.signed or "", prose.epigraph or ""
    )
    return (
        Part(
            "loi-gioi-thieu",
            "foreword.html",
            view,
            Bookmark(prose.title),
            head=prose.title,
            copyfit=True,
        ),
    )


def _programme(catalogue: Catalogue, conference: Conference) -> tuple[Part, ...]:
    if not conference.programme:
        return ()
    title = "Chương trình Đại hội" if conference.form is ConferenceForm.CONGRESS else "Chương trình Hội nghị"
    return (
        Part(
            "chuong-trinh",
            "programme.html",
            programme(catalogue, conference, title),
            Bookmark(title),
            head=title,
            copyfit=True,
        ),
    )


def _profiles(
    catalogue: Catalogue,
    unit: str | None,
    exemplars: list[Exemplar],
    on_site: frozenset[str],
    people: PeopleBy,
) -> tuple[Part, ...]:
    """Collectives, individuals, models, each part after its divider: by unit, then tên; individuals by tên alone where so set."""

    def by_unit(entry: Exemplar) -> tuple[object, ...]:
        return (*unit_order(catalogue, entry.unit), exemplar_order(entry))

    found: list[Part] = []
    for kind, name, title in PARTS:
        order = exemplar_order if kind is ExemplarType.INDIVIDUAL and people is PeopleBy.NAME else by_unit
        members = sorted((entry for entry in exemplars if entry.type is kind), key=order)
        if not members:
            continue
        prose = _booklet_prose(catalogue, unit, name)
        label = f"Phần {NUMBERS[sum(part.template == 'divider.html' for part in found)]}"
        title = prose.title if prose else title
        view = Divider(label, phrases(title), prose.epigraph or "" if prose else "")
        found.append(
            Part(name, "divider.html", view, Bookmark(title, 1, label), opens=Opens.RIGHT, bare=True)
        )
        found += [_profile_part(catalogue, entry, entry.ref in on_site, title) for entry in members]
    return tuple(found)


def phrases(title: str) -> tuple[str, ...]:
    """A long title in two lines, never broken inside a compound word."""
    return parted(title, _BREAKS) if len(title) > SHORT_TITLE else (title,)


def _profile_part(catalogue: Catalogue, exemplar: Exemplar, on_site: bool, head: str) -> Part:
    unit = catalogue.published.units.get(exemplar.unit)
    short = unit.short_on(catalogue.day) if unit else exemplar.unit
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


def unit_order(catalogue: Catalogue, ref: str) -> tuple[object, ...]:
    """The department first, then by kind as in the register of units, then by the alphabet."""
    unit = catalogue.published.units.get(ref)
    kind = list(UnitKind).index(unit.kind) if unit else len(UnitKind)
    return (kind, sort_key(catalogue.unit_name(ref)), ref)


def _back(catalogue: Catalogue, organiser: str, title: str) -> BackCover:
    url = catalogue.published.site.url
    return BackCover(
        organiser.upper(), title, "Kỷ yếu trực tuyến", url, url.partition("://")[2].removesuffix("/")
    )


def _booklet_prose(catalogue: Catalogue, unit: str | None, name: str) -> BookletProse | None:
    """What stands in content/booklets/ky-yeu/; a unit's own book has its own words, in content/booklets/ky-yeu-<unit>/, or none."""
    return catalogue.published.booklet_prose.get(f"{WORK}{f'-{unit}' if unit else ''}/{name}")
