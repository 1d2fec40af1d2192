"""Defines the records of movements (phong trào), which are emulation campaigns, and of models (mô hình).

A model is a way of working worth copying. The movements that a unit (school or office) launched or joined are
in a file of the unit.
"""

from typing import Annotated, Any

from pydantic import BeforeValidator

from kyyeu.model.awards import Level
from kyyeu.model.exemplars import Domain
from kyyeu.model.fields import (
    Choice,
    Day,
    DocumentRef,
    Id,
    Line,
    MovementRef,
    Number,
    OwnedRecord,
    Record,
    Text,
    UnitRef,
    Value,
    Year,
    declare,
    items,
)
from kyyeu.model.privacy import EVERYWHERE, PAGES


class MovementKind(Choice):
    """Lists the kinds of movement (emulation campaign): regular, of a fixed time or theme, or local."""

    REGULAR = "regular", "Thường xuyên"
    THEMATIC = "thematic", "Theo đợt, chuyên đề"
    LOCAL = "local", "Đặc thù"


class LaunchedBy(Choice):
    """Lists the kinds of body that launch movements (emulation campaigns)."""

    CENTRAL = "central", "Trung ương"
    MINISTRY = "ministry", "Bộ GD&ĐT"
    PROVINCE = "province", "UBND tỉnh"
    DEPARTMENT = "department", "Sở GD&ĐT"
    LOCALITY = "locality", "Địa phương"
    UNIT = "unit", "Đơn vị"


class MovementStatus(Choice):
    """Lists the states of a movement (emulation campaign): running or ended."""

    RUNNING = "running", "Đang triển khai"
    ENDED = "ended", "Đã tổng kết"


class LaunchDocument(Value):
    """Names the document that launched a movement (emulation campaign): by record id, or number and date.

    An unknown number or date stays empty, and printed works show “…..” in its place.
    """

    id: DocumentRef | None = declare(EVERYWHERE, "Mã văn bản", "Mã trong data/documents.yml.", None)
    number: Line | None = declare(EVERYWHERE, "Số", "Số, ký hiệu văn bản; bỏ trống nếu không rõ.", None)
    date: Day | None = declare(EVERYWHERE, "Ngày", "Ngày ban hành; bỏ trống nếu không rõ.", None)


class YearResult(Value):
    """Holds the value that an indicator of a movement (emulation campaign) reached in one year."""

    year: Year = declare(EVERYWHERE, "Năm", "Năm của số liệu.")
    indicator: Line = declare(EVERYWHERE, "Chỉ tiêu", "Ví dụ: Số sáng kiến được công nhận.")
    value: Number = declare(EVERYWHERE, "Giá trị", "Con số, dùng dấu chấm cho phần lẻ.")
    measure: Line | None = declare(EVERYWHERE, "Đơn vị tính", "Ví dụ: sáng kiến, %.", None)


class Movement(Record):
    """Holds a movement (phong trào thi đua, an emulation campaign).

    Its file is data/movements.yml, or the file of movements of the unit (school or office) that launched it.
    """

    name: Line = declare(EVERYWHERE, "Tên", "Tên phong trào, không có ngoặc kép.")
    kind: MovementKind = declare(EVERYWHERE, "Loại", "Thường xuyên, chuyên đề hoặc đặc thù.")
    launched_by: LaunchedBy = declare(EVERYWHERE, "Cấp phát động", "Ai phát động.")
    unit: UnitRef | None = declare(
        EVERYWHERE, "Đơn vị phát động", "Với phong trào do đơn vị phát động.", None
    )
    level: Level = declare(EVERYWHERE, "Phạm vi", "Cấp áp dụng.")
    scope: Line | None = declare(EVERYWHERE, "Đối tượng", "Ai tham gia.", None)
    outline: Line | None = declare(
        EVERYWHERE, "Mục đề cương", "Mã mục trong đề cương báo cáo, ví dụ 1.II.1.b.", None
    )
    document: LaunchDocument | None = declare(EVERYWHERE, "Văn bản phát động", "Bỏ trống nếu không rõ.", None)
    start: Day | None = declare(EVERYWHERE, "Bắt đầu", "Ngày bắt đầu.", None)
    end: Day | None = declare(EVERYWHERE, "Kết thúc", "Ngày kết thúc.", None)
    period: Line | None = declare(
        EVERYWHERE, "Thời gian thực hiện", "Ghi như văn bản, ví dụ: Năm học 2016-2017.", None
    )
    slogan: Line | None = declare(EVERYWHERE, "Khẩu hiệu", "Khẩu hiệu của phong trào.", None)
    summary: Text | None = declare(EVERYWHERE, "Tóm tắt", "Hai, ba câu.", None)
    parent: MovementRef | None = declare(EVERYWHERE, "Thuộc phong trào", "Mã phong trào lớn hơn.", None)
    results: tuple[YearResult, ...] = items(EVERYWHERE, "Kết quả từng năm", "Số liệu so sánh qua các năm.")
    status: MovementStatus = declare(
        EVERYWHERE, "Tình trạng", "Đang triển khai hay đã tổng kết.", MovementStatus.RUNNING
    )

    @property
    def year(self) -> int | None:
        """Returns the year for which a report's Phụ lục 01 (table of movements) lists the movement.

        This is the year of the launching document, or else the year in which the movement starts. Returns
        None if both are unknown.
        """
        day = (self.document.date if self.document else None) or self.start
        return day.year if day else None


