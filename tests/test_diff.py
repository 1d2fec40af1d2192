"""Tests `kyyeu diff` and `kyyeu check --base` on a real git repository.

For each kind of change, the output must have the expected words.
"""

import json
import re
import shutil
import socket
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from kyyeu.outputs.review.comparison_pictures import _local_site
from PIL import Image

from tests.building import DAY, commit_all, copy_sample, git, kyyeu, source_of

SCHOOL = "content/units/thpt-ban-trang"
NAME = "Trường THPT Hoa Ban"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Commits the sample project on the branch main; returns its folder with the branch "sua" checked out."""
    root = copy_sample(tmp_path / "kho")
    (root / ".gitignore").write_text(".cache/\nsite/\nprint/\n")
    commit_all(root)
    git(root, "switch", "-qc", "sua")
    return root


def edit(root: Path, file: str, *changes: tuple[str, str]) -> None:
    """Replaces each given text of a file, once, by the new text given for it."""
    text = (root / file).read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, f"{file} holds no {old!r}"
        text = text.replace(old, new, 1)
    (root / file).write_text(text, encoding="utf-8")


def diff_text(root: Path, *options: str) -> str:
    """Returns the text that `kyyeu diff main` prints."""
    return kyyeu(root, "diff", "main", *options, "--date", DAY).stdout


def diff(root: Path, *options: str) -> dict[str, Any]:
    """Returns the output of `kyyeu diff main` in JSON, parsed."""
    return dict(json.loads(diff_text(root, *options, "--format", "json")))


def changes_of_unit(root: Path) -> dict[str, Any]:
    """Returns the changed records of the only unit that has changes; fails if several units have any."""
    (unit,) = diff(root, "--records")["units"]
    return dict(unit)


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
NEW_FIGURE = (TRAM, ("figure: 64 bài", "figure: 65 bài"))
WITHDRAWN = (TRAM, ("  date: 2025-10-01\nstatus", "  date: 2025-10-01\n  withdrawn: 2026-11-01\nstatus"))
WRONG_AWARD = ("data/decisions.yml", ("award: bang-khen-tinh", "award: bang-khen-tin"))


def test_an_exemplar_added(repository: Path) -> None:
    (repository / f"{SCHOOL}/exemplars/lo-thanh-thuy.md").write_text(EXEMPLAR, encoding="utf-8")
    changes = diff(repository, "--records")
    assert [(unit["name"], unit["summary"], unit["records"]) for unit in changes["units"]] == [
        (
            NAME,
            "thêm 1 điển hình.",
            [{"verb": "thêm", "kind": "điển hình", "name": "Lò Thanh Thúy", "fields": []}],
        )
    ]
    assert changes["public"] == [
        {
            "kind": "điển hình",
            "name": "Lò Thanh Thúy",
            "unit": NAME,
            "channels": ["trang công khai", "bản in"],
            "consent": "phiếu HB-301 ngày 05/01/2026",
        }
    ]
    text = diff_text(repository, "--records")
    assert (
        "Thêm 1 điển hình." in text
        and "Lò Thanh Thúy (điển hình, Trường THPT Hoa Ban): trang công khai, bản in; phiếu HB-301" in text
    )


def test_a_decisions_number_corrected(repository: Path) -> None:
    edit(repository, "data/decisions.yml", ("61/QĐ-HOABAN", "66/QĐ-HOABAN"))
    unit = changes_of_unit(repository)
    assert (unit["name"], unit["summary"], unit["records"][0]["fields"]) == (
        "Chung của ngành",
        "sửa số của quyết định khen thưởng 66/QĐ-HOABAN.",
        ["Số: “61/QĐ-HOABAN” → “66/QĐ-HOABAN”"],
    )


def test_fields_of_an_exemplar_changed(repository: Path) -> None:
    edit(
        repository,
        TRAM,
        ("  - Tổ phó Tổ Ngữ văn\n", "  - Tổ trưởng Tổ Ngữ văn\n"),
        ("degrees:\n  - Thạc sĩ\n", ""),
        ("figure: 64 bài", "figure: 65 bài"),
        ("field: teaching", "field: culture"),
        ("  - doc-sach\n", ""),
        ("    year: 2018\n    decision: qd-da-huy", "    year: 2018\n    decision: qd-hoi-nghi-nganh"),
    )
    (record,) = changes_of_unit(repository)["records"]
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
    edit(repository, TRAM, ("để trống mười phút", "để trống mười lăm phút"))
    ((sentence,),) = (record["fields"] for record in changes_of_unit(repository)["records"])
    assert sentence.startswith("Bài viết: sau “để trống mười”, thêm “lăm” (")


def test_a_report_section_changed(repository: Path) -> None:
    path = next((repository / SCHOOL / "reports").glob("*.md"))
    head, _, last_section = path.read_text(encoding="utf-8").rpartition("\n## [")
    path.write_text(f"{head}\n", encoding="utf-8")
    (record,) = changes_of_unit(repository)["records"]
    (sentence,) = record["fields"]
    assert record["kind"] == "báo cáo tổng kết"
    assert sentence.startswith(f"Mục {last_section.partition(']')[0]}: bỏ, ")


def test_a_session_moved_to_another_day(repository: Path) -> None:
    file = "data/units/thpt-ban-trang/conferences/2015-2020.yml"
    edit(repository, file, ("day: 2020-01-10", "day: 2020-01-11"))
    assert changes_of_unit(repository)["records"][0]["fields"] == [
        "Các phiên, mục 1 › Ngày: 10/01/2020 → 11/01/2020"
    ]


def test_a_consent_withdrawn_names_nobody(repository: Path) -> None:
    edit(repository, *WITHDRAWN)
    text, *others = (
        diff_text(repository, "--records", "--format", form) for form in ("text", "markdown", "json")
    )
    assert "Thôi công khai\n\n  - Trường THPT Hoa Ban: 1 người, tập thể" in text
    assert not re.search("Trầm|tram|HB-001", "".join([text, *others]))


def test_a_name_taken_out_of_a_text_is_not_quoted(repository: Path) -> None:
    """`kyyeu diff` does not quote a removed name if the same pull request withdraws that person's consent.

    The name is removed from the text of a news report.
    """
    news = next((repository / SCHOOL / "news").glob("*.md"))
    text = news.read_text(encoding="utf-8")
    news.write_text(text.rstrip() + "\n\nCô Đặng Hương Trầm kể chuyện.\n", encoding="utf-8")
    commit_on_main(repository)
    news.write_text(text, encoding="utf-8")
    edit(repository, *WITHDRAWN)
    text = diff_text(repository, "--records")
    assert "Sửa tin:" in text and "nêu tên một người không đăng" in text and "Trầm" not in text


def commit_on_main(root: Path) -> None:
    """Commits all changes, and makes the branch main point to this commit."""
    commit_all(root)
    git(root, "branch", "-f", "main", "HEAD")


def test_people_without_consent_are_counted(repository: Path) -> None:
    edit(repository, f"{SCHOOL}/exemplars/hoang-tu-nam.md", ("status: approved", "status: draft"))
    text = diff_text(repository, "--records")
    assert "Sửa điển hình: chưa được đăng nên không nêu tên" in text
    assert not re.search("Hoàng Tú Nam|hoang-tu-nam", text)


def test_a_delegate_a_submission_a_unit_and_a_page(repository: Path) -> None:
    folder = "data/units/thpt-ban-trang"
    edit(repository, f"{folder}/delegates.yml", ("seat: A-01", "seat: A-02"))
    edit(repository, f"{folder}/submissions.yml", ("sent: 2020-02-07", "sent: 2020-02-08"))
    edit(repository, f"{folder}/unit.yml", ("kind: upper_secondary", "kind: gifted"))
    page = repository / "content/gioi-thieu.md"
    page.write_text("---\ntitle: Giới thiệu\n---\n\n# Giới thiệu\n\nBài mới.\n", encoding="utf-8")
    shared, unit = diff(repository, "--records")["units"]
    assert (shared["name"], [record["kind"] for record in shared["records"]]) == (
        "Chung của ngành",
        ["bài của trang"],
    )
    assert unit["summary"] == (
        "sửa loại hình của đơn vị Trường THPT Hoa Ban; sửa chỗ ngồi của đại biểu Âu Đức Long; "
        "sửa ngày nộp của việc nộp về Sở Kết quả, báo cáo."
    )


def test_a_record_deleted_and_one_moved_in_its_file(repository: Path) -> None:
    (repository / f"{SCHOOL}/exemplars/cao-viet-ha.md").unlink()
    edit(repository, TRAM, ("type: individual\n", "# Một lời dẫn.\ntype: individual\n"))
    unit = changes_of_unit(repository)
    assert unit["summary"] == "xóa 1 điển hình." and unit["records"][0]["name"] == ""


def test_nothing_changed_and_unknown_branches(repository: Path) -> None:
    nothing = "Không có thay đổi nào trong nội dung.\n"
    assert diff_text(repository, "--records") == diff_text(repository, "sua", "--records") == nothing
    for name in ("khong-co", "--upload-pack=x", "-x"):
        run = kyyeu(repository, "diff", "--records", "--", name, check=False)
        assert run.returncode == 2 and "Traceback" not in run.stderr
    shutil.rmtree(repository / ".git")
    run = kyyeu(repository, "diff", "main", check=False)
    assert run.returncode == 2 and run.stderr.startswith("kyyeu: ")


def test_files_that_are_no_content_are_listed(repository: Path) -> None:
    """`kyyeu diff` lists changed files outside the content.

    The reviewer of a pull request must see such files, since they may be code that runs after the merge.
    """
    edit(repository, *NEW_FIGURE)
    for number in range(16):
        (repository / f"ghi-{number:02d}_chu.py").write_text("print()\n")
    (repository / "z\n## \x1b[31m").write_text("")
    assert diff(repository, "--records")["other_files"] == [
        *(f"ghi-{number:02d}_chu.py" for number in range(16)),
        "z ## \ufffd[31m",
    ]
    markdown = diff_text(repository, "--records", "--format", "markdown")
    assert markdown.startswith("### Tệp ngoài nội dung: 17\n\nĐơn vị chỉ sửa trong content và data. ")
    assert "\n- ghi-14\\_chu.py\n- và 2 tệp khác\n" in markdown
    commit_all(repository)
    listed = [diff(repository, ref, "--records")["other_files"] for ref in ("HEAD", "main")]
    assert [len(files) for files in listed] == [17, 0]


def test_later_changes_on_main_are_not_part_of_the_pull_request(repository: Path) -> None:
    git(repository, "switch", "-q", "main")
    edit(repository, "data/decisions.yml", ("61/QĐ-HOABAN", "99/QĐ-HOABAN"))
    commit_all(repository)
    git(repository, "switch", "-q", "sua")
    edit(repository, *NEW_FIGURE)
    commit_all(repository)
    units = diff(repository, "sua", "--records")["units"]
    assert [unit["summary"] for unit in units] == ["sửa thành tích của điển hình Đặng Hương Trầm."]


def test_a_file_hidden_from_archives_is_seen(repository: Path) -> None:
    (repository / ".gitattributes").write_text("content/** export-ignore\n")
    edit(repository, *NEW_FIGURE)
    commit_all(repository)
    assert diff(repository, "sua", "--records")["units"]


def test_a_forged_tree_writes_nothing(repository: Path, tmp_path: Path) -> None:
    """`kyyeu diff` writes no file if the git tree of a pull request is forged.

    A forged tree has one name twice, or has names that lead out of the folder.
    """

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
    text, link, file = (stored("blob", data) for data in (b"x", bytes(outside), bytes(outside / "file")))
    up = below = tree(("100644", "forged.txt", text))
    for _ in tmp_path.parts:
        up = tree(("40000", "..", up))
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
    assert [(path.name, path.read_text()) for path in outside.iterdir()] == [("file", "nguyên")]
    assert not Path("/forged.txt").exists()


def test_pages_and_pictures(repository: Path, tmp_path: Path) -> None:
    """If one figure is edited, `kyyeu diff` reports one changed page of the site and of each printed work.

    For each of these pages it makes a picture from before and one from after the change.
    """
    edit(repository, *NEW_FIGURE)
    changes = diff(repository, "--pictures", str(tmp_path / "anh"))
    assert [(page["address"], page["title"], page["change"]) for page in changes["pages"]] == [
        ("dien-hinh/thpt-ban-trang/dang-huong-tram/", "Đặng Hương Trầm", "sửa")
    ]
    assert {(len(book["before"]), len(book["after"])) for book in changes["booklets"]} == {(1, 1)}
    drawn = sorted(path.name for path in (tmp_path / "anh").iterdir())
    assert drawn == sorted(changes["pictures"]) and "dien-hinh-thpt-ban-trang-dang-huong-tram.png" in drawn
    for name in drawn:
        with Image.open(tmp_path / "anh" / name) as picture:
            colours = {colour for _, colour in picture.getcolors(1 << 24) or ()}
            assert (176, 0, 32) in colours, f"{name} marks nothing"
    markdown = diff_text(repository, "--format", "markdown", "--pictures", str(tmp_path / "anh"))
    assert "### Trang công khai: 1 trang thay đổi" in markdown and "![Đặng Hương Trầm](" in markdown
    assert git(repository, "status", "--short").stdout.split() == ["M", TRAM]


def test_a_pull_request_with_errors_has_its_changes_too(repository: Path) -> None:
    edit(repository, *NEW_FIGURE)
    edit(repository, *WRONG_AWARD)
    changes = diff(repository)
    assert (changes["not_rendered"], len(changes["units"])) == (
        "Chưa so được trang và ấn phẩm: bản sửa còn lỗi.",
        2,
    )
    assert diff_text(repository).startswith("Còn lỗi: hồ sơ nào chưa đọc được")


def test_the_check_sets_old_problems_apart(repository: Path) -> None:
    """`kyyeu check --base main` fails only for problems that a pull request causes.

    Problems that it causes in files it does not change count too. Problems that main already has do not.
    """
    check = ("check", "--base", "main", "--date", DAY)
    edit(repository, *WRONG_AWARD)
    commit_on_main(repository)
    edit(repository, *NEW_FIGURE)
    output = kyyeu(repository, *check).stdout
    assert "Có từ trước, không do bản sửa này:\n  data/decisions.yml:" in output and "0 lỗi" in output
    edit(repository, TRAM, ("award", "adward"))
    run = kyyeu(repository, *check, check=False)
    assert run.returncode == 1 and run.stdout.startswith(f"{TRAM}:") and "Có từ trước" in run.stdout
    problems = json.loads(kyyeu(repository, *check, "--format", "json", check=False).stdout)
    assert {problem["file"] for problem in problems["old"]} == {"data/decisions.yml"}
    git(repository, "checkout", "-q", TRAM)
    (repository / f"{SCHOOL}/exemplars/au-duc-long.md").unlink()
    run = kyyeu(repository, *check, check=False)
    new_problems = run.stdout.partition("Có từ trước")[0]
    assert run.returncode == 1 and "data/units/thpt-ban-trang/delegates.yml" in new_problems


def test_nobody_withheld_is_told_by_a_review(repository: Path) -> None:
    """The output of `kyyeu diff` does not reveal who is withheld.

    It quotes no title of a deleted speech, no id of an unknown person, and no file or page name with a
    withheld name.
    """
    speech = repository / f"{SCHOOL}/speeches/2015-2020-nguoi-giu-lua.md"
    head = "conference: thpt-ban-trang/2015-2020\nexemplar: thpt-ban-trang/dang-huong-tram\n"
    speech.write_text(f"---\ntitle: Người giữ lửa bản Cuông\n{head}---\n\nBài.\n", encoding="utf-8")
    commit_on_main(repository)
    speech.unlink()
    edit(repository, *WITHDRAWN)
    edit(repository, "data/decisions.yml", ("thpt-ban-trang/hoang-tu-nam", "thpt-ban-trang/hoang-tu-nma"))
    for name in ("content/hoang-tu-nam.md", "hoang-tu-nam.txt"):
        (repository / name).write_text(
            "---\ntitle: Thầy Hoang Tu Nam\n---\n\n# Bài\n\nBài.\n", encoding="utf-8"
        )
    for form in ("text", "markdown", "json"):
        review = diff_text(repository, "--format", form)
        assert "(một tệp có tên người chưa được đăng)" in review and "tham luận" in review
        assert not re.search("Cuông|tram|trầm|hoang|nma|hoàng", review, re.IGNORECASE)


def test_a_connection_closed_by_the_browser_prints_no_traceback(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "big").write_bytes(bytes(20_000_000))
    with _local_site({"big": source_of(tmp_path / "big")}) as address:
        for _ in range(3):
            with socket.create_connection((urlsplit(address).hostname, urlsplit(address).port)) as browser:
                browser.sendall(b"GET /big HTTP/1.0\r\n\r\n")
                assert browser.recv(1000).startswith(b"HTTP/1.0 200")
    assert capfd.readouterr() == ("", "")
