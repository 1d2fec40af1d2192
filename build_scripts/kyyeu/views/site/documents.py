"""Documents cited (văn bản): each once, with the records that rest on it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from kyyeu.facts.words import citation
from kyyeu.model.reports import Document, DocumentType
from kyyeu.vietnamese import short_date
from kyyeu.views import addresses
from kyyeu.views.appendices import UNKNOWN
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import Link, conference_name, period_words

SHOWN_USES = 6


@dataclass(frozen=True, slots=True)
class DocumentView:
    """An unknown number or date reads '…..', never an invented one."""

    id: str
    citation: str
    number: str
    day: str
    issuer: str
    subject: str
    url: str
    uses: tuple[Link, ...]
    more_uses: int


@dataclass(frozen=True, slots=True)
class DocumentGroup:
    label: str
    documents: tuple[DocumentView, ...]


@dataclass(frozen=True, slots=True)
class DocumentsView:
    heading: str
    description: str
    groups: tuple[DocumentGroup, ...]


def documents(catalogue: Catalogue) -> DocumentsView:
    uses = _uses(catalogue)
    grouped: dict[DocumentType, list[Document]] = defaultdict(list)
    for record in catalogue.published.documents.values():
        grouped[record.type].append(record)
    order = sorted(grouped, key=lambda kind: _LEVELS.index(kind) if kind in _LEVELS else len(_LEVELS))
    return DocumentsView(
        heading="Văn bản",
        description="Các văn bản làm căn cứ cho phong trào thi đua, công tác khen thưởng và hội nghị điển hình tiên tiến.",
        groups=tuple(
            DocumentGroup(
                kind.label,
                tuple(_view(record, uses.get(record.id, [])) for record in sorted(grouped[kind], key=_day)),
            )
            for kind in order
        ),
    )


_LEVELS = (
    DocumentType.RESOLUTION,
    DocumentType.DIRECTIVE,
    DocumentType.LAW,
    DocumentType.DECREE,
    DocumentType.CIRCULAR,
    DocumentType.DECISION,
    DocumentType.REGULATION,
    DocumentType.GUIDANCE,
    DocumentType.PLAN,
    DocumentType.LETTER,
    DocumentType.REPORT,
)


def _day(record: Document) -> tuple[date, str]:
    return record.date or date(record.year or 9999, 1, 1), record.id


def _view(record: Document, uses: list[Link]) -> DocumentView:
    return DocumentView(
        id=record.id,
        citation=citation(record),
        number=record.number or UNKNOWN,
        day=short_date(record.date) if record.date else str(record.year or UNKNOWN),
        issuer=record.issuer,
        subject=record.subject,
        url=record.url or "",
        uses=tuple(uses[:SHOWN_USES]),
        more_uses=max(0, len(uses) - SHOWN_USES),
    )


def _uses(catalogue: Catalogue) -> dict[str, list[Link]]:
    """Document → cycles, movements and conferences that rest on it, each once."""
    found: dict[str, dict[Link, None]] = defaultdict(dict)
    for cycle in catalogue.published.cycles.values():
        for ref in (cycle.guidance, *cycle.basis):
            found[ref][Link(f"Hội nghị {period_words(catalogue, cycle.id).lower()}", "hoi-nghi/")] = None
    for movement in catalogue.published.movements.values():
        if movement.document and movement.document.id:
            found[movement.document.id][
                Link(f"Phong trào “{movement.name}”", addresses.movement(movement.id))
            ] = None
    for entry in catalogue.conferences:
        for ref in (*entry.basis, *(ref for item in entry.programme for ref in item.links.documents)):
            found[ref][Link(conference_name(catalogue, entry), addresses.conference(entry.ref))] = None
    return {ref: list(links) for ref, links in found.items()}
