"""Báo cáo tổng kết as an official document: a unit's own, or the sector's draft, which gathers what the units wrote."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from kyyeu.model.awards import Level
from kyyeu.model.conferences import Conference
from kyyeu.model.printing import PrintedWork
from kyyeu.model.reports import Cycle, OutlineSection, Report
from kyyeu.views.appendices import UNKNOWN
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import conference_day, distinct_name
from kyyeu.views.print.book import Book
from kyyeu.views.print.ky_yeu import unit_order
from kyyeu.views.print.ky_yeu_profile import on_paper, people_in
from kyyeu.views.print.official import (
    Heading,
    OfficialBlock,
    OfficialDocument,
    Passage,
    TextParagraph,
    book,
    cited,
    issuer,
    letterhead_number,
    phrases,
    place_and_date,
    receivers,
    rules_on,
    signature,
    superior,
)
from kyyeu.views.statistics import statistics

WORK = PrintedWork.REPORT.value
NAME = "Báo cáo"
REWARDS = "2.I.2"  # the outline asks there for the ratio of rewards to leaders and to direct workers
CLOSING = "Trên đây là "
_GUIDANCE, _UNIT = re.compile(r"Hướng dẫn số\s*[.…]+"), re.compile(r"\s*trường \(trung tâm\)")


def has_report(catalogue: Catalogue, conference: Conference) -> bool:
    """One a unit and cycle, whatever conferences it held; of the sector as soon as one unit has written."""
    first = next(
        entry for entry in catalogue.unit_conferences[conference.unit] if entry.cycle == conference.cycle
    )
    cycle = catalogue.published.cycles.get(conference.cycle)
    return (
        first.ref == conference.ref
        and cycle is not None
        and cycle.outline in catalogue.published.outlines
        and (
            _own(catalogue, conference) is not None
            or (is_sectors(conference) and any(_others(catalogue, conference)))
        )
    )


def is_sectors(conference: Conference) -> bool:
    return conference.level is not Level.UNIT


def report_book(catalogue: Catalogue, conference: Conference, on_site: frozenset[str]) -> Book:
    return book(
        WORK, conference, catalogue.unit_name(conference.unit), official_report(catalogue, conference)
    )


def official_report(catalogue: Catalogue, conference: Conference) -> OfficialDocument:
    """Every section of the outline under the number that it prints there; one without text reads '…..'."""
    cycle, own = catalogue.published.cycles[conference.cycle], _own(catalogue, conference)
    day = own.date if own and own.date else conference_day(catalogue, conference)
    catalogue = catalogue.on(day)
    draft = is_sectors(conference) and not (own and own.date)
    outline = catalogue.published.outlines[cycle.outline]
    governing, name = issuer(catalogue, conference.unit)
    capacity, position, signed = signature(own.signer if own else None, catalogue, conference.unit)
    written = [own] if own else []
    sources = [*written, *_others(catalogue, conference)] if draft else written
    blocks = [
        block
        for section in outline.sections
        for block in _section(catalogue, conference, cycle, section, sources)
    ]
    subject = outline.title.removeprefix(NAME).strip()
    if not any(CLOSING in section.body.markdown for report in sources for section in report.sections):
        blocks.append(
            TextParagraph(f"{CLOSING}{NAME} {subject} của {catalogue.unit_name(conference.unit)}./.")
        )
    document = OfficialDocument(
        title=f"{NAME} tổng kết thi đua, khen thưởng giai đoạn {cycle.reviews} của {catalogue.unit_name(conference.unit)}",
        rules=rules_on(day),
        governing=governing,
        issuer=name,
        number=letterhead_number(own.number if own else None, "BC"),
        place_and_date=place_and_date(
            (own.place if own else None) or conference.place, own.date if own else None, cycle.conference_year
        ),
        name=NAME.upper(),
        subject=phrases(f"{subject[:1].upper()}{subject[1:]}"),
        recipient=(own.recipient if own else None) or superior(catalogue, conference.unit),
        blocks=tuple(blocks),
        capacity=capacity,
        position=position,
        signed=signed,
        recipients=receivers(own.recipients if own else ()),
        names=(),
        date=day,
        draft=draft,
        demonstration=catalogue.published.site.demonstration,
    )
    return replace(
        document,
        names=people_in(
            catalogue,
            *(block.prose.markdown for block in blocks if isinstance(block, Passage)),
            *(text for block in blocks if isinstance(block, Passage) for _, text, _ in block.prose.links),
        ),
    )


def _own(catalogue: Catalogue, conference: Conference) -> Report | None:
    return catalogue.published.reports.get(f"{conference.unit}/{conference.cycle}")


def _others(catalogue: Catalogue, conference: Conference) -> Iterable[Report]:
    """The units' reports of the cycle, in the order of the register of units."""
    found = (
        entry
        for entry in catalogue.published.reports.values()
        if entry.id == conference.cycle and entry.unit != conference.unit
    )
    return sorted(found, key=lambda entry: unit_order(catalogue, entry.unit))


def _section(
    catalogue: Catalogue,
    conference: Conference,
    cycle: Cycle,
    section: OutlineSection,
    sources: Iterable[Report],
) -> Iterator[OfficialBlock]:
    yield Heading(section.code.count(".") + 1, section.number, section.title)
    if section.code == "1":
        yield TextParagraph(opening(catalogue, conference, cycle))
    texts = [
        (report.unit, entry.body.markdown)
        for report in sources
        for entry in report.sections
        if entry.code == section.code
    ]
    for unit, text in texts:
        if unit != conference.unit:
            yield TextParagraph(f"{distinct_name(catalogue, unit)}:", source=True)
        yield Passage(on_paper(text, catalogue))
    if not texts and not section.heading_only:
        yield TextParagraph(UNKNOWN)
    gathered = any(unit != conference.unit for unit, _ in texts)
    if section.appendix and gathered:
        yield TextParagraph(f"(Số liệu tổng hợp của toàn ngành: Phụ lục số {section.appendix}.)")
    if section.code == REWARDS and gathered and (words := _ratio(catalogue, cycle)):
        yield TextParagraph(words)


def opening(catalogue: Catalogue, conference: Conference, cycle: Cycle) -> str:
    """The outline's first sentence with its gaps filled: the guidance as it is cited, and who reports."""
    guidance = catalogue.published.documents.get(cycle.guidance)
    words = cited(guidance) if guidance else f"Hướng dẫn số {UNKNOWN}"
    text = _GUIDANCE.sub(lambda _: words, catalogue.published.outlines[cycle.outline].opening)
    return _UNIT.sub(lambda _: f", {catalogue.unit_name(conference.unit)}", text)


def _ratio(catalogue: Catalogue, cycle: Cycle) -> str:
    ratio = statistics(catalogue, cycle.id).ratio
    if ratio.share is None:
        return ""
    share = f"{ratio.share}".replace(".", ",")
    return (
        f"(Trong các lượt khen thưởng của điển hình tiên tiến toàn ngành có {ratio.leaders} lượt cho cán bộ lãnh đạo, quản lý và "
        f"{ratio.workers} lượt cho người trực tiếp lao động, chiếm {share}%.)"
    )
