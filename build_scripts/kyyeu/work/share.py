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
# The function that the forked processes apply to the items. They inherit it by the fork, with all data that
# it uses.
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
    """Yields `function(batch)` for every batch of `size` items, in order, computed in forked processes.

    `label` is shown in the progress bar. The processes inherit the items by the fork, but must send results
    back. So the function should return little data.
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
    # The garbage collector leaves frozen objects alone. So the forked processes do not copy the memory with
    # these objects, but share it.
    gc.freeze()
    try:
        with open_pool(processes) as pool:
            futures = [pool.submit(_call, start, start + size) for start in range(0, len(items), size)]
            _function = None
            yield from (future.result() for future in futures)
    finally:
        # Unfreezes all objects, so that the garbage collector can free them again. Otherwise the memory of
        # `kyyeu serve`, which keeps running, would grow.
        gc.unfreeze()


def _call(start: int, stop: int) -> Any:
    assert _function is not None, "this process was forked before a function was shared out"
    return _function(start, stop)
