"""Makes the summary report (báo cáo tổng kết) of a conference and its two appendices, as official documents.

The report is a unit's own one, or a draft for all education of the province. The draft collects what the
units wrote; it is used until the report of the Sở (education department) has a date. The appendices are Phụ
lục 01, a table of movements, and Phụ lục 02, a table of models and exemplars.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from kyyeu.model.awards import Level
from kyyeu.model.conferences import Conference
from kyyeu.model.printing import PrintedWork
from kyyeu.model.reports import Cycle, OutlineSection, Report
from kyyeu.views.appendices import appendix_01, appendix_02, attached_words
from kyyeu.views.catalogue import Catalogue, unit_order
from kyyeu.views.naming import conference_day, distinct_name
from kyyeu.views.print.book import A4, Book, Bookmark, Part, conference_book
from kyyeu.views.print.ky_yeu_lists import COLUMNS_01 as BOOK_COLUMNS
from kyyeu.views.print.ky_yeu_profile import on_paper, people_in
from kyyeu.views.print.official import (
    Heading,
    OfficialBlock,
    OfficialDocument,
    Passage,
    Rules,
    TableColumn,
    TextParagraph,
    cited,
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
from kyyeu.views.texts import NOT_TEXT, UNKNOWN, place_and_date

NAME = "Báo cáo"
# In this section, the report's outline (đề cương) asks how many rewards went to leaders and how many to
# people who work under them.
REWARDS = "2.I.2"
CLOSING = "Trên đây là "
_GUIDANCE, _UNIT = re.compile(r"Hướng dẫn số\s*[.…]+"), re.compile(r"\s*trường \(trung tâm\)")


def has_report(catalogue: Catalogue, conference: Conference) -> bool:
    """Returns whether the summary report is printed with this conference.

    The conference must be the unit's first one in the cycle, and the unit must have a report on record. For a
    conference at a higher level, the report of any unit is enough. The outline (đề cương) of the cycle must
    be on record, too.
    """
    first = conference_of(catalogue, conference.unit, conference.cycle)
    cycle = catalogue.published.cycles.get(conference.cycle)
    if first != conference or cycle is None or cycle.outline not in catalogue.published.outlines:
        return False
    is_written = _own_report(catalogue, conference) is not None
    return is_written or (is_sectors(conference) and bool(_unit_reports(catalogue, conference)))


def is_sectors(conference: Conference) -> bool:
    """Returns whether the conference is at a higher level than that of a unit such as a school."""
    return conference.level is not Level.UNIT


def official_report(catalogue: Catalogue, conference: Conference) -> OfficialDocument:
    """Returns the summary report with every section of its outline (đề cương), numbered as prescribed.

    A section for which no text was written shows the gap '…..'.
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
    """Returns the summary report's first sentence, which the outline (đề cương) prescribes, without its gaps.

    The ministry's guidance for the report and the name of the unit that reports are filled in.
    """
    guidance = catalogue.published.documents.get(cycle.guidance)
    words = cited(guidance) if guidance else f"Hướng dẫn số {UNKNOWN}"
    text = _GUIDANCE.sub(lambda _: words, catalogue.published.outlines[cycle.outline].opening)
    return _UNIT.sub(lambda _: f", {catalogue.unit_name(conference.unit)}", text)


def _ratio(catalogue: Catalogue, cycle: Cycle) -> str:
    """Returns a sentence on how many rewards went to leaders and how many to direct workers, or ''."""
    ratio = statistics(catalogue, cycle.id).ratio
    if ratio.share is None:
        return ""
    share = f"{ratio.share}".replace(".", ",")
    return (
        f"(Trong các lượt khen thưởng của điển hình tiên tiến toàn ngành có {ratio.leaders} lượt cho cán bộ "
        "lãnh đạo, quản lý và "
        f"{ratio.workers} lượt cho người trực tiếp lao động, chiếm {share}%.)"
    )


COLUMNS_01 = tuple(
    TableColumn(title, share, middle=title == "Năm")
    for title, share in zip(BOOK_COLUMNS, (7, 27, 46, 20), strict=True)
)
# The ministry's guidance asks for Phụ lục 02, the table of models and exemplars, but prescribes no columns.
# These columns were chosen for this program.
COLUMNS_02 = (
    TableColumn("TT", 4, middle=True),
    TableColumn("Tên mô hình, điển hình", 13),
    TableColumn("Loại", 7),
    TableColumn("Đơn vị", 10),
    TableColumn("Lĩnh vực", 7),
    TableColumn("Cách làm", 16),
    TableColumn("Kết quả", 18),
    TableColumn("Năm bắt đầu", 5, middle=True),
    TableColumn("Hình thức, cấp biểu dương", 10),
    TableColumn("Phạm vi nhân rộng", 10),
)
ONE_LINE = 18  # In a table column, a person's name with more letters than this may be broken across lines.


