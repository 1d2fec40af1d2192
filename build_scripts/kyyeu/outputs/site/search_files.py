"""Writes the site's search index below assets/search/: index.js and the files that it lists (shards).

A browser loads only the shards that a search needs. Shards are scripts that call `kyyeuSearch(name, data)`,
because a page opened from file:// can load scripts but not JSON files. So the search also works in an offline
copy.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from zlib import crc32

from kyyeu.outputs.site.photos import Photo
from kyyeu.outputs.site.search_index import SPAN, digest, index_block, merge, to_json
from kyyeu.outputs.site.search_terms import ABBREVIATIONS, terms
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.site.booklet_downloads import BookletFile
from kyyeu.views.site.search_items import KINDS, SearchItem, search_items
from kyyeu.work.job import Job, code_version, key
from kyyeu.work.run import Worker
from kyyeu.work.source import Source

FOLDER = "assets/search/"
# Smallest and largest number of records in a block of the search index. Between these limits, a hash of a
# record's address decides whether the record is the last one of its block.
BLOCK_SIZES = (48, 160)
# Numbers of records from which the search index of names is divided into more files (shards). From the first
# number on, there is one file for each first letter; from the second on, one for each pair of first letters.
LETTERS = (400, 2000)
# If no more files of the search index than this have changed, they are written in this process. That is
# faster than starting other processes.
FEW = 12
# Number of records whose running text is indexed in one file (shard) of the search index, which then has
# about 20 KB compressed.
ITEMS_PER_SHARD = 40

IndexBlock = tuple[tuple[SearchItem, str], ...]


def search_files(
    worker: Worker,
    catalogue: Catalogue,
    photos: Mapping[str, Photo],
    files: Iterable[BookletFile],
    addresses: Collection[str],
) -> dict[str, Source]:
    """Returns the files of the search index by path, each as a reference to its cached content (Source).

    `addresses` are the addresses of all pages and booklets of the site. A record without an address in this
    list cannot be found by a search.
    """
    reachable = frozenset(addresses)
    items = [item for item in search_items(catalogue, files) if item.address.partition("#")[0] in reachable]
    pictures = [item.picture.file for item in items if item.picture]
    return index_files(worker, items, {file: thumbnail(photos[file]) for file in pictures})


def thumbnail(photo: Photo) -> str:
    """Returns the address of a photo's smallest WebP file, which is shown beside a search result."""
    return photo.address(photo.sizes[0][0], "webp")


def index_files(
    worker: Worker, items: Sequence[SearchItem], thumbnails: Mapping[str, str]
) -> dict[str, Source]:
    """Returns the files of the search index for the records `items`, by path.

    The records are indexed in blocks. Only blocks and index files (shards) that have changed are made anew.
    `thumbnails` maps a picture file to the address of its smallest version on the site.
    """
    shards, letters = prose_shards(len(items)), sum(len(items) >= least for least in LETTERS)
    blocks = cut(items, thumbnails)
    version = code_version()
    jobs = [
        Job(
            "search",
            f"{FOLDER}#{number}",
            _block_key(block, (shards, letters, version)),
            index_block,
            (block, shards, letters),
        )
        for number, block in enumerate(blocks)
    ]
    worker.run(jobs)
    files: dict[str, Source] = {}
    index = {
        "span": SPAN,
        "prose": shards,
        "letters": letters,
        "kinds": KINDS,
        "blocks": [block[0][0].kind for block in blocks],
        "shown": _put_shown(worker, jobs, files),
        "shards": _merge_shards(worker, jobs, version, files),
        "short": [[" ".join(term.key for term in terms(text)) for text in pair] for pair in ABBREVIATIONS],
    }
    files[f"{FOLDER}index.js"] = worker.keep(script("index", to_json(index)))
    return files


