"""Tests the reminders to units whose papers are late.

They are messages to single units, and letters (công văn đôn đốc) to emulation clusters.
"""

import io
import json
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
from kyyeu.views.office.reminders import NUMBERS, reminders
from kyyeu.views.print.official import OfficialDocument, OfficialTable, Rules, TextParagraph
from kyyeu.views.print.official_reminder import has_reminder, reminder_book, reminder_letters

from tests.building import kyyeu, pdf_text, read_project
from tests.test_history import REPORT, commit, git
from tests.test_readiness import ready

SCHOOL, POSTPONED = "thpt-ban-trang", "th-thcs-suoi-may"


@pytest.fixture(scope="module")
def library(library: Library) -> Library:
    """Returns the sample with only two exemplars, so that reminders mention few faults in records."""
    refs = ("thpt-ban-trang/pham-ngan-ha", "th-thcs-suoi-may/vu-an-khe")
    return replace(library, exemplars={ref: library.exemplars[ref] for ref in refs})


def message(library: Library, day: date, until: date | None = None) -> str:
    return reminders(ready(library, day), until)[0].text


def messages(library: Library) -> dict[str, str]:
    return {reminder.unit: reminder.text for reminder in reminders(ready(library))}


def test_a_whole_message(library: Library) -> None:
    assert message(replace(library, exemplars={}), date(2020, 2, 12)) == (
        "Kính gửi: Trường THPT Bản Trắng\n"
        "\n"
        "Đến ngày 12/02/2020, Sở Giáo dục và Đào tạo tỉnh Hoa Ban chưa nhận được của đơn vị "
        "(giai đoạn 2015 - 2020):\n"
        "- Kế hoạch tổ chức Hội nghị: hạn là trước ngày 10/02/2020, đã quá 3 ngày.\n"
        "\n"
        "Báo cáo tổng kết còn thiếu:\n"
        "- Phụ lục số 02 chưa có số liệu.\n"
        "\n"
        "Đề nghị đơn vị hoàn thành và gửi về Sở sớm nhất có thể.\n"
        "Nếu đơn vị đã gửi, xin báo lại số và ngày văn bản để đối chiếu.\n"
        "Cần hướng dẫn, xin liên hệ Văn phòng Sở, van-phong@hoa-ban.example.\n"
        "\n"
        "Trân trọng cảm ơn.\n"
    )


@pytest.mark.parametrize(
    ("day", "until", "sentence"),
    [
        (
            date(2020, 2, 8),
            None,
            "Đề nghị đơn vị hoàn thành và gửi về Sở trước ngày 10/02/2020; nhận đúng ngày này đã là muộn.",
        ),
        (date(2020, 2, 10), None, "Đề nghị đơn vị hoàn thành và gửi về Sở sớm nhất có thể."),
        (
            date(2020, 2, 10),
            date(2020, 2, 17),
            "Đề nghị đơn vị hoàn thành và gửi về Sở chậm nhất ngày 17/02/2020.",
        ),
    ],
)
def test_the_request_names_the_deadline(
    library: Library, day: date, until: date | None, sentence: str
) -> None:
    assert f"\n{sentence}\n" in message(library, day, until)


def test_a_unit_that_sent_all_papers_is_thanked(library: Library) -> None:
    texts = messages(library)
    assert "đã nhận đủ văn bản của đơn vị, xin cảm ơn" in texts[POSTPONED]
    assert "Nếu đơn vị đã gửi" not in texts[POSTPONED]
    assert "đã nhận đủ" not in texts[SCHOOL]


def test_withheld_records_are_numbered_and_withdrawn_consents_not_mentioned(library: Library) -> None:
    """A reminder names published people, but calls a withheld person's record by its number.

    It does not mention a person who has withdrawn consent, such as Vũ An Khê. The test adds a person's draft,
    which is withheld. As the fourth record file of its unit, it is called “Hồ sơ số 4”.
    """
    texts = messages(library)
    assert (
        "- Phạm Ngân Hạ: bài ngắn: 18 chữ, cần từ 400 đến 900; 1 khen thưởng chưa có số quyết định.\n"
        in texts[SCHOOL]
    )
    assert NUMBERS not in texts[SCHOOL]
    assert "Vũ An Khê" not in texts[POSTPONED] and "rút lại" not in texts[POSTPONED]
    draft = read_project().exemplars[f"{SCHOOL}/duong-khac-nhu"]
    more = messages(replace(library, exemplars={**library.exemplars, draft.ref: draft}))
    assert "- Hồ sơ số 4: hồ sơ chưa được duyệt; " in more[SCHOOL] and NUMBERS in more[SCHOOL]


