"""Remembers how the pieces into which spaces part a text read, since most texts repeat words.

A piece of a text goes in; its words without diacritics come out, or whether a name may begin in it.
"""

import re
from collections.abc import Collection, Mapping

from kyyeu.facts.letter_row import Name, Phrase
from kyyeu.facts.letters import RAISED, bare_words

# Without diacritics, names of two syllables occur too often by chance to be looked for.
FEWEST_WITHOUT_MARKS = 3
# Words of which the words read last are kept, and the length up to which a piece of a text is kept.
KEPT_PIECES, _KEPT_LENGTH = 300_000, 300
# Matches one Vietnamese syllable without diacritics, or any row of such syllables.
SYLLABLES = re.compile(
    r"(?>(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx])?[aeiou]{1,3}(?:ch|ng|nh|[cmnpt])?)+"
)


class Pieces(dict[str, str]):
    """Remembers the words of the pieces into which spaces part a text, as one text with spaces.

    `phrases` are the names by their letters, `lengths` the numbers of their letters by their first `shortest`
    letters. `raised` collects the pieces that have raised letters.
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
        """Puts a space before each name of three or more syllables that is run together with other letters.

        It does so only where the letters before the name consist of syllables, or where nobody could
        pronounce them together with the name.
        """
        parts, begin = [], 0
        for start in range(1, len(word) - self.shortest + 1):
            if word[start : start + self.shortest] in self.lengths and self._begins(word, begin, start):
                parts.append(word[begin:start])
                begin = start
        return " ".join([*parts, word[begin:]])

    def _begins(self, word: str, begin: int, start: int) -> bool:
        """Whether a name of three or more syllables begins inside a word, after what precedes it."""
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
    """Remembers for each piece of a text whether a name may begin in it."""

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
        """Whether a name may begin with a word."""
        return word[: self.shortest] in self.heads or word in self.beginnings
