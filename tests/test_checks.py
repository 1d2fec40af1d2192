"""Tests that the checks of the content report a fault however it is written, and report nothing else."""

import shutil
import time
from pathlib import Path

import pytest
from kyyeu.reading import check

from tests.building import TODAY, copy_sample, edit

TRAM = "content/units/thpt-ban-trang/exemplars/dang-huong-tram.md"
REPORT = "content/units/thpt-ban-trang/reports/2015-2020.md"


def codes(root: Path) -> list[str]:
    return [problem.code for problem in sorted(check(root, TODAY).problems)]


def codes_after(root: Path, file: str, old: str, new: str) -> list[str]:
    """Returns the codes of the problems in a copy of the sample project, after replacing a text in it."""
    edit(copy_sample(root) / file, (old, new))
    return codes(root)


@pytest.mark.parametrize(
    "text",
    [
        "0912 345 678",
        "0912345678",
        "0912.345.678",
        "0912.34.56.78",
        "0912-345-678",
        "02183856789",
        "0218 3856 789",
        "+84 912 345 678",
        "+84912345678",
        "012345678901",
        "(0218) 3852 123",
        "(+84) 912 345 678",
        "Ngày sinh: 05/01/2010",
        "ngày sinh 5.1.2010",
        "Sinh: 05-01-2010",
        "sinh ngày: 05/01/2010",
        "CMND: 113456789",
        "căn cước số: 112345678",
        "định danh 9123456789",
        "sinh ngày 05/01/1980",
        "Sinh ngày 5 tháng 1 năm 1980",
        "số tài khoản của cô",
        "STK",
        "số CCCD",
        "căn cước công dân số",
    ],
)
def test_private_particulars_are_found(text: str, tmp_path: Path) -> None:
    assert codes_after(tmp_path, TRAM, "cho sách.", f"cho sách. Ghi thêm {text} ở đây.") == ["private-data"]


@pytest.mark.parametrize(
    "text",
    [
        "1.036 tiết",
        "ngày 05/01/2020",
        "từ 07:30 đến 11:00",
        "giai đoạn 2015 - 2020",
        "số 3309/BGDĐT-TĐKT",
        "01.02.2020-15.03.2020",
        "0,5 điểm",
        "09, 10, 11, 12, 13",
        "lớp học sinh ngày 05/01/2020",
        "130 năm ngày sinh Chủ tịch Hồ Chí Minh (19/5/1890 - 19/5/2020)",
        "học sinh: 05/01/2020",
        "thí sinh: 5/12/2019",
        "chứng minh 12 bài",
        "(2018) 3852 123",
        "sinh hoạt chuyên môn",
        "2.000.000.000 đồng",
        "kế hoạch 0123456789/KH",
    ],
)
def test_figures_and_dates_are_no_private_particulars(text: str, tmp_path: Path) -> None:
    assert codes_after(tmp_path, TRAM, "cho sách.", f"cho sách. Ghi thêm {text} ở đây.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Hoàng Tú Nam",
        "HOÀNG TÚ NAM",
        "hoàng tú nam",
        "Hoàng\nTú Nam",
        "**Hoàng** Tú Nam",
        "_Hoàng Tú_ Nam",
        "[Hoàng Tú Nam](unit:thpt-ban-trang)",
        "“Hoàng Tú Nam”,",
        "thầy Hoàng Tú\n> Nam",
        "HO&Agrave;NG T&#218; NAM",
        "Hoàng ~~Tú~~ Nam",
        "Hoàng [Tú](unit:thpt-ban-trang) Nam",
        "Hoàng&nbsp;Tú Nam",
        "Hoàng Tú\\\nNam",
        "Ho**àng** Tú Nam",
        "Hoàng\\*Tú\\*Nam",
        "`Hoàng` Tú Nam",
        "| Hoàng Tú | Nam |",
        '[x](https://hoa-ban.example/ "Hoàng Tú Nam")',
        "[Hoàng][x] Tú Nam",
        "Trịnh Gia Mộc",
        "Vũ An Khê",
        "Kiều Bảo Nhiên",
        "Dương Khắc Nhu",
        "Quản Hải Yến",
        "Lại Quỳnh Sương",
        "Cao Việt Hà",
    ],
)
def test_a_withheld_name_is_found_however_it_is_written(text: str, tmp_path: Path) -> None:
    assert codes_after(tmp_path, TRAM, "cho sách.", f"cho sách. Cùng làm có {text} nữa.") == ["name-withheld"]


