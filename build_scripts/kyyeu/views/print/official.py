"""What official documents are made of: letterhead, name, blocks of text, signature, recipients; and by which rules of their day.

Thông tư 01/2011/TT-BNV until 04/3/2020, Nghị định 30/2020/NĐ-CP since (domain §6). What is not known reads '…..'."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import ClassVar

from kyyeu.facts.words import citation
from kyyeu.model.conferences import Conference, ConferenceStatus, SubmissionItem
from kyyeu.model.reports import Document, Signer
from kyyeu.model.units import UnitKind
from kyyeu.vietnamese import NBSP, long_date
from kyyeu.views.appendices import UNKNOWN
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import conference_day, governing_name
from kyyeu.views.print.book import A4, Book, Bookmark, Part
from kyyeu.views.print.title_lines import parted
from kyyeu.views.prose import LinkedProse

DECREE_SINCE = date(2020, 3, 5)
LONGEST, CAPITAL = 64, 1.3  # letters of a centred line; how much wider a capital is
_BREAKS = re.compile(r"(?<!thi đua), | (?=và |giai đoạn )", re.IGNORECASE)
_PLACE = re.compile(r" (?:TỈNH|THÀNH PHỐ|HUYỆN|THỊ XÃ|XÃ|PHƯỜNG) .{1,20}$")
_DIRECTORS = (UnitKind.DEPARTMENT, UnitKind.CONTINUING, UnitKind.VOCATIONAL)
_HEADS = {
    UnitKind.DISTRICT_OFFICE: "TRƯỞNG PHÒNG",
    UnitKind.AUTHORITY: "CHỦ TỊCH",
    **dict.fromkeys(_DIRECTORS, "GIÁM ĐỐC"),
}


class Rules(Enum):
    """The two differ in the page's number: at the bottom right, or in the middle of the top margin; neither on page 1."""

    CIRCULAR = "tt-01-2011"
    DECREE = "nd-30-2020"


