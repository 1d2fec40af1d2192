"""Checks that dates are in order and within their cycle (five years), and that periods do not overlap."""

import itertools
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from kyyeu.checks.registry import check
from kyyeu.facts.consent import consenting_people
from kyyeu.facts.words import award_year
from kyyeu.model.fields import Period
from kyyeu.model.library import Library
from kyyeu.model.units import ParentKind, Unit
from kyyeu.problems import Problem, Severity
from kyyeu.vietnamese import short_date


@check("award-out-of-cycle", asks="Năm khen thưởng nằm trong giai đoạn của hồ sơ.")
def awards_in_cycle(library: Library, day: date) -> Iterator[Problem]:
    """Checks that no award in a profile is later than the cycle (five years) to which the profile belongs."""
    for ref, exemplar in library.exemplars.items():
        cycle = library.cycles.get(exemplar.cycle)
        for index, award in enumerate(exemplar.awards):
            year = award_year(award, library)
            if cycle and year is not None and year > cycle.reviews.until:
                path = ("awards", index, "year") if award.year else ("awards", index)
                yield Problem(
                    library.place("exemplar", ref, path),
                    "award-out-of-cycle",
                    f"Khen thưởng năm {year} ở ngoài giai đoạn {cycle.reviews}.",
                    "Sửa năm, hoặc chuyển sang hồ sơ của giai đoạn sau.",
                )


@check("achievement-out-of-cycle", asks="Năm của thành tích nằm trong giai đoạn của hồ sơ.")
def achievements_in_cycle(library: Library, day: date) -> Iterator[Problem]:
    """Checks that each achievement in a profile is from the cycle (five years) of the profile."""
    for ref, exemplar in library.exemplars.items():
        cycle = library.cycles.get(exemplar.cycle)
        for index, achievement in enumerate(exemplar.achievements):
            if (
                cycle
                and achievement.year
                and not cycle.reviews.since <= achievement.year <= cycle.reviews.until
            ):
                yield Problem(
                    library.place("exemplar", ref, ("achievements", index, "year")),
                    "achievement-out-of-cycle",
                    f"Thành tích năm {achievement.year} ở ngoài giai đoạn {cycle.reviews}.",
                    "Sửa năm hoặc bỏ thành tích này.",
                    Severity.WARNING,
                )


@check("recognition-order", asks="Được tôn vinh từ cấp thấp lên cấp cao theo thời gian.")
def recognitions_in_order(library: Library, day: date) -> Iterator[Problem]:
    """Checks that nobody is honoured at a higher level, such as the province, before a lower level."""
    for ref, exemplar in library.exemplars.items():
        steps = [
            (index, recognition, recognition.date)
            for index, recognition in enumerate(exemplar.recognitions)
            if recognition.date
        ]
        for (_, before, earlier), (index, after, later) in itertools.pairwise(steps):
            if earlier > later and before.level.rank >= after.level.rank:
                yield Problem(
                    library.place("exemplar", ref, ("recognitions", index, "date")),
                    "recognition-order",
                    f"Cấp {after.level.label} ghi ngày {short_date(later)}, "
                    f"trước cấp {before.level.label} ({short_date(earlier)}).",
                    "Kiểm tra lại hai ngày.",
                )


@check("conference-out-of-cycle", asks="Ngày hội nghị không sớm hơn giai đoạn được tổng kết.")
def conferences_in_cycle(library: Library, day: date) -> Iterator[Problem]:
    """Checks that a conference does not meet too early or too late for its cycle.

    It must not meet before the first year that it reviews, nor after the last year of the next period.
    """
    for ref, conference in library.conferences.items():
        cycle = library.cycles.get(conference.cycle)
        for index, session in enumerate(conference.sessions):
            if cycle and not cycle.reviews.since <= session.day.year <= cycle.launches.until:
                yield Problem(
                    library.place("conference", ref, ("sessions", index, "day")),
                    "conference-out-of-cycle",
                    f"Ngày {short_date(session.day)} ở ngoài giai đoạn {cycle.reviews} "
                    f"và giai đoạn phát động {cycle.launches}.",
                    "Sửa năm của ngày họp.",
                )


