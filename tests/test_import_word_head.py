"""Tests `kyyeu import` of a Word report's letterhead, signature block and pictures.

The letterhead and the signature block become fields of the report, and the pictures become files.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from docx.document import Document

from tests.building import tree
from tests.filling import UNIT, import_json, run
from tests.test_import_word import REPORT
from tests.word_heads import (
    SUBJECT,
    SUBJECT_2,
    bare,
    by_spaces,
    by_tables,
    by_tabs,
    in_two_halves,
    line_by_line,
    photograph,
    two_ways,
)
from tests.word_reports import own_headings, rewrite_zip, write_report

RELATIONS = "word/_rels/document.xml.rels"
OTHER = "th-thcs-suoi-may"
NEW = f"content/units/{OTHER}/reports/2015-2020.md"
NATION, MOTTO = "“CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM” (8 chữ)", "“Độc lập - Tự do - Hạnh phúc” (8 chữ)"
GOVERNING, SCHOOL = "“SỞ GD&ĐT TỈNH HOA BAN” (5 chữ)", "“TRƯỜNG TH&THCS SUỐI MÂY” (4 chữ)"
OPENING = "“Thực hiện Hướng dẫn số 12/HD-SGDĐT, nhà trường báo cáo như sau:” (12 chữ)"


def written(report: Callable[[Document], Any], path: Path) -> Path:
    write_report(report, path)
    return path


def fields_of(root: Path) -> dict[str, Any]:
    return dict(yaml.load((root / NEW).read_text(encoding="utf-8").split("---\n")[1], yaml.BaseLoader) or {})


def above(*lines: str) -> str:
    """Returns the message of the import about lines that it left out before the report's first section."""
    return (
        f"Trước đầu mục thứ nhất, không nhập {len(lines)} dòng "
        f"(phần đầu văn bản do chương trình tự lập khi in): {'; '.join(lines)}."
    )


def below(*lines: str) -> str:
    listed = "; ".join(lines)
    return f"Sau mục cuối, không nhập {len(lines)} dòng (không rõ là trường nào của báo cáo): {listed}."


def subject(words: str) -> str:
    return f"Tên loại và trích yếu “{words}” không nhập: khi in lấy tên báo cáo trong đề cương."


HEADED = {
    "number": "05/BC-THTHCSSM",
    "date": "2020-02-06",
    "place": "Mường Mây",
    "recipient": "Sở Giáo dục và Đào tạo tỉnh Hoa Ban",
}
CASES: dict[Callable[[Document], None], tuple[dict[str, Any], list[str]]] = {
    by_tables: (
        {
            **HEADED,
            "signer": {"capacity": "KT. HIỆU TRƯỞNG", "position": "PHÓ HIỆU TRƯỞNG", "name": "Lục Thị Ngần"},
            "recipients": ["Sở GD&ĐT (báo cáo);", "Các tổ chuyên môn;", "Lưu: VT."],
        },
        [above(GOVERNING, SCHOOL, NATION, MOTTO, OPENING), subject(f"BÁO CÁO {SUBJECT} {SUBJECT_2}")],
    ),
    by_tabs: (
        {
            **HEADED,
            "signer": {"position": "HIỆU TRƯỞNG", "name": "ThS. Lục Thị Ngần"},
            "recipients": ["Như trên;", "Lưu: VT."],
        },
        [above(GOVERNING, NATION, SCHOOL, MOTTO), subject(f"BÁO CÁO {SUBJECT}")],
    ),
    line_by_line: (
        {
            "date": "2020-02-06",
            "place": "Mường Mây",
            "recipients": ["Như trên;", "Lưu: VT."],
            "signer": {"capacity": "TM. BAN GIÁM HIỆU", "position": "HIỆU TRƯỞNG", "name": "Lục Thị Ngần"},
        },
        [
            above("“Trường TH&THCS Suối Mây” (4 chữ)"),
            subject("BÁO CÁO TỔNG KẾT PHONG TRÀO THI ĐUA"),
            below("“PHỤ LỤC 01” (3 chữ)", "“Danh sách phong trào” (4 chữ)"),
        ],
    ),
    two_ways: (
        {"place": "Mường Mây"},
        [
            above(
                SCHOOL,
                "“Số: /BC-THTHCSSM” (2 chữ)",
                NATION,
                "“Mường Mây, ngày tháng 02 năm 2020” (7 chữ)",
                "“Kính gửi:” (2 chữ)",
                "“- Sở Giáo dục và Đào tạo;” (7 chữ)",
                "“- Ủy ban nhân dân huyện.” (6 chữ)",
            ),
            subject("BÁO CÁO"),
            below(
                "“Nơi nhận:” (2 chữ)",
                "“Như trên” (2 chữ)",
                "“CHỦ TỊCH CÔNG ĐOÀN” (4 chữ)",
                "“Hà Văn Son” (3 chữ)",
                "“HIỆU TRƯỞNG” (2 chữ)",
                "“Lục Thị Ngần” (3 chữ)",
            ),
        ],
    ),
    by_spaces: (
        {
            "number": "5/BC-THTHCSSM",
            "date": "2020-02-06",
            "place": "Mường Mây",
            "recipients": ["Như kính gửi;", "Lưu VT."],
            "signer": {"position": "Hiệu trưởng", "name": "Lục Thị Ngần"},
        },
        [
            above(
                GOVERNING,
                NATION,
                "“Kính gửi:” (2 chữ)",
                "“Phòng Giáo dục và Đào tạo” (6 chữ)",
                "“Sở Giáo dục và Đào tạo” (6 chữ)",
            ),
            subject("Báo cáo Về công tác khen thưởng"),
        ],
    ),
    in_two_halves: (
        {},
        [
            above("“Căn cứ Hướng dẫn số 12/HD-SGDĐT;” (6 chữ)"),
            subject(
                "BÁO CÁO TỔNG KẾT Phong trào thi đua yêu nước và công tác khen thưởng giai đoạn 2015 - 2020; "
                "phương hướng, nhiệm vụ giai đoạn 2020 - 2025"
            ),
        ],
    ),
    bare: ({"signer": {"position": "HIỆU TRƯỞNG", "name": "Lục Thị Ngần"}}, []),
}


