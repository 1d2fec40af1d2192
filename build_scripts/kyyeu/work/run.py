"""Runs jobs whose results are not cached, in this process, in a process pool or on a Dask cluster.

It also counts which jobs were run and which results were taken from the cache.
"""

from __future__ import annotations

import gc
import os
import socket
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from kyyeu.problems import UsageError
from kyyeu.work.cache import Cache
from kyyeu.work.job import Job, Result, key
from kyyeu.work.pool import ProcessPool
from kyyeu.work.share import progress, share
from kyyeu.work.source import Source, digest_of

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")
# How many small jobs of a group are sent to a worker process together. Jobs of all other groups are sent one
# by one.
BATCH = {
    "page": 64,
    "export": 64,
    "copy": 64,
    "qr": 64,
    "photo": 4,
}
# The groups of jobs that are counted in the last line of a build's output.
COUNTED = ("page", "chunk", "photo")
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
    """Returns the last line of a build's output, in Vietnamese.

    Example: 'Đã dựng 0 trang, 0 phần in, 0 ảnh; giữ nguyên 120 trang, 48 phần in, 44 ảnh.'
    """

    def counted(names: dict[str, list[str]]) -> str:
        return ", ".join(f"{len(names.get(group, ()))} {LABELS[group]}" for group in COUNTED)

    return f"Đã dựng {counted(tally.rendered)}; giữ nguyên {counted(tally.reused)}."


@dataclass
class Tally:
    """Holds the names of this build's jobs by group: those that were run, and those with a cached result."""

    rendered: dict[str, list[str]] = field(default_factory=dict)
    reused: dict[str, list[str]] = field(default_factory=dict)

    def counts(self) -> dict[str, dict[str, int]]:
        """Returns how many jobs of each group were 'rendered' (run) and 'reused' (taken from the cache)."""
        groups = sorted({*self.rendered, *self.reused})
        return {
            "rendered": {group: len(self.rendered.get(group, ())) for group in groups},
            "reused": {group: len(self.reused.get(group, ())) for group in groups},
        }


