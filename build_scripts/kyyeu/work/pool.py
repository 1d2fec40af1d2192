"""Provides a pool of forked worker processes, which end with the command that started them.

They also end if that command is killed.
"""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.connection import wait

from kyyeu.work.stopping import begin_worker, signals_held

# The signals that end a process because of a mistake in the process's own code.
_CRASHES = tuple(
    getattr(signal, name)
    for name in ("SIGSEGV", "SIGABRT", "SIGBUS", "SIGFPE", "SIGILL", "SIGSYS")
    if hasattr(signal, name)
)


class WorkerLost(Exception):
    """Raised if a worker process was ended from outside, mostly because the machine has no more memory."""


class ProcessPool(ProcessPoolExecutor):
    """A pool of `processes` forked worker processes, which start at once.

    Each process calls `initializer` first. Raises OSError or RuntimeError if the system allows no more
    processes or threads.
    """

    def __init__(self, processes: int, initializer: Callable[[], object] | None = None) -> None:
        super().__init__(
            processes, multiprocessing.get_context("fork"), initializer=_begin, initargs=(initializer,)
        )
        others = set(multiprocessing.active_children())
        try:
            with signals_held():
                # The first submitted call makes Python start all processes of the pool.
                self.submit(os.getpid)
                # Only workers write to the pipe for results, so this process closes its writing end. If it
                # stayed open and all workers were killed while one was sending, this process would wait for
                # ever for the rest of the data.
                self._result_queue._writer.close()  # type: ignore[attr-defined]
                self._members = set(multiprocessing.active_children()) - others
                threading.Thread(target=self._watch, daemon=True).start()
        except BaseException:
            for each in set(multiprocessing.active_children()) - others:
                each.kill()
            raise

    def _watch(self) -> None:
        """Waits until any worker process ends, and then ends all others.

        A worker that is killed while it sends a result does not release the pipe. The other workers would
        wait for the pipe for ever.
        """
        wait([each.sentinel for each in self._members])
        self._kill()

    def _kill(self) -> None:
        for each in self._members:
            each.kill()

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """Context manager that ends the pool if its body fails, without waiting for the running jobs.

        Raises WorkerLost if the body failed because a worker process was ended from outside. If a worker
        crashed, which is a bug, the exception BrokenProcessPool is raised unchanged.
        """
        try:
            yield
        except BaseException as error:
            self._kill()
            self.shutdown(cancel_futures=True)
            crashed = any(-(each.exitcode or 0) in _CRASHES for each in self._members)
            if isinstance(error, BrokenProcessPool) and not crashed:
                raise WorkerLost from error
            raise


def _begin(initializer: Callable[[], object] | None) -> None:
    begin_worker()
    if initializer:
        initializer()


@contextmanager
def open_pool(processes: int) -> Iterator[ProcessPool]:
    """Context manager that yields a ProcessPool and closes it at the end.

    If the body fails, the pool is ended at once, as the method `guarded` of ProcessPool explains.
    """
    pool = ProcessPool(processes)
    with pool.guarded():
        yield pool
    pool.shutdown()
