"""Makes the plan of a conference (kế hoạch tổ chức) and the report on its result, as official documents.

In the report, the overall assessment (đánh giá chung) is left blank, for the unit to write by hand.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from kyyeu.facts.words import award_name, decision_date, joined
from kyyeu.model.awards import Level
from kyyeu.model.conferences import Conference, ConferenceStatus, Delegate, Session, SubmissionItem
from kyyeu.model.exemplars import Exemplar, ExemplarType
from kyyeu.model.reports import Cycle
from kyyeu.vietnamese import long_date, number, short_date, weekday
from kyyeu.views.awards import honour_rank
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import conference_day, conference_name, distinct_name, title_panel
from kyyeu.views.print.book import has_cycle
from kyyeu.views.print.honours import exemplars_honoured
from kyyeu.views.print.ky_yeu_profile import people_in
from kyyeu.views.print.ky_yeu_programme import programme
from kyyeu.views.print.official import (
    Heading,
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
    receivers,
    rules_on,
    sent,
    superior,
)
from kyyeu.views.texts import UNKNOWN, place_and_date

PROGRAMME = (
    TableColumn("TT", 7, middle=True),
    TableColumn("Thời gian", 18, middle=True),
    TableColumn("Nội dung", 45),
    TableColumn("Người thực hiện", 30),
)
TASKS = (  # Every plan of a conference lists these tasks of its preparation.
    "Báo cáo tổng kết, Phụ lục số 01 và Phụ lục số 02",
    "Lựa chọn, chuẩn bị tham luận của các điển hình tiên tiến",
    "Danh sách biểu dương, khen thưởng; giấy khen, kỷ yếu",
    "Giấy mời, tài liệu, đón tiếp đại biểu",
    "Trang trí hội trường, âm thanh, văn nghệ",
    "Tuyên truyền trước, trong và sau Hội nghị",
)
TASK_COLUMNS = (
    TableColumn("TT", 7, middle=True),
    TableColumn("Công việc", 45),
    TableColumn("Người, bộ phận thực hiện", 28),
    TableColumn("Thời hạn", 20, middle=True),
)
ALLOCATION = (
    TableColumn("TT", 7, middle=True),
    TableColumn("Đơn vị", 63),
    TableColumn("Số đại biểu", 30, middle=True),
)
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


def conference_paper(
    catalogue: Catalogue,
    conference: Conference,
    item: SubmissionItem,
    sign: str,
    name: str,
    title: str,
    write_blocks: Callable[[Catalogue, Conference, Cycle, str], Sequence[OfficialBlock]],
    people: Iterable[str] = (),
    to_superior: bool = False,
    recipients: Sequence[str] = (),
) -> OfficialDocument:
    """Returns an official document about a conference, issued by the unit that holds the conference.

    `sign` is the abbreviation of the document type in its number, such as 'KH'. `name` is printed above the
    title. The document's subject consists of `title` and the conference's name. `write_blocks` returns the
    blocks of text. `people` are names in the text to be kept on one line, in addition to those of exemplars
    (honoured people). If `to_superior` is true, the document is addressed to the body to which the unit
    reports.
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
    """Returns citations of the documents that are the legal basis of a conference.

    The documents are those in the conference's record, or else those of its five-year cycle.
    """
    keys = conference.basis or (*cycle.basis, cycle.guidance)
    return "; ".join(
        cited(catalogue.published.documents[key], with_subject=True)
        for key in keys
        if key in catalogue.published.documents
    )


def _numbered(columns: tuple[TableColumn, ...], rows: Iterable[tuple[str, ...]]) -> OfficialTable:
    return OfficialTable(columns, tuple((str(place), *row) for place, row in enumerate(rows, start=1)))


def _paragraphs(*texts: str) -> tuple[TextParagraph, ...]:
    return tuple(TextParagraph(text) for text in texts if text)


def _sessions(conference: Conference) -> tuple[TextParagraph, ...]:
    several = len(conference.sessions) > 1
    return _paragraphs(
        *(
            ended(f"- {session.kind.label if several else 'Thời gian'}: {_when(session)}")
            for session in conference.sessions
        )
    ) or _paragraphs(f"- Thời gian: {UNKNOWN}; địa điểm: {UNKNOWN}")