@dataclass(frozen=True, slots=True)
class OfficialAppendix:
    """An appendix of the summary report, as a wide table; the first cell of each row is a row header.

    `names` holds people's names; the layout keeps each on one line.
    """

    label: str
    rules: Rules
    title: tuple[str, ...]
    attached: str
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    total: str
    names: tuple[str, ...] = field(metadata=NOT_TEXT)
    date: date
    demonstration: bool


def has_appendices(catalogue: Catalogue, conference: Conference) -> bool:
    """Returns whether the two appendices of the unit's summary report are printed with this conference.

    The conference must be the unit's first one in the five-year cycle.
    """
    first = conference_of(catalogue, conference.unit, conference.cycle)
    return first == conference and conference.cycle in catalogue.published.cycles


def appendices_book(catalogue: Catalogue, conference: Conference, on_site: frozenset[str]) -> Book:
    """Returns a Book of the two appendices of the summary report; each has page numbers from 1."""
    tables = official_appendices(catalogue, conference)
    organiser = catalogue.unit_name(conference.unit)
    reviews = catalogue.published.cycles[conference.cycle].reviews
    parts = tuple(
        Part(
            f"{PrintedWork.APPENDICES.value}-{table.label[-2:]}",
            "official_table.html",
            table,
            Bookmark(" ".join(table.title).capitalize(), 1, table.label),
            landscape=True,
        )
        for table in tables
    )
    return conference_book(
        catalogue,
        conference,
        PrintedWork.APPENDICES,
        f"Phụ lục báo cáo tổng kết giai đoạn {reviews} của {organiser}",
        parts,
        tables[0].date,
        ("thi đua, khen thưởng",),
        author=organiser,
        subject="Phong trào thi đua; mô hình, điển hình tiên tiến",
        running_title="",
        page=A4,
        official=True,
    )


def official_appendices(
    catalogue: Catalogue, conference: Conference
) -> tuple[OfficialAppendix, OfficialAppendix]:
    """Returns Phụ lục 01 and 02, the two appendices that are prescribed for the summary report.

    Years without movements (emulation campaigns) are listed too. An unknown value is shown as '…..'.
    """
    published = catalogue.published
    cycle = published.cycles[conference.cycle]
    report = published.reports.get(f"{conference.unit}/{conference.cycle}")
    day = report.date if report and report.date else conference_day(catalogue, conference)
    catalogue = catalogue.on(day)
    unit = None if is_sectors(conference) else conference.unit
    first, second = appendix_01(catalogue.published, cycle, unit), appendix_02(catalogue, cycle, unit)
    gap = (UNKNOWN,) * 3
    years = tuple(
        (str(block.year), *cells)
        for block in first.years
        for cells in ([(row.document, row.name, row.period) for row in block.rows] or [gap])
    )
    models = tuple(
        (
            str(place),
            row.name,
            row.kind,
            row.unit,
            row.field,
            row.how,
            row.results,
            row.since_year,
            row.praised,
            row.replicated,
        )
        for place, row in enumerate(second.rows, start=1)
    )
    organiser = catalogue.unit_name(conference.unit)

    def table(
        label: str,
        title: tuple[str, ...],
        form: str,
        columns: tuple[TableColumn, ...],
        rows: tuple[tuple[str, ...], ...],
        total: str,
    ) -> OfficialAppendix:
        names = people_in(catalogue, *(cell for row in rows for cell in row))
        return OfficialAppendix(
            label,
            rules_on(day),
            title,
            attached_words(form, report, organiser),
            columns,
            rows,
            total,
            tuple(name for name in names if len(name) <= ONE_LINE),
            day,
            published.site.demonstration,
        )

    return (
        table(
            "Phụ lục số 01",
            first.title,
            first.attached,
            COLUMNS_01,
            years,
            f"Tổng số: {first.count} phong trào thi đua.",
        ),
        table(
            "Phụ lục số 02",
            second.title,
            second.attached,
            COLUMNS_02,
            models or (("", *(UNKNOWN,) * 9),),
            f"Tổng số: {len(models)} mô hình, điển hình tiên tiến.",
        ),
    )
