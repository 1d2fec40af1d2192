"""Tests `kyyeu status` in every format: what it contains, and where it refuses to write.

It must not name withheld people.
"""

import io
import json
import re
from pathlib import Path

import openpyxl
import pytest
from kyyeu.cli import main
from kyyeu.model.library import Library
from kyyeu.outputs.status.status_formats import WIDE, WIDTHS
from lxml import html

from tests.building import DAY, build, copy_sample, kyyeu
from tests.filling import run
from tests.test_history import REPORT, commit, git, write

SCHOOL, POSTPONED = "thpt-ban-trang", "th-thcs-suoi-may"
WITHHELD = ("Hoàng Tú Nam", "Dương Khắc Nhu", "Kiều Bảo Nhiên", "Trịnh Gia Mộc", "Vũ An Khê", "Quản Hải Yến")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_sample(tmp_path_factory.mktemp("status") / "sample")


def printed(root: Path, *arguments: str, day: str = DAY) -> str:
    return kyyeu(root, "status", "--date", day, *arguments).stdout


def written(root: Path, form: str, name: str, day: str = DAY) -> Path:
    out = root / "print" / name
    assert (
        printed(root, "--format", form, "--out", str(out), day=day)
        == f"Đã ghi {out}: nội bộ, không đăng lên trang.\n"
    )
    return out


def test_the_table_fits_a_terminal_and_lists_the_worst_first(sample: Path) -> None:
    lines = printed(sample, day="2020-02-12").splitlines()
    assert max(map(len, lines)) <= WIDE == sum(WIDTHS) + len(WIDTHS) - 1
    assert [line for line in lines if line.startswith("Trường")] == [
        "Trường THPT Bản Trắng Quá hạn 3 ngày đã họp     02/12/2019 quá hạn    07/02/2020 7/7     0/8   2/2",
        "Trường TH&THCS Suối   Chưa đủ        hoãn       hoãn       hoãn       muộn       0/7     0/5   0/1",
    ]
    assert lines[-1] == "2 đơn vị phải nộp: 1 quá hạn, 1 chưa đủ."


def test_one_unit_with_all_that_it_lacks(sample: Path) -> None:
    text = printed(sample, "--unit", SCHOOL)
    assert "Chưa nộp:\n  - Kế hoạch: hạn là trước ngày 10/02/2020, đã quá 2.479 ngày.\n" in text
    assert "  - Hồ sơ số 5: chưa có phiếu đồng ý; bài ngắn: 6 chữ, cần từ 400 đến 900.\n" in text
    assert "Suối" not in text


def test_the_keys_of_json_are_fixed(sample: Path) -> None:
    status = json.loads(printed(sample, "--format", "json", day="2020-02-12"))
    assert status == json.loads(printed(sample, "--json", day="2020-02-12"))
    assert {key: status[key] for key in ("cycle", "date", "before", "days_left", "stages")} == {
        "cycle": "2015-2020",
        "date": "2020-02-12",
        "before": "2020-02-10",
        "days_left": -3,
        "stages": {"overdue": 1, "due": 0, "incomplete": 1, "waiting": 0, "postponed": 0, "complete": 0},
    }
    first, second = status["units"]
    assert list(first) == [
        "unit",
        "name",
        "cluster",
        "owes",
        "stage",
        "papers",
        "conference",
        "report",
        "exemplars",
        "delegates",
    ]
    assert (first["unit"], first["stage"], first["conference"], second["conference"]) == (
        SCHOOL,
        "overdue",
        {"status": "held", "date": "2020-01-10"},
        {"status": "postponed", "date": None},
    )
    always = {"before": "2020-02-10", "days_left": -3, "waiting": False, "from_git": False}
    assert first["papers"] == [
        {"item": "time", "state": "in_time", "received": "2019-12-02", **always},
        {"item": "plan", "state": "overdue", "received": None, **always},
        {"item": "result", "state": "in_time", "received": "2020-02-07", **always},
    ]
    assert first["delegates"] == {"allotted": 2, "elected": 2, "substitutes": 1, "withheld": 3}
    # All consent forms of the sample are from 2025, so a status report of 2020 may name no exemplar.
    assert [(exemplar["number"], exemplar["exemplar"]) for exemplar in first["exemplars"]] == [
        (number, None) for number in range(1, 9)
    ]


