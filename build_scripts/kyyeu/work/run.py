"""Jobs + cache → every job's result in the cache; says what was rendered and what was taken as it stood."""

from __future__ import annotations

import gc
import multiprocessing
import os
import socket
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from kyyeu.problems import UsageError
from kyyeu.work.cache import Cache
from kyyeu.work.job import Job, key
from kyyeu.work.place import Source
from kyyeu.work.progress import progress
from kyyeu.work.share import share

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")
BATCH = {"page": 64, "export": 64, "copy": 64, "qr": 64, "photo": 4}
COUNTED = ("page", "chunk", "photo")  # what a build's last line counts
LABELS = {
    "prose": "bài viết",
    "page": "trang",
    "data": "phần dữ liệu",
    "export": "tệp tải về",
    "photo": "ảnh",
    "chunk": "phần in",
    "booklet": "ấn phẩm",
    "preflight": "phiếu kiểm bản in",
    "qr": "mã QR",
    "card": "ảnh chia sẻ",
    "icon": "biểu tượng",
    "copy": "trang của bản sao",
    "font": "phông chữ",
}


def summary(tally: Tally) -> str:
    """'Đã dựng 0 trang, 0 phần in, 0 ảnh; giữ nguyên 120 trang, 48 phần in, 44 ảnh.'"""

    def counted(names: dict[str, list[str]]) -> str:
        return ", ".join(f"{len(names.get(group, ()))} {LABELS[group]}" for group in COUNTED)

    return f"Đã dựng {counted(tally.rendered)}; giữ nguyên {counted(tally.reused)}."


@dataclass
class Tally:
    """Names of the jobs done in this build and of those taken from the cache, by group."""

    rendered: dict[str, list[str]] = field(default_factory=dict)
    reused: dict[str, list[str]] = field(default_factory=dict)

    def counts(self) -> dict[str, dict[str, int]]:
        groups = sorted({*self.rendered, *self.reused})
        return {
            "rendered": {group: len(self.rendered.get(group, ())) for group in groups},
            "reused": {group: len(self.reused.get(group, ())) for group in groups},
        }


class Worker:
    """Runs jobs: in this process, in a pool of `jobs` processes that is opened at the first need, or on the Dask cluster whose
    scheduler is at `cluster` ('tcp://host:8786'): its machines see the project's folder under the same path."""

    def __init__(self, cache: Cache, jobs: int = 0, cluster: str = "") -> None:
        self.cache = cache
        self.jobs = jobs or os.cpu_count() or 1
        self.cluster = cluster
        self.tally = Tally()
        self.used: set[str] = set()
        self._pool: Executor | ClusterPool | None = None

    def run(self, jobs: Iterable[Job]) -> None:
        """Afterwards the cache holds every job's result. The first failure stops the run; finished results stay."""
        missing: dict[str, Job] = {}
        for entry in jobs:
            self.used.add(entry.key)
            if entry.key in missing or self.cache.has(entry.key):
                self.tally.reused.setdefault(entry.group, []).append(entry.name)
            else:
                missing[entry.key] = entry
                self.tally.rendered.setdefault(entry.group, []).append(entry.name)
        groups = dict.fromkeys(LABELS.get(entry.group, entry.group) for entry in missing.values())
        with progress(f"Dựng {', '.join(groups)}", len(missing)) as bar:
            for done in self._carry_out(list(missing.values())):
                bar.update(done)

    def run_planned(self, group: str, plan: Callable[[_Item], Job], items: Sequence[_Item]) -> dict[str, str]:
        """Name → key of the job that `plan` makes of each item: planned and carried out in one place, which may be another process."""

        def carry_out(batch: Sequence[_Item]) -> list[tuple[str, str, bool]]:
            done = []
            for entry in map(plan, batch):
                there = self.cache.has(entry.key)
                if not there:
                    self.cache.put(entry.key, entry.function(*entry.arguments))
                done.append((entry.name, entry.key, there))
            return done

        keys: dict[str, str] = {}
        for batch in self.share(f"Dựng {LABELS.get(group, group)}", carry_out, items, BATCH.get(group, 1)):
            for name, found, there in batch:
                keys[name] = found
                (self.tally.reused if there else self.tally.rendered).setdefault(group, []).append(name)
        self.used.update(keys.values())
        return keys

    def share(
        self, words: str, function: Callable[[Sequence[_Item]], _Result], items: Sequence[_Item], size: int
    ) -> Iterator[_Result]:
        """`function(batch)` for every batch, in order (see work/share.py). `words` are what the progress bar says."""
        self.close()  # its threads are best gone when processes are forked
        yield from share(words, function, items, size, self.jobs)

    def _carry_out(self, jobs: Sequence[Job]) -> Iterator[int]:
        """Groups run side by side: a long job of one does not keep the others waiting."""
        batches = [
            found[start : start + BATCH.get(group, 1)]
            for group, found in _grouped(jobs).items()
            for start in range(0, len(found), BATCH.get(group, 1))
        ]
        few = 2 if self._pool else 3  # what is not worth opening a pool for
        if not self.cluster and (self.jobs == 1 or len(jobs) < few):
            for batch in batches:
                yield _perform(self.cache.folder, batch)
            return
        futures = [self.pool.submit(_perform, self.cache.folder, batch) for batch in batches]
        try:
            for future in as_completed(futures):
                yield future.result()
        finally:
            for future in futures:
                future.cancel()

    def keep(self, data: bytes) -> Source:
        """A file that costs nothing to make, in the cache like any other."""
        found = key("kept", data)
        if not self.cache.has(found):
            self.cache.put(found, data)
        self.used.add(found)
        return Source(found, self.cache.path(found))

    @property
    def pool(self) -> Executor | ClusterPool:
        if self._pool is None and self.cluster:
            self._pool = _on_cluster(self.cluster)
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                self.jobs, multiprocessing.get_context("fork"), initializer=_begin
            )
        return self._pool

    def close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


