"""Words messages about the content for readers outside the office, without saying who a withheld person is.

A withheld record is called by its number, “Hồ sơ số 3”, as in the status of units; what a message quotes from
the content is left out unless everybody may know it.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from enum import Enum
from functools import cached_property
from typing import Any

from kyyeu.facts.consent import SCOPES, consents, exemplar_shown
from kyyeu.facts.walk import records, references, texts
from kyyeu.loading.files import match_kind
from kyyeu.loading.yaml_nodes import KEY
from kyyeu.model.conferences import Delegate
from kyyeu.model.exemplars import Exemplar
from kyyeu.model.fields import Choice, Value
from kyyeu.model.form import fields_of
from kyyeu.model.kinds import BY_NAME, KINDS
from kyyeu.model.library import Library
from kyyeu.model.pictures import pictures
from kyyeu.model.privacy import PRINT, SITE
from kyyeu.model.sources import Path, Positions
from kyyeu.problems import Place, Problem
from kyyeu.publishing.gate import publish
from kyyeu.publishing.office import record_numbers
from kyyeu.publishing.withheld_names import TellingNames, unmarked

_LEFT_OUT = "…"
# Records of these kinds hold no people; every other kind of record may name somebody who is withheld.
_IMPERSONAL = frozenset(
    {
        "site",
        "printing",
        "cycle",
        "document",
        "award_title",
        "movement",
        "programme",
        "outline",
        "unit",
        "unit_movements",
        "submission",
    }
)
_CATALOGUES = ("award_title", "document", "programme", "outline")
# Records of these kinds are a person, or are withheld together with a person.
OF_PEOPLE = ("exemplar", "delegate", "speech", "model")
# Fields in which a person may be named who has no record.
_PEOPLE_FIELDS = frozenset({"people", "as_printed", "presenters"})
_QUOTED = re.compile(r"“([^“”]*)”|\"([^\"]*)\"")
# Quotation marks inside a quoted value, so that it cannot be told where the value ends.
_UNCLEAR = re.compile(r"“[^”]*“|”[^“]*”")
_WHOLE_QUOTE = re.compile(r"“.*”")
# An id, a file name or an address: words that signs join.
_ID = re.compile(r"(?<!\w)[a-z]\w*(?:[-_./@]+[a-z]\w*)+", re.IGNORECASE)
_TOKEN = re.compile(r"[\w./@-]*\w")
_TWO_CAPITALS = re.compile(r"\b[^\W\d_a-z]\w*\s+[^\W\d_a-z]\w*")
# What the program itself puts in quotation marks in its advice.
_OF_ADVICE = frozenset(
    {"- ", "UTF-8", "Save as / Lưu thành", "mã: …", "tên: giá trị", "tên_trường: giá trị"}
    | {"## [mã mục] Tên mục", "## [1.I.1] Quán triệt"}
)
_FEW_DIGITS = re.compile(r"\D*(?:\d\D*){0,8}")


class Caution(Enum):
    """Which values a message may quote, besides words of the program and names of what is published.

    NAMES: all that name nobody who is withheld. SHAPES: of these only those that look like no name and no id.
    WORDS: none, because the message is about somebody withheld, or this is not known.
    """

    NAMES = "names"
    SHAPES = "shapes"
    WORDS = "words"


class OutwardWording:
    """Words problems and other messages about one project for readers outside the office.

    `library` has the project's records, or is None if they could not be read; then nobody counts as
    published. Whether a person is published is judged on `day`: by the site or by print.
    """

    def __init__(self, library: Library | None, day: date) -> None:
        self.library = library
        self._published = [publish(library, channel, day) for channel in (SITE, PRINT)] if library else []
        self._faulty = {
            record: (person, positions)
            for record, (person, positions) in (library.faulty if library else {}).items()
            if isinstance(person, Exemplar | Delegate) and _agreed(person, day)
        }

    def problem(self, problem: Problem) -> Problem:
        """Returns a problem worded for outside: without the name, id, path or words of a withheld person."""
        place, subject = self._place(problem.place)
        if "!" in place.file:  # A workbook's cell; what is wrong with it is for those who have the workbook.
            return replace(problem, place=place, sentence=f"Ô này có lỗi loại {problem.code}.", advice="")
        caution = self._caution(problem.place)
        sentence, advice = (self.text(text, caution) for text in (problem.sentence, problem.advice))
        sentence = sentence or f"Chỗ này có lỗi loại {problem.code}."
        return replace(
            problem, place=place, sentence=f"{subject}: {sentence}" if subject else sentence, advice=advice
        )

    def text(
        self, text: str, caution: Caution = Caution.SHAPES, *, typed: Collection[str] = frozenset()
    ) -> str:
        """Returns a message without the quoted values that may tell who a withheld person is.

        Values in `typed` are always quoted. The result is '' if even so somebody is named.
        """
        if _UNCLEAR.search(text):
            text = _WHOLE_QUOTE.sub(f"“{_LEFT_OUT}”", text)
        text = _QUOTED.sub(lambda match: self._quotable(match, caution, typed), text)
        if caution is Caution.WORDS:
            text = _TOKEN.sub(self._without_id, text)
        return "" if self._names.are_in(text) else text

    def _without_id(self, match: re.Match[str]) -> str:
        """Returns a word outside of quotation marks, or “…” if it may be somebody's id or file name."""
        word = match[0]
        return _LEFT_OUT if word.isascii() and _ID.search(word) and not self._known(word) else word

    def file(self, file: str) -> str:
        """Returns a file's path for outside; that of a withheld record becomes its folder and its number."""
        place, subject = self._place(Place(file))
        return f"{place.file} ({subject[:1].lower()}{subject[1:]})" if subject else place.file

    def _quotable(self, match: re.Match[str], caution: Caution, typed: Collection[str]) -> str:
        value = match[1] if match[1] is not None else match[2]
        if self._known(value) or value in typed:
            return match[0]
        if caution is Caution.WORDS:
            telling = True
        elif caution is Caution.SHAPES and unmarked(value) not in self._names.known:
            telling = bool(_ID.search(value) or _TWO_CAPITALS.search(value)) or self._names.are_in(value)
        else:
            telling = self._names.are_in(value)
        return match[0].replace(value, _LEFT_OUT) if value and telling else match[0]

    def _known(self, value: str) -> bool:
        """Whether a value is a word of the program, a small number, or the name of something published."""
        letters = any(char.isalpha() for char in value)
        return (
            value in self._words
            or value in self._folders
            or (not letters and _FEW_DIGITS.fullmatch(value) is not None)
        )

    def _place(self, place: Place) -> tuple[Place, str]:
        """Returns a place without a telling file name, and what the file is called instead ('' if kept)."""
        file = place.file
        if file in self._files:
            return place, ""
        folder, _, _ = file.rpartition("/")
        kind_match = match_kind(file)
        kind = kind_match[0].name if kind_match else ""
        if kind_match and kind == "exemplar":
            number = self._numbers.get("/".join(kind_match[1].group("unit", "id")))
            subject = f"Hồ sơ số {number}" if number else "Một hồ sơ chưa đọc được"
        elif file in self._portraits:
            subject = f"Ảnh của hồ sơ số {self._portraits[file]}"
        elif kind == "speech" or (not kind and file.startswith("content/units/")) or self._names.are_in(file):
            subject = "Một tệp"
        else:
            return place, ""
        return replace(place, file=self._known_folder(folder)), subject

    def _known_folder(self, folder: str) -> str:
        """Returns the deepest part of a folder's path that every reader may see."""
        folders = self._folders
        while folder and folder not in folders:
            folder = folder.rpartition("/")[0]
        return folder or "content"

    def _caution(self, place: Place) -> Caution:
        """Returns which values may be quoted of what stands at a place."""
        kind_match = match_kind(place.file)
        if kind_match is None:
            return Caution.WORDS if place.file.startswith("content/units/") else Caution.SHAPES
        if kind_match[0].name in _IMPERSONAL:
            return Caution.NAMES
        at_place = self._record_at(place)
        if at_place is None:
            return Caution.WORDS
        kind, ref, path = at_place
        if not self._is_shown(kind, ref) or _PEOPLE_FIELDS & set(path):
            return Caution.WORDS
        around = path[:-1] or path
        clear = all(
            self._is_shown(target, key)
            for reference, target, key in references(self._record(kind, ref))
            if target in OF_PEOPLE and reference[: len(around)] == around
        )
        return Caution.SHAPES if clear else Caution.WORDS

    def _record(self, kind: str, ref: str) -> Value:
        if (kind, ref) in self._faulty:
            return self._faulty[kind, ref][0]
        record: Value = getattr(self.library, BY_NAME[kind].attribute)[ref]
        return record

    def _record_at(self, place: Place) -> tuple[str, str, Path] | None:
        """Finds the record at a place, as (kind, reference, path of the value); None if there is none."""
        for kind, ref, positions in self._records_by_file.get(place.file, ()):
            base = len(positions.base)
            marks = [
                (mark, path[base:]) for path, mark in positions.marks.items() if path[:base] == positions.base
            ]
            if not positions.base or (
                marks and min(marks)[0][0] <= place.line <= max(mark for mark, _ in marks)[0]
            ):
                before = [marked for marked in marks if marked[0] <= (place.line, place.column)]
                path = max(before, key=lambda marked: (marked[0], len(marked[1])))[1] if before else ()
                return kind, ref, tuple(name for name in path if name != KEY)
        return None

    def _is_shown(self, kind: str, ref: str) -> bool:
        return (kind, ref) in self._faulty or any(
            ref in getattr(published, BY_NAME[kind].attribute) for published in self._published
        )

    @cached_property
    def _names(self) -> TellingNames:
        faulty = [name for (_, ref), (person, _) in self._faulty.items() for name in (person.name, _id(ref))]
        return TellingNames([self.library] if self.library else [], self._published, faulty)

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return record_numbers(self.library) if self.library else {}

    @cached_property
    def _portraits(self) -> Mapping[str, int]:
        """The numbers of the exemplars to whom pictures belong, by the picture's file."""
        placed = pictures(self.library) if self.library else ()
        return {each.file: self._numbers[each.ref] for each in placed if each.kind == "exemplar"}

    @cached_property
    def _records_by_file(self) -> Mapping[str, list[tuple[str, str, Positions]]]:
        by_file: dict[str, list[tuple[str, str, Positions]]] = defaultdict(list)
        for (kind, ref), positions in self.library.places.items() if self.library else ():
            if kind in BY_NAME:
                by_file[positions.file].append((kind, ref, positions))
        for (kind, ref), (_, positions) in self._faulty.items():
            by_file[positions.file].append((kind, ref, positions))
        return by_file

    @cached_property
    def _files(self) -> frozenset[str]:
        """The files of published records, and the pictures that these show."""
        return frozenset(
            file
            for published in self._published
            for file in (*published.files.values(), *published.attachments)
        ) | {positions.file for _, positions in self._faulty.values()}

    @cached_property
    def _folders(self) -> frozenset[str]:
        units = self.library.declared.get("unit", frozenset()) if self.library else ()
        below = {kind.pattern.rpartition("/")[0] for kind in KINDS} | {
            "content/units/{unit}",
            "content/units",
        }
        return frozenset(
            re.sub(r"\{\w+\}", unit, pattern)
            for pattern in below
            for unit in (*units, "")
            if unit or "{" not in pattern
        )

    @cached_property
    def _words(self) -> frozenset[str]:
        """Everything that may be quoted to anybody: words of the program, and what is published."""
        words = {_LEFT_OUT, *_OF_ADVICE, *self._files, *(file.rpartition("/")[2] for file in self._files)}
        words |= {*(kind.label for kind in KINDS), *_words_of_model()}
        for owner in self._published:
            for kind in KINDS:
                if kind.name != "site":
                    for ref, record in getattr(owner, kind.attribute).items():
                        words |= {ref, _id(ref), *_titles(record)}
        if self.library:
            for kind, ref, record in records(self.library):
                if kind.name in _IMPERSONAL:
                    words |= {ref, *_titles(record)}
                if kind.name in _CATALOGUES:
                    words |= {text for _, text, _ in texts(record)}
        return frozenset(words)