@pytest.mark.parametrize("report", CASES, ids=[report.__name__ for report in CASES])
def test_head_and_foot_fill_the_fields_that_have_one_reading(
    report: Callable[[Document], None], root: Path, tmp_path: Path
) -> None:
    fields, notes = CASES[report]
    file = written(report, tmp_path / "a.docx")
    result = import_json(root, file, "--unit", OTHER)
    assert (result["problems"], result["kept"], result["written"]) == ([], notes, True)
    assert fields_of(root) == fields
    assert "Nhà trường đã phổ biến đủ các văn bản." in (root / NEW).read_text(encoding="utf-8")
    assert not any(line.startswith("Mục 1 ← “Tổng") or "BÁO CÁO" in line for line in result["plan"])
    assert import_json(root, file, "--unit", OTHER)["files"] == []


def test_a_filled_field_stays_and_the_difference_is_reported(root: Path, tmp_path: Path) -> None:
    (root / NEW).parent.mkdir(parents=True)
    (root / NEW).write_text(
        "---\nnumber: 05/BC-THTHCSSM\ndate: 2020-02-05\nsigner:\n  position: HIỆU TRƯỞNG\n---\n",
        encoding="utf-8",
    )
    result = import_json(root, written(by_tables, tmp_path / "a.docx"), "--unit", OTHER, "--replace")
    advice = f"Giữ như tệp; muốn đổi thì sửa ở đầu {NEW}."
    assert result["kept"][:4] == [
        f"Ngày: tệp đang ghi “05/02/2020”, bản Word ghi “06/02/2020”. {advice}",
        f"Người ký, thẩm quyền: tệp để trống, nhưng người ký khác, bản Word ghi “KT. HIỆU TRƯỞNG”. {advice}",
        f"Người ký, chức vụ: tệp đang ghi “HIỆU TRƯỞNG”, bản Word ghi “PHÓ HIỆU TRƯỞNG”. {advice}",
        f"Người ký, họ và tên: tệp để trống, nhưng người ký khác, bản Word ghi “Lục Thị Ngần”. {advice}",
    ]
    assert result["plan"][:3] == [
        "Địa danh ← “Mường Mây”",
        "Kính gửi ← “Sở Giáo dục và Đào tạo tỉnh Hoa Ban”",
        "Nơi nhận ← “Sở GD&ĐT (báo cáo); / Các tổ chuyên môn; / Lưu: VT.”",
    ]
    assert fields_of(root) | {"recipients": 0} == {
        **HEADED,
        "date": "2020-02-05",
        "signer": {"position": "HIỆU TRƯỞNG"},
        "recipients": 0,
    }


def test_the_report_of_another_unit_is_warned_of(root: Path, tmp_path: Path) -> None:
    result = import_json(root, written(by_tables, tmp_path / "a.docx"), "--unit", UNIT, "--replace")
    assert [(problem["file"], problem["code"], problem["severity"]) for problem in result["problems"]] == [
        ("a.docx!đầu văn bản", "other-unit", "warning")
    ]


def test_words_on_every_page_are_reported(root: Path, tmp_path: Path) -> None:
    def headed(page: Document) -> None:
        own_headings(page)
        page.sections[0].header.paragraphs[0].text = "Số hiệu BM-07"

    assert (
        "Chữ ở đầu trang, chân trang không nhập: “Số hiệu BM-07” (3 chữ)."
        in import_json(root, written(headed, tmp_path / "a.docx"), "--unit", UNIT, "--replace")["kept"]
    )


