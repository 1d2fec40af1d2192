"""Entries → assets/search/: a small index.js that names shards by their content, and the shards, which a browser loads as it needs them.

Files are scripts that call `kyyeuSearch(name, data)`, not JSON, so that a copy opened from file:// can search too."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from zlib import crc32

from kyyeu.outputs.site.photos import Photo
from kyyeu.outputs.site.search_index import SPAN, digest, index_block, merge, to_json
from kyyeu.outputs.site.search_terms import ABBREVIATIONS, terms
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.site.booklet_downloads import BookletFile
from kyyeu.views.site.search_entries import KINDS, Entry, entries
from kyyeu.work.job import Job, code_version, key
from kyyeu.work.place import Source
from kyyeu.work.run import Worker

FOLDER = "assets/search/"
BLOCK = (
    48,
    160,
)  # a block ends between these sizes where an address's hash says so: a new record moves its neighbours only
LETTERS = (400, 2000)  # from so many entries on, names are sharded by one letter, by two
FEW = 12  # so many shards are merged here: sooner done than a pool of processes is opened
PER_SHARD = 40  # entries to a shard of prose: some 20 KB on the way at any size of the library

Block = tuple[tuple[Entry, str], ...]


def search_files(
    worker: Worker,
    catalogue: Catalogue,
    photos: Mapping[str, Photo],
    files: Iterable[BookletFile],
    addresses: Collection[str],
) -> dict[str, Source]:
    """Everything below assets/search/. Only what has a page is found: `addresses` are those of pages and booklets."""
    reachable = frozenset(addresses)
    found = [entry for entry in entries(catalogue, files) if entry.address.partition("#")[0] in reachable]
    return index_files(
        worker,
        found,
        {entry.picture.file: thumbnail(photos[entry.picture.file]) for entry in found if entry.picture},
    )


def thumbnail(photo: Photo) -> str:
    return photo.address(photo.sizes[0][0], "webp")


def index_files(worker: Worker, found: Sequence[Entry], thumbnails: Mapping[str, str]) -> dict[str, Source]:
    """Index by blocks, then merge the blocks' parts of those shards whose parts changed."""
    shards, letters = prose_shards(len(found)), sum(len(found) >= least for least in LETTERS)
    blocks = cut(found, thumbnails)
    version = code_version()
    jobs = [
        Job(
            "search",
            f"{FOLDER}#{place}",
            _block_key(block, (shards, letters, version)),
            index_block,
            (block, shards, letters),
        )
        for place, block in enumerate(blocks)
    ]
    worker.run(jobs)
    result: dict[str, Source] = {}
    names = {
        "shown": _put_shown(worker, jobs, result),
        "shards": _merge_shards(worker, jobs, version, result),
    }
    index = {
        "span": SPAN,
        "prose": shards,
        "letters": letters,
        "kinds": KINDS,
        "blocks": [block[0][0].kind for block in blocks],
        **names,
        "short": [[" ".join(term.key for term in terms(part)) for part in pair] for pair in ABBREVIATIONS],
    }
    result[f"{FOLDER}index.js"] = worker.keep(script("index", to_json(index)))
    return result


def prose_shards(count: int) -> int:
    """A power of two, so that it changes seldom."""
    return 1 << max(0, (count // PER_SHARD).bit_length() - 1)


def cut(found: Iterable[Entry], thumbnails: Mapping[str, str]) -> list[Block]:
    """Entries of one kind, in order, in blocks whose borders depend on the entries at them."""
    smallest, largest = BLOCK
    blocks: list[Block] = []
    current: list[tuple[Entry, str]] = []
    for entry in found:
        if current and current[-1][0].kind != entry.kind:
            blocks.append(tuple(current))
            current = []
        current.append((entry, thumbnails.get(entry.picture.file, "") if entry.picture else ""))
        if len(current) >= largest or (len(current) >= smallest and crc32(entry.address.encode()) % 64 == 0):
            blocks.append(tuple(current))
            current = []
    return [*blocks, tuple(current)] if current else blocks


def _block_key(block: Block, rest: tuple[object, ...]) -> str:
    """As work.job.key, but without the repr of every text: three times faster where texts are long."""
    digest = hashlib.blake2b(f"search-block {rest}".encode(), digest_size=20)
    for entry, picture in block:
        lists = (entry.others, entry.words, entry.text)
        shown = (
            entry.kind,
            entry.address,
            entry.name,
            entry.note,
            entry.unit,
            entry.summary,
            entry.mark,
            picture,
        )
        digest.update(
            "\x1f".join(
                (repr([*map(len, lists)]), *shown, *(part for each in lists for part in each), "\x1e")
            ).encode()
        )
    return digest.hexdigest()


def _put_shown(worker: Worker, jobs: Sequence[Job], result: dict[str, Source]) -> list[str]:
    """What results show, a file a block."""
    names = []
    for job in jobs:
        data = (worker.cache.path(job.key) / "shown").read_bytes()
        names.append(digest(data))
        result[f"{FOLDER}d-{names[-1]}.js"] = worker.keep(script(f"d-{names[-1]}", data))
    return names


def _merge_shards(
    worker: Worker, jobs: Sequence[Job], version: str, result: dict[str, Source]
) -> dict[str, str]:
    """Shard → the mark of its content. Of the parts only those are read whose shard is new."""
    wanted: dict[str, list[tuple[int, str, int, int]]] = {}
    for block, job in enumerate(jobs):
        for shard, (mark, start, end) in json.loads(
            (worker.cache.path(job.key) / "places").read_bytes()
        ).items():
            wanted.setdefault(shard, []).append((block, mark, start, end))
    keys = {
        shard: key("search-shard", shard, version, [place[:2] for place in wanted[shard]])
        for shard in sorted(wanted)
    }
    missing = {shard for shard, found in keys.items() if not worker.cache.has(found)}
    parts = [(worker.cache.path(job.key) / "parts").read_bytes() for job in jobs] if missing else []
    merges = [
        Job(
            "search",
            f"{FOLDER}{shard}",
            found,
            merge_shard,
            (
                shard,
                tuple((block, parts[block][start:end]) for block, _, start, end in wanted[shard])
                if shard in missing
                else (),
            ),
        )
        for shard, found in keys.items()
    ]
    for batch in [merges] if len(missing) > FEW else [[job] for job in merges]:
        worker.run(batch)
    for shard, found in keys.items():
        result[f"{FOLDER}{shard}-{found[:8]}.js"] = Source(found, worker.cache.path(found))
    return {shard: found[:8] for shard, found in keys.items()}


def merge_shard(shard: str, parts: Sequence[tuple[int, bytes]]) -> bytes:
    return script(shard, merge((block, json.loads(part)) for block, part in parts))


def script(name: str, data: bytes) -> bytes:
    return b'kyyeuSearch("%s",%s)\n' % (name.encode(), data)
