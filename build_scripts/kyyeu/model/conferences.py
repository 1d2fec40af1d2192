"""Defines the records of conferences (hội nghị) and congresses (đại hội).

These are programmes, delegates, speeches and news items, and the documents that units (schools and offices)
submit.
"""

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
from kyyeu.model.privacy import BLANKED, DROPPED, EVERYWHERE, LEFT_OUT, NOWHERE, PAGES, PAPER


class ConferenceForm(Choice):
    """Lists the two forms of an event: conference (hội nghị) and congress (đại hội)."""

    CONFERENCE = "conference", "Hội nghị điển hình tiên tiến"
    CONGRESS = "congress", "Đại hội Thi đua yêu nước"


class ConferenceStatus(Choice):
    """Lists the states of a conference: planned, held or postponed."""

    PLANNED = "planned", "Sẽ tổ chức"
    HELD = "held", "Đã tổ chức"
    POSTPONED = "postponed", "Đã hoãn"


class SessionKind(Choice):
    """Lists the kinds of session that a conference may have, in their usual order."""

    OFFERING = "offering", "Dâng hương"
    PREPARATORY = "preparatory", "Phiên trù bị"
    MAIN = "main", "Phiên chính thức"


class Session(Value):
    """Holds one session (phiên) of a conference: its day, its times and its venue."""

    kind: SessionKind = declare(EVERYWHERE, "Loại phiên", "Dâng hương, trù bị, chính thức.", SessionKind.MAIN)
    day: Day = declare(EVERYWHERE, "Ngày", "Ngày họp.")
    start: Clock = declare(EVERYWHERE, "Bắt đầu", "Giờ:phút, ví dụ 07:30.")
    end: Clock | None = declare(EVERYWHERE, "Kết thúc", "Giờ:phút; bỏ trống thì tính từ chương trình.", None)
    venue: Line | None = declare(EVERYWHERE, "Địa điểm", "Hội trường, nơi họp.", None)


class ProgrammeLinks(Value):
    """Holds the references of a programme item to other records and files, such as speeches."""

    exemplars: tuple[ExemplarRef, ...] = items(
        EVERYWHERE, "Điển hình", "Người phát biểu, giao lưu hoặc được tôn vinh.", withheld=LEFT_OUT
    )
    speech: SpeechRef | None = declare(
        EVERYWHERE, "Tham luận", "Mã bài phát biểu, dạng đơn-vị/mã.", None, withheld=BLANKED
    )
    decisions: tuple[DecisionRef, ...] = items(
        EVERYWHERE, "Quyết định", "Quyết định khen thưởng được công bố và trao ở mục này.", withheld=LEFT_OUT
    )
    documents: tuple[DocumentRef, ...] = items(EVERYWHERE, "Văn bản", "Văn bản đi kèm.")
    attachments: tuple[FileName, ...] = items(PAGES, "Tệp kèm theo", "Tên tệp đặt cạnh bản ghi.")


class ProgrammeItem(Value):
    """Holds one item of a conference's programme.

    `code` may be the code of an item in the official programme. The item then takes the official title,
    unless it has a title of its own.
    """

    code: Line = declare(EVERYWHERE, "Mã mục", "Mã trong data/programmes, hoặc mã riêng khi có tên mục.")
    title: Line | None = declare(EVERYWHERE, "Nội dung", "Bỏ trống thì lấy tên chính thức của mục.", None)
    session: Count = declare(EVERYWHERE, "Phiên", "Số thứ tự của phiên, phiên đầu là 1.", 1)
    start: Clock | None = declare(EVERYWHERE, "Giờ", "Bỏ trống thì nối tiếp mục trước.", None)
    minutes: Minutes | None = declare(EVERYWHERE, "Số phút", "Thời lượng.", None)
    presenters: tuple[Person, ...] = items(EVERYWHERE, "Người thực hiện", "Theo thứ tự giới thiệu.")
    optional: bool = declare(EVERYWHERE, "Nếu có", "Mục không bắt buộc.", False)
    note: Line | None = declare(EVERYWHERE, "Ghi chú", "Ghi chú ngắn.", None)
    script: Text | None = declare(
        PAGES,
        "Lời dẫn",
        "Lời người dẫn chương trình đọc; bỏ trống thì dùng lời mẫu. Không đăng lên trang.",
        None,
    )
    links: ProgrammeLinks = declare(
        EVERYWHERE, "Liên kết", "Điển hình, tham luận, văn bản của mục.", ProgrammeLinks()
    )


