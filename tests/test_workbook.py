"""Tests `kyyeu workbook`, which writes a unit's records into an Excel workbook to be edited.

Looks at the values, the drop-down lists and the locked headings.
"""

from pathlib import Path

import openpyxl
import pytest
from kyyeu.model.fields import Value
from kyyeu.model.form import fields_of
from kyyeu.model.kinds import BY_NAME
from kyyeu.outputs.workbook.sheets import (
    BASELINE,
    CATALOGUE,
    FIRST,
    HEAD,
    INSTRUCTIONS,
    KEYS,
    SHEETS,
    WorkbookSheet,
)
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from tests.building import DAY, kyyeu

UNIT = "thpt-ban-trang"


def exported(root: Path, unit: str = UNIT) -> Path:
    out = root.parent / f"{unit}.xlsx"
    kyyeu(root, "workbook", unit, "--out", str(out), "--date", DAY)
    return out


def column(page: Worksheet, key: str) -> list[object]:
    place = next(cell.column for cell in page[KEYS] if str(cell.value).rpartition(":")[2] == key)
    return [page.cell(row, place).value for row in range(FIRST, page.max_row + 1)]


def rules(page: Worksheet, key: str) -> DataValidation:
    """Returns the rule (data validation) by which Excel checks what is typed into a column with this key."""
    place = next(cell for cell in page[KEYS] if str(cell.value).rpartition(":")[2] == key)
    return next(
        rule for rule in page.data_validations.dataValidation if f"{place.column_letter}{FIRST}" in rule.sqref
    )


def test_every_sheet_is_there_and_filled_with_what_the_files_hold(root: Path) -> None:
    book = openpyxl.load_workbook(exported(root))
    assert book.sheetnames == [INSTRUCTIONS, *(sheet.title for sheet in SHEETS), CATALOGUE, BASELINE]
    assert book[BASELINE].sheet_state == "veryHidden"
    page = book["Điển hình"]
    ids = sorted(path.stem for path in (root / f"content/units/{UNIT}/exemplars").glob("*.md"))
    assert column(page, "id") == ids
    row = ids.index("au-duc-long")
    for key, shown in (
        ("name", "Âu Đức Long"),
        ("group", "Cán bộ quản lý giáo dục"),
        ("movements", "Đổi mới cách dạy, cách học"),
        ("consent.scope.web", "Có"),
        ("consent.expires", "31/12/2030"),
        ("photo.file", "au-duc-long.jpg"),
        ("quote", None),
    ):
        assert column(page, key)[row] == shown
    assert all(
        cells[5] is None or cells[5].endswith("Chủ tịch Ủy ban nhân dân tỉnh Hoa Ban")
        for cells in book["Khen thưởng"].iter_rows(min_row=FIRST, values_only=True)
        if cells[0] == "Âu Đức Long"
    )
    assert column(book["Bài viết"], "@").count("Âu Đức Long") == 1
    assert column(book["Phong trào phát động"], "name") == ["Vườn trường bốn mùa"]
    assert set(column(book["Nộp về Sở"], "item")) == {"Thời gian tổ chức", "Kết quả, báo cáo"}


def test_heads_are_locked_frozen_and_explained_and_cells_are_ruled(root: Path) -> None:
    book = openpyxl.load_workbook(exported(root))
    for sheet in SHEETS:
        page = book[sheet.title]
        assert (
            page.protection.sheet
            and page.freeze_panes.endswith(str(FIRST))
            and page.row_dimensions[KEYS].hidden
        )
        for cell, head in zip(page[HEAD], sheet.heads, strict=True):
            assert (
                cell.protection.locked
                and cell.comment.text
                and cell.value == head.label + (" (*)" if head.required else "")
            )
            assert rules(page, head.key).prompt
    page = book["Điển hình"]
    # If a rule has no error style, Excel refuses a wrong value and does not only warn.
    assert (rules(page, "type").formula1, rules(page, "type").errorStyle) == ("chon_exemplartype", None)
    assert (rules(page, "summary").type, rules(page, "summary").formula1) == ("textLength", "400")
    age = rules(page, "minor").prompt
    assert age.startswith("Học sinh thì phải ghi;") and age.endswith(" Chọn trong danh sách.")
    assert (
        rules(page, "consent.withdrawn").prompt
        == "Ngày rút lại sự đồng ý, nếu có. Gõ ngày/tháng/năm: 05/01/2020."
    )
    assert "true" not in rules(page, "consent.guardian").prompt
    assert rules(book["Thành tích"], "year").type == "whole"
    assert rules(book["Thành tích"], "@").formula1 == "chon_exemplar"
    assert book.defined_names["chon_exemplar"].attr_text.startswith("'Điển hình'!$B$3:INDEX(")
    assert (
        page.column_dimensions["B"].width
        and page["C3"].number_format == "@"
        and not page["C3"].protection.locked
    )