def test_markdown_has_one_table_and_a_list_for_each_unit(sample: Path) -> None:
    text = printed(sample, "--format", "markdown")
    rows = [re.split(r"(?<!\\)\|", line)[1:-1] for line in text.splitlines() if line.startswith("|")]
    assert [len(row) for row in rows] == [9] * 4
    assert [row[0].strip() for row in rows[2:]] == ["Trường THPT Hoa Ban", "Trường TH&THCS Suối Mây"]
    assert text.count("\n## ") == 2


def test_the_workbook_has_three_sheets_that_filter_and_print(sample: Path) -> None:
    path = written(sample, "xlsx", "tinh-hinh.xlsx")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Đơn vị", "Mục báo cáo", "Hồ sơ"]
    assert [[cell.value for cell in row[:5]] for row in book["Đơn vị"].iter_rows(min_row=5)] == [
        [SCHOOL, "Trường THPT Hoa Ban", "Cụm thi đua số 1", "Quá hạn 2.479 ngày", "đã họp 10/01/2020"],
        [POSTPONED, "Trường TH&THCS Suối Mây", None, "Chưa đủ", "hoãn"],
    ]
    records = [[cell.value for cell in row] for row in book["Hồ sơ"].iter_rows(min_row=5)]
    assert records[4] == [
        "Trường THPT Hoa Ban",
        5,
        None,
        "chưa có phiếu đồng ý; bài ngắn: 6 chữ, cần từ 400 đến 900.",
    ]
    assert records[0][2] == "Âu Đức Long"
    for sheet in book:
        assert (sheet.freeze_panes, sheet.print_title_rows) == ("C5", "$4:$4")
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (
            "landscape",
            9,
            0,
        )
        assert next(iter(sheet.tables.values())).autoFilter is not None
    assert written(sample, "xlsx", "lan-hai.xlsx").read_bytes() == path.read_bytes()


def test_the_page_is_one_file_that_loads_no_other(sample: Path) -> None:
    text = written(sample, "html", "tinh-hinh.html").read_text("utf-8")
    elements = [(element.tag, dict(element.attrib)) for element in html.fromstring(text).iter("*")]
    tags = [tag for tag, _ in elements]
    assert not {"script", "link", "img", "iframe", "form"} & set(tags)
    assert ("meta", {"name": "robots", "content": "noindex, nofollow"}) in elements
    addresses = [
        value
        for _, attributes in elements
        for name, value in attributes.items()
        if name in ("href", "src", "style", "onclick")
    ]
    ids = {attributes["id"] for _, attributes in elements if "id" in attributes}
    assert addresses and all(
        address and address.startswith("#") and address[1:] in ids for address in addresses
    )
    assert not re.search(r"url\((?!data:)|@import", text)
    assert [tag for tag in tags if re.fullmatch("h[1-6]", tag)][:4] == ["h1", "h2", "h2", "h2"]
    assert "Nội bộ: không đăng lên trang công khai." in text


@pytest.mark.parametrize("form", ["text", "markdown", "json", "xlsx", "html"])
def test_no_format_names_a_withheld_person(sample: Path, library: Library, form: str) -> None:
    """A status report contains neither the names of withheld people nor the names of their files."""
    if form == "xlsx":
        text = "\n".join(
            str(cell.value)
            for sheet in openpyxl.load_workbook(io.BytesIO(written(sample, form, "ten.xlsx").read_bytes()))
            for row in sheet.iter_rows()
            for cell in row
        )
    elif form == "html":
        text = written(sample, form, "ten.html").read_text("utf-8")
    else:
        text = printed(sample, "--format", form)
    assert "Âu Đức Long" in text or form in ("text", "json")
    hidden = [exemplar.id for exemplar in library.exemplars.values() if exemplar.name in WITHHELD]
    assert len(hidden) == 5
    assert [name for name in (*WITHHELD, *hidden, "quan-hai-yen") if name in text] == []


