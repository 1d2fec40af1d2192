"""Declares the elements of official documents: letterhead, title, blocks of text, signature, recipients.

Their form follows Thông tư 01/2011/TT-BNV until 04/3/2020, and Nghị định 30/2020/NĐ-CP from the next day on.
An unknown value is printed as '…..'.
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
# The width of a capital letter, as a multiple of a small letter's width. It serves to estimate the length of
# a line.
CAPITAL = 1.3
_BREAKS = re.compile(r"(?<!thi đua), | (?=và |giai đoạn )", re.IGNORECASE)
_PLACE = re.compile(r" (?:TỈNH|THÀNH PHỐ|HUYỆN|THỊ XÃ|XÃ|PHƯỜNG) .{1,20}$")
_HEADS = {
    UnitKind.DISTRICT_OFFICE: "TRƯỞNG PHÒNG",
    UnitKind.AUTHORITY: "CHỦ TỊCH",
    **dict.fromkeys((UnitKind.DEPARTMENT, UnitKind.CONTINUING, UnitKind.VOCATIONAL), "GIÁM ĐỐC"),
}


class Rules(Enum):
    """The legal rules for setting official documents. They differ in the place of the page number.

    Under the CIRCULAR (Thông tư 01/2011/TT-BNV) it is at the bottom right. Under the DECREE (Nghị định
    30/2020/NĐ-CP) it is in the middle of the top margin. The first page has no number.
    """

    CIRCULAR = "tt-01-2011"
    DECREE = "nd-30-2020"


def rules_on(day: date) -> Rules:
    """Returns the legal rules for setting official documents that are in force on a day."""
    return Rules.DECREE if day >= date(2020, 3, 5) else Rules.CIRCULAR


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered heading of an official document.

    A heading of level 1 begins a main part, and its label is on a line of its own. Labels of levels 2, 3 and
    4 look like 'I.', '1.' and 'a)'.
    """

    kind: ClassVar[str] = "heading"
    level: int
    label: str
    text: str

    @property
    def line(self) -> str:
        """Returns the heading as one line of text: its label, such as 'II.' or 'a)', and its words."""
        return hold_end(f"{self.label}{')' if self.level == 4 else '.'} {self.text}")

    @property
    def lines(self) -> tuple[str, ...]:
        """Returns the heading's words without the label, as the lines that are printed centred."""
        return phrases(self.text)


@dataclass(frozen=True, slots=True)
class Passage:
    """A text from a record that becomes part of an official document. It may contain Markdown."""

    kind: ClassVar[str] = "passage"
    prose: LinkedProse


