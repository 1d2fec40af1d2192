"""The table of the workbook's sheets: which records of a unit it holds, in which columns. Writing and reading both go by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from build_scripts.model.awards import Award
from build_scripts.model.conferences import Delegate, Submission
from build_scripts.model.exemplars import Achievement, Exemplar, Recognition
from build_scripts.model.fields import Text, Value, declare
from build_scripts.model.form import Field, Widget
from build_scripts.model.movements import Joined, Model, Movement, Praise, YearResult
from build_scripts.model.units import Unit
from build_scripts.outputs.workbook.columns import ID, Column, Keys, columns_of

INSTRUCTIONS, CATALOGUE, BASE = "Hướng dẫn", "Danh mục", "kyyeu"
ROWS = 2_000  # of a sheet that are read; a unit has some tens
COLUMNS = 80
HEAD, KEYS, FIRST = 1, 2, 3  # rows: labels, keys (hidden), the first record
PARENT = "@"  # key of the column that says to which record a row belongs


class Paragraph(Value):
    """A row of the sheet that holds the articles; paragraphs pasted from Word fall into rows of their own."""

    text: Text = declare("Đoạn văn", "Mỗi dòng một đoạn. Dán cả bài từ Word: mỗi đoạn rơi vào một dòng, cột đầu ghi ở dòng thứ nhất.")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of records has `kind`, and says where in the file they stand (`at`) and by which columns (`same`) a row without an id is
    known. A sheet below another holds the entries of its records' list `field`."""

    code: str
    title: str
    about: str
    columns: tuple[Column, ...]
    record: type[Value]
    kind: str = ""
    at: Keys = ()
    same: tuple[str, ...] = ()
    parent: str = ""
    field: str = ""

    @property
    def heads(self) -> tuple[Column, ...]:
        """With the columns that say which record a row is, or to which it belongs."""
        if self.parent:
            above = BY_CODE[self.parent]
            if not above.same:
                return self.columns
            help = f"Chọn {_article(above.title)} mà dòng này thuộc về, đúng tên ở trang “{above.title}”."
            field = Field(PARENT, above.title, help, True, Widget.REFERENCE, reference=PARENT)
            return (Column((PARENT,), above.title, field, required=True), *self.columns)
        if not self.same:
            return self.columns
        return (ID, *sorted(self.columns, key=lambda column: column.key not in self.same))


def _article(title: str) -> str:
    return title[:1].lower() + title[1:]


def _records(code: str, title: str, about: str, record: type[Value], kind: str, same: Sequence[str] = (), at: Keys = (),
             omitted: Sequence[str] = ()) -> Sheet:
    by_path = ("id", "unit", "body")
    return Sheet(code, title, about, tuple(columns_of(record, (*by_path, *omitted))), record, kind, at, tuple(same))


def _entries(parent: str, field: str, title: str, about: str, record: type[Value]) -> Sheet:
    columns = tuple(replace(column, wide=True) if record is Paragraph else column for column in columns_of(record))
    return Sheet(f"{parent}.{field}", title, about, columns, record, parent=parent, field=field)


SHEETS: tuple[Sheet, ...] = (
    _records("unit", "Đơn vị", "Một dòng về đơn vị. Tên gọi, cấp trên, địa bàn do Sở sửa, không có ở đây.", Unit, "unit",
             omitted=("picture.focus",)),
    _entries("unit", "awards", "Khen thưởng đơn vị", "Danh hiệu, hình thức khen thưởng của chính đơn vị.", Award),
    _records("exemplar", "Điển hình", "Mỗi dòng một cá nhân, tập thể hoặc mô hình điển hình.", Exemplar, "exemplar", ("name",),
             omitted=("sort_key", "aliases", "photo.focus")),
    _entries("exemplar", "achievements", "Thành tích", "Ba đến năm thành tích có con số của mỗi điển hình.", Achievement),
    _entries("exemplar", "awards", "Khen thưởng", "Danh hiệu, hình thức khen thưởng của từng điển hình.", Award),
    _entries("exemplar", "recognitions", "Tôn vinh", "Điển hình được tôn vinh ở cấp nào, hội nghị nào.", Recognition),
    _entries("exemplar", "body", "Bài viết", "Bài 400–900 chữ về từng điển hình; dán được cả bài từ Word.", Paragraph),
    _records("model", "Mô hình", "Mô hình, cách làm đáng nhân rộng (Phụ lục số 02).", Model, "model", ("name",)),
    _entries("model", "praised", "Biểu dương mô hình", "Mô hình được biểu dương dưới hình thức nào.", Praise),
    _records("joined", "Phong trào tham gia", "Phong trào của cấp trên mà đơn vị hưởng ứng (Phụ lục số 01).", Joined, "unit_movements",
             ("movement",), ("joined",)),
    _entries("joined", "results", "Kết quả tham gia", "Số liệu từng năm của các phong trào đã tham gia.", YearResult),
    _records("launched", "Phong trào phát động", "Phong trào do chính đơn vị phát động (Phụ lục số 01).", Movement, "unit_movements",
             ("name",), ("launched",), omitted=("parent", "outline")),
    _entries("launched", "results", "Kết quả phát động", "Số liệu từng năm của các phong trào do đơn vị phát động.", YearResult),
    _records("delegate", "Đại biểu", "Đại biểu đơn vị bầu hoặc cử đi dự hội nghị, đại hội cấp trên.", Delegate, "delegate",
             ("name", "conference")),
    _records("submission", "Nộp về Sở", "Đã gửi gì về Sở, ngày nào.", Submission, "submission", ("cycle", "item")),
)
BY_CODE = {sheet.code: sheet for sheet in SHEETS}
assert len(BY_CODE) == len({sheet.title for sheet in SHEETS}) == len(SHEETS), "two sheets bear one name"


def below(sheet: Sheet) -> tuple[Sheet, ...]:
    """The sheets that hold the lists of a sheet's records."""
    return tuple(entry for entry in SHEETS if entry.parent == sheet.code)
