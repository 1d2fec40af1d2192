"""The table of the workbook's sheets: which records of a unit it holds, in which columns. Writing and reading both go by it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kyyeu.model.awards import Award
from kyyeu.model.conferences import (
    CompositionRow,
    Conference,
    Delegate,
    Media,
    News,
    ProgrammeItem,
    Session,
    Speech,
    Submission,
)
from kyyeu.model.exemplars import Achievement, Exemplar, Recognition
from kyyeu.model.fields import Depicted, Picture, Text, Value, declare
from kyyeu.model.form import Field, Widget, fields_of
from kyyeu.model.movements import Joined, Model, Movement, Praise, YearResult
from kyyeu.model.privacy import NOWHERE
from kyyeu.model.units import Unit
from kyyeu.outputs.workbook.columns import ID, Keys, SheetColumn, columns_of

INSTRUCTIONS, CATALOGUE, BASELINE = "Hướng dẫn", "Danh mục", "kyyeu"
ROWS = 2_000  # of a sheet that are read; a unit has some tens
COLUMNS = 80
HEAD, KEYS, FIRST = 1, 2, 3  # rows: labels, keys (hidden), the first record
PARENT = "@"  # key of the column that says to which record a row belongs
ITEM = "programme_item"  # what an item's code refers to: the items of the official programmes


class Paragraph(Value):
    """A row of the sheet that holds the articles; paragraphs pasted from Word fall into rows of their own."""

    text: Text = declare(
        NOWHERE,
        "Đoạn văn",
        "Mỗi dòng một đoạn. Dán cả bài từ Word: mỗi đoạn rơi vào một dòng, cột đầu ghi ở dòng thứ nhất.",
    )


@dataclass(frozen=True, slots=True)
class InnerList:
    """A list within an entry, at `path`: the first of it stands in the entry's row, each further one in a row below that says nothing
    else. `columns` go by their keys from there, `heads` are the same as the sheet shows them."""

    path: Keys
    label: str
    columns: tuple[SheetColumn, ...]
    heads: tuple[SheetColumn, ...]


@dataclass(frozen=True, slots=True)
class WorkbookSheet:
    """A sheet of records has `kind`, and says where in the file they stand (`at`) and by which columns (`same`) a row without an id is
    known. A sheet below another holds the entries of its records' list `field`, which are told apart by the column `known` where they
    changed. `omitted` are the fields that only the Sở edits."""

    code: str
    title: str
    about: str
    columns: tuple[SheetColumn, ...]
    record: type[Value]
    kind: str = ""
    at: Keys = ()
    same: tuple[str, ...] = ()
    parent: str = ""
    field: str = ""
    known: str = ""
    inner: InnerList | None = None
    omitted: tuple[str, ...] = ()

    @property
    def path(self) -> Keys:
        """From a record to its list: ("photo", "people")."""
        return tuple(self.field.split("."))

    @property
    def cells(self) -> tuple[SheetColumn, ...]:
        """What a row says of an entry or record, in the model's order: the columns, with those of the list within."""
        if self.inner is None:
            return self.columns
        order = list(fields_of(self.record))
        return tuple(
            sorted((*self.columns, *self.inner.heads), key=lambda column: order.index(column.keys[0]))
        )

    @property
    def heads(self) -> tuple[SheetColumn, ...]:
        """With the columns that say which record a row is, or to which it belongs."""
        if self.parent:
            above = BY_CODE[self.parent]
            if not above.same:
                return self.cells
            one = above.code == "conference"  # which most units hold one of
            help = f"Chọn {_article(above.title)} mà dòng này thuộc về" + (
                "; đơn vị chỉ có một thì để trống được." if one else f", đúng tên ở trang “{above.title}”."
            )
            field = Field(PARENT, above.title, help, not one, Widget.REFERENCE, reference=PARENT)
            return (SheetColumn((PARENT,), above.title, field, required=not one), *self.cells)
        if not self.same:
            return self.columns
        return (ID, *sorted(self.columns, key=lambda column: column.key not in self.same))


def _article(title: str) -> str:
    return title[:1].lower() + title[1:]


