"""Gives the words that stand for what is not known yet, so that it can be filled in by hand."""

from __future__ import annotations

from datetime import date

from kyyeu.vietnamese import long_date

UNKNOWN = "….."


def date_words(day: date | None, year: int | str) -> str:
    """'ngày 05 tháng 01 năm 2020'; without a day 'ngày ….. tháng ….. năm' and the given year."""
    return long_date(day) if day else f"ngày {UNKNOWN} tháng {UNKNOWN} năm {year}"


def place_and_date(place: str | None, day: date | None, year: int) -> str:
    """Place and date under a letterhead or in a title panel: 'Hòa Bình, ngày 05 tháng 01 năm 2020'.

    Gaps stand for what is unknown.
    """
    return f"{place or UNKNOWN}, {date_words(day, year)}"
