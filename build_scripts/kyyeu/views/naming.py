"""What a unit, a place or a conference is called on a day, and what stands there today ('nay là …', domain §7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kyyeu.model.conferences import Conference, ConferenceForm
from kyyeu.model.units import ParentKind
from kyyeu.views import addresses
from kyyeu.views.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Link:
    """Words with an address relative to the site's root ('' = words only) and a quiet line below."""

    text: str
    address: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class UnitThen:
    """A unit as it was called on a day; `today` is '' where the name still holds."""

    name: str
    address: str
    today: str


def unit_then(catalogue: Catalogue, ref: str, day: date) -> UnitThen:
    """Name on `day`, and 'Trường …' of today where the unit was renamed or merged since."""
    name = catalogue.unit_name(ref, day)
    following = catalogue.successors(ref)
    today = (
        ", ".join(catalogue.unit_name(entry) for entry in following)
        if following
        else catalogue.unit_name(ref)
    )
    known = ref in catalogue.published.units
    return UnitThen(name, addresses.unit(ref) if known else "", today if today != name else "")


def distinct_name(catalogue: Catalogue, ref: str, day: date | None = None) -> str:
    """The name on a day (by default the build's), with the place where another unit bears the same name."""
    at = day or catalogue.day
    unit = catalogue.published.units.get(ref)
    name = catalogue.unit_name(ref, at)
    place = unit.place_on(at) if unit else None
    if at == catalogue.day and name not in catalogue.names_shared:
        return name
    if place is None or not any(
        other != ref and entry.name_on(at) == name for other, entry in catalogue.published.units.items()
    ):
        return name
    return f"{name} ({place.district or place.commune or place.province})"


def governing_name(catalogue: Catalogue, ref: str, day: date) -> str:
    """The governing body (chủ quản) that heads the unit's papers on a day; '' where none is recorded."""
    unit = catalogue.published.units.get(ref)
    parent = unit.parent_on(day, ParentKind.GOVERNING) if unit else None
    return catalogue.unit_name(parent, day) if parent else ""


def conference_name(catalogue: Catalogue, conference: Conference) -> str:
    """The title with its unit as then: 'Hội nghị điển hình tiên tiến Trường THPT Suối Ngọc'; the Sở's is the sector's."""
    day = conference_day(catalogue, conference)
    if conference.name:
        return conference.name
    unit = catalogue.published.units.get(conference.unit)
    if conference.level.value == "sector" and conference.form is ConferenceForm.CONFERENCE and unit:
        place = unit.place_on(day)
        return f"{conference.title} ngành Giáo dục{f' tỉnh {place.province}' if place else ''}"
    return f"{conference.title} {catalogue.unit_name(conference.unit, day)}"


def conference_day(catalogue: Catalogue, conference: Conference) -> date:
    """Its day; where none is set, the end of January of its cycle's conference year."""
    day = conference.main_day
    if day:
        return day
    cycle = catalogue.published.cycles.get(conference.cycle)
    return date(cycle.conference_year, 1, 31) if cycle else catalogue.day


def period_words(catalogue: Catalogue, cycle: str) -> str:
    """'Giai đoạn 2015 - 2020' of a cycle; the bare id where it is not known."""
    record = catalogue.published.cycles.get(cycle)
    return f"Giai đoạn {record.reviews}" if record else f"Giai đoạn {cycle}"
