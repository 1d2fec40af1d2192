"""Defines the records of awards (khen thưởng): award titles, award decisions, and awards received.

An award decision has a list of the people and units (schools and offices) that it honours.
"""

from typing import Annotated, Any

from pydantic import BeforeValidator

from kyyeu.model.fields import (
    AwardTitleRef,
    Choice,
    Count,
    Day,
    DecisionRef,
    ExemplarRef,
    Line,
    Record,
    SchoolYear,
    UnitRef,
    Value,
    Year,
    declare,
    items,
)
from kyyeu.model.privacy import BLANKED, DROPPED, EVERYWHERE, LEFT_OUT


class Level(Choice):
    """Lists the administrative levels of an award or a conference, from the nation down to the unit.

    A unit is a school or an office. On stage and in lists, the highest level comes first.
    """

    NATION = "nation", "Nhà nước"
    MINISTRY = "ministry", "Bộ"
    PROVINCE = "province", "Tỉnh"
    SECTOR = "sector", "Ngành"
    DISTRICT = "district", "Huyện"
    UNIT = "unit", "Cơ sở"

    @property
    def rank(self) -> int:
        """Returns the level's position in the order from the nation (0) down to the school or office (5)."""
        return list(Level).index(self)


class AwardKind(Choice):
    """Lists the categories of awards in the law on emulation and commendation, such as orders and prizes."""

    TITLE = "title", "Danh hiệu thi đua"
    ORDER = "order", "Huân chương, Huy chương"
    HONOUR = "honour", "Danh hiệu vinh dự Nhà nước"
    PRIZE = "prize", "Giải thưởng"
    MEDAL = "medal", "Kỷ niệm chương"
    COMMENDATION = "commendation", "Bằng khen"
    CERTIFICATE = "certificate", "Giấy khen"


class Recipient(Choice):
    """Lists who may receive an award title: individuals, collectives or both."""

    INDIVIDUAL = "individual", "Cá nhân"
    COLLECTIVE = "collective", "Tập thể"
    BOTH = "both", "Cá nhân và tập thể"


class Regime(Choice):
    """Lists the laws on emulation and commendation, of 2003 and 2022, by which award titles are conferred."""

    LAW_2003 = "law_2003", "Luật Thi đua, khen thưởng 2003 (sửa đổi 2005, 2013), đến 31/12/2023"
    LAW_2022 = "law_2022", "Luật số 06/2022/QH15, từ 01/01/2024"


class AwardStatus(Choice):
    """Lists the legal states of an award or award decision: in force, annulled, withdrawn or restored."""

    IN_FORCE = "in_force", "Còn hiệu lực"
    ANNULLED = "annulled", "Đã hủy bỏ"
    WITHDRAWN = "withdrawn", "Đã thu hồi"
    RESTORED = "restored", "Đã phục hồi"

    @property
    def holds(self) -> bool:
        """Returns whether an award or award decision in this state is in force."""
        return self in (AwardStatus.IN_FORCE, AwardStatus.RESTORED)


class AwardTitle(Record):
    """Holds a title (danh hiệu thi đua) or a reward (hình thức khen thưởng), in data/awards.yml."""

    name: Line = declare(EVERYWHERE, "Tên gọi", "Tên đầy đủ theo luật.")
    short: Line | None = declare(EVERYWHERE, "Viết tắt", "Ví dụ: CSTĐ cơ sở.", None)
    kind: AwardKind = declare(EVERYWHERE, "Loại", "Danh hiệu, huân chương, bằng khen…")
    recipient: Recipient = declare(EVERYWHERE, "Đối tượng", "Cá nhân, tập thể hoặc cả hai.")
    level: Level = declare(EVERYWHERE, "Cấp", "Cấp quyết định.")
    order: Count = declare(EVERYWHERE, "Thứ tự", "Số nhỏ đứng trước khi xướng tên; trong cùng cấp.")
    ranks: tuple[Line, ...] = items(EVERYWHERE, "Hạng", "Các hạng hoặc giải, cao nhất trước.")
    regimes: tuple[Regime, ...] = declare(EVERYWHERE, "Chế độ pháp lý", "Luật áp dụng.")


