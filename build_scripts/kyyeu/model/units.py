"""Defines units (đơn vị): schools and offices, and the department itself.

A unit's names, parent bodies and places are each valid for a period.
"""

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from kyyeu.model.awards import Award
from kyyeu.model.fields import (
    Account,
    Choice,
    Day,
    DocumentRef,
    Line,
    Period,
    Picture,
    Record,
    Text,
    UnitRef,
    Url,
    Value,
    declare,
    items,
)
from kyyeu.model.privacy import BLANKED, EVERYWHERE, LEFT_OUT, NOWHERE, PAGES


class UnitKind(Choice):
    """Lists the kinds of schools, centres and offices that a unit can be."""

    DEPARTMENT = "department", "Sở Giáo dục và Đào tạo"
    UPPER_SECONDARY = "upper_secondary", "Trung học phổ thông"
    GIFTED = "gifted", "Trung học phổ thông chuyên"
    ETHNIC_BOARDING = "ethnic_boarding", "Phổ thông dân tộc nội trú"
    CONTINUING = "continuing", "Trung tâm giáo dục thường xuyên"
    VOCATIONAL = "vocational", "Trung tâm giáo dục nghề nghiệp - giáo dục thường xuyên"
    DISTRICT_OFFICE = "district_office", "Phòng Giáo dục và Đào tạo"
    KINDERGARTEN = "kindergarten", "Mầm non"
    PRIMARY = "primary", "Tiểu học"
    LOWER_SECONDARY = "lower_secondary", "Trung học cơ sở"
    PRIMARY_LOWER = "primary_lower", "Tiểu học và trung học cơ sở"
    SEMI_BOARDING = "semi_boarding", "Phổ thông dân tộc bán trú"
    AUTHORITY = "authority", "Ủy ban nhân dân"


class UnitStatus(Choice):
    """Lists the states of a unit (school or office): active, merged or dissolved."""

    ACTIVE = "active", "Đang hoạt động"
    MERGED = "merged", "Đã sáp nhập"
    DISSOLVED = "dissolved", "Đã giải thể"


class ParentKind(Choice):
    """Lists how a higher body directs a school: it governs the school, or directs only professional work."""

    GOVERNING = "governing", "Cơ quan chủ quản"
    PROFESSIONAL = "professional", "Chuyên môn"


class UnitName(Period):
    """Holds the full and the short name of a unit (school or office) during one period."""

    name: Line = declare(EVERYWHERE, "Tên", "Tên đầy đủ, ví dụ: Trường THPT Suối Ngọc.")
    short: Line | None = declare(EVERYWHERE, "Tên ngắn", "Dùng trong bảng hẹp, ví dụ: THPT Suối Ngọc.", None)
    decision: DocumentRef | None = declare(EVERYWHERE, "Văn bản", "Văn bản đặt tên hoặc đổi tên.", None)


class UnitParent(Period):
    """Names a parent body of a unit (school or office) during one period."""

    unit: UnitRef = declare(EVERYWHERE, "Đơn vị cấp trên", "Mã đơn vị cấp trên.")
    kind: ParentKind = declare(
        EVERYWHERE,
        "Quan hệ",
        "Chủ quản đứng đầu văn bản; chuyên môn chỉ đạo nghiệp vụ.",
        ParentKind.GOVERNING,
    )


class UnitPlace(Period):
    """Holds the province, district and commune in which a unit (school or office) lies during one period."""

    province: Line = declare(EVERYWHERE, "Tỉnh", "Tên tỉnh, thành phố.")
    district: Line | None = declare(EVERYWHERE, "Huyện", "Chỉ có đến 30/6/2025.", None)
    commune: Line | None = declare(EVERYWHERE, "Xã, phường", "Tên xã, phường, thị trấn.", None)


class UnitChange(Value):
    """Records a change that links a school or office with its predecessor or successor, such as a merger."""

    class How(Choice):
        """Lists the kinds of change that link a school or office with another one, such as a merger."""

        MERGED = "merged", "Sáp nhập"
        SPLIT = "split", "Chia tách"
        RENAMED = "renamed", "Đổi tên"
        TRANSFERRED = "transferred", "Chuyển giao"

    unit: UnitRef = declare(EVERYWHERE, "Đơn vị", "Mã đơn vị kia.")
    date: Day | None = declare(EVERYWHERE, "Ngày", "Ngày có hiệu lực.", None)
    how: How = declare(EVERYWHERE, "Cách thức", "Sáp nhập, chia tách…")
    decision: DocumentRef | None = declare(EVERYWHERE, "Văn bản", "Văn bản quyết định việc này.", None)


