"""Tests all printed works of the sample: PDF standards, equal bytes at every print, and their look."""

import re
import shutil
from pathlib import Path

import page as page_validation
import pytest
from kyyeu.outputs.booklets.editions import EDITIONS, IMPOSED
from kyyeu.outputs.booklets.works import NO_LED, WORKS
from kyyeu.work.run import start_worker
from PIL import Image, ImageChops

from tests.building import copy_fonts, copy_results, copy_sample, kyyeu, tree
from tests.golden import FOLDER, draw, templates

# Two pictures of a page count as different if more than FEW pixels differ by at least UNLIKE grey levels of
# 255. One added letter is enough for this. Another version of the library that draws letters is not.
UNLIKE = 60
FEW = 25
UNIT = "thpt-ban-trang"


def test_every_work_is_printed_for_some_conference(printed_sample: Path) -> None:
    names = [path.name for path in (printed_sample / "print").rglob("*.pdf")]
    assert [work.id for work in WORKS if not any(name.startswith(f"{work.id}-") for name in names)] == []


@pytest.mark.parametrize("profile", ["ua1", "2a"])
def test_screen_editions_meet_the_standards(printed_sample: Path, profile: str) -> None:
    """All PDF files for reading on screen meet PDF/UA-1, for screen readers, and PDF/A-2a, for archives."""
    files = [
        path
        for path in (printed_sample / "print").rglob("*.pdf")
        if not path.stem.endswith(("-nha-in", "-binh-trang"))
    ]
    reports = {path.as_posix(): page_validation.validate_pdf(path, profile=profile) for path in files}
    failures = {
        name: [f"{failure.rule_id} {failure.message}" for failure in report.failures[:5]]
        for name, report in reports.items()
        if not report.is_compliant
    }
    assert files and failures == {}


def test_printing_twice_and_elsewhere_gives_the_same_bytes(printed_sample: Path, tmp_path: Path) -> None:
    before = tree(printed_sample / "print")
    again = shutil.copytree(printed_sample, tmp_path / "again")
    output = kyyeu(again, "print", "--date", "2026-11-23").stdout
    assert output.startswith("Đã dựng 0 trang, 0 phần in, 0 ảnh;") and tree(again / "print") == before
    root = copy_sample(tmp_path / "một nơi khác" / "sample")
    copy_fonts(printed_sample / ".cache/results", root / ".cache/results")
    kyyeu(root, "print", "--date", "2026-11-23", "--jobs", "1", "--unit", UNIT)
    assert {f"{UNIT}/{name}": mark for name, mark in tree(root / "print" / UNIT).items()} == {
        name: mark for name, mark in before.items() if name.startswith(f"{UNIT}/")
    }


def test_one_unit_and_one_edition_give_one_file(printed_sample: Path, tmp_path: Path) -> None:
    root = copy_sample(tmp_path / "sample", cache=printed_sample)
    choices = ("--edition=imposed", "--unit=thpt-ban-trang", "--cycle=2015-2020", "--date=2026-11-23")
    kyyeu(root, "print", "ky-yeu", *choices)
    assert [path.relative_to(root / "print").as_posix() for path in (root / "print").rglob("*.pdf")] == [
        "thpt-ban-trang/ky-yeu-2015-2020-binh-trang.pdf"
    ]


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ("ky-yêu", "không có ấn phẩm “ky-yêu”. Có phải “ky-yeu”?"),
        ("--unit thpt-ban-tran", "không có đơn vị “thpt-ban-tran”. Có phải “thpt-ban-trang”?"),
        ("--unit xyz", "không có đơn vị “xyz”. Xem tên thư mục, tệp trong data/units/, data/cycles/."),
        ("--cycle 2015", "không có giai đoạn “2015”. Có phải “2015-2020”?"),
        (
            "trinh-chieu --edition press",
            "ấn phẩm “trinh-chieu” không có bản press: trình chiếu để chiếu lên màn hình, không in; dùng",
        ),
        (
            "bien-ten --edition imposed",
            "ấn phẩm “bien-ten” không có bản imposed: mỗi biển đã là một tờ A4 có dấu gấp đôi; "
            "tự in thì dùng",
        ),
        (
            "bao-cao --edition led",
            "ấn phẩm “bao-cao” không có bản led: chỉ phông hội trường có ảnh cho màn hình LED; "
            "dùng bản screen",
        ),
        ("kich-ban --unit th-suoi-may", "chưa có gì để in: đơn vị, giai đoạn đã chọn chưa có hội nghị"),
        ("--edition to", "không có 'to'"),
    ],
)
def test_works_and_editions_that_do_not_exist_are_refused(
    arguments: str, problem: str, printed_sample: Path
) -> None:
    run = kyyeu(printed_sample, "print", *arguments.split(), check=False)
    assert run.returncode == 2 and problem in run.stderr, run.stderr


def test_every_work_has_each_edition_or_says_what_to_use_instead(printed_sample: Path) -> None:
    lines = {
        line.split("\t")[0]: line for line in kyyeu(printed_sample, "print", "--list").stdout.splitlines()
    }
    assert list(lines) == [work.id for work in WORKS]
    for work in WORKS:
        assert (work.sheets is not None) is (IMPOSED in work.editions)
        assert not work.sheets or work.sheets.value in lines[work.id]
        for edition in EDITIONS.values():
            assert (edition.id in lines[work.id]) is (edition in work.editions)
            assert edition in work.editions or re.search(
                "bản screen|bản press", work.instead.get(edition, NO_LED)
            ), (work.id, edition.id)
        assert not work.instead.keys() & set(work.editions)
        imposed = any((printed_sample / "print").rglob(f"{work.id}-*binh-trang.*"))
        assert imposed is (IMPOSED in work.editions), work.id


def test_every_template_looks_as_before(printed_sample: Path, tmp_path: Path) -> None:
    """The first page of each print template looks like its picture in tests/golden.

    If a template was changed on purpose, `python -m tests.golden` draws these pictures again.
    """
    unlike, names = [], []
    copy_results(printed_sample, tmp_path)
    with start_worker(tmp_path / ".cache/results") as worker:
        for name, book, part in templates():
            names.append(name)
            with Image.open(FOLDER / f"{name}.png") as golden:
                drawn, held = draw(worker, book, part), golden.convert("L")
            if drawn.size != held.size or sum(ImageChops.difference(drawn, held).histogram()[UNLIKE:]) > FEW:
                unlike.append(name)
    assert unlike == [] and sorted(names) == sorted(path.stem for path in FOLDER.glob("*.png"))
