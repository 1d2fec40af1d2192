"""Checks conferences and delegates: programme, sessions, allocation of delegates, votes."""

from collections.abc import Iterator
from datetime import date

from kyyeu.checks.registry import check
from kyyeu.model.conferences import Conference, ConferenceStatus, Programme
from kyyeu.model.library import Library
from kyyeu.problems import Problem, Severity, nearest


def _with_programme(library: Library) -> Iterator[tuple[str, Conference, Programme]]:
    for ref, conference in library.conferences.items():
        cycle = library.cycles.get(conference.cycle)
        if cycle and (programme := library.programmes.get(cycle.programme)):
            yield ref, conference, programme


@check("programme-code", asks="Mục chương trình có trong chương trình chính thức, hoặc có tên riêng.")
def programme_codes(library: Library, day: date) -> Iterator[Problem]:
    """Checks that each item of a conference's programme is in the official programme or has its own title."""
    for ref, conference, programme in _with_programme(library):
        known = [item.code for item in programme.items]
        for index, item in enumerate(conference.programme):
            if item.code not in known and not item.title:
                yield Problem(
                    library.place("conference", ref, ("programme", index, "code")),
                    "programme-code",
                    f"Chương trình chính thức không có mục “{item.code}”.",
                    nearest(item.code, known) or "Ghi thêm title nếu là mục riêng của hội nghị.",
                )


@check("programme-missing", asks="Chương trình có đủ các mục bắt buộc.")
def programme_complete(library: Library, day: date) -> Iterator[Problem]:
    """Checks that a conference's programme has all items that the official programme requires."""
    for ref, conference, programme in _with_programme(library):
        present = {item.code for item in conference.programme}
        official = {item.code for item in programme.items}
        missing = [item.title for item in programme.items if not item.optional and item.code not in present]
        # If a programme item has a misspelt code, it is probably the item that seems to be missing. The check
        # `programme_codes` already reports the misspelt code.
        misspelt = any(item.code not in official and not item.title for item in conference.programme)
        if conference.programme and missing and not misspelt:
            yield Problem(
                library.place("conference", ref, ("programme",)),
                "programme-missing",
                f"Chương trình thiếu {len(missing)} mục: {missing[0]}{'…' if len(missing) > 1 else '.'}",
                "Thêm mục theo hướng dẫn.",
                Severity.WARNING,
            )


@check("programme-session", asks="Mục chương trình thuộc một phiên có thật.")
def programme_sessions(library: Library, day: date) -> Iterator[Problem]:
    """Checks that a conference has the session to which each item of its programme belongs."""
    for ref, conference in library.conferences.items():
        for index, item in enumerate(conference.programme):
            if not 1 <= item.session <= max(1, len(conference.sessions)):
                yield Problem(
                    library.place("conference", ref, ("programme", index, "session")),
                    "programme-session",
                    f"Không có phiên số {item.session}.",
                    f"Hội nghị có {len(conference.sessions)} phiên.",
                )


@check("session-order", asks="Phiên họp kết thúc sau khi bắt đầu.")
def session_order(library: Library, day: date) -> Iterator[Problem]:
    """Checks that every session of a conference ends after it begins."""
    for ref, conference in library.conferences.items():
        for index, session in enumerate(conference.sessions):
            if session.end and session.end <= session.start:
                yield Problem(
                    library.place("conference", ref, ("sessions", index, "end")),
                    "session-order",
                    f"Phiên kết thúc lúc {session.end}, không sau lúc bắt đầu {session.start}.",
                    "Sửa giờ; buổi chiều ghi 13:00, 14:30…",
                )


@check("conference-day", asks="Hội nghị đã hoặc sẽ tổ chức có ngày họp.")
def conference_days(library: Library, day: date) -> Iterator[Problem]:
    """Checks that a conference that was held has at least one session, because sessions hold its dates."""
    for ref, conference in library.conferences.items():
        if not conference.sessions and conference.status is ConferenceStatus.HELD:
            yield Problem(
                library.place("conference", ref, ("status",)),
                "conference-day",
                "Hội nghị đã tổ chức mà chưa có phiên nào.",
                "Thêm sessions với ngày và giờ họp.",
            )


@check("allocation-doubled", asks="Mỗi đơn vị được phân bổ đại biểu một lần.")
def allocated_once(library: Library, day: date) -> Iterator[Problem]:
    """Checks that a conference's list of how many delegates each unit may elect names each unit only once."""
    for ref, conference in library.conferences.items():
        first: dict[str, int] = {}
        for index, allocation in enumerate(conference.allocation):
            if (before := first.setdefault(allocation.unit, index)) != index:
                count = conference.allocation[before].delegates
                yield Problem(
                    library.place("conference", ref, ("allocation", index, "unit")),
                    "allocation-doubled",
                    f"Đơn vị “{allocation.unit}” đã được phân bổ {count} đại biểu ở mục trên.",
                    "Gộp hai mục làm một.",
                )


@check("votes", asks="Số phiếu thuận không nhiều hơn tổng số phiếu.")
def votes(library: Library, day: date) -> Iterator[Problem]:
    """Checks that a delegate did not get more votes in favour than ballots were cast."""
    for ref, delegate in library.delegates.items():
        if delegate.votes and delegate.votes.in_favour > delegate.votes.total:
            yield Problem(
                library.place("delegate", ref, ("votes", "in_favour")),
                "votes",
                f"{delegate.votes.in_favour} phiếu thuận, nhiều hơn tổng số {delegate.votes.total} phiếu.",
                "Xem lại biên bản kiểm phiếu.",
            )
