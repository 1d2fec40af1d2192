"""Tests the register of final editions, and errata slips, which are laid into books that are already printed.

A slip lists what has changed since the print, page by page, and names no withheld person.
"""

import hashlib
import shutil
from pathlib import Path

import pytest
from kyyeu.outputs.booklets.register import with_pages_marked

from tests.building import DAY, copy_sample, edit, kyyeu, pdf_text, read_project, tree

UNIT, REGISTER = "thpt-ban-trang", "data/units/thpt-ban-trang/editions.yml"
BOOK = ("print", "ky-yeu", "--unit", UNIT, "--date", DAY)
PEOPLE = f"content/units/{UNIT}/exemplars"
EDITS = (  # Each edit has a file, a text in that file, and the text that replaces it.
    (f"{PEOPLE}/cao-viet-ha.md", "name: Cao Việt Hà", "name: Cao Việt Hạ"),
    (f"{PEOPLE}/au-duc-long.md", "date: 2020-01-10", "date: 2020-01-09"),
    (f"{PEOPLE}/to-ngoai-ngu.md", "cùng nghe lại và cùng sửa", "cùng nghe kỹ và cùng sửa"),
    (
        f"{PEOPLE}/hoang-tu-nam.md",
        "status: approved",
        "consent:\n  id: HB-031\n  scope: [print]\n  date: 2025-10-02\nstatus: approved",
    ),
    (f"{PEOPLE}/dang-huong-tram.md", "  date: 2025-10-01\n", "  date: 2025-10-01\n  withdrawn: 2026-11-01\n"),
    (f"content/units/{UNIT}/reports/2015-2020.md", "có giờ đọc. Bài học", "đủ giờ đọc. Bài học"),
)


