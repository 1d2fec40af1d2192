"""Writes the sessions of conferences as an iCalendar file (RFC 5545).

The file depends on the sessions' data alone, not on the time at which it is written.
"""

import re
from collections.abc import Iterator

from kyyeu.views.site.calendar import CalendarEvent, CalendarFile

ZONE = "Asia/Ho_Chi_Minh"
_ZONE = (  # Vietnam's time zone in iCalendar form. Its offset has not changed since 13/6/1975.
    "BEGIN:VTIMEZONE",
    f"TZID:{ZONE}",
    "BEGIN:STANDARD",
    "DTSTART:19750613T000000",
    "TZOFFSETFROM:+0800",
    "TZOFFSETTO:+0700",
    "TZNAME:+07",
    "END:STANDARD",
    "END:VTIMEZONE",
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def render_calendar(file: CalendarFile) -> bytes:
    """Returns an iCalendar file with the events of `file`, in UTF-8."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Kỷ yếu//Lịch hội nghị//VI",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(file.name)}",
        f"X-WR-TIMEZONE:{ZONE}",
        f"NAME:{_text(file.name)}",
        f"DESCRIPTION:{_text(file.text)}" if file.text else "",
        f"X-WR-CALDESC:{_text(file.text)}" if file.text else "",
        *_ZONE,
        *(line for event in file.events for line in _event(event)),
        "END:VCALENDAR",
    ]
    return b"".join(map(_folded, filter(None, lines)))


def _event(event: CalendarEvent) -> Iterator[str]:
    """Returns the iCalendar lines of an event, such as one session of a conference.

    iCalendar requires DTSTAMP, the time of the last change. This time is unknown, so DTSTAMP is the day of
    the event. A postponed event has a higher SEQUENCE, so that calendar programs replace the version they
    already have.
    """
    lines = (
        "BEGIN:VEVENT",
        f"UID:{event.uid}",
        f"DTSTAMP:{event.day:%Y%m%d}T000000Z",
        f"DTSTART;TZID={ZONE}:{_time(event.start)}",
        f"DTEND;TZID={ZONE}:{_time(event.end)}" if event.end else "",
        f"SUMMARY:{_text(event.title)}",
        f"LOCATION:{_text(event.venue)}" if event.venue else "",
        f"DESCRIPTION:{_text(event.text)}" if event.text else "",
        f"URL:{event.url}",
        f"STATUS:{'CANCELLED' if event.off else 'CONFIRMED'}",
        f"SEQUENCE:{int(event.off)}",
        "TRANSP:TRANSPARENT" if event.off else "TRANSP:OPAQUE",
        "END:VEVENT",
    )
    return filter(None, lines)


def _time(local: str) -> str:
    """Returns a time such as '2020-03-12T08:00' in iCalendar form, '20200312T080000'."""
    return f"{local.replace('-', '').replace(':', '')}00"


def _text(value: str) -> str:
    """Returns a text as iCalendar writes it, with escaped punctuation and line breaks (RFC 5545, 3.3.11)."""
    escaped = _CONTROL.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    return re.sub(r"([\\;,])", r"\\\1", escaped).replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """Returns an iCalendar line divided into lines of at most 75 bytes (RFC 5545, 3.1).

    No character and no escape sequence is split.
    """
    data = line.encode()
    parts, start, room = [], 0, 75
    while len(data) - start > room:
        end = start + room
        while data[end] & 0xC0 == 0x80:
            end -= 1
        end -= (end - start - len(data[start:end].rstrip(b"\\"))) % 2
        parts.append(data[start:end])
        start, room = end, 74
    return b"\r\n ".join([*parts, data[start:]]) + b"\r\n"