def test_an_agenda_is_picked_from_the_official_items(root: Path) -> None:
    book = openpyxl.load_workbook(exported(root))
    for sheet, key, choices in (
        ("Chương trình", "code", "chon_programme_item"),
        ("Chương trình", "@", "chon_hoi_nghi_don_vi"),
        ("Chương trình", "links.speech", "chon_speech"),
        ("Ảnh tin", "@", "chon_news"),
    ):
        assert rules(book[sheet], key).formula1 == choices
    hour = rules(book["Phiên họp"], "start")
    assert (hour.type, hour.prompt) == ("custom", "Gõ giờ:phút theo 24 giờ: 07:30.")
    assert book.defined_names["chon_speech"].attr_text.startswith("'Tham luận'!$B$3:INDEX(")
    lists = {
        cells[0]: [cell for cell in cells[1:] if cell]
        for cells in book[CATALOGUE].iter_cols(values_only=True)
    }
    assert lists["Mục chính thức"][0] == "Chào cờ" and len(lists["Mục chính thức"]) == 13
    assert lists["Hội nghị của đơn vị"] == [
        "Hội nghị điển hình tiên tiến của đơn vị 2015-2020",
        "Đại hội Thi đua yêu nước của đơn vị 2015-2020",
    ]
    assert [(row[1], row[4]) for row in book["Ảnh tin"].iter_rows(min_row=FIRST, values_only=True)] == [
        ("san-truong.jpg", "Mai Đông Phong"),
        ("hop-to.jpg", "Mai Đông Phong"),
        (None, "Lại Quỳnh Sương"),
    ]


def test_text_that_looks_like_a_formula_stays_text_and_zeros_stay(root: Path) -> None:
    path = root / f"content/units/{UNIT}/exemplars/au-duc-long.md"
    text = path.read_text("utf-8").replace("figure: từ 14 còn 6", "figure: \"=HYPERLINK('x')\"")
    path.write_text(text.replace("id: HB-002", 'id: "0042"'), "utf-8")
    book = openpyxl.load_workbook(exported(root))
    figures = {cell.value: cell for cell in book["Thành tích"]["C"]}
    assert figures["=HYPERLINK('x')"].data_type == "s"
    assert "0042" in column(book["Điển hình"], "consent.id")


def test_the_same_records_give_the_same_bytes(root: Path) -> None:
    assert exported(root).read_bytes() == exported(root).read_bytes()


def test_people_of_other_units_are_not_in_it(root: Path) -> None:
    text = " ".join(
        str(cell)
        for page in openpyxl.load_workbook(exported(root, "th-thcs-suoi-may")).worksheets
        for row in page.iter_rows(values_only=True)
        for cell in row
        if cell is not None
    )
    assert "Lý Thanh Bình" in text
    for name in ("Âu Đức Long", "Hoàng Tú Nam", "Đặng Hương Trầm"):
        assert name not in text


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["thpt-ban-trangg"], "không có đơn vị “thpt-ban-trangg”. Có phải “thpt-ban-trang”?"),
        ([UNIT, "--out", "so.xls"], "tên tệp “so.xls” phải có đuôi .xlsx"),
    ],
)
def test_a_wrong_unit_or_file_name_is_refused(root: Path, arguments: list[str], problem: str) -> None:
    run = kyyeu(root, "workbook", *arguments, check=False)
    assert (run.returncode, run.stderr) == (2, f"kyyeu: {problem}\n")


def test_every_kind_that_a_unit_writes_has_a_sheet_or_a_reason() -> None:
    in_units = {name for name, kind in BY_NAME.items() if "units/{" in kind.pattern and not kind.register}
    in_workbook = {sheet.kind for sheet in SHEETS if sheet.kind}
    # Reports have no sheet in the workbook, because schools write them in Word.
    assert in_units - in_workbook == {"report"} and in_workbook <= in_units


@pytest.mark.parametrize("sheet", SHEETS, ids=[sheet.code for sheet in SHEETS])
def test_every_field_has_a_column_or_a_sheet_or_is_listed_as_omitted(sheet: WorkbookSheet) -> None:
    if sheet.field == "body":
        return
    # The workbook has no column for a record's id and unit, because the path of the record's file gives them.
    # The record's text has a sheet of its own.
    by_path = {"id", "unit", "body"} if sheet.kind else set()
    within = ".".join(sheet.inner.path) if sheet.inner else ""
    shown = {".".join(column.keys[:-1]) if column.member else column.key for column in sheet.cells}
    lists = {child.field for child in SHEETS if child.parent == sheet.code}
    assert _leaves(sheet.record, within) - by_path == (shown | lists | {*sheet.omitted}) - by_path
    assert not {*sheet.omitted} & (shown | lists)


def _leaves(record: type[Value], within: str, above: str = "") -> set[str]:
    """Returns the keys of all fields of a record that contain no other fields, such as `consent.date`.

    A list of groups counts as one field, except the list `within`: its groups' fields are returned.
    """
    leaves: set[str] = set()
    for name, field in fields_of(record).items():
        key = f"{above}{name}"
        nested = field.group and (not field.many or key == within)
        leaves |= _leaves(field.group, within, f"{key}.") if nested else {key}
    return leaves


def test_the_instructions_list_the_omitted_fields_that_only_the_department_changes(root: Path) -> None:
    lines = [
        str(cell.value) for cell in openpyxl.load_workbook(exported(root))[INSTRUCTIONS]["B"] if cell.value
    ]
    (sentence,) = [text for text in lines if text.startswith("Chỉ Sở sửa: ")]
    assert sentence.startswith(
        "Chỉ Sở sửa: Đơn vị: tên gọi, cấp trên, địa bàn, tiền thân, kế tục, tài khoản biên tập, tâm ảnh; "
    )
    assert (
        "Hội nghị: phân bổ đại biểu; Chương trình: tệp kèm theo; cùng mọi mục trong danh sách chọn."
        in sentence
    )
    assert set(lines) >= {sheet.title for sheet in SHEETS}
