"""Finds people's names in a text, whatever markup or spelling variant the text uses.

A name is compared as a sequence of keys, one for each syllable; `vietnamese.spelling` gives all spellings of
a syllable the same key. Markdown syntax, invisible characters and line ends inside a name do not hide it.
"""

import html
import itertools
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from kyyeu.vietnamese import nfc, spelling

Name = tuple[str, ...]
# A text of more than 2,000,000 characters is searched in windows that overlap by 10,000 characters.
LONG, OVERLAP = 2_000_000, 10_000
# If a text has at least this many words not seen in earlier texts, it is searched by another, faster method.
MANY = 1_000
# The words of a text, each with its comparison key and its offset in the text.
Words = Sequence[tuple[str, int]]
# Characters that are invisible or combine with the letter before them, such as format characters and
# combining diacritics.
_UNSEEN_CLASS = (
    r"\u00ad\u0300-\u036f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff"
    r"\ufff9-\ufffb\U000e0000-\U000e01ef"
)
_ENTITY = r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});?"
# Matches the end of a Markdown link with the address, which is not part of the visible sentence.
_TARGET = r"\]\([^()]{0,2000}\)|\]\[[^\]\n]{0,200}\]"
_WORD = re.compile(r"[^\W_]+")
_MARKED = re.compile(rf"[*~`\[\]&\\{_UNSEEN_CLASS}]")
_AS_READ = re.compile(rf"(?:[^\W_]|[*~`\[{_UNSEEN_CLASS}]|{_TARGET}|\]|{_ENTITY})+")
_AS_TYPED = re.compile(rf"(?:[^\W_]|[{_UNSEEN_CLASS}]|{_ENTITY})+")
# Matches a piece of text that ends inside the address of a Markdown link.
_OPEN = re.compile(r"\](?:\([^()]*|\[[^\]]*)$")
_DROPPED = re.compile(rf"{_TARGET}|[*~`\[\]]")
_UNSEEN = re.compile(rf"[{_UNSEEN_CLASS}]")


def name_of(text: str) -> Name:
    """Returns the comparison keys of a name's syllables; () for a text without letters and digits."""
    return (
        tuple(key for key, _ in _words(text, _AS_TYPED))
        if _MARKED.search(text)
        else tuple(map(spelling, _WORD.findall(text)))
    )