class Worker:
    """Runs jobs, and keeps in `used` the cache keys of all results that this build needed.

    Jobs run in this process, in a pool of `jobs` processes (0: one for each core), or on a Dask cluster. The
    cluster's scheduler is at `cluster` ('tcp://host:8786'). The machines of the cluster must see the
    project's folder under the same path.
    """

    def __init__(self, cache: Cache, jobs: int = 0, cluster: str = "") -> None:
        self.cache = cache
        self.jobs = jobs or os.cpu_count() or 1
        self.cluster = cluster
        self.tally = Tally()
        self.used: set[str] = set()
        self._pool: ProcessPool | ClusterPool | None = None

    def run(self, jobs: Iterable[Job]) -> None:
        """Runs those of the given jobs that have no result in the cache, and stores their results there.

        The first failure stops the run. Results finished before stay in the cache.
        """
        missing: dict[str, Job] = {}
        for job in jobs:
            self.used.add(job.key)
            if job.key in missing or self.cache.has(job.key):
                self.tally.reused.setdefault(job.group, []).append(job.name)
            else:
                missing[job.key] = job
                self.tally.rendered.setdefault(job.group, []).append(job.name)
        groups = dict.fromkeys(LABELS.get(job.group, job.group) for job in missing.values())
        with progress(f"Dựng {', '.join(groups)}", len(missing)) as bar:
            for count in self._carry_out(list(missing.values())):
                bar.update(count)

    def run_planned(
        self, group: str, plan: Callable[[_Item], Job], items: Sequence[_Item]
    ) -> dict[str, Source]:
        """Runs the job that `plan` returns for each item, and returns the finished files by the job's name.

        The call of `plan` and the job itself run in the same process, which may be a worker process.
        """

        def carry_out(batch: Sequence[_Item]) -> list[tuple[str, str, bool, str]]:
            jobs = [plan(item) for item in batch]
            missing = {job.key: job for job in jobs if not self.cache.has(job.key)}
            _perform(self.cache, list(missing.values()))
            return [
                (job.name, job.key, job.key not in missing, self.cache.source(job.key).digest) for job in jobs
            ]

        files: dict[str, Source] = {}
        for batch in self.share(f"Dựng {LABELS.get(group, group)}", carry_out, items, BATCH.get(group, 1)):
            for name, job_key, reused, digest in batch:
                files[name] = self.cache.content(digest)
                self.used.add(job_key)
                (self.tally.reused if reused else self.tally.rendered).setdefault(group, []).append(name)
        return files

    def share(
        self, label: str, function: Callable[[Sequence[_Item]], _Result], items: Sequence[_Item], size: int
    ) -> Iterator[_Result]:
        """Yields `function(batch)` for every batch of `size` items, in order, computed in forked processes.

        `label` says in Vietnamese what is being done, for the progress bar.
        """
        # The process pool is closed, because it has threads, and forking a process with threads is not safe.
        self.close()
        yield from share(label, function, items, size, self.jobs)

    def _carry_out(self, jobs: Sequence[Job]) -> Iterator[int]:
        """Runs jobs in batches, and yields after each batch how many jobs were in it.

        The batches of all groups (pages, photos, …) are submitted at once, so that a long job of one group
        does not delay the others.
        """
        groups: dict[str, list[Job]] = {}
        for job in jobs:
            groups.setdefault(job.group, []).append(job)
        batches = [
            members[start : start + BATCH.get(group, 1)]
            for group, members in groups.items()
            for start in range(0, len(members), BATCH.get(group, 1))
        ]
        # If there are fewer jobs than this, they run in this process, because a pool of processes would save
        # no time.
        few = 2 if self._pool else 3
        if not self.cluster and (self.jobs == 1 or len(jobs) < few):
            for batch in batches:
                yield _perform(self.cache, batch)
            return
        pool = self.pool
        try:
            with pool.guarded():
                futures = [pool.submit(_perform_below, self.cache.folder, batch) for batch in batches]
                for future in as_completed(futures):
                    yield future.result()
        except BaseException:
            self._pool = None
            raise

    def keep(self, data: bytes) -> Source:
        """Stores the content of a file that no job makes in the cache, and returns the cached file.

        So it can be placed in the output folder like any other file.
        """
        return self.keep_all({"": data})[""]

    def keep_all(self, files: Mapping[str, bytes]) -> Mapping[str, Source]:
        """Stores the contents of files that no job makes in the cache; returns the cached files by path."""
        data_key = key("kept", [(name, digest_of(data)) for name, data in files.items()])
        if not self.cache.has(data_key):
            self.cache.put(data_key, files)
        self.used.add(data_key)
        return self.cache.sources(data_key)

    def source(self, job: Job, name: str = "") -> Source:
        """Returns one file of a finished job's result, by its path ('' if the result is plain bytes)."""
        return self.cache.source(job.key, name)

    def sources(self, job: Job) -> Mapping[str, Source]:
        """Returns all files of a finished job's result by path."""
        return self.cache.sources(job.key)

    @property
    def pool(self) -> ProcessPool | ClusterPool:
        """Returns the process pool or Dask cluster, which is opened when first used."""
        if self._pool is None and self.cluster:
            self._pool = _on_cluster(self.cluster)
        if self._pool is None:
            self._pool = ProcessPool(self.jobs, _begin)
        return self._pool

    def close(self) -> None:
        """Closes the process pool or the connection to the cluster, which the next job opens again."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


def _on_cluster(address: str) -> ClusterPool:
    """Returns a connection to a Dask cluster; raises UsageError in Vietnamese if there is none.

    If a machine of the cluster fails, another one runs its jobs again. That is safe, since the cache stores
    each result by one rename.
    """
    host, _, port = address.removeprefix("tcp://").rpartition(":")
    try:
        if not (host and port.isdigit()):
            raise ValueError(address)
        with socket.create_connection((host.strip("[]"), int(port)), timeout=10):
            # A plain connection is tried first. If it failed inside Dask's client, the client would go on
            # retrying and logging.
            pass
        return ClusterPool(address)
    except ImportError:
        raise UsageError("chưa cài phần chạy trên nhiều máy: .venv/bin/pip install distributed") from None
    except (OSError, ValueError, OverflowError) as error:
        raise UsageError(
            f"không nối được với cụm máy ở {address}; kiểm tra địa chỉ, dạng tcp://máy:8786"
        ) from error


class ClusterPool:
    """Runs jobs on a Dask cluster; holds a client of the cluster's scheduler and the client's executor."""

    def __init__(self, address: str) -> None:
        from distributed import Client

        self._client = Client(address, timeout="10s", set_as_default=False)
        self._executor = self._client.get_executor(pure=False)
        self.submit = self._executor.submit

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """Context manager that closes the connection if its body fails."""
        try:
            yield
        except BaseException:
            self.shutdown()
            raise

    def shutdown(self, cancel_futures: bool = True) -> None:
        """Closes the connection to the Dask cluster without waiting for running jobs.

        The argument is ignored. It exists because `concurrent.futures.Executor` has it.
        """
        self._executor.shutdown(wait=False)
        self._client.close()


@contextmanager
def start_worker(folder: Path, jobs: int = 0, cluster: str = "") -> Iterator[Worker]:
    """Context manager that yields a Worker with its cache in `folder`, and closes the Worker at the end.

    The docstring of the class `Worker` explains `jobs` and `cluster`.
    """
    worker = Worker(Cache(folder), jobs, cluster)
    try:
        yield worker
    finally:
        worker.close()


def _begin() -> None:
    """Makes Python's garbage collection rarer in a new worker process.

    The layout of pages creates many lasting objects, which would be searched again and again. Objects from
    before the fork are frozen, so that they are not searched at all.
    """
    gc.freeze()
    gc.set_threshold(300_000, 20, 20)


def _perform_below(folder: Path, batch: Sequence[Job]) -> int:
    return _perform(Cache(folder), batch)


def _perform(cache: Cache, batch: Sequence[Job]) -> int:
    """Runs a batch of jobs and stores their results together, which is faster; returns the number of jobs.

    If a job fails, the results of the jobs before it are stored all the same.
    """
    results: dict[str, Result] = {}
    try:
        for job in batch:
            results[job.key] = job.function(*job.arguments)
    finally:
        if results:
            cache.put_all(results)
    return len(batch)
