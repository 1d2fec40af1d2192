"""A block of entries → its part of the index; the parts of all blocks → a shard, as the browser loads it.

Numbers are written in base 64, five bits a character and one that says whether more follow: text that gzip and a script file take."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate

from kyyeu.outputs.site.search_terms import Term, expansions, spelled, terms
from kyyeu.views.site.search_entries import Entry

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
SPAN = 256  # numbers a block may use: an entry's number is its block's × SPAN + its place
OTHER, ASIDE = (
    32,
    63,
)  # places in a name: from 32 on those of another name; 63: not written at all, the words of an abbreviation

Listed = dict[str, dict[str, list[str]]]  # key → spelling → postings: [of names, of words] or [of prose]


def number(value: int) -> str:
    digits = []
    while value > 31:
        digits.append(DIGITS[32 | (value & 31)])
        value >>= 5
    return "".join(digits) + DIGITS[value]


GAPS = tuple(number(value) for value in range(SPAN))


@lru_cache(maxsize=65536)
def bits(mask: int) -> str:
    """The set bits (0–31) in order, each but the last marked as followed by more."""
    found = [place for place in range(32) if mask >> place & 1]
    return "".join([DIGITS[place | 32] for place in found[:-1]]) + DIGITS[found[-1]]


class _Postings(dict[Term, list[str]]):
    """Term → for every entry that has it, how far behind the one before it stands, and what is told of it there."""

    def __init__(self) -> None:
        self.last: dict[Term, int] = {}

    def add(self, term: Term, place: int, told: str = "") -> None:
        self.setdefault(term, []).append(GAPS[place - self.last.get(term, 0)] + told)
        self.last[term] = place


def heads_shard(key: str, letters: int) -> str:
    """Names are looked up by prefix, so neighbours share a shard: by 0, 1 or 2 letters, as there are few or many; by a number's first."""
    start = key[: min(1, letters)] if key[0].isdecimal() else key[:letters]
    return f"h-{start}" if start.isascii() else "h-_"


def index_block(entries: Sequence[tuple[Entry, str]], shards: int, letters: int) -> dict[str, bytes]:
    """Entries with the addresses of their pictures → `shown`, what results show; `parts`, the postings, shard after shard; `places`,
    each shard's digest, start and end in `parts`."""
    assert len(entries) <= SPAN
    names, words = _Postings(), _Postings()
    prose: dict[str, list[str]] = {}
    last: dict[str, int] = {}
    for place, (entry, _) in enumerate(entries):
        said = _names(entry)
        for term, (at, length) in said.items():
            names.add(term, place, DIGITS[at] + DIGITS[length])
        for term in _words(entry, said):
            words.add(term, place)
        for spelling, mask in _followers(
            entry
        ).items():  # nearly all of the time goes here, so it is spelled out
            held = prose.get(spelling)
            if held is None:
                prose[spelling], last[spelling] = [GAPS[place] + bits(mask)], place
            else:
                held.append(GAPS[place - last[spelling]] + bits(mask))
                last[spelling] = place
    shown = [
        [entry.name, entry.address, entry.note, entry.unit, entry.summary, entry.mark, picture]
        for entry, picture in entries
    ]
    pieces = {
        shard: to_json(listed) for shard, listed in _by_shard(names, words, prose, shards, letters).items()
    }
    ends = [*accumulate(map(len, pieces.values()))]
    places = {
        shard: [digest(piece), end - len(piece), end]
        for (shard, piece), end in zip(pieces.items(), ends, strict=True)
    }
    return {"shown": to_json(shown), "parts": b"".join(pieces.values()), "places": to_json(places)}


def _by_shard(
    names: _Postings, words: _Postings, prose: Mapping[str, Sequence[str]], shards: int, letters: int
) -> dict[str, Listed]:
    part: dict[str, Listed] = defaultdict(lambda: defaultdict(dict))
    for term in sorted(names.keys() | words.keys()):
        part[heads_shard(term.key, letters)][term.key][term.spelling] = [
            _counted(names.get(term, ())),
            _counted(words.get(term, ())),
        ]
    for spelling in sorted(prose):
        term = spelled(spelling)
        part[f"p-{term.hash % shards}"][term.key][spelling] = [_counted(prose[spelling])]
    return part


def _counted(postings: Sequence[str]) -> str:
    return number(len(postings)) + "".join(postings) if postings else ""


def merge(parts: Iterable[tuple[int, Mapping[str, Mapping[str, Sequence[str]]]]]) -> bytes:
    """(number of the block, its part of this shard) in order → the shard: before each block's postings, how many blocks were passed."""
    merged: dict[str, dict[str, list[str]]] = {}
    before: dict[tuple[str, str, int], int] = {}
    for block, keys in parts:
        for key, forms in keys.items():
            into = merged.setdefault(key, {})
            for spelling, lists in forms.items():
                held = into.setdefault(spelling, [""] * len(lists))
                for kind, postings in enumerate(lists):
                    if postings:
                        held[kind] += number(block - before.get((key, spelling, kind), 0)) + postings
                        before[key, spelling, kind] = block
    return to_json({key: dict(sorted(forms.items())) for key, forms in sorted(merged.items())})


def digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=5).hexdigest()


def _names(entry: Entry) -> dict[Term, tuple[int, int]]:
    """Place of every word of the name (its last one where it stands twice) and the length of the name it stands in."""
    written = [terms(name) for name in (entry.name, *entry.others)]
    found = {word: (ASIDE, ASIDE) for name in written for run in expansions(name) for word in run}
    for name in reversed(written[1:]):
        found.update(
            (word, (min(OTHER + place, ASIDE - 1), min(len(name), OTHER - 1)))
            for place, word in enumerate(name)
        )
    found.update(
        (word, (min(place, OTHER - 1), min(len(written[0]), OTHER - 1)))
        for place, word in enumerate(written[0])
    )
    return found


def _words(entry: Entry, said: Mapping[Term, object]) -> dict[Term, None]:
    return {word: None for text in dict.fromkeys(entry.words) for word in _line(text) if word not in said}


@lru_cache(maxsize=16384)
def _line(text: str) -> tuple[Term, ...]:
    """Units, awards and offices come again and again."""
    written = terms(text)
    return tuple(dict.fromkeys(word for run in (written, *expansions(written)) for word in run))


def _followers(entry: Entry) -> dict[str, int]:
    """Spelling of every word of the prose → a bit for each word that follows it somewhere: so the browser knows words that stand
    side by side. The end of a text is bit 0."""
    found: dict[str, int] = defaultdict(int)
    for text in entry.text:
        written = terms(text)
        for run in (written, *expansions(written)):
            before = ""
            for spelling, trace, _, _ in run:
                found[before] |= trace
                before = spelling
            found[before] |= 1
    found.pop("", None)
    return found


def to_json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