class Names:
    """A set of names to be searched for in texts.

    `known` are names that are allowed in a text: a searched name inside one of them does not count as an
    occurrence.
    """

    def __init__(self, sought: Collection[Name], known: Collection[Name] = ()) -> None:
        self.sought = frozenset(name for name in sought if len(name) > 1)
        self.known = frozenset(known) - self.sought
        self._firsts = frozenset(name[0] for name in self.sought)
        self._heads = frozenset(name[:3] for name in self.sought)
        self._harmless: set[str] = set()
        self._known_pieces: dict[str, Name | None] = {}
        self._lengths: dict[str, set[int]] = defaultdict(set)
        for name in (*self.sought, *self.known):
            self._lengths[name[0] if name else ""].add(len(name))

    def __bool__(self) -> bool:
        return bool(self.sought)

    def __repr__(self) -> str:
        """A text that is the same for equal sets of names, because cache keys are made from it."""
        return f"Names({sorted(self.sought)}, {sorted(self.known)})"

    def found_in(self, text: str) -> list[tuple[int, Name]]:
        """Lists each occurrence of a name in a text as (offset of its first letter, name), in order."""
        if not self._may_stand_in(text.split()):
            return []
        if not _MARKED.search(text):
            return list(self.among([(spelling(match[0]), match.start()) for match in _WORD.finditer(text)]))
        return sorted({*self.among(_words(text, _AS_READ)), *self.among(_words(text, _AS_TYPED))})

    def stand_in(self, text: str) -> bool:
        """Whether any of the names occurs in a text or HTML page, which is not read as Markdown."""
        return (len(text) <= LONG or any(map(self._stand_in, _windows(text)))) and self._stand_in(text)

    def _stand_in(self, text: str) -> bool:
        """Whether any of the names occurs in a text, by the faster of two search methods.

        Most pages repeat words of earlier pages, whose simplified spelling is in a cache. If many words are
        new, it is faster to look up each run of two or three syllables in the set of the names' beginnings.
        """
        seen = _seen(text)
        pieces = seen.split()
        if len(set(pieces).difference(self._known_pieces)) < MANY and not self._may_stand_in(pieces):
            return False
        keys = tuple(map(spelling, _WORD.findall(seen)))
        if self._heads.isdisjoint(zip(keys, keys[1:], keys[2:], strict=False)) and self._heads.isdisjoint(
            itertools.pairwise(keys)
        ):
            return False
        return any(self.among([(key, 0) for key in keys]))

    def _may_stand_in(self, pieces: Sequence[str]) -> bool:
        """Whether a name may occur in a text that was split at spaces into pieces; False is certain.

        Most texts contain no name's first syllable, or not the second and third syllable after it, so this
        test excludes most texts quickly. True means only that the text must be searched closely.
        """
        if self._harmless.issuperset(pieces):
            return False
        for place, piece in enumerate(pieces):
            if piece in self._harmless:
                continue
            keys = self._keys(piece)
            if piece not in self._harmless and (keys is None or self._goes_on(keys, pieces, place + 1)):
                return True
        return False

    def _goes_on(self, keys: Name, pieces: Sequence[str], place: int) -> bool:
        """Whether a name may begin with the syllables `keys`, judged by up to two syllables after them.

        `pieces` is the whole text split at spaces, and `place` is the index of the next piece. The answer is
        also True if the markup of a piece allows two readings.
        """
        wanted = len(keys) + 2
        for piece in itertools.islice(pieces, place, None):
            following = self._keys(piece)
            if following is None:
                return True
            keys = (*keys, *following)
            if len(keys) >= wanted:
                break
        keys = keys[:wanted]
        return any(
            keys[start : start + 3] in self._heads or keys[start : start + 2] in self._heads
            for start in range(len(keys) - 1)
        )

    def _keys(self, piece: str) -> Name | None:
        """Returns the comparison keys of the words in a piece of Markdown text.

        Returns None if the words with the Markdown syntax differ from those without it. A piece that contains
        no first syllable of a name is remembered, so that it need not be examined again.
        """
        if piece in self._known_pieces:
            return self._known_pieces[piece]
        # A name may also be inside the address of a link, so the text is read with and without its syntax.
        flat = (_seen(_DROPPED.sub("", piece)), _seen(piece)) if _MARKED.search(piece) else (piece, piece)
        read, typed = (tuple(map(spelling, _WORD.findall(text))) for text in flat)
        keys = typed if read == typed else None
        if self._firsts.isdisjoint((*read, *typed)) and not _OPEN.search(piece):
            self._harmless.add(piece)
        self._known_pieces[piece] = keys
        return keys

    def among(self, words: Words) -> Iterator[tuple[int, Name]]:
        """Yields (offset of first letter, name) for each occurrence of a name in a text split into words."""
        covered = 0
        for index, (word, offset) in enumerate(words):
            for length in sorted(self._lengths.get(word, ()), reverse=True):
                name = tuple(key for key, _ in words[index : index + length])
                if len(name) < length or index + length <= covered:
                    continue
                if name in self.sought:
                    yield offset, name
                if name in self.sought or name in self.known:
                    covered = index + length


def _windows(text: str) -> Iterator[str]:
    """Splits a long text into windows that overlap by more than a name's length and end between words.

    Searching the whole text at once would need too much memory.
    """
    start = 0
    while start < len(text):
        stop = text.find(" ", start + LONG // 2) + 1 or len(text)
        yield text[start : text.find(" ", stop + OVERLAP) + 1 or len(text)]
        start = stop


def _seen(text: str) -> str:
    """Returns a text as a browser shows it: HTML entities become characters, invisible characters go."""
    return _UNSEEN.sub("", nfc(html.unescape(text)))


def _words(text: str, pattern: re.Pattern[str]) -> list[tuple[str, int]]:
    """Comparison keys of the words in a Markdown text, each with its first letter's offset in the text."""
    words: list[tuple[str, int]] = []
    for match in pattern.finditer(text):
        piece, lead = match[0], 0
        if _MARKED.search(piece):
            lead = next((place for place, char in enumerate(piece) if char.isalnum() or char == "&"), 0)
            piece = _seen(_DROPPED.sub("", piece))
        words.extend((spelling(word), match.start() + lead) for word in _WORD.findall(piece))
    return words
