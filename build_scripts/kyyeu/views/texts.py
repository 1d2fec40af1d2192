"""Says which fields of page data hold readable text, and fills the gaps of unknown values with dots.

Dates and places that are unknown are printed with dotted gaps, to be filled in by hand.
"""

from dataclasses import fields
from datetime import date
from typing import Any

from kyyeu.vietnamese import long_date

# Dataclass metadata that marks a field as adding no text: it repeats text of other fields (such as names that
# must not break) or holds something else, such as a picture, a record's reference or a QR code's address.
NOT_TEXT = {"is_text": False}
UNKNOWN = "….."


def text_values(view: Any) -> list[Any]:
    """Returns the values of a dataclass's fields, in order, except of fields marked NOT_TEXT."""
    return [getattr(view, field.name) for field in fields(view) if field.metadata.get("is_text", True)]


def date_words(day: date | None, year: int | str) -> str:
    """Returns a date in words, such as 'ngày 05 tháng 01 năm 2020'.

    For an unknown date (None), the result is 'ngày ….. tháng ….. năm' and the year passed.
    """
    return long_date(day) if day else f"ngày {UNKNOWN} tháng {UNKNOWN} năm {year}"


def place_and_date(place: str | None, day: date | None, year: int) -> str:
    """Returns the place and date for a letterhead or title panel: 'Hòa Bình, ngày 05 tháng 01 năm 2020'.

    Unknown values are replaced by dotted gaps.
    """
    return f"{place or UNKNOWN}, {date_words(day, year)}"
