"""Defines which fields of page data contain readable text, and how unknown dates and places are written.

They are written with dotted gaps ('…..'), which can be filled in by hand.
"""

from dataclasses import fields
from datetime import date
from typing import Any

from kyyeu.vietnamese import long_date

# Metadata for fields of a dataclass that add no text to a page. Some repeat the text of other fields, such as
# names that must not break. Others hold something else, such as a picture, the reference of a record, or the
# address in a QR code.
NOT_TEXT = {"is_text": False}
UNKNOWN = "….."


def text_values(view: Any) -> list[Any]:
    """Returns the values of a dataclass's fields that contain readable text, in the order of the fields.

    Fields whose metadata is NOT_TEXT are left out.
    """
    return [getattr(view, field.name) for field in fields(view) if field.metadata.get("is_text", True)]


def date_words(day: date | None, year: int | str) -> str:
    """Returns a date in words, such as 'ngày 05 tháng 01 năm 2020'.

    If the date is unknown (None), the result is 'ngày ….. tháng ….. năm' followed by `year`.
    """
    return long_date(day) if day else f"ngày {UNKNOWN} tháng {UNKNOWN} năm {year}"


def place_and_date(place: str | None, day: date | None, year: int) -> str:
    """Returns the place and date as they stand on an official paper: 'Hòa Bình, ngày 05 tháng 01 năm 2020'.

    Unknown parts are dotted gaps ('…..').
    """
    return f"{place or UNKNOWN}, {date_words(day, year)}"