def prose_shards(count: int) -> int:
    """Returns how many files (shards) the search index of running text has for `count` records.

    The result is a power of two, so that it seldom changes when records are added.
    """
    return 1 << max(0, (count // ITEMS_PER_SHARD).bit_length() - 1)


def cut(items: Iterable[SearchItem], thumbnails: Mapping[str, str]) -> list[IndexBlock]:
    """Divides the records to be indexed into blocks, each with records of one kind and their thumbnails.

    Where a block ends depends only on the records near its end, so that a new record changes few blocks.
    """
    smallest, largest = BLOCK_SIZES
    blocks: list[IndexBlock] = []
    current: list[tuple[SearchItem, str]] = []
    for item in items:
        if current and current[-1][0].kind != item.kind:
            blocks.append(tuple(current))
            current = []
        current.append((item, thumbnails.get(item.picture.file, "") if item.picture else ""))
        if len(current) >= largest or (len(current) >= smallest and crc32(item.address.encode()) % 64 == 0):
            blocks.append(tuple(current))
            current = []
    return [*blocks, tuple(current)] if current else blocks


def _block_key(block: IndexBlock, rest: tuple[object, ...]) -> str:
    """Returns the cache key of the job that indexes one block of records for the search.

    The key serves the same purpose as `work.job.key`. It is computed three times faster, because the texts
    are hashed without their repr.
    """
    digest = hashlib.blake2b(f"search-block {rest}".encode(), digest_size=20)
    for item, picture in block:
        lists = (item.others, item.words, item.text)
        lengths = repr([*map(len, lists)])
        shown = (item.kind, item.address, item.name, item.note, item.unit, item.summary, item.mark, picture)
        digest.update("\x1f".join((lengths, *shown, *chain(*lists), "\x1e")).encode())
    return digest.hexdigest()


def _put_shown(worker: Worker, jobs: Sequence[Job], files: dict[str, Source]) -> list[str]:
    """Adds one file to `files` for each block of records: the texts that search results show about them.

    Returns the hashes that are part of these files' names, in the order of the blocks.
    """
    marks = []
    for job in jobs:
        data = worker.source(job, "shown").read()
        marks.append(digest(data))
        files[f"{FOLDER}d-{marks[-1]}.js"] = worker.keep(script(f"d-{marks[-1]}", data))
    return marks


def _merge_shards(
    worker: Worker, jobs: Sequence[Job], version: str, files: dict[str, Source]
) -> dict[str, str]:
    """Adds the index files (shards) of the search to `files`, merged from the results of the indexing jobs.

    Returns a dict from shard name to the hash in its file name. Index data is read only if at least one shard
    has changed.
    """
    # Maps each shard (file of the search index) to the blocks of records with data for that shard. A block is
    # given by its number and by the hash, start and end of the data in the block's cached result.
    slices: dict[str, list[tuple[int, str, int, int]]] = {}
    for block, job in enumerate(jobs):
        places = json.loads(worker.source(job, "places").read())
        for shard, (part_digest, start, end) in places.items():
            slices.setdefault(shard, []).append((block, part_digest, start, end))
    keys = {
        shard: key(
            "search-shard", shard, version, [(block, part_digest) for block, part_digest, *_ in slices[shard]]
        )
        for shard in sorted(slices)
    }
    missing = {shard for shard, shard_key in keys.items() if not worker.cache.has(shard_key)}
    parts = [worker.source(job, "parts").read() for job in jobs] if missing else []
    merges = []
    for shard, shard_key in keys.items():
        needed = slices[shard] if shard in missing else []
        shard_parts = tuple((block, parts[block][start:end]) for block, _, start, end in needed)
        merges.append(Job("search", f"{FOLDER}{shard}", shard_key, merge_shard, (shard, shard_parts)))
    for batch in [merges] if len(missing) > FEW else [[job] for job in merges]:
        worker.run(batch)
    for shard, shard_key in keys.items():
        files[f"{FOLDER}{shard}-{shard_key[:8]}.js"] = worker.cache.source(shard_key)
    return {shard: shard_key[:8] for shard, shard_key in keys.items()}


def merge_shard(shard: str, parts: Sequence[tuple[int, bytes]]) -> bytes:
    """Returns the script of one search index file (shard), merged from pairs (block number, JSON data)."""
    return script(shard, merge((block, json.loads(part)) for block, part in parts))


def script(name: str, data: bytes) -> bytes:
    """Returns a script that hands `data` (JSON) to the search program in the browser.

    `name` tells the program which file of the search index the data belongs to.
    """
    return b'kyyeuSearch("%s",%s)\n' % (name.encode(), data)
