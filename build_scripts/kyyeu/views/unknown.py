"""Returns texts such as dates with dotted gaps in place of unknown values, to be filled in by hand."""

from datetime import date

from kyyeu.vietnamese import long_date

UNKNOWN = "….."


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
