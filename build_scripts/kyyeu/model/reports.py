"""Defines the records of five-year cycles (giai đoạn), report outlines, reports and official documents."""

from kyyeu.model.fields import (
    Choice,
    Day,
    DocumentRef,
    FileName,
    Flag,
    Line,
    MovementRef,
    OutlineRef,
    OwnedRecord,
    ProgrammeRef,
    Prose,
    Record,
    Text,
    Url,
    Value,
    Year,
    YearSpan,
    declare,
    items,
)
from kyyeu.model.privacy import BLANKED, EVERYWHERE, PAGES


class DocumentType(Choice):
    """Lists the types of official documents, such as plan or decree."""

    GUIDANCE = "guidance", "Hướng dẫn"
    PLAN = "plan", "Kế hoạch"
    LETTER = "letter", "Công văn"
    RESOLUTION = "resolution", "Nghị quyết"
    DIRECTIVE = "directive", "Chỉ thị"
    LAW = "law", "Luật"
    DECREE = "decree", "Nghị định"
    CIRCULAR = "circular", "Thông tư"
    DECISION = "decision", "Quyết định"
    REGULATION = "regulation", "Quy chế"
    REPORT = "report", "Báo cáo"


class Document(Record):
    """Holds an official document (văn bản) that other records cite, in data/documents.yml."""

    type: DocumentType = declare(EVERYWHERE, "Loại", "Loại văn bản.")
    number: Line | None = declare(EVERYWHERE, "Số, ký hiệu", "Bỏ trống nếu không rõ; không tự đặt số.", None)
    date: Day | None = declare(EVERYWHERE, "Ngày", "Ngày ban hành; bỏ trống nếu không rõ.", None)
    year: Year | None = declare(EVERYWHERE, "Năm", "Chỉ ghi khi biết năm mà không biết ngày.", None)
    issuer: Line = declare(EVERYWHERE, "Cơ quan ban hành", "Người hoặc cơ quan ban hành.")
    subject: Line = declare(EVERYWHERE, "Trích yếu", "Nội dung trích yếu.")
    cited_as: Line | None = declare(
        EVERYWHERE, "Cách gọi", "Cách gọi trong câu văn; bỏ trống thì tự lập.", None
    )
    url: Url | None = declare(EVERYWHERE, "Địa chỉ", "Nơi đọc toàn văn.", None)
    replaces: DocumentRef | None = declare(EVERYWHERE, "Thay thế", "Văn bản mà văn bản này thay thế.", None)


class OutlineSection(Value):
    """Holds one section of the official outline that reports follow.

    `number` is the section's number as the official outline prints it; the official numbers skip II.4.
    """

    code: Line = declare(PAGES, "Mã", "Ví dụ: 1.II.5.")
    number: Line = declare(PAGES, "Số mục", "Số in trong báo cáo, ví dụ 5.")
    title: Line = declare(PAGES, "Tên mục", "Tên mục trong đề cương.")
    prompts: tuple[Line, ...] = items(PAGES, "Gợi ý", "Các ý cần viết.")
    heading_only: Flag = declare(PAGES, "Chỉ là đầu mục", "true nếu mục chỉ chứa các mục con.", False)
    comparison: Flag = declare(
        PAGES, "Cần số liệu so sánh", "true nếu phải có bảng so sánh giai đoạn.", False
    )
    appendix: Line | None = declare(PAGES, "Phụ lục", "01 hoặc 02, nếu mục dẫn đến phụ lục.", None)
    movements: tuple[MovementRef, ...] = items(PAGES, "Phong trào", "Các mã phong trào phải nêu trong mục.")


class Outline(Record):
    """Holds the outline (đề cương) of all reports of a five-year cycle, in data/outlines/<id>.yml."""

    title: Line = declare(PAGES, "Tên báo cáo", "Tên của báo cáo.")
    opening: Line = declare(PAGES, "Câu mở đầu", "Câu mở đầu của báo cáo.")
    sections: tuple[OutlineSection, ...] = declare(PAGES, "Các mục", "Theo thứ tự của đề cương.")


class PromotionStep(Value):
    """Holds one level of the conferences of a five-year cycle, from schools and offices up to the nation.

    `after` is the code of the level below. Two levels may name the same level below them.
    """

    level: Line = declare(EVERYWHERE, "Mã cấp", "Mã ASCII.")
    name: Line = declare(EVERYWHERE, "Tên", "Tên hội nghị, đại hội.")
    after: Line | None = declare(EVERYWHERE, "Sau cấp", "Mã của cấp liền dưới.", None)
    month: Line | None = declare(EVERYWHERE, "Thời gian", "Ví dụ: 01/2020.", None)


