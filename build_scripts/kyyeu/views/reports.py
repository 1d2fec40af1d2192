"""Arranges a unit's summary report (báo cáo tổng kết) under the headings of its prescribed outline."""

from dataclasses import dataclass

from kyyeu.facts.words import joined
from kyyeu.vietnamese import long_date
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