def _when(session: Session) -> str:
    # Official documents write the time 07:30 as '07 giờ 30'.
    hours = joined(session.start, session.end or "", by=" đến ").replace(":", " giờ ")
    day = f"{weekday(session.day)}, {long_date(session.day)}"
    return f"từ {hours}, {day}, tại {session.venue or UNKNOWN}"


def _attendance(conference: Conference) -> Iterator[OfficialBlock]:
    for label, count in (("mời", conference.counts.invited), ("chính thức", conference.counts.official)):
        known = f"{count:02d}" if count is not None else UNKNOWN
        yield TextParagraph(f"- Đại biểu {label}: {known} đại biểu.")
    if conference.leader:
        yield TextParagraph(f"- Lãnh đạo Sở Giáo dục và Đào tạo dự và chỉ đạo: {conference.leader}.")
    if conference.composition:
        yield TextParagraph("- Cơ cấu đại biểu:")
        yield OfficialTable(
            (TableColumn("Thành phần", 70), TableColumn("Số lượng", 30, middle=True)),
            tuple((row.label, number(row.count)) for row in conference.composition),
        )


def _programme(catalogue: Catalogue, conference: Conference) -> Iterator[OfficialBlock]:
    for session in programme(catalogue, conference, "").sessions:
        if session.name:
            yield TextParagraph(f"{session.name}:", source=True)
        yield _numbered(
            PROGRAMME,
            (
                (
                    row.time or UNKNOWN,
                    f"{row.title} ({row.detail})" if row.detail else row.title,
                    "; ".join(row.presenters) or UNKNOWN,
                )
                for row in session.rows
            ),
        )
    if not conference.programme:
        yield TextParagraph(UNKNOWN)


def official_plan(catalogue: Catalogue, conference: Conference) -> OfficialDocument:
    """Returns the plan of a conference as an official document.

    Who is responsible for a task is left open, except for the task of writing the summary report.
    """
    return conference_paper(
        catalogue,
        conference,
        SubmissionItem.PLAN,
        "KH",
        "KẾ HOẠCH",
        "Tổ chức",
        _plan,
        recipients=(f"- {UNKNOWN};", "- Lưu: VT."),
    )


def _plan(catalogue: Catalogue, conference: Conference, cycle: Cycle, words: str) -> Sequence[OfficialBlock]:
    reviews, launches = conference.reviews or cycle.reviews, conference.launches or cycle.launches
    attached = f", gắn với {conference.attached_to}" if conference.attached_to else ""
    panel = title_panel(catalogue, conference)
    panel_lines = (panel.governing, panel.unit, " ".join((*panel.title, panel.period)), panel.place_and_date)
    return (
        TextParagraph(
            f"Thực hiện {basis_words(catalogue, conference, cycle) or UNKNOWN}, "
            f"{catalogue.unit_name(conference.unit)} xây dựng Kế hoạch tổ chức {words}, như sau:"
        ),
        Heading(2, "I", "MỤC ĐÍCH, YÊU CẦU"),
        Heading(3, "1", "Mục đích"),
        *_paragraphs(
            f"- Tổng kết phong trào thi đua và công tác khen thưởng giai đoạn {reviews}; xác định phương "
            f"hướng, nhiệm vụ giai đoạn {launches}.",
            "- Biểu dương, tôn vinh các tập thể, cá nhân điển hình tiên tiến; giới thiệu, nhân rộng những mô "
            "hình, cách làm hay.",
        ),
        Heading(3, "2", "Yêu cầu"),
        *_paragraphs(
            f"- Hội nghị được tổ chức {cycle.spirit}." if cycle.spirit else "",
            "- Điển hình được biểu dương phải tiêu biểu, được tập thể suy tôn; công tác tuyên truyền làm "
            "trước, trong và sau Hội nghị.",
        ),
        Heading(2, "II", "NỘI DUNG"),
        Heading(3, "1", "Hình thức, thời gian, địa điểm"),
        TextParagraph(f"- Hình thức: {conference.form.label}{attached}."),
        *_sessions(conference),
        *_paragraphs(f"- Chủ đề: “{conference.theme}”." if conference.theme else ""),
        Heading(3, "2", "Thành phần, số lượng đại biểu"),
        *_attendance(conference),
        *_allocation(catalogue, conference),
        Heading(3, "3", "Chương trình"),
        *_programme(catalogue, conference),
        Heading(3, "4", "Tiêu đề Hội nghị"),
        *_paragraphs(*(f"- {line}" for line in panel_lines if line)),
        Heading(3, "5", "Biểu dương, tôn vinh và bầu đại biểu"),
        *_planned_honours(catalogue, conference),
        Heading(2, "III", "TỔ CHỨC THỰC HIỆN"),
        Heading(3, "1", "Phân công"),
        _numbered(TASK_COLUMNS, _tasks(conference, cycle)),
        Heading(3, "2", "Kinh phí"),
        *_paragraphs(
            UNKNOWN,
            f"Trên đây là Kế hoạch tổ chức {words}; các bộ phận, cá nhân có liên quan căn cứ thực hiện./.",
        ),
    )


