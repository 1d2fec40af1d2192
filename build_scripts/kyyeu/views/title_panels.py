"""The title panel (tiêu đề) of a conference: on its page, on every booklet's cover, on the backdrop. Lines come as they are set."""

from __future__ import annotations

from dataclasses import dataclass

from kyyeu.model.conferences import Conference, ConferenceForm
from kyyeu.vietnamese import long_date
from kyyeu.views.appendices import UNKNOWN
from kyyeu.views.catalogue import Catalogue, main_day
from kyyeu.views.naming import conference_day, governing_name


@dataclass(frozen=True, slots=True)
class TitlePanel:
    """`title` is broken as the official panel breaks it; `place_and_date` keeps '…..' for what is not known."""

    governing: str
    unit: str
    title: tuple[str, ...]
    period: str
    place_and_date: str


def title_panel(catalogue: Catalogue, conference: Conference) -> TitlePanel:
    """Worked out from names on the conference's day (reference file, 'tiêu đề'); lines of `title_panel` stand as they are where given."""
    day = conference_day(catalogue, conference)
    cycle = catalogue.library.cycles.get(conference.cycle)
    reviews = conference.reviews or (cycle.reviews if cycle else conference.cycle)
    governing, unit = (
        governing_name(catalogue, conference.unit, day).upper(),
        catalogue.unit_name(conference.unit, day).upper(),
    )
    given = conference.title_panel
    if len(given) >= 3:
        period = given[-1] if given[-1].upper().startswith("GIAI ĐOẠN") else ""
        return TitlePanel(
            given[0],
            given[1],
            given[2 : len(given) - bool(period)],
            period,
            _place_and_date(catalogue, conference),
        )
    congress = conference.form is ConferenceForm.CONGRESS
    lines: tuple[str, ...] = (
        ("ĐẠI HỘI", "THI ĐUA YÊU NƯỚC") if congress else ("HỘI NGHỊ", "ĐIỂN HÌNH TIÊN TIẾN")
    )
    if conference.ordinal:
        lines = (*lines, f"LẦN THỨ {conference.ordinal}")
    return TitlePanel(
        governing, unit, given or lines, f"GIAI ĐOẠN {reviews}", _place_and_date(catalogue, conference)
    )


def _place_and_date(catalogue: Catalogue, conference: Conference) -> str:
    day = main_day(conference)
    cycle = catalogue.library.cycles.get(conference.cycle)
    year = cycle.conference_year if cycle else "….."
    when = long_date(day) if day else f"ngày … tháng … năm {year}"
    return f"{conference.place or UNKNOWN}, {when}"
