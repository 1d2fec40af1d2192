"""Finds people's names in a text, however the text writes them.

One rule says what a name looks like (docs/decisions.md): only letters count, so that no sign, number, markup,
code or invisible character hides a name, and a look-alike letter counts as the letter that it looks like.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import accumulate, compress
from typing import NamedTuple

from kyyeu.facts.letter_row import LetterRow, Name, Phrase, phrase_of
from kyyeu.facts.letters import RAISED, keys, marks
from kyyeu.facts.pieces import FEWEST_WITHOUT_MARKS, KEPT_PIECES, SYLLABLES, Openers, Pieces

# A text of more than 2,000,000 characters is searched in windows that overlap by 10,000 characters.
LONG, OVERLAP = 2_000_000, 10_000
# A name is first looked for by this many letters of its beginning.
_HEAD = 6
# Matches the end of a Markdown link with the address, and a footnote mark; neither is part of the sentence.
_ASIDE = re.compile(r"\]\([^()]{0,2000}\)|\]\[[^\]\n]{0,200}\]|\[\^[^\]\n]{1,40}\]")
# Matches an HTML tag or comment, and an escaped line end or tab of a JSON text.
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>|<!--[^<>]{0,200}-->")
_ESCAPED_SPACE = re.compile(r"\\[nrtbf]")


class Find(NamedTuple):
    """An occurrence of a name in a text: the offsets where it begins and ends, and the name.

    It is `certain` if the text has the name with all diacritics and nothing else bears the name. Otherwise it
    is only possible that the person is meant.
    """

    offset: int
    end: int
    name: Name
    certain: bool


def name_of(text: str) -> Name:
    """Returns the comparison keys of a name's syllables; () for a text without letters and digits."""
    return keys(text)


def person_name(text: str) -> Name:
    """Returns the comparison keys of the syllables of a person's name, without numbers and footnote marks."""
    return tuple(key for key in keys(RAISED.sub("", text)) if not key.isdecimal())


