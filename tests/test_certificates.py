"""Tests that there is one certificate for each line of the list in an award decision.

Certificates for paper with a preprinted frame have the same words at the same places as certificates that are
printed with their frame.
"""

import dataclasses

import pytest
from kyyeu.model.awards import AwardStatus, Decision
from kyyeu.model.library import Library
from kyyeu.model.printing import PrintSettings
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.print.certificates import certificates, has_certificates
from kyyeu.work.run import Worker

from tests.building import printable
from tests.printing import print_works, words_of

SECTOR = "so-gddt/2015-2020"


def published(library: Library, decision: Decision | None = None, framed: bool = True) -> Catalogue:
    """Returns the sample project's records that may be printed, with settings for the certificates.

    `decision` replaces the award decision with the same id. If `framed` is false, certificates are for paper
    with a preprinted frame.
    """
    decisions = {**library.decisions, decision.id: decision} if decision else library.decisions
    printing = {"giay-khen": PrintSettings(id="giay-khen", frame=framed)}
    changed = dataclasses.replace(library, decisions=decisions, printing=printing)
    return printable(changed)


def test_names_are_those_of_the_list_in_its_order(library: Library) -> None:
    whole = published(library)
    sheets = [
        sheet
        for part in certificates(whole, whole.published.conferences[SECTOR], frozenset()).parts
        for sheet in part.view.sheets
    ]
    assert [
        (" ".join(sheet.lines), sheet.kind, sheet.office, sheet.decision.replace("\u00a0", " "))
        for sheet in sheets
    ] == [
        (name, "BẰNG KHEN", "CHỦ TỊCH", "Quyết định số 61/QĐ-HOABAN ngày 05 tháng 3 năm 2020")
        for name in ("Ông Âu Đức Long", "Trường Tiểu học và Trung học cơ sở Suối Mây")
    ]


@pytest.mark.parametrize("status", [AwardStatus.ANNULLED, AwardStatus.WITHDRAWN])
def test_a_decision_not_in_force_gives_no_certificate(library: Library, status: AwardStatus) -> None:
    whole = published(library, library.decisions["qd-hoi-nghi-nganh"].model_copy(update={"status": status}))
    assert not has_certificates(whole, whole.published.conferences[SECTOR])


def test_a_blank_gets_the_same_words_at_the_same_places(library: Library, worker: Worker) -> None:
    """A text has the same place on a preprinted form as on a certificate that is printed with its frame.

    Even the longest texts lie within the frame. Words that are already on the form are not printed again.
    """
    decision = library.decisions["qd-hoi-nghi-nganh"]
    names = (
        "Bà Công Tằng Tôn Nữ Thị Phương Thảo",
        "Tập thể cán bộ, giáo viên, nhân viên Trường Phổ thông Dân tộc nội trú Trung học cơ sở "
        "và Trung học phổ thông Suối Mây",
    )
    lines = tuple(
        decision.list[place].model_copy(update={"as_printed": name})
        for place, name in zip((0, -1), names, strict=True)
    )
    reason = (
        "Đã có thành tích xuất sắc trong phong trào thi đua “Đổi mới, sáng tạo trong dạy và học” "
        "và xây dựng môi trường giáo dục an toàn, thân thiện, giai đoạn 2015 - 2020"
    )
    changed = decision.model_copy(update={"list": lines, "reason": reason})
    framed, blank = (_words(published(library, changed, framed), worker) for framed in (True, False))
    assert blank < framed
    assert {word for _, _, word in framed - blank} >= {"BẰNG", "KHEN", "TẶNG", "CHỦ", "TỊCH"}
    assert {"Tằng", "61/QĐ-HOABAN", "“Đổi", "Mây"} <= {word for _, _, word in blank}
    assert all(40 < left < 790 and 45 < top < 545 for left, top, _ in framed)


def _words(whole: Catalogue, worker: Worker) -> set[tuple[int, int, str]]:
    """Returns each word of the printed certificates, with its left edge and its top in points."""
    (booklet,) = print_works(worker, whole, ["giay-khen"])
    words = words_of(worker.cache.source(booklet.key).path)
    assert {word.page for word in words} == {0, 1} and all(word.right < 842 - 40 for word in words)
    return {(round(word.left), round(word.top), word.text) for word in words}