@pytest.mark.parametrize(
    "text", ["Hoàng Nam", "Nam Hoàng Tú", "Hoàng Túc Nam", "thầy Âu Đức Long", "cô Đặng Hương Trầm"]
)
def test_other_names_are_left_alone(text: str, tmp_path: Path) -> None:
    assert codes_after(tmp_path, TRAM, "cho sách.", f"cho sách. Cùng làm có {text} nữa.") == []


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("Đỗ Thị Hòa", "Đỗ Thị Hoà"),
        ("Đỗ Thúy Hoà", "Đỗ Thuý Hòa"),
        ("Lý Quý Tỵ", "Lí Quí Tị"),
        ("Lí Quí Tị", "LÝ QUÝ TỴ"),
    ],
)
def test_another_spelling_hides_no_name(written: str, named: str, tmp_path: Path) -> None:
    copy_sample(tmp_path)
    for file in ("content/units/thpt-ban-trang/exemplars/hoang-tu-nam.md", "data/decisions.yml"):
        edit(tmp_path / file, ("Hoàng Tú Nam", written))
    edit(tmp_path / TRAM, ("cho sách.", f"cho sách. Cùng làm có {named}."))
    assert codes(tmp_path) == ["name-withheld"]


def test_a_name_of_many_syllables_takes_no_longer(tmp_path: Path) -> None:
    started = time.perf_counter()
    assert (
        codes_after(
            tmp_path,
            "data/units/thpt-ban-trang/delegates.yml",
            "name: Thân Ngọc Bích",
            f"name: {'Hòa ' * 20}",
        )
        == []
    )
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize(
    ("longer", "sentence"),
    [
        ("Hoàng Tú Nam Anh", "Xin nghe Hoàng Tú Nam Anh hát."),
        ("Trần Hoàng Tú Nam Anh", "Trần Hoàng Tú Nam Anh."),
    ],
)
def test_a_longer_name_of_someone_shown_may_hold_a_withheld_one(
    longer: str, sentence: str, tmp_path: Path
) -> None:
    edit(copy_sample(tmp_path) / TRAM, ("Đặng Hương Trầm", longer), ("cho sách.", f"cho sách. {sentence}"))
    assert [problem.code for problem in check(tmp_path, TODAY).problems if problem.place.file == TRAM] == []


def test_the_name_of_a_unit_is_no_withheld_name(tmp_path: Path) -> None:
    """A school may be named as a school even if its own record as an exemplar is not published."""
    profile = copy_sample(tmp_path) / "content/units/thpt-ban-trang/exemplars/ca-truong.md"
    profile.write_text(
        "---\ntype: collective\ngroup: collective\nname: Trường THPT Hoa Ban\ncycle: 2015-2020\n"
        "field: teaching\nsummary: Cả trường.\n---\n",
        encoding="utf-8",
    )
    assert codes(tmp_path) == []


def test_people_in_a_unit_picture_are_withheld_too(tmp_path: Path) -> None:
    folder = copy_sample(tmp_path) / "content/units/thpt-ban-trang"
    shutil.copy(folder / "conferences/toan-canh.jpg", folder)
    picture = "picture:\n  file: toan-canh.jpg\n  alt: Sân trường.\n  people:\n    - name: Thạch Lam Sơn\n"
    edit(
        tmp_path / "data/units/thpt-ban-trang/unit.yml",
        ("summary: Trường trung học phổ thông dưới", f"{picture}summary: Trường của Thạch Lam Sơn, dưới"),
    )
    assert codes(tmp_path) == ["name-withheld"]


