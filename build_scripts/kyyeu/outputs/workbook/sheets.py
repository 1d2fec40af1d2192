"""Lists the sheets and columns of a unit's workbook, for writing workbooks and for reading them back.

A sheet holds records of one kind, or the items of a list in such records. The columns of a sheet, with their
labels and help texts, follow from a class of the model. A group of fields becomes several columns.
"""

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
from kyyeu.model.fields import ID_LENGTH, ID_PATTERN, Choice, Depicted, Picture, Text, Value, declare
from kyyeu.model.form import Field, Widget, fields_of
from kyyeu.model.movements import Joined, Model, Movement, Praise, YearResult
from kyyeu.model.privacy import NOWHERE
from kyyeu.model.units import Unit

INSTRUCTIONS, CATALOGUE, BASELINE = "Hướng dẫn", "Danh mục", "kyyeu"
# Largest number of rows and columns that are read from a sheet on import. Units fill in some tens of rows.
ROWS, COLUMNS = 2_000, 80
# Rows of a workbook sheet, counted from 1: the labels of the columns, their hidden keys, and the first
# record.
HEAD, KEYS, FIRST = 1, 2, 3
PARENT = "@"  # Key of the column in which a list item's row names the record that the item belongs to.
# The name under which rows of a conference's programme refer to an item of the official programme.
ITEM = "programme_item"
Keys = tuple[str, ...]  # The path of keys from a record to one of its values, such as ("consent", "date").
_WIDTHS = {
    Widget.TEXT: 50,
    Widget.DAY: 13,
    Widget.INTEGER: 10,
    Widget.NUMBER: 12,
    Widget.FLAG: 12,
    Widget.CHOICE: 26,
    Widget.REFERENCE: 32,
    Widget.SCHOOL_YEAR: 12,
    Widget.URL: 30,
    Widget.CLOCK: 10,
}


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """Describes a column of a workbook sheet.

    `keys` is the path from a record to the column's value. `label` includes the name of the group to which
    the field belongs, if any. A field in which several choices may be ticked has a column for each choice.
    Then `member` is true, and the choice's code is the last of the `keys`.
    """

    keys: Keys
    label: str
    field: Field
    required: bool = False
    member: bool = False
    wide: bool = False

    @property
    def key(self) -> str:
        """Returns the path of the column's value in a record as one text, such as "consent.date"."""
        return ".".join(self.keys)

    @property
    def widget(self) -> Widget:
        """Returns the kind of input that the column's cells accept, such as a date or a choice."""
        return Widget.FLAG if self.member else self.field.widget

    @property
    def many(self) -> bool:
        """Returns whether a cell of the column can hold several values, one on each line."""
        return self.field.many and not self.member

    @property
    def choices(self) -> tuple[Choice, ...]:
        """Returns the values from which users choose in the column's cells; () if any value may be typed."""
        return tuple(self.field.choices or ()) if self.widget is Widget.CHOICE else ()

    @property
    def width(self) -> int:
        """Returns the width of the sheet's column, in characters."""
        return 110 if self.wide else _WIDTHS.get(self.widget, 26)


# The column that holds the records' ids; it is the first column of a sheet of records.
ID = SheetColumn(
    ("id",),
    "Mã",
    Field(
        "id",
        "Mã",
        "Chương trình tự đặt. Dòng mới thì để trống; đừng sửa mã đã có.",
        required=False,
        widget=Widget.ID,
        longest=ID_LENGTH,
        pattern=ID_PATTERN,
    ),
)