def _agreed(person: Exemplar | Delegate, day: date) -> bool:
    """Whether the site or print may show the person of a record."""
    if isinstance(person, Exemplar):
        return any(exemplar_shown(person, SCOPES[channel], day) for channel in (SITE, PRINT))
    return any(consents(person, SCOPES[channel], day) for channel in (SITE, PRINT))


def _id(ref: str) -> str:
    return ref.rpartition("/")[2]


def _titles(record: Any) -> Iterator[str]:
    for field in ("name", "title", "number"):
        if isinstance(name := getattr(record, field, None), str):
            yield name
    yield from (name.name for name in getattr(record, "names", ()))


def _words_of_model() -> Iterator[str]:
    """Yields the names and labels of all fields of all records, and the codes and labels of all choices."""
    seen: set[type[Value]] = set()
    groups: list[type[Value]] = [kind.record for kind in KINDS]
    while groups:
        group = groups.pop()
        if group not in seen:
            seen.add(group)
            for field in fields_of(group).values():
                yield from (field.name, field.label, f"{field.name}: …")
                groups += [field.group] if field.group else []
    yield from _words_of(Choice.__subclasses__())


def _words_of(choices: Iterable[type[Choice]]) -> Iterator[str]:
    for choice in choices:
        yield from (word for member in choice for word in (member.value, member.label))
        yield from _words_of(choice.__subclasses__())