@check("joined-out-of-cycle", asks="Năm tham gia phong trào nằm trong giai đoạn.")
def joined_in_cycle(library: Library, day: date) -> Iterator[Problem]:
    """Checks that a unit joined each movement (emulation campaign) in a year that some cycle reviews."""
    spans = [cycle.reviews for cycle in library.cycles.values()]
    for unit, unit_movements in library.unit_movements.items():
        for index, joined in enumerate(unit_movements.joined):
            if spans and not any(span.since <= joined.year <= span.until for span in spans):
                yield Problem(
                    library.place("unit_movements", unit, ("joined", index, "year")),
                    "joined-out-of-cycle",
                    f"Năm {joined.year} không thuộc giai đoạn nào.",
                    f"Các giai đoạn: {', '.join(str(span) for span in spans)}.",
                )


@check("movement-order", asks="Phong trào bắt đầu trước khi kết thúc.")
def movement_order(library: Library, day: date) -> Iterator[Problem]:
    """Checks that no movement (emulation campaign) ends before it begins."""
    for ref, movement in library.movements.items():
        if movement.start and movement.end and movement.start > movement.end:
            yield Problem(
                library.place("movement", ref, ("end",)),
                "movement-order",
                f"Phong trào kết thúc ngày {short_date(movement.end)}, "
                f"trước ngày bắt đầu {short_date(movement.start)}.",
                "Đổi lại hai ngày.",
            )


@check("consent-order", asks="Ngày hết hạn, ngày rút phiếu đồng ý không trước ngày ký.")
def consent_order(library: Library, day: date) -> Iterator[Problem]:
    """Checks that a consent form does not expire and is not withdrawn before the day it was signed."""
    for kind, ref, person in consenting_people(library):
        consent = person.consent
        for field in ("expires", "withdrawn"):
            later = getattr(consent, field) if consent else None
            if consent and later and later < consent.date:
                yield Problem(
                    library.place(kind, ref, ("consent", field)),
                    "consent-order",
                    f"Ngày {short_date(later)} đứng trước ngày ký phiếu {short_date(consent.date)}.",
                    "Kiểm tra lại trên phiếu giấy.",
                )


@check("unit-time", asks="Tên, cấp trên, địa bàn của đơn vị nối nhau, không chồng, không hở.")
def unit_time(library: Library, day: date) -> Iterator[Problem]:
    """Checks that the dated names of a unit (school or office) leave no gap and do not overlap in time.

    The same is checked for its dated governing bodies and places.
    """
    for ref, unit in library.units.items():
        governing = tuple(parent for parent in unit.parents if parent.kind is ParentKind.GOVERNING)
        for field, periods in (("names", unit.names), ("parents", governing), ("places", unit.places)):
            yield from _overlaps(library, ref, field, getattr(unit, field), periods)


def _overlaps(
    library: Library, ref: str, field: str, items: Sequence[Period], periods: Sequence[Period]
) -> Iterator[Problem]:
    """Yields a Problem for each gap or overlap in time between `periods`, dated values of a unit's field.

    An example are the names that a school has had. `items` are all values of the field.
    """
    ordered = sorted(periods, key=lambda period: period.since or date.min)
    label = f"“{field}” ({Unit.model_fields[field].title})"
    for before, after in itertools.pairwise(ordered):
        place = library.place("unit", ref, (field, items.index(after)))
        if before.until is None or (after.since and before.until >= after.since):
            yield Problem(
                place,
                "unit-time",
                f"Hai mục của {label} chồng thời gian lên nhau.",
                "Ghi until cho mục trước và since cho mục sau, cách nhau đúng một ngày.",
            )
        elif after.since and before.until + timedelta(days=1) != after.since:
            yield Problem(
                place,
                "unit-time",
                f"Hai mục của {label} để hở từ {short_date(before.until)} đến {short_date(after.since)}.",
                "Nối liền hai mục, cách nhau đúng một ngày.",
                Severity.WARNING,
            )


@check("news-date", asks="Ngày trong tên tệp tin trùng ngày ghi trong tin.")
def news_dates(library: Library, day: date) -> Iterator[Problem]:
    """Checks that the file name of a news item begins with the date of the news item."""
    for ref, news in library.news.items():
        if not news.id.startswith(news.date.isoformat() + "-"):
            yield Problem(
                library.place("news", ref, ("date",)),
                "news-date",
                f"Tên tệp không bắt đầu bằng ngày {news.date.isoformat()}.",
                f"Đổi tên tệp thành {news.date.isoformat()}-… hoặc sửa ngày.",
            )
