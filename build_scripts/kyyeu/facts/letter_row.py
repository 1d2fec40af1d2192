"""Joins the letters of a text into one row without spaces, in which people's names are searched for.

For a name in this row, tells which diacritics of the name the text lacks, what precedes the name, and at
which offset of the text it is.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from kyyeu.facts.letters import bare, keys, letters, marks, syllable

# A name, given as the normalised spellings of its syllables, and as its numbers if it has any.
Name = tuple[str, ...]
# Forms of address, such as “em” or “cô giáo”. A name that follows one is certainly the name of a person.
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
# Characters with which a code for a letter begins, as in “&agrave;”, “%C3” or “\u00e0”.
_CODES = "&%\\"
# Punctuation and digits that end a part of a sentence. Two words with such a sign between them are seldom one
# name.
_STOP = re.compile(r"[,;:.!?…|()\d]")


class Phrase(NamedTuple):
    """A name in the form in which it is compared with a text.

    `letters` has its letters without diacritics and spaces, `keys` the normalised spelling of each syllable.
    `ends` says after how many of the letters each syllable ends.
    """

    letters: str
    keys: Name
    ends: tuple[int, ...]


def phrase_of(name: Name) -> Phrase:
    """Returns a name, without its numbers, in the form in which it is compared with a text."""
    syllables = tuple(key for key in name if not key.isdecimal())
    bares = tuple(map(bare, syllables))
    return Phrase("".join(bares), syllables, tuple(accumulate(map(len, bares))))


class LetterRow:
    """The letters of a text in one row without spaces, with the positions where words begin and end in it.

    A piece is a part of the text between two spaces. It may consist of several words, as in “Lan-Anh”.
    `pieces` lists the pieces, and `words_of` maps each piece to its words, joined by spaces. `words` are all
    words of the text without diacritics. `stream` has all their letters in one row, and `starts` the position
    in it where each word begins.
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
        """Returns the positions in the row of letters where a word of the text begins or ends."""
        if self._borders is None:
            self._borders = frozenset(self.starts)
        return self._borders

    @property
    def piece_ends(self) -> list[int]:
        """Returns the position in the row of letters where each piece of the text ends.

        A piece is a part of the text between two spaces.
        """
        if self._piece_ends is None:
            lengths = (
                len(words) - words.count(" ") for words in map(self._words_of.__getitem__, self.pieces)
            )
            self._piece_ends = list(accumulate(lengths))
        return self._piece_ends

    def word_end(self, place: int) -> int:
        """Returns the position in the row of letters where the word with the letter at `place` ends."""
        return self.starts[min(bisect_right(self.starts, place), len(self.starts) - 1)]

    def piece_of(self, place: int) -> tuple[int, int]:
        """Returns the index of the piece that has the letter at `place`, and where it begins in the row.

        A piece is a part of the text between two spaces. Its beginning is a position in the row of letters.
        """
        index = bisect_right(self.piece_ends, place)
        return index, self.piece_ends[index - 1] if index else 0

    def marked(self, start: int, end: int) -> tuple[str, ...]:
        """Returns the letters from `start` to `end` in the row, each followed by its diacritics."""
        index, first = self.piece_of(start)
        collected: list[str] = []
        while len(collected) < end - start and index < len(self.pieces):
            collected += letters(self.pieces[index])[max(0, start - first) : end - first]
            first = self.piece_ends[index]
            index += 1
        return tuple(collected)

    def missing_marks(self, start: int, phrase: Phrase) -> int | None:
        """Returns how many diacritics of a name the text lacks at a place where it has the name's letters.

        The place is the position `start` in the row of letters. Returns None if the text has a diacritic
        there that the name lacks. It then has another name.
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
        """Returns the text from the piece with the letter at `before` to that with the letter at `after`.

        A piece is a part of the text between two spaces. Each is cut to 300 characters.
        """
        pieces = self.pieces[self.piece_of(before)[0] : self.piece_of(after)[0] + 1]
        return " ".join(piece[:300] for piece in pieces)

    def digits(self, start: int, end: int) -> str:
        """Returns all digits that are in or between the letters from `start` to `end` of the row.

        Digits that touch these letters without a space, as in “Lan2”, are included.
        """
        return "".join(filter(str.isdecimal, self.between(start, end - 1)))

    def addressed(self, start: int) -> bool:
        """Returns whether a form of address such as “em” or “cô giáo” precedes the letter at `start`."""
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
        """Returns whether the letters from `start` to `end` of the row are all small in the text.

        Letters that touch these letters without a space must be small, too.
        """
        text = self.between(start, end - 1)
        return text == text.lower()

    def by_chance(self, start: int, phrase: Phrase) -> bool:
        """Returns whether the two syllables of a name may be two words that only happen to follow each other.

        They may be if neither has a capital, or if punctuation or a number is between them. They may also be
        if the text divides their letters into words in another way.
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
        """Returns the offset in the text of the letter at position `place` in the row of letters.

        If the letter is in a piece with encoded letters such as “&agrave;”, the offset of the first letter of
        that piece is returned. A piece is a part of the text between two spaces.
        """
        if self._piece_offsets is None:
            self._piece_offsets = [match.start() for match in re.finditer(r"\S+", self.text)]
        index, first = self.piece_of(place)
        inside = _letter_offsets(self.pieces[index])
        return self._piece_offsets[index] + (inside[min(place - first, len(inside) - 1)] if inside else 0)

    def end_offset(self, place: int) -> int:
        """Returns the offset in the text right after the letter before `place` in the row of letters.

        Combining diacritics of that letter are included. If the letter is in a piece with encoded letters
        such as “&agrave;”, the end of that piece is returned. A piece is a part of the text between two
        spaces.
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
    """Returns the offset of each letter in a piece of a text.

    If the piece has encoded letters such as “&agrave;”, only the offset of the first letter is returned.
    """
    letters_of = ((place, 1 if char in _CODES else len(letters(char))) for place, char in enumerate(piece))
    offsets = tuple(place for place, count in letters_of for _ in range(count))
    return offsets[:1] if any(sign in piece for sign in _CODES) else offsets
