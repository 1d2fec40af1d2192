"""Declares what official documents are made of: letterhead, name, blocks of text, signature, recipients.

Thông tư 01/2011/TT-BNV rules until 04/3/2020, Nghị định 30/2020/NĐ-CP since (domain §6). Unknown parts read
'…..'.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import ClassVar

from kyyeu.facts.words import citation
from kyyeu.model.conferences import Conference, ConferenceStatus, SubmissionItem
from kyyeu.model.reports import Document, Signer
from kyyeu.model.units import UnitKind
from kyyeu.vietnamese import NBSP
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import conference_day, governing_name
from kyyeu.views.print.book import A4, Book, Bookmark, Part
from kyyeu.views.print.title_lines import parted
from kyyeu.views.prose import LinkedProse
from kyyeu.views.text_fields import NOT_TEXT
from kyyeu.views.unknown import UNKNOWN

DECREE_SINCE = date(2020, 3, 5)
LONGEST = 64  # most letters of a centred line
CAPITAL = 1.3  # width of a capital letter, where a small letter has 1
_BREAKS = re.compile(r"(?<!thi đua), | (?=và |giai đoạn )", re.IGNORECASE)
_PLACE = re.compile(r" (?:TỈNH|THÀNH PHỐ|HUYỆN|THỊ XÃ|XÃ|PHƯỜNG) .{1,20}$")
_DIRECTORS = (UnitKind.DEPARTMENT, UnitKind.CONTINUING, UnitKind.VOCATIONAL)
_HEADS = {
    UnitKind.DISTRICT_OFFICE: "TRƯỞNG PHÒNG",
    UnitKind.AUTHORITY: "CHỦ TỊCH",
    **dict.fromkeys(_DIRECTORS, "GIÁM ĐỐC"),
}


class Rules(Enum):
    """The rules by which a document is set.

    They differ in the place of the page number.

    By the CIRCULAR it stands at the bottom right, by the DECREE in the middle of the top margin; page 1 has
    none.
    """

    CIRCULAR = "tt-01-2011"
    DECREE = "nd-30-2020"


def rules_on(day: date) -> Rules:
    """The rules in force on a day."""
    return Rules.DECREE if day >= DECREE_SINCE else Rules.CIRCULAR


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered heading: level 1 is a part, with its label in its own line; 2 is 'I.', 3 '1.', 4 'a)'."""

    kind: ClassVar[str] = "heading"
    level: int
    label: str
    text: str

    @property
    def line(self) -> str:
        """The heading in one line, with its label."""
        return hold_end(f"{self.label}{')' if self.level == 4 else '.'} {self.text}")

    @property
    def lines(self) -> tuple[str, ...]:
        """The heading without its label, in centred lines."""
        return phrases(self.text)


@dataclass(frozen=True, slots=True)
class Passage:
    """Text from a record, with Markdown."""

    kind: ClassVar[str] = "passage"
    prose: LinkedProse


