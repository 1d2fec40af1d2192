"""Units (đơn vị) whose names, parents and places change with time; `name_on(day)` and its kin answer for a day."""

from __future__ import annotations

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
    Prose,
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
    ACTIVE = "active", "Đang hoạt động"
    MERGED = "merged", "Đã sáp nhập"
    DISSOLVED = "dissolved", "Đã giải thể"


class ParentKind(Choice):
    GOVERNING = "governing", "Cơ quan chủ quản"
    PROFESSIONAL = "professional", "Chuyên môn"


class UnitName(Period):
    name: Line = declare(EVERYWHERE, "Tên", "Tên đầy đủ, ví dụ: Trường THPT Suối Ngọc.")
    short: Line | None = declare(EVERYWHERE, "Tên ngắn", "Dùng trong bảng hẹp, ví dụ: THPT Suối Ngọc.", None)
    decision: DocumentRef | None = declare(EVERYWHERE, "Văn bản", "Văn bản đặt tên hoặc đổi tên.", None)


class UnitParent(Period):
    unit: UnitRef = declare(EVERYWHERE, "Đơn vị cấp trên", "Mã đơn vị cấp trên.")
    kind: ParentKind = declare(
        EVERYWHERE,
        "Quan hệ",
        "Chủ quản đứng đầu văn bản; chuyên môn chỉ đạo nghiệp vụ.",
        ParentKind.GOVERNING,
    )


class UnitPlace(Period):
    province: Line = declare(EVERYWHERE, "Tỉnh", "Tên tỉnh, thành phố.")
    district: Line | None = declare(EVERYWHERE, "Huyện", "Chỉ có đến 30/6/2025.", None)
    commune: Line | None = declare(EVERYWHERE, "Xã, phường", "Tên xã, phường, thị trấn.", None)


class UnitChange(Value):
    """One step of a unit's descent: it came out of, or went into, another unit."""

    class How(Choice):
        MERGED = "merged", "Sáp nhập"
        SPLIT = "split", "Chia tách"
        RENAMED = "renamed", "Đổi tên"
        TRANSFERRED = "transferred", "Chuyển giao"

    unit: UnitRef = declare(EVERYWHERE, "Đơn vị", "Mã đơn vị kia.")
    date: Day | None = declare(EVERYWHERE, "Ngày", "Ngày có hiệu lực.", None)
    how: How = declare(EVERYWHERE, "Cách thức", "Sáp nhập, chia tách…")
    decision: DocumentRef | None = declare(EVERYWHERE, "Văn bản", "Văn bản quyết định việc này.", None)


Dated = TypeVar("Dated", bound=Period)


def on(day: date, entries: Sequence[Dated]) -> Dated | None:
    """The entry in force on a day; before the first one, the first; after the last, the last; None where there is none."""
    if not entries:
        return None
    for entry in entries:
        if entry.covers(day):
            return entry
    ordered = sorted(entries, key=lambda entry: entry.since or date.min)
    earlier = [entry for entry in ordered if entry.since is None or entry.since <= day]
    return earlier[-1] if earlier else ordered[0]


class Unit(Record):
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
        """Full name in force on a day (domain §7)."""
        entry = on(day, self.names)
        assert entry is not None
        return entry.name

    def short_on(self, day: date) -> str:
        entry = on(day, self.names)
        assert entry is not None
        return entry.short or entry.name

    def parent_on(self, day: date, kind: ParentKind = ParentKind.GOVERNING) -> str | None:
        """Id of the parent of a kind on a day; None after the last one's end (a district that is no more governs nobody)."""
        entry = on(day, [parent for parent in self.parents if parent.kind is kind])
        return entry.unit if entry and (entry.until is None or day <= entry.until) else None

    def place_on(self, day: date) -> UnitPlace | None:
        return on(day, self.places)


__all__ = [
    "ParentKind",
    "Prose",
    "Unit",
    "UnitChange",
    "UnitKind",
    "UnitName",
    "UnitParent",
    "UnitPlace",
    "UnitStatus",
    "on",
]
