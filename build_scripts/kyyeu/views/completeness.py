"""Finds how complete a unit's summary report is, by the sections of its prescribed outline (domain §5)."""

from dataclasses import dataclass

from kyyeu.model.reports import Cycle, Report
from kyyeu.views.appendices import appendix_01, appendix_02
from kyyeu.views.catalogue import Catalogue


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
    published = catalogue.published
    outline = published.outlines[cycle.outline]
    written = {section.code: section.body for section in report.sections} if report else {}
    states = []
    for section in outline.sections:
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
