"""A function and many items → its results, worked out in processes forked on the spot: what the function holds need not be sent."""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any, TypeVar

from kyyeu.work.progress import progress

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")
_function: Callable[[int, int], Any] | None = (
    None  # what this process, or the one it was forked from, is sharing out
)


def share(
    words: str,
    function: Callable[[Sequence[_Item]], _Result],
    items: Sequence[_Item],
    size: int,
    processes: int,
) -> Iterator[_Result]:
    """`function(batch)` for every batch of `size` items, in order. Only results cross over, so they are kept small. `words` are what
    the progress bar says."""
    with progress(words, len(items)) as bar:
        for found in _share(function, items, size, processes):
            yield found
            bar.update(min(size, len(items) - bar.n))


def _share(
    function: Callable[[Sequence[_Item]], _Result], items: Sequence[_Item], size: int, processes: int
) -> Iterator[_Result]:
    if processes == 1 or len(items) <= size:
        yield from (function(items[start : start + size]) for start in range(0, len(items), size))
        return
    global _function
    _function = lambda start, stop: function(items[start:stop])  # noqa: E731 - reaches the others by the fork
    gc.freeze()  # what is there now is not looked through again, so that it stays shared in memory too
    with ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("fork")) as pool:
        futures = [pool.submit(_call, start, start + size) for start in range(0, len(items), size)]
        _function = None
        try:
            for future in futures:
                yield future.result()
        finally:
            for future in futures:
                future.cancel()
            gc.unfreeze()  # `serve` lives on: what it no longer needs is let go


def _call(start: int, stop: int) -> Any:
    assert _function is not None, "forked before there was anything to share out"
    return _function(start, stop)
