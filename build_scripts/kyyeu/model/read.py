"""How the text of a scalar becomes a field's value: one function a kind, which refuses what is wrong or can be read two ways."""

from __future__ import annotations

import re
import sys
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

from pydantic_core import PydanticCustomError

from kyyeu.vietnamese import slug

CLOCK = r"([01]\d|2[0-3]):[0-5]\d"
SCHOOL_YEAR = r"(\d{4})-(\d{4})"
WEB_ADDRESS = r"https?://[^\s<>\"'/]+[^\s<>\"']*"
MAIL_ADDRESS = r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+"
ACCOUNT = r"[A-Za-z0-9][A-Za-z0-9_.-]*(/[A-Za-z0-9_.-]+)?"  # of a person, or organisation/team
FILE_NAME = r"[a-z0-9]+([-_.][a-z0-9]+)*\.[a-z0-9]+"


def one_line(text: str) -> str:
    if "\n" in text:
        raise PydanticCustomError("one_line", "one line only")
    return sys.intern(text)  # issuers, titles, sources: the same ones again and again


def day(value: Any) -> Any:
    if isinstance(value, date):
        return value
    text = str(value).strip()
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise PydanticCustomError("day_form", "not a day", {"found": text, "better": _iso_guess(text)})
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise PydanticCustomError("day_form", "no such day", {"found": text, "better": ""}) from None


def _iso_guess(text: str) -> str:
    """3/9/2020 as people write it, or 43835 as a workbook counts it: days since 30/12/1899."""
    if re.fullmatch(r"[2-6]\d{4}", text):
        return (date(1899, 12, 30) + timedelta(days=int(text))).isoformat()
    match = re.fullmatch(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})", text)
    try:
        return date(int(match[3]), int(match[2]), int(match[1])).isoformat() if match else ""
    except ValueError:
        return ""


def clock(text: str) -> str:
    if not re.fullmatch(CLOCK, text):
        raise PydanticCustomError(
            "clock_form", "not a time of day", {"found": text, "better": _clock_guess(text)}
        )
    return text


def _clock_guess(text: str) -> str:
    """A time as people write it: 7h30, 7 giờ, 13.05 → 07:30, 07:00, 13:05."""
    match = re.fullmatch(r"(\d{1,2})\s*(?:[:.hg]|giờ)\s*(\d{2})?\s*(?:phút|ph|p|')?", text.strip().lower())
    better = f"{int(match[1]):02}:{match[2] or '00'}" if match else ""
    return better if re.fullmatch(CLOCK, better) else ""


def school_year(text: str) -> str:
    match = re.fullmatch(SCHOOL_YEAR, text)
    if not match or int(match[2]) != int(match[1]) + 1:
        raise PydanticCustomError("school_year_form", "not a school year", {"found": text})
    return text


def web_address(text: str) -> str:
    if not re.fullmatch(WEB_ADDRESS, text):
        raise PydanticCustomError("url_form", "not a web address", {"found": text})
    try:
        host = urlsplit(text).hostname or ""
    except ValueError:
        raise PydanticCustomError("url_form", "not a web address", {"found": text}) from None
    if not text.isascii():
        raise PydanticCustomError("url_ascii", "letters beyond ASCII", {"better": _ascii_host(host)})
    return text


def _ascii_host(host: str) -> str:
    """The form of a host's name that goes over the wire: 'việt.vn' → 'xn--vit-jxa.vn'; '' where it has none or needs none."""
    try:
        return "" if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return ""


def mail_address(text: str) -> str:
    if not re.fullmatch(MAIL_ADDRESS, text):
        raise PydanticCustomError("email_form", "not an address for mail", {"found": text})
    return text


def file_name(text: str) -> str:
    if not re.fullmatch(FILE_NAME, text):
        name, dot, ending = text.strip().rpartition(".")
        better = f"{slug(name)}{dot}{ending.lower()}" if name else ""
        raise PydanticCustomError(
            "file_name_form",
            "not a plain file name",
            {"better": better if re.fullmatch(FILE_NAME, better) else ""},
        )
    return text


def account(text: str) -> str:
    if not re.fullmatch(ACCOUNT, text):
        raise PydanticCustomError("account_form", "not an account of a forge", {"found": text})
    return text


def checksum(text: str) -> str:
    if not re.fullmatch(r"[0-9a-f]{64}", text):
        raise PydanticCustomError("checksum_form", "not a SHA-256", {"found": text})
    return text


def integer(value: Any) -> Any:
    if isinstance(value, str) and not re.fullmatch(r"-?\d+", value.strip()):
        raise PydanticCustomError("integer_form", "not a whole number", {"found": value})
    return value


def number(value: Any) -> Any:
    """'1.250' may be a thousand and more, or one and a quarter: in a field of figures that is an error, not a guess."""
    if isinstance(value, str) and re.fullmatch(r"-?[1-9]\d{0,2}(\.\d{3})+", value.strip()):
        raise PydanticCustomError("number_form", "thousands or decimals", {"found": value})
    return value


def flag(value: Any) -> Any:
    if isinstance(value, str) and value not in ("true", "false"):
        raise PydanticCustomError("flag_form", "not true or false", {"found": value})
    return value == "true" if isinstance(value, str) else value
