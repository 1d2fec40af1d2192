"""Caches, for each part of a text between two spaces, its words and whether a person's name may begin in it.

Most texts repeat the same words, so that the cache makes the search for names faster.
"""

import re
from collections.abc import Collection, Mapping

from kyyeu.facts.letter_row import Name, Phrase
from kyyeu.facts.letters import RAISED, bare_words

# Names with fewer syllables than this are searched for only with all their diacritics. Without diacritics,
# two syllables occur too often by chance.
FEWEST_WITHOUT_MARKS = 3
# The cache keeps at most this number of text parts, and only parts with at most this number of characters.
KEPT_PIECES, _KEPT_LENGTH = 300_000, 300
# Matches one or more Vietnamese syllables without diacritics, written together.
SYLLABLES = re.compile(
    r"(?>(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx])?[aeiou]{1,3}(?:ch|ng|nh|[cmnpt])?)+"
)


class Pieces(dict[str, str]):
    """Caches the words, joined by spaces, of each part of a text between two spaces.

    `phrases` maps the letters of searched names to the names. `lengths` maps the first `shortest` letters of
    names to the lengths of these names. `raised` collects text parts with raised letters, which are mostly
    footnote marks.
    """

    def __init__(
        self,
        phrases: Mapping[str, list[tuple[Name, Phrase]]],
        lengths: Mapping[str, list[int]],
        shortest: int,
    ) -> None:
        super().__init__()
        self.phrases, self.lengths, self.shortest = phrases, lengths, shortest
        self.raised: set[str] = set()

    def __missing__(self, piece: str) -> str:
        words = " ".join(map(self.parted, bare_words(piece)))
        if not piece.isascii() and RAISED.search(piece):
            self.raised.add(piece)
        if len(piece) <= _KEPT_LENGTH:
            if len(self) >= KEPT_PIECES:
                self.clear()
            self[piece] = words
        return words

    def parted(self, word: str) -> str:
        """Puts a space before each searched name that follows other letters in the same word.

        The name must have three or more syllables. The letters before it must form syllables themselves, or
        be unpronounceable together with its first syllable.
        """
        parts, begin = [], 0
        for start in range(1, len(word) - self.shortest + 1):
            if word[start : start + self.shortest] in self.lengths and self._begins(word, begin, start):
                parts.append(word[begin:start])
                begin = start
        return " ".join([*parts, word[begin:]])

    def _begins(self, word: str, begin: int, start: int) -> bool:
        """Returns whether a name can begin at `start` within letters that are written as one word.

        Only a name of three or more syllables can. In 'thayquangthihoabinh', Quàng Thị Hòa Bình begins after
        'thay', which is a syllable. Letters that form no syllable may stand before a name, too, unless they
        form one together with the name's first syllable.
        """
        before = word[max(begin, start - 40) : start]
        return any(
            len(phrase.keys) >= FEWEST_WITHOUT_MARKS
            and (
                bool(SYLLABLES.fullmatch(before))
                or not SYLLABLES.fullmatch(before + phrase.letters[: phrase.ends[0]])
            )
            for length in self.lengths[word[start : start + self.shortest]]
            for _, phrase in self.phrases.get(word[start : start + length], ())
        )


class Openers(dict[str, bool]):
    """Caches for each part of a text between two spaces whether a searched name may begin in it."""

    def __init__(self, pieces: Pieces, heads: Collection[str], shortest: int) -> None:
        super().__init__()
        self.pieces, self.heads, self.shortest = pieces, heads, shortest
        self.beginnings = {head[:length] for head in heads for length in range(1, shortest)}

    def __missing__(self, piece: str) -> bool:
        opens = any(map(self.open, self.pieces[piece].split()))
        if len(piece) <= _KEPT_LENGTH:
            if len(self) >= KEPT_PIECES:
                self.clear()
            self[piece] = opens
        return opens

    def open(self, word: str) -> bool:
        """Returns whether a searched name may begin with this word, judged by its first letters."""
        return word[: self.shortest] in self.heads or word in self.beginnings