class OfficialItem(Value):
    """Holds one item of the official programme.

    The title may contain `{reviews}` and `{launches}`. They are replaced by the five years that a conference
    reviews and by the five years that follow.
    """

    code: Line = declare(EVERYWHERE, "Mã mục", "Mã ASCII.")
    title: Line = declare(EVERYWHERE, "Nội dung", "Tên mục trong hướng dẫn.")
    optional: bool = declare(EVERYWHERE, "Nếu có", "Mục không bắt buộc.", False)


class Programme(Record):
    """Holds an official programme with its items in their official order, in data/programmes/<id>.yml."""

    name: Line = declare(EVERYWHERE, "Tên", "Tên chương trình mẫu.")
    items: tuple[OfficialItem, ...] = declare(EVERYWHERE, "Các mục", "Theo thứ tự chính thức.")


class Attendance(Value):
    """Holds the numbers of invited and of official delegates to a conference.

    The unit (school or office) that holds the conference has entered these numbers.
    """

    invited: Count | None = declare(EVERYWHERE, "Đại biểu mời", "Số đại biểu mời.", None)
    official: Count | None = declare(EVERYWHERE, "Đại biểu chính thức", "Số đại biểu chính thức.", None)


class CompositionRow(Value):
    """Holds the number of delegates of one category at a conference, such as women.

    An editor enters the number; the program never computes it from data about individual delegates (domain
    description, §8).
    """

    label: Line = declare(EVERYWHERE, "Thành phần", "Ví dụ: Nữ; Dân tộc thiểu số.")
    count: Count = declare(EVERYWHERE, "Số lượng", "Số người.")


class Allocated(Value):
    """Holds how many delegates one unit (school or office) may elect to a conference of a higher level."""

    unit: UnitRef = declare(PAGES, "Đơn vị", "Mã đơn vị được bầu đại biểu.")
    delegates: Count = declare(PAGES, "Số đại biểu", "Không tính đại biểu đương nhiên và dự khuyết.")


class Media(Value):
    """Holds a picture or a film of a conference, with a caption."""

    picture: Picture | None = declare(PAGES, "Ảnh", "Ảnh của hội nghị.", None, withheld=DROPPED)
    video: Url | None = declare(PAGES, "Phim", "Địa chỉ phóng sự, phim ngắn.", None)
    caption: Line | None = declare(PAGES, "Chú thích", "Một câu.", None)


class Conference(OwnedRecord):
    """Holds a conference or congress of a unit, in data/units/<unit>/conferences/<id>.yml.

    The id is that of the cycle (five-year period), such as 2015-2020. If a unit (school or office) holds both
    a conference and a congress in one cycle, the id is <cycle>-<form>.
    """

    level: Level = declare(EVERYWHERE, "Cấp", "Cấp cơ sở, ngành, tỉnh…")
    cycle: CycleRef = declare(EVERYWHERE, "Giai đoạn", "Ví dụ: 2015-2020.")
    form: ConferenceForm = declare(
        EVERYWHERE, "Hình thức", "Hội nghị hoặc đại hội.", ConferenceForm.CONFERENCE
    )
    ordinal: Line | None = declare(EVERYWHERE, "Lần thứ", "Chữ số La Mã, ví dụ V.", None)
    name: Line | None = declare(EVERYWHERE, "Tên riêng", "Chỉ ghi khi khác tên của hình thức.", None)
    reviews: YearSpan | None = declare(
        EVERYWHERE, "Giai đoạn tổng kết", "Bỏ trống thì lấy của giai đoạn.", None
    )
    launches: YearSpan | None = declare(
        EVERYWHERE, "Giai đoạn phát động", "Bỏ trống thì lấy của giai đoạn.", None
    )
    attached_to: Line | None = declare(EVERYWHERE, "Gắn với", "Hội nghị mà hội nghị này tổ chức cùng.", None)
    theme: Line | None = declare(EVERYWHERE, "Chủ đề", "Chủ đề, phương châm.", None)
    status: ConferenceStatus = declare(EVERYWHERE, "Tình trạng", "Sẽ tổ chức, đã tổ chức, hoãn.")
    status_note: Line | None = declare(EVERYWHERE, "Lý do", "Vì sao hoãn, dời sang khi nào.", None)
    leader: Line | None = declare(EVERYWHERE, "Lãnh đạo Sở dự", "Ghi chức vụ.", None)
    place: Line | None = declare(EVERYWHERE, "Địa danh", "Địa danh ghi trước ngày tháng trên tiêu đề.", None)
    title_panel: tuple[Line, ...] = items(
        EVERYWHERE, "Tiêu đề", "Các dòng của tiêu đề; bỏ trống thì tự lập từ tên đơn vị và giai đoạn."
    )
    sessions: tuple[Session, ...] = items(EVERYWHERE, "Các phiên", "Theo thứ tự thời gian.")
    programme: tuple[ProgrammeItem, ...] = items(EVERYWHERE, "Chương trình", "Các mục theo thứ tự.")
    counts: Attendance = declare(EVERYWHERE, "Số đại biểu", "Số mời và chính thức.", Attendance())
    composition: tuple[CompositionRow, ...] = items(
        EVERYWHERE, "Cơ cấu đại biểu", "Số gộp; không ghi về từng người."
    )
    allocation: tuple[Allocated, ...] = items(
        PAGES, "Phân bổ đại biểu", "Mỗi đơn vị được bầu bao nhiêu đại biểu đi dự; xem kyyeu status."
    )
    basis: tuple[DocumentRef, ...] = items(EVERYWHERE, "Căn cứ", "Mã các văn bản làm căn cứ.")
    speeches: tuple[SpeechRef, ...] = items(
        EVERYWHERE, "Tham luận", "Mã các bài, dạng đơn-vị/mã.", withheld=LEFT_OUT
    )
    media: tuple[Media, ...] = items(PAGES, "Hình ảnh, phim", "Ảnh và phim của hội nghị.", withheld=LEFT_OUT)
    summary: Text | None = declare(EVERYWHERE, "Giới thiệu", "Hai, ba câu.", None)

    @property
    def title(self) -> str:
        """Returns the conference's own name, or else its form and ordinal: 'Đại hội … lần thứ V'."""
        return self.name or " lần thứ ".join(filter(None, (self.form.label, self.ordinal)))

    @property
    def main_session(self) -> Session | None:
        """Returns the main session of the conference, or else the first one; None if it has no sessions."""
        return min(self.sessions, key=lambda session: session.kind is not SessionKind.MAIN, default=None)

    @property
    def main_day(self) -> Day | None:
        """Returns the day of the conference's main session; None if the conference has no sessions."""
        return self.main_session.day if self.main_session else None


