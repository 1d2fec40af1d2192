"""Reads a text as one row of letters, and answers what stands at a place in the row.

A text goes in; out come its words without diacritics, and for a name that may stand at a place: which
diacritics it lacks there, what precedes it, and where it is in the text.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from kyyeu.facts.letters import bare, keys, letters, marks, syllable

# A name as the comparison keys of its syllables, and of its numbers if it has any.
Name = tuple[str, ...]
# The forms of address that show that a name is a person's.
_ADDRESS = frozenset(
    map(
        keys,
        (
            "em",
            "cô",
            "thầy",
            "anh",
            "chị",
            "bé",
            "cháu",
            "bạn",
            "ông",
            "bà",
            "chú",
            "cậu",
            "cô giáo",
            "thầy giáo",
        ),
    )
)
# Signs with which codes such as “&agrave;” begin.
_CODES = "&%\\"
# Signs that end a part of a sentence. Two words on both sides of one are seldom one name.
_STOP = re.compile(r"[,;:.!?…|()\d]")


class Phrase(NamedTuple):
    """A name as it is compared: its letters without diacritics, and the comparison keys of its syllables.

    `ends` are the places in the letters where the syllables end.
    """

    letters: str
    keys: Name
    ends: tuple[int, ...]


def phrase_of(name: Name) -> Phrase:
    """Returns a name's letters and syllables, without its numbers."""
    syllables = tuple(key for key in name if not key.isdecimal())
    bares = tuple(map(bare, syllables))
    return Phrase("".join(bares), syllables, tuple(accumulate(map(len, bares))))


class LetterRow:
    """One way to read a text: its letters in one row, and where its words begin and end among them.

    `pieces` are the parts of the text between spaces, and `words_of` gives the words of a piece, parted by
    spaces. `words` are the words of the text without diacritics, `stream` has their letters in one row, and
    `starts` are the places in the row where the words begin.
    """

    def __init__(self, text: str, pieces: Sequence[str], words_of: Mapping[str, str]) -> None:
        self.text = text
        self._words_of = words_of
        self.pieces = pieces
        self.words = " ".join(map(words_of.__getitem__, self.pieces)).split()
        self.stream = "".join(self.words)
        self.starts = [0, *accumulate(map(len, self.words))]
        self._borders: frozenset[int] | None = None
        self._piece_ends: list[int] | None = None
        self._piece_offsets: list[int] | None = None

    @property
    def borders(self) -> frozenset[int]:
        """The places among the letters where a word begins or ends."""
        if self._borders is None:
            self._borders = frozenset(self.starts)
        return self._borders

    @property
    def piece_ends(self) -> list[int]:
        """The places among the letters where the pieces end."""
        if self._piece_ends is None:
            lengths = (
                len(words) - words.count(" ") for words in map(self._words_of.__getitem__, self.pieces)
            )
            self._piece_ends = list(accumulate(lengths))
        return self._piece_ends

    def word_end(self, place: int) -> int:
        """Returns the end of the word that has the letter at a place."""
        return self.starts[min(bisect_right(self.starts, place), len(self.starts) - 1)]

    def piece_of(self, place: int) -> tuple[int, int]:
        """Returns the index of the piece that has the letter at a place, and where the piece begins."""
        index = bisect_right(self.piece_ends, place)
        return index, self.piece_ends[index - 1] if index else 0

    def marked(self, start: int, end: int) -> tuple[str, ...]:
        """Returns the letters from one place to another with their diacritics."""
        index, first = self.piece_of(start)
        collected: list[str] = []
        while len(collected) < end - start and index < len(self.pieces):
            collected += letters(self.pieces[index])[max(0, start - first) : end - first]
            first = self.piece_ends[index]
            index += 1
        return tuple(collected)

    def missing_marks(self, start: int, phrase: Phrase) -> int | None:
        """Returns how many diacritics of a phrase the text at a place lacks.

        None means that it has other diacritics, so that it is another name.
        """
        parts = self.marked(start, start + len(phrase.letters))
        missing = first = 0
        for key, end in zip(phrase.keys, phrase.ends, strict=True):
            read = syllable(parts[first:end])
            first = end
            if read != key:
                if bare(read) != bare(key) or not marks(read) < marks(key):
                    return None
                missing += len(marks(key) - marks(read))
        return missing

    def between(self, before: int, after: int) -> str:
        """Returns the pieces from that with one letter to that with another, each cut to 300 characters."""
        pieces = self.pieces[self.piece_of(before)[0] : self.piece_of(after)[0] + 1]
        return " ".join(piece[:300] for piece in pieces)

    def digits(self, start: int, end: int) -> str:
        """Returns the digits of the pieces that have the letters from one place to another."""
        return "".join(filter(str.isdecimal, self.between(start, end - 1)))

    def addressed(self, start: int) -> bool:
        """Whether a form of address such as “em” or “cô giáo” precedes the letter at a place."""
        word = bisect_right(self.starts, start) - 1
        heard: Name = ()
        for back in range(1, 4):
            if word < back or (place := self.starts[word - back]) == start:
                break
            heard = (syllable(self.marked(place, self.starts[word - back + 1])), *heard)
            if heard in _ADDRESS:
                return True
        return False

    def in_small_letters(self, start: int, end: int) -> bool:
        """Whether the pieces with the letters from one place to another have no capital."""
        text = self.between(start, end - 1)
        return text == text.lower()

    def by_chance(self, start: int, phrase: Phrase) -> bool:
        """Whether the two syllables of a name may be words that only happen to follow each other.

        They may if neither has a capital, if words part them in another place, or if a sign that ends a part
        of a sentence, or a number, is between them.
        """
        middle, end = start + phrase.ends[0], start + phrase.ends[1]
        first, last = self.piece_of(middle - 1)[0], self.piece_of(middle)[0]
        if self.in_small_letters(start, end):
            return True
        if first == last:
            return False
        if middle not in self.borders or last > first + 1:
            return True
        ahead = self.pieces[first]
        return bool(
            _STOP.search(
                ahead[max((place for place, char in enumerate(ahead) if char.isalpha()), default=0) :]
            )
        )

    def offset(self, place: int) -> int:
        """Returns the offset in the text of the letter at a place.

        In a piece with codes such as “&agrave;”, this is the offset of its first letter or code.
        """
        if self._piece_offsets is None:
            self._piece_offsets = [match.start() for match in re.finditer(r"\S+", self.text)]
        index, first = self.piece_of(place)
        inside = _letter_offsets(self.pieces[index])
        return self._piece_offsets[index] + (inside[min(place - first, len(inside) - 1)] if inside else 0)

    def end_offset(self, place: int) -> int:
        """Returns the offset in the text after the letter before a place, and after its combining marks.

        In a piece with codes, this is the end of the piece.
        """
        last = self.offset(place - 1)
        index, _ = self.piece_of(place - 1)
        assert self._piece_offsets is not None, "offset() sets it"
        end = self._piece_offsets[index] + len(self.pieces[index])
        if any(sign in self.pieces[index] for sign in _CODES):
            return end
        return next((at for at in range(last + 1, end) if not unicodedata.combining(self.text[at])), end)


@lru_cache(maxsize=64)
def _letter_offsets(piece: str) -> tuple[int, ...]:
    """Returns the offset of each letter in a piece, or of the first letter or code if it has codes."""
    letters_of = ((place, 1 if char in _CODES else len(letters(char))) for place, char in enumerate(piece))
    offsets = tuple(place for place, count in letters_of for _ in range(count))
    return offsets[:1] if any(sign in piece for sign in _CODES) else offsets
