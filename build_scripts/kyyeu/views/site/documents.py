"""Makes the data of the web page with the official documents (văn bản) that records cite.

Each document is shown with links to the records that cite it.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from kyyeu.facts.words import citation
from kyyeu.model.reports import Document, DocumentType
from kyyeu.vietnamese import short_date
from kyyeu.views import addresses
from kyyeu.views.catalogue import Catalogue, grouped
from kyyeu.views.naming import Link, conference_name, period_words
from kyyeu.views.site.site_frame import PageView
from kyyeu.views.texts import UNKNOWN

# A document on the page of official documents has at most this many links to records that cite it. The number
# of further records is stated.
SHOWN_USES = 6


@dataclass(frozen=True, slots=True)
class DocumentView:
    """An official document (văn bản) on the web page that lists such documents.

    An unknown number or date is shown as '…..'. `uses` are links to records that cite the document, and
    `more_uses` is the number of further such records.
    """

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
class DocumentsView(PageView):
    """The data of the web page with official documents.

    Each group consists of a type of document and the documents of that type.
    """

    groups: tuple[tuple[str, tuple[DocumentView, ...]], ...]


def documents(catalogue: Catalogue) -> DocumentsView:
    """Returns the data of the web page with official documents, grouped by type.

    Types are in the order of their legal rank, and the documents of a type are sorted by date.
    """
    uses = _uses(catalogue)
    by_date = sorted(
        catalogue.published.documents.values(),
        key=lambda record: (record.date or date(record.year or 9999, 1, 1), record.id),
    )
    types = grouped((record.type, record) for record in by_date)
    order = sorted(
        types, key=lambda kind: _RANKED_TYPES.index(kind) if kind in _RANKED_TYPES else len(_RANKED_TYPES)
    )
    return DocumentsView(
        heading="Văn bản",
        description="Các văn bản làm căn cứ cho phong trào thi đua, công tác khen thưởng "
        "và hội nghị điển hình tiên tiến.",
        groups=tuple(
            (
                kind.label,
                tuple(_view(record, uses.get(record.id, [])) for record in types[kind]),
            )
            for kind in order
        ),
    )


_RANKED_TYPES = (
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
    """Returns for each official document links to the cycles, movements and conferences that cite it.

    The result is a dict from the document's id to a list of links without repetition.
    """
    uses: dict[str, dict[Link, None]] = defaultdict(dict)
    for cycle in catalogue.published.cycles.values():
        for ref in (cycle.guidance, *cycle.basis):
            uses[ref][Link(f"Hội nghị {period_words(catalogue, cycle.id).lower()}", "hoi-nghi/")] = None
    for movement in catalogue.published.movements.values():
        if movement.document and movement.document.id:
            link = Link(f"Phong trào “{movement.name}”", addresses.movement(movement.id))
            uses[movement.document.id][link] = None
    for record in catalogue.conferences:
        link = Link(conference_name(catalogue, record), addresses.conference(record.ref))
        for ref in (*record.basis, *(ref for item in record.programme for ref in item.links.documents)):
            uses[ref][link] = None
    return {ref: list(links) for ref, links in uses.items()}
