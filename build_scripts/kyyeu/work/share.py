"""Applies a function to many items in forked processes, which inherit all data that the function uses.

If this takes longer than two seconds and the output is a terminal, a progress bar is shown.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NoReturn, TypeVar

from tqdm import tqdm

from kyyeu.work.pool import open_pool

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")
# The function that the forked processes apply; they inherit it with all data that it refers to.
_function: Callable[[int, int], Any] | None = None


def progress(label: str, total: int) -> tqdm[NoReturn]:
    """Returns a progress bar that counts to `total`; `label` says in Vietnamese what is being done."""
    return tqdm(total=total, desc=label, unit="", delay=2, disable=not sys.stderr.isatty(), leave=False)


def share(
    label: str,
    function: Callable[[Sequence[_Item]], _Result],
    items: Sequence[_Item],
    size: int,
    processes: int,
) -> Iterator[_Result]:
    """Yields `function(batch)` for every batch of `size` items, in order.

    `label` is shown in the progress bar. Only results are sent between processes, so the function should
    return little data.
    """
    with progress(label, len(items)) as bar:
        for result in _share(function, items, size, processes):
            yield result
            bar.update(min(size, len(items) - bar.n))


def _share(
    function: Callable[[Sequence[_Item]], _Result], items: Sequence[_Item], size: int, processes: int
) -> Iterator[_Result]:
    if processes == 1 or len(items) <= size:
        yield from (function(items[start : start + size]) for start in range(0, len(items), size))
        return
    global _function
    _function = lambda start, stop: function(items[start:stop])  # noqa: E731
    # The garbage collector ignores frozen objects, so forked processes keep sharing their memory.
    gc.freeze()
    try:
        with open_pool(processes) as pool:
            futures = [pool.submit(_call, start, start + size) for start in range(0, len(items), size)]
            _function = None
            yield from (future.result() for future in futures)
    finally:
        # Lets the garbage collector free unused objects again, since `kyyeu serve` keeps running.
        gc.unfreeze()


def _call(start: int, stop: int) -> Any:
    assert _function is not None, "this process was forked before a function was shared out"
    return _function(start, stop)