def _allocation(catalogue: Catalogue, conference: Conference) -> tuple[OfficialBlock, ...]:
    """Returns a table of how many delegates each unit may elect, or nothing if that is not on record."""
    allocation = conference.allocation
    if not allocation:
        return ()
    return (
        TextParagraph("- Phân bổ đại biểu được bầu của các đơn vị:"),
        _numbered(
            ALLOCATION, ((distinct_name(catalogue, row.unit), number(row.delegates)) for row in allocation)
        ),
        TextParagraph(f"- Tổng số đại biểu được bầu: {number(sum(row.delegates for row in allocation))}."),
    )


def _planned_honours(catalogue: Catalogue, conference: Conference) -> tuple[TextParagraph, ...]:
    """Returns two lines of a conference's plan: who will be honoured, and that delegates will be elected.

    The first line gives the numbers of people, groups and models to be honoured.
    """
    published = catalogue.published
    chosen = [
        published.exemplars[ref].type
        for item in conference.programme
        if item.code == "honours"
        for ref in item.links.exemplars
        if ref in published.exemplars
    ]
    counts = [
        f"{chosen.count(kind):02d} {words}"
        for kind, words in (
            (ExemplarType.INDIVIDUAL, "cá nhân"),
            (ExemplarType.COLLECTIVE, "tập thể"),
            (ExemplarType.MODEL, "mô hình"),
        )
        if kind in chosen
    ]
    notes = (item.note for item in conference.programme if item.code == "election" and item.note)
    election = next(notes, f"Bầu đại biểu dự hội nghị, đại hội cấp trên: {UNKNOWN}")
    return _paragraphs(
        ended(f"- Biểu dương, tôn vinh: {', '.join(counts) or UNKNOWN}"), ended(f"- {election}")
    )


def _tasks(conference: Conference, cycle: Cycle) -> list[tuple[str, str, str]]:
    """Returns the rows of the table of tasks in a conference's plan.

    The summary report is the task of the person who presents it in the programme. A unit such as a school
    also has the task of sending its result to the Sở (education department) before the day that the cycle
    sets.
    """
    reporters = [
        ", ".join(person.titles)
        for item in conference.programme
        if item.code == "summary_report"
        for person in item.presenters
    ]
    report, *others = TASKS
    rows = [(report, "; ".join(filter(None, reporters)) or UNKNOWN, UNKNOWN)]
    rows += [(task, UNKNOWN, UNKNOWN) for task in others]
    if conference.level is Level.UNIT:
        result = "Báo cáo kết quả tổ chức Hội nghị về Sở Giáo dục và Đào tạo"
        rows.append((result, UNKNOWN, f"Trước ngày {short_date(cycle.report_before)}"))
    return rows


def has_result(catalogue: Catalogue, conference: Conference) -> bool:
    """Returns whether the conference has been held, and its five-year cycle is on record."""
    return conference.status is ConferenceStatus.HELD and has_cycle(catalogue, conference)


def official_result(catalogue: Catalogue, conference: Conference) -> OfficialDocument:
    """Returns the report on the result of a conference as an official document.

    It says how the conference went, who was honoured and who was elected.
    """
    return conference_paper(
        catalogue,
        conference,
        SubmissionItem.RESULT,
        "BC",
        "BÁO CÁO",
        "Kết quả tổ chức",
        _result,
        (delegate.name for delegate in _delegates_elected(catalogue, conference)),
        to_superior=True,
        recipients=receivers(),
    )