def columns_of(
    record: type[Value], omitted: Sequence[str] = (), above: Keys = (), label: str = ""
) -> Iterator[SheetColumn]:
    """Yields the sheet columns for the fields of a record or group, without those in `omitted`.

    Fields that hold a list of groups, groups by key, or prose get no columns. They have a sheet of their own,
    or are edited only in the record's file.
    """
    for name, field in fields_of(record).items():
        keys = (*above, name)
        title = f"{label}: {_small(field.label)}" if label else field.label
        if ".".join(keys) in omitted or field.keyed or field.widget is Widget.PROSE:
            continue
        if field.group:
            if not field.many:
                yield from columns_of(field.group, omitted, keys, field.label)
        elif field.choices and field.many:
            yield from (
                SheetColumn((*keys, choice.value), f"{title}: {_small(choice.label)}", field, member=True)
                for choice in field.choices
            )
        else:
            yield SheetColumn(keys, title, field, field.required and not above)


def _field_at(record: type[Value], keys: Sequence[str]) -> Field:
    field = fields_of(record)[keys[0]]
    return field if len(keys) == 1 or field.group is None else _field_at(field.group, keys[1:])


def _small(text: str) -> str:
    """Returns a label with a small first letter, for use after a colon: “Phiếu đồng ý: ngày ký”.

    Words in capitals stay as they are.
    """
    return text[:1].lower() + text[1:] if not text[1:2].isupper() else text


class Paragraph(Value):
    """Describes a row of a sheet of articles, which holds one paragraph of an article.

    If a user pastes an article from Word, each paragraph gets its own row.
    """

    text: Text = declare(
        NOWHERE,
        "Đoạn văn",
        "Mỗi dòng một đoạn. Dán cả bài từ Word: mỗi đoạn rơi vào một dòng, cột đầu ghi ở dòng thứ nhất.",
    )


@dataclass(frozen=True, slots=True)
class InnerList:
    """Describes a list inside each list item of a sheet, such as the people in a picture of a conference.

    The first item of this inner list is in the row of the outer item (the picture). Each further item has a
    row below it, in which the outer item's columns are blank. `path` has the keys from the outer item to the
    inner list. The keys of `columns` start at an item of the inner list, those of `heads` at the outer item.
    """

    path: Keys
    label: str
    columns: tuple[SheetColumn, ...]
    heads: tuple[SheetColumn, ...]


@dataclass(frozen=True, slots=True)
class WorkbookSheet:
    """Describes a sheet of the workbook, which holds records of one kind, or items of a list in such records.

    A sheet of records has `kind`. A sheet of list items has the code of the records' sheet in `parent`, and
    the name of the list's field in `field`.

    `at` are the keys below which the records stand in their file. `same` are the columns by which a record is
    recognised if its row has no id. The column `known` holds a value by which a changed row is matched with
    its old list item. `omitted` are fields that only the education department (Sở) edits.
    """

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
        """Returns the keys that lead from a record to the list in the sheet, such as ("photo", "people")."""
        return tuple(self.field.split("."))

    @property
    def cells(self) -> tuple[SheetColumn, ...]:
        """Returns the columns that hold values of records, in the order of the fields in the record class.

        Columns for a list inside a list item, such as the people in a picture, are included.
        """
        if self.inner is None:
            return self.columns
        order = list(fields_of(self.record))
        return tuple(
            sorted((*self.columns, *self.inner.heads), key=lambda column: order.index(column.keys[0]))
        )

    @property
    def heads(self) -> tuple[SheetColumn, ...]:
        """Returns all columns of the sheet from left to right.

        Columns that identify the record to which a row belongs come first.
        """
        if self.parent:
            parent = BY_CODE[self.parent]
            if not parent.same:
                return self.cells
            # The column that names the row's conference may stay empty, since most units hold only one
            # conference.
            optional = parent.code == "conference"
            help = f"Chọn {_small(parent.title)} mà dòng này thuộc về" + (
                "; đơn vị chỉ có một thì để trống được."
                if optional
                else f", đúng tên ở trang “{parent.title}”."
            )
            field = Field(PARENT, parent.title, help, not optional, Widget.REFERENCE, reference=PARENT)
            return (SheetColumn((PARENT,), parent.title, field, required=not optional), *self.cells)
        by_name = sorted(self.columns, key=lambda column: column.key not in self.same)
        return (ID, *by_name) if self.same else self.columns


