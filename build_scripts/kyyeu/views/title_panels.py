"""Makes the title panel (tiêu đề): the official title of a conference, in lines.

The panel is shown on the conference's web page, in its booklets and on its stage backdrop.
"""

from dataclasses import dataclass

from kyyeu.model.conferences import Conference, ConferenceForm
from kyyeu.model.reports import Cycle
from kyyeu.vietnamese import long_date
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import conference_day, governing_name
from kyyeu.views.unknown import UNKNOWN


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
    place_and_date = _place_and_date(conference, cycle)
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


def _place_and_date(conference: Conference, cycle: Cycle | None) -> str:
    day = conference.main_day
    date = long_date(day) if day else f"ngày … tháng … năm {cycle.conference_year if cycle else UNKNOWN}"
    return f"{conference.place or UNKNOWN}, {date}"
