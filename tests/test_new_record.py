"""Tests `kyyeu new`: the new record file that it writes has no fault except its empty fields."""

from pathlib import Path

import pytest
from kyyeu.loading.load import load
from kyyeu.model.kinds import KINDS, Kind
from kyyeu.outputs.editor.new_record import new_record
from kyyeu.problems import UsageError

from tests.building import TODAY, tree

NEW_IDS = {
    "site": "site",
    "cycle": "2020-2025",
    "unit": "truong-moi",
    "unit_movements": "truong-moi",
    "programme": "congress",
    "outline": "2020-2025",
    "conference": "thpt-ban-trang/2020-2025",
    "report": "th-thcs-suoi-may/2015-2020",
    "news": "thpt-ban-trang/2020-01-10-khai-mac",
    "booklet_prose": "ky-yeu/tap-the",
}


WRITTEN_BY_HAND = [kind for kind in KINDS if not kind.register]


@pytest.mark.parametrize("kind", WRITTEN_BY_HAND, ids=[kind.name for kind in WRITTEN_BY_HAND])
def test_a_new_record_lacks_only_its_blanks(kind: Kind, root: Path) -> None:
    if kind.name == "site":
        (root / "data/site.yml").unlink()
    usual = "thpt-ban-trang/ban-ghi-moi" if "{unit}" in kind.pattern else "ban-ghi-moi"
    file = (
        new_record(root, kind.name, NEW_IDS.get(kind.name, usual), TODAY)
        .removeprefix("Đã tạo ")
        .partition(". ")[0]
    )
    text = (root / file).read_text(encoding="utf-8")
    for info in kind.record.model_fields.values():
        assert info.title and (
            info.title in text or info.title in ("Mã", "Đơn vị", "Ấn phẩm", "Nội dung", "Bài viết", "Các mục")
        )
    _, problems = load(root)
    assert {problem.code for problem in problems} <= {"field-missing", "field-empty"}
    assert {problem.place.file for problem in problems} <= {file}
    required = {
        info.title
        for name, info in kind.record.model_fields.items()
        # `kyyeu new` writes no empty field for a record's id, unit or booklet, as these follow from the
        # file's path.
        if info.is_required() and name not in ("id", "unit", "booklet")
    }
    assert {problem.sentence.partition("(")[2].partition(")")[0] for problem in problems} == required


def test_a_filled_blank_is_a_record(root: Path) -> None:
    new_record(root, "exemplar", "thpt-ban-trang/to-the-duc", TODAY)
    path = root / "content/units/thpt-ban-trang/exemplars/to-the-duc.md"
    text = path.read_text(encoding="utf-8")
    for blank, value in (
        ("type", "collective"),
        ("group", "collective"),
        ("name", "Tổ Thể dục"),
        ("cycle", "2015-2020"),
        ("field", "culture"),
        ("summary", "Tổ giữ nhịp cho cả trường."),
    ):
        text = text.replace(f"\n{blank}:\n", f"\n{blank}: {value}\n")
    example = "#  - text:  # Nội dung (*)\n#    figure:  # Con số\n"
    assert example in text
    text = text.replace(example, "  - text: Hai buổi dân vũ mỗi tuần\n    figure: 100%\n")
    path.write_text(text, encoding="utf-8")
    library, problems = load(root)
    assert problems == [] and library is not None
    exemplar = library.exemplars["thpt-ban-trang/to-the-duc"]
    assert (exemplar.name, exemplar.achievements[0].figure) == ("Tổ Thể dục", "100%")


@pytest.mark.parametrize(
    ("kind", "ref", "says"),
    [
        ("exemplars", "thpt-ban-trang/a", "Có phải “exemplar”?"),
        ("exemplar", "a", "cần dạng đơn-vị/mã"),
        ("exemplar", "thpt-ban-trang/Lê Thị Ảnh", "gạch nối, ví dụ le-thi-anh"),
        ("exemplar", "thpt-ban-trag/a", "Có phải “thpt-ban-trang”?"),
        ("news", "thpt-ban-trang/khai-mac", "ví dụ thpt-ban-trang/2026-"),
        ("exemplar", "../a", "không dùng làm mã được"),
        ("exemplar", "thpt-ban-trang/au-duc-long", "đã có tệp"),
        ("document", "quy-che-thi-dua", "đã có mục"),
        ("edition", "thpt-ban-trang/ky-yeu-2015-2020-1", "không tạo bằng tay"),
    ],
)
def test_what_cannot_be_new_is_refused(kind: str, ref: str, says: str, root: Path) -> None:
    before = tree(root)
    with pytest.raises(UsageError, match=says.replace("?", r"\?")):
        new_record(root, kind, ref, TODAY)
    assert tree(root) == before
