"""Arranges a school's summary report (báo cáo tổng kết) under the headings of its prescribed outline.

It also finds how complete the report is, section by section.
"""

from dataclasses import dataclass

from kyyeu.facts.words import joined
from kyyeu.model.reports import Cycle, Report
from kyyeu.vietnamese import long_date
from kyyeu.views.appendices import appendix_01, appendix_02
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.prose import LinkedProse, prose


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section of a summary report, with its heading in the prescribed outline and its text.

    `body` is empty if only its subsections have text. `depth` is 0 for a main part of the outline, 1 for a
    section of such a part, and so on.
    """

    number: str
    title: str
    depth: int
    body: LinkedProse


@dataclass(frozen=True, slots=True)
class ReportView:
    """The summary report of a unit (such as a school), arranged for a web page or a booklet."""

    title: str
    number_and_date: str
    summary: str
    sections: tuple[SectionView, ...]
    signer: str


def report(catalogue: Catalogue, ref: str) -> ReportView | None:
    """Returns the summary report of a unit (such as a school), arranged under the headings of its outline.

    `ref` identifies the report: 'unit/cycle'. Headings without any text are left out. The result is None if
    there is no such report, or if its cycle has no outline.
    """
    record = catalogue.published.reports.get(ref)
    cycle = catalogue.published.cycles.get(ref.rpartition("/")[2])
    outline = catalogue.published.outlines.get(cycle.outline) if cycle else None
    if record is None or outline is None:
        return None
    written = {section.code: section for section in record.sections}
    sections = []
    for section in outline.sections:
        body = prose(written[section.code].body.markdown if section.code in written else "", catalogue)
        if body or any(code.startswith(f"{section.code}.") for code in written):
            sections.append(SectionView(section.number, section.title, section.code.count("."), body))
    place_and_date = f"{record.place}, {long_date(record.date)}" if record.date and record.place else ""
    signer = record.signer
    return ReportView(
        title=outline.title,
        number_and_date=joined(f"Số {record.number}" if record.number else "", place_and_date),
        summary=record.summary or "",
        sections=tuple(sections),
        signer=joined(signer.position.capitalize(), signer.name or "", by=" ") if signer else "",
    )


@dataclass(frozen=True, slots=True)
class SectionState:
    """Says how complete one section of a summary report is.

    `words` is the number of words in the section. `lacks` says in Vietnamese what is missing, or is '' if
    nothing is missing.
    """

    code: str
    number: str
    title: str
    words: int
    lacks: str


@dataclass(frozen=True, slots=True)
class Completeness:
    """Says how complete a summary report is.

    `appendices` has a pair for each table at the end of the report: its number, and whether it has any rows.
    """

    sections: tuple[SectionState, ...]
    appendices: tuple[tuple[str, bool], ...]

    @property
    def done(self) -> int:
        """Returns the number of sections of the report in which nothing is missing."""
        return sum(not section.lacks for section in self.sections)

    @property
    def complete(self) -> bool:
        """Returns whether all sections of the report are complete, and both its tables have rows."""
        return self.done == len(self.sections) and all(has_rows for _, has_rows in self.appendices)


def report_completeness(catalogue: Catalogue, report: Report | None, cycle: Cycle, unit: str) -> Completeness:
    """Returns how complete the summary report of a unit (such as a school) is, section by section.

    Only sections that must have text are listed. If `report` is None, all of them are incomplete.
    """
    written = {section.code: section.body for section in report.sections} if report else {}
    states = []
    for section in catalogue.published.outlines[cycle.outline].sections:
        if section.heading_only:
            continue
        body = written.get(section.code)
        words = body.words if body else 0
        lacks = ""
        if body is None or not words:
            lacks = "chưa viết"
        elif section.comparison and not _has_table(body.markdown):
            lacks = "thiếu bảng so sánh giai đoạn"
        states.append(SectionState(section.code, section.number, section.title, words, lacks))
    first, second = appendix_01(catalogue.published, cycle, unit), appendix_02(catalogue, cycle, unit)
    return Completeness(tuple(states), (("01", first.count > 0), ("02", bool(second.rows))))


def _has_table(markdown: str) -> bool:
    """Returns whether a Markdown text contains a table, which has a line such as '| --- | ---: |'.

    A line with nothing but '---' is not part of a table: it draws a horizontal rule.
    """
    return any("|" in line and "---" in line and not line.strip("|:- \t") for line in markdown.splitlines())
