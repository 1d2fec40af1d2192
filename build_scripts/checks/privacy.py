"""Privacy: no withheld person named in another record, no private particulars in any text (domain §8)."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import product
from typing import Any

from build_scripts.checks.registry import check
from build_scripts.checks.walk import records, texts
from build_scripts.loading.text import line_and_column
from build_scripts.model.conferences import Speech
from build_scripts.model.exemplars import Exemplar, ExemplarType
from build_scripts.model.fields import Consent
from build_scripts.model.library import Library
from build_scripts.model.pictures import pictures
from build_scripts.problems import Place, Problem, Severity
from build_scripts.publishing.consent import consents, exemplar_shown
from build_scripts.vietnamese import tone_placements

_WORD = re.compile(r"[^\W_]+")
_WEB, _PRINT = Consent.Scope.WEB, Consent.Scope.PRINT
_NOT_PROSE = {"site", "decision", "delegate", "award_title", "programme", "outline"}


def _syllables(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(unicodedata.normalize("NFC", text).casefold()))


class _People:
    """Whose name may stand in which channel: folded syllables of a name → channels where some bearer is shown, is withheld."""

    def __init__(self, library: Library, day: date) -> None:
        self.shown: dict[tuple[str, ...], set[Consent.Scope]] = defaultdict(set)
        self.withheld: dict[tuple[str, ...], set[Consent.Scope]] = defaultdict(set)
        self.library, self.day = library, day
        for exemplar in library.exemplars.values():
            if exemplar.type is ExemplarType.INDIVIDUAL:
                self._enter(exemplar.name, [scope for scope in (_WEB, _PRINT) if exemplar_shown(exemplar, frozenset({scope}), day)])
        for delegate in library.delegates.values():
            linked = library.exemplars.get(delegate.exemplar or "")
            self._enter(
                delegate.name,
                [
                    scope
                    for scope in (_WEB, _PRINT)
                    if consents(delegate, frozenset({scope}), day) or (linked and exemplar_shown(linked, frozenset({scope}), day))
                ],
            )
        for placed in pictures(library):
            for person in placed.picture.people:
                self._enter(person.name, [scope for scope in (_WEB, _PRINT) if consents(person, frozenset({scope}), day)])
        self.spelled = [" ".join(name) for name in self.withheld]
        self.lengths: dict[str, set[int]] = defaultdict(set)
        for name in self.withheld:
            self.lengths[name[0]].add(len(name))

    def _enter(self, name: str, scopes: list[Consent.Scope]) -> None:
        key = _syllables(name)
        if len(key) < 2:
            return
        hidden = {_WEB, _PRINT} - set(scopes)
        for spelling in product(*map(tone_placements, key)):  # Hòa is no other person than Hoà
            self.shown[spelling].update(scopes)
            if hidden:
                self.withheld[spelling].update(hidden)

    def named_in(self, text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
        """(offset, name) of every name in a text that is withheld somewhere."""
        folded = " ".join(text.casefold().replace("*", "").replace("_", "").split())
        if not any(spelled in folded for spelled in self.spelled):
            return
        words = [(match.start(), match[0].casefold()) for match in _WORD.finditer(text)]
        for index, (offset, word) in enumerate(words):
            for length in self.lengths.get(word, ()):
                name = tuple(entry for _, entry in words[index : index + length])
                if name in self.withheld:
                    yield offset, name


def _channels(record: Any, library: Library, day: date) -> set[Consent.Scope]:
    """Where a record's text is shown: an exemplar's by its own consent, a speech's by its speaker's, all else everywhere."""
    exemplar = (
        record if isinstance(record, Exemplar) else (library.exemplars.get(record.exemplar or "") if isinstance(record, Speech) else None)
    )
    if exemplar is None:
        return {_WEB, _PRINT}
    return {scope for scope in (_WEB, _PRINT) if exemplar_shown(exemplar, frozenset({scope}), day)}


@check("name-withheld", asks="Tên người chưa được đăng không nằm trong bài của bản ghi khác.")
def withheld_names(library: Library, day: date) -> Iterator[Problem]:
    people = _People(library, day)
    if not people.withheld:
        return
    for kind, ref, record in records(library):
        if kind.name in _NOT_PROSE:
            continue
        own = _syllables(getattr(record, "name", "") or "")
        channels = _channels(record, library, day)
        for path, text, line in texts(record):
            if path and path[-1] == "name" and "people" in path:
                continue  # the names of people in a picture are never published
            for offset, name in people.named_in(text):
                if name != own:
                    place = (
                        Place(library.file(kind.name, ref), *line_and_column(text, offset, line))
                        if line
                        else library.place(kind.name, ref, path)
                    )
                    yield from _named(people, name, channels, place)
    for file, prose in library.pages.items():
        for offset, name in people.named_in(prose.markdown):
            yield from _named(people, name, {_WEB}, Place(file, *line_and_column(prose.markdown, offset, prose.line)))


def _named(people: _People, name: tuple[str, ...], channels: set[Consent.Scope], place: Place) -> Iterator[Problem]:
    leaks = channels & people.withheld[name]
    if not leaks:
        return
    if leaks <= people.shown[name]:
        yield Problem(
            place,
            "name-withheld",
            "Tên ở đây trùng tên một người chưa được đăng.",
            "Nếu là người đã được đăng thì giữ nguyên.",
            Severity.WARNING,
        )
    else:
        where = " và ".join(scope.label.lower() for scope in sorted(leaks))
        yield Problem(
            place,
            "name-withheld",
            f"Tên ở đây là của một người chưa được đăng ({where}).",
            "Bỏ tên này, hoặc bổ sung phiếu đồng ý còn hiệu lực.",
        )


_LONG_NUMBER = re.compile(r"(?:\+84|(?<!\d)0\d)[\d .\-]{7}")
_PRIVATE_WORDS = ("sinh ngày", "tài khoản", "stk", "cmnd", "cccd", "chứng minh", "căn cước")
_PRIVATE = (  # sought in the text in lower case
    (
        re.compile(r"(?<![\d/.,])(?!0\d{11}(?!\d))(?:(?:\+84[ .\-]?|0)\d{2,4}(?:[ .\-]?\d{3,4}){2}|0\d{3}(?:[ .\-]\d{2}){3})(?![\d/])"),
        "số điện thoại",
    ),
    (re.compile(r"(?<!\d)0\d{11}(?!\d)"), "số căn cước"),
    (re.compile(r"\bsinh ngày \d{1,2}[/.\- ](?:tháng )?\d{1,2}[/.\- ](?:năm )?\d{4}"), "ngày sinh"),
    (re.compile(r"\b(?:số tài khoản|stk)\b"), "số tài khoản"),
    (re.compile(r"\b(?:số cmnd|số cccd|chứng minh nhân dân số|căn cước công dân số)\b"), "số giấy tờ"),
)


@check("private-data", asks="Không có số điện thoại, căn cước, ngày sinh, tài khoản trong văn bản.")
def private_data(library: Library, day: date) -> Iterator[Problem]:
    for kind, ref, record in records(library):
        if kind.name in ("site", "outline", "document"):
            continue
        for path, text, line in texts(record):
            lower = text.lower()
            if not _LONG_NUMBER.search(text) and not any(word in lower for word in _PRIVATE_WORDS):
                continue
            for pattern, what in _PRIVATE:
                for match in pattern.finditer(lower):
                    place = (
                        Place(library.file(kind.name, ref), *line_and_column(text, match.start(), line))
                        if line
                        else library.place(kind.name, ref, path)
                    )
                    yield Problem(place, "private-data", f"Có {what} trong văn bản.", "Xóa đi: thông tin này không bao giờ được đăng.")
