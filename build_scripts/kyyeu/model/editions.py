"""Describes the register of final editions (bản đã chốt): the text and files of books handed to the printer.

`kyyeu print … --final` adds a book to the register. A later version of the book is compared with it to print
an errata slip.
"""

from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from kyyeu.model import read
from kyyeu.model.fields import Choice, ConferenceRef, Count, Day, Line, OwnedRecord, Value, declare, items
from kyyeu.model.printing import PrintedWork
from kyyeu.model.privacy import NOWHERE, PAPER

# Stands in a book's register for a line that the publishing gate (which withholds people without consent)
# left out. No record contains these brackets, because the fonts lack them.
HIDDEN = "⟦⟧"
Checksum = Annotated[str, AfterValidator(read.checksum)]
PrintedText = Annotated[str, StringConstraints(max_length=1_000_000)]
NameByRef = dict[str, Line]


class FinalWork(Choice):
    """The bound printed works: those into which an errata slip (đính chính) can be inserted."""

    KY_YEU = PrintedWork.KY_YEU.value, "Kỷ yếu"
    LEAFLET = PrintedWork.LEAFLET.value, "Chương trình"
    HANDBOOK = PrintedWork.HANDBOOK.value, "Sổ tay đại biểu"


class FinalFile(Value):
    """A file that was handed to the printer, with the SHA-256 hash of its content."""

    edition: Line = declare(
        PAPER, "Bản", "press: cho nhà in; imposed: bình trang; screen: xem trên màn hình."
    )
    checksum: Checksum = declare(PAPER, "Mã băm", "SHA-256 của tệp đã giao in.")


class FinalPart(Value):
    """A part of a printed book as text, one line for each paragraph.

    “⟦13⟧” in `text` marks the start of page 13, and `page` is the first page of the part. In YAML the key of
    `text` is `said`.
    """

    name: Line = declare(PAPER, "Phần", "Tên phần trong chương trình in, ví dụ dien-hinh/<đơn vị>/<mã>.")
    title: str = declare(PAPER, "Đầu đề", "Như ở mục lục.", "")
    page: Count = declare(PAPER, "Trang", "Trang đầu của phần này trong sách đã in.", ge=1)
    text: PrintedText = declare(
        PAPER, "Lời đã in", "Mỗi dòng một đoạn; ⟦13⟧ là chỗ sang trang 13.", "", alias="said"
    )


class FinalEdition(OwnedRecord):
    """A version of a conference's book that was handed to the printer, in data/units/<unit>/editions.yml.

    Only the newest version of a book keeps `parts`, because an errata slip corrects the newest version.
    """

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
        """The id that this final edition must have: `<work>-<conference's id>-<version>`."""
        return f"{self.work.value}-{self.conference.partition('/')[2]}-{self.version}"