Dated = TypeVar("Dated", bound=Period)


def on(day: date, dated: Sequence[Dated]) -> Dated | None:
    """Returns the first of several dated items, such as a unit's names, whose period covers `day`.

    If no period covers the day, the last item that began before the day is returned. If there is none either,
    the earliest item is returned. Without any items, None is returned.
    """
    for period in dated:
        if period.covers(day):
            return period
    ordered = sorted(dated, key=lambda period: period.since or date.min)
    earlier = [period for period in ordered if period.since is None or period.since <= day]
    return (earlier or ordered[:1])[-1] if ordered else None


class Unit(Record):
    """Holds a unit (đơn vị): a school, an office or the department itself, in data/units/<id>/unit.yml."""

    kind: UnitKind = declare(EVERYWHERE, "Loại hình", "Loại đơn vị.")
    names: tuple[UnitName, ...] = declare(
        EVERYWHERE, "Tên gọi", "Mỗi tên một mục, tên cũ trước.", min_length=1
    )
    parents: tuple[UnitParent, ...] = items(EVERYWHERE, "Cấp trên", "Mỗi giai đoạn một mục.")
    places: tuple[UnitPlace, ...] = items(EVERYWHERE, "Địa bàn", "Mỗi giai đoạn một mục.")
    predecessors: tuple[UnitChange, ...] = items(
        EVERYWHERE, "Tiền thân", "Các đơn vị mà đơn vị này hình thành từ đó."
    )
    successors: tuple[UnitChange, ...] = items(EVERYWHERE, "Kế tục", "Các đơn vị tiếp nhận đơn vị này.")
    cluster: Line | None = declare(EVERYWHERE, "Cụm, khối thi đua", "Ví dụ: Cụm thi đua số 2.", None)
    website: Url | None = declare(
        EVERYWHERE, "Trang mạng", "Địa chỉ bắt đầu bằng http:// hoặc https://.", None
    )
    summary: Text | None = declare(EVERYWHERE, "Giới thiệu", "Hai, ba câu về đơn vị.", None)
    staff: int | None = declare(
        EVERYWHERE, "Cán bộ, giáo viên", "Số người, dùng khi tính tỷ lệ; bỏ trống nếu chưa có.", None, ge=0
    )
    awards: tuple[Award, ...] = items(
        EVERYWHERE, "Khen thưởng tập thể", "Danh hiệu và hình thức khen thưởng của đơn vị.", withheld=LEFT_OUT
    )
    picture: Picture | None = declare(
        PAGES, "Ảnh đơn vị", "Ảnh ngang, đặt trong content/units/<đơn vị>/.", None, withheld=BLANKED
    )
    editors: tuple[Account, ...] = items(
        NOWHERE,
        "Tài khoản biên tập",
        "Tài khoản trên kho mã của người sửa nội dung đơn vị; không đăng lên trang.",
    )
    status: UnitStatus = declare(EVERYWHERE, "Tình trạng", "Đang hoạt động, đã sáp nhập…", UnitStatus.ACTIVE)

    def name_on(self, day: date) -> str:
        """Returns the full name that the unit (school or office) has on `day`."""
        return self._names_on(day).name

    def short_on(self, day: date) -> str:
        """Returns the short name that the unit has on `day`, or the full name if it has no short one."""
        names = self._names_on(day)
        return names.short or names.name

    def _names_on(self, day: date) -> UnitName:
        names = on(day, self.names)
        assert names is not None, "a unit has at least one name"
        return names

    def parent_on(self, day: date, kind: ParentKind = ParentKind.GOVERNING) -> str | None:
        """Returns the id of the parent body, of the given kind, that the unit has on `day`.

        Returns None if the period of the unit's last parent body ended before that day. The districts, for
        example, ended on 30/6/2025.
        """
        parent = on(day, [parent for parent in self.parents if parent.kind is kind])
        return parent.unit if parent and (parent.until is None or day <= parent.until) else None

    def place_on(self, day: date) -> UnitPlace | None:
        """Returns the place in which the unit lies on `day`; None if the unit's record names no place."""
        return on(day, self.places)
