"""Makes the proof sheet (bản kiểm) of a unit: a list of all that will be printed or published about it.

The head of the unit (such as a school) checks the proof sheet and signs it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from kyyeu.facts.words import joined, launch_words
from kyyeu.model.awards import Level
from kyyeu.model.conferences import Conference
from kyyeu.model.exemplars import Exemplar
from kyyeu.model.printing import PrintedWork
from kyyeu.vietnamese import person_sort_key, short_date
from kyyeu.views.awards import timeline
from kyyeu.views.catalogue import Catalogue, unit_order
from kyyeu.views.naming import conference_day, conference_name, governing_name, period_words, title_panel
from kyyeu.views.pictures import PictureView, portrait
from kyyeu.views.print.book import A4, Book, Bookmark, Part, conference_book, newest_day
from kyyeu.views.print.ky_yeu_profile import people_in
from kyyeu.views.print.ky_yeu_programme import programme, session_when
from kyyeu.views.reports import report_completeness
from kyyeu.views.texts import NOT_TEXT, UNKNOWN


@dataclass(frozen=True, slots=True)
class ProofLine:
    """A line of the proof sheet, with a box to tick.

    `facts` holds pairs of a label and a text. `no_photo` is true if the line is about an exemplar (honoured
    person or group) whose portrait is missing.
    """

    name: str
    facts: tuple[tuple[str, str], ...]
    photo: PictureView | None = field(default=None, metadata=NOT_TEXT)
    no_photo: bool = False


@dataclass(frozen=True, slots=True)
class ProofSection:
    """A section of the proof sheet.

    `empty` is the text of a section without lines. `withheld` says how many people are left out of the
    section, and why.
    """

    title: str
    lines: tuple[ProofLine, ...]
    empty: str
    withheld: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProofSheet:
    """The proof sheet of a unit (such as a school), on which the unit checks its data before printing.

    `photos` holds the photos on the sheet. `names` holds people's names; the layout keeps each on one line.
    """

    governing: str
    unit: str
    subject: str
    period: str
    day: str
    sections: tuple[ProofSection, ...]
    contact: str
    photos: tuple[PictureView, ...] = field(metadata=NOT_TEXT)
    names: tuple[str, ...] = field(metadata=NOT_TEXT)


def proof_book(catalogue: Catalogue, conference: Conference, _: frozenset[str]) -> Book:
    """Returns a Book with proof sheets, on which units check what is printed and published about them.

    The Book has the sheet of the unit that holds the conference. For a conference at a higher level, it also
    has the sheets of all units that hold no conference of their own.
    """
    day = conference_day(catalogue, conference)
    unit = catalogue.unit_name(conference.unit, day)
    title = f"Bản kiểm nội dung in và công bố của {unit}, {period_words(catalogue, conference.cycle).lower()}"
    others = () if conference.level is Level.UNIT else units_without(catalogue, conference.cycle)
    parts = [
        Part(
            f"ban-kiem/{ref}",
            "proof_sheet.html",
            proof_sheet(catalogue, conference, ref),
            Bookmark(catalogue.unit_name(ref, day)),
        )
        for ref in dict.fromkeys((conference.unit, *others))
    ]
    return conference_book(
        catalogue,
        conference,
        PrintedWork.PROOF,
        title,
        parts,
        newest_day(catalogue, conference),
        ("bản kiểm", "đơn vị ký duyệt"),
        page=A4,
        official=True,
    )


def units_without(catalogue: Catalogue, cycle: str) -> tuple[str, ...]:
    """Returns the units that hold no conference in the cycle but have records in it, in their usual order."""
    published = catalogue.published
    holding = {conference.unit for conference in catalogue.conferences if conference.cycle == cycle}
    named = {exemplar.unit for exemplar in catalogue.exemplars if exemplar.cycle == cycle}
    named |= {report.unit for report in published.reports.values() if report.id == cycle}
    named |= {unit for _, unit in published.summary.withheld}
    return tuple(sorted(named & published.units.keys() - holding, key=lambda ref: unit_order(catalogue, ref)))


def proof_sheet(catalogue: Catalogue, conference: Conference, unit: str) -> ProofSheet:
    """Returns the proof sheet of a unit (such as a school), which its head checks and signs before printing.

    `conference` is held by the unit itself, or at a higher level. Units have the names that they had on the
    day of the conference.
    """
    checked_on = catalogue.day
    catalogue = catalogue.on(conference_day(catalogue, conference))
    site = catalogue.published.site
    is_host = unit == conference.unit
    sections = (
        *([ProofSection("Hội nghị", tuple(_conference(catalogue, conference)), "")] if is_host else []),
        ProofSection(
            "Điển hình tiên tiến",
            tuple(_exemplars(catalogue, unit, conference.cycle)),
            "Không có hồ sơ nào được in.",
            _withheld(catalogue, "exemplar", unit, "hồ sơ"),
        ),
        ProofSection("Báo cáo tổng kết", tuple(_report(catalogue, unit, conference.cycle)), ""),
        ProofSection("Phong trào thi đua", tuple(_movements(catalogue, unit)), "Chưa ghi phong trào nào."),
        ProofSection(
            "Đại biểu",
            tuple(_delegates(catalogue, unit)),
            "Không có đại biểu nào được in.",
            _withheld(catalogue, "delegate", unit, "đại biểu"),
        ),
    )
    lines = [line for section in sections for line in section.lines]
    texts = [text for line in lines for text in (line.name, *(fact for _, fact in line.facts))]
    return ProofSheet(
        governing_name(catalogue, unit, catalogue.day).upper(),
        catalogue.unit_name(unit).upper(),
        conference_name(catalogue, conference),
        period_words(catalogue, conference.cycle),
        short_date(checked_on),
        sections,
        f"{site.contact.office}, {site.contact.email}",
        tuple(dict.fromkeys(line.photo for line in lines if line.photo)),
        people_in(catalogue, *texts),
    )


def _conference(catalogue: Catalogue, conference: Conference) -> Iterator[ProofLine]:
    panel = title_panel(catalogue, conference)
    title = joined(panel.governing, panel.unit, " ".join(panel.title), panel.period, panel.place_and_date)
    yield ProofLine("Tiêu đề", (("", title),))
    sessions = [joined(session_when(session), session.venue or UNKNOWN) for session in conference.sessions]
    yield ProofLine("Thời gian, địa điểm", tuple(("", text) for text in sessions or [UNKNOWN]))
    rows = [row for session in programme(catalogue, conference, "").sessions for row in session.rows]
    yield ProofLine(
        "Chương trình",
        tuple((row.time, joined(row.title, *row.presenters)) for row in rows) or (("", UNKNOWN),),
    )


def _exemplars(catalogue: Catalogue, unit: str, cycle: str) -> Iterator[ProofLine]:
    for exemplar in catalogue.by_unit.get(unit, ()):
        if exemplar.cycle == cycle:
            photo = portrait(catalogue, exemplar)
            yield ProofLine(exemplar.name, tuple(_profile(catalogue, exemplar)), photo, photo is None)


def _profile(catalogue: Catalogue, exemplar: Exemplar) -> Iterator[tuple[str, str]]:
    if office := ", ".join((*exemplar.degrees, *exemplar.titles)):
        yield "Chức vụ", office
    yield "Nhóm, lĩnh vực", joined(exemplar.group.label, exemplar.field.label)
    yield "Tóm tắt", exemplar.summary
    for award in timeline(catalogue, exemplar.awards):
        yield "Khen thưởng", joined(award.title, award.year, award.decision or f"Quyết định số {UNKNOWN}")
    yield "Đồng ý cho dùng", _channels(catalogue, "exemplar", exemplar.ref)


def _report(catalogue: Catalogue, unit: str, cycle: str) -> Iterator[ProofLine]:
    published = catalogue.published
    report = published.reports.get(f"{unit}/{cycle}")
    state = report_completeness(catalogue, report, published.cycles[cycle], unit)
    missing = tuple(
        ("Còn thiếu", f"{section.code} {section.title}: {section.lacks}")
        for section in state.sections
        if section.lacks
    )
    yield ProofLine(f"Đã có {state.done} trên {len(state.sections)} mục", missing)
    for number, has_rows in state.appendices:
        yield ProofLine(f"Phụ lục số {number}", (("", "có số liệu" if has_rows else "chưa có số liệu"),))


def _movements(catalogue: Catalogue, unit: str) -> Iterator[ProofLine]:
    published = catalogue.published
    record = published.unit_movements.get(unit)
    joined_movements = record.joined if record else ()
    for joining in sorted(joined_movements, key=lambda joining: (joining.year, joining.movement)):
        movement = published.movements.get(joining.movement)
        document = launch_words(published, joining.document) or UNKNOWN
        yield ProofLine(
            movement.name if movement else joining.movement,
            (("Năm", joined(str(joining.year), document, joining.period or UNKNOWN)),),
        )


def _delegates(catalogue: Catalogue, unit: str) -> Iterator[ProofLine]:
    delegates = [delegate for delegate in catalogue.published.delegates.values() if delegate.unit == unit]
    delegates.sort(
        key=lambda delegate: (
            delegate.conference,
            delegate.substitute,
            person_sort_key(delegate.name),
            delegate.ref,
        )
    )
    for delegate in delegates:
        attended = catalogue.published.conferences.get(delegate.conference)
        attendance = joined(
            attended.title if attended else delegate.conference,
            delegate.kind.label,
            delegate.route.label,
            "Dự khuyết" if delegate.substitute else "",
            delegate.group or "",
            f"Chỗ ngồi {delegate.seat}" if delegate.seat else "",
        )
        yield ProofLine(
            delegate.name,
            (
                ("Chức vụ", ", ".join(delegate.titles) or UNKNOWN),
                ("Dự", attendance),
                ("Đồng ý cho dùng", _channels(catalogue, "delegate", delegate.ref)),
            ),
        )


def _channels(catalogue: Catalogue, kind: str, ref: str) -> str:
    return (
        ", ".join(label.lower() for label in catalogue.published.summary.channels.get((kind, ref), ()))
        or UNKNOWN
    )


def _withheld(catalogue: Catalogue, kind: str, unit: str, what: str) -> tuple[str, ...]:
    """Returns how many people are withheld for each reason, such as '2 hồ sơ: chưa có phiếu đồng ý'.

    The people are not named, because many others see the proof sheet.
    """
    counts = catalogue.published.summary.withheld.get((kind, unit), {})
    return tuple(f"{count} {what}: {reason}" for reason, count in sorted(counts.items()))