@dataclass(frozen=True, slots=True)
class TextParagraph:
    """A paragraph. A `source` paragraph names the unit whose text follows."""

    kind: ClassVar[str] = "line"
    text: str
    source: bool = False

    @property
    def item(self) -> bool:
        """Whether the paragraph is an item of a list."""
        return self.text.startswith("- ")


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a table; `share` is its share of the width in per cent; figures are centred (`middle`)."""

    title: str
    share: int
    middle: bool = False


@dataclass(frozen=True, slots=True)
class OfficialTable:
    """A table within a document."""

    kind: ClassVar[str] = "grid"
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[str, ...], ...]


OfficialBlock = Heading | Passage | TextParagraph | OfficialTable


@dataclass(frozen=True, slots=True)
class OfficialDocument:
    """An official document.

    `title` is the file's title, `subject` is in lines, people's `names` never break across lines.

    A letter (công văn) has no `name`: its subject stands under its number. `addressees` are the lines of a
    letter to several units.
    """

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
    names: tuple[str, ...] = field(metadata=NOT_TEXT)
    date: date
    draft: bool
    demonstration: bool
    addressees: tuple[str, ...] = ()

    @property
    def depths(self) -> tuple[int, ...]:
        """For every block, how deep it stands in the outline of headings; no heading skips a level."""
        top = min((block.level for block in self.blocks if isinstance(block, Heading)), default=1)
        depth, depths = 1, []
        for block in self.blocks:
            if isinstance(block, Heading):
                depth = min(block.level - top + 2, depth + 1)
            depths.append(depth)
        return tuple(depths)


def letterhead_number(number: str | None, code: str) -> str:
    """The number in the letterhead: 'Số: 12/BC-THPTSN'. An unknown number reads 'Số: …../BC-…..'."""
    return f"Số: {number or f'{UNKNOWN}/{code}-{UNKNOWN}'}"


def issuer(catalogue: Catalogue, unit: str) -> tuple[str, str]:
    """Governing body and issuing unit in capitals, as named on the catalogue's day.

    No-break spaces keep a place at the end of a name in one line, or else its last two words.
    """
    names = (governing_name(catalogue, unit, catalogue.day), catalogue.unit_name(unit))
    governing, name = map(_capitals, names)
    return governing, name


def _capitals(name: str) -> str:
    capitals = _PLACE.sub(lambda place: f" {place[0][1:].replace(' ', NBSP)}", name.upper())
    return capitals if NBSP in capitals else hold_end(capitals)


def hold_end(text: str) -> str:
    """A text whose last two words stay in one line, so that half a name never stands alone."""
    return NBSP.join(text.rsplit(" ", 1)) if len(text) > LONGEST / 3 else text


def phrases(text: str) -> tuple[str, ...]:
    """A centred title in lines, never broken inside a compound word."""
    if len(text) * (CAPITAL if text.isupper() else 1) <= LONGEST:
        return (text,)
    pieces = parted(text, _BREAKS)
    return tuple(line for piece in pieces for line in phrases(piece)) if len(pieces) > 1 else pieces


def head_of(catalogue: Catalogue, unit: str) -> str:
    """The office that signs for a unit of its kind, such as 'HIỆU TRƯỞNG'."""
    record = catalogue.published.units.get(unit)
    return _HEADS.get(record.kind, "HIỆU TRƯỞNG") if record else UNKNOWN


def signature(signer: Signer | None, catalogue: Catalogue, unit: str) -> tuple[str, str, str]:
    """Capacity ('KT.

    GIÁM ĐỐC'), position and name of who signs; without a signer on record, the head's position.
    """
    if signer is None:
        return "", head_of(catalogue, unit), ""
    return signer.capacity or "", signer.position, signer.name or ""


def receivers(recorded: Sequence[str] = ()) -> tuple[str, ...]:
    """The lines under 'Nơi nhận', each with its dash."""
    return tuple(f"- {line.removeprefix('- ')}" for line in recorded or ("Như trên;", "Lưu: VT."))


def sent(catalogue: Catalogue, conference: Conference, item: SubmissionItem) -> tuple[str | None, date]:
    """Number of the paper that the unit sent to the Sở, and the day whose rules apply to it.

    That is the day of sending, or the conference's day if the paper was not sent yet.
    """
    submissions = [
        submission
        for submission in catalogue.published.submissions.values()
        if (submission.unit, submission.cycle, submission.item) == (conference.unit, conference.cycle, item)
    ]
    day = next((submission.sent for submission in submissions if submission.sent), None)
    number = next((submission.document for submission in submissions if submission.document), None)
    return number, day or conference_day(catalogue, conference)


def ended(sentence: str) -> str:
    """A sentence with its full stop, which is left out after '…..'."""
    return sentence if sentence.endswith(UNKNOWN) else f"{sentence}."


def cited(document: Document, with_subject: bool = False) -> str:
    """A document as the guidance cites it; a number that is unknown reads '…..'.

    `with_subject` adds what the document is about.
    """
    if document.cited_as:
        return document.cited_as
    words = citation(document)
    if not document.number:
        words = f"{document.type.label} số {UNKNOWN} của {document.issuer}"
    return f"{words} về {document.subject[:1].lower()}{document.subject[1:]}" if with_subject else words


def superior(catalogue: Catalogue, unit: str) -> str:
    """To whom a unit reports by default: the Sở; for the Sở itself '…..'."""
    organiser = catalogue.published.site.organiser
    return catalogue.unit_name(organiser) if unit != organiser else UNKNOWN


def was_held(conference: Conference) -> bool:
    """Whether the conference has been held."""
    return conference.status is ConferenceStatus.HELD


def document_book(work: str, conference: Conference, organiser: str, document: OfficialDocument) -> Book:
    """A Book of one part with an official document. `organiser` is its author."""
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
