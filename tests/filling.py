"""Helps the tests of the workbook: fills it in as a secretary would, by the keys of its columns."""

import io
import json
from collections.abc import Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import openpyxl
from kyyeu.cli import main
from kyyeu.outputs.workbook.sheets import FIRST, KEYS
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image, ImageDraw

from tests.building import DAY

UNIT = "thpt-ban-trang"
FAMILIES, MIDDLES, NAMES = (
    ("Đinh", "Quách", "Hà", "Tạ"),
    ("Thảo", "Hữu"),
    ("Ân", "Bách", "Dương", "Giang", "Hoàn"),
)
PEOPLE = tuple(" ".join(parts) for parts in product(FAMILIES, MIDDLES, NAMES))
Changed = dict[tuple[str, str, int], Any]


@dataclass
class Filled:
    """A workbook under way; rows count from 0 at the first free row when it was opened."""

    book: Workbook
    free: dict[str, int]

    def cell(self, sheet: str, key: str, row: int) -> Cell:
        page = self.book[sheet]
        return page.cell(self.free[sheet] + row, _columns(page)[key])  # type: ignore[return-value]

    def put(self, sheet: str, row: int, values: Mapping[str, Any]) -> None:
        for key, value in values.items():
            self.cell(sheet, key, row).value = value

    def name(self, sheet: str, key: str, row: int) -> str:
        return f"{sheet}!{self.cell(sheet, key, row).coordinate}"

    def save(self, path: Path) -> Path:
        self.book.save(path)
        return path


def _columns(page: Worksheet) -> dict[str, int]:
    return {
        str(cell.value).rpartition(":")[2]: cell.column for cell in page[KEYS] if cell.value and cell.column
    }


def run(root: Path, *arguments: str) -> tuple[int, str, str]:
    """The command in this process: its exit code, what it prints, what it says of errors. Starting one anew costs two seconds."""
    out, wrong = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(wrong):
        code = main(["--root", str(root), *arguments])
    return code, out.getvalue(), wrong.getvalue()


def brought(root: Path, file: Path, *options: str) -> dict[str, Any]:
    """What `--json` says."""
    found: dict[str, Any] = json.loads(run(root, "import", str(file), "--date", DAY, "--json", *options)[1])
    return found


def errors(found: dict[str, Any]) -> dict[str, str]:
    return {
        problem["file"]: problem["code"] for problem in found["problems"] if problem["severity"] == "error"
    }


def opened(root: Path, unit: str = UNIT) -> Filled:
    """The unit's workbook, as it is sent to it."""
    out = root.parent / f"{unit}-sent.xlsx"
    assert run(root, "workbook", unit, "--out", str(out), "--date", DAY)[0] == 0
    return reopened(out)


def reopened(path: Path) -> Filled:
    book = openpyxl.load_workbook(path)
    free = {
        page.title: next(
            row
            for row in range(FIRST, 5_000)
            if page.cell(row, 2).value is None and page.cell(row, 1).value is None
        )
        for page in book.worksheets
    }
    return Filled(book, free)


def row_of(filled: Filled, sheet: str, key: str, value: str) -> int:
    """Row, counted as `Filled` does, that holds a value."""
    free = filled.free[sheet]
    return next(row for row in range(FIRST - free, 0) if filled.cell(sheet, key, row).value == value)


def forty(root: Path, photos: Path) -> Filled:
    """Forty people with everything: achievements, awards, recognition, an article, a picture under the name that a telephone gave it."""
    filled = opened(root)
    photos.mkdir()
    for row, (name, tint) in enumerate(zip(PEOPLE, _tints(), strict=False)):
        picture = f"Ảnh {name}.JPG"
        image = Image.new("RGB", (620, 830), tint)
        ImageDraw.Draw(image).ellipse((150, 200, 470, 600), fill="white")
        image.save(photos / picture, "JPEG")
        filled.put(
            "Điển hình",
            row,
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
                "photo.file": picture,
                "photo.alt": f"Ảnh chân dung của {name}.",
                "consent.id": f"{row:04d}",
                "consent.scope.web": "Có",
                "consent.scope.print": "Có",
                "consent.date": "05/10/2025",
                "status": "Đã duyệt",
            },
        )
        filled.put(
            "Thành tích",
            row,
            {"@": name, "text": "Giờ dạy thử nghiệm", "figure": f"{row + 2} giờ", "year": 2018},
        )
        filled.put(
            "Khen thưởng",
            2 * row,
            {
                "@": name,
                "title": "CSTĐ cơ sở",
                "school_year": "2017-2018",
                "decision.number": f"{row + 10}/QĐ-HOABAN",
                "decision.date": "15/07/2018",
                "decision.issuer": "Hiệu trưởng Trường THPT Bản Trắng",
            },
        )
        filled.put(
            "Khen thưởng",
            2 * row + 1,
            {
                "@": name,
                "title": "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh",
                "year": 2019,
                "decision.number": f"{row + 60}/QĐ-HOABAN",
                "decision.date": "02/09/2019",
                "decision.issuer": "Chủ tịch Ủy ban nhân dân tỉnh Hoa Ban",
            },
        )
        filled.put(
            "Tôn vinh",
            row,
            {"@": name, "level": "Cơ sở", "conference": f"{UNIT}/2015-2020", "date": "10/01/2020"},
        )
        filled.put("Bài viết", 2 * row, {"@": name, "text": f"Góc sách của {name} có từ năm 2016."})
        filled.put("Bài viết", 2 * row + 1, {"text": "Mỗi tuần thêm một cuốn.\nAi cũng được mượn."})
    return filled


def _tints() -> Iterator[tuple[int, int, int]]:
    return ((40 + 5 * number, 200 - 4 * number, 120) for number in range(100))