def test_a_pull_request_in_time_may_be_merged_late(root: Path) -> None:
    text = (root / REPORT.format(SCHOOL)).read_text("utf-8")
    write(
        root,
        f"data/units/{SCHOOL}/submissions.yml",
        "2015-2020-result:\n  cycle: 2015-2020\n  item: result\n  state: due\n",
    )
    (root / REPORT.format(SCHOOL)).unlink()
    git(root, "init -qb main", "add -A", "commit -qm 'Khởi đầu'", at="2019-12-01T08:00:00+07:00")
    git(root, "switch -qc bao-cao")
    commit(root, "2020-02-09T23:30:00+07:00", **{SCHOOL.replace("-", "_"): text})
    git(root, "switch -q main")

    def result(day: str) -> dict[str, object]:
        return next(
            unit for unit in json.loads(printed(root, "--json", day=day))["units"] if unit["unit"] == SCHOOL
        )["papers"][2]

    assert [result("2020-02-12")[key] for key in ("state", "received", "waiting", "from_git")] == [
        "in_time",
        "2020-02-09",
        True,
        True,
    ]
    git(root, "merge -q --no-ff -m Nhập bao-cao", at="2020-02-20T08:00:00+07:00")
    assert [result("2020-02-25")[key] for key in ("state", "received", "waiting", "from_git")] == [
        "in_time",
        "2020-02-09",
        False,
        True,
    ]
    assert result("2020-02-08")["state"] == "due"


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--unit", "thpt-ban-tran"], "không có đơn vị “thpt-ban-tran”. Có phải “thpt-ban-trang”?"),
        (
            ["--unit", "th-suoi-may"],
            "đơn vị “th-suoi-may” không phải nộp gì và chưa có hồ sơ nào trong giai đoạn này",
        ),
        (["--cycle", "2015"], "không có giai đoạn “2015”."),
        (["--until", "2027-01-01"], "--until chỉ dùng cùng --reminders"),
        (["--reminders", "--until", "2026-11-22"], "hạn mới --until đã qua"),
        (
            ["--reminders", "--format", "html"],
            "lời nhắc chỉ có dạng text và json; công văn đôn đốc dạng Word: kyyeu print don-doc",
        ),
        (["--json", "--format", "xlsx"], "--json và --format không dùng cùng nhau"),
    ],
)
def test_wrong_arguments_are_refused(sample: Path, arguments: list[str], problem: str) -> None:
    code, out, err = run(sample, "status", "--date", DAY, *arguments)
    assert (code, out) == (2, "") and problem in err


def test_an_unknown_format_is_refused(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--root", str(sample), "status", "--format", "pdf"])
    assert stopped.value.code == 2 and "không có 'pdf'" in capsys.readouterr().err


@pytest.mark.parametrize(
    "place",
    ["site/tinh-hinh.html", "site/x/y.html", "content/tinh-hinh.html", "data/a.html", "noi-khac/b.html"],
)
def test_the_status_is_never_written_into_a_public_folder(place: str, root: Path) -> None:
    """`kyyeu status` refuses to write into a folder that is published or is kept in the git repository.

    Any folder with a file .kyyeu counts as a published site. A symbolic link counts as the folder it leads
    to.
    """
    (root / "noi-khac").mkdir()
    (root / "noi-khac" / ".kyyeu").write_text("")
    (root / "site").mkdir()
    (root / "lien-ket").symlink_to(root / "site")
    for out in (place, place.replace("site/", "lien-ket/")):
        code, _, err = run(root, "status", "--date", DAY, "--format", "json", "--out", str(root / out))
        problem = "được đăng hoặc lưu trong kho mã; chọn print/ hoặc một thư mục ngoài dự án"
        assert code == 2 and problem in err and not (root / out).exists()


def test_a_build_neither_publishes_nor_removes_it(built_sample: Path, tmp_path: Path) -> None:
    root = copy_sample(tmp_path / "sample", cache=built_sample)
    page = root / "print" / "tinh-hinh.html"
    assert printed(root, "--format", "html") == f"Đã ghi {page.resolve()}: nội bộ, không đăng lên trang.\n"
    build(root)
    assert page.exists()
    assert not [
        path
        for path in (root / "site").rglob("*")
        # The user guide on the site may name the status page, so its files are not searched.
        if path.is_file() and "huong-dan" not in path.parts and b"tinh-hinh" in path.read_bytes()
    ]


def test_files_with_errors_are_left_out_and_reported(root: Path) -> None:
    (root / f"data/units/{POSTPONED}/conferences/2015-2020.yml").write_text("level: unit\n")
    code, out, err = run(root, "status", "--json", "--date", DAY)
    assert code == 1 and {unit["unit"] for unit in json.loads(out)["units"]} == {SCHOOL, POSTPONED}
    assert "lỗi khi đọc: tệp có lỗi không được tính. Xem: kyyeu check" in err
    (root / "data/site.yml").unlink()
    assert run(root, "status", "--date", DAY)[0] == 1
