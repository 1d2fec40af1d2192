"""Indexes a block of search items, and merges the parts of all blocks into shards that a browser loads.

Numbers are written in base 64: five bits a character, and one bit that says whether more characters follow.
That is text which gzip and a script file carry well.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate

from kyyeu.outputs.site.search_terms import Term, expansions, spelled, terms
from kyyeu.views.site.search_items import SearchItem

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
SPAN = 256  # an item's number is its block's number × SPAN + its place in the block
# Places of a word in an item's names: from 32 on they count in its other names, and 63 stands for a word that
# only an abbreviation contains.
OTHER, ASIDE = 32, 63

# Postings of terms by key and spelling: two lists (names, other words), or one list (prose).
ShardPart = dict[str, dict[str, list[str]]]


def number(value: int) -> str:
    """Returns a number in base 64, the lowest five bits first."""
    digits = []
    while value > 31:
        digits.append(DIGITS[32 | (value & 31)])
        value >>= 5
    return "".join(digits) + DIGITS[value]


GAPS = tuple(number(value) for value in range(SPAN))


@lru_cache(maxsize=65536)
def bits(mask: int) -> str:
    """Returns the positions (0–31) of the bits set in `mask`.

    Each but the last is marked as followed by another.
    """
    positions = [position for position in range(32) if mask >> position & 1]
    return "".join([DIGITS[position | 32] for position in positions[:-1]]) + DIGITS[positions[-1]]


class _Postings(dict[Term, list[str]]):
    """The postings of a block: for each term the items that have it, each as a distance to the one before."""

    def __init__(self) -> None:
        self.last: dict[Term, int] = {}

    def add(self, term: Term, place: int, detail: str = "") -> None:
        """Adds an item, by its place in the block, to a term's postings; `detail` is data for the browser."""
        self.setdefault(term, []).append(GAPS[place - self.last.get(term, 0)] + detail)
        self.last[term] = place


def heads_shard(key: str, letters: int) -> str:
    """Returns the shard of a term of names; neighbours share a shard, because names are looked up by prefix.

    `letters` says by how many first letters (0, 1 or 2) terms are sharded; a number counts by its first digit
    only.
    """
    start = key[: min(1, letters)] if key[0].isdecimal() else key[:letters]
    return f"h-{start}" if start.isascii() else "h-_"


def index_block(items: Sequence[tuple[SearchItem, str]], shards: int, letters: int) -> dict[str, bytes]:
    """Indexes the search items of a block, each with the address of its picture.

    Returns three files: `shown` is what results show, `parts` the postings of shard after shard, and `places`
    the digest, start and end of each shard in `parts`.
    """
    assert len(items) <= SPAN
    names, words = _Postings(), _Postings()
    prose: dict[str, list[str]] = {}
    last: dict[str, int] = {}
    for place, (item, _) in enumerate(items):
        name_terms = _names(item)
        for term, (place_in_name, length) in name_terms.items():
            names.add(term, place, DIGITS[place_in_name] + DIGITS[length])
        for term in _words(item, name_terms):
            words.add(term, place)
        # Indexing spends nearly all of its time in this loop, so it does without the class _Postings.
        for spelling, mask in _followers(item).items():
            postings = prose.get(spelling)
            if postings is None:
                prose[spelling], last[spelling] = [GAPS[place] + bits(mask)], place
            else:
                postings.append(GAPS[place - last[spelling]] + bits(mask))
                last[spelling] = place
    shown = [
        [item.name, item.address, item.note, item.unit, item.summary, item.mark, picture]
        for item, picture in items
    ]
    pieces = {shard: to_json(part) for shard, part in _by_shard(names, words, prose, shards, letters).items()}
    ends = [*accumulate(map(len, pieces.values()))]
    places = {
        shard: [digest(piece), end - len(piece), end]
        for (shard, piece), end in zip(pieces.items(), ends, strict=True)
    }
    return {"shown": to_json(shown), "parts": b"".join(pieces.values()), "places": to_json(places)}


