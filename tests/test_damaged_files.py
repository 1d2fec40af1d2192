"""Damaged workbooks and reports are refused in Vietnamese; a bug in our own code keeps its traceback."""

import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from kyyeu.imports.office_file import EXCEL, refuse_damage
from kyyeu.imports.word_report.open_report import open_report
from kyyeu.imports.workbook.open_workbook import open_workbook
from kyyeu.problems import UsageError

from tests.building import DAY, copy_sample
from tests.filling import UNIT, run
from tests.word_reports import tables_and_pictures, write_report

DAMAGED = "bị hỏng hoặc tải về chưa đủ"
Change = Callable[[bytes], bytes | None]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_sample(tmp_path_factory.mktemp("damaged") / "sample")


@pytest.fixture(scope="module")
def workbook(root: Path) -> Path:
    path = root.parent / "good.xlsx"
    assert run(root, "workbook", UNIT, "--out", str(path), "--date", DAY)[0] == 0
    return path


@pytest.fixture(scope="module")
def report(root: Path) -> Path:
    path = root.parent / "good.docx"
    write_report(tables_and_pictures, path)
    return path


def changed(good: Path, part: str, change: Change, bad: Path) -> Path:
    """A copy of an Office file in which one part is changed, or left out if the change gives None."""
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(bad, "w") as target:
        for name in source.namelist():
            content = change(source.read(name)) if name == part else source.read(name)
            if content is not None:
                target.writestr(name, content)
    return bad


def replaced(pattern: bytes, text: bytes) -> Change:
    def change(content: bytes) -> bytes:
        new, count = re.subn(pattern, text, content)
        assert count, pattern
        return new

    return change


CUT: Change = lambda content: content[: len(content) // 2]  # noqa: E731
SHEET = "xl/worksheets/sheet2.xml"


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("xl/workbook.xml", CUT),
        ("xl/workbook.xml", replaced(rb'r:id="[^"]*"', b'r:id="none"')),
        ("xl/_rels/workbook.xml.rels", lambda content: None),
        ("xl/styles.xml", CUT),
        ("xl/styles.xml", replaced(rb'fontId="\d+"', b'fontId="many"')),
        ("xl/sharedStrings.xml", CUT),
        (SHEET, CUT),
        # The cell refers to a shared text by a word instead of a number.
        (SHEET, replaced(rb' t="s"><v>\d+', b' t="s"><v>word')),
        (SHEET, replaced(rb' t="s"><v>\d+', b' t="s"><v>999999')),
        ("[Content_Types].xml", CUT),
    ],
)
def test_a_damaged_workbook_is_refused(part: str, change: Change, workbook: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=DAMAGED):
        open_workbook(changed(workbook, part, change, tmp_path / "bad.xlsx"))


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("word/document.xml", CUT),
        ("word/document.xml", lambda content: b"\0" * 200),
        ("word/styles.xml", CUT),
        ("word/numbering.xml", CUT),
        ("word/_rels/document.xml.rels", CUT),
        ("word/document.xml", replaced(rb"<w:p>", b"<w:p>" * 3000)),
    ],
)
def test_a_damaged_report_is_refused(part: str, change: Change, report: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=DAMAGED):
        open_report(changed(report, part, change, tmp_path / "bad.docx"))


def test_a_part_whose_bytes_changed_on_the_way_is_refused(
    root: Path, workbook: Path, report: Path, tmp_path: Path
) -> None:
    for good, part in ((workbook, SHEET), (report, "word/document.xml")):
        bad = tmp_path / good.name
        shutil.copy(good, bad)
        with zipfile.ZipFile(good) as archive:
            offset = archive.getinfo(part).header_offset + 200
        with bad.open("r+b") as stream:
            stream.seek(offset)
            stream.write(b"\xff" * 40)
        code, _, errors = run(root, "import", str(bad), "--unit", UNIT)
        assert code == 2 and DAMAGED in errors and errors.count("\n") == 1


@pytest.mark.parametrize("bug", [AssertionError, AttributeError, IndexError, KeyError, TypeError, ValueError])
@pytest.mark.parametrize(
    "place",
    [
        "workbook.open_workbook._cell_content",
        "workbook.open_workbook._read_directly",
        "workbook.open_workbook.refuse_others",
        "workbook.import_workbook.lay_out",
        "workbook.record_rows.read_row",
        "word_report.open_report._picture_part",
        "word_report.open_report._unread",
        "word_report.import_report.read_blocks",
    ],
)
def test_a_bug_of_ours_keeps_its_traceback(
    place: str,
    bug: type[Exception],
    root: Path,
    workbook: Path,
    report: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def planted(*arguments: Any, **options: Any) -> None:
        raise bug("planted")

    monkeypatch.setattr(f"kyyeu.imports.{place}", planted)
    code, _, errors = run(
        root, "import", str(workbook if place.startswith("workbook") else report), "--unit", UNIT
    )
    assert code == 3 and f"{bug.__name__}: " in errors and "planted" in errors and DAMAGED not in errors


def test_a_wrong_type_given_to_our_own_reader_is_a_bug(tmp_path: Path) -> None:
    with pytest.raises(AttributeError):
        open_workbook("text instead of a path")  # type: ignore[arg-type]
    with pytest.raises(TypeError), refuse_damage(tmp_path / "a.xlsx", EXCEL):
        len(5)  # type: ignore[arg-type]
