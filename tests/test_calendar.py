"""Tests exported calendars by reading them with another library.

Every session of a conference occurs once in a calendar, under an id that does not change.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import Any

import icalendar
from kyyeu.model.conferences import ConferenceStatus
from kyyeu.outputs.exports.calendar import render_calendar
from kyyeu.outputs.exports.export_kinds import export_jobs
from kyyeu.views.catalogue import Catalogue, catalogue
from kyyeu.views.site.calendar import CalendarEvent, CalendarFile, all_conferences, conference_file
from kyyeu.views.site.conference_schedule import MonthCell, season

HANOI = timezone(timedelta(hours=7))
SECTOR, SCHOOL, POSTPONED = "so-gddt/2015-2020", "thpt-ban-trang/2015-2020", "th-thcs-suoi-may/2015-2020"


def changed(shown: Catalogue, ref: str, **update: Any) -> Catalogue:
    records = {**shown.published.conferences, ref: shown.published.conferences[ref].model_copy(update=update)}
    return catalogue(replace(shown.published, conferences=records))


def read(data: bytes) -> list[dict[str, Any]]:
    calendar = icalendar.Calendar.from_ical(data)
    events = calendar.walk("VEVENT")
    assert not calendar.errors and not any(event.errors for event in events)
    return [
        {
            "uid": str(event["UID"]),
            "start": event.decoded("DTSTART"),
            "end": event.decoded("DTEND") if "DTEND" in event else None,
            "title": str(event["SUMMARY"]),
            "venue": str(event.get("LOCATION", "")),
            "url": str(event["URL"]),
            "status": str(event["STATUS"]),
            "sequence": int(event["SEQUENCE"]),
            "text": str(event["DESCRIPTION"]),
        }
        for event in events
    ]


def school_events(shown: Catalogue) -> list[dict[str, Any]]:
    return read(render_calendar(conference_file(shown, shown.published.conferences[SCHOOL])))


def test_all_sessions_stand_in_the_calendar_of_all(shown: Catalogue) -> None:
    """The calendar of all conferences describes each session briefly.

    The calendar of a single conference also describes the programme.
    """
    events = read(render_calendar(all_conferences(shown)))
    names = ("uid", "start", "end", "title", "venue", "url", "status", "sequence")
    sector = "[Bản minh họa] Hội nghị điển hình tiên tiến ngành Giáo dục tỉnh Hoa Ban"
    assert [tuple(event[name] for name in names) for event in events] == [
        (
            "thpt-ban-trang.2015-2020.main@hoa-ban.example",
            datetime(2020, 1, 10, 7, 30, tzinfo=HANOI),
            datetime(2020, 1, 10, 11, 0, tzinfo=HANOI),
            "[Bản minh họa] Hội nghị điển hình tiên tiến Trường THPT Bản Trắng",
            "Nhà đa năng",
            f"https://hoa-ban.example/ky-yeu/hoi-nghi/{SCHOOL}/",
            "CONFIRMED",
            0,
        ),
        (
            "so-gddt.2015-2020.preparatory@hoa-ban.example",
            datetime(2020, 3, 11, 14, 0, tzinfo=HANOI),
            datetime(2020, 3, 11, 15, 0, tzinfo=HANOI),
            f"{sector}: Phiên trù bị",
            "Hội trường tỉnh",
            f"https://hoa-ban.example/ky-yeu/hoi-nghi/{SECTOR}/",
            "CONFIRMED",
            0,
        ),
        (
            "so-gddt.2015-2020.main@hoa-ban.example",
            datetime(2020, 3, 12, 7, 30, tzinfo=HANOI),
            datetime(2020, 3, 12, 11, 0, tzinfo=HANOI),
            f"{sector}: Phiên chính thức",
            "Hội trường tỉnh",
            f"https://hoa-ban.example/ky-yeu/hoi-nghi/{SECTOR}/",
            "CONFIRMED",
            0,
        ),
    ]
    text = [
        "Bản minh họa: đơn vị, con người và số liệu đều hư cấu.",
        "Hội nghị đánh giá năm năm thi đua của nhà trường.",
        "Lãnh đạo Sở dự: Phó Giám đốc Sở",
    ]
    assert events[0]["text"].splitlines() == text
    [full] = school_events(shown)
    assert {**full, "text": ""} == {**events[0], "text": ""}
    assert full["text"].splitlines()[:6] == [
        *text,
        "Chương trình ngày 10/01/2020:",
        "07:30 Chào cờ",
        "07:33 Tuyên bố lý do, giới thiệu đại biểu",
    ]


def test_a_conference_without_a_day_has_no_file(shown: Catalogue) -> None:
    assert {job.name for job in export_jobs(shown) if job.name.endswith(".ics")} == {
        "hoi-nghi.ics",
        f"hoi-nghi/{SECTOR}/hoi-nghi.ics",
        f"hoi-nghi/{SCHOOL}/hoi-nghi.ics",
    }


def test_a_postponed_session_is_cancelled_under_its_old_id(shown: Catalogue) -> None:
    after = changed(shown, SCHOOL, status=ConferenceStatus.POSTPONED, status_note="Hoãn do mưa; báo lại sau")
    [before], [event] = school_events(shown), school_events(after)
    assert event["uid"] == before["uid"]
    assert (event["status"], event["sequence"]) == ("CANCELLED", 1)
    assert event["title"] == "[Bản minh họa] Hoãn: Hội nghị điển hình tiên tiến Trường THPT Bản Trắng"
    assert event["text"].splitlines()[1].endswith("Hoãn do mưa; báo lại sau")


def test_the_end_follows_from_the_programme_or_stays_open(shown: Catalogue) -> None:
    sessions = (shown.published.conferences[SCHOOL].sessions[0].model_copy(update={"end": None}),)
    [event] = school_events(changed(shown, SCHOOL, sessions=sessions))
    assert event["end"] == datetime(2020, 1, 10, 10, 45, tzinfo=HANOI)
    [event] = school_events(changed(shown, SCHOOL, sessions=sessions, programme=()))
    assert event["end"] is None


def test_two_sessions_of_one_kind_have_two_ids(shown: Catalogue) -> None:
    session = shown.published.conferences[SCHOOL].sessions[0]
    sessions = (session, session.model_copy(update={"day": date(2020, 1, 11)}))
    assert [event["uid"] for event in school_events(changed(shown, SCHOOL, sessions=sessions))] == [
        "thpt-ban-trang.2015-2020.main@hoa-ban.example",
        "thpt-ban-trang.2015-2020.main-2@hoa-ban.example",
    ]


def test_any_text_survives_being_folded_into_short_lines() -> None:
    """Lines of a calendar file have at most 75 bytes and never split a letter of several bytes.

    Reading the folded lines gives the original text back.
    """
    text = "Nghị quyết; số 5, “\\n” \\ ; , \r\nBEGIN:VEVENT\nđường " + "Nghiêng nghiêng " * 30 + "\x07END"
    event = CalendarEvent(
        "a@b", date(2020, 1, 2), "2020-01-02T07:00", "", text, text, text, "https://x.example/", False
    )
    data = render_calendar(CalendarFile(text, text, (event,)))
    assert all(len(line) <= 75 and line.decode() for line in data.removesuffix(b"\r\n").split(b"\r\n"))
    [copy] = read(data)
    assert {copy["title"], copy["venue"], copy["text"]} == {text.replace("\r\n", "\n").replace("\x07", "")}


def test_the_season_lists_every_conference_once(shown: Catalogue) -> None:
    view = season(shown)
    days = {
        day.heading: [(item.hours, item.link.text, item.leader) for item in day.meetings]
        for month in view.months
        for day in month.days
    }
    sector = "Hội nghị điển hình tiên tiến ngành Giáo dục tỉnh Hoa Ban"
    assert days == {
        "Thứ Sáu, 10/01/2020": [("07:30 – 11:00", "Trường THPT Bản Trắng", "Phó Giám đốc Sở")],
        "Thứ Tư, 11/03/2020": [("14:00 – 15:00", sector, "")],
        "Thứ Năm, 12/03/2020": [("07:30 – 11:00", sector, "")],
    }
    assert [(item.link.text, item.status, item.note, item.off) for item in view.undated] == [
        (
            "Trường TH&THCS Suối Mây",
            ConferenceStatus.POSTPONED.label,
            "Hoãn vì mưa lũ, dời sang năm học sau.",
            True,
        )
    ]
    january = view.months[0]
    assert (january.heading, len(january.weeks), january.weeks[0][:3]) == (
        "Tháng 01/2020",
        5,
        (None, None, MonthCell("1", "", "")),
    )
    assert january.weeks[1][4] == MonthCell("10", "1", "ngay-2020-01-10")
    assert view.leaders == (("Phó Giám đốc Sở", "1"),)


def test_one_leader_in_two_places_at_once_is_pointed_out(shown: Catalogue) -> None:
    school, sector = shown.published.conferences[SCHOOL], shown.published.conferences[SECTOR]
    same_day = tuple(session.model_copy(update={"day": date(2020, 1, 10)}) for session in sector.sessions[1:])
    [day] = season(changed(shown, SECTOR, sessions=same_day, leader=school.leader)).months[0].days
    assert [item.clash for item in day.meetings] == [
        "Cùng giờ, cùng chức danh dự: Trường THPT Bản Trắng",
        "Cùng giờ, cùng chức danh dự: Hội nghị điển hình tiên tiến ngành Giáo dục tỉnh Hoa Ban",
    ]
    later = tuple(session.model_copy(update={"start": "11:00", "end": "11:30"}) for session in same_day)
    [day] = season(changed(shown, SECTOR, sessions=later, leader=school.leader)).months[0].days
    assert [item.clash for item in day.meetings] == ["", ""]