def test_a_withheld_name_that_someone_shown_bears_too_is_a_warning(tmp_path: Path) -> None:
    other = copy_sample(tmp_path) / "content/units/th-thcs-suoi-may/exemplars/hoang-tu-nam.md"
    other.write_text(
        "---\ntype: individual\ngroup: teacher\nname: Hoàng Tú Nam\ncycle: 2015-2020\nfield: teaching\n"
        "summary: Một người khác cùng tên.\nconsent:\n  id: HB-777\n  scope:\n    - web\n    - print\n"
        "  date: 2025-10-01\nstatus: approved\n---\n\nHoàng Tú Nam dạy Sử.\n",
        encoding="utf-8",
    )
    edit(tmp_path / TRAM, ("cho sách.", "cho sách cùng Hoàng Tú Nam."))
    assert [
        (problem.code, problem.severity.value)
        for problem in check(tmp_path, TODAY).problems
        if problem.code != "portrait-missing"
    ] == [("name-withheld", "warning")]


@pytest.mark.parametrize(
    "text",
    [
        "`<b>`",
        "```\n<b>đậm</b> ![x](y)\n```",
        "~~~\n[x](javascript:a)\n~~~",
        "3 < 5",
        "a <3",
        "[x](https://hoa-ban.example/)",
        "[x](mailto:a@hoa-ban.example)",
        "[](doc:quy-che-thi-dua)",
        "[x](exemplar:thpt-ban-trang/au-duc-long)",
        "[x](conference:so-gddt/2015-2020)",
    ],
)
def test_plain_markdown_is_left_alone(text: str, tmp_path: Path) -> None:
    assert codes_after(tmp_path, TRAM, "cho sách.", f"cho sách.\n\n{text}\n") == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("<script>x</script>", "markdown-html"),
        ("<!-- ghi chú", "markdown-html"),
        ("<img src=x>", "markdown-html"),
        ("[x](javascript:a)", "markdown-link"),
        ("[x]( <JavaScript:a>)", "markdown-link"),
        ("[x](data:text/html,a)", "markdown-link"),
        ("[x](file:///etc/hosts)", "markdown-link"),
        ("[x]: vbscript:a", "markdown-link"),
        ("[x]()", "markdown-link"),
        ("[](doc:khong-co)", "markdown-key"),
        ("[x](unit:thpt-ban-tran)", "markdown-key"),
        ("[x](exemplar:au-duc-long)", "markdown-key"),
    ],
)
def test_hostile_markdown_is_an_error(text: str, code: str, tmp_path: Path) -> None:
    assert code in codes_after(tmp_path, TRAM, "cho sách.", f"cho sách.\n\n{text}\n")


@pytest.mark.parametrize(
    ("number", "warned"),
    [
        ("1582/QĐ-CTN", False),
        ("61/QĐ-HOABAN", False),
        ("12/2019/QĐ-UBND", False),
        ("12a/QĐ-SGD&ĐT", False),
        ("134/QĐUB", True),
        ("Số 5", True),
    ],
)
def test_an_old_decision_number_is_only_a_warning(number: str, warned: bool, tmp_path: Path) -> None:
    assert codes_after(tmp_path, "data/decisions.yml", "number: 61/QĐ-HOABAN", f"number: {number}") == (
        ["decision-number"] if warned else []
    )


@pytest.mark.parametrize(
    ("sentence", "code"),
    [("tổng số 04 phong trào", []), ("tổng cộng 4 phong trào", []), ("tổng số 5 phong trào", ["sum-stated"])],
)
def test_a_stated_sum_is_compared_with_the_appendix(sentence: str, code: list[str], tmp_path: Path) -> None:
    assert codes_after(tmp_path, REPORT, "tổng số 04 phong trào", sentence) == code


def test_a_problem_about_a_withheld_name_does_not_repeat_it(tmp_path: Path) -> None:
    """A problem about the name of a withheld person does not quote the name.

    The output of the checks has more readers than the records have.
    """
    edit(copy_sample(tmp_path) / TRAM, ("cho sách.", "cho sách cùng Vũ An Khê."))
    assert "Khê" not in "\n".join(str(problem) for problem in check(tmp_path, TODAY).problems)
