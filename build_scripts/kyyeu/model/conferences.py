"""Conferences (hội nghị, đại hội): title panel, sessions, programme, delegates, and what a unit sends to the Sở."""

from __future__ import annotations

from kyyeu.model.awards import Level
from kyyeu.model.fields import (
    Choice,
    Clock,
    ConferenceRef,
    Consent,
    Count,
    CycleRef,
    Day,
    DecisionRef,
    DocumentRef,
    ExemplarRef,
    FileName,
    Line,
    Minor,
    Minutes,
    OwnedRecord,
    Period,
    Person,
    Picture,
    Prose,
    Record,
    SpeechRef,
    Text,
    UnitRef,
    Url,
    Value,
    YearSpan,
    declare,
    items,
)


class ConferenceForm(Choice):
    CONFERENCE = "conference", "Hội nghị điển hình tiên tiến"
    CONGRESS = "congress", "Đại hội Thi đua yêu nước"


class ConferenceStatus(Choice):
    PLANNED = "planned", "Sẽ tổ chức"
    HELD = "held", "Đã tổ chức"
    POSTPONED = "postponed", "Đã hoãn"


class SessionKind(Choice):
    OFFERING = "offering", "Dâng hương"
    PREPARATORY = "preparatory", "Phiên trù bị"
    MAIN = "main", "Phiên chính thức"


class Session(Value):
    kind: SessionKind = declare("Loại phiên", "Dâng hương, trù bị, chính thức.", SessionKind.MAIN)
    day: Day = declare("Ngày", "Ngày họp.")
    start: Clock = declare("Bắt đầu", "Giờ:phút, ví dụ 07:30.")
    end: Clock | None = declare("Kết thúc", "Giờ:phút; bỏ trống thì tính từ chương trình.", None)
    venue: Line | None = declare("Địa điểm", "Hội trường, nơi họp.", None)


class ProgrammeLinks(Value):
    exemplars: tuple[ExemplarRef, ...] = items("Điển hình", "Người phát biểu, giao lưu hoặc được tôn vinh.")
    speech: SpeechRef | None = declare("Tham luận", "Mã bài phát biểu, dạng đơn-vị/mã.", None)
    decisions: tuple[DecisionRef, ...] = items(
        "Quyết định", "Quyết định khen thưởng được công bố và trao ở mục này."
    )
    documents: tuple[DocumentRef, ...] = items("Văn bản", "Văn bản đi kèm.")
    attachments: tuple[FileName, ...] = items("Tệp kèm theo", "Tên tệp đặt cạnh bản ghi.")


class ProgrammeItem(Value):
    """An item of a conference's programme; `code` takes title and order from the official programme."""

    code: Line = declare("Mã mục", "Mã trong data/programmes, hoặc mã riêng khi có tên mục.")
    title: Line | None = declare("Nội dung", "Bỏ trống thì lấy tên chính thức của mục.", None)
    session: Count = declare("Phiên", "Số thứ tự của phiên, phiên đầu là 1.", 1)
    start: Clock | None = declare("Giờ", "Bỏ trống thì nối tiếp mục trước.", None)
    minutes: Minutes | None = declare("Số phút", "Thời lượng.", None)
    presenters: tuple[Person, ...] = items("Người thực hiện", "Theo thứ tự giới thiệu.")
    optional: bool = declare("Nếu có", "Mục không bắt buộc.", False)
    note: Line | None = declare("Ghi chú", "Ghi chú ngắn.", None)
    script: Text | None = declare(
        "Lời dẫn", "Lời người dẫn chương trình đọc; bỏ trống thì dùng lời mẫu. Không đăng lên trang.", None
    )
    links: ProgrammeLinks = declare("Liên kết", "Điển hình, tham luận, văn bản của mục.", ProgrammeLinks())


class OfficialItem(Value):
    """An item of the official programme. `{reviews}` and `{launches}` in the title stand for the cycle's periods."""

    code: Line = declare("Mã mục", "Mã ASCII.")
    title: Line = declare("Nội dung", "Tên mục trong hướng dẫn.")
    optional: bool = declare("Nếu có", "Mục không bắt buộc.", False)


class Programme(Record):
    """data/programmes/<kind>.yml: the items in their official order."""

    name: Line = declare("Tên", "Tên chương trình mẫu.")
    items: tuple[OfficialItem, ...] = declare("Các mục", "Theo thứ tự chính thức.")


class Attendance(Value):
    invited: Count | None = declare("Đại biểu mời", "Số đại biểu mời.", None)
    official: Count | None = declare("Đại biểu chính thức", "Số đại biểu chính thức.", None)


class CompositionRow(Value):
    """A typed total; never counted from fields about a person (domain §8)."""

    label: Line = declare("Thành phần", "Ví dụ: Nữ; Dân tộc thiểu số.")
    count: Count = declare("Số lượng", "Số người.")


