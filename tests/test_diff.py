"""`kyyeu diff` and `kyyeu check --base`, on a real repository: ten kinds of change give the right sentences, pages and pictures."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.building import DAY, copy_sample, git, kyyeu

SCHOOL = "content/units/thpt-ban-trang"
NAME = "Trường THPT Hoa Ban"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """The sample, committed on main, with a branch checked out."""
    root = copy_sample(tmp_path / "kho")
    (root / ".gitignore").write_text(".cache/\nsite/\nprint/\n")
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "Nội dung")
    git(root, "switch", "-qc", "sua")
    return root


def replaced(root: Path, file: str, old: str, new: str) -> None:
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{file} holds no {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def found(root: Path, *arguments: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(
        kyyeu(root, "diff", "main", *arguments, "--format", "json", "--date", DAY).stdout
    )
    return told


def records(root: Path) -> dict[str, Any]:
    return found(root, "--records")


EXEMPLAR = """---
type: individual
group: teacher
name: Lò Thanh Thúy
cycle: 2015-2020
field: teaching
summary: Cô giáo giữ nhịp cho đội văn nghệ của trường.
consent:
  id: HB-301
  scope:
    - web
    - print
  date: 2026-01-05
status: approved
---

Mỗi chiều thứ ba, cô Lò Thanh Thúy mở cửa phòng nhạc.
"""
TRAM = f"{SCHOOL}/exemplars/dang-huong-tram.md"


def test_an_exemplar_added(repository: Path) -> None:
    (repository / f"{SCHOOL}/exemplars/lo-thanh-thuy.md").write_text(EXEMPLAR, encoding="utf-8")
    told = records(repository)
    assert [(unit["name"], unit["summary"]) for unit in told["units"]] == [(NAME, "thêm 1 điển hình.")]
    assert told["units"][0]["records"] == [
        {"verb": "thêm", "kind": "điển hình", "name": "Lò Thanh Thúy", "fields": []}
    ]
    assert told["public"] == [
        {
            "kind": "điển hình",
            "name": "Lò Thanh Thúy",
            "unit": NAME,
            "channels": ["trang công khai", "bản in"],
            "consent": "phiếu HB-301 ngày 05/01/2026",
        }
    ]
    text = kyyeu(repository, "diff", "main", "--records", "--date", DAY).stdout
    assert (
        "Thêm 1 điển hình." in text
        and "Lò Thanh Thúy (điển hình, Trường THPT Hoa Ban): trang công khai, bản in; phiếu HB-301" in text
    )


def test_a_decisions_number_corrected(repository: Path) -> None:
    replaced(repository, "data/decisions.yml", "61/QĐ-HOABAN", "66/QĐ-HOABAN")
    (unit,) = records(repository)["units"]
    assert unit["name"] == "Chung của ngành"
    assert unit["summary"] == "sửa số của quyết định khen thưởng 66/QĐ-HOABAN."
    assert unit["records"][0]["fields"] == ["Số: “61/QĐ-HOABAN” → “66/QĐ-HOABAN”"]


def test_fields_of_an_exemplar_changed(repository: Path) -> None:
    replaced(repository, TRAM, "  - Tổ phó Tổ Ngữ văn\n", "  - Tổ trưởng Tổ Ngữ văn\n")
    replaced(repository, TRAM, "degrees:\n  - Thạc sĩ\n", "")
    replaced(repository, TRAM, "figure: 64 bài", "figure: 65 bài")
    replaced(repository, TRAM, "field: teaching", "field: culture")
    replaced(repository, TRAM, "  - doc-sach\n", "")
    replaced(
        repository,
        TRAM,
        "    year: 2018\n    decision: qd-da-huy",
        "    year: 2018\n    decision: qd-hoi-nghi-nganh",
    )
    (record,) = records(repository)["units"][0]["records"]
    assert record["name"] == "Đặng Hương Trầm"
    assert record["fields"] == [
        "Chức vụ: “Tổ phó Tổ Ngữ văn” → “Tổ trưởng Tổ Ngữ văn”",
        "Học hàm, học vị: bỏ “Thạc sĩ”",
        "Lĩnh vực: Dạy học → Văn hóa, văn nghệ, thể thao",
        "Thành tích, mục 2 › Con số: “64 bài” → “65 bài”",
        "Phong trào: bỏ “Mỗi ngày mười trang sách”",
        "Khen thưởng: thêm “Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh, 2018”",
    ]


def test_words_of_a_profile_changed(repository: Path) -> None:
    replaced(repository, TRAM, "để trống mười phút", "để trống mười lăm phút")
    (record,) = records(repository)["units"][0]["records"]
    assert len(record["fields"]) == 1
    assert record["fields"][0].startswith("Bài viết: sau “để trống mười”, thêm “lăm” (")


def test_a_report_section_changed(repository: Path) -> None:
    path = next((repository / SCHOOL / "reports").glob("*.md"))
    text = path.read_text(encoding="utf-8")
    head, _, rest = text.rpartition("\n## [")
    code = rest.partition("]")[0]
    path.write_text(f"{head}\n", encoding="utf-8")
    (unit,) = records(repository)["units"]
    assert unit["records"][0]["kind"] == "báo cáo tổng kết"
    (said,) = unit["records"][0]["fields"]
    assert said.startswith(f"Mục {code}: bỏ, ")


def test_a_programme_reordered_and_a_session_moved(repository: Path) -> None:
    file = "data/units/thpt-ban-trang/conferences/2015-2020.yml"
    text = (repository / file).read_text(encoding="utf-8")
    day = (
        next(line for line in text.splitlines() if line.strip().removeprefix("- ").startswith("day:"))
        .partition("day:")[2]
        .strip()
    )
    replaced(repository, file, f"day: {day}", "day: 2020-01-11")
    (unit,) = records(repository)["units"]
    assert unit["records"][0]["fields"] == [
        f"Các phiên, mục 1 › Ngày: {day[8:]}/{day[5:7]}/{day[:4]} → 11/01/2020"
    ]


def test_a_consent_withdrawn_names_nobody(repository: Path) -> None:
    replaced(
        repository, TRAM, "  date: 2025-10-01\nstatus", "  date: 2025-10-01\n  withdrawn: 2026-11-01\nstatus"
    )
    told = kyyeu(repository, "diff", "main", "--records", "--date", DAY).stdout
    assert "Thôi công khai\n\n  - Trường THPT Hoa Ban: 1 người, tập thể" in told
    for format_ in ("text", "markdown", "json"):
        said = kyyeu(repository, "diff", "main", "--records", "--format", format_, "--date", DAY).stdout
        assert "Trầm" not in said and "tram" not in said and "HB-001" not in said


def test_a_name_taken_out_of_a_text_is_not_quoted(repository: Path) -> None:
    """Someone who goes, and the news that named them, corrected in one request."""
    news = next((repository / SCHOOL / "news").glob("*.md"))
    text = news.read_text(encoding="utf-8")
    news.write_text(text.rstrip() + "\n\nCô Đặng Hương Trầm kể chuyện.\n", encoding="utf-8")
    git(repository, "commit", "-qam", "Tin")
    git(repository, "branch", "-f", "main", "HEAD")
    news.write_text(text, encoding="utf-8")
    replaced(
        repository, TRAM, "  date: 2025-10-01\nstatus", "  date: 2025-10-01\n  withdrawn: 2026-11-01\nstatus"
    )
    told = kyyeu(repository, "diff", "main", "--records", "--date", DAY).stdout
    assert "Sửa tin:" in told and "nêu tên một người không đăng" in told and "Trầm" not in told


def test_people_without_consent_are_counted(repository: Path) -> None:
    replaced(repository, f"{SCHOOL}/exemplars/hoang-tu-nam.md", "status: approved", "status: draft")
    told = kyyeu(repository, "diff", "main", "--records", "--date", DAY).stdout
    assert (
        "Sửa điển hình: chưa được đăng nên không nêu tên" in told
        and "Hoàng Tú Nam" not in told
        and "hoang-tu-nam" not in told
    )


def test_a_delegate_a_submission_a_unit_and_a_page(repository: Path) -> None:
    folder = "data/units/thpt-ban-trang"
    replaced(repository, f"{folder}/delegates.yml", "seat: A-01", "seat: A-02")
    replaced(repository, f"{folder}/submissions.yml", "sent: 2020-02-07", "sent: 2020-02-08")
    replaced(repository, f"{folder}/unit.yml", "kind: upper_secondary", "kind: gifted")
    page = repository / "content/gioi-thieu.md"
    page.write_text("---\ntitle: Giới thiệu\n---\n\n# Giới thiệu\n\nBài mới.\n", encoding="utf-8")
    shared, unit = records(repository)["units"]
    assert shared["name"] == "Chung của ngành" and [entry["kind"] for entry in shared["records"]] == [
        "bài của trang"
    ]
    assert unit["summary"] == (
        "sửa loại hình của đơn vị Trường THPT Hoa Ban; sửa chỗ ngồi của đại biểu Âu Đức Long; "
        "sửa ngày nộp của việc nộp về Sở Kết quả, báo cáo."
    )


def test_a_record_deleted_and_one_moved_in_its_file(repository: Path) -> None:
    (repository / f"{SCHOOL}/exemplars/cao-viet-ha.md").unlink()
    path = repository / TRAM
    path.write_text(
        path.read_text(encoding="utf-8").replace("type: individual\n", "# Một lời dẫn.\ntype: individual\n"),
        encoding="utf-8",
    )
    (unit,) = records(repository)["units"]
    assert unit["summary"] == "xóa 1 điển hình." and unit["records"][0]["name"] == ""


def test_nothing_changed_and_what_is_not_there(repository: Path) -> None:
    assert kyyeu(repository, "diff", "main", "--records").stdout == "Không có thay đổi nào trong nội dung.\n"
    assert (
        kyyeu(repository, "diff", "main", "sua", "--records").stdout
        == "Không có thay đổi nào trong nội dung.\n"
    )
    for name in ("khong-co", "--upload-pack=x", "-x"):
        run = kyyeu(repository, "diff", "--records", "--", name, check=False)
        assert run.returncode == 2 and "Traceback" not in run.stderr
    shutil.rmtree(repository / ".git")
    run = kyyeu(repository, "diff", "main", check=False)
    assert run.returncode == 2 and run.stderr.startswith("kyyeu: ")


def test_files_that_are_no_content_are_told_of(repository: Path) -> None:
    """A reviewer reads sentences: what would run once it is merged has to stand among them."""
    replaced(repository, TRAM, "figure: 64 bài", "figure: 65 bài")
    for number in range(16):
        (repository / f"ghi-{number:02d}_chu.py").write_text("print()\n")
    (repository / "z\n## \x1b[31m").write_text("")
    assert records(repository)["other_files"] == [
        *(f"ghi-{number:02d}_chu.py" for number in range(16)),
        "z ## \ufffd[31m",
    ]
    said = kyyeu(repository, "diff", "main", "--records", "--format", "markdown", "--date", DAY).stdout
    assert said.startswith("### Tệp ngoài nội dung: 17\n\nĐơn vị chỉ sửa trong content và data. ")
    assert "\n- ghi-14\\_chu.py\n- và 2 tệp khác\n" in said
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "Thêm")
    assert (
        len(found(repository, "HEAD", "--records")["other_files"]) == 17
        and not found(repository, "main", "--records")["other_files"]
    )


def test_what_main_got_meanwhile_is_not_the_requests(repository: Path) -> None:
    git(repository, "switch", "-q", "main")
    replaced(repository, "data/decisions.yml", "61/QĐ-HOABAN", "99/QĐ-HOABAN")
    git(repository, "commit", "-qam", "Việc khác")
    git(repository, "switch", "-q", "sua")
    replaced(repository, TRAM, "figure: 64 bài", "figure: 65 bài")
    git(repository, "commit", "-qam", "Sửa số")
    told = found(repository, "sua", "--records")
    assert [unit["summary"] for unit in told["units"]] == ["sửa thành tích của điển hình Đặng Hương Trầm."]


def test_a_file_hidden_from_archives_is_seen(repository: Path) -> None:
    (repository / ".gitattributes").write_text("content/** export-ignore\n")
    replaced(repository, TRAM, "figure: 64 bài", "figure: 65 bài")
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "Giấu")
    assert found(repository, "sua", "--records")["units"]


def test_a_forged_tree_writes_nothing(repository: Path, tmp_path: Path) -> None:
    """Git takes trees that it would never make: one name twice, a name that leads out."""

    def stored(kind: str, data: bytes) -> str:
        run = subprocess.run(
            ["git", "hash-object", "-w", "--stdin", "--literally", "-t", kind],
            cwd=repository,
            input=data,
            check=True,
            capture_output=True,
        )
        return run.stdout.decode().strip()

    def tree(*entries: tuple[str, str, str]) -> str:
        return stored(
            "tree",
            b"".join(f"{mode} {name}\0".encode() + bytes.fromhex(what) for mode, name, what in entries),
        )

    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "file").write_text("nguyên")
    text = stored("blob", b"x")
    below = tree(("100644", "forged.txt", text))
    up = below
    for _ in tmp_path.parts:
        up = tree(("40000", "..", up))
    link, file = stored("blob", str(outside).encode()), stored("blob", str(outside / "file").encode())
    for content in (
        up,
        tree(("120000", "zz", link), ("40000", "zz", below)),
        tree(("120000", "zz", file), ("100644", "zz", text)),
    ):
        commit = git(
            repository, "commit-tree", tree(("40000", "content", content)), "-p", "main", "-m", "Sửa"
        ).stdout.strip()
        run = kyyeu(repository, "diff", "main", commit, "--records", "--date", DAY, check=False)
        assert run.returncode == 2 and "cây thư mục giả mạo" in run.stderr
    assert [path.name for path in outside.iterdir()] == ["file"] and (
        outside / "file"
    ).read_text() == "nguyên"
    assert not Path("/forged.txt").exists()


def test_pages_and_pictures(repository: Path, tmp_path: Path) -> None:
    """One figure: one page of the site, its pages in the booklets, both drawn before and after."""
    replaced(repository, TRAM, "figure: 64 bài", "figure: 65 bài")
    told = found(repository, "--pictures", str(tmp_path / "anh"))
    assert [page["address"] for page in told["pages"]] == ["dien-hinh/thpt-ban-trang/dang-huong-tram/"]
    assert told["pages"][0]["title"] == "Đặng Hương Trầm" and told["pages"][0]["change"] == "sửa"
    assert told["booklets"] and all(
        len(book["after"]) == 1 == len(book["before"]) for book in told["booklets"]
    )
    drawn = sorted(path.name for path in (tmp_path / "anh").iterdir())
    assert drawn == sorted(told["pictures"]) and "dien-hinh-thpt-ban-trang-dang-huong-tram.png" in drawn
    for name in drawn:
        with Image.open(tmp_path / "anh" / name) as picture:
            reds = sum(count for count, colour in picture.getcolors(1 << 24) or () if colour == (176, 0, 32))
            assert reds > 0, f"{name} marks nothing"
    markdown = kyyeu(
        repository, "diff", "main", "--format", "markdown", "--pictures", str(tmp_path / "anh"), "--date", DAY
    ).stdout
    assert "### Trang công khai: 1 trang thay đổi" in markdown and "![Đặng Hương Trầm](" in markdown
    assert git(repository, "status", "--short").stdout.split() == ["M", TRAM]


def test_a_request_with_errors_is_told_of_too(repository: Path) -> None:
    replaced(repository, TRAM, "figure: 64 bài", "figure: 65 bài")
    replaced(repository, "data/decisions.yml", "award: bang-khen-tinh", "award: bang-khen-tin")
    told = found(repository)
    assert (
        told["not_rendered"] == "Chưa so được trang và ấn phẩm: bản sửa còn lỗi." and len(told["units"]) == 2
    )
    assert kyyeu(repository, "diff", "main", "--date", DAY).stdout.startswith(
        "Còn lỗi: hồ sơ nào chưa đọc được"
    )


def test_the_check_sets_old_problems_apart(repository: Path) -> None:
    """A fault that stood on main does not stop a request; one of its own does, also where it shows in another file."""
    replaced(repository, "data/decisions.yml", "award: bang-khen-tinh", "award: bang-khen-tin")
    git(repository, "commit", "-qam", "Lỗi cũ")
    git(repository, "branch", "-f", "main", "HEAD")
    replaced(repository, TRAM, "figure: 64 bài", "figure: 65 bài")
    run = kyyeu(repository, "check", "--base", "main", "--date", DAY)
    assert "Có từ trước, không do bản sửa này:\n  data/decisions.yml:" in run.stdout and "0 lỗi" in run.stdout
    replaced(repository, TRAM, "award", "adward")
    run = kyyeu(repository, "check", "--base", "main", "--date", DAY, check=False)
    assert run.returncode == 1 and run.stdout.startswith(f"{TRAM}:") and "Có từ trước" in run.stdout
    told = json.loads(kyyeu(repository, "check", "--base", "main", "--format", "json", check=False).stdout)
    assert {problem["file"] for problem in told["old"]} == {"data/decisions.yml"}
    git(repository, "checkout", "-q", TRAM)
    (repository / f"{SCHOOL}/exemplars/au-duc-long.md").unlink()
    run = kyyeu(repository, "check", "--base", "main", "--date", DAY, check=False)
    assert (
        run.returncode == 1
        and "data/units/thpt-ban-trang/delegates.yml" in run.stdout.partition("Có từ trước")[0]
    )
