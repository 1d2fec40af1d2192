"""Gives units (such as schools) and conferences the names that they had on a day.

For a unit, it also gives the present name ('nay là …').
The title panel (tiêu đề) is the official title of a conference, in lines. It is shown on the conference's web
page, in its booklets and on its stage backdrop.
"""

from dataclasses import dataclass
from datetime import date

from kyyeu.model.conferences import Conference, ConferenceForm
from kyyeu.model.units import ParentKind
from kyyeu.vietnamese import long_date
from kyyeu.views import addresses
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.texts import UNKNOWN


@dataclass(frozen=True, slots=True)
class Link:
    """A text that links to `address`, which is relative to the site's root, or '' for a text without a link.

    `note` is a short text that is shown below.
    """

    text: str
    address: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class UnitThen:
    """A unit (school, centre or office) as it was on a certain day.

    `name` is its name on that day, and `today` its present name, or '' if the name has not changed.
    """

    name: str
    address: str
    today: str


def unit_then(catalogue: Catalogue, ref: str, day: date) -> UnitThen:
    """Returns a unit (such as a school) with its name on `day` and its present name.

    The unit may have been renamed or merged since that day.
    """
    name = catalogue.unit_name(ref, day)
    today = ", ".join(map(catalogue.unit_name, catalogue.successors(ref) or (ref,)))
    known = ref in catalogue.published.units
    return UnitThen(name, addresses.unit(ref) if known else "", today if today != name else "")


def distinct_name(catalogue: Catalogue, ref: str, day: date | None = None) -> str:
    """Returns the name that a unit (such as a school) had on a day; without `day`, on the catalogue's day.

    If another unit had the same name on that day, the unit's place is added.
    """
    day = day or catalogue.day
    units = catalogue.published.units
    name = catalogue.unit_name(ref, day)
    place = units[ref].place_on(day) if ref in units else None
    if day == catalogue.day:
        is_shared = name in catalogue.names_shared
    else:
        is_shared = any(other != ref and unit.name_on(day) == name for other, unit in units.items())
    return f"{name} ({place.district or place.commune or place.province})" if place and is_shared else name


def governing_name(catalogue: Catalogue, ref: str, day: date) -> str:
    """Returns the name of the body that governed a unit (chủ quản) on a day, for the unit's letterhead.

    A unit is, for example, a school. The result is '' if no such body is known.
    """
    unit = catalogue.published.units.get(ref)
    parent = unit.parent_on(day, ParentKind.GOVERNING) if unit else None
    return catalogue.unit_name(parent, day) if parent else ""


def conference_name(catalogue: Catalogue, conference: Conference) -> str:
    """Returns the name of a conference.

    It is the conference's own name, or else its title with the name of its unit (such as a school). The unit
    is named as on the day of the conference. The conference that the education department (Sở) holds for the
    sector has a name of the form 'Hội nghị … ngành Giáo dục tỉnh …'.
    """
    day = conference_day(catalogue, conference)
    if conference.name:
        return conference.name
    unit = catalogue.published.units.get(conference.unit)
    if conference.level.value == "sector" and conference.form is ConferenceForm.CONFERENCE and unit:
        place = unit.place_on(day)
        return f"{conference.title} ngành Giáo dục{f' tỉnh {place.province}' if place else ''}"
    return f"{conference.title} {catalogue.unit_name(conference.unit, day)}"


def conference_link(catalogue: Catalogue, ref: str | None) -> Link | None:
    """Returns a link to a conference's page with the conference's name, or None if it is not published."""
    conference = catalogue.published.conferences.get(ref or "")
    if conference is None:
        return None
    return Link(conference_name(catalogue, conference), addresses.conference(conference.ref))


def conference_day(catalogue: Catalogue, conference: Conference) -> date:
    """Returns the main day of a conference, the day for which names of units (such as schools) are looked up.

    If the conference has no day yet, the result is 31 January of the year in which the cycle's conferences
    are held.
    """
    cycle = catalogue.published.cycles.get(conference.cycle)
    return conference.main_day or (date(cycle.conference_year, 1, 31) if cycle else catalogue.day)


def period_words(catalogue: Catalogue, cycle: str) -> str:
    """Returns in words the period that the conferences of a cycle review, such as 'Giai đoạn 2015 - 2020'.

    If the cycle has no record, the id of the cycle takes the place of the years.
    """
    record = catalogue.published.cycles.get(cycle)
    return f"Giai đoạn {record.reviews if record else cycle}"


@dataclass(frozen=True, slots=True)
class TitlePanel:
    """The lines of a conference's title panel (its official title), from top to bottom.

    `title` has several lines, broken as in the official form. Unknown parts of `place_and_date` are dotted
    gaps.
    """

    governing: str
    unit: str
    title: tuple[str, ...]
    period: str
    place_and_date: str


def title_panel(catalogue: Catalogue, conference: Conference) -> TitlePanel:
    """Returns a conference's title panel (its official title, in lines) in the prescribed form.

    Units (such as schools) are named as on the day of the conference. If the conference's record has lines in
    its field `title_panel`, they replace the title. If there are at least three lines, they replace the whole
    panel.
    """
    day = conference_day(catalogue, conference)
    cycle = catalogue.published.cycles.get(conference.cycle)
    date_known = long_date(conference.main_day) if conference.main_day else ""
    year = cycle.conference_year if cycle else UNKNOWN
    place_and_date = f"{conference.place or UNKNOWN}, {date_known or f'ngày … tháng … năm {year}'}"
    recorded = conference.title_panel
    if len(recorded) >= 3:
        governing, unit, *title = recorded
        period = title.pop() if title[-1].upper().startswith("GIAI ĐOẠN") else ""
        return TitlePanel(governing, unit, tuple(title), period, place_and_date)
    reviews = conference.reviews or (cycle.reviews if cycle else conference.cycle)
    return TitlePanel(
        governing_name(catalogue, conference.unit, day).upper(),
        catalogue.unit_name(conference.unit, day).upper(),
        recorded or title_lines(conference),
        f"GIAI ĐOẠN {reviews}",
        place_and_date,
    )


def title_lines(conference: Conference) -> tuple[str, ...]:
    """Returns the official title of a conference or congress, broken into lines of capital letters."""
    congress = conference.form is ConferenceForm.CONGRESS
    lines = ("ĐẠI HỘI", "THI ĐUA YÊU NƯỚC") if congress else ("HỘI NGHỊ", "ĐIỂN HÌNH TIÊN TIẾN")
    return (*lines, f"LẦN THỨ {conference.ordinal}") if conference.ordinal else lines