class DelegateKind(Choice):
    """Lists the two kinds of delegates to a conference: official and invited."""

    OFFICIAL = "official", "Chính thức"
    INVITED = "invited", "Mời"


class DelegateRoute(Choice):
    """Lists the ways to become a delegate to a conference: ex officio, by election or by appointment."""

    EX_OFFICIO = "ex_officio", "Đương nhiên"
    ELECTED = "elected", "Bầu"
    APPOINTED = "appointed", "Chỉ định"


class Votes(Value):
    """Holds how many votes a delegate got, and how many were cast.

    Votes are kept for the minutes of the ballot and are never shown on the site.
    """

    in_favour: Count = declare(PAPER, "Số phiếu thuận", "Số phiếu bầu cho người này.")
    total: Count = declare(PAPER, "Tổng số phiếu", "Tổng số phiếu hợp lệ và không hợp lệ.")


class Delegate(OwnedRecord):
    """Holds a delegate (đại biểu) whom a unit (school or office) sends to a conference.

    The file is data/units/<unit>/delegates.yml.
    """

    conference: ConferenceRef = declare(EVERYWHERE, "Hội nghị", "Hội nghị được dự, dạng đơn-vị/giai-đoạn.")
    elected_at: ConferenceRef | None = declare(EVERYWHERE, "Bầu tại", "Hội nghị đã bầu, nếu do bầu.", None)
    exemplar: ExemplarRef | None = declare(
        EVERYWHERE, "Điển hình", "Mã điển hình nếu cũng là điển hình.", None, withheld=BLANKED
    )
    name: Line = declare(EVERYWHERE, "Họ và tên", "Họ và tên đầy đủ.")
    titles: tuple[Line, ...] = items(EVERYWHERE, "Chức vụ", "Chức vụ Đảng trước, chính quyền sau.")
    group: Line | None = declare(EVERYWHERE, "Đoàn, tổ", "Đoàn hoặc tổ đại biểu.", None)
    kind: DelegateKind = declare(EVERYWHERE, "Loại đại biểu", "Chính thức hoặc mời.", DelegateKind.OFFICIAL)
    route: DelegateRoute = declare(
        EVERYWHERE, "Hình thức cử", "Đương nhiên, bầu, chỉ định.", DelegateRoute.ELECTED
    )
    quota_group: Line | None = declare(EVERYWHERE, "Cơ cấu", "Ví dụ: Nhà giáo trực tiếp giảng dạy.", None)
    votes: Votes | None = declare(PAPER, "Phiếu bầu", "Không bao giờ đăng lên trang.", None)
    substitute: bool = declare(EVERYWHERE, "Dự khuyết", "true nếu là đại biểu dự khuyết.", False)
    seat: Line | None = declare(PAGES, "Chỗ ngồi", "Ví dụ: A-12.", None)
    minor: Minor = declare(NOWHERE, "Độ tuổi", "Người chưa thành niên cần hai sự đồng ý.", Minor.ADULT)
    consent: Consent | None = declare(NOWHERE, "Phiếu đồng ý", "Chưa có phiếu thì không hiện tên.", None)