def test_a_unit_whose_conference_is_postponed_gets_no_message(library: Library) -> None:
    """A unit that has sent no papers gets no reminder if its conference is postponed.

    In this test, neither of the sample's two schools has sent a paper, and one has postponed its conference.
    """
    assert list(messages(replace(library, submissions={}, reports={}, exemplars={}))) == [SCHOOL]


def test_the_command_gives_them_as_text_and_as_json(root: Path, tmp_path: Path) -> None:
    text = kyyeu(root, "status", "--reminders", "--date", "2020-02-12", "--until", "2020-02-20").stdout
    assert text.count("Kính gửi: ") == text.count("Trân trọng cảm ơn.") == 2
    assert text.count("chậm nhất ngày 20/02/2020.") == 2
    printed = json.loads(
        kyyeu(root, "status", "--reminders", "--json", "--date", "2020-02-12", "--unit", SCHOOL).stdout
    )
    assert [(reminder["unit"], reminder["name"]) for reminder in printed["reminders"]] == [
        (SCHOOL, "Trường THPT Bản Trắng")
    ]
    out = tmp_path / "nhac.txt"
    kyyeu(root, "status", "--reminders", "--date", "2020-02-12", "--out", str(out))
    assert out.read_text("utf-8").startswith("Kính gửi: Trường THPT Bản Trắng\n")


SECTOR = "so-gddt/2015-2020"


@pytest.fixture(scope="module")
def wider() -> Library:
    """Returns the records of the sample with three more units.

    Two of these units belong to different emulation clusters, and the third belongs to none.
    """
    sample = read_project()
    units = {
        id_: Unit(id=id_, kind=UnitKind.PRIMARY, names=(UnitName(name=name),), cluster=cluster)
        for id_, name, cluster in (
            ("thpt-muong-lat", "Trường THPT Mường Lạt", "Cụm thi đua số 1"),
            ("mn-ban-bua", "Trường Mầm non Bản Bùa", "Khối thi đua Mầm non"),
            ("th-pom-coong", "Trường Tiểu học Pom Coọng", None),
        )
    }
    return replace(sample, units={**sample.units, **units})


def seen(library: Library, day: date) -> Catalogue:
    return catalogue(publish(library, PRINT, day))


def letters(library: Library, day: date) -> dict[str, OfficialDocument]:
    """Returns the letters that the department writes to emulation clusters on a day, by cluster id."""
    shown = seen(library, day)
    return dict(reminder_letters(shown, shown.published.conferences[SECTOR]))


def test_each_cluster_gets_a_letter_and_units_without_a_cluster_the_last(wider: Library) -> None:
    by_cluster = letters(wider, date(2020, 2, 12))
    assert list(by_cluster) == ["cum-thi-dua-so-1", "khoi-thi-dua-mam-non", "cac-don-vi-chua-xep-cum-khoi"]
    first, second, _ = by_cluster.values()
    assert first.addressees == ("- Trường THPT Bản Trắng;", "- Trường THPT Mường Lạt.")
    assert (second.addressees, second.recipient, first.recipient) == ((), "Trường Mầm non Bản Bùa", "")
    assert [row for block in first.blocks if isinstance(block, OfficialTable) for row in block.rows] == [
        ("1", "Trường THPT Bản Trắng", "Kế hoạch", "10/02/2020", "3"),
        (
            "2",
            "Trường THPT Mường Lạt",
            "Thời gian tổ chức; kế hoạch; kết quả, báo cáo tổng kết",
            "10/02/2020",
            "3",
        ),
    ]


def test_number_date_and_signature_stay_blank(wider: Library) -> None:
    """A reminder letter leaves its number, date and signature blank, for the office to fill in by hand.

    Its form follows the regulation that is in force on the day on which the program writes the letter.
    """
    letter = letters(wider, date(2020, 2, 12))["cum-thi-dua-so-1"]
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
    assert letters(wider, date(2020, 3, 5))["cum-thi-dua-so-1"].rules is Rules.DECREE


