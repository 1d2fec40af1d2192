"""Declares the elements of official documents: letterhead, title, blocks of text, signature, recipients.

Their form follows Thông tư 01/2011/TT-BNV until 04/3/2020 and Nghị định 30/2020/NĐ-CP since (domain §6).
Unknown values read '…..'.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import ClassVar

from kyyeu.facts.words import citation
from kyyeu.model.conferences import Conference, SubmissionItem
from kyyeu.model.printing import PrintedWork
from kyyeu.model.reports import Document, Signer
from kyyeu.model.units import UnitKind
from kyyeu.vietnamese import NBSP
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import conference_day, governing_name
from kyyeu.views.print.book import A4, Book, Bookmark, Part
from kyyeu.views.print.title_lines import parted
from kyyeu.views.prose import LinkedProse
from kyyeu.views.texts import NOT_TEXT, UNKNOWN

LONGEST = 64  # The most letters in a centred line of an official document.
CAPITAL = 1.3  # Width of a capital letter relative to a small letter, used to estimate the length of a line.
_BREAKS = re.compile(r"(?<!thi đua), | (?=và |giai đoạn )", re.IGNORECASE)
_PLACE = re.compile(r" (?:TỈNH|THÀNH PHỐ|HUYỆN|THỊ XÃ|XÃ|PHƯỜNG) .{1,20}$")
_HEADS = {
    UnitKind.DISTRICT_OFFICE: "TRƯỞNG PHÒNG",
    UnitKind.AUTHORITY: "CHỦ TỊCH",
    **dict.fromkeys((UnitKind.DEPARTMENT, UnitKind.CONTINUING, UnitKind.VOCATIONAL), "GIÁM ĐỐC"),
}


class Rules(Enum):
    """The legal rules for setting an official document, which differ in the position of the page number.

    Under the CIRCULAR (Thông tư 01/2011/TT-BNV) it is at the bottom right, under the DECREE (Nghị định
    30/2020/NĐ-CP) in the middle of the top margin; page 1 has none.
    """

    CIRCULAR = "tt-01-2011"
    DECREE = "nd-30-2020"


def rules_on(day: date) -> Rules:
    """Returns the legal rules for official documents that are in force on a day."""
    return Rules.DECREE if day >= date(2020, 3, 5) else Rules.CIRCULAR


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered heading of an official document.

    Level 1 is a main part, whose label has a line of its own; the numbers of levels 2, 3 and 4 look like
    'I.', '1.' and 'a)'.
    """

    kind: ClassVar[str] = "heading"
    level: int
    label: str
    text: str

    @property
    def line(self) -> str:
        """The heading as one line of text: its label (such as 'II.' or 'a)'), then its words."""
        return hold_end(f"{self.label}{')' if self.level == 4 else '.'} {self.text}")

    @property
    def lines(self) -> tuple[str, ...]:
        """The text of the heading without its label, divided into lines that are printed centred."""
        return phrases(self.text)


@dataclass(frozen=True, slots=True)
class Passage:
    """A text taken from a record, which may contain Markdown."""

    kind: ClassVar[str] = "passage"
    prose: LinkedProse


@dataclass(frozen=True, slots=True)
class TextParagraph:
    """A paragraph of an official document.

    A paragraph with `source` set names the unit from whose report the next paragraphs are taken.
    """

    kind: ClassVar[str] = "line"
    text: str
    source: bool = False

    @property
    def item(self) -> bool:
        """Whether the paragraph is an item of a list."""
        return self.text.startswith("- ")


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a table in an official document.

    `share` is its share of the table's width in per cent; columns of figures are centred (`middle`).
    """

    title: str
    share: int
    middle: bool = False


@dataclass(frozen=True, slots=True)
class OfficialTable:
    """A table within an official document."""

    kind: ClassVar[str] = "grid"
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[str, ...], ...]


OfficialBlock = Heading | Passage | TextParagraph | OfficialTable


@dataclass(frozen=True, slots=True)
class OfficialDocument:
    """An official document, ready to be laid out.

    `title` is the title of the PDF file; `subject` says, in lines, what the document is about; `names` are
    people's names, which must not break across lines.

    A letter (công văn) has no `name`: its subject is printed under its number. `addressees` are the lines of
    a letter to several units.
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
        """The nesting depth of every block below the document's headings; no level is skipped."""
        top = min((block.level for block in self.blocks if isinstance(block, Heading)), default=1)
        depth, depths = 1, []
        for block in self.blocks:
            if isinstance(block, Heading):
                depth = min(block.level - top + 2, depth + 1)
            depths.append(depth)
        return tuple(depths)


