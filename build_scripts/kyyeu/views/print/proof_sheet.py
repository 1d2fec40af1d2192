"""The proof sheets (bản kiểm): all that will be printed and published about a unit, entry by entry, for its head to tick and sign."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kyyeu.facts.words import joined, launch_words
from kyyeu.model.awards import Level
from kyyeu.model.conferences import Conference
from kyyeu.model.exemplars import Exemplar
from kyyeu.model.printing import PrintedWork
from kyyeu.vietnamese import person_sort_key, short_date
from kyyeu.views.appendices import UNKNOWN
from kyyeu.views.awards import timeline
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.completeness import report_completeness
from kyyeu.views.naming import conference_day, conference_name, conference_title, governing_name, period_words
from kyyeu.views.pictures import PictureView, portrait
from kyyeu.views.print.book import A4, Book, Bookmark, Part
from kyyeu.views.print.ky_yeu import newest_day, unit_order
from kyyeu.views.print.ky_yeu_profile import people_in
from kyyeu.views.print.ky_yeu_programme import programme, session_when
from kyyeu.views.title_panels import title_panel

WORK = PrintedWork.PROOF.value


@dataclass(frozen=True, slots=True)
class ProofEntry:
    """One line to tick. `facts` are (label, text) pairs; `photo` is the portrait, `no_photo` says that there should be one."""

    name: str
    facts: tuple[tuple[str, str], ...]
    photo: PictureView | None = None
    no_photo: bool = False


@dataclass(frozen=True, slots=True)
class ProofSection:
    """`empty` stands where there are no entries; `withheld` words who is left out, in numbers, and why."""

    title: str
    entries: tuple[ProofEntry, ...]
    empty: str
    withheld: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProofSheet:
    governing: str
    unit: str
    subject: str
    period: str
    day: str
    sections: tuple[ProofSection, ...]
    contact: str
    photos: tuple[PictureView, ...]
    names: tuple[str, ...]


def has_proof(catalogue: Catalogue, conference: Conference) -> bool:
    return conference.cycle in catalogue.published.cycles


def proof_book(catalogue: Catalogue, conference: Conference, _: frozenset[str]) -> Book:
    """Of the unit that holds `conference`; at the sector's, of the Sở as a unit and of every unit that holds none of its own."""
    day = conference_day(catalogue, conference)
    unit = catalogue.unit_name(conference.unit, day)
    title = f"Bản kiểm nội dung in và công bố của {unit}, {period_words(catalogue, conference.cycle).lower()}"
    others = () if conference.level is Level.UNIT else units_without(catalogue, conference.cycle)
    return Book(
        work=WORK,
        unit=conference.unit,
        cycle=conference.cycle,
        title=title,
        running_title=title,
        author=unit,
        subject=title,
        keywords=("bản kiểm", "đơn vị ký duyệt"),
        date=newest_day(catalogue, conference, day),
        demonstration=catalogue.published.site.demonstration,
        page=A4,
        bound=False,
        official=True,
        parts=tuple(
            Part(
                f"ban-kiem/{ref}",
                "proof_sheet.html",
                proof_sheet(catalogue, conference, ref),
                Bookmark(catalogue.unit_name(ref, day)),
            )
            for ref in dict.fromkeys((conference.unit, *others))
        ),
    )


def units_without(catalogue: Catalogue, cycle: str) -> tuple[str, ...]:
    """Units of which something is on record for the cycle, but no conference in it; in the order of the register."""
    published = catalogue.published
    holding = {entry.unit for entry in catalogue.conferences if entry.cycle == cycle}
    named = {entry.unit for entry in catalogue.exemplars if entry.cycle == cycle}
    named |= {unit for unit, _, of in (ref.partition("/") for ref in published.reports) if of == cycle}
    named |= {unit for _, unit in published.summary.withheld}
    return tuple(sorted(named & published.units.keys() - holding, key=lambda ref: unit_order(catalogue, ref)))