class Allocated(Value):
    """How many delegates a unit may elect to a conference of a higher level."""

    unit: UnitRef = declare("Đơn vị", "Mã đơn vị được bầu đại biểu.")
    delegates: Count = declare("Số đại biểu", "Không tính đại biểu đương nhiên và dự khuyết.")


class Media(Value):
    picture: Picture | None = declare("Ảnh", "Ảnh của hội nghị.", None)
    video: Url | None = declare("Phim", "Địa chỉ phóng sự, phim ngắn.", None)
    caption: Line | None = declare("Chú thích", "Một câu.", None)


class Conference(OwnedRecord):
    """data/units/<unit>/conferences/<cycle>.yml; the id is the cycle, or <cycle>-<form> where a unit holds two."""

    level: Level = declare("Cấp", "Cấp cơ sở, ngành, tỉnh…")
    cycle: CycleRef = declare("Giai đoạn", "Ví dụ: 2015-2020.")
    form: ConferenceForm = declare("Hình thức", "Hội nghị hoặc đại hội.", ConferenceForm.CONFERENCE)
    ordinal: Line | None = declare("Lần thứ", "Chữ số La Mã, ví dụ V.", None)
    name: Line | None = declare("Tên riêng", "Chỉ ghi khi khác tên của hình thức.", None)
    reviews: YearSpan | None = declare("Giai đoạn tổng kết", "Bỏ trống thì lấy của giai đoạn.", None)
    launches: YearSpan | None = declare("Giai đoạn phát động", "Bỏ trống thì lấy của giai đoạn.", None)
    attached_to: Line | None = declare("Gắn với", "Hội nghị mà hội nghị này tổ chức cùng.", None)
    theme: Line | None = declare("Chủ đề", "Chủ đề, phương châm.", None)
    status: ConferenceStatus = declare("Tình trạng", "Sẽ tổ chức, đã tổ chức, hoãn.")
    status_note: Line | None = declare("Lý do", "Vì sao hoãn, dời sang khi nào.", None)
    leader: Line | None = declare("Lãnh đạo Sở dự", "Ghi chức vụ.", None)
    place: Line | None = declare("Địa danh", "Địa danh ghi trước ngày tháng trên tiêu đề.", None)
    title_panel: tuple[Line, ...] = items(
        "Tiêu đề", "Các dòng của tiêu đề; bỏ trống thì tự lập từ tên đơn vị và giai đoạn."
    )
    sessions: tuple[Session, ...] = items("Các phiên", "Theo thứ tự thời gian.")
    programme: tuple[ProgrammeItem, ...] = items("Chương trình", "Các mục theo thứ tự.")
    counts: Attendance = declare("Số đại biểu", "Số mời và chính thức.", Attendance())
    composition: tuple[CompositionRow, ...] = items("Cơ cấu đại biểu", "Số gộp; không ghi về từng người.")
    allocation: tuple[Allocated, ...] = items(
        "Phân bổ đại biểu", "Mỗi đơn vị được bầu bao nhiêu đại biểu đi dự; xem kyyeu status."
    )
    basis: tuple[DocumentRef, ...] = items("Căn cứ", "Mã các văn bản làm căn cứ.")
    speeches: tuple[SpeechRef, ...] = items("Tham luận", "Mã các bài, dạng đơn-vị/mã.")
    media: tuple[Media, ...] = items("Hình ảnh, phim", "Ảnh và phim của hội nghị.")
    summary: Text | None = declare("Giới thiệu", "Hai, ba câu.", None)


class DelegateKind(Choice):
    OFFICIAL = "official", "Chính thức"
    INVITED = "invited", "Mời"


class DelegateRoute(Choice):
    EX_OFFICIO = "ex_officio", "Đương nhiên"
    ELECTED = "elected", "Bầu"
    APPOINTED = "appointed", "Chỉ định"


class Votes(Value):
    """Kept for the minutes; never on the web (domain §8)."""

    in_favour: Count = declare("Số phiếu thuận", "Số phiếu bầu cho người này.")
    total: Count = declare("Tổng số phiếu", "Tổng số phiếu hợp lệ và không hợp lệ.")


