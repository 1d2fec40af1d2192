"""Indexes blocks of records for the site's search, and merges the blocks' data into index files (shards).

A browser loads only the shards that a search needs. Numbers are written as base-64 digits, which scripts can
hold and which compress well. Of a digit's six bits, five hold a part of the number, and one says whether
another digit follows.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate

from kyyeu.outputs.site.search_terms import Term, expansions, spelled, terms
from kyyeu.views.site.search_items import SearchItem

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
# In the search index, the number of a record is: the number of its block × SPAN + its place in the block.
SPAN = 256
# The search index stores for each word its position in a record's main name, a number below 32. A word in
# another name of the record has 32 plus its position there. The number 63 marks a word that stands in no
# name, but only in the abbreviation or long form of one.
OTHER, ASIDE = 32, 63

# The data of one search index file (shard) from one block of records. It maps the key of a term, and then its
# spelling, to encoded lists of records. Terms of running text have one list. Terms of names have two: records
# with the term in a name, and records with the term in other texts.
ShardPart = dict[str, dict[str, list[str]]]


def number(value: int) -> str:
    """Returns a number as base-64 digits, each with five bits of the number, the lowest five bits first.

    The sixth bit of a digit says that another digit follows.
    """
    digits = []
    while value > 31:
        digits.append(DIGITS[32 | (value & 31)])
        value >>= 5
    return "".join(digits) + DIGITS[value]


GAPS = tuple(number(value) for value in range(SPAN))


@lru_cache(maxsize=65536)
def bits(mask: int) -> str:
    """Returns the positions (0–31) of the bits that are set in `mask`, as one base-64 digit for each.

    Each digit except the last is marked to show that another one follows.
    """
    positions = [position for position in range(32) if mask >> position & 1]
    return "".join([DIGITS[position | 32] for position in positions[:-1]]) + DIGITS[positions[-1]]


class _Postings(dict[Term, list[str]]):
    """Maps each term of the search index to the records of a block that contain it.

    A record is stored as a difference: its place in the block minus the place of the previous record with the
    term.
    """

    def __init__(self) -> None:
        self.last: dict[Term, int] = {}

    def add(self, term: Term, place: int, detail: str = "") -> None:
        """Notes for the search index that a record contains a term.

        `place` is the record's place in its block. `detail` is further data for the browser, such as the
        position of the term in the record's name.
        """
        self.setdefault(term, []).append(GAPS[place - self.last.get(term, 0)] + detail)
        self.last[term] = place


def heads_shard(key: str, letters: int) -> str:
    """Returns the name of the search index file (shard) that lists a term occurring in records' names.

    A search finds names by the beginnings of their words, so terms with the same first letters share a shard.
    `letters` is how many first letters count (0, 1 or 2). Of a number, only the first digit counts.
    """
    start = key[: min(1, letters)] if key[0].isdecimal() else key[:letters]
    return f"h-{start}" if start.isascii() else "h-_"


def index_block(items: Sequence[tuple[SearchItem, str]], shards: int, letters: int) -> dict[str, bytes]:
    """Indexes a block of records for the site's search; `items` are pairs of record and picture address.

    Returns three files by name. `shown` has the texts that search results show. `parts` has the data for all
    index files (shards), one after the other. `places` has the hash, start and end of each shard's data in
    `parts`.
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
        # Indexing spends nearly all of its time in this loop. So the loop repeats the code of _Postings
        # instead of using that class, which is slower.
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
    """Divides the indexed terms of a block of records among the files (shards) of the search index.

    Returns a dict from shard name to the terms' encoded lists of records.
    """
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
    """Returns a term's list of records for the search index: first how many they are, then the records.

    `postings` are the records that contain the term, already encoded. Returns '' if there are none.
    """
    return number(len(postings)) + "".join(postings) if postings else ""


def merge(parts: Iterable[tuple[int, Mapping[str, Mapping[str, Sequence[str]]]]]) -> bytes:
    """Merges data of several blocks of records into one search index file (shard), and returns it as JSON.

    `parts` are pairs of block number and data, in order. In a term's list, each block's records follow a
    number: how many blocks further this block is than the last one with the term.
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
    """Returns a short hash of a file's content, which becomes part of the file's name."""
    return hashlib.blake2b(data, digest_size=5).hexdigest()


def _names(item: SearchItem) -> dict[Term, tuple[int, int]]:
    """Returns a dict from each search term of a record's names to two numbers for the search index.

    The first is the position of the term in the name, the second is the number of terms in that name.
    """
    name, *others = (terms(text) for text in (item.name, *item.others))
    places = {term: (ASIDE, ASIDE) for each in (name, *others) for run in expansions(each) for term in run}
    # The loops below overwrite earlier values for a term. So the record's main name, which comes last, takes
    # precedence over its other names.
    for other in reversed(others):
        length = min(len(other), OTHER - 1)
        places.update((term, (min(OTHER + place, ASIDE - 1), length)) for place, term in enumerate(other))
    length = min(len(name), OTHER - 1)
    places.update((term, (min(place, OTHER - 1), length)) for place, term in enumerate(name))
    return places


def _words(item: SearchItem, name_terms: Mapping[Term, object]) -> dict[Term, None]:
    """Returns the search terms of a record's keywords: unit, office, awards, numbers of decisions.

    Terms in `name_terms` are left out, since they are already indexed as parts of the record's names.
    """
    return {
        term: None for text in dict.fromkeys(item.words) for term in _line(text) if term not in name_terms
    }


@lru_cache(maxsize=16384)
def _line(text: str) -> tuple[Term, ...]:
    """Returns the search terms of a text and of its abbreviations' long forms.

    If the text contains a long form, the terms of its abbreviation are returned too. The result is cached,
    because the names of units, awards and offices occur in many records.
    """
    written = terms(text)
    return tuple(dict.fromkeys(term for run in (written, *expansions(written)) for term in run))


def _followers(item: SearchItem) -> dict[str, int]:
    """Returns for each word of a record's running text which words follow it, as bits of a number.

    With these bits, a browser finds words that stand next to each other. Which bit stands for a following
    word depends on a hash of that word. Bit 0 also stands for the end of a text.
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
    """Returns a value as JSON without spaces, in UTF-8."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