def _record_sheet(
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
    return WorkbookSheet(
        code,
        title,
        about,
        tuple(columns_of(record, ("id", "unit", "body", *omitted))),
        record,
        kind or code,
        at,
        tuple(same),
        omitted=tuple(omitted),
    )


def _list_sheet(
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
    return WorkbookSheet(
        f"{parent}.{field}",
        title,
        about,
        tuple(replace(column, wide=record is Paragraph) for column in columns_of(record, omitted)),
        record,
        parent=parent,
        field=field,
        known=known,
        inner=_inner(record, inner) if inner else None,
        omitted=tuple(omitted),
    )


def _inner(record: type[Value], path: Keys) -> InnerList:
    field = _field_at(record, path)
    assert field.group is not None
    return InnerList(
        path,
        field.label,
        tuple(columns_of(field.group)),
        tuple(columns_of(field.group, above=path, label=field.label)),
    )


def _programme() -> WorkbookSheet:
    """Returns the sheet of a conference's programme items, in which users choose official items by name.

    For an item that is not in the official programme, users enter a title; its code is made from this title.
    """
    sheet = _list_sheet(
        "conference",
        "programme",
        "Chương trình",
        "Mỗi mục của chương trình một dòng, theo thứ tự; người thực hiện thứ hai của một mục ghi ở dòng ngay "
        "dưới.",
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
    _record_sheet(
        "unit",
        "Đơn vị",
        "Một dòng về đơn vị.",
        Unit,
        omitted=("names", "parents", "places", "predecessors", "successors", "editors", "picture.focus"),
    ),
    _list_sheet(
        "unit",
        "picture.people",
        "Người trong ảnh đơn vị",
        "Ai nhận ra được trong ảnh đơn vị; thiếu phiếu thì ảnh không đăng.",
        Depicted,
    ),
    _list_sheet(
        "unit", "awards", "Khen thưởng đơn vị", "Danh hiệu, hình thức khen thưởng của chính đơn vị.", Award
    ),
    _record_sheet(
        "exemplar",
        "Điển hình",
        "Mỗi dòng một cá nhân, tập thể hoặc mô hình điển hình.",
        Exemplar,
        ("name",),
        omitted=("sort_key", "aliases", "photo.focus"),
    ),
    _list_sheet(
        "exemplar",
        "achievements",
        "Thành tích",
        "Ba đến năm thành tích có con số của mỗi điển hình.",
        Achievement,
    ),
    _list_sheet(
        "exemplar", "awards", "Khen thưởng", "Danh hiệu, hình thức khen thưởng của từng điển hình.", Award
    ),
    _list_sheet(
        "exemplar",
        "recognitions",
        "Tôn vinh",
        "Điển hình được tôn vinh ở cấp nào, hội nghị nào.",
        Recognition,
    ),
    _list_sheet(
        "exemplar",
        "body",
        "Bài viết",
        "Bài 400–900 chữ về từng điển hình; dán được cả bài từ Word.",
        Paragraph,
    ),
    _list_sheet(
        "exemplar",
        "photo.people",
        "Người trong ảnh",
        "Ai khác nhận ra được trong ảnh của điển hình; thiếu phiếu thì ảnh không đăng.",
        Depicted,
    ),
    _record_sheet("model", "Mô hình", "Mô hình, cách làm đáng nhân rộng (Phụ lục số 02).", Model, ("name",)),
    _list_sheet(
        "model", "praised", "Biểu dương mô hình", "Mô hình được biểu dương dưới hình thức nào.", Praise
    ),
    _record_sheet(
        "joined",
        "Phong trào tham gia",
        "Phong trào của cấp trên mà đơn vị hưởng ứng (Phụ lục số 01).",
        Joined,
        ("movement",),
        kind="unit_movements",
        at=("joined",),
    ),
    _list_sheet(
        "joined",
        "results",
        "Kết quả tham gia",
        "Số liệu từng năm của các phong trào đã tham gia.",
        YearResult,
    ),
    _record_sheet(
        "launched",
        "Phong trào phát động",
        "Phong trào do chính đơn vị phát động (Phụ lục số 01).",
        Movement,
        ("name",),
        kind="unit_movements",
        at=("launched",),
        omitted=("outline",),
    ),
    _list_sheet(
        "launched",
        "results",
        "Kết quả phát động",
        "Số liệu từng năm của các phong trào do đơn vị phát động.",
        YearResult,
    ),
    _record_sheet(
        "conference",
        "Hội nghị",
        "Hội nghị, đại hội do chính đơn vị tổ chức; mỗi dòng một hội nghị.",
        Conference,
        ("cycle", "form"),
        omitted=("allocation",),
    ),
    _list_sheet(
        "conference",
        "sessions",
        "Phiên họp",
        "Ngày, giờ, nơi họp; mỗi phiên một dòng, thường chỉ một.",
        Session,
    ),
    _programme(),
    _list_sheet(
        "conference",
        "composition",
        "Cơ cấu đại biểu",
        "Bao nhiêu nữ, nhà giáo, học sinh…; chỉ số gộp.",
        CompositionRow,
        known="label",
    ),
    _list_sheet(
        "conference",
        "media",
        "Ảnh hội nghị",
        "Mỗi dòng một ảnh hoặc phim; người thứ hai trong ảnh ghi ở dòng ngay dưới.",
        Media,
        known="picture.file",
        inner=("picture", "people"),
        omitted=("picture.focus",),
    ),
    _record_sheet(
        "speech",
        "Tham luận",
        "Tham luận, diễn văn, lời phát động…; mỗi bài một dòng.",
        Speech,
        ("title", "conference"),
    ),
    _list_sheet(
        "speech",
        "body",
        "Bài tham luận",
        "Toàn văn đã duyệt của từng bài; dán được cả bài từ Word.",
        Paragraph,
    ),
    _record_sheet("news", "Tin", "Tin của đơn vị trước, trong, sau hội nghị.", News, ("title", "date")),
    _list_sheet(
        "news",
        "pictures",
        "Ảnh tin",
        "Mỗi dòng một ảnh; người thứ hai trong ảnh ghi ở dòng ngay dưới.",
        Picture,
        known="file",
        inner=("people",),
        omitted=("focus",),
    ),
    _list_sheet("news", "body", "Bài tin", "Nội dung của từng tin; dán được cả bài từ Word.", Paragraph),
    _record_sheet(
        "delegate",
        "Đại biểu",
        "Đại biểu đơn vị bầu hoặc cử đi dự hội nghị, đại hội cấp trên.",
        Delegate,
        ("name", "conference"),
    ),
    _record_sheet("submission", "Nộp về Sở", "Đã gửi gì về Sở, ngày nào.", Submission, ("cycle", "item")),
)
BY_CODE: Mapping[str, WorkbookSheet] = {sheet.code: sheet for sheet in SHEETS}
assert len(BY_CODE) == len({sheet.title for sheet in SHEETS}) == len(SHEETS), "two sheets have one name"


def below(sheet: WorkbookSheet) -> tuple[WorkbookSheet, ...]:
    """Returns the sheets that hold lists of the given sheet's records, such as the awards of exemplars."""
    return tuple(child for child in SHEETS if child.parent == sheet.code)


def left_out() -> Iterator[str]:
    """Yields the fields that only the education department edits, as one line for each sheet.

    An example is 'Đơn vị: tên gọi, cấp trên'. A label that stands in an earlier line is not repeated.
    """
    named: set[str] = set()
    for sheet in SHEETS:
        labels = [
            label
            for keys in sheet.omitted
            if (label := _field_at(sheet.record, keys.split(".")).label) not in named
        ]
        named |= {*labels}
        if labels:
            yield f"{sheet.title}: {', '.join(map(_small, labels))}"