@pytest.fixture(scope="module")
def final(printed_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Returns a copy of the sample project in which a school's book is registered as a final edition."""
    root = copy_sample(tmp_path_factory.mktemp("final") / "sample", cache=printed_sample)
    assert kyyeu(root, *BOOK, "--edition", "press", "--final").stderr.splitlines()[-1] == (
        f"Đã ghi bản số 1 chốt ngày 23/11/2026 vào {REGISTER}. Hãy gửi tệp này lên kho cùng nội dung."
    )
    return root


@pytest.fixture(scope="module")
def corrected(final: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = shutil.copytree(final, tmp_path_factory.mktemp("corrected") / "sample")
    for file, was, now in EDITS:
        edit(root / file, (was, now))
    for path in (root / PEOPLE).glob("pham-ngan-ha.*"):
        path.unlink()
    return root


def test_changes_are_listed_by_printed_page(corrected: Path) -> None:
    assert kyyeu(corrected, *BOOK, "--changes").stdout.splitlines() == [
        "Kỷ yếu Hội nghị điển hình tiên tiến Trường THPT Bản Trắng giai đoạn 2015 - 2020, "
        "bản số 1 chốt ngày 23/11/2026: 17 chỗ khác.",
        "  trang 4, Chương trình Hội nghị: bỏ một chỗ",
        "  trang 4, 12, 17, 22: in là “Cao Việt Hà”, xin đọc là “Cao Việt Hạ”",
        "  trang 6, Báo cáo tổng kết công tác thi đua, khen thưởng: in là “Còn một số lớp chưa có giờ đọc.”, "
        "xin đọc là “Còn một số lớp chưa đủ giờ đọc.”",
        "  sau trang 6, Tiếng trống trường: bổ sung bài",
        "  trang 7: bỏ một bài",
        "  trang 10, Tổ Ngoại ngữ: in là “cùng nghe lại và cùng sửa.”, "
        "xin đọc là “cùng nghe kỹ và cùng sửa.”",
        "  trang 13: bỏ một hồ sơ",
        "  trang 14, Âu Đức Long: in là “tôn vinh cấp cơ sở (10/01/2020)”, "
        "xin đọc là “tôn vinh cấp cơ sở (09/01/2020)”",
        "  sau trang 14, Hoàng Tú Nam: bổ sung hồ sơ",
        "  trang 15: bỏ một hồ sơ",
        "  trang 17, Danh sách tuyên dương: bỏ 3 dòng",
        "  trang 17, Danh sách tuyên dương: bổ sung “Hoàng Tú Nam · Trường THPT Bản Trắng · "
        "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh”",
        "  trang 19, Phong trào thi đua qua các năm: in là “2 đơn vị hưởng ứng · 1 điển hình”, "
        "xin đọc là “2 đơn vị hưởng ứng”",
        "  trang 19, 20, Phong trào thi đua qua các năm: in là “2 điển hình”, xin đọc là “1 điển hình”",
        "  trang 22, Biểu tổng hợp mô hình, điển hình tiên tiến: bỏ một dòng",
        "  trang 22, Biểu tổng hợp mô hình, điển hình tiên tiến: bổ sung “Hoàng Tú Nam · Nhà giáo · "
        "Trường THPT Bản Trắng · Dạy học · Hồ sơ chưa có phiếu đồng ý.”",
        "  trang 23, Biểu tổng hợp mô hình, điển hình tiên tiến: bỏ một dòng",
    ]


def test_the_slip_names_nobody_who_is_withheld(corrected: Path) -> None:
    kyyeu(corrected, "print", "dinh-chinh", "--unit", UNIT, "--date", DAY)
    text = " ".join(pdf_text(corrected / f"print/{UNIT}/dinh-chinh-2015-2020.pdf").split())
    for shown in ("ĐÍNH CHÍNH", "Cao Việt Hạ", "bản số 1 chốt ngày 23/11/2026", "Bỏ một hồ sơ"):
        assert shown in text
    withheld = (
        "Hương Trầm",
        "Ngân Hạ",
        "Mười trang mỗi ngày",
        "Tổ phó",
        "Giữ lửa",
        "ai giải được",
        "học sinh giỏi",
        "dang-huong-tram",
    )
    assert [word for word in withheld if word in text] == []


def test_marking_again_changes_nothing(final: Path) -> None:
    before = (final / REGISTER).read_bytes()
    assert (
        kyyeu(final, *BOOK[:-1], "2026-11-24", "--edition", "press", "--final").stderr.splitlines()[-1]
        == f"Không có gì khác bản số 1 chốt ngày 23/11/2026: {REGISTER} giữ nguyên."
    )
    assert (final / REGISTER).read_bytes() == before
    assert kyyeu(final, *BOOK, "--edition", "press").stderr == ""
    assert kyyeu(final, *BOOK, "--changes").stdout.endswith(
        "bản số 1 chốt ngày 23/11/2026: không có gì khác.\n"
    )


def test_a_second_version_supersedes_and_keeps_the_first_ones_facts(corrected: Path, tmp_path: Path) -> None:
    root = shutil.copytree(corrected, tmp_path / "sample")
    assert kyyeu(root, *BOOK, "--edition", "press").stderr == (
        f"print/{UNIT}/ky-yeu-2015-2020-nha-in.pdf: khác bản số 1 chốt ngày 23/11/2026: 17 chỗ; "
        f"xem: kyyeu print ky-yeu --unit {UNIT} --changes\n"
    )
    before = read_project(corrected).editions
    kyyeu(root, *BOOK[:-1], "2026-11-24", "--edition", "press", "--final")
    after = read_project(root).editions
    leaflet, first, second = (
        f"{UNIT}/{name}-2015-2020-{version}"
        for name, version in (("chuong-trinh", 1), ("ky-yeu", 1), ("ky-yeu", 2))
    )
    assert list(after) == [leaflet, first, second] and after[leaflet] == before[leaflet]
    assert after[first] == before[first].model_copy(update={"parts": ()})
    handed = hashlib.sha256((root / f"print/{UNIT}/ky-yeu-2015-2020-nha-in.pdf").read_bytes()).hexdigest()
    assert [(file.edition, file.checksum) for file in after[second].files] == [("press", handed)]
    assert kyyeu(root, *BOOK[:-1], "2026-11-24", "--changes").stdout.endswith(
        "bản số 2 chốt ngày 24/11/2026: không có gì khác.\n"
    )


def test_a_register_that_cannot_be_read_is_left_as_it_is(final: Path, tmp_path: Path) -> None:
    root = shutil.copytree(final, tmp_path / "sample")
    edit(root / REGISTER, ("  pages: 24", "  pages: hai tư"))
    before = tree(root / "data")
    done = kyyeu(root, *BOOK, "--edition", "press", "--final", check=False)
    assert done.returncode == 1 and "[number] Trường “pages”" in done.stdout and tree(root / "data") == before


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ("--final", "--final chốt mỗi lần một ấn phẩm đóng quyển: ky-yeu, chuong-trinh, so-tay"),
        ("giay-moi --final", "--final chốt mỗi lần một ấn phẩm đóng quyển"),
        ("ky-yeu --final", "thêm --unit, --cycle"),
        (f"ky-yeu --unit {UNIT} --edition screen --final", "bản xem trên màn hình không phải bản giao in"),
    ],
)
def test_what_cannot_be_final_is_refused(final: Path, arguments: str, complaint: str) -> None:
    before = tree(final / "data")
    done = kyyeu(final, "print", *arguments.split(), "--date", DAY, check=False)
    assert done.returncode == 2 and complaint in done.stderr and tree(final / "data") == before


def test_a_page_turns_within_a_line() -> None:
    """The number of each printed page is marked in a text before the word with which that page begins.

    It makes no difference if the printed text has other line breaks, capitals or additional headings.
    """
    pages = ["Đầu đề\nTÊN NGƯỜI\nmột hai\nba", "Khen thưởng\nbốn\u00a0năm"]
    assert list(
        with_pages_marked(["Tên người", "một hai ba bốn năm", "không in"], [pages[0], "bốn\u00a0năm"], 7)
    ) == ["Tên người", "một hai ba ⟦8⟧ bốn năm", "không in"]
    assert list(with_pages_marked(["bốn năm", "một hai"], pages, 7)) == ["⟦8⟧ bốn năm", "⟦7⟧ một hai"]