class Joined(Value):
    """Holds a school's or office's plan and results for a movement (emulation campaign) of a higher body."""

    movement: MovementRef = declare(EVERYWHERE, "Phong trào", "Mã phong trào.")
    year: Year = declare(EVERYWHERE, "Năm", "Năm đơn vị ban hành kế hoạch.")
    document: LaunchDocument | None = declare(
        EVERYWHERE, "Văn bản của đơn vị", "Kế hoạch phát động; bỏ trống nếu không rõ.", None
    )
    period: Line | None = declare(EVERYWHERE, "Thời gian thực hiện", "Ví dụ: 15/10/2017 - 20/11/2017.", None)
    results: tuple[YearResult, ...] = items(EVERYWHERE, "Kết quả từng năm", "Số liệu của đơn vị.")


def _with_ids(value: Any) -> Any:
    """Returns a mapping of records in which the id of each record is set to its key."""
    if not isinstance(value, dict):
        return value
    return {
        key: {**record, "id": key} if isinstance(record, dict) else record for key, record in value.items()
    }


class UnitMovements(Record):
    """Holds the movements (emulation campaigns) that a unit (school or office) launched or joined.

    The file is data/units/<unit>/movements.yml, and the id of this record is the unit's id. The ids of
    launched movements are unique in the whole project, also among those in data/movements.yml.
    """

    launched: Annotated[dict[Id, Movement], BeforeValidator(_with_ids)] = declare(
        PAGES, "Đơn vị phát động", "Mã → phong trào do chính đơn vị phát động.", {}
    )
    joined: tuple[Joined, ...] = items(
        EVERYWHERE, "Đã tham gia", "Các phong trào của cấp trên mà đơn vị hưởng ứng."
    )


class Praise(Value):
    """Holds a praise that a model (a way of working worth copying) received: its form, level and year."""

    form: Line = declare(EVERYWHERE, "Hình thức", "Ví dụ: Giấy khen, giới thiệu tại hội nghị.")
    level: Level = declare(EVERYWHERE, "Cấp", "Cấp biểu dương.")
    year: Year | None = declare(EVERYWHERE, "Năm", "Năm biểu dương.", None)


class Model(OwnedRecord):
    """Holds a model (mô hình), which is a way of working worth copying.

    Each model becomes a row of Phụ lục 02, the report's table of models and exemplars (honoured people or
    groups).
    """

    name: Line = declare(EVERYWHERE, "Tên mô hình", "Tên gọi, không có ngoặc kép.")
    kind: Line = declare(EVERYWHERE, "Loại", "Ví dụ: Mô hình dạy học, Mô hình dân vận khéo.")
    field: Domain = declare(EVERYWHERE, "Lĩnh vực", "Lĩnh vực nổi bật nhất.")
    how: Text = declare(EVERYWHERE, "Cách làm", "Một, hai câu.")
    results: Text = declare(EVERYWHERE, "Kết quả", "Một, hai câu có con số.")
    since_year: Year | None = declare(EVERYWHERE, "Năm bắt đầu", "Năm bắt đầu.", None)
    praised: tuple[Praise, ...] = items(EVERYWHERE, "Biểu dương", "Hình thức, cấp biểu dương.")
    replicated: Line | None = declare(EVERYWHERE, "Phạm vi nhân rộng", "Ví dụ: 06 trường trong cụm.", None)