class ListedRecipient(Value):
    """Holds one person or unit (school or office) on the list of an award decision, with the award.

    Certificates and the presenter's script print the name exactly as `as_printed` has it.
    """

    person: ExemplarRef | None = declare(
        EVERYWHERE, "Cá nhân", "Mã điển hình, dạng đơn-vị/mã.", None, withheld=DROPPED
    )
    unit: UnitRef | None = declare(EVERYWHERE, "Tập thể", "Mã đơn vị.", None)
    award: AwardTitleRef = declare(EVERYWHERE, "Khen thưởng", "Mã trong data/awards.yml.")
    as_printed: Line | None = declare(
        EVERYWHERE, "Tên trong danh sách", "Đúng từng chữ như danh sách kèm theo quyết định.", None
    )


class Decision(Record):
    """Holds a decision (quyết định) that confers awards on listed people and units, in data/decisions.yml.

    Units are schools and offices.
    """

    number: Line | None = declare(EVERYWHERE, "Số", "Ví dụ: 1582/QĐ-CTN.", None)
    date: Day | None = declare(EVERYWHERE, "Ngày", "Ngày ký.", None)
    issuer: Line = declare(EVERYWHERE, "Cơ quan ban hành", "Người hoặc cơ quan ký.")
    reason: Line | None = declare(
        EVERYWHERE, "Thành tích", "Lời ghi thành tích chung cho cả danh sách, in trên giấy khen.", None
    )
    list: tuple[ListedRecipient, ...] = items(
        EVERYWHERE, "Danh sách kèm theo", "Theo đúng thứ tự của danh sách.", withheld=LEFT_OUT
    )
    status: AwardStatus = declare(
        EVERYWHERE,
        "Hiệu lực",
        "Quyết định đã hủy thì mọi khen thưởng theo nó không hiện.",
        AwardStatus.IN_FORCE,
    )


class CitedDecision(Value):
    """Names the decision that conferred an award.

    It has the decision's id, or its number, date and issuer if the project has no record of the decision.
    """

    id: DecisionRef | None = declare(
        EVERYWHERE, "Mã quyết định", "Mã trong data/decisions.yml.", None, withheld=BLANKED
    )
    number: Line | None = declare(EVERYWHERE, "Số", "Ví dụ: 1582/QĐ-CTN.", None)
    date: Day | None = declare(EVERYWHERE, "Ngày", "Ngày ký.", None)
    issuer: Line | None = declare(EVERYWHERE, "Cơ quan ban hành", "Người hoặc cơ quan ký.", None)


def _cited(value: Any) -> Any:
    """Returns an award's `decision` field as a dict; a plain text is read as the decision's id."""
    return {"id": value} if isinstance(value, str) else value


class Award(Value):
    """Holds one award that a school, an office or an exemplar (honoured person or group) has received."""

    title: AwardTitleRef = declare(EVERYWHERE, "Danh hiệu, hình thức", "Mã trong data/awards.yml.")
    rank: Line | None = declare(EVERYWHERE, "Hạng, giải", "Ví dụ: Hạng Ba, Giải Nhì.", None)
    year: Year | None = declare(EVERYWHERE, "Năm", "Năm được tặng.", None)
    school_year: SchoolYear | None = declare(EVERYWHERE, "Năm học", "Dạng 2018-2019.", None)
    decision: Annotated[CitedDecision | None, BeforeValidator(_cited)] = declare(
        EVERYWHERE, "Quyết định", "Mã quyết định, hoặc số, ngày, cơ quan.", None
    )
    reason: Line | None = declare(EVERYWHERE, "Thành tích", "Được tặng vì việc gì.", None)
    status: AwardStatus = declare(
        EVERYWHERE, "Hiệu lực", "Đã hủy hoặc thu hồi thì không hiện ở đâu.", AwardStatus.IN_FORCE
    )