def _by_shard(
    names: _Postings, words: _Postings, prose: Mapping[str, Sequence[str]], shards: int, letters: int
) -> dict[str, ShardPart]:
    """Returns the postings of the block by shard."""
    parts: dict[str, ShardPart] = defaultdict(lambda: defaultdict(dict))
    for term in sorted(names.keys() | words.keys()):
        parts[heads_shard(term.key, letters)][term.key][term.spelling] = [
            _counted(names.get(term, ())),
            _counted(words.get(term, ())),
        ]
    for spelling in sorted(prose):
        term = spelled(spelling)
        parts[f"p-{term.hash % shards}"][term.key][spelling] = [_counted(prose[spelling])]
    return parts


def _counted(postings: Sequence[str]) -> str:
    """Returns how many postings there are, then the postings; '' if there are none."""
    return number(len(postings)) + "".join(postings) if postings else ""


def merge(parts: Iterable[tuple[int, Mapping[str, Mapping[str, Sequence[str]]]]]) -> bytes:
    """Merges the parts that blocks have of one shard into that shard, in the order of the blocks.

    Each part comes as (block number, text). Before its postings the shard says how many blocks were skipped
    since the last one.
    """
    merged: dict[str, dict[str, list[str]]] = {}
    last_blocks: dict[tuple[str, str, int], int] = {}
    for block, part in parts:
        for key, spellings in part.items():
            merged_spellings = merged.setdefault(key, {})
            for spelling, lists in spellings.items():
                merged_lists = merged_spellings.setdefault(spelling, [""] * len(lists))
                for kind, postings in enumerate(lists):
                    if postings:
                        passed = block - last_blocks.get((key, spelling, kind), 0)
                        merged_lists[kind] += number(passed) + postings
                        last_blocks[key, spelling, kind] = block
    return to_json({key: dict(sorted(spellings.items())) for key, spellings in sorted(merged.items())})


def digest(data: bytes) -> str:
    """Returns a short hash of a file's content, which becomes part of its name."""
    return hashlib.blake2b(data, digest_size=5).hexdigest()


def _names(item: SearchItem) -> dict[Term, tuple[int, int]]:
    """Returns for each term of an item's names its place in the name and the length of that name."""
    name, *others = (terms(text) for text in (item.name, *item.others))
    places = {term: (ASIDE, ASIDE) for each in (name, *others) for run in expansions(each) for term in run}
    # Later values for a term replace earlier ones, so the item's own name counts most.
    for other in reversed(others):
        length = min(len(other), OTHER - 1)
        places.update((term, (min(OTHER + place, ASIDE - 1), length)) for place, term in enumerate(other))
    length = min(len(name), OTHER - 1)
    places.update((term, (min(place, OTHER - 1), length)) for place, term in enumerate(name))
    return places


def _words(item: SearchItem, name_terms: Mapping[Term, object]) -> dict[Term, None]:
    """Returns the terms of the text that result lists show about an item, without those in `name_terms`."""
    lines = dict.fromkeys(item.words)
    return {term: None for text in lines for term in _line(text) if term not in name_terms}


@lru_cache(maxsize=16384)
def _line(text: str) -> tuple[Term, ...]:
    """Returns the terms of a text and of its abbreviations.

    It is cached, because the names of units, awards and offices come again and again.
    """
    written = terms(text)
    return tuple(dict.fromkeys(term for run in (written, *expansions(written)) for term in run))


def _followers(item: SearchItem) -> dict[str, int]:
    """Returns for the spelling of each word of the prose the bits of all words that follow it somewhere.

    From them the browser knows which words stand side by side. The end of a text is bit 0.
    """
    followers: dict[str, int] = defaultdict(int)
    for text in item.text:
        written = terms(text)
        for run in (written, *expansions(written)):
            before = ""
            for spelling, trace, _, _ in run:
                followers[before] |= trace
                before = spelling
            followers[before] |= 1
    followers.pop("", None)
    return followers


def to_json(value: object) -> bytes:
    """Returns compact JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
