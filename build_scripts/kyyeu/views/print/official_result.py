"""Makes the report on a conference's result: its date, who attended, who was honoured, who was elected.

The overall assessment (đánh giá chung) is left blank for the unit to write.
"""

from collections.abc import Iterator

from kyyeu.facts.words import award_name, decision_date
from kyyeu.model.conferences import Conference, Delegate, SubmissionItem
from kyyeu.model.exemplars import Exemplar
from kyyeu.model.printing import PrintedWork
from kyyeu.model.reports import Cycle
from kyyeu.views.awards import honour_rank
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import conference_day
from kyyeu.views.print.book import Book
from kyyeu.views.print.honours import exemplars_honoured
from kyyeu.views.print.official import (
    Heading,
    OfficialBlock,
    OfficialDocument,
    OfficialTable,
    TableColumn,
    TextParagraph,
    document_book,
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
from kyyeu.views.unknown import UNKNOWN

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
    """Whether the conference has been held."""
    return was_held(conference) and conference.cycle in catalogue.published.cycles


def result_book(catalogue: Catalogue, conference: Conference, on_site: frozenset[str]) -> Book:
    """Returns the report on a conference's result as a Book."""
    return document_book(
        WORK, conference, catalogue.unit_name(conference.unit), official_result(catalogue, conference)
    )


def official_result(catalogue: Catalogue, conference: Conference) -> OfficialDocument:
    """Returns the report on a conference's result as an official document."""
    return conference_paper(
        catalogue,
        conference,
        SubmissionItem.RESULT,
        "BC",
        "BÁO CÁO",
        "Kết quả tổ chức",
        _blocks,
        (delegate.name for delegate in _delegates_elected(catalogue, conference)),
        to_superior=True,
        recipients=receivers(),
    )


def _blocks(
    catalogue: Catalogue, conference: Conference, cycle: Cycle, words: str
) -> Iterator[OfficialBlock]:
    unit = catalogue.unit_name(conference.unit)
    yield TextParagraph(
        f"Thực hiện {basis_words(catalogue, conference, cycle) or UNKNOWN}, {unit} đã tổ chức {words}. "
        f"{unit} báo cáo kết quả "
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
    """Returns the rows of the table of people and groups honoured at the conference."""
    return [
        (exemplar.name, _office(catalogue, conference, exemplar), _awards(catalogue, conference, exemplar))
        for exemplar in exemplars_honoured(catalogue, conference)
    ]


def _office(catalogue: Catalogue, conference: Conference, exemplar: Exemplar) -> str:
    """Returns a person's first post, and the person's unit unless that unit holds the conference.

    A text that the name or post before it already contains is left out. If nothing remains, the unit is
    named.
    """
    unit, before = catalogue.unit_name(exemplar.unit), exemplar.name
    words = []
    for text in (*exemplar.titles[:1], unit if exemplar.unit != conference.unit else ""):
        if text and text.lower() not in before.lower():
            words.append(text)
            before = text
    return ", ".join(words) or unit


def _awards(catalogue: Catalogue, conference: Conference, exemplar: Exemplar) -> str:
    """Returns the awards given by decisions of the conference's year, the highest first.

    Only decisions signed no later than the day of the conference count.
    """
    day, published = conference_day(catalogue, conference), catalogue.published
    awards = [
        award
        for award in sorted(exemplar.awards, key=lambda award: honour_rank(catalogue, award))
        if (signed := decision_date(award, published)) and signed.year == day.year and signed <= day
    ]
    return "; ".join(award_name(award, published) for award in awards) or UNKNOWN


def _elected(catalogue: Catalogue, conference: Conference) -> list[tuple[str, ...]]:
    """Returns the rows of the table of elected delegates.

    Numbers of votes are shown in print only (domain §8).
    """
    return [
        (
            delegate.name,
            ", ".join(delegate.titles) or UNKNOWN,
            delegate.quota_group or UNKNOWN,
            f"{delegate.votes.in_favour}/{delegate.votes.total}" if delegate.votes else UNKNOWN,
            "Dự khuyết" if delegate.substitute else "Chính thức",
        )
        for delegate in _delegates_elected(catalogue, conference)
    ]


def _delegates_elected(catalogue: Catalogue, conference: Conference) -> list[Delegate]:
    """Returns the delegates elected at the conference, ordered by number of votes, with substitutes last."""

    def order(delegate: Delegate) -> tuple[object, ...]:
        return delegate.substitute, -delegate.votes.in_favour if delegate.votes else 0, delegate.ref

    delegates = catalogue.published.delegates.values()
    return sorted((delegate for delegate in delegates if delegate.elected_at == conference.ref), key=order)
