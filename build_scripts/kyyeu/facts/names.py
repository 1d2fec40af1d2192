"""Finds people's names in a text, even if signs, markup or look-alike letters hide them.

Only letters count (docs/decisions.md): signs, numbers, markup, codes and invisible characters are ignored. A
letter that looks like a Latin letter counts as that letter.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import accumulate, compress
from typing import NamedTuple

from kyyeu.facts.letter_row import LetterRow, Name, Phrase, phrase_of
from kyyeu.facts.letters import RAISED, keys, marks
from kyyeu.facts.pieces import FEWEST_WITHOUT_MARKS, KEPT_PIECES, SYLLABLES, Openers, Pieces

# A text of more than 2,000,000 characters is searched in windows that overlap by 10,000 characters, so that
# no name is cut in two.
LONG, OVERLAP = 2_000_000, 10_000
# The search first compares only this many letters of a name, counted from its beginning.
_HEAD = 6
# Matches the end of a Markdown link with its address, and a footnote mark. Neither is part of the sentence
# that a reader sees.
_ASIDE = re.compile(r"\]\([^()]{0,2000}\)|\]\[[^\]\n]{0,200}\]|\[\^[^\]\n]{1,40}\]")
# Matches an HTML tag or an HTML comment.
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>|<!--[^<>]{0,200}-->")
_ESCAPED_SPACE = re.compile(r"\\[nrtbf]")


class Find(NamedTuple):
    """An occurrence of a name in a text: the offsets where it begins and ends, and the name.

    `certain` is False if the text may mean somebody or something else. This is so if the text lacks
    diacritics of the name, or if a place, a unit or a historic person has the same name.
    """

    offset: int
    end: int
    name: Name
    certain: bool


def name_of(text: str) -> Name:
    """Returns the normalised spellings of a name's syllables; () for a text without letters and digits."""
    return keys(text)


def person_name(text: str) -> Name:
    """Returns the normalised spellings of the syllables of a person's name.

    Numbers and raised letters, which are footnote marks, are left out.
    """
    return tuple(key for key in keys(RAISED.sub("", text)) if not key.isdecimal())