def illustrated(page: Document) -> None:
    """Writes a Word report with pictures: one twice in a section, another after the last section."""
    own_headings(page)
    page.paragraphs[3].add_run().add_picture(photograph("navy"))
    page.paragraphs[7].add_run().add_picture(photograph("navy"))
    page.add_table(1, 2).cell(0, 1).paragraphs[0].add_run().add_picture(photograph("olive"))


def test_pictures_come_out_only_when_asked_and_never_into_the_project(root: Path, tmp_path: Path) -> None:
    word, folder = written(illustrated, tmp_path / "a.docx"), tmp_path / "ảnh"
    before = tree(root)
    pictures = ("--unit", UNIT, "--pictures", str(folder))
    result = import_json(root, word, "--replace", "--dry-run", *pictures)
    assert not folder.exists()
    assert [line for line in result["kept"] if line.startswith("Ảnh ")][:3] == [
        "Ảnh 1 (mục 1.I.1, sau “- Việc thứ nhất;”) → anh-01.jpg.",
        "Ảnh 2 (mục 1.I.1, sau “Đoạn A: nhà trường ghi lại việc đã làm, có con số, có người làm.”) → "
        "anh-01.jpg.",
        "Ảnh 3 (sau “- Như trên;”) → anh-03.jpg.",
    ]
    # All sections of the report already have text, so the import writes only the pictures.
    assert not import_json(root, word, *pictures)["written"] and tree(root) == before
    assert sorted(path.name for path in folder.iterdir()) == ["anh-01.jpg", "anh-03.jpg", "danh-sach.txt"]
    assert (folder / "anh-01.jpg").read_bytes() == photograph("navy").getvalue()
    assert (folder / "danh-sach.txt").read_text(encoding="utf-8").splitlines()[
        2
    ] == "anh-01.jpg: mục 1.I.1, sau “- Việc thứ nhất;”; 64 × 48 điểm ảnh"
    assert import_json(root, word, *pictures)["kept"][-1] == f"Đã ghi 2 ảnh và danh-sach.txt vào {folder}."


def test_pictures_that_can_not_be_used_are_reported(root: Path, tmp_path: Path) -> None:
    word = written(illustrated, tmp_path / "a.docx")

    def change(members: dict[str, bytes]) -> None:
        """Turns a Word file's first picture into an EMF file, and its second into a link to a file."""
        first, second = sorted(name for name in members if name.startswith("word/media/"))
        members["word/media/image9.emf"] = members.pop(first)
        for name, old, new in (
            (RELATIONS, first.removeprefix("word/"), "media/image9.emf"),
            (
                RELATIONS,
                f'Target="{second.removeprefix("word/")}"',
                'Target="file:///C:/Users/ban/olive.jpg" TargetMode="External"',
            ),
            (
                "[Content_Types].xml",
                '<Default Extension="rels"',
                '<Default Extension="emf" ContentType="image/x-emf"/><Default Extension="rels"',
            ),
        ):
            members[name] = members[name].replace(old.encode(), new.encode())

    rewrite_zip(word, change)
    result = import_json(root, word, "--unit", UNIT, "--pictures", str(tmp_path / "out"))
    advice = (
        "dạng EMF không dùng được, mở trong Word, bấm chuột phải vào ảnh, chọn “Lưu dưới dạng ảnh”, dạng PNG"
    )
    assert [line for line in result["kept"] if line.startswith("Ảnh ")][::2][:2] == [
        f"Ảnh 1 (mục 1.I.1, sau “- Việc thứ nhất;”) → anh-01.emf; {advice}.",
        "Ảnh 3 (sau “- Như trên;”) không nhập; ảnh nằm ngoài tệp Word (chỉ có liên kết), "
        "xin người gửi tệp ảnh gốc.",
    ]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["anh-01.emf", "danh-sach.txt"]


def test_a_folder_in_the_project_or_with_other_files_is_refused(root: Path, tmp_path: Path) -> None:
    word, folder = written(illustrated, tmp_path / "a.docx"), tmp_path / "ảnh"
    folder.mkdir()
    (folder / "anh-01.jpg").write_bytes(b"another")
    (tmp_path / "a.xlsx").write_bytes(b"")
    for file, option, place, sentence in (
        (word, "--pictures", root / "content/anh", "nằm trong dự án"),
        (word, "--pictures", folder, "đã có tệp anh-01.jpg khác"),
        (word, "--pictures", word, "không phải thư mục"),
        (word, "--photos", folder, "dùng --pictures THƯ_MỤC"),
        (tmp_path / "a.xlsx", "--pictures", folder, "dùng --photos NƠI"),
    ):
        unit = ("--unit", UNIT, "--replace") if file == word else ()
        code, _, error = run(root, "import", str(file), *unit, option, str(place))
        assert code == 2 and sentence in error and error.count("\n") == 1
    assert (root / REPORT).read_text(encoding="utf-8").count("Đội văn nghệ") == 0
    assert sorted(path.name for path in folder.iterdir()) == ["anh-01.jpg"]
