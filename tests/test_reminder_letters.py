"""Công văn đôn đốc: by cluster, to those whose papers are overdue; no number and no day is invented; PDF and Word say the same."""

import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest
from kyyeu.model.library import Library
from kyyeu.model.privacy import PRINT
from kyyeu.model.units import Unit, UnitKind, UnitName
from kyyeu.outputs.booklets.word import word_file
from kyyeu.publishing.gate import publish
from kyyeu.views.catalogue import Catalogue, catalogue
from kyyeu.views.print.official import OfficialDocument, OfficialTable, Rules, TextParagraph
from kyyeu.views.print.official_reminder import has_reminder, reminder_book, reminder_letters

from tests.building import copy_sample, kyyeu, pdf_text, read_project
from tests.test_history import REPORT, commit, git

SECTOR, SCHOOL = "so-gddt/2015-2020", "thpt-ban-trang"
NEW = (
    ("thpt-muong-lat", "Trường THPT Mường Lạt", "Cụm thi đua số 1"),
    ("mn-ban-bua", "Trường Mầm non Bản Bùa", "Khối thi đua Mầm non"),
    ("th-pom-coong", "Trường Tiểu học Pom Coọng", None),
)


@pytest.fixture(scope="module")
def library() -> Library:
    found = read_project()
    units = {
        id_: Unit(id=id_, kind=UnitKind.PRIMARY, names=(UnitName(name=name),), cluster=cluster)
        for id_, name, cluster in NEW
    }
    return replace(found, units={**found.units, **units})


def seen(library: Library, day: date) -> Catalogue:
    return catalogue(publish(library, PRINT, day))


def letters(library: Library, day: date) -> dict[str, OfficialDocument]:
    shown = seen(library, day)
    return dict(reminder_letters(shown, shown.published.conferences[SECTOR]))


def rows(letter: OfficialDocument) -> list[tuple[str, ...]]:
    return [row for block in letter.blocks if isinstance(block, OfficialTable) for row in block.rows]


def test_a_letter_for_every_cluster_those_without_one_last(library: Library) -> None:
    found = letters(library, date(2020, 2, 12))
    assert list(found) == ["cum-thi-dua-so-1", "khoi-thi-dua-mam-non", "cac-don-vi-chua-xep-cum-khoi"]
    first, second, _ = found.values()
    assert first.addressees == ("- Trường THPT Bản Trắng;", "- Trường THPT Mường Lạt.")
    assert (second.addressees, second.recipient, first.recipient) == ((), "Trường Mầm non Bản Bùa", "")
    assert rows(first) == [
        ("1", "Trường THPT Bản Trắng", "Kế hoạch", "10/02/2020", "3"),
        (
            "2",
            "Trường THPT Mường Lạt",
            "Thời gian tổ chức; kế hoạch; kết quả, báo cáo tổng kết",
            "10/02/2020",
            "3",
        ),
    ]


def test_nothing_official_is_invented(library: Library) -> None:
    """Number, sign and day are the office's to fill in; the form is that of the day on which it is written."""
    letter = letters(library, date(2020, 2, 12))["cum-thi-dua-so-1"]
    assert (letter.number, letter.place_and_date, letter.signed, letter.name) == (
        "Số: …../…..-…..",
        "Hoa Ban, ngày ….. tháng ….. năm 2020",
        "",
        "",
    )
    assert letter.subject == ("V/v đôn đốc báo cáo Hội nghị điển hình tiên tiến giai đoạn 2015 - 2020",)
    assert any(
        isinstance(block, TextParagraph) and block.text.endswith("chậm nhất ngày …..")
        for block in letter.blocks
    )
    assert letter.rules is Rules.CIRCULAR
    assert letters(library, date(2020, 3, 5))["cum-thi-dua-so-1"].rules is Rules.DECREE