class Names:
    """A set of names to be searched for in texts.

    `known` are names that are allowed in a text: a searched name inside one of them, or equal to it, does not
    count as an occurrence. `shared` are names of places and historic persons: inside one of them, a searched
    name is not certainly the person's, unless a form of address such as “em” precedes it. So it is inside one
    of `titles`, names of units and the like, if a word of the title is before the name.
    """

    def __init__(
        self,
        sought: Collection[Name],
        known: Collection[Name] = (),
        shared: Collection[Name] = (),
        titles: Collection[Name] = (),
    ) -> None:
        self.sought = frozenset(name for name in sought if len(name) > 1)
        self.known = frozenset(known) - self.sought
        self.shared, self.titles = frozenset(shared), frozenset(titles)
        self._phrases: dict[str, list[tuple[Name, Phrase]]] = defaultdict(list)
        for name in self.sought:
            if (phrase := phrase_of(name)).letters:
                self._phrases[phrase.letters].append((name, phrase))
        self._shortest = min((_HEAD, *map(len, self._phrases)))
        self._lengths: dict[str, list[int]] = defaultdict(list)
        for length, head in {(len(text), text[: self._shortest]) for text in self._phrases}:
            self._lengths[head].append(length)
        self._covers = {
            kind: self._covering(getattr(self, kind), kind) for kind in ("known", "shared", "titles")
        }
        self._pieces = Pieces(self._phrases, self._lengths, self._shortest)
        self._harmless: set[tuple[str, ...]] = set()
        self._openers = Openers(self._pieces, self._lengths.keys(), self._shortest)

    def __bool__(self) -> bool:
        return bool(self.sought)

    def __repr__(self) -> str:
        """A text that is the same for equal sets of names, because cache keys are made from it."""
        return f"Names{tuple(map(sorted, self._sets))}"

    def __reduce__(self) -> tuple[object, ...]:
        """Only the names are handed to other processes, not what was remembered about texts."""
        return Names, self._sets

    @property
    def _sets(self) -> tuple[frozenset[Name], ...]:
        return self.sought, self.known, self.shared, self.titles

    def _covering(self, names: Collection[Name], kind: str) -> dict[str, list[tuple[int, Phrase]]]:
        """Returns for the letters of each searched name the phrases that contain it, each with its offset.

        Known names count as a whole; shared names and titles with the word before the searched name alone,
        because texts shorten “Trường THPT Nguyễn Trãi” to “THPT Nguyễn Trãi”.
        """
        covers = defaultdict(list)
        longest = max((len(name) for name in self.sought), default=0)
        for name in names:
            phrase = phrase_of(name)
            starts = (0, *phrase.ends)
            for first in range(len(phrase.keys)):
                for last in range(first, min(first + longest, len(phrase.keys))):
                    inner = phrase.letters[starts[first] : starts[last + 1]]
                    if inner not in self._phrases or (first == 0 and kind == "titles"):
                        continue
                    if first == 0 or kind == "known":
                        covers[inner].append((starts[first], phrase))
                    else:
                        shorter = phrase_of(phrase.keys[first - 1 : last + 1])
                        covers[inner].append((shorter.ends[0], shorter))
        return dict(covers)

    def found_in(self, text: str) -> list[Find]:
        """Lists each occurrence of a name in a text, which may be Markdown, in the order of their offsets."""
        finds: dict[tuple[int, int, Name], bool] = {}
        for reading in self._readings(text, tags=True):
            for find in self._finds(reading):
                place = (reading.offset(find.offset), reading.end_offset(find.end), find.name)
                finds[place] = finds.get(place, False) or find.certain
        return [Find(*place, certain) for place, certain in sorted(finds.items())]

    def stand_in(self, text: str) -> bool:
        """Whether any of the names certainly occurs in a text or HTML page."""
        return (find := self.best_in(text)) is not None and find.certain

    def best_in(self, text: str) -> Find | None:
        """Returns an occurrence of a name in a text or HTML page, a certain one if there is one.

        The offsets are those among the letters of the text.
        """
        best = None
        for window in _windows(text):
            for reading in self._readings(window):
                for find in self._finds(reading):
                    if find.certain:
                        return find
                    best = best or find
        return best

    def _readings(self, text: str, tags: bool = False) -> Iterator[LetterRow]:
        """Yields the ways to read a text in which names may stand.

        These are the text as it is, and the text without its asides. What is left out is replaced by as many
        soft hyphens, so that offsets stay the same.
        """
        pieces = text.split()
        if self._may_stand_in(pieces):
            yield LetterRow(text, pieces, self._pieces)
        plain = text
        if "](" in text or "][" in text or "[^" in text:
            plain = _ASIDE.sub(_soft, plain)
        if "\\" in text:
            plain = _ESCAPED_SPACE.sub("  ", plain)
        if tags and "<" in text:
            plain = _TAG.sub(_soft, plain)
        if self._pieces.raised and not self._pieces.raised.isdisjoint(pieces):
            plain = RAISED.sub(_soft, plain)
        if plain != text and self._may_stand_in(pieces := plain.split()):
            yield LetterRow(plain, pieces, self._pieces)

    def _may_stand_in(self, pieces: Sequence[str]) -> bool:
        """Whether the letters of a name follow each other in the pieces of a text; False is certain.

        This excludes most texts quickly.
        """
        for index in compress(range(len(pieces)), map(self._openers.__getitem__, pieces)):
            pair = tuple(pieces[index : index + 2])
            if pair not in self._harmless and self._begins_in(pieces, index):
                return True
        return False

    def _begins_in(self, pieces: Sequence[str], index: int) -> bool:
        """Whether the letters of a name begin with a word of a piece, and go on in the pieces after it.

        Two pieces that decide this by themselves are remembered.
        """
        words = self._pieces[pieces[index]].split()
        row, after, heads = "".join(words), index + 1, 0
        for start, word in zip(accumulate(map(len, words), initial=0), words, strict=False):
            if not self._openers.open(word):
                continue
            head = start + self._shortest
            while len(row) < head and after < len(pieces):
                row, after = row + self._pieces[pieces[after]].replace(" ", ""), after + 1
            for length in self._lengths.get(row[start:head], ()):
                heads += 1
                while len(row) < start + length and after < len(pieces):
                    row, after = row + self._pieces[pieces[after]].replace(" ", ""), after + 1
                if row[start : start + length] in self._phrases:
                    return True
        if not heads and after <= index + 2 < len(pieces) and len(self._harmless) < KEPT_PIECES:
            self._harmless.add(tuple(pieces[index : index + 2]))
        return False

    def _finds(self, reading: LetterRow) -> Iterator[Find]:
        """Yields the occurrences in a reading, with offsets among its letters."""
        covered, last = 0, (0, 0)
        for start in compress(reading.starts, map(self._openers.open, reading.words)):
            finds = [
                (start + length, certain, name)
                for length in self._lengths.get(reading.stream[start : start + self._shortest], ())
                if start + length <= len(reading.stream)
                if (named := self._phrases.get(reading.stream[start : start + length]))
                for name, certain in self._judged(reading, start, named)
            ]
            # A name inside a longer one, or one that lacks diacritics where another has them all, is no find.
            for end, certain, name in sorted(finds, reverse=True):
                if end > covered or (certain and (start, end) == last):
                    covered, last = end, (start, end)
                    yield Find(start, end, name, certain)

    def _judged(
        self, reading: LetterRow, start: int, named: list[tuple[Name, Phrase]]
    ) -> Iterator[tuple[Name, bool]]:
        """Yields which of the names with the same letters stand at a letter, and whether certainly."""
        for name, phrase in named:
            end = start + len(phrase.letters)
            if not self._parted_from_words(reading, start, end, phrase):
                continue
            missing = reading.missing_marks(start, phrase)
            exact = missing == 0
            if missing is None or (not exact and len(phrase.keys) < FEWEST_WITHOUT_MARKS):
                continue
            digits = "".join(key for key in name if key.isdecimal())
            if digits and digits != reading.digits(start, end):
                continue
            # A name without diacritics, in small letters, may be another name that lost its diacritics.
            plain = not any(map(marks, phrase.keys)) and reading.in_small_letters(start, end)
            if self._inside("known", reading, start, phrase.letters, exact and not plain):
                continue
            certain = exact and (
                reading.addressed(start)
                or not (
                    (len(phrase.keys) == 2 and reading.by_chance(start, phrase))
                    or self._inside("shared", reading, start, phrase.letters, exact)
                    or self._inside("titles", reading, start, phrase.letters, exact)
                    or self._across_cells(reading, start, phrase)
                )
            )
            yield name, certain

    def _parted_from_words(self, reading: LetterRow, start: int, end: int, phrase: Phrase) -> bool:
        """Whether a name ends where a word ends; names of three syllables and more may end inside a word.

        They may if what follows is itself a row of syllables, or cannot go on with the last syllable.
        """
        if end in reading.borders:
            return True
        if len(phrase.keys) < FEWEST_WITHOUT_MARKS:
            return False
        after = reading.stream[end : min(reading.word_end(end), end + 40)]
        last = phrase.letters[phrase.ends[-2] :]
        return bool(SYLLABLES.fullmatch(after)) or not SYLLABLES.fullmatch(last + after)

    def _inside(self, kind: str, reading: LetterRow, start: int, inner: str, exact: bool) -> bool:
        """Whether letters of a text are part of a known or shared phrase.

        Where the searched name has all its diacritics, the phrase must have all its diacritics, too.
        """
        for before, phrase in self._covers[kind].get(inner, ()):
            first = start - before
            last = first + len(phrase.letters)
            if (
                first >= 0
                and reading.stream[first:last] == phrase.letters
                and first in reading.borders
                and last in reading.borders
                and (missing := reading.missing_marks(first, phrase)) is not None
                and (missing == 0 or not exact)
            ):
                return True
        return False

    def _across_cells(self, reading: LetterRow, start: int, phrase: Phrase) -> bool:
        """Whether a border of a table's cells parts a name so that a known name is in the first cell.

        The second cell may say something else then, such as “Nam” (male).
        """
        return any(
            phrase.keys[:count] in self.known
            and "|" in reading.between(start + phrase.ends[count - 1] - 1, start + phrase.ends[count - 1])
            for count in range(2, len(phrase.keys))
        )


def _windows(text: str) -> Iterator[str]:
    """Splits a long text into windows that overlap by more than a name's length and end between words.

    Searching the whole text at once would need too much memory.
    """
    if len(text) <= LONG:
        yield text
        return
    start = 0
    while start < len(text):
        stop = text.find(" ", start + LONG // 2) + 1 or len(text)
        yield text[start : text.find(" ", stop + OVERLAP) + 1 or len(text)]
        start = stop


def _soft(match: re.Match[str]) -> str:
    return "\u00ad" * len(match[0])