@dataclass(frozen=True, slots=True)
class TextParagraph:
    """A paragraph of an official document.

    If `source` is true, the paragraph is a small heading: it names the unit that wrote the next paragraphs,
    or the session that they describe.
    """

    kind: ClassVar[str] = "line"
    text: str
    source: bool = False

    @property
    def item(self) -> bool:
        """Returns whether the paragraph is an item of a list, which begins with a dash."""
        return self.text.startswith("- ")


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a table in an official document.

    `share` is the column's width in per cent of the table's width. If `middle` is true, the cells are
    centred, as figures are.
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
    """An official document (such as a report or a letter) as data, before it is laid out.

    `title` is the title of the PDF file. `subject` holds the lines that say what the document is about.
    `names` holds people's names; the layout keeps each on one line.

    A letter (công văn) has no `name` such as 'BÁO CÁO', and its subject is printed under its number. A letter
    to several units lists them in the lines `addressees`.
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
        """Returns the depth of every block of the document in its tree of headings, as a tuple of numbers.

        A heading's depth is its level in the tree. A paragraph or table has the depth of the heading
        above it. From one heading to the next, the depth grows by at most one.
        """
        top = min((block.level for block in self.blocks if isinstance(block, Heading)), default=1)
        depth, depths = 1, []
        for block in self.blocks:
            if isinstance(block, Heading):
                depth = min(block.level - top + 2, depth + 1)
            depths.append(depth)
        return tuple(depths)


def letterhead_number(number: str | None, code: str) -> str:
    """Returns the number in a letterhead, such as 'Số: 12/BC-THPTSN', or 'Số: …../BC-…..' if unknown."""
    return f"Số: {number or f'{UNKNOWN}/{code}-{UNKNOWN}'}"


def issuer(catalogue: Catalogue, unit: str) -> tuple[str, str]:
    """Returns the names of the governing body and of the issuing unit, in capitals, for a letterhead.

    These are their names on the catalogue's day. No-break spaces hold a place name at the end together. If
    there is none, they hold the last two words of a long name together.
    """
    governing = governing_name(catalogue, unit, catalogue.day)
    return _capitals(governing), _capitals(catalogue.unit_name(unit))


def _capitals(name: str) -> str:
    capitals = _PLACE.sub(lambda place: f" {place[0][1:].replace(' ', NBSP)}", name.upper())
    return capitals if NBSP in capitals else hold_end(capitals)


def hold_end(text: str) -> str:
    """Returns a text with a no-break space between its last two words, so that the last word is never alone.

    A short text is returned unchanged, because it fits on one line.
    """
    return NBSP.join(text.rsplit(" ", 1)) if len(text) > LONGEST / 3 else text


def phrases(text: str) -> tuple[str, ...]:
    """Returns the lines of a centred title; a title that is too long for one line breaks between phrases."""
    if len(text) * (CAPITAL if text.isupper() else 1) <= LONGEST:
        return (text,)
    pieces = parted(text, _BREAKS)
    return tuple(line for piece in pieces for line in phrases(piece)) if len(pieces) > 1 else pieces


def head_of(catalogue: Catalogue, unit: str) -> str:
    """Returns the office of the person who heads a unit, in capitals, such as 'HIỆU TRƯỞNG' for a school."""
    record = catalogue.published.units.get(unit)
    return _HEADS.get(record.kind, "HIỆU TRƯỞNG") if record else UNKNOWN


def signature(signer: Signer | None, catalogue: Catalogue, unit: str) -> tuple[str, str, str]:
    """Returns the three parts of a signature: the capacity ('KT. GIÁM ĐỐC'), the position and the name.

    If no signer is on record, the position is that of the unit's head, and the two other parts are ''.
    """
    if signer is None:
        return "", head_of(catalogue, unit), ""
    return signer.capacity or "", signer.position, signer.name or ""


def receivers(recorded: Sequence[str] = ()) -> tuple[str, ...]:
    """Returns the lines below 'Nơi nhận', which list a document's recipients; each begins with a dash.

    If no recipients are on record, the two usual lines are returned.
    """
    return tuple(f"- {line.removeprefix('- ')}" for line in recorded or ("Như trên;", "Lưu: VT."))


def sent(catalogue: Catalogue, conference: Conference, item: SubmissionItem) -> tuple[str | None, date]:
    """Returns the number of a document that a unit sent to the Sở, and the day whose legal rules apply to it.

    This is the day on which the document was sent. If that is not on record, it is the day of the conference.
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
    """Returns a sentence with a full stop. None is added if the sentence ends with the gap '…..'."""
    return sentence if sentence.endswith(UNKNOWN) else f"{sentence}."


def cited(document: Document, with_subject: bool = False) -> str:
    """Returns the citation of a document in the form that the ministry's guidance uses.

    An unknown number is shown as '…..'. If `with_subject` is true, the citation says what the document is
    about.
    """
    if document.cited_as:
        return document.cited_as
    words = citation(document)
    if not document.number:
        words = f"{document.type.label} số {UNKNOWN} của {document.issuer}"
    return f"{words} về {document.subject[:1].lower()}{document.subject[1:]}" if with_subject else words


def superior(catalogue: Catalogue, unit: str) -> str:
    """Returns the name of the body to which a unit reports by default.

    This is the Sở (education department); for the Sở itself, the gap '…..' is returned.
    """
    organiser = catalogue.published.site.organiser
    return catalogue.unit_name(organiser) if unit != organiser else UNKNOWN


def document_book(
    work: PrintedWork,
    write: Callable[[Catalogue, Conference], OfficialDocument],
    catalogue: Catalogue,
    conference: Conference,
    _: frozenset[str],
) -> Book:
    """Returns a Book of a single part: the official document that the function `write` returns."""
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