@pytest.mark.parametrize(("day", "there"), [(date(2020, 2, 9), False), (date(2020, 2, 10), True)])
def test_nobody_is_urged_before_the_day(library: Library, day: date, there: bool) -> None:
    shown = seen(library, day)
    assert has_reminder(shown, shown.published.conferences[SECTOR]) is there
    assert not has_reminder(
        shown, shown.published.conferences[f"{SCHOOL}/2015-2020"]
    )  # the Sở alone writes them


def test_a_part_a_cluster(library: Library) -> None:
    shown = seen(library, date(2020, 2, 12))
    book = reminder_book(shown, shown.published.conferences[SECTOR], frozenset())
    assert [part.name for part in book.parts] == [
        f"don-doc/{name}" for name in letters(library, date(2020, 2, 12))
    ]
    assert book.official and not book.bound


def test_word_has_the_subject_under_the_number_and_a_line_for_every_addressee(library: Library) -> None:
    letter = letters(library, date(2020, 2, 12))["cum-thi-dua-so-1"]
    document = docx.Document(io.BytesIO(word_file(letter)))
    head = [
        paragraph for row in document.tables[0].rows for cell in row.cells for paragraph in cell.paragraphs
    ]
    styles = [paragraph.style.name for paragraph in head if paragraph.style]
    assert styles.index("Trích yếu công văn") == styles.index("Số, ký hiệu") + 1
    body = [
        (paragraph.style.name if paragraph.style else "", paragraph.text)
        for paragraph in document.paragraphs
        if paragraph.text
    ]
    assert body[:3] == [
        ("Kính gửi nhiều nơi", "Kính gửi:"),
        ("Nơi được gửi", "- Trường THPT Bản Trắng;"),
        ("Nơi được gửi", "- Trường THPT Mường Lạt."),
    ]
    assert not {"Title", "Subtitle"} & {name for name, _ in body}
    last = next(paragraph for paragraph in reversed(document.paragraphs) if paragraph.text)
    assert last.text.endswith("./.") and last.paragraph_format.keep_with_next


def test_print_gives_a_pdf_and_a_word_file_a_cluster(tmp_path: Path) -> None:
    root = copy_sample(tmp_path / "sample")
    printed = kyyeu(root, "print", "don-doc", "--date", "2020-02-12").stdout.splitlines()[-2:]
    assert printed == ["print/don-doc-2015-2020-cum-thi-dua-so-1.docx", "print/don-doc-2015-2020.pdf"]
    text = re.sub(r"\s+", " ", pdf_text(root / "print/don-doc-2015-2020.pdf"))
    for words in (
        "V/v đôn đốc báo cáo Hội nghị điển hình tiên tiến giai đoạn 2015 - 2020",
        "Kính gửi: Trường THPT Bản Trắng",
        "GIÁM ĐỐC",
    ):
        assert words in text
    early = kyyeu(root, "print", "don-doc", "--date", "2020-02-09", check=False)
    assert (early.returncode, "chưa có gì để in" in early.stderr) == (2, True)


def test_who_sent_a_request_in_time_is_not_urged(tmp_path: Path) -> None:
    """Git says so alone: no line of the submissions does."""
    root = copy_sample(tmp_path / "sample")
    text = (root / REPORT.format(SCHOOL)).read_text("utf-8")
    (root / REPORT.format(SCHOOL)).unlink()
    (root / f"data/units/{SCHOOL}/submissions.yml").write_text(
        "2015-2020-plan:\n  cycle: 2015-2020\n  item: plan\n  sent: 2020-01-05\n  state: sent\n"
    )
    git(root, "init", "-qb", "main")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "Khởi đầu", at="2019-12-01T08:00:00+07:00")
    assert kyyeu(root, "print", "don-doc", "--date", "2020-02-12").returncode == 0
    git(root, "switch", "-qc", "bao-cao")
    commit(root, "2020-02-09T08:00:00+07:00", **{SCHOOL.replace("-", "_"): text})
    git(root, "switch", "-q", "main")
    assert kyyeu(root, "print", "don-doc", "--date", "2020-02-12", check=False).returncode == 2