@pytest.mark.parametrize(("day", "there"), [(date(2020, 2, 9), False), (date(2020, 2, 10), True)])
def test_letters_exist_from_the_deadline_on_and_only_from_the_department(
    wider: Library, day: date, there: bool
) -> None:
    shown = seen(wider, day)
    assert has_reminder(shown, shown.published.conferences[SECTOR]) is there
    assert not has_reminder(shown, shown.published.conferences[f"{SCHOOL}/2015-2020"])


def test_each_letter_is_a_part_of_the_book(wider: Library) -> None:
    shown = seen(wider, date(2020, 2, 12))
    book = reminder_book(shown, shown.published.conferences[SECTOR], frozenset())
    assert [part.name for part in book.parts] == [
        f"don-doc/{name}" for name in letters(wider, date(2020, 2, 12))
    ]
    assert book.official and not book.bound


def test_the_word_file_has_the_subject_below_the_number_and_a_line_for_each_addressee(
    wider: Library,
) -> None:
    document = docx.Document(io.BytesIO(word_file(letters(wider, date(2020, 2, 12))["cum-thi-dua-so-1"])))
    cells = [cell for row in document.tables[0].rows for cell in row.cells]
    styles = [paragraph.style.name for cell in cells for paragraph in cell.paragraphs if paragraph.style]
    assert styles.index("Trích yếu công văn") == styles.index("Số, ký hiệu") + 1
    paragraphs = [paragraph for paragraph in document.paragraphs if paragraph.text]
    body = [(paragraph.style.name if paragraph.style else "", paragraph.text) for paragraph in paragraphs]
    assert body[:3] == [
        ("Kính gửi nhiều nơi", "Kính gửi:"),
        ("Nơi được gửi", "- Trường THPT Bản Trắng;"),
        ("Nơi được gửi", "- Trường THPT Mường Lạt."),
    ]
    assert not {"Title", "Subtitle"} & {name for name, _ in body}
    assert paragraphs[-1].text.endswith("./.") and paragraphs[-1].paragraph_format.keep_with_next


def test_print_writes_a_pdf_and_a_word_file_for_each_cluster(root: Path) -> None:
    assert kyyeu(root, "print", "don-doc", "--date", "2020-02-12").stdout.splitlines()[-2:] == [
        "print/don-doc-2015-2020-cum-thi-dua-so-1.docx",
        "print/don-doc-2015-2020.pdf",
    ]
    text = re.sub(r"\s+", " ", pdf_text(root / "print/don-doc-2015-2020.pdf"))
    phrases = (
        "V/v đôn đốc báo cáo Hội nghị điển hình tiên tiến giai đoạn 2015 - 2020",
        "Kính gửi: Trường THPT Bản Trắng",
        "GIÁM ĐỐC",
    )
    assert all(phrase in text for phrase in phrases)
    early = kyyeu(root, "print", "don-doc", "--date", "2020-02-09", check=False)
    assert (early.returncode, "chưa có gì để in" in early.stderr) == (2, True)


def test_a_unit_with_a_pull_request_in_time_gets_no_letter(root: Path) -> None:
    """A unit gets no reminder letter if it put its report into a pull request before the deadline.

    The unit's submission records do not mention the report, so the date comes from git.
    """
    report = root / REPORT.format(SCHOOL)
    text = report.read_text("utf-8")
    report.unlink()
    (root / f"data/units/{SCHOOL}/submissions.yml").write_text(
        "2015-2020-plan:\n  cycle: 2015-2020\n  item: plan\n  sent: 2020-01-05\n  state: sent\n"
    )
    git(root, "init -qb main", "add -A", "commit -qm 'Khởi đầu'", at="2019-12-01T08:00:00+07:00")
    assert kyyeu(root, "print", "don-doc", "--date", "2020-02-12").returncode == 0
    git(root, "switch -qc bao-cao")
    commit(root, "2020-02-09T08:00:00+07:00", **{SCHOOL.replace("-", "_"): text})
    git(root, "switch -q main")
    assert kyyeu(root, "print", "don-doc", "--date", "2020-02-12", check=False).returncode == 2