def _records(
    code: str,
    title: str,
    about: str,
    record: type[Value],
    same: Sequence[str] = (),
    *,
    kind: str = "",
    at: Keys = (),
    omitted: Sequence[str] = (),
) -> WorkbookSheet:
    by_path = ("id", "unit", "body")
    columns = tuple(columns_of(record, (*by_path, *omitted)))
    return WorkbookSheet(
        code, title, about, columns, record, kind or code, at, tuple(same), omitted=tuple(omitted)
    )


def _entries(
    parent: str,
    field: str,
    title: str,
    about: str,
    record: type[Value],
    *,
    known: str = "",
    inner: Keys = (),
    omitted: Sequence[str] = (),
) -> WorkbookSheet:
    columns = tuple(
        replace(column, wide=True) if record is Paragraph else column
        for column in columns_of(record, omitted)
    )
    return WorkbookSheet(
        f"{parent}.{field}",
        title,
        about,
        columns,
        record,
        parent=parent,
        field=field,
        known=known,
        inner=_inner(record, inner) if inner else None,
        omitted=tuple(omitted),
    )


def _inner(record: type[Value], path: Keys) -> InnerList:
    for name in path[:-1]:
        group = fields_of(record)[name].group
        assert group is not None
        record = group
    found = fields_of(record)[path[-1]]
    assert found.group is not None
    return InnerList(
        path,
        found.label,
        tuple(columns_of(found.group)),
        tuple(columns_of(found.group, above=path, label=found.label)),
    )


def _programme() -> WorkbookSheet:
    """An item's code is picked by the official item's name; one of the conference's own has a name instead, and gets a code from it."""
    about = "Mỗi mục của chương trình một dòng, theo thứ tự; người thực hiện thứ hai của một mục ghi ở dòng ngay dưới."
    sheet = _entries(
        "conference",
        "programme",
        "Chương trình",
        about,
        ProgrammeItem,
        known="code",
        inner=("presenters",),
        omitted=("links.attachments",),
    )
    code = sheet.columns[0]
    item = replace(code.field, label="Mục chính thức", widget=Widget.REFERENCE, reference=ITEM)
    return replace(
        sheet, columns=(replace(code, label=item.label, field=item, required=False), *sheet.columns[1:])
    )


