"""Helpers for tests of the import: they fill in a unit's workbook and import it.

Tests name the columns of a sheet by keys that stand in a hidden row.
"""

import io
import json
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any, Self

import openpyxl
from kyyeu.cli import main
from kyyeu.outputs.workbook.sheets import FIRST, KEYS
from openpyxl import Workbook
from openpyxl.cell import Cell
from PIL import Image, ImageDraw

from tests.building import DAY

UNIT = "thpt-ban-trang"
PEOPLE = tuple(
    " ".join(parts)
    for parts in product(
        ("Đinh", "Quách", "Hà", "Tạ"), ("Thảo", "Hữu"), ("Ân", "Bách", "Dương", "Giang", "Hoàn")
    )
)
Values = Mapping[str, Any]  # The values of one row of a sheet, by the key of their column


@dataclass
class Filled:
    """A unit's workbook that a test fills in.

    Tests number the rows of a sheet from its first empty row, which is row 0.
    """

    book: Workbook
    free: dict[str, int]

    def cell(self, sheet: str, key: str, row: int) -> Cell:
        """Returns the sheet's cell in the given row and in the column with the given key."""
        page = self.book[sheet]
        columns = {str(cell.value).rpartition(":")[2]: cell.column for cell in page[KEYS] if cell.value}
        return page.cell(self.free[sheet] + row, columns[key])  # type: ignore[arg-type,return-value]

    def put(self, sheet: str, row: int, values: Values) -> None:
        """Writes values into one row of a sheet; `values` is a dict from column key to value."""
        for key, value in values.items():
            self.cell(sheet, key, row).value = value

    def add(self, rows: Mapping[str, Sequence[Values]]) -> Self:
        """Writes rows into sheets, from the first row that was empty before the test."""
        for sheet, each in rows.items():
            for row, values in enumerate(each):
                self.put(sheet, row, values)
        return self

    def name(self, sheet: str, key: str, row: int) -> str:
        """Returns the name of a cell, such as "Tin!B4", in the form that messages about problems use."""
        return f"{sheet}!{self.cell(sheet, key, row).coordinate}"

    def save(self, path: Path) -> Path:
        self.book.save(path)
        return path


def run(root: Path, *arguments: str) -> tuple[int, str, str]:
    """Runs the kyyeu command in this process, which is faster than starting a new process.

    Returns the exit code, the output and the error output.
    """
    out, errors_out = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(errors_out):
        code = main(["--root", str(root), *arguments])
    return code, out.getvalue(), errors_out.getvalue()


def import_text(root: Path, file: Path, *options: str) -> str:
    return run(root, "import", str(file), "--date", DAY, *options)[1]


def import_json(root: Path, file: Path | Filled, *options: str) -> dict[str, Any]:
    """Imports a file, and returns the JSON that `kyyeu import --json` prints.

    The file may be a workbook that a test has filled in, which is saved first.
    """
    path = file if isinstance(file, Path) else file.save(root.parent / "filled.xlsx")
    return dict(json.loads(import_text(root, path, "--json", *options)))


def errors(result: dict[str, Any]) -> dict[str, str]:
    """Returns the errors in an import's result: a dict from the cell or file at fault to the error's code."""
    return {
        problem["file"]: problem["code"] for problem in result["problems"] if problem["severity"] == "error"
    }


def sent_workbook(root: Path, unit: str = UNIT) -> Filled:
    path = root.parent / f"{unit}-sent.xlsx"
    assert run(root, "workbook", unit, "--out", str(path), "--date", DAY)[0] == 0
    book = openpyxl.load_workbook(path)
    free = {
        page.title: next(
            row
            for row in range(FIRST, 5_000)
            if (page.cell(row, 1).value, page.cell(row, 2).value) == (None, None)
        )
        for page in book.worksheets
    }
    return Filled(book, free)


def row_of(filled: Filled, sheet: str, key: str, value: str) -> int:
    """Returns the number of the sheet's row that has a given value in a given column.

    Row 0 is the first empty row, so that rows that were exported have negative numbers.
    """
    return next(
        row for row in range(FIRST - filled.free[sheet], 0) if filled.cell(sheet, key, row).value == value
    )


def forty_people(root: Path, photos: Path) -> Filled:
    """Fills a workbook with forty people who have awards, articles and portraits.

    The pictures of the portraits are written into a folder.
    """
    photos.mkdir()
    for row, name in enumerate(PEOPLE):
        image = Image.new("RGB", (620, 830), (40 + 5 * row, 200 - 4 * row, 120))
        ImageDraw.Draw(image).ellipse((150, 200, 470, 600), fill="white")
        image.save(photos / f"Ảnh {name}.JPG", "JPEG")
    people = tuple(enumerate(PEOPLE))
    return sent_workbook(root).add(
        {
            "Điển hình": [
                {
                    "type": "Cá nhân",
                    "group": "Nhà giáo",
                    "name": name,
                    "form_of_address": "cô" if row % 2 else "thầy",
                    "titles": "Tổ trưởng\nGiáo viên",
                    "cycle": "2015-2020",
                    "field": "Dạy học",
                    "summary": f"{name} giữ một góc đọc sách trong lớp.",
                    "movements": "Đổi mới cách dạy, cách học\nMỗi ngày mười trang sách",
                    "photo.file": f"Ảnh {name}.JPG",
                    "photo.alt": f"Ảnh chân dung của {name}.",
                    "consent.id": f"{row:04d}",
                    "consent.scope.web": "Có",
                    "consent.scope.print": "Có",
                    "consent.date": "05/10/2025",
                    "status": "Đã duyệt",
                }
                for row, name in people
            ],
            "Thành tích": [
                {"@": name, "text": "Giờ dạy thử nghiệm", "figure": f"{row + 2} giờ", "year": 2018}
                for row, name in people
            ],
            "Khen thưởng": [award for row, name in people for award in _awards(row, name)],
            "Tôn vinh": [
                {"@": name, "level": "Cơ sở", "conference": f"{UNIT}/2015-2020", "date": "10/01/2020"}
                for name in PEOPLE
            ],
            "Bài viết": [
                paragraph
                for name in PEOPLE
                for paragraph in (
                    {"@": name, "text": f"Góc sách của {name} có từ năm 2016."},
                    {"text": "Mỗi tuần thêm một cuốn.\nAi cũng được mượn."},
                )
            ],
        }
    )


def _awards(row: int, name: str) -> tuple[Values, Values]:
    return (
        {
            "@": name,
            "title": "CSTĐ cơ sở",
            "school_year": "2017-2018",
            "decision.number": f"{row + 10}/QĐ-HOABAN",
            "decision.date": "15/07/2018",
            "decision.issuer": "Hiệu trưởng Trường THPT Bản Trắng",
        },
        {
            "@": name,
            "title": "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh",
            "year": 2019,
            "decision.number": f"{row + 60}/QĐ-HOABAN",
            "decision.date": "02/09/2019",
            "decision.issuer": "Chủ tịch Ủy ban nhân dân tỉnh Hoa Ban",
        },
    )