def rules_on(day: date) -> Rules:
    return Rules.DECREE if day >= DECREE_SINCE else Rules.CIRCULAR


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` 1 is a part (its label in a line of its own), 2 'I.', 3 '1.', 4 'a)'."""

    kind: ClassVar[str] = "heading"
    level: int
    label: str
    text: str

    @property
    def line(self) -> str:
        return hold_end(f"{self.label}{')' if self.level == 4 else '.'} {self.text}")

    @property
    def lines(self) -> tuple[str, ...]:
        return phrases(self.text)


@dataclass(frozen=True, slots=True)
class Passage:
    kind: ClassVar[str] = "passage"
    prose: LinkedProse


@dataclass(frozen=True, slots=True)
class TextParagraph:
    """A paragraph; a `source` names the unit whose text follows."""

    kind: ClassVar[str] = "line"
    text: str
    source: bool = False

    @property
    def item(self) -> bool:
        return self.text.startswith("- ")


@dataclass(frozen=True, slots=True)
class TableColumn:
    """`share` of the table's width in per cent; figures stand in the middle."""

    title: str
    share: int
    middle: bool = False


@dataclass(frozen=True, slots=True)
class OfficialTable:
    kind: ClassVar[str] = "grid"
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[str, ...], ...]


OfficialBlock = Heading | Passage | TextParagraph | OfficialTable


@dataclass(frozen=True, slots=True)
class OfficialDocument:
    """`title` is the file's; `subject` is broken by phrase; `names` never break across lines. A letter has no name: its subject stands
    under its number; `addressees` are those of a letter to several, each in a line."""

    title: str
    rules: Rules
    governing: str
    issuer: str
    number: str
    place_and_date: str
    name: str
    subject: tuple[str, ...]
    recipient: str
    blocks: tuple[OfficialBlock, ...]
    capacity: str
    position: str
    signed: str
    recipients: tuple[str, ...]
    names: tuple[str, ...]
    date: date
    draft: bool
    demonstration: bool
    addressees: tuple[str, ...] = ()

    @property
    def depths(self) -> tuple[int, ...]:
        """Of every block the level of the heading that it is, or stands under, among headings none of which skips one."""
        top = min((block.level for block in self.blocks if isinstance(block, Heading)), default=1)
        found = [1]
        for block in self.blocks:
            found.append(
                min(block.level - top + 2, found[-1] + 1) if isinstance(block, Heading) else found[-1]
            )
        return tuple(found[1:])


def letterhead_number(number: str | None, code: str) -> str:
    """'Số: 12/BC-THPTSN'; of a number that is not known only the kind of document: 'Số: …../BC-…..'."""
    return f"Số: {number or f'{UNKNOWN}/{code}-{UNKNOWN}'}"


def place_and_date(place: str | None, day: date | None, year: int) -> str:
    return f"{place or UNKNOWN}, {long_date(day) if day else f'ngày {UNKNOWN} tháng {UNKNOWN} năm {year}'}"


def issuer(catalogue: Catalogue, unit: str) -> tuple[str, str]:
    """Governing body and issuer in capitals, as named on the catalogue's day; a place they end with stays in one line."""
    names = (governing_name(catalogue, unit, catalogue.day), catalogue.unit_name(unit))
    held = (_PLACE.sub(lambda place: f" {place[0][1:].replace(' ', NBSP)}", entry.upper()) for entry in names)
    governing, name = (entry if NBSP in entry else hold_end(entry) for entry in held)
    return governing, name


def hold_end(text: str) -> str:
    """The last two words in one line: half a name, or half a compound, never stands alone."""
    return NBSP.join(text.rsplit(" ", 1)) if len(text) > LONGEST / 3 else text


def phrases(text: str) -> tuple[str, ...]:
    """A long centred title in lines, none broken inside a compound word."""
    parts = parted(text, _BREAKS) if len(text) * (CAPITAL if text.isupper() else 1) > LONGEST else (text,)
    return tuple(line for part in parts for line in phrases(part)) if len(parts) > 1 else parts


def head_of(catalogue: Catalogue, unit: str) -> str:
    """The office that signs for a unit of its kind."""
    record = catalogue.published.units.get(unit)
    return _HEADS.get(record.kind, "HIỆU TRƯỞNG") if record else UNKNOWN


def signature(signer: Signer | None, catalogue: Catalogue, unit: str) -> tuple[str, str, str]:
    """Capacity, position and name; the name as its unit writes it, with or without a degree."""
    return (
        (signer.capacity or "", signer.position, signer.name or "")
        if signer
        else ("", head_of(catalogue, unit), "")
    )


def receivers(given: Sequence[str]) -> tuple[str, ...]:
    """The lines under 'Nơi nhận', each with its dash."""
    return tuple(f"- {line.removeprefix('- ')}" for line in given or ("Như trên;", "Lưu: VT."))


def sent(catalogue: Catalogue, conference: Conference, item: SubmissionItem) -> tuple[str | None, date]:
    """Number of the paper that the unit sent to the Sở, and the day by whose rules it is set: sent, else the conference's own."""
    found = [
        entry
        for entry in catalogue.published.submissions.values()
        if (entry.unit, entry.cycle, entry.item) == (conference.unit, conference.cycle, item)
    ]
    day = next((entry.sent for entry in found if entry.sent), None) or conference_day(catalogue, conference)
    return next((entry.document for entry in found if entry.document), None), day


def ended(sentence: str) -> str:
    """With its full stop, but after what is not known."""
    return sentence if sentence.endswith(UNKNOWN) else f"{sentence}."


def cited(document: Document, with_subject: bool = False) -> str:
    """As the guidance cites it; a number that is not known reads '…..', where the document is not named otherwise."""
    if document.cited_as:
        return document.cited_as
    words = (
        citation(document) if document.number else f"{document.type.label} số {UNKNOWN} của {document.issuer}"
    )
    return f"{words} về {document.subject[:1].lower()}{document.subject[1:]}" if with_subject else words


def superior(catalogue: Catalogue, unit: str) -> str:
    """To whom a unit reports, where its paper does not say: the Sở; of the Sở itself nothing is known."""
    organiser = catalogue.published.site.organiser
    return catalogue.unit_name(organiser) if unit != organiser else UNKNOWN


def was_held(conference: Conference) -> bool:
    return conference.status is ConferenceStatus.HELD


def book(work: str, conference: Conference, organiser: str, document: OfficialDocument) -> Book:
    """A Book of one part: the document's pages as they are."""
    return Book(
        work=work,
        unit=conference.unit,
        cycle=conference.cycle,
        title=document.title,
        running_title="",
        author=organiser,
        subject=" ".join(document.subject),
        keywords=("thi đua, khen thưởng",),
        date=document.date,
        demonstration=document.demonstration,
        parts=(Part(work, "official.html", document, Bookmark(document.title)),),
        page=A4,
        bound=False,
        official=True,
    )
