"""Tells how complete a unit's report is, section by section of the outline (domain §5)."""

from __future__ import annotations

from dataclasses import dataclass

from kyyeu.model.reports import Cycle, Report
from kyyeu.views.appendices import appendix_01, appendix_02
from kyyeu.views.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class SectionState:
    """A section of the outline in one report.

    `words` counts its words; `lacks` says in Vietnamese what is missing, '' if nothing is.
    """

    code: str
    number: str
    title: str
    words: int
    lacks: str


@dataclass(frozen=True, slots=True)
class Completeness:
    """State of a whole report. `appendices` are (number, whether it has any row) pairs."""

    sections: tuple[SectionState, ...]
    appendices: tuple[tuple[str, bool], ...]

    @property
    def done(self) -> int:
        """How many sections lack nothing."""
        return sum(not section.lacks for section in self.sections)

    @property
    def complete(self) -> bool:
        """Whether no section lacks anything and both appendices have rows."""
        return self.done == len(self.sections) and all(has_rows for _, has_rows in self.appendices)


def report_completeness(catalogue: Catalogue, report: Report | None, cycle: Cycle, unit: str) -> Completeness:
    """State of every section that must hold text. Without a report all sections are missing."""
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
    """Whether the Markdown holds a table: a line such as '| --- | ---: |' under its head.

    A bare '---' is only a rule.
    """
    return any("|" in line and "---" in line and not line.strip("|:- \t") for line in markdown.splitlines())
