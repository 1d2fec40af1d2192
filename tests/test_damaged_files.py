"""Tests that damaged Excel and Word files are refused with a message in Vietnamese.

An error in Kyyeu's own code is not taken for a damaged file, but shows its traceback.
"""

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
from kyyeu.imports.workbook.photos import open_photos
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
    """Copies an Office file with one of its parts changed; the part is left out if `change` returns None."""
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
        # The cell refers to a shared string of the workbook by a word instead of its number.
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
    ],
)
def test_a_damaged_report_is_refused(part: str, change: Change, report: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=DAMAGED):
        open_report(changed(report, part, change, tmp_path / "bad.docx"))


TOO_MUCH = "chứa quá nhiều dữ liệu"
MEBIBYTE = 1 << 20
# Office files that unpack to far too much data, or that an XML parser reads for minutes. Each has the name of
# a part, a function that makes the part's content, and the message by which the file is refused.
BOMBS: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "behind spaces": (
        "word/media/a.png",
        lambda: b" " * 100 + b"<a>" + b"<b/>" * 300_000 + b"</a>",
        TOO_MUCH,
    ),
    "behind a comment": ("word/a.bin", lambda: b"<!--" + b"-" * 21 * MEBIBYTE, TOO_MUCH),
    "behind a declaration": (
        "word/a.xml",
        lambda: b'\xef\xbb\xbf<?xml version="1.0"?>' + b"<a>" * 300_000,
        TOO_MUCH,
    ),
    "UTF-16": ("word/a.xml", lambda: f"<a>{'<b/>' * 300_000}</a>".encode("utf-16"), TOO_MUCH),
    "UTF-32": ("word/a.xml", lambda: f"<a>{'<b/>' * 300_000}</a>".encode("utf-32"), TOO_MUCH),
    "behind an error": ("word/a.xml", lambda: b"<a>\0" + b"<b/>" * 300_000, TOO_MUCH),
    "deep": ("word/a.xml", lambda: b"<a>" * 3_000, TOO_MUCH),
    "attributes": (
        "word/a.xml",
        lambda: b"<a %b/>" % b" ".join(b'a%d=""' % number for number in range(300_000)),
        TOO_MUCH,
    ),
    "letters": ("word/a.xml", lambda: b"<a>" + b"chu " * MEBIBYTE + b"</a>", TOO_MUCH),
    "spaces": ("word/a.xml", lambda: b" " * 21 * MEBIBYTE, TOO_MUCH),
    "no XML": ("word/media/a.jpg", lambda: b"\xff\xd8\xff" + b"\0" * 201 * MEBIBYTE, TOO_MUCH),
    "entities": ("word/a.xml", lambda: b'<!DOCTYPE a [<!ENTITY b "chu">]><a>&b;</a>', DAMAGED),
    "outer entity": ("word/a.xml", lambda: b'<!DOCTYPE a [<!ENTITY b SYSTEM "x">]><a>&b;</a>', DAMAGED),
    "encoding": ("word/a.xml", lambda: b'<?xml version="1.0" encoding="UTF-7"?><a/>', "bảng mã lạ “UTF-7”"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_an_office_file_that_unpacks_to_too_much_is_refused(
    name: str, workbook: Path, report: Path, tmp_path: Path
) -> None:
    part, content, refusal = BOMBS[name]
    for good, read in ((workbook, open_workbook), (report, open_report)):
        bad = tmp_path / good.name
        shutil.copy(good, bad)
        with zipfile.ZipFile(bad, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            archive.writestr(part, content())
        with pytest.raises(UsageError, match=refusal) as refused:
            read(bad)
        assert good.name in str(refused.value)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA, zipfile.ZIP_DEFLATED])
def test_a_part_that_is_packed_unusually_or_longer_than_stated_is_refused(
    method: int, report: Path, tmp_path: Path
) -> None:
    bad = tmp_path / report.name
    shutil.copy(report, bad)
    with zipfile.ZipFile(bad, "a", method) as archive:
        archive.writestr("word/a.xml", b"<a>" + b"<b/>" * 30_000)
        if method == zipfile.ZIP_DEFLATED:
            archive.getinfo("word/a.xml").file_size = 60
    with pytest.raises(UsageError, match=DAMAGED):
        open_report(bad)


def test_too_many_parts_are_refused(report: Path, tmp_path: Path) -> None:
    bad = tmp_path / report.name
    shutil.copy(report, bad)
    with zipfile.ZipFile(bad, "a") as archive:
        for number in range(2_001):
            archive.writestr(str(number), b"")
    with pytest.raises(UsageError, match=TOO_MUCH):
        open_report(bad)


def test_a_zip_of_pictures_with_too_many_or_false_files_is_refused(tmp_path: Path) -> None:
    packed = tmp_path / "anh.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(10_001):
            archive.writestr(f"{number}.txt", b"")
    with pytest.raises(UsageError, match="quá nhiều ảnh"), open_photos(packed):
        pass
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.jpg", b"0" * MEBIBYTE)
        archive.getinfo("a.jpg").file_size = 60
    with pytest.raises(UsageError, match="bị hỏng hoặc có mật khẩu"), open_photos(packed):
        pass


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
        "workbook.open_workbook.checked_content",
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