class SubmissionItem(Choice):
    """Lists what a school or office must tell the department of its conference: time, plan and result."""

    TIME = "time", "Thời gian tổ chức"
    PLAN = "plan", "Kế hoạch"
    RESULT = "result", "Kết quả, báo cáo"


class SubmissionState(Choice):
    """Lists the states of a document that a school owes the department: not sent, sent, or accepted."""

    DUE = "due", "Chưa nộp"
    SENT = "sent", "Đã nộp"
    ACCEPTED = "accepted", "Đã nhận"


class Submission(OwnedRecord):
    """Holds when a document is due that a unit must send to the department, and when it was sent.

    A unit is a school or an office. The file is data/units/<unit>/submissions.yml.
    """

    cycle: CycleRef = declare(PAPER, "Giai đoạn", "Ví dụ: 2015-2020.")
    item: SubmissionItem = declare(PAPER, "Nội dung", "Thời gian, kế hoạch hoặc kết quả.")
    due: Day | None = declare(
        PAPER, "Hạn nộp", "Nhận đúng ngày này đã là muộn; bỏ trống thì lấy hạn của giai đoạn.", None
    )
    sent: Day | None = declare(PAPER, "Ngày nộp", "Ngày gửi về Sở.", None)
    document: Line | None = declare(PAPER, "Văn bản", "Số văn bản gửi kèm.", None)
    state: SubmissionState = declare(PAPER, "Tình trạng", "Chưa nộp, đã nộp, đã nhận.", SubmissionState.DUE)


class Speech(OwnedRecord):
    """Holds the approved text of a conference speech, in content/units/<unit>/speeches/<cycle>-<slug>.md."""

    class Kind(Choice):
        PAPER = "paper", "Tham luận"
        LAUNCH = "launch", "Lời phát động"
        COMPACT = "compact", "Giao ước thi đua"
        OPENING = "opening", "Diễn văn khai mạc"
        RESPONSE = "response", "Phát biểu hưởng ứng"

    title: Line = declare(EVERYWHERE, "Tiêu đề", "Tên bài.")
    kind: Kind = declare(EVERYWHERE, "Loại bài", "Tham luận, lời phát động, giao ước…", Kind.PAPER)
    conference: ConferenceRef = declare(EVERYWHERE, "Hội nghị", "Dạng đơn-vị/giai-đoạn.")
    exemplar: ExemplarRef | None = declare(
        EVERYWHERE, "Điển hình", "Người trình bày nếu là điển hình.", None, withheld=DROPPED
    )
    presenter: Person | None = declare(EVERYWHERE, "Người trình bày", "Nếu trình bày theo chức vụ.", None)
    body: Prose = declare(PAGES, "Nội dung", "Toàn văn đã duyệt.", Prose(markdown=""))


class NewsPhase(Choice):
    """Lists the phases of news about a conference: written before, during or after the conference."""

    BEFORE = "before", "Trước hội nghị"
    DURING = "during", "Trong hội nghị"
    AFTER = "after", "Sau hội nghị"


class News(OwnedRecord):
    """Holds a news item of a unit (school or office), in content/units/<unit>/news/<yyyy-mm-dd>-<slug>.md."""

    date: Day = declare(EVERYWHERE, "Ngày", "Ngày đăng tin.")
    phase: NewsPhase = declare(EVERYWHERE, "Thời điểm", "Trước, trong hoặc sau hội nghị.")
    title: Line = declare(EVERYWHERE, "Tiêu đề", "Tên tin.")
    summary: Line | None = declare(EVERYWHERE, "Tóm tắt", "Một câu.", None)
    conference: ConferenceRef | None = declare(EVERYWHERE, "Hội nghị", "Hội nghị có liên quan.", None)
    pictures: tuple[Picture, ...] = items(PAGES, "Ảnh", "Ảnh đặt cạnh tệp tin.", withheld=LEFT_OUT)
    video: Url | None = declare(EVERYWHERE, "Phim", "Địa chỉ phim.", None)
    body: Prose = declare(PAGES, "Nội dung", "Nội dung tin.", Prose(markdown=""))