def _result(
    catalogue: Catalogue, conference: Conference, cycle: Cycle, words: str
) -> Sequence[OfficialBlock]:
    unit = catalogue.unit_name(conference.unit)
    launched = any(item.code == "launch" for item in conference.programme)
    launches = conference.launches or cycle.launches
    theme = f", chủ đề “{conference.theme}”" if conference.theme else ""
    return (
        TextParagraph(
            f"Thực hiện {basis_words(catalogue, conference, cycle) or UNKNOWN}, {unit} đã tổ chức {words}. "
            f"{unit} báo cáo kết quả như sau:"
        ),
        Heading(2, "I", "CÔNG TÁC TỔ CHỨC"),
        Heading(3, "1", "Thời gian, địa điểm"),
        *_sessions(conference),
        Heading(3, "2", "Thành phần, số lượng đại biểu"),
        *_attendance(conference),
        Heading(3, "3", "Chương trình đã thực hiện"),
        *_programme(catalogue, conference),
        Heading(2, "II", "KẾT QUẢ"),
        Heading(3, "1", "Biểu dương, tôn vinh, khen thưởng"),
        *_table(
            HONOURED,
            _honoured(catalogue, conference),
            "Hội nghị đã biểu dương, tôn vinh các tập thể, cá nhân sau:",
        ),
        Heading(3, "2", "Bầu đại biểu dự hội nghị, đại hội cấp trên"),
        *_table(ELECTED, _elected(catalogue, conference), "Hội nghị đã bầu các đại biểu sau:"),
        Heading(3, "3", "Phát động thi đua"),
        TextParagraph(
            f"Hội nghị đã phát động phong trào thi đua giai đoạn {launches}{theme}." if launched else UNKNOWN
        ),
        Heading(2, "III", "ĐÁNH GIÁ CHUNG"),
        Heading(3, "1", "Ưu điểm"),
        TextParagraph(UNKNOWN),
        Heading(3, "2", "Tồn tại, hạn chế và nguyên nhân"),
        TextParagraph(UNKNOWN),
        Heading(2, "IV", "ĐỀ XUẤT, KIẾN NGHỊ"),
        TextParagraph(UNKNOWN),
        TextParagraph(f"Trên đây là Báo cáo kết quả tổ chức {words}./."),
    )


def _table(
    columns: tuple[TableColumn, ...], rows: list[tuple[str, ...]], words: str
) -> tuple[OfficialBlock, ...]:
    return (TextParagraph(words), _numbered(columns, rows)) if rows else (TextParagraph(UNKNOWN),)


def _honoured(catalogue: Catalogue, conference: Conference) -> list[tuple[str, ...]]:
    return [
        (exemplar.name, _office(catalogue, conference, exemplar), _awards(catalogue, conference, exemplar))
        for exemplar in exemplars_honoured(catalogue, conference)
    ]


def _office(catalogue: Catalogue, conference: Conference, exemplar: Exemplar) -> str:
    """Returns an honoured person's first office and unit, for a table in the report on a conference.

    The unit is left out if it holds the conference. A text that already stands in the name or the office
    before it is left out too. If nothing remains, the unit is returned.
    """
    unit, before = catalogue.unit_name(exemplar.unit), exemplar.name
    words = []
    for text in (*exemplar.titles[:1], unit if exemplar.unit != conference.unit else ""):
        if text and text.lower() not in before.lower():
            words.append(text)
            before = text
    return ", ".join(words) or unit


def _awards(catalogue: Catalogue, conference: Conference, exemplar: Exemplar) -> str:
    """Returns the names of an exemplar's awards from the year of the conference, the highest first.

    Only award decisions that were signed by the day of the conference count.
    """
    day, published = conference_day(catalogue, conference), catalogue.published
    awards = [
        award
        for award in sorted(exemplar.awards, key=lambda award: honour_rank(catalogue, award))
        if (signed := decision_date(award, published)) and signed.year == day.year and signed <= day
    ]
    return "; ".join(award_name(award, published) for award in awards) or UNKNOWN


def _elected(catalogue: Catalogue, conference: Conference) -> list[tuple[str, ...]]:
    """Returns the rows of the table of the delegates elected at a conference.

    A row has the delegate's number of votes, which may be shown in print only.
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
    def order(delegate: Delegate) -> tuple[object, ...]:
        return delegate.substitute, -delegate.votes.in_favour if delegate.votes else 0, delegate.ref

    delegates = catalogue.published.delegates.values()
    return sorted((delegate for delegate in delegates if delegate.elected_at == conference.ref), key=order)