class Delegate(OwnedRecord):
    conference: ConferenceRef = declare("Hội nghị", "Hội nghị được dự, dạng đơn-vị/giai-đoạn.")
    elected_at: ConferenceRef | None = declare("Bầu tại", "Hội nghị đã bầu, nếu do bầu.", None)
    exemplar: ExemplarRef | None = declare("Điển hình", "Mã điển hình nếu cũng là điển hình.", None)
    name: Line = declare("Họ và tên", "Họ và tên đầy đủ.")
    titles: tuple[Line, ...] = items("Chức vụ", "Chức vụ Đảng trước, chính quyền sau.")
    group: Line | None = declare("Đoàn, tổ", "Đoàn hoặc tổ đại biểu.", None)
    kind: DelegateKind = declare("Loại đại biểu", "Chính thức hoặc mời.", DelegateKind.OFFICIAL)
    route: DelegateRoute = declare("Hình thức cử", "Đương nhiên, bầu, chỉ định.", DelegateRoute.ELECTED)
    quota_group: Line | None = declare("Cơ cấu", "Ví dụ: Nhà giáo trực tiếp giảng dạy.", None)
    votes: Votes | None = declare("Phiếu bầu", "Không bao giờ đăng lên trang.", None)
    substitute: bool = declare("Dự khuyết", "true nếu là đại biểu dự khuyết.", False)
    seat: Line | None = declare("Chỗ ngồi", "Ví dụ: A-12.", None)
    minor: Minor = declare("Độ tuổi", "Người chưa thành niên cần hai sự đồng ý.", Minor.ADULT)
    consent: Consent | None = declare("Phiếu đồng ý", "Chưa có phiếu thì không hiện tên.", None)


class SubmissionItem(Choice):
    TIME = "time", "Thời gian tổ chức"
    PLAN = "plan", "Kế hoạch"
    RESULT = "result", "Kết quả, báo cáo"


class SubmissionState(Choice):
    DUE = "due", "Chưa nộp"
    SENT = "sent", "Đã nộp"
    ACCEPTED = "accepted", "Đã nhận"


class Submission(OwnedRecord):
    cycle: CycleRef = declare("Giai đoạn", "Ví dụ: 2015-2020.")
    item: SubmissionItem = declare("Nội dung", "Thời gian, kế hoạch hoặc kết quả.")
    due: Day | None = declare(
        "Hạn nộp", "Nhận đúng ngày này đã là muộn; bỏ trống thì lấy hạn của giai đoạn.", None
    )
    sent: Day | None = declare("Ngày nộp", "Ngày gửi về Sở.", None)
    document: Line | None = declare("Văn bản", "Số văn bản gửi kèm.", None)
    state: SubmissionState = declare("Tình trạng", "Chưa nộp, đã nộp, đã nhận.", SubmissionState.DUE)


class Speech(OwnedRecord):
    """content/units/<unit>/speeches/<cycle>-<slug>.md: the approved text of a tham luận, launch or compact."""

    class Kind(Choice):
        PAPER = "paper", "Tham luận"
        LAUNCH = "launch", "Lời phát động"
        COMPACT = "compact", "Giao ước thi đua"
        OPENING = "opening", "Diễn văn khai mạc"
        RESPONSE = "response", "Phát biểu hưởng ứng"

    title: Line = declare("Tiêu đề", "Tên bài.")
    kind: Kind = declare("Loại bài", "Tham luận, lời phát động, giao ước…", Kind.PAPER)
    conference: ConferenceRef = declare("Hội nghị", "Dạng đơn-vị/giai-đoạn.")
    exemplar: ExemplarRef | None = declare("Điển hình", "Người trình bày nếu là điển hình.", None)
    presenter: Person | None = declare("Người trình bày", "Nếu trình bày theo chức vụ.", None)
    body: Prose = declare("Nội dung", "Toàn văn đã duyệt.", Prose(markdown=""))


class NewsPhase(Choice):
    BEFORE = "before", "Trước hội nghị"
    DURING = "during", "Trong hội nghị"
    AFTER = "after", "Sau hội nghị"


class News(OwnedRecord):
    """content/units/<unit>/news/<yyyy-mm-dd>-<slug>.md."""

    date: Day = declare("Ngày", "Ngày đăng tin.")
    phase: NewsPhase = declare("Thời điểm", "Trước, trong hoặc sau hội nghị.")
    title: Line = declare("Tiêu đề", "Tên tin.")
    summary: Line | None = declare("Tóm tắt", "Một câu.", None)
    conference: ConferenceRef | None = declare("Hội nghị", "Hội nghị có liên quan.", None)
    pictures: tuple[Picture, ...] = items("Ảnh", "Ảnh đặt cạnh tệp tin.")
    video: Url | None = declare("Phim", "Địa chỉ phim.", None)
    body: Prose = declare("Nội dung", "Nội dung tin.", Prose(markdown=""))


__all__ = [
    "Allocated",
    "Attendance",
    "Conference",
    "ConferenceForm",
    "ConferenceStatus",
    "Delegate",
    "DelegateKind",
    "DelegateRoute",
    "News",
    "NewsPhase",
    "OfficialItem",
    "Period",
    "Programme",
    "ProgrammeItem",
    "Session",
    "SessionKind",
    "Speech",
    "Submission",
    "UnitRef",
]