def letterhead_number(number: str | None, code: str) -> str:
    """Returns the letterhead's number, such as 'Số: 12/BC-THPTSN', or 'Số: …../BC-…..' if it is unknown."""
    return f"Số: {number or f'{UNKNOWN}/{code}-{UNKNOWN}'}"


def issuer(catalogue: Catalogue, unit: str) -> tuple[str, str]:
    """Returns the governing body and the issuing unit in capitals, as named on the catalogue's day.

    No-break spaces keep a place name at the end in one line, or else the last two words.
    """
    governing = governing_name(catalogue, unit, catalogue.day)
    return _capitals(governing), _capitals(catalogue.unit_name(unit))


def _capitals(name: str) -> str:
    capitals = _PLACE.sub(lambda place: f" {place[0][1:].replace(' ', NBSP)}", name.upper())
    return capitals if NBSP in capitals else hold_end(capitals)


def hold_end(text: str) -> str:
    """Returns a text whose last two words are joined by a no-break space, so no word is alone on a line."""
    return NBSP.join(text.rsplit(" ", 1)) if len(text) > LONGEST / 3 else text


def phrases(text: str) -> tuple[str, ...]:
    """Returns a centred title broken into lines, but never inside a compound word."""
    if len(text) * (CAPITAL if text.isupper() else 1) <= LONGEST:
        return (text,)
    pieces = parted(text, _BREAKS)
    return tuple(line for piece in pieces for line in phrases(piece)) if len(pieces) > 1 else pieces


def head_of(catalogue: Catalogue, unit: str) -> str:
    """Returns the title of the head who signs for a unit of this kind, such as 'HIỆU TRƯỞNG' for a school."""
    record = catalogue.published.units.get(unit)
    return _HEADS.get(record.kind, "HIỆU TRƯỞNG") if record else UNKNOWN


def signature(signer: Signer | None, catalogue: Catalogue, unit: str) -> tuple[str, str, str]:
    """Returns the capacity ('KT. GIÁM ĐỐC'), the position and the name of the person who signs.

    If no signer is on record, the position is that of the unit's head.
    """
    if signer is None:
        return "", head_of(catalogue, unit), ""
    return signer.capacity or "", signer.position, signer.name or ""


def receivers(recorded: Sequence[str] = ()) -> tuple[str, ...]:
    """Returns the lines under 'Nơi nhận' (recipients), each beginning with a dash."""
    return tuple(f"- {line.removeprefix('- ')}" for line in recorded or ("Như trên;", "Lưu: VT."))


def sent(catalogue: Catalogue, conference: Conference, item: SubmissionItem) -> tuple[str | None, date]:
    """Returns the number of the document that a unit sent to the Sở, and the day whose legal rules apply.

    The day is that on which the document was sent, or the conference's day if it has not been sent yet.
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
    """Returns a sentence with a full stop at its end; none is added after the gap '…..'."""
    return sentence if sentence.endswith(UNKNOWN) else f"{sentence}."


def cited(document: Document, with_subject: bool = False) -> str:
    """Cites a document in the form that the ministry's guidance uses; an unknown number reads '…..'.

    `with_subject` adds what the document is about.
    """
    if document.cited_as:
        return document.cited_as
    words = citation(document)
    if not document.number:
        words = f"{document.type.label} số {UNKNOWN} của {document.issuer}"
    return f"{words} về {document.subject[:1].lower()}{document.subject[1:]}" if with_subject else words


def superior(catalogue: Catalogue, unit: str) -> str:
    """Returns the body to which a unit reports by default: the Sở; for the Sở itself, the unknown '…..'."""
    organiser = catalogue.published.site.organiser
    return catalogue.unit_name(organiser) if unit != organiser else UNKNOWN


def document_book(
    work: PrintedWork,
    write: Callable[[Catalogue, Conference], OfficialDocument],
    catalogue: Catalogue,
    conference: Conference,
    _: frozenset[str],
) -> Book:
    """Returns a Book of a single part with the official document that `write` returns."""
    document = write(catalogue, conference)
    return Book(
        work=work.value,
        unit=conference.unit,
        cycle=conference.cycle,
        title=document.title,
        running_title="",
        author=catalogue.unit_name(conference.unit),
        subject=" ".join(document.subject),
        keywords=("thi đua, khen thưởng",),
        date=document.date,
        demonstration=document.demonstration,
        parts=(Part(work.value, "official.html", document, Bookmark(document.title)),),
        page=A4,
        bound=False,
        official=True,
    )
