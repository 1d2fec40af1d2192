"""Turns a unit's summary report (báo cáo tổng kết) into sections under the outline's parts and numbers."""

from __future__ import annotations

from dataclasses import dataclass

from kyyeu.facts.words import joined
from kyyeu.vietnamese import long_date
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.prose import LinkedProse, prose


@dataclass(frozen=True, slots=True)
class SectionView:
    """A heading of the outline with its text; `body` is empty if only sections below it have text.

    Parts have `depth` 0.
    """

    number: str
    title: str
    depth: int
    body: LinkedProse


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report to be read on a page or in a book."""

    title: str
    number_and_date: str
    summary: str
    sections: tuple[SectionView, ...]
    signer: str


def report(catalogue: Catalogue, ref: str) -> ReportView | None:
    """The report `ref` ('unit/cycle') under the outline's headings.

    Headings without any text are left out.

    None if there is no such report, or its cycle has no outline.
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
