"""Arranges a unit's summary report (báo cáo tổng kết) under the headings of its prescribed outline.

It also finds how complete the report is, section by section (domain §5).
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
    """A section of a report, with its heading in the prescribed outline and its text.

    `body` is empty if only the sections below it have text. The main parts of the outline have `depth` 0.
    """

    number: str
    title: str
    depth: int
    body: LinkedProse


@dataclass(frozen=True, slots=True)
class ReportView:
    """A unit's summary report, to be shown on a web page or printed in a book."""

    title: str
    number_and_date: str
    summary: str
    sections: tuple[SectionView, ...]
    signer: str


def report(catalogue: Catalogue, ref: str) -> ReportView | None:
    """Returns a unit's report, identified by `ref` ('unit/cycle'), under the headings of its outline.

    Headings without any text are left out. The result is None if there is no such report, or if its cycle has
    no outline.
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
    """How complete a section of the report's outline is.

    `words` is the number of words in the section; `lacks` says in Vietnamese what is missing, '' if nothing
    is.
    """

    code: str
    number: str
    title: str
    words: int
    lacks: str


@dataclass(frozen=True, slots=True)
class Completeness:
    """How complete a whole report is.

    `appendices` has, for each appendix, its number and whether it has any rows.
    """

    sections: tuple[SectionState, ...]
    appendices: tuple[tuple[str, bool], ...]

    @property
    def done(self) -> int:
        """The number of sections of the report in which nothing is missing."""
        return sum(not section.lacks for section in self.sections)

    @property
    def complete(self) -> bool:
        """Whether no section of the report is incomplete, and both its appendices have rows."""
        return self.done == len(self.sections) and all(has_rows for _, has_rows in self.appendices)


def report_completeness(catalogue: Catalogue, report: Report | None, cycle: Cycle, unit: str) -> Completeness:
    """Returns the completeness of every section that must have text; without a report all are incomplete."""
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
    """Whether the Markdown contains a table: a line such as '| --- | ---: |' below a header row.

    A line that is just '---' is a horizontal rule, not a table.
    """
    return any("|" in line and "---" in line and not line.strip("|:- \t") for line in markdown.splitlines())
