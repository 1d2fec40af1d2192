"""Stores results of jobs on disk, with a digest of each file by which damage is noticed.

For each cache key, one file lists the digests of the result's files. The files themselves are stored in
another folder, under their digests. Each file is on the disk before it gets its name. So neither a killed
build nor a power cut leaves half a result.
"""

import json
import stat
import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from kyyeu.work.job import Result
from kyyeu.work.memory import seal, unseal
from kyyeu.work.replace import flush, remove
from kyyeu.work.source import Source, SourceChanged, digest_of

_KEYS, _CONTENTS = "keys", "contents"


class Cache:
    """Stores the results of jobs below `folder`, which must contain nothing else.

    A result is bytes, or a mapping of relative path to bytes. Plain bytes are treated as a mapping with the
    one path ''. Each stored file is in a subfolder named after the first two letters of the file's name.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._known: dict[str, dict[str, Source]] = {}

    def has(self, key: str) -> bool:
        """Returns whether the cache has the result with this key.

        Only the sizes of the result's files are checked here. `Source.read` checks their contents.
        """
        return self._find(key) is not None

    def sources(self, key: str) -> Mapping[str, Source]:
        """Returns the files of a result by path; raises SourceChanged if the cache has no such result."""
        files = self._find(key)
        if files is None:
            raise SourceChanged(self._place(_KEYS, key))
        return files

    def source(self, key: str, name: str = "") -> Source:
        """Returns one file of a result; raises SourceChanged if the cache has no such file."""
        files = self.sources(key)
        if name not in files:
            raise SourceChanged(self._place(_KEYS, key))
        return files[name]

    def read(self, key: str, name: str = "") -> bytes:
        """Returns the content of one file of a result; raises SourceChanged if it is missing or damaged."""
        return self.source(key, name).read()

    def content(self, digest: str) -> Source:
        """Returns a reference to the place where the content with this digest lies, or will be stored."""
        return Source(digest, self._place(_CONTENTS, digest))

    def put(self, key: str, result: Result) -> None:
        """Stores a result in the cache, in place of any other result with this key."""
        self.put_all({key: result})

    def put_all(self, results: Mapping[str, Result]) -> None:
        """Stores several results by key, which takes less time than storing them one by one."""
        fresh: dict[Path, bytes] = {}
        entries: dict[Path, bytes] = {}
        for key, result in results.items():
            files = result if isinstance(result, Mapping) else {"": result}
            lines = [(name, digest_of(data), len(data)) for name, data in files.items()]
            for (_, digest, _), data in zip(lines, files.values(), strict=True):
                fresh[self._place(_CONTENTS, digest)] = data
            entries[self._place(_KEYS, key)] = seal(json.dumps(lines).encode(), key)
            self._known.pop(key, None)
        self._write(fresh | entries)

    def _write(self, files: Mapping[Path, bytes]) -> None:
        if not self.folder.is_dir():
            remove(self.folder)
            self.folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".new-", dir=self.folder) as folder:
            written = {Path(folder) / str(number): file for number, file in enumerate(files.items())}
            for path, (_, data) in written.items():
                path.write_bytes(data)
            flush(written)
            for path, (target, _) in written.items():
                try:
                    path.replace(target)
                except OSError:
                    self._make_room(target)
                    path.replace(target)

    def _make_room(self, target: Path) -> None:
        """Creates the folders in which a file of the cache will be stored.

        Anything else that has the name of such a folder, or a folder that has the name of the file, is
        removed.
        """
        for folder in (target.parent.parent, target.parent):
            if not folder.is_dir():
                remove(folder)
                folder.mkdir(exist_ok=True)
        if target.is_dir():
            remove(target)

    def prune(self, used: Collection[str]) -> None:
        """Deletes every result whose key is not in `used`, and whatever else is in the cache's folder.

        So if a person is no longer shown, the next build also removes that person's data from the cache.
        """
        contents = {source.digest for key in used if (files := self._find(key)) for source in files.values()}
        kept = {_KEYS: used, _CONTENTS: contents}
        for top in _listed(self.folder):
            if top.name not in kept or top.is_symlink() or not top.is_dir():
                remove(top)
                continue
            for folder in _listed(top):
                if folder.is_symlink() or not folder.is_dir():
                    remove(folder)
                    continue
                for path in _listed(folder):
                    if path.name not in kept[top.name] or path.parent.name != path.name[:2]:
                        remove(path)
        self._known.clear()

    def drop_damaged(self) -> None:
        """Reads the whole cache and deletes every result that has a missing or damaged file."""
        for path in self.folder.glob(f"{_KEYS}/*/*"):
            try:
                for source in self.sources(path.name).values():
                    source.checked()
            except SourceChanged:
                with suppress(OSError):
                    remove(path)
        self._known.clear()

    def _place(self, part: str, name: str) -> Path:
        return self.folder / part / name[:2] / name

    def _find(self, key: str) -> dict[str, Source] | None:
        """Returns the files of a result by path, or None if one of them is missing or has the wrong size."""
        if key in self._known:
            return self._known[key]
        files: dict[str, Source] = {}
        try:
            data = unseal(self._place(_KEYS, key).read_bytes(), key)
            for name, digest, size in json.loads(data) if data is not None else ():
                files[name] = self.content(digest)
                status = files[name].path.stat()
                if status.st_size != size or not stat.S_ISREG(status.st_mode):
                    return None
        except OSError:
            return None
        if data is None:
            return None
        self._known[key] = files
        return files


def _listed(folder: Path) -> Iterator[Path]:
    return folder.iterdir() if folder.is_dir() else iter(())
