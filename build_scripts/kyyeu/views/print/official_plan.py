"""Makes the plan of a conference (kế hoạch tổ chức) as an official document."""

from collections.abc import Iterator

from kyyeu.model.awards import Level
from kyyeu.model.conferences import Conference, SubmissionItem
from kyyeu.model.exemplars import ExemplarType
from kyyeu.model.printing import PrintedWork
from kyyeu.model.reports import Cycle
from kyyeu.vietnamese import number, short_date
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import distinct_name
from kyyeu.views.print.book import Book
from kyyeu.views.print.official import (
    Heading,
    OfficialBlock,
    OfficialDocument,
    OfficialTable,
    TableColumn,
    TextParagraph,
    document_book,
    ended,
)
from kyyeu.views.print.official_conference import (
    attendance,
    basis_words,
    conference_paper,
    programme_blocks,
    session_lines,
)
from kyyeu.views.title_panels import title_panel
from kyyeu.views.unknown import UNKNOWN

WORK = PrintedWork.PLAN.value
TASKS = (  # The tasks in the preparation of a conference that every plan lists.
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
RECEIVERS = (f"- {UNKNOWN};", "- Lưu: VT.")


def has_plan(catalogue: Catalogue, conference: Conference) -> bool:
    """Whether the cycle of the conference is on record, without which its plan cannot be written."""
    return conference.cycle in catalogue.published.cycles


def plan_book(catalogue: Catalogue, conference: Conference, on_site: frozenset[str]) -> Book:
    """Returns the plan of a conference as a Book."""
    return document_book(
        WORK, conference, catalogue.unit_name(conference.unit), official_plan(catalogue, conference)
    )


def official_plan(catalogue: Catalogue, conference: Conference) -> OfficialDocument:
    """Returns the plan of a conference as an official document.

    The person responsible for each task is left open, except for the summary report.
    """
    return conference_paper(
        catalogue, conference, SubmissionItem.PLAN, "KH", "KẾ HOẠCH", "Tổ chức", _blocks, recipients=RECEIVERS
    )


def _blocks(
    catalogue: Catalogue, conference: Conference, cycle: Cycle, words: str
) -> Iterator[OfficialBlock]:
    reviews, launches = conference.reviews or cycle.reviews, conference.launches or cycle.launches
    yield TextParagraph(
        f"Thực hiện {basis_words(catalogue, conference, cycle) or UNKNOWN}, "
        f"{catalogue.unit_name(conference.unit)} xây dựng "
        f"Kế hoạch tổ chức {words}, như sau:"
    )
    yield Heading(2, "I", "MỤC ĐÍCH, YÊU CẦU")
    yield Heading(3, "1", "Mục đích")
    yield TextParagraph(
        f"- Tổng kết phong trào thi đua và công tác khen thưởng giai đoạn {reviews}; xác định phương hướng, "
        "nhiệm vụ giai đoạn "
        f"{launches}."
    )
    yield TextParagraph(
        "- Biểu dương, tôn vinh các tập thể, cá nhân điển hình tiên tiến; giới thiệu, nhân rộng những mô "
        "hình, cách làm hay."
    )
    yield Heading(3, "2", "Yêu cầu")
    if cycle.spirit:
        yield TextParagraph(f"- Hội nghị được tổ chức {cycle.spirit}.")
    yield TextParagraph(
        "- Điển hình được biểu dương phải tiêu biểu, được tập thể suy tôn; công tác tuyên truyền làm trước, "
        "trong và sau Hội nghị."
    )
    yield Heading(2, "II", "NỘI DUNG")
    yield Heading(3, "1", "Hình thức, thời gian, địa điểm")
    yield TextParagraph(
        "- Hình thức: "
        f"{conference.form.label}{f', gắn với {conference.attached_to}' if conference.attached_to else ''}."
    )
    yield from session_lines(conference)
    if conference.theme:
        yield TextParagraph(f"- Chủ đề: “{conference.theme}”.")
    yield Heading(3, "2", "Thành phần, số lượng đại biểu")
    yield from attendance(conference)
    yield from _allocation(catalogue, conference)
    yield Heading(3, "3", "Chương trình")
    yield from programme_blocks(catalogue, conference)
    yield Heading(3, "4", "Tiêu đề Hội nghị")
    panel = title_panel(catalogue, conference)
    lines = (panel.governing, panel.unit, " ".join((*panel.title, panel.period)), panel.place_and_date)
    yield from (TextParagraph(f"- {line}") for line in lines if line)
    yield Heading(3, "5", "Biểu dương, tôn vinh và bầu đại biểu")
    yield from _honours(catalogue, conference)
    yield Heading(2, "III", "TỔ CHỨC THỰC HIỆN")
    yield Heading(3, "1", "Phân công")
    yield OfficialTable(TASK_COLUMNS, tuple(_tasks(conference, cycle)))
    yield Heading(3, "2", "Kinh phí")
    yield TextParagraph(UNKNOWN)
    yield TextParagraph(
        f"Trên đây là Kế hoạch tổ chức {words}; các bộ phận, cá nhân có liên quan căn cứ thực hiện./."
    )


def _allocation(catalogue: Catalogue, conference: Conference) -> Iterator[OfficialBlock]:
    """Returns a paragraph on how many delegates each unit may elect, or nothing if that is not on record."""
    if conference.allocation:
        yield TextParagraph("- Phân bổ đại biểu được bầu của các đơn vị:")
        yield OfficialTable(
            ALLOCATION,
            tuple(
                (str(place), distinct_name(catalogue, allotted.unit), number(allotted.delegates))
                for place, allotted in enumerate(conference.allocation, start=1)
            ),
        )
        total = sum(allotted.delegates for allotted in conference.allocation)
        yield TextParagraph(f"- Tổng số đại biểu được bầu: {number(total)}.")


def _honours(catalogue: Catalogue, conference: Conference) -> Iterator[TextParagraph]:
    """Returns how many people, collectives and models will be honoured, and a note on electing delegates."""
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
    yield TextParagraph(ended(f"- Biểu dương, tôn vinh: {', '.join(counts) or UNKNOWN}"))
    notes = [item.note for item in conference.programme if item.code == "election" and item.note]
    election = notes[0] if notes else f"Bầu đại biểu dự hội nghị, đại hội cấp trên: {UNKNOWN}"
    yield TextParagraph(ended(f"- {election}"))


def _tasks(conference: Conference, cycle: Cycle) -> Iterator[tuple[str, str, str, str]]:
    """Returns the rows of the table of preparation tasks.

    The summary report is a task of the person who presents it in the programme. A unit must send its result
    report to the Sở before the day set by the cycle.
    """
    reporters = [
        ", ".join(person.titles)
        for item in conference.programme
        if item.code == "summary_report"
        for person in item.presenters
    ]
    for place, task in enumerate(TASKS, start=1):
        yield (
            str(place),
            task,
            ("; ".join(filter(None, reporters)) or UNKNOWN) if place == 1 else UNKNOWN,
            UNKNOWN,
        )
    if conference.level is Level.UNIT:
        yield (
            str(len(TASKS) + 1),
            "Báo cáo kết quả tổ chức Hội nghị về Sở Giáo dục và Đào tạo",
            UNKNOWN,
            f"Trước ngày {short_date(cycle.report_before)}",
        )
