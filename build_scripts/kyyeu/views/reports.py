"""A unit's summary report (báo cáo tổng kết) for reading on the web: sections under the parts and numbers of the outline."""

from __future__ import annotations

from dataclasses import dataclass

from kyyeu.facts.words import joined
from kyyeu.vietnamese import long_date
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.prose import LinkedProse, prose


@dataclass(frozen=True, slots=True)
class SectionView:
    """A heading of the outline without text of its own has an empty `body`; `depth` 0 is a part."""

    number: str
    title: str
    depth: int
    body: LinkedProse


@dataclass(frozen=True, slots=True)
class ReportView:
    title: str
    number_and_date: str
    summary: str
    sections: tuple[SectionView, ...]
    signer: str


def report(catalogue: Catalogue, ref: str) -> ReportView | None:
    """The report with the outline's headings; a heading is left out where nothing below it is written."""
    record = catalogue.library.reports.get(ref)
    cycle = catalogue.library.cycles.get(ref.rpartition("/")[2])
    outline = catalogue.library.outlines.get(cycle.outline) if cycle else None
    if record is None or outline is None:
        return None
    written = {section.code: section for section in record.sections}
    sections = []
    for entry in outline.sections:
        body = (
            prose(written[entry.code].body.markdown, catalogue) if entry.code in written else LinkedProse("")
        )
        if body or any(code.startswith(f"{entry.code}.") for code in written):
            sections.append(SectionView(entry.number, entry.title, entry.code.count("."), body))
    where = f"{record.place}, {long_date(record.date)}" if record.date and record.place else ""
    signer = record.signer
    return ReportView(
        title=outline.title,
        number_and_date=joined(f"Số {record.number}" if record.number else "", where),
        summary=record.summary or "",
        sections=tuple(sections),
        signer=joined(signer.position.capitalize(), signer.name or "", by=" ") if signer else "",
    )
