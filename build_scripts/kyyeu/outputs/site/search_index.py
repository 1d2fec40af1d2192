"""Indexes blocks of records for the site's search, and merges the blocks' data into files (shards).

A browser loads the shards that a search needs. Numbers are written in base 64, which scripts can hold and
gzip compresses well: five bits a character, and one bit that says whether more characters follow.
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
# In the search index, a record's number is the number of its block × SPAN + its place in the block.
SPAN = 256
# The search index codes the position of a word in a record's names as a number. Numbers from 32 on mean that
# the word is in a name other than the main one; 63 means that the word is in no name, but only in an
# abbreviation or long form of one.
OTHER, ASIDE = 32, 63

# The type of a search index file's data: for each term, by its key and spelling, encoded lists of records.
# There is one list for running text; for names there are two, with records that have the term in a name or in
# other texts.
ShardPart = dict[str, dict[str, list[str]]]


def number(value: int) -> str:
    """Returns a number as text of base-64 digits with five bits each, the lowest five bits first.

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
    """Returns the positions (0–31) of the bits that are set in `mask`, one base-64 digit for each.

    Each digit except the last is marked to show that another one follows.
    """
    positions = [position for position in range(32) if mask >> position & 1]
    return "".join([DIGITS[position | 32] for position in positions[:-1]]) + DIGITS[positions[-1]]


class _Postings(dict[Term, list[str]]):
    """Collects, for the search index, which records of a block contain each term.

    A record is stored as the difference between its place in the block and that of the previous record with
    the term.
    """

    def __init__(self) -> None:
        self.last: dict[Term, int] = {}

    def add(self, term: Term, place: int, detail: str = "") -> None:
        """Notes in the search index that a record contains a term.

        `place` is the record's place in its block; `detail` is further data for the browser, such as the
        position in the name.
        """
        self.setdefault(term, []).append(GAPS[place - self.last.get(term, 0)] + detail)
        self.last[term] = place


def heads_shard(key: str, letters: int) -> str:
    """Returns the name of the search index file (shard) that lists a term occurring in records' names.

    Names are found by their beginning, so terms with the same first letters share a shard. `letters` is how
    many first letters count (0, 1 or 2); of a number only the first digit counts.
    """
    start = key[: min(1, letters)] if key[0].isdecimal() else key[:letters]
    return f"h-{start}" if start.isascii() else "h-_"


def index_block(items: Sequence[tuple[SearchItem, str]], shards: int, letters: int) -> dict[str, bytes]:
    """Indexes a block of records for the search, each with the address of its picture.

    Returns three files: `shown` has the texts that search results show, `parts` the index data shard by
    shard, and `places` the hash, start and end of each shard's data in `parts`.
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
        # Indexing spends nearly all of its time in this loop, so the loop does without the helper class
        # _Postings.
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
    """Divides a block's lists of records by term among the files (shards) of the search index."""
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
    """Returns how many records contain a term, encoded for the search index, and then these records.

    `postings` are the records, which are encoded already. Returns '' if there are none.
    """
    return number(len(postings)) + "".join(postings) if postings else ""


def merge(parts: Iterable[tuple[int, Mapping[str, Mapping[str, Sequence[str]]]]]) -> bytes:
    """Merges the data of several blocks of records into one search index file (shard).

    `parts` are pairs of block number and data, in order. Before each block's records the file has the
    distance from the previous block that contains the term.
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
    """Returns a short hash of a file's content, which is used in the file's name."""
    return hashlib.blake2b(data, digest_size=5).hexdigest()


def _names(item: SearchItem) -> dict[Term, tuple[int, int]]:
    """Returns for each term of a record's names its position in the name, and the length of that name."""
    name, *others = (terms(text) for text in (item.name, *item.others))
    places = {term: (ASIDE, ASIDE) for each in (name, *others) for run in expansions(each) for term in run}
    # Later values for a term replace earlier ones, so the record's main name takes precedence over its other
    # names.
    for other in reversed(others):
        length = min(len(other), OTHER - 1)
        places.update((term, (min(OTHER + place, ASIDE - 1), length)) for place, term in enumerate(other))
    length = min(len(name), OTHER - 1)
    places.update((term, (min(place, OTHER - 1), length)) for place, term in enumerate(name))
    return places


def _words(item: SearchItem, name_terms: Mapping[Term, object]) -> dict[Term, None]:
    """Returns the terms of the texts that search results show about a record.

    Terms in `name_terms` are left out, since they are indexed already.
    """
    return {
        term: None for text in dict.fromkeys(item.words) for term in _line(text) if term not in name_terms
    }


@lru_cache(maxsize=16384)
def _line(text: str) -> tuple[Term, ...]:
    """Returns the search terms of a text, and those of the full words behind abbreviations in the text.

    The result is cached, because the names of units, awards and offices occur many times.
    """
    written = terms(text)
    return tuple(dict.fromkeys(term for run in (written, *expansions(written)) for term in run))


def _followers(item: SearchItem) -> dict[str, int]:
    """Returns for each word of a record's text a number whose bits show which words follow that word.

    The browser uses these bits to find words that are next to each other. Each following word has a bit; bit
    0 stands for the end of a text.
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