class AppendixForm(Value):
    """Holds the heading of a report's appendix: the lines of its title and the note in brackets below."""

    title: tuple[Line, ...] = declare(PAGES, "Tên phụ lục", "Từng dòng.")
    attached: Line = declare(PAGES, "Kèm theo", "Câu trong ngoặc dưới tên phụ lục.")


class Cycle(Record):
    """Holds a cycle (giai đoạn), the five years that conferences review, in data/cycles/<cycle>.yml.

    It has the years under review, the years that follow, the day by which reports are due, and the levels of
    conferences.
    """

    name: Line = declare(EVERYWHERE, "Tên", "Ví dụ: Giai đoạn 2015 - 2020.")
    reviews: YearSpan = declare(EVERYWHERE, "Giai đoạn tổng kết", "Các năm được tổng kết.")
    launches: YearSpan = declare(EVERYWHERE, "Giai đoạn phát động", "Các năm được phát động.")
    appendix_years: YearSpan = declare(
        EVERYWHERE, "Các năm của Phụ lục 01", "Có thể khác giai đoạn tổng kết."
    )
    guidance: DocumentRef = declare(EVERYWHERE, "Hướng dẫn", "Mã văn bản hướng dẫn.")
    basis: tuple[DocumentRef, ...] = items(EVERYWHERE, "Căn cứ", "Mã các văn bản làm căn cứ.")
    report_before: Day = declare(EVERYWHERE, "Báo cáo trước ngày", "Nhận đúng ngày này đã là muộn.")
    spirit: Line | None = declare(
        EVERYWHERE, "Yêu cầu", "Ví dụ: trang trọng, hiệu quả, thiết thực, tiết kiệm.", None
    )
    attached_to: Line | None = declare(EVERYWHERE, "Gắn với", "Hội nghị cơ sở gắn với hội nghị nào.", None)
    programme: ProgrammeRef = declare(PAGES, "Chương trình", "Mã trong data/programmes.", withheld=BLANKED)
    outline: OutlineRef = declare(PAGES, "Đề cương", "Mã trong data/outlines.", withheld=BLANKED)
    chain: tuple[PromotionStep, ...] = items(EVERYWHERE, "Các cấp", "Từ cơ sở trở lên.")
    appendices: dict[str, AppendixForm] = declare(PAGES, "Phụ lục", "01 và 02.", {})
    conference_year: Year = declare(EVERYWHERE, "Năm tổ chức", "Năm tổ chức các hội nghị.")


class Section(Value):
    """Holds a section of a report: its text, its code in the outline, and the line number of its heading."""

    code: Line = declare(PAGES, "Mã mục", "Mã của đề cương.")
    title: Line = declare(PAGES, "Tên mục", "Tên mục như trong tệp.")
    body: Prose = declare(PAGES, "Nội dung", "Nội dung của mục.")
    line: int = declare(PAGES, "Dòng", "Dòng của đầu mục.", 1)


class Signer(Value):
    """Holds the name and office of the person who signs a report.

    `capacity` says on whose behalf the person signs (NĐ 30/2020, Phụ lục I).
    """

    capacity: Line | None = declare(EVERYWHERE, "Thẩm quyền", "TM., KT., TL. …", None)
    position: Line = declare(EVERYWHERE, "Chức vụ", "Chức vụ người ký.")
    name: Line | None = declare(EVERYWHERE, "Họ và tên", "Bỏ trống nếu chưa ký.", None)


class Report(OwnedRecord):
    """Holds the report (báo cáo tổng kết) of a unit (school or office) on a five-year cycle.

    The file is content/units/<unit>/reports/<cycle>.md.
    """

    number: Line | None = declare(EVERYWHERE, "Số", "Ví dụ: 12/BC-THPTSN; bỏ trống nếu chưa có.", None)
    date: Day | None = declare(EVERYWHERE, "Ngày", "Ngày ký.", None)
    place: Line | None = declare(EVERYWHERE, "Địa danh", "Địa danh ghi trước ngày tháng.", None)
    recipient: Line | None = declare(EVERYWHERE, "Kính gửi", "Cấp trên nhận báo cáo.", None)
    signer: Signer | None = declare(EVERYWHERE, "Người ký", "Thẩm quyền, chức vụ, họ tên.", None)
    recipients: tuple[Line, ...] = items(EVERYWHERE, "Nơi nhận", "Từng dòng, dòng cuối là Lưu.")
    attachments: tuple[FileName, ...] = items(PAGES, "Tệp kèm theo", "Tên tệp đặt cạnh báo cáo.")
    sections: tuple[Section, ...] = items(PAGES, "Các mục", "Viết dưới các đầu mục ## [mã] Tên mục.")
    summary: Text | None = declare(EVERYWHERE, "Tóm tắt", "Một, hai câu cho trang công khai.", None)
