"""Makes the summary report (báo cáo tổng kết) of a conference as an official document.

It is a unit's own report, or a draft for the whole sector that gathers what the units wrote; the draft is
used until the Sở's own report has a date.
"""

import re
from collections.abc import Iterable, Iterator

from kyyeu.model.awards import Level
from kyyeu.model.conferences import Conference
from kyyeu.model.printing import PrintedWork
from kyyeu.model.reports import Cycle, OutlineSection, Report
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import conference_day, distinct_name
from kyyeu.views.print.book import Book
from kyyeu.views.print.ky_yeu_profile import on_paper, people_in
from kyyeu.views.print.official import (
    Heading,
    OfficialBlock,
    OfficialDocument,
    Passage,
    TextParagraph,
    cited,
    document_book,
    issuer,
    letterhead_number,
    phrases,
    receivers,
    rules_on,
    signature,
    superior,
)
from kyyeu.views.statistics import statistics
from kyyeu.views.submissions import conference_of
from kyyeu.views.unit_order import unit_order
from kyyeu.views.unknown import UNKNOWN, place_and_date

WORK = PrintedWork.REPORT.value
NAME = "Báo cáo"
# The section in which the report's outline (đề cương) asks for the ratio of rewards to leaders and to direct
# workers.
REWARDS = "2.I.2"
CLOSING = "Trên đây là "
_GUIDANCE, _UNIT = re.compile(r"Hướng dẫn số\s*[.…]+"), re.compile(r"\s*trường \(trung tâm\)")


def has_report(catalogue: Catalogue, conference: Conference) -> bool:
    """Whether the unit's summary report goes with this conference, which must be its first one of the cycle.

    A unit must have a report of its own; for the sector, a report of any unit is enough.
    """
    first = conference_of(catalogue, conference.unit, conference.cycle)
    cycle = catalogue.published.cycles.get(conference.cycle)
    if first != conference or cycle is None or cycle.outline not in catalogue.published.outlines:
        return False
    is_written = _own_report(catalogue, conference) is not None
    return is_written or (is_sectors(conference) and bool(_unit_reports(catalogue, conference)))


def is_sectors(conference: Conference) -> bool:
    """Whether the conference is held above the level of a unit, such as for the whole sector."""
    return conference.level is not Level.UNIT


def report_book(catalogue: Catalogue, conference: Conference, on_site: frozenset[str]) -> Book:
    """Returns the summary report as a Book."""
    return document_book(
        WORK, conference, catalogue.unit_name(conference.unit), official_report(catalogue, conference)
    )


def official_report(catalogue: Catalogue, conference: Conference) -> OfficialDocument:
    """Returns the summary report with every section of its outline (đề cương), numbered as prescribed.

    A section without text reads '…..'.
    """
    cycle, own = catalogue.published.cycles[conference.cycle], _own_report(catalogue, conference)
    day = own.date if own and own.date else conference_day(catalogue, conference)
    catalogue = catalogue.on(day)
    draft = is_sectors(conference) and not (own and own.date)
    outline = catalogue.published.outlines[cycle.outline]
    unit = catalogue.unit_name(conference.unit)
    governing, name = issuer(catalogue, conference.unit)
    capacity, position, signed = signature(own.signer if own else None, catalogue, conference.unit)
    sources = [own] if own else []
    if draft:
        sources += _unit_reports(catalogue, conference)
    blocks = [
        block
        for section in outline.sections
        for block in _section(catalogue, conference, cycle, section, sources)
    ]
    subject = outline.title.removeprefix(NAME).strip()
    if not any(CLOSING in section.body.markdown for report in sources for section in report.sections):
        blocks.append(TextParagraph(f"{CLOSING}{NAME} {subject} của {unit}./."))
    passages = [block.prose for block in blocks if isinstance(block, Passage)]
    return OfficialDocument(
        title=f"{NAME} tổng kết thi đua, khen thưởng giai đoạn {cycle.reviews} của {unit}",
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
        names=people_in(
            catalogue,
            *(prose.markdown for prose in passages),
            *(text for prose in passages for _, text, _ in prose.links),
        ),
        date=day,
        draft=draft,
        demonstration=catalogue.published.site.demonstration,
    )


def _own_report(catalogue: Catalogue, conference: Conference) -> Report | None:
    return catalogue.published.reports.get(f"{conference.unit}/{conference.cycle}")


def _unit_reports(catalogue: Catalogue, conference: Conference) -> list[Report]:
    """Returns the summary reports of the other units in the conference's cycle, in the order of units."""
    reports = (
        report
        for report in catalogue.published.reports.values()
        if report.id == conference.cycle and report.unit != conference.unit
    )
    return sorted(reports, key=lambda report: unit_order(catalogue, report.unit))


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
        (report.unit, written.body.markdown)
        for report in sources
        for written in report.sections
        if written.code == section.code
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
    """Returns the first sentence that the report's outline prescribes, with its gaps filled in.

    The sentence names the ministry's guidance that the report follows, and the unit that reports.
    """
    guidance = catalogue.published.documents.get(cycle.guidance)
    words = cited(guidance) if guidance else f"Hướng dẫn số {UNKNOWN}"
    text = _GUIDANCE.sub(lambda _: words, catalogue.published.outlines[cycle.outline].opening)
    return _UNIT.sub(lambda _: f", {catalogue.unit_name(conference.unit)}", text)


def _ratio(catalogue: Catalogue, cycle: Cycle) -> str:
    """States the ratio of rewards to leaders and to direct workers; '' if there are no rewards."""
    ratio = statistics(catalogue, cycle.id).ratio
    if ratio.share is None:
        return ""
    share = f"{ratio.share}".replace(".", ",")
    return (
        f"(Trong các lượt khen thưởng của điển hình tiên tiến toàn ngành có {ratio.leaders} lượt cho cán bộ "
        "lãnh đạo, quản lý và "
        f"{ratio.workers} lượt cho người trực tiếp lao động, chiếm {share}%.)"
    )
