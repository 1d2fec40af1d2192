"""Gives the names of units and conferences on a day, and a unit's present name ('nay là …', domain §7).

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
    """A text with its address relative to the site's root ('' for no link), and a note shown below."""

    text: str
    address: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class UnitThen:
    """A unit with the name it had on a day, and its address; `today` is its present name, '' if unchanged."""

    name: str
    address: str
    today: str


def unit_then(catalogue: Catalogue, ref: str, day: date) -> UnitThen:
    """Returns the name of a unit on `day`, and its present name if it was renamed or merged since."""
    name = catalogue.unit_name(ref, day)
    today = ", ".join(map(catalogue.unit_name, catalogue.successors(ref) or (ref,)))
    known = ref in catalogue.published.units
    return UnitThen(name, addresses.unit(ref) if known else "", today if today != name else "")


def distinct_name(catalogue: Catalogue, ref: str, day: date | None = None) -> str:
    """Returns the name of a unit on a day, by default on the catalogue's day.

    The unit's place is added if another unit has the same name.
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
    """Returns the name of a unit's governing body (chủ quản) on a day, for the unit's letterhead.

    The name is '' if it is unknown.
    """
    unit = catalogue.published.units.get(ref)
    parent = unit.parent_on(day, ParentKind.GOVERNING) if unit else None
    return catalogue.unit_name(parent, day) if parent else ""


def conference_name(catalogue: Catalogue, conference: Conference) -> str:
    """Returns a conference's own name if it has one, else its title and the name of its unit.

    The unit's name is the one that it had on the day of the conference. The conference of the department (Sở)
    is named after the sector: 'Hội nghị … ngành Giáo dục tỉnh …'.
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
    """Returns a link to a conference's page by the conference's name, or None if it is not published."""
    conference = catalogue.published.conferences.get(ref or "")
    if conference is None:
        return None
    return Link(conference_name(catalogue, conference), addresses.conference(conference.ref))


def conference_day(catalogue: Catalogue, conference: Conference) -> date:
    """Returns the main day of a conference.

    For a conference without a day, it is the last day of January of the year in which the cycle's conferences
    are held.
    """
    cycle = catalogue.published.cycles.get(conference.cycle)
    return conference.main_day or (date(cycle.conference_year, 1, 31) if cycle else catalogue.day)


def period_words(catalogue: Catalogue, cycle: str) -> str:
    """Returns the period under review in a cycle in words, such as 'Giai đoạn 2015 - 2020'.

    For a cycle without a record, the cycle's id is returned.
    """
    record = catalogue.published.cycles.get(cycle)
    return f"Giai đoạn {record.reviews if record else cycle}"


@dataclass(frozen=True, slots=True)
class TitlePanel:
    """The lines of a conference's title panel from top to bottom.

    `title` is broken into lines as in the official panel; unknown parts of `place_and_date` read '…..'.
    """

    governing: str
    unit: str
    title: tuple[str, ...]
    period: str
    place_and_date: str


def title_panel(catalogue: Catalogue, conference: Conference) -> TitlePanel:
    """Returns a conference's title panel in the official form (domain §2), with names as on that day.

    Lines in the field `title_panel` of the conference's record replace the title, or the whole panel if there
    are at least three lines.
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