def _on_cluster(address: str) -> ClusterPool:
    """The cluster as an executor. A job whose machine falls away is done by another: it writes its result by one rename."""
    host, _, port = address.removeprefix("tcp://").rpartition(":")
    try:
        if not (host and port.isdigit()):
            raise ValueError(address)
        with socket.create_connection((host.strip("[]"), int(port)), timeout=10):
            pass  # somebody listens: Dask's client would go on trying, and complain long after we have
        return ClusterPool(address)
    except ImportError:
        raise UsageError("chưa cài phần chạy trên nhiều máy: .venv/bin/pip install distributed") from None
    except (OSError, ValueError, OverflowError) as error:
        raise UsageError(
            f"không nối được với cụm máy ở {address}; kiểm tra địa chỉ, dạng tcp://máy:8786"
        ) from error


class ClusterPool:
    """A client of a Dask scheduler with its executor; both are let go together."""

    def __init__(self, address: str) -> None:
        from distributed import Client

        self._client = Client(address, timeout="10s", set_as_default=False)
        self._executor = self._client.get_executor(pure=False)
        self.submit = self._executor.submit

    def shutdown(self, cancel_futures: bool = True) -> None:
        self._executor.shutdown(wait=False)
        self._client.close()


@contextmanager
def start_worker(folder: Path, jobs: int = 0, cluster: str = "") -> Iterator[Worker]:
    opened = Worker(Cache(folder), jobs, cluster)
    try:
        yield opened
    finally:
        opened.close()


def _begin() -> None:
    """What was there before the fork is not looked through for cycles again: a page laid out leaves many."""
    gc.freeze()
    gc.set_threshold(300_000, 20, 20)


def _perform(folder: Path, batch: Sequence[Job]) -> int:
    cache = Cache(folder)
    for entry in batch:
        cache.put(entry.key, entry.function(*entry.arguments))
    return len(batch)


def _grouped(jobs: Iterable[Job]) -> dict[str, list[Job]]:
    groups: dict[str, list[Job]] = {}
    for entry in jobs:
        groups.setdefault(entry.group, []).append(entry)
    return groups