class Names:
    """A set of names to search texts for, such as those of withheld people.

    `known` are names that are allowed in a text: a searched name inside one of them is no occurrence.
    `shared` are names of places and historic persons. A searched name inside one of them is only a possible
    occurrence, unless a form of address such as “em” precedes it. `titles` are names of units, movements and
    documents. A searched name inside one of them, but not at its beginning, is only a possible occurrence,
    too.
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
        """Returns a text that is the same for equal sets of names, because cache keys are made from it."""
        return f"Names{tuple(map(sorted, self._sets))}"

    def __reduce__(self) -> tuple[object, ...]:
        """Passes only the names to other processes, not the cached results about texts that were searched."""
        return Names, self._sets

    @property
    def _sets(self) -> tuple[frozenset[Name], ...]:
        return self.sought, self.known, self.shared, self.titles

    def _covering(self, names: Collection[Name], kind: str) -> dict[str, list[tuple[int, Phrase]]]:
        """Maps the letters of each searched name to longer names of the given kind that contain the name.

        The kind is "known", "shared" or "titles". Each longer name comes with the number of its letters
        before the searched name. Texts shorten “Trường THPT Nguyễn Trãi” to “THPT Nguyễn Trãi”. Shared names
        and titles are therefore cut to the searched name and one word before it.
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
        """Lists each occurrence of the names in a text, which may be Markdown, in order of their offsets."""
        finds: dict[tuple[int, int, Name], bool] = {}
        for reading in self._readings(text, tags=True):
            for find in self._finds(reading):
                place = (reading.offset(find.offset), reading.end_offset(find.end), find.name)
                finds[place] = finds.get(place, False) or find.certain
        return [Find(*place, certain) for place, certain in sorted(finds.items())]

    def stand_in(self, text: str) -> bool:
        """Returns whether any of the names certainly occurs in a text or HTML page."""
        return (find := self.best_in(text)) is not None and find.certain

    def best_in(self, text: str) -> Find | None:
        """Returns one occurrence of a name in a text or HTML page: a certain one, if there is one.

        Returns None if no name occurs. The offsets count only the letters of the text, not spaces and signs.
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
        """Yields a text as it is, and the text without markup that could split a name.

        Such markup is, for example, the address of a link. It is replaced by as many soft hyphens, so that
        offsets stay the same. A text that cannot contain any of the names is left out.
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
        """Returns whether a text may contain any of the names; a quick test before the exact search.

        The text is given as its parts between spaces. The test ignores diacritics. If it returns False, the
        text certainly has none of the names.
        """
        for index in compress(range(len(pieces)), map(self._openers.__getitem__, pieces)):
            pair = tuple(pieces[index : index + 2])
            if pair not in self._harmless and self._begins_in(pieces, index):
                return True
        return False

    def _begins_in(self, pieces: Sequence[str], index: int) -> bool:
        """Returns whether the letters of a searched name begin in `pieces[index]`, and go on in later pieces.

        A piece is a part of the text between two spaces. If a piece and the next one are enough to exclude
        every name, this pair is cached.
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
        """Yields the occurrences of the names in a text.

        The offsets count only the letters of the text, not spaces and signs.
        """
        covered, last = 0, (0, 0)
        for start in compress(reading.starts, map(self._openers.open, reading.words)):
            finds = [
                (start + length, certain, name)
                for length in self._lengths.get(reading.stream[start : start + self._shortest], ())
                if start + length <= len(reading.stream)
                if (named := self._phrases.get(reading.stream[start : start + length]))
                for name, certain in self._judged(reading, start, named)
            ]
            # A name inside a longer name that occurs here does not count as an occurrence. The same is true
            # of a name that lacks diacritics if another name fits with all of them.
            for end, certain, name in sorted(finds, reverse=True):
                if end > covered or (certain and (start, end) == last):
                    covered, last = end, (start, end)
                    yield Find(start, end, name, certain)

    def _judged(
        self, reading: LetterRow, start: int, named: list[tuple[Name, Phrase]]
    ) -> Iterator[tuple[Name, bool]]:
        """Yields which of several names with the same letters the text has at the position `start`.

        The names differ only in diacritics. Each is given as (name, whether the occurrence is certain).
        """
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
            # A word in small letters without diacritics may be another name that lost its diacritics.
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
        """Returns whether the letters of a name are a name, judged by the letters that follow them directly.

        A name of two syllables must end where a word ends. A longer name may also end inside a word. The
        letters after it must then form syllables of their own, or be unpronounceable together with the last
        syllable of the name.
        """
        if end in reading.borders:
            return True
        if len(phrase.keys) < FEWEST_WITHOUT_MARKS:
            return False
        after = reading.stream[end : min(reading.word_end(end), end + 40)]
        last = phrase.letters[phrase.ends[-2] :]
        return bool(SYLLABLES.fullmatch(after)) or not SYLLABLES.fullmatch(last + after)

    def _inside(self, kind: str, reading: LetterRow, start: int, inner: str, exact: bool) -> bool:
        """Returns whether a searched name in a text is part of a longer phrase of the given kind.

        The kind is known names, shared names or titles. If the text has all diacritics of the searched name,
        it must have all those of the longer phrase, too.
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
        """Returns whether a border of table cells splits a name so that the first cell has an allowed name.

        The second cell may then hold something else, such as “Nam” (male), and not the end of the searched
        name.
        """
        return any(
            phrase.keys[:count] in self.known
            and "|" in reading.between(start + phrase.ends[count - 1] - 1, start + phrase.ends[count - 1])
            for count in range(2, len(phrase.keys))
        )


def _windows(text: str) -> Iterator[str]:
    """Splits a long text into windows that end between words and overlap by more than the length of a name.

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
