"""Rewords messages about the content for readers outside the office, without identifying withheld people.

People are withheld if they may not be published, for example without a consent form. Their records are called
by a number, such as “Hồ sơ số 3”, as in the reports on schools' progress. Values from the content are left
out of a message unless everybody may know them.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from enum import Enum
from functools import cached_property
from math import inf
from typing import NamedTuple

from kyyeu.facts.walk import references
from kyyeu.loading.files import match_kind
from kyyeu.loading.yaml_nodes import KEY
from kyyeu.model.kinds import BY_NAME
from kyyeu.model.library import Library
from kyyeu.model.sources import Path, Positions
from kyyeu.problems import Place, Problem
from kyyeu.publishing.known_outside import IMPERSONAL, LEFT_OUT, KnownOutside
from kyyeu.publishing.withheld_names import unmarked

# A record of one of these kinds is about a person. If this person may not be published, neither may the
# record.
OF_PEOPLE = ("exemplar", "delegate", "speech", "model")
# These fields may name people who have no record of their own.
_PEOPLE_FIELDS = frozenset({"people", "as_printed", "presenters"})
_QUOTED = re.compile(r"“([^“”]*)”|\"([^\"]*)\"")
# Matches quotation marks inside a quoted value, after which nobody can tell where the value ends.
_UNCLEAR = re.compile(r"“[^”]*“|”[^“]*”")
_WHOLE_QUOTE = re.compile(r"“.*”")
# Matches an id, a file name or an address, which consist of words joined by hyphens and similar characters.
_ID = re.compile(r"(?<!\w)[a-z]\w*(?:[-_./@]+[a-z]\w*)+", re.IGNORECASE)
_UNIT_FILE = re.compile(r"content/units/[^\s“”\"]+\.\w+")
_TOKEN = re.compile(r"[\w./@-]*\w")
_TWO_CAPITALS = re.compile(r"\b[^\W\d_a-z]\w*\s+[^\W\d_a-z]\w*")
_FEW_DIGITS = re.compile(r"\D*(?:\d\D*){0,8}")


class Caution(Enum):
    """Says which values a message may quote, besides the program's own words and names of published records.

    NAMES allows all values except the names of people who may not be published. SHAPES is stricter: it also
    forbids values that look like a name or an id. WORDS allows no further values. It is used if the message
    is about a person who may not be published, or if nobody can tell whether it is.
    """

    NAMES = "names"
    SHAPES = "shapes"
    WORDS = "words"


class _MarkedRecord(NamedTuple):
    """Holds the place of a record: the numbers of its first and last line, and its values' positions."""

    kind: str
    ref: str
    first: int
    last: float
    marks: Sequence[tuple[tuple[int, int], Path]]


