"""Defines the register of final editions (bản đã chốt): the text and files of books handed to the printer.

`kyyeu print … --final` adds a book to the register. A later version of the book is compared with the
registered text to print an errata slip.
"""

from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from kyyeu.model import read
from kyyeu.model.fields import Choice, ConferenceRef, Count, Day, Line, OwnedRecord, Value, declare, items
from kyyeu.model.printing import PrintedWork
from kyyeu.model.privacy import NOWHERE, PAPER

# HIDDEN replaces a line of a printed book that names a person who may not be shown. No record contains these
# brackets, because characters that the program's fonts lack are refused.
HIDDEN = "⟦⟧"
Checksum = Annotated[str, AfterValidator(read.checksum)]
PrintedText = Annotated[str, StringConstraints(max_length=1_000_000)]
NameByRef = dict[str, Line]


class FinalWork(Choice):
    """Lists the printed works that are bound, so that an errata slip (đính chính) can be laid into them."""

    KY_YEU = PrintedWork.KY_YEU.value, "Kỷ yếu"
    LEAFLET = PrintedWork.LEAFLET.value, "Chương trình"
    HANDBOOK = PrintedWork.HANDBOOK.value, "Sổ tay đại biểu"


class FinalFile(Value):
    """Identifies a file that was handed to the printer, by its edition and the SHA-256 of its content."""

    edition: Line = declare(
        PAPER, "Bản", "press: cho nhà in; imposed: bình trang; screen: xem trên màn hình."
    )
    checksum: Checksum = declare(PAPER, "Mã băm", "SHA-256 của tệp đã giao in.")


class FinalPart(Value):
    """Holds the text of one part of a printed book, with one line for each paragraph.

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
    """Holds a version of a conference's book as handed to the printer, in data/units/<unit>/editions.yml.

    Only the newest version of a book keeps its text in `parts`, because an errata slip corrects that version.
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
        """Returns the id that this final edition must have: `<work>-<conference's id>-<version>`."""
        return f"{self.work.value}-{self.conference.partition('/')[2]}-{self.version}"
