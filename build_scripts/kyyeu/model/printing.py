"""Defines the settings of printed works (data/printing.yml).

Every field has a default, so the file may be missing.
"""

from kyyeu.model.fields import Choice, Count, FileName, Flag, Metres, Percent, Record, declare
from kyyeu.model.privacy import PAGES

# The names of a book's parts with a profile begin with PROFILE, and those of parts with a speech begin with
# SPEECH. The rest of such a name is the reference of the profile's or speech's record.
PROFILE, SPEECH = "dien-hinh/", "bai/"


class PrintedWork(Choice):
    """Lists the works that the program can print, in the order of `kyyeu print --list`."""

    KY_YEU = "ky-yeu", "Kỷ yếu điển hình tiên tiến"
    LEAFLET = "chuong-trinh", "Chương trình, tờ gấp A5"
    POSTER = "ap-phich", "Áp phích chương trình, khổ A4"
    HANDBOOK = "so-tay", "Sổ tay đại biểu"
    ERRATA = "dinh-chinh", "Đính chính, tờ rời A5 kẹp vào sách đã in"
    BACKDROP = "phong", "Phông hội trường"
    INVITATION = "giay-moi", "Giấy mời, hai giấy một tờ A4"
    BADGE = "the-dai-bieu", "Thẻ đại biểu, nhiều thẻ một tờ A4"
    SIGN = "bien-ten", "Biển tên đặt bàn, gấp đôi tờ A4"
    BALLOT = "phieu-bau", "Phiếu bầu đại biểu, số ghi ở cuống"
    MINUTES = "bien-ban-kiem-phieu", "Biên bản kiểm phiếu"
    CERTIFICATE = "giay-khen", "Giấy khen, bằng khen"
    SCRIPT = "kich-ban", "Kịch bản điều hành"
    SLIDES = "trinh-chieu", "Trình chiếu trên màn hình 16 : 9"
    REPORT = "bao-cao", "Báo cáo tổng kết"
    APPENDICES = "phu-luc", "Phụ lục 01 và 02 của báo cáo"
    PLAN = "ke-hoach", "Kế hoạch tổ chức"
    RESULT = "ket-qua", "Báo cáo kết quả tổ chức"
    REMINDER = "don-doc", "Công văn đôn đốc theo cụm, khối thi đua"
    PROOF = "ban-kiem", "Bản kiểm để thủ trưởng đơn vị ký"


# OFFICE_ONLY lists printed works that the department's office prints or shows itself. No files for a printing
# company are made of these works.
OFFICE_ONLY = (
    PrintedWork.MINUTES,
    PrintedWork.SCRIPT,
    PrintedWork.SLIDES,
    PrintedWork.REMINDER,
    PrintedWork.PROOF,
)


class PageFormat(Choice):
    """Lists the page sizes that a book may have after trimming."""

    A5 = "a5", "A5"
    MIDDLE = "19x27", "19 × 27 cm"
    A4 = "a4", "A4"


class ContentsAt(Choice):
    """Lists the places for the table of contents of the kỷ yếu (conference book): front or back."""

    FRONT = "front", "Đầu sách"
    BACK = "back", "Cuối sách"


class PeopleBy(Choice):
    """Lists how the kỷ yếu (conference book) sorts the honoured individuals: by school or by name."""

    UNIT = "unit", "Theo đơn vị"
    NAME = "name", "Theo tên, vần chữ cái"


class CardSize(Choice):
    """Lists the sizes that a delegate's badge may have after trimming."""

    LARGE = "90x60", "90 × 60 mm, tám thẻ một tờ A4"
    SMALL = "85x54", "85 × 54 mm, mười thẻ một tờ A4"


class BallotMark(Choice):
    """Lists the ways in which voters mark a candidate's name on a ballot."""

    BOXES = "boxes", "Hai ô Đồng ý, Không đồng ý"
    STRIKE = "strike", "Gạch tên người không bầu"


class SymbolsAt(Choice):
    """Lists where a stage backdrop leaves room for the flag, the emblem and the statue."""

    LEFT = "left", "Bên trái, nhìn từ hội trường lên"
    RIGHT = "right", "Bên phải, nhìn từ hội trường lên"
    MIDDLE = "top", "Chính giữa, phía trên"
    NONE = "none", "Không chừa chỗ"


class PrintSettings(Record):
    """Holds the settings of one printed work, such as its page size.

    The id of the settings is the id of the work, as `kyyeu print --list` shows it.
    """

    format: PageFormat = declare(PAGES, "Khổ", "Khổ của cuốn sách sau khi xén.", PageFormat.A5)
    contents: ContentsAt = declare(PAGES, "Mục lục", "Đặt ở đầu hay cuối sách.", ContentsAt.FRONT)
    dpi: Count = declare(
        PAGES,
        "Độ nét của ảnh",
        "Số điểm ảnh trên một inch của bản in; ảnh không đủ thì được nhắc.",
        300,
        ge=72,
        le=1_200,
    )
    icc: FileName | None = declare(
        PAGES,
        "Hồ sơ màu",
        "Tệp ICC (CMYK) của nhà in, đặt cạnh tệp này; bỏ trống thì bản giao nhà in là RGB.",
        None,
    )
    people: PeopleBy = declare(PAGES, "Xếp cá nhân", "Theo đơn vị hoặc theo tên.", PeopleBy.UNIT)
    signature: Count | None = declare(
        PAGES,
        "Tờ mỗi tay",
        "Bản bình trang: số tờ gấp chung; bỏ trống thì tự chia theo độ dày.",
        None,
        ge=1,
        le=64,
    )
    batch: Count = declare(
        PAGES, "Số người mỗi đợt", "Số tập thể, cá nhân mỗi đợt lên nhận thưởng.", 10, ge=1, le=21
    )
    card: CardSize = declare(PAGES, "Khổ thẻ", "Khổ thẻ đại biểu sau khi xén.", CardSize.LARGE)
    mark: BallotMark = declare(PAGES, "Cách ghi phiếu", "Đánh dấu vào ô hoặc gạch tên.", BallotMark.BOXES)
    spare: Percent = declare(PAGES, "Phiếu dự phòng", "Phần trăm in thêm so với số đại biểu chính thức.", 10)
    frame: Flag = declare(
        PAGES, "Khung giấy khen", "true: in cả khung; false: chỉ in chữ vào phôi có sẵn.", True
    )
    width: Metres = declare(PAGES, "Rộng", "Chỉ của phông hội trường: bề rộng tấm phông, tính bằng mét.", 6.0)
    height: Metres = declare(
        PAGES, "Cao", "Chỉ của phông hội trường: chiều cao tấm phông, tính bằng mét.", 3.4
    )
    symbols: SymbolsAt = declare(
        PAGES,
        "Chỗ cờ, biểu trưng, tượng",
        "Chỉ của phông hội trường: phần để trống, không in gì.",
        SymbolsAt.LEFT,
    )
