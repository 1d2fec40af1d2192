"""Defines the records of exemplars (điển hình): honoured people, groups and models."""

from kyyeu.model.awards import Award, Level
from kyyeu.model.fields import (
    Choice,
    ConferenceRef,
    Consent,
    CycleRef,
    Day,
    Id,
    Line,
    Minor,
    ModelRef,
    MovementRef,
    OwnedRecord,
    Picture,
    Prose,
    Text,
    Value,
    Year,
    declare,
    items,
)
from kyyeu.model.privacy import BLANKED, EVERYWHERE, LEFT_OUT, NOWHERE, PAGES

WORDS = (
    400,
    900,
    # WORDS are the smallest and largest number of words of the profile of an exemplar (honoured person or
    # group). Such a profile fills one or two printed pages.
)


class ExemplarType(Choice):
    """Lists the types of exemplars (those honoured): a person, a collective, or a model (way of working)."""

    INDIVIDUAL = "individual", "Cá nhân"
    COLLECTIVE = "collective", "Tập thể"
    MODEL = "model", "Mô hình"


class Group(Choice):
    """Lists the groups to which an honoured person may belong, such as teachers or pupils."""

    LEADER = "leader", "Cán bộ quản lý giáo dục"
    TEACHER = "teacher", "Nhà giáo"
    STAFF = "staff", "Nhân viên"
    PUPIL = "pupil", "Học sinh"
    LEARNER = "learner", "Học viên"
    STUDENT = "student", "Sinh viên"
    COLLECTIVE = "collective", "Tập thể"


class Domain(Choice):
    """Lists the fields of work for which an honoured person or group may be known, such as teaching."""

    TEACHING = "teaching", "Dạy học"
    MANAGEMENT = "management", "Quản lý giáo dục"
    LEARNING = "learning", "Học tập"
    INITIATIVE = "initiative", "Sáng kiến, nghiên cứu khoa học"
    ETHNIC = "ethnic", "Giáo dục dân tộc"
    INCLUSION = "inclusion", "Giáo dục hòa nhập, khuyết tật"
    COMMUNITY = "community", "Công tác xã hội, từ thiện"
    UNION = "union", "Công đoàn, Đoàn, Đội"
    SERVICE = "service", "Phục vụ, hành chính"
    CULTURE = "culture", "Văn hóa, văn nghệ, thể thao"


class ExemplarStatus(Choice):
    """Lists the states of an honoured person's or group's profile: draft or approved.

    Only approved profiles are published.
    """

    DRAFT = "draft", "Bản thảo"
    APPROVED = "approved", "Đã duyệt"


class Achievement(Value):
    """Holds one achievement of an honoured person or group, in one sentence.

    It also has a figure such as “97,4%”, the year, and the source of the figure.
    """

    text: Line = declare(EVERYWHERE, "Nội dung", "Kết quả, một câu ngắn.")
    figure: Line | None = declare(EVERYWHERE, "Con số", "Ví dụ: 97,4% hoặc 14 giải.", None)
    year: Year | None = declare(EVERYWHERE, "Năm", "Năm đạt được.", None)
    source: Line | None = declare(EVERYWHERE, "Nguồn", "Văn bản, báo cáo có con số này.", None)


class Recognition(Value):
    """Records that an exemplar (person, group or model) was honoured at a level, with conference and date."""

    level: Level = declare(EVERYWHERE, "Cấp", "Cấp tôn vinh.")
    conference: ConferenceRef | None = declare(
        EVERYWHERE, "Hội nghị", "Dạng đơn-vị/giai-đoạn, ví dụ so-gddt/2015-2020.", None
    )
    date: Day | None = declare(EVERYWHERE, "Ngày", "Ngày được tôn vinh.", None)


class Exemplar(OwnedRecord):
    """Holds an exemplar (honoured person, group or model), in content/units/<unit>/exemplars/<id>.md."""

    type: ExemplarType = declare(EVERYWHERE, "Loại", "Cá nhân, tập thể hoặc mô hình.")
    group: Group = declare(EVERYWHERE, "Nhóm", "Nhóm đối tượng.")
    name: Line = declare(EVERYWHERE, "Tên", "Họ và tên đầy đủ, hoặc tên tập thể, mô hình.")
    form_of_address: Line | None = declare(EVERYWHERE, "Cách gọi", "Ví dụ: cô, thầy, em.", None)
    titles: tuple[Line, ...] = items(
        EVERYWHERE, "Chức vụ", "Theo thứ tự: chức vụ Đảng trước, chính quyền sau."
    )
    degrees: tuple[Line, ...] = items(EVERYWHERE, "Học hàm, học vị", "Ví dụ: Thạc sĩ.")
    cycle: CycleRef = declare(EVERYWHERE, "Giai đoạn", "Ví dụ: 2015-2020.")
    field: Domain = declare(EVERYWHERE, "Lĩnh vực", "Lĩnh vực nổi bật nhất.")
    summary: Line = declare(EVERYWHERE, "Tóm tắt", "Một, hai câu; hiện trong danh sách và khi chia sẻ.")
    quote: Line | None = declare(EVERYWHERE, "Câu nói", "Một câu của chính người hoặc tập thể đó.", None)
    achievements: tuple[Achievement, ...] = items(
        EVERYWHERE, "Thành tích", "Ba đến năm thành tích có con số."
    )
    replication: Text | None = declare(EVERYWHERE, "Nhân rộng", "Cách làm đã được áp dụng ở đâu.", None)
    movements: tuple[MovementRef, ...] = items(EVERYWHERE, "Phong trào", "Mã các phong trào đã tham gia.")
    awards: tuple[Award, ...] = items(
        EVERYWHERE, "Khen thưởng", "Danh hiệu và hình thức khen thưởng.", withheld=LEFT_OUT
    )
    recognitions: tuple[Recognition, ...] = items(EVERYWHERE, "Được tôn vinh", "Từng cấp, từ cơ sở trở lên.")
    photo: Picture | None = declare(
        PAGES, "Ảnh chân dung", "Ảnh 3 : 4, mắt ở khoảng 45% chiều cao.", None, withheld=BLANKED
    )
    minor: Minor | None = declare(
        PAGES, "Độ tuổi", "Học sinh thì phải ghi; người chưa thành niên cần hai sự đồng ý.", None
    )
    consent: Consent | None = declare(
        NOWHERE, "Phiếu đồng ý", "Chưa có phiếu thì hồ sơ không hiện ở đâu.", None
    )
    status: ExemplarStatus = declare(
        PAGES, "Trạng thái", "Chỉ hồ sơ đã duyệt mới được đăng.", ExemplarStatus.DRAFT
    )
    sort_key: Line | None = declare(PAGES, "Khóa xếp", "Chữ dùng để xếp thứ tự thay cho tên.", None)
    aliases: tuple[Id, ...] = items(PAGES, "Địa chỉ cũ", "Mã cũ của hồ sơ trong cùng đơn vị.")
    model: ModelRef | None = declare(
        EVERYWHERE,
        "Mô hình",
        "Với loại mô hình: mã trong models.yml, dạng đơn-vị/mã.",
        None,
        withheld=BLANKED,
    )
    body: Prose = declare(PAGES, "Bài viết", f"Câu chuyện, {WORDS[0]}–{WORDS[1]} chữ.", Prose(markdown=""))