def proof_sheet(catalogue: Catalogue, conference: Conference, unit: str) -> ProofSheet:
    """Of a `unit` on the day of `conference`, its own or the sector's."""
    judged = catalogue.day
    catalogue = catalogue.on(conference_day(catalogue, conference))
    site, own = catalogue.published.site, unit == conference.unit
    sections = (
        *([ProofSection("Hội nghị", tuple(_conference(catalogue, conference)), "")] if own else []),
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
    texts = [
        text
        for section in sections
        for entry in section.entries
        for text in (entry.name, *(fact for _, fact in entry.facts))
    ]
    return ProofSheet(
        governing_name(catalogue, unit, catalogue.day).upper(),
        catalogue.unit_name(unit).upper(),
        conference_name(catalogue, conference),
        period_words(catalogue, conference.cycle),
        short_date(judged),
        sections,
        f"{site.contact.office}, {site.contact.email}",
        tuple(dict.fromkeys(entry.photo for section in sections for entry in section.entries if entry.photo)),
        people_in(catalogue, *texts),
    )


def _conference(catalogue: Catalogue, conference: Conference) -> Iterator[ProofEntry]:
    panel = title_panel(catalogue, conference)
    yield ProofEntry(
        "Tiêu đề",
        (
            (
                "",
                joined(
                    panel.governing, panel.unit, " ".join(panel.title), panel.period, panel.place_and_date
                ),
            ),
        ),
    )
    when = [joined(session_when(session), session.venue or UNKNOWN) for session in conference.sessions] or [
        UNKNOWN
    ]
    yield ProofEntry("Thời gian, địa điểm", tuple(("", text) for text in when))
    rows = [row for session in programme(catalogue, conference, "").sessions for row in session.rows]
    yield ProofEntry(
        "Chương trình",
        tuple((row.time, joined(row.title, *row.presenters)) for row in rows) or (("", UNKNOWN),),
    )


def _exemplars(catalogue: Catalogue, unit: str, cycle: str) -> Iterator[ProofEntry]:
    for exemplar in catalogue.by_unit.get(unit, ()):
        if exemplar.cycle == cycle:
            photo = portrait(catalogue, exemplar)
            yield ProofEntry(exemplar.name, tuple(_profile(catalogue, exemplar)), photo, photo is None)


def _profile(catalogue: Catalogue, exemplar: Exemplar) -> Iterator[tuple[str, str]]:
    if office := ", ".join((*exemplar.degrees, *exemplar.titles)):
        yield "Chức vụ", office
    yield "Nhóm, lĩnh vực", joined(exemplar.group.label, exemplar.field.label)
    yield "Tóm tắt", exemplar.summary
    for award in timeline(catalogue, exemplar.awards):
        yield "Khen thưởng", joined(award.title, award.year, award.decision or f"Quyết định số {UNKNOWN}")
    yield "Đồng ý cho dùng", _channels(catalogue, "exemplar", exemplar.ref)


def _report(catalogue: Catalogue, unit: str, cycle: str) -> Iterator[ProofEntry]:
    published = catalogue.published
    found = report_completeness(
        catalogue, published.reports.get(f"{unit}/{cycle}"), published.cycles[cycle], unit
    )
    missing = [
        f"{section.code} {section.title}: {section.lacks}" for section in found.sections if section.lacks
    ]
    yield ProofEntry(
        f"Đã có {found.done} trên {len(found.sections)} mục", tuple(("Còn thiếu", text) for text in missing)
    )
    for number, there in found.appendices:
        yield ProofEntry(f"Phụ lục số {number}", (("", "có số liệu" if there else "chưa có số liệu"),))


def _movements(catalogue: Catalogue, unit: str) -> Iterator[ProofEntry]:
    published = catalogue.published
    held = published.unit_movements.get(unit)
    for entry in sorted(held.joined, key=lambda entry: (entry.year, entry.movement)) if held else ():
        movement = published.movements.get(entry.movement)
        document = launch_words(published, entry.document) or UNKNOWN
        yield ProofEntry(
            movement.name if movement else entry.movement,
            (("Năm", joined(str(entry.year), document, entry.period or UNKNOWN)),),
        )


def _delegates(catalogue: Catalogue, unit: str) -> Iterator[ProofEntry]:
    own = [entry for entry in catalogue.published.delegates.values() if entry.unit == unit]
    for entry in sorted(
        own, key=lambda entry: (entry.conference, entry.substitute, person_sort_key(entry.name), entry.ref)
    ):
        attended = catalogue.published.conferences.get(entry.conference)
        route = joined(
            entry.kind.label,
            entry.route.label,
            "Dự khuyết" if entry.substitute else "",
            entry.group or "",
            f"Chỗ ngồi {entry.seat}" if entry.seat else "",
        )
        yield ProofEntry(
            entry.name,
            (
                ("Chức vụ", ", ".join(entry.titles) or UNKNOWN),
                ("Dự", joined(conference_title(attended) if attended else entry.conference, route)),
                ("Đồng ý cho dùng", _channels(catalogue, "delegate", entry.ref)),
            ),
        )


def _channels(catalogue: Catalogue, kind: str, ref: str) -> str:
    return (
        ", ".join(label.lower() for label in catalogue.published.summary.channels.get((kind, ref), ()))
        or UNKNOWN
    )


def _withheld(catalogue: Catalogue, kind: str, unit: str, what: str) -> tuple[str, ...]:
    """'2 hồ sơ: chưa có phiếu đồng ý'. Never a name: the sheet goes through hands."""
    counts = catalogue.published.summary.withheld.get((kind, unit), {})
    return tuple(f"{count} {what}: {reason}" for reason, count in sorted(counts.items()))