class OutwardWording:
    """Rewords problems and other messages about one project for readers outside the office.

    `library` has the project's records, or is None if they could not be read; then nobody counts as
    published. Otherwise a person counts as published who may be shown on the site or in print on `day`.
    """

    def __init__(self, library: Library | None, day: date) -> None:
        self.library = library
        self._known = KnownOutside(library, day)

    def problem(self, problem: Problem) -> Problem:
        """Returns a problem reworded for readers outside the office.

        The new wording has no name, id, path or other words of a withheld person.
        """
        place, subject = self._place(problem.place)
        # The problem is in a cell of an Excel workbook. Only people who have the workbook may know its
        # content.
        if "!" in place.file:
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
        """Returns a message without those quoted values that may tell who a withheld person is.

        Values in `typed` are kept in any case. If the result still names a withheld person, '' is returned.
        """
        text = _UNIT_FILE.sub(lambda match: self.file(match[0]), text)
        if _UNCLEAR.search(text):
            text = _WHOLE_QUOTE.sub(f"“{LEFT_OUT}”", text)
        text = _QUOTED.sub(lambda match: self._quotable(match, caution, typed), text)
        if caution is Caution.WORDS:
            text = _TOKEN.sub(self._without_id, text)
        return "" if self._known.names.are_in(text) else text

    def _without_id(self, match: re.Match[str]) -> str:
        """Returns an unquoted word of a message, or “…” if it may be a person's id or file name."""
        word = match[0]
        return LEFT_OUT if word.isascii() and _ID.search(word) and not self._may_say(word) else word

    def file(self, file: str) -> str:
        """Returns a file's path in a form that readers outside the office may see.

        The path of a withheld record's file is replaced by its folder and the record's number.
        """
        place, subject = self._place(Place(file))
        return f"{place.file} ({subject[:1].lower()}{subject[1:]})" if subject else place.file

    def _quotable(self, match: re.Match[str], caution: Caution, typed: Collection[str]) -> str:
        value = match[1] if match[1] is not None else match[2]
        if self._may_say(value) or value in typed:
            return match[0]
        if value in self._known.numbered:
            return match[0].replace(value, self._known.numbered[value])
        telling = caution is Caution.WORDS or self._known.names.are_in(value)
        if caution is Caution.SHAPES and unmarked(value) not in self._known.names.known:
            telling = telling or bool(_ID.search(value) or _TWO_CAPITALS.search(value))
        return match[0].replace(value, LEFT_OUT) if value and telling else match[0]

    def _may_say(self, value: str) -> bool:
        """Returns whether a value is a small number, a published name, or a word of the program itself."""
        if value in self._known.words or value in self._known.folders:
            return not self._known.names.are_in(value)
        return not any(char.isalpha() for char in value) and _FEW_DIGITS.fullmatch(value) is not None

    def _place(self, place: Place) -> tuple[Place, str]:
        """Returns a problem's place without a file name that may tell a person's name.

        The second value is what messages call the file instead, or '' if the file name is kept.
        """
        file = place.file
        if file in self._known.files and not self._known.names.are_in(file):
            return place, ""
        folder, _, _ = file.rpartition("/")
        kind_match = match_kind(file)
        kind = kind_match[0].name if kind_match else ""
        if kind_match and kind == "exemplar":
            number = self._known.numbers.get("/".join(kind_match[1].group("unit", "id")))
            subject = f"Hồ sơ số {number}" if number else "Một hồ sơ chưa đọc được"
        elif file in self._known.portraits:
            subject = f"Ảnh của hồ sơ số {self._known.portraits[file]}"
        elif (
            kind == "speech"
            or (not kind and file.startswith("content/units/"))
            or (self.library is None and (kind_match is None or "{id}." in kind_match[0].pattern))
            or self._known.names.are_in(file)
        ):
            subject = "Một tệp"
        else:
            return place, ""
        return replace(place, file=self._known_folder(folder)), subject

    def _known_folder(self, folder: str) -> str:
        """Returns the path of the nearest folder whose name readers outside the office may see.

        This is the given folder itself, or one above it.
        """
        while "/" in folder and folder not in self._known.folders:
            folder = folder.rpartition("/")[0]
        return folder

    def _caution(self, place: Place) -> Caution:
        """Returns which of the values at a place in a file may be quoted in messages."""
        if self.library is None:
            return Caution.WORDS
        kind_match = match_kind(place.file)
        if kind_match is None:
            return Caution.WORDS if place.file.startswith("content/units/") else Caution.SHAPES
        if kind_match[0].name in IMPERSONAL:
            return Caution.NAMES
        at_place = self._record_at(place)
        if at_place is None:
            return Caution.WORDS
        kind, ref, path = at_place
        if not self._known.is_shown(kind, ref) or _PEOPLE_FIELDS & set(path):
            return Caution.WORDS
        around = path[:-1] or path
        clear = all(
            self._known.is_shown(target, key)
            for reference, target, key in references(self._known.record(kind, ref))
            if target in OF_PEOPLE and reference[: len(around)] == around
        )
        return Caution.SHAPES if clear else Caution.WORDS

    def _record_at(self, place: Place) -> tuple[str, str, Path] | None:
        """Returns the record at a place in a file, as (kind, reference, path of the value there).

        Returns None if there is no record at this place.
        """
        in_file = self._records_by_file.get(place.file, ())
        number = bisect_right(in_file, place.line, key=lambda record: record.first) - 1
        if number < 0 or place.line > in_file[number].last:
            return None
        kind, ref, *_, marks = in_file[number]
        before = bisect_right(marks, (place.line, place.column), key=lambda mark: mark[0])
        path = marks[before - 1][1] if before else ()
        return kind, ref, tuple(name for name in path if name != KEY)

    @cached_property
    def _records_by_file(self) -> Mapping[str, Sequence[_MarkedRecord]]:
        """Returns the readable records of each file, in the order in which the file has them."""
        by_file: dict[str, list[tuple[str, str, Positions]]] = defaultdict(list)
        placed = {record: positions for record, (_, positions) in self._known.faulty.items()}
        placed |= self.library.places if self.library else {}
        for (kind, ref), positions in placed.items():
            if kind in BY_NAME:
                by_file[positions.file].append((kind, ref, positions))
        return {file: _marked_records(in_file) for file, in_file in by_file.items()}


def _marked_records(in_file: Sequence[tuple[str, str, Positions]]) -> Sequence[_MarkedRecord]:
    """Returns the records of one file, with their positions, in the order in which the file has them."""
    lengths = {len(positions.base) for _, _, positions in in_file}
    marks: dict[Path, list[tuple[tuple[int, int], Path]]] = defaultdict(list)
    for path, mark in in_file[0][2].marks.items():
        for length in lengths:
            marks[path[:length]].append((mark, path[length:]))
    marked = []
    for kind, ref, positions in in_file:
        own = sorted(marks[positions.base], key=lambda mark: (mark[0], len(mark[1])))
        first, last = (own[0][0][0], own[-1][0][0]) if own and positions.base else (1, inf)
        marked.append(_MarkedRecord(kind, ref, first, last, own))
    return sorted(marked, key=lambda record: record.first)
