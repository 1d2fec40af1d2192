"""Final editions (bản đã chốt): what was handed over to be printed, file by file and word by word. `kyyeu print … --final` writes them."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from kyyeu.model import read
from kyyeu.model.fields import Choice, ConferenceRef, Count, Day, Line, OwnedRecord, Value, declare, items
from kyyeu.model.printing import PrintedWork
from kyyeu.model.privacy import NOWHERE, PAPER

HIDDEN = "⟦⟧"  # stands for a line that the publishing gate took out; printed faces lack the bracket, so that no text has it
Checksum = Annotated[str, AfterValidator(read.checksum)]
Said = Annotated[str, StringConstraints(max_length=1_000_000)]
NameByRef = dict[str, Line]


class FinalWork(Choice):
    """The works that are printed in copies and bound: what a slip can be laid in."""

    KY_YEU = PrintedWork.KY_YEU.value, "Kỷ yếu"
    LEAFLET = PrintedWork.LEAFLET.value, "Chương trình"
    HANDBOOK = PrintedWork.HANDBOOK.value, "Sổ tay đại biểu"


class FinalFile(Value):
    edition: Line = declare(
        PAPER, "Bản", "press: cho nhà in; imposed: bình trang; screen: xem trên màn hình."
    )
    checksum: Checksum = declare(PAPER, "Mã băm", "SHA-256 của tệp đã giao in.")


class FinalPart(Value):
    """What a part of the book said, a line each; “⟦13⟧” stands where page 13 begins, `page` is the first one."""

    name: Line = declare(PAPER, "Phần", "Tên phần trong chương trình in, ví dụ dien-hinh/<đơn vị>/<mã>.")
    title: str = declare(PAPER, "Đầu đề", "Như ở mục lục.", "")
    page: Count = declare(PAPER, "Trang", "Trang đầu của phần này trong sách đã in.", ge=1)
    said: Said = declare(PAPER, "Lời đã in", "Mỗi dòng một đoạn; ⟦13⟧ là chỗ sang trang 13.", "")


class FinalEdition(OwnedRecord):
    """The key is `<work>-<conference>-<version>`. Only the newest version of a work holds `parts`: it is what corrections are told of."""

    work: FinalWork = declare(PAPER, "Ấn phẩm", "Mã ấn phẩm, như kyyeu print --list liệt kê.")
    conference: ConferenceRef = declare(PAPER, "Hội nghị", "Mã hội nghị, dạng đơn-vị/giai-đoạn.")
    version: Count = declare(PAPER, "Bản số", "1, 2, … theo thứ tự chốt.", ge=1)
    date: Day = declare(PAPER, "Ngày chốt", "Ngày ghi sổ.")
    pages: Count = declare(PAPER, "Số trang", "Kể cả bìa.", ge=1)
    files: tuple[FinalFile, ...] = declare(
        PAPER, "Tệp đã giao", "Mỗi tệp một mục: bản và mã băm.", min_length=1
    )
    exemplars: NameByRef = declare(NOWHERE, "Điển hình có tên", "Mã và tên in trong sách.", {})
    delegates: NameByRef = declare(NOWHERE, "Đại biểu có tên", "Mã và tên in trong sách.", {})
    parts: tuple[FinalPart, ...] = items(
        PAPER, "Các phần", "Theo thứ tự trong sách; chỉ bản mới nhất giữ phần này."
    )

    @property
    def key(self) -> str:
        return f"{self.work.value}-{self.conference.partition('/')[2]}-{self.version}"
