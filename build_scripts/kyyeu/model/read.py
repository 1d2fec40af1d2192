"""Turns the text of a YAML scalar into a field's value, with one function for each kind of value.

Each function raises PydanticCustomError if the text is wrong or ambiguous. Some of these errors suggest a
corrected text, under the key `better`.
"""

import re
import sys
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, LiteralString

from pydantic_core import PydanticCustomError

from kyyeu.vietnamese import slug

CLOCK = r"([01]\d|2[0-3]):[0-5]\d"
SCHOOL_YEAR = r"(\d{4})-(\d{4})"
# Matches an account on a git server: a person's name, or `organisation/team`.
ACCOUNT = r"[A-Za-z0-9][A-Za-z0-9_.-]*(/[A-Za-z0-9_.-]+)?"
# Matches the number of a release of the program, such as 0.2.0 or 1.0.0rc1 (PEP 440, without local parts).
VERSION = r"[0-9]{1,4}(\.[0-9]{1,4}){1,3}((a|b|rc|\.post|\.dev)[0-9]{1,4})?"
FILE_NAME = r"[a-z0-9]+([-_.][a-z0-9]+)*\.[a-z0-9]+"


def one_line(text: str) -> str:
    """Returns the text unchanged; refuses a text of several lines."""
    if "\n" in text:
        raise PydanticCustomError("one_line", "one line only")
    # Interning makes equal texts, such as names of issuers, share one string object. This saves memory.
    return sys.intern(text)


def day(value: Any) -> Any:
    """Returns the date of a text such as 2020-01-05; refuses other forms and days that do not exist."""
    if isinstance(value, date):
        return value
    text = str(value).strip()
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise PydanticCustomError("day_form", "not a day", {"better": _iso_guess(text)})
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise PydanticCustomError("day_form", "no such day") from None


def _iso_guess(text: str) -> str:
    """Guesses which date a text such as 3/9/2020 means, and returns it in ISO form.

    A number of five digits is read as Excel's number of a day. Returns '' if the text is no date.
    """
    if re.fullmatch(r"[2-6]\d{4}", text):
        return (date(1899, 12, 30) + timedelta(days=int(text))).isoformat()
    match = re.fullmatch(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})", text)
    try:
        return date(int(match[3]), int(match[2]), int(match[1])).isoformat() if match else ""
    except ValueError:
        return ""


def _matching(
    pattern: str, code: LiteralString, message: LiteralString, guess: Callable[[str], str] | None = None
) -> Callable[[str], str]:
    """Makes a function that returns its text unchanged, but refuses a text that `pattern` does not match.

    `guess` turns a refused text into the text that is probably meant, or into ''.
    """

    def checked(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise PydanticCustomError(code, message, {"better": guess(text)} if guess else None)
        return text

    return checked


def _clock_guess(text: str) -> str:
    """Returns a time written as 7h30, 7 giờ or 7.30 in the form 07:30; '' if it has none of these forms."""
    match = re.fullmatch(r"(\d{1,2})\s*(?:[:.hg]|giờ)\s*(\d{2})?\s*(?:phút|ph|p|')?", text.strip().lower())
    better = f"{int(match[1]):02}:{match[2] or '00'}" if match else ""
    return better if re.fullmatch(CLOCK, better) else ""


def _file_name_guess(text: str) -> str:
    name, dot, ending = text.strip().rpartition(".")
    better = f"{slug(name)}{dot}{ending.lower()}" if name else ""
    return better if re.fullmatch(FILE_NAME, better) else ""


# The following functions check a time of day such as 07:30, a file name, an account on a git server, a
# release of the program, and a SHA-256 hash. They refuse every other text.
clock = _matching(CLOCK, "clock_form", "not a time of day", _clock_guess)
file_name = _matching(FILE_NAME, "file_name_form", "not a plain file name", _file_name_guess)
account = _matching(ACCOUNT, "account_form", "not an account of a forge")
version = _matching(VERSION, "version_form", "not a version of the program")
checksum = _matching(r"[0-9a-f]{64}", "checksum_form", "not a SHA-256")


def school_year(text: str) -> str:
    """Returns a school year such as 2018-2019 unchanged; refuses anything but two successive years."""
    match = re.fullmatch(SCHOOL_YEAR, text)
    if not match or int(match[2]) != int(match[1]) + 1:
        raise PydanticCustomError("school_year_form", "not a school year")
    return text


def integer(value: Any) -> Any:
    """Returns the value unchanged for pydantic to convert; refuses a text that is not a whole number."""
    if isinstance(value, str) and not re.fullmatch(r"-?\d+", value.strip()):
        raise PydanticCustomError("integer_form", "not a whole number")
    return value


def number(value: Any) -> Any:
    """Returns the value unchanged for pydantic to convert.

    Refuses ambiguous numbers such as 1.250, which may mean 1250 or 1¼.
    """
    if isinstance(value, str) and re.fullmatch(r"-?[1-9]\d{0,2}(\.\d{3})+", value.strip()):
        raise PydanticCustomError("number_form", "thousands or decimals")
    return value


def flag(value: Any) -> Any:
    """Returns True for the text 'true' and False for 'false'; refuses any other text, such as 'yes'."""
    if isinstance(value, str) and value not in ("true", "false"):
        raise PydanticCustomError("flag_form", "not true or false")
    return value == "true" if isinstance(value, str) else value
