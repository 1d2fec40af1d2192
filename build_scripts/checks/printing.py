"""Before anything is printed: portraits there, every unit that held a conference has someone to honour, names in prose as in the record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from build_scripts.checks.registry import check
from build_scripts.checks.walk import place_in
from build_scripts.model.awards import Level
from build_scripts.model.conferences import ConferenceStatus
from build_scripts.model.exemplars import Exemplar, ExemplarType
from build_scripts.model.library import Library
from build_scripts.problems import Problem, Severity
from build_scripts.publishing.consent import PRESS, consents
from build_scripts.vietnamese import fold

_WORDS = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)*")


@check("portrait-missing", asks="Người được in trong kỷ yếu có ảnh chân dung.")
def portraits(library: Library, day: date) -> Iterator[Problem]:
    for ref, exemplar in library.exemplars.items():
        if exemplar.type is ExemplarType.INDIVIDUAL and exemplar.photo is None and consents(exemplar, PRESS, day):
            yield Problem(library.place("exemplar", ref, ("name",)), "portrait-missing",
                          "Hồ sơ sẽ in mà chưa có ảnh chân dung; chỗ ảnh in chữ cái.",
                          "Đặt ảnh 3 × 4 cạnh tệp này rồi thêm mục photo; nếu không có ảnh thì giữ nguyên.", Severity.WARNING)


@check("unit-without-exemplars", asks="Đơn vị đã tổ chức hội nghị có hồ sơ điển hình.")
def units_without_exemplars(library: Library, day: date) -> Iterator[Problem]:
    have = {(exemplar.unit, exemplar.cycle) for exemplar in library.exemplars.values()}
    for ref, conference in library.conferences.items():
        held = conference.level is Level.UNIT and conference.status is ConferenceStatus.HELD
        if held and (conference.unit, conference.cycle) not in have:
            yield Problem(library.place("conference", ref, ("status",)), "unit-without-exemplars",
                          "Hội nghị đã tổ chức mà đơn vị chưa có hồ sơ điển hình nào trong giai đoạn này.",
                          "Thêm hồ sơ vào content/units/<đơn vị>/exemplars/.", Severity.WARNING)


@check("name-differs", asks="Tên người trong bài viết đúng từng dấu như trong hồ sơ.")
def names_in_prose(library: Library, day: date) -> Iterator[Problem]:
    """In a person's own profile: the same letters under other marks, or other capitals, are a slip of the keyboard."""
    for ref, exemplar in library.exemplars.items():
        if exemplar.type is ExemplarType.INDIVIDUAL and " " in exemplar.name:
            yield from _differing(library, ref, exemplar)


def _differing(library: Library, ref: str, exemplar: Exemplar) -> Iterator[Problem]:
    text, known = exemplar.body.markdown, fold(exemplar.name)
    count = len(exemplar.name.split())
    if known not in fold(text):
        return
    allowed = {exemplar.name, *(entry.name for entry in library.exemplars.values() if fold(entry.name) == known)}
    for run in _WORDS.finditer(text):
        words = list(re.finditer(r"\S+", run[0]))
        for at in range(len(words) - count + 1):
            start, end = words[at].start(), words[at + count - 1].end()
            found = run[0][start:end]
            if fold(found) == known and found not in allowed and found[:1].isupper() and found != exemplar.name.upper():
                place = place_in(library, "exemplar", ref, ("body", "markdown"), text, run.start() + start, exemplar.body.line)
                yield Problem(place, "name-differs", f"“{found}” khác tên trong hồ sơ: “{exemplar.name}”.",
                              "Sửa cho đúng từng dấu, ở bài viết hoặc ở mục name.", Severity.WARNING)