SHEETS: tuple[WorkbookSheet, ...] = (
    _records(
        "unit",
        "Đơn vị",
        "Một dòng về đơn vị.",
        Unit,
        omitted=("names", "parents", "places", "predecessors", "successors", "editors", "picture.focus"),
    ),
    _entries(
        "unit",
        "picture.people",
        "Người trong ảnh đơn vị",
        "Ai nhận ra được trong ảnh đơn vị; thiếu phiếu thì ảnh không đăng.",
        Depicted,
    ),
    _entries(
        "unit", "awards", "Khen thưởng đơn vị", "Danh hiệu, hình thức khen thưởng của chính đơn vị.", Award
    ),
    _records(
        "exemplar",
        "Điển hình",
        "Mỗi dòng một cá nhân, tập thể hoặc mô hình điển hình.",
        Exemplar,
        ("name",),
        omitted=("sort_key", "aliases", "photo.focus"),
    ),
    _entries(
        "exemplar",
        "achievements",
        "Thành tích",
        "Ba đến năm thành tích có con số của mỗi điển hình.",
        Achievement,
    ),
    _entries(
        "exemplar", "awards", "Khen thưởng", "Danh hiệu, hình thức khen thưởng của từng điển hình.", Award
    ),
    _entries(
        "exemplar",
        "recognitions",
        "Tôn vinh",
        "Điển hình được tôn vinh ở cấp nào, hội nghị nào.",
        Recognition,
    ),
    _entries(
        "exemplar",
        "body",
        "Bài viết",
        "Bài 400–900 chữ về từng điển hình; dán được cả bài từ Word.",
        Paragraph,
    ),
    _entries(
        "exemplar",
        "photo.people",
        "Người trong ảnh",
        "Ai khác nhận ra được trong ảnh của điển hình; thiếu phiếu thì ảnh không đăng.",
        Depicted,
    ),
    _records("model", "Mô hình", "Mô hình, cách làm đáng nhân rộng (Phụ lục số 02).", Model, ("name",)),
    _entries("model", "praised", "Biểu dương mô hình", "Mô hình được biểu dương dưới hình thức nào.", Praise),
    _records(
        "joined",
        "Phong trào tham gia",
        "Phong trào của cấp trên mà đơn vị hưởng ứng (Phụ lục số 01).",
        Joined,
        ("movement",),
        kind="unit_movements",
        at=("joined",),
    ),
    _entries(
        "joined",
        "results",
        "Kết quả tham gia",
        "Số liệu từng năm của các phong trào đã tham gia.",
        YearResult,
    ),
    _records(
        "launched",
        "Phong trào phát động",
        "Phong trào do chính đơn vị phát động (Phụ lục số 01).",
        Movement,
        ("name",),
        kind="unit_movements",
        at=("launched",),
        omitted=("outline",),
    ),
    _entries(
        "launched",
        "results",
        "Kết quả phát động",
        "Số liệu từng năm của các phong trào do đơn vị phát động.",
        YearResult,
    ),
    _records(
        "conference",
        "Hội nghị",
        "Hội nghị, đại hội do chính đơn vị tổ chức; mỗi dòng một hội nghị.",
        Conference,
        ("cycle", "form"),
        omitted=("allocation",),
    ),
    _entries(
        "conference",
        "sessions",
        "Phiên họp",
        "Ngày, giờ, nơi họp; mỗi phiên một dòng, thường chỉ một.",
        Session,
    ),
    _programme(),
    _entries(
        "conference",
        "composition",
        "Cơ cấu đại biểu",
        "Bao nhiêu nữ, nhà giáo, học sinh…; chỉ số gộp.",
        CompositionRow,
        known="label",
    ),
    _entries(
        "conference",
        "media",
        "Ảnh hội nghị",
        "Mỗi dòng một ảnh hoặc phim; người thứ hai trong ảnh ghi ở dòng ngay dưới.",
        Media,
        known="picture.file",
        inner=("picture", "people"),
        omitted=("picture.focus",),
    ),
    _records(
        "speech",
        "Tham luận",
        "Tham luận, diễn văn, lời phát động…; mỗi bài một dòng.",
        Speech,
        ("title", "conference"),
    ),
    _entries(
        "speech",
        "body",
        "Bài tham luận",
        "Toàn văn đã duyệt của từng bài; dán được cả bài từ Word.",
        Paragraph,
    ),
    _records("news", "Tin", "Tin của đơn vị trước, trong, sau hội nghị.", News, ("title", "date")),
    _entries(
        "news",
        "pictures",
        "Ảnh tin",
        "Mỗi dòng một ảnh; người thứ hai trong ảnh ghi ở dòng ngay dưới.",
        Picture,
        known="file",
        inner=("people",),
        omitted=("focus",),
    ),
    _entries("news", "body", "Bài tin", "Nội dung của từng tin; dán được cả bài từ Word.", Paragraph),
    _records(
        "delegate",
        "Đại biểu",
        "Đại biểu đơn vị bầu hoặc cử đi dự hội nghị, đại hội cấp trên.",
        Delegate,
        ("name", "conference"),
    ),
    _records("submission", "Nộp về Sở", "Đã gửi gì về Sở, ngày nào.", Submission, ("cycle", "item")),
)
BY_CODE: Mapping[str, WorkbookSheet] = {sheet.code: sheet for sheet in SHEETS}
assert len(BY_CODE) == len({sheet.title for sheet in SHEETS}) == len(SHEETS), "two sheets bear one name"


def below(sheet: WorkbookSheet) -> tuple[WorkbookSheet, ...]:
    """The sheets that hold the lists of a sheet's records."""
    return tuple(entry for entry in SHEETS if entry.parent == sheet.code)


def left_out() -> Iterator[str]:
    """'Đơn vị: tên gọi, cấp trên': what only the Sở edits, by sheet; what is left out of several is named once."""
    told: set[str] = set()
    for sheet in SHEETS:
        labels = [
            label for keys in sheet.omitted if (label := _label(sheet.record, keys.split("."))) not in told
        ]
        told |= {*labels}
        if labels:
            yield f"{sheet.title}: {', '.join(map(_article, labels))}"


def _label(record: type[Value], keys: Sequence[str]) -> str:
    found = fields_of(record)[keys[0]]
    return found.label if len(keys) == 1 or found.group is None else _label(found.group, keys[1:])
