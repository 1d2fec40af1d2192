"""Báo cáo kết quả tổ chức: when a conference was held, who came, who was honoured and elected; its judgement is left to its unit."""

from __future__ import annotations

from collections.abc import Iterator

from kyyeu.facts.words import award_name, decision_date
from kyyeu.model.conferences import Conference, Delegate, SubmissionItem
from kyyeu.model.exemplars import Exemplar
from kyyeu.model.printing import PrintedWork
from kyyeu.model.reports import Cycle
from kyyeu.views.appendices import UNKNOWN
from kyyeu.views.awards import honour_rank
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import conference_day
from kyyeu.views.print.book import Book
from kyyeu.views.print.official import (
    Heading,
    OfficialBlock,
    OfficialDocument,
    OfficialTable,
    TableColumn,
    TextParagraph,
    book,
    receivers,
    was_held,
)
from kyyeu.views.print.official_conference import (
    attendance,
    basis_words,
    conference_paper,
    programme_blocks,
    session_lines,
)

WORK = PrintedWork.RESULT.value
HONOURED = (
    TableColumn("TT", 7, middle=True),
    TableColumn("Họ và tên, tên tập thể, mô hình", 33),
    TableColumn("Chức vụ, đơn vị", 32),
    TableColumn("Hình thức khen thưởng", 28),
)
ELECTED = (
    TableColumn("TT", 7, middle=True),
    TableColumn("Họ và tên", 25),
    TableColumn("Chức vụ", 24),
    TableColumn("Cơ cấu", 18),
    TableColumn("Số phiếu", 12, middle=True),
    TableColumn("Tư cách", 14),
)


def has_result(catalogue: Catalogue, conference: Conference) -> bool:
    return was_held(conference) and conference.cycle in catalogue.published.cycles


def result_book(catalogue: Catalogue, conference: Conference, on_site: frozenset[str]) -> Book:
    return book(
        WORK, conference, catalogue.unit_name(conference.unit), official_result(catalogue, conference)
    )


def official_result(catalogue: Catalogue, conference: Conference) -> OfficialDocument:
    elected = (
        entry.name for entry in catalogue.published.delegates.values() if entry.elected_at == conference.ref
    )
    return conference_paper(
        catalogue,
        conference,
        SubmissionItem.RESULT,
        "BC",
        "BÁO CÁO",
        "Kết quả tổ chức",
        _blocks,
        elected,
        to_superior=True,
        recipients=receivers(()),
    )


def _blocks(
    catalogue: Catalogue, conference: Conference, cycle: Cycle, words: str
) -> Iterator[OfficialBlock]:
    unit = catalogue.unit_name(conference.unit)
    yield TextParagraph(
        f"Thực hiện {basis_words(catalogue, conference, cycle) or UNKNOWN}, {unit} đã tổ chức {words}. {unit} báo cáo kết quả "
        "như sau:"
    )
    yield Heading(2, "I", "CÔNG TÁC TỔ CHỨC")
    yield Heading(3, "1", "Thời gian, địa điểm")
    yield from session_lines(conference)
    yield Heading(3, "2", "Thành phần, số lượng đại biểu")
    yield from attendance(conference)
    yield Heading(3, "3", "Chương trình đã thực hiện")
    yield from programme_blocks(catalogue, conference)
    yield Heading(2, "II", "KẾT QUẢ")
    yield Heading(3, "1", "Biểu dương, tôn vinh, khen thưởng")
    yield from _table(
        HONOURED,
        _honoured(catalogue, conference),
        "Hội nghị đã biểu dương, tôn vinh các tập thể, cá nhân sau:",
    )
    yield Heading(3, "2", "Bầu đại biểu dự hội nghị, đại hội cấp trên")
    yield from _table(ELECTED, _elected(catalogue, conference), "Hội nghị đã bầu các đại biểu sau:")
    yield Heading(3, "3", "Phát động thi đua")
    launches = conference.launches or cycle.launches
    launched = any(item.code == "launch" for item in conference.programme)
    theme = f", chủ đề “{conference.theme}”" if conference.theme else ""
    yield TextParagraph(
        f"Hội nghị đã phát động phong trào thi đua giai đoạn {launches}{theme}." if launched else UNKNOWN
    )
    yield Heading(2, "III", "ĐÁNH GIÁ CHUNG")
    for label, title in (("1", "Ưu điểm"), ("2", "Tồn tại, hạn chế và nguyên nhân")):
        yield Heading(3, label, title)
        yield TextParagraph(UNKNOWN)
    yield Heading(2, "IV", "ĐỀ XUẤT, KIẾN NGHỊ")
    yield TextParagraph(UNKNOWN)
    yield TextParagraph(f"Trên đây là Báo cáo kết quả tổ chức {words}./.")


def _table(
    columns: tuple[TableColumn, ...], rows: list[tuple[str, ...]], words: str
) -> Iterator[OfficialBlock]:
    if rows:
        yield TextParagraph(words)
        yield OfficialTable(columns, tuple((str(place), *row) for place, row in enumerate(rows, start=1)))
    else:
        yield TextParagraph(UNKNOWN)


def _honoured(catalogue: Catalogue, conference: Conference) -> list[tuple[str, ...]]:
    """In the order of the programme, else those whose record says that they were honoured there."""
    published = catalogue.published
    linked = [ref for item in conference.programme if item.code == "honours" for ref in item.links.exemplars]
    refs = linked or [
        entry.ref
        for entry in catalogue.exemplars
        if any(step.conference == conference.ref for step in entry.recognitions)
    ]
    return [
        (entry.name, _where(catalogue, conference, entry), _conferred(catalogue, conference, entry))
        for entry in (published.exemplars[ref] for ref in refs if ref in published.exemplars)
    ]


def _where(catalogue: Catalogue, conference: Conference, exemplar: Exemplar) -> str:
    """First office and unit; neither where what stands before it says the same."""
    unit, said = catalogue.unit_name(exemplar.unit), exemplar.name
    found = []
    for part in (*exemplar.titles[:1], unit if exemplar.unit != conference.unit else ""):
        if part and part.lower() not in said.lower():
            found.append(part)
            said = part
    return ", ".join(found) or unit


def _conferred(catalogue: Catalogue, conference: Conference, exemplar: Exemplar) -> str:
    """Awards by decisions of the conference's year, signed by its day, from the highest down."""
    day, published = conference_day(catalogue, conference), catalogue.published
    given = [
        award
        for award in sorted(exemplar.awards, key=lambda entry: honour_rank(catalogue, entry))
        if (signed := decision_date(award, published)) and signed.year == day.year and signed <= day
    ]
    return "; ".join(award_name(award, published) for award in given) or UNKNOWN


def _elected(catalogue: Catalogue, conference: Conference) -> list[tuple[str, ...]]:
    """Who has most votes first, substitutes last; votes are known in print alone (domain §8)."""
    found = [entry for entry in catalogue.published.delegates.values() if entry.elected_at == conference.ref]

    def order(entry: Delegate) -> tuple[object, ...]:
        return (entry.substitute, -entry.votes.in_favour if entry.votes else 0, entry.ref)

    return [
        (
            entry.name,
            ", ".join(entry.titles) or UNKNOWN,
            entry.quota_group or UNKNOWN,
            f"{entry.votes.in_favour}/{entry.votes.total}" if entry.votes else UNKNOWN,
            "Dự khuyết" if entry.substitute else "Chính thức",
        )
        for entry in sorted(found, key=order)
    ]
