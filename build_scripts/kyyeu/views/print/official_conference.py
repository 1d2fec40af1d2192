"""Writes the sections common to a conference's plan and its result report, which are official documents.

These are the legal basis, sessions, attendance and programme.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from kyyeu.model.conferences import Conference, Session, SubmissionItem
from kyyeu.model.reports import Cycle
from kyyeu.vietnamese import long_date, number, weekday
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import conference_name
from kyyeu.views.print.ky_yeu_profile import people_in
from kyyeu.views.print.ky_yeu_programme import programme
from kyyeu.views.print.official import (
    OfficialBlock,
    OfficialDocument,
    OfficialTable,
    TableColumn,
    TextParagraph,
    cited,
    ended,
    head_of,
    issuer,
    letterhead_number,
    phrases,
    rules_on,
    sent,
    superior,
)
from kyyeu.views.unknown import UNKNOWN, place_and_date

PROGRAMME = (
    TableColumn("TT", 7, middle=True),
    TableColumn("Thời gian", 18, middle=True),
    TableColumn("Nội dung", 45),
    TableColumn("Người thực hiện", 30),
)
BlockWriter = Callable[[Catalogue, Conference, Cycle, str], Iterable[OfficialBlock]]


def conference_paper(
    catalogue: Catalogue,
    conference: Conference,
    item: SubmissionItem,
    sign: str,
    name: str,
    title: str,
    write_blocks: BlockWriter,
    people: Iterable[str] = (),
    to_superior: bool = False,
    recipients: Sequence[str] = (),
) -> OfficialDocument:
    """Returns an official document about a conference, issued by the unit that holds it.

    `sign` is the abbreviation of the document type in its number ('KH'), `name` is printed above its title,
    `title` is put before the conference's name in the subject. `write_blocks` returns the blocks of text.
    `people` are names in them, besides those of exemplars, that must not break across lines. `to_superior`
    addresses the document to the body to which the unit reports.
    """
    cycle = catalogue.published.cycles[conference.cycle]
    number, day = sent(catalogue, conference, item)
    catalogue = catalogue.on(day)
    governing, unit = issuer(catalogue, conference.unit)
    words = f"{conference_name(catalogue, conference)} giai đoạn {conference.reviews or cycle.reviews}"
    blocks = tuple(write_blocks(catalogue, conference, cycle, words))
    cells = [
        cell for block in blocks if isinstance(block, OfficialTable) for row in block.rows for cell in row
    ]
    subject = f"{title} {words}"
    return OfficialDocument(
        title=f"{name[:1]}{name[1:].lower()} {subject[:1].lower()}{subject[1:]}",
        rules=rules_on(day),
        governing=governing,
        issuer=unit,
        number=letterhead_number(number, sign),
        place_and_date=place_and_date(conference.place, None, day.year),
        name=name,
        subject=phrases(subject),
        recipient=superior(catalogue, conference.unit) if to_superior else "",
        blocks=blocks,
        capacity="",
        position=head_of(catalogue, conference.unit),
        signed="",
        recipients=tuple(recipients),
        names=(*people_in(catalogue, *cells), *people),
        date=day,
        draft=number is None,
        demonstration=catalogue.published.site.demonstration,
    )


def basis_words(catalogue: Catalogue, conference: Conference, cycle: Cycle) -> str:
    """Returns the conference's legal basis (a list of documents) from its record, or else its cycle's."""
    keys = conference.basis or (*cycle.basis, cycle.guidance)
    return "; ".join(
        cited(catalogue.published.documents[key], with_subject=True)
        for key in keys
        if key in catalogue.published.documents
    )


def session_lines(conference: Conference) -> Iterator[TextParagraph]:
    """Returns the time and place of every session, as list items."""
    for session in conference.sessions:
        name = session.kind.label if len(conference.sessions) > 1 else "Thời gian"
        yield TextParagraph(ended(f"- {name}: {_when(session)}"))
    if not conference.sessions:
        yield TextParagraph(f"- Thời gian: {UNKNOWN}; địa điểm: {UNKNOWN}")


def _when(session: Session) -> str:
    until = f" đến {_clock(session.end)}" if session.end else ""
    day = f"{weekday(session.day)}, {long_date(session.day)}"
    return f"từ {_clock(session.start)}{until}, {day}, tại {session.venue or UNKNOWN}"


def _clock(clock: str) -> str:
    """Returns a clock time as official documents write it: '07 giờ 30' for '07:30'."""
    return f"{clock[:2]} giờ {clock[3:]}"


def attendance(conference: Conference) -> Iterator[OfficialBlock]:
    """Returns the numbers of delegates, who presides, and a table of the delegates' composition."""
    counts = conference.counts
    yield TextParagraph(f"- Đại biểu mời: {_people(counts.invited)}.")
    yield TextParagraph(f"- Đại biểu chính thức: {_people(counts.official)}.")
    if conference.leader:
        yield TextParagraph(f"- Lãnh đạo Sở Giáo dục và Đào tạo dự và chỉ đạo: {conference.leader}.")
    if conference.composition:
        yield TextParagraph("- Cơ cấu đại biểu:")
        yield OfficialTable(
            (TableColumn("Thành phần", 70), TableColumn("Số lượng", 30, middle=True)),
            tuple((row.label, number(row.count)) for row in conference.composition),
        )


def _people(count: int | None) -> str:
    return f"{count:02d} đại biểu" if count is not None else f"{UNKNOWN} đại biểu"


def programme_blocks(catalogue: Catalogue, conference: Conference) -> Iterator[OfficialBlock]:
    """Returns the programme as one table for each session, with numbered items."""
    for session in programme(catalogue, conference, "").sessions:
        if session.name:
            yield TextParagraph(f"{session.name}:", source=True)
        yield OfficialTable(
            PROGRAMME,
            tuple(
                (
                    str(place),
                    row.time or UNKNOWN,
                    f"{row.title} ({row.detail})" if row.detail else row.title,
                    "; ".join(row.presenters) or UNKNOWN,
                )
                for place, row in enumerate(session.rows, start=1)
            ),
        )
    if not conference.programme:
        yield TextParagraph(UNKNOWN)
