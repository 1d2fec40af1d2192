"""Writes the site's search index below assets/search/: index.js and the shards (parts) that it lists.

A browser loads only the shards that a search needs. All are scripts that call `kyyeuSearch(name, data)`, not
JSON, so that an offline copy opened from file:// can search too.
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
# Smallest and largest number of records in a block, the unit in which the search index is built. Between
# these, a hash of a record's address decides where the block ends.
BLOCK_SIZES = (48, 160)
# With at least the first number of records, the search index of names is divided into a file (shard) for each
# first letter; with at least the second, for each pair of first letters.
LETTERS = (400, 2000)
# Up to this many search index files are merged in this process, which is faster than starting other
# processes.
FEW = 12
# Number of records whose running text shares one file (shard) of the search index, about 20 KB compressed.
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

    Only records with a page or booklet can be found: `addresses` are those of all pages and booklets.
    """
    reachable = frozenset(addresses)
    items = [item for item in search_items(catalogue, files) if item.address.partition("#")[0] in reachable]
    pictures = [item.picture.file for item in items if item.picture]
    return index_files(worker, items, {file: thumbnail(photos[file]) for file in pictures})


def thumbnail(photo: Photo) -> str:
    """Returns the address of a photo's smallest WebP file, which search results show."""
    return photo.address(photo.sizes[0][0], "webp")


def index_files(
    worker: Worker, items: Sequence[SearchItem], thumbnails: Mapping[str, str]
) -> dict[str, Source]:
    """Indexes the records to be found block by block, then rebuilds the changed index files (shards).

    `thumbnails` maps a picture file to the address of its small version.
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
    """Returns the number of index files (shards) for words of running text.

    It is a power of two, so that it seldom changes when records are added.
    """
    return 1 << max(0, (count // ITEMS_PER_SHARD).bit_length() - 1)


def cut(items: Iterable[SearchItem], thumbnails: Mapping[str, str]) -> list[IndexBlock]:
    """Divides the records to be found into blocks, each with records of one kind.

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
    """Returns the cache key of a block of records in the search index.

    It is computed like `work.job.key`, but without the repr of every text, which is three times faster.
    """
    digest = hashlib.blake2b(f"search-block {rest}".encode(), digest_size=20)
    for item, picture in block:
        lists = (item.others, item.words, item.text)
        lengths = repr([*map(len, lists)])
        shown = (item.kind, item.address, item.name, item.note, item.unit, item.summary, item.mark, picture)
        digest.update("\x1f".join((lengths, *shown, *chain(*lists), "\x1e")).encode())
    return digest.hexdigest()


def _put_shown(worker: Worker, jobs: Sequence[Job], files: dict[str, Source]) -> list[str]:
    """Adds files of the search index to `files`: for each block of records, the texts shown in results.

    Returns the hashes that are part of the file names.
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
    """Adds the files (shards) of the search index to `files`.

    Returns, by shard, the hash that is part of its file name. The index data is read only for shards that
    have changed.
    """
    # For each shard (file of the search index): the blocks of records that have data for it. Each block is
    # given by its number, and its data by hash, start and end in the block's cached result.
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
    """Returns the script of a search index file (shard), merged from (block number, JSON data) pairs."""
    return script(shard, merge((block, json.loads(part)) for block, part in parts))


def script(name: str, data: bytes) -> bytes:
    """Returns a script that hands `data` (JSON) to the search program in the browser."""
    return b'kyyeuSearch("%s",%s)\n' % (name.encode(), data)
